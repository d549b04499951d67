"""The list of faults to plant fits the course: each can be written into its file, exactly once."""

from __future__ import annotations

import pytest
from plant_faults import FAULTS, Misfit, chosen, lesson_of, lessons_drawn_by, planted, seen_by
from planted_prose import Fault
from refresh_notebooks import ROOT

KINDS = {
    "prose", "formula", "exercise cell", "date", "law", "right option", "messages", "tolerance",
    "numbers of a question", "hint", "wrong answer", "answer", "praise", "scenario", "mission",
    "label", "prediction", "fee", "level", "guide", "glossary", "model", "words", "readme",
    "preset", "error", "picture", "page", "computed", "beside a lesson",
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.kind}: {fault.what}")
def test_a_fault_can_be_planted(fault: Fault) -> None:
    whole = (ROOT / fault.file).read_text(encoding="utf-8")
    assert planted(whole, fault) != whole


def test_there_are_faults_of_every_kind() -> None:
    assert {fault.kind for fault in FAULTS} == KINDS
    assert len(FAULTS) >= 40
    assert sum(fault.kind == "picture" for fault in FAULTS) >= 20
    assert len({(fault.file, fault.what, fault.edits) for fault in FAULTS}) == len(FAULTS)


def test_a_text_that_is_there_twice_or_not_at_all_is_named() -> None:
    fault = Fault("prose", "a five is a six", "a.md", (("5x", "6x"),))
    assert planted("at 5x", fault) == "at 6x"
    for text in ("at 5x and 5x", "at 7x"):
        with pytest.raises(Misfit, match=r"a\.md: [02] times and not once: '5x'"):
            planted(text, fault)


def test_faults_are_chosen_by_a_word_and_none_is_an_error() -> None:
    assert {fault.kind for fault in chosen(["hint"])} >= {"hint"}
    assert chosen([]) == list(FAULTS)
    with pytest.raises(Misfit, match="no fault holds one of: zebra"):
        chosen(["zebra"])


def test_each_file_has_its_checks() -> None:
    for fault in FAULTS:
        paths = [path.split("::")[0] for path in seen_by(fault)[0]]
        assert all((ROOT / path).exists() for path in paths), fault


@pytest.mark.parametrize(
    ("file", "lesson"),
    [
        ("notebooks/03_liquidation.ipynb", "03_liquidation"),
        ("margin_lessons/lessons/margin_calls_tasks.py", "02_margin_calls"),
        ("margin_lessons/lessons/margin_tasks.py", "01_margin"),
        ("margin_lessons/lessons/stop_losses_questions.py", "06_stop_losses"),
        ("margin_lessons/figures/gauge.py", ""),
        ("docs/glossary.md", ""),
    ],
)
def test_a_file_of_one_lesson_is_seen_by_its_checks_only(file: str, lesson: str) -> None:
    assert lesson_of(file) == lesson


@pytest.mark.parametrize(
    ("file", "lessons"),
    [
        ("margin_lessons/figures/gauge.py", ("02_margin_calls",)),
        ("margin_lessons/scenes/risk_map.py", ("07_size_buffer_and_leverage",)),
        (
            "margin_lessons/scenes/price_path.py",
            ("00_start_here", "04_gaps_and_slippage", "09_crashes", "10_flight_simulator"),
        ),
        ("margin_lessons/figures/painter.py", ()),
        ("margin_lessons/figures/marks.py", ()),
    ],
)
def test_a_picture_is_seen_by_the_checks_of_its_lessons(
    file: str, lessons: tuple[str, ...]
) -> None:
    assert lessons_drawn_by(file) == lessons
    checks, of = seen_by(Fault("picture", "a line is too flat", file, ()))
    assert of == lessons
    assert "tests/lessons/test_pictures.py" in checks
