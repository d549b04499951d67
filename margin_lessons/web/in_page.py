"""Python inside a page: a shell that runs a lesson's cells and hands to the page what they show.

The page's worker gives messages as JSON text, with the bytes beside them, and is told in the same
way. Nothing here needs a browser: whoever calls ``InPage`` gives the function that tells the page.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

import comm
from comm.base_comm import BaseComm, BuffersType, MaybeDict
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.history import HistoryManager
from IPython.core.interactiveshell import InteractiveShell

from margin_lessons.web.page_files import PageFiles

Told = Callable[[str, list[bytes]], None]
"""Is told a message for the page: JSON text, and the bytes that belong to it."""
Message = Mapping[str, Any]
"""What JSON text holds."""

STOPPED = "This part of the lesson stopped with an error, please report it: "


class _Publisher(DisplayPublisher):
    """What ``display`` shows goes to the page."""

    show: Callable[[Message], None]

    def publish(self, data: Message, *_: object, **__: object) -> None:
        """Show a bundle: the same thing in several forms, by their mime types."""
        self.show(data)


class _Hook(DisplayHook):
    """The value of a cell's last line goes to the page too, without a prompt."""

    def write_output_prompt(self) -> None:
        """Write none."""

    def write_format_data(self, format_dict: Message, md_dict: object = None) -> None:
        """Show the value's bundle."""
        cast(PageShell, self.shell).display_pub.publish(format_dict)


class PageShell(InteractiveShell):
    """A shell that knows which cell runs, as a kernel's does, and reads nothing from a terminal."""

    _parent: Message = {}

    def get_parent(self) -> Message:
        """Return the request that runs now: the cell's id is in its metadata."""
        return self._parent

    def run(self, cell: str, source: str) -> str:
        """Run a cell; return its error in one sentence, or ''."""
        self._parent = {"metadata": {"cellId": cell}, "content": {"code": source}}
        result = self.run_cell(source, store_history=True)
        error = result.error_before_exec or result.error_in_exec
        return "" if error is None else f"{STOPPED}{type(error).__name__}: {error}"

    def showtraceback(self, *_: object, **__: object) -> None:
        """Write none: the page shows the error of a cell as a sentence."""

    def showsyntaxerror(self, *_: object, **__: object) -> None:
        """Write none."""


class InPage:
    """One lesson in one page: what the page's worker talks to.

    ``told`` gets a message as JSON text, and the bytes that belong to it.
    """

    def __init__(self, told: Told) -> None:
        self._told = told
        self._cell = ""
        self.files = PageFiles()
        HistoryManager.enabled = False  # nobody reads it, and it would be a data base on a disk
        self.shell = PageShell.instance(
            displayhook_class=_Hook, display_pub_class=_Publisher, colors="nocolor"
        )
        self.shell.display_pub.show = self._show
        comm.create_comm = self._open

    def take(self, text: str, buffers: Iterable[bytes] = ()) -> None:
        """Do what a message of the page asks for, and tell what became of the learner's files.

        The kinds: ``run`` a ``source`` as the cell ``id``; ``comm_msg`` to the model ``id``;
        ``files`` alone. With each the page may give ``files``, what is stored now.
        """
        message = json.loads(text)
        self.files.take(message.get("files", {}))
        match message["type"]:
            case "run":
                self._run(message["id"], message["source"])
            case "comm_msg":
                self._to_comm(message, list(buffers))
        changed = self.files.changed()
        if changed:
            self._tell({"type": "files", "files": changed})

    def _run(self, cell: str, source: str) -> None:
        self._cell = cell
        error = self.shell.run(cell, source)
        if error:
            self._show({"text/plain": error}, look="error")
        self._tell({"type": "done", "id": cell})

    def _to_comm(self, message: Message, buffers: list[bytes]) -> None:
        found = comm.get_comm_manager().get_comm(message["id"])
        if found is not None:
            found.handle_msg({"content": {"data": message["data"]}, "buffers": buffers})

    def _open(self, *given: Any, **named: Any) -> BaseComm:
        return _PageComm(self._tell, *given, **named)

    def _show(self, bundle: Message, look: str = "") -> None:
        self._tell({"type": "output", "id": self._cell, "bundle": dict(bundle), "look": look})

    def _tell(self, message: Message, buffers: BuffersType = None) -> None:
        self._told(json.dumps(message), list(buffers or ()))


class _PageComm(BaseComm):
    """A model's line to the page."""

    def __init__(
        self, tell: Callable[[Message, BuffersType], None], *given: Any, **named: Any
    ) -> None:
        self._tell = tell
        super().__init__(*given, **named)

    def publish_msg(
        self,
        msg_type: str,
        data: MaybeDict = None,
        metadata: MaybeDict = None,
        buffers: BuffersType = None,
        **_: object,
    ) -> None:
        """Tell the page a message of this model."""
        target = {"target": self.target_name} if msg_type == "comm_open" else {}
        message = {"type": msg_type, "id": self.comm_id, "data": data or {}, **target}
        self._tell(message, buffers)
