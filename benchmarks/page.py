"""How fast a lesson's page is: its first text, its first slider, and a step of every slider.

    python benchmarks/page.py                          every lesson, three starts of three of them
    python benchmarks/page.py 04 07 --runs 1           lessons by number
    python benchmarks/page.py --site FOLDER            a site that is built already

The site is built, served on this machine and opened in a headless Chromium: cold is a browser that
has stored nothing, warm one that has opened the page before. Times are taken inside the page: text
from the browser's own first paint, a slider from when its panel's picture is drawn, a step from the
move to the frame after the change. Nothing is asked of the page while it measures.

The machine must be free: medians of a busy one say nothing.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from browser.alive import AT_REST, LivePage
from browser.lab import open_browser
from browser.site import ServedSite, build_site

from margin_lessons.lessons import Lesson, all_lessons

TEXT, COLD, WARM = 0.5, 12.0, 10.0  # s
MEDIAN, P95 = 50.0, 100.0  # ms
STARTED = ("01", "04", "07")
PAUSE = 60  # ms between an answer and the next move

# When the first panel stands with a picture for its place and a slider that can be moved.
WATCH = """new MutationObserver((_, watch) => {
  const drawn = [...document.querySelectorAll(".ml-panel canvas")]
    .filter((canvas) => canvas.dataset.turn)
    .find((canvas) => canvas.closest(".ml-panel").querySelector("input[type=range]"));
  if (!drawn) return;
  watch.disconnect();
  globalThis.firstSlider = performance.now();
}).observe(document, { subtree: true, childList: true, attributeFilter: ["data-turn"] })"""

# Moves a slider back and forth; returns the ms from each move to the frame that shows the answer.
STEPS = """async ([panel, label, count, pause]) => {
  const canvas = panel.querySelector("canvas");
  const slider = trial.labelled(panel, label, "input[type=range]");
  const times = [];
  for (let i = 0; i < count; i += 1) {
    const back = slider.value === slider.max || (i % 2 && slider.value !== slider.min);
    const drawn = new Promise((done) => {
      const watch = new MutationObserver(() => {
        watch.disconnect();
        requestAnimationFrame(() => {
          const after = new MessageChannel();
          after.port1.onmessage = () => done(performance.now());
          after.port2.postMessage(0);
        });
      });
      watch.observe(canvas, { attributes: true, attributeFilter: ["data-turn"] });
    });
    const begun = performance.now();
    slider.value = Number(slider.value) + (back ? -1 : 1) * Number(slider.step);
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    times.push((await drawn) - begun);
    await new Promise((go) => setTimeout(go, pause));
  }
  return times;
}"""


def open_gates(lessons: list[Lesson]) -> str:
    """Return a script that stores a progress file in which every prediction was made."""
    made = {"value": 0.0, "confidence": "guessing", "outcome": 0.0}
    done = {
        lesson.name: {one.kind: {one.name: made} for one in lesson.predictions}
        for lesson in lessons
        if lesson.predictions
    }
    text = json.dumps({"format": 1, "lessons": done})
    return f"localStorage.setItem('margin_lessons/my_progress.json', {json.dumps(text)})"


def start(context: BrowserContext, address: str) -> tuple[float, float]:
    """Return the seconds until a page shows text and until its first slider can be moved."""
    with LivePage(context, address, WATCH) as here:
        here.page.wait_for_function("globalThis.firstSlider", timeout=300_000, polling=500)
        paint = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
        first, slider = here.page.evaluate(f"[{paint}, firstSlider]")
    return first / 1_000, slider / 1_000


def starts(browser: Browser, site: ServedSite, names: list[str], runs: int) -> bool:
    """Print the seconds of cold and warm starts; return whether the targets are met."""
    print("Seconds to the first text, and to the first slider: cold, warm.")
    met = True
    for name in names:
        address, rows = f"{site.address}{name}.html", []
        for _ in range(runs):
            with browser.new_context() as context:
                rows.append((*start(context, address), *start(context, address)))
        text, cold, warm_text, warm = (
            statistics.median(column) for column in zip(*rows, strict=True)
        )
        print(f"  {name:<32} {text:5.2f} {cold:6.1f}   {warm_text:5.2f} {warm:6.1f}")
        met &= text <= TEXT and cold <= COLD and warm <= WARM
    print(f"  at most                          {TEXT:5.2f} {COLD:6.1f}   {TEXT:5.2f} {WARM:6.1f}")
    return met


def steps(page: Page, lesson: Lesson, count: int) -> dict[str, list[float]]:
    """Return the ms of the steps of every slider that a page shows, by panel and label."""
    page.evaluate(AT_REST)
    found = {}
    for panel in page.query_selector_all(".ml-panel:has(.ml-body:not([hidden]))"):
        panel.scroll_into_view_if_needed()
        labels = panel.evaluate(
            "panel => [...panel.querySelectorAll('input[type=range]')]"
            ".map((slider) => slider.labels[0].textContent.trim())"
        )
        for label in labels:
            page.evaluate("panel => trial.rest(panel)", panel)
            times = page.evaluate(STEPS, [panel, label, count, PAUSE])
            name = f"{lesson.name[:2]} {panel.get_attribute('data-panel')}: {label}"
            found[name] = times[2:]  # the first fill caches
    return found


def main() -> int:
    """Run the benchmark and print what was measured."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("lessons", nargs="*", help="numbers of lessons; all without one")
    parser.add_argument("--runs", type=int, default=3, help="starts of a lesson, cold and warm")
    parser.add_argument("--steps", type=int, default=22, help="steps of each slider")
    parser.add_argument("--site", type=Path, help="a site that is built already")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a target is missed")
    asked = parser.parse_args()
    lessons = [one for one in all_lessons() if not asked.lessons or one.name[:2] in asked.lessons]
    begun = [one.name for one in lessons if asked.lessons or one.name[:2] in STARTED]

    with tempfile.TemporaryDirectory() as scratch, open_browser() as first:
        folder = asked.site or build_site(Path(scratch) / "site")
        browser = first.browser
        assert browser is not None
        with ServedSite(folder) as site:
            met = starts(browser, site, begun, asked.runs) if asked.runs else True
            times: dict[str, list[float]] = {}
            for lesson in lessons:
                with LivePage(
                    first, f"{site.address}{lesson.name}.html", open_gates(lessons)
                ) as here:
                    here.wait()
                    times |= steps(here.page, lesson, asked.steps)
    print("\nMilliseconds from a move to the painted answer: median, 95th percentile.")
    for name, found in times.items():
        print(f"  {name:<64} {statistics.median(found):6.1f} {_p95(found):6.1f}")
    every = [one for found in times.values() for one in found]
    print(f"  all {len(times)} sliders: {statistics.median(every):.1f} {_p95(every):.1f} "
          f"(at most {MEDIAN:g} {P95:g})")  # fmt: skip
    met &= statistics.median(every) <= MEDIAN and _p95(every) <= P95
    return 0 if met or not asked.check else 1


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


if __name__ == "__main__":
    sys.exit(main())
