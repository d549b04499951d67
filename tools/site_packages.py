"""What Python in a page is given: the course's own wheel, and the list of all packages.

``pyodide-lock.json`` is Pyodide's list of packages: where each lies and which digest it has. Ours
holds those of the course alone, so that a package which no lesson imports is never loaded.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
import zipfile
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable, Mapping
from pathlib import Path

from get_pyodide import PINS, pinned_packages

from setup_venv import ROOT

LOCK = "pyodide-lock.json"
OWN = "margin-lessons"
# Everything that a lesson imports, straight or not, is loaded with the course; the rest is there
# for JupyterLite alone.
LAB_ONLY = {"jedi", "parso", "micropip", "piplite", "ipykernel", "pyodide-kernel"}
PACKED = {".py", ".js", ".css", ".csv", ".json"}
# What a page loads beside Python or only a server needs, seen from the package.
LEFT_OUT = ("web/static/", "web/jupyter/", "web/server.py", "web/command.py", "web/__main__.py")
OLDEST = (1980, 1, 1, 0, 0, 0)  # the date of every file in a wheel: the same input, the same bytes

Entry = dict[str, object]


def own_wheel(folder: Path) -> Path:
    """Write the course as a wheel for a page, without its notebooks; return its path.

    The package is pure Python, so its wheel is its files and four lists. Not made by the project's
    build backend, as that needs a network and puts two megabytes of notebooks in.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    name, version = str(project["name"]).replace("-", "_"), str(project["version"])
    about = f"{name}-{version}.dist-info"
    files = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in _sources()}
    licences = [path for named in project["license-files"] for path in ROOT.glob(named)]
    files |= {f"{about}/licenses/{path.name}": path.read_bytes() for path in licences}
    files[f"{about}/METADATA"] = (
        f"Metadata-Version: 2.4\nName: {project['name']}\nVersion: {version}\n"
        f"License-Expression: {project['license']}\n"
        f"Requires-Python: {project['requires-python']}\n"
    ).encode()
    files[f"{about}/WHEEL"] = (
        b"Wheel-Version: 1.0\nGenerator: tools/site_packages.py\n"
        b"Root-Is-Purelib: true\nTag: py3-none-any\n"
    )
    files[f"{about}/RECORD"] = b""
    target = folder / f"{name}-{version}-py3-none-any.whl"
    write_archive(target, with_record(files))
    return target


def write_archive(target: Path, files: Mapping[str, bytes]) -> None:
    """Write files by their names into a wheel or another archive of modules."""
    with zipfile.ZipFile(target, "w") as packed:
        for inside in sorted(files):
            entry = zipfile.ZipInfo(inside, OLDEST)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, files[inside])


def with_record(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return a wheel's files with its list of them made anew; other files as they are."""
    lists = [name for name in files if name.endswith(".dist-info/RECORD")]
    others = {name: data for name, data in files.items() if name not in lists}
    return others | {name: _record(others, name) for name in lists}


def _sources() -> Iterable[Path]:
    package = ROOT / "margin_lessons"
    for path in sorted(package.rglob("*")):
        inside = path.relative_to(package).as_posix()
        if path.suffix in PACKED and not inside.startswith(LEFT_OUT) and path.is_file():
            yield path


def _record(files: Mapping[str, bytes], own: str) -> bytes:
    lines = [
        f"{name},sha256={urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip('=')},"
        f"{len(data)}"
        for name, data in sorted(files.items())
    ]
    return "\n".join([*lines, f"{own},,", ""]).encode()


def lock_of(folder: Path, release: str = "") -> str:
    """Return the text of the lock file for the wheels in a folder.

    With ``release``, the address of a Pyodide elsewhere, Pyodide's own packages are loaded from
    there. A page checks each package against its digest here, wherever it came from.
    """
    official = json.loads((folder / LOCK).read_text(encoding="utf-8"))
    entries = {entry["name"]: entry for entry in map(_entry, sorted(folder.glob("*.whl")))}
    for entry in entries.values():
        if release and entry["file_name"] in PINS["sha256"]:
            entry["file_name"] = release + str(entry["file_name"])
    entries[OWN]["depends"] = sorted(entries.keys() - LAB_ONLY - {OWN})
    if "jedi" in entries:
        entries["jedi"]["depends"] = ["parso"]
    return json.dumps({"info": official["info"], "packages": entries}, indent=1) + "\n"


def missing(folder: Path, *, lite: bool) -> list[str]:
    """Return which files of Pyodide and of its packages a folder lacks."""
    files = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    wheels = {_package(name) for name in files if name.endswith(".whl")}
    wanted = sorted(set(pinned_packages().values()) - wheels - (set() if lite else LAB_ONLY))
    return [name for name in PINS["sha256"] if name not in files] + [f"{n}-*.whl" for n in wanted]


def is_for_pages(name: str) -> bool:
    """Whether a file of Pyodide's or of its packages is needed without JupyterLite."""
    return _package(name) not in LAB_ONLY


def _package(file: str) -> str:
    return re.sub(r"[-_.]+", "-", file.split("-")[0]).lower()


def _entry(path: Path) -> Entry:
    with zipfile.ZipFile(path) as packed:
        inside = {Path(each).parts[0] for each in packed.namelist()}
    names = {re.sub(r"\.pyc?$", "", each) for each in inside}
    modules = {name for name in names if "." not in name}
    return {
        "name": _package(path.name),
        "version": path.name.split("-")[1],
        "file_name": path.name,
        "install_dir": "site",
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "package_type": "package",
        "imports": sorted(modules),
        "depends": [],
        "unvendored_tests": False,
    }


def integrity() -> dict[str, str]:
    """Return the digest of each of Pyodide's own files, as ``fetch`` in a page takes it."""
    digests = {name: bytes.fromhex(digest) for name, digest in PINS["sha256"].items()}
    return {
        name: f"sha256-{b64encode(digest).decode()}"
        for name, digest in digests.items()
        if name != LOCK and not name.endswith(".whl")
    }
