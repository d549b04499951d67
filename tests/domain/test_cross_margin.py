"""Cross margin: up to four contracts on one balance, against plain halving; the deficit split."""

from __future__ import annotations

import math
import pickle
from dataclasses import replace

import pytest
from cases import cases
from hypothesis import assume, given
from hypothesis import strategies as st
from oracles import equity_by_hand, first_change, required_by_hand
from strategies import COINS, amounts, counts, near_moves, tiered_contracts

from margin_lessons.contract import Contract
from margin_lessons.contract_venue import ContractVenue, MarginMode
from margin_lessons.conventions import DeficitSplit, MaintenanceOn, PriceFloor
from margin_lessons.cross_margin import CrossMargin
from margin_lessons.crossing import crossing
from margin_lessons.errors import BadInput
from margin_lessons.tiers import Tier, Tiers

VENUE = ContractVenue("a venue", Tiers.flat(0.10, 0.05))
NAMES = (*COINS, "LTC")
FAR = 1e4

# Made once: a strategy that is built anew in every draw is checked anew in every draw.
quotes = st.sampled_from(("USD", "EUR"))
rates, balances = amounts(0.5, 2), amounts(0, 2)
coin_parts = st.just(0.0) | amounts(0, 1)
full_uses = st.sampled_from([1.0, 0.5])
any_tiered = tiered_contracts()


@st.composite
def cross_accounts(draw: st.DrawFn) -> tuple[CrossMargin, dict[str, float]]:
    """Draw one to four contracts of a like size in dollars or euros, and a price for each."""
    names = NAMES[: draw(counts)]
    contracts, prices = {}, {}
    for name in names:
        one = draw(any_tiered)
        quote = draw(quotes)
        contracts[name] = replace(one, quote=quote)
        prices[name] = one.entry * draw(near_moves)
    rate = draw(rates)
    values = [dollars(one, one.entry, rate) * one.notional(one.entry) for one in contracts.values()]
    balance = sum(values) * draw(balances)
    coins = {names[0]: values[0] / prices[names[0]] * draw(coin_parts)}
    venue = VENUE.with_rules(full=draw(full_uses))
    return CrossMargin(contracts, balance, venue, rates={"EUR": rate}, coins=coins), prices


def dollars(contract: Contract, price: float, rate: float) -> float:
    """Return what one unit of a contract's margin is worth in dollars."""
    return (rate if contract.quote == "EUR" else 1.0) * (price if contract.inverse else 1.0)


def parts(account: CrossMargin, prices: dict[str, float]) -> tuple[list[float], float]:
    """Return the terms of the equity in dollars, and the requirement, contract by contract."""
    rate, terms, required = account.rates["EUR"], [account.balance], 0.0
    for name, one in account.contracts.items():
        worth = dollars(one, prices[name], rate)
        # A contract's own margin is in the balance of a cross account.
        terms += [worth * equity_by_hand(one, prices[name]), -worth * one.margin]
        required += worth * required_by_hand(one, prices[name])
    for name, units in account.coins.items():
        euro = account.contracts[name].quote == "EUR"
        terms.append((rate if euro else 1.0) * units * prices[name])
    return terms, required


@cases(2_000)
@given(drawn=cross_accounts(), which=st.integers(0, 3))
def test_the_crossing_of_one_coin_is_what_halving_finds(
    drawn: tuple[CrossMargin, dict[str, float]], which: int
) -> None:
    account, prices = drawn
    coin = list(account.contracts)[which % len(account.contracts)]

    def gap(price: float) -> float:
        terms, required = parts(account, {**prices, coin: price})
        return math.fsum(terms) - account.venue.full * required

    start, one = prices[coin], account.contracts[coin]
    size = sum(map(abs, parts(account, prices)[0])) + one.notional(start) * dollars(one, start, 2)
    assume(gap(start) > 1e-6 * size)
    there = account.liquidation(coin, prices)
    edges = [tier.up_to for tier in one.tiers.tiers[:-1]]
    knots = [one.size / edge if one.inverse else edge / one.size for edge in edges]
    below, above = (first_change(gap, start, knots, far) for far in (start / FAR, start * FAR))
    if there.price is None or not 1 / FAR < there.price / start < FAR:
        assert below is None or above is None
        return
    found = below if there.price < start else above
    assume(abs(gap(there.price * 1.001) - gap(there.price * 0.999)) > 1e-7 * size)
    assert found is not None
    assert there.price == pytest.approx(found, rel=1e-9)


@cases(300)
@given(drawn=cross_accounts())
def test_equity_and_requirement_are_the_sums(drawn: tuple[CrossMargin, dict[str, float]]) -> None:
    account, prices = drawn
    terms, required = parts(account, prices)
    size = sum(map(abs, terms)) + required
    assert account.equity(prices) == pytest.approx(math.fsum(terms), abs=1e-9 * size)
    for name, one in account.contracts.items():
        edge = [
            (one.size / tier.up_to if one.inverse else tier.up_to / one.size) / prices[name]
            for tier in one.tiers.tiers[:-1]
        ]
        assume(all(abs(place - 1) > 1e-9 for place in edge))
    assert account.requirement(prices) == pytest.approx(required, rel=1e-9)


@cases(300)
@given(drawn=cross_accounts(), split=st.sampled_from(DeficitSplit))
def test_the_parts_of_a_deficit_add_up_to_it(
    drawn: tuple[CrossMargin, dict[str, float]], split: DeficitSplit
) -> None:
    account, prices = drawn
    poorer = replace(
        account, balance=account.balance - 3 * abs(account.equity(prices)),
        venue=account.venue.with_rules(deficit_split=split), coins={},
    )  # fmt: skip
    missing = poorer.deficit(prices)
    assert missing == max(0.0, -poorer.equity(prices))
    shares = poorer.deficit_by_coin(prices)
    assert min(shares.values()) >= 0
    lost = [one.profit(prices[name]) < one.funding_paid for name, one in poorer.contracts.items()]
    if any(lost) or split is DeficitSplit.VALUES:
        assert sum(shares.values()) == pytest.approx(missing, rel=1e-9)


@cases(300)
@given(contract=tiered_contracts())
def test_one_contract_is_isolated_and_cross_alike(contract: Contract) -> None:
    """With its own margin as the balance: dollars for a linear one, coins for an inverse one."""
    linear = {} if contract.inverse else {"balance": contract.margin}
    coins = {"coins": {"BTC": contract.margin}} if contract.inverse else {}
    cross = CrossMargin({"BTC": contract}, **{"balance": 0.0, **linear, **coins}, venue=VENUE)
    alone, together = contract.liquidation(), cross.liquidation("BTC")
    entry = contract.entry
    assume(alone.price is not None and 1e-5 < alone.price / entry < 1e5)
    change = abs(contract.equity(alone.price * 1.01) - contract.equity(alone.price * 0.99))
    assume(change > 1e-5 * (contract.margin + contract.notional(entry)))
    assert together.at == pytest.approx(alone.at, rel=1e-9)
    assert together.falling == alone.falling


def test_four_contracts_on_one_balance() -> None:
    """10,000 USD behind long 1 BTC and 10 ETH, short 100 SOL and an inverse long of 20,000 USD."""
    held = {
        "BTC": Contract.opened("long", 1, 60_000, 10, VENUE),
        "ETH": Contract.opened("long", 10, 3_000, 10, VENUE),
        "SOL": Contract.opened("short", 100, 150, 10, VENUE),
        "LTC": Contract.opened("long", 20_000, 100, 10, VENUE, inverse=True),
    }
    account = CrossMargin(held, 10_000, VENUE)
    now = {"BTC": 60_000, "ETH": 3_000, "SOL": 150, "LTC": 100}
    assert account.equity(now) == 10_000
    assert account.requirement(now) == 0.05 * (60_000 + 30_000 + 15_000 + 20_000)
    # 0.95 P = 60,000 - 10,000 + 0.05 x 65,000
    assert account.liquidation("BTC", now).at == pytest.approx(53_250 / 0.95)
    # In dollars the inverse long is 200 LTC less 20,000, and always needs 1,000.
    assert account.liquidation("LTC", now).at == pytest.approx(100 - 3_750 / 200)
    # 105 P = 10,000 + 15,000 - 0.05 x 110,000
    assert crossing(account, 1.0, coin="SOL", prices=now).at == pytest.approx(19_500 / 105)
    assert account.deficit({**now, "BTC": 45_000}) == 5_000
    shares = account.deficit_by_coin({**now, "BTC": 48_000, "ETH": 2_400})
    assert [round(part, 6) for part in shares.values()] == [5_333.333333, 2_666.666667, 0, 0]


@pytest.mark.parametrize(("split", "oil"), [("LOSSES", 1.0), ("VALUES", 37_630 / 38_630)])
def test_a_price_below_zero_is_one_where_the_market_has_them(split: str, oil: float) -> None:
    """1,000 barrels from 18 and 10 of gold from 100; 900 USD are required for the oil."""
    barrel = Contract(
        "long", 1_000, 18, 0, 0.05, maintenance_on=MaintenanceOn.ENTRY, price_floor=PriceFloor.NONE
    )
    held = {"CL": barrel, "GC": Contract("long", 10, 100, 0, 0.10)}
    account = CrossMargin(held, 25_000, VENUE.with_rules(deficit_split=DeficitSplit[split]))
    # 25,000 + 1,000 (P - 18) = 900 + 100
    assert account.liquidation("CL", {"GC": 100}).at == pytest.approx(-6)
    assert account.zero_equity("CL", {"GC": 100}).at == pytest.approx(-7)
    # The other one has its own floor: 25,000 - 25,000 + 10 (P - 100) = 900 + P.
    assert account.liquidation("GC", {"CL": -7}).at == pytest.approx(1_900 / 9)
    settled = {"CL": -37.63, "GC": 100}
    assert account.deficit(settled) == pytest.approx(30_630)
    assert account.deficit_by_coin(settled)["CL"] == pytest.approx(30_630 * oil)
    with pytest.raises(BadInput, match="price of GC -1 is not a finite number above 0"):
        account.deficit({"CL": -37.63, "GC": -1})


def test_a_cross_account_can_be_copied() -> None:
    account = CrossMargin({"BTC": Contract.opened("long", 1, 60_000, 10, VENUE)}, 9_000, VENUE)
    assert pickle.loads(pickle.dumps(account)) == account
    assert hash(pickle.loads(pickle.dumps(account))) == hash(account)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (
            lambda: CrossMargin({"BTC": Contract("long", 1, 100, 10, quote="EUR")}, 10, VENUE),
            "contract of BTC is in EUR and the account in USD, and there is no rate between them",
        ),
        (lambda: CrossMargin({}, 10, VENUE), "contracts {} are none"),
        (
            lambda: CrossMargin(
                {"BTC": Contract("long", 1, 100, 10)},
                10,
                VENUE.with_rules(modes=(MarginMode.ISOLATED,)),
            ),
            "cross margin is not offered by a venue",
        ),
        (
            lambda: CrossMargin({"BTC": Contract("long", 1, 100, 10)}, 10, VENUE).liquidation(
                "SOL"
            ),
            "coin 'SOL' is not one of the account's",
        ),
        (
            lambda: CrossMargin(
                {"BTC": Contract("long", 1, 100, 10), "ETH": Contract("long", 1, 9, 1)}, 10, VENUE
            ).liquidation("BTC"),
            "price of ETH is missing",
        ),
        (
            lambda: CrossMargin(
                {"BTC": Contract("long", 1, 100, 10), "ETH": Contract("long", 1, 9, 1)}, 10, VENUE
            ).lines(),
            "coin None is not one of BTC, ETH",
        ),
        (
            lambda: CrossMargin({"BTC": Contract("long", 1, 100, 10)}, 10, VENUE).liquidation(
                "BTC", {"BTC": -5}
            ),
            "price of BTC -5 is not a finite number above 0",
        ),
    ],
)
def test_bad_input_is_one_clear_sentence(make, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        make()


OIL = Contract(
    "long", 1, 18.27, 3, 0.05, maintenance_on=MaintenanceOn.ENTRY, price_floor=PriceFloor.NONE
)
BENT = Contract("long", 1, 100, 10, tiers=Tiers((Tier(50, 0.1, 0.05), Tier(math.inf, 0.2, 0.1))))


def test_a_price_below_zero_counts_where_the_contract_has_no_floor() -> None:
    """By hand: 20 + P - 18.27 = 5 % of 18.27, and of a short of ETH that stands still nothing."""
    both = CrossMargin({"OIL": OIL, "ETH": Contract("short", 1, 9, 1)}, 20, VENUE)
    at = both.liquidation("OIL", {"ETH": 9})
    assert at.price == pytest.approx(18.27 - 20 + 0.05 * 18.27)
    assert at.price < 0
    assert both.deficit({"OIL": -37.63, "ETH": 9}) == pytest.approx(37.63 + 18.27 - 20)
    by_value = replace(VENUE, deficit_split=DeficitSplit.VALUES)
    split = replace(both, venue=by_value).deficit_by_coin({"OIL": -37.63, "ETH": 9})
    assert split["OIL"] / split["ETH"] == pytest.approx(37.63 / 9)
    with pytest.raises(BadInput, match="price of ETH -1 is not a finite number above 0"):
        both.liquidation("OIL", {"ETH": -1})


@pytest.mark.parametrize("price", [-5, 0, math.nan, math.inf, "5", None, [1, 2], 10**400])
def test_the_price_from_which_a_crossing_is_looked_for_is_one(price: object) -> None:
    with pytest.raises(BadInput, match="price of BTC"):
        CrossMargin({"BTC": BENT}, 30, VENUE).liquidation("BTC", {"BTC": price})
