"""The lessons: one module a notebook, with its story, panels, questions and exercises.

A notebook begins with ``lesson = open_lesson("02_margin_calls")`` and needs nothing else.
"""

from margin_lessons.lessons.lesson import Lesson, all_lessons, open_lesson

__all__ = ["Lesson", "all_lessons", "open_lesson"]
