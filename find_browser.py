"""Find a browser for the checks. Standard library only.

Chromium, Chrome and Edge serve alike. What counts is whether one starts: a package may be a
mere signpost to another one, and a download may lack the libraries of the system.
"""
# Only syntax that Python 3.6 reads, so that a Python too old can still say so.

import os
import shutil
import subprocess
import sys
import tempfile
from collections import namedtuple
from pathlib import Path

from setup_venv import ROOT, Problem, surroundings

CHOSEN = "MARGIN_LESSONS_BROWSER"
LEFT_OUT = "MARGIN_LESSONS_NO_BROWSER"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

NAMES = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
    "microsoft-edge", "microsoft-edge-stable", "msedge",
)  # fmt: skip
# Where the systems put them, PATH or not; what is shut off from the system (snap, flatpak) last.
LINUX = (
    "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/lib/chromium/chromium",
    "/usr/bin/google-chrome", "/opt/google/chrome/chrome",
    "/usr/bin/microsoft-edge", "/opt/microsoft/msedge/msedge",
    "/snap/bin/chromium",
    "/var/lib/flatpak/exports/bin/org.chromium.Chromium",
    "/var/lib/flatpak/exports/bin/com.google.Chrome",
    "~/.local/share/flatpak/exports/bin/org.chromium.Chromium",
    "~/.local/share/flatpak/exports/bin/com.google.Chrome",
)  # fmt: skip
MAC = tuple(
    f"{folder}/{name}.app/Contents/MacOS/{name}"
    for name in ("Google Chrome", "Chromium", "Microsoft Edge")
    for folder in ("/Applications", "~/Applications")
)
WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
WINDOWS = (
    r"Google\Chrome\Application\chrome.exe",
    r"Chromium\Application\chrome.exe",
    r"Microsoft\Edge\Application\msedge.exe",
)
# What Playwright has downloaded: in these folders, under a name with a number.
CACHES = {"linux": "~/.cache", "darwin": "~/Library/Caches", "win32": "~/AppData/Local"}
DOWNLOADED = (
    "chromium-*/chrome-*/chrome",
    "chromium-*/chrome-*/chrome.exe",
    "chromium-*/chrome-*/*.app/Contents/MacOS/*",
    "chromium_headless_shell-*/chrome-*/*headless*shell",
    "chromium_headless_shell-*/chrome-*/*headless*shell.exe",
)

TRIAL = """
import sys
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=sys.argv[1], args=sys.argv[2:])
    page = browser.new_page()
    page.set_content("<p>seen</p>")
    seen = page.inner_text("p")
    browser.close()
sys.exit(seen != "seen")
"""


Ended = namedtuple("Ended", "code why")


def left_out() -> bool:
    """Whether the browser checks are to be left out."""
    return os.environ.get(LEFT_OUT, "") not in ("", "0")


def named() -> "str | None":
    """Return the browser that MARGIN_LESSONS_BROWSER names, or say that there is none there."""
    words = os.environ.get(CHOSEN)
    if not words:
        return None
    found = shutil.which(os.path.expanduser(words))
    if not found:
        raise Problem(
            f"{CHOSEN} is '{words}', which is no program: give the path of Chromium, Chrome or "
            f"Edge, or leave {CHOSEN} away and one is looked for."
        )
    return found


def candidates() -> "list[str]":
    """Return every browser there is, the surest first; if one is named, that one alone."""
    only = named()
    if only:
        return [only]
    found = [shutil.which(name) for name in NAMES]
    found += [shutil.which(os.path.expanduser(place)) for place in places()]
    return list(dict.fromkeys(path for path in found if path))


def places() -> "list[str]":
    """Return the paths at which this system may have a browser that is not on the PATH."""
    if sys.platform == "darwin":
        usual = list(MAC)
    elif sys.platform == "win32":
        folders = [os.environ[name] for name in WINDOWS_FOLDERS if os.environ.get(name)]
        usual = [os.path.join(folder, path) for path in WINDOWS for folder in folders]
    else:
        usual = list(LINUX)
    cache = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    if cache in (None, "", "0"):
        home = os.environ.get("XDG_CACHE_HOME") if sys.platform == "linux" else None
        cache = os.path.join(home or CACHES.get(sys.platform, "~/.cache"), "ms-playwright")
    folder = Path(os.path.expanduser(cache))
    own = [sorted(map(str, folder.glob(pattern)), key=newest) for pattern in DOWNLOADED]
    return [path for paths in own for path in paths] + usual


def newest(path: str) -> int:
    """Sort what Playwright downloaded by the number in its folder's name, the newest first."""
    numbers = [part.split("-")[1] for part in Path(path).parts if part.startswith("chromium")]
    digits = numbers[0] if numbers else ""
    return -int(digits) if digits.isdecimal() else 0


def working(python: str) -> "str | None":
    """Return the first browser that really starts, or None."""
    return next((path for path in candidates() if starts(python, path)), None)


def starts(python: str, path: str) -> bool:
    """Whether Playwright in that Python can start the browser and see a page in it."""
    return run([str(python), "-c", TRIAL, path, *FLAGS], 90).code == 0


def run(command: "list[str]", seconds: float, environment: "dict | None" = None) -> Ended:
    """Run a command without showing its words; return its exit code, and why if it failed."""
    # A file, because a pipe stays open as long as any grandchild lives.
    with tempfile.TemporaryFile() as words:
        quiet = {"stdin": subprocess.DEVNULL, "stdout": words, "stderr": words, "cwd": str(ROOT)}
        try:
            child = subprocess.Popen(command, env=surroundings(environment), **quiet)
        except OSError as error:
            return Ended(-1, error.strerror or str(error))
        try:
            code = child.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            end(child)
            return Ended(-1, f"it took longer than {seconds:.0f} seconds")
        except KeyboardInterrupt:
            end(child)
            raise
        words.seek(0)
        said = words.read().decode("utf-8", "replace")
    return Ended(code, (reason(said) or f"exit code {code}") if code else "")


def end(child: subprocess.Popen) -> None:
    """Ask a child to stop, and after a while insist."""
    child.terminate()
    try:
        child.wait(timeout=10)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def reason(words: str) -> str:
    """Return the line of a failed program's words that says most: its first or its last error."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith(("Error", "E:", "error", "ERROR"))]
    return (errors or lines[-1:] or [""])[0][:200].rstrip(".")
