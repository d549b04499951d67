"""A small panel, question and exercise, for checks of the widgets themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import ipywidgets as widgets
from figures.sketch import Sketch

from margin_lessons.figures.readout import Fact, Readout
from margin_lessons.panels.controls import Choice, Number
from margin_lessons.panels.gate import Prediction
from margin_lessons.panels.model import Mission, PanelModel, Scenario
from margin_lessons.panels.verdict import Exercise, Option, Question, WrongAnswer


def compute(number: float, side: str, factor: float) -> float:
    """Return the state of the toy: one number."""
    return number * factor * (1 if side == "up" else 0.5)


def readout(state: float) -> Readout:
    """Return its words; the sign is there to be escaped."""
    return Readout(
        title=f"Now {state:g}",
        sentence=f"The number is {state:g} & that is < 1,000.",
        facts=(
            Fact("number", f"{state:g}", state),
            Fact("limit", "1,000"),
            Fact("a & b", "<none>"),
        ),
        picture="A line at the number.",
    )


TOY = PanelModel(
    name="toy",
    controls=(
        Number("number", "number, USD", 1, 60, 1, 12, "the toy has no more"),
        Choice("side", "side", (("upwards", "up"), ("downwards", "down")), "up"),
        Number("factor", "factor", 0.5, 1.5, 0.1, 1),
    ),
    compute=compute,
    readout=readout,
    drawing=Sketch,
    scenarios=(Scenario("High", {"number": 55}), Scenario("Down", {"side": "down"})),
    mission=Mission("reach 55 <or more>.", lambda state: state >= 55, "You reached it."),
    more=("factor",),
)

PREDICTION = Prediction(
    name="high number",
    question="What is the number when it is high & up?",
    unit="USD",
    panel="toy",
    outcome=lambda state: state,
    values={"number": 55},
)

SHARE = replace(PREDICTION, name="share", unit="%", scale=0.01, show=lambda x: f"{100 * x:g}%")

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


def inside(widget: widgets.Widget) -> Iterator[widgets.Widget]:
    """Yield a widget and all that stands in it."""
    yield widget
    for child in getattr(widget, "children", ()):
        yield from inside(child)


def button(box: widgets.Widget, name: str) -> widgets.Button:
    """Return the button called ``name``."""
    (found,) = (w for w in inside(box) if isinstance(w, widgets.Button) and w.description == name)
    return found


def said(line: widgets.HTML) -> str:
    """Return the words of a status line, without its markup."""
    return re.sub(r"<[^>]*>", " ", line.value).strip()
