"""What a panel is, before any widget: controls, a scene, a picture, scenarios, acts, a mission."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from margin_lessons.errors import BadInput, pick
from margin_lessons.figures.picture import Picture
from margin_lessons.own_position import OwnPosition
from margin_lessons.panels.controls import Choice, Control
from margin_lessons.panels.uploads import Upload
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


def always(_: object) -> bool:
    """Return True, whatever the state."""
    return True


def never(_: object) -> bool:
    """Return False, whatever the state."""
    return False


@dataclass(frozen=True)
class PlayClock(Generic[State]):
    """What a panel over time plays: a control or an act, and how many seconds a step takes.

    Playing a control goes from its lowest value to its highest by ``step`` and ends in the picture
    that the control has there. Playing an ``act`` presses it again and again, while it is enabled.
    Either stops by itself at a state at which it ``pauses``; pressed once more it goes on.
    """

    control: str = ""
    step: float = 0.0
    seconds: float = 0.25
    word: str = "Play"
    act: str = ""
    pauses: Callable[[State], bool] = never


@dataclass(frozen=True)
class Act(Generic[State]):
    """A button that appends a decision to the panel's log, which ``compute`` takes as ``log``.

    With ``reasons`` pressing it asks for one of them, by one click more, and ``decides`` gets the
    state and the reason. Where it is not ``enabled`` it cannot be pressed, and ``why_not`` says so.
    ``key`` presses it while the focus is in the panel and in no field.
    """

    name: str
    decides: Callable[..., object]
    reasons: tuple[str, ...] = ()
    enabled: Callable[[State], bool] = always
    why_not: str = "there is nothing to decide at this point"
    key: str = ""
    asks: str = "why?"
    """What it asks for with its reasons."""

    def decided(self, state: State, reason: str = "") -> object:
        """Return the decision at a state; ``BadInput`` where there is none, or no such reason."""
        if not self.enabled(state):
            raise BadInput(f"'{self.name}' cannot be pressed now: {self.why_not}.")
        if not self.reasons:
            return self.decides(state)
        known = {one: one for one in self.reasons}
        return self.decides(state, pick("reason", reason, known, f"'{self.name}'"))


@dataclass(frozen=True)
class Download(Generic[State]):
    """A file that a panel gives: a button with a ``label``, and what is in it at a state.

    The page makes the file itself. With ``prints`` a second button of these words prints it, which
    is for ``text/html``: such a page must hold all that it shows.
    """

    name: str
    label: str
    file_name: str
    content: Callable[[State], str]
    mime: str = "text/plain"
    prints: str = ""

    def as_told(self, state: State) -> dict[str, str]:
        """Return the file at a state, as the page makes it."""
        return {"name": self.file_name, "mime": self.mime, "text": self.content(state)}


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
    clock: PlayClock[State] | None = None
    acts: tuple[Act[State], ...] = ()
    downloads: tuple[Download[State], ...] = ()
    mine: Callable[[OwnPosition], Mapping[str, Any]] | None = None
    """Values of controls that show a position of one's own; one out of range goes to its end."""
    mine_says: str = ""
    """What of a position of one's own is carried over, where it is not all."""
    keeps: Callable[[State], OwnPosition] | None = None
    """The position of one's own that a state holds, which can be kept for all panels."""

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

        A choice (another coin, another file) is another story and brings its own axes; a number
        that is moved does not.
        """
        return self.shown({**scenario, **self.story(values)})

    def story(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return those of the values that are chosen, not moved."""
        chosen = (one.name for one in self.controls if isinstance(one, Choice | Upload))
        return {name: values[name] for name in chosen}
