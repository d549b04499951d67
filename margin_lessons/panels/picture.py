"""The two small widgets that ipywidgets lacks: an accessible picture, and names for sliders."""

from __future__ import annotations

from pathlib import Path

import anywidget
import traitlets

_STATIC = Path(__file__).parent / "static"


class Picture(anywidget.AnyWidget):
    """A picture as PNG bytes with a text alternative; it decodes a new one before it swaps.

    ``dark`` is set by the browser when JupyterLab's theme is a dark one.
    """

    _esm = _STATIC / "picture.js"
    _css = _STATIC / "panel.css"
    png = traitlets.Bytes(b"").tag(sync=True)
    alt = traitlets.Unicode("").tag(sync=True)
    width = traitlets.Int(900).tag(sync=True)
    height = traitlets.Int(400).tag(sync=True)
    dark = traitlets.Bool(False).tag(sync=True)


class SliderNames(anywidget.AnyWidget):
    """Shows nothing; names the sliders and the groups of options of its panel or card.

    It also brings the style sheet, for a card on a page without a panel.
    """

    _esm = _STATIC / "names.js"
    _css = _STATIC / "panel.css"
