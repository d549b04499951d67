"""What is handed to the one door: exports, other things, many of them, and very large ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from history.kraken_layouts import YEARS, ledger_csv, trades_csv
from history.kraken_story import Story
from history.sample_stories import PRICES, sample_story
from history.test_kraken_layouts import check
from reading import read_or_told

from margin_lessons.errors import BadInput
from margin_lessons.history import StoppedReading, read_history
from margin_lessons.history.ccxt_positions import EXAMPLE
from margin_lessons.history.samples import SAMPLES, sample


def long_ledger(rows: int) -> bytes:
    story = Story()
    for _ in range(rows):
        story.wait(1)
        story.book("TA", "rollover", "USD", 0, "0.25")
    return ledger_csv(story, "2026").encode()


# ---- No export -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (b"", "the file: the file is empty: an export has a line of column names and rows."),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "file 'the file' is not text: trades come as CSV."),
        (b"PK\x03\x04xl", "file 'the file' is packed, or a spreadsheet: unpack it, or save it as"),
        (b"%PDF-1.7", "file 'the file' is a document to look at: save it as CSV."),
        (b"<!DOCTYPE html>", "is a web page: download the file that it links to."),
        (b"Dear Sir,\nI lost money.\n", "is no export that is read: line 1 names the columns"),
        (b"Date,Open,High,Low,Close\n", "it looks like bars of prices: read_bars takes them."),
        (b"User_ID,UTC_Time,Account,Operation,Coin,Change,Remark\n", "like an export of Binance."),
        (b'{"a": 1}', "positions"),
        ("no_such.csv", "file 'no_such.csv' cannot be read: No such file or directory."),
        (5, "file 5 is no path and no bytes: give the export's path."),
    ],
)
def test_what_is_no_export_is_said(given: object, told: str) -> None:
    assert told in read_or_told(lambda: read_history(given))


def test_a_folder_and_no_file_are_refused(tmp_path: Path) -> None:
    assert "is a folder: trades come as a CSV file." in read_or_told(lambda: read_history(tmp_path))
    assert read_or_told(read_history) == (
        "files are none: give at least one export, such as 'trades.csv'."
    )


def test_a_file_that_cannot_be_read_does_not_stop_the_others() -> None:
    story = sample_story("2025")
    files = [("a.csv", trades_csv(story, "2025").encode()), ("b.txt", b"x,y\n1,2\n")]
    history = read_history(*files, ("c.csv", ledger_csv(story, "2025").encode()))
    check(history, story)
    (told,) = history.refused
    assert told.startswith("b.txt is no export that is read")


def test_the_name_of_a_file_says_nothing() -> None:
    story = sample_story("2026")
    trades, ledger = trades_csv(story, "2026").encode(), ledger_csv(story, "2026").encode()
    check(read_history(("ledgers.csv", trades), ("trades.csv", ledger)), story)


def test_an_export_without_rows_says_so() -> None:
    text = ledger_csv(Story(), "2026")
    history = read_history(text)
    assert history.notes == ("the text: it has the columns of Kraken ledger, and no row.",)
    assert (history.positions, history.balances, history.cannot_be_known) == ((), (), ())


def test_a_json_stands_beside_trades() -> None:
    history = read_history(EXAMPLE, trades_csv(sample_story("2019"), "2019"))
    assert [one.coin for one in history.own_positions] == ["BTC"]
    assert len(history.reported) == len(history.positions) == 1


def test_a_quotation_mark_that_closes_lines_later_is_a_line_cut_off() -> None:
    text = 'txid,refid,time,type,asset,amount,fee,balance\nLA,"RA\nLB",2,3,4,5,6,7\n'
    assert read_or_told(lambda: read_history(text)) == (
        "the text, line 2: a quotation mark opens and does not close: the line is cut off."
    )


# ---- Large files ---------------------------------------------------------------------------------


def test_progress_tells_bytes_up_to_all_of_them() -> None:
    data = long_ledger(3_000)
    told: list[tuple[int, int]] = []
    history = read_history(data, data, progress=lambda done, whole: told.append((done, whole)))
    assert len(history.ledger) == 3_000
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1] == (2 * len(data), 2 * len(data))
    assert len(told) > 10


def test_reading_stops_when_progress_says_so() -> None:
    data = long_ledger(3_000)
    with pytest.raises(StoppedReading, match=r"stopped after [\d,]+ of [\d,]+ bytes: nothing of"):
        read_history(data, progress=lambda done, whole: done < whole / 2)


def test_an_error_of_progress_comes_through() -> None:
    def fail(done: int, whole: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_history(long_ledger(10), progress=fail)


def test_progress_must_be_callable() -> None:
    with pytest.raises(BadInput, match="progress 5 cannot be called"):
        read_history(long_ledger(1), progress=5)


# ---- The samples ---------------------------------------------------------------------------------


@pytest.mark.parametrize("year", YEARS)
def test_the_samples_are_of_each_years_layout(year: str) -> None:
    name, story = year.replace(" ", "_"), sample_story(year)
    trades, ledger = sample(f"kraken_trades_{name}.csv"), sample(f"kraken_ledgers_{name}.csv")
    assert trades.read_text() == trades_csv(story, year)
    assert ledger.read_text() == ledger_csv(story, year)
    history = read_history(trades, ledger)
    check(history, story)
    assert (history.positions[0].own is None) is (year == "2021")  # an ether stands beside it


@pytest.mark.parametrize(("year", "cash"), [("2019", 956.108), ("2024", 7_768.3775)])
def test_the_money_of_a_sample_by_hand(year: str, cash: float) -> None:
    """At a price p: 0.12 p come, 0.1 p later; 0.5 coins are bought, sold at 1.05 p and 0.56 p."""
    p = PRICES[year]
    fees = 0.0026 * (0.5 + 0.25 * 1.05 + 0.25 * 0.56 + 0.2 * 0.75)
    rollovers = 2 / 10_000 + 1 / 20_000
    by_hand = p * (0.12 + 0.1 + 0.25 * 0.05 - 0.25 * 0.44 - fees - rollovers)
    name = year.replace(" ", "_")
    files = (sample(f"kraken_{kind}_{name}.csv") for kind in ("trades", "ledgers"))
    mine = read_history(*files).positions[0].own
    assert mine.cash == pytest.approx(by_hand) == pytest.approx(cash)


def test_every_sample_is_there_and_every_file_is_a_sample() -> None:
    folder = sample("kraken_trades_2019.csv").parent
    assert {path.name for path in folder.iterdir()} == set(SAMPLES)
    with pytest.raises(BadInput, match=r"did you mean .kraken_trades_2019\.csv"):
        sample("kraken_trades_2018.csv")
