"""The files that a learner drops: read by the kernel of the notebook, and by nobody else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from os import PathLike
from types import EllipsisType

from margin_lessons.errors import BadInput
from margin_lessons.history import History, StoppedReading, read_history
from margin_lessons.market.bars import Bars
from margin_lessons.market.bars_csv import bars_in
from margin_lessons.panels.uploads import Progress, UploadedFile
from margin_lessons.risk import bars_to_draw
from margin_lessons.scenes import history_costs
from margin_lessons.scenes.history_state import PAULA, HistoryState, HistoryView, of_sample
from margin_lessons.scenes.table import Table

MOVES = (3, -2, -3, 4, -1, 2, -3, 1)
"""The moves of invented days in turn, in per cent."""


def read_files(files: Iterable[UploadedFile], progress: Progress) -> History | None:
    """Return what dropped files tell, None where there are none; ``BadInput`` for no export.

    >>> from margin_lessons.history.samples import sample
    >>> one = UploadedFile("my_ledger.csv", sample(PAULA[1]).read_bytes())
    >>> len(read_files((one,), lambda done, of: None).ledger)
    362
    """
    given = [(one.name, one.content) for one in files]

    def told(done: int, of: int) -> None:
        try:
            progress(done, of)
        except BadInput as stopped:  # of one file among several, the others would be read on
            raise StoppedReading(str(stopped)) from None

    return read_history(*given, progress=told) if given else None


def own_bars(files: tuple[UploadedFile, ...], progress: Progress) -> Bars | None:
    """Return the bars of one dropped file, None where there is none.

    Raises ``BadInput`` for a second file, for what is no bars, and for too few to draw from.

    >>> len(own_bars((invented_bars(),), lambda done, of: None))
    120
    """
    if not files:
        return None
    if len(files) > 1:
        raise BadInput(f"files of bars are {len(files)}: one market is one file; drop one of them.")
    (file,) = files
    progress(0, len(file.content))
    try:
        bars = bars_in(file.name, file.content)
        bars_to_draw(bars)
    except BadInput as problem:
        said = str(problem)
        raise BadInput(said if file.name in said else f"{file.name}: {said}") from None
    return bars


def invented_bars() -> UploadedFile:
    """Return 120 invented daily bars as a file: small moves, and three days that fall by 12 %."""
    rows, first, day = ["time,open,high,low,close"], 50_000.0, date(2026, 1, 1)
    for at in range(120):
        move = -12 if at % 40 == 39 else MOVES[at % len(MOVES)]
        last = round(first * (1 + move / 100), 2)
        low, high = round(0.99 * min(first, last), 2), round(1.01 * max(first, last), 2)
        rows.append(f"{day + timedelta(at)},{first},{high},{low},{last}")
        first = last
    return UploadedFile("invented_bars.csv", "\n".join(rows).encode())


def what_happened(
    files: str | PathLike[str] | tuple[str, ...] | EllipsisType | None = None,
) -> Table:
    """Return what files tell as a table, or those of the story where none are named.

    Raises ``BadInput`` where none of them is an export.

    >>> what_happened().rows[6]
    ('rollovers', '360')
    """
    if files is None or isinstance(files, EllipsisType):
        found = of_sample(PAULA)
    else:
        names = files if isinstance(files, tuple | list) else (files,)
        found = read_history(*names)
    return history_costs.scene(HistoryState(found, HistoryView.COST, 0)).table
