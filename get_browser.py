"""Get a browser for the checks where there is none. Standard library only.

First Playwright's own, which goes into a cache and changes nothing else; then the system's
package, where we may install one without asking for a password.
"""
# Only syntax that Python 3.6 reads, so that a Python too old can still say so.

import os
import shutil
import sys

from find_browser import CHOSEN, LEFT_OUT, named, run, working
from setup_venv import Problem

MANAGERS = {
    "apt-get": (("update",), ("install", "--yes", "--no-install-recommends", "chromium")),
    "dnf": (("install", "--assumeyes", "chromium"),),
    "zypper": (("--non-interactive", "install", "chromium"),),
    "pacman": (("-S", "--noconfirm", "--needed", "chromium"),),
    "apk": (("add", "chromium"),),
}
BY_HAND = {"darwin": "brew install --cask chromium", "win32": "winget install Google.Chrome"}
MINUTES = 15  # for a download or an installation, and then it is given up


def get(python: str) -> str:
    """Return a browser that was not here before, or say in one sentence how to get one."""
    if named():
        raise Problem(f"{CHOSEN} is '{named()}', and that does not start: name another browser.")
    failed = []
    for words, commands in ways(python):
        print(f"No browser for the checks was found here. Getting one: {words} ...", flush=True)
        trouble = ""
        for command in commands:
            trouble = run(command, 60 * MINUTES, patient()).why
        found = working(python)
        if found:
            print(f"The browser checks use {found}.", flush=True)
            return found
        failed.append(f"{words}: {trouble or 'it does not start'}")
        print(f"  That did not work: {trouble or 'it does not start'}.", flush=True)
    raise Problem(
        "The browser checks need Chromium, Chrome or Edge, none was found and none could be "
        f"fetched ({'; '.join(failed)}): install one, with '{by_hand()}' for example, name one "
        f"in {CHOSEN}, or leave these checks out with {LEFT_OUT}=1."
    )


def patient() -> dict:
    """Return an environment in which nobody waits for long at a network that swallows all."""
    return dict({"PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": "10000"}, **os.environ)


def ways(python: str) -> "list[tuple[str, list]]":
    """Return the ways to get a browser that are open here: what each is, and its commands."""
    found = [
        ("Playwright downloads Chromium into its own cache",
         [[str(python), "-m", "playwright", "install", "chromium"]])
    ]  # fmt: skip
    manager, rights = package_manager(), root_rights()
    if manager and rights is not None:
        start = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", manager]
        steps = [[*start, *step] for step in MANAGERS[manager]]
        found.append((f"{manager} installs chromium on this machine", steps))
    return found


def package_manager() -> "str | None":
    return next((name for name in MANAGERS if shutil.which(name)), None)


def root_rights() -> "list[str] | None":
    """Return what to write before a command that root alone may run; None where we may not."""
    if not hasattr(os, "geteuid"):
        return None
    if os.geteuid() == 0:
        return []
    may = shutil.which("sudo") and run(["sudo", "-n", "true"], 10).code == 0
    return ["sudo", "-n"] if may else None


def by_hand() -> str:
    """Return the command by which a person gets a browser here."""
    manager = package_manager()
    if sys.platform in BY_HAND or not manager:
        return BY_HAND.get(sys.platform, "python -m playwright install --with-deps chromium")
    words = [word for word in MANAGERS[manager][-1] if not word.startswith("--")]
    return " ".join(["sudo", manager, *words])
