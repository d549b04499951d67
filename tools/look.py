"""Look at a panel's pictures without a browser: paint them, and say what is wrong with them.

    python tools/look.py 02 gauge --out shots [--dark] [--free 5]

paints each scenario, both ends of each control and some free play at 390, 830 and 1,260 pixels, and
prints labels that are cut, touch or stand at another's mark, and frames that change too often.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from lessons.seen import frame_changes, painter_at, picture_faults, said_wrong  # noqa: E402
from lessons.stops import scenarios, stops  # noqa: E402

from margin_lessons.figures.painted import Painted  # noqa: E402
from margin_lessons.figures.palette import DARK, LIGHT  # noqa: E402
from margin_lessons.lessons import open_lesson  # noqa: E402
from margin_lessons.lessons.lesson import MODULES  # noqa: E402
from margin_lessons.panels.controls import Number  # noqa: E402

WIDTHS = (390, 830, 1260)


def main() -> None:
    """Paint and check the panels that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("lesson", help="the number of a lesson, such as 02")
    parser.add_argument("panel", nargs="?", help="a panel's name; all of the lesson's without it")
    parser.add_argument("--out", type=Path, help="a folder for the pictures")
    parser.add_argument("--dark", action="store_true", help="in the dark palette")
    parser.add_argument("--free", type=int, default=6, help="how many settings of free play")
    chosen = parser.parse_args()
    (name,) = (one for one in MODULES if one.startswith(chosen.lesson))
    for model in open_lesson(name).panels:
        if chosen.panel in (None, model.name):
            look(model, chosen)


def look(model, chosen: argparse.Namespace) -> None:
    found: dict[str, str] = {}
    every = stops(model, chosen.free)
    for width in WIDTHS:
        painter = painter_at(model, width, DARK if chosen.dark else LIGHT)
        for number, (where, values, base) in enumerate(every):
            scene = model.shown(values)
            painted = painter.paint(model.picture(scene, model.base(base, values)))
            wrong = said_wrong(model, values, scene)
            for fault in [*wrong, *picture_faults(model, values, scene, painted)]:
                found.setdefault(f"{width} px, {fault}", where)
            if chosen.out:
                save(painted, chosen.out, f"{model.name} {width} {number:02d} {where}")
    for where, values in scenarios(model):
        for control in model.controls:
            if isinstance(control, Number):
                changes = frame_changes(model, control, values)
                if changes > 1:
                    found[f"the frame changes {changes} times along {control.name}"] = where
    print(f"{model.name}: {len(every)} stops, {len(found)} faults")
    for fault, where in found.items():
        print(f"  {fault}   (at {where})")


def save(painted: Painted, out: Path, name: str) -> None:
    out.mkdir(parents=True, exist_ok=True)
    stem = re.sub(r"[^\w=.-]+", "_", name)[:80]
    (out / f"{stem}.png").write_bytes(painted.png)


if __name__ == "__main__":
    main()
