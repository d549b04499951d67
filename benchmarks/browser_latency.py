"""How fast a panel answers in a real page: from a key to the painted picture.

    python benchmarks/browser_latency.py                       every panel of the course
    python benchmarks/browser_latency.py gauge "risk map"      panels by name

In JupyterLab in a headless Chromium, 830 px wide, for each panel in one page and turn about: a step
of the panel, a step of an empty slider, and a step of `interact` drawing the same picture as an
inline figure. An empty step has two times. "readout": the slider's own number, which is written
without the kernel; the target is held against this one. "label": a label that the kernel sets, the
least that any answer of Python takes. Times are taken inside the page, from the key to the frame
after the change; nothing is asked of the page while it measures. Then 70 keys come in 1.2 seconds,
as fast as a drag: how many pictures a second are seen, and does the last one agree?

The machine must be free: medians of a busy one say nothing, though their ratios say a little.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import nbformat
from playwright.sync_api import ElementHandle

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from browser.desk import Desk
from browser.lab import ROOT, Lab, open_browser
from browser.live import LivePanel, live_panels
from browser.sheet import Sheet

from margin_lessons.lessons import Lesson, all_lessons
from margin_lessons.panels.controls import Number
from margin_lessons.panels.model import PanelModel

EMPTY_STEPS, TIMES_FASTER, PICTURES = 4.0, 3.5, 15.0
PANEL, EMPTY, INTERACT = "panel", "empty", "interact"
READOUT, LABEL = "readout", "label"
KINDS = (PANEL, READOUT, LABEL, INTERACT)
FLOOD, FLOOD_SECONDS = 70, 1.2

# A stamp for each key, and one for the frame that shows what it changed below a place.
PROBE = """(() => {
  const probe = window.probe = {key: 0, last: {}, seen: [], every: false};
  document.addEventListener('keydown', () => { probe.key = performance.now(); }, true);
  const inside = (change, name) => (change.target.parentElement ?? change.target).closest(name)
    || change.target.closest?.(name);
  const tests = {
    panel: change => change.attributeName === 'data-turn',
    interact: change => [...change.addedNodes].some(
      node => node.tagName === 'IMG' || node.querySelector?.('img')),
    readout: change => change.type !== 'attributes' && inside(change, '.widget-readout'),
    label: change => change.type !== 'attributes' && inside(change, '.widget-html'),
  };
  const note = (kind, key) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => probe.seen.push([kind, performance.now() - key,
                                                     performance.now()]);
    channel.port2.postMessage(0);
  });
  probe.watch = (root, kinds) => {
    probe.observer?.disconnect();
    probe.last = {};
    probe.observer = new MutationObserver(changes => {
      const key = probe.key;
      for (const kind of kinds) {
        if (!changes.some(tests[kind]) || (key === probe.last[kind] && !probe.every)) continue;
        probe.last[kind] = key;
        note(kind, key);
      }
    });
    probe.observer.observe(root, {subtree: true, childList: true, characterData: true,
                                  attributes: true, attributeFilter: ['data-turn']});
  };
})()"""

EMPTY_CELL = """import ipywidgets as widgets
slider = widgets.FloatSlider(min={low}, max={high}, step={step}, value={start})
label = widgets.HTML()
slider.observe(lambda change: setattr(label, 'value', str(change['new'])), 'value')
widgets.VBox([slider, label])"""
INTERACT_CELL = """import sys
sys.path.insert(0, {benchmarks!r})
import matplotlib.pyplot as plt
from inline_figure import draw_anew
%matplotlib inline
model = next(m for m in lesson.panels if m.name == {panel!r})
def draw(value):
    draw_anew(model, {{{control!r}: value}})
    plt.show()
widgets.interact(draw, value=widgets.FloatSlider(
    min={low}, max={high}, step={step}, value={start}))"""


def notebook(lesson: Lesson, model: PanelModel[Any], control: Number, path: Path) -> Path:
    """Write a notebook with the empty slider, `interact` and the panel; return where it is."""
    about = {
        "benchmarks": str(ROOT / "benchmarks"), "panel": model.name, "control": control.name,
        "low": control.low, "high": control.high, "step": control.step, "start": control.start,
    }  # fmt: skip
    cells = (
        f"from margin_lessons.lessons import open_lesson\nlesson = open_lesson({lesson.name!r})",
        EMPTY_CELL.format(**about),
        INTERACT_CELL.format(**about),
        f"lesson.panel({model.name!r})",
    )
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    path.write_text(nbformat.writes(book), encoding="utf-8")
    return path


def busiest_control(model: PanelModel[Any]) -> Number:
    """Return the first control that has a slider."""
    numbers = [one for one in model.controls if isinstance(one, Number) and one.slider]
    return next((one for one in numbers if one.name not in model.more), numbers[0])


class Measured:
    """One panel's times, in ms, and its flood."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.times: dict[str, list[float]] = {kind: [] for kind in KINDS}
        self.pictures, self.agrees = 0.0, False

    def median(self, kind: str) -> float:
        """Return the median of one kind; no number where nothing was seen."""
        return statistics.median(self.times[kind] or [float("nan")])

    @property
    def missed(self) -> list[str]:
        """What is wanted of the panel and is not met, in a word each."""
        panel = self.median(PANEL)
        met = {
            "steps": panel <= EMPTY_STEPS * self.median(READOUT),
            "interact": self.median(INTERACT) >= TIMES_FASTER * panel,
            "pictures": self.pictures >= PICTURES,
            "last": self.agrees,
        }
        return [name for name, is_met in met.items() if not is_met]

    def __str__(self) -> str:
        panel, readout, label, other = (self.median(kind) for kind in KINDS)
        return (
            f"{self.name:<26} {panel:6.1f} {readout:7.1f} {label:6.1f} {other:8.1f}"
            f"   {panel / readout:8.1f} {panel / label:6.1f} {other / panel:6.1f}"
            f" {self.pictures:6.1f}   {' '.join(self.missed) or '-'}"
        )


def handles(sheet: Sheet, panel: LivePanel, control: Number) -> dict[str, ElementHandle]:
    """Return the three sliders."""
    others = sheet.page.query_selector_all(".widget-slider [role=slider]")
    own = panel.control(control, "input[type=range]")
    assert own is not None
    return {PANEL: own, EMPTY: others[0], INTERACT: others[1]}


def watch(sheet: Sheet, kind: str, handle: ElementHandle, *, every: bool) -> None:
    """Watch the output in which a slider stands, and give the slider the focus."""
    handle.scroll_into_view_if_needed()
    area = handle.evaluate_handle("node => node.closest('.jp-OutputArea')")
    begin = "([root, kinds, every]) => { probe.every = every; probe.watch(root, kinds); }"
    kinds = [READOUT, LABEL] if kind == EMPTY else [kind]
    sheet.page.evaluate(begin, [area, kinds, every])
    handle.focus()
    time.sleep(0.2)


def keys(control: Number) -> Iterator[str]:
    """Give arrow keys for ever: away from a slider's nearer end, and back where it ends."""
    value = control.start
    way = 1 if value <= (control.low + control.high) / 2 else -1
    while True:
        if not control.low <= value + way * control.step <= control.high:
            way = -way
        value += way * control.step
        yield "ArrowRight" if way > 0 else "ArrowLeft"


def measure(sheet: Sheet, lesson: Lesson, model: PanelModel[Any], rounds: int) -> Measured:
    """Return the times of one panel that is open in a page."""
    (panel,) = live_panels(sheet, lesson)
    control = busiest_control(model)
    found = Measured(f"{lesson.name[:2]} {model.name}")
    sliders = handles(sheet, panel, control)
    pressed = keys(control)
    for turn in range(rounds):
        now = list(islice(pressed, 4))
        for kind, slider in sliders.items():
            watch(sheet, kind, slider, every=False)
            for key in now:
                sheet.page.keyboard.press(key)
                time.sleep(0.6 if kind == INTERACT else 0.3)
            seen = sheet.page.evaluate("() => { const s = probe.seen; probe.seen = []; return s; }")
            for what, after, _ in seen if turn else []:  # the first turn fills caches on all sides
                found.times[what].append(after)
    flood(sheet, panel, sliders[PANEL], control, found)
    return found


def flood(
    sheet: Sheet, panel: LivePanel, slider: ElementHandle, control: Number, found: Measured
) -> None:
    """Press keys as fast as a drag; note how many pictures are seen and whether the last agrees."""
    panel.button("Reset").click()
    panel.settle()
    watch(sheet, PANEL, slider, every=True)
    begin = time.monotonic()
    for press, key in enumerate(islice(keys(control), FLOOD)):
        sheet.page.keyboard.press(key)
        time.sleep(max(0.0, begin + (press + 1) * FLOOD_SECONDS / FLOOD - time.monotonic()))
    time.sleep(2)
    stamps = [at for *_, at in sheet.page.evaluate("() => probe.seen")]
    if len(stamps) > 1:
        found.pictures = 1_000 * (len(stamps) - 1) / (stamps[-1] - stamps[0])
    found.agrees = not panel.settle()


def main() -> int:
    """Run the benchmark and print what was measured."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", help="panels; all when left out")
    parser.add_argument("--rounds", type=int, default=6, help="turns of four steps each")
    parser.add_argument("--ratio", type=float, default=1.0, help="pixel ratio of the screen")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a target is missed")
    asked = parser.parse_args()
    chosen = [(lesson, model) for lesson in all_lessons() for model in lesson.panels
              if not asked.names or model.name in asked.names]  # fmt: skip
    print("Median ms from a key to the painted change; the panel's in readouts and in labels; how")
    print("many times faster than interact; pictures a second in a flood of keys; what is missed.")
    print(f"Load of the machine at the beginning: {os.getloadavg()[0]:.1f}")
    print(f"{'':<26}  panel readout  label interact   /readout /label  times pict/s   missed")
    missed, agreed = 0, 0
    with tempfile.TemporaryDirectory(prefix="margin-lessons-") as scratch, \
         Lab(Path(scratch) / "lab") as lab, open_browser() as first:  # fmt: skip
        assert first.browser is not None
        browser = first.browser.new_context(device_scale_factor=asked.ratio)
        browser.add_init_script(PROBE)
        desk = Desk(browser, lab)
        for number, (lesson, model) in enumerate(chosen):
            path = notebook(
                lesson, model, busiest_control(model), Path(scratch) / f"{number}.ipynb"
            )
            with Sheet(desk, lab.copy(path), 1280, 900) as sheet:
                sheet.run_all()
                trouble = sheet.errors() + sheet.complaints
                if trouble:
                    print(f"{model.name}: {trouble}")
                    return 1
                found = measure(sheet, lesson, model, asked.rounds)
                missed += bool(found.missed)
                agreed += found.agrees
                print(found, flush=True)
    wanted = f"at most {EMPTY_STEPS:g} readouts, {TIMES_FASTER:g} times faster than interact"
    print(f"Wanted: {wanted}, {PICTURES:g} pictures a second; missed by {missed} of {len(chosen)}.")
    print(f"The last picture agrees {agreed} of {len(chosen)} times.")
    print(f"Load of the machine at the end: {os.getloadavg()[0]:.1f}")
    return 1 if missed and asked.check else 0


if __name__ == "__main__":
    sys.exit(main())
