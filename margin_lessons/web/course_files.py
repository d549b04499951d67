"""Where the notebooks and documents of the course lie: inside the package, or in the checkout."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import margin_lessons

PACKAGE = Path(margin_lessons.__file__).parent
FIRST = "00_start_here"
"""The notebook by which a folder of the course is known."""


def course_files(kind: Literal["notebooks", "docs"]) -> Path:
    """Return the folder of the notebooks, or of the documents, that came with the package.

    >>> (course_files("notebooks") / "00_start_here.ipynb").is_file()
    True
    """
    inside = PACKAGE / kind
    return inside if inside.is_dir() else PACKAGE.parent / kind


def course_names() -> tuple[str, ...]:
    """Return the names of the notebooks of the course, in their order.

    >>> course_names()[0]
    '00_start_here'
    """
    return tuple(sorted(path.stem for path in course_files("notebooks").glob("*.ipynb")))
