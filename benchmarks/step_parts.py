"""Where the processor's time of one step goes in the kernel, part by part.

    python benchmarks/step_parts.py
    python benchmarks/step_parts.py --width 390 ledger

Every panel is dragged as in ``panels.py``. Its parts: the scene of the new values; the picture, its
marks; the ground laid down again; the marks drawn; the labels placed; their words written; the
bytes packed. What is printed is the median of each over the drags, in ms of the processor.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any, NamedTuple

from panels import DRAG, drags

from margin_lessons.figures.painter import Painter
from margin_lessons.figures.picture import Viewport
from margin_lessons.figures.plot_layout import height_at
from margin_lessons.lessons import all_lessons
from margin_lessons.panels.model import PanelModel
from margin_lessons.panels.patches import Patches

WHOLE_MS = 9.0


class Parts(NamedTuple):
    """Milliseconds of the processor of the parts of a step."""

    scene: float
    picture: float
    ground: float
    marks: float
    labels: float
    words: float
    encode: float


def parts_of(model: PanelModel[Any], width: int, rounds: int) -> list[Parts]:
    """Return what the parts of each step cost; the first drag, which fills caches, is left out."""
    start = model.shown(model.start)
    height = height_at(model.picture(start, start), width)
    painter, patches = Painter(Viewport(width, height)), Patches()
    settings = list(drags(model, DRAG))
    settings = (settings * (rounds // len(settings) + 2))[: rounds + DRAG]
    return [_step(model, painter, patches, values) for values in settings][DRAG:]


def _step(
    model: PanelModel[Any], painter: Painter, patches: Patches, values: dict[str, Any]
) -> Parts:
    base = model.base(model.start, values)
    times: list[float] = []

    def timed(act: Callable[[], Any]) -> Any:
        begin = time.process_time()
        found = act()
        times.append(1_000 * (time.process_time() - begin))
        return found

    scene = timed(lambda: model.shown(values))
    picture = timed(lambda: model.picture(scene, base))
    boxes = timed(lambda: painter.lay_ground(picture.plots))
    drawn = timed(lambda: painter.draw_marks(picture, boxes))
    labels = timed(lambda: painter.place_labels(drawn, boxes))
    timed(lambda: painter.write(labels))
    timed(lambda: patches.sent(painter.pen.pixels.copy()))
    return Parts(*times)


def main() -> int:
    """Run the benchmark and print what was measured."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("panel", nargs="*", help="part of the name of a panel; all without it")
    parser.add_argument("--rounds", type=int, default=48, help="steps of each panel")
    parser.add_argument("--width", type=int, default=830, help="pixels of the picture's place")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a target is missed")
    asked = parser.parse_args()

    print(f"{'':<30}" + "".join(f"{part:>9}" for part in (*Parts._fields, "whole")))
    most = 0.0
    for lesson in all_lessons():
        for model in lesson.panels:
            name = f"{lesson.name[:2]} {model.name}"
            if asked.panel and not any(part in name for part in asked.panel):
                continue
            steps = parts_of(model, asked.width, asked.rounds)
            columns = [statistics.median(column) for column in zip(*steps, strict=True)]
            whole = statistics.median(sum(step) for step in steps)
            print(f"{name:<30}" + "".join(f"{one:9.2f}" for one in (*columns, whole)))
            most = max(most, whole)
    print(f"\nThe most of all: {most:.1f} ms (at most {WHOLE_MS:g}).")
    return 0 if most <= WHOLE_MS or not asked.check else 1


if __name__ == "__main__":
    sys.exit(main())
