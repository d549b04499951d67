"""Closing by hand and by the venue: shares, fees, order, and what is left."""

from __future__ import annotations

import pytest

from margin_lessons.account import Account, CoinCollateral, Position
from margin_lessons.closing import Closing, close_position, liquidate
from margin_lessons.errors import BadInput
from margin_lessons.venue import KRAKEN_SPOT, Extent, ShortMargin

OLD = Position("long", 1, 20_000, 5)
NEW = Position("long", 1, 10_000, 5)
SHORT = Position("short", 1, 20_000, 5)


# ---- By hand -------------------------------------------------------------------------------------


def test_a_part_takes_its_share_of_profit_and_margin() -> None:
    closing = close_position(Account(10_000, (OLD,)), 0, 0.25, 16_000)
    (part,) = closing.parts
    assert (part.profit, part.fee, part.margin_released) == (-1_000, 0, 1_000)
    assert closing.profit == closing.account.realised == -1_000
    assert closing.account.positions[0].volume == 0.75
    assert closing.account.positions[0].entry == OLD.entry


def test_the_fee_is_taken_from_the_balance() -> None:
    closing = close_position(Account(10_000, (OLD,)), 0, 1, 16_000, fee_rate=0.004)
    assert closing.parts[0].fee == pytest.approx(64)
    assert closing.profit == -4_000, "the profit is before the fee"
    assert closing.account.balance() == pytest.approx(10_000 - 4_000 - 64)


def test_a_loss_beyond_the_cash_leaves_a_debt() -> None:
    account = Account(6_250, (Position("long", 0.5, 62_500, 5),))
    after = close_position(account, 0, 0.5, 48_000).account
    assert after.balance() == -1_000
    assert after.positions == ()


def test_a_short_is_closed_by_buying() -> None:
    after = close_position(Account(10_000, (SHORT,)), 0, 1, 18_000).account
    assert after.balance() == 12_000


def test_the_other_positions_and_coins_are_left_alone() -> None:
    coins = (CoinCollateral("BTC", 0.1),)
    eth = Position("short", 1, 20_000, 5, "ETH")
    account = Account(10_000, (OLD, NEW, eth), coins)
    after = close_position(account, 1, 1, 15_000).account
    assert after.positions == (OLD, eth)
    assert after.coins == coins
    assert account.positions == (OLD, NEW, eth), "the account before is as it was"


def test_all_but_rounding_is_all() -> None:
    """Ten times 0.1 is a little less than 1; closing that much leaves nothing open."""
    tenths = sum([0.1] * 10)
    account = Account(10_000, (Position("long", tenths, 20_000, 5),))
    assert close_position(account, 0, 1.0, 20_000).account.positions == ()
    with pytest.raises(BadInput, match=r"closed volume 1\.001 is above the 1 that is open"):
        close_position(account, 0, 1.001, 20_000)


# ---- By the venue --------------------------------------------------------------------------------


def closed(closing: Closing) -> list[tuple[Position, float]]:
    return [(part.position, part.volume) for part in closing.parts]


def test_the_oldest_goes_first_whether_it_wins_or_loses() -> None:
    """support.kraken.com 203325763: first in, first out over all positions, winners included."""
    account = Account(1_000, (NEW, OLD))
    closing = liquidate(account, 15_200, Extent.JUST_ENOUGH)
    assert closing.parts[0].position == NEW
    assert closing.parts[0].profit > 0


def test_just_enough_stops_at_full_use() -> None:
    closing = liquidate(Account(10_000, (OLD,)), 12_000, Extent.JUST_ENOUGH)
    assert closed(closing) == [(OLD, 0.5)]
    assert closing.account.level(12_000) == 1


def test_nothing_is_closed_while_the_level_is_full() -> None:
    account = Account(10_000, (OLD,))
    closing = liquidate(account, 14_000, Extent.JUST_ENOUGH)
    assert closing.parts == ()
    assert closing.account is account
    assert liquidate(Account(10_000), 14_000).parts == ()


@pytest.mark.parametrize("price", [10_000, 9_999, 1])
def test_without_equity_everything_goes(price: float) -> None:
    account = Account(5_000, (OLD, NEW))
    closing = liquidate(account, price, Extent.JUST_ENOUGH)
    assert closed(closing) == [(OLD, 1), (NEW, 1)]
    assert closing.account.balance() == pytest.approx(account.equity(price))


def test_the_extent_is_the_venues_unless_given() -> None:
    careful = KRAKEN_SPOT.with_rules(extent=Extent.JUST_ENOUGH)
    assert liquidate(Account(10_000, (OLD,)), 12_000).account.positions == ()
    assert liquidate(Account(10_000, (OLD,), venue=careful), 12_000).account.positions
    everything = liquidate(Account(10_000, (OLD,), venue=careful), 12_000, Extent.ALL)
    assert everything.account.positions == ()


def test_each_coin_is_closed_at_its_own_price() -> None:
    eth = Position("short", 10, 1_000, 5, "ETH")
    closing = liquidate(Account(5_000, (OLD, eth)), {"BTC": 18_000, "ETH": 1_100})
    assert [part.price for part in closing.parts] == [18_000, 1_100]
    assert closing.account.balance() == 5_000 - 2_000 - 1_000


def test_fees_make_just_enough_a_little_more() -> None:
    account = Account(10_000, (OLD,))
    free, charged = (
        liquidate(account, 12_000, Extent.JUST_ENOUGH, fee_rate=rate) for rate in (0, 0.01)
    )
    assert charged.parts[0].volume > free.parts[0].volume
    assert charged.account.level(12_000) == pytest.approx(1)


def test_a_fee_above_the_margin_it_frees_closes_everything() -> None:
    """At 10x a fee of a tenth of the value costs what closing sets free: no volume is enough."""
    account = Account(1_500, (Position("long", 1, 20_000, 10),))
    assert liquidate(account, 20_000, Extent.JUST_ENOUGH, fee_rate=0.1).account.positions == ()


def test_a_frozen_short_frees_its_margin_at_cost() -> None:
    frozen = KRAKEN_SPOT.with_rules(short_margin=ShortMargin.FROZEN)
    account = Account(6_000, (SHORT,), venue=frozen)
    closing = liquidate(account, 24_000, Extent.JUST_ENOUGH)
    assert closed(closing) == [(SHORT, 0.5)]
    assert closing.account.level(24_000) == 1
