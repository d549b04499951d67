"""Lesson 03: pictures are read back whole, missions judge rightly, wrong numbers are known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from lessons.course import panel_of
from lessons.seen import distance

from margin_lessons.account import Account, Position
from margin_lessons.crossing import crossings
from margin_lessons.figures.painted import Painted
from margin_lessons.figures.painter import Painter
from margin_lessons.figures.picture import Guess, Viewport
from margin_lessons.lessons import open_lesson
from margin_lessons.panels.model import PanelModel
from margin_lessons.scenes.closing_order import ClosingState, closing_state, scene
from margin_lessons.scenes.ladder import ENTRY, SETTINGS, Size
from margin_lessons.scenes.scene import Scene
from margin_lessons.venue import KRAKEN_SPOT, Extent, LongMargin

LESSON = open_lesson("03_liquidation")
LADDER, ORDER, TIME = (
    panel_of(LESSON, name) for name in ("ladder", "order of closing", "cost of time")
)
(FULL_SIZE,) = LESSON.predictions
NARROW, ORDINARY = Painter(Viewport(390, 300)), Painter(Viewport(830, 300))


def show(model: PanelModel, **values: object) -> Scene:
    return model.shown(model.check(values))


def paint(model: PanelModel, painter: Painter = ORDINARY, **values: object) -> Painted:
    whole = {**model.start, **model.check(values)}
    return painter.paint(model.picture(model.shown(whole), model.base(model.start, whole)))


# ---- The ladder -----------------------------------------------------------------------------


def moves_by_hand(setting: float, full: bool, side: str) -> list[float]:
    """Return the moves to 80%, 40% and nothing, solved for with fractions of the entry price."""
    # Equity 5,000 + v x, used margin v / setting for a long and v (1 - x) / setting for a short
    # that has moved x for the worse (x below zero).
    value = 5_000 * setting if full else 10_000
    found = []
    for level in (0.8, 0.4, 0.0):
        share = 5_000 / value
        if side == "long":
            found.append(level / setting - share)
        else:
            found.append((share - level / setting) / (1 + level / setting))
    return found


LINES = ("margin call at a move of", "liquidation at a move of", "nothing left at a move of")


@pytest.mark.parametrize("painter", [NARROW, ORDINARY], ids=["390 px", "830 px"])
@pytest.mark.parametrize("side", ["long", "short"])
@pytest.mark.parametrize("size", list(Size))
def test_every_bar_is_a_cushion_and_every_line_a_move(
    size: Size, side: str, painter: Painter
) -> None:
    model_side = next(value for word, value in LADDER.controls[2].options if word == side)
    for chosen in (2, 5, 10):
        painted = paint(LADDER, painter, leverage=chosen, size=size, side=model_side)
        for setting in SETTINGS:
            by_hand = moves_by_hand(setting, size is Size.FULL, side)
            bar = painted.of(f"cushion at {setting}x").values
            ends = [bar[:, 0].max(), bar[:, 0].min()]
            wanted = sorted(by_hand[1:], reverse=True)
            assert ends == pytest.approx(wanted, abs=1e-9)
            assert bar[:, 1].mean() == pytest.approx(setting)
            call = painted.of("margin call at every setting").values[setting - 2]
            assert call == pytest.approx([by_hand[0], setting], abs=1e-9)
        by_hand = moves_by_hand(chosen, size is Size.FULL, side)
        read = painted.read_back()
        assert [read[name] for name in LINES] == pytest.approx(by_hand, abs=1e-9)
        assert read["leverage setting"] == pytest.approx(chosen)


def test_the_cushion_is_seen_where_it_is_at_full_size_and_10x() -> None:
    # From -6% to -10%: on a phone, too, more than a marker is wide, and nothing lies on it.
    for painter in (NARROW, ORDINARY):
        painted = paint(LADDER, painter, leverage=10, size=Size.FULL)
        bar = painted.of("cushion at 10x")
        left, right = bar.points[:, 0].min(), bar.points[:, 0].max()
        marker = painted.of("liquidation at a move of")
        assert right - left > 18
        assert bar.values[:, 0].min() == pytest.approx(-0.10)
        assert bar.values[:, 0].max() == pytest.approx(-0.06)
        assert marker.mark.size / 2 < (right - left) / 3


def test_the_cushion_is_a_share_of_the_price_that_it_starts_from() -> None:
    shown = show(LADDER, leverage=2)
    # From 70 to 50 of 100 at the entry.
    assert shown.value("cushion from liquidation to zero") == pytest.approx(20 / 70)
    assert shown.fact("cushion from liquidation to zero").text == "28.6% (20 of 70)"
    found = crossings(Account(5_000, (Position("long", 0.2, ENTRY, 2),)))
    assert 1 - found.zero_equity.price / found.liquidation.price == pytest.approx(20 / 70)


@pytest.mark.parametrize("leverage", SETTINGS)
@pytest.mark.parametrize("size", list(Size))
def test_each_label_names_its_line_in_its_ink_and_stands_at_it(size: Size, leverage: float) -> None:
    chosen = moves_by_hand(leverage, size is Size.FULL, "long")
    names = ("margin call", "liquidation", "nothing left")
    wanted = {f"{n} {100 * m:+.1f}%": m for n, m in zip(names, chosen, strict=True)}
    inks = dict(zip(wanted, ("call", "liquidation", "zero_equity"), strict=True))
    for painter in (NARROW, ORDINARY):
        painted = paint(LADDER, painter, leverage=leverage, size=size)
        labels = {label.text: label for label in painted.labels}
        cushion = f"cushion {100 * (1 - (1 + chosen[2]) / (1 + chosen[1])):.1f}%"
        assert set(labels) == {*wanted, cushion}
        for text, move in wanted.items():
            label = labels[text]
            assert label.ink == inks[text]
            assert painted.drawn[label.mark].values[0, 0] == pytest.approx(move, abs=1e-9)
        own = painted.drawn[labels[cushion].mark]
        assert own.mark.name == f"cushion at {leverage}x"
        assert labels[cushion].leader or distance(labels[cushion], own) < 6


def test_the_table_holds_every_setting() -> None:
    rows = show(LADDER, leverage=10).table.rows
    assert [row[0] for row in rows] == [*(f"{n}x" for n in range(2, 10)), "10x (chosen)"]
    # What the story says of Ben, checked where it stands.
    assert rows[-1][2:] == ("1,000 USD", "500.0%", "-42.0%", "-46.0%", "-50.0%", "7.4% (4 of 54)")


@pytest.mark.parametrize("said", [-0.6, -0.12, 0.03])
def test_a_guess_stands_where_it_was_said(said: float) -> None:
    values = {**LADDER.start, **LADDER.check(FULL_SIZE.values)}
    scene = LADDER.shown(values)
    picture = LADDER.picture(scene, scene)
    guess = Guess(said, f"you said {100 * said:+.1f}%", FULL_SIZE.along, FULL_SIZE.plot)
    painted = ORDINARY.paint(picture, guess)
    assert painted.labels[0].text == guess.text, "within the chart"
    assert FULL_SIZE.along == "x"
    assert picture.plots[0].x.holds(said)


# ---- The prediction -------------------------------------------------------------------------


def test_wrong_numbers_of_the_prediction_are_those_of_their_ideas() -> None:
    # 25,000 USD on 5,000 at 5x: nothing left, the call, the level's fall, 40% / 5; and 10,000 USD.
    assert [wrong.value for wrong in FULL_SIZE.wrong] == pytest.approx(
        [
            -100 / 5,
            -20 / 5,
            -(100 - 40),
            -40 / 5,
            100 * moves_by_hand(5, full=False, side="long")[1],
        ]
    )
    ideas = [wrong.misconception for wrong in FULL_SIZE.wrong]
    assert ideas == [
        "liquidation comes when nothing is left",
        "the call and the liquidation are one line",
        "a fall in the level is a fall in the price",
        "40% is how far the level falls",
        "the size is the same at every setting",
    ]
    assert "40% / 5" in FULL_SIZE.wrong[3].message
    assert "10,000 USD at 5x; here 25,000 USD" in FULL_SIZE.wrong[4].message


def test_the_second_case_asks_what_its_setting_is() -> None:
    again = FULL_SIZE.again
    assert again is not None
    assert "the largest long that 8x allows" in again.question
    assert FULL_SIZE.outcome(LADDER.state(again.values)) == pytest.approx(-0.6 / 8)
    assert [wrong.value for wrong in again.wrong] == pytest.approx([-100 / 8, -20 / 8, -40 / 8])
    assert "40% / 8" in again.wrong[2].message


# ---- The order of closing -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "title", "said"),
    [
        ({}, "At 48.9% the exchange may take all of BTC", "here with a profit of 2,000 USD"),
        ({"btc": 40_000}, "At 26.7% the exchange takes all of BTC", "here without profit or loss"),
        ({"first": "ETH"}, "At 48.9% the exchange may take", "here with a loss of 3,600 USD"),
        ({"btc": 36_000, "eth": 2_000}, "At -11.1% the exchange takes", "1,000 USD is owed"),
    ],
)
def test_what_is_certain_and_what_is_owed(values: dict, title: str, said: str) -> None:
    shown = show(ORDER, **values)
    assert shown.title.startswith(title)
    assert said in shown.sentence
    assert ("owed" in shown.sentence) == ("owed" in said)


def test_a_small_debt_and_a_large_one_look_as_large_as_they_are() -> None:
    # 6,000 + 0.5 (36,000 - 40,000) + 10 (p - 2,500): 1,000 owed at 2,000, 5,000 owed at 1,600.
    widths = []
    for eth, owed in ((2_000, 1_000), (1_600, 5_000)):
        painted = paint(ORDER, btc=36_000, eth=eth)
        bar = painted.of("equity")
        assert bar.values[:, 0].min() == pytest.approx(-owed)
        assert bar.values[:, 0].max() == pytest.approx(0)
        assert (bar.mark.hatch, bar.mark.ink) == (True, "debt")
        (label,) = (one for one in painted.labels if painted.drawn[one.mark] is bar)
        assert label.text == f"owes {owed:,} USD"
        share = np.ptp(bar.points[:, 0]) / (bar.box.right - bar.box.left)
        widths.append(share)
    assert widths[1] > 3 * widths[0]


def test_what_stays_is_as_long_as_the_equity_and_what_is_closed_is_hollow() -> None:
    for first in ("BTC", "ETH"):
        painted = paint(ORDER, first=first)
        kept = [one for one in painted.drawn if one.mark.ink == "used_margin"]
        filled = max(one.values[:, 0].max() for one in kept if not one.mark.hollow)
        assert filled == pytest.approx(4_400)
        assert painted.of("equity").values[:, 0].max() == pytest.approx(4_400)
        hollow = [one.values[:, 0] for one in kept if one.mark.hollow]
        assert min(x.min() for x in hollow) == pytest.approx(4_400)
        assert max(x.max() for x in hollow) == pytest.approx(9_000)


def test_the_parts_of_the_used_margin_are_in_the_order_of_opening() -> None:
    painted = paint(ORDER)
    rows = {
        "first opened, BTC: set free": (5_000, 9_000, 2),
        "second opened, ETH: stays": (0, 4_400, 3),
        "second opened, ETH: set free": (4_400, 5_000, 3),
    }
    for name, (start, end, row) in rows.items():
        x, y = painted.of(name).values.T
        assert (x.min(), x.max(), y.mean()) == pytest.approx((start, end, row))
    ticks = dict(painted.boxes[0].y_ticks)
    assert [ticks[row] for row in (1, 2, 3)] == ["equity", "1. BTC", "2. ETH"]
    assert {"100% closed", "12% closed"} <= {label.text for label in painted.labels}


def test_the_two_lines_of_the_equity_are_shares_of_the_used_margin() -> None:
    painted = paint(ORDER)
    read = painted.read_back()
    for word in ("may", "must"):  # the equity's row only, which is the first
        rows = painted.of(f"{word} close at an equity of").values[:, 1]
        assert (rows.min() < 1, rows.max()) == (True, pytest.approx(1.5))
    assert read["may close at an equity of"] == pytest.approx(0.8 * 9_000)
    assert read["must close at an equity of"] == pytest.approx(0.4 * 9_000)
    assert read["equity"] == pytest.approx(4_400)


def test_two_positions_at_one_entry_are_two() -> None:
    """At 17,000 two positions of 1 BTC from 20,000 with 5x: 2,000 carry half of one."""
    twins = (Position("long", 1, 20_000, 5), Position("long", 1, 20_000, 5))
    state = closing_state(twins, {"BTC": 17_000}, 8_000, Extent.JUST_ENOUGH)
    assert [part.volume for part in state.closing.parts] == pytest.approx([1, 0.5])
    assert [state.closed(0), state.closed(1)] == pytest.approx([1, 0.5])
    everything = closing_state(twins, {"BTC": 17_000}, 8_000, Extent.ALL)
    assert [everything.closed(0), everything.closed(1)] == [1, 1]


def test_the_used_margin_of_a_long_may_follow_the_price() -> None:
    venue = replace(KRAKEN_SPOT, long_margin=LongMargin.FLOATING)
    long = Position("long", 1, 20_000, 5)
    state: ClosingState = closing_state((long,), {"BTC": 15_000}, 6_000, Extent.ALL, venue)
    # A fifth of 15,000, and not of the 20,000 that it cost.
    assert state.used(0) == pytest.approx(3_000)
    shown = scene(state)
    assert shown.value("first opened, BTC: used margin") == pytest.approx(3_000)
    assert shown.value("used margin") == pytest.approx(3_000)


# ---- The cost of time -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "met"),
    [
        ({"value": 33_000, "days": 90}, True),
        ({"value": 33_000, "days": 30}, False),
        ({"value": 33_800, "days": 90}, True),
        ({"value": 33_869, "days": 90}, True),
        ({"value": 33_871, "days": 90}, False),
        ({"value": 32_000, "days": 90}, False),
        ({"value": 34_000, "days": 90}, False),
        ({"value": 33_000, "days": 90, "side": "short"}, False),
    ],
)
def test_the_mission_of_the_cost_of_time(values: dict[str, object], met: bool) -> None:
    # Until day 90 there are 540 rollovers and the opening fee, 541 x 0.025% of the value, and the
    # call comes at 80% of a fifth of it: 10,000 / (0.13525 + 0.16) = 33,869.6.
    assert TIME.mission is not None
    assert TIME.mission.done(TIME.state(values)) == met


def test_time_is_played_to_its_end() -> None:
    assert TIME.clock is not None
    (days,) = (control for control in TIME.controls if control.name == TIME.clock.control)
    assert (days.high - days.low) % TIME.clock.step == 0


# ---- Words and exercises --------------------------------------------------------------------


def test_rounded_wrong_answers_meet_their_misconceptions() -> None:
    (exercise,) = (one for one in LESSON.exercises if one.name == "full size 3x")
    assert exercise.check(-33.3).misconception == "liquidation comes when nothing is left"
    assert exercise.check(-6.7).misconception == "40% and 80% are the same line"
    assert exercise.check(-20).passed


def test_the_days_to_the_call_ask_for_one_decimal() -> None:
    (exercise,) = (one for one in LESSON.exercises if one.name == "days to call")
    assert "One decimal will do" in exercise.task
    assert exercise.check(78.4).passed
    assert not any(character.isdigit() for character in exercise.hints[1].replace("80%", ""))


def test_the_story_is_worked_out_in_full() -> None:
    # Collateral less a share of the used margin is what is lost, of 10,000 USD.
    for name, used in (("Ada", 5_000), ("Ben", 1_000)):
        for line, level in (("call", 0.8), ("liquidation", 0.4)):
            left = level * used
            assert LESSON.numbers[f"{name}'s equity at the {line}"] == f"{left:,.0f}"
            assert LESSON.numbers[f"lost by {name}'s {line}"] == f"{5_000 - left:,.0f}"
            move = f"{-(5_000 - left) / 100:.0f}%"
            assert LESSON.numbers[f"{name}'s move to the {line}"] == move
    assert np.isclose(1 - 50 / 70, 20 / 70)
    assert np.isclose(1 - 50 / 54, 4 / 54)
    assert LESSON.numbers["Ada's cushion"] == "28.6%"
    assert LESSON.numbers["Ben's cushion"] == "7.4%"
