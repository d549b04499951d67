"""A bad input gets one clear sentence: the value, and the range or the reason; no traceback."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from cases import cases
from hypothesis import given
from hypothesis import strategies as st

from margin_lessons.account import Account, CoinCollateral, Position, check_prices
from margin_lessons.closing import close_position, liquidate
from margin_lessons.contract import Contract
from margin_lessons.costs import conversion_fee, conversion_rate, hours_until, rollovers, trade_fee
from margin_lessons.crossing import check_new_position, crossing, crossings, largest_position
from margin_lessons.debt import (
    Debt,
    Deposit,
    Pots,
    Wallet,
    assign,
    compare,
    debt_after,
    levies,
    recover,
    who_pays,
)
from margin_lessons.errors import BadInput, between, number, numbers, pick, shown
from margin_lessons.market.bars import Bars
from margin_lessons.market.bars_csv import read_bars
from margin_lessons.market.board import quote
from margin_lessons.market.book import Depth
from margin_lessons.market.paths import path_named
from margin_lessons.market.times import parse_time
from margin_lessons.orders import StopLoss
from margin_lessons.plan import Place, Plan, TopUp
from margin_lessons.replay import Charges, Rules, replay
from margin_lessons.scenes.payments import waterfall_state
from margin_lessons.venue import KRAKEN_SPOT, Fees, Venue

ACCOUNT = Account(10_000, (Position("long", 1, 20_000, 5),))
BARS = Bars.of([(20_000, 20_000, 20_000, 20_000)] * 3, length=60)
TWO_COINS = Account(1, coins=(CoinCollateral("A", 1), CoinCollateral("B", 1)))
NOT_PRICES = (0, -1, math.nan, math.inf, -math.inf)


@dataclass(frozen=True)
class Bad:
    """A call with a value it cannot take, and the words its message must hold."""

    call: Callable[[], object]
    words: tuple[str, ...]


def bad(call: Callable[[], object], *words: str) -> Bad:
    return Bad(call, words)


LEVERAGE = [
    bad(lambda: Position("long", 1, 20_000, 0.5), "leverage 0.5", "below 1"),
    bad(lambda: Position("long", 1, 20_000, 0), "leverage 0", "below 1"),
    bad(lambda: Position("long", 1, 20_000, -3), "leverage -3", "below 1"),
    bad(lambda: Position("long", 1, 20_000, math.nan), "leverage nan", "finite"),
    bad(lambda: Position("long", 1, 20_000, math.inf), "leverage inf", "finite"),
    bad(lambda: Position("long", 1, 20_000, "5x"), "leverage '5x'", "not a number"),
    bad(lambda: KRAKEN_SPOT.check_leverage(12), "leverage 12", "above 10", "1 to 10"),
    bad(lambda: KRAKEN_SPOT.check_leverage(0.99), "leverage 0.99", "below 1", "1 to 10"),
    bad(
        lambda: Account(1_000, (Position("long", 1, 20_000, 50),)),
        "leverage 50",
        "above 10",
        KRAKEN_SPOT.name,
    ),
    bad(lambda: largest_position(ACCOUNT, "long", 20_000, 11), "leverage 11", "1 to 10"),
    bad(
        lambda: check_new_position(ACCOUNT, Position("long", 1, 20_000, 11), 20_000),
        "leverage 11",
        "1 to 10",
    ),
]

SIZES = [
    bad(lambda v=value: Position("long", v, 20_000, 5), f"volume {shown(value)}", why)
    for value, why in zip(
        (0, -1, math.nan, math.inf, True, None, "1"),
        ("above 0", "above 0", "finite", "finite", "number", "number", "number"),
        strict=True,
    )
]

PRICES = [
    bad(lambda c=call, v=value: c(v), shown(value), "above 0" if math.isfinite(value) else "finite")
    for value in NOT_PRICES
    for call in (
        lambda price: Position("long", 1, price, 5),
        ACCOUNT.equity,
        ACCOUNT.used_margin,
        ACCOUNT.level,
        ACCOUNT.positions[0].profit,
        ACCOUNT.positions[0].valuation,
        lambda price: ACCOUNT.equity({"BTC": price}),
        lambda price: check_new_position(ACCOUNT, ACCOUNT.positions[0], price),
        lambda price: close_position(ACCOUNT, 0, 0.5, price),
        lambda price: largest_position(ACCOUNT, "long", price, 5),
        lambda price: Contract("long", 1, 100, 10).profit(price),
        lambda price: Contract("long", 1, price, 10),
        lambda price: CoinCollateral("BTC", 1).counts_for(price),
    )
]

ODD_PRICES = [
    bad(lambda: check_prices("20000"), "price '20000'", "not a number"),
    bad(lambda: check_prices(True), "price True", "not a number"),
    bad(lambda: check_prices(None), "price None", "not a number"),
    bad(lambda: check_prices([1, None]), "price None", "not a number"),
    bad(lambda: check_prices(np.datetime64("2020-01-01")), "price", "not a number"),
    bad(lambda: check_prices([1, 2, -7, 4]), "price -7", "above 0"),
    bad(lambda: check_prices([[1, 2], [3]]), "price [[1, 2], [3]]", "not a number"),
    bad(lambda: check_prices(["a"] * 99), "price 'a'", "not a number"),
    bad(lambda: check_prices([[1] * 99, [2]]), "price [[1, 1, 1, ", "not a number"),
    bad(lambda: Account(5).equity("a"), "price 'a'", "not a number"),
    bad(lambda: TWO_COINS.equity({"A": [1, 2], "B": [1, 2, 3]}), "prices of A, B", "(2,), (3,)"),
    bad(lambda: hours_until(ACCOUNT, [1, 2], 0.8), "price [1, 2]", "is not one price"),
    bad(lambda: ACCOUNT.equity({"ETH": 3_000}), "price of BTC is missing", "holds BTC"),
    bad(lambda: TWO_COINS.equity(np.arange(1.0, 400.0)), "stands alone", "A and B"),
    bad(
        lambda: TWO_COINS.equity(np.ones((3, 3))), "price array([[1., 1., 1.], [1.", "stands alone"
    ),
]

COLLATERAL = [
    bad(lambda: Account(cash=-1), "cash collateral -1", "below 0"),
    bad(lambda: Account(cash=math.nan), "cash collateral nan", "finite"),
    bad(lambda: Account(fees_accrued=-2), "fees -2", "below 0"),
    bad(lambda: Account(realised=math.inf), "realised profit inf", "finite"),
    bad(lambda: CoinCollateral("BTC", -0.1), "BTC collateral -0.1", "below 0"),
    bad(lambda: CoinCollateral("BTC", 1, haircut=1.5), "haircut 1.5", "0 to 1"),
    bad(lambda: CoinCollateral("BTC", 1, haircut=-0.1), "haircut -0.1", "0 to 1"),
    bad(lambda: CoinCollateral(None, 1), "coin None", "a name such as 'BTC'"),
    bad(lambda: Position("long", 1, 20_000, 5, coin=[]), "coin []", "a name such as 'BTC'"),
    bad(lambda: Account(1, 5), "position 5", "not a Position"),
    bad(lambda: Account(1, ["long"]), "position in row 0, 'long',", "not a Position"),
    bad(lambda: Account(1, coins=("BTC",)), "coin in row 0, 'BTC',", "not a CoinCollateral"),
    bad(lambda: Account(1, venue="kraken"), "venue 'kraken'", "not a Venue"),
    bad(lambda: ACCOUNT.open(None), "position None", "not a Position"),
    bad(lambda: ACCOUNT.add_cash(0), "deposit 0", "above 0"),
    bad(lambda: ACCOUNT.add_cash(-50), "deposit -50", "above 0"),
    bad(lambda: ACCOUNT.charge(-5), "fee -5", "below 0"),
    bad(lambda: ACCOUNT.open(ACCOUNT.positions[0], fee=-5), "opening fee -5", "below 0"),
]

RULES = [
    bad(lambda: Venue("x", call_level=-0.1), "call level -0.1", "below 0"),
    bad(lambda: Venue("x", full_level=math.nan), "full level nan", "finite"),
    bad(lambda: Venue("x", liquidation_level=0.9), "level 0.9", "discretion level 0.8"),
    bad(lambda: Venue("x", leverage_min=0.5), "lowest leverage 0.5", "1 to 10"),
    bad(lambda: Venue("x", leverage_min=20), "lowest leverage 20", "1 to 10"),
    bad(lambda: Venue("x", leverage_max=0.5), "highest leverage 0.5", "1 to inf"),
    bad(lambda: Venue("x", full_level=0), "full level 0", "above 0"),
    bad(lambda: KRAKEN_SPOT.with_rules(call=0.8), "rule 'call'", "'call_level'?"),
    bad(lambda: Venue("x", haircuts={"TRX": 2}), "haircut of TRX 2", "0 to 1"),
    bad(lambda: Fees(taker=-0.1), "taker -0.1", "0 to 1"),
    bad(lambda: Fees(maker=1.1), "maker 1.1", "0 to 1"),
    bad(lambda: Fees(rollover_hours=0), "rollover_hours 0", "above 0"),
    bad(lambda: KRAKEN_SPOT.with_rules(liquidation_level=2), "level 2", "0.8"),
]

ACTIONS = [
    bad(lambda: Position("up", 1, 20_000, 5), "side 'up'", "'long' nor 'short'"),
    bad(lambda: Position(None, 1, 20_000, 5), "side None", "'long' nor 'short'"),
    bad(lambda: crossing(ACCOUNT, -0.4), "margin level -0.4", "below 0"),
    bad(lambda: crossing(ACCOUNT, math.nan), "margin level nan", "finite"),
    bad(lambda: close_position(ACCOUNT, 0, 2, 20_000), "closed volume 2", "above the 1"),
    bad(lambda: close_position(ACCOUNT, 0, 0, 20_000), "closed volume 0", "above 0"),
    bad(lambda: close_position(ACCOUNT, 1, 1, 20_000), "position 1", "1 open"),
    bad(lambda: close_position(ACCOUNT, -1, 1, 20_000), "position -1", "1 open"),
    bad(lambda: close_position(ACCOUNT, 0, 1, 20_000, fee_rate=2), "fee rate 2", "0 to 1"),
    bad(lambda: liquidate(ACCOUNT, 11_000, fee_rate=math.nan), "fee rate nan", "finite"),
    bad(lambda: liquidate(ACCOUNT, 11_000, "just_enough", math.nan), "fee rate nan", "finite"),
    bad(lambda: liquidate(Account(5), 1, fee_rate="a"), "fee rate 'a'", "not a number"),
    bad(lambda: rollovers(-1), "hours -1", "below 0"),
    bad(lambda: rollovers(8, "x"), "rollover count 'x'", "FLOOR, CEIL"),
    bad(lambda: rollovers(1e308, period_hours=1e-300), "rollover period 1e-300", "too short"),
    bad(lambda: rollovers(8, period_hours=0), "rollover period 0", "above 0"),
    bad(lambda: rollovers(math.inf), "hours inf", "finite"),
    bad(lambda: hours_until(ACCOUNT, 20_000, -1), "margin level -1", "below 0"),
    bad(lambda: trade_fee(-5), "value traded -5", "below 0"),
    bad(lambda: conversion_fee(-5, "BTC", "USD"), "value converted -5", "below 0"),
    bad(lambda: conversion_rate(None, "USD"), "currency None", "such as 'USD'"),
    bad(lambda: conversion_rate("EUR", ""), "currency ''", "such as 'USD'"),
    bad(lambda: Contract("long", 1, 100, 10, maintenance_on="x"), "maintenance_on 'x'", "MARK"),
    bad(lambda: Contract("long", 0, 100, 10), "contract size 0", "above 0"),
    bad(lambda: Contract("long", 1, 100, -10), "margin -10", "below 0"),
    bad(lambda: Contract("long", 1, 100, 10, maintenance=1.2), "maintenance 1.2", "0 to 1"),
    bad(lambda: Contract("long", 1, 100, 10, fee_rate=-0.1), "fee rate -0.1", "0 to 1"),
    bad(lambda: Contract("long", 1, 100, 10, deduction=-1), "deduction -1", "below 0"),
    bad(lambda: number("volume", 10**400, why="it is finite"), "volume inf", "finite"),
]

COINS = [
    bad(lambda: quote("Etherium"), "'Etherium'", "did you mean Ethereum (ETH)?"),
    bad(lambda: quote("bitcoinn"), "'bitcoinn'", "did you mean Bitcoin (BTC)?"),
    bad(lambda: quote("Dogecoins"), "'Dogecoins'", "did you mean Dogecoin (DOGE)?"),
    bad(lambda: quote("cardana"), "'cardana'", "did you mean Cardano (ADA)?"),
    bad(lambda: quote("BTCC"), "'BTCC'", "did you mean Bitcoin (BTC)?"),
    bad(lambda: quote("BTX"), "'BTX'", "did you mean Bitcoin (BTC)?"),
    bad(lambda: quote("etx"), "'etx'", "did you mean Ethereum (ETH)?"),
    bad(lambda: quote(None), "coin None", "30 coins, from BTC to AAVE."),
    bad(lambda: quote(5), "coin 5", "30 coins, from BTC to AAVE."),
    bad(lambda: quote("zzzzzz"), "'zzzzzz'", "30 coins, from BTC to AAVE."),
    bad(lambda: quote(""), "''", "30 coins"),
    bad(lambda: quote("two\nlines"), "not on the board"),
]

NAMES = [
    bad(lambda: pick("control", ["a"], {"a": 1}, "the panel"), "control ['a']", "choose one"),
    bad(lambda: pick("control", ([],), {"a": 1}, "the panel"), "control ([],)", "choose one"),
    bad(lambda: pick("control", None, {"none": 1}, "the panel"), "control None", "choose one"),
    bad(lambda: pick("row", 6, {5: 1}, "the table"), "row 6", "the table (5)", "choose one"),
    bad(lambda: pick("row", np.timedelta64(3), {5: 1}, "the table"), "the table (5)", "choose one"),
    bad(lambda: path_named("a wikc"), "path 'a wikc'", "these paths", "did you mean 'a wick'?"),
    bad(lambda: path_named([]), "path []", "choose one of these."),
    bad(lambda: waterfall_state(1_000, rules="publishing"), "'publishing'", "PUBLISHED, COLLECTOR"),
    bad(lambda: waterfall_state(1_000, rules=[]), "rules '[]'", "PUBLISHED, COLLECTOR, CLAIMED"),
]

REPLAYS = [
    bad(lambda: replay(ACCOUNT, BARS, StopLoss(6_000)), "plan StopLoss(", "Plan(orders=...)"),
    bad(lambda: replay(ACCOUNT, BARS, [StopLoss(6_000)]), "plan [StopLoss(", "not a Plan"),
    bad(lambda: replay(ACCOUNT, BARS, ()), "plan ()", "not a Plan"),
    bad(lambda: replay(ACCOUNT, BARS, rules="x"), "rules 'x'", "not a Rules"),
    bad(lambda: replay(ACCOUNT, [(1, 1, 1, 1)]), "bars [(1, 1, 1, 1)]", "Bars.of(rows)"),
    bad(lambda: replay(None, BARS), "account None", "not an Account"),
    bad(lambda: replay(ACCOUNT, BARS, index=5), "index 5", "not a Bars"),
    bad(lambda: Rules(charges="all"), "charges 'all'", "not a Charges"),
    bad(lambda: Rules(take_collateral="no"), "take_collateral 'no'", "True or False"),
    bad(lambda: Rules(currency=5), "currency 5", "such as 'USD'"),
    bad(lambda: Charges(opening="no"), "opening fee 'no'", "True or False"),
]

DEBTS = [
    bad(lambda: levies(5, ["a"]), "profit 'a'", "not a number"),
    bad(lambda: levies(5, [[1, 2], [3, 4]]), "[[1, 2], [3, 4]]", "not one row"),
    bad(lambda: Pots(winners=["a"]), "profit 'a'", "not a number"),
    bad(lambda: assign(5, 1, [None]), "provider in row 0, None,", "Provider(name, size)"),
    bad(lambda: recover(None), "debt None", "not a Debt"),
    bad(lambda: recover(Debt(5), [Deposit(1, 5)]), "wallet in row 0, Deposit(", "not a Wallet"),
    bad(
        lambda: recover(Debt(5), deposits=[Wallet("USD", 5)]),
        "deposit in row 0, Wallet(",
        "not a Dep",
    ),
    bad(lambda: recover(Debt(5), rules=None), "rules None", "AS_CLAIMED"),
    bad(lambda: recover(Debt(5)).owed_on(["a"]), "day 'a'", "not a number"),
    bad(lambda: who_pays(Debt(5), None), "regime None", "REGIMES"),
    bad(lambda: compare(Debt(5), regimes=[None]), "regime in row 0, None,", "REGIMES"),
    bad(lambda: debt_after(None, 5), "account None", "not an Account"),
]

EVERY = [
    *LEVERAGE,
    *SIZES,
    *PRICES,
    *ODD_PRICES,
    *COLLATERAL,
    *RULES,
    *ACTIONS,
    *COINS,
    *NAMES,
    *REPLAYS,
    *DEBTS,
]


@pytest.mark.parametrize("case", EVERY, ids=lambda case: "-".join(case.words).replace("\n", " "))
def test_one_sentence_with_the_value_and_the_reason(case: Bad) -> None:
    with pytest.raises(BadInput) as raised:
        case.call()
    message = str(raised.value)
    assert message.splitlines() == [message]
    assert message.endswith((".", "?"))
    assert len(message) < 200, "a sentence, not a page"
    for words in case.words:
        assert words in message


@pytest.mark.parametrize(
    ("one", "other", "rate"),
    [("usd", "eur", 0.015), ("usd", "USD", 0.0), ("xbt", " Usd ", 0.025), ("usde", "USDe", 0.0)],
)
def test_a_currency_may_come_in_any_case(one: str, other: str, rate: float) -> None:
    assert conversion_rate(one, other) == rate


def test_numbers_keep_their_shape_and_take_what_python_counts_with() -> None:
    assert numbers("size", 3, why="it is one").shape == ()
    assert numbers("size", [[1, 2.5]], why="it is one").tolist() == [[1.0, 2.5]]
    assert numbers("size", [Fraction(1, 2), 10**400], why="it is one").tolist() == [0.5, math.inf]
    assert numbers("size", [], why="it is one").tolist() == []


def test_a_bad_input_is_a_value_error() -> None:
    """Code that knows nothing of this package still catches it."""
    assert issubclass(BadInput, ValueError)


ANYTHING = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.lists(st.integers(), max_size=3)
    | st.sampled_from([10**400, -(10**400), 1j, b"1", object, np.arange(200), np.array(5)])
)


@cases(300)
@given(anything=ANYTHING)
def test_no_value_ends_in_another_error(anything: object) -> None:
    """Whatever is typed into a field is taken, or refused with one sentence."""
    for call in (
        lambda: Position("long", anything, 20_000, 5),
        lambda: Position("long", 1, anything, 5),
        lambda: Position("long", 1, 20_000, anything),
        lambda: Position(anything, 1, 20_000, 5),
        lambda: Account(cash=anything),
        lambda: CoinCollateral("BTC", 1, anything),
        lambda: KRAKEN_SPOT.check_leverage(anything),
        lambda: ACCOUNT.add_cash(anything),
        lambda: crossing(ACCOUNT, anything),
        lambda: check_prices(anything),
        lambda: quote(anything),
        lambda: Account(1, anything),
        lambda: Account(1, coins=anything),
        lambda: Account(5).equity(anything),
        lambda: ACCOUNT.equity(anything),
        lambda: Bars.of(anything),
        lambda: Bars.of([(1, 1, 1, 1)], start=anything),
        lambda: Bars.from_path(anything),
        lambda: read_bars(anything) if not isinstance(anything, str) else None,
        lambda: parse_time(anything),
        lambda: replay(ACCOUNT, BARS, anything),
        lambda: TopUp(1, at_most=anything),
        lambda: Place(1, anything),
        lambda: Plan(anything),
        lambda: levies(5, anything),
        lambda: conversion_rate(anything, "USD"),
        lambda: pick("control", anything, {"a": 1}, "the panel"),
        lambda: path_named(anything),
        lambda: Depth("bids", anything, [1]),
        lambda: Depth("bids", [1], [1]).curve(anything),
        lambda: recover(Debt(5), anything),
        lambda: recover(Debt(5)).owed_on(anything),
        lambda: liquidate(ACCOUNT, 11_000, fee_rate=anything),
    ):
        try:
            call()
        except BadInput as error:
            message = str(error)
            assert message.splitlines() == [message]
            assert message.endswith((".", "?"))


@cases(300)
@given(value=st.floats(allow_nan=False), edges=st.tuples(st.floats(-1e6, 1e6), st.floats(0, 1e6)))
def test_between_takes_its_range_and_nothing_else(value: float, edges: tuple[float, float]) -> None:
    low, high = edges[0], edges[0] + edges[1]
    if low <= value <= high:
        assert between("share", value, low, high, why="it is a share") == value
        return
    with pytest.raises(BadInput) as raised:
        between("share", value, low, high, why="it is a share")
    assert shown(value) in str(raised.value)
    if math.isfinite(value):
        assert f"(allowed: {shown(low)} to {shown(high)})" in str(raised.value)
        assert ("below" in str(raised.value)) == (value < low)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12.0, "12"),
        (0.1 + 0.2, "0.3"),
        (np.float64(2.5), "2.5"),
        (np.int64(7), "7"),
        (True, "True"),
        ("BTC", "'BTC'"),
        (None, "None"),
        (1e-8, "0.00000001"),
        (-1.3e-5, "-0.000013"),
        (1e-300, "1e-300"),
        (12_345_678_900.0, "12345678900"),
        (Decimal("0.10"), "0.1"),
        (Decimal("NaN"), "nan"),
        (np.array(2.5), "2.5"),
        (118_000, "118000"),
    ],
)
def test_a_value_is_shown_as_it_was_written(value: object, text: str) -> None:
    assert shown(value) == text


@pytest.mark.parametrize(
    ("volume", "entry", "sentence"),
    [
        (5e-324, 5e-324, "costs too little to be counted"),
        (1e308, 1e308, "costs too much to be counted"),
    ],
)
def test_a_position_costs_what_a_number_can_hold(volume, entry, sentence) -> None:
    with pytest.raises(BadInput, match=sentence):
        Position("long", volume, entry, 5)


def test_amounts_beyond_every_number_are_not_added_up() -> None:
    account = Account(1e308, (Position("long", 1e154, 1e154, 5),))
    with pytest.raises(BadInput, match="too large to be added up"):
        crossings(account)
