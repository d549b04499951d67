"""Lesson 07: the panels say what the sampler counts, the missions have one answer, none is zero."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from lessons.course import panel_of
from matplotlib.text import Text

from margin_lessons.errors import BadInput
from margin_lessons.figures import risk_curves, risk_map, risk_words
from margin_lessons.figures.risk_curves_drawing import CurvesDrawing
from margin_lessons.lessons import open_lesson
from margin_lessons.lessons.size_and_buffer_numbers import FLASH_CRASHES
from margin_lessons.risk import (
    EVENTS,
    PRESETS,
    Chance,
    Situation,
    largest_position,
    risk_of,
)

ROOT = Path(__file__).resolve().parents[2]
LESSON = open_lesson("07_size_buffer_and_leverage")
CURVES, MAP = (panel_of(LESSON, name) for name in ("risk curves", "risk map"))


@pytest.mark.parametrize("market", PRESETS)
@pytest.mark.parametrize("side", ["long", "short"])
def test_kept_paths_count_what_a_fresh_sample_counts(market: str, side: str) -> None:
    state = risk_curves.risk_state(2.5, market, 60, 1_500, side=side)
    alone = risk_of(state.situation)
    for event in EVENTS:
        assert getattr(state.risk, event) == getattr(alone, event)


def test_the_map_and_the_curves_agree_where_they_meet() -> None:
    curves = risk_curves.risk_state(2, "2020")
    on_map = risk_map.map_state(curves.situation.size, curves.situation.buffer)
    assert curves.situation == on_map.situation
    for event in EVENTS:
        assert getattr(curves.risk, event) == getattr(on_map.risk, event)


def test_the_size_is_held_against_the_money_of_the_story() -> None:
    for size, used, buffer in ((2, 2_000, 3_000), (3, 3_000, 2_000), (5, 5_000, 0)):
        situation = risk_curves.risk_state(size).situation
        assert situation.size == pytest.approx(5_000 * size)
        assert situation.buffer == pytest.approx(buffer)
        assert situation.money - situation.buffer == pytest.approx(used)


def test_none_seen_is_a_bound_everywhere() -> None:
    state = risk_curves.risk_state(5, "calm month")
    assert state.risk.debt.count == 0
    fact = risk_curves.readout(state).fact("chance of a debt")
    assert fact.text == "below 0.015% (0 of 20,000)"
    assert fact.value == Chance(0, 20_000).interval[1] > 0
    drawing = CurvesDrawing()
    drawing.png(state)
    assert drawing.read_back()["chance of a debt"] == fact.value
    assert "below 0.015%" in [text.get_text() for text in drawing.values]


@pytest.mark.parametrize(("market", "size"), [("2020", 2), ("2020", 0.1), ("broken peg", 3)])
def test_every_displayed_chance_carries_its_margin(market: str, size: float) -> None:
    state = risk_curves.risk_state(size, market, 365)
    facts = {fact.name: fact.text for fact in risk_words.chance_facts(state.risk)}
    for event in EVENTS:
        text = facts[f"chance of a {event}"]
        assert "±" in text or " to " in text or text.startswith(("below ", "above ")), text
        assert text not in ("0.0%", "100.0%")


def test_the_titles_name_the_market() -> None:
    assert risk_curves.readout(risk_curves.risk_state(2, "2020")).title == (
        "10,000 USD long, like March 2020: 5.8% ± 0.3% liquidated in 30 days"
    )
    assert risk_map.readout(risk_map.map_state(10_000, 3_000, "debt")).title == (
        "Size 10,000, buffer 3,000 USD, like March 2020: 0.8% ± 0.1% in debt"
    )
    wilder = risk_curves.readout(risk_curves.risk_state(2, "2020", volatility=150))
    assert "a changed market" in wilder.title
    assert wilder.fact("market").text == "like March 2020, changed"


def test_one_account_was_and_several_were_liquidated() -> None:
    calm = risk_curves.risk_state(2, "calm month")
    for count, words in ((1, "1 was liquidated"), (7, "7 were liquidated")):
        risk = replace(calm.risk, liquidation=Chance(count, 20_000))
        assert words in risk_words.sentence(risk, calm.situation)
    assert risk_words.sentence(calm.risk, calm.situation).endswith(
        "“None seen” does not mean “never”, only that the chance is below 0.015%."
    )


def test_each_flash_crash_is_told_by_its_own_fall() -> None:
    """75.0 to 26.0 and 1,724.6 to 700; their mean in logs is the model's."""
    said = LESSON.numbers
    assert (said["flash crash of 2017"], said["flash crash of 2021"]) == ("65%", "59%")
    logs = [np.log(low / start) for start, low in FLASH_CRASHES.values()]
    assert np.mean(logs) == pytest.approx(PRESETS["flash crash"].model.jumps.mean, abs=0.005)


def test_the_bound_of_none_seen_is_seen_through_one_time_in_twenty() -> None:
    none_seen = (1 - 3 / 20_000) ** 20_000
    assert none_seen == pytest.approx(0.05, abs=0.001)
    assert Chance(0, 20_000).interval[1] == pytest.approx(3 / 20_000, rel=0.01)


def test_the_titles_and_labels_carry_the_margin_of_a_chance() -> None:
    for market in PRESETS:
        for size in (0.1, 1, 2, 5):
            for days in (1, 30, 365):
                state = risk_curves.risk_state(size, market, days)
                drawing = CurvesDrawing()
                drawing.png(state)
                labels = [text.get_text() for text in drawing.figure.findobj(Text)]
                for key in EVENTS:
                    chance = getattr(state.risk, key)
                    assert any(risk_words.shown(chance) in label for label in labels)
                title = risk_curves.readout(state).title
                liquidation = state.risk.liquidation
                uncertain = 0 < liquidation.count < liquidation.accounts
                assert ("±" in title or "% to " in title) is uncertain, title


def test_the_approximation_of_the_fees_is_said_beside_the_chances() -> None:
    def said(days: float, fees: str) -> list[str]:
        facts = risk_curves.readout(risk_curves.risk_state(2, "2020", days, fees=fees)).facts
        return [fact.text for fact in facts if fact.name == "more error from fees"]

    assert said(365, "with") == ["up to 2.4 points"]
    assert said(30, "with") == ["up to 0.2 points"]
    assert said(365, "without") == []


def test_two_times_is_liquidated_at_times_and_a_buffer_does_more_than_delay() -> None:
    thin = risk_curves.risk_state(2, "2020", 365, 0, fees="without").risk.liquidation
    thick = risk_curves.risk_state(2, "2020", 365, 5_000, fees="without").risk.liquidation
    assert thin.interval[0] > 0.5
    assert thick.surely_below(0.02)
    month = risk_curves.risk_state(2, "2020").risk.liquidation
    assert month.interval[0] > 0.05


def test_a_calm_year_is_more_than_twelve_calm_months() -> None:
    month, year = (
        risk_curves.risk_state(2, "calm month", days).risk.liquidation for days in (30, 365)
    )
    assert year.interval[0] > 100 * month.interval[1]


def test_a_low_setting_is_liquidated_more_and_indebted_less() -> None:
    low, high = (
        risk_of(Situation(10_000, 5_000 - 10_000 / setting, setting, PRESETS["2020"].model))
        for setting in (2, 10)
    )
    assert low.liquidation.interval[0] > high.liquidation.interval[1]
    assert low.debt.interval[1] < high.debt.interval[0]


def test_the_mission_of_the_curves_has_one_answer() -> None:
    tries = {
        k / 10: CURVES.compute(**{**CURVES.start, "days": 365, "size": k / 10})
        for k in range(1, 51)
    }
    (answer,) = [size for size, state in tries.items() if CURVES.mission.done(state)]
    bare = Situation(1.0, 0.0, 5, PRESETS["calm month"].model, 365)
    assert largest_position(bare, 5_000, steps=50).size == pytest.approx(5_000 * answer)


@pytest.mark.parametrize("other", [{"fees": "without"}, {"side": "short"}, {"jumps": 1}])
def test_the_mission_is_about_one_market_only(other: dict) -> None:
    state = CURVES.compute(**{**CURVES.start, "days": 365, **other})
    at_best = CURVES.compute(**{**CURVES.start, "days": 365, **other, "size": state.largest})
    assert not CURVES.mission.done(at_best)


def test_the_mission_of_the_map_has_one_answer() -> None:
    tries = [MAP.compute(**{**MAP.start, "size": 1_000 * k}) for k in range(1, 25)]
    (answer,) = [state for state in tries if MAP.mission.done(state)]
    assert answer.chance.surely_below(0.01)
    after = tries[round(answer.situation.size / 1_000)]
    assert not after.chance.surely_below(0.01)


def test_the_line_parts_the_map_at_one_in_a_hundred() -> None:
    state = risk_map.map_state(10_000, 3_000)
    shares = state.map.values("liquidation")
    per_dollar = risk_map.BUFFERS[:, None] / risk_map.SIZES[None, :]
    assert (shares[per_dollar > 1.02 * state.needed] < 0.01).all()
    assert (shares[per_dollar < 0.98 * state.needed] > 0.01).all()


def test_moving_size_or_buffer_draws_no_new_paths() -> None:
    risk_curves.paths_for.cache_clear()
    for size in np.linspace(0.5, 5, 10):
        risk_curves.risk_state(size, "small coin", 90, 500 * round(size))
    assert risk_curves.paths_for.cache_info().misses == 1


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: risk_curves.risk_state(6), "size 6 is above 5"),
        (lambda: risk_curves.risk_state(2, "a storm"), "market 'a storm' is not one of"),
        (lambda: risk_curves.risk_state(2, days=-1), "days -1 is below 0"),
        (lambda: risk_curves.risk_state(2, buffer=-1), "buffer -1 is below 0"),
        (lambda: risk_curves.risk_state(2, volatility=-5), "volatility -5 is below 50"),
        (lambda: risk_curves.risk_state(2, jumps=-1), "jumps -1 is below 0"),
        (lambda: risk_map.map_state(0, 0), "size 0 is below 1,?000"),
        (lambda: risk_map.map_state(1_000, 0, "ruin"), "event 'ruin' is not one of"),
    ],
)
def test_bad_input_is_one_sentence(call, words: str) -> None:
    with pytest.raises(BadInput, match=words) as caught:
        call()
    assert "\n" not in str(caught.value)
