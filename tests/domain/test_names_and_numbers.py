"""One name for a coin, one float for a number, one opening fee: whatever way each was given."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from margin_lessons.account import Account, CoinCollateral, Position
from margin_lessons.costs import (
    drift_of_crossing,
    hours_until,
    opening_due,
    opening_fee,
    with_costs,
    with_opening_fees,
)
from margin_lessons.crossing import crossing, crossings
from margin_lessons.errors import BadInput
from margin_lessons.market.bars import Bars
from margin_lessons.market.board import quote
from margin_lessons.opening import check_new_position, largest_position
from margin_lessons.replay import Charges, Kind, Rules, replay
from margin_lessons.risk import levels_of
from margin_lessons.venue import KRAKEN_SPOT, LongMargin, ShortMargin, Venue

LONG = Position("long", 1, 20_000, 5)


# ---- Names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["BTC", "btc", "XBT", " xbt "])
def test_a_coin_has_one_name_at_every_door(name: str) -> None:
    held = Position("long", 1, 20_000, 5, name)
    account = Account(10_000, (held,), (CoinCollateral(name, 0.5),))
    assert (held, account.symbols) == (LONG, ("BTC",))
    now = {name: 18_000}
    assert account.equity(now) == account.equity(18_000) == 17_000
    assert account.price_of(name, now) == 18_000
    assert crossing(account, 0.8, coin=name) == crossing(account, 0.8)
    assert quote(name).symbol == "BTC"
    eth = account.open(Position("long", 1, 2_000, 5, "eth"))
    assert (
        crossings(eth, prices=now).call == crossings(eth, coin="ETH", prices={"BTC": 18_000}).call
    )
    assert largest_position(account, "long", 18_000, 5, coin=name) == largest_position(
        account, "long", 18_000, 5
    )
    check = check_new_position(eth, Position("long", 1, 18_000, 5, name), 18_000, {"Eth": 2_000})
    assert check.accepted


@pytest.mark.parametrize("name", ["USDT", "usdt", " Usdt "])
def test_a_haircut_is_found_under_any_spelling(name: str) -> None:
    assert KRAKEN_SPOT.haircut(name) == 0.10
    assert Venue("x", haircuts={name: 0.2}).haircut("usdt") == 0.2
    assert KRAKEN_SPOT.haircut("xbt") == KRAKEN_SPOT.haircut("BTC") == 0


def test_two_spellings_of_one_coin_are_two_answers_and_refused() -> None:
    for ask in (
        lambda: Venue("x", haircuts={"BTC": 0.1, "XBT": 0.2}),
        lambda: Account(1, (LONG,)).equity({"BTC": 20_000, "xbt": 19_000}),
        lambda: crossing(Account(1, (LONG,)), 0.8, prices={"eth": 1, "ETH": 2}),
    ):
        with pytest.raises(BadInput, match="stands twice"):
            ask()


# ---- Options and numbers -------------------------------------------------------------------------


@pytest.mark.parametrize("side", ["long", "short"])
@pytest.mark.parametrize("rule", ["floating", "FLOATING", "frozen"])
def test_an_option_by_its_name_is_the_option(side: str, rule: str) -> None:
    held = Position(side, 1, 20_000, 5)
    short, long = ShortMargin[rule.upper()], LongMargin[rule.upper()]
    by_name = held.used_margin(30_000, rule, rule)
    assert by_name == held.used_margin(30_000, short, long)
    assert by_name == (4_000 if rule == "frozen" else 6_000)
    with pytest.raises(BadInput, match="short_margin 'floatng' is not one of the options"):
        held.used_margin(30_000, "floatng")


@pytest.mark.parametrize(
    "kind", [Decimal, Fraction, np.float64, np.float32, np.int64, np.array, int]
)
def test_a_number_of_any_kind_is_that_float(kind: type) -> None:
    held = Position("long", kind(1), kind(20_000), kind(5))
    account = Account(kind(10_000), (held,), (CoinCollateral("BTC", kind(2), kind(0)),))
    assert (held, account) == (LONG, Account(10_000, (LONG,), (CoinCollateral("BTC", 2),)))
    assert all(type(value) is float for value in (held.volume, held.entry, held.leverage))
    assert type(account.equity(kind(18_000))) is float
    assert account.equity({"BTC": kind(18_000)}) == account.equity(18_000)
    assert Venue("x", liquidation_level=kind(0)).liquidation_level == 0


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (lambda account: crossing(account, 0.8, prices=20_000), "price 20000 is not a Mapping"),
        (lambda _: crossing(None, 0.8), "holding None is no account and no contract"),
        (lambda account: levels_of(account, [20_000]), r"price \[20000\] is not one price"),
    ],
)
def test_what_was_raw_is_a_sentence(ask, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        ask(Account(10_000, (LONG,)))


# ---- An opening fee is owed once -----------------------------------------------------------------


def test_an_opening_fee_is_charged_once_whoever_asks() -> None:
    """0.025 % of 20,000 are 5 USD; a day has six rollovers of 5 USD."""
    opened = Account(10_000).open(LONG, fee=opening_fee(LONG))
    owes, plain = with_opening_fees(Account(10_000, (LONG,))), Account(10_000, (LONG,))
    assert opened == owes
    assert (opening_due(opened.positions[0]), opening_due(LONG)) == (0, opening_fee(LONG))
    assert with_costs(opened, 24).fees_accrued == pytest.approx(5 + 6 * 5)
    assert with_costs(plain, 24) == with_costs(opened, 24)
    assert with_costs(with_costs(plain, 0), 24) == with_costs(plain, 24)
    assert hours_until(opened, 20_000, 0.8) == hours_until(plain, 20_000, 0.8)
    assert levels_of(opened) == levels_of(plain)
    # What is left to drift is only the rollovers.
    assert drift_of_crossing(opened, 0.8, 24) == pytest.approx(6 * 5)
    with pytest.raises(BadInput, match="opening fee 5 is charged already"):
        Account(10_000).open(opened.positions[0], fee=5)


@pytest.mark.parametrize("charged", [True, False])
def test_a_replay_charges_what_is_still_owed(charged: bool) -> None:
    start = Account(10_000, (LONG,))
    start = with_opening_fees(start) if charged else start
    still = Bars.of([(20_000,) * 4] * 3, length=60)
    timeline = replay(start, still, rules=Rules(charges=Charges(opening=True)))
    assert len(timeline.of(Kind.FEE)) == (0 if charged else 1)
    assert timeline.final == with_opening_fees(start)
    assert timeline.equity == pytest.approx(9_995)
    # Going on from the end of one replay pays nothing again.
    again = replay(timeline.final, still, rules=Rules(charges=Charges(opening=True)))
    assert again.equity == timeline.equity


def test_a_part_of_a_position_keeps_what_was_charged_for_it() -> None:
    """Only what an order opens pays for opening: here a half of it."""
    account = Account(20_000, (replace(LONG, side="short", volume=0.5),))
    after = account.open(LONG, fee=5)
    assert after.fees_accrued == 2.5
    assert after.positions == (replace(LONG, volume=0.5, opening_charged=True),)
    assert with_opening_fees(after).fees_accrued == 2.5
    only_closes = account.open(replace(LONG, volume=0.5), fee=5)
    assert (only_closes.positions, only_closes.fees_accrued) == ((), 0)
