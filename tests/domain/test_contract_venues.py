"""The venues for contracts: printed tables and prices, to the digit; who is liquidated where."""

from __future__ import annotations

import math
import pickle
from dataclasses import fields, replace

import pytest
from cases import cases
from hypothesis import given
from hypothesis import strategies as st
from strategies import amounts, entries

from margin_lessons.account import Side
from margin_lessons.contract import Contract
from margin_lessons.contract_venue import ContractVenue
from margin_lessons.contract_venues import (
    BINANCE_USDM,
    BITSTAMP_PERPETUALS,
    BYBIT,
    CONTRACT_VENUES,
    EU_CFD,
    HYPERLIQUID,
    KRAKEN_EEA,
    KRAKEN_OUTSIDE_US,
    KRAKEN_US,
    OKX,
    ROBINHOOD_EU,
)
from margin_lessons.conventions import MaintenanceOn
from margin_lessons.costs import HOURS_PER_YEAR
from margin_lessons.errors import BadInput
from margin_lessons.funding import Funding
from margin_lessons.orders import TrailingStop
from margin_lessons.tier_tables import KRAKEN_EEA_ROWS
from margin_lessons.tiers import Tier, TierRule, Tiers

HALF_OF_TEN = ContractVenue("10 % and 5 % of the mark", Tiers.flat(0.10, 0.05))


def prices(side: str, size: float, leverage: float, venue: ContractVenue, **more: bool) -> list:
    """Return where 60,000 is liquidated and where nothing is left, to the cent; None is nowhere."""
    held = Contract.opened(side, size, 60_000, leverage, venue, **more)
    both = held.liquidation().price, held.zero_equity().price
    return [None if price is None else round(price, 2) for price in both]


# ---- What is printed -----------------------------------------------------------------------------


def test_binance_prints_the_same_deductions() -> None:
    """The column "cum" of the table recorded by freqtrade, BTC/USDT, 2024."""
    printed = [0, 50, 950, 11_450, 131_450, 481_450, 2_981_450, 14_481_450, 26_481_450, 41_481_450,
               121_481_450, 421_481_450]  # fmt: skip
    tiers = BINANCE_USDM.tiers
    assert [round(tiers.deduction(tier), 6) for tier in tiers.tiers] == printed


def test_bybit_prints_the_same_deductions() -> None:
    """Its page on margin parameters, in a copy of about 2024."""
    printed = [0, 1_200, 3_020, 4_300, 5_820, 8_460, 15_460, 20_500, 46_000, 66_000, 80_000,
               160_000, 300_000, 452_000, 502_000, 777_000, 837_000, 967_000, 1_107_000,
               1_482_000]  # fmt: skip
    tiers = BYBIT.tiers
    assert [round(tiers.deduction(tier), 6) for tier in tiers.tiers] == printed


def test_hyperliquid_asks_for_half_of_the_initial_rate() -> None:
    """At 20x 2.5 %; from 1 % at 50x to 16.7 % at 3x (its pages, read on 29 November 2026)."""
    for tier in HYPERLIQUID.tiers.tiers:
        assert tier.maintenance == pytest.approx(tier.initial / 2, rel=1e-12)
    assert HYPERLIQUID.tiers.tiers[1].maintenance == 0.025
    assert HYPERLIQUID.tiers.deduction(HYPERLIQUID.tiers.tiers[1]) == pytest.approx(1_875_000)


def test_kraken_asks_for_half_of_the_initial_rate() -> None:
    rows = [tiers.tiers[0] for tiers in KRAKEN_EEA_ROWS]
    assert [(row.initial, row.maintenance) for row in rows] == [
        (0.10, 0.05), (0.20, 0.10), (0.30, 0.15), (0.50, 0.25),
    ]  # fmt: skip
    for tier in KRAKEN_OUTSIDE_US.tiers.tiers:
        assert tier.maintenance == tier.initial / 2


def test_robinhood_prints_the_initial_margin_of_its_first_tier() -> None:
    assert ROBINHOOD_EU.tiers.initial(1_000_000) == pytest.approx(100_000)
    assert ROBINHOOD_EU.tiers.initial(2_000_000) == pytest.approx(2_000_000 * 0.1429, rel=1e-3)


def test_okx_counts_coins_and_has_no_deduction() -> None:
    """ADA/USDT from 19 May 2023: 1,500 contracts of 100 at 75x, 3,000 at 50x, 6,000 at 40x."""
    tiers = OKX.tiers
    assert [round(tiers.leverage_max(size)) for size in (150_000, 300_000, 600_000)] == [75, 50, 40]
    assert tiers.at(1_200_000) == Tier(1_200_000, 0.03, 0.015)
    assert tiers.rule is TierRule.BAND
    assert tiers.deduction(tiers.tiers[3]) == 0
    held = Contract.opened("long", 300_000, 0.4, 50, OKX)
    assert held.requirement(0.4) == pytest.approx(120_000 * (0.0075 + 0.0005))
    assert held.requirement(40) == pytest.approx(12_000_000 * (0.0075 + 0.0005))


# ---- The five questions --------------------------------------------------------------------------


def test_why_was_it_liquidated() -> None:
    assert prices("long", 1, 10, BITSTAMP_PERPETUALS) == [56_842.11, 54_000]
    assert prices("short", 1, 10, BITSTAMP_PERPETUALS) == [62_857.14, 66_000]
    there = Contract.opened("long", 1, 60_000, 10, HALF_OF_TEN).liquidation()
    assert f"{there.move_from(60_000):.2%}" == "-5.26%"
    short = Contract.opened("short", 1, 60_000, 10, HALF_OF_TEN).liquidation()
    assert f"{short.move_from(60_000):+.2%}" == "+4.76%"
    part = Contract.opened("long", 1, 60_000, 5, ROBINHOOD_EU)
    assert round(part.partial_liquidation().at, 2) == 53_333.33
    assert prices("long", 1, 5, ROBINHOOD_EU) == [50_526.32, 48_000]
    assert prices("long", 1, 2, EU_CFD) == [45_000, 30_000]
    german = KRAKEN_EEA.with_rules(tiers=KRAKEN_EEA_ROWS[-1])
    assert prices("long", 1, 2, german)[0] == 45_000
    assert prices("long", 1, 2, german.with_rules(maintenance_on=MaintenanceOn.MARK))[0] == 40_000
    assert prices("long", 1, 10, KRAKEN_US) == [56_842.11, 54_000]


def test_the_formula_that_divides_by_the_leverage_twice() -> None:
    """kdj.com, 28 July 2025: entry x (1 - (initial - maintenance) / leverage), 5x and 1 %."""
    claimed = 60_000 * (1 - (1 / 5 - 0.01) / 5)
    assert round(claimed, 2) == 57_720
    venue = ContractVenue("1 %", Tiers.flat(0.20, 0.01))
    there = Contract.opened("long", 1, 60_000, 5, venue).liquidation()
    assert round(there.at, 2) == 48_484.85
    assert f"{there.move_from(60_000):.1%}" == "-19.2%"
    assert f"{claimed / 60_000 - 1:.1%}" == "-3.8%"


def test_linear_and_inverse() -> None:
    inverse = {"inverse": True}
    assert prices("long", 60_000, 10, HALF_OF_TEN, **inverse) == [57_272.73, 54_545.45]
    assert prices("short", 60_000, 10, HALF_OF_TEN, **inverse) == [63_333.33, 66_666.67]
    assert prices("long", 1, 1, HALF_OF_TEN) == [None, None]
    assert prices("long", 60_000, 1, HALF_OF_TEN, **inverse) == [31_500, 30_000]
    held = Contract.opened("long", 60_000, 60_000, 1, HALF_OF_TEN, inverse=True)
    assert held.profit(48_000) == pytest.approx(-0.25)
    assert held.profit(75_000) == pytest.approx(0.20)
    assert held.profit(48_000) * 48_000 == pytest.approx(-12_000)
    assert held.profit(75_000) * 75_000 == pytest.approx(15_000)


def test_krakens_printed_example_under_its_own_tiers() -> None:
    """support.kraken.com 360022835671: 7,481.48 with maintenance at mark, 7,476.64 at entry."""
    terms = KRAKEN_OUTSIDE_US.terms()
    held = Contract("long", 1_000, 8_000, 0.01, inverse=True, **terms)
    assert round(held.liquidation().at, 2) == 7_481.48
    assert round(held.zero_equity().at, 2) == 7_407.41
    at_entry = replace(held, maintenance_on=MaintenanceOn.ENTRY)
    assert round(at_entry.liquidation().at, 2) == 7_476.64


def test_what_funding_costs() -> None:
    """Bitstamp, recorded on 15 September 2026: BTC 0.000253, ETH 0.000026, every 8 hours."""
    btc, eth = (Funding.at(BITSTAMP_PERPETUALS, rate) for rate in (0.000253, 0.000026))
    assert f"{btc.per_coin(75_895.30):.2f}" == "19.20"
    assert f"{3 * btc.per_coin(75_895.30):.2f}" == "57.60"
    assert f"{btc.a_year:.1%}" == "27.7%"
    assert f"{eth.a_year:.2%}" == "2.85%"
    assert f"{btc.a_year_on_margin(10):.0%}" == "277%"
    rollover = 0.00025 * HOURS_PER_YEAR / 4
    assert f"{rollover:.2%}" == "54.75%"


def test_a_trailing_stop_of_500_basis_points_and_a_collar() -> None:
    trigger = TrailingStop(share=500 / 10_000).level(22_000, Side.LONG)
    assert trigger == pytest.approx(20_900)
    assert trigger * 0.95 == pytest.approx(19_855)


# ---- What holds for all of them ------------------------------------------------------------------


@cases(1_000)
@given(venue=st.sampled_from(CONTRACT_VENUES), value=amounts(1, 2e9), step=amounts(1e-6, 1e-3))
def test_the_requirement_is_continuous_where_the_venues_is(
    venue: ContractVenue, value: float, step: float
) -> None:
    """Each rate on its part: no jump anywhere. One rate on all of it: a jump at each edge."""
    tiers = venue.tiers
    low, high = tiers.maintenance(value), tiers.maintenance(value * (1 + step))
    assert high >= low
    for tier in tiers.tiers[:-1]:
        edge = tier.up_to
        jump = tiers.maintenance(edge * (1 + 1e-12)) - tiers.maintenance(edge)
        assert jump == pytest.approx(tiers.jump(tier), abs=1e-9 * edge)
        assert (tiers.jump(tier) > 0) == (tiers.rule is TierRule.BAND)
    if tiers.rule is TierRule.MARGINAL:
        assert high - low <= tiers.tiers[-1].maintenance * value * step * (1 + 1e-6) + 1e-9 * high


@cases(1_000)
@given(entry=entries, maintenance=amounts(0, 0.5), move=amounts(-1e-3, 1e-3), long=st.booleans())
def test_an_inverse_contract_is_a_linear_one_for_small_moves(
    entry: float, maintenance: float, move: float, long: bool
) -> None:
    """They differ in the second order; at 1x the inverse long can be liquidated, the linear not."""
    side, price = "long" if long else "short", entry * (1 + move)
    linear = Contract(side, 1, entry, entry, maintenance)
    inverse = Contract(side, entry, entry, 1, maintenance, inverse=True)
    gap = inverse.profit(price) * entry - linear.profit(price)
    assert abs(gap) <= 1.01 * move * move * entry + 1e-12 * entry
    # Paid out at the price itself, the two are the same.
    assert inverse.profit(price) * price == pytest.approx(linear.profit(price), abs=1e-12 * entry)
    if long:
        assert inverse.liquidation().at == pytest.approx(entry * (1 + maintenance) / 2)
        assert inverse.zero_equity().at == pytest.approx(entry / 2)
        assert linear.liquidation().price is None
        assert linear.zero_equity().price is None


@pytest.mark.parametrize("venue", CONTRACT_VENUES, ids=lambda venue: venue.name)
def test_each_rule_has_a_source_or_is_said_to_be_unknown(venue: ContractVenue) -> None:
    rules = {one.name for one in fields(ContractVenue)}
    assert set(venue.sources) <= rules
    assert "left_over" in venue.sources or "loss" in " ".join(venue.unknown)
    assert "tiers" in venue.sources or "not found" in venue.unknown[0]
    assert venue.left_over is not None
    for source in venue.sources.values():
        assert source.date[-4:].isdigit() or source.date[:4].isdigit()
    for sentence in venue.unknown:
        assert sentence[0].isupper()
        assert sentence.endswith(".")
    assert venue.unknown
    assert pickle.loads(pickle.dumps(venue)) == venue
    assert hash(pickle.loads(pickle.dumps(venue))) == hash(venue)


@pytest.mark.parametrize("venue", CONTRACT_VENUES, ids=lambda venue: venue.name)
def test_a_position_can_be_opened_at_the_highest_leverage(venue: ContractVenue) -> None:
    most = venue.leverage_max or round(venue.tiers.leverage_max(1), 6)
    held = Contract.opened("long", 0.001, 60_000, most, venue)
    assert not held.liquidation().passed(60_000) or venue.full == 1
    with pytest.raises(BadInput, match=f"that is the limit of {venue.name}"):
        Contract.opened("long", 0.001, 60_000, most + 1, venue)


def test_a_larger_position_has_a_lower_limit() -> None:
    with pytest.raises(BadInput, match=r"leverage 100 is above 50 .* for a position of 6000000"):
        Contract.opened("long", 100, 60_000, 100, BINANCE_USDM)
    assert Contract.opened("long", 100, 60_000, 50, BINANCE_USDM).margin == 120_000


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (
            lambda: Contract.opened("long", 1, 100, 5, BINANCE_USDM, inverse=True),
            "inverse True does not go with Binance USD-M",
        ),
        (lambda: Contract.opened("long", 1, 100, 5, "Binance"), "venue 'Binance' is not a Contr"),
        (lambda: ContractVenue("x", Tiers.flat(0.1, 0.05), modes=()), "modes .* are none"),
        (lambda: ContractVenue("x", 0.1), "tiers 0.1 is not a Tiers"),
        (lambda: ContractVenue("", Tiers.flat(0.1, 0.05)), "venue '' is not a name"),
        (
            lambda: HYPERLIQUID.with_rules(funding_hours=0),
            "funding hours 0 is not above 0",
        ),
        (lambda: HYPERLIQUID.with_rules(hours=1), "rule 'hours' is not one of a venue"),
        (lambda: Tiers.flat(math.nan, 0.05), "initial rate nan is not a finite number"),
    ],
)
def test_bad_input_is_one_clear_sentence(make, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        make()
