"""A panel in the page, beside the model it shows: what it should say is asked of the package."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from browser.sheet import Sheet
from playwright.sync_api import ElementHandle

from margin_lessons.figures.readout import Readout
from margin_lessons.lessons import Lesson
from margin_lessons.panels.controls import Choice, Number
from margin_lessons.panels.model import PanelModel

PATIENCE = 5.0  # seconds until a move must be seen

# Everything a panel shows, in one look.
LOOK = """panel => {
  const all = (root, selector) => [...root.querySelectorAll(selector)];
  const name = label => label.textContent.trim();
  const area = panel.closest('.jp-OutputArea');
  const words = all(area, '.ml-words')[all(area, '.ml-panel').indexOf(panel)];
  const img = panel.querySelector('.ml-picture img');
  return {
    alt: img.alt, turn: Number(img.dataset.turn), wide: img.naturalWidth,
    words: words.textContent,
    message: panel.querySelector('.ml-controls > .ml-note').textContent.trim(),
    numbers: Object.fromEntries(all(panel, '.ml-control input[type=number]').map(
      input => [name(input.parentNode.querySelector('label')), input.valueAsNumber])),
    choices: Object.fromEntries(all(panel, '.ml-control select').map(
      list => [name(list.parentNode.querySelector('label')), list.selectedIndex])),
  };
}"""
PIXELS = """async panel => {
  const answer = await fetch(panel.querySelector('.ml-picture img').src).catch(() => null);
  if (!answer) return 'no picture';
  const digest = await crypto.subtle.digest('SHA-256', await answer.arrayBuffer());
  return [...new Uint8Array(digest)].join(' ');
}"""
PAPER = """panel => {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const pen = canvas.getContext('2d');
  pen.drawImage(panel.querySelector('.ml-picture img'), 2, 2, 1, 1, 0, 0, 1, 1);
  return '#' + [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3)
    .map(part => part.toString(16).padStart(2, '0')).join('');
}"""
WATCH = """panel => {
  const img = panel.querySelector('.ml-picture img');
  window.watched = {frames: 0, blank: 0, on: true};
  const look = () => {
    watched.frames += 1;
    if (!img.naturalWidth || !img.getAttribute('src')) watched.blank += 1;
    if (watched.on) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""


class LivePanel:
    """One panel in the page and the model behind it."""

    def __init__(self, sheet: Sheet, node: ElementHandle, lesson: Lesson) -> None:
        self.sheet, self.node = sheet, node
        look = self.look()
        labels = {name.removesuffix(", as a number") for name in look["numbers"]}
        labels |= set(look["choices"])
        fitting = [m for m in lesson.panels if {c.label for c in m.controls} == labels]
        assert fitting, f"no panel of {lesson.name} has the controls {labels}"
        self.model: PanelModel = fitting[0]

    def __str__(self) -> str:
        return f"panel '{self.model.name}'"

    def look(self) -> dict[str, Any]:
        """Return what the panel shows now."""
        return self.node.evaluate(LOOK)

    def values(self, look: dict[str, Any]) -> dict[str, Any]:
        """Return the values of the controls, by name."""
        values: dict[str, Any] = {}
        for control in self.model.controls:
            if isinstance(control, Number):
                values[control.name] = look["numbers"][f"{control.label}, as a number"]
            else:
                values[control.name] = control.options[look["choices"][control.label]][1]
        return values

    def readout(self, values: dict[str, Any]) -> Readout:
        """Return what the package says for these values."""
        return self.model.readout(self.model.compute(**values))

    def disagreement(self, look: dict[str, Any]) -> str:
        """Return how picture, words and controls differ from the package; '' when they agree."""
        try:
            readout = self.readout(self.values(look))
        except (ValueError, TypeError) as error:
            return f"the fields show what cannot be: {error}"
        if look["alt"] != readout.alt:
            return f"the text alternative is {look['alt']!r}, and should be {readout.alt!r}"
        wanted = [readout.sentence, *(f"{fact.name}{fact.text}" for fact in readout.facts)]
        missing = [words for words in wanted if words not in look["words"]]
        return f"the words lack {missing}" if missing else ""

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
            time.sleep(0.01)

    def pixels(self) -> str:
        """Return what tells one picture from another."""
        return self.node.evaluate(PIXELS)

    def paper(self) -> str:
        """Return the colour of the picture's corner."""
        return self.node.evaluate(PAPER)

    def unfold(self) -> None:
        """Open "More controls"."""
        fold = self.node.query_selector("button.ml-fold:not(.mod-active)")
        if fold is not None:
            fold.click()
            self.node.wait_for_selector(".ml-more", state="visible")

    def handles(self) -> list[tuple[Number, ElementHandle]]:
        """Return each slider's control and its handle."""
        found = self.node.query_selector_all(".ml-control:has([role=slider])")
        numbers = {c.label: c for c in self.model.controls if isinstance(c, Number)}
        pairs = []
        for row in found:
            label, handle = row.query_selector("label"), row.query_selector("[role=slider]")
            assert label is not None
            assert handle is not None
            pairs.append((numbers[(label.text_content() or "").strip()], handle))
        return pairs

    def field(self, control: Number) -> ElementHandle:
        """Return the number field of a control."""
        for field in self.node.query_selector_all(".ml-control input[type=number]"):
            if field.evaluate("f => f.parentNode.textContent.trim()").startswith(control.label):
                return field
        raise AssertionError(f"{self} has no field for {control.label}")

    def choices(self) -> list[Choice]:
        """Return the controls that are lists."""
        return [control for control in self.model.controls if isinstance(control, Choice)]


def live_panels(sheet: Sheet, lesson: Lesson) -> list[LivePanel]:
    """Return the panels in the page, from top to bottom."""
    nodes = sheet.page.query_selector_all(".ml-panel")
    return [LivePanel(sheet, node, lesson) for node in nodes if node.is_visible()]
