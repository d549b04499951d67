"""Compiled modules in place of sources, so that a page does not compile Python at each start.

A page has no disk on which Python could keep what it has compiled, and compiling takes half of the
time until all is imported. So it is done here, once, by the page's own Python: it runs in Node.
What was compiled out of a package is kept in the user's cache, by its digest.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from fnmatch import fnmatchcase
from importlib.util import find_spec
from pathlib import Path

from get_pyodide import VERSION, user_cache
from site_packages import with_record, write_archive

SCRIPT = Path(__file__).with_name("compile_sources.mjs")
# What nothing in a page or a notebook reads, or it would be too much to load: tests, examples, what
# only other compilers need, JupyterLab's own parts, and fonts that go into documents alone.
NEEDLESS = (
    "*/tests/*", "*/sample_data/*", "*.pyi", "*.pxd", "*.h", "*.a", "anywidget/*extension/*",
    "anywidget-*.data/*", "matplotlib/mpl-data/fonts/afm/*", "matplotlib/mpl-data/fonts/pdf*",
    "matplotlib/mpl-data/fonts/ttf/DejaVuSerif*",
)  # fmt: skip
# Of the 250 languages that pygments can colour, those that IPython asks for, and what they load.
LEXERS = {
    "__init__", "_css_builtins", "_lilypond_builtins", "_mapping", "_scheme_builtins", "css",
    "data", "html", "javascript", "jvm", "lilypond", "lisp", "markup", "perl", "python", "ruby",
    "shell", "special",
}  # fmt: skip
KEPT_DAYS = 30  # from the last use
PLAIN = "The pages start a few seconds slower: their Python could not be compiled here, because "


def compile_archives(pyodide: Path, archives: Iterable[Path]) -> str:
    """Put compiled modules in place of the sources in some archives, wheels or others.

    Returns '', or in a sentence why all archives stay as they are.
    """
    kept = {path: _kept(path) for path in sorted(archives)}
    wanting = [path for path, there in kept.items() if not there.is_file()]
    with tempfile.TemporaryDirectory() as scratch:
        for path in wanting:
            _lay_open(path, Path(scratch, path.name))
        trouble = _compile(pyodide, Path(scratch)) if wanting else ""
        if trouble:
            return f"{PLAIN}{trouble}"
        for path in wanting:
            made = Path(scratch, f"made-{path.name}")
            _close(Path(scratch, path.name), made)
            _keep(made, kept[path])
    for path, there in kept.items():
        shutil.copyfile(there, path)
        there.touch()
    _forget(user_cache() / "compiled")
    return ""


def node() -> str:
    """Return where Node is: on the path, or as Playwright's package brings it; '' without one."""
    found = shutil.which("node")
    spec = None if found else find_spec("playwright")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        for name in ("node", "node.exe"):
            if Path(folder, "driver", name).is_file():
                return str(Path(folder, "driver", name))
    return found or ""


def _kept(path: Path) -> Path:
    """Return where an archive's compiled twin is kept: another tool makes another one."""
    made_of = [path.read_bytes(), SCRIPT.read_bytes(), Path(__file__).read_bytes()]
    digest = hashlib.sha256(b"".join(hashlib.sha256(one).digest() for one in made_of)).hexdigest()
    return user_cache() / "compiled" / f"{digest}.zip"


def _keep(made: Path, there: Path) -> None:
    """Keep a file whole or not at all, as two runs may be at it."""
    there.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=there.parent, delete=False) as half:
        half.write(made.read_bytes())
    Path(half.name).replace(there)


def _forget(folder: Path) -> None:
    """Leave only what was used of late: the course's own archive is another one at each change."""
    oldest = time.time() - KEPT_DAYS * 24 * 3600
    for path in folder.iterdir() if folder.is_dir() else ():
        with suppress(OSError):  # another run may have been first
            if path.stat().st_mtime < oldest:
                path.unlink()


def _lay_open(path: Path, folder: Path) -> None:
    with zipfile.ZipFile(path) as packed:
        packed.extractall(folder, [name for name in packed.namelist() if _is_needed(name)])


def _is_needed(name: str) -> bool:
    if Path(name).match("pygments/lexers/*.py"):
        return Path(name).stem in LEXERS
    return not any(fnmatchcase(name, each) for each in NEEDLESS)


def _compile(pyodide: Path, folder: Path) -> str:
    """Compile what lies open in a folder; return '', or why it could not be."""
    program = node()
    if not program:
        return "there is no Node: install it, or Playwright for Python, which brings one."
    command = [program, str(SCRIPT), str(pyodide.resolve()), str(folder.resolve())]
    ended = subprocess.run(command, capture_output=True, text=True)
    if not ended.returncode:
        return ""
    lines = [line for line in ended.stderr.splitlines() if "Error" in line]
    return f"{program} could not run Pyodide {VERSION}: {(lines or ['it says nothing'])[0][:200]}"


def _close(folder: Path, target: Path) -> None:
    """Write the archive of a folder; a source stays where it has no compiled module beside it."""
    paths = [path for path in folder.rglob("*") if path.is_file()]
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in paths
        if path.suffix != ".py" or not path.with_suffix(".pyc").is_file()
    }
    write_archive(target, with_record(files))
