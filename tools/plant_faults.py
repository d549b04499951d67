"""Plant one fault at a time in a copy of the course, and tell which ones the checks see.

    python tools/plant_faults.py                  all faults of tools/planted_*.py
    python tools/plant_faults.py glossary hint    those whose kind, file or words hold one of these
    python tools/plant_faults.py --list           name them and do nothing

The copy is made once, in a temporary folder; each fault is written into it, the checks of what is
told run until the first of them fails, and the file is put back. The exit code is 1 when a fault
lived, and 2 when the list no longer fits the course.
"""

from __future__ import annotations

import argparse
import compileall
import os
import py_compile
import re
import shutil
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path

from fault_checks import (
    COMPUTED,
    OF_FILES,
    OF_MODULES,
    OF_PICTURES,
    OF_TEXTS,
    OF_THE_PAGE,
    OF_THE_PAINTER,
)
from planted_flights import IN_FLIGHTS
from planted_history import IN_HISTORY
from planted_own import IN_OWN
from planted_page import IN_PAGE
from planted_pages import BESIDE
from planted_panels import IN_PANELS
from planted_pictures import IN_PICTURES
from planted_prose import IN_PROSE, Fault
from planted_sources import IN_SOURCES
from planted_tasks import IN_TASKS
from planted_words import IN_WORDS

from margin_lessons.lessons import open_lesson
from margin_lessons.lessons.lesson import MODULES

FAULTS = (
    *IN_PROSE, *IN_TASKS, *IN_WORDS, *IN_PANELS, *IN_SOURCES, *IN_PICTURES, *IN_PAGE, *IN_FLIGHTS,
    *IN_OWN, *IN_HISTORY, *BESIDE,
)  # fmt: skip
DRAWN = ("margin_lessons.scenes.", "margin_lessons.figures.")
ROOT = Path(__file__).resolve().parents[1]
KEPT = ("margin_lessons", "tests", "tools", "notebooks", "docs", "locks", "benchmarks",
        ".github", ".ci", "pyproject.toml",
        "README.md", "CONTRIBUTING.md", "LICENSE", "LICENSE-TEXT", "environment.yml",
        *(path.name for path in ROOT.glob("*.py")))  # fmt: skip
FAILED = re.compile(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", re.MULTILINE)


class Misfit(Exception):
    """The list of faults and the course do not fit together."""


def copy_of_the_course(folder: Path) -> Path:
    """Return a copy of what the checks read, its modules compiled for a quick start."""
    copy = folder / "course"
    copy.mkdir()
    for name in KEPT:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(ROOT / name, copy / name)
    # By content: a fault of the same length, written in the same second, is seen all the same.
    by_content = py_compile.PycInvalidationMode.CHECKED_HASH
    compileall.compile_dir(copy, quiet=2, invalidation_mode=by_content)
    return copy


def planted(text: str, fault: Fault) -> str:
    """Return a file's text with a fault in it, or raise ``Misfit``."""
    for old, new in fault.edits:
        if text.count(old) != 1:
            raise Misfit(f"{fault.file}: {text.count(old)} times and not once: {old!r}")
        text = text.replace(old, new)
    return text


def checks_of(file: str) -> tuple[str, ...]:
    """Return what can see a fault in a file."""
    return OF_MODULES if file.endswith(".py") else OF_TEXTS


def lesson_of(file: str) -> str:
    """Return the one lesson whose checks can see a fault in a file, or nothing: any may."""
    path = Path(file)
    fitting = [name for name, module in MODULES.items() if path.stem.startswith(module)]
    if path.parent.name == "lessons" and fitting:
        return max(fitting, key=lambda name: len(MODULES[name]))  # margin_calls, and not margin
    return path.stem if path.stem in MODULES else ""


@cache
def modules_behind(lesson: str) -> frozenset[str]:
    """Return the modules that describe and draw a lesson's panels, and those that they use."""
    found: set[str] = set()
    panels = open_lesson(lesson).panels
    ahead = {part.__module__ for panel in panels for part in (panel.picture, panel.scene)}
    while ahead:
        found |= ahead
        used = (value for name in ahead for value in vars(sys.modules[name]).values())
        names = {getattr(value, "__module__", None) or "" for value in used}
        ahead = {name for name in names if name.startswith(DRAWN)} - found
    return frozenset(found)


def lessons_drawn_by(file: str) -> tuple[str, ...]:
    """Return the lessons with a panel behind which this module is; none where it is behind all."""
    module = file.removesuffix(".py").replace("/", ".")
    found = tuple(lesson for lesson in MODULES if module in modules_behind(lesson))
    return found if len(found) < len(MODULES) else ()


def seen_by(fault: Fault) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the checks that can see a fault, and the lessons of which they are run; none: all."""
    if fault.kind == "beside a lesson":
        return OF_FILES[Path(fault.file).stem], ()
    if fault.kind == "page":
        return OF_THE_PAGE, ()
    if fault.kind == "computed":
        return COMPUTED[Path(fault.file).parent.name], ()
    own = (lesson,) if (lesson := lesson_of(fault.file)) else ()
    if fault.kind != "picture":
        return checks_of(fault.file), own
    lessons = own or lessons_drawn_by(fault.file)
    if not lessons:
        return OF_THE_PAINTER, ()
    first = [f"tests/lessons/test_{MODULES[lesson]}.py" for lesson in lessons]
    return (*first, *OF_PICTURES), lessons


def first_failure(copy: Path, checks: tuple[str, ...], lessons: tuple[str, ...] = ()) -> str:
    """Return the first check that fails in the copy, or nothing; of some lessons, if named."""
    others = [f"not {name}" for name in MODULES if lessons and name not in lessons]
    options = ["-q", "-x", "--tb=no", "-p", "no:cacheprovider", "-rfE"]
    settings = {"PYTHONPATH": str(copy), "MPLBACKEND": "agg", "PYTHONDONTWRITEBYTECODE": "1"}
    there = [path for path in checks if (copy / path.split("::")[0]).exists()]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "-k", " and ".join(others), *there],
        cwd=copy,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
    )
    if not done.returncode:
        return ""
    found = FAILED.search(done.stdout)
    if found is None:
        raise Misfit(f"the checks did not run:\n{done.stdout}{done.stderr}")
    return found[1]


def chosen(words: list[str]) -> list[Fault]:
    """Return the faults that hold one of some words, or all of them."""
    found = [f for f in FAULTS if not words or any(w in " ".join(f[:3]) for w in words)]
    if not found:
        raise Misfit(f"no fault holds one of: {', '.join(words)}")
    return found


def try_faults(copy: Path, faults: list[Fault]) -> list[Fault]:
    """Plant the faults one by one, tell what became of each, and return those that lived."""
    whole = {fault.file: (copy / fault.file).read_text(encoding="utf-8") for fault in faults}
    texts = [planted(whole[fault.file], fault) for fault in faults]  # all fit, before any runs
    lived = []
    for fault, text in zip(faults, texts, strict=True):
        (copy / fault.file).write_text(text, encoding="utf-8")
        caught = first_failure(copy, *seen_by(fault))
        (copy / fault.file).write_text(whole[fault.file], encoding="utf-8")
        lived += [] if caught else [fault]
        seen = f"caught by {caught}" if caught else "LIVED"
        print(f"{fault.kind}: {fault.what} ({fault.file})\n    {seen}", flush=True)
    return lived


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("words", nargs="*", help="only faults that hold one of these words")
    parser.add_argument("--list", action="store_true", help="name the faults and do nothing")
    options = parser.parse_args()
    try:
        faults = chosen(options.words)
        if options.list:
            print("\n".join(f"{fault.kind}: {fault.what} ({fault.file})" for fault in faults))
            return 0
        with tempfile.TemporaryDirectory(prefix="faults-") as folder:
            copy = copy_of_the_course(Path(folder))
            needed = dict.fromkeys(path for fault in faults for path in seen_by(fault)[0])
            if fails := first_failure(copy, tuple(needed)):
                raise Misfit(f"{fails} fails before any fault is planted")
            start = time.monotonic()
            lived = try_faults(copy, faults)
            each = (time.monotonic() - start) / len(faults)
    except Misfit as why:
        print(why, file=sys.stderr)
        return 2
    print(f"\n{len(faults) - len(lived)} of {len(faults)} caught, {each:.1f} s each")
    for fault in lived:
        print(f"lived: {fault.kind}: {fault.what} ({fault.file})")
    return 1 if lived else 0


if __name__ == "__main__":
    raise SystemExit(main())
