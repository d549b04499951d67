"""Put the course and the packages it needs into .venv, with pip or uv. Standard library only.

The versions are those of locks/, each with the hashes of its files. Where they cannot be
installed, the bounds of pyproject.toml decide, and a sentence says so.
"""
# Only syntax that Python 3.6 reads, so that a Python too old can still say so.

import os
import re
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCKS = {"lab": "locks/lab.txt", "test": "locks/test.txt"}  # the second begins with the first

# What pip and uv say when they cannot reach the place that packages come from.
UNREACHABLE = re.compile(
    r"Max retries|NewConnection|ConnectTimeout|ProxyError|SSLError"
    r"|name resolution|getaddrinfo|timed out|dns error|client error|failed to fetch"
    r"|network was disabled",
    re.IGNORECASE,
)
# pip says this of such a place, too, and of one that has no file for this system.
NOTHING_FOUND = "(from versions: none)"


class Problem(Exception):
    """A reason to stop; its text is all that the reader is shown."""


class OutOfReach(Problem):
    """Nothing came from the place that packages come from."""


def install(python: Path, extras: "list[str]") -> None:
    print("Installing the course into .venv; the first time takes a minute or two.", flush=True)
    uv, pip = shutil.which("uv"), [str(python), "-m", "pip", "install"]
    tool = [uv, "pip", "install", "--python", str(python)] if uv else pip
    course = ["--editable", f".[{','.join(extras)}]"]
    if install_locked(tool, extras):
        # The lock has what builds the course, too. Nothing is asked for again, unless
        # pyproject.toml has changed and the lock was not moved.
        course = ["--no-build-isolation", *course]
    follow(tool + course, "The packages that the course needs could not be installed.")
    # Proves that what was installed runs here, and builds matplotlib's list of fonts
    # now rather than with a warning in the first lesson.
    trial = [str(python), "-c", "import margin_lessons, matplotlib.font_manager"]
    follow(trial, "The packages were installed but do not run here.")


def install_locked(tool: "list[str]", extras: "list[str]") -> bool:
    """Whether the versions of the lock could be installed; a sentence says so where not."""
    lock = LOCKS["test" if "test" in extras else "lab"]
    # Ready-made files alone: to compile what has none for this system would take an hour.
    exactly = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "--requirement", lock]
    try:
        follow([*tool, *exactly], "The packages that the course needs could not be installed.")
    except OutOfReach:
        raise
    except Problem as problem:
        why = str(problem).splitlines()[-1].strip()
        print(
            f"The versions named in {lock} cannot be installed here ({why}), so the newest that "
            "pyproject.toml allows are taken.",
            flush=True,
        )
        return False
    return True


def follow(command: "list[str]", trouble: str) -> None:
    """Run an installer and show its main steps; if it fails, say `trouble` and its last words."""
    output = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "errors": "replace"}
    child = subprocess.Popen(command, cwd=str(ROOT), env=surroundings(), **output)
    words = []
    with child:
        try:
            for line in child.stdout:
                words.append(line.rstrip())
                if line.startswith(("Collecting ", "Resolved ", "Prepared ", "Installed ")):
                    print("  " + line.rstrip(), flush=True)
        except KeyboardInterrupt:
            child.terminate()
            raise
    if not child.returncode:
        return
    said = "\n".join(words)
    reached = not UNREACHABLE.search(said)
    if not reached or NOTHING_FOUND in said:
        trouble += (
            " The package registry could not be reached: check the network connection and any"
            " proxy, then run the same command again."
        )
    last = [line for line in words if line.strip()][-12:]
    kind = Problem if reached else OutOfReach
    raise kind("\n  ".join([trouble, "The installer's last words:", *last]))


def surroundings(environment: "dict | None" = None) -> dict:
    """Return `environment`, or this process's, made fit for every program that works in .venv.

    With UTF-8 for all of them a folder with letters beyond ASCII is found again, whichever
    locale it was set up in; Windows needs no such help and has its own habits.
    """
    given = os.environ if environment is None else environment
    return dict(given) if os.name == "nt" else dict(given, PYTHONUTF8="1")
