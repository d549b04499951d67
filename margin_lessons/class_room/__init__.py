"""A class: what its progress files hold, counted together. Nobody is named but by a file.

``handed_in`` reads one record as frozen values, ``class_results`` counts many: predictions before
and after, how sure people were, misconceptions, and what is done. A ``ClassRoom`` has that beside
the class's flights, and names the files that were passed over.
"""

from margin_lessons.class_room.counted import (
    ClassResults,
    ClassRoom,
    LessonRow,
    Misconception,
    OutOf,
    class_results,
)
from margin_lessons.class_room.handed import FirstAnswer, HandedIn, handed_in

__all__ = [
    "ClassResults",
    "ClassRoom",
    "FirstAnswer",
    "HandedIn",
    "LessonRow",
    "Misconception",
    "OutOf",
    "class_results",
    "handed_in",
]
