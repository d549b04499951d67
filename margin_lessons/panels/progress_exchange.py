"""A learner's progress as a file that goes elsewhere, and files from elsewhere that come to it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

from margin_lessons.errors import BadInput
from margin_lessons.panels import progress, progress_file, safe_file
from margin_lessons.panels.progress_record import Record, combined, write


def exported() -> str:
    """Return the text of a file with all that is saved; ``BadInput`` where there is nothing."""
    data, trouble = progress.found()
    if trouble:
        raise BadInput(f"There is nothing to save as a file. {trouble}")
    return write(data).decode("ascii")


def imported(records: Iterable[Record]) -> str:
    """Add records of other files to what is saved, and say so. A copy stays beside the file.

    Both count then: a first prediction is the earlier one, and what is right in either is right.
    Raises ``BadInput`` where the file cannot be written; then nothing is changed.
    """
    more = tuple(records)

    def both(data: Record) -> Record:
        return reduce(combined, more, data)

    saved, trouble = progress.found()
    if not trouble and both(saved) == saved:
        return "All that is in it is here already, so nothing is changed."
    try:
        kept = progress_file.update(progress.path(), both, "before-import")
    except (OSError, ValueError) as error:
        raise BadInput(
            f"Nothing is loaded: {progress.path()} cannot be written ({safe_file.reason(error)})."
        ) from None
    before = "" if kept is None else f" What was there before is kept in {kept.name}."
    return f"Loaded: what it holds counts here from now on.{before}"
