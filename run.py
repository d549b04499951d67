"""Open the course, or check it. Needs nothing but Python 3.11 or newer.

    python run.py              set up .venv, then open the course in the browser
    python run.py test         set up .venv, then run every check

Further arguments go on to the Jupyter server (--no-browser --port 9999) or to pytest
(-k venue -x). With --here nothing is set up and the Python that runs this file
is used as it is: for a conda environment made from environment.yml.
"""
# Only syntax that Python 3.6 reads, so that a Python too old can still say so.

import importlib.util
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import find_browser
import get_browser
from setup_venv import ROOT, Problem, set_up, surroundings

OLDEST = (3, 11)

# What `test` runs, in order. Extra arguments go to the stages that are pytest's.
NBVAL = (
    "--nbval --nbval-current-env --nbval-cell-timeout 60 --dist loadscope "
    "--nbval-sanitize-with tests/notebooks/sanitize.cfg"
)
# To load nbval takes each process two seconds, and only the notebooks' stage needs it.
ALONE = "-p no:nbval"
STAGES = {
    "lint": "ruff check .",
    "types": "mypy margin_lessons",
    "format": "ruff format --check .",
    "spelling": "codespell_lib .",
    # By stealing work a process keeps to neighbouring tests, which share what they computed.
    "tests": f"pytest -n 2 {ALONE} --dist worksteal --doctest-modules --ignore=tests/browser "
    "margin_lessons tests",
    # By itself: Playwright keeps an event loop running in the process it works in.
    "browser": f"pytest -n 2 {ALONE} tests/browser",
    "notebooks": f"pytest -n 2 {NBVAL} notebooks",
}
PYTEST_STAGES = sum(words.startswith("pytest ") for words in STAGES.values())
NO_TESTS_CHOSEN = 5  # pytest's exit code when, say, -k matches nothing in a stage


class Terminated(KeyboardInterrupt):
    """Stopped by a signal that, unlike Ctrl-C, did not reach the child as well."""


# ---- python run.py ----------------------------------------------------------


def open_course(python: Path, extra: "list[str]") -> int:
    """Hand over to the command of the package, which serves this folder until it is stopped."""
    command = [str(python), "-m", "margin_lessons.web", str(ROOT), *extra]
    try:
        code = run_child(command, None)
    except KeyboardInterrupt:
        return 0
    if code:
        raise Problem(f"The course ended with exit code {code}; its own words are above.")
    return 0


def check_listening(extra: "list[str]") -> None:
    """Say what is wrong with --ip and --port by the package's own check, before it can run."""
    place = ROOT / "margin_lessons" / "web" / "listening.py"
    spec = importlib.util.spec_from_file_location("listening", str(place))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    try:
        module.listening(extra)
    except module.CannotListen as error:
        raise Problem(str(error)) from None


# ---- python run.py test -----------------------------------------------------


def run_checks(python: Path, extra: "list[str]") -> int:
    # Windows deletes no file that a child still holds, and that is not worth a failure.
    kept = {"prefix": "margin-lessons-", "ignore_cleanup_errors": True}
    with tempfile.TemporaryDirectory(**kept) as scratch:
        environment = scratch_environment(Path(scratch))
        # Before the long stages: what is missing is told at once.
        browser = browser_for(python, extra, environment)
        if browser:
            environment[find_browser.CHOSEN] = browser
        # Otherwise matplotlib may report in a notebook's output that it lists the fonts.
        run_child([str(python), "-c", "import matplotlib.font_manager"], environment)
        codes = {name: run_stage(python, name, extra, environment) for name in STAGES}
    return report(codes, excuse_nothing_chosen=bool(extra))


def browser_for(python: Path, extra: "list[str]", environment: dict) -> "str | None":
    """Return the browser of the checks, fetched if need be; None when none is going to be used."""
    if find_browser.left_out():
        return None
    found = find_browser.working(str(python))
    if found or not extra:
        return found or get_browser.get(str(python))
    # With, say, -k venue there may be nothing to see in a browser, and then none is fetched.
    listed = [str(python), "-m", *STAGES["browser"].split(), "--collect-only", "-qq", *extra]
    if find_browser.run(listed, 300, environment).code == NO_TESTS_CHOSEN:
        return None
    return get_browser.get(str(python))


def report(codes: "dict[str, int]", excuse_nothing_chosen: bool) -> int:
    """Print how each stage ended and return the exit code for all of them."""
    left_out = ["browser"] if find_browser.left_out() and not codes["browser"] else []
    empty = [name for name, code in codes.items() if code == NO_TESTS_CHOSEN]
    # With, say, -k venue one pytest stage may well have nothing to run, but not each of them.
    excused = empty if excuse_nothing_chosen and len(empty) < PYTEST_STAGES else []
    failed = [name for name, code in codes.items() if code and name not in excused]
    print()
    words = dict.fromkeys(codes, "passed")
    words.update((name, f"FAILED (exit code {codes[name]})") for name in failed)
    words.update(dict.fromkeys(excused, "no test chosen"))
    words.update(dict.fromkeys(left_out, f"LEFT OUT, as {find_browser.LEFT_OUT} asks"))
    for name, word in words.items():
        print(f"{name:<10} {word}")
    passed = len(codes) - len(failed) - len(left_out)
    also = f", {len(left_out)} left out: not every check ran" if left_out else ""
    print(f"Stages: {passed} passed, {len(failed)} failed{also}", flush=True)
    return 1 if failed else 0


def run_stage(python: Path, name: str, extra: "list[str]", environment: dict) -> int:
    words = STAGES[name].split()
    chosen = extra if words[0] == "pytest" else []
    print(f"\n$ python -m {' '.join(words + chosen)}", flush=True)
    return run_child([str(python), "-m", *words, *chosen], environment)


def scratch_environment(scratch: Path) -> "dict[str, str]":
    """An environment in which a learner's own progress and settings are neither read nor left."""
    environment = dict(os.environ, JUPYTER_PLATFORM_DIRS="1")
    environment["MARGIN_LESSONS_PROGRESS"] = str(scratch / "progress.json")
    environment.pop("MARGIN_LESSONS_OPEN_GATES", None)  # the notebooks are stored without
    jupyter = [f"JUPYTER_{kind}_DIR" for kind in ("CONFIG", "DATA", "RUNTIME")]
    for name in [*jupyter, "IPYTHONDIR", "MPLCONFIGDIR"]:
        (scratch / name).mkdir()
        environment[name] = str(scratch / name)
    return environment


# ---- Both -------------------------------------------------------------------


def run_child(command: "list[str]", environment: "dict | None") -> int:
    """Run a command with this terminal and return its exit code; end it when we are stopped."""
    child = subprocess.Popen(command, cwd=str(ROOT), env=surroundings(environment))
    try:
        return child.wait()
    except KeyboardInterrupt as stopped:
        if isinstance(stopped, Terminated) and os.name != "nt":
            child.send_signal(signal.SIGINT)
        end(child)
        raise


def end(child: subprocess.Popen) -> None:
    """Wait for a child that has been told to stop, then insist."""
    for insist in (child.terminate, child.kill):
        try:
            child.wait(timeout=10)
            return
        except subprocess.TimeoutExpired:
            insist()
    child.wait()


def on_terminate(number: int, frame: object) -> None:
    raise Terminated


def check_python(version: tuple) -> None:
    if tuple(version[:2]) < OLDEST:
        raise Problem(
            f"This course needs Python {OLDEST[0]}.{OLDEST[1]} or newer, and this is Python "
            f"{version[0]}.{version[1]} ({sys.executable}): start it with a newer one."
        )


def check_arguments(testing: bool, extra: "list[str]") -> None:
    """Say what is wrong with the arguments before minutes go into setting up."""
    if testing:
        if not find_browser.left_out():
            find_browser.named()
    elif extra and not extra[0].startswith("-"):
        raise Problem(
            f"'{extra[0]}' is not a command: it is either 'python run.py' to open the "
            "course or 'python run.py test' to check it."
        )
    else:
        check_listening(extra)


def main(args: "list[str]") -> int:
    words = [arg for arg in args if arg != "--here"]
    testing = words[:1] == ["test"]
    extra = words[1:] if testing else words
    if "-h" in args or "--help" in args:
        print(__doc__.strip())
        return 0
    if hasattr(sys.stdout, "reconfigure"):  # a terminal may not know every letter of a path
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        check_python(sys.version_info)
        signal.signal(signal.SIGTERM, on_terminate)
        check_arguments(testing, extra)
        python = Path(sys.executable) if "--here" in args else set_up(["lab"] + ["test"] * testing)
        return (run_checks if testing else open_course)(python, extra)
    except Problem as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
