"""The numbers that the text of lesson 10 says, each under the name of what it is."""

from __future__ import annotations

from margin_lessons import words
from margin_lessons.flight import Debrief, StandingRule
from margin_lessons.flight.hidden_path import START_PRICE
from margin_lessons.lessons.flight_simulator_tasks import ADDED, COINS, ENTRY, OWN, liquidated_at
from margin_lessons.replay import Kind
from margin_lessons.scenes.sample_flights import SampleFlight, sample_state


def numbers() -> dict[str, str]:
    """Return every number of the text, computed."""
    mara = sample_state(SampleFlight.MARA).debrief
    return {**_story(mara), **_decisions(mara), **_kept(mara), **_exercise()}


def _story(mara: Debrief) -> dict[str, str]:
    start = mara.mine.start
    sale = mara.mine.timeline.the_first(Kind.LIQUIDATION_FILLED)
    closes = mara.bars.close.tolist()
    stop = mara.rules[-1].timeline.the_first(Kind.ORDER_TRIGGERED)
    assert mara.log.plan is not None
    return {
        "Mara's money": words.amount(start.own),
        "Mara owes": words.amount(-mara.mine.money, 0),
        "Mara's position": words.amount(start.volume * START_PRICE),
        "price at the start": words.amount(START_PRICE),
        "Mara's stop": words.amount(stop.trigger or 0.0),
        "bars over when she was sold": str(sale.bar + 1),
        "price then": f"{closes[sale.bar]:.2f}",
        "sold at": f"{sale.price:.2f}",
        "two bars after her sale": f"{closes[sale.bar + 2]:.2f}",
        "before the fall": f"{closes[stop.bar - 1]:.2f}",
        "after its first bar": f"{closes[stop.bar]:.2f}",
        "after its second bar": f"{closes[stop.bar + 1]:.2f}",
    }


def _decisions(mara: Debrief) -> dict[str, str]:
    first, second, third = (cost.decision for cost in mara.costs)
    closes = mara.bars.close.tolist()
    return {
        "bars over at the first decision": str(first.bar),
        "bars over at the second decision": str(second.bar),
        "price at the second decision": f"{closes[second.bar - 1]:.2f}",
        "bars over at the third decision": str(third.bar),
        "price at the third decision": f"{closes[third.bar - 1]:.2f}",
        "Mara added": words.amount(third.added),
    }


def _kept(mara: Debrief) -> dict[str, str]:
    plan = mara.rule(StandingRule.PLAN)
    assert plan is not None
    return {
        "Mara, with her plan": words.amount(plan.money, 0),
        "Mara, with what she did": words.amount(mara.mine.money, 0),
        "Mara, what taking back cost": words.amount(mara.costs[1].cost, 0),
        "Mara, had she done nothing": words.amount(mara.rules[0].money, 0),
        "Mara, what adding cost": words.amount(mara.costs[2].cost, 0),
        "Mara, what all cost": words.amount(mara.together, 0),
    }


def _exercise() -> dict[str, str]:
    left = OWN + ADDED - COINS * (ENTRY - liquidated_at(OWN + ADDED))
    return {
        "exercise, own money": words.amount(OWN),
        "exercise, added": words.amount(ADDED),
        "exercise, coins": words.amount(COINS),
        "exercise, entry": words.amount(ENTRY),
        "exercise, left at the sale": words.amount(left),
    }
