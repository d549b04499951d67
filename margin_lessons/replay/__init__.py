"""One account over price bars: call, answer, trigger, fill, debt, as a timeline of events.

``engine`` has the replay, ``rules`` how it fills, ``events`` and ``timeline`` what comes out,
``ledger`` who holds what; ``path`` is what happens inside a bar and ``search`` how the next one is
found.
"""

from margin_lessons.replay.engine import replay
from margin_lessons.replay.events import FILLS, Event, Kind
from margin_lessons.replay.ledger import Ledger, Party
from margin_lessons.replay.rules import Charges, Rules
from margin_lessons.replay.timeline import Timeline, Worst

__all__ = [
    "FILLS",
    "Charges",
    "Event",
    "Kind",
    "Ledger",
    "Party",
    "Rules",
    "Timeline",
    "Worst",
    "replay",
]
