"""What must hold in every replay, whatever the bars, the account, the orders and the plan."""

from __future__ import annotations

import importlib.util
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from cases import cases
from hypothesis import given
from hypothesis import strategies as st
from replayed import check_no_bar_passed_over, check_nothing_lost
from strategies import amounts, chosen, leverages, none_or, sides

from margin_lessons.account import Account, CoinCollateral, Position, Side
from margin_lessons.closing import liquidate
from margin_lessons.crossing import crossing
from margin_lessons.market.bars import Bar, Bars
from margin_lessons.orders import StopLoss, StopLossLimit, TakeProfit, TrailingStop, TriggerOn
from margin_lessons.plan import AddFunds, CloseByHand, Cut, Place, Plan, TopUp
from margin_lessons.replay import FILLS, Charges, Kind, Rules, Timeline, replay, search
from margin_lessons.replay.ledger import Party
from margin_lessons.venue import (
    KRAKEN_SPOT,
    Discretion,
    Extent,
    FirstInBar,
    RolloverCount,
    ShortMargin,
    Venue,
)

PRICE = 1_000.0
seeds = st.integers(0, 2**32 - 1)
shares = amounts(0.02, 0.98)


def load_benchmark():
    """Return the benchmark's module: its plain loop is the independent second opinion."""
    path = Path(__file__).parents[2] / "benchmarks" / "replay.py"
    spec = importlib.util.spec_from_file_location("benchmark_of_replay", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


BENCHMARK = load_benchmark()


def wild_bars(seed: int, count: int, swing: float, gaps: float) -> Bars:
    """Return bars of a walk about 1,000 with gaps between some of them."""
    rng = np.random.default_rng(seed)
    inside = rng.normal(0, swing / 2, (count, 4))
    jumps = np.where(rng.random(count) < 0.2, rng.normal(0, gaps, count), 0.0)
    start = np.concatenate([[0.0], inside.sum(axis=1)[:-1]]).cumsum() + jumps.cumsum()
    ticks = PRICE * np.exp(
        start[:, None]
        + np.concatenate(
            [np.zeros((count, 1)), inside[:, :3].cumsum(axis=1), inside.sum(axis=1)[:, None]],
            axis=1,
        )
    )
    times = np.cumsum(rng.choice([60.0, 60.0, 60.0, 180.0], count))
    return Bars(times, ticks[:, 0], ticks.max(axis=1), ticks.min(axis=1), ticks[:, -1], length=60)


@cache
@st.composite
def some_bars(draw: st.DrawFn) -> Bars:
    return wild_bars(
        draw(seeds), draw(st.integers(1, 60)), draw(chosen(0.005, 0.02, 0.08)),
        draw(chosen(0.0, 0.05, 0.3)),
    )  # fmt: skip


@cache
@st.composite
def some_venue(draw: st.DrawFn) -> Venue:
    discretion = draw(chosen(*Discretion))
    return KRAKEN_SPOT.with_rules(
        short_margin=draw(chosen(*ShortMargin)),
        extent=draw(chosen(*Extent)),
        first_in_bar=draw(chosen(*FirstInBar)),
        discretion=discretion,
        acts_at=draw(amounts(0.4, 0.8)) if discretion is Discretion.BETWEEN else None,
        rollover_count=draw(chosen(*RolloverCount)),
    )


one_or_two_entries = st.lists(amounts(0.9 * PRICE, 1.1 * PRICE), min_size=1, max_size=2)
cash_of_leverages = amounts(0.0, 3.0) | amounts(0.9, 3.0)
coin_parts = st.just(0.0) | amounts(0.0, 0.5)


@cache
@st.composite
def some_account(draw: st.DrawFn) -> Account:
    side, leverage = draw(sides), draw(leverages)
    entries = draw(one_or_two_entries)
    held = tuple(Position(side, draw(amounts(0.1, 2)), entry, leverage) for entry in entries)
    cost = sum(position.cost for position in held)
    cash = cost / leverage * draw(cash_of_leverages)
    units = draw(coin_parts) * sum(position.volume for position in held)
    coins = (CoinCollateral("BTC", units),) if units else ()
    return Account(cash, held, coins, draw(some_venue()))


some_kinds = st.lists(chosen(StopLoss, StopLossLimit, TakeProfit, TrailingStop), max_size=3)


@cache
@st.composite
def some_orders(draw: st.DrawFn, side: Side) -> list:
    def away(loses: bool) -> float:
        return PRICE * (1 - (1 if loses else -1) * side.sign * draw(amounts(0.01, 0.4)))

    orders = []
    for kind in draw(some_kinds):
        common = {
            "reduce_only": draw(st.booleans()),
            "on": draw(chosen(TriggerOn.LAST, TriggerOn.INDEX)),
            "volume": draw(none_or(amounts(0.05, 0.1))),
        }
        if not common["reduce_only"] and draw(st.booleans()):
            common["volume"] = draw(amounts(0.5, 5))
        if kind is TrailingStop:
            orders.append(TrailingStop(share=draw(amounts(0.01, 0.4)), **common))
            continue
        trigger = away(kind is not TakeProfit)
        if kind is StopLossLimit:
            limit = trigger * (1 - side.sign * draw(amounts(0, 0.02)))
            orders.append(StopLossLimit(trigger, limit=limit, **common))
        else:
            orders.append(kind(trigger, **common))
    return orders


@cache
def some_actions(count: int) -> st.SearchStrategy[list]:
    """Return up to three actions in some of the bars."""
    bar = st.integers(0, count - 1)
    trailing = st.builds(TrailingStop, share=amounts(0.01, 0.3), reduce_only=st.booleans())
    action = st.one_of(
        st.builds(AddFunds, bar, amounts(1, 500)),
        st.builds(CloseByHand, bar, share=shares),
        st.builds(CloseByHand, bar),
        st.builds(Place, bar, trailing),
    )
    return st.lists(action, max_size=3)


late = st.sampled_from([0.0, 0.0, 60.0, 200.0])
some_answers = st.lists(
    st.one_of(
        st.builds(TopUp, amount=amounts(1, 300), at_most=amounts(0, 500), minutes=late),
        st.builds(TopUp, to_level=amounts(0.85, 1.5), minutes=late),
        st.builds(Cut, share=shares, minutes=late),
        st.builds(Cut, to_level=amounts(0.85, 1.5), minutes=late),
    ),
    max_size=2,
)
four_switches = st.tuples(*[st.booleans()] * 4)


@st.composite
def some_plan(draw: st.DrawFn, side: Side, count: int) -> Plan:
    return Plan(draw(some_orders(side)), draw(some_actions(count)), draw(some_answers))


@cache
@st.composite
def some_rules(draw: st.DrawFn) -> Rules:
    switches = draw(four_switches)
    return Rules(
        slippage=draw(chosen(0.0, 0.002, 0.05)),
        delay_bars=draw(chosen(0, 0, 1, 3)),
        charges=Charges(*switches),
        notices=draw(chosen(True, False, (True, False), (False, True))),
        take_collateral=draw(st.booleans()),
    )


@st.composite
def replays(draw: st.DrawFn) -> dict:
    """Draw everything a replay takes."""
    bars, account = draw(some_bars()), draw(some_account())
    count = len(bars)
    shaken = np.random.default_rng(draw(seeds)).normal(0, 0.01, count)
    prices = (getattr(bars, name) * np.exp(shaken) for name in Bar._fields)
    index = Bars(bars.time, *prices, length=60)
    plan = draw(some_plan(account.positions[0].side, count))
    return {
        "account": account,
        "bars": bars,
        "plan": plan,
        "rules": draw(some_rules()),
        "index": index,
        "price": PRICE,
    }


def run(case: dict) -> Timeline:
    return replay(**case)


@cases(2_000)
@given(case=replays())
def test_money_is_conserved_and_nothing_is_lost(case: dict) -> None:
    timeline = run(case)
    ledger = timeline.ledger
    scale = check_nothing_lost(timeline, least=1.0)
    for row, event in enumerate(timeline.events):
        # The equity by the account is what it holds less what it has to give back to the lender.
        worth = ledger.worth(row, event.price)
        equity = worth[Party.ACCOUNT] + worth[Party.LENDER]
        assert event.equity == pytest.approx(equity, abs=1e-9 * scale)
    fees = -sum(e.amount for e in timeline.of(Kind.FEE, Kind.ROLLOVER, Kind.NEW_POSITION))
    paid = sum(event.fee for event in timeline.events)
    assert ledger.money[-1][2] == pytest.approx(fees + paid, abs=1e-9 * scale)
    assert (
        timeline.debt == 0
        or timeline.debt == pytest.approx(-timeline.equity, abs=1e-9 * scale)
        or not case["rules"].take_collateral
    )


@cases(1_000)
@given(case=replays(), shortest=st.sampled_from([1, 2, 5, 1_024]))
def test_no_bar_that_brings_something_is_passed_over(case: dict, shortest: int) -> None:
    check_no_bar_passed_over(lambda: run(case), shortest)


@cases(1_000)
@given(
    seed=seeds,
    count=st.integers(1, 300),
    swing=st.sampled_from([0.002, 0.01, 0.05]),
    gaps=st.sampled_from([0.0, 0.05, 0.3]),
    side=sides,
    leverage=leverages,
    cash=amounts(0.3, 4),
    stop=amounts(0.02, 0.6),
    trail=amounts(0.02, 0.6),
    slippage=st.sampled_from([0.0, 0.01]),
    rollover=st.booleans(),
)
def test_the_engine_agrees_with_a_plain_loop(
    seed, count, swing, gaps, side, leverage, cash, stop, trail, slippage, rollover
) -> None:
    rough = wild_bars(seed, count, swing, gaps)
    bars = Bars(60.0 * np.arange(count), rough.open, rough.high, rough.low, rough.close, length=60)
    case = BENCHMARK.Case(
        side,
        1.5,
        PRICE,
        leverage,
        1.5 * PRICE / leverage * cash,
        PRICE * (1 - side.sign * stop),
        trail,
        slippage,
        rollover,
    )
    by_loop = BENCHMARK.plain_loop(case, BENCHMARK.columns(bars), bars.length)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "SHORTEST", 4)
        patch.setattr(search, "LONGEST", 64)
        assert BENCHMARK.agree(BENCHMARK.engine(case, bars), by_loop)


@cases(600)
@given(
    seed=seeds,
    swing=st.sampled_from([0.0005, 0.002, 0.006]),
    side=sides,
    leverage=leverages,
    cash=amounts(0.5, 3),
    stop=st.none() | amounts(0.01, 0.3),
    hours=st.sampled_from([60, 120, 240]),
)
def test_coarse_bars_fill_like_fine_ones_and_only_their_worst_case_is_worse(
    seed, swing, side, leverage, cash, stop, hours
) -> None:
    rng = np.random.default_rng(seed)
    path = PRICE * np.exp(np.concatenate([[0.0], rng.normal(0, swing, 1_440).cumsum()]))
    fine = Bars.from_path(path)
    account = Account(PRICE / leverage * cash, (Position(side, 1.0, PRICE, leverage),))
    orders = [] if stop is None else [StopLoss(PRICE * (1 - side.sign * stop), reduce_only=True)]
    one = replay(account, fine, Plan(orders))
    other = replay(account, fine.coarsen(hours), Plan(orders))
    fills = [[(e.kind, e.price, e.trigger, e.volume) for e in t.of(*FILLS)] for t in (one, other)]
    assert fills[0] == fills[1]
    assert one.equity == other.equity
    assert one.debt == other.debt
    assert other.worst.equity <= one.worst.equity
    assert other.worst.debt >= one.worst.debt


@cases(500)
@given(account=some_account(), seed=seeds)
def test_the_trigger_is_the_crossing_price_and_the_closing_is_that_of_a_liquidation(
    account: Account, seed: int
) -> None:
    bars = wild_bars(seed, 60, 0.05, 0.0)
    timeline = replay(account, bars, rules=Rules(take_collateral=False))
    begun = timeline.first(Kind.LIQUIDATION_TRIGGERED)
    if begun is None:
        return
    expected = crossing(account, account.venue.acting_level)
    if expected.exists:
        assert begun.trigger == pytest.approx(expected.price, rel=1e-9)
    filled = [e for e in timeline.of(Kind.LIQUIDATION_FILLED) if e.bar == begun.bar]
    price = filled[0].price
    first = [event for event in filled if event.price == price]
    by_hand = liquidate(account, price).parts
    assert len(first) == len(by_hand)
    for event, part in zip(first, by_hand, strict=True):
        assert event.volume == pytest.approx(part.volume, rel=1e-9)
        assert event.amount == pytest.approx(part.profit, rel=1e-9, abs=1e-9)
