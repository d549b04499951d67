"""What has to be true of a picture, whatever it shows: read off what was painted, in pixels."""

from __future__ import annotations

import math
from itertools import combinations, pairwise
from typing import Any

import numpy as np
from lessons.tokens import Token, known, unknown

from margin_lessons.figures.labels import is_upright
from margin_lessons.figures.marks import Area, Band, ChartBar, Grid, Note, Point
from margin_lessons.figures.painted import Drawn, Label, Painted
from margin_lessons.figures.painter import Painter
from margin_lessons.figures.palette import LIGHT, Palette
from margin_lessons.figures.picture import Viewport
from margin_lessons.figures.plot_layout import height_at
from margin_lessons.panels.controls import Number
from margin_lessons.panels.model import PanelModel
from margin_lessons.scenes.scene import Scene
from margin_lessons.venue import ARTICLE, KRAKEN_SPOT

NARROWEST = 254
"""What JupyterLab leaves for a picture in a window of 390 px: there labels may be left out."""

WIDTHS = (360, 390, 830, 1260, 1800)

SHARED, SLACK = 1.0, 1.5
"""How much of their boxes, wider than their ink, two labels may share; how much nearer another
mark may be; in pixels."""

LEVELS = {
    Token(round(100 * level, 10), "%")
    for venue in (KRAKEN_SPOT, ARTICLE)
    for level in (venue.full_level, venue.call_level, venue.discretion_level,
                  venue.liquidation_level)
}  # fmt: skip
"""A venue's levels are the same in all lessons: a label names them without a row in a table."""

Values = dict[str, Any]


def painter_at(model: PanelModel, width: int, palette: Palette = LIGHT) -> Painter:
    """Return a painter for a panel's pictures in a place so wide."""
    scene = model.shown(model.start)
    picture = model.picture(scene, scene)
    return Painter(Viewport(width, height_at(picture, width)), palette)


def said_wrong(model: PanelModel, values: Values, scene: Scene[Any]) -> list[str]:
    """Return the numbers in title and sentence that are in no fact and no control."""
    said = known(scene.facts, values, model.controls)
    return [
        f"{number} in “{text}” is in no fact and no control"
        for text in (scene.title, scene.sentence)
        for number in unknown(text, said)
    ]


def picture_faults(
    model: PanelModel, values: Values, scene: Scene[Any], painted: Painted
) -> list[str]:
    """Return what is wrong with a picture, painted: its labels, and what it shows of the facts."""
    said = known(scene.facts, values, model.controls) | LEVELS
    return [
        *cut(painted),
        *touching(painted),
        *(f"left out: “{label}”" for label in left_out(painted)),
        *nearer_to_another(painted),
        *in_anothers_bar(painted),
        *facts_drawn(painted, scene),
        *(f"{number} in the label “{label.text}” is in no fact and no control"
          for label in painted.labels if label.mark is not None
          for number in unknown(label.text, said, bare=True)),
    ]  # fmt: skip


def cut(painted: Painted) -> list[str]:
    """Return the labels that do not lie wholly within the picture."""
    wide, high = painted.size
    return [
        f"cut: “{label.text}” at {[round(side) for side in label.box]}"
        for label in painted.labels
        if min(label.box[:2]) < 0 or label.box[2] > wide or label.box[3] > high
    ]


def touching(painted: Painted) -> list[str]:
    """Return the pairs of labels that cover each other."""
    found = []
    for one, other in combinations(painted.labels, 2):
        across = min(one.box[2], other.box[2]) - max(one.box[0], other.box[0])
        up = min(one.box[3], other.box[3]) - max(one.box[1], other.box[1])
        if across > SHARED and up > SHARED:
            found.append(f"touching: “{one.text}” and “{other.text}” by {across:.0f} x {up:.0f}")
    return found


def left_out(painted: Painted) -> list[str]:
    """Return the labels of marks that are seen, for which there was no room."""
    written = {label.mark for label in painted.labels}
    return [one.mark.label for index, one in enumerate(painted.drawn)
            if one.mark.label and one.seen and index not in written]  # fmt: skip


def distance(label: Label, drawn: Drawn) -> float:
    """Return how far a mark's outline is from a label's box, in pixels; 0 inside."""
    if not drawn.seen:
        return math.inf
    points = drawn.points
    if isinstance(drawn.mark, Area | Band | ChartBar | Grid):
        low, high = np.nanmin(points, axis=0), np.nanmax(points, axis=0)
        across = max(low[0] - label.box[2], label.box[0] - high[0], 0)
        up = max(low[1] - label.box[3], label.box[1] - high[1], 0)
        return math.hypot(across, up)
    dense = _dense(points)
    across = np.maximum(np.maximum(label.box[0] - dense[:, 0], dense[:, 0] - label.box[2]), 0)
    up = np.maximum(np.maximum(label.box[1] - dense[:, 1], dense[:, 1] - label.box[3]), 0)
    return float(np.nanmin(np.hypot(across, up), initial=math.inf))


def _dense(points: np.ndarray) -> np.ndarray:
    """Return a line with a point every other pixel; between what is not finite there is none."""
    whole = np.isfinite(points[:-1]).all(axis=1) & np.isfinite(points[1:]).all(axis=1)
    begin = points[:-1][whole]
    ways = points[1:][whole] - begin
    steps = np.clip((np.hypot(*ways.T) / 2).astype(int), 2, 2_000)
    nth = np.arange(steps.sum()) - np.repeat(steps.cumsum() - steps, steps)
    shares = nth / np.repeat(steps - 1, steps)
    between = np.repeat(begin, steps, axis=0) + shares[:, None] * np.repeat(ways, steps, axis=0)
    return np.vstack([points[:1], between])


def nearer_to_another(painted: Painted) -> list[str]:
    """Return the labels that stand nearer to a line or a marker of another mark than to their own.

    A label on a surface (a band, an area, a part of a stack) belongs to what it stands in; one with
    a leader, and one in the rows over upright rules, belongs to where its leader goes.
    """
    found = []
    surfaces = Area | Band | ChartBar | Grid | Note
    for label in painted.labels:
        if label.mark is None or label.leader:
            continue
        own = painted.drawn[label.mark]
        if isinstance(own.mark, Note):
            continue  # words of their own, which belong to no mark
        if isinstance(own.mark, surfaces) and distance(label, own) == 0:
            continue
        if is_upright(own) and own.box.plot.rows:
            continue
        near = distance(label, own)
        for other in painted.drawn:
            if other is own or isinstance(other.mark, surfaces) or other.box is not own.box:
                continue
            if isinstance(own.mark, Point) and not isinstance(other.mark, Point):
                continue  # a marker lies on its curve: words beside it are the marker's
            if distance(label, other) + SLACK < near:
                named = other.mark.name or other.mark.label or type(other.mark).__name__
                found.append(f"nearer to another: “{label.text}” stands nearer to “{named}”")
                break
    return found


def in_anothers_bar(painted: Painted) -> list[str]:
    """Return the labels whose middle lies in a bar, and not in their own: they seem to name it."""
    bars = [one for one in painted.drawn if isinstance(one.mark, ChartBar) and one.seen]
    found = []
    for label in painted.labels:
        own = None if label.mark is None else painted.drawn[label.mark]
        holding = [bar for bar in bars if _holds_the_middle(bar, label)]
        if own is not None and holding and all(bar is not own for bar in holding):
            found.append(f"in another's bar: “{label.text}” stands in “{holding[0].mark.name}”")
    return found


def _holds_the_middle(bar: Drawn, label: Label) -> bool:
    middle = np.array([label.box[:2], label.box[2:]]).mean(axis=0)
    low, high = bar.points.min(axis=0), bar.points.max(axis=0)
    return bool(((low < middle) & (middle < high)).all())


def facts_drawn(painted: Painted, scene: Scene[Any]) -> list[str]:
    """Return the facts that a picture shows otherwise than the table says them."""
    known_facts = {fact.name: fact for fact in scene.facts}
    wrong = []
    for name, value in painted.read_back().items():
        if name not in known_facts or known_facts[name].value is None:
            wrong.append(f"the picture shows “{name}”, which is no fact with a value")
        elif not math.isclose(known_facts[name].value, value, rel_tol=1e-6, abs_tol=1e-9):
            wrong.append(f"the picture shows {value} as “{name}”: {known_facts[name].text}")
    return wrong


def sweep(control: Number, count: int = 9) -> list[float]:
    """Return values of a control from its lowest to its highest, each on a step."""
    steps = round((control.high - control.low) / control.step)
    at = {round(share * steps) for share in np.linspace(0, 1, count)}
    return [control.nearest(control.low + step * control.step) for step in sorted(at)]


def frame_changes(model: PanelModel, control: Number, base: Values) -> int:
    """Return how often the axes change while one control goes over its whole range."""
    start = model.base(base, base)  # the same for every value: a number brings no axes of its own
    frames = []
    for value in sweep(control):
        values = {**base, control.name: value}
        frames.append(model.picture(model.shown(values), start).plots)
    return sum(one != other for one, other in pairwise(frames))


def monotone(model: PanelModel, control: str, values: list[float], base: Values, mark: str,
             along: str = "y", painter: Painter | None = None) -> list[float]:  # fmt: skip
    """Return the pixels (up and right count as more) at which a mark stands along a drag."""
    painter = Painter() if painter is None else painter
    at = []
    for value in values:
        moved = {**base, control: value}
        painted = painter.paint(model.picture(model.shown(moved), model.base(base, moved)))
        drawn = painted.of(mark)
        # The third corner of a bar is the one at the value that it goes to.
        x, y = drawn.points[2 if isinstance(drawn.mark, ChartBar) else -1]
        at.append(float(x) if along == "x" else -float(y))
    return at
