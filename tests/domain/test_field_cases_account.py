"""Cases that others met in the field: margin sums, liquidation prices, orders on the other side.

Each names the public report it comes from, with its date; a figure that a venue showed is called
live. Where the report has no numbers of its own, the sums are ours.
"""

from __future__ import annotations

import pytest

from margin_lessons.account import Account, CoinCollateral, Position
from margin_lessons.closing import liquidate
from margin_lessons.contract import Contract
from margin_lessons.crossing import crossings
from margin_lessons.errors import BadInput
from margin_lessons.opening import check_new_position, largest_position
from margin_lessons.orders import StopLoss
from margin_lessons.venue import KRAKEN_SPOT, ClosingFee, Extent, LongMargin, Venue

# ---- Prices that venues showed -------------------------------------------------------------------


def test_okx_adds_the_fee_to_the_maintenance_of_a_contract() -> None:
    """ccxt, issue 28121 (11 March 2026): live 0.0116677335, the formula and one tick of 0.00001."""
    contract = Contract(
        "long", 6_130, 0.01305, 9.9995625, 0.02, fee_rate=0.0005, closing_fee=ClosingFee.ADDED
    )
    assert contract.liquidation_price() + 0.00001 == pytest.approx(0.0116677335, abs=1e-10)
    multiplied = Contract(
        "long", 6_130, 0.01305, 9.9995625, 0.02, fee_rate=0.0005, closing_fee="multiplied"
    )
    assert abs(multiplied.liquidation_price() + 0.00001 - 0.0116677335) > 1e-7


def test_binance_isolated_short() -> None:
    """ccxt, pull request 20003 (16 November 2023): live 10.03654386."""
    contract = Contract("short", 1, 8.616, 1.57109202, maintenance=0.015)
    assert contract.liquidation_price() == pytest.approx(10.03654386, abs=5e-8)


@pytest.mark.parametrize("entry", [50.0, 100.0])
def test_okx_multiplies_the_fee_on_spot_margin(entry: float) -> None:
    """ccxt, pull request 16498 (15 January 2023): owes 0.113791 LTC, holds 12.00358728 USDT.

    Live 100.3143095 = 12.00358728 / (0.113791 x 1.05 x 1.0015). What the coins were sold at is part
    of the holding, so any entry gives the same.
    """
    owed, held = 0.113791, 12.00358728
    multiplied, added, one_rate = (
        Contract("short", owed, entry, held - owed * entry, **terms).liquidation_price()
        for terms in (
            {"maintenance": 0.05, "fee_rate": 0.0015, "closing_fee": ClosingFee.MULTIPLIED},
            {"maintenance": 0.05, "fee_rate": 0.0015, "closing_fee": ClosingFee.ADDED},
            {"maintenance": 0.051575},
        )
    )
    assert multiplied == pytest.approx(100.3143095, abs=5e-7)
    assert multiplied == pytest.approx(one_rate)
    assert added == pytest.approx(100.32146, abs=5e-6)


@pytest.mark.parametrize(
    ("leverage", "maintenance", "price"),
    [(5, 0.0, 37_500), (2, 0.0, 60_000), (1, 0.0, None), (5, 0.1, 33_750)],
)
def test_an_inverse_short_and_why_it_may_have_no_price(
    leverage: float, maintenance: float, price: float | None
) -> None:
    """itchysats, issue 1589 (9 March 2022), and 10101, pull requests 2354 and 2373 (April 2024)."""
    size, entry = 1_000, 30_000
    margin = size / entry / leverage
    contract = Contract("short", size, entry, margin, maintenance, inverse=True)
    found = contract.liquidation()
    assert found.price == contract.liquidation_price() == (price and pytest.approx(price))
    assert found.why == (
        "" if price else "the level stays above this one however far the price rises"
    )
    assert not found.falling


def test_a_contract_paid_in_full_says_why_it_has_no_price() -> None:
    contract = Contract("long", 2, 100, margin=200)
    assert contract.zero_equity().why == "the price would have to fall to zero or below"
    assert contract.zero_equity_price() is None
    assert not contract.zero_equity().passed(1e-9)


def test_a_short_at_kraken_has_a_closed_form() -> None:
    """ccxt, issue 4094 (2 November 2018), was told that there is none: 0.2 at 50,000 on 5,000."""
    three = crossings(Account(5_000, (Position("short", 0.2, 50_000, 5),)))
    prices = three.call.price, three.liquidation.price, three.zero_equity.price
    assert prices == pytest.approx((64_655.17, 69_444.44, 75_000), abs=0.005)


# ---- Used and free margin ------------------------------------------------------------------------


def test_free_margin_is_not_capped_by_the_cash() -> None:
    """nautilus_trader, pull requests 3996 and 3997 (4 May 2026): coins back a position too."""
    coins = (CoinCollateral("ETH", 0.065),)
    account = Account(6.77, (Position("long", 0.001, 100_000, 5),), coins)
    now = {"BTC": 100_000, "ETH": 3_000}
    assert account.equity(now) == pytest.approx(201.77)
    assert account.free_margin(now) == pytest.approx(181.77)
    order = Position("long", 0.009, 100_000, 5)
    assert check_new_position(account, order, 100_000, now).accepted


def test_each_pair_has_its_own_leverage() -> None:
    """Lean, issue 4583 (21 July 2020): 122,500 at 50 to 1 and 60,000 at 20 to 1 use 5,450."""
    wide = Venue("a broker of currency pairs", leverage_max=50)
    held = (Position("long", 122_500, 1, 50, "EUR"), Position("short", 60_000, 1, 20, "GBP"))
    assert Account(10_000, held, venue=wide).used_margin({"EUR": 1, "GBP": 1}) == 5_450
    with pytest.raises(BadInput, match=r"leverage 50 is above 10 .* the range of Kraken spot"):
        Account(10_000, held)


def test_the_used_margin_of_a_long_may_follow_the_price() -> None:
    """Lean, issue 3763 and pull request 3768 (October 2019): a million buys four; price - 10 %."""
    position = Position("long", 40_000, 100, 4)
    floating = KRAKEN_SPOT.with_rules(long_margin=LongMargin.FLOATING)
    used, level = (
        [
            getattr(Account(1e6, (position,), venue=venue), name)(90)
            for venue in (floating, KRAKEN_SPOT)
        ]
        for name in ("used_margin", "level")
    )
    assert used == [900_000, 1_000_000]
    assert level == pytest.approx([2 / 3, 0.6])
    # The solver and the closing follow: P - 75 = 0.4 x P / 4, and the margin that is set free.
    account = Account(1e6, (position,), venue=floating)
    assert crossings(account).liquidation.price == pytest.approx(75 / 0.9)
    left = liquidate(account, 90, Extent.JUST_ENOUGH).account
    assert left.level(90) == pytest.approx(1)


def test_no_margin_left_means_a_size_of_zero() -> None:
    """Lean, issue 5763 (13 July 2021)."""
    account = Account(5_000, (Position("long", 1, 20_000, 5),))
    assert largest_position(account, "long", 18_000, 5) == 0
    check = check_new_position(account, Position("long", 0.1, 18_000, 5), 18_000)
    assert not check.accepted
    assert check.free_margin == -1_000
    assert "with -1,000.00 free" in check.reason


# ---- The other side ------------------------------------------------------------------------------


def test_selling_more_than_is_held_closes_that_first() -> None:
    """Lean, pull request 36 (2 March 2015): 20,000 at 10x, 1,000 coins at 100, price - 5 %.

    15,000 are left. Selling closes 95,000 and may open 150,000 short beyond it.
    """
    account = Account(20_000, (Position("long", 1_000, 100, 10),))
    largest = largest_position(account, "short", 95, 10)
    assert largest * 95 == pytest.approx(95_000 + 150_000)
    only_closing = check_new_position(account, Position("short", 1_000, 95, 10), 95)
    assert (only_closing.accepted, only_closing.margin_needed) == (True, 0)
    assert only_closing.reason == "closes 1,000 BTC, needs no margin, and leaves nothing open"
    both = check_new_position(account, Position("short", largest, 95, 10), 95)
    assert both.accepted
    assert (both.closes, both.opens * 95) == pytest.approx((1_000, 150_000))
    assert both.reason == (
        "closes 1,000 BTC first; the rest needs 15,000.00 of margin with 15,000.00 free, "
        "and leaves a margin level of 100.0%"
    )
    opened = account.open(Position("short", largest, 95, 10))
    assert opened.level(95) == pytest.approx(1)
    assert opened.realised == -5_000


def test_a_part_of_the_other_side_may_be_closed_below_every_level() -> None:
    """What only closes is taken even by an account that is close to liquidation."""
    account = Account(5_000, (Position("long", 1, 20_000, 5),))
    check = check_new_position(account, Position("short", 0.5, 17_000, 5), 17_000)
    assert account.level(17_000) == 0.5
    assert (check.accepted, check.level_after) == (True, pytest.approx(1.0))
    assert check.reason == ("closes 0.5 BTC, needs no margin, and leaves a margin level of 100.0%")


def test_a_long_and_a_short_of_one_coin_are_netted() -> None:
    """nautilus_trader, issue 4110 (22 May 2026): margin summed over fills, though flat."""
    long = Position("long", 1, 20_000, 5)
    with pytest.raises(BadInput, match=r"a long and a short of BTC: .* net them, as Account.open"):
        Account(10_000, (long, Position("short", 1, 20_000, 5, "xbt")))
    flat = Account(10_000, (long,)).open(Position("short", 1, 21_000, 5))
    assert (flat.positions, flat.realised, flat.used_margin(21_000)) == ((), 1_000, 0)
    two_coins = Account(10_000, (long,)).open(Position("short", 1, 2_000, 5, "ETH"))
    assert len(two_coins.positions) == 2


def test_the_oldest_of_the_other_side_goes_first() -> None:
    held = (Position("short", 1, 20_000, 5), Position("short", 1, 10_000, 5))
    after = Account(20_000, held).open(Position("long", 1.5, 15_000, 5))
    assert after.realised == 5_000 - 2_500
    assert [(left.entry, left.volume) for left in after.positions] == [(10_000, 0.5)]


# ---- Small prices in one notation ----------------------------------------------------------------


def test_the_words_of_a_small_price_have_no_powers_of_ten() -> None:
    """The figures of a live contract, with coins of a hundred-thousandth and less."""
    for unit in (1e-5, 1e-7, 1e-9):
        order = Position("long", 20, unit, 5)
        reasons = [check_new_position(Account(unit * cash), order, unit).reason for cash in (1, 9)]
        with pytest.raises(BadInput) as refused:
            check_new_position(Account(1), order, -unit)
        with pytest.raises(BadInput) as wrong:
            StopLoss(3 * unit).check(2 * unit, order.side)
        for sentence in (*reasons, str(refused.value), str(wrong.value)):
            assert "e-" not in sentence
            assert "0.00 of" not in sentence
    check = check_new_position(Account(0.00001), Position("long", 20, 1e-5, 5), 1e-5)
    assert check.reason == (
        "needs 0.00004 of margin with 0.00001 free, and would leave a margin level of 25.0%"
    )
