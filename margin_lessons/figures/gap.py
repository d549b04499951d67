"""A gap and a slow engine: where a liquidation fills that was triggered higher up."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np

from margin_lessons.account import Account, Position
from margin_lessons.crossing import crossings
from margin_lessons.errors import between
from margin_lessons.figures import words
from margin_lessons.figures.drawing import Drawing, stack_labels
from margin_lessons.figures.events import EventMarks, event_facts, event_sentence, told
from margin_lessons.figures.readout import Fact, Readout
from margin_lessons.market.bars import Bars
from margin_lessons.replay import Event, Kind, Rules, Timeline, replay
from margin_lessons.venue import KRAKEN_SPOT, Venue

CASH, VOLUME, ENTRY, LEVERAGE = 6_250.0, 0.5, 62_500.0, 5.0
MINUTES_BEFORE, MINUTES_AFTER = 20, 30
WIDEST = 22_000.0
"""The widest gap, in USD: 40% of the trigger."""


@dataclass(frozen=True)
class GapState:
    """The article's account over one fall of the price; ``gap`` is a share of the trigger."""

    timeline: Timeline
    trigger: float
    zero_equity: float
    gap: float

    @property
    def filled(self) -> Event:
        """The fill of the liquidation."""
        return self.timeline.first(Kind.LIQUIDATION_FILLED)

    @property
    def equity(self) -> float:
        """What is left after the fill; below zero it is the debt."""
        return self.filled.equity


def falling_bars(gap: float, pace: float, trigger: float) -> Bars:
    """Return minute bars that fall to just above ``trigger``, then gap, then go on falling.

    ``gap`` is the share of the price skipped at once, ``pace`` the fall of each minute after it.
    Without a gap the next minute opens at the trigger itself, and falls on from there.
    """
    before = np.linspace(ENTRY, trigger * 1.0002, MINUTES_BEFORE)
    after = trigger * (1 - gap) * (1 - pace) ** np.arange(MINUTES_AFTER + 1)
    paths = (Bars.from_path(before), Bars.from_path(after, start=float(MINUTES_BEFORE - 1)))
    rows = [[float(p) for p in bars[i]] for bars in paths for i in range(len(bars))]
    return Bars.of(rows)


def gap_state(gap: float, delay: float, pace: float, venue: Venue = KRAKEN_SPOT) -> GapState:
    """Return what a gap of ``gap`` USD and an engine ``delay`` minutes slow do.

    ``pace`` is the fall after the gap, in percent a minute. Without gap and delay the price trades
    through the trigger and the fill is there; the article's gap of 7,000 USD leaves a debt:

    >>> round(gap_state(0, 0, 1).filled.price), gap_state(0, 0, 1).timeline.debt
    (55000, 0.0)
    >>> round(gap_state(7_000, 0, 1).timeline.debt, 6)
    1000.0
    """
    gap = between("gap", gap, 0, WIDEST, why="it is the part of the price that is skipped, in USD")
    delay = between("delay", delay, 0, 15, why="the panel shows half an hour after the gap")
    pace = between("pace", pace, 0.2, 3, why="it is the fall of one minute, in percent")
    account = Account(CASH, (Position("long", VOLUME, ENTRY, LEVERAGE),), venue=venue)
    three = crossings(account)
    trigger = three.liquidation.price
    bars = falling_bars(gap / trigger, pace / 100, trigger)
    timeline = replay(account, bars, rules=Rules(delay_minutes=delay))
    return GapState(timeline, trigger, three.zero_equity.price, gap / trigger)


def readout(state: GapState) -> Readout:
    """Return the words of the gap."""
    fill, equity = state.filled.price, state.equity
    below = 1 - fill / state.trigger
    left = "debt" if equity < -0.005 else "left of your money"
    facts = [
        Fact("trigger: liquidation at", words.price(state.trigger), state.trigger),
        Fact("nothing left at", words.price(state.zero_equity), state.zero_equity),
        Fact("gap below the trigger", words.percent(state.gap)),
        Fact("filled at", words.price(fill), fill),
        Fact("fill below the trigger", words.percent(below)),
        Fact("your money at the start", words.money(CASH)),
        Fact(left, words.money(abs(equity)), equity),
    ]
    facts += event_facts(state.timeline, lambda event: f"minute {event.bar}")
    return Readout(
        title=_title(state, below),
        sentence=f"{_story(state)}: {_end(equity)}. {event_sentence(state.timeline)}",
        facts=tuple(facts),
        picture="Price over the minutes, with a break where it gapped, lines at the liquidation "
        "trigger and at the price where nothing is left, and a mark at the fill.",
    )


def _story(state: GapState) -> str:
    """Return what became of the trigger, up to the fill."""
    stands = f"The trigger stands at {words.price(state.trigger)}"
    first = state.timeline.first(Kind.LIQUIDATION_TRIGGERED).price
    reached = "the price trades through it"
    if state.gap > 0:
        reached = f"the first trade below it is at {words.price(first)}"
    minutes = state.timeline.rules.delay_minutes
    if minutes > 0:
        late, fill = words.plural(minutes, "minute"), words.price(state.filled.price)
        return f"{stands}; {reached}, and the engine sells {late} later, at {fill}"
    return f"{stands}; {reached}" + ("" if state.gap > 0 else ", and the fill is there")


def _end(equity: float) -> str:
    if equity < -0.005:
        return f"all your money is gone, and {words.money(-equity)} more is owed"
    if equity < 0.005:
        return "all your money is gone, and nothing is owed"
    return f"{words.money(equity)} is left"


def _title(state: GapState, below: float) -> str:
    if state.equity < -0.005:
        return f"The fill is {words.percent(below)} below the trigger and leaves a debt"
    if below < 0.0005:
        return "The price trades through the trigger, and the fill is there"
    if state.equity < 0.005:
        return f"The fill is {words.percent(below)} below the trigger: the cushion is used up"
    return f"The fill is {words.percent(below)} below the trigger, inside the cushion"


class GapDrawing(Drawing):
    """Price over minutes; the gap is a break in the line, the debt a hatched bar at the fill."""

    prediction_axis = "y"

    def build(self) -> None:
        self.bars: Bars | None = None
        self.ax = self.axes(0.105, 0.155, 0.64, 0.70)
        self.ax.set_xlabel("minutes")
        self.ax.set_ylabel("price, USD")
        self.ax.yaxis.set_major_formatter(lambda value, _: words.amount(value))
        self.ax.set_xlim(0, MINUTES_BEFORE + MINUTES_AFTER)
        palette = self.palette
        self.before = self.line(self.ax, palette.price, 2.4)
        self.after = self.line(self.ax, palette.price, 2.4)
        self.trigger = self.line(self.ax, palette.liquidation)
        self.zero = self.line(self.ax, palette.zero_equity)
        (self.debt,) = self.ax.fill(
            [0, 0], [0, 0], facecolor="none", edgecolor=palette.debt.color, hatch="////"
        )
        self.moving(self.debt)
        self.fill = self.line(self.ax, palette.debt, 0, marker="o", markersize=12, zorder=5)
        inks = (palette.liquidation, palette.zero_equity, palette.debt)
        self.names = [self.label(self.ax, ink) for ink in inks]
        self.break_label = self.label(self.ax, palette.price, ha="center", weight="bold")
        self.debt_label = self.label(self.ax, palette.debt, ha="left", weight="bold", zorder=6)
        self.marks = EventMarks(self, self.ax)
        self.guess = self.line(self.ax, palette.prediction)
        self.guess_label = self.label(self.ax, palette.prediction, zorder=6)

    def frame(self, state: GapState) -> Hashable:
        lowest = min(state.filled.price, state.zero_equity) * 0.97
        return float(5_000 * np.floor((lowest - 2_000) / 5_000)), 65_000.0

    def set_frame(self, frame: tuple[float, float]) -> None:
        self.ax.set_ylim(*frame)

    def update(self, state: GapState) -> None:
        self.title.set_text(readout(state).title)
        self.bars = bars = state.timeline.bars
        fill = state.filled
        minutes = np.arange(len(bars) + 1)
        first = MINUTES_BEFORE - 1
        self.before.set_data(minutes[: first + 1], [*bars.open[:first], bars.close[first - 1]])
        self.after.set_data(minutes[first:], [*bars.open[first:], bars.close[-1]])
        ends = self.ax.get_xlim()
        for line, price in ((self.trigger, state.trigger), (self.zero, state.zero_equity)):
            line.set_data(ends, (price, price))
        at = self._minute(fill)
        self.fill.set_data([at], [fill.price])
        self._debt(state, at)
        self._names(state)
        self.break_label.set_visible(state.gap > 0.005)
        self.break_label.set_text(f"gap {words.percent(state.gap)}")
        low, high = self.ax.get_ylim()
        middle = (bars.close[first - 1] + bars.open[first]) / 2
        self.break_label.set_position((first - 5.5, min(max(middle, low), high)))
        self.marks.update([self._minute(event) for event in told(state.timeline)])
        self.draw_prediction(self.guess, self.guess_label, 1.0, low)
        # The marks of the events stand along the bottom: the words keep clear of them.
        x, y = self.guess_label.get_position()
        self.guess_label.set_position((x, max(y, low + 0.14 * (high - low))))

    def _minute(self, event: Event) -> float:
        """Return when an event happened: at the open of its bar, or inside it for a trade there."""
        bars = self.bars
        opens, closes = bars.open[event.bar], bars.close[event.bar]
        if event.price == opens or opens == closes:
            return float(event.bar)
        inside = float(np.clip((event.price - opens) / (closes - opens), 0, 1))
        return event.bar + inside

    def _debt(self, state: GapState, at: float) -> None:
        owed = state.equity < -0.005
        self.debt.set_visible(owed)
        self.debt_label.set_visible(owed)
        if owed:
            low, high = state.filled.price, state.zero_equity
            self.debt.set_xy([(at, low), (at + 3, low), (at + 3, high), (at, high)])
            self.debt_label.set_text(f"debt {words.money(-state.equity)}")
            late = at > 0.6 * (MINUTES_BEFORE + MINUTES_AFTER)
            self.debt_label.set_ha("right" if late else "left")
            self.debt_label.set_position((at + (-1.5 if late else 3.6), (low + high) / 2))

    def _names(self, state: GapState) -> None:
        low, high = self.ax.get_ylim()
        at = [state.trigger, state.zero_equity, state.filled.price]
        texts = ("liquidation", "nothing left", "filled")
        for label, price, name in zip(self.names, at, texts, strict=True):
            label.set_text(f"{name} {words.price(price, '')}")
        stack_labels(self.names, at, (high - low) * 0.085, x=self.ax.get_xlim()[1] + 0.7)

    def read_back(self) -> dict[str, float]:
        return {
            "trigger: liquidation at": float(self.trigger.get_ydata()[0]),
            "nothing left at": float(self.zero.get_ydata()[0]),
            "filled at": float(self.fill.get_ydata()[0]),
        }
