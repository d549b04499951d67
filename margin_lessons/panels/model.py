"""What a panel is, before any widget: controls, a state, words, a drawing, scenarios, a mission."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from margin_lessons.errors import pick
from margin_lessons.figures.drawing import Drawing
from margin_lessons.figures.readout import Readout
from margin_lessons.panels.controls import Control


@dataclass(frozen=True)
class Scenario:
    """A named setting of some controls; the others go to their start."""

    name: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Mission:
    """A task for free play: met when ``done`` says so of the panel's state."""

    task: str
    done: Callable[[Any], bool]
    praise: str


@dataclass(frozen=True)
class PanelModel:
    """A panel as a value. ``compute`` takes the controls by name and returns the state."""

    name: str
    controls: tuple[Control, ...]
    compute: Callable[..., Any]
    readout: Callable[[Any], Readout]
    drawing: type[Drawing]
    scenarios: tuple[Scenario, ...] = ()
    mission: Mission | None = None
    more: tuple[str, ...] = field(default=())
    """Names of controls that stand behind "More controls"."""

    @property
    def start(self) -> dict[str, Any]:
        """The values all controls start with."""
        return {control.name: control.start for control in self.controls}

    def check(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return ``values`` checked one by one, or raise ``BadInput`` in one sentence."""
        known = {control.name: control for control in self.controls}
        where = f"the panel '{self.name}'"
        return {
            name: pick("control", name, known, where).check(value) for name, value in values.items()
        }

    def scenario(self, name: str) -> dict[str, Any]:
        """Return the values of all controls under a named scenario."""
        known = {scenario.name: scenario for scenario in self.scenarios}
        chosen = pick("scenario", name, known, f"the panel '{self.name}'")
        return {**self.start, **self.check(chosen.values)}
