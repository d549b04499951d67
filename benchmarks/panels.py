"""How fast a panel answers in the kernel: from ``panel.set`` to new picture bytes.

    python benchmarks/panels.py

What is compared, for every panel, in one run and turn about: moving the panel (state, scene,
picture, words), and drawing the same picture as `interact` does with inline figures: a new figure
through pyplot, printed as the inline backend prints it, and closed. Neither includes the way to the
page (``browser_latency.py`` does). Then the cell of the busiest panel is run 30 times, to see that
the process does not grow.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import matplotlib as mpl

mpl.use("agg")

import matplotlib.pyplot as plt
from inline_figure import draw_anew
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.pylabtools import print_figure

from margin_lessons.lessons import all_lessons
from margin_lessons.panels.controls import Control, Number
from margin_lessons.panels.live_output import Opened
from margin_lessons.panels.model import PanelModel
from margin_lessons.panels.panel import Panel

BUSIEST_FASTER, EVERY_FASTER = 15, 10
GROWTH_MB = 5.0
DRAG = 12

Values = dict[str, Any]


def drags(model: PanelModel[Any], steps: int) -> Iterator[Values]:
    """Yield the settings that a learner passes who drags each control in turn, step by step."""
    for control in model.controls:
        for value in _path(control, steps):
            yield {**model.start, control.name: value}


def _path(control: Control, steps: int) -> list[Any]:
    if not isinstance(control, Number) or control.start is None:
        options = control.probes
        return [options[i % len(options)] for i in range(steps)]
    up = [control.start + i * control.step for i in range(1, steps + 1)]
    down = [control.start - i * control.step for i in range(1, steps + 1)]
    near = up if up[-1] <= control.high else down
    return [min(max(round(value, 10), control.low), control.high) for value in near]


class Times(NamedTuple):
    """Milliseconds on the clock, and those of them in which this process had the processor.

    On a machine that is busy with other things the second says more.
    """

    clock: float
    processor: float


def clocked(act: Callable[[], object]) -> Times:
    """Return how long a call takes."""
    begin, begin_own = time.perf_counter(), time.process_time()
    act()
    own, clock = time.process_time() - begin_own, time.perf_counter() - begin
    return Times(1_000 * clock, 1_000 * own)


def median(times: list[Times]) -> Times:
    """Return the medians of both clocks."""
    return Times(*(statistics.median(column) for column in zip(*times, strict=True)))


def draw_as_interact_does(model: PanelModel[Any], values: Values) -> str:
    """Return the picture of ``values``, drawn in a new inline figure, as a notebook stores it."""
    figure = draw_anew(model, values)
    picture: str = print_figure(figure, fmt="png", bbox_inches="tight", base64=True)
    plt.close(figure)
    return picture


def compare(model: PanelModel[Any], rounds: int) -> tuple[list[Times], list[Times]]:
    """Return the times of the panel and of ``interact`` over the same settings, turn about.

    A turn is a drag of one control. What a turn leaves for the collector is collected before the
    next begins, so that neither pays for the other's figures.
    """
    panel = Panel(model)
    settings = list(drags(model, DRAG))
    settings = (settings * (rounds // len(settings) + 2))[: rounds + DRAG]
    ours, theirs = [], []
    for begin in range(0, len(settings), DRAG):
        turn = settings[begin : begin + DRAG]
        gc.collect()
        for values in turn:
            before = panel.png
            ours.append(clocked(lambda v=values: panel.set(**v)))
            assert panel.png.startswith(b"\x89PNG")
            assert panel.png is not before
        gc.collect()
        # A new figure takes long: every fourth of the settings is enough.
        theirs += [clocked(lambda v=v: draw_as_interact_does(model, v)) for v in turn[::4]]
    # The first turn fills caches on both sides.
    return ours[DRAG:], theirs[DRAG // 4 :]


def resident_mb() -> float | None:
    """Return the memory this process holds, in MB, or None where that cannot be read."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            line = next(line for line in status if line.startswith("VmRSS:"))
    except (OSError, StopIteration):
        return None
    return int(line.split()[1]) / 1_024


def growth(model: PanelModel[Any], runs: int) -> float | None:
    """Return the MB that a process grows by while a panel's cell is run again and again."""
    shell = InteractiveShell.instance()
    shell.get_parent = lambda: {"metadata": {"cellId": "panel"}}
    opened = Opened()

    def run() -> None:
        shell.execution_count += 1
        panel = Panel(model)
        opened.add(panel)
        panel._repr_mimebundle_()
        for values in drags(model, 2):
            panel.set(**values)

    for _ in range(10):  # what is kept for all is filled first
        run()
    gc.collect()
    start = resident_mb()
    for _ in range(runs):
        run()
    gc.collect()
    end = resident_mb()
    return None if start is None or end is None else end - start


def main() -> int:
    """Run the benchmark and print what was measured."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=36, help="moves of each panel")
    parser.add_argument("--runs", type=int, default=30, help="runs of a cell for the growth")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a target is missed")
    asked = parser.parse_args()

    models = {
        f"{lesson.name[:2]} {model.name}": model
        for lesson in all_lessons()
        for model in lesson.panels
    }
    print("From set to new picture bytes beside interact with a new inline figure, turn about:")
    print("median ms on the clock, 95th percentile, ms of the processor, and times faster.")
    ratios, slowest, most = {}, "", 0.0
    for name, model in models.items():
        ours, theirs = compare(model, asked.rounds)
        mine, other = median(ours), median(theirs)
        ratios[name] = other.processor / mine.processor
        print(
            f"  {name:<32} {mine.clock:6.1f} {_p95(ours):6.1f} {mine.processor:6.1f}"
            f"   {other.clock:6.1f} {other.processor:6.1f}   {ratios[name]:5.1f}"
        )
        if mine.processor > most:
            slowest, most = name, mine.processor
    least = min(ratios.values())
    print(f"\nThe busiest, {slowest}: {ratios[slowest]:.1f} times (at least {BUSIEST_FASTER});")
    print(f"the least of all: {least:.1f} times (at least {EVERY_FASTER}).")

    grown = growth(models[slowest], asked.runs)
    size = "cannot be read on this system" if grown is None else f"{grown:.1f} MB"
    print(f"Over {asked.runs} runs of its cell the process grows by {size} (under {GROWTH_MB:g}).")

    met = ratios[slowest] >= BUSIEST_FASTER and least >= EVERY_FASTER and (grown or 0) < GROWTH_MB
    return 0 if met or not asked.check else 1


def _p95(times: list[Times]) -> float:
    return statistics.quantiles([one.clock for one in times], n=20)[-1]


if __name__ == "__main__":
    sys.exit(main())
