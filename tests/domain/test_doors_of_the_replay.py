"""One question, one answer: the replay beside the account's own doors, case by case."""

from __future__ import annotations

import numpy as np
import pytest
from cases import cases
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import amounts, chosen, leverages, sides

from margin_lessons.account import Account, CoinCollateral, Position, Side
from margin_lessons.crossing import crossings
from margin_lessons.errors import BadInput
from margin_lessons.market.bars import Bars
from margin_lessons.opening import check_new_position
from margin_lessons.orders import StopLoss
from margin_lessons.plan import CloseByHand, Plan
from margin_lessons.replay import Charges, Kind, Rules, replay
from margin_lessons.venue import KRAKEN_SPOT, AtEquality, Discretion, ShortMargin

PRICE = 1_000.0


def flat(*prices: float) -> Bars:
    return Bars.of([(price,) * 4 for price in prices], length=60)


some_entries = st.lists(amounts(0.95 * PRICE, 1.05 * PRICE), min_size=1, max_size=3)


@st.composite
def accounts(draw: st.DrawFn) -> Account:
    """Draw up to three positions on one side, on cash, under any discretion and rule."""
    discretion = draw(chosen(*Discretion))
    venue = KRAKEN_SPOT.with_rules(
        discretion=discretion,
        acts_at=draw(amounts(0.4, 0.8)) if discretion is Discretion.BETWEEN else None,
        at_equality=draw(chosen(*AtEquality)),
        short_margin=draw(chosen(*ShortMargin)),
    )
    side = draw(sides)
    entries = draw(some_entries)
    held = tuple(Position(side, draw(amounts(0.1, 2)), one, draw(leverages)) for one in entries)
    used = sum(position.cost / position.leverage for position in held)
    return Account(used * draw(amounts(1.3, 4)), held, venue=venue)


def other(side: Side) -> Side:
    return Side.SHORT if side is Side.LONG else Side.LONG


@cases(1_000)
@given(account=accounts(), share=amounts(0.1, 4), leverage=leverages)
def test_an_opposite_order_closes_first_at_every_door(account, share, leverage) -> None:
    """Selling with a long open closes, oldest first, without margin; the rest needs margin."""
    side = account.positions[0].side
    held = sum(position.volume for position in account.positions)
    order = Position(other(side), share * held, PRICE, leverage)
    # The order waits just below the market for a long, and is met at 1,000 exactly.
    stop = StopLoss(PRICE, side=side, volume=order.volume, leverage=leverage)
    before = PRICE * (1 + side.sign * 1e-6)
    assume(not account.venue.reached(account.level(PRICE), account.venue.call_level))
    timeline = replay(account, flat(before, PRICE), Plan(stop))
    check = check_new_position(account, order, PRICE)
    refused = bool(timeline.of(Kind.ORDER_REJECTED))
    assert refused is not check.accepted
    closed = sum(event.volume for event in timeline.of(Kind.ORDER_FILLED))
    assert closed == pytest.approx(check.closes)
    if not refused:
        expected = account.open(order)
        assert timeline.final.realised == pytest.approx(expected.realised, abs=1e-9 * PRICE)
        assert [(one.side, one.entry) for one in timeline.final.positions] == [
            (one.side, one.entry) for one in expected.positions
        ]
        assert [one.volume for one in timeline.final.positions] == pytest.approx(
            [one.volume for one in expected.positions]
        )


@cases(1_000)
@given(account=accounts())
def test_the_venue_acts_where_the_crossing_says(account) -> None:
    """Discretion and the rule at equality: at the price, and a hair before and beyond it."""
    found = crossings(account)
    liquidation, call = found.liquidation, found.call
    assume(liquidation.exists and call.exists)
    away = 1 if liquidation.falling else -1
    assume(away * (PRICE - liquidation.price) > 1e-3)
    for share in (1e-9, 0.0, -1e-9):
        price = liquidation.price * (1 + away * share)
        timeline = replay(account, flat(PRICE, price))
        assert bool(timeline.of(Kind.LIQUIDATION_FILLED)) is liquidation.passed(price)
        assert bool(timeline.of(Kind.CALL, Kind.CALL_MISSED)) is call.passed(min(
            (PRICE, price), key=lambda one: away * one))  # fmt: skip
    started = replay(account, Bars.from_path([PRICE, liquidation.price * (1 - away * 0.01)]))
    trigger = started.first(Kind.LIQUIDATION_TRIGGERED)
    assert trigger.trigger == pytest.approx(liquidation.price, rel=1e-9)


def test_a14_a_long_and_a_short_of_one_coin_are_one_answer() -> None:
    """nautilus_trader issue 4110, 22 May 2026: nothing is open, so no margin is used."""
    both = (Position("long", 1, 20_000, 5), Position("short", 1, 20_000, 5))
    with pytest.raises(BadInput, match="a long and a short"):
        Account(10_000, both)
    netted = Account(10_000, both[:1]).open(both[1])
    assert netted.positions == ()
    timeline = replay(
        Account(10_000, both[:1]),
        flat(20_000.5, 20_000, 42_500),
        Plan(StopLoss(20_000)),
    )
    assert timeline.final == netted
    assert not timeline.of(Kind.CALL, Kind.CALL_MISSED)


def test_a17_the_replay_acts_at_the_prices_of_the_closed_form() -> None:
    """ccxt issue 4094, 2 November 2018: a short of 0.2 at 50,000 on 5,000 USD."""
    account = Account(5_000, (Position("short", 0.2, 50_000, 5),))
    timeline = replay(account, Bars.from_path([50_000, 80_000]))
    call, acts = timeline.first(Kind.CALL), timeline.first(Kind.LIQUIDATION_FILLED)
    assert (round(call.price, 2), round(acts.price, 2)) == (64_655.17, 69_444.44)
    assert crossings(account).zero_equity.price == 75_000
    broke = replay(account, flat(50_000, 75_000))
    assert (broke.equity, broke.debt) == (0, 0)
    assert replay(account, flat(50_000, 75_001)).debt == pytest.approx(0.2)


# ---- Parts and fees ------------------------------------------------------------------------------

TWINS = Account(20_000, (Position("long", 1, 20_000, 5), Position("long", 1, 20_000, 5)))


@pytest.mark.parametrize(
    ("plan", "kind"),
    [
        (Plan(StopLoss(15_000, reduce_only=True)), Kind.ORDER_FILLED),
        (Plan(actions=CloseByHand(1)), Kind.CLOSED),
    ],
)
def test_two_closed_parts_at_one_entry_are_two_in_one_trade(plan: Plan, kind: Kind) -> None:
    closed = replay(TWINS, flat(20_000, 15_000), plan).first(kind)
    assert [(part.position.entry, part.volume, part.profit) for part in closed.parts] == [
        (20_000, 1, -5_000),
        (20_000, 1, -5_000),
    ]
    assert (closed.volume, closed.amount) == (2, -10_000)


def test_two_positions_at_one_entry_are_liquidated_one_by_one() -> None:
    filled = replay(TWINS, flat(20_000, 9_000)).of(Kind.LIQUIDATION_FILLED)
    assert [(event.volume, event.amount, len(event.parts)) for event in filled] == [
        (1, -11_000, 1),
        (1, -11_000, 1),
    ]


def test_an_opening_fee_is_charged_once_however_often_the_account_is_replayed() -> None:
    # 0.025 % of 20,000 for each: 10 USD, and none in the second replay of the same account.
    charged = Rules(charges=Charges(opening=True))
    first = replay(TWINS, flat(20_000, 20_000), rules=charged)
    assert first.final.fees_accrued == pytest.approx(10)
    second = replay(first.final, flat(20_000, 20_000), rules=charged)
    assert second.final.fees_accrued == pytest.approx(10)
    assert not second.of(Kind.FEE)


def test_collateral_is_sold_at_the_market_like_anything_else() -> None:
    # Bought back for 1 % more than 30,000; 1 % less is got for the coins that cover the loss.
    coins = (CoinCollateral("BTC", 1),)
    account = Account(0, (Position("short", 0.1, 20_000, 5),), coins)
    plan = Plan(actions=CloseByHand(1))
    timeline = replay(account, flat(20_000, 30_000), plan, Rules(slippage=0.01))
    assert timeline.first(Kind.CLOSED).price == pytest.approx(30_300)
    assert timeline.first(Kind.COLLATERAL_TAKEN).price == pytest.approx(29_700)
    assert timeline.first(Kind.COLLATERAL_TAKEN).amount == pytest.approx(1_030)


def test_the_paths_of_a_timeline_cannot_be_written_to() -> None:
    timeline = replay(TWINS, flat(20_000, 19_000))
    arrays = (timeline.equity_path, timeline.level_path, timeline.ledger.money,
              timeline.ledger.coins)  # fmt: skip
    for array in arrays:
        with pytest.raises(ValueError, match="read-only"):
            array[0] = np.nan
