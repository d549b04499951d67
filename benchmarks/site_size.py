"""How much a visit of the site sends, compressed as a host of files does it.

    python benchmarks/site_size.py SITE                    a site of tools/build_site.py
    python benchmarks/site_size.py SITE --lesson 08_futures_and_inverse

A new browser profile opens one lesson, and the server's own list of what it asked for is weighed:
each file once, compressed by gzip. "own" is what is not Pyodide's: pages, scripts, the course and
the packages in pure Python. Where the site has JupyterLite, a first visit there is weighed too.
"""

from __future__ import annotations

import argparse
import gzip
import sys
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))

from browser.lab import open_browser
from browser.site import UNDER, ServedSite
from get_pyodide import PINS

OWN_WANTED, VISIT_WANTED = 8.0, 26.0  # MB
SECONDS = 300
ALIVE = "() => document.querySelector('#alive.good')"
KERNEL = """() => {
  const sheet = window.jupyterapp && jupyterapp.shell.currentWidget;
  const session = sheet && sheet.sessionContext && sheet.sessionContext.session;
  return session && session.kernel && session.kernel.status === 'idle';
}"""


def packed(files: Iterable[Path]) -> float:
    """Return how many MB some files are when each is compressed."""
    return sum(len(gzip.compress(path.read_bytes(), 6, mtime=0)) for path in files) / 1e6


def visited(folder: Path, address: str, ready: str) -> set[Path]:
    """Return the files that a new browser asks for until the page is ready."""
    with ServedSite(folder) as site, open_browser() as profile:
        page = profile.new_page()
        page.goto(site.address + address)
        page.wait_for_function(ready, timeout=1000 * SECONDS)
        page.wait_for_timeout(3000)  # what comes after that belongs to the visit too
        asked = {path.partition("?")[0].removeprefix(UNDER) for _, path in site.asked}
    return {folder / path for path in asked if (folder / path).is_file()}


def own(files: Iterable[Path]) -> list[Path]:
    """Return those that are not Pyodide's own."""
    return [path for path in files if path.name not in PINS["sha256"]]


def main() -> int:
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("site", type=Path)
    parser.add_argument("--lesson", default="04_gaps_and_slippage")
    chosen = parser.parse_args()
    folder = chosen.site
    pages = [path for path in folder.rglob("*") if path.is_file() and path.name[0] != "."]
    pages = [path for path in own(pages) if "lab" not in path.relative_to(folder).parts]
    visit = visited(folder, f"{chosen.lesson}.html", ALIVE)
    rows = [
        ("the whole own site, without JupyterLite", packed(pages), OWN_WANTED),
        (f"first visit, {chosen.lesson}", packed(visit), VISIT_WANTED),
        ("  of it own", packed(own(visit)), OWN_WANTED),
    ]
    if (folder / "lab").is_dir():
        address = f"lab/lab/index.html?path={chosen.lesson}.ipynb"
        rows.append(("first visit, JupyterLite", packed(visited(folder, address, KERNEL)), None))
    for name, size, wanted in rows:
        limit = "" if wanted is None else f"wanted at most {wanted:.0f} MB"
        print(f"{name:<42}{size:6.1f} MB  {limit}")
    return 0 if all(wanted is None or size <= wanted for _, size, wanted in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
