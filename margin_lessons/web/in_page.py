"""Python inside a page: a shell that runs a lesson's cells and hands to the page what they show.

The page's worker gives messages as JSON text, with the bytes beside them, and is told in the same
way. Nothing here needs a browser: whoever makes an ``InPage`` gives the function that tells the
page.
"""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable, Iterable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from typing import Any, cast

import comm
from comm.base_comm import BaseComm, BuffersType, MaybeDict
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from margin_lessons.web.page_files import PageFiles

Told = Callable[[str, list[bytes]], None]
"""Is told a message for the page: JSON text, and the bytes that belong to it."""
Message = Mapping[str, Any]
"""What JSON text holds."""

STOPPED = "This part stopped with an error, please report it: "
# Nobody reads the history, and it would be a data base on a disk.
_QUIET = Config({"HistoryManager": {"enabled": False}, "InteractiveShell": {"colors": "nocolor"}})


class _Publisher(DisplayPublisher):
    """What ``display`` shows goes to the page."""

    def publish(self, data: Message, *_: object, **__: object) -> None:
        """Show a bundle: the same thing in several forms, by their mime types."""
        cast(PageShell, self.shell).show(data)


class _Hook(DisplayHook):
    """The value of a cell's last line goes to the page too, without a prompt."""

    def write_output_prompt(self) -> None:
        """Write none."""

    def write_format_data(self, format_dict: Message, md_dict: object = None) -> None:
        """Show the bundle of the value."""
        cast(PageShell, self.shell).show(format_dict)


class PageShell(InteractiveShell):
    """A shell that knows which cell runs, as a kernel's does, and reads nothing from a terminal."""

    show: Callable[[Message], None]
    """Is told each bundle that a cell shows."""
    _parent: Message

    def get_parent(self) -> Message:
        """Return the request that runs now: the cell's id is in its metadata.

        So is that the page keeps the stored twins.
        """
        return self._parent

    def run(self, cell: str, source: str) -> str:
        """Run a cell; return its error in one sentence, or ''."""
        metadata = {"cellId": cell, "keepsTwins": True}
        self._parent = {"metadata": metadata, "content": {"code": source}}
        run_cell: Callable[..., Any] = self.run_cell
        result = run_cell(source, store_history=True)
        error = result.error_before_exec or result.error_in_exec
        return "" if error is None else f"{STOPPED}{type(error).__name__}: {error}"

    def showtraceback(self, *_: object, **__: object) -> None:
        """Write it to the browser's console: the page says an error in one sentence."""
        traceback.print_exc(file=sys.__stderr__)

    showsyntaxerror = showtraceback


class InPage:
    """One lesson in one page: what the page's worker talks to.

    ``told`` gets a message as JSON text, and the bytes that belong to it.
    """

    def __init__(self, told: Told) -> None:
        self._told = told
        self._cell = ""
        self._printed = StringIO()
        self.files = PageFiles()
        self.shell = PageShell.instance(
            config=_QUIET, displayhook_class=_Hook, display_pub_class=_Publisher
        )
        self.shell.show = self._show
        comm.create_comm = self._open

    def take(self, text: str, buffers: Iterable[bytes] = ()) -> None:
        """Do what a message of the page asks for, and tell what became of the learner's files.

        The types: ``run`` a ``source`` as the cell ``id``; ``comm_msg`` to the model ``id``;
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
        with redirect_stdout(self._printed), redirect_stderr(self._printed):
            error = self.shell.run(cell, source)
        self._show_printed()
        if error:
            self._tell_output({"text/plain": error}, "error")
        self._tell({"type": "done", "id": cell})

    def _show(self, bundle: Message) -> None:
        self._show_printed()
        self._tell_output(bundle)

    def _show_printed(self) -> None:
        printed = self._printed.getvalue()
        if printed:
            self._tell_output({"text/plain": printed}, "printed")
            self._printed.seek(0)
            self._printed.truncate()

    def _to_comm(self, message: Message, buffers: list[bytes]) -> None:
        found = comm.get_comm_manager().get_comm(message["id"])
        if found is None:
            return
        try:
            found.handle_msg({"content": {"data": message["data"]}, "buffers": buffers})
        except Exception:  # the panel says so itself
            self.shell.showtraceback()

    def _open(self, *given: Any, **named: Any) -> BaseComm:
        return _PageComm(self._tell, *given, **named)

    def _tell_output(self, bundle: Message, look: str = "") -> None:
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
