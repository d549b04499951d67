"""A damaged export of Bitstamp is refused with its line, or read right, in each layout."""

from __future__ import annotations

import random
import re
from datetime import datetime

from cases import cases
from history.bitstamp_writing import WRITERS, Move, histories
from history.damage import DAMAGES, cells, commas, cut, doubled, table
from history.damage import spreadsheet as kraken_spreadsheet
from history.test_bitstamp import expected, told
from hypothesis import event, given
from hypothesis import strategies as st
from reading import read_or_told

from margin_lessons.history import History, read_history


def spreadsheet(text: str, draw: random.Random) -> str:
    """Times as a spreadsheet shows and saves them, in all rows or in one."""
    form = draw.choice(["%d.%m.%Y %H:%M", "%m/%d/%Y %H:%M", "%M:%S.0", "%Y-%m-%d %H:%M"])
    lines = cells(text)
    place = lines[0].index("Datetime")
    for line in lines[1:] if draw.random() < 0.7 else [draw.choice(lines[1:])]:
        line[place] = f"{datetime(2013, 2, 1, 10, 11):{form}}"
    return table(lines)


HERE = (*(one for one in DAMAGES if one is not kraken_spreadsheet), spreadsheet)


@cases(2_000)
@given(
    st.sampled_from(list(WRITERS)),
    histories(bitcoin_only=True),
    st.sampled_from(HERE),
    st.randoms(use_true_random=False),
)
def test_a_damaged_export_is_refused_or_read_right(
    layout: str, moves: list[Move], damage, draw: random.Random
) -> None:
    text = WRITERS[layout](moves)
    broken = damage(text, draw)
    data = broken if isinstance(broken, bytes) else broken.encode()
    found = read_or_told(lambda: read_history(("mine.csv", data)))
    event(f"{damage.__name__}: {'refused' if isinstance(found, str) else 'read'}")
    if isinstance(found, str):
        assert re.match(r"mine\.csv, line \d+\b", found) or "no export that is read" in found
        assert len(found) < 400
        return
    if damage is cut and not is_whole(found, moves, layout):
        # The last column may have lost its end: a fee is no longer to be told from a smaller one.
        assert layout.startswith("numbers")
        found, moves = without_fees(found), [one._replace(fee=one.fee * 0) for one in moves]
    if damage is doubled and layout != "new":
        # Without ids nothing tells a line that stands twice from two trades alike.
        assert not expected(moves, layout == "words") - told(found, layout == "words")
        assert len(found.trades) <= sum(one.trade for one in moves) + 1
        return
    assert is_whole(found, moves, layout)


def is_whole(found: History, moves: list[Move], layout: str) -> bool:
    return told(found, layout == "words") == expected(moves, layout == "words")


def without_fees(found: History) -> History:
    bare = History(found.files, [one._replace(fee=one.fee * 0) for one in found.trades], [])
    moves = [one._replace(fee=one.fee * 0) for one in found.ledger]
    return History(bare.files, bare.trades, moves)


@cases(200)
@given(st.sampled_from(("new", "numbers")), histories(bitcoin_only=True), st.randoms())
def test_what_a_spreadsheet_rewrote_is_refused_with_its_cell(
    layout: str, moves: list[Move], draw: random.Random
) -> None:
    text = WRITERS[layout](moves)
    for damage in (spreadsheet, commas):
        refused = read_or_told(lambda damage=damage: read_history(damage(text, draw)))
        assert re.match(r"the text, line \d+, column (Datetime|Amount|BTC|USD)", str(refused))
