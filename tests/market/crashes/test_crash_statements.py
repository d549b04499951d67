"""What is said about the crashes: each figure typed by hand, and found again in the events."""

from __future__ import annotations

import numpy as np
import pytest

from margin_lessons.account import Account, Position
from margin_lessons.crossing import crossings
from margin_lessons.market.bars import Bars
from margin_lessons.market.crashes import (
    CRASHES,
    EUR_CHF_FILL,
    Confidence,
    Ending,
    all_outcomes,
    crash_named,
    crash_outcome,
    trade_in,
)
from margin_lessons.replay import Rules, replay
from margin_lessons.venue import KRAKEN_SPOT

EUR_CHF = "EUR/CHF 2015", "24 h before the low"
GDAX = "GDAX 2017", "the last price before"


def stakes_at(crash: str, entry: str, leverage: float, price: float) -> float:
    """Return the equity at a price in units of the collateral."""
    trade = trade_in(crash, entry, leverage=leverage)
    return trade.account.equity(price) / trade.money


def move(price: float, later: float) -> float:
    """Return a move in per cent."""
    return 100 * (later / price - 1)


@pytest.mark.parametrize(("leverage", "room"), [(2, 28.6), (3, 16.7), (5, 9.1), (10, 4.3)])
def test_the_room_between_the_liquidation_and_a_debt(leverage: float, room: float) -> None:
    account = Account(10_000 / leverage, (Position("long", 1, 10_000, leverage),))
    assert -100 * crossings(account).gap_to_zero() == pytest.approx(room, abs=0.05)


def test_btc_hardly_ever_opened_beyond_its_last_close() -> None:
    steps = []
    for key in ("BTC 2020", "BTC 2021"):
        bars = crash_named(key).bars
        steps.append(100 * np.min(bars.open[1:] / bars.close[:-1] - 1))
    assert min(steps) == pytest.approx(-0.5, abs=0.05)


def test_coarse_bars_invent_debts() -> None:
    by_hour = [crash_outcome(trade_in("BTC 2020", 24, leverage=one)) for one in (5, 10)]
    assert [round(one.worst.stakes, 2) for one in by_hour] == [-0.32, -1.63]
    assert [one.owed for one in by_hour] == [0, 0], "at the trigger something is left"
    # The waypoints of a perpetual stand minutes apart; filled late at the next, 5x keeps a little.
    points = crash_named("BTC 2020").waypoint_bars
    assert [hole.missing for hole in points.holes[:3]] == [7, 1, 1]
    assert points.index("2020-03-12 10:48") == 3
    assert points[3].low == 5_199.17


def test_the_cautious_met_the_wick() -> None:
    outcomes = {one: crash_outcome(trade_in("ETH 2021", 24, leverage=one)) for one in (2, 3, 5, 10)}
    assert [outcomes[one].when for one in (2, 3)] == ["2021-02-22 14:00"] * 2
    assert [outcomes[one].when for one in (5, 10)] == ["2021-02-22 13:00", "2021-02-22 04:00"]
    assert [round(outcomes[one].worst.stakes, 1) for one in (5, 10)] == [0.4, 0.3]


def test_famous_and_no_debt() -> None:
    for row in all_outcomes():
        if row.crash.key in ("BTC 2021", "BTC 2025"):
            assert all(one.owed == 0 for one in row.outcomes if one is not None)
    october = [
        crash_outcome(trade_in("BTC 2025", "24 h before the low", leverage=one)) for one in (2, 3)
    ]
    assert [one.ending for one in october] == [Ending.CALLED] * 2, "never triggered"


@pytest.mark.parametrize(
    ("leverage", "left"), [(5, 0.37), (10, -0.26), (20, -1.51), (50, -5.28), (100, -11.6)]
)
def test_eur_chf_at_the_average_fill_of_one_broker(leverage: float, left: float) -> None:
    assert EUR_CHF_FILL.price == 1.05
    digits = 1 if leverage == 100 else 2
    assert round(stakes_at(*EUR_CHF, leverage, 1.05), digits) == left


@pytest.mark.parametrize(
    ("leverage", "price", "left"),
    [
        *[(2, 224.48, 0.41), (3, 224.48, 0.12), (5, 224.48, -0.47)],
        *[(2, 0.10, -1.00), (5, 0.10, -4.00), (10, 0.10, -9.00)],
    ],
)
def test_gdax_at_its_two_prices(leverage: float, price: float, left: float) -> None:
    assert round(stakes_at(*GDAX, leverage, price), 2) == left


def test_gdax_fell_beyond_the_trigger_at_a_stroke() -> None:
    two, three = (crash_outcome(trade_in(*GDAX, leverage=one)) for one in (2, 3))
    assert move(317.81, crash_named("GDAX 2017").bars[1].open) == pytest.approx(-29.4, abs=0.05)
    assert two.liquidation.beyond is False, "its trigger, 222.467, was a little lower"
    assert (three.liquidation.beyond, three.fill.price) == (True, 224.48)
    assert (two.worst.price, round(two.worst.stakes, 2)) == (0.10, -1.00)


def test_gamestop_over_night() -> None:
    bars = crash_named("GME 2021").bars
    nights = {
        bars.when(i)[:10]: round(move(bars[i - 1].close, bars[i].open), 1)
        for i in range(1, len(bars))
    }
    assert nights["2021-01-27"] == 139.8
    assert nights["2021-01-28"] == -23.7
    assert nights["2021-02-02"] == -37.4
    assert bars.holes == ((4, 2),), "a weekend has no bars"
    short = crash_outcome(trade_in("GME 2021", "the close before the jump", leverage=2))
    assert round(short.fill.stakes, 2) == -1.80
    long = [
        crash_outcome(trade_in("GME 2021", "the close before the fall", leverage=one))
        for one in (3, 5)
    ]
    assert [round(one.fill.stakes, 2) for one in long] == [-0.12, -0.87]


@pytest.mark.parametrize(("key", "fall"), [("BTC 2020", -48.8), ("BTC 2021", -31.9)])
def test_the_fall_of_a_day(key: str, fall: float) -> None:
    crash = crash_named(key)
    assert move(crash.before(24).price, crash.worst_price) == pytest.approx(fall, abs=0.05)


def test_the_fall_of_1987() -> None:
    bars = crash_named("S&P 500 1987").bars
    assert move(282.70, bars[0].close) == pytest.approx(-20.47, abs=0.005)
    assert (bars.when(0), bars[1].low) == ("1987-10-19 00:00", 216.46)


def test_the_outage_has_its_holes_and_began_again_higher() -> None:
    crash = crash_named("Outage 2018")
    bars, entry = crash.bars, crash.entry("the last close before the outage")
    assert (entry.when, entry.price) == ("2018-01-11 06:00", 13_546.0)
    assert sum(hole.missing for hole in bars.holes) == 50
    restart = bars[bars.index("2018-01-13 11:00")]
    assert move(entry.price, restart.open) == pytest.approx(4.1, abs=0.05)
    assert crash.worst_price == 17_200
    short = crash_outcome(trade_in(crash, entry, leverage=10))
    assert (short.when, short.owed) == ("2018-01-13 11:00", 0)
    assert short.worst.price == 17_200


def test_october_has_both_totals_and_says_why_they_differ() -> None:
    told = crash_named("BTC 2025").aftermath
    totals = {one.amount: one for one in told}
    assert totals[19.13e9].source.title.startswith("CoinGlass")
    assert totals[9.89e9].source.title.startswith("Amberdata")
    assert "24 hours" in totals[19.13e9].words
    assert "14 hours" in totals[9.89e9].words
    assert any("windows and venues" in one.words for one in told)


DEBTS = {
    "EUR/CHF 2015": {225e6, 120e6, 107e6},
    "WTI 2020": {104e6, 5.8e9},
    "ETH 2021": {120},
    "ETH 2017": {3_414},
    "BTC 2020": {876e6, 798e6, 500},
    "BTC 2021": {8.6e9},
    "BTC 2025": {19.13e9, 9.89e9, 6.93e9, 3.21e9, 184e6},
    "S&P 500 1987": {22e6, 84e6},
}


def test_what_followed_is_what_was_reported() -> None:
    told = {
        crash.key: {one.amount for one in crash.aftermath if one.amount is not None}
        for crash in CRASHES
    }
    assert {key: sums for key, sums in told.items() if sums} == DEBTS


SURE = {
    "S&P 500 1987": Confidence.A,
    "EUR/CHF 2015": Confidence.A_MINUS,
    "ETH 2017": Confidence.A,
    "GDAX 2017": Confidence.B,
    "Outage 2018": Confidence.B,
    "BTC 2020": Confidence.A,
    "WTI 2020": Confidence.A,
    "GME 2021": Confidence.B,
    "ETH 2021": Confidence.A,
    "BTC 2021": Confidence.A,
    "BTC 2025": Confidence.A,
}


def test_how_sure_the_prices_are() -> None:
    assert {crash.key: crash.confidence for crash in CRASHES} == SURE


def test_minutes_of_delay_turn_what_is_left_into_a_debt() -> None:
    # The waypoints of 12 March 2020, joined; 5x from 7,642.40 has its trigger at 6,725.31.
    points = {one.when[11:]: one.price for one in crash_named("BTC 2020").waypoints[:5]}
    minutes = [int(when[3:]) for when in points]
    path = np.interp(range(36, 50), minutes, list(points.values()))
    bars = Bars.from_path(path, start="2020-03-12 10:36")
    account = Account(7_642.4 / 5, (Position("long", 1.0, 7_642.4, 5),), venue=KRAKEN_SPOT)
    left = [
        replay(account, bars, rules=Rules(delay_minutes=delay), price=7_642.4)
        for delay in (0, 3, 8, 10)
    ]
    assert left[0].equity / account.cash == pytest.approx(0.4)
    assert left[0].debt == 0
    equities = [timeline.equity for timeline in left]
    assert equities == sorted(equities, reverse=True)
    assert left[3].debt > 0
