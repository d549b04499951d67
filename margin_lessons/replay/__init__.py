"""One account over price bars: call, answer, trigger, fill, debt, as a timeline of events.

``engine`` has the replay, ``rules`` how it fills, ``events`` and ``timeline`` what comes out,
``ledger`` who holds what; ``path`` is what happens inside a bar, ``swing`` what a trailing stop may
have met there, and ``search`` how the next bar is found.
"""

from margin_lessons.replay.account_replay import replay
from margin_lessons.replay.contract_replay import replay_contract
from margin_lessons.replay.contract_timeline import ContractTimeline
from margin_lessons.replay.event_log import Best, EventLog, Worst
from margin_lessons.replay.events import FILLS, Event, Kind
from margin_lessons.replay.ledger import Ledger, Party
from margin_lessons.replay.rules import Charges, Rules
from margin_lessons.replay.timeline import Timeline

__all__ = [
    "FILLS",
    "Best",
    "Charges",
    "ContractTimeline",
    "Event",
    "EventLog",
    "Kind",
    "Ledger",
    "Party",
    "Rules",
    "Timeline",
    "Worst",
    "replay",
    "replay_contract",
]
