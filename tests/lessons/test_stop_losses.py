"""Lesson 06: exits on the scripted paths, the forgotten stop and the size, worked by hand."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from margin_lessons.account import Account
from margin_lessons.errors import BadInput
from margin_lessons.lessons import open_lesson
from margin_lessons.market.paths import AGAINST_A_LONG, AGAINST_A_SHORT, PATHS, path_named
from margin_lessons.opening import largest_position
from margin_lessons.replay import FILLS, Kind
from margin_lessons.scenes import exits, four_exits, stop_size
from margin_lessons.scenes.event_words import TRADED, trade_words

LESSON = open_lesson("06_stop_losses")
EXITS, FORGOTTEN, SIZE = LESSON.panels

# 1 BTC long at 20,000 on 5,000 USD at 5x: liquidation at 16,600, nothing left at 15,000.
LEFT = {
    ("a slow fall", "no stop"): 1_600,
    ("a slow fall", "stop-loss"): 4_000,
    ("a slow fall", "stop-limit"): 4_000,
    ("a small gap", "no stop"): 1_600,
    ("a small gap", "stop-loss"): 2_500,
    ("a small gap", "stop-limit"): 1_600,
    ("a small gap", "trailing"): 2_500,
    ("a large gap", "no stop"): -500,
    ("a large gap", "stop-loss"): -500,
    ("a large gap", "stop-limit"): -500,
    ("a large gap", "trailing"): -500,
    ("a wick", "no stop"): 5_600,
    ("a wick", "stop-loss"): 4_000,
    ("a dip, then a gap up", "no stop"): 9_400,
    ("a dip, then a gap up", "stop-loss"): 4_000,
    ("a rise, then a fall", "no stop"): 2_000,
    ("a rise, then a fall", "stop-loss"): 4_000,
    ("a rise, then a fall", "trailing"): 5_900,
}


@pytest.mark.parametrize(("path", "name", "left"), [(*case, left) for case, left in LEFT.items()])
def test_what_each_exit_leaves(path: str, name: str, left: float) -> None:
    assert exits.exits_state(path, 5).left(name) == pytest.approx(left, abs=0.01)


# 1 BTC short at 20,000 on 5,000 USD at 5x: equity 25,000 - P, used margin P / 5, so the level is
# 40 % at 25,000 / 1.08, and nothing is left at 25,000.
LEFT_OF_A_SHORT = {
    ("a slow rise", "no stop"): 25_000 - 25_000 / 1.08,
    ("a slow rise", "stop-loss"): 4_000,
    ("a slow rise", "stop-limit"): 4_000,
    ("a small gap up", "no stop"): 25_000 - 25_000 / 1.08,
    ("a small gap up", "stop-loss"): 2_500,
    ("a small gap up", "stop-limit"): 25_000 - 25_000 / 1.08,
    ("a small gap up", "trailing"): 2_500,
    ("a large gap up", "no stop"): -500,
    ("a large gap up", "stop-loss"): -500,
    ("a large gap up", "stop-limit"): -500,
    ("a large gap up", "trailing"): -500,
    ("a wick up", "no stop"): 5_600,
    ("a wick up", "stop-loss"): 4_000,
    ("a fall, then a rise", "no stop"): 2_000,
    ("a fall, then a rise", "stop-loss"): 4_000,
    ("a fall, then a rise", "trailing"): 5_000 + 20_000 - 18_000 * 1.05,
    ("a slow fall", "no stop"): 10_400,
}


@pytest.mark.parametrize(
    ("path", "name", "left"), [(*case, left) for case, left in LEFT_OF_A_SHORT.items()]
)
def test_what_each_exit_leaves_of_a_short(path: str, name: str, left: float) -> None:
    state = exits.exits_state(path, 5, side="short")
    assert state.stop == 21_000
    assert state.left(name) == pytest.approx(left, abs=0.01)


@pytest.mark.parametrize("name", ["stop-loss", "stop-limit", "trailing"])
def test_an_exit_is_triggered_where_its_rule_says(name: str) -> None:
    """Away from gaps, for both sides: at the stop, or at 5 % from the best price."""
    for path, side in (("a rise, then a fall", "long"), ("a fall, then a rise", "short")):
        state = exits.exits_state(path, 5, side=side)
        best = 22_000 * 0.95 if side == "long" else 18_000 * 1.05
        at = best if name == "trailing" else 19_000 if side == "long" else 21_000
        assert state.filled(name).price == pytest.approx(at)


@pytest.mark.parametrize(("limit", "filled"), [(0.5, None), (7.5, None), (8, 17_500), (10, 17_500)])
def test_the_limit_decides_whether_a_stop_limit_sells_after_a_gap(
    limit: float, filled: float | None
) -> None:
    """The gap opens at 17,500, which is 7.9 % below the trigger of 19,000."""
    state = exits.exits_state("a small gap", 5, chosen="stop-limit", limit=limit)
    assert state.limit == pytest.approx(19_000 * (1 - limit / 100))
    order = state.closely.first(Kind.ORDER_FILLED)
    assert (order and order.price) == filled
    assert state.left("stop-limit") == pytest.approx(2_500 if filled else 1_600)


@pytest.mark.parametrize(
    ("side", "path", "limit", "worse"),
    [("long", "a small gap", "17,480 USD", "lower"), ("short", "a small gap up", "22,680 USD",
      "higher")],
)  # fmt: skip
def test_the_limit_is_said_in_sentence_and_table(
    side: str, path: str, limit: str, worse: str
) -> None:
    state = exits.exits_state(path, 5, chosen="stop-limit", side=side, limit=8)
    text = four_exits.scene(state)
    below = "below" if side == "long" else "above"
    assert text.fact("stop-limit: limit set at").text == f"{limit}, 8.0% {below} its trigger"
    assert f"Its limit is {limit}, 8.0% beyond the trigger: {worse} than that" in text.sentence


def test_a_liquidation_is_never_called_a_fill_of_ones_own() -> None:
    assert set(TRADED) == FILLS
    verbs = {None: "no trade", Kind.LIQUIDATION_FILLED: "liquidated at",
             Kind.ORDER_FILLED: "filled at"}  # fmt: skip
    for path, side in product((path.name for path in PATHS), ("long", "short")):
        state = exits.exits_state(path, 5, side=side)
        table = four_exits.scene(state).table
        assert table.head == ("exit", "account at the end", "first trade", "last trade")
        for name, _, first, last in table.rows:
            for event, told in ((state.filled(name), first), (state.ended(name), last)):
                assert told.startswith(verbs[event and event.kind]), (path, side, name)


def test_a_title_says_that_the_exchange_closed_it() -> None:
    slow = exits.exits_state("a slow fall", 5, chosen="no stop")
    assert four_exits.scene(slow).title == "No stop on a slow fall: liquidated, 1,600 USD left"
    assert trade_words(slow.filled("no stop")) == "liquidated at 16,600 USD"
    sold = exits.exits_state("a slow fall", 5, chosen="stop-loss")
    assert four_exits.scene(sold).title == "Stop-loss on a slow fall: 4,000 USD left"


@pytest.mark.parametrize(
    ("side", "stop"),
    [("long", "19,000 USD, a sell stop below the start"),
     ("short", "21,000 USD, a buy stop above the start")],
)  # fmt: skip
def test_a_stop_is_named_by_its_side(side: str, stop: str) -> None:
    text = four_exits.scene(exits.exits_state("a slow rise", 5, side=side))
    assert text.fact("stop set at").text == stop
    assert text.fact("position at the start").text == f"{side} of 1 BTC at 20,000 USD"


def test_a_stop_limit_rests_after_a_gap_and_the_exchange_closes_instead() -> None:
    timeline = exits.exits_state("a small gap", 5, chosen="stop-limit").closely
    kinds = [event.kind for event in timeline.events]
    assert kinds.index(Kind.ORDER_RESTING) < kinds.index(Kind.LIQUIDATION_FILLED)
    assert Kind.ORDER_FILLED not in kinds


@pytest.mark.parametrize("name", ["stop-loss", "stop-limit", "trailing"])
def test_the_index_does_not_see_the_wick_of_one_exchange(name: str) -> None:
    assert exits.exits_state("a wick", 5, on="last").filled(name) is not None
    assert exits.exits_state("a wick", 5, on="index").filled(name) is None


def test_a_live_stop_opens_a_short_and_a_reduce_only_one_does_not() -> None:
    live = exits.forgotten_state("a wick", 5, 6, "live stop")
    assert [p.side.value for p in live.closely.final.positions] == ["short"]
    tied = exits.forgotten_state("a wick", 5, 6, "reduce-only")
    assert tied.closely.final.positions == ()
    # The short from 19,000 has lost 1,600 by 20,600.
    assert tied.left("reduce-only") - live.left("live stop") == pytest.approx(1_600)


@pytest.mark.parametrize("hour", [1, 6, 12])
@pytest.mark.parametrize("distance", [1, 2, 5, 8])
def test_a_forgotten_stop_ends_in_a_debt(distance: float, hour: float) -> None:
    """The short from the stop is bought back at 25,000, whatever was made before."""
    state = exits.forgotten_state("a dip, then a gap up", distance, hour, "live stop")
    sold = float(path_named("a dip, then a gap up").bars.open[hour])
    if state.filled("live stop").kind is Kind.CLOSED:
        stop = 20_000 * (1 - distance / 100)
        by_hand = 5_000 + (sold - 20_000) - (25_000 - stop)
        assert state.left("live stop") == pytest.approx(by_hand)
        assert by_hand < 0
        assert state.closely.debt == pytest.approx(-by_hand)
    assert state.left("reduce-only") > 4_500


@pytest.mark.parametrize("scenario", ["A debt", "A debt from a buy stop"])
def test_the_scenario_called_a_debt_is_one(scenario: str) -> None:
    model = FORGOTTEN
    state = model.compute(**model.scenario(scenario))
    assert state.left("live stop") < 0 < state.left("reduce-only")
    assert state.closely.first(Kind.CALL) is not None
    text = four_exits.scene(state)
    side, at = ("long", "21,000") if scenario.endswith("buy stop") else ("short", "19,000")
    beyond = "15,000" if side == "long" else "25,000"
    assert text.title.endswith("1,153.66 USD owed")
    assert text.sentence.startswith(
        f"The forgotten stop opened a {side} of 1 BTC at {at} USD. It was liquidated at {beyond} "
        "USD; the account ends with a debt of 1,153.66 USD."
    )


def test_with_luck_the_forgotten_stop_earns() -> None:
    model = FORGOTTEN
    state = model.compute(**model.scenario("With luck"))
    # Short from 19,000, and the path ends at 14,600.
    assert state.left("live stop") - state.left("reduce-only") == pytest.approx(4_400)


def test_money_in_an_open_position_is_not_called_left() -> None:
    text = four_exits.scene(exits.forgotten_state("a wick", 5, 6, "live stop"))
    assert text.sentence.startswith(
        "The forgotten stop opened a short of 1 BTC at 19,000 USD. It is still open; the account "
        "stands at 3,320.95 USD."
    )
    assert text.title == "An unwanted short is open: 3,320.95 USD"
    assert text.fact("live stop: still open at the end").text == "short of 1 BTC at 19,000 USD"
    held = four_exits.scene(exits.exits_state("a wick", 5, chosen="no stop"))
    assert "the long of 1 BTC at 20,000 USD is still open" in held.sentence
    closed = four_exits.scene(exits.exits_state("a rise, then a fall", 5, chosen="trailing"))
    assert closed.sentence.startswith(
        "Trailing: filled at 20,900 USD; the account ends with 5,900 USD. The trailing stop keeps "
        "5.0% away from the best price since the start."
    )
    owed = four_exits.scene(exits.exits_state("a large gap", 5))
    assert "ends with a debt of 500 USD" in owed.sentence


def test_the_known_wrong_guesses_and_the_second_case_by_hand() -> None:
    """5,000 USD less what the coin loses to the stop, to the liquidation, to nothing left."""
    (asked,) = LESSON.predictions
    assert [one.value for one in asked.wrong] == [5_000 - 1_000, 5_000 - 3_400, 5_000 - 5_000]
    later = asked.second
    state = EXITS.state(later.values)
    gap = path_named("a small gap up").bars
    assert (state.side.value, state.stop) == ("short", pytest.approx(21_600))
    assert (gap.close[19], gap.open[20]) == (pytest.approx(20_400), 22_500)
    assert later.outcome(state) == pytest.approx(5_000 - 2_500)
    assert [one.value for one in later.wrong] == [5_000 - 1_600, 5_000 + 2_500]
    assert "is what is lost" in asked.judge(5_500, -500).words


def test_exercises_by_hand() -> None:
    by_hand = {
        "size": 160 / 1_260 * 25_000,
        "trailing": 34_000 * 0.96,
        "rests": 9_000 - 2 * 2_900,
    }
    assert {exercise.name for exercise in LESSON.exercises} == set(by_hand)
    for exercise in LESSON.exercises:
        assert exercise.answer() == pytest.approx(by_hand[exercise.name])


def test_paths_start_alike_and_differ_from_the_index_only_in_the_wick() -> None:
    assert {path.bars[0].open for path in PATHS} == {20_000.0}
    columns = ("open", "high", "low", "close")
    unlike = [
        path.name
        for path in PATHS
        if any((getattr(path.bars, c) != getattr(path.index, c)).any() for c in columns)
    ]
    assert unlike == ["a wick", "a wick up"]


def test_a_path_against_a_short_is_one_against_a_long_upside_down() -> None:
    assert len({path.name for path in PATHS}) == len(PATHS) == 2 * len(AGAINST_A_LONG)
    for down, up in zip(AGAINST_A_LONG, AGAINST_A_SHORT, strict=True):
        for one, other in ((down.bars, up.bars), (down.index, up.index)):
            for column, mirror in (("open", "open"), ("high", "low"), ("low", "high"),
                                   ("close", "close")):  # fmt: skip
                both = getattr(one, column) + getattr(other, mirror)
                assert np.allclose(both, 40_000.0)


def test_the_price_of_an_hour_is_drawn_from_its_open_to_its_close_and_no_further() -> None:
    panel = next(one for one in open_lesson("06_stop_losses").panels if one.name == "four exits")
    scene = panel.shown(panel.start)
    (line,) = [one for one in panel.picture(scene, scene).marks if one.name == "price"]
    bars = scene.state.path.bars
    hours = np.array(line.y, dtype=float).reshape(len(bars), 3)
    assert hours[:, 0].tolist() == bars.open.tolist()
    assert hours[:, 1].tolist() == bars.close.tolist()
    assert np.isnan(hours[:, 2]).all(), "a gap between two hours is joined"


def test_the_mission_on_the_wick_is_met_by_its_settings_and_no_other() -> None:
    panel = EXITS
    steps = [1 + 0.5 * k for k in range(39)]
    met, hit = set(), set()
    for path, side, on in product((p.name for p in PATHS), ("long", "short"), ("last", "index")):
        tried = steps if "wick" in path else (5, 14.5)
        for distance in tried:
            state = panel.compute(
                path=path, distance=distance, on=on, chosen="stop-loss", side=side, limit=0.5
            )
            if panel.mission.done(state):
                met.add((path, side, on, distance))
            if (path, side, on) == ("a wick", "long", "last") and state.filled("stop-loss"):
                hit.add(distance)
    assert met == {("a wick", "long", "last", 14.5)}
    assert max(hit) == 14.0


def test_the_mission_of_the_size_is_met_by_its_settings_and_no_other() -> None:
    panel = SIZE
    risks = [0.5 * k for k in range(1, 11)]
    cases = product(risks, (1, 1.5, 5, 15), (0, 0.25, 3), ("long", "short"))
    met = {
        case
        for case in cases
        if panel.mission.done(
            panel.compute(risk=case[0], distance=case[1], slippage=case[2], side=case[3])
        )
    }
    assert met == {(3.5, 1, 0, "long"), (3.5, 1, 0, "short")}
    # By hand: a share r of the money with a stop 1 % away is 100 r of it, and the gap takes 27.5 %.
    left = {r: 1 - 0.275 * r for r in risks}
    assert max(r for r in risks if left[r] >= 0) == 3.5


@pytest.mark.parametrize("side", ["long", "short"])
@pytest.mark.parametrize("slippage", [0, 0.5, 3])
def test_a_size_loses_what_was_planned_unless_the_stop_is_skipped(
    side: str, slippage: float
) -> None:
    for risk, distance in product((0.5, 2, 5), (1, 5, 12, 15)):
        state = stop_size.stop_size_state(risk, distance, slippage, side)
        assert state.planned == pytest.approx(50 * risk)
        assert state.lost("traded through") == pytest.approx(state.planned)
        # A gap of 27.5 % is beyond every stop of the panel, one of 12.5 % not beyond those of 15 %.
        skipped = state.position.volume * 5_500
        assert state.lost("a large gap") >= skipped - 1e-6
        assert state.lost("a large gap") > state.planned
        if distance == 15:
            assert state.lost("a small gap") == pytest.approx(state.planned)
        room = largest_position(Account(exits.CASH), side, 20_000, exits.LEVERAGE)
        assert state.position.volume <= room * (1 + 1e-12)


def test_the_words_of_a_size() -> None:
    text = stop_size.scene(stop_size.stop_size_state(1, 5))
    assert text.title == "A risk of 1.0% with a stop 5.0% away: a position of 1,000 USD"
    assert text.sentence == (
        "To lose 50 USD at 19,000 USD you may hold 0.05 BTC, worth 1,000 USD. Filled at 14,500 USD "
        "after a large gap, it loses 275 USD: that is 5.5% of your money, not 1.0%."
    )
    owed = stop_size.scene(stop_size.stop_size_state(5, 1))
    assert owed.sentence.endswith("that is all your money, and 1,875 USD is owed.")


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: path_named("a crash"), "path 'a crash' is not one of"),
        (lambda: exits.exits_state("a wick", 0), "distance 0 is below 1"),
        (lambda: exits.exits_state("a wick", 5, chosen="hope"), "exit 'hope' is not one of"),
        (lambda: exits.forgotten_state("a wick", 5, 40, "live stop"), "hour 40 is above 12"),
        (lambda: exits.exits_state("a wick", 5, on="hope"), "trigger price 'hope' is not one of"),
        (lambda: exits.exits_state("a wick", 5, side="flat"), "side 'flat' is neither"),
        (lambda: exits.exits_state("a wick", 5, limit=0), "limit 0 is below 0.5"),
        (lambda: exits.exits_state("a wick", None), "distance None is not a number"),
        (lambda: stop_size.stop_size_state(9, 5), "risk 9 is above 5"),
        (lambda: stop_size.stop_size_state(1, 16), "distance 16 is above 15"),
        (lambda: stop_size.stop_size_state(1, 5, -1), "slippage -1 is below 0"),
    ],
)
def test_bad_input_is_one_sentence(call, words: str) -> None:
    with pytest.raises(BadInput, match=words) as caught:
        call()
    assert "\n" not in str(caught.value)
