"""Make the virtual environment .venv that run.py works in. Standard library only.

A mark is put into it first and a stamp last. While the stamp fits, a start takes no time;
without one, or with an interpreter that does not run, the same call makes .venv anew. A
.venv without the mark is somebody else's and is never touched.
"""

import errno
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from installer import LOCKS, ROOT, VENV, Problem, follow, install, surroundings

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None
try:
    import msvcrt
except ImportError:  # everywhere else
    msvcrt = None

MARK = VENV / "made_by_margin_lessons"
STAMP = VENV / "margin_lessons_setup.json"
LOCK = ROOT / ".venv.lock"


def set_up(extras: "list[str]") -> Path:
    """Make .venv hold the course and `extras`; return its Python. Quick when it already does."""
    check_ours()
    python = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp, wanted = wanted_stamp(extras)
    if stamp == wanted and runs(python):
        return python
    with alone():
        # Another start may have finished the work in the meantime, or begun another one.
        check_ours()
        if STAMP.exists():
            MARK.touch()  # a .venv of an earlier version has the stamp alone
        stamp, wanted = wanted_stamp(extras)
        if not runs(python) or any(stamp.get(key) != wanted[key] for key in ("place", "python")):
            make_venv()
        elif stamp == wanted:
            return python
        # Gone while the installer works: a set-up that is cut short has no stamp.
        if STAMP.exists():
            STAMP.unlink()
        install(python, wanted["extras"])
        STAMP.write_text(json.dumps(wanted, indent=1), encoding="utf-8")
    return python


def check_ours() -> None:
    """Stop before a .venv that somebody else made: it may be what they work with."""
    if not os.path.lexists(str(VENV)) or MARK.exists() or STAMP.exists():
        return
    try:
        if not VENV.is_symlink() and not any(VENV.iterdir()):
            return  # an empty folder
    except OSError:
        pass  # a file, or a folder that may not be read
    raise Problem(
        f"{VENV} was not made by this command, so it is left as it is: move it away, or start "
        "with the Python in it and --here."
    )


def wanted_stamp(extras: "list[str]") -> "tuple[dict, dict]":
    """Return what the last set-up made and what this one is to make."""
    stamp = read_stamp()
    had = stamp.get("extras")
    had = [extra for extra in had if isinstance(extra, str)] if isinstance(had, list) else []
    return stamp, {
        "place": place(),  # in a folder that was moved, .venv would still use the old place
        "python": this_minor(),
        "project": what_decides(),
        "extras": sorted({*had, *extras}),
    }


def what_decides() -> str:
    """Return a digest of the files that say which packages are installed."""
    digest = hashlib.sha256()
    for name in ("pyproject.toml", *LOCKS.values()):
        path = ROOT / name
        digest.update(path.read_bytes() if path.exists() else b"none")
    return digest.hexdigest()


def place() -> str:
    """Return this folder, spelled alike in every locale: by the bytes of its name."""
    return os.fsencode(str(ROOT)).decode("utf-8", "backslashreplace")


@contextmanager
def alone():
    """Hold a lock while .venv is made; the system frees it when its holder ends, even killed."""
    try:
        handle = os.open(str(LOCK), os.O_RDWR | os.O_CREAT, 0o666)
    except OSError:  # nor can .venv be made here, and that is told there
        yield
        return
    try:
        if not took(handle):
            print("Another start is setting up .venv: waiting until it is done.", flush=True)
            while not took(handle):
                time.sleep(0.2)
        yield
    finally:
        os.close(handle)


def took(handle: int) -> bool:
    """Whether the lock was free and is now ours, or there is none to be had on this drive."""
    try:
        if fcntl:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        elif msvcrt:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    except OSError as error:
        return error.errno not in (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
    return True


def read_stamp() -> dict:
    """What the last finished set-up made; nothing if there is none or it cannot be read."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def this_minor() -> str:
    return f"{sys.version_info[0]}.{sys.version_info[1]}"


def runs(python: Path) -> bool:
    """Whether that is an interpreter that starts and has the version of this one."""
    question = f"import sys; sys.exit(sys.version_info[:2] != {tuple(sys.version_info[:2])})"
    try:
        # -S: without the packages it starts in half the time, and they are not asked about.
        command = [str(python), "-S", "-c", question]
        return subprocess.run(command, capture_output=True, env=surroundings()).returncode == 0
    except OSError:
        return False


def make_venv() -> None:
    uv = shutil.which("uv")
    if not uv and importlib.util.find_spec("ensurepip") is None:
        raise Problem(
            "This Python cannot make a virtual environment; on Debian and Ubuntu the command "
            f"'sudo apt install python{this_minor()}-venv' adds what is missing."
        )
    if VENV.exists():
        print("The set-up in .venv is unfinished, damaged or for another Python: making it anew.")
        try:
            empty_all_but_the_mark()
        except OSError as error:
            raise Problem(
                f"The folder .venv is to be made anew but cannot be deleted ({error}): close "
                "every program that uses it and try again."
            ) from None
    try:
        VENV.mkdir(exist_ok=True)
        MARK.touch()  # first, so that what is cut short is known as ours
    except OSError as error:
        raise Problem(f"The folder .venv could not be made in {ROOT} ({error}).") from None
    # Not sys.executable, which may be in the very .venv that was just deleted.
    base = getattr(sys, "_base_executable", None) or sys.executable
    uv_venv = [uv, "venv", "--seed", "--allow-existing", "--python", base]
    tool = uv_venv if uv else [base, "-m", "venv"]
    follow([*tool, str(VENV)], "The folder .venv could not be made.")


def empty_all_but_the_mark() -> None:
    """Delete what is in .venv; cut short, the rest is still known as ours."""
    for path in VENV.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(str(path))
        elif path != MARK:
            path.unlink()
