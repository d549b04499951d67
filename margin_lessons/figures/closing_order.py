"""The order of closing: which positions a liquidation takes, and how much of each."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from margin_lessons.account import Account, Position
from margin_lessons.closing import Closing, liquidate
from margin_lessons.figures import words
from margin_lessons.figures.drawing import Drawing, nice_ceiling
from margin_lessons.figures.readout import Fact, Readout
from margin_lessons.venue import KRAKEN_SPOT, Extent, Venue

ORDINALS = ("first", "second", "third", "fourth")


@dataclass(frozen=True)
class ClosingState:
    """An account at given prices, and what a liquidation would close now."""

    account: Account
    prices: Mapping[str, float]
    closing: Closing

    @property
    def level(self) -> float:
        """The margin level before anything is closed."""
        return float(self.account.level(self.prices))

    def closed(self, index: int) -> float:
        """Return the volume closed of the position opened as number ``index``."""
        # First in, first out, each once: the parts are those of the oldest positions, in order.
        parts = self.closing.parts
        return parts[index].volume if index < len(parts) else 0.0


def closing_state(
    positions: tuple[Position, ...],
    prices: Mapping[str, float],
    cash: float,
    extent: Extent = Extent.ALL,
    venue: Venue = KRAKEN_SPOT,
) -> ClosingState:
    """Return what the venue closes at ``prices`` if it acts as soon as it may.

    Above the discretion level it closes nothing. Here the winner goes first, because it is older:

    >>> old = Position("long", 0.5, 40_000, 5, "BTC")
    >>> new = Position("long", 10, 2_500, 5, "ETH")
    >>> state = closing_state((old, new), {"BTC": 44_000, "ETH": 2_140}, 6_000, Extent.JUST_ENOUGH)
    >>> [(part.position.coin, round(part.volume, 4)) for part in state.closing.parts]
    [('BTC', 0.5), ('ETH', 1.2)]
    """
    account = Account(cash, positions, venue=venue)
    level = float(account.level(prices))
    if venue.reached(level, venue.discretion_level):
        return ClosingState(account, dict(prices), liquidate(account, prices, extent))
    return ClosingState(account, dict(prices), Closing((), account))


def readout(state: ClosingState) -> Readout:
    """Return the words of the order of closing."""
    facts = [
        Fact("equity", words.money(float(state.account.equity(state.prices)))),
        Fact("used margin", words.money(float(state.account.used_margin(state.prices)))),
        Fact("margin level", words.level(state.level), state.level),
    ]
    for index, position in enumerate(state.account.positions):
        facts += _position_facts(state, index, position)
    after = state.closing.account
    facts.append(Fact("level afterwards", words.level(float(after.level(state.prices)))))
    return Readout(
        title=_title(state),
        sentence=_sentence(state),
        facts=tuple(facts),
        picture="Bars of the used margin of each position, in the order they were opened; the part "
        "that the exchange closes is hatched.",
    )


def _position_facts(state: ClosingState, index: int, position: Position) -> list[Fact]:
    price = state.prices[position.coin]
    closed = state.closed(index)
    name = f"{ORDINALS[index]} opened, {position.coin}"
    share = closed / position.volume
    return [
        Fact(f"{name}: price", words.price(price), price),
        Fact(f"{name}: profit or loss so far", words.money(float(position.profit(price)))),
        Fact(f"{name}: closed", words.coins(closed, position.coin), closed),
        Fact(f"{name}: share closed", words.percent(share, 0), share),
    ]


def _title(state: ClosingState) -> str:
    parts = state.closing.parts
    if not parts:
        return f"At {words.level(state.level)} nothing is closed"
    names = " and ".join(
        ("all of " if part.volume >= part.position.volume * (1 - 1e-9) else "a part of ")
        + part.position.coin
        for part in parts
    )
    venue = state.account.venue
    certain = venue.reached(state.level, venue.liquidation_level)
    takes = "takes" if certain else "may take"
    return f"At {words.level(state.level)} the exchange {takes} {names}"


def _sentence(state: ClosingState) -> str:
    parts = state.closing.parts
    if not parts:
        return "The level is above the line from which the exchange may act, so it waits."
    first = parts[0]
    so_far = float(first.position.profit(first.price))
    after = state.closing.account
    rest = f"the level is back at {words.level(float(after.level(state.prices)))}"
    if not after.positions:
        rest = "nothing is left open"
        if (equity := float(after.equity(state.prices))) < -0.005:
            rest += f", and {words.money(-equity)} is owed"
    return f"The oldest position goes first, here {_with_result(so_far)}; afterwards {rest}."


def _with_result(profit: float) -> str:
    if abs(profit) < 0.005:
        return "without profit or loss"
    return f"with a {'profit' if profit > 0 else 'loss'} of {words.money(abs(profit))}"


class ClosingDrawing(Drawing):
    """One bar a position, oldest on top: the hatched part is what is closed."""

    rows = 2

    def build(self) -> None:
        self.ax = self.axes(0.20, 0.155, 0.76, 0.68)
        self.ax.set_xlabel("used margin of the position, USD")
        self.ax.xaxis.set_major_formatter(lambda value, _: words.amount(value))
        self.ax.set_ylim(-0.7, self.rows - 0.35)
        self.ax.set_yticks([])
        self.ax.grid(axis="y", visible=False)
        kept = {"height": 0.42, "color": self.palette.tint(self.palette.used_margin, 0.85)}
        gone = {
            "height": 0.42,
            "facecolor": self.palette.paper,
            "edgecolor": self.palette.liquidation.color,
            "hatch": "///",
            "linewidth": 2,
        }
        heights = range(self.rows - 1, -1, -1)
        self.kept = [self.moving(self.ax.barh(y, 0, **kept)[0]) for y in heights]
        self.gone = [self.moving(self.ax.barh(y, 0, **gone)[0]) for y in heights]
        self.names = [
            self.moving(self.ax.text(-0.012, y, "", transform=self.ax.get_yaxis_transform(),
                                     ha="right", va="center", fontsize=12, color=self.palette.text))
            for y in heights
        ]  # fmt: skip
        self.notes = [self.label(self.ax) for _ in heights]

    def frame(self, state: ClosingState) -> Hashable:
        rule = state.account.venue.short_margin
        used = [p.used_margin(state.prices[p.coin], rule) for p in state.account.positions]
        return nice_ceiling(max(map(float, used)) * 1.05)

    def set_frame(self, frame: float) -> None:
        self.ax.set_xlim(0, frame)

    def update(self, state: ClosingState) -> None:
        self.title.set_text(readout(state).title)
        rule = state.account.venue.short_margin
        for index, position in enumerate(state.account.positions):
            price = state.prices[position.coin]
            used = float(position.used_margin(price, rule))
            share = state.closed(index) / position.volume
            self.gone[index].set_width(used * share)
            self.gone[index].set_visible(share > 0)
            self.kept[index].set_x(used * share)
            self.kept[index].set_width(used * (1 - share))
            self.names[index].set_text(f"{index + 1}. {position.coin}\nopened {ORDINALS[index]}")
            profit = float(position.profit(price))
            made = f"{'loss' if profit < 0 else 'profit'} so far: {words.money(abs(profit))}"
            self.notes[index].set_text(f"closed: {words.percent(share, 0)}     {made}")
            self.notes[index].set_position(
                (self.ax.get_xlim()[1] * 0.012, self.rows - 1 - index - 0.38)
            )

    def read_back(self) -> dict[str, float]:
        shown = {}
        for index, (kept, gone, name) in enumerate(
            zip(self.kept, self.gone, self.names, strict=True)
        ):
            coin = name.get_text().split()[1]
            closed = gone.get_width()
            share = closed / (closed + kept.get_width())
            shown[f"{ORDINALS[index]} opened, {coin}: share closed"] = share
        return shown
