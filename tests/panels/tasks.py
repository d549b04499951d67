"""A prediction, a question and an exercise for checks of the cards; they need no panel."""

from __future__ import annotations

from dataclasses import replace

from margin_lessons import words
from margin_lessons.panels.prediction import Prediction, SecondCase
from margin_lessons.panels.verdict import Exercise, Option, Question, WrongAnswer

PREDICTION = Prediction(
    name="high number",
    question="What is the number when it is high & up?",
    unit="USD",
    panel="toy",
    outcome=lambda state: state,
    values={"number": 55},
    wrong=(WrongAnswer(12, "the start is the end", "it has moved since."),),
    again=SecondCase(
        "And when it is 30?", {"number": 30}, wrong=(WrongAnswer(55, "it stays", "it moved."),)
    ),
)

SHARE = replace(
    PREDICTION, name="share", unit="%", scale=0.01, show=lambda x: f"{100 * x:g}%", wrong=()
)

LEFT = replace(PREDICTION, name="left", whole=5_000, wrong=(
    WrongAnswer(4_000, "I can only lose my margin", "the loan is repaid in full."),
), again=None)  # fmt: skip
FALL = replace(
    LEFT,
    name="fall",
    unit="%",
    scale=0.01,
    show=lambda move: words.percent(move, signed=True),
    entry=20_000,
    whole=None,
    wrong=(),
    lowest=-100,
    highest=100,
    why="a price falls by 100% at most",
)
CALL = replace(LEFT, name="call", show=words.price, entry=30_000, whole=None, wrong=())

QUESTION = Question(
    "colour",
    "Which is it?",
    (
        Option("red", "that is the other one.", "red is right"),
        Option("blue", "It is the colour of the sky."),
        Option("green", "that is grass & leaves.", "green is right"),
    ),
)

EXERCISE = Exercise(
    name="loss",
    task="What is the result of <this>?",
    unit="USD",
    answer=lambda: -1_000.0,
    hints=("a nudge", "the formula", "the first line"),
    wrong=(
        WrongAnswer(-5_000, "I can only lose my margin", "count what was borrowed."),
        WrongAnswer(0, "a loss is not real until I close", "look at the price now."),
    ),
    praise="That is a debt.",
)
