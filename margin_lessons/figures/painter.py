"""The painter: a picture, a place and a palette become pixels.

Axes, ticks and their words are drawn once for each frame and kept; a move of a control lays that
ground down again and draws only the marks. Nothing is kept of the marks of the picture before.
"""

from __future__ import annotations

import zlib
from functools import lru_cache, partial
from math import isfinite

import numpy as np
from matplotlib.colors import to_rgba

from margin_lessons.figures.ground import draw_ground, head_left
from margin_lessons.figures.labelling import crowded, placed_labels, uncrowded
from margin_lessons.figures.labels import fitting, is_upright, over_rules
from margin_lessons.figures.marks import Grid, Point, Rule
from margin_lessons.figures.painted import Drawn, Label, Painted
from margin_lessons.figures.palette import LIGHT, Palette
from margin_lessons.figures.pen import ASCENT, DESCENT, Box, Pen
from margin_lessons.figures.picture import Guess, Picture, Plot, Viewport
from margin_lessons.figures.plot_layout import PlotBox, boxes, broken_to_fit
from margin_lessons.figures.scenery import Scenery
from margin_lessons.figures.strokes import ORDER, color_of, draw, ink_of
from margin_lessons.figures.wanted import wanted

SAMPLE = 30
"""The pixels before a guess's words in which a piece of its line says which line it is."""
FRAMES_KEPT = 16
"""Grounds are kept, packed, for a learner who goes back and forth."""


class Painter:
    """Paints pictures for one place in one palette."""

    def __init__(self, where: Viewport | None = None, palette: Palette = LIGHT) -> None:
        where = Viewport() if where is None else where
        self.where, self.palette = where, palette
        self.pen = Pen(where)
        self._laid = b""
        # Not a method: a painter that nobody needs any more is freed at once.
        drawn = partial(_drawn_ground, self.pen, where, palette)
        self._ground = lru_cache(maxsize=FRAMES_KEPT)(drawn)

    def paint(self, picture: Picture, guess: Guess | None = None) -> Painted:
        """Return a picture, painted; a guess is drawn as a line, its words at the head."""
        found = self.lay_ground(picture.plots)
        drawn = self.draw_marks(picture, found)
        labels = self.place_labels(drawn, found, guess)
        self._lay_plates(labels, drawn)
        self.write(labels)
        size = float(self.where.width), float(self.where.height)
        return Painted(self.pen.pixels.copy(), size, self.palette, found, drawn, tuple(labels))

    def lay_ground(self, plots: tuple[Plot, ...]) -> tuple[PlotBox, ...]:
        found, packed = self._ground(plots)
        if packed is not self._laid:
            self._laid = packed
            whole = np.frombuffer(zlib.decompress(packed), np.uint8)
            self._under = whole.reshape(self.pen.pixels.shape)
        self.pen.pixels[:] = self._under
        return found

    def draw_marks(self, picture: Picture, found: tuple[PlotBox, ...]) -> tuple[Drawn, ...]:
        points = {}
        ranked = sorted(enumerate(picture.marks), key=lambda one: ORDER.index(type(one[1])))
        for index, mark in ranked:
            points[index] = draw(mark, self.pen, found[mark.plot], self.palette)
        return tuple(
            Drawn(mark, points[index], found[mark.plot], _seen(points[index], found[mark.plot]))
            for index, mark in enumerate(picture.marks)
        )

    def place_labels(
        self, drawn: tuple[Drawn, ...], found: tuple[PlotBox, ...], guess: Guess | None = None
    ) -> list[Label]:
        fixed: list[Label] = []
        kept_clear = drawn
        if guess is not None:
            words, line = self._guess(guess, found[guess.plot])
            fixed, kept_clear = [words], (*drawn, *line)
        for box in found:
            fixed += self._over(drawn, box)
        named = {label.mark for label in fixed}
        scenery, placed = Scenery(kept_clear), fixed
        for box in found:
            free = [(index, one) for index, one in enumerate(drawn)
                    if one.box is box and one.mark.label and one.seen
                    and index not in named]  # fmt: skip
            if free:
                placed = placed + self._placed(free, scenery, box, placed)
        return placed

    def _placed(
        self, free: list[tuple[int, Drawn]], scenery: Scenery, box: PlotBox, before: list[Label]
    ) -> list[Label]:
        """Return the labels that choose their place, within their own plot and clear of all."""
        letters = self.where.letters
        right = min(box.right + 0.8 * letters, self.where.width - 1.0)
        bounds = (box.left + 2, box.top, right, box.bottom - 1)
        whole = (0.0, 0.0, float(self.where.width), float(self.where.height))
        taken = [label.box for label in before]
        room = dict.fromkeys((index for index, _ in free), right - bounds[0])
        labels = self._within(free, room, scenery, bounds, taken)
        tight = crowded(labels, whole, taken)
        if not tight:
            return labels
        # In two lines there may be room.
        room |= {one.mark: 0.0 for one in tight if one.mark is not None}
        return uncrowded(self._within(free, room, scenery, bounds, taken), whole, taken)

    def _within(
        self, free: list[tuple[int, Drawn]], room: dict[int, float], scenery: Scenery,
        bounds: Box, taken: list[Box],
    ) -> list[Label]:  # fmt: skip
        found = []
        for index, one in free:
            lines = broken_to_fit(one.mark.label, room[index], self.pen.width_of)
            wide = max(self.pen.width_of(line) for line in lines)
            high = len(lines) * self.where.letters * (ASCENT + DESCENT)
            found.append(wanted(one, index, lines, wide, high))
        return placed_labels(found, scenery, bounds, taken)

    def _over(self, drawn: tuple[Drawn, ...], box: PlotBox) -> list[Label]:
        """Return the labels over the upright rules of a plot that has rows for them."""
        rules = [
            index
            for index, one in enumerate(drawn)
            if one.box is box and one.seen and one.mark.label and is_upright(one)
        ]
        if not rules or not box.plot.rows:
            return []
        size, row_height = self.where.letters, 1.45 * self.where.letters
        ends = (max(box.left - 2 * size, 0.0), min(box.right + size, self.where.width - 1.0))
        sizes = [self.pen.width_of(drawn[index].mark.label) for index in rules]
        those = fitting([drawn[index] for index in rules], sizes, box.plot.rows, ends)
        rules, sizes = [rules[one] for one in those], [sizes[one] for one in those]
        spots = over_rules([drawn[index] for index in rules], sizes, box.plot.rows, ends)
        labels = []
        for index, wide, (x, row) in zip(rules, sizes, spots, strict=True):
            mark, low = drawn[index].mark, box.top - 0.25 * size - row * row_height
            at = float(drawn[index].points[0, 0])
            leader = ((at, box.top), (min(max(at, x - wide / 2), x + wide / 2), low))
            around = (x - wide / 2, low - size * (ASCENT + DESCENT), x + wide / 2, low)
            labels.append(Label(mark.label, around, mark.ink, index, leader))
        return labels

    def _guess(self, guess: Guess, box: PlotBox) -> tuple[Label, tuple[Drawn, ...]]:
        """Draw a guess; return its words at the right of the plot's head, and its line, if any.

        Where the name of the axis leaves them no room there, they stand below it, on paper.
        """
        size, ink = self.where.letters, ink_of(self.palette, "prediction")
        scale = box.plot.x if guess.along == "x" else box.plot.y
        text = guess.text
        line: tuple[Drawn, ...] = ()
        if scale.holds(guess.value):
            x, y = float(box.px(guess.value)), float(box.py(guess.value))
            across = [[x, box.bottom], [x, box.top]]
            level = [[box.left, y], [box.right, y]]
            points = np.array(across if guess.along == "x" else level)
            self.pen.stroke(points, to_rgba(ink.color), 2.0, ink)
            line = (Drawn(Rule(guess.value, guess.along, ink="prediction"), points, box),)
        else:
            text += " (off this chart)"
        right, wide = box.right, self.pen.width_of(text)
        named = head_left(box, size) + self.pen.width_of(box.plot.y.label)
        beside = named + size < right - wide - SAMPLE
        base = (box.head if beside else box.top + 0.2 * size) + size
        around = (right - wide, base - ASCENT * size, right, base + DESCENT * size)
        if not beside:
            plate = around[0] - SAMPLE - 4, around[1] - 1, right, around[3] + 1
            self.pen.block(plate, to_rgba(self.palette.paper))
        sample = np.array([[right - wide - SAMPLE, base - 0.38 * size]] * 2)
        sample[1, 0] += SAMPLE - 6
        self.pen.stroke(sample, to_rgba(ink.color), 2.0, ink)
        return Label(text, around, "prediction", None), line

    def _lay_plates(self, labels: list[Label], drawn: tuple[Drawn, ...]) -> None:
        """Lay paper under the words of a marker on a map: no ink can be read on all its colours."""
        maps = [one.box for one in drawn if isinstance(one.mark, Grid)]
        for label in labels:
            one = None if label.mark is None else drawn[label.mark]
            if one and isinstance(one.mark, Point) and one.box in maps:
                left, top, right, bottom = label.box
                plate = left - 2, top - 1, right + 2, bottom + 1
                self.pen.block(plate, to_rgba(self.palette.paper))

    def write(self, labels: list[Label]) -> None:
        """Write the words of labels, with the lines to their marks."""
        size = self.where.letters
        for label in labels:
            if label.leader:
                line = np.array(label.leader)
                self.pen.stroke(line, color_of(self.palette, label.ink), 1.0)
            base, lines = label.box[3] - DESCENT * size, label.lines or (label.text,)
            for up, words in enumerate(reversed(lines)):
                on = base - up * size * (ASCENT + DESCENT)
                self.pen.write(words, label.box[0], on, color_of(self.palette, label.ink))


def _drawn_ground(
    pen: Pen, where: Viewport, palette: Palette, plots: tuple[Plot, ...]
) -> tuple[tuple[PlotBox, ...], bytes]:
    found = boxes(plots, where, pen.width_of)
    draw_ground(pen, found, palette)
    return found, zlib.compress(pen.pixels.tobytes(), 1)


def _seen(points: np.ndarray, box: PlotBox) -> bool:
    """Return whether any of a mark lies within its plot."""
    finite = [(x, y) for x, y in points.tolist() if isfinite(x) and isfinite(y)]
    if not finite:
        return False
    across, up = zip(*finite, strict=True)
    beside = max(across) < box.left - 1 or min(across) > box.right + 1
    return not beside and max(up) >= box.top - 1 and min(up) <= box.bottom + 1
