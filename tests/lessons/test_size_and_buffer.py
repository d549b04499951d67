"""Lesson 07: the panels say what the sampler counts, the missions have one answer, none is zero."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from lessons.course import panel_of

from margin_lessons.errors import BadInput
from margin_lessons.figures.painted import Painted
from margin_lessons.figures.painter import Painter
from margin_lessons.lessons import open_lesson
from margin_lessons.lessons.size_and_buffer_numbers import FLASH_CRASHES
from margin_lessons.risk import (
    EVENTS,
    PRESETS,
    Chance,
    Situation,
    largest_below_chance,
    risk_of,
)
from margin_lessons.scenes import risk_curves, risk_map, risk_words
from margin_lessons.venue import ShortMargin

ROOT = Path(__file__).resolve().parents[2]
LESSON = open_lesson("07_size_buffer_and_leverage")
CURVES, MAP = (panel_of(LESSON, name) for name in ("risk curves", "risk map"))


def painted_at(scene, model) -> Painted:
    """Return a scene's picture, painted."""
    return Painter().paint(model.picture(scene, scene))


@pytest.mark.parametrize("market", PRESETS)
@pytest.mark.parametrize("side", ["long", "short"])
def test_kept_paths_count_what_a_fresh_sample_counts(market: str, side: str) -> None:
    state = risk_curves.risk_state(2.5, market, 60, 1_500, side=side)
    alone = risk_of(state.situation)
    for event in EVENTS:
        assert getattr(state.risk, event) == getattr(alone, event)


def test_the_map_and_the_curves_agree_where_they_meet() -> None:
    curves = risk_curves.risk_state(2, "crash year")
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
    state = risk_curves.risk_state(1.0, "ordinary year")
    assert state.risk.debt.count == 0
    assert not state.risk.debt.never
    fact = risk_curves.scene(state).fact("chance of a debt")
    assert fact.text == "below 0.015% (0 of 20,000)"
    assert fact.value == Chance(0, 20_000).interval[1] > 0
    painted = painted_at(risk_curves.scene(state), CURVES)
    assert painted.read_back()["chance of a debt"] == pytest.approx(fact.value)
    assert painted.of("chance of a debt").mark.shape == "v"
    assert any(label.text.endswith("debt: below 0.015%") for label in painted.labels)


def test_what_the_model_has_no_way_to_is_said_otherwise_and_has_no_mark() -> None:
    state = risk_curves.risk_state(5, "calm month")
    scene = risk_curves.scene(state)
    fact = scene.fact("chance of a debt")
    assert (fact.text, fact.value) == ("impossible in this model", None)
    assert scene.sentence.endswith("This model has no way to a debt here: no price jumps in it.")
    assert "None seen" not in scene.sentence
    painted = painted_at(scene, CURVES)
    assert "chance of a debt" not in painted.read_back()
    assert "debt: impossible" in {label.text for label in painted.labels}


@pytest.mark.parametrize(
    ("market", "size"), [("crash year", 2), ("crash year", 0.1), ("broken peg", 3)]
)
def test_every_displayed_chance_carries_its_margin(market: str, size: float) -> None:
    state = risk_curves.risk_state(size, market, 365)
    facts = {fact.name: fact.text for fact in risk_words.chance_facts(state.risk)}
    for event in EVENTS:
        text = facts[f"chance of a {event}"]
        ranged = "±" in text or " to " in text or text.startswith(("below ", "above "))
        assert ranged or text == "impossible in this model", text
        assert text not in ("0.0%", "100.0%")


def test_the_titles_name_the_market() -> None:
    assert risk_curves.scene(risk_curves.risk_state(2, "crash year")).title == (
        "10,000 USD long, one March 2020 a year: 5.8% ± 0.3% liquidated in 30 days"
    )
    assert risk_map.scene(risk_map.map_state(10_000, 3_000, "debt")).title == (
        "Size 10,000, buffer 3,000, one March 2020 a year: 0.7% ± 0.1% in debt"
    )
    wilder = risk_curves.scene(risk_curves.risk_state(2, "crash year", volatility=150))
    assert "a changed market" in wilder.title
    assert wilder.fact("market").text == "a year with one March 2020 in it, changed"


def test_a_month_is_not_called_a_month_over_a_year() -> None:
    for market, one, many in (
        ("calm month", "a calm month", "calm months"),
        ("crash month", "a crash month", "crash months"),
    ):
        for days, name in ((7, one), (31, one), (32, many), (365, many)):
            scene = risk_curves.scene(risk_curves.risk_state(2, market, days))
            assert f", {name}: " in scene.title
            assert scene.fact("market").text == name


def test_one_account_was_and_several_were_liquidated() -> None:
    calm = risk_curves.risk_state(2, "calm month")
    for count, words in ((1, "1 was liquidated"), (7, "7 were liquidated")):
        risk = replace(calm.risk, liquidation=Chance(count, 20_000))
        assert words in risk_words.sentence(risk, calm.situation)
    small = risk_curves.risk_state(1, "ordinary year")
    assert risk_words.sentence(small.risk, small.situation).endswith(
        "“None seen” does not mean “never”, only that the chance is below 0.015%."
    )


def test_an_average_debt_carries_its_range_or_says_how_few_it_is_from() -> None:
    risk = risk_curves.risk_state(2, "crash year").risk
    debts = risk.debt_if_any
    margin = 1.96 * debts.error
    assert risk_words.typical_debt(risk) == f"{debts.value:,.0f} ± {margin:,.0f} USD"
    few = risk_curves.risk_state(2, "crash year", buffer=2_500).risk
    assert few.debt.count == 1
    assert risk_words.typical_debt(few).endswith("USD, from only 1 account")
    none = risk_curves.risk_state(1, "ordinary year").risk
    assert risk_words.typical_debt(none) == "none seen"


def test_further_jumps_move_the_average_debt_within_its_range_only() -> None:
    """0, 1 or 2 jumps of the same sizes more: a debt is likelier, and no larger."""
    debts = [risk_curves.risk_state(2, "crash year", jumps=jumps).risk for jumps in (0, 1, 2)]
    low = [risk.debt_if_any.value - 1.96 * risk.debt_if_any.error for risk in debts]
    high = [risk.debt_if_any.value + 1.96 * risk.debt_if_any.error for risk in debts]
    assert max(low) < min(high)


def test_call_and_liquidation_in_one_jump_is_said() -> None:
    state = risk_curves.risk_state(2, "crash year")
    at_once, liquidated = state.risk.at_once.count, state.risk.liquidation.count
    text = risk_curves.scene(state).fact("call and liquidation in one jump").text
    assert text == f"{at_once} of {liquidated:,} liquidated, {at_once / liquidated:.0%}"
    assert 0.2 < at_once / liquidated < 0.35
    calm = risk_curves.scene(risk_curves.risk_state(2, "calm month"))
    assert calm.fact("call and liquidation in one jump").text == "impossible in this model"


def test_each_flash_crash_is_told_by_its_own_fall() -> None:
    """75.0 to 26.0 and 1,724.6 to 700; their mean in logs is the model's."""
    said = LESSON.numbers
    assert (said["the fall of 2017"], said["the fall of 2021"]) == ("65%", "59%")
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
                picture = CURVES.picture(risk_curves.scene(state), risk_curves.scene(state))
                labels = [mark.label for mark in picture.marks]
                for key in EVENTS:
                    chance = getattr(state.risk, key)
                    assert any(risk_words.chance_words(chance) in label for label in labels)
                title = risk_curves.scene(state).title
                liquidation = state.risk.liquidation
                uncertain = 0 < liquidation.count < liquidation.accounts
                assert ("±" in title or "% to " in title) is uncertain, title


def test_the_fees_are_named_with_their_page_and_can_be_chosen() -> None:
    def said(**choice: object) -> str:
        name = "fees, opening and every 4 hours"
        return risk_curves.scene(risk_curves.risk_state(2, "calm month", **choice)).fact(name).text

    page = "page of 10 February 2026"
    assert said() == f"0.025%, {page}"
    assert said(side="short") == f"0.010%, {page}"
    assert said(fees="0.015%") == f"0.015%, chosen; 0.025% on the {page}"
    assert said(fees="none") == "none"


def test_a_chosen_rate_is_charged_for_opening_and_for_each_four_hours() -> None:
    for side in ("long", "short"):
        fees = risk_curves.risk_state(2, side=side, fees="0.015%").situation.venue.fees
        assert {getattr(fees, f"{k}_{side}") for k in ("opening", "rollover")} == {0.00015}
    page = risk_curves.risk_state(2, "calm month", 365).risk
    same = risk_curves.risk_state(2, "calm month", 365, fees="0.025%").risk
    assert page.liquidation == same.liquidation


def test_the_rate_takes_a_calm_year_from_56_to_82_percent() -> None:
    """Against 56.1 and 81.8 % from an integral equation: see tests/domain/test_risk_fees.py."""
    for fees, truth in (("0.010%", 0.561), ("0.025%", 0.818)):
        chance = risk_curves.risk_state(2, "calm month", 365, fees=fees).risk.liquidation
        assert abs(chance.value - truth) < 3 * chance.error


def test_the_setting_is_a_control_of_both_panels_and_limits_the_size() -> None:
    for panel in (CURVES, MAP):
        assert "leverage" in panel.start
    state = risk_curves.risk_state(4, leverage=2)
    assert (state.multiple, state.situation.size, state.situation.buffer) == (2, 10_000, 0)
    said = risk_curves.scene(state).sentence
    assert said.startswith("Your money allows no more than 10,000 USD at this setting.")
    assert "no more" not in risk_curves.scene(risk_curves.risk_state(2, leverage=2)).sentence
    richer = risk_curves.risk_state(4, buffer=5_000, leverage=2)
    assert (richer.multiple, richer.situation.buffer) == (4, 0)
    chances = [risk_map.map_state(10_000, 3_000, leverage=k).chance.value for k in (2, 5, 10)]
    assert chances == sorted(chances)


def test_the_crash_month_is_the_crash_and_not_a_twelfth_of_it() -> None:
    """About 41 % and 10 % at twice the money, 64 % and 19 % at three times."""
    for size, liquidated, indebted in ((2, 0.41, 0.10), (3, 0.64, 0.19)):
        risk = risk_curves.risk_state(size, "crash month").risk
        assert risk.liquidation.value == pytest.approx(liquidated, abs=0.01)
        assert risk.debt.value == pytest.approx(indebted, abs=0.01)
    year = risk_curves.risk_state(2, "crash year").risk
    assert year.liquidation.value < 0.2 * risk.liquidation.value


def test_a_short_is_nearer_to_its_liquidation_than_a_long_in_ratios() -> None:
    long, short = (risk_curves.risk_state(2, "crash year", side=s) for s in ("long", "short"))
    assert short.risk.liquidation.interval[0] > long.risk.liquidation.interval[1]
    fall, rise = (state.situation.levels().liquidation.start for state in (long, short))
    assert rise < 1 / fall
    frozen = short.situation.venue.with_rules(short_margin=ShortMargin.FROZEN)
    other = replace(short.situation, venue=frozen)
    # Half of it is the floating used margin, the other half that a rise is nearer than a fall.
    assert rise < other.levels().liquidation.start < 1 / fall
    assert risk_of(other).liquidation.value < short.risk.liquidation.value


def test_two_times_is_liquidated_at_times_and_a_buffer_does_more_than_delay() -> None:
    thin = risk_curves.risk_state(2, "crash year", 365, 0, fees="none").risk.liquidation
    thick = risk_curves.risk_state(2, "crash year", 365, 5_000, fees="none").risk.liquidation
    assert thin.interval[0] > 0.5
    assert thick.surely_below(0.02)
    month = risk_curves.risk_state(2, "crash year").risk.liquidation
    assert month.interval[0] > 0.05


def test_a_calm_year_is_more_than_twelve_calm_months() -> None:
    month, year = (
        risk_curves.risk_state(2, "calm month", days).risk.liquidation for days in (30, 365)
    )
    assert year.interval[0] > 100 * month.interval[1]


def test_a_low_setting_is_liquidated_more_and_indebted_less() -> None:
    low, high = (
        risk_of(Situation(10_000, 5_000 - 10_000 / setting, setting, PRESETS["crash year"].model))
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
    assert largest_below_chance(bare, 5_000, steps=50).size == pytest.approx(5_000 * answer)


@pytest.mark.parametrize(
    "other",
    [{"fees": "none"}, {"fees": "0.010%"}, {"side": "short"}, {"jumps": 1}, {"leverage": 4}],
)
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


@pytest.mark.parametrize("market", PRESETS)
def test_each_curve_is_the_chance_that_was_counted_in_its_own_ink(market: str) -> None:
    state = risk_curves.risk_state(3, market, 90)
    painted = painted_at(risk_curves.scene(state), CURVES)
    for event in EVENTS:
        chance, drawn = getattr(state.curve.risk, event), painted.of(f"{event} over the size")
        seen = np.asarray(chance.count) > 0
        np.testing.assert_allclose(drawn.values[:, 0], state.curve.values)
        np.testing.assert_allclose(drawn.values[seen, 1], np.asarray(chance.value)[seen])
        assert np.isnan(drawn.values[~seen, 1]).all()
        now = chance.at(state.chosen)
        assert drawn.mark.ink == event
        if now.count:
            mark, spread = painted.of(f"chance of a {event}"), painted.of(f"range of a {event}")
            assert (mark.mark.ink, spread.mark.ink) == (event, event)
            assert mark.values[0] == pytest.approx((state.multiple, now.value))
            low, high = now.interval
            assert spread.values[:, 1] == pytest.approx((max(low, 4e-5), high))


@pytest.mark.parametrize("event", risk_map.SHOWN)
@pytest.mark.parametrize("market", PRESETS)
def test_each_cell_of_the_map_has_the_colour_of_its_chance(event: str, market: str) -> None:
    state = risk_map.map_state(10_000, 3_000, event, market)
    painted = painted_at(risk_map.scene(state), MAP)
    grid = painted.of(event).mark
    chances = getattr(state.map.risk, event).value
    edges = (0, 0.0001, 0.001, 0.01, 0.1, 0.5, 1.01)
    for kind, (low, high) in enumerate(pairwise(edges)):
        inside = (chances >= low) & (chances < high)
        assert ((grid.kinds == kind) == inside).all()
    assert [ink for ink, _ in grid.tints] == [event] * 6
    strengths = [strength for _, strength in grid.tints]
    assert strengths == sorted(strengths)
    here = painted.of("value of the position")
    assert here.values[0] == pytest.approx((10_000, 3_000))


def test_the_lines_of_the_map_are_where_their_chance_is() -> None:
    state = risk_map.map_state(10_000, 3_000)
    painted = painted_at(risk_map.scene(state), MAP)
    for name, chance in (("1 in 10", 0.1), ("1 in 100", 0.01), ("1 in 1,000", 0.001)):
        sizes, buffers = painted.of(name).values.T
        wanted = state.map.line(chance, "liquidation")
        np.testing.assert_allclose(sizes, wanted[np.isfinite(wanted)])
        np.testing.assert_allclose(buffers, risk_map.BUFFERS[np.isfinite(wanted)], atol=1e-6)


def test_moving_size_or_buffer_draws_no_new_paths() -> None:
    risk_curves.paths_for.cache_clear()
    for size in np.linspace(0.5, 5, 10):
        risk_curves.risk_state(size, "small coin", 90, 500 * round(size))
    assert risk_curves.paths_for.cache_info().misses == 1


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: risk_curves.risk_state(6), "size 6 is above 5"),
        (lambda: risk_curves.risk_state(2, fees="free"), "fees 'free' is not one of"),
        (lambda: risk_curves.risk_state(2, leverage=12), "leverage 12 is above 10"),
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
