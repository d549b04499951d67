"""Which misconceptions the tries of a task showed, as the progress file has them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def misconceptions_of(entry: dict[str, Any]) -> list[str]:
    """Return the misconceptions that the tries of an entry showed, sorted, each once.

    An earlier version kept that of the last try alone.

    >>> misconceptions_of({"misconception": "2x is safe", "misconceptions": ["a stop is a price"]})
    ['2x is safe', 'a stop is a price']
    """
    kept = entry.get("misconceptions")
    found = [entry.get("misconception"), *(kept if isinstance(kept, list) else ())]
    return sorted({one for one in found if isinstance(one, str) and one})


def with_misconceptions(entry: dict[str, Any], before: Iterable[str]) -> dict[str, Any]:
    """Return an entry with those of its own try and of the tries before; none add nothing."""
    found = sorted({*before, *misconceptions_of(entry)})
    return {**entry, "misconceptions": found} if found and "tries" in entry else entry
