"""Where the notebooks and documents of the course lie: inside the package, or in the checkout."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import margin_lessons

PACKAGE = Path(margin_lessons.__file__).parent


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


def holds_course(folder: Path) -> bool:
    """Whether a notebook of the course lies there; which one does not matter, as any may be gone.

    >>> holds_course(course_files("notebooks")), holds_course(PACKAGE)
    (True, False)
    """
    return any((folder / f"{name}.ipynb").is_file() for name in course_names())
