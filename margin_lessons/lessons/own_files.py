"""The files that a learner drops: read by the kernel of the notebook, and by nobody else."""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike
from types import EllipsisType

from margin_lessons.errors import BadInput
from margin_lessons.history import History, StoppedReading, read_history
from margin_lessons.panels.uploads import Progress, UploadedFile
from margin_lessons.scenes import history_costs
from margin_lessons.scenes.history_state import PAULA, HistoryState, HistoryView, of_sample
from margin_lessons.scenes.table import Table


def read_files(files: Iterable[UploadedFile], progress: Progress) -> History | None:
    """Return what dropped files tell, None where there are none; ``BadInput`` for no export.

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
