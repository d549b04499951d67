"""The numbers that the text of lesson 10 says, each under the name of what it is."""

from __future__ import annotations

from margin_lessons import words
from margin_lessons.scenes.sample_flights import SampleFlight, sample_state


def numbers() -> dict[str, str]:
    """Return every number of the text, computed."""
    found: dict[str, str] = {}
    for who in SampleFlight:
        state, name = sample_state(who), who.pilot
        debrief = state.debrief
        found |= {
            f"{name}, at the start": words.amount(debrief.mine.start.own, 0),
            f"{name}, at the end": words.amount(debrief.mine.money, 0),
        }
        for at, cost in enumerate(debrief.costs, 1):
            found |= {
                f"{name}, bar of decision {at}": str(cost.decision.bar),
                f"{name}, cost of decision {at}": words.amount(abs(cost.cost), 0),
            }
        for run in debrief.rules:
            found[f"{name}, {run.name}"] = words.amount(run.money, 0)
    return found
