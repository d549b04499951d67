"""Make the virtual environment .venv that run.py works in. Standard library only.

A stamp file is written into it last. While the stamp fits, a start takes no time; without
one, or with an interpreter that does not run, the same call makes .venv anew.
"""

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "margin_lessons_setup.json"

# What pip and uv say when they cannot reach the place that packages come from.
UNREACHABLE = re.compile(
    r"\(from versions: none\)|Max retries|NewConnection|ConnectTimeout|ProxyError|SSLError"
    r"|name resolution|getaddrinfo|timed out|dns error|client error|failed to fetch"
    r"|network was disabled",
    re.IGNORECASE,
)


class Problem(Exception):
    """A reason to stop; its text is all that the reader is shown."""


def set_up(extras: "list[str]") -> Path:
    """Make .venv hold the course and `extras`; return its Python. Quick when it already does."""
    python = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = read_stamp()
    wanted = {
        "place": str(ROOT),  # in a folder that was moved, .venv would still use the old place
        "python": this_minor(),
        "project": hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest(),
        "extras": sorted({*stamp.get("extras", []), *extras}),
    }
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
        return subprocess.run([str(python), "-c", question], capture_output=True).returncode == 0
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
            shutil.rmtree(str(VENV))
        except OSError as error:
            raise Problem(
                f"The folder .venv is to be made anew but cannot be deleted ({error}): close "
                "every program that uses it and try again."
            ) from None
    # Not sys.executable, which may be in the very .venv that was just deleted.
    base = getattr(sys, "_base_executable", None) or sys.executable
    tool = [uv, "venv", "--seed", "--python", base] if uv else [base, "-m", "venv"]
    follow([*tool, str(VENV)], "The folder .venv could not be made.")


def install(python: Path, extras: "list[str]") -> None:
    print("Installing the course into .venv; the first time takes a minute or two.", flush=True)
    uv, pip = shutil.which("uv"), [str(python), "-m", "pip", "install"]
    tool = [uv, "pip", "install", "--python", str(python)] if uv else pip
    course = ["--editable", f".[{','.join(extras)}]"]
    follow(tool + course, "The packages that the course needs could not be installed.")
    # JupyterLab would lay a question about news over the first lesson.
    settings = VENV / "share" / "jupyter" / "lab" / "settings" / "overrides.json"
    settings.parent.mkdir(parents=True, exist_ok=True)
    quiet = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false"}}
    settings.write_text(json.dumps(quiet), encoding="utf-8")
    # Proves that what was installed runs here, and builds matplotlib's list of fonts
    # now rather than with a warning in the first lesson.
    trial = [str(python), "-c", "import margin_lessons, matplotlib.font_manager"]
    follow(trial, "The packages were installed but do not run here.")


def follow(command: "list[str]", trouble: str) -> None:
    """Run an installer and show its main steps; if it fails, say `trouble` and its last words."""
    child = subprocess.Popen(
        command,
        cwd=str(ROOT),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        universal_newlines=True,
        errors="replace",
    )
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
    if UNREACHABLE.search("\n".join(words)):
        trouble += (
            " The package registry could not be reached: check the network connection and any"
            " proxy, then run the same command again."
        )
    last = [line for line in words if line.strip()][-12:]
    raise Problem("\n  ".join([trouble, "The installer's last words:", *last]))
