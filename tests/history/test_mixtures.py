"""Files of several exchanges and years, in any order: as if each had been read by itself."""

from __future__ import annotations

from collections import Counter

from cases import cases
from hypothesis import given
from hypothesis import strategies as st

from margin_lessons.history import History, read_history
from margin_lessons.history.samples import SAMPLES, sample

BLOBS = {name: (name, sample(name).read_bytes()) for name in SAMPLES}
ALONE = {name: read_history(blob) for name, blob in BLOBS.items()}
TWINS = {"bitstamp_2022.csv", "bitstamp_2024.csv"}
"""These two have one trade in common."""


def told(found: History) -> tuple[object, ...]:
    """Return what must not depend on the order of the files."""
    return (
        Counter(found.trades),
        Counter(found.ledger),
        Counter(one.symbol for one in found.reported),
        Counter(found.lots.open),
        Counter(found.closed),
        Counter(found.realised),
        found.unknown_types,
        found.dropped,
        set(found.notes),
        set(found.cannot_be_known),
    )


@cases(150)
@given(st.lists(st.sampled_from(list(SAMPLES)), min_size=1, max_size=8), st.randoms())
def test_the_order_of_the_files_changes_nothing(names: list[str], draw) -> None:
    files = [BLOBS[name] for name in dict.fromkeys(names)]
    one = read_history(*files)
    draw.shuffle(files)
    two = read_history(*files)
    assert told(two) == told(one)


@cases(150)
@given(st.sets(st.sampled_from(list(SAMPLES)), min_size=1, max_size=8), st.sampled_from((1, 2)))
def test_together_and_twice_they_tell_what_each_tells(names: set[str], times: int) -> None:
    found = read_history(*[BLOBS[name] for name in names] * times)
    apart = [ALONE[name] for name in names]
    trades = Counter(one for each in apart for one in each.trades)
    reported = Counter(one.symbol for each in apart for one in each.reported)
    missing = trades - Counter(found.trades)
    assert not Counter(found.trades) - trades
    assert missing.total() == (names >= TWINS)
    assert Counter(one.symbol for one in found.reported) == reported
    assert not found.refused
