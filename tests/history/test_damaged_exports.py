"""A damaged export is refused with its line, or read right; never is a number wrong in silence."""

from __future__ import annotations

import math
import random
import re
from decimal import Decimal

from cases import cases
from history.damage import DAMAGES, commas, spreadsheet, table
from history.kraken_layouts import YEARS, ledger_csv, trades_csv
from history.kraken_story import random_story
from history.test_kraken_layouts import check
from hypothesis import event, given
from hypothesis import strategies as st
from reading import read_or_told

from margin_lessons.history import History, read_history

BREAK = re.compile(r"L\d{5}-QWERT-ZUIOPA of .* follow from the rows before")


@cases(2_000)
@given(
    seed=st.integers(0, 10**9), year=st.sampled_from(list(YEARS)), damage=st.sampled_from(DAMAGES)
)
def test_a_damaged_export_is_refused_or_read_right(seed: int, year: str, damage) -> None:
    story, draw = random_story(seed, 8), random.Random(seed)
    whole = [("trades.csv", trades_csv(story, year)), ("ledgers.csv", ledger_csv(story, year))]
    if not story.trades:
        return
    at = draw.randrange(2)
    name, text = whole[at]
    broken = damage(text, draw)
    data = broken if isinstance(broken, bytes) else broken.encode()
    files = [(one, other.encode()) for one, other in whole]
    files[at] = (name, data)
    history = read_history(*files)
    event(f"{damage.__name__}: {'refused' if history.refused else 'read'}")
    if history.refused:
        (told,) = history.refused
        assert re.match(rf"{name}, line \d+\b", told) or told.startswith(f"{name} is no export")
        assert told.endswith(".")
        assert len(told) < 400
    elif not any(map(BREAK.match, history.cannot_be_known)):
        # Of a wallet with one row nothing tells what it should hold.
        alone = {run.asset for run in history.balances if run.rows == 1}
        for asset in alone:
            story.held[asset] = next(r.after for r in history.balances if r.asset == asset)
        check(history, story)


@cases(200)
@given(seed=st.integers(0, 10**9), year=st.sampled_from(list(YEARS)))
def test_what_a_spreadsheet_rewrote_is_refused_with_its_cell(seed: int, year: str) -> None:
    story, draw = random_story(seed, 5), random.Random(seed)
    for damage in (spreadsheet, commas):
        text = damage(ledger_csv(story, year), draw)
        told = read_or_told(lambda text=text: read_history(text))
        assert re.match(r"the text, line \d+, column (time|amount|fee|balance): '", str(told))


CELLS = st.one_of(
    st.text(max_size=8),
    st.sampled_from(["", "-", "TA", "LA", "buy", "initiated", "margin", "XXBT", "XXBTZUSD", "nan"]),
    st.sampled_from(["2021-01-02 03:04:05", "1e9", "-0", "0", "1", "9" * 40, "1_0", "٣", "∞"]),
)


@cases(500)
@given(
    year=st.sampled_from(list(YEARS)),
    rows=st.lists(st.lists(CELLS, min_size=1, max_size=26), max_size=5),
    ledger=st.booleans(),
)
def test_any_cells_are_read_or_refused_in_one_sentence(
    year: str, rows: list[list[str]], ledger: bool
) -> None:
    names = (YEARS[year].ledger if ledger else YEARS[year].trades).split()
    text = table([names, *([*row, *[""] * len(names)][: len(names)] for row in rows)])
    told = read_or_told(lambda: read_history(text.encode("utf-8", "replace")))
    if isinstance(told, History):
        assert len(told.trades) + len(told.ledger) <= len(rows)
        assert all(one.endswith(".") for one in (*told.notes, *told.cannot_be_known))


@cases(500)
@given(data=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_any_bytes_are_no_export_and_said_to_be_none(data: bytes) -> None:
    assert isinstance(read_or_told(lambda: read_history(data)), str)


SIZES = st.sampled_from(
    ["0", "1", "-1", "0.00000001", "1e99", "1e-99", "9" * 40, "1e308", "12345.6789", ".5", "5."]
)


@cases(300)
@given(price=SIZES, volume=SIZES, margin=SIZES, fee=SIZES, balance=SIZES, again=SIZES)
def test_numbers_of_any_size_are_counted_or_refused(
    price: str, volume: str, margin: str, fee: str, balance: str, again: str
) -> None:
    cost = str(Decimal(price) * Decimal(volume)).lower()
    trades = f"""txid,pair,time,type,ordertype,price,cost,fee,vol,margin,misc
TA,XBTUSD,2021-01-02 03:04:05,buy,limit,{price},{cost},{fee},{volume},{margin},initiated
TB,XBTUSD,2021-01-02 03:04:06,buy,limit,{price},{cost},{fee},{volume},{again},initiated
TC,XBTUSD,2021-01-02 03:04:07,sell,limit,{price},{cost},{fee},{volume},{again},closing
"""
    ledger = f"""txid,refid,time,type,asset,amount,fee,balance
LA,TA,2021-01-02 03:04:05,margin,ZUSD,0,{fee},{balance}
LB,TB,2021-01-02 03:04:07,rollover,ZUSD,{again},{fee},{balance}
"""
    told = read_or_told(lambda: read_history(trades, ledger))
    if isinstance(told, History):
        assert told.cannot_be_known  # at least when the trades begin
        assert all((one.own is None) is bool(one.unknown) for one in told.positions)
        assert all(math.isfinite(one.level) for one in told.levels)
        assert sum(one.volume for one in told.lots.open) <= 2 * abs(Decimal(volume))
