"""Why bytes are no progress file, in one sentence, for whoever dropped them or handed them in."""

from __future__ import annotations

import json

from margin_lessons import words
from margin_lessons.errors import shown
from margin_lessons.panels.progress_record import FORMAT, Record, parse
from margin_lessons.panels.safe_file import LARGEST

TOO_LONG = f"a progress file has at most {words.file_size(LARGEST)}, and this one has more"


def why_no_progress(content: bytes) -> str:
    """Return why nothing can be read from a progress file; empty where it can.

    >>> why_no_progress(b'{"format": 1, "lessons": {}}'), why_no_progress(b"")
    ('', 'it is empty')
    >>> why_no_progress(b'{"format": 7, "lessons": {}}')
    'its format 7 is not 1, which this edition of the course reads'
    """
    if not content.strip():
        return "it is empty"
    if len(content) > LARGEST:
        return TOO_LONG
    if parse(content) is not None:
        return ""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return "it is no JSON, as a progress file is, or was cut off"
    if not isinstance(found, dict) or "lessons" not in found:
        return "it is JSON of another kind, and has no lessons in it"
    told = found.get("format")
    if isinstance(told, bool) or told != FORMAT:
        return f"its format {shown(told)} is not {FORMAT}, which this edition of the course reads"
    return "it is damaged: an entry in it is not as the course writes it"


def is_blank(record: Record) -> bool:
    """Return whether a record has no entry in any lesson."""
    return not any(entries for kinds in record["lessons"].values() for entries in kinds.values())
