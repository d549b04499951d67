"""What a panel is, before any widget: controls, a scene, a picture, scenarios, acts, a mission."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from margin_lessons.errors import pick
from margin_lessons.figures.picture import Picture
from margin_lessons.panels.controls import Choice, Control
from margin_lessons.scenes.scene import Scene

State = TypeVar("State")


@dataclass(frozen=True)
class Scenario:
    """A named setting of some controls; the others go to their start."""

    name: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Mission(Generic[State]):
    """A task for free play: met when ``done`` says so of the panel's state."""

    task: str
    done: Callable[[State], bool]
    praise: str


@dataclass(frozen=True)
class PlayClock:
    """The control that a panel over time plays: its steps, and how many seconds one takes.

    Playing goes from the control's lowest value to its highest and ends in the picture that the
    control has there.
    """

    control: str
    step: float
    seconds: float = 0.25
    word: str = "Play"


@dataclass(frozen=True)
class Act(Generic[State]):
    """A button that appends a decision to the panel's log, which ``compute`` takes as ``log``."""

    name: str
    decides: Callable[[State], object]


@dataclass(frozen=True)
class PanelModel(Generic[State]):
    """A panel as a value.

    ``compute`` takes the controls by name (scaled as they say) and returns the state; ``scene``
    says what is shown of it, ``picture`` how. ``picture`` is also given the scene of the scenario
    that the learner is in, from which it takes its axes: so they stand still under a moving
    control.
    """

    name: str
    controls: tuple[Control, ...]
    compute: Callable[..., State]
    scene: Callable[[State], Scene[State]]
    picture: Callable[[Scene[State], Scene[State]], Picture]
    scenarios: tuple[Scenario, ...] = ()
    mission: Mission[State] | None = None
    more: tuple[str, ...] = ()
    """Names of controls that stand behind "More controls"."""
    clock: PlayClock | None = None
    acts: tuple[Act[State], ...] = ()

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

    def state(self, values: Mapping[str, Any], log: tuple[object, ...] = ()) -> State:
        """Return the state under some values of the controls; the others are at their start."""
        whole = {**self.start, **values}
        asked = {control.name: control.model(whole[control.name]) for control in self.controls}
        return self.compute(**asked, log=log) if self.acts else self.compute(**asked)

    def shown(self, values: Mapping[str, Any], log: tuple[object, ...] = ()) -> Scene[State]:
        """Return the scene under some values of the controls."""
        return self.scene(self.state(values, log))

    def base(self, scenario: Mapping[str, Any], values: Mapping[str, Any]) -> Scene[State]:
        """Return the scene that gives the axes: the numbers of a scenario, the choices of now.

        A choice (another coin, another path) is another story and brings its own axes; a number
        that is moved does not.
        """
        chosen = {c.name: values[c.name] for c in self.controls if isinstance(c, Choice)}
        return self.shown({**scenario, **chosen})
