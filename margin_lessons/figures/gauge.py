"""The margin-level gauge: the level over the price, with the lines at which something happens."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np

from margin_lessons.account import Account, Position
from margin_lessons.crossing import Crossings, crossings
from margin_lessons.errors import positive
from margin_lessons.figures import words
from margin_lessons.figures.drawing import Drawing, nice_ceiling, row_labels
from margin_lessons.figures.labels import spread
from margin_lessons.figures.readout import Fact, Readout
from margin_lessons.venue import KRAKEN_SPOT, Venue

LINES = (
    ("call", "margin call"),
    ("liquidation", "liquidation"),
    ("zero_equity", "nothing left"),
)


@dataclass(frozen=True)
class GaugeState:
    """One account at one price, with the prices at which its level reaches the venue's lines."""

    account: Account
    price: float
    crossings: Crossings

    @property
    def level(self) -> float:
        """The margin level now, as a fraction."""
        return float(self.account.level(self.price))

    @property
    def equity(self) -> float:
        """What is left if everything were closed now, in USD."""
        return float(self.account.equity(self.price))


def gauge_state(
    side: str,
    volume: float,
    entry: float,
    cash: float,
    leverage: float,
    price: float,
    venue: Venue = KRAKEN_SPOT,
) -> GaugeState:
    """Return the state of an account with one position and cash, at ``price``.

    >>> gauge_state("long", 1, 20_000, 10_000, 5, price=13_200).level
    0.8
    """
    price = positive("price", price, why="a coin on a spot market costs something")
    account = Account(cash, (Position(side, volume, entry, leverage),), venue=venue)
    return GaugeState(account, price, crossings(account))


def readout(state: GaugeState) -> Readout:
    """Return the words of the gauge."""
    account, price = state.account, state.price
    level = words.level(state.level)
    facts = [
        Fact("price now", words.price(price), price),
        Fact("equity", words.money(state.equity), state.equity),
        Fact("used margin", words.money(account.used_margin(price)), account.used_margin(price)),
        Fact("free margin", words.money(account.free_margin(price)), account.free_margin(price)),
        Fact("margin level", level, state.level),
    ]
    for key, name in LINES:
        line = getattr(state.crossings, key)
        facts.append(Fact(f"{name} at", words.price(line.price), line.price))
    return Readout(
        title=_title(state),
        sentence=f"At {words.price(price)} the margin level is {level}: {_meaning(state)}.",
        facts=tuple(facts),
        picture="Line chart of the margin level against the price, with lines at the margin call, "
        "the liquidation and the price where nothing is left.",
    )


def _title(state: GaugeState) -> str:
    if state.equity < 0:
        return f"The account owes {words.money(-state.equity)}"
    call = state.crossings.call
    if not call.exists:
        return "No price brings this account to a margin call"
    if call.passed(state.price):
        return f"The margin level has fallen to {words.level(state.level)}"
    way = "falls" if call.falling else "rises"
    return f"The call comes when the price {way} to {words.price(call.price)}"


def _meaning(state: GaugeState) -> str:
    if state.equity < 0:
        return "everything you put up is gone and the rest is a debt"
    return {
        "open": "new positions are allowed and nothing is closed",
        "full": "no new position is allowed, but nothing is closed",
        "call": "a margin call may be sent",
        "may close": "a margin call may be sent, and the exchange may close positions already",
        "certain": "the exchange closes positions, and nobody can stop it",
    }[state.account.venue.zone(state.level)]


class GaugeDrawing(Drawing):
    """Level against price: the curve, the lines, and where the account stands now."""

    def build(self) -> None:
        self.ax = self.axes(0.095, 0.155, 0.73, 0.645)
        self.ax.set_xlabel("price of one coin, USD")
        self.ax.set_ylabel("margin level")
        self.ax.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
        self.ax.xaxis.set_major_formatter(lambda value, _: words.amount(value))
        self.bands = [
            self.ax.axhline(0, color=ink.color, linestyle=ink.dash, linewidth=1.2)
            for ink in (self.palette.full, self.palette.call, self.palette.liquidation)
        ]
        self.notes = [
            self.ax.text(1.012, 0, "", transform=self.ax.get_yaxis_transform(), va="center",
                         fontsize=11, color=band.get_color())
            for band in self.bands
        ]  # fmt: skip
        self.ax.axhline(0, color=self.palette.zero_equity.color, linewidth=1.2)
        self.debt = self.ax.axhspan(
            -9, 0, facecolor="none", edgecolor=self.palette.debt.color, hatch="///", linewidth=0
        )
        self.debt.set_alpha(0.35)
        self.curve = self.line(self.ax, self.palette.equity, 2.6)
        self.drops = {key: self.line(self.ax, getattr(self.palette, key)) for key, _ in LINES}
        self.names = [
            self.label(self.ax, getattr(self.palette, key), ha="center") for key, _ in LINES
        ]
        self.guess = self.line(self.ax, self.palette.prediction)
        self.guess_label = self.label(self.ax, self.palette.prediction, ha="center")
        self.dot = self.line(self.ax, self.palette.price, 0, marker="o", markersize=11, zorder=5)
        self.dot_label = self.label(self.ax, self.palette.price, zorder=6, weight="bold")

    def frame(self, state: GaugeState) -> Hashable:
        entry = state.account.positions[0].entry
        prices = [state.price, entry]
        prices += [c.price for c in vars(state.crossings).values() if c.exists]
        # Prices far above the account's own would squeeze everything else into a corner.
        prices = [state.price, *(p for p in prices if p <= 4 * entry)]
        step = nice_ceiling((max(prices) - min(prices)) / 4 or entry / 4)
        low = max(0.0, step * (np.floor(min(prices) / step) - 0.5))
        high = step * (np.ceil(max(prices) / step) + 0.5)
        venue = state.account.venue
        top = nice_ceiling(max(1.5, min(4.0, state.level * 1.15)), (1, 1.5, 2, 3, 4, 6, 8, 10))
        bottom = -0.5 if state.level >= -0.4 else -nice_ceiling(-state.level * 1.2)
        levels = (venue.full_level, venue.call_level, venue.liquidation_level)
        return float(low), float(high), float(bottom), float(top), levels

    def set_frame(self, frame: tuple) -> None:
        low, high, bottom, top, levels = frame
        self.ax.set_xlim(low, high)
        self.ax.set_ylim(bottom, top)
        notes = ("fully used", "margin call", "liquidation")
        for band, note, level, text in zip(self.bands, self.notes, levels, notes, strict=True):
            band.set_ydata([level, level])
            note.set_text(f"{text} {level:.0%}")
        heights = spread(levels, 0.062 * (top - bottom), bottom, top)
        for note, height in zip(self.notes, heights, strict=True):
            note.set_y(height)

    def update(self, state: GaugeState) -> None:
        low, high = self.ax.get_xlim()
        bottom, top = self.ax.get_ylim()
        prices = np.linspace(max(low, high * 1e-3), high, 200)
        self.curve.set_data(prices, np.clip(state.account.level(prices), bottom - 9, top + 9))
        self.title.set_text(readout(state).title)
        self._drop_lines(state.crossings, (low, high, bottom, top))
        level = min(max(state.level, bottom), top)
        self.dot.set_data([state.price], [level])
        right = state.price > (low + high) / 2
        self.dot_label.set(text=f"now {words.level(state.level)}", ha="right" if right else "left")
        shift = (high - low) * 0.018 * (-1 if right else 1)
        room = 0.07 * (top - bottom)
        self.dot_label.set_position(
            (state.price + shift, min(max(level, bottom + room), top - room))
        )
        self.draw_prediction(self.guess, self.guess_label, low, bottom + (top - bottom) * 0.06)

    def _drop_lines(self, at: Crossings, ends: tuple[float, float, float, float]) -> None:
        low, high, bottom, top = ends
        for (key, name), label in zip(LINES, self.names, strict=True):
            price = getattr(at, key).price
            seen = price is not None and low <= price <= high
            self.drops[key].set_visible(seen)
            label.set_visible(seen)
            if seen:
                self.drops[key].set_data([price, price], [bottom, top])
                label.set_text(f"{name} {words.price(price, '')}")
        prices = [getattr(at, key).price or low for key, _ in LINES]
        row_labels(self.names, prices, share=0.30)

    def read_back(self) -> dict[str, float]:
        shown = {
            f"{name} at": float(self.drops[key].get_xdata()[0])
            for key, name in LINES
            if self.drops[key].get_visible()
        }
        return {"price now": float(self.dot.get_xdata()[0]), **shown}
