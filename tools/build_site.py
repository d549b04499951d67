"""Build the whole static site from the stored notebooks: pages, Python for them, and JupyterLite.

    python tools/build_site.py SITE                    all from one origin
    python tools/build_site.py SITE --lite             and each lesson as a notebook
    python tools/build_site.py SITE --pyodide FOLDER   with the Pyodide that is there
    python tools/build_site.py SITE --pyodide URL      small: Pyodide comes from there

SITE is served as it is by any host of files, under any path. Nothing in it asks another host for
anything; in the small site Pyodide's own files come from the one address, and each is taken only if
it has the digest that is written into the page. The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from get_pyodide import PINS, VERSION, get
from site_compiled import compile_archives
from site_lab import build_lab, lab_wheels
from site_packages import LOCK, integrity, is_for_pages, lock_of, missing, own_wheel

from margin_lessons.web.document_page import document_page
from margin_lessons.web.edition import BROWSER, Edition
from margin_lessons.web.front_page import front_page
from margin_lessons.web.lesson_page import lesson_page
from setup_venv import ROOT, Problem

NOTEBOOKS, DOCS = ROOT / "notebooks", ROOT / "docs"
STATIC = ROOT / "margin_lessons" / "web" / "static"
MARK = ".margin-lessons-site"
MARKED = "tools/build_site.py made this folder and replaces it as a whole when it runs again.\n"


def build(site: Path, pyodide: str = "", *, lite: bool = False) -> None:
    """Build the site; raise ``Problem`` for a folder that is not ours or a Pyodide that is not one.

    ``pyodide`` is a folder that has the pinned files, or an address where they lie, which ends in
    "/"; without it they are got.
    """
    address = pyodide if "://" in pyodide else ""
    check(site, address, lite)
    # Beside the site, so that nobody is served half a site, and a failure leaves the old one.
    site.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=site.parent, prefix=".site-") as scratch:
        new = Path(scratch) / "site"
        pieces = Path(scratch) / "pieces" if address or not pyodide else Path(pyodide)
        if address or not pyodide:
            get(pieces)
        lay_python(pieces, new / "pyodide", address, lite)
        edition = edition_of(address, lite)
        write_pages(new, edition)
        shutil.copytree(STATIC, new / "static")
        if lite:
            build_lab(new)
        (new / ".nojekyll").touch()  # or GitHub Pages leaves out what begins with an underscore
        (new / MARK).write_text(MARKED, encoding="utf-8")
        if site.exists():
            shutil.rmtree(site)
        new.rename(site)


def check(site: Path, address: str, lite: bool) -> None:
    """Raise ``Problem`` for what cannot be built, before anything is."""
    if site.exists() and not site.is_dir():
        raise Problem(f"{site} is a file, and the site is a folder: name a new folder.")
    if site.exists() and any(site.iterdir()) and not (site / MARK).exists():
        raise Problem(
            f"{site} has files that are no site of the course, and they would be gone: name a new "
            "or an empty folder."
        )
    is_safe = address.startswith(("https://", "http://127.0.0.1:"))  # or this very machine
    if address and not (is_safe and address.endswith("/")):
        raise Problem(
            f"The address of Pyodide is '{address}': it begins with https:// and ends with '/'."
        )
    if address and lite:
        raise Problem(
            "JupyterLite does not check the digests of a Pyodide that comes from elsewhere: leave "
            "--lite away, or let the site have Pyodide itself."
        )


def edition_of(address: str, lite: bool) -> Edition:
    """Return where the pages find Python and the notebooks."""
    edition = BROWSER if lite else replace(BROWSER, notebook="")
    if address:
        return replace(edition, pyodide=address, lock=f"pyodide/{LOCK}", integrity=integrity())
    return edition


def lay_python(pieces: Path, target: Path, address: str, lite: bool) -> None:
    """Put Pyodide, the packages, the course's own wheel and the list of them into the site."""
    lacks = missing(pieces, lite=lite)
    if lacks:
        raise Problem(
            f"{pieces} has no {lacks[0]}, which Pyodide {VERSION} of the pages needs: name a "
            "folder that tools/get_pyodide.py filled, or leave --pyodide away."
        )
    target.mkdir(parents=True)
    for path in sorted(pieces.iterdir()):
        is_ours = path.name in PINS["sha256"] or path.suffix == ".whl"
        if is_ours and (lite or is_for_pages(path.name)):
            shutil.copyfile(path, target / path.name)
    if lite:
        lab_wheels(target)
    own_wheel(target)
    # What comes from elsewhere must be the very file that is pinned there.
    archives = [path for path in target.iterdir() if path.suffix in {".whl", ".zip"}]
    taken = [path for path in archives if is_for_pages(path.name)]
    here = [path for path in taken if not address or path.name not in PINS["sha256"]]
    trouble = compile_archives(pieces, here)
    if trouble:
        print(trouble, file=sys.stderr)
    (target / LOCK).write_text(lock_of(target, address), encoding="utf-8")
    for name in PINS["sha256"]:
        if address and name != LOCK:
            (target / name).unlink(missing_ok=True)


def write_pages(site: Path, edition: Edition) -> None:
    """Write the front page, a page for each notebook, and one for each document."""
    pages = {"index": front_page(edition, NOTEBOOKS)}
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        pages[path.stem] = lesson_page(path, edition)
    for path in sorted(DOCS.glob("*.md")):
        pages[path.stem] = document_page(path, edition, NOTEBOOKS)
    for name, page in pages.items():
        (site / f"{name}.html").write_text(page, encoding="utf-8", newline="\n")


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("site", type=Path)
    parser.add_argument("--pyodide", default="", help="a folder, or an address elsewhere")
    parser.add_argument("--lite", action="store_true", help="with JupyterLite, in lab/")
    chosen = parser.parse_args(words)
    try:
        build(chosen.site.resolve(), chosen.pyodide, lite=chosen.lite)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{chosen.site} could not be written ({error}): name another.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"\nStopped; {chosen.site} is as it was.", file=sys.stderr)
        return 1
    size = sum(path.stat().st_size for path in chosen.site.rglob("*") if path.is_file())
    print(f"{chosen.site} is the site, {size / 1e6:.0f} MB: serve it with any host of files.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
