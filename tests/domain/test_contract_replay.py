"""Contracts over bars, by hand: mark against last, funding, trailing stops, parts, what is left."""

from __future__ import annotations

import math

import pytest

from margin_lessons.account import Account
from margin_lessons.contract import Contract
from margin_lessons.contract_venue import ContractVenue
from margin_lessons.contract_venues import ROBINHOOD_EU
from margin_lessons.debt import AUTO_DELEVERAGING, KRAKEN_US_DERIVATIVES, Pots, Winner
from margin_lessons.debt.regimes import KRAKEN_LINEAR, SOCIALISED_LOSS
from margin_lessons.errors import BadInput
from margin_lessons.funding import Funding
from margin_lessons.market.bars import Bars
from margin_lessons.orders import (
    StopLoss,
    StopLossLimit,
    TakeProfit,
    TrailingStop,
    TriggerOn,
    offset_trigger,
)
from margin_lessons.plan import AddFunds, Cancel, CloseByHand, Cut, Plan, TopUp
from margin_lessons.replay import Charges, Kind, Party, Rules, replay_contract
from margin_lessons.tiers import Tier, TierRule, Tiers

LONG = Contract("long", 1, 60_000, 6_000, 0.05)
SHORT = Contract("short", 1, 60_000, 6_000, 0.05)
INVERSE = Contract("long", 60_000, 60_000, 0.1, 0.05, inverse=True)
CALM = (60_000, 60_100, 59_900, 60_000)


def flat(price: float, count: int = 1, length: float = 60) -> Bars:
    return Bars.of([(price,) * 4] * count, length=length)


def kinds(timeline) -> list[Kind]:
    return [event.kind for event in timeline.events]


# ---- Mark against last ---------------------------------------------------------------------------


def test_a_liquidation_that_no_trade_explains() -> None:
    last = Bars.of([CALM, (60_000, 60_000, 58_200, 58_300), (58_300, 59_000, 58_000, 59_000)])
    mark = Bars.of([CALM, (60_000, 60_000, 56_500, 58_000), (58_000, 58_500, 57_500, 58_500)])
    timeline = replay_contract(LONG, last, mark=mark)
    begun, filled = timeline.of(Kind.LIQUIDATION_TRIGGERED, Kind.LIQUIDATION_FILLED)
    assert begun.trigger == pytest.approx(54_000 / 0.95)
    assert (begun.bar, begun.price, filled.price) == (1, 58_200, 58_200)
    assert begun.level == pytest.approx(1)
    assert begun.equity == pytest.approx(6_000 + 54_000 / 0.95 - 60_000)
    assert "No trade was that low: the lowest was at 58,200." in begun.words
    assert timeline.equity == pytest.approx(4_200)
    # With the last price as the mark, as a naive reading has it, nothing happens.
    assert replay_contract(LONG, last).of(Kind.LIQUIDATION_TRIGGERED) == ()


def test_a_short_that_no_trade_explains() -> None:
    last = Bars.of([(60_000, 61_500, 60_000, 61_000)])
    mark = Bars.of([(60_000, 63_000, 60_000, 61_000)])
    begun = replay_contract(SHORT, last, mark=mark).the_first(Kind.LIQUIDATION_TRIGGERED)
    assert begun.trigger == pytest.approx(66_000 / 1.05)
    assert "No trade was that high: the highest was at 61,500." in begun.words


def test_a_trade_that_explains_it_is_not_denied() -> None:
    deep = Bars.of([(60_000, 60_000, 56_000, 56_500)])
    mark = Bars.of([(60_000, 60_000, 56_800, 57_000)])
    begun = replay_contract(LONG, deep, mark=mark).the_first(Kind.LIQUIDATION_TRIGGERED)
    assert "No trade" not in begun.words
    # A wick of the last price alone does not liquidate: that is what a mark price is for.
    calm = Bars.of([(60_000, 60_000, 58_000, 58_500)])
    assert replay_contract(LONG, deep, mark=calm).still_open


def test_the_venue_may_watch_another_price() -> None:
    deep, calm = Bars.of([(60_000, 60_000, 56_000, 56_500)]), Bars.of([CALM])
    watches = {on: ContractVenue("mine", Tiers.flat(0.1, 0.05), trigger=on) for on in TriggerOn}
    prices = {TriggerOn.LAST: calm, TriggerOn.MARK: calm, TriggerOn.INDEX: calm}
    for on, venue in watches.items():
        one = prices | {on: deep}
        timeline = replay_contract(
            LONG, one[TriggerOn.LAST], mark=one[TriggerOn.MARK], index=one[TriggerOn.INDEX],
            venue=venue,
        )  # fmt: skip
        assert not timeline.still_open
        assert replay_contract(LONG, calm, mark=calm, index=calm, venue=venue).still_open


def test_a_late_engine_fills_at_a_later_open() -> None:
    bars = Bars.of([(60_000, 60_000, 56_000, 56_500), (55_000, 55_500, 52_000, 52_500)])
    timeline = replay_contract(LONG, bars, None, Rules(delay_bars=1, slippage=0.01))
    filled = timeline.the_first(Kind.LIQUIDATION_FILLED)
    assert (filled.bar, filled.price) == (1, pytest.approx(54_450))
    assert timeline.equity == pytest.approx(450)


def test_a_late_engine_that_finds_the_level_back_closes_nothing() -> None:
    bars = Bars.of([(60_000, 60_000, 56_000, 56_500), (59_000, 59_500, 58_000, 59_000)])
    timeline = replay_contract(LONG, bars, None, Rules(delay_bars=1))
    assert timeline.still_open
    assert "the level is back" in timeline.the_first(Kind.LIQUIDATION_FILLED).words


@pytest.mark.parametrize("maintenance", [0.0, 0.05])
@pytest.mark.parametrize(
    ("side", "low", "high"), [("long", 40_000, 60_000), ("short", 60_000, 90_000)]
)
def test_inverse_and_linear_close_at_their_own_price(
    maintenance: float, side: str, low: float, high: float
) -> None:
    bars = Bars.of([(60_000, high, low, 60_000)])
    for size, margin, inverse in ((1, 6_000, False), (60_000, 0.1, True)):
        contract = Contract(side, size, 60_000, margin, maintenance, inverse=inverse)
        filled = replay_contract(contract, bars).the_first(Kind.LIQUIDATION_FILLED)
        assert filled.price == pytest.approx(contract.liquidation().at, rel=1e-12)
        assert filled.amount == pytest.approx(contract.profit(filled.price), rel=1e-9)


def test_a_linear_contract_at_1x_is_never_liquidated_and_an_inverse_one_is() -> None:
    bars = Bars.of([(60_000, 60_000, 100, 200)])
    assert replay_contract(Contract("long", 1, 60_000, 60_000, 0.05), bars).still_open
    inverse = replay_contract(Contract("long", 60_000, 60_000, 1, 0.05, inverse=True), bars)
    assert inverse.the_first(Kind.LIQUIDATION_FILLED).price == pytest.approx(31_500)


# ---- Funding -------------------------------------------------------------------------------------


def test_funding_is_the_rate_times_the_mark_each_period() -> None:
    """Bitstamp, 15 September 2026: 19.20 USD per coin and 8 hours, 57.60 a day."""
    contract = Contract("long", 1, 75_895.30, 75_895.30)
    timeline = replay_contract(
        contract, flat(75_871.12, 25), mark=flat(75_895.30, 25), funding=Funding(0.000253, 8)
    )
    (paid,) = timeline.of(Kind.FUNDING)
    assert paid.amount == pytest.approx(-3 * 0.000253 * 75_895.30)
    assert paid.words == "Funding of 57.60 USD for 3 periods is paid to the other side."
    assert timeline.funding_paid == pytest.approx(57.60, abs=0.01)
    assert timeline.equity == pytest.approx(contract.margin - timeline.funding_paid)
    held = timeline.ledger.worth(-1 + len(timeline.events), 75_895.30)
    assert held[Party.MARKET] == pytest.approx(timeline.funding_paid)


@pytest.mark.parametrize(("rate", "sign"), [(0.001, 1), (-0.001, -1)])
def test_who_pays_funding(rate: float, sign: int) -> None:
    for contract, way in ((LONG, sign), (SHORT, -sign)):
        timeline = replay_contract(contract, flat(60_000, 9), funding=Funding(rate, 8))
        assert timeline.funding_paid == pytest.approx(way * 60)
        how = "is paid to" if way > 0 else "is received from"
        assert how in timeline.the_first(Kind.FUNDING).words


def test_funding_of_an_inverse_contract_is_in_coin() -> None:
    held = Contract("long", 60_000, 60_000, 1, 0.05, inverse=True)
    timeline = replay_contract(held, flat(50_000, 9), funding=Funding(0.001, 8))
    assert timeline.funding_paid == pytest.approx(0.001 * 60_000 / 50_000)
    assert "0.0012 BTC" in timeline.the_first(Kind.FUNDING).words


def test_a_row_of_rates_is_charged_one_by_one() -> None:
    prices = [60_000, 60_000, 61_000, 61_000, 62_000]
    bars = Bars.of([(price,) * 4 for price in prices], length=240)
    row = [Funding(0.001, 8), Funding(-0.002, 8)]
    timeline = replay_contract(LONG, bars, funding=row)
    assert timeline.funding_paid == pytest.approx(61 - 124)
    assert timeline.equity_path == pytest.approx([6_000, 6_000, 6_939, 6_939, 8_063])
    assert timeline.level_path == pytest.approx(
        [6_000 / 3_000, 2, 6_939 / 3_050, 6_939 / 3_050, 8_063 / 3_100]
    )


def test_a_hole_in_the_bars_pays_what_fell_due_in_it() -> None:
    bars = Bars([0, 60, 1_500], *[[60_000] * 3] * 4, length=60)
    timeline = replay_contract(LONG, bars, funding=Funding(0.001, 8))
    assert timeline.funding_paid == pytest.approx(180)
    assert "3 periods" in timeline.the_first(Kind.FUNDING).words


def test_funding_alone_can_liquidate() -> None:
    """60 USD each 8 hours: 2,000 of 3,000 above the requirement are gone after 50 periods."""
    timeline = replay_contract(LONG, flat(60_000, 500), funding=Funding(0.001, 8))
    begun = timeline.the_first(Kind.LIQUIDATION_TRIGGERED)
    assert begun.bar == 8 * 50
    assert timeline.the_first(Kind.FUNDING).amount == pytest.approx(-3_000)


# ---- Stops and trailing stops --------------------------------------------------------------------

RISEN = [(20_000, 22_000, 20_000, 21_500), (19_000, 19_500, 18_500, 19_200)]
HELD = Contract("long", 1, 20_000, 10_000, 0.005)


def test_a_trailing_stop_of_500_basis_points() -> None:
    """Highest 22,000: trigger 20,900; after a gap to 19,000 a market order fills there."""
    stop = TrailingStop(basis_points=500, reduce_only=True)
    timeline = replay_contract(HELD, Bars.of(RISEN), Plan(stop))
    triggered, filled = timeline.of(Kind.ORDER_TRIGGERED, Kind.ORDER_FILLED)
    assert triggered.trigger == pytest.approx(20_900)
    assert filled.price == 19_000
    assert not timeline.still_open


def test_with_a_collar_it_stays_unfilled_and_the_position_goes_on() -> None:
    stop = TrailingStop(basis_points=500, collar=0.05, reduce_only=True)
    timeline = replay_contract(HELD, Bars.of(RISEN), Plan(stop))
    resting = timeline.the_first(Kind.ORDER_RESTING)
    assert resting.trigger == pytest.approx(19_855)
    assert timeline.still_open
    # Once the price is back at the limit, it fills there and not at the trigger.
    back = Bars.of([*RISEN, (19_200, 20_500, 19_100, 20_400)])
    filled = replay_contract(HELD, back, Plan(stop)).the_first(Kind.ORDER_FILLED)
    assert filled.price == pytest.approx(19_855)


def test_a_stop_with_a_limit_of_its_own_is_the_same() -> None:
    bars = Bars.of([(22_000,) * 4, (19_000, 19_500, 18_500, 19_200)])
    limit = offset_trigger(20_900, "long", share=0.05)
    stop = StopLossLimit(20_900, limit=limit, reduce_only=True)
    timeline = replay_contract(HELD, bars, Plan(stop))
    assert limit == 19_855
    assert timeline.the_first(Kind.ORDER_RESTING).trigger == 19_855
    assert timeline.still_open


def test_it_follows_only_from_its_activation_price_on() -> None:
    bars = Bars.of([(20_000, 20_000, 18_000, 20_000), (20_000, 21_000, 19_960, 20_900)])
    early = TrailingStop(basis_points=500, reduce_only=True)
    late = TrailingStop(basis_points=490, activation=21_000, reduce_only=True)
    for stop, bar in ((early, 0), (late, 1)):
        filled = replay_contract(HELD, bars, Plan(stop)).the_first(Kind.ORDER_FILLED)
        assert filled.bar == bar
    never = TrailingStop(basis_points=500, activation=21_001, reduce_only=True)
    assert replay_contract(HELD, bars, Plan(never)).still_open


@pytest.mark.parametrize("on", list(TriggerOn))
def test_an_order_is_triggered_by_the_price_it_names(on: TriggerOn) -> None:
    calm, deep = Bars.of([(20_000, 20_100, 19_900, 20_000)]), (20_000, 20_000, 18_950, 19_500)
    prices = dict.fromkeys(TriggerOn, calm) | {on: Bars.of([deep])}
    last, mark, index = (prices[one] for one in (TriggerOn.LAST, TriggerOn.MARK, TriggerOn.INDEX))
    for kind in (
        StopLoss(19_000, on=on, reduce_only=True),
        TrailingStop(basis_points=500, on=on, reduce_only=True),
    ):
        timeline = replay_contract(HELD, last, Plan(kind), mark=mark, index=index)
        triggered, filled = timeline.of(Kind.ORDER_TRIGGERED, Kind.ORDER_FILLED)
        assert triggered.trigger == pytest.approx(19_000)
        assert filled.price == (19_000 if on is TriggerOn.LAST else 19_900)
        how = "price trades through" if on is TriggerOn.LAST else f"{on.value} reaches"
        assert triggered.words.endswith(f"the {how} it.")
        others = [one for one in TriggerOn if one is not on]
        for other in others:
            waits = type(kind)(**{**vars(kind), "on": other})
            assert replay_contract(HELD, last, Plan(waits), mark=mark, index=index).still_open


def test_of_two_levels_on_the_mark_the_nearer_comes_first() -> None:
    """The stop at 58,000 comes before the liquidation, though no trade tells them apart."""
    last, mark = (
        Bars.of([(60_000, 60_000, 59_500, 59_800)]),
        Bars.of([(60_000, 60_000, 56_000, 57_000)]),
    )
    stop = StopLoss(58_000, on="mark", reduce_only=True)
    assert Kind.LIQUIDATION_TRIGGERED not in kinds(
        replay_contract(LONG, last, Plan(stop), mark=mark)
    )
    low = StopLoss(56_500, on="mark", reduce_only=True)
    assert Kind.ORDER_TRIGGERED not in kinds(replay_contract(LONG, last, Plan(low), mark=mark))


def test_a_trailing_stop_on_the_mark_leaves_a_range() -> None:
    """Up first, and it sells; down first, and it does not: both are replayed."""
    mark = Bars.of([(20_000, 21_500, 20_100 - 200, 20_800)])
    stop = TrailingStop(basis_points=500, on="mark", reduce_only=True)
    timeline = replay_contract(HELD, mark, Plan(stop), mark=mark)
    acts, waits = timeline.otherwise
    assert (acts.still_open, waits.still_open) == (False, True)
    assert timeline.worst.equity <= timeline.equity <= timeline.best.equity


def test_orders_and_actions_of_a_contract() -> None:
    bars = Bars.of([(20_000, 20_500, 19_900, 20_400)] * 3)
    plan = Plan(
        TakeProfit(20_450, volume=0.25, reduce_only=True, name="target"),
        (AddFunds(1, 500), CloseByHand(1, share=0.5), Cancel(2, "nobody"), CloseByHand(2)),
    )
    rules = Rules(charges=Charges(trading=True))
    contract = Contract("long", 1, 20_000, 10_000, 0.005, fee_rate=0.001)
    timeline = replay_contract(contract, bars, plan, rules)
    sold = 0.25 * 20_450 + 0.375 * 20_000 + 0.375 * 20_000
    assert timeline.equity == pytest.approx(10_000 + 500 + sold * 0.999 - 20_000)
    assert timeline.of(Kind.FUNDS_ADDED)[0].words.startswith("500 USD is added: the margin level")
    assert not timeline.still_open


# ---- Parts of it, and what is left ---------------------------------------------------------------


def test_a_part_is_closed_at_10_percent_and_all_at_5() -> None:
    """Robinhood EU, 5x: 53,333.33 and, of all that is left then, its own lower price."""
    held = Contract.opened("long", 1, 60_000, 5, ROBINHOOD_EU)
    bars = Bars.of([(60_000, 60_000, 53_000, 53_500), (53_500, 53_500, 40_000, 41_000)])
    timeline = replay_contract(held, bars, venue=ROBINHOOD_EU)
    first, *others = timeline.of(Kind.LIQUIDATION_FILLED)
    assert (first.price, first.volume) == (pytest.approx(160_000 / 3), pytest.approx(0.5))
    assert first.level == pytest.approx(2)
    # Half of the size on the same money: 0.5 P - 26,666.67 + 5,333.33 = 10 % of 0.5 P.
    assert others[0].price == pytest.approx((0.5 * 160_000 / 3 - 16_000 / 3) / 0.45)
    gap = Bars.of([(60_000,) * 4, (50_000, 50_000, 50_000, 50_000)])
    (filled,) = replay_contract(held, gap, venue=ROBINHOOD_EU).of(Kind.LIQUIDATION_FILLED)
    assert filled.volume == 1


def test_it_goes_down_the_tiers_and_the_rest_has_what_it_needs() -> None:
    two = Tiers((Tier(2e6, 0.01, 0.005), Tier(math.inf, 0.02, 0.01)))
    large = Contract("long", 100, 60_000, 120_000, tiers=two)
    timeline = replay_contract(large, Bars.of([(60_000, 60_000, 59_250, 59_280)]))
    begun = timeline.the_first(Kind.LIQUIDATION_TRIGGERED)
    # 120,000 - 100 (60,000 - P) = 1 % of 100 P less 10,000.
    assert begun.trigger == pytest.approx(5_870_000 / 99)
    (filled,) = timeline.of(Kind.LIQUIDATION_FILLED)
    assert timeline.final.size == pytest.approx(2e6 / begun.trigger)
    assert filled.volume == pytest.approx(100 - timeline.final.size)
    assert filled.level > 1


def test_after_a_late_engine_a_jump_is_found_from_where_the_price_was_last() -> None:
    """A part is closed late and not enough: the next trigger lies on the way of that bar."""
    edges = (32 / 33, 64 / 33, math.inf)
    tiers = Tiers(tuple(Tier(edge, 0.125, 0.0625) for edge in edges), "band")
    held = Contract("long", 1_000, 1_031.25, 4 / 33, tiers=tiers, inverse=True)
    last = Bars.of([(1_000, 1_000, 976, 976), (976,) * 4, (978, 978, 953, 953), (952,) * 4])
    mark = Bars.of([(980, 980, 957, 957), (971,) * 4, (1_029, 1_029, 1_001, 1_001), (971.7,) * 4])
    timeline = replay_contract(held, last, None, Rules(delay_bars=3), mark=mark)
    first, again = timeline.of(Kind.LIQUIDATION_TRIGGERED)
    assert (first.bar, again.bar) == (0, 3)
    assert 971.7 <= again.trigger <= 1_001


DEEP = Bars.of([(60_000,) * 4, (50_000, 50_000, 49_000, 49_500)])


def lost(regime, **pots) -> object:
    venue = ContractVenue("mine", Tiers.flat(0.1, 0.05), left_over=regime)
    return replay_contract(LONG, DEEP, venue=venue, pots=Pots(**pots) if pots else None)


def test_what_is_left_over_goes_where_the_venue_says() -> None:
    """4,000 USD are missing at 50,000: owed, or paid by fund, queue, providers or winners."""
    owed = lost(KRAKEN_US_DERIVATIVES)
    assert (owed.debt, owed.equity) == (4_000, -4_000)
    shared = lost(AUTO_DELEVERAGING, fund=1_000, queue=(Winner("a", 9_000, 5),))
    assert (shared.debt, shared.equity) == (0, 0)
    assert [event.amount for event in shared.of(Kind.LEFT_OVER)] == [1_000, 3_000]
    assert [(one.winner.name, one.amount) for one in shared.left_over.queue] == [("a", 3_000)]
    for timeline, party, amount in (
        (shared, Party.FUND, -1_000),
        (shared, Party.MARKET, 10_000 - 3_000),
        (lost(KRAKEN_LINEAR, assigned=0.25), Party.MARKET, 6_000),
        (lost(SOCIALISED_LOSS, winners=(500, 1_500)), Party.VENUE, -2_000),
        (owed, Party.ACCOUNT, -4_000),
    ):
        last = len(timeline.events) - 1
        assert timeline.ledger.worth(last, 50_000)[party] == pytest.approx(amount)
        assert timeline.ledger.imbalance < 1e-12
    assert "4,000 USD is owed" in owed.the_first(Kind.DEBT).words


def test_without_a_regime_it_is_owed_and_can_be_repaid() -> None:
    bars = Bars.of([*zip(DEEP.open, DEEP.high, DEEP.low, DEEP.close, strict=True), (50_000,) * 4])
    timeline = replay_contract(LONG, bars, Plan(actions=(AddFunds(2, 1_500),)))
    assert timeline.left_over is None
    assert timeline.debt == 2_500
    assert timeline.worst.debt == pytest.approx(3_500)
    assert timeline.outcome.startswith("In the end 2,500 USD is owed")


def test_the_table_of_an_inverse_contract_is_in_coin() -> None:
    timeline = replay_contract(INVERSE, Bars.of([(60_000, 60_000, 50_000, 50_000)]), coin="ETH")
    row = timeline.table()[-2]
    assert row[3] == "60,000 USD"
    assert row[4].endswith(" ETH")
    assert timeline.outcome.startswith("In the end nothing is open, 0.0")


def test_a_contract_may_cost_less_than_nothing() -> None:
    """WTI, 20 April 2020: long at 10 with 8 of margin, the next trade at -37.63."""
    bars = Bars.of([(10, 10, 9, 9.5), (-37.63, -30, -40.32, -35)])
    oil = Contract("long", 1_000, 10, 8_000, 0.05, maintenance_on="entry", price_floor="none")
    timeline = replay_contract(oil, bars)
    assert timeline.debt == pytest.approx(1_000 * 47.63 - 8_000)
    assert timeline.worst.debt == pytest.approx(1_000 * 50.32 - 8_000)


def test_a_part_is_closed_below_zero_as_it_is_above() -> None:
    """1,000 barrels long from 18 with 22,000 of margin: at -2.20 the 1,800 required are there."""
    oil = Contract(
        "long", 1_000, 18, 22_000, 0.10, maintenance_on="entry", price_floor="none",
        full=0.5, partial=1,
    )  # fmt: skip
    bars = Bars.of([(18, 18, 10, 10), (10, 10, -2.5, -2.5), (-2.5, -2.0, -2.6, -2.1)])
    (filled,) = replay_contract(oil, bars).of(Kind.LIQUIDATION_FILLED)
    assert (filled.price, filled.volume) == (pytest.approx(-2.2), 500)
    # By tiers: 1,350 are required of all of it, and 450 of what lies in the first one.
    two = Tiers((Tier(9_000, 0.2, 0.05), Tier(math.inf, 0.4, 0.1)))
    tiered = Contract(
        "long", 1_000, 18, 22_000, maintenance_on="entry", price_floor="none", tiers=two
    )
    lower = Bars.of([(18, 18, -2.6, -2.6), (-2.6, -2, -3, -2)])
    (filled,) = replay_contract(tiered, lower).of(Kind.LIQUIDATION_FILLED)
    assert (filled.price, filled.volume) == (pytest.approx(-2.65), 500)


@pytest.mark.parametrize("partial", [None, 1.0])
def test_where_nothing_is_required_it_is_closed_once_the_equity_is_gone(partial) -> None:
    held = Contract("long", 1, 100, 10, partial=partial)
    timeline = replay_contract(held, Bars.of([(100, 100, 95, 95), (95, 95, 80, 80)]))
    (filled,) = timeline.of(Kind.LIQUIDATION_FILLED)
    assert (filled.price, filled.volume, timeline.still_open) == (90, 1, False)


# ---- Bad input -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"mark": flat(60_000, 1)}, "the mark has 1 bar and the price 2"),
        ({"index": flat(60_000, 3)}, "the index has 3 bars and the price 2"),
        ({"mark": 60_000}, "mark 60000 is not a Bars"),
        ({"funding": 0.0001}, "funding 0.0001 is not a Funding: a rate is paid once a period"),
        ({"funding": [0.0001]}, "funding in row 0, 0.0001, is not a Funding"),
        ({"funding": [Funding(0, 1), Funding(0, 8)]}, "funding has periods of 1 and 8 hours"),
        ({"funding": [Funding(0.001, 0.25)]}, "funding has 1 rates and the bars have 4 periods"),
        ({"venue": "Kraken"}, "venue 'Kraken' is not a ContractVenue"),
        ({"pots": 300}, "pots 300 is not a Pots"),
        ({"partial_share": 0}, "partial share 0 is below 0.01"),
        ({"plan": Plan(StopLoss(50_000))}, "stop-loss is not reduce-only"),
        ({"plan": Plan(answers=(Cut(share=0.5),))}, "answers 1 are to margin calls"),
        ({"plan": Plan(answers=(TopUp(amount=5),))}, "a contract is sent none"),
        ({"contract": Account(1_000)}, "is not a Contract"),
        ({"bars": [CALM]}, "is not a Bars"),
        ({"rules": 5}, "rules 5 is not a Rules"),
        (
            {"plan": Plan(StopLoss(50_000, on="index", reduce_only=True))},
            "triggers on the index price: give the replay the index price as bars",
        ),
        (
            {"venue": ContractVenue("mine", Tiers.flat(0.1, 0.05), trigger="index")},
            "the venue liquidates at the index price: give the replay an index",
        ),
        (
            {"mark": Bars.of([(0, 1, -1, 0)] * 2, length=60), "contract": INVERSE},
            "low -1 is not above 0, as every price of this contract is",
        ),
        ({"bars": Bars.of([(0, 1, -1, 0)] * 2)}, "low -1 is not above 0"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_in_one_sentence(more: dict, said: str) -> None:
    given = {"contract": LONG, "bars": flat(60_000, 2), **more}
    with pytest.raises(BadInput) as caught:
        replay_contract(**given)
    text = str(caught.value)
    assert said in text
    assert text.endswith(".")


def test_a_position_at_the_edge_of_a_tier_is_not_closed_crumb_by_crumb() -> None:
    """The coins that an inverse long is worth grow as it falls: below an edge they are over it."""
    edge = 64 / 65
    tiers = Tiers(
        (Tier(edge, 0.125, 0.0625), Tier(2 * edge, 0.1875, 0.09375), Tier(math.inf, 0.2, 0.1)),
        TierRule.BAND,
    )
    margin = 969.6244646038942 / 1_015.625 * 0.128
    held = Contract("long", 969.6244646038942, 1_015.625, margin, tiers=tiers, inverse=True)
    timeline = replay_contract(held, Bars.of([(1_000, 1_000, 960, 960)]), price=1_000)
    kinds = [event.kind for event in timeline.events]
    assert kinds == [Kind.START, Kind.LIQUIDATION_TRIGGERED, Kind.LIQUIDATION_FILLED, Kind.END]
    filled = timeline.the_first(Kind.LIQUIDATION_FILLED)
    assert filled.price == pytest.approx(held.size / edge)
    assert filled.volume == held.size


def test_the_last_price_before_the_bars_is_not_the_mark_price() -> None:
    """At 1,000 it would be liquidated, and the mark price opens at 1,003.78."""
    edge = 1_023.4375
    tiers = Tiers((Tier(edge, 0.0625, 0.03125), Tier(math.inf, 0.125, 0.0625)), TierRule.BAND)
    held = Contract("long", 1, edge, 51.971435546875, tiers=tiers)
    last = Bars.of([(1_000, 1_001.5, 999.7, 1_000.2)])
    mark = Bars.of([(1_003.78, 1_005.3, 1_003.4, 1_003.97)])
    timeline = replay_contract(held, last, mark=mark, price=1_000)
    assert [event.kind for event in timeline.events] == [Kind.START, Kind.END]
    equity = 51.971435546875 + 1_003.78 - edge
    assert timeline.events[0].level == pytest.approx(equity / (0.03125 * 1_003.78))
