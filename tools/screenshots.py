"""Run notebooks in JupyterLab in a headless Chromium and write pictures of them to look at.

    python tools/screenshots.py 02                                light, 1280 px wide
    python tools/screenshots.py 02 --dark --width 390             dark, as wide as a phone
    python tools/screenshots.py 02 --stored                       as it opens, before it is run

For each notebook there is one picture of every cell's output (NAME-output-3.png, by the number of
the code cell) and the page from top to bottom in slices (NAME-page-01.png). They go to --out, or
to a new folder whose path is printed, so that two people never write over each other's pictures.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from refresh_notebooks import ROOT, find

sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "tests"))

from browser.desk import Desk
from browser.lab import Lab, Trouble, open_browser
from browser.sheet import DARK, Sheet

SLICE = 1400
# Where the notebook's own scroll bar is, and how far down its cells go.
SCROLLER = ".jp-NotebookPanel:not(.lm-mod-hidden) .jp-WindowedPanel-outer"
CONTENT_HEIGHT = """node => {
  const last = [...node.querySelectorAll('.jp-Cell')].pop().getBoundingClientRect();
  return last.bottom - node.getBoundingClientRect().top + node.scrollTop + 12;
}"""


def shoot(sheet: Sheet, stem: str, out: Path) -> int:
    """Write the pictures of one open notebook; return how many."""
    count = 0
    page = sheet.page
    for number, cell in enumerate(page.query_selector_all(".jp-Notebook .jp-CodeCell")):
        area = cell.query_selector(".jp-Cell-outputArea")
        if area is None or not area.is_visible() or not area.query_selector(".jp-OutputArea-child"):
            continue
        area.screenshot(path=out / f"{stem}-output-{number}.png")
        count += 1
    return count + slices(sheet, stem, out)


def slices(sheet: Sheet, stem: str, out: Path) -> int:
    """Write the page from top to bottom in slices that do not overlap; return how many."""
    page = sheet.page
    scroller = page.query_selector(SCROLLER)
    assert scroller is not None
    box = scroller.bounding_box()
    assert box is not None
    step = int(min(SLICE, box["height"]))
    full = int(scroller.evaluate(CONTENT_HEIGHT))
    tops = list(range(0, full, step))
    for number, top in enumerate(tops, 1):
        scroller.evaluate("(node, top) => { node.scrollTop = top; }", top)
        page.evaluate("() => new Promise(requestAnimationFrame)")
        at = int(scroller.evaluate("node => node.scrollTop"))
        shift = top - at  # the last slice cannot be scrolled to its top
        clip = {**box, "y": box["y"] + shift, "height": min(step, full - top)}
        page.screenshot(path=out / f"{stem}-page-{number:02d}.png", clip=clip)
    return len(tops)


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", help="beginnings of names, or paths; all when left out")
    parser.add_argument("--dark", action="store_true", help="in JupyterLab's dark theme")
    parser.add_argument("--width", type=int, default=1280, help="width of the window in pixels")
    parser.add_argument("--stored", action="store_true", help="do not run: show what is stored")
    parser.add_argument("--gated", action="store_true", help="leave the prediction gates shut")
    parser.add_argument("--sidebar", action="store_true", help="leave the file browser open")
    parser.add_argument("--unfold", action="store_true", help="open all folds")
    parser.add_argument("--out", type=Path, help="folder to write to; a new one when left out")
    options = parser.parse_args(arguments)
    options.out = options.out or Path(tempfile.mkdtemp(prefix="margin-lessons-shots-"))
    options.out.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(prefix="margin-lessons-") as scratch, \
             Lab(Path(scratch)) as lab, open_browser() as browser:  # fmt: skip
            desk = Desk(browser, lab)
            for path in find(options.names):
                copied = lab.copy(path, open_gates=not options.gated)
                with Sheet(desk, copied, options.width, SLICE + 200) as sheet:
                    prepare(sheet, options)
                    count = shoot(sheet, path.stem, options.out)
                    for complaint in sheet.complaints + sheet.errors():
                        print(f"{path.stem}: {complaint}")
                print(f"{path.stem}: {count} pictures in {options.out}", flush=True)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    return 0


def prepare(sheet: Sheet, options: argparse.Namespace) -> None:
    """Bring the page into the state that is asked for."""
    if options.dark:
        sheet.theme(DARK)
    if not options.sidebar:
        sheet.page.evaluate("() => jupyterapp.shell.collapseLeft()")
    if not options.stored:
        sheet.run_all()
    if options.unfold:
        while fold := sheet.page.query_selector("button.ml-fold[aria-expanded=false]"):
            fold.evaluate("button => button.click()")
    sheet.page.evaluate("() => document.activeElement.blur()")
    sheet.resize(options.width, SLICE + 200)


if __name__ == "__main__":
    sys.exit(main())
