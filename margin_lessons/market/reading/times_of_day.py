"""A time of day in a column of its own, joined with its date."""

from __future__ import annotations

import re
from collections.abc import Sequence

from margin_lessons.errors import BadInput, shown

_CLOCK = re.compile(
    r"\d{1,6}|\d\d?(?::\d\d){0,2}(?:\.\d+)?(?:[ -]?[ap]m)?(?: ?(?:z|utc|gmt))?(?:[+-]\d\d:?\d\d)?",
    re.I | re.A,
)
_MIDNIGHT = re.compile(r"[ T]00:00(?::00(?:\.0+)?)?$")


def is_clock(cell: str) -> bool:
    """Return whether a cell may be a time of day: 18:49, 184900 or, as a number, 930."""
    return bool(_CLOCK.fullmatch(cell.strip()))


def joined(dates: Sequence[str], clocks: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return dates with their times of day as one text each, and a note on what was assumed.

    Times written as numbers lose their zeros in front: 930 is 09:30, or 00:09:30 beside 100000.

    >>> joined(["2011.12.08"], ["18:49"])
    (['2011.12.08 18:49'], [])
    >>> joined(["20200312", "20200312"], ["93000", "100000"])[0]
    ['20200312 093000', '20200312 100000']
    """
    notes = []
    texts = [clock.strip() for clock in clocks]
    widths = {len(text) for text in texts if text.isdigit()}
    if widths and max(widths) < 3 and all(text.isdigit() for text in texts) and set(texts) != {"0"}:
        raise BadInput(
            f"the times of day {shown(texts[0])} to {shown(texts[-1])} may be hours or minutes: "
            "write 09:00."
        )
    if widths - {4, 6} or len(widths) > 1:
        wide = 6 if max(widths) > 4 else 4
        texts = [text.zfill(wide) if text.isdigit() else text for text in texts]
        form = "hhmmss" if wide == 6 else "hhmm"
        notes = [f"Times of day are read as {form}, with zeros put in front where they lack."]
    days = (_MIDNIGHT.sub("", date.strip()) for date in dates)
    return [f"{day} {text}" for day, text in zip(days, texts, strict=True)], notes
