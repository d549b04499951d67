"""The lessons: one module a notebook, with its story, panels, questions and exercises.

A notebook begins with ``lesson = open_lesson("02_margin_calls")`` and needs nothing else.
"""

from importlib import import_module
from typing import Any

__all__ = ["Lesson", "all_lessons", "open_lesson", "report_of_class", "where_am_i"]
_PLACES = {"where_am_i": "course", "report_of_class": "class_panel"}


def __getattr__(name: str) -> Any:
    # Late, so that ``environment`` can be imported and name what is missing when the widgets are.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_PLACES.get(name, 'lesson')}"), name)
