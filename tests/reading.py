"""What is read, or the sentence with which it is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from margin_lessons.errors import BadInput

T = TypeVar("T")


def read_or_told(read: Callable[[], T]) -> T | str:
    """Return what is read, or the one sentence that refuses it; any other error is raised."""
    try:
        return read()
    except BadInput as problem:
        sentence = str(problem)
    assert sentence.endswith((".", "?")), sentence
    assert "\n" not in sentence
    return sentence
