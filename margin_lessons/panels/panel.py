"""The panel: controls, a picture, a sentence and a table, all from one scene."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from margin_lessons.errors import pick
from margin_lessons.figures.painted import Painted
from margin_lessons.figures.painter import Painter
from margin_lessons.figures.picture import Guess, Picture, Viewport
from margin_lessons.panels.live_output import LiveOutput
from margin_lessons.panels.model import PanelModel
from margin_lessons.panels.patches import Patches
from margin_lessons.panels.session import Session
from margin_lessons.panels.twin import panel_html
from margin_lessons.panels.wire import received, sent, told, viewport_of
from margin_lessons.scenes.scene import Scene


@dataclass(frozen=True)
class Setting:
    """Where a panel stands: the values of its controls, the decisions, and the scenario.

    ``scenario`` has the values from which the picture takes its axes.
    """

    values: Mapping[str, Any]
    scenario: Mapping[str, Any]
    log: tuple[object, ...] = ()

    @classmethod
    def begin(cls, values: Mapping[str, Any]) -> Setting:
        """Return the setting at which a scenario begins."""
        return cls(values, values)

    def move(self, values: Mapping[str, Any]) -> Setting:
        """Return the setting with some controls moved, in the same scenario."""
        return replace(self, values={**self.values, **values})


class Panel(LiveOutput):
    """A live panel of one ``PanelModel``.

    Move it from a cell with ``panel.set(leverage=5)`` and read ``panel.values``, ``panel.state``,
    ``panel.scene`` and ``panel.painted``. ``session`` is the opened lesson in which a mission that
    is met is saved; without one nothing is saved.
    """

    kind = "panel"

    def __init__(self, model: PanelModel[Any], session: Session | None = None) -> None:
        self.model, self._session = model, session
        self._painter: Painter | None = None
        self._patches = Patches()
        self._place: Mapping[str, Any] = {}
        self._base: tuple[dict[str, Any], Scene[Any]] | None = None
        self._met = False
        super().__init__(self._fixed())
        if session is not None:
            session.add(self)
        self._go(Setting.begin(model.start))

    # Reading and moving.

    @property
    def values(self) -> dict[str, Any]:
        """The values of the controls, by name."""
        return dict(self._at.values)

    @property
    def log(self) -> tuple[object, ...]:
        """The decisions that were taken in this panel, in their order."""
        return self._at.log

    @property
    def state(self) -> Any:
        """The state of the model behind what is shown."""
        return self.scene.state

    @property
    def png(self) -> bytes:
        """The picture that is shown."""
        return self.painted.png

    def set(self, **values: Any) -> Panel:
        """Move controls by name and return the panel; ``BadInput`` when a value cannot be taken."""
        checked = self.model.check(values)
        return self._go(self._at.move(checked))

    def scenario(self, name: str) -> Panel:
        """Go to a named scenario; decisions are forgotten."""
        return self._go(Setting.begin(self.model.scenario(name)))

    def reset(self) -> Panel:
        """Put every control back to its start, and forget all decisions."""
        return self._go(Setting.begin(self.model.start))

    def decide(self, name: str) -> Panel:
        """Press the button called ``name``: its decision is appended to the log."""
        acts = {act.name: act for act in self.model.acts}
        act = pick("act", name, acts, f"the panel '{self.model.name}'")
        return self._go(replace(self._at, log=(*self._at.log, act.decides(self.state))))

    # What a page asks for.

    def _act(self, asked: Mapping[str, Any]) -> None:
        self._place = asked.get("place", self._place)
        act, name = asked.get("act"), asked.get("name", "")
        if act == "scenario":
            self.scenario(name)
        elif act == "reset":
            self.reset()
        elif act == "decide":
            self.decide(name)
        elif asked.get("set"):
            self.set(**self._received(asked["set"]))
        else:
            self._go(self._at)

    def _renew(self) -> None:
        super()._renew()
        self._patches.begin_anew()
        self.live.send_state("table")
        self.show(**self._patches.sent(self.painted.pixels))

    def _received(self, values: Mapping[str, Any]) -> dict[str, Any]:
        known = {control.name: control for control in self.model.controls}
        return {name: received(known[name], value) for name, value in values.items()
                if name in known}  # fmt: skip

    # Putting it together.

    def _go(self, at: Setting) -> Panel:
        with self.alone:
            return self._move_to(at)

    def _move_to(self, at: Setting) -> Panel:
        # All is computed before anything is shown: a fault leaves the panel as it was.
        scene = self.model.shown(at.values, at.log)
        picture = self.model.picture(scene, self._base_of(at))
        painted = self._paint(picture, self._guess(at))
        met = self.model.mission is not None and bool(self.model.mission.done(scene.state))
        self._at = at
        self.scene, self.picture, self.painted = scene, picture, painted
        self.say("")
        self._meet(met)
        self.show(table=scene.table.html, **self._patches.sent(painted.pixels))
        return self

    def _paint(self, picture: Picture, guess: Guess | None) -> Painted:
        where, palette = viewport_of(self._place, picture)
        kept = self._painter
        if kept is None or kept.where != where or kept.palette is not palette:
            self._painter = kept = Painter(where, palette)
        return kept.paint(picture, guess)

    def _base_of(self, at: Setting) -> Scene[Any]:
        """Return the scene that gives the axes; it changes with the scenario and the choices."""
        of = {**at.scenario, **self.model.story(at.values)}
        if self._base is None or self._base[0] != of:
            self._base = (of, self.model.base(at.scenario, at.values))
        return self._base[1]

    def _guess(self, at: Setting) -> Guess | None:
        """Return what a learner said, where it belongs to a setting."""
        return None

    def _meet(self, met: bool) -> None:
        """Save a mission when it is met by a move, once."""
        if met and not self._met and self._session is not None:
            self.say(self._session.mission_met(self.model.name))
        self._met = met

    def _fixed(self) -> dict[str, Any]:
        model, mission, clock = self.model, self.model.mission, self.model.clock
        return {
            "name": model.name,
            "controls": [told(control, control.name in model.more) for control in model.controls],
            "scenarios": [scenario.name for scenario in model.scenarios],
            "acts": [act.name for act in model.acts],
            "mission": {"task": mission.task, "praise": mission.praise} if mission else {},
            "clock": vars(clock) if clock else {},
        }

    def _shown(self) -> dict[str, Any]:
        values, scene = self._at.values, self.scene
        controls = self.model.controls
        where = self._painter.where if self._painter else Viewport()
        return {
            "values": {one.name: sent(one, values[one.name]) for one in controls},
            "says": {one.name: one.say(values[one.name]) for one in controls},
            "title": scene.title,
            "sentence": scene.sentence,
            "alt": scene.alt,
            "met": self._met,
            "size": [where.width, where.height, where.ratio],
        }

    def _twin(self) -> str:
        painter = Painter(*viewport_of({}, self.picture))
        painted = painter.paint(self.picture, self._guess(self._at))
        return panel_html(self.scene, painted, self.model.mission)

    def __str__(self) -> str:
        mission = self.model.mission
        return self.scene.text + (f"\nMission: {mission.task}" if mission else "")
