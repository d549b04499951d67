"""One account, or one contract, over price bars: call, answer, trigger, fill, debt, as events.

``account_replay`` and ``contract_replay`` are the two doors. ``engine`` goes over the bars with
what is ``held``: an account (``state``) or a contract (``contract_state``), each with a ``run`` of
its own. ``rules`` says how it fills, ``events`` and ``event_log`` what comes out, ``timeline`` and
``contract_timeline`` with the equity at each bar, ``ledger`` who holds what. ``path`` is what
happens inside a bar, ``swing`` what a trailing stop may have met there, ``search`` how the next bar
is found, and ``funding_due`` when funding is paid.
"""

from margin_lessons.replay.account_replay import replay
from margin_lessons.replay.contract_replay import replay_contract
from margin_lessons.replay.contract_timeline import ContractTimeline
from margin_lessons.replay.event_log import Best, EventLog, Worst
from margin_lessons.replay.events import FILLS, Event, Kind
from margin_lessons.replay.ledger import Ledger, Party
from margin_lessons.replay.live import StillWaiting
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
    "StillWaiting",
    "Timeline",
    "Worst",
    "replay",
    "replay_contract",
]
