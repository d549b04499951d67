"""The panel: controls, a picture, a sentence and a table, all from one state."""

from __future__ import annotations

from html import escape
from typing import Any

import ipywidgets as widgets
from IPython.display import display

from margin_lessons.errors import BadInput
from margin_lessons.figures.drawing import Drawing
from margin_lessons.figures.palette import DARK, LIGHT
from margin_lessons.figures.readout import Readout
from margin_lessons.panels.controls import widget_for
from margin_lessons.panels.model import PanelModel
from margin_lessons.panels.picture import Picture, SliderNames
from margin_lessons.panels.twin import TwinBox, set_status, status


class Panel:
    """A live panel of one ``PanelModel``.

    Move it from a cell with ``panel.set(leverage=5)`` and read ``panel.state``, ``panel.values``
    and ``panel.readout``. It is displayed as two outputs: the controls with the picture, and the
    words with the numbers, so that a stored notebook shows both.
    """

    def __init__(self, model: PanelModel) -> None:
        self.model = model
        self._values: dict[str, Any] = {}
        self._drawing: Drawing = model.drawing(LIGHT)
        self._prediction: tuple[float, str] | None = None
        size = [round(side * self._drawing.figure.dpi) for side in self._drawing.size]
        self.picture = Picture(width=size[0], height=size[1])
        self.picture.observe(lambda change: self._theme(change["new"]), "dark")
        self.widgets = {c.name: widget_for(c, self._moved) for c in model.controls}
        self.message = status()
        self.sentence, self.table = status(), widgets.HTML()
        self.mission_line = status()
        self.top = TwinBox(
            (self._body(),), lambda: self.readout.alt, lambda: self._drawing.png(self.state)
        )
        self.top.add_class("ml-panel")
        self.words = TwinBox(
            (self.sentence, self.table, self.mission_line), lambda: self.readout.text
        )
        self.words.add_class("ml-words")
        self._go(model.start)

    # Reading and moving.

    @property
    def values(self) -> dict[str, Any]:
        """The values of the controls, by name."""
        return dict(self._values)

    @property
    def png(self) -> bytes:
        """The picture that is shown."""
        return self.picture.png

    @property
    def drawing(self) -> Drawing:
        """The drawing behind the picture."""
        return self._drawing

    def set(self, **values: Any) -> Panel:
        """Move controls by name and return the panel; ``BadInput`` when a value cannot be taken."""
        self._go({**self._values, **self.model.check(values)})
        return self

    def scenario(self, name: str) -> Panel:
        """Go to a named scenario."""
        self._go(self.model.scenario(name))
        return self

    def reset(self) -> Panel:
        """Put every control back to its start."""
        self._go(self.model.start)
        return self

    def predict(self, value: float | None, label: str = "") -> None:
        """Keep a prediction on the axes, or take it away with None."""
        self._prediction = None if value is None else (value, label)
        self._drawing.predict(value, label)
        self._go(self._values)

    # Putting it together.

    def _body(self) -> widgets.Widget:
        hidden = set(self.model.more)
        rows = [self.widgets[c.name].box for c in self.model.controls if c.name not in hidden]
        more = [self.widgets[name].box for name in self.model.more]
        if more:
            rows += self._fold(more)
        buttons = [self._button(s.name, lambda s=s: self.scenario(s.name))
                   for s in self.model.scenarios]  # fmt: skip
        buttons.append(self._button("Reset", self.reset))
        row = widgets.Box(buttons)
        row.add_class("ml-buttons")
        controls = widgets.VBox((row, *rows, self.message, SliderNames()))
        controls.add_class("ml-controls")
        box = widgets.Box((self.picture,))
        box.add_class("ml-picture-box")
        body = widgets.Box((controls, box))
        body.add_class("ml-body")
        return body

    def _fold(self, rows: list[widgets.Widget]) -> list[widgets.Widget]:
        """Return a button and the rows it shows; unlike an accordion, the keyboard reaches it."""
        box = widgets.VBox(rows, layout={"display": "none"})
        box.add_class("ml-more")
        button = widgets.ToggleButton(description="More controls", tooltip="Show more controls")
        button.add_class("ml-fold")
        button.observe(lambda c: setattr(box.layout, "display", None if c["new"] else "none"),
                       "value")  # fmt: skip
        return [button, box]

    def _button(self, name: str, act: Any) -> widgets.Button:
        button = widgets.Button(description=name, tooltip=name)
        button.on_click(lambda _: self._surely(act))
        return button

    def _moved(self, name: str, value: object) -> None:
        self._surely(lambda: self.set(**{name: value}))

    def _surely(self, act: Any) -> None:
        """Run what a learner asks for: a bad value is said in one sentence, a fault is shown."""
        try:
            act()
        except BadInput as error:
            set_status(self.message, escape(str(error)), "notyet")
            self._show_values()
        except Exception as error:
            words = f"This panel has a fault, please report it: {error!r}"
            set_status(self.message, escape(words), "notyet")
            self._show_values()
            raise

    def _theme(self, dark: bool) -> None:
        self._drawing = self.model.drawing(DARK if dark else LIGHT)
        if self._prediction is not None:
            self._drawing.predict(*self._prediction)
        self._go(self._values)

    def _go(self, values: dict[str, Any]) -> None:
        # All is computed before anything is shown: a fault leaves the panel as it was.
        state = self.model.compute(**values)
        readout = self.model.readout(state)
        png = self._drawing.png(state)
        met = self.model.mission is not None and self.model.mission.done(state)
        self._values, self.state, self.readout = values, state, readout
        set_status(self.message, "")
        self._show_values()
        with self.picture.hold_sync():
            self.picture.alt = readout.alt
            self.picture.png = png
        self._show_words(readout, met)

    def _show_values(self) -> None:
        for name, value in self._values.items():
            self.widgets[name].show(value)

    def _show_words(self, readout: Readout, met: bool) -> None:
        self.sentence.value = f'<p class="ml-sentence" role="status">{escape(readout.sentence)}</p>'
        self.table.value = readout.table_html
        mission = self.model.mission
        if mission is not None:
            words = f"<b>Mission:</b> {escape(mission.task)}"
            praise = f" <b>Done.</b> {escape(mission.praise)}" if met else ""
            set_status(self.mission_line, words + praise, "good" if met else "")

    def _ipython_display_(self) -> None:
        display(self.top)
        display(self.words)
