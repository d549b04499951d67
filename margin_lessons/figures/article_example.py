"""The article's example with its two gaps filled in: collateral kept in USD, or in BTC."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np

from margin_lessons.account import Account, CoinCollateral, Position
from margin_lessons.crossing import Crossings, crossings
from margin_lessons.errors import BadInput, positive, shown
from margin_lessons.figures import words
from margin_lessons.figures.drawing import Drawing, row_labels, stack_labels
from margin_lessons.figures.readout import Fact, Readout
from margin_lessons.venue import KRAKEN_SPOT, Venue

EXPECTED, FILLED = 50_000.0, 48_000.0
LOW, HIGH = 42_000.0, 63_000.0
SAME_ENTRY = "BTC, same entry"
"""The account that keeps BTC and is bought where the one in USD is: it isolates the collateral."""

KEPT_IN = ("USD", "BTC", SAME_ENTRY)


@dataclass(frozen=True)
class ExampleState:
    """One of the accounts, filled at ``fill``; ``other`` is the one beside it."""

    kept_in: str
    account: Account
    other: Account
    fill: float
    crossings: Crossings

    @property
    def equity(self) -> float:
        """The equity at the fill; below zero it is the debt."""
        return float(self.account.equity(self.fill))


def example_account(kept_in: str, leverage: float = 5.0, venue: Venue = KRAKEN_SPOT) -> Account:
    """Return an account that makes the article's example true: 0.1 BTC put up, 0.5 BTC long.

    The article names neither the entry nor the collateral's currency. Sold to USD at an entry of
    62,500 (6,250 USD), or kept in BTC with an entry of 60,000, nothing is left at 50,000 exactly.
    Kept in BTC and bought at 62,500, it shows what the currency of the collateral alone does.

    >>> [round(example_account(kept).equity(48_000), 2) for kept in KEPT_IN]
    [-1000.0, -1200.0, -2450.0]
    """
    if kept_in == "USD":
        return Account(6_250.0, (Position("long", 0.5, 62_500.0, leverage),), venue=venue)
    if kept_in in KEPT_IN:
        entry = 62_500.0 if kept_in == SAME_ENTRY else 60_000.0
        coins = (CoinCollateral("BTC", 0.1, venue.haircut("BTC")),)
        return Account(0.0, (Position("long", 0.5, entry, leverage),), coins, venue=venue)
    raise BadInput(
        f"collateral {shown(kept_in)} is not one of {'; '.join(KEPT_IN)}: the article leaves open "
        "which."
    )


def example_state(fill: float, kept_in: str, leverage: float = 5.0) -> ExampleState:
    """Return the state of the example filled at ``fill``.

    >>> state = example_state(48_000, "USD")
    >>> state.crossings.liquidation.price, state.crossings.zero_equity.price, state.equity
    (55000.0, 50000.0, -1000.0)
    """
    fill = positive("fill", fill, why="a coin on a spot market costs something")
    account = example_account(kept_in, leverage)
    other = example_account(_other(kept_in), leverage)
    return ExampleState(kept_in, account, other, fill, crossings(account))


def _other(kept_in: str) -> str:
    return "BTC" if kept_in == "USD" else "USD"


def readout(state: ExampleState) -> Readout:
    """Return the words of the example."""
    three, fill = state.crossings, state.fill
    gap = 1 - fill / three.liquidation.price
    way = "above" if gap < 0 else "below"
    put_up = float(state.account.collateral(state.account.positions[0].entry))
    facts = (
        Fact("collateral kept in", _kept(state.kept_in)),
        Fact("your money at entry", words.money(put_up)),
        Fact("entry", words.price(state.account.positions[0].entry)),
        Fact("liquidation at", words.price(three.liquidation.price), three.liquidation.price),
        Fact("nothing left at", words.price(three.zero_equity.price), three.zero_equity.price),
        Fact("filled at", words.price(fill), fill),
        Fact(f"fill {way} the liquidation price", words.percent(abs(gap))),
        Fact("equity at the fill", words.money(state.equity), state.equity),
        Fact("the same in BTC", words.coins(state.equity / fill)),
    )
    return Readout(
        title=_title(state),
        sentence=_sentence(state, gap),
        facts=facts,
        picture="Equity against the price of the fill for collateral kept in USD and in BTC, with "
        "lines at the liquidation and at the price where nothing is left.",
    )


def _kept(kept_in: str) -> str:
    """Return the currency of the collateral: two of the accounts keep BTC."""
    return kept_in.split(",")[0]


def _title(state: ExampleState) -> str:
    where = f"kept in {_kept(state.kept_in)}, filled at {words.price(state.fill)}"
    if state.equity < -0.005:
        return f"Collateral {where}: {words.money(-state.equity)} owed"
    if state.equity < 0.005:
        return f"Collateral {where}: nothing left"
    return f"Collateral {where}: {words.money(state.equity)} left"


def _sentence(state: ExampleState, gap: float) -> str:
    start = words.price(state.crossings.liquidation.price)
    left = f"{words.money(state.equity)}, or {words.coins(state.equity / state.fill)}"
    if abs(state.equity) < 0.005:
        left = "nothing"
    if abs(gap) < 5e-5:
        return f"A fill at {start}, where the exchange acts, leaves {words.money(state.equity)}."
    if gap < 0:
        return f"The fill is above the liquidation price of {start}: the exchange need not act yet."
    return (
        f"By its published level the exchange must act at {start}; "
        f"a fill at {words.price(state.fill)} "
        f"is {words.percent(gap)} lower and leaves {left}."
    )


class ExampleDrawing(Drawing):
    """Two equity lines over the fill; the debt is below zero, hatched, its amount written in."""

    def build(self) -> None:
        self.ax = self.axes(0.095, 0.155, 0.72, 0.645)
        self.ax.set_xlabel("price of the fill, USD")
        self.ax.set_ylabel("equity, USD")
        self.ax.xaxis.set_major_formatter(lambda value, _: words.amount(value))
        self.ax.yaxis.set_major_formatter(lambda value, _: words.amount(value))
        self.ax.set_xlim(LOW, HIGH)
        self.ax.set_ylim(-6_000, 8_000)
        palette = self.palette
        self.ax.axhline(0, color=palette.zero_equity.color, linewidth=1.2)
        self.ax.axhspan(
            -9_000, 0, facecolor="none", edgecolor=palette.debt.color, hatch="///", alpha=0.3
        )
        self.other = self.line(self.ax, palette.loan, 1.6)
        self.curve = self.line(self.ax, palette.equity, 2.8)
        self.ends = [self.label(self.ax, ink) for ink in (palette.equity, palette.loan)]
        inks = (palette.liquidation, palette.zero_equity)
        self.drops = [self.line(self.ax, ink) for ink in inks]
        self.names = [self.label(self.ax, ink, ha="center") for ink in inks]
        self.stem = self.line(self.ax, palette.debt, 6.0, alpha=0.5)
        self.dot = self.line(self.ax, palette.price, 0, marker="o", markersize=12, zorder=5)
        self.dot_label = self.label(self.ax, palette.price, weight="bold", zorder=6)
        self.guess = self.line(self.ax, palette.prediction)
        self.guess_label = self.label(self.ax, palette.prediction, ha="center", zorder=6)

    def frame(self, state: ExampleState) -> Hashable:
        return "fixed"

    def set_frame(self, frame: str) -> None:
        """Nothing to set: the axes are the same for every state."""

    def update(self, state: ExampleState) -> None:
        self.title.set_text(readout(state).title)
        prices = np.array([LOW, HIGH])
        pairs = ((self.curve, state.account), (self.other, state.other))
        kept = (state.kept_in, _other(state.kept_in))
        for (line, account), label, name in zip(pairs, self.ends, kept, strict=True):
            line.set_data(prices, account.equity(prices))
            label.set_text(f"kept in {_kept(name)}")
        ends = [float(line.get_ydata()[-1]) for line, _ in pairs]
        stack_labels(self.ends, ends, gap=1_100, x=HIGH + 250)
        at = (state.crossings.liquidation.price, state.crossings.zero_equity.price)
        names = ("liquidation", "nothing left")
        for line, label, price, name in zip(self.drops, self.names, at, names, strict=True):
            line.set_data([price, price], self.ax.get_ylim())
            label.set_text(f"{name} {words.price(price, '')}")
        row_labels(self.names, list(at), share=0.29)
        self.dot.set_data([state.fill], [state.equity])
        self.stem.set_data([state.fill] * 2, [0, min(state.equity, 0)])
        right = state.fill > 52_500
        self.dot_label.set(text=f" {words.money(state.equity)} ", ha="right" if right else "left")
        above = 700 if state.equity < -4_500 else -700
        self.dot_label.set_position((state.fill + (-250 if right else 250), state.equity + above))
        self.draw_prediction(self.guess, self.guess_label, 0.0, -4_300)

    def read_back(self) -> dict[str, float]:
        return {
            "filled at": float(self.dot.get_xdata()[0]),
            "equity at the fill": float(self.dot.get_ydata()[0]),
            "liquidation at": float(self.drops[0].get_xdata()[0]),
            "nothing left at": float(self.drops[1].get_xdata()[0]),
        }
