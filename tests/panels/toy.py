"""A small panel for checks of the panel itself, and what a page would ask of it."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import Any

import numpy as np
from panels.page_pixels import page_pixels

from margin_lessons.figures.marks import Rule
from margin_lessons.figures.picture import Picture, Plot, Scale
from margin_lessons.panels.controls import Choice, Number
from margin_lessons.panels.live_output import LiveOutput
from margin_lessons.panels.model import Act, Mission, PanelModel, PlayClock, Scenario
from margin_lessons.scenes.scene import Fact, Scene


def compute(number: float, side: str, factor: float, log: tuple[object, ...] = ()) -> float:
    """Return the state of the toy: one number, and what was added to it."""
    return number * factor * (1 if side == "up" else 0.5) + sum(log)


def scene(state: float) -> Scene[float]:
    """Return its words; the signs are there to be escaped."""
    facts = (
        Fact("number", f"{state:g}", state),
        Fact("limit", "1,000"),
        Fact("a & b", "<none>"),
    )
    sentence = f"The number is {state:g} & that is < 1,000."
    return Scene(state, f"Now {state:g}", sentence, facts, "A line at the number.")


def picture(scene: Scene[float], start: Scene[float]) -> Picture:
    """Return its picture: a line at the number, on an axis twice as long as the start."""
    plot = Plot(Scale(0, max(60.0, 2 * start.state), "number"), Scale(0, 1))
    return Picture((plot,), (Rule(scene.fact("number"), ink="price"),))


TOY = PanelModel(
    name="toy",
    controls=(
        Number("number", "number", 1, 60, 1, 12, "the toy has no more", unit="USD"),
        Choice("side", "side", (("upwards", "up"), ("downwards", "down")), "up"),
        Number("factor", "factor", 0.5, 1.5, 0.1, 1),
    ),
    compute=compute,
    scene=scene,
    picture=picture,
    scenarios=(Scenario("High", {"number": 55}), Scenario("Down", {"side": "down"})),
    mission=Mission("reach 55 <or more>.", lambda state: state >= 55, "You reached it."),
    more=("factor",),
    clock=PlayClock("number", 1),
    acts=(Act("Add a tenth", lambda state: state / 10),),
)

TYPED = replace(TOY, controls=(replace(TOY.controls[0], slider=False), *TOY.controls[1:]))
"""The same toy, whose number is only typed."""

_turns = count(1)


def ask(output: LiveOutput, **request: Any) -> dict[str, Any]:
    """Ask an output for something, as its page does, and return what the page is shown."""
    turn = f"page.{next(_turns)}"
    output.live.set_state({"asked": {**request, "turn": turn}})
    shown: dict[str, Any] = output.live.shown
    assert shown["turn"] == turn
    return shown


def seen_pixels(output: LiveOutput) -> np.ndarray:
    """Return the picture that a page makes of what its model holds."""
    return page_pixels(output.live.whole, output.live.patch)
