"""The range that the unknown paths inside bars leave: no finer bars lead out of it.

The same random walk is replayed in fine bars and in coarse ones made of them. Whatever the fine
bars bring, and the whole range of what they leave open, lies within the range of the coarse ones.
"""

from __future__ import annotations

import numpy as np
import pytest
from cases import cases
from hypothesis import given
from hypothesis import strategies as st
from strategies import amounts, leverages, sides

from margin_lessons.account import Account, Position, Side
from margin_lessons.market.bars import Bars
from margin_lessons.orders import StopLoss, TakeProfit, TrailingStop, TriggerOn
from margin_lessons.plan import Plan
from margin_lessons.replay import Charges, Kind, Rules, Timeline, engine, replay
from margin_lessons.replay.account_run import AccountRun
from margin_lessons.replay.kept import Swings
from margin_lessons.venue import KRAKEN_SPOT, AtEquality

PRICE = 1_000.0
COUNT = 120
seeds = st.integers(0, 2**32 - 1)
swings = st.sampled_from([0.0005, 0.002, 0.006, 0.02])


def fine_bars(seed: int, swing: float, gaps: bool, rounded: bool) -> Bars:
    """Return 120 bars of a minute from 1,000 on; ``gaps`` between them, prices to the dollar."""
    rng = np.random.default_rng(seed)
    ticks = rng.normal(0, swing / 2, (COUNT, 4))
    ticks[:, 0] *= gaps * np.where(rng.random(COUNT) < 0.1, 20, 1)
    ticks[0, 0] = 0.0
    prices = PRICE * np.exp(ticks.cumsum().reshape(COUNT, 4))
    if rounded:
        prices = np.rint(prices) + 0.0
    low, high = prices.min(axis=1), prices.max(axis=1)
    return Bars(np.arange(float(COUNT)), prices[:, 0], high, low, prices[:, 3], length=1)


@st.composite
def walks(draw: st.DrawFn) -> tuple[Bars, Bars]:
    """Draw fine bars and the coarse ones made of them."""
    fine = fine_bars(draw(seeds), draw(swings), draw(st.booleans()), draw(st.booleans()))
    return fine, fine.coarsen(draw(st.sampled_from([2, 5, 20, 60, 120])))


@st.composite
def accounts(draw: st.DrawFn) -> Account:
    """Draw a long or a short of one coin at 1,000, on cash."""
    side, leverage = draw(sides), draw(leverages)
    venue = KRAKEN_SPOT.with_rules(at_equality=draw(st.sampled_from(AtEquality)))
    cash = PRICE / leverage * draw(amounts(0.5, 3))
    return Account(cash, (Position(side, 1.0, PRICE, leverage),), venue=venue)


market = st.builds(
    Rules,
    slippage=st.sampled_from([0.0, 0.0, 0.01]),
    charges=st.builds(Charges, opening=st.booleans(), trading=st.booleans()),
)


def assert_within(fine: Timeline, coarse: Timeline) -> None:
    """The range of the fine bars, and what they bring, lie within the range of the coarse ones."""
    slack = 1e-9 * PRICE
    assert coarse.worst.equity - slack <= coarse.equity <= coarse.best.equity + slack
    assert coarse.worst.equity - slack <= fine.worst.equity <= fine.equity + slack
    assert fine.equity - slack <= fine.best.equity <= coarse.best.equity + slack
    assert coarse.worst.debt >= fine.worst.debt - slack >= fine.debt - 2 * slack
    assert coarse.best.debt <= coarse.debt <= coarse.worst.debt + slack


@cases(1_000)
@given(walk=walks(), account=accounts(), distance=amounts(0.002, 0.1), rules=market)
def test_a_trailing_stop(walk, account, distance, rules) -> None:
    plan = Plan(TrailingStop(share=distance, reduce_only=True))
    assert_within(*(replay(account, bars, plan, rules, price=PRICE) for bars in walk))


@cases(1_000)
@given(walk=walks(), account=accounts(), distance=amounts(0.002, 0.3), rules=market)
def test_a_stop_loss(walk, account, distance, rules) -> None:
    sign = account.positions[0].side.sign
    plan = Plan(StopLoss(PRICE * (1 - sign * distance), reduce_only=True))
    assert_within(*(replay(account, bars, plan, rules, price=PRICE) for bars in walk))


@cases(1_000)
@given(walk=walks(), account=accounts(), rules=market)
def test_a_liquidation(walk, account, rules) -> None:
    assert_within(*(replay(account, bars, None, rules, price=PRICE) for bars in walk))


@cases(300)
@given(
    walk=walks(),
    account=accounts(),
    slippage=st.sampled_from([0.0, 0.01]),
    minutes=amounts(0.5, 60),
)
def test_a_late_liquidation(walk, account, slippage, minutes) -> None:
    rules = Rules(slippage, delay_minutes=minutes)
    fine, coarse = (replay(account, bars, None, rules, price=PRICE) for bars in walk)
    slack = 1e-9 * PRICE
    assert coarse.worst.equity - slack <= fine.equity <= coarse.best.equity + slack


# ---- One bar, by hand ----------------------------------------------------------------------------

LONG = Account(1_000, (Position("long", 1, 100, 1),))
SHORT = Account(1_000, (Position("short", 1, 100, 1),))
TRAIL_10 = Plan(TrailingStop(amount=10, reduce_only=True))


def ranged(account: Account, *rows: tuple[float, float, float, float]) -> tuple[float, ...]:
    """Return what is won or lost: at worst, by the rules, at best."""
    timeline = replay(account, Bars.of(rows), TRAIL_10, price=100)
    return tuple(case - 1_000 for case in (timeline.worst.equity, timeline.equity,
                 timeline.best.equity))  # fmt: skip


@pytest.mark.parametrize(
    ("bar", "outcome"),
    [
        # Up first, the stop comes along to 98 and is hit; down first, it is not.
        ((100, 108, 95, 105), (-5, -2, 5)),
        # The stop comes along to 98, which the low does not reach.
        ((100, 108, 98.5, 105), (5, 5, 5)),
        # The close is below 98: it was hit, in whatever order.
        ((100, 108, 95, 96), (-5, -2, -2)),
        # Down through 90 first; or after a run to 108, when 98 is hit.
        ((100, 108, 88, 105), (-12, -10, -2)),
        # The low is the open, so it came first; yet the price may have come back to it.
        ((100, 112, 100, 111), (0, 11, 11)),
        # The high is the close: the low came first, and yet the price may have been up before.
        ((100, 108, 95, 108), (-5, 8, 8)),
        # It opens below 90, and there is nothing to guess but what the open was worth.
        ((85, 108, 80, 105), (-20, -15, -15)),
    ],
)
def test_a_trailing_stop_of_10_in_one_bar(bar, outcome) -> None:
    assert ranged(LONG, bar) == pytest.approx(outcome)
    first, high, low, close = (200 - price for price in bar)
    assert ranged(SHORT, (first, low, high, close)) == pytest.approx(outcome)


def test_a_stop_that_was_not_hit_may_end_worse_than_one_that_was() -> None:
    # Sold at 98 in the first bar, or at the open of 50 of the second.
    assert ranged(LONG, (100, 108, 95, 105), (50, 50, 50, 50)) == pytest.approx((-50, -2, -2))


def test_the_last_chance_counts_for_the_best_case() -> None:
    # Hit at 98, or not; then at 105, at most, or not; then it opens at 50.
    bars = (100, 108, 95, 105), (105, 115, 102, 110), (50,) * 4
    assert ranged(LONG, *bars) == pytest.approx((-50, -2, 5))


def test_the_outcome_tells_both_ends() -> None:
    timeline = replay(LONG, Bars.of([(100, 108, 95, 105)]), TRAIL_10)
    assert timeline.outcome == (
        "In the end nothing is open, 998 USD is left; at the worst price of each bar 995 USD would "
        "be left; at the best path through its bars it would be 1,005 USD."
    )
    assert [other.final.positions != () for other in timeline.otherwise] == [False, True]
    sure = replay(LONG, Bars.of([(100, 108, 95, 96)]), TRAIL_10)
    assert sure.otherwise == ()


def test_a_target_below_the_high_does_not_save_a_trailing_stop() -> None:
    # Up to just below 106, the stop at 96, then down to 95: sold before the target was met.
    plan = Plan([TRAIL_10.orders[0], TakeProfit(106, reduce_only=True)])
    timeline = replay(LONG, Bars.of([(100, 108, 95, 105)]), plan)
    assert timeline.first(Kind.ORDER_FILLED).price == 96
    # A low of 97 can only have followed a high of 107 or more, when the target was met.
    timeline = replay(LONG, Bars.of([(100, 108, 97, 105)]), plan)
    assert timeline.first(Kind.ORDER_FILLED).price == 106


def test_a_stop_of_the_other_side_sees_the_good_extreme_first_anyway() -> None:
    # Buys 10 above the lowest price, on a bar that goes down first for the long that is open.
    buys = TrailingStop(amount=10, side="short", volume=1)
    timeline = replay(LONG, Bars.of([(100, 106, 95, 104)]), Plan(buys))
    (opened,) = timeline.of(Kind.NEW_POSITION)
    assert (opened.price, timeline.final.positions[1].side) == (105, Side.LONG)


def test_a_stop_that_came_along_for_long_stands_where_it_was_in_every_case() -> None:
    # 20 bars up to 120 that no stop can meet; a fall to 114 meets the one 5 below, at 115; and the
    # bar after may or may not meet the other one, at 121.
    climb = [(price, price + 1, price, price + 1) for price in range(100, 120)]
    bars = Bars.of([*climb, (119, 119, 114, 116), (121, 131, 120.5, 130), (110,) * 4])
    halves = [TrailingStop(amount=one, volume=0.5, reduce_only=True) for one in (5, 10)]
    timeline = replay(LONG, bars, Plan(halves))
    cases = [timeline, *timeline.otherwise]
    assert [[(e.bar, e.price) for e in case.of(Kind.ORDER_FILLED)] for case in cases] == [
        [(20, 115), (21, 121)],
        [(20, 115), (21, 121)],
        [(20, 115), (22, 110)],
    ]


@cases(300)
@given(
    walk=walks(),
    account=accounts(),
    trails=st.lists(amounts(0.002, 0.05), min_size=1, max_size=3),
    target=amounts(0.002, 0.05),
)
def test_the_other_cases_are_those_of_a_replay_from_the_start(walk, account, trails, target):
    """They take over what was found before the first doubt; found anew, it is the same."""
    sign = account.positions[0].side.sign
    halves = {"volume": 0.5, "reduce_only": True}
    orders = [TrailingStop(share=share, **halves) for share in trails]
    plan = Plan([*orders, TakeProfit(PRICE * (1 + sign * target), **halves)])
    timeline = replay(account, walk[1], plan, price=PRICE)
    for other, swings in zip(timeline.otherwise, (Swings.ALWAYS, Swings.NEVER), strict=False):
        anew = AccountRun(account, {TriggerOn.LAST: walk[1]}, plan, Rules(), swings)
        engine._go(anew, PRICE, [])
        assert tuple(anew.events) == other.events


@pytest.mark.parametrize("side", ["long", "short"])
def test_a_trailing_stop_may_have_acted_before_a_liquidation_at_once(side: str) -> None:
    """The bar may go to its better end first: then the stop, 25 behind, sells at 81 and not 78."""
    opens, best, worst, closes = [100, 96], [101, 106], [99, 60], [100, 74]
    if side == "short":
        opens, best, worst, closes = (
            [200 - p for p in row] for row in (opens, best, worst, closes)
        )
    high, low = (best, worst) if side == "long" else (worst, best)
    account = Account(30, (Position(side, 1, 100, 5),))
    plan = Plan(orders=(TrailingStop(amount=25, reduce_only=True),))
    found = replay(account, Bars([0.0, 1.0], opens, high, low, closes), plan)
    assert any(event.kind is Kind.LIQUIDATION_FILLED for event in found.events)
    assert found.best.equity == pytest.approx(30 + 81 - 100)
    assert found.equity < found.best.equity
