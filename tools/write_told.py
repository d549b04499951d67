"""Write the ledgers of what texts and panels say; run it after a change, and read the difference.

python tools/write_told.py                   all
python tools/write_told.py 05 model          those whose name begins so
"""

from __future__ import annotations

import sys
from pathlib import Path

from told_words import (
    PACKAGE,
    PANELS,
    TEXTS,
    package_lines,
    panel_lines,
    table_lines,
    text_lines,
    texts,
)

from margin_lessons.lessons import open_lesson
from margin_lessons.lessons.lesson import MODULES


def main(names: list[str]) -> int:
    """Run the command."""
    for folder in (TEXTS, PANELS, PACKAGE):
        folder.mkdir(exist_ok=True)
    for name, text in texts().items():
        if not names or name.startswith(tuple(names)):
            _write(TEXTS / f"{name}.txt", text_lines(text))
    for name, lines in package_lines().items():
        if not names or name.startswith(tuple(names)):
            _write(PACKAGE / f"{name}.txt", lines)
    for lesson in MODULES:
        if not names or lesson.startswith(tuple(names)):
            for model in open_lesson(lesson).panels:
                lines = panel_lines(model, cheap=lesson[:2] != "07")
                _write(PANELS / f"{lesson[:2]} {model.name}.txt", lines)
    _write(PANELS / "05 tables.txt", table_lines())
    return 0


def _write(path: Path, lines: list[str]) -> None:
    path.write_text("\n".join([*lines, ""]), encoding="utf-8", newline="\n")
    print(f"{path.name}: {len(lines)} lines")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
