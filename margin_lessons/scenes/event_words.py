"""The events of a replay in a table and a sentence: none is left out of either.

Each event has its number; the sentence names them in order, the table says when and at which price.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from margin_lessons import words
from margin_lessons.replay import Event, Kind, Timeline
from margin_lessons.scenes.scene import Fact

_FRAME = frozenset({Kind.START, Kind.END})

TRADED = {
    Kind.ORDER_FILLED: "filled",
    Kind.LIQUIDATION_FILLED: "liquidated",
    Kind.CLOSED: "closed",
    Kind.PART_CLOSED: "a part closed",
    Kind.NEW_POSITION: "opened",
}
"""What a fill is called: a liquidation is not the trader's own order, and is never called so."""


def told_events(timeline: Timeline) -> tuple[Event, ...]:
    """Return the events that are told: all but the first and last line of the replay itself."""
    return tuple(event for event in timeline.events if event.kind not in _FRAME)


def trade_words(event: Event | None, unit: str = "USD") -> str:
    """Return a fill in words, such as "liquidated at 16,600 USD"; None is no trade."""
    if event is None:
        return "no trade"
    return f"{TRADED[event.kind]} at {words.price(event.price, unit)}"


def event_facts(
    events: Sequence[Event],
    when: Callable[[Event], str],
    price: Callable[[float], str] = words.price,
) -> list[Fact]:
    """Return one fact an event: its number and kind, and when and at which price it happened."""
    return [
        Fact(f"{number}. {event.kind.value}", f"{price(event.price)}, {when(event)}")
        for number, event in enumerate(events, 1)
    ]


def event_sentence(events: Sequence[Event]) -> str:
    """Return all events in one sentence, numbered as in the table."""
    if not events:
        return "Nothing happens to this account."
    parts = [f"({number}) {event.kind.value}" for number, event in enumerate(events, 1)]
    return f"In order: {', '.join(parts)}."
