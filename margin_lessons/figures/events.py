"""The events of a replay in a picture, a table and a sentence: none is left out of any of them.

Each event has its number. The picture shows the numbers along the time axis (events too near to
each other to be told apart share a mark, as in "2-4"), table and sentence say what they are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise

from matplotlib.axes import Axes

from margin_lessons.figures import words
from margin_lessons.figures.drawing import Drawing
from margin_lessons.figures.labels import spread
from margin_lessons.figures.readout import Fact
from margin_lessons.replay import Event, Kind, Timeline

MOST_MARKS = 8
MARK_FONT, MARK_PAD = 11.0, 0.25
"""The size of the numbers in points, and the room around them as a share of it."""

MARK_GAP = 3.0
"""The least room between two marks, in pixels."""
_FRAME = frozenset({Kind.START, Kind.END})

TRADED = {
    Kind.ORDER_FILLED: "filled",
    Kind.LIQUIDATION_FILLED: "liquidated",
    Kind.CLOSED: "closed",
    Kind.PART_CLOSED: "a part closed",
    Kind.NEW_POSITION: "opened",
}
"""What a fill is called: a liquidation is not the trader's own order, and is never called so."""


def told(timeline: Timeline) -> tuple[Event, ...]:
    """Return the events that are told: all but the first and last line of the replay itself."""
    return tuple(event for event in timeline.events if event.kind not in _FRAME)


def trade_words(event: Event | None, unit: str = "USD") -> str:
    """Return a fill in words, such as "liquidated at 16,600 USD"; None is no trade."""
    if event is None:
        return "no trade"
    return f"{TRADED[event.kind]} at {words.price(event.price, unit)}"


def event_facts(timeline: Timeline, when: Callable[[Event], str]) -> list[Fact]:
    """Return one fact an event: its number and kind, and when and at which price it happened."""
    return [
        Fact(f"{number}. {event.kind.value}", f"{words.price(event.price)}, {when(event)}")
        for number, event in enumerate(told(timeline), 1)
    ]


def event_sentence(timeline: Timeline) -> str:
    """Return all events in one sentence, numbered as in the picture."""
    events = told(timeline)
    if not events:
        return "Nothing happens to this account."
    parts = [f"({number}) {event.kind.value}" for number, event in enumerate(events, 1)]
    return f"In order: {', '.join(parts)}."


def grouped(at: Sequence[float], most: int, near: float) -> list[tuple[int, int, float]]:
    """Return marks (first number, last number, position) for events at ``at``, in order.

    Events within ``near`` of each other share one mark, and neighbours are merged until there are
    at most ``most`` marks; no event is left out.

    >>> grouped([0, 19, 19, 19.4, 30], most=8, near=1)
    [(1, 1, 0), (2, 4, 19), (5, 5, 30)]
    """
    marks = [(number, number, x) for number, x in enumerate(at, 1)]
    index = 1
    while index < len(marks):
        first, second = marks[index - 1], marks[index]
        if second[2] - first[2] <= near:
            marks[index - 1 : index + 1] = [(first[0], second[1], first[2])]
        else:
            index += 1
    while len(marks) > most:
        gaps = [b[2] - a[2] for a, b in pairwise(marks)]
        index = gaps.index(min(gaps))
        first, second = marks[index], marks[index + 1]
        marks[index : index + 2] = [(first[0], second[1], first[2])]
    return marks


class EventMarks:
    """Numbered marks along the time axis of a drawing."""

    def __init__(self, drawing: Drawing, ax: Axes) -> None:
        self.ax = ax
        self.texts = [
            drawing.label(ax, ha="center", fontsize=MARK_FONT, weight="bold", zorder=7)
            for _ in range(MOST_MARKS)
        ]
        for text in self.texts:
            text.set_bbox(
                {
                    "facecolor": drawing.palette.faint,
                    "edgecolor": drawing.palette.text,
                    "boxstyle": f"round,pad={MARK_PAD}",
                    "linewidth": 0.8,
                }
            )
        self.stems = [drawing.line(ax, drawing.palette.full, 1.0) for _ in self.texts]
        self._width = lru_cache(maxsize=256)(self._measured)

    def update(self, at: Sequence[float]) -> None:
        """Show a mark for every event; ``at`` has their positions on the time axis, in order."""
        low, high = self.ax.get_xlim()
        bottom, top = self.ax.get_ylim()
        near = (high - low) * 0.008
        marks = grouped(list(at), MOST_MARKS, near)
        said = [str(first) if first == last else f"{first}-{last}" for first, last, _ in marks]
        pixel = (high - low) / self.ax.bbox.width
        widths = [pixel * self._width(words_of) for words_of in said]
        places = spread([x for _, _, x in marks], MARK_GAP * pixel, low, high, widths)
        for index, (text, stem) in enumerate(zip(self.texts, self.stems, strict=True)):
            seen = index < len(marks)
            text.set_visible(seen)
            stem.set_visible(seen)
            if seen:
                x = marks[index][2]
                text.set_text(said[index])
                text.set_position((places[index], bottom + (top - bottom) * 0.055))
                stem.set_data([x, x], [bottom, top])

    def _measured(self, words_of: str) -> float:
        """Return how wide a mark with these words is, in pixels, its frame included."""
        text = self.texts[0]
        before = text.get_text()
        text.set_text(words_of)
        ink = text.get_window_extent().width
        text.set_text(before)
        point = self.ax.figure.dpi / 72
        return ink + 2 * MARK_PAD * MARK_FONT * point + point

    def shown(self) -> set[int]:
        """Return the numbers of the events that the marks stand for."""
        numbers: set[int] = set()
        for text in self.texts:
            if text.get_visible():
                ends = [int(part) for part in text.get_text().split("-")]
                numbers |= set(range(ends[0], ends[-1] + 1))
        return numbers
