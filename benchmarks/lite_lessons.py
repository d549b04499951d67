"""Every lesson as a notebook in the site's JupyterLite: does it run, and how fast does it come?

    python benchmarks/lite_lessons.py SITE              all lessons
    python benchmarks/lite_lessons.py SITE 04 10        those whose names begin so

SITE is a folder that `tools/build_site.py SITE --lite` made. For each lesson a new browser profile
opens the notebook and runs all cells. "slider" is the time from the address until every cell has
run and every panel has its picture, so a slider answers by then. "step" is from a key on it to the
frame that shows the new picture, taken in the page. The exit code is 1 when a cell ends in an
error, or the page complains. Times of a busy machine say nothing.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from browser.desk import Desk
from browser.lab import NOTEBOOKS, launched
from browser.lite import LiteLab
from browser.sheet import Sheet
from browser.site import ServedSite
from browser_latency import PROBE
from playwright.sync_api import Browser, sync_playwright

SLIDER_WANTED, STEP_WANTED = 20.0, 70.0  # seconds; ms, the median of all
STEPS = 30
SECONDS = 600  # for a lesson on a busy machine
SLIDERS = ".jp-Notebook .ml-panel:has(.ml-body:not([hidden]) canvas[data-turn]) input[type=range]"


def lesson(browser: Browser, site: ServedSite, name: str) -> tuple[float, list[float], list[str]]:
    """Return the seconds until sliders answer, the ms of its steps, and what went wrong."""
    with browser.new_context() as profile:
        desk, began = Desk(profile, LiteLab(site)), time.monotonic()
        with Sheet(desk, f"{name}.ipynb", 1280, 720) as sheet:
            sheet.page.set_default_timeout(1000 * SECONDS)
            sheet.run_all(SECONDS)
            has_slider = sheet.page.query_selector(SLIDERS) is not None
            first = time.monotonic() - began if has_slider else float("nan")
            steps = stepped(sheet) if has_slider else []
            return first, steps, sheet.errors() + sheet.complaints


def stepped(sheet: Sheet) -> list[float]:
    """Press a key on the first slider again and again; return the times in ms."""
    page = sheet.page
    page.evaluate(PROBE)
    slider = page.query_selector_all(SLIDERS)[0]
    page.evaluate("node => probe.watch(node.closest('.ml-panel'), ['panel'])", slider)
    slider.focus()
    for key in ["ArrowRight", "ArrowLeft"] * (STEPS // 2):
        page.keyboard.press(key)
        page.wait_for_timeout(300)
    return [ms for _, ms, _ in page.evaluate("() => probe.seen")][2:]


def main() -> int:
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("site", type=Path)
    parser.add_argument("lessons", nargs="*", default=[""])
    chosen = parser.parse_args()
    names = [
        path.stem
        for path in sorted(NOTEBOOKS.glob("*.ipynb"))
        if path.stem.startswith(tuple(chosen.lessons))
    ]
    firsts, steps, wrong = [], [], []
    with sync_playwright() as playwright, ServedSite(chosen.site) as site:
        browser = launched(playwright)
        for name in names:
            first, taken, told = lesson(browser, site, name)
            firsts.append(first)
            steps += taken
            wrong += [f"{name}: {line}" for line in told]
            step = f"{statistics.median(taken):5.0f} ms a step" if taken else ""
            print(f"{name:<32}{first:6.1f} s to a slider  {step}  {len(told)} wrong", flush=True)
        browser.close()
    print(f"slider: wanted at most {SLIDER_WANTED:.0f} s")
    if steps:
        print(f"step: median {statistics.median(steps):.0f} ms, wanted at most {STEP_WANTED:.0f}")
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
