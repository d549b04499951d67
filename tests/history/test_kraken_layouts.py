"""Positions are written as each year's exports wrote them, and come back as they were."""

from __future__ import annotations

from decimal import Decimal

import pytest
from cases import cases
from history.kraken_layouts import YEARS, ledger_csv, trades_csv
from history.kraken_story import Story, random_story
from hypothesis import given
from hypothesis import strategies as st

from margin_lessons.history import History, read_history

SEEDS = st.integers(0, 10**9)


def check(history: History, story: Story) -> None:
    """Compare all that a history tells with the story that its files were written from."""
    lots = {lot.row["txid"]: (lot.left, lot.row["price"], lot.sign) for lot in story.lots}
    found = {one.txid: (one.volume, one.entry, one.side.sign) for one in history.lots.open}
    assert found == lots
    for one in history.lots.open:
        row = next(lot.row for lot in story.lots if lot.row["txid"] == one.txid)
        assert one.leverage == pytest.approx(float(row["cost"] / row["margin"]), rel=0.001)
    ended = [(c.txid, c.closing_txid, c.volume, c.profit, c.ending.value) for c in history.closed]
    assert sorted(ended) == sorted(story.closed)
    rolled = {(one.position, one.currency): one.total for one in history.rollovers}
    assert rolled == story.rollovers
    assert {run.asset: run.after for run in history.balances} == story.held
    assert not any(run.breaks for run in history.balances)
    assert [one.refid for one in history.liquidations] == story.liquidated
    margin = [row for row in story.ledger if row["type"] in ("margin", "rollover")]
    sums: dict[str, Decimal] = {}
    for row in margin:
        sums[row["asset"]] = sums.get(row["asset"], Decimal(0)) + row["amount"] - row["fee"]
    told = {name: sum(kinds.values()) for name, kinds in history.realised_sums.items()}
    assert told == {name: total for name, total in sums.items() if name in told}
    assert all(not total for name, total in sums.items() if name not in told)


@pytest.mark.parametrize("year", YEARS)
@cases(500)
@given(seed=SEEDS)
def test_positions_come_back_from_each_years_export(year: str, seed: int) -> None:
    story = random_story(seed)
    check(read_history(trades_csv(story, year), ledger_csv(story, year)), story)


@cases(500)
@given(
    seed=SEEDS,
    cut=st.floats(0.1, 0.9),
    years=st.lists(st.sampled_from(list(YEARS)), min_size=2, max_size=2),
)
def test_two_windows_that_overlap_are_as_one(seed: int, cut: float, years: list[str]) -> None:
    story = random_story(seed)
    texts, doubled = [], 0
    for rows, write in ((story.trades, trades_csv), (story.ledger, ledger_csv)):
        begin = int(len(rows) * cut)
        end = min(len(rows), begin + 3)
        texts += [write(story, years[0], rows[:end]), write(story, years[1], rows[begin:])]
        doubled += end - begin
    if not story.trades:
        return
    history = read_history(*texts)
    check(history, story)
    assert history.dropped == doubled
