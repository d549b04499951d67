"""The panel: controls, a picture, a sentence and a table, all from one scene."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from margin_lessons.errors import pick
from margin_lessons.figures.painted import Painted
from margin_lessons.figures.painter import Painter
from margin_lessons.figures.picture import Guess, Picture, Viewport
from margin_lessons.panels.arrivals import Arrivals
from margin_lessons.panels.live_output import LiveOutput
from margin_lessons.panels.model import Download, PanelModel
from margin_lessons.panels.own_numbers import (
    forget_position,
    keep_of,
    own_buttons,
    own_values,
)
from margin_lessons.panels.patches import Patches
from margin_lessons.panels.session import Session
from margin_lessons.panels.setting import Setting
from margin_lessons.panels.twin import panel_html
from margin_lessons.panels.wire import panel_told, received, sent, viewport_of
from margin_lessons.scenes.scene import Scene


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
        self._file: dict[str, Any] = {}
        self._arrivals = Arrivals(model.controls)
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
        return self._begin(self.model.scenario(name))

    def reset(self) -> Panel:
        """Put every control back to its start, and forget all decisions."""
        return self._begin(self.model.start)

    def decide(self, name: str, reason: str = "") -> Panel:
        """Press the button called ``name``: its decision is appended to the log.

        Raises ``BadInput`` where it cannot be pressed now, or asks for another reason.
        """
        acts = {act.name: act for act in self.model.acts}
        act = pick("act", name, acts, f"the panel '{self.model.name}'")
        log = (*self._at.log, act.decided(self.state, reason))
        return self._go(replace(self._at, log=log))

    def download(self, name: str) -> str:
        """Return what is in a file that the panel gives, as it stands now."""
        return self._download(name).content(self.state)

    def my_position(self) -> Panel:
        """Show the position of one's own that is kept; ``BadInput`` where there is none to show."""
        values, note = own_values(self.model)
        setting = Setting.begin({**self.model.start, **values})
        return self._go(replace(setting, before=self._at.before or self._at), note)

    def lesson_numbers(self) -> Panel:
        """Go back to where the panel stood before it showed a position of one's own."""
        return self._go(self._at.before or self._at)

    def close(self) -> None:
        """End it; files that are on their way are let go."""
        self._arrivals.stop()
        super().close()

    # What a page asks for.

    def _act(self, asked: Mapping[str, Any]) -> None:
        self._place, self._file = asked.get("place", self._place), {}
        act, name = asked.get("act"), asked.get("name", "")
        match act:
            case "scenario":
                self.scenario(name)
            case "reset":
                self.reset()
            case "decide":
                self.decide(name, asked.get("reason", ""))
            case "mine":
                self.my_position()
            case "back":
                self.lesson_numbers()
            case "keep":
                self.say(keep_of(self.model, self.state, self._session))
            case "forget":
                self.say(forget_position(self._session))
            case "download":
                file = self._download(name)
                given = {"turn": self._turn, "print": bool(asked.get("print"))}
                self._file = {**given, **file.as_told(self.state)}
            case "piece":
                self._arrivals.take(asked)
            case "read":
                self._arrivals.read(name, self)
            case "stop":
                self._arrivals.stop(name)
            case _ if asked.get("set"):
                self.set(**self._received(asked["set"]))
            case _:
                self._go(self._at)

    def _download(self, name: str) -> Download[Any]:
        known = {one.name: one for one in self.model.downloads}
        found: Download[Any] = pick("file", name, known, f"the panel '{self.model.name}'")
        return found

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

    def _begin(self, values: Mapping[str, Any]) -> Panel:
        """Begin a scenario; files that are on their way are let go."""
        self._arrivals.stop()
        return self._go(Setting.begin(values))

    def _go(self, at: Setting, note: str = "") -> Panel:
        with self.alone:
            return self._move_to(at, note)

    def _move_to(self, at: Setting, note: str) -> Panel:
        # All is computed before anything is shown: a fault leaves the panel as it was.
        scene = self.model.shown(at.values, at.log)
        picture = self.model.picture(scene, self._base_of(at))
        painted = self._paint(picture, self._guess(at))
        met = self.model.mission is not None and bool(self.model.mission.done(scene.state))
        can = {act.name: act.enabled(scene.state) for act in self.model.acts}
        pause = self.model.clock is not None and self.model.clock.pauses(scene.state)
        self._at, self._can, self._pause = at, can, pause
        self.scene, self.picture, self.painted = scene, picture, painted
        self.say(note)
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
            said = self._session.mission_met(self.model.name)
            self.say(" ".join(filter(None, (self.note, said))))
        self._met = met

    def _fixed(self) -> dict[str, Any]:
        return panel_told(self.model)

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
            "can": self._can,
            "pause": self._pause,
            "arriving": self._arrivals.shown,
            "file": self._file,
            "own": own_buttons(self.model, is_shown=self._at.before is not None),
            "size": [where.width, where.height, where.ratio],
        }

    def _twin(self) -> str:
        painter = Painter(*viewport_of({}, self.picture))
        painted = painter.paint(self.picture, self._guess(self._at))
        return panel_html(self.scene, painted, self.model.mission)

    def __str__(self) -> str:
        mission = self.model.mission
        return self.scene.text + (f"\nMission: {mission.task}" if mission else "")
