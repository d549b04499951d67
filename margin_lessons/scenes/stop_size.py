"""A position sized from its stop, and what it loses where the stop is traded through or skipped."""

from __future__ import annotations

from dataclasses import dataclass

from margin_lessons import words
from margin_lessons.account import Account, Position, Side, as_side
from margin_lessons.errors import between
from margin_lessons.market.bars import Bars
from margin_lessons.market.paths import LARGE_GAP_TO, SMALL_GAP_TO, START
from margin_lessons.orders import StopLoss, offset_trigger
from margin_lessons.plan import Plan
from margin_lessons.replay import FILLS, Rules, Timeline, replay
from margin_lessons.scenes.exits import CASH, LEVERAGE
from margin_lessons.scenes.scene import Fact, Scene
from margin_lessons.sizing import size_from_stop

CASES = ("traded through", "a small gap", "a large gap")
"""What happens to the stop: an hour that falls through it, or one that opens far below."""

OPENS = (START, SMALL_GAP_TO, LARGE_GAP_TO)
ENDS = 14_000.0
"""Where that hour opens in each case, for a long, and where all of them end: below every stop."""


@dataclass(frozen=True)
class StopSizeState:
    """A size and its fate: one timeline for each of ``CASES``; shares are fractions."""

    risk: float
    distance: float
    slippage: float
    position: Position
    stop: float
    timelines: tuple[Timeline, ...]

    @property
    def planned(self) -> float:
        """The money that the stop is to cost."""
        return self.risk * CASH

    @property
    def value(self) -> float:
        """The value of the position at its entry."""
        return self.position.volume * START

    def lost(self, case: str) -> float:
        """Return the money that is lost; more than there was is a debt."""
        return CASH - self.timelines[CASES.index(case)].equity

    def filled(self, case: str) -> float:
        """Return the price at which the position was closed."""
        return self.timelines[CASES.index(case)].the_first(*FILLS).price


def stop_size_state(
    risk: float, distance: float, slippage: float = 0.0, side: str = "long"
) -> StopSizeState:
    """Return the position that risks ``risk`` percent of 5,000 USD, and replays of its stop.

    ``distance`` and ``slippage`` are in percent too. One percent with a stop 5 % away is a position
    of 1,000 USD; an hour that opens at 14,500 USD costs it 5.5 %:

    >>> state = stop_size_state(1, 5)
    >>> round(state.value, 2), round(state.lost("a large gap"), 2)
    (1000.0, 275.0)
    """
    held = as_side(side)
    why = "it is the part of your money that the stop may cost, in percent"
    risk = between("risk", risk, 0.5, 5, why=why) / 100
    away = between("distance", distance, 1, 15, why="it is a share of the price, in percent") / 100
    why = "it is how much worse than the stop the fill is, in percent"
    slippage = between("slippage", slippage, 0, 3, why=why) / 100
    stop = offset_trigger(START, held, share=away)
    volume = size_from_stop(risk * CASH, START, stop, slippage=slippage)
    position = Position(held, volume, START, LEVERAGE)
    plan, rules = Plan(orders=(StopLoss(stop, reduce_only=True),)), Rules(slippage=slippage)
    account = Account(CASH, (position,))
    timelines = tuple(replay(account, _hours(held, opens), plan, rules) for opens in OPENS)
    return StopSizeState(risk, away, slippage, position, stop, timelines)


def _hours(side: Side, opens: float) -> Bars:
    """Return a calm hour and one that goes from ``opens`` to the end; for a short, upside down."""
    first, last = (START - side.sign * (START - price) for price in (opens, ENDS))
    calm = (START, START, START, START)
    return Bars.of([calm, (first, max(first, last), min(first, last), last)], length=60)


def scene(state: StopSizeState) -> Scene[StopSizeState]:
    """Return what the size shows and says."""
    size = f"{words.coins(state.position.volume)}, worth {words.money(state.value)}"
    fill = state.filled("traded through")
    facts = [
        Fact.of("money at the start", CASH),
        Fact("risk", f"{words.money(state.planned)}, {words.percent(state.risk)} of your money",
             state.planned),
        Fact("stop set at", f"{words.price(state.stop)}, {words.percent(state.distance)} away"),
        Fact("stop fills, with slippage, at", words.price(fill)),
        Fact(f"size of the {state.position.side.value}", size),
        Fact("size over your money", f"{state.value / CASH:.2f}x"),
    ]  # fmt: skip
    facts += [Fact(f"{case}: loss", _loss(state, case), state.lost(case)) for case in CASES]
    return Scene(
        state,
        title=f"A risk of {words.percent(state.risk)} with a stop {words.percent(state.distance)} "
        f"away: a position of {words.money(state.value)}",
        sentence=_sentence(state, fill, size),
        facts=tuple(facts),
        seen=_seen(state),
    )


def _loss(state: StopSizeState, case: str) -> str:
    lost = state.lost(case)
    text = f"{words.money(lost)}, {words.percent(lost / CASH)} of your money"
    owed = f"; {words.money(lost - CASH)} is owed" if lost > CASH else ""
    return f"{text}, at {words.price(state.filled(case))}{owed}"


def _sentence(state: StopSizeState, fill: float, size: str) -> str:
    gap, lost = state.filled("a large gap"), state.lost("a large gap")
    plan = (
        f"To lose {words.money(state.planned)} at {words.price(fill)} you may hold {size}. "
        f"Filled at {words.price(gap)} after a large gap, it loses {words.money(lost)}"
    )
    if lost > CASH:
        return f"{plan}: that is all your money, and {words.money(lost - CASH)} is owed."
    many = words.percent(lost / CASH)
    return f"{plan}: that is {many} of your money, not {words.percent(state.risk)}."


def _seen(state: StopSizeState) -> str:
    """Return how long the bars are beside the plan and beside all the money."""
    many = state.lost("a large gap") / state.planned
    past = state.lost("a large gap") > CASH
    owed = " and runs past the line of all your money into debt" if past else ""
    return (
        "Three bars of a loss. The first, traded through, ends at the line of the planned risk; "
        f"the third, after a large gap, is {many:.1f} times as long{owed}."
    )
