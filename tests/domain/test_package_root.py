"""What the package hands on at its root, and the README's example of it."""

from __future__ import annotations

import doctest
import inspect
import subprocess
import sys
from pathlib import Path

import margin_lessons

README = Path(__file__).resolve().parents[2] / "README.md"


def test_the_readme_example_says_what_the_package_answers() -> None:
    found = doctest.testfile(str(README), module_relative=False)
    assert found.attempted >= 5
    assert found.failed == 0


def test_every_name_at_the_root_is_the_one_of_its_module() -> None:
    assert sorted(margin_lessons.__all__) == sorted(set(margin_lessons.__all__))
    for name in margin_lessons.__all__:
        thing = getattr(margin_lessons, name)
        if inspect.isclass(thing) or inspect.isfunction(thing):
            assert getattr(sys.modules[thing.__module__], name) is thing
            assert (thing.__doc__ or "").strip()


def test_the_root_needs_no_picture_and_no_widget() -> None:
    heavy = "{'matplotlib', 'ipywidgets', 'IPython', 'traitlets'}"
    asked = f"import sys, margin_lessons; print(sorted({heavy} & set(sys.modules)))"
    said = subprocess.run(
        [sys.executable, "-c", asked], cwd=README.parent, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "[]"
