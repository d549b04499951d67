"""A panel in the page, beside the model it shows: what it should say is asked of the package."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
from browser.moves import Move
from browser.sheet import PATIENCE, Sheet
from playwright.sync_api import ElementHandle

from margin_lessons.figures.painter import Painter
from margin_lessons.figures.palette import DARK
from margin_lessons.lessons import Lesson
from margin_lessons.panels.controls import Choice, Control, Number, TextLine
from margin_lessons.panels.model import PanelModel
from margin_lessons.panels.uploads import Upload
from margin_lessons.panels.wire import viewport_of
from margin_lessons.scenes.scene import Scene

WORD, FACTOR = 2**32, 31  # as in the script that tells one picture from another


class LivePanel:
    """One panel in the page and the model behind it."""

    def __init__(self, sheet: Sheet, node: ElementHandle, lesson: Lesson) -> None:
        self.sheet, self.node, self.lesson = sheet, node, lesson
        name = node.get_attribute("data-panel")
        fitting = [model for model in lesson.panels if model.name == name]
        assert fitting, f"{lesson.name} has no panel {name!r}"
        self.model: PanelModel[Any] = fitting[0]
        self._scenes: dict[tuple[object, ...], Scene[Any]] = {}

    def __str__(self) -> str:
        return f"panel '{self.model.name}'"

    # Reading it.

    def look(self) -> dict[str, Any]:
        """Return what the panel shows once its kernel has answered."""
        return self.ask("async panel => { await trial.rest(panel); return trial.look(panel); }")

    def fitted(self) -> tuple[dict[str, Any], str]:
        """Return what the panel shows once its picture fits its place, and what is wrong, or ''.

        A panel below the window's edge may be drawn for its new place only when it is looked at.
        """
        end = time.monotonic() + PATIENCE / 1000
        while True:
            look = self.look()
            trouble = self.scaled(look) or self.disagreement(look)
            if not trouble or time.monotonic() > end:
                return look, trouble
            time.sleep(0.02)

    def ask(self, script: str, told: object = None) -> Any:
        """Return what a script in the page answers about this panel."""
        return self.node.evaluate(script, told)

    def values(self, look: dict[str, Any]) -> dict[str, Any]:
        """Return the values of the controls, by name."""
        values: dict[str, Any] = {}
        for control in self.model.controls:
            match control:
                case Number():
                    values[control.name] = look["numbers"][control.label]
                case Choice():
                    values[control.name] = control.options[look["choices"][control.label]][1]
                case TextLine():
                    values[control.name] = look["words"][control.label]
                case Upload():
                    values[control.name] = self._files(control, look["values"][control.label])
        return values

    def _files(self, control: Upload, says: str) -> Any:
        """Return the value of which a page says these names: nothing, or one of the samples."""
        return next(value for value in control.probes if control.say(value) == says)

    def scene(self, values: dict[str, Any], log: tuple[object, ...] = ()) -> Scene[Any]:
        """Return what the package says for these values; it is asked once."""
        key = (len(log), *(getattr(value, "names", value) for value in values.values()))
        if key not in self._scenes:
            self._scenes[key] = self.model.shown(values, log)
        return self._scenes[key]

    def disagreement(self, look: dict[str, Any], log: tuple[object, ...] = ()) -> str:
        """Return how picture, words and controls differ from the package; '' when they agree.

        ``log`` is what was decided by then, always the same decisions for the same length.
        """
        try:
            values = self.values(look)
            scene = self.scene(values, log)
        except (ValueError, TypeError) as error:
            return f"the fields show what cannot be: {error}"
        rows = [list(scene.table.head), *map(list, scene.table.rows)]
        kinds = Number | Upload
        said = [one for one in self.model.controls if isinstance(one, kinds)]
        says = {one.label: one.say(values[one.name]) for one in said}
        spoken = {one.label: says[one.label] for one in self.sliders()}
        pairs = (
            ("title", look["title"], scene.title),
            ("sentence", look["sentence"], scene.sentence),
            ("text alternative", look["alt"], scene.alt),
            ("table", look["rows"], rows),
            ("caption", look["caption"], scene.table.caption),
            ("values", look["values"], says),
            ("names of sliders", look["names"], {name: name for name in spoken}),
            ("spoken values", look["spoken"], spoken),
        )
        wrong = [f"{what} {found!r}, not {want!r}" for what, found, want in pairs if found != want]
        return "; ".join(wrong)

    def settle(
        self, done: Callable[[dict[str, Any]], bool] = lambda values: True, message: str = ""
    ) -> str:
        """Wait until the panel agrees with the package, its values are ``done`` and it says so.

        Return why that does not come, or ''.
        """
        end = time.monotonic() + PATIENCE / 1000
        while True:
            look = self.look()
            trouble = self.disagreement(look)
            if not trouble and look["written"] != look["rows"]:
                trouble = f"the table stands at {look['written']}, not {look['rows']}"
            if not trouble and done(self.values(look)) and message in look["message"]:
                return ""
            if time.monotonic() > end:
                return trouble or f"it stays at {self.values(look)} and says '{look['message']}'"
            time.sleep(0.02)

    def pixels(self) -> int:
        """Return what tells one picture from another."""
        found: int = self.ask("panel => trial.pixels(panel)")
        return found

    def painting(self, look: dict[str, Any]) -> int:
        """Return what the package's own picture would tell, where no scenario was chosen."""
        values = self.values(look)
        scene, base = self.scene(values), self.model.base(self.model.start, values)
        picture = self.model.picture(scene, base)
        dark = self.paper() == DARK.paper
        where, palette = viewport_of({**look, "width": look["room"], "dark": dark}, picture)
        words = Painter(where, palette).paint(picture).pixels.view("<u4").ravel()
        powers = np.full(len(words), FACTOR, np.uint32)
        powers[0] = 1
        total = int((words * np.cumprod(powers, dtype=np.uint32)[::-1]).sum(dtype=np.uint64))
        return (total + WORD // 2) % WORD - WORD // 2

    def paper(self) -> str:
        """Return the colour of the picture's corner."""
        found: str = self.ask("panel => trial.paper(panel)")
        return found

    def view(self) -> dict[str, Any]:
        """Return what of it is ``outside`` the notebook's view, and the ``height`` of its parts."""
        found: dict[str, Any] = self.ask("panel => trial.view(panel)")
        return found

    def walk(self, moves: list[Move]) -> list[dict[str, Any]]:
        """Take the panel through moves inside the page; return what is seen after each."""
        told = [[move.way, move.name, move.value] for move in moves]
        found: list[dict[str, Any]] = self.ask("(panel, moves) => trial.walk(panel, moves)", told)
        return found

    def scaled(self, look: dict[str, Any]) -> str:
        """Return how the picture is scaled by the browser, or ''."""
        wanted = [round(side * min(look["ratio"], 2), 2) for side in look["shown"]]
        apart = max(abs(a - b) for a, b in zip(wanted, look["pixels"], strict=True))
        if apart > 1:
            return f"{look['pixels']} pixels are shown as {look['shown']} at {look['ratio']}"
        if look["room"] >= 240 and abs(look["shown"][0] - look["room"]) > 1:
            return f"a picture {look['shown'][0]} px wide stands in {look['room']} px"
        return ""

    # Using it.

    def unfold(self) -> None:
        """Open "More controls"."""
        fold = self.node.query_selector(".ml-body > .ml-controls > .ml-fold[aria-expanded=false]")
        if fold is not None:
            fold.click()

    def control(self, control: Control, kind: str) -> ElementHandle | None:
        """Return a control's part of a kind: input[type=range], input[type=number] or select."""
        for row in self.node.query_selector_all(".ml-control"):
            label = row.query_selector("label")
            assert label is not None
            if (label.text_content() or "").strip() == control.label:
                return row.query_selector(kind)
        raise AssertionError(f"{self} has no control {control.label}")

    def sliders(self) -> list[Number]:
        """Return the controls that have a slider."""
        return [one for one in self.model.controls if isinstance(one, Number) and one.slider]

    def button(self, name: str) -> ElementHandle:
        """Return the button called ``name``."""
        for button in self.node.query_selector_all("button"):
            if (button.text_content() or "").strip() == name:
                return button
        raise AssertionError(f"{self} has no button {name!r}")

    def focus(self, control: Number) -> None:
        """Put the focus on a slider."""
        slider = "(panel, name) => trial.labelled(panel, name, 'input[type=range]').focus()"
        self.ask(slider, control.label)

    def drag(self, control: Number, to: float, steps: int = 10) -> None:
        """Drag a slider with the mouse from where it is to a value."""
        slider = self.control(control, "input[type=range]")
        assert slider is not None
        box = slider.bounding_box()
        assert box is not None
        thumb = 16.0  # px: its middle goes from half of it to half of it before the end

        def x(value: float) -> float:
            share = (value - control.low) / (control.high - control.low)
            return box["x"] + thumb / 2 + share * (box["width"] - thumb)

        mouse, y = self.sheet.page.mouse, box["y"] + box["height"] / 2
        start = self.values(self.look())[control.name]
        mouse.move(x(start), y)
        mouse.down()
        mouse.move(x(to), y, steps=steps)
        mouse.up()

    def commit(self, typed: str, confidence: str, how: str = "click") -> None:
        """Commit a prediction by a "click", a "tap" or "Enter"."""
        field = self.node.query_selector(".ml-gate input[type=text]")
        assert field is not None
        sure = self.node.query_selector(f".ml-gate input[value='{confidence}']")
        assert sure is not None
        sure.check()
        field.fill(typed)
        if how == "Enter":
            field.press("Enter")
        elif how == "tap":
            self.sheet.tap(self.button("Commit and look"))
        else:
            self.button("Commit and look").click()


def live_panels(sheet: Sheet, lesson: Lesson) -> list[LivePanel]:
    """Return the panels in the page that are seen, from top to bottom."""
    nodes = sheet.page.query_selector_all(".ml-panel")
    panels = [LivePanel(sheet, node, lesson) for node in nodes]
    return [one for one in panels if one.node.query_selector(".ml-body:not([hidden])")]


def gates(sheet: Sheet, lesson: Lesson) -> list[LivePanel]:
    """Return the panels in the page that have a prediction above them."""
    nodes = sheet.page.query_selector_all(".ml-panel:has(.ml-gate)")
    return [LivePanel(sheet, node, lesson) for node in nodes]
