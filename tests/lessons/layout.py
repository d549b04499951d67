"""Where the words of a picture lie: inside the picture, and not on top of each other."""

from __future__ import annotations

from itertools import combinations

from matplotlib.axes import Axes
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from margin_lessons.figures.drawing import Drawing

# Labels may come this near to each other, in pixels, as their boxes are wider than their ink.
TOUCH = 2.0


def words_in(drawing: Drawing) -> list[Text]:
    """Return the texts of a picture that are seen, tick labels within the axes included."""
    figure = drawing.figure
    ticks = {id(text) for ax in figure.axes for text in _tick_texts(ax)}
    seen_ticks = {id(text) for ax in figure.axes for text in _tick_texts(ax, seen=True)}
    return [
        text
        for text in figure.findobj(Text)
        if text.get_visible()
        and text.get_text().strip()
        and (id(text) not in ticks or id(text) in seen_ticks)
        and (text.axes is None or text.axes.get_visible())
    ]


def _tick_texts(ax: Axes, *, seen: bool = False) -> list[Text]:
    found = []
    for axis in (ax.xaxis, ax.yaxis):
        low, high = sorted(axis.get_view_interval())
        slack = (high - low) * 1e-9
        for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks()):
            if seen and not (axis.get_visible() and low - slack <= tick.get_loc() <= high + slack):
                continue
            found += [tick.label1, tick.label2]
    return found


def box_of(text: Text) -> Bbox:
    """Return the pixels a text takes, without the patch of paper behind it."""
    return text.get_window_extent()


def cut_off(drawing: Drawing) -> list[str]:
    """Return the texts that do not lie wholly within the picture."""
    page = drawing.figure.bbox
    return [
        f"“{text.get_text()}” ends at {[round(float(v)) for v in box.extents]}"
        for text in words_in(drawing)
        if (box := box_of(text)) is not None
        and (box.x0 < -0.5 or box.y0 < -0.5 or box.x1 > page.x1 + 0.5 or box.y1 > page.y1 + 0.5)
    ]


def overlaps(drawing: Drawing) -> list[str]:
    """Return the pairs of texts, at least one of them a moving one, that cover each other."""
    moving = {id(artist) for artist in drawing._moving}
    boxes = [(text, box_of(text)) for text in words_in(drawing)]
    found = []
    for (one, first), (other, second) in combinations(boxes, 2):
        if id(one) not in moving and id(other) not in moving:
            continue
        wide = min(first.x1, second.x1) - max(first.x0, second.x0)
        high = min(first.y1, second.y1) - max(first.y0, second.y0)
        if wide > TOUCH and high > TOUCH:
            found.append(f"“{one.get_text()}” and “{other.get_text()}” by {wide:.0f} x {high:.0f}")
    return found
