"""What a cell shows: words and pictures that are stored with the notebook, alive where a page can.

The output of a panel or card is its *twin*: HTML and plain text that need no kernel. Beside it
stands one ``LiveModel`` that is never displayed. Its script, in the page, looks for the twin by
its class and puts the live panel or card in its place.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4

import anywidget
import traitlets

from margin_lessons.errors import BadInput

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

STATIC = Path(__file__).parent / "static"
SCRIPTS = (
    "base", "link", "controls", "upload", "files", "patches", "picture", "play", "acts", "project",
    "gate", "panel", "cards", "main",
)  # fmt: skip
STYLES = ("base", "panel", "cards")
FAULT = "This panel has a fault, please report it: "


def _joined(names: tuple[str, ...], ending: str) -> str:
    """Return files of the page as one text: a page loads one script and one style sheet."""
    found = (STATIC / f"{name}.{ending}" for name in names)
    return "\n".join(path.read_text(encoding="utf-8") for path in found)


class LiveModel(anywidget.AnyWidget):
    """The model that a page and the kernel share.

    ``fixed`` does not change. ``shown`` is everything that does, replaced as a whole; ``table`` and
    the picture, a ``whole`` one and the ``patch`` on it, are sent beside it, in the same message,
    when they differ. ``asked`` is what the page asks for; ``shown["turn"]`` is the turn of the
    request that is answered. A page whose answer was lost on the way asks by a message of its own,
    {"again": asked}: that is answered whole, and done only if it was not done before.
    """

    _esm = _joined(SCRIPTS, "js")
    _css = _joined(STYLES, "css")
    layout = traitlets.Any(None).tag(sync=True)  # it is never displayed, and needs no second model
    fixed = traitlets.Dict().tag(sync=True)
    shown = traitlets.Dict().tag(sync=True)
    table = traitlets.Unicode("").tag(sync=True)
    whole = traitlets.Bytes(b"").tag(sync=True)
    patch = traitlets.Bytes(b"").tag(sync=True)
    asked = traitlets.Dict().tag(sync=True, echo_update=False)


class LiveOutput(ABC):
    """An output of a cell. What it is made of: its twin, what is shown, and what a page may ask.

    A request that raises ``BadInput`` is answered by its sentence; any other error is shown as a
    fault and raised.
    """

    kind: ClassVar[str]
    """Which part of the page shows it."""
    alone: ClassVar[RLock] = RLock()
    """Held while an output is computed: a kernel may answer a page while it runs a cell."""

    def __init__(self, fixed: Mapping[str, Any]) -> None:
        name = uuid4().hex
        self.note, self.look = "", ""
        self._turn, self._renewals = "", 0
        self._last: dict[str, int] = {}  # the last request of each page that was done
        self.live = LiveModel(model_id=name, fixed={"id": name, "kind": self.kind, **fixed})
        self.live.observe(self._answer, "asked")
        self.live.on_msg(self._answer_again)

    @abstractmethod
    def _act(self, asked: Mapping[str, Any]) -> None:
        """Do what a page asks for."""

    @abstractmethod
    def _shown(self) -> dict[str, Any]:
        """Return everything that changes, as the page shows it."""

    @abstractmethod
    def _twin(self) -> str:
        """Return the HTML that is stored."""

    @abstractmethod
    def __str__(self) -> str:
        """Return the words that are stored beside the HTML, as plain text."""

    def say(self, note: str, look: str = "") -> None:
        """Set the line that speaks; ``look`` is ``good``, ``notyet`` or empty."""
        self.note, self.look = note, look

    def show(self, **sent: Any) -> None:
        """Send what is shown, with a new picture or ``table``, in one message."""
        with self.alone, self.live.hold_sync():
            for name, value in sent.items():
                setattr(self.live, name, value)
            self.live.shown = {
                **self._shown(), "note": self.note, "look": self.look, "turn": self._turn,
                "renewals": self._renewals,
            }  # fmt: skip

    def close(self) -> None:
        """End the model: the page puts the twin back, and nothing holds the output any more."""
        self.live.unobserve(self._answer, "asked")
        self.live.on_msg(self._answer_again, remove=True)
        self.live.close()

    def _answer(self, change: Mapping[str, Any]) -> None:
        self._take(change["new"])

    def _answer_again(self, _: object, content: object, __: object) -> None:
        asked = content.get("again") if isinstance(content, dict) else None
        if isinstance(asked, dict):
            self._take({**asked, "fresh": True})

    def _take(self, asked: Mapping[str, Any]) -> None:
        self._turn = str(asked.get("turn", ""))

        def answer() -> None:
            if asked.get("fresh"):
                self._renew()
            if self._is_new():
                self._act(asked)

        self.surely(answer)

    def surely(self, act: Callable[[], object]) -> None:
        """Do something and show what comes of it, in one message; tell what goes wrong."""
        with self.alone, self.live.hold_sync():
            try:
                act()
            except BadInput as error:
                self.say(str(error), "notyet")
            except BaseException as error:
                self.say(f"{FAULT}{error!r}", "notyet")
                raise
            finally:
                self.show()

    def _is_new(self) -> bool:
        """Return whether the request of this turn was not done yet, and keep that it is."""
        page, _, count = self._turn.rpartition(".")
        if not count.isdecimal():
            return True
        is_new = int(count) > self._last.get(page, 0)
        if is_new:
            self._last[page] = int(count)
        return is_new

    def _renew(self) -> None:
        """Send everything anew, also what is the same as before: the page may have missed it."""
        self._renewals += 1  # so that ``shown`` differs, and is sent

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        with self.alone:
            inside = "" if _keeps_twins() else self._twin()
            return {
                "text/html": twin_html(self.live.fixed["id"], inside),
                "text/plain": str(self),
            }


def twin_html(name: str, inside: str) -> str:
    """Return a twin with the class by which the page finds it; ``name`` is its model's id."""
    return f'<div class="ml-live ml-{name}">{inside}</div>'


class Opened:
    """What the cells of a lesson have opened, so that a cell that runs again closes it first."""

    def __init__(self) -> None:
        self._by_cell: dict[str, tuple[object, list[LiveOutput]]] = {}

    def add(self, output: LiveOutput) -> None:
        """Keep an output under the cell that runs now; those of its last run are closed."""
        cell, run = running_cell()
        if not cell:
            return
        before, outputs = self._by_cell.get(cell, (run, []))
        if before != run:
            for old in outputs:
                old.close()
            outputs = []
        self._by_cell[cell] = (run, [*outputs, output])

    def show_all(self) -> None:
        """Show every output again: something that several of them tell has changed."""
        for _, outputs in tuple(self._by_cell.values()):
            for output in outputs:
                output.show()


def running_cell() -> tuple[str, object]:
    """Return which cell runs now and in which run, or ("", None) outside a notebook.

    A front end that does not name its cells is helped by their text.
    """
    shell, request = _request()
    cell = request.get("metadata", {}).get("cellId")
    run = shell.execution_count if shell else None
    return cell or request.get("content", {}).get("code", ""), run


def _keeps_twins() -> bool:
    """Whether the page that runs this cell has the stored twin, so that none need be drawn."""
    return bool(_request()[1].get("metadata", {}).get("keepsTwins"))


def _request() -> tuple[InteractiveShell | None, Mapping[str, Any]]:
    """Return the shell and the request that it does now, or (None, {}) outside a notebook."""
    from IPython import get_ipython

    shell = get_ipython()
    if shell is None or not hasattr(shell, "get_parent"):
        return None, {}
    return shell, shell.get_parent()
