"""A debt in another currency, on another day, at another venue: nothing is taken for granted."""

from __future__ import annotations

import pytest

from margin_lessons.account import Account, CoinCollateral, Position
from margin_lessons.debt import (
    AS_CLAIMED,
    KRAKEN_LINEAR,
    KRAKEN_SPOT_MARGIN,
    Debt,
    Deposit,
    Pots,
    Wallet,
    debt_after,
    in_order,
    recover,
    who_pays,
)
from margin_lessons.debt.regimes import Layer
from margin_lessons.fees import Fees
from margin_lessons.market.bars import Bars
from margin_lessons.orders import StopLoss
from margin_lessons.plan import CloseByHand, Plan
from margin_lessons.replay import Kind, Rules, replay
from margin_lessons.venue import KRAKEN_SPOT

FREE = KRAKEN_SPOT.with_rules(fees=Fees())
OIL = KRAKEN_SPOT.with_rules(
    price_floor="none", short_margin="frozen", long_margin="frozen", fees=Fees()
)
TEN_PERCENT = KRAKEN_SPOT.with_rules(fees=Fees(conversion_other=0.10))


# ---- What closing leaves -------------------------------------------------------------------------


def test_a_debt_knows_its_pair_and_its_day() -> None:
    # 10 ETH bought at 1,000 and sold at 800 lose 2,000 EUR, of which 1,500 are there.
    account = Account(1_500, (Position("long", 10, 1_000, 5, "ETH"),))
    debt, wallets = debt_after(account, 800, quote="EUR", day=12)
    assert debt == Debt(500, quote="EUR", base="ETH", day=12)
    assert wallets == ()


def test_the_coin_of_the_pair_is_taken_before_the_others() -> None:
    """The order is quote, base, then the published list, in which BTC stands before ETH."""
    coins = (CoinCollateral("BTC", 0.1), CoinCollateral("ETH", 1))
    account = Account(0, (Position("long", 10, 1_000, 5, "ETH"),), coins)
    debt, wallets = debt_after(account, {"ETH": 800, "BTC": 20_000})
    assert [wallet.currency for wallet, _ in in_order(debt, wallets)] == ["ETH", "BTC"]


def test_a_debt_of_day_12_is_settled_on_day_12_by_what_is_there() -> None:
    account = Account(1_500, (Position("long", 10, 1_000, 5, "ETH"),))
    debt, _ = debt_after(account, 800, quote="EUR", day=12)
    result = recover(debt, [Wallet("EUR", 600)])
    assert (result.settled_day, result.fees, result.steps[0].paid) == (12, 0, 500)


# ---- The fees of another venue -------------------------------------------------------------------


def test_a_deposit_is_converted_at_the_fee_of_the_venue() -> None:
    # 450 USD from SOL: 500 worth at 10 %, 450 where it is free.
    coin = [Deposit(1, 10, "SOL", 100)]
    dear, free = (recover(Debt(450), (), coin, AS_CLAIMED, venue) for venue in (TEN_PERCENT, FREE))
    assert (dear.steps[0].value, dear.fees) == pytest.approx((500, 50))
    assert (free.steps[0].value, free.fees) == (450, 0)


def test_who_pays_depends_on_the_fees_of_the_venue() -> None:
    wallets = [Wallet("SOL", 10, 100)]
    dear, free = (
        who_pays(Debt(950), KRAKEN_SPOT_MARGIN, Pots(wallets=wallets, venue=venue))
        for venue in (TEN_PERCENT, FREE)
    )
    # 1,000 USD of SOL bring 900 at 10 %, and 50 stay owed.
    assert (dear.client_paid, dear.client_owes, dear.fees) == pytest.approx((900, 50, 100))
    assert (free.client_paid, free.client_owes, free.fees) == (950, 0, 0)


def test_volunteers_take_their_share_of_any_loss() -> None:
    # 60 % of 500 are 300; the pool has 100; the other 100 are unwound against opposite traders.
    result = who_pays(Debt(500), KRAKEN_LINEAR, Pots(assigned=0.6, pool=100))
    assert result.borne_by(Layer.PROVIDERS) == pytest.approx(300)
    assert result.borne_by(Layer.POOL) == 100
    assert result.borne_by(Layer.COUNTERPARTIES) == pytest.approx(100)


# ---- Collateral in several lots ------------------------------------------------------------------


@pytest.mark.parametrize("lots", [(0.1,), (0, 0.1), (0.04, 0, 0.06)])
def test_an_empty_lot_of_collateral_does_not_shield_the_next(lots: tuple[float, ...]) -> None:
    # 0.5 BTC from 60,000 to 48,000 lose 6,000; 0.1 BTC bring 4,800, and 1,200 are owed.
    coins = tuple(CoinCollateral("BTC", units) for units in lots)
    account = Account(0, (Position("long", 0.5, 60_000, 5),), coins)
    gap = Bars.of([(48_000, 48_500, 47_000, 47_500)], length=60)
    timeline = replay(account, gap, price=60_000, rules=Rules())
    taken = timeline.first(Kind.COLLATERAL_TAKEN)
    assert (taken.volume, taken.amount) == pytest.approx((0.1, 4_800))
    assert timeline.debt == pytest.approx(1_200)
    assert all(held.units == 0 for held in timeline.final.coins)


def test_coins_are_not_sold_for_less_than_nothing() -> None:
    # 0.5 BTC from 100 to -10 lose 55, with 100 USD and 0.1 BTC there.
    coins = (CoinCollateral("BTC", 0.1),)
    account = Account(50, (Position("long", 0.5, 100, 5),), coins, OIL)
    below = Bars.of([(-10, -10, -12, -10)], length=60)
    timeline = replay(account, below, price=100)
    assert timeline.first(Kind.LIQUIDATION_FILLED).price == -10
    assert not timeline.of(Kind.COLLATERAL_TAKEN)
    assert timeline.final.coins == coins


def test_what_is_owed_beside_kept_coins_is_counted_anew_at_every_closing() -> None:
    # 6,000 lost: 1,200 more than 0.1 BTC is worth at 48,000, and 1,500 less at 75,000, where the
    # account can trade again: an order buys 0.01 BTC and closing it by hand brings nothing.
    coins = (CoinCollateral("BTC", 0.1),)
    account = Account(0, (Position("long", 0.5, 60_000, 5),), coins)
    up = Bars.of([(48_000,) * 4, (48_000, 75_000, 48_000, 75_000), (75_000,) * 4], length=60)
    plan = Plan(StopLoss(75_000, side="short", volume=0.01), CloseByHand(2))
    timeline = replay(account, up, plan, Rules(take_collateral=False), price=60_000)
    assert [event.amount for event in timeline.of(Kind.DEBT)] == pytest.approx([-1_200])
    assert timeline.first(Kind.CLOSED).amount == 0
    assert timeline.equity == pytest.approx(1_500)
    assert timeline.debt == 0
