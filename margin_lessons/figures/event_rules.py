"""The events of a replay in a picture: an upright line a moment, so that none is left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from margin_lessons.figures.marks import Rule
from margin_lessons.replay import Event

At = Callable[[Event], float]
Words = Callable[[Sequence[Event]], str]


def event_rules(
    events: Sequence[Event], at: At, words: Words | None = None, width: float = 1.0
) -> tuple[Rule, ...]:
    """Return a thin line at each moment in which something happened, named above the plot.

    ``at`` says where an event stands on the axis of time. ``words`` names those of one moment;
    without it their numbers in table and sentence do, as in "2-4". A line is called so, too.
    """
    rules = []
    for place, group in groupby(enumerate(events, 1), key=lambda one: at(one[1])):
        numbers, those = zip(*group, strict=True)
        first, last = numbers[0], numbers[-1]
        numbered = str(first) if first == last else f"{first}-{last}"
        label = numbered if words is None else words(those)
        rules.append(Rule(place, ink="full", width=width, label=label, name=f"events {numbered}"))
    return tuple(rules)
