"""The lessons: one module a notebook, with its story, panels, questions and exercises.

A notebook begins with ``lesson = open_lesson("02_margin_calls")`` and needs nothing else.
"""

from importlib import import_module
from typing import Any

__all__ = ["Lesson", "all_lessons", "open_lesson", "where_am_i"]


def __getattr__(name: str) -> Any:
    # Late, so that ``environment`` can be imported and name what is missing when the widgets are.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = "course" if name == "where_am_i" else "lesson"
    return getattr(import_module(f"{__name__}.{module}"), name)
