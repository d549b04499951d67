"""A copy of the two start-up files in a folder of its own, so that no test touches this .venv."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
FILES = ("run.py", "setup_venv.py", "pyproject.toml", "README.md", "LICENSE", "LICENSE-TEXT")


def copy_start_up(folder: Path) -> Path:
    """Copy what setting up reads into `folder`, with an empty package; return the folder."""
    for name in FILES:
        shutil.copy(ROOT / name, folder / name)
    (folder / "margin_lessons").mkdir()
    (folder / "margin_lessons" / "__init__.py").touch()
    return folder


@contextmanager
def loaded(folder: Path) -> Iterator[tuple[ModuleType, ModuleType]]:
    """Import run.py and setup_venv.py from `folder`, and forget both afterwards."""
    modules = []
    for name in ("setup_venv", "run"):  # in the order in which one imports the other
        spec = importlib.util.spec_from_file_location(name, folder / f"{name}.py")
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
        modules.insert(0, module)
    try:
        yield modules[0], modules[1]
    finally:
        for name in ("run", "setup_venv"):
            del sys.modules[name]


# What a command may name that tells which one it is.
MARKS = ("check", "format", "tests", "tests/browser", "notebooks", "jupyterlab")


class Children:
    """Stands in for run.run_child: it notes what is to be started, and starts nothing."""

    def __init__(self) -> None:
        self.commands: list[list[str]] = []
        self.environments: list[dict[str, str]] = []
        self.codes: dict[str, int] = {}
        self.interrupted = False

    def __call__(self, command, environment, once_started=None) -> int:
        self.commands.append(command)
        self.environments.append(environment)
        if self.interrupted:
            raise KeyboardInterrupt
        return self.codes.get(self.names()[-1], 0)

    def names(self) -> list[str]:
        """Return the mark of each command so far, empty where it has none."""
        return [" ".join(word for word in command if word in MARKS) for command in self.commands]
