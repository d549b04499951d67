"""Lesson 00: the night and the board by hand, their pictures read back, the environment check."""

from __future__ import annotations

import ast
import json
import re
import sys
from importlib import metadata
from pathlib import Path

import numpy as np
import pytest
from lessons.course import panel_of

from margin_lessons.account import Account
from margin_lessons.errors import BadInput
from margin_lessons.figures.marks import Area, ChartBar, Curve, Rule
from margin_lessons.figures.painted import Painted
from margin_lessons.figures.painter import Painter
from margin_lessons.figures.picture import Viewport
from margin_lessons.lessons import environment, open_lesson
from margin_lessons.lessons.environment import (
    Need,
    compare_versions,
    parse_requirement,
    problems,
    report,
)
from margin_lessons.lessons.start_here import AWAKE_WITH_MONEY, CALMEST
from margin_lessons.market.board import BOARD
from margin_lessons.market.night import AFTER_THE_JUMP, BEFORE_THE_JUMP
from margin_lessons.panels.model import PanelModel
from margin_lessons.scenes.board_day import COINS, BoardState, board_state, day_of
from margin_lessons.scenes.board_day import scene as scene_of_board
from margin_lessons.scenes.full_size import full_size
from margin_lessons.scenes.sleep import sleep_state

LESSON = open_lesson("00_start_here")
SLEEP, PANEL = (panel_of(LESSON, name) for name in ("sleep", "board"))
ROOT = Path(__file__).resolve().parents[2]
PAINTER = Painter(Viewport(830, 300))


def paint(model: PanelModel, **values: object) -> Painted:
    return PAINTER.paint(model.picture(model.shown(values), model.shown({})))


# ---- The night ------------------------------------------------------------------------------


def money_by_hand(leverage: float, hour: float) -> float:
    """Return the money of the night: the line is 60% / leverage below 100; 88 follows on 96.50."""
    before, after = BEFORE_THE_JUMP, AFTER_THE_JUMP
    index = round(4 * hour)
    way = [*before, *after[1:]]
    held = 10 * leverage
    if index >= len(before) and leverage > 1 and after[0] <= 100 * (1 - 0.6 / leverage) + 1e-9:
        return 1_000 + held * (after[0] - 100)
    return 1_000 + held * (way[index] - 100)


@pytest.mark.parametrize("leverage", range(1, 11))
@pytest.mark.parametrize("hour", [0, 2.5, 4.75, 5, 5.25, 6.5, 8])
def test_the_night_by_hand(leverage: float, hour: float) -> None:
    state = sleep_state(leverage, hour)
    assert state.equity == pytest.approx(money_by_hand(leverage, hour))
    lowest = min(AFTER_THE_JUMP)
    sold = leverage >= 5 and hour > 5
    assert (state.sale is not None) == sold
    assert lowest > 100 * (1 - 0.6 / 4), "at 4x and below nothing is ever sold"
    assert all(price > 94 for price in BEFORE_THE_JUMP), "and at 10x nothing before the jump"


def test_whoever_owes_in_the_morning_bought_for_more_than_eight_times() -> None:
    left = [sleep_state(n, 8).equity for n in range(1, 11)]
    assert left == pytest.approx([900, 800, 700, 600, 400, 280, 160, 40, -80, -200])
    assert AWAKE_WITH_MONEY == 8


def test_a_debt_is_in_the_first_picture() -> None:
    scene = SLEEP.shown({})
    assert scene.title == "You owe 200 USD"
    painted = paint(SLEEP)
    debt = painted.of("your money")
    assert isinstance(debt.mark, ChartBar)
    assert debt.mark.hatch
    assert debt.mark.ink == "debt"
    assert debt.values[:, 1].min() == pytest.approx(-200)
    assert debt.values[:, 1].max() == pytest.approx(0)
    words = [label.text for label in painted.labels]
    assert sorted(words) == ["debt 200 USD", "sold at 88 USD", "sold here, if anybody buys"]
    assert "hangs below it, hatched" in scene.seen
    # What was there in the evening is an empty outline.
    evening = painted.of("money in the evening")
    assert evening.mark.hollow
    assert evening.values[:, 1].max() == pytest.approx(1_000)


def test_the_way_of_the_price_is_the_night_with_a_jump_past_the_line() -> None:
    painted = paint(SLEEP)
    # One line with a break: what is no number stands where nobody trades.
    hours, prices = painted.of("price").values.T
    assert prices == pytest.approx([*BEFORE_THE_JUMP, np.nan, *AFTER_THE_JUMP], nan_ok=True)
    assert hours[:21] == pytest.approx(np.arange(21) / 4)
    assert hours[22:] == pytest.approx(5 + np.arange(13) / 4)
    jump = painted.of("jump")
    assert jump.values == pytest.approx(np.array([[5, 96.5], [5, 88]]))
    read = painted.read_back()
    assert read["sold here, if anybody buys"] == pytest.approx(94)
    assert read["sold at"] == pytest.approx(88)


def test_only_what_has_happened_is_drawn() -> None:
    painted = paint(SLEEP, hour=2.0)
    assert len(painted.of("price").values) == 9
    names = {one.mark.name for one in painted.drawn}
    assert "jump" not in names
    assert "jump" not in SLEEP.shown({"hour": 2.0}).text


def test_with_only_your_own_money_there_is_no_line_to_draw() -> None:
    painted = paint(SLEEP, leverage=1.0)
    assert "sold here, if anybody buys" not in {label.text for label in painted.labels}
    assert "sold here, if anybody buys" not in painted.read_back()
    assert painted.read_back()["your money"] == pytest.approx(900)


def test_sleep_plays_the_night_to_where_the_slider_ends() -> None:
    clock = SLEEP.clock
    assert clock is not None
    assert (clock.word, clock.control) == ("Sleep", "hour")
    (hour,) = (control for control in SLEEP.controls if control.name == "hour")
    assert (hour.low, hour.high, hour.start, clock.step) == (0, 8, 8, 0.25)


def test_an_hour_outside_the_night_is_refused_in_one_sentence() -> None:
    with pytest.raises(BadInput, match=r"^hours asleep 9 is above 8 \(allowed: 0 to 8\)"):
        sleep_state(10, 9)


# ---- Full size ------------------------------------------------------------------------------


@pytest.mark.parametrize("leverage", [1, 1.5, 5, 10])
def test_full_size_is_leverage_times_the_own_money(leverage: float) -> None:
    account = full_size(1_000, leverage, 4)
    assert isinstance(account, Account)
    for price in (3.5, 4, 4.4):
        assert account.equity(price) == pytest.approx(1_000 * (1 + leverage * (price / 4 - 1)))
    assert bool(account.positions) == (leverage > 1), "at 1x nothing is lent"
    assert account.used_margin(4) == pytest.approx(1_000 if leverage > 1 else 0)


@pytest.mark.parametrize("own", [0, -5, "much"])
def test_full_size_of_no_money_is_refused(own: object) -> None:
    with pytest.raises(BadInput, match="own money"):
        full_size(own, 5, 100)


# ---- The board ------------------------------------------------------------------------------


def test_the_story_to_the_cent() -> None:
    tom = day_of("Sui", leverage=5)
    # 3.894 after a fall of 9.97%: 5,000 USD x 9.97% = 498.50 USD.
    assert tom.quote.price_before == pytest.approx(3.894 / 0.9003)
    assert tom.account.positions[0].cost == pytest.approx(5_000)
    assert tom.profit == pytest.approx(-498.50)
    assert tom.end.equity == pytest.approx(501.50)
    assert tom.end.level == pytest.approx(0.5015)


@pytest.mark.parametrize("leverage", [1, 2, 3.5, 5, 10])
def test_every_coin_is_leverage_times_the_move(leverage: float) -> None:
    state = board_state("BTC", leverage)
    assert len(state.days) == len(BOARD) == 30
    for day in state.days:
        expected = 1_000 * (1 + leverage * day.quote.change)
        assert day.end.equity == pytest.approx(expected, abs=1e-6)
        level = expected / 1_000 if leverage > 1 else np.inf
        assert day.end.level == pytest.approx(level)


def test_the_coins_stand_from_the_deepest_fall_to_the_highest_rise() -> None:
    changes = [entry.change for entry in COINS]
    assert changes == sorted(changes)
    assert {entry.symbol for entry in COINS} == {entry.symbol for entry in BOARD}


@pytest.mark.parametrize("coin", [entry.symbol for entry in BOARD])
@pytest.mark.parametrize("leverage", [2, 5, 10])
def test_a_long_at_full_size_meets_its_lines_at_20_and_60_percent(
    coin: str, leverage: float
) -> None:
    at = board_state(coin, leverage).crossings
    before = day_of(coin, leverage).quote.price_before
    assert at.call.price == pytest.approx(before * (1 - 0.20 / leverage))
    assert at.liquidation.price == pytest.approx(before * (1 - 0.60 / leverage))


def test_the_figures_of_the_questions() -> None:
    # "in between": at 10x a fall of 3% is beyond the call (2%) and short of the liquidation (6%).
    at, before = board_state("BTC", 10).crossings, day_of("BTC", 10).quote.price_before
    assert -at.call.move_from(before) == pytest.approx(0.02)
    assert -at.liquidation.move_from(before) == pytest.approx(0.06)
    # "stablecoin": 0.04% of 10,000 USD, and where the dollar coins stand.
    assert day_of("USDC", 10).profit == pytest.approx(-4)
    dollars = [entry.price for entry in BOARD if entry.symbol in ("USDT", "USDC", "USDe", "DAI")]
    assert (min(dollars), max(dollars)) == (0.9997, 1.001)
    # "the line": that of the night.
    night = sleep_state(10, 8)
    assert (night.line, BEFORE_THE_JUMP[-1], night.sale.price) == (pytest.approx(94), 96.5, 88)


@pytest.mark.parametrize(
    ("coin", "leverage", "said", "not_said"),
    [
        ("SUI", 5, "From there on the exchange might have closed", "would have closed"),
        ("SUI", 10, "the liquidation at 4.0657 USD. There", "cannot tell"),
        ("SUI", 2, "ended on the safe side", "passed"),
        ("BTC", 10, "ended on the safe side", "passed"),
        ("DAI", 10, "neither gained nor lost", "lost 0"),
        ("TRX", 10, "gained 95 USD", "passed"),
        ("SUI", 1, "Nothing is borrowed, so there is no call", "passed"),
    ],
)
def test_the_words_claim_no_more_than_two_prices_show(
    coin: str, leverage: float, said: str, not_said: str
) -> None:
    state = board_state(coin, leverage)
    sentence = scene_of_board(state).sentence
    assert said in sentence
    assert not_said not in sentence
    # Only a liquidation that certainly happened makes the way in between irrelevant.
    certain = "would have closed the position" in sentence
    assert ("cannot tell" in sentence) == (not certain and leverage > 1)


def test_a_day_at_the_end_beyond_a_line_has_crossed_it() -> None:
    for leverage in (2, 5, 10):
        for entry in BOARD:
            sentence = scene_of_board(board_state(entry.symbol, leverage)).sentence
            level = 1 + leverage * entry.change
            assert ("passed the margin call" in sentence) == (level <= 0.8)
            assert ("would have closed the position" in sentence) == (level <= 0.4)
            assert ("might have closed the position" in sentence) == (0.4 < level <= 0.8)


def test_what_a_closed_position_would_have_lost_is_not_said_to_be_lost() -> None:
    closed, alive = (scene_of_board(board_state("SUI", leverage)) for leverage in (10, 5))
    assert "would have taken 997 USD" in closed.title
    assert "would have lost 997 USD. That would turn" in closed.sentence
    assert "would" not in alive.title + alive.sentence


def test_without_leverage_nothing_has_a_line_or_a_level() -> None:
    scene, painted = PANEL.shown({"leverage": 1.0}), paint(PANEL, leverage=1.0)
    assert not [fact.name for fact in scene.facts if "call" in fact.name or "level" in fact.name]
    rules = [one.mark.label for one in painted.drawn
             if isinstance(one.mark, Rule) and one.mark.along == "y"]  # fmt: skip
    assert rules == ["your 1,000"]


@pytest.mark.parametrize("leverage", [1, 2, 3, 6, 10])
def test_the_mission_has_one_answer(leverage: float) -> None:
    # The worst coin fell by 9.97%, and 20% / 9.97% = 2.006.
    assert CALMEST == 2
    assert PANEL.mission is not None
    assert PANEL.mission.done(board_state("BTC", leverage)) == (leverage == 2)


@pytest.mark.parametrize("leverage", [1, 5, 10])
def test_bars_are_as_high_as_the_day_left_and_hollow_where_it_was_closed(leverage: float) -> None:
    painted = paint(PANEL, leverage=float(leverage))
    left = np.array([1_000 * (1 + leverage * entry.change) for entry in COINS])
    closed = (left <= 400) & (leverage > 1)
    surface = painted.of("what the day left")
    assert isinstance(surface.mark, Area)
    tops = surface.values[: 4 * len(COINS), 1].reshape(-1, 4)[:, 1:3]
    assert tops == pytest.approx(np.where(closed, 0, left)[:, None] * [1, 1], abs=1e-6)
    middles = surface.values[: 4 * len(COINS), 0].reshape(-1, 4).mean(axis=1)
    assert middles == pytest.approx(np.arange(30), abs=1e-6)
    names = {one.mark.name for one in painted.drawn}
    assert ("closed on the way" in names) == closed.any() == (leverage == 10)
    if closed.any():
        outline = painted.of("closed on the way")
        assert isinstance(outline.mark, Curve)
        tops = outline.values[:, 1].reshape(-1, 4)[:, 1]
        assert tops[closed] == pytest.approx(left[closed], abs=1e-6)
        assert np.isnan(tops[~closed]).all()


def test_the_coin_looked_at_is_named_over_its_own_bar() -> None:
    for coin, said in (("SUI", "Sui, closed on the way"), ("XRP", "XRP 496 USD")):
        painted = paint(PANEL, coin=coin, leverage=10.0)
        rule = painted.of("the coin looked at")
        (label,) = (one for one in painted.labels if one.mark == painted.drawn.index(rule))
        assert label.text == said
        index = [entry.symbol for entry in COINS].index(coin)
        assert rule.values[0, 0] == pytest.approx(index)
        bar = painted.of("what is left")
        assert bar.values[:, 0].mean() == pytest.approx(index)


def test_the_lines_lie_where_their_levels_are() -> None:
    read = paint(PANEL).read_back()
    assert read["left at the margin call"] == pytest.approx(0.8 * 1_000)
    assert read["left at the liquidation"] == pytest.approx(0.4 * 1_000)
    assert read["your own money"] == pytest.approx(1_000)


def test_every_coin_stands_in_the_table() -> None:
    table = PANEL.shown({"leverage": 10.0}).table
    rows = {row[0]: row[1:] for row in table.rows}
    assert len(rows) == 30
    assert rows["Sui"] == ("-9.97%", "3 USD", "closed on the way")
    assert rows["Bitcoin"] == ("-1.29%", "871 USD", "")


def test_the_prediction_is_not_given_away_and_its_wrong_ideas_are_answered() -> None:
    (prediction,) = LESSON.predictions
    asked = {**PANEL.start, **prediction.values}
    assert asked != PANEL.start
    state = PANEL.state(asked)
    assert isinstance(state, BoardState)
    # 1,000 - 10,000 x 5.04%.
    assert prediction.outcome(state) == pytest.approx(496)
    shown = PANEL.shown({})
    assert "496" not in shown.title + shown.sentence + shown.alt
    told = {wrong.value: wrong.misconception for wrong in prediction.wrong}
    # A tenth of the loss; Tom's 5x; the sign of the loss turned round.
    assert told == {
        1_000 - 50.40: "a 5.04% move is a 5.04% loss",
        1_000 - 5 * 50.40: "the leverage is still Tom's",
        1_000 + 10 * 50.40: "a fall makes a long gain",
    }
    assert prediction.judge(504, 496).misconception == "the loss for what is left"
    assert prediction.second is not None
    second = prediction.outcome(PANEL.state(prediction.second.values))
    assert second == pytest.approx(1_000 * (1 - 4 * 0.0833))
    lost = prediction.second.judge(1_000 * 4 * 0.0833, second)
    assert lost.misconception == "the loss for what is left"


# ---- The environment ------------------------------------------------------------------------

NEEDS = tuple(
    map(parse_requirement, ("Python>=3.11", "numpy>=2.0", "ipywidgets<9,>=8.1.5", "anywidget>=0.9"))
)
GOOD = {"Python": "3.12.1", "numpy": "2.0.0", "ipywidgets": "8.1.5", "anywidget": "0.11.0"}


def found(**changes: str | None) -> list[str]:
    return list(problems(NEEDS, {**GOOD, **changes}.get))


def test_all_in_place() -> None:
    assert found() == []
    assert report([]) == ""


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"anywidget": None}, "anywidget is missing: the course needs 0.9 or newer."),
        ({"numpy": "1.26.4"}, "numpy 1.26.4 is too old: the course needs 2.0 or newer."),
        (
            {"ipywidgets": "8.1.4"},
            "ipywidgets 8.1.4 is too old: the course needs 8.1.5 or newer and older than 9.",
        ),
        (
            {"ipywidgets": "9.0"},
            "ipywidgets 9.0 is too new: the course needs 8.1.5 or newer and older than 9.",
        ),
        ({"Python": "3.9.18"}, "Python 3.9.18 is too old: the course needs 3.11 or newer."),
        (
            {"numpy": "unknown"},
            "numpy has a version that nobody can read, unknown: the course needs 2.0 or newer.",
        ),
    ],
)
def test_what_is_wrong_is_named(changes: dict[str, str | None], line: str) -> None:
    assert found(**changes) == [line]
    words = report(found(**changes))
    assert words.startswith(line)
    assert words.endswith("python run.py")


def test_every_problem_is_named_and_the_command_once() -> None:
    lines = report(found(anywidget=None, numpy="1.0", Python="3.10.0")).splitlines()
    assert [line.split()[0] for line in lines] == ["Python", "numpy", "anywidget", "To"]


@pytest.mark.parametrize(
    ("one", "other", "order"),
    [
        ("2.0", "2.0.0", 0), ("2.10", "2.9", 1), ("8.1.4", "8.1.5", -1), ("9.0.0rc1", "9", 0),
        ("3.11.7+local", "3.11", 1), ("v1.2", "1.2", 0), ("unknown", "1", None), ("", "1", None),
    ],
)  # fmt: skip
def test_versions_are_compared_by_their_numbers(one: str, other: str, order: int | None) -> None:
    assert compare_versions(one, other) == order


@pytest.mark.parametrize(
    ("line", "need"),
    [
        ("numpy>=2.0", Need("numpy", ((">=", "2.0"),))),
        ("numpy", Need("numpy", ())),
        ("a-b.c (>=1,<2)", Need("a-b.c", ((">=", "1"), ("<", "2")))),
        ("a[x,y] >= 1 ; python_version > '3'", Need("a", ((">=", "1"),))),
        ('lab<5,>=4.2; extra == "lab"', Need("lab", ((">=", "4.2"), ("<", "5")), True)),
        ("lab>=4.2; sys_platform != 'emscripten'", Need("lab", ((">=", "4.2"),), True)),
    ],
)  # fmt: skip
def test_requirement_lines_are_read(line: str, need: Need) -> None:
    assert parse_requirement(line) == need


def test_the_bounds_are_those_of_the_project() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lines = text.split("\ndependencies = [")[1].split("]")[0].splitlines()
    # What has a condition opens the course, and no lesson needs it.
    listed = "\n".join(line for line in lines if ";" not in line and "#" not in line)
    needs = environment.requirements()
    assert needs[0].name == "Python"
    # A build backend may write them in an order of its own.
    assert sorted(need.name for need in needs[1:]) == sorted(re.findall(r'"([\w-]+)', listed))
    for need in needs:
        assert need.bounds, f"{need.name} has no bound that the check can read"
        for sign, version in need.bounds:
            assert f"{sign}{version}" in text


def test_an_installed_course_is_asked_for_its_own_metadata(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [
        "numpy>=99",
        'jupyterlab>=4.2; extra == "lab"',
        "mistune>=3; sys_platform != 'emscripten'",
    ]
    monkeypatch.setattr(metadata, "metadata", lambda name: {"Requires-Python": ">=3.11"})
    monkeypatch.setattr(metadata, "requires", lambda name: lines)
    assert [need.name for need in environment.requirements()] == ["Python", "numpy"]


def test_where_everything_is_in_place_nothing_is_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    environment.check()
    assert capsys.readouterr().out == ""


def test_the_check_needs_nothing_that_may_be_missing() -> None:
    tree = ast.parse(Path(environment.__file__).read_text(encoding="utf-8"))
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {a.name for n in nodes if isinstance(n, ast.Import) for a in n.names}
    names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= set(sys.stdlib_module_names)


# ---- The list of lessons --------------------------------------------------------------------


def test_every_lesson_is_linked_but_the_one_that_is_open() -> None:
    notebook = ROOT / "notebooks" / "00_start_here.ipynb"
    text = "\n".join("".join(c["source"]) for c in json.loads(notebook.read_text("utf-8"))["cells"])
    rows = re.findall(r"^\| (\d\d) \| (.+) \|$", text, flags=re.MULTILINE)
    assert [number for number, _ in rows] == [f"{n:02d}" for n in range(12)]
    for number, question in rows:
        link = re.search(r"\]\((.+)\)", question)
        assert (link is None) == (number == "00") == question.endswith("(here)")
        if link is not None:
            assert link.group(1).startswith(number)
            assert (notebook.parent / link.group(1)).is_file(), f"no notebook {link.group(1)}"
