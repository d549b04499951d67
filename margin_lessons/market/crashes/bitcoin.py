"""BTC on Kraken, 12 and 13 March 2020 and 19 May 2021: traded through all the way down."""

from __future__ import annotations

from margin_lessons.market.bars import Bars
from margin_lessons.market.crashes.building import BAR, LOW, at_close
from margin_lessons.market.crashes.crash import Aftermath, Confidence, Crash, Waypoint
from margin_lessons.position import Side
from margin_lessons.source import Source

_OHLCVT = Source("Kraken OHLCVT, BTC/USD, 60 minutes", "2026-11-22")

_MARCH_2020 = Bars.of(
    (
        (7961.3, 7967.3, 7905.5, 7921.6),
        (7927.1, 7942, 7701.1, 7714.8),
        (7714.1, 7767.6, 7570, 7642.4),
        (7641.9, 7699, 7592.2, 7660.3),
        (7660.4, 7660.4, 7565, 7613.6),
        (7619, 7651.6, 7592.2, 7640.8),
        (7640.8, 7640.8, 7455.9, 7493.8),
        (7493.7, 7496.1, 7352.6, 7385.2),
        (7388.9, 7459.8, 7300, 7369.9),
        (7370.6, 7383.8, 7331.5, 7346.4),
        (7348.2, 7361, 5632.3, 6066.6),
        (6049.7, 6498.5, 5747.6, 6016.1),
        (6016.1, 6258.4, 5850, 6002.6),
        (6001.9, 6059, 5712.2, 5973.5),
        (5966.8, 6178.9, 5886.1, 6103.3),
        (6098.6, 6138.7, 6026, 6127.4),
        (6125.9, 6173.6, 5940, 6082.7),
        (6082.5, 6236.6, 6060.6, 6111.5),
        (6116.4, 6149.5, 5969.2, 5985.8),
        (5983.7, 6090, 5977.1, 6031.8),
        (6032.1, 6052.3, 5593.7, 5706.6),
        (5705.6, 5850, 5554.8, 5790.8),
        (5791, 5938.3, 5713.1, 5794.6),
        (5794.1, 5796.3, 4672.3, 4850),
        (4850, 5945.7, 4586.2, 4726.1),
        (4726, 4877, 4220, 4225.1),
        (4225.4, 5427, 3913.1, 5029.2),
        (5029.2, 5840, 5002.4, 5375),
        (5347.8, 5374.6, 4760, 4846.3),
        (4839.1, 5245, 4839.1, 4962.7),
        (4961.8, 5249.3, 4840, 5238.1),
    ),
    length=60,
    start="2020-03-12 00:00",
)

_REPORTS_2020 = Source("press reports of BitMEX and Deribit", "2020-03")

BTC_2020 = Crash(
    key="BTC 2020",
    title="BTC on Kraken, 12 and 13 March 2020",
    market="Kraken, BTC/USD",
    coin="BTC",
    currency="USD",
    hurt=Side.LONG,
    bars=_MARCH_2020,
    entries=(
        at_close(_MARCH_2020, LOW, Side.LONG, "2020-03-12 02:00"),
        at_close(_MARCH_2020, BAR, Side.LONG, "2020-03-13 01:00"),
    ),
    sources=(_OHLCVT,),
    confidence=Confidence.A,
    shows="bars of an hour show debts that bars of a minute do not: it was traded through",
    aftermath=(
        Aftermath(
            "BitMEX liquidated 876 million USD on 12 March.",
            _REPORTS_2020,
            Confidence.B,
            876e6,
        ),
        Aftermath(
            "It liquidated 798 million on 13 March, and was offline for tens of minutes.",
            _REPORTS_2020,
            Confidence.B,
            798e6,
        ),
        Aftermath(
            "Deribit's fund fell by 53%; the company added 500 BTC, so no loss was shared out.",
            _REPORTS_2020,
            Confidence.B,
            500,
            "BTC",
        ),
    ),
    unknown=("What Kraken's clients owed is not in our sources.",),
    waypoints=(
        Waypoint("2020-03-12 10:36", 6_873.0),
        Waypoint("2020-03-12 10:44", 6_270.0),
        Waypoint("2020-03-12 10:46", 5_701.0),
        Waypoint("2020-03-12 10:48", 5_199.17, "the low"),
        Waypoint("2020-03-12 10:49", 6_559.0, "the high of the minute"),
        Waypoint("2020-03-13 02:16", 3_621.81, "the low"),
        Waypoint("2020-03-13 02:39", 5_211.0),
    ),
    waypoints_from=Source("Binance perpetual, minutes", "2026-11-22"),
)
"""It fell by 48.8% within 24 hours."""

_MAY_2021 = Bars.of(
    (
        (45363.3, 45384.8, 43806.2, 44031),
        (44022.1, 44129.3, 43399, 43780.3),
        (43751.1, 43751.1, 42717.2, 43282.6),
        (43255.7, 43823.9, 42828.6, 43036.5),
        (43022.8, 43776.3, 42674.4, 43655.1),
        (43633.6, 43941.1, 43324.6, 43401.2),
        (43401, 43401, 42392, 42844.6),
        (42851.8, 43649.4, 42568.2, 43315.7),
        (43283.1, 43579.1, 42781.1, 43269.9),
        (43289.1, 43518.3, 42798.5, 43004.2),
        (43004.1, 43289.8, 42738.9, 42903),
        (42850, 43190, 42297.9, 42895.2),
        (42898.4, 43562, 42549.9, 42611.1),
        (42632.1, 42738.9, 40512.8, 40824.5),
        (40875.8, 41320.9, 40305, 40305),
        (40307, 41048.7, 40147.7, 40589.5),
        (40600, 40857.8, 38566, 39270.4),
        (39264.3, 39907.8, 39000, 39214.7),
        (39200.1, 39875.9, 39100.3, 39340),
        (39385.1, 40448.8, 38580, 40407.3),
        (40400, 40749.4, 39867.8, 40461.3),
        (40469.6, 40668.2, 40061.2, 40338.6),
        (40319.4, 40425.7, 38766.5, 39362.3),
        (39376, 39500, 35500, 38682.8),
        (38673, 39150.3, 31000, 33999.9),
        (33999.9, 37429.9, 29800, 36027),
        (36032.5, 37710.4, 34219.7, 37610.8),
        (37618.8, 38054, 36624.1, 37432.2),
        (37432.2, 40347.6, 36294.5, 39750),
        (39782.8, 40683.8, 38959, 39460.3),
        (39460.3, 39702.6, 37708.5, 38100),
        (38100, 39619.6, 37842.2, 39404.8),
        (39418.8, 40200, 38044.2, 38281.4),
    ),
    length=60,
    start="2021-05-18 12:00",
)

BTC_2021 = Crash(
    key="BTC 2021",
    title="BTC on Kraken, 19 May 2021",
    market="Kraken, BTC/USD",
    coin="BTC",
    currency="USD",
    hurt=Side.LONG,
    bars=_MAY_2021,
    entries=(
        at_close(_MAY_2021, LOW, Side.LONG, "2021-05-18 13:00"),
        at_close(_MAY_2021, BAR, Side.LONG, "2021-05-19 12:00"),
    ),
    sources=(_OHLCVT,),
    confidence=Confidence.A,
    shows="a third was lost in a day, and still no debt at 10x or below",
    aftermath=(
        Aftermath(
            "About 8.6 billion USD was liquidated in 775,000 accounts.",
            Source("Bybt, liquidations", "2021-05"),
            Confidence.B,
            8.6e9,
        ),
        Aftermath(
            "Futures at Binance could not be traded for a time.",
            Source("press reports of Binance", "2021-05"),
            Confidence.B,
        ),
    ),
    unknown=("No debt of a private client is documented.",),
)
"""It fell by 31.9% within 24 hours."""
