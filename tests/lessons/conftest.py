"""One live panel for each model, kept over the tests of a run: making one takes time."""

from __future__ import annotations

import pytest
from lessons.course import Part

from margin_lessons.panels.panel import Panel


@pytest.fixture(scope="session")
def made() -> dict[str, Panel]:
    """Return the panels made so far, by the names of lesson and panel."""
    return {}


@pytest.fixture
def panel(part: Part, made: dict[str, Panel]) -> Panel:
    """Return the live panel of a part, in the light theme and at its start."""
    model = part.open()
    name = f"{part.lesson.name} {model.name}"
    if name not in made:
        made[name] = Panel(model)
    live = made[name]
    live.picture.dark = False
    if live.values != model.start:
        live.reset()
    return live
