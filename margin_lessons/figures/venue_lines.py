"""The lines of a venue across a picture of the margin level: fully used, call, liquidation."""

from __future__ import annotations

from margin_lessons import words
from margin_lessons.figures.marks import Rule
from margin_lessons.figures.picture import Scale
from margin_lessons.venue import Venue

LONGEST = 5.0
"""On an axis of more levels than this the lines lie on each other, and only the call is drawn."""


def venue_lines(venue: Venue, levels: Scale) -> tuple[Rule, ...]:
    """Return the levels of a venue as rules with their names, for an axis of margin levels.

    >>> from margin_lessons.venue import KRAKEN_SPOT
    >>> [rule.label for rule in venue_lines(KRAKEN_SPOT, Scale(0, 3))]
    ['fully used 100%', 'margin call 80%', 'liquidation 40%']
    >>> [rule.label for rule in venue_lines(KRAKEN_SPOT, Scale(0, 30))]
    ['margin call 80%']
    """
    lines = [("call", "margin call", venue.call_level)]
    if levels.high - levels.low <= LONGEST:
        lines = [("full", "fully used", venue.full_level), *lines,
                 ("liquidation", "liquidation", venue.liquidation_level)]  # fmt: skip
    return tuple(
        Rule(at, "y", ink=ink, width=1.2, label=f"{name} {words.percent(at, 0)}")
        for ink, name, at in lines
    )


def level_scale(low: float, high: float) -> Scale:
    """Return an axis of margin levels."""
    return Scale(low, high, "margin level", _whole_percent)


def _whole_percent(level: float) -> str:
    return words.percent(level, 0)
