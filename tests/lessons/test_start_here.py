"""Lesson 00: the board recomputed by hand, what it says of the way, and the environment check."""

from __future__ import annotations

import ast
import json
import re
import sys
from importlib import metadata
from pathlib import Path

import numpy as np
import pytest

from margin_lessons.figures.board import COINS, BoardDrawing, board_state, day_of, readout
from margin_lessons.lessons import environment, open_lesson
from margin_lessons.lessons.environment import Need, compare, parse, problems, report
from margin_lessons.lessons.start_here import CALMEST
from margin_lessons.market.board import BOARD
from margin_lessons.panels.gate import Gate

LESSON = open_lesson("00_start_here")
(PANEL,) = LESSON.panels
ROOT = Path(__file__).resolve().parents[2]


# ---- The board ------------------------------------------------------------------------------


def test_the_story_to_the_cent() -> None:
    tom = day_of("Sui", leverage=5)
    # 3.894 after a fall of 9.97%: 5,000 USD x 9.97% = 498.50 USD.
    assert tom.quote.price_before == pytest.approx(3.894 / 0.9003)
    assert tom.account.positions[0].cost == pytest.approx(5_000)
    assert tom.profit == pytest.approx(-498.50)
    assert tom.left == pytest.approx(501.50)
    assert tom.level == pytest.approx(0.5015)


@pytest.mark.parametrize("leverage", [1, 2, 3.5, 5, 10])
@pytest.mark.parametrize(("side", "sign"), [("long", 1), ("short", -1)])
def test_every_coin_is_leverage_times_the_move(leverage: float, side: str, sign: int) -> None:
    state = board_state("BTC", leverage, side)
    assert len(state.days) == len(BOARD) == 30
    for day in state.days:
        expected = 1_000 * (1 + sign * leverage * day.quote.change)
        assert day.left == pytest.approx(expected, abs=1e-6)
        # A short's used margin is re-valued at the price, a long's is not.
        used = 1_000 * (1 if side == "long" else 1 + day.quote.change)
        assert day.level == pytest.approx(expected / used)


def test_the_coins_stand_from_the_deepest_fall_to_the_highest_rise() -> None:
    changes = [entry.change for entry in COINS]
    assert changes == sorted(changes)
    assert {entry.symbol for entry in COINS} == {entry.symbol for entry in BOARD}


@pytest.mark.parametrize("coin", [entry.symbol for entry in BOARD])
@pytest.mark.parametrize("leverage", [2, 5, 10])
def test_a_long_at_full_size_meets_its_lines_at_20_and_60_percent(
    coin: str, leverage: float
) -> None:
    at = board_state(coin, leverage, "long").crossings
    before = day_of(coin, leverage).quote.price_before
    assert at.call.price == pytest.approx(before * (1 - 0.20 / leverage))
    assert at.liquidation.price == pytest.approx(before * (1 - 0.60 / leverage))


def test_the_figures_of_the_questions() -> None:
    # "in between": at 10x a fall of 3% is beyond the call (2%) and short of the liquidation (6%).
    at, before = board_state("BTC", 10, "long").crossings, day_of("BTC", 10).quote.price_before
    assert -at.call.move_from(before) == pytest.approx(0.02)
    assert -at.liquidation.move_from(before) == pytest.approx(0.06)
    # "stablecoin": 0.04% of 10,000 USD, and where the dollar coins stand.
    assert day_of("USDC", 10).profit == pytest.approx(-4)
    dollars = [entry.price for entry in BOARD if entry.symbol in ("USDT", "USDC", "USDe", "DAI")]
    assert (min(dollars), max(dollars)) == (0.9997, 1.001)


@pytest.mark.parametrize(
    ("coin", "leverage", "side", "said", "not_said"),
    [
        ("SUI", 5, "long", "From there on the exchange might have closed", "would have closed"),
        ("SUI", 10, "long", "the liquidation at 4.0657 USD. There", "cannot tell"),
        ("SUI", 5, "short", "ended on the safe side", "passed"),
        ("BTC", 10, "long", "ended on the safe side", "passed"),
        ("DAI", 10, "long", "neither gained nor lost", "lost 0"),
        ("TRX", 10, "short", "lost 95 USD", "passed"),
    ],
)
def test_the_words_claim_no_more_than_two_prices_show(
    coin: str, leverage: float, side: str, said: str, not_said: str
) -> None:
    sentence = readout(board_state(coin, leverage, side)).sentence
    assert said in sentence
    assert not_said not in sentence
    # Only a liquidation that certainly happened makes the way in between irrelevant.
    certain = "would have closed the position" in sentence
    assert ("cannot tell" in sentence) != certain


def test_a_day_at_the_end_beyond_a_line_has_crossed_it() -> None:
    for leverage in (1, 2, 5, 10):
        for side in ("long", "short"):
            for entry in BOARD:
                state = board_state(entry.symbol, leverage, side)
                sentence = readout(state).sentence
                level = 1 + state.side.sign * leverage * entry.change
                level /= 1 if side == "long" else 1 + entry.change
                assert ("passed the margin call" in sentence) == (level <= 0.8)
                assert ("would have closed the position" in sentence) == (level <= 0.4)
                assert ("might have closed the position" in sentence) == (0.4 < level <= 0.8)


def test_what_a_closed_position_would_have_lost_is_not_said_to_be_lost() -> None:
    closed, alive = (readout(board_state("SUI", leverage, "long")) for leverage in (10, 5))
    assert "would have taken 997 USD" in closed.title
    assert "would have lost 997 USD. That would turn" in closed.sentence
    assert "would" not in alive.title + alive.sentence


def test_a_bar_too_low_to_be_seen_has_a_dot() -> None:
    drawing = BoardDrawing()
    drawing.png(board_state("SUI", 10, "long"))
    assert drawing.pointer.get_marker() == "o"
    assert drawing.pointer.get_markevery() == [0]
    assert drawing.pointer.get_ydata()[0] == pytest.approx(3)


@pytest.mark.parametrize("leverage", [1, 2, 2.006, 2.007, 3, 6, 10])
@pytest.mark.parametrize("side", ["long", "short"])
def test_the_mission_has_one_answer(leverage: float, side: str) -> None:
    # The worst coin fell by 9.97%, and 20% / 9.97% = 2.006.
    assert CALMEST == 2
    done = PANEL.mission.done(board_state("BTC", leverage, side))
    assert done == (side == "long" and leverage == 2)


def test_the_prediction_is_not_given_away_and_is_drawn_in_the_picture(progress_file: Path) -> None:
    (prediction,) = LESSON.predictions
    asked = {**PANEL.start, **prediction.values}
    assert asked != PANEL.start
    state = PANEL.compute(**asked)
    # 1,000 - 10,000 x 5.04%.
    assert prediction.outcome(state) == pytest.approx(496)
    shown = PANEL.readout(PANEL.compute(**PANEL.start))
    assert "496" not in shown.text + shown.alt

    gate = Gate(prediction, LESSON.panel("board"), LESSON.name)
    assert gate.commit(700, "certain").startswith("You said 700 USD; it is 496 USD.")
    drawing = gate.panel.drawing
    assert drawing.guess.get_visible()
    assert list(drawing.guess.get_ydata()) == [700, 700]
    assert "700 USD" in drawing.guess_label.get_text()


def test_the_bars_and_lines_of_a_short() -> None:
    drawing = BoardDrawing()
    state = board_state("TRX", 10, "short")
    drawing.png(state)
    tops = drawing.bars.get_ydata()[1::3]
    assert tops == pytest.approx([1_000 * (1 - 10 * entry.change) for entry in COINS])
    own, call, liquidation, nothing = (line.get_ydata()[1:-1] for line in drawing.across)
    used = np.array([1_000 * (1 + entry.change) for entry in COINS])
    np.testing.assert_allclose(call, 0.8 * used)
    np.testing.assert_allclose(liquidation, 0.4 * used)
    assert set(own) == {1_000}
    assert set(nothing) == {0}


def test_the_picture_is_framed_anew_only_now_and_then() -> None:
    drawing = BoardDrawing()
    frames = {drawing.frame(board_state("SUI", x / 2, "long")) for x in range(2, 21)}
    assert len(frames) <= 2
    assert len({drawing.frame(board_state(q.symbol, 5, "short")) for q in BOARD}) == 1


# ---- The environment ------------------------------------------------------------------------

NEEDS = tuple(map(parse, ("Python>=3.11", "numpy>=2.0", "ipywidgets<9,>=8.1.5", "anywidget>=0.9")))
GOOD = {"Python": "3.12.1", "numpy": "2.0.0", "ipywidgets": "8.1.5", "anywidget": "0.11.0"}


def found(**changes: str | None) -> list[str]:
    return list(problems(NEEDS, {**GOOD, **changes}.get))


def test_all_in_place() -> None:
    assert found() == []
    assert report([]) == "Everything is in place."


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
    assert compare(one, other) == order


@pytest.mark.parametrize(
    ("line", "need"),
    [
        ("numpy>=2.0", Need("numpy", ((">=", "2.0"),))),
        ("numpy", Need("numpy", ())),
        ("a-b.c (>=1,<2)", Need("a-b.c", ((">=", "1"), ("<", "2")))),
        ("a[x,y] >= 1 ; python_version > '3'", Need("a", ((">=", "1"),))),
        ('lab<5,>=4.2; extra == "lab"', Need("lab", ((">=", "4.2"), ("<", "5")), True)),
    ],
)  # fmt: skip
def test_requirement_lines_are_read(line: str, need: Need) -> None:
    assert parse(line) == need


def test_the_bounds_are_those_of_the_project() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    listed = text.split("\ndependencies = [")[1].split("]")[0]
    needs = environment.requirements()
    assert needs[0].name == "Python"
    assert [need.name for need in needs[1:]] == re.findall(r'"([\w-]+)', listed)
    for need in needs:
        assert need.bounds, f"{need.name} has no bound that the check can read"
        for sign, version in need.bounds:
            assert f"{sign}{version}" in text


def test_an_installed_course_is_asked_for_its_own_metadata(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = ["numpy>=99", 'jupyterlab>=4.2; extra == "lab"']
    monkeypatch.setattr(metadata, "metadata", lambda name: {"Requires-Python": ">=3.11"})
    monkeypatch.setattr(metadata, "requires", lambda name: lines)
    assert [need.name for need in environment.requirements()] == ["Python", "numpy"]


def test_here_everything_is_in_place_and_no_version_is_printed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    environment.check()
    assert capsys.readouterr().out == "Everything is in place.\n"


def test_the_check_needs_nothing_that_may_be_missing() -> None:
    tree = ast.parse(Path(environment.__file__).read_text(encoding="utf-8"))
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {a.name for n in nodes if isinstance(n, ast.Import) for a in n.names}
    names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= set(sys.stdlib_module_names)


# ---- The list of lessons --------------------------------------------------------------------


def test_a_lesson_is_linked_exactly_when_it_is_said_to_be_ready() -> None:
    notebook = ROOT / "notebooks" / "00_start_here.ipynb"
    text = "\n".join("".join(c["source"]) for c in json.loads(notebook.read_text("utf-8"))["cells"])
    rows = re.findall(r"^\| (\d\d) \| (.+) \| (\w+) \|$", text, flags=re.MULTILINE)
    assert [number for number, _, _ in rows] == [f"{n:02d}" for n in range(12)]
    for number, question, state in rows:
        link = re.search(r"\]\((.+)\)", question)
        assert (link is not None) == (state == "ready"), f"lesson {number} is {state}"
        if link is not None:
            assert link.group(1).startswith(number)
            assert (notebook.parent / link.group(1)).is_file(), f"no notebook {link.group(1)}"
