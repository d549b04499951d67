"""The crashes that happened: where an account like this one was closed out, and what was left.

Collateral is notional / leverage in cash, the level is 100 % at opening, the liquidation at 40 %,
no fees; a short's used margin is held at cost ("frozen"). Equity in units of the collateral. "At
its extreme" is the worst case of the bar that reached the trigger and not what happened.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pytest
from cases import cases
from hypothesis import given
from hypothesis import strategies as st
from market.crashes.typed_prices import TYPED

from margin_lessons.account import Account, Position, Side
from margin_lessons.conventions import (
    AtEquality,
    Discretion,
    Extent,
    LongMargin,
    PriceFloor,
)
from margin_lessons.errors import BadInput
from margin_lessons.market.bars import Bars
from margin_lessons.market.crashes import (
    CRASH_LEVELS,
    CRASHES,
    EVERY_ENTRY,
    LEVERAGES,
    CrashEntry,
    CrashOutcome,
    CrashTrade,
    Ending,
    all_outcomes,
    crash_named,
    crash_outcome,
    own_crash,
    trade_in,
)
from margin_lessons.replay import Kind
from margin_lessons.venue import ARTICLE, KRAKEN_SPOT, Venue


class Row(NamedTuple):
    """One row of the table: an account opened at a bar's close, and the bar that closed it out."""

    event: str
    side: str
    entry: float
    opened: str
    leverage: float
    trigger: float
    zero_equity: float
    bar: str | None
    at_open: float | None
    at_extreme: float | None


# Event, side, entry, its bar, leverage; trigger, zero equity, bar, equity at the open and extreme.
TABLE = """
BTC_2020 long 7642.4 2020-03-12T02:00 2 5349.68 3821.2 2020-03-12T23:00 - 0.223
BTC_2020 long 7642.4 2020-03-12T02:00 3 6113.92 5094.93 2020-03-12T10:00 - 0.211
BTC_2020 long 7642.4 2020-03-12T02:00 5 6725.31 6113.92 2020-03-12T10:00 - -0.315
BTC_2020 long 7642.4 2020-03-12T02:00 10 7183.86 6878.16 2020-03-12T10:00 - -1.630
BTC_2021 long 43780.3 2021-05-18T13:00 2 30646.2 21890.2 2021-05-19T13:00 - 0.361
BTC_2021 long 43780.3 2021-05-18T13:00 3 35024.2 29186.9 2021-05-19T12:00 - 0.124
BTC_2021 long 43780.3 2021-05-18T13:00 5 38526.7 35024.2 2021-05-19T11:00 - 0.054
BTC_2021 long 43780.3 2021-05-18T13:00 10 41153.5 39402.3 2021-05-19T01:00 - 0.254
ETH_2021 long 1964.53 2021-02-21T14:00 2 1375.17 982.265 2021-02-22T14:00 - -0.287
ETH_2021 long 1964.53 2021-02-21T14:00 3 1571.62 1309.69 2021-02-22T14:00 - -0.931
ETH_2021 long 1964.53 2021-02-21T14:00 5 1728.79 1571.62 2021-02-22T13:00 - 0.379
ETH_2021 long 1964.53 2021-02-21T14:00 10 1846.66 1768.08 2021-02-22T04:00 - 0.283
ETH_2021 long 1722.42 2021-02-22T13:00 2 1205.69 861.21 2021-02-22T14:00 - -0.187
ETH_2021 long 1722.42 2021-02-22T13:00 3 1377.94 1148.28 2021-02-22T14:00 - -0.781
ETH_2021 long 1722.42 2021-02-22T13:00 5 1515.73 1377.94 2021-02-22T14:00 - -1.968
ETH_2021 long 1722.42 2021-02-22T13:00 10 1619.07 1550.18 2021-02-22T14:00 - -4.936
ETH_2017 long 92.80645 2017-05-06T23:00 2 64.9645 46.4032 2017-05-07T22:00 - -0.353
ETH_2017 long 92.80645 2017-05-06T23:00 3 74.2452 61.871 2017-05-07T22:00 - -1.030
ETH_2017 long 92.80645 2017-05-06T23:00 5 81.6697 74.2452 2017-05-07T22:00 - -2.384
ETH_2017 long 92.80645 2017-05-06T23:00 10 87.2381 83.5258 2017-05-07T22:00 - -5.767
EUR/CHF_2015 long 1.20089 2015-01-14T09:00 2 0.840623 0.600445 - - -
EUR/CHF_2015 long 1.20089 2015-01-14T09:00 3 0.960712 0.800593 2015-01-15T09:00 - 0.123
EUR/CHF_2015 long 1.20089 2015-01-14T09:00 5 1.05678 0.960712 2015-01-15T09:00 - -0.461
EUR/CHF_2015 long 1.20089 2015-01-14T09:00 10 1.12884 1.0808 2015-01-15T09:00 - -1.923
WTI_2020 long 18.27 2020-04-17T00:00 2 12.789 9.135 2020-04-20T00:00 - -5.414
WTI_2020 long 18.27 2020-04-17T00:00 3 14.616 12.18 2020-04-20T00:00 - -8.621
WTI_2020 long 18.27 2020-04-17T00:00 5 16.0776 14.616 2020-04-20T00:00 - -15.034
WTI_2020 long 18.27 2020-04-17T00:00 10 17.1738 16.443 2020-04-20T00:00 - -31.069
GME_2021 short 36.995 2021-01-26T00:00 2 48.0935 55.4925 2021-01-27T00:00 -1.796 -2.136
GME_2021 short 36.995 2021-01-26T00:00 3 44.394 49.3267 2021-01-27T00:00 -3.193 -3.704
GME_2021 short 36.995 2021-01-26T00:00 5 41.4344 44.394 2021-01-27T00:00 -5.989 -6.840
GME_2021 short 36.995 2021-01-26T00:00 10 39.2147 40.6945 2021-01-27T00:00 -12.978 -14.679
GME_2021 long 56.25 2021-02-01T00:00 2 39.375 28.125 2021-02-02T00:00 0.251 -0.340
GME_2021 long 56.25 2021-02-01T00:00 3 45 37.5 2021-02-02T00:00 -0.123 -1.010
GME_2021 long 56.25 2021-02-01T00:00 5 49.5 45 2021-02-02T00:00 -0.872 -2.351
GME_2021 long 56.25 2021-02-01T00:00 10 52.875 50.625 2021-02-02T00:00 -2.744 -5.701
"""


def row_of(line: str) -> Row:
    event, side, entry, opened, leverage, trigger, zero, bar, at_open, extreme = line.split()
    return Row(
        event.replace("_", " "),
        side,
        float(entry),
        opened.replace("T", " "),
        float(leverage),
        float(trigger),
        float(zero),
        None if bar == "-" else bar.replace("T", " "),
        None if at_open == "-" else float(at_open),
        None if extreme == "-" else float(extreme),
    )


ROWS = [row_of(line) for line in TABLE.strip().splitlines()]


def trade_of(row: Row) -> CrashTrade:
    crash = crash_named(row.event)
    named = [one for one in crash.entries if one.when in (row.opened, row.opened[:10])]
    return trade_in(crash, named[0], row.side, row.leverage)


def digits(value: float | None) -> float:
    assert value is not None
    return float(f"{value:.6g}")


@pytest.mark.parametrize(
    "row", ROWS, ids=lambda row: f"{row.event} {row.opened[5:]} {row.side} {row.leverage:g}x"
)
def test_every_row_of_the_table(row: Row) -> None:
    trade = trade_of(row)
    assert trade.entry.price == pytest.approx(row.entry, rel=1e-7)
    assert trade.account.level(trade.entry.price) == pytest.approx(1.0)
    outcome, timeline = crash_outcome(trade), trade.replayed()
    assert digits(outcome.trigger) == row.trigger
    assert digits(outcome.zero_equity) == row.zero_equity
    assert timeline.ledger.imbalance < 1e-12
    if row.bar is None:
        assert outcome.liquidation is None
        assert outcome.when is None
        assert timeline.final.positions
        assert outcome.fill == outcome.worst
        return
    assert outcome.when == row.bar
    assert outcome.liquidation is not None
    assert outcome.liquidation.beyond == (row.at_open is not None)
    if row.at_open is None:
        # Traded through: filled at the trigger, with 0.4 of the used margin left.
        assert outcome.fill.price == pytest.approx(outcome.trigger, rel=1e-12)
        assert outcome.fill.stakes == pytest.approx(0.4)
        assert outcome.owed == timeline.debt == 0
        assert outcome.ending is Ending.LEFT
    else:
        assert outcome.fill.price == trade.bars[outcome.liquidation.bar].open
        assert round(outcome.fill.stakes, 3) == row.at_open
        assert outcome.owed == pytest.approx(
            max(0.0, -row.at_open * trade.money), abs=5e-4 * trade.money
        )
        assert timeline.debt == pytest.approx(outcome.owed)
        assert outcome.ending is (Ending.OWED if row.at_open < 0 else Ending.LEFT_BEYOND)
    assert round(outcome.worst.stakes, 3) == row.at_extreme
    assert outcome.worst.owed == pytest.approx(timeline.worst.debt)


def test_the_whole_table_is_there() -> None:
    assert len(ROWS) == 36


@pytest.mark.parametrize("key", TYPED)
def test_the_prices_are_those_that_were_typed(key: str) -> None:
    bars = crash_named(key).bars
    for line in TYPED[key].strip().splitlines():
        day, hour, *prices = line.split()
        here = bars[bars.index(f"{day} {hour}")]
        assert list(here) == [float(price) for price in prices]
        assert bars.when(bars.index(f"{day} {hour}")) == f"{day} {hour}"


# ---- All at once -------------------------------------------------------------------------------

VENUES = {
    "the crash levels": CRASH_LEVELS,
    "Kraken": KRAKEN_SPOT,
    "the article": ARTICLE,
    "waits at equality": CRASH_LEVELS.with_rules(at_equality=AtEquality.WAITS),
    "acts at once": KRAKEN_SPOT.with_rules(discretion=Discretion.AT_ONCE),
    "just enough": KRAKEN_SPOT.with_rules(extent=Extent.JUST_ENOUGH),
    "a long's margin follows": KRAKEN_SPOT.with_rules(long_margin=LongMargin.FLOATING),
    "called late": CRASH_LEVELS.with_rules(call_level=0.3),
    "a level that turns round": KRAKEN_SPOT.with_rules(
        long_margin=LongMargin.FLOATING, full_level=2.5, call_level=2.5, discretion_level=0.4
    ),
}


def same(one: CrashOutcome, other: CrashOutcome) -> None:
    assert one.trade.account == other.trade.account
    for name in ("trigger", "zero_equity"):
        first, second = getattr(one, name), getattr(other, name)
        assert (first is None) == (second is None), name
        assert first is None or first == pytest.approx(second, rel=1e-12, abs=1e-12)
    for name in ("call", "liquidation"):
        first, second = getattr(one, name), getattr(other, name)
        assert (first is None) == (second is None), name
        if first is not None:
            assert (first.bar, first.beyond) == (second.bar, second.beyond)
            assert first.price == pytest.approx(second.price, rel=1e-12)
    for name in ("fill", "worst"):
        first, second = getattr(one, name), getattr(other, name)
        assert first.price == pytest.approx(second.price, rel=1e-12)
        assert first.equity == pytest.approx(second.equity, rel=1e-9, abs=1e-9 * first.stake)
        assert first.stake == second.stake
    assert one.ending is other.ending


@pytest.mark.parametrize("side", [None, "short"])
@pytest.mark.parametrize(
    "name", ["the crash levels", "Kraken", "waits at equality", "a level that turns round"]
)
def test_the_table_is_the_replay_of_every_cell(name: str, side: str | None) -> None:
    venue = VENUES[name]
    table = all_outcomes(side=side, venue=venue)
    assert [(row.crash, row.entry) for row in table] == list(EVERY_ENTRY)
    cells = 0
    for row in table:
        for leverage, outcome in zip(LEVERAGES, row.outcomes, strict=True):
            offered = leverage in row.crash.leverages and leverage <= venue.leverage_max
            assert (outcome is not None) == offered
            if outcome is None:
                continue
            cells += 1
            trade = trade_in(row.crash, row.entry, side, leverage, venue=venue)
            assert trade.side is row.side
            same(outcome, crash_outcome(trade))
    assert cells == (97 if venue.leverage_max > 10 else 95)


@cases(200)
@given(
    st.lists(st.floats(-0.5, 1.0), min_size=3, max_size=24),
    st.sampled_from(list(Side)),
    st.sampled_from(list(VENUES.values())),
)
def test_the_table_is_the_replay_on_any_path(moves: list[float], side: Side, venue: Venue) -> None:
    path = 100 * np.cumprod([1.0] + [1 + move / 2 for move in moves])
    # Every third step is a gap: it lies between two bars and in none.
    rows = [
        (one, max(one, two), min(one, two), two)
        for place, (one, two) in enumerate(pairwise(path))
        if place % 3 != 1
    ]
    crash = own_crash(Bars.of(rows, length=60), side)
    (row,) = all_outcomes([(crash, crash.entries[0])], (1, 2, 3, 5, 10), venue=venue)
    for outcome in row.outcomes:
        assert outcome is not None
        same(outcome, crash_outcome(outcome.trade))


def test_a_table_of_nothing_and_of_what_is_not_offered() -> None:
    assert all_outcomes([]) == ()
    (row,) = all_outcomes(EVERY_ENTRY[:1], [20, 7])
    assert row.outcomes == (None, None)
    with pytest.raises(BadInput, match=r"row .* is not a crash and one of its entries"):
        all_outcomes([("BTC 2020", "24 h before the low")])
    with pytest.raises(BadInput, match="leverage -2 is not above 0"):
        all_outcomes(leverages=[2, -2])


def test_more_money_is_further_from_the_trigger() -> None:
    plain = crash_outcome(trade_in("BTC 2020", 24, leverage=5))
    twice = crash_outcome(trade_in("BTC 2020", 24, leverage=5, volume=2, money=2 * 7642.4 / 5))
    assert twice.trigger == pytest.approx(plain.trigger)
    assert twice.fill.stakes == pytest.approx(plain.fill.stakes)
    # 2 BTC at 7,642.40 on 10,000: 40 % of the 3,056.96 used is left after 8,777.216 are lost.
    own = crash_outcome(trade_in("BTC 2020", 24, leverage=5, volume=2, money=10_000))
    assert own.trigger == pytest.approx(3253.792)
    assert own.zero_equity == pytest.approx(2642.4)
    assert own.ending is Ending.OPEN, "the call waits at 3,865.18, and the low was 3,913.10"


def test_every_crash_has_what_a_lesson_needs() -> None:
    keys = [crash.key for crash in CRASHES]
    assert len(set(keys)) == len(keys) == 11
    for crash in CRASHES:
        assert crash.sources
        assert crash.confidence is not None
        assert crash.aftermath or crash.unknown
        assert crash.below_zero == (crash.price_floor is PriceFloor.NONE)
        for entry in crash.entries:
            assert 0 <= entry.first < len(crash.bars)
            assert crash.entry(entry.name) is entry


def test_account_of_a_trade_is_one_position() -> None:
    trade = trade_in("ETH 2021", "one bar before", leverage=2)
    position = Position("long", 1.0, 1722.42, 2, "ETH")
    assert trade.account == Account(861.21, (position,), venue=CRASH_LEVELS)
    assert trade.replayed().the_first(Kind.START).price == 1722.42
    with pytest.raises(BadInput, match="leverage 20 is above 10"):
        trade_in("ETH 2021", 24, leverage=20, venue=KRAKEN_SPOT)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: CrashEntry("x", "up", 1, 0, "now"), "side 'up' is neither"),
        (lambda: CrashEntry("x", "long", 1, -3, "now"), "first bar -3 is not a whole number"),
        (lambda: CrashEntry("x", "long", 1, "a", "now"), "first bar 'a' is not a whole number"),
        (lambda: trade_in("WTI 2020", 24), "the first one of .* is the worst; choose an entry"),
    ],
)
def test_an_entry_has_a_side_and_a_bar_after_it(make: Callable[[], object], words: str) -> None:
    with pytest.raises(BadInput, match=words):
        make()
