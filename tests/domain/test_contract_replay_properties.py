"""What must hold in every replay of a contract, and what a plain loop says of the same bars."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from cases import cases
from hypothesis import given
from hypothesis import strategies as st
from replayed import check_no_bar_passed_over, check_nothing_lost
from strategies import amounts, chosen, none_or, sides

from benchmarks.contract_loop import ContractCase, ContractLoop, columns_of, contract_loop
from margin_lessons.account import Side
from margin_lessons.contract import Contract
from margin_lessons.contract_venue import ContractVenue
from margin_lessons.conventions import ClosingFee, MaintenanceOn, TierRule, TierSize
from margin_lessons.debt import REGIMES, Pots, Winner
from margin_lessons.funding import Funding
from margin_lessons.market.bars import Bars
from margin_lessons.orders import StopLoss, StopLossLimit, TakeProfit, TrailingStop, TriggerOn
from margin_lessons.plan import AddFunds, CloseByHand, Place, Plan
from margin_lessons.replay import (
    Charges,
    ContractTimeline,
    Kind,
    Party,
    Rules,
    replay_contract,
)
from margin_lessons.replay.event_log import stretches_of
from margin_lessons.tiers import Tier, Tiers

PRICE = 1_000.0
seeds = st.integers(0, 2**32 - 1)

TOLD = {
    Kind.LIQUIDATION_TRIGGERED: "liquidation",
    Kind.LIQUIDATION_FILLED: "filled",
    Kind.ORDER_TRIGGERED: "order",
    Kind.ORDER_FILLED: "filled",
}


def wild(seed: int, count: int, swing: float, gaps: float) -> np.ndarray:
    """Return five prices for each bar of a walk about 1,000, open first and close last."""
    rng = np.random.default_rng(seed)
    steps = rng.normal(0, swing / 2, (count, 5))
    steps[:, 0] = np.where(rng.random(count) < 0.2, rng.normal(0, gaps, count), 0.0)
    steps[0, 0] = 0.0
    return PRICE * np.exp(steps.cumsum().reshape(count, 5))


def bars_of(ticks: np.ndarray) -> Bars:
    first, high, low, last = ticks[:, 0], ticks.max(axis=1), ticks.min(axis=1), ticks[:, -1]
    return Bars(60.0 * np.arange(len(ticks)), first, high, low, last, length=60)


@cache
@st.composite
def three_prices(draw: st.DrawFn) -> tuple[Bars, Bars, Bars]:
    """Draw last, mark and index price: the others are off the last one, a little or a lot."""
    count = draw(st.integers(1, 60))
    swing, gaps = draw(chosen(0.005, 0.02, 0.06)), draw(chosen(0.0, 0.05))
    last = wild(draw(seeds), count, swing, gaps)
    others = []
    for _ in range(2):
        rng = np.random.default_rng(draw(seeds))
        far, near = draw(chosen(0.0, 0.005, 0.03)), draw(chosen(0.0, 0.002))
        off = rng.normal(0, far, (count, 1)) + rng.normal(0, near, (count, 5))
        others.append(bars_of(last * np.exp(off)))
    return bars_of(last), others[0], others[1]


# ---- The plain loop ------------------------------------------------------------------------------


@cases(1_000)
@given(
    prices=three_prices(),
    side=sides,
    inverse=st.booleans(),
    leverage=amounts(1, 30),
    maintenance=amounts(0, 0.999),
    stop=amounts(0.02, 0.5),
    points=st.none() | amounts(50, 2_000),
    funding=st.just(0.0) | amounts(-0.004, 0.004),
    hours=st.sampled_from([1.0, 2.5, 8.0]),
    slippage=st.sampled_from([0.0, 0.01]),
    fee=st.sampled_from([0.0, 0.001]),
)
def test_the_engine_agrees_with_a_plain_loop(
    prices, side, inverse, leverage, maintenance, stop, points, funding, hours, slippage, fee
) -> None:
    bars, mark, _ = prices
    size, worth = (PRICE, 1.0) if inverse else (1.0, PRICE)
    case = ContractCase(
        side, size, PRICE, worth / leverage, maintenance / leverage,
        PRICE * (1 - side.sign * stop), points, funding, hours, inverse, slippage, fee,
    )  # fmt: skip
    timeline, loop = case.replay(bars, mark), ContractLoop(case)
    told = [
        (TOLD[e.kind], e.bar, e.price if TOLD[e.kind] == "filled" else e.trigger)
        for e in timeline.events
        if e.kind in TOLD
    ]
    events, equity = contract_loop(case, columns_of(bars, loop), columns_of(mark, loop), 60.0)
    assert [event[:2] for event in told] == [event[:2] for event in events]
    assert [event[2] for event in told] == pytest.approx([event[2] for event in events], rel=1e-9)
    scale = float(np.abs(equity).max())
    assert np.allclose(timeline.equity_path, equity, rtol=0, atol=1e-9 * scale)


# ---- Everything a replay of a contract takes -----------------------------------------------------


three_rates = st.lists(amounts(0.005, 0.1), min_size=3, max_size=3)


@st.composite
def some_tiers(draw: st.DrawFn, worth: float) -> Tiers:
    """Draw two or three tiers, the first of which ends about the value of the position."""
    edge = worth * draw(amounts(0.4, 1.3))
    rates = sorted(draw(three_rates))
    ends = [edge, edge * draw(amounts(1.05, 2)), float("inf")]
    rows = [Tier(end, min(1.0, 2 * rate), rate) for end, rate in zip(ends, rates, strict=True)]
    return Tiers(tuple(rows), draw(chosen(*TierRule)), draw(chosen(*TierSize)))


@cache
@st.composite
def some_contract(draw: st.DrawFn) -> Contract:
    inverse = draw(st.booleans())
    entry = PRICE * draw(amounts(0.95, 1.05))
    size = draw(amounts(0.1, 3)) * (PRICE if inverse else 1.0)
    worth = size / entry if inverse else size * entry
    tiers = draw(st.none() | some_tiers(worth))
    partial = draw(none_or(amounts(1.05, 2)))
    return Contract(
        draw(sides), size, entry, worth * draw(amounts(0.05, 1.2)),
        maintenance=draw(amounts(0.0, 0.05)) if tiers is None else 0.0,
        inverse=inverse,
        fee_rate=draw(chosen(0.0, 0.001)),
        maintenance_on=draw(chosen(*MaintenanceOn)),
        closing_fee=draw(chosen(*ClosingFee)),
        tiers=tiers,
        full=draw(chosen(1.0, 0.5)) if partial else 1.0,
        partial=partial,
        funding_paid=draw(chosen(0.0, 0.01, -0.01)) * worth,
    )  # fmt: skip


some_kinds = st.lists(
    chosen(StopLoss, StopLossLimit, TakeProfit, TrailingStop, TrailingStop), max_size=3
)


@cache
@st.composite
def some_orders(draw: st.DrawFn, side: Side) -> list:
    def away(loses: bool) -> float:
        return PRICE * (1 - (1 if loses else -1) * side.sign * draw(amounts(0.05, 0.4)))

    orders = []
    for kind in draw(some_kinds):
        common = {"reduce_only": True, "on": draw(chosen(*TriggerOn))}
        common["volume"] = draw(none_or(amounts(0.01, 0.09)))
        if kind is TrailingStop:
            orders.append(
                TrailingStop(
                    basis_points=draw(amounts(100, 2_000)),
                    activation=draw(st.none() | st.just(away(loses=False))),
                    collar=draw(none_or(amounts(0.0, 0.05))),
                    **common,
                )
            )
            continue
        trigger = away(kind is not TakeProfit)
        if kind is StopLossLimit:
            limit = trigger * (1 - side.sign * draw(amounts(0, 0.02)))
            orders.append(StopLossLimit(trigger, limit=limit, **common))
        else:
            orders.append(kind(trigger, **common))
    return orders


@cache
@st.composite
def some_funding(draw: st.DrawFn) -> object:
    """Draw no funding, one rate, or a row with a rate for each period."""
    hours, count = draw(chosen(1.0, 4.0)), draw(chosen(0, 1, 60))
    rates = np.random.default_rng(draw(seeds)).normal(0, 0.005, count)
    row = [Funding(rate, hours) for rate in rates]
    return row if count > 1 else (row or [None])[0]


@cache
def some_actions(count: int) -> st.SearchStrategy[list]:
    """Return up to three actions in some of the bars; funds as shares of the position's value."""
    bar = st.integers(0, count - 1)
    trailing = st.builds(TrailingStop, share=amounts(0.01, 0.3), reduce_only=st.just(True))
    action = st.one_of(
        st.builds(AddFunds, bar, amounts(0.01, 1)),
        st.builds(CloseByHand, bar, share=amounts(0.1, 0.9)),
        st.builds(Place, bar, trailing),
    )
    return st.lists(action, max_size=3)


@st.composite
def contract_replays(draw: st.DrawFn) -> dict:
    """Draw everything a replay of a contract takes."""
    bars, mark, index = draw(three_prices())
    contract = draw(some_contract())
    worth = contract.notional(PRICE)
    actions = draw(some_actions(len(bars)))
    actions = [replace(one, amount=one.amount * worth) if isinstance(one, AddFunds) else one
               for one in actions]  # fmt: skip
    venue = ContractVenue(
        "mine", Tiers.flat(0.1, 0.05),
        liquidation_fee=draw(none_or(amounts(0, 0.01))),
        left_over=draw(none_or(chosen(*REGIMES))),
        trigger=draw(chosen(*TriggerOn)),
    )  # fmt: skip
    pots = Pots(fund=draw(amounts(0, 0.1)) * worth, queue=(Winner("one", 0.01 * worth, 10),))
    return {
        "contract": contract,
        "bars": bars,
        "plan": Plan(draw(some_orders(contract.side)), actions),
        "rules": Rules(
            slippage=draw(chosen(0.0, 0.002, 0.05)),
            delay_bars=draw(chosen(0, 0, 1, 3)),
            charges=Charges(trading=draw(st.booleans())),
        ),
        "mark": mark if draw(st.booleans()) else None,
        "index": index,
        "funding": draw(some_funding()),
        "venue": venue if draw(st.booleans()) else None,
        "pots": pots,
        "partial_share": draw(amounts(0.1, 1)),
        "price": PRICE,
    }


def run(case: dict) -> ContractTimeline:
    return replay_contract(**case)


@cases(2_000)
@given(case=contract_replays())
def test_money_is_conserved_and_nothing_is_lost(case: dict) -> None:
    timeline, contract = run(case), case["contract"]
    ledger, size = timeline.ledger, contract.size
    scale = check_nothing_lost(timeline, least=1e-3 * float(contract.notional(PRICE)))
    for row, event in enumerate(timeline.events):
        # What the account holds beside its money is the contract, valued at the mark price.
        money, held = ledger.money[row][0], ledger.coins[row][0]
        assert abs(held) <= size * (1 + 1e-12)
        size = abs(held)
        if not held:
            assert event.equity == pytest.approx(money, abs=1e-9 * scale)
    last = timeline.events[-1]
    worth = ledger.worth(len(timeline.events) - 1, timeline.valued.close[-1])
    assert last.equity == pytest.approx(worth[Party.ACCOUNT], abs=1e-9 * scale)
    assert ledger.money[-1][2] == pytest.approx(
        sum(event.fee for event in timeline.events) - borne_by_venue(timeline), abs=1e-9 * scale
    )
    assert timeline.still_open == bool(size)
    if not timeline.still_open:
        assert timeline.debt == pytest.approx(max(0.0, -last.equity), abs=1e-9 * scale)


def borne_by_venue(timeline: ContractTimeline) -> float:
    return 0.0 if timeline.left_over is None else timeline.left_over.paid.venue


@cases(1_000)
@given(case=contract_replays(), shortest=st.sampled_from([1, 2, 5, 1_024]))
def test_no_bar_that_brings_something_is_passed_over(case: dict, shortest: int) -> None:
    check_no_bar_passed_over(lambda: run(case), shortest)


@cases(500)
@given(case=contract_replays())
def test_what_stays_open_has_what_is_required_at_every_price_of_a_bar(case: dict) -> None:
    """Told by the contract itself: no tier, no jump and no funding is overlooked."""
    timeline = run(case | {"rules": Rules()})
    for span, stretch in stretches_of(timeline.spans, len(timeline.bars)):
        held, later = span.contract, slice(stretch.start + 1, stretch.stop)
        if held is None or later.start >= later.stop:
            continue
        acts = held.full if held.partial is None else held.partial
        fallen_due = timeline.due.by_bar(later, timeline.due.paid - timeline.due.paid[span.charged])
        for prices in (timeline.valued.low[later], timeline.valued.high[later]):
            equity = held.equity(prices) - held.side.sign * held.size * fallen_due
            slack = 1e-9 * np.abs(held.notional(prices))
            assert (equity + slack > acts * held.requirement(prices)).all()
    for begun in timeline.of(Kind.LIQUIDATION_TRIGGERED):
        acts = case["contract"].partial or case["contract"].full
        nothing_required = np.isinf(begun.level) and "nothing is required" in begun.words
        assert begun.level <= acts * (1 + 1e-6) or nothing_required
