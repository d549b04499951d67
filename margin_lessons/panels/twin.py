"""Boxes whose stored output can be read without a kernel: the static twin of a live widget."""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Callable
from typing import Any

import ipywidgets as widgets
from PIL import Image
from PIL.PngImagePlugin import PngInfo

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
DESCRIPTION = "Description"  # the name that the PNG standard has for it


class TwinBox(widgets.VBox):
    """A box that shows live where there is a kernel, and as text and picture where there is none.

    ``twin_text`` and ``twin_png`` are called when the box is displayed. The text is stored in the
    notebook and compared by the checks; the picture is what GitHub, a PDF or a page that has not
    been run shows instead of the live box.
    """

    def __init__(
        self,
        children: tuple[widgets.Widget, ...],
        twin_text: Callable[[], str],
        twin_png: Callable[[], bytes] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(children, **kwargs)
        self._twin_text, self._twin_png = twin_text, twin_png

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        bundle = super()._repr_mimebundle_(**kwargs)
        words = self._twin_text()
        twin = {"text/plain": words}
        if self._twin_png is not None:
            twin["image/png"] = b64encode(described(self._twin_png(), words)).decode("ascii")
        return {**bundle, **twin}


def described(png: bytes, words: str) -> bytes:
    """Return a picture that carries its words in itself, and is packed tightly to be stored.

    A stored picture can so be checked against the words beside it, whatever drew it.
    """
    note, out = PngInfo(), io.BytesIO()
    note.add_itxt(DESCRIPTION, words)
    with Image.open(io.BytesIO(png)) as picture:
        picture.save(out, format="png", pnginfo=note, optimize=True)
    return out.getvalue()


def status(text: str = "", kind: str = "") -> widgets.HTML:
    """Return a line that a screen reader speaks when it changes."""
    line = widgets.HTML()
    line.add_class("ml-note")
    set_status(line, text, kind)
    return line


def set_status(line: widgets.HTML, text: str, kind: str = "") -> None:
    """Set a status line; ``kind`` is ``good``, ``notyet`` or empty."""
    look = f' class="ml-{kind}"' if kind else ""
    line.value = f'<div role="status"{look}>{text}</div>'
