"""A panel in the page, beside the model it shows: what it should say is asked of the package."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
from browser.sheet import Sheet
from playwright.sync_api import ElementHandle

from margin_lessons.figures.painter import Painter
from margin_lessons.figures.palette import DARK
from margin_lessons.lessons import Lesson
from margin_lessons.panels.controls import Choice, Control, Number
from margin_lessons.panels.model import PanelModel
from margin_lessons.panels.wire import viewport_of
from margin_lessons.scenes.scene import Scene

PATIENCE = 5.0  # seconds until a move must be seen

# Everything a panel shows, in one look.
LOOK = """panel => {
  const all = selector => [...panel.querySelectorAll(selector)];
  const text = selector => panel.querySelector(selector)?.textContent.trim() ?? '';
  const by = (selector, read) => Object.fromEntries(all(selector).map(
    node => [node.closest('.ml-control').querySelector('label').textContent.trim(), read(node)]));
  const canvas = panel.querySelector('.ml-picture canvas');
  return {
    title: text('.ml-title'), sentence: text('.ml-sentence'), message: text('.ml-message'),
    mission: text('.ml-mission'), trouble: text('.ml-trouble'), problem: text('.ml-gate form + p'),
    told: text('.ml-result'), question: text('.ml-question'),
    alt: canvas.getAttribute('aria-label'), role: canvas.getAttribute('role'),
    turn: canvas.dataset.turn, pixels: [canvas.width, canvas.height],
    shown: [canvas.getBoundingClientRect().width, canvas.getBoundingClientRect().height],
    room: panel.querySelector('.ml-picture').clientWidth, ratio: devicePixelRatio,
    rows: all('.ml-numbers tr').map(row => [...row.cells].map(cell => cell.textContent)),
    caption: text('.ml-numbers caption'),
    numbers: by('input[type=number]', field => field.valueAsNumber),
    sliders: by('input[type=range]', slider => slider.valueAsNumber),
    spoken: by('input[type=range]', slider => slider.getAttribute('aria-valuetext')),
    values: by('.ml-value', node => node.textContent),
    choices: by('.ml-control select', list => list.selectedIndex),
  };
}"""
# A number that tells one picture from another.
PIXELS = """panel => {
  const canvas = panel.querySelector('.ml-picture canvas');
  const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let sum = 0;
  for (const word of new Uint32Array(data.buffer)) sum = (Math.imul(sum, 31) + word) | 0;
  return sum;
}"""
WORD, FACTOR = 2**32, 31  # as in the script
PAPER = """panel => '#' + [...panel.querySelector('.ml-picture canvas').getContext('2d')
  .getImageData(2, 2, 1, 1).data].slice(0, 3).map(v => v.toString(16).padStart(2, '0')).join('')"""
# Counts frames, those without a picture, and the pictures themselves, until it is told to stop.
WATCH = """panel => {
  const canvas = panel.querySelector('.ml-picture canvas');
  const pen = canvas.getContext('2d');
  const seen = window.watched = {frames: 0, blank: 0, pictures: 0, on: true};
  let turn;
  const look = () => {
    seen.frames += 1;
    const [r, g, b] = pen.getImageData(2, 2, 1, 1).data;
    if (!canvas.width || r + g + b === 0) seen.blank += 1;
    if (canvas.dataset.turn !== turn) seen.pictures += 1;
    turn = canvas.dataset.turn;
    if (seen.on) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""
# Which parts of a panel do not lie wholly in what is seen of the notebook.
OUTSIDE = """panel => {
  const view = panel.closest('.jp-WindowedPanel-outer').getBoundingClientRect();
  const parts = [...panel.querySelectorAll(
    '.ml-told, .ml-title, .ml-picture, .ml-sentence, '
    + '.ml-body > .ml-controls > :not(.ml-fold, .ml-more)')];
  return parts.filter(part => part.offsetParent).filter(part => {
    const box = part.getBoundingClientRect();
    return box.top < view.top - 1 || box.bottom > view.bottom + 1;
  }).map(part => part.className);
}"""
# From the top of the panel to the end of the controls in use.
HEIGHT = """panel => {
  const top = panel.getBoundingClientRect().top;
  const parts = [...panel.querySelectorAll('.ml-body > .ml-controls > :not(.ml-fold, .ml-more)')];
  return Math.max(...parts.filter(part => part.offsetParent)
    .map(part => part.getBoundingClientRect().bottom)) - top;
}"""


class LivePanel:
    """One panel in the page and the model behind it."""

    def __init__(self, sheet: Sheet, node: ElementHandle, lesson: Lesson) -> None:
        self.sheet, self.node, self.lesson = sheet, node, lesson
        name = node.get_attribute("data-panel")
        fitting = [model for model in lesson.panels if model.name == name]
        assert fitting, f"{lesson.name} has no panel {name!r}"
        self.model: PanelModel[Any] = fitting[0]

    def __str__(self) -> str:
        return f"panel '{self.model.name}'"

    # Reading it.

    def look(self) -> dict[str, Any]:
        """Return what the panel shows now."""
        found: dict[str, Any] = self.node.evaluate(LOOK)
        return found

    def values(self, look: dict[str, Any]) -> dict[str, Any]:
        """Return the values of the controls, by name."""
        values: dict[str, Any] = {}
        for control in self.model.controls:
            if isinstance(control, Number):
                values[control.name] = look["numbers"][control.label]
            else:
                values[control.name] = control.options[look["choices"][control.label]][1]
        return values

    def scene(self, values: dict[str, Any]) -> Scene[Any]:
        """Return what the package says for these values."""
        return self.model.shown(values)

    def disagreement(self, look: dict[str, Any]) -> str:
        """Return how picture, words and controls differ from the package; '' when they agree."""
        try:
            values = self.values(look)
            scene = self.scene(values)
        except (ValueError, TypeError) as error:
            return f"the fields show what cannot be: {error}"
        rows = [list(scene.table.head), *map(list, scene.table.rows)]
        numbers = [one for one in self.model.controls if isinstance(one, Number)]
        says = {one.label: one.say(values[one.name]) for one in numbers}
        spoken = {one.label: says[one.label] for one in numbers if one.slider}
        pairs = (
            ("title", look["title"], scene.title),
            ("sentence", look["sentence"], scene.sentence),
            ("text alternative", look["alt"], scene.alt),
            ("table", look["rows"], rows),
            ("caption", look["caption"], scene.table.caption),
            ("values", look["values"], says),
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
        end = time.monotonic() + PATIENCE
        while True:
            look = self.look()
            trouble = self.disagreement(look)
            if not trouble and done(self.values(look)) and message in look["message"]:
                return ""
            if time.monotonic() > end:
                return trouble or f"it stays at {self.values(look)} and says '{look['message']}'"
            time.sleep(0.02)

    def pixels(self) -> int:
        """Return what tells one picture from another."""
        found: int = self.node.evaluate(PIXELS)
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
        found: str = self.node.evaluate(PAPER)
        return found

    def outside(self) -> list[str]:
        """Return the parts that do not lie wholly in what is seen of the notebook."""
        found: list[str] = self.node.evaluate(OUTSIDE)
        return found

    def height(self) -> float:
        """Return the pixels from its top to the end of the controls in use."""
        found: float = self.node.evaluate(HEIGHT)
        return found

    def walk(self, script: str, moves: list[tuple[str, float | None]]) -> list[dict[str, Any]]:
        """Take the panel through moves inside the page; return what a script tells of each."""
        call = f"(panel, moves) => ({script})(panel, moves)"
        found: list[dict[str, Any]] = self.node.evaluate(call, moves)
        return found

    def scaled(self) -> str:
        """Return how the picture is scaled by the browser, or ''."""
        look = self.look()
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

    def sliders(self) -> list[tuple[Number, ElementHandle]]:
        """Return each number's control and its slider."""
        pairs = [
            (control, self.control(control, "input[type=range]"))
            for control in self.model.controls
            if isinstance(control, Number)
        ]
        return [(control, slider) for control, slider in pairs if slider is not None]

    def field(self, control: Number) -> ElementHandle:
        """Return the number field of a control."""
        field = self.control(control, "input[type=number]")
        assert field is not None
        return field

    def choices(self) -> list[Choice]:
        """Return the controls that are lists."""
        return [control for control in self.model.controls if isinstance(control, Choice)]

    def button(self, name: str) -> ElementHandle:
        """Return the button called ``name``."""
        for button in self.node.query_selector_all("button"):
            if (button.text_content() or "").strip() == name:
                return button
        raise AssertionError(f"{self} has no button {name!r}")

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
            self.button("Commit and look").tap()
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
