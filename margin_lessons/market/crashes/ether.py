"""ETH on Kraken, 7 May 2017 and 22 February 2021: an hour that fell to a third and came back."""

from __future__ import annotations

from margin_lessons.market.bars import Bars
from margin_lessons.market.crashes.building import BAR, LOW, at_close
from margin_lessons.market.crashes.crash import Aftermath, Confidence, Crash
from margin_lessons.position import Side
from margin_lessons.source import Source

_OHLCVT = Source("Kraken OHLCVT, ETH/USD, 60 minutes", "2026-11-22")

_MAY_2017 = Bars.of(
    (
        (92.42003, 93.75, 92.40011, 92.80645),
        (92.8067, 93.69905, 92.33441, 92.37094),
        (92.375, 92.94898, 92.22, 92.55964),
        (92.55918, 93.71999, 92.13, 92.25002),
        (92.25024, 93.71999, 92.13, 92.13006),
        (92.43401, 92.43401, 92, 92),
        (92.00015, 92.6, 92, 92.55999),
        (92.13009, 93, 92, 92),
        (92.00021, 92.89999, 92.00016, 92.89999),
        (92.61976, 93.1, 92.5, 92.7),
        (92.7001, 92.87, 92.29108, 92.36002),
        (92.82918, 93.349, 92.67487, 93.29),
        (93.20002, 93.349, 92.7002, 93.08999),
        (93.08997, 94.85985, 93.06996, 93.58006),
        (93.5802, 94.58, 93.51, 93.5997),
        (94.29983, 94.29999, 92.91, 92.9705),
        (92.97203, 93.76998, 92.51, 93.63999),
        (93.63994, 94.59, 92.83, 94.45),
        (93.59075, 94.58989, 93.25, 93.79997),
        (93.25367, 93.79946, 93.13024, 93.13325),
        (93.13281, 93.30046, 92.11999, 92.12),
        (92.1201, 92.50035, 89.71003, 90.51058),
        (90.51057, 91.00011, 88.1, 88.97629),
        (88.97638, 89.52999, 30, 30),
        (74.99999, 87.99998, 26, 87.4),
        (87.4, 88.82539, 83.00028, 86.99996),
        (86.99994, 90, 83.10013, 89.89),
        (89.89, 91.31107, 88.79801, 90.4),
        (90.9898, 91, 87, 87.7011),
        (87.697, 90.6, 87.347, 88),
        (88.29959, 88.77, 82.50221, 84.98136),
        (84.50124, 88, 84, 88),
    ),
    length=60,
    start="2017-05-06 23:00",
)

ETH_2017 = Crash(
    key="ETH 2017",
    title="ETH on Kraken, 7 May 2017",
    market="Kraken, ETH/USD",
    coin="ETH",
    currency="USD",
    hurt=Side.LONG,
    bars=_MAY_2017,
    entries=(
        at_close(_MAY_2017, LOW, Side.LONG, "2017-05-06 23:00"),
        at_close(_MAY_2017, "one bar before the fall", Side.LONG, "2017-05-07 21:00"),
    ),
    sources=(_OHLCVT,),
    confidence=Confidence.A,
    shows="an hour closed at 30, and the next one opened at 75: the price of one venue alone",
    aftermath=(
        Aftermath(
            "An attack kept clients from adding funds during the fall.",
            Source("CoinDesk, class action against Kraken", "2017"),
            Confidence.B,
        ),
        Aftermath(
            "Five clients sued for 3,414 ETH.",
            Source("CoinDesk, class action against Kraken", "2017"),
            Confidence.B,
            3_414,
            "ETH",
        ),
    ),
    unknown=("How the suit ended is not in our sources.",),
)
"""The bars begin an hour before the day, so that the entry of 24 hours before the low is there."""

_FEBRUARY_2021 = Bars.of(
    (
        (1963.86, 1967.73, 1938.03, 1945),
        (1944.47, 1954.72, 1944.47, 1949.07),
        (1949.14, 1967.17, 1940.01, 1964.53),
        (1964.51, 1970.71, 1952.67, 1961.26),
        (1961.4, 1966, 1945.4, 1959.65),
        (1959.14, 1959.37, 1950.44, 1950.5),
        (1950.5, 1967.65, 1940.11, 1964.46),
        (1964.49, 1975, 1962.87, 1966.62),
        (1966.27, 1966.35, 1915.82, 1932.54),
        (1932.64, 1939.11, 1916.35, 1920.53),
        (1920.74, 1931.91, 1903.2, 1928.17),
        (1927.25, 1939.7, 1924.6, 1935.44),
        (1935.44, 1937.67, 1888.03, 1888.03),
        (1888.68, 1919.98, 1873.52, 1915.23),
        (1915.2, 1919.68, 1893, 1906.59),
        (1906.01, 1911.25, 1861.53, 1871.54),
        (1871.5, 1882, 1823.68, 1867.72),
        (1865.1, 1883.93, 1862.31, 1867.42),
        (1867.75, 1889.46, 1863, 1873.12),
        (1873.11, 1891.31, 1865.72, 1886.69),
        (1886.81, 1888.98, 1853.98, 1853.98),
        (1854.73, 1863.11, 1811, 1816.58),
        (1820.19, 1835, 1777, 1813.88),
        (1814.01, 1831.38, 1800.64, 1802.12),
        (1801.56, 1806.29, 1750, 1780.2),
        (1780.2, 1791.2, 1720.45, 1722.42),
        (1724.6, 1762.91, 700, 1759.4),
        (1758, 1776.13, 1700.94, 1732.98),
        (1732.98, 1764.01, 1708.93, 1729.86),
        (1731.88, 1732.82, 1670.87, 1680),
        (1679.79, 1719.12, 1652.9, 1716.41),
        (1717, 1750, 1710, 1747.84),
        (1747.53, 1784.99, 1742.04, 1767.89),
    ),
    length=60,
    start="2021-02-21 12:00",
)

_REPORT_2021 = Source("Cointelegraph", "2021-02-23")

ETH_2021 = Crash(
    key="ETH 2021",
    title="ETH on Kraken, 22 February 2021",
    market="Kraken, ETH/USD",
    coin="ETH",
    currency="USD",
    hurt=Side.LONG,
    bars=_FEBRUARY_2021,
    entries=(
        at_close(_FEBRUARY_2021, LOW, Side.LONG, "2021-02-21 14:00"),
        at_close(_FEBRUARY_2021, BAR, Side.LONG, "2021-02-22 13:00"),
    ),
    sources=(_OHLCVT,),
    confidence=Confidence.A,
    shows="longs at 5x and 10x were closed out hours before; 2x and 3x met the fall to 700",
    aftermath=(
        Aftermath(
            "The head of the venue said that nothing had failed, and that all trades stood.",
            Source("CoinDesk", "2021-02-23"),
            Confidence.B,
        ),
        Aftermath("A client with 1.5x told that he was liquidated.", _REPORT_2021, Confidence.C),
        Aftermath(
            "One customer told of an account that showed 120 USD owed.",
            _REPORT_2021,
            Confidence.C,
            120,
        ),
    ),
    unknown=("The low elsewhere was about 1,546; the minutes on Kraken are not in our figures.",),
)
"""BTC on Kraken fell in the same hour from 51,988 to 45,002 and was back at 53,629."""
