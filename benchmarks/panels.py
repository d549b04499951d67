"""How fast a panel answers: from ``panel.set`` to new picture bytes, beside ``interact``.

    python benchmarks/panels.py

What is compared, in one run and turn about, for the busiest panel of the course: moving the panel
(state, picture, table, sentence, widgets), and drawing the same picture as ``interact`` does with
inline figures: a new figure through pyplot, built by the same drawing, printed as the inline
backend prints it, and closed. Neither includes the way to the browser. Then the panel is moved
1,000 times to see that the process does not grow and keeps one figure.
"""

from __future__ import annotations

import argparse
import gc
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, NamedTuple
from unittest.mock import patch

import matplotlib as mpl

mpl.use("agg")

import matplotlib.pyplot as plt
from IPython.core.pylabtools import print_figure
from matplotlib.figure import Figure

from margin_lessons.figures import drawing as drawing_module
from margin_lessons.lessons import all_lessons
from margin_lessons.panels.controls import Control, Number
from margin_lessons.panels.model import PanelModel
from margin_lessons.panels.panel import Panel

TIMES_FASTER = 15
GROWTH_MB = 5.0
DRAG = 12

Values = dict[str, Any]


def drags(model: PanelModel, steps: int) -> Iterator[Values]:
    """Yield the settings that a learner passes who drags each control in turn, step by step."""
    for control in model.controls:
        for value in _path(control, steps):
            yield {**model.start, control.name: value}


def _path(control: Control, steps: int) -> list[Any]:
    if not isinstance(control, Number):
        options = [value for _, value in control.options]
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


@contextmanager
def pyplot_figures() -> Iterator[None]:
    """Let a drawing make its figure through pyplot, with pyplot's own canvas."""
    with ExitStack() as patches:
        patches.enter_context(patch.object(drawing_module, "Figure", plt.figure))
        for canvas in ("FigureCanvasAgg", "StampCanvas"):
            if hasattr(drawing_module, canvas):
                patches.enter_context(
                    patch.object(drawing_module, canvas, lambda figure: figure.canvas)
                )
        yield


def draw_as_interact_does(model: PanelModel, values: Values) -> str:
    """Return the picture of ``values``, drawn in a new inline figure, as a notebook stores it."""
    state = model.compute(**values)
    drawn = model.drawing()
    drawn.set_frame(drawn.frame(state))
    drawn.update(state)
    for artist in drawn.figure.findobj():
        artist.set_animated(False)
    picture = print_figure(drawn.figure, fmt="png", bbox_inches="tight", base64=True)
    plt.close(drawn.figure)
    return picture


def busiest(models: dict[str, PanelModel], steps: int) -> str:
    """Print the median of every panel and return the name of the slowest."""
    medians = {}
    for name, model in models.items():
        panel = Panel(model)
        times = [clocked(lambda v=values, p=panel: p.set(**v)) for values in drags(model, steps)]
        medians[name] = median(times)
        print(f"  {name:<42} {medians[name].clock:6.1f} {medians[name].processor:6.1f}")
    return max(medians, key=lambda name: medians[name].processor)


def compare(model: PanelModel, rounds: int) -> tuple[list[Times], list[Times]]:
    """Return the times of the panel and of ``interact`` over the same settings, turn about.

    A turn is a drag of one control. What a turn leaves for the collector is collected before the
    next begins, so that neither pays for the other's figures.
    """
    panel = Panel(model)
    settings = list(drags(model, DRAG))
    settings = (settings * (rounds // len(settings) + 2))[: rounds + DRAG]
    ours, theirs = [], []
    with pyplot_figures():
        for begin in range(0, len(settings), DRAG):
            turn = settings[begin : begin + DRAG]
            gc.collect()
            for values in turn:
                before = panel.png
                ours.append(clocked(lambda v=values: panel.set(**v)))
                assert panel.png.startswith(b"\x89PNG")
                assert panel.png is not before
            gc.collect()
            theirs += [clocked(lambda v=v: draw_as_interact_does(model, v)) for v in turn]
    # The first turn fills caches on both sides.
    return ours[DRAG:], theirs[DRAG:]


def resident_mb() -> float | None:
    """Return the memory this process holds, in MB, or None where that cannot be read."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            line = next(line for line in status if line.startswith("VmRSS:"))
    except (OSError, StopIteration):
        return None
    return int(line.split()[1]) / 1_024


def figures() -> int:
    """Return how many figures are alive."""
    gc.collect()
    return sum(isinstance(thing, Figure) for thing in gc.get_objects())


def move_anywhere(panel: Panel, times: int, seed: int) -> None:
    """Move a panel to settings all over the ranges of its controls."""
    chance = random.Random(seed)
    for _ in range(times):
        values = {}
        for control in panel.model.controls:
            if isinstance(control, Number):
                steps = chance.randint(0, int((control.high - control.low) / control.step))
                values[control.name] = min(control.low + steps * control.step, control.high)
            else:
                values[control.name] = chance.choice(control.probes)
        panel.set(**values)


def growth(model: PanelModel, moves: int) -> tuple[float | None, int]:
    """Return the MB that a process grows by over ``moves`` moves, and the figures added."""
    panel = Panel(model)
    move_anywhere(panel, 200, seed=1)
    count, start = figures(), resident_mb()
    move_anywhere(panel, moves, seed=2)
    added, end = figures() - count, resident_mb()
    return (None if start is None or end is None else end - start), added


def main() -> int:
    """Run the benchmark and print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=60, help="pictures drawn in each way")
    parser.add_argument("--moves", type=int, default=1_000, help="moves for the growth")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a target is missed")
    asked = parser.parse_args()

    models = {
        f"{lesson.name}: {model.name}": model for lesson in all_lessons() for model in lesson.panels
    }
    print("From set to new picture bytes, median ms on the clock and of the processor,")
    print("while each control is dragged:")
    slowest = busiest(models, 12)

    ours, theirs = compare(models[slowest], asked.rounds)
    mine, other = median(ours), median(theirs)
    ratio, own_ratio = other.clock / mine.clock, other.processor / mine.processor
    print(f"\nThe busiest, {slowest}, beside interact with a new inline figure, turn about:")
    for name, middle, times in (("panel.set", mine, ours), ("interact", other, theirs)):
        print(
            f"  {name:<9}  median {middle.clock:6.1f} ms   p95 {_p95(times):6.1f} ms"
            f"   processor {middle.processor:6.1f} ms"
        )
    print(f"  {ratio:.1f} times faster on the clock, {own_ratio:.1f} by the processor", end="")
    print(f" (target: at least {TIMES_FASTER})")

    grown, added = growth(models[slowest], asked.moves)
    size = "cannot be read on this system" if grown is None else f"{grown:.1f} MB"
    print(f"\nOver {asked.moves:,} moves all over its controls:")
    print(f"  growth of the process: {size} (target: under {GROWTH_MB:g} MB)")
    print(f"  figures added: {added}; open in pyplot: {len(plt.get_fignums())}")

    met = ratio >= TIMES_FASTER and (grown or 0) < GROWTH_MB and not added
    return 0 if met or not asked.check else 1


def _p95(times: list[Times]) -> float:
    return statistics.quantiles([one.clock for one in times], n=20)[-1]


if __name__ == "__main__":
    sys.exit(main())
