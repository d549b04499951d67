"""All pages of the course made once, for a class whose servers then need not make any.

python -m margin_lessons.web.made_pages FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path

from margin_lessons.web.course_files import course_files, course_names
from margin_lessons.web.server import ServedCourse


def write_pages(folder: Path) -> tuple[str, ...]:
    """Write the pages as a Jupyter server sends them; return their names.

    ``ServedCourse.made`` names the folder to a server. Raises ``OSError`` where it cannot be
    written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    course = ServedCourse(course_files("notebooks").parent)
    names = ("index", *course_names(), *course.documents)
    for name in names:
        # Readable by all who may read a new file here, as students' servers have to.
        (folder / f"{name}.html").write_text(course.page(name) or "", encoding="utf-8")
    return names


if __name__ == "__main__":
    write_pages(Path(sys.argv[1]))
