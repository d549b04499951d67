"""A small panel that is acted on: decisions with reasons, words, blanks, files both ways."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from margin_lessons.errors import BadInput
from margin_lessons.figures.marks import Rule
from margin_lessons.figures.picture import Picture, Plot, Scale
from margin_lessons.own_position import OwnPosition
from margin_lessons.panels.controls import Choice, Number, TextLine
from margin_lessons.panels.model import Act, Download, Mission, PanelModel, PlayClock, Scenario
from margin_lessons.panels.uploads import Progress, Upload, UploadedFile
from margin_lessons.scenes.scene import Fact, Scene

LAST = 12
"""The bars of the trip; at ``STORM`` something happens."""
STORM = 5
REASONS = ("fear", "plan", "it will come back")
SLOW = b"slow"
"""A file that begins so is read without end, until it is stopped."""


@dataclass(frozen=True)
class Trip:
    """What was set, what was decided, and how far it has come."""

    size: float
    price: float | None
    rule: str
    lines: int
    log: tuple[object, ...]

    @property
    def bar(self) -> int:
        """How many bars have passed."""
        return self.log.count("bar")

    @property
    def decided(self) -> list[tuple[int, str]]:
        """The decisions: at which bar, and why."""
        return [one for one in self.log if isinstance(one, tuple)]


def count_lines(files: tuple[UploadedFile, ...], progress: Progress) -> int:
    """Return how many lines some files have; a slow one never ends."""
    for file in files:
        while file.content.startswith(SLOW):
            progress(1, 2)
            time.sleep(0.01)
        if b"\0" in file.content:
            raise BadInput(f"{file.name} looks like no export: it is no text.")
        progress(len(file.content), len(file.content))
    return sum(file.content.count(b"\n") for file in files)


def compute(
    size: float, price: float | None, side: str, rule: str, files: int, log: tuple[object, ...]
) -> Trip:
    """Return the state."""
    return Trip(size if side == "long" else -size, price, rule, files, log)


def scene(state: Trip) -> Scene[Trip]:
    """Return its words."""
    why = ", ".join(f"{reason} at {bar}" for bar, reason in state.decided) or "nothing"
    facts = (
        Fact("bar", f"{state.bar}", float(state.bar)),
        Fact("size", f"{state.size:g} BTC", abs(state.size)),
        Fact("decided", why),
        Fact("price of now", "not given" if state.price is None else f"{state.price:g} USD"),
        Fact("rule", state.rule or "none"),
        Fact("lines read", f"{state.lines}"),
    )
    storm = " Here something happens." if state.bar == STORM else ""
    sentence = f"Bar {state.bar} of {LAST}: {why} was decided.{storm}"
    return Scene(state, f"Bar {state.bar}", sentence, facts, "An upright line at the bar of now.")


def picture(scene: Scene[Trip], start: Scene[Trip]) -> Picture:
    """Return its picture: a line at the bar, and one at the size."""
    plot = Plot(Scale(0, LAST, "bar"), Scale(0, 1))
    lines = (Rule(scene.fact("bar"), ink="price"), Rule(scene.fact("size"), ink="loan"))
    return Picture((plot,), lines)


def rule_page(state: Trip) -> str:
    """Return the page that is printed."""
    return f"<h1>My rule</h1><p>{state.rule}</p>"


def mine(position: OwnPosition) -> dict[str, Any]:
    """Return the controls for a position of one's own."""
    return {"size": position.volume, "side": position.side.value, "price": position.price}


TRIP = PanelModel(
    name="trip",
    controls=(
        Number("size", "size", 0.1, 3, 0.1, 1, unit="BTC"),
        Number("price", "price of now", 1, 1e6, 1, None, unit="USD", slider=False, blank=True),
        Choice("side", "side", (("long", "long"), ("short", "short")), "long"),
        TextLine("rule", "I stop when", most=40),
        Upload("files", "exports", most=300_000_000, reads=count_lines,
               samples=(UploadedFile("sample.csv", b"a\nb\n"),)),
    ),
    compute=compute,
    scene=scene,
    picture=picture,
    scenarios=(Scenario("Large", {"size": 3}),),
    mission=Mission("fly to the end.", lambda state: state.bar == LAST, "You did."),
    clock=PlayClock(act="Next bar", seconds=0.1, pauses=lambda state: state.bar == STORM),
    acts=(
        Act("Next bar", lambda state: "bar", enabled=lambda state: state.bar < LAST,
            why_not="the trip is over", key="n"),
        Act("Close", lambda state, reason: (state.bar, reason), REASONS,
            enabled=lambda state: 0 < state.bar < LAST),
    ),
    downloads=(
        Download("log", "Save the log", "my_trip.txt", lambda state: scene(state).sentence),
        Download("rule", "Save my rule", "my_rule.html",
                 rule_page, "text/html", "Print my rule"),
    ),
    mine=mine,
    keeps=lambda state: OwnPosition("long", state.size, 20_000, cash=10_000),
)  # fmt: skip
