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
# In the order in which one imports the other.
MODULES = ("installer", "setup_venv", "find_browser", "get_browser", "run")
# What run.py reads of the package before the package can be imported.
LISTENING = "margin_lessons/web/listening.py"
SCRIPTS = (*(f"{name}.py" for name in MODULES), LISTENING)
LOCKS = ("locks/lab.txt", "locks/test.txt")
FILES = (*SCRIPTS, *LOCKS, "pyproject.toml", "README.md", "LICENSE", "LICENSE-TEXT")


def copy_start_up(folder: Path) -> Path:
    """Copy what setting up reads into `folder`, with an empty package; return the folder."""
    (folder / "locks").mkdir()
    (folder / LISTENING).parent.mkdir(parents=True)
    for name in FILES:
        shutil.copy(ROOT / name, folder / name)
    (folder / "margin_lessons" / "__init__.py").touch()
    return folder


def no_program(command: list[str], *_: object, **__: object) -> None:
    """Stands in for what starts programs: a test that forgot to replace more of it fails."""
    raise AssertionError(f"a test would really run {command}")


@contextmanager
def loaded(folder: Path) -> Iterator[tuple[ModuleType, ModuleType]]:
    """Import the start-up modules from `folder`, give run and setup_venv, and forget them all."""
    before = {name: sys.modules.pop(name, None) for name in MODULES}
    for name in MODULES:
        spec = importlib.util.spec_from_file_location(name, folder / f"{name}.py")
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    # What looks for a browser and gets one would otherwise change the machine it is tested on.
    for name in ("find_browser", "get_browser"):
        sys.modules[name].run = no_program
    try:
        yield sys.modules["run"], sys.modules["setup_venv"]
    finally:
        for name, module in before.items():
            del sys.modules[name]
            if module is not None:
                sys.modules[name] = module


# What a command may name that tells which one it is.
MARKS = ("check", "mypy", "format", "tests", "tests/browser", "notebooks", "margin_lessons.web")


class Children:
    """Stands in for run.run_child: it notes what is to be started, and starts nothing."""

    def __init__(self) -> None:
        self.commands: list[list[str]] = []
        self.environments: list[dict[str, str]] = []
        self.codes: dict[str, int] = {}
        self.interrupted = False

    def __call__(self, command, environment) -> int:
        self.commands.append(command)
        self.environments.append(environment)
        if self.interrupted:
            raise KeyboardInterrupt
        return self.codes.get(self.names()[-1], 0)

    def names(self) -> list[str]:
        """Return the mark of each command so far, empty where it has none."""
        return [" ".join(word for word in command if word in MARKS) for command in self.commands]
