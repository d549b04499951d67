"""The board of about 29 July 2025: what one day in 30 coins left of 1,000 USD."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np

from margin_lessons.account import Account, Position, Side, as_side
from margin_lessons.crossing import Crossings, crossings
from margin_lessons.figures import words
from margin_lessons.figures.drawing import Drawing, stack_labels
from margin_lessons.figures.readout import Fact, Readout
from margin_lessons.market.board import BOARD, Quote, quote
from margin_lessons.venue import KRAKEN_SPOT

OWN = 1_000.0
"""The learner's own money in USD, all of it collateral for one position."""

COINS = tuple(sorted(BOARD, key=lambda entry: entry.change))
"""The board from the deepest fall to the highest rise, as the picture shows it."""

TOPS = (1_250.0, 1_500.0, 2_000.0, 2_500.0)


@dataclass(frozen=True)
class Day:
    """One coin's day: the account that held it at full size, and the coin's quote."""

    quote: Quote
    account: Account

    @property
    def left(self) -> float:
        """What is left of the learner's own money at the board's price, in USD."""
        return float(self.account.equity(self.quote.price))

    @property
    def profit(self) -> float:
        """The profit or loss of the day in USD, fees not included."""
        return float(self.account.profit(self.quote.price))

    @property
    def level(self) -> float:
        """The margin level at the board's price, as a fraction."""
        return float(self.account.level(self.quote.price))


def day_of(coin: str, leverage: float, side: Side | str = Side.LONG) -> Day:
    """Return what one day did to 1,000 USD that carried as large a position as they may.

    >>> sui = day_of("Sui", leverage=5)
    >>> round(sui.profit, 2), round(sui.left, 2), round(sui.level, 4)
    (-498.5, 501.5, 0.5015)
    """
    entry = quote(coin)
    leverage = KRAKEN_SPOT.check_leverage(leverage)
    volume = leverage * OWN / entry.price_before
    position = Position(side, volume, entry.price_before, leverage, entry.symbol)
    return Day(entry, Account(OWN, (position,)))


@dataclass(frozen=True)
class BoardState:
    """The day of every coin, from the deepest fall to the highest rise, and the one looked at."""

    days: tuple[Day, ...]
    index: int
    leverage: float
    side: Side
    crossings: Crossings

    @property
    def day(self) -> Day:
        """The day of the chosen coin."""
        return self.days[self.index]

    @property
    def closed(self) -> bool:
        """Whether the board proves a liquidation: what the day left is then only what if."""
        venue = self.day.account.venue
        return venue.reached(self.day.level, venue.liquidation_level)


def board_state(coin: str, leverage: float, side: Side | str) -> BoardState:
    """Return the board at one leverage and side, with one coin chosen by symbol or name.

    >>> state = board_state("SUI", 5, "long")
    >>> round(state.crossings.call.price, 4), round(state.crossings.liquidation.price, 4)
    (4.1522, 3.8062)
    """
    side = as_side(side)
    chosen = COINS.index(quote(coin))
    days = tuple(day_of(entry.symbol, leverage, side) for entry in COINS)
    return BoardState(days, chosen, float(leverage), side, crossings(days[chosen].account))


def readout(state: BoardState) -> Readout:
    """Return the words of the board."""
    day, at, venue, size = state.day, state.crossings, state.day.account.venue, state.leverage * OWN
    facts = (
        Fact("coin", day.quote.name),
        Fact("price a day before", words.price(day.quote.price_before), day.quote.price_before),
        Fact("price on the board", words.price(day.quote.price), day.quote.price),
        Fact("change", words.percent(day.quote.change, 2, signed=True), day.quote.change),
        Fact("your own money", words.money(OWN), OWN),
        Fact("size of the position", words.money(size), size),
        Fact("profit or loss", words.money(day.profit), day.profit),
        Fact("what is left", words.money(day.left), day.left),
        Fact("margin level", words.percent(day.level, 2), day.level),
        Fact("call and liquidation", f"{venue.call_level:.0%} and {venue.liquidation_level:.0%}"),
        Fact("margin call at", words.price(at.call.price), at.call.price),
        Fact("liquidation at", words.price(at.liquidation.price), at.liquidation.price),
    )
    return Readout(
        title=_title(state),
        sentence=f"{_what_happened(state)} {_on_the_way(state)}",
        facts=facts,
        picture="Bar chart of all the coins on the board, from the deepest fall to the highest "
        "rise; each bar is what the day left of your own money, with lines at what you put up, "
        "the margin call, the liquidation and nothing left.",
    )


def _title(state: BoardState) -> str:
    day, own = state.day, words.money(OWN)
    if day.quote.change == 0:
        return f"{day.quote.name} did not move, so {own} is still {own}"
    way = "fall" if day.quote.change < 0 else "rise"
    move, amount = words.percent(abs(day.quote.change), 2), words.money(abs(day.profit))
    done = f"{'would have taken' if state.closed else 'took'} {amount} of"
    done = done if day.profit < 0 else f"added {amount} to"
    held = f"{words.setting(state.leverage)} {state.side.value}"
    return f"At {held}, a {way} of {move} in {day.quote.name} {done} {own}"


def _what_happened(state: BoardState) -> str:
    day, entry = state.day, state.day.quote
    before, now = words.price(entry.price_before), words.price(entry.price)
    held, own = f"a {state.side.value} of {words.money(state.leverage * OWN)}", words.money(OWN)
    if entry.change == 0:
        return f"{entry.name} stayed at {now}, and {held} neither gained nor lost."
    way = "fell" if entry.change < 0 else "rose"
    done, turns = "lost" if day.profit < 0 else "gained", "turns"
    if state.closed:
        done, turns = f"would have {done}", "would turn"
    return (
        f"{entry.name} {way} from {before} to {now}, so {held} {done} "
        f"{words.money(abs(day.profit))}. That {turns} your {own} into {words.money(day.left)}, "
        f"a margin level of {words.percent(day.level, 2)}."
    )


def _on_the_way(state: BoardState) -> str:
    """Say which lines were certainly passed: the path between two prices a day apart is unknown."""
    at, venue = state.crossings, state.day.account.venue
    passed = f"On the way the price passed the margin call at {words.price(at.call.price)}"
    liquidation = f"the liquidation at {words.price(at.liquidation.price)}"
    if state.closed:
        return (
            f"{passed} and {liquidation}. There, or at a worse price, the exchange would have "
            "closed the position; what that left is not on this board."
        )
    tell = "two prices a day apart cannot tell."
    if venue.reached(state.day.level, venue.call_level):
        return (
            f"{passed}. From there on the exchange might have closed the position; whether the "
            f"price also touched {liquidation} in between, {tell}"
        )
    return f"It ended on the safe side of the margin call. Whether it had been beyond, {tell}"


class BoardDrawing(Drawing):
    """One bar a coin, the chosen one strong and labelled, with the lines across all of them."""

    prediction_axis = "y"

    def build(self) -> None:
        self.ax = self.axes(0.1, 0.155, 0.73, 0.71)
        self.ax.set_ylabel("left of your own money, USD")
        self.ax.yaxis.set_major_formatter(lambda value, _: words.amount(value))
        self.ax.set_xlim(-0.8, len(COINS) - 0.2)
        self.ax.set_xticks(range(len(COINS)), [entry.symbol for entry in COINS], rotation=90)
        self.ax.tick_params(axis="x", length=0, pad=2)
        self.ax.grid(axis="x", visible=False)
        # One broken line is drawn ten times as fast as thirty bars.
        self.bars = self.line(self.ax, self.palette.equity, 11, alpha=0.42, solid_capstyle="butt")
        self.chosen = self.line(self.ax, self.palette.equity, 14, solid_capstyle="butt")
        dot = {"marker": "o", "markersize": 7, "markevery": [0]}  # on a bar too low to be seen
        self.pointer = self.line(self.ax, self.palette.equity, 1.2, **dot)
        inks = [getattr(self.palette, k) for k in ("full", "call", "liquidation", "zero_equity")]
        self.across = [self.line(self.ax, ink, 1.6) for ink in inks]
        self.notes = [self.ax.text(0, 0, "", color=i.color, fontsize=11, va="center") for i in inks]
        self.name = self.label(self.ax, self.palette.equity, ha="center", weight="bold")
        self.guess = self.line(self.ax, self.palette.prediction)
        self.guess_label = self.label(self.ax, self.palette.prediction)

    def frame(self, state: BoardState) -> Hashable:
        highest = max(day.left for day in state.days)
        top = next(top for top in TOPS if highest <= 0.88 * top)
        said = self._prediction[0] if self._prediction else 0.0  # below zero or far above, too
        bottom = -500.0 * np.ceil(max(-said, 0.0) / 500.0) if said >= -2_000 else 0.0
        top = TOPS[-1] if top < said <= TOPS[-1] else top
        # The lines, and with them their names, differ between long and short only.
        venue = state.day.account.venue
        used = (float(day.account.used_margin(day.quote.price)) for day in state.days)
        levels = (venue.call_level, venue.liquidation_level)
        return float(bottom), top, levels, tuple(round(margin, 6) for margin in used)

    def set_frame(self, frame: tuple) -> None:
        """Set the lines: flat for a long; a short's bend with its re-valued used margin."""
        bottom, top, (call, liquidation), used = frame
        self.ax.set_ylim(bottom, top)
        ends = self.ax.get_xlim()
        across = np.array([ends[0], *range(len(COINS)), ends[1]])
        beyond = np.array([used[0], *used, used[-1]])
        heights = (OWN + 0 * beyond, call * beyond, liquidation * beyond, 0 * beyond)
        texts = (f"your {words.amount(OWN)}", f"margin call {call:.0%}",
                 f"liquidation {liquidation:.0%}", "nothing left")  # fmt: skip
        for line, note, height, text in zip(self.across, self.notes, heights, texts, strict=True):
            line.set_data(across, height)
            note.set_text(text)
        at = [float(height[-1]) for height in heights]
        stack_labels(self.notes, at, 0.065 * (top - bottom), ends[1] + 0.35)

    def update(self, state: BoardState) -> None:
        self.title.set_text(readout(state).title)
        bars = np.array([(0.0, day.left, np.nan) for day in state.days])
        self.bars.set_data(np.repeat(np.arange(len(bars)), 3), bars.ravel())
        self.chosen.set_data([state.index] * 2, [0, state.day.left])
        bottom, top = self.ax.get_ylim()
        height = top - 0.04 * (top - bottom)
        self.pointer.set_data([state.index] * 2, [state.day.left, height])
        self.name.set_text(f"{state.day.quote.name} {words.money(state.day.left)}")
        self.name.set_position((float(np.clip(state.index, 4.2, len(COINS) - 5.2)), height))
        # The prediction's label stands where the chosen coin's label does not.
        right = state.index < len(COINS) / 2
        at = len(COINS) - 0.6 if right else -0.4
        self.guess_label.set_ha("right" if right else "left")
        self.draw_prediction(self.guess, self.guess_label, at, 0)
        floor = bottom + 0.05 * (top - bottom)  # clear of the coins' names
        self.guess_label.set_y(max(self.guess_label.get_position()[1], floor))

    def read_back(self) -> dict[str, float]:
        return {
            "what is left": float(self.chosen.get_ydata()[1]),
            "your own money": float(self.across[0].get_ydata()[0]),
        }
