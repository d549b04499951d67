"""One question has one answer, at every door: opposite orders, two coins, equality, discretion.

May this order be opened? ``check_new_position``, ``largest_position``, ``Account.open``, closing by
hand and a replay are asked. Does the venue act here? ``crossings``, ``passed``, the venue's own
``reached``, ``levels_of``, ``liquidate`` and a replay are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from cases import cases
from hypothesis import assume, given
from hypothesis import strategies as st
from oracles import turnover
from strategies import (
    COINS,
    amounts,
    busy_accounts,
    chosen,
    leverages,
    mixed_accounts,
    sides,
)

from margin_lessons.account import Account, CoinCollateral, Position, Side
from margin_lessons.closing import close_position, liquidate
from margin_lessons.crossing import crossings
from margin_lessons.errors import BadInput
from margin_lessons.market.bars import Bars
from margin_lessons.opening import check_new_position, largest_position
from margin_lessons.orders import StopLoss
from margin_lessons.plan import Plan
from margin_lessons.replay import Kind, Timeline, replay
from margin_lessons.risk import levels_of
from margin_lessons.venue import KRAKEN_SPOT, AtEquality, Discretion, Extent, ShortMargin, Venue

OTHER = {Side.LONG: Side.SHORT, Side.SHORT: Side.LONG}
LENIENT = {"call_level": 0.0, "discretion_level": 0.0, "liquidation_level": 0.0}
"""A venue that acts only once the equity is gone, so that nothing comes before the order."""


# ---- May this order be opened? -------------------------------------------------------------------


def close_by_hand(account: Account, volume: float, price: float) -> Account:
    """Return the account after closing so many coins by hand, the oldest position first."""
    while volume > 1e-12 and account.positions:
        part = min(volume, account.positions[0].volume)
        account = close_position(account, 0, part, price).account
        volume -= part
    return account


def replayed(account: Account, order: Position) -> Timeline:
    """Return a replay in which the next bar opens at the order's price and so fills it there."""
    closes = OTHER[order.side]
    before = order.entry * (1.01 if closes is Side.LONG else 0.99)
    bars = Bars.of([(before,) * 4, (order.entry,) * 4], length=60)
    stop = StopLoss(order.entry, volume=order.volume, side=closes, leverage=order.leverage)
    return replay(account, bars, Plan(orders=(stop,)))


def same_positions(one: Account, other: Account) -> bool:
    row = [(p.side, pytest.approx(p.volume, rel=1e-6), p.entry) for p in other.positions]
    return [(p.side, p.volume, p.entry) for p in one.positions] == row


@cases(1_000)
@given(
    account=busy_accounts(),
    move=amounts(0.8, 1.2),
    side=sides,
    share=amounts(0.05, 3),
    leverage=leverages,
)
def test_orders_on_either_side(
    account: Account, move: float, side: Side, share: float, leverage: float
) -> None:
    account = replace(account, venue=account.venue.with_rules(**LENIENT))
    price = account.positions[0].entry * move
    held = sum(position.volume for position in account.positions)
    order = Position(side, held * share, price, leverage)
    opposite = side is not account.positions[0].side
    check = check_new_position(account, order, price)
    largest = largest_position(account, side, price, leverage)
    assume(abs(order.volume / max(largest, 1e-300) - 1) > 1e-6 and abs(share - 1) > 1e-6)

    assert check.accepted is (order.volume < largest)
    assert check.closes == pytest.approx(min(order.volume, held) if opposite else 0)
    assert check.closes + check.opens == pytest.approx(order.volume)
    assert check.accepted or check.opens, "closing needs no margin"

    opened = account.open(order)
    size = float(turnover(account, price) + turnover(opened, price))
    assert opened.equity(price) == pytest.approx(account.equity(price), abs=1e-12 * size)
    used = opened.used_margin(price)
    if used > 1e-6 * size:
        assert opened.level(price) == pytest.approx(check.level_after, rel=1e-5, abs=1e-5)
    closed = close_by_hand(account, check.closes, price)
    if not check.opens:
        assert same_positions(opened, closed)
        assert opened.realised == pytest.approx(closed.realised, abs=1e-12 * size)

    before = order.entry * (1.01 if OTHER[side] is Side.LONG else 0.99)
    assume(min(account.equity(price), account.equity(before)) > 1e-6 * size)
    timeline = replayed(account, order)
    assert bool(timeline.of(Kind.ORDER_REJECTED)) is not check.accepted
    assert same_positions(timeline.final, opened if check.accepted else closed)


# ---- Two coins -----------------------------------------------------------------------------------


@cases(1_000)
@given(
    drawn=mixed_accounts(), coin=st.sampled_from(COINS), side=sides, share=amounts(0.05, 3),
    leverage=leverages,
)  # fmt: skip
def test_orders_beside_other_coins(
    drawn: tuple[Account, dict[str, float]], coin: str, side: Side, share: float, leverage: float
) -> None:
    account, prices = drawn
    held = next(position for position in account.positions if position.coin == coin)
    order = Position(side, held.volume * share, prices[coin], leverage, coin)
    others = {name: price for name, price in prices.items() if name != coin}
    largest = largest_position(account, side, prices[coin], leverage, others, coin=coin)
    assert largest == largest_position(account, side, prices[coin], leverage, prices, coin=coin)
    assume(abs(order.volume / max(largest, 1e-300) - 1) > 1e-6 and abs(share - 1) > 1e-6)

    check = check_new_position(account, order, prices[coin], others)
    assert check.accepted is (order.volume < largest)
    opened = account.open(order)
    size = float(turnover(account, prices) + turnover(opened, prices))
    assert opened.equity(prices) == pytest.approx(account.equity(prices), abs=1e-12 * size)
    if opened.used_margin(prices) > 1e-6 * size:
        assert opened.level(prices) == pytest.approx(check.level_after, rel=1e-5, abs=1e-5)

    missing = dict(list(others.items())[1:])
    for door in (
        lambda: check_new_position(account, order, prices[coin], missing),
        lambda: check_new_position(account, order, prices[coin]),
        lambda: largest_position(account, side, prices[coin], leverage, coin=coin),
        lambda: largest_position(account, side, prices[coin], leverage, missing, coin=coin),
        lambda: crossings(account, coin=coin, prices=missing),
        lambda: liquidate(account, {**missing, coin: prices[coin]}),
        lambda: account.equity({**missing, coin: prices[coin]}),
    ):
        with pytest.raises(BadInput, match=f"price of ({'|'.join(others)}) is missing"):
            door()
    for door in (
        lambda: levels_of(account),
        lambda: replay(account, Bars.of([(1, 1, 1, 1)])),
        lambda: crossings(account),
    ):
        with pytest.raises(BadInput, match=f"holds {' and '.join(COINS)}"):
            door()


def test_no_held_coin_is_ever_valued_at_the_new_ones_price() -> None:
    """An account of 10 ETH asks for their price, whatever BTC is to be bought at."""
    account = Account(10_000, (Position("long", 10, 1_000, 5, "ETH"),))
    with pytest.raises(BadInput, match="price of ETH is missing"):
        largest_position(account, "long", 20_000, 5)
    # 10,000 less the 2,000 that 10 ETH tie up.
    assert largest_position(account, "long", 20_000, 5, {"eth": 1_000}) == pytest.approx(2.0)
    assert largest_position(account, "long", 1_000, 5, coin="ETH") == pytest.approx(40.0)


# ---- Does the venue act here? --------------------------------------------------------------------


@dataclass(frozen=True)
class Where:
    """An account and a price at, just before or just beyond the one at which its venue acts."""

    account: Account
    price: float
    step: int


@st.composite
def venues_of_any_temper(draw: st.DrawFn) -> Venue:
    """Draw a venue with any discretion, either rule at equality, and any level to act at."""
    low = draw(chosen(0.3, 0.4, 0.5))
    discretion = draw(chosen(*Discretion))
    between = draw(amounts(low, 0.8)) if discretion is Discretion.BETWEEN else None
    return KRAKEN_SPOT.with_rules(
        liquidation_level=low,
        discretion=discretion,
        acts_at=between,
        at_equality=draw(chosen(*AtEquality)),
        short_margin=draw(chosen(*ShortMargin)),
    )


any_temper = venues_of_any_temper()


@st.composite
def wheres(draw: st.DrawFn) -> Where:
    """Draw an account of a venue of any temper, and a price about its crossing."""
    side, venue = draw(sides), draw(any_temper)
    entry, leverage = draw(st.integers(100, 50_000)), draw(chosen(2, 3, 5, 7, 10))
    held = tuple(
        Position(side, draw(st.integers(1, 20)) / 4, entry, leverage)
        for _ in range(draw(st.integers(1, 2)))
    )
    cost = sum(position.cost for position in held)
    coins = (CoinCollateral("BTC", draw(st.integers(0, 3)) / 8, draw(chosen(0, 0.1))),)
    account = Account(cost * draw(st.integers(10, 90)) / 100, held, coins, venue)
    there = crossings(account).liquidation.price
    step = draw(chosen(-1, 0, 1))
    return Where(account, entry if there is None else there * (1 + 1e-6 * step), step)


@cases(2_000)
@given(where=wheres())
def test_the_venue_acts_for_all_or_for_none(where: Where) -> None:
    """Prices at the crossing, and a millionth before and beyond it, under any discretion."""
    account, price, venue = where.account, where.price, where.account.venue
    liquidation = crossings(account).liquidation
    assert liquidation.level == venue.acting_level
    acts = liquidation.passed(price)
    if liquidation.exists:
        beyond = where.step * (-1 if liquidation.falling else 1)
        assert acts is (venue.at_equality is AtEquality.ACTS if beyond == 0 else beyond > 0)
    used = account.used_margin(price)
    if float(turnover(account, price)) < 1e3 * used:
        assert venue.reached(float(account.level(price)), venue.acting_level) is acts

    timeline = replay(account, Bars.of([(price,) * 4] * 2, length=60), price=price)
    assert bool(timeline.of(Kind.LIQUIDATION_TRIGGERED)) is acts
    if acts:
        closed = liquidate(account, price, Extent.ALL).account
        assert timeline.final.positions == closed.positions == ()
        gone = replace(account, positions=(), realised=closed.realised)
        within = 1e-9 * float(turnover(account, price))
        assert timeline.equity == pytest.approx(gone.equity(price), abs=within) or (
            timeline.of(Kind.COLLATERAL_TAKEN)
        ), "coins that are sold count in full"
        with pytest.raises(BadInput, match="liquidat"):
            levels_of(account, price, fees=False)
        return
    assert timeline.final.positions == account.positions
    levels = levels_of(account, price, fees=False)
    if liquidation.exists:
        assert levels.liquidation.start * price == pytest.approx(liquidation.price)


@pytest.mark.parametrize("at_equality", AtEquality)
@pytest.mark.parametrize("side", ["long", "short"])
@pytest.mark.parametrize(
    ("rules", "level"),
    [
        ({"discretion": "at once"}, 0.8),
        ({"discretion": "between", "acts_at": 0.6}, 0.6),
        ({"discretion": "certain"}, 0.4),
    ],
)
def test_a_worked_example_of_each_discretion(
    rules: dict, level: float, side: str, at_equality: AtEquality
) -> None:
    """1 BTC at 20,000 with 5x on 10,000: 10,000 + P - 20,000 = level x 4,000, or its mirror."""
    venue = KRAKEN_SPOT.with_rules(**rules, at_equality=at_equality, short_margin="frozen")
    account = Account(10_000, (Position(side, 1, 20_000, 5),), venue=venue)
    sign = 1 if side == "long" else -1
    expected = 20_000 + sign * (level * 4_000 - 10_000)
    liquidation = crossings(account).liquidation
    assert liquidation.price == expected
    assert liquidation.passed(expected) is (at_equality is AtEquality.ACTS)
    assert liquidation.passed(expected - sign * 0.01)
    assert not liquidation.passed(expected + sign * 0.01)
