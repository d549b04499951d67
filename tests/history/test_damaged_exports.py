"""A damaged export is refused with its line, or read right; never is a number wrong in silence."""

from __future__ import annotations

import random
import re

from cases import cases
from history.damage import DAMAGES, commas, spreadsheet
from history.kraken_layouts import YEARS, ledger_csv, trades_csv
from history.kraken_story import random_story
from history.test_kraken_layouts import check
from hypothesis import event, given
from hypothesis import strategies as st
from reading import read_or_told

from margin_lessons.history import read_history

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
