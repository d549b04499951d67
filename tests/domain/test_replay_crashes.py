"""The crashes that happened: where an account like this one was closed out, and what was left.

Collateral is notional / leverage in cash, the level is 100 % at opening, the liquidation at 40 %,
no fees; a short's used margin is held at cost ("frozen"). Equity in units of the collateral. "At
its extreme" is the worst case of the bar that reached the trigger and not what happened.

Sources: Kraken OHLCVT, 60 min. (BTC/USD, ETH/USD); EUR/CHF hourly waypoints of 15 January 2015;
CFTC release 8315-20 and EIA spot prices (WTI); daily bars of GameStop, split-adjusted. Compiled on
22 November 2026.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from margin_lessons.account import Account, Position
from margin_lessons.crossing import crossings
from margin_lessons.market.bars import Bars
from margin_lessons.market.bars_csv import read_bars
from margin_lessons.replay import Kind, Rules, Timeline, replay
from margin_lessons.venue import KRAKEN_SPOT, ShortMargin

VENUE = KRAKEN_SPOT.with_rules(short_margin=ShortMargin.FROZEN)

# Kraken OHLCVT, ETH/USD, 60 min.
ETH_2021 = """
2021-02-21 14:00 1949.14 1967.17 1940.01 1964.53
2021-02-21 15:00 1964.51 1970.71 1952.67 1961.26
2021-02-21 16:00 1961.4 1966 1945.4 1959.65
2021-02-21 17:00 1959.14 1959.37 1950.44 1950.5
2021-02-21 18:00 1950.5 1967.65 1940.11 1964.46
2021-02-21 19:00 1964.49 1975 1962.87 1966.62
2021-02-21 20:00 1966.27 1966.35 1915.82 1932.54
2021-02-21 21:00 1932.64 1939.11 1916.35 1920.53
2021-02-21 22:00 1920.74 1931.91 1903.2 1928.17
2021-02-21 23:00 1927.25 1939.7 1924.6 1935.44
2021-02-22 00:00 1935.44 1937.67 1888.03 1888.03
2021-02-22 01:00 1888.68 1919.98 1873.52 1915.23
2021-02-22 02:00 1915.2 1919.68 1893 1906.59
2021-02-22 03:00 1906.01 1911.25 1861.53 1871.54
2021-02-22 04:00 1871.5 1882 1823.68 1867.72
2021-02-22 05:00 1865.1 1883.93 1862.31 1867.42
2021-02-22 06:00 1867.75 1889.46 1863 1873.12
2021-02-22 07:00 1873.11 1891.31 1865.72 1886.69
2021-02-22 08:00 1886.81 1888.98 1853.98 1853.98
2021-02-22 09:00 1854.73 1863.11 1811 1816.58
2021-02-22 10:00 1820.19 1835 1777 1813.88
2021-02-22 11:00 1814.01 1831.38 1800.64 1802.12
2021-02-22 12:00 1801.56 1806.29 1750 1780.2
2021-02-22 13:00 1780.2 1791.2 1720.45 1722.42
2021-02-22 14:00 1724.6 1762.91 700 1759.4
"""
# Kraken OHLCVT, BTC/USD, 60 min.
BTC_2020 = """
2020-03-12 02:00 7714.1 7767.6 7570 7642.4
2020-03-12 03:00 7641.9 7699 7592.2 7660.3
2020-03-12 04:00 7660.4 7660.4 7565 7613.6
2020-03-12 05:00 7619 7651.6 7592.2 7640.8
2020-03-12 06:00 7640.8 7640.8 7455.9 7493.8
2020-03-12 07:00 7493.7 7496.1 7352.6 7385.2
2020-03-12 08:00 7388.9 7459.8 7300 7369.9
2020-03-12 09:00 7370.6 7383.8 7331.5 7346.4
2020-03-12 10:00 7348.2 7361 5632.3 6066.6
2020-03-12 11:00 6049.7 6498.5 5747.6 6016.1
2020-03-12 12:00 6016.1 6258.4 5850 6002.6
2020-03-12 13:00 6001.9 6059 5712.2 5973.5
2020-03-12 14:00 5966.8 6178.9 5886.1 6103.3
2020-03-12 15:00 6098.6 6138.7 6026 6127.4
2020-03-12 16:00 6125.9 6173.6 5940 6082.7
2020-03-12 17:00 6082.5 6236.6 6060.6 6111.5
2020-03-12 18:00 6116.4 6149.5 5969.2 5985.8
2020-03-12 19:00 5983.7 6090 5977.1 6031.8
2020-03-12 20:00 6032.1 6052.3 5593.7 5706.6
2020-03-12 21:00 5705.6 5850 5554.8 5790.8
2020-03-12 22:00 5791 5938.3 5713.1 5794.6
2020-03-12 23:00 5794.1 5796.3 4672.3 4850
"""
# Kraken OHLCVT, BTC/USD, 60 min.
BTC_2021 = """
2021-05-18 13:00 44022.1 44129.3 43399 43780.3
2021-05-18 14:00 43751.1 43751.1 42717.2 43282.6
2021-05-18 15:00 43255.7 43823.9 42828.6 43036.5
2021-05-18 16:00 43022.8 43776.3 42674.4 43655.1
2021-05-18 17:00 43633.6 43941.1 43324.6 43401.2
2021-05-18 18:00 43401 43401 42392 42844.6
2021-05-18 19:00 42851.8 43649.4 42568.2 43315.7
2021-05-18 20:00 43283.1 43579.1 42781.1 43269.9
2021-05-18 21:00 43289.1 43518.3 42798.5 43004.2
2021-05-18 22:00 43004.1 43289.8 42738.9 42903
2021-05-18 23:00 42850 43190 42297.9 42895.2
2021-05-19 00:00 42898.4 43562 42549.9 42611.1
2021-05-19 01:00 42632.1 42738.9 40512.8 40824.5
2021-05-19 02:00 40875.8 41320.9 40305 40305
2021-05-19 03:00 40307 41048.7 40147.7 40589.5
2021-05-19 04:00 40600 40857.8 38566 39270.4
2021-05-19 05:00 39264.3 39907.8 39000 39214.7
2021-05-19 06:00 39200.1 39875.9 39100.3 39340
2021-05-19 07:00 39385.1 40448.8 38580 40407.3
2021-05-19 08:00 40400 40749.4 39867.8 40461.3
2021-05-19 09:00 40469.6 40668.2 40061.2 40338.6
2021-05-19 10:00 40319.4 40425.7 38766.5 39362.3
2021-05-19 11:00 39376 39500 35500 38682.8
2021-05-19 12:00 38673 39150.3 31000 33999.9
2021-05-19 13:00 33999.9 37429.9 29800 36027
"""
# Kraken OHLCVT, ETH/USD, 60 min.; the hour before closed at 92.80645 (92.8064 to six digits).
ETH_2017 = """
2017-05-07 00:00 92.8067 93.69905 92.33441 92.37094
2017-05-07 01:00 92.375 92.94898 92.22 92.55964
2017-05-07 02:00 92.55918 93.71999 92.13 92.25002
2017-05-07 03:00 92.25024 93.71999 92.13 92.13006
2017-05-07 04:00 92.43401 92.43401 92 92
2017-05-07 05:00 92.00015 92.6 92 92.55999
2017-05-07 06:00 92.13009 93 92 92
2017-05-07 07:00 92.00021 92.89999 92.00016 92.89999
2017-05-07 08:00 92.61976 93.1 92.5 92.7
2017-05-07 09:00 92.7001 92.87 92.29108 92.36002
2017-05-07 10:00 92.82918 93.349 92.67487 93.29
2017-05-07 11:00 93.20002 93.349 92.7002 93.08999
2017-05-07 12:00 93.08997 94.85985 93.06996 93.58006
2017-05-07 13:00 93.5802 94.58 93.51 93.5997
2017-05-07 14:00 94.29983 94.29999 92.91 92.9705
2017-05-07 15:00 92.97203 93.76998 92.51 93.63999
2017-05-07 16:00 93.63994 94.59 92.83 94.45
2017-05-07 17:00 93.59075 94.58989 93.25 93.79997
2017-05-07 18:00 93.25367 93.79946 93.13024 93.13325
2017-05-07 19:00 93.13281 93.30046 92.11999 92.12
2017-05-07 20:00 92.1201 92.50035 89.71003 90.51058
2017-05-07 21:00 90.51057 91.00011 88.1 88.97629
2017-05-07 22:00 88.97638 89.52999 30 30
"""
# GameStop, daily, split-adjusted prices.
GME_2021 = """
2021-01-26 00:00 22.139999 37.5 20.049999 36.994999
2021-01-27 00:00 88.707497 95 62.25 86.877502
2021-01-28 00:00 66.25 120.75 28.0625 48.400002
2021-01-29 00:00 94.927498 103.495003 62.5 81.25
2021-02-01 00:00 79.139999 80.5 53 56.25
2021-02-02 00:00 35.189999 39.5 18.555 22.5
"""

# EUR/CHF on 15 January 2015: the hour in which the central bank ended the 1.20 floor.
EUR_CHF_2015 = """
2015-01-15 09:00 1.20094 1.20097 0.84989 1.02542
"""

# WTI crude, May 2020 contract, daily: 20 and 21 April 2020.
WTI_2020 = """
2020-04-20 00:00 17.73 17.85 -40.32 -37.63
2020-04-21 00:00 -14.00 13.86 -16.74 10.01
"""


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
EUR_CHF_2015 long 1.20089 2015-01-14T09:00 2 0.840623 0.600445 - - -
EUR_CHF_2015 long 1.20089 2015-01-14T09:00 3 0.960712 0.800593 2015-01-15T09:00 - 0.123
EUR_CHF_2015 long 1.20089 2015-01-14T09:00 5 1.05678 0.960712 2015-01-15T09:00 - -0.461
EUR_CHF_2015 long 1.20089 2015-01-14T09:00 10 1.12884 1.0808 2015-01-15T09:00 - -1.923
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

EVENTS = {
    "BTC_2020": BTC_2020,
    "BTC_2021": BTC_2021,
    "ETH_2017": ETH_2017,
    "ETH_2021": ETH_2021,
    "EUR_CHF_2015": EUR_CHF_2015,
    "GME_2021": GME_2021,
    "WTI_2020": WTI_2020,
}


def row_of(line: str) -> Row:
    event, side, entry, opened, leverage, trigger, zero, bar, at_open, extreme = line.split()
    return Row(
        event,
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


def account_of(row: Row) -> Account:
    position = Position(row.side, 1.0, row.entry, row.leverage)
    return Account(row.entry / row.leverage, (position,), venue=VENUE)


def bars_after(event: str, opened: str) -> Bars:
    lines = ["date,open,high,low,close"]
    for line in EVENTS[event].strip().splitlines():
        day, hour, *prices = line.split()
        if f"{day} {hour}" > opened:
            lines.append(",".join([f"{day} {hour}", *prices]))
    hourly = event not in ("GME_2021", "WTI_2020")
    return read_bars(lines, length=60 if hourly else 1440)


def replayed(row: Row, **rules: object) -> Timeline:
    bars = bars_after(row.event, row.opened)
    return replay(account_of(row), bars, rules=Rules(**rules), price=row.entry)


def digits(value: float) -> float:
    return float(f"{value:.6g}")


@pytest.mark.parametrize(
    "row", ROWS, ids=lambda row: f"{row.event} {row.opened[5:]} {row.side} {row.leverage:g}x"
)
def test_every_row_of_the_table(row: Row) -> None:
    account, timeline = account_of(row), replayed(row)
    prices = crossings(account)
    assert digits(prices.liquidation.price) == row.trigger
    assert digits(prices.zero_equity.price) == row.zero_equity
    begun, filled = (
        timeline.first(Kind.LIQUIDATION_TRIGGERED),
        timeline.first(Kind.LIQUIDATION_FILLED),
    )
    if row.bar is None:
        assert begun is None
        assert timeline.final.positions
        return
    assert begun.trigger == pytest.approx(prices.liquidation.price, rel=1e-12)
    assert timeline.bars.when(begun.bar) == row.bar
    assert begun.beyond == filled.beyond == (row.at_open is not None)
    if row.at_open is None:
        # Traded through: filled at the trigger, with 0.4 of the used margin left.
        assert filled.price == begun.trigger
        assert filled.equity / account.cash == pytest.approx(0.4)
        assert timeline.debt == 0
    else:
        assert filled.price == timeline.bars[filled.bar].open
        assert round(filled.equity / account.cash, 3) == row.at_open
        assert timeline.debt == pytest.approx(max(0.0, -filled.equity))
    assert round(filled.worst_equity / account.cash, 3) == row.at_extreme
    assert timeline.worst.equity == pytest.approx(filled.worst_equity)
    assert timeline.worst.debt == pytest.approx(max(0.0, -filled.worst_equity))
    assert timeline.ledger.imbalance < 1e-12


def test_the_whole_table_is_there() -> None:
    assert len(ROWS) == 36


def test_a_price_below_zero_costs_more_than_the_stake_at_any_leverage() -> None:
    # Entered at 18.27 with half of it; the engine a day late fills at the next open, -14.
    row = next(row for row in ROWS if row.event == "WTI_2020")
    timeline = replayed(row, delay_bars=1)
    filled = timeline.first(Kind.LIQUIDATION_FILLED)
    assert filled.price == -14
    assert timeline.debt == pytest.approx(18.27 + 14 - 18.27 / 2)
    assert filled.worst_price == -40.32, "the worst of both bars"
    assert timeline.ledger.imbalance < 1e-12


def test_wti_owes_twice_the_stake_even_at_1x() -> None:
    # Settled at -37.63: with the whole price paid in, 2.06 times as much is owed on top.
    account = Account(18.27, (Position("long", 1.0, 18.27, 1),), venue=VENUE)
    bars = bars_after("WTI_2020", "2020-04-17")
    assert replay(account, bars).first(Kind.LIQUIDATION_TRIGGERED).trigger == pytest.approx(7.308)
    settled = replay(account, Bars.of([(17.73, 17.85, 17.7, 17.8), (-37.63,) * 4]), price=18.27)
    assert settled.debt / account.cash == pytest.approx(2.06, abs=0.005)


def test_minutes_of_delay_turn_what_is_left_into_a_debt() -> None:
    # 12 March 2020, minute waypoints of a perpetual (Binance): 10:36, 10:44, 10:46, 10:48, 10:49.
    points = {36: 6_873.0, 44: 6_270.0, 46: 5_701.0, 48: 5_199.17, 49: 6_559.0}
    path = [points[36] + (points[44] - points[36]) * step / 8 for step in range(9)]
    path += [(points[44] + points[46]) / 2, points[46], (points[46] + points[48]) / 2]
    path += [points[48], points[49]]
    bars = Bars.from_path(path, start="2020-03-12 10:36")
    account = Account(7_642.4 / 5, (Position("long", 1.0, 7_642.4, 5),), venue=VENUE)
    left = [
        replay(account, bars, rules=Rules(delay_minutes=delay), price=7_642.4)
        for delay in (0, 3, 8, 10)
    ]
    assert left[0].equity / account.cash == pytest.approx(0.4)
    assert left[0].debt == 0
    equities = [timeline.equity for timeline in left]
    assert equities == sorted(equities, reverse=True)
    assert left[3].debt > 0
