"""No event of a replay is lost: each is in the figure, in the table and in the sentence."""

from __future__ import annotations

import numpy as np
from cases import cases
from hypothesis import given
from hypothesis import strategies as st

from margin_lessons.account import Account, Position
from margin_lessons.figures.event_rules import event_rules
from margin_lessons.market.bars import Bars
from margin_lessons.orders import StopLoss, TrailingStop
from margin_lessons.plan import Cut, Plan, TopUp
from margin_lessons.replay import Timeline, replay
from margin_lessons.scenes.event_words import event_facts, event_sentence, told_events


def random_timeline(seed: int, leverage: float, plan: Plan) -> Timeline:
    """Return an account over 60 wild bars that gap and trade through."""
    rng = np.random.default_rng(seed)
    closes = 20_000 * np.exp(np.cumsum(rng.normal(-0.004, 0.03, 61)))
    opens = closes[:-1] * np.where(rng.random(60) < 0.15, np.exp(rng.normal(0, 0.08, 60)), 1.0)
    ends = closes[1:]
    high = np.maximum(opens, ends) * (1 + abs(rng.normal(0, 0.01, 60)))
    low = np.minimum(opens, ends) * (1 - abs(rng.normal(0, 0.01, 60)))
    bars = Bars.of(zip(opens, high, low, ends, strict=True))
    account = Account(20_000 / leverage, (Position("long", 1, 20_000, leverage),))
    return replay(account, bars, plan, price=20_000)


PLANS = st.builds(
    Plan,
    orders=st.sampled_from(
        [(), (StopLoss(18_000),), (TrailingStop(share=0.05),), (TrailingStop(amount=900),)]
    ),
    answers=st.sampled_from([(), (TopUp(amount=1_000, at_most=3_000),), (Cut(share=0.3),)]),
)


@cases(300)
@given(seed=st.integers(0, 10**6), leverage=st.sampled_from([2, 3, 5, 10]), plan=PLANS)
def test_every_event_is_in_figure_table_and_sentence(
    seed: int, leverage: float, plan: Plan
) -> None:
    timeline = random_timeline(seed, leverage, plan)
    events = told_events(timeline)
    assert len(events) >= len(timeline.events) - 2

    rules = event_rules(events, lambda event: event.bar)
    spans = [[int(n) for n in rule.label.split("-")] for rule in rules]
    covered = [n for ends in spans for n in range(ends[0], ends[-1] + 1)]
    assert covered == list(range(1, len(events) + 1))
    assert [rule.at for rule in rules] == sorted({event.bar for event in events})
    assert [rule.name for rule in rules] == [f"events {rule.label}" for rule in rules]

    facts = event_facts(told_events(timeline), lambda event: f"bar {event.bar}")
    assert len({fact.name for fact in facts}) == len(events)
    for number, (fact, event) in enumerate(zip(facts, events, strict=True), 1):
        assert fact.name == f"{number}. {event.kind.value}"
        assert f"bar {event.bar}" in fact.text
        assert f"({number}) {event.kind.value}" in event_sentence(told_events(timeline))


def test_the_words_of_a_moment_name_all_its_events() -> None:
    timeline = random_timeline(3, 5, Plan())
    rules = event_rules(
        told_events(timeline),
        lambda event: 0.0,
        lambda those: ", ".join(e.kind.value for e in those),
    )
    (rule,) = rules
    assert rule.label == ", ".join(event.kind.value for event in told_events(timeline))


def test_nothing_happening_is_said() -> None:
    calm = replay(
        Account(20_000, (Position("long", 0.1, 20_000, 5),)), Bars.of([(20_000,) * 4] * 3)
    )
    assert event_sentence(told_events(calm)) == "Nothing happens to this account."
