"""One notebook open in JupyterLab, and what the browser complained about."""

from __future__ import annotations

from typing import Any

from browser.desk import START, Desk
from playwright.sync_api import CDPSession, ConsoleMessage, ElementHandle, Page, Request, WebSocket
from playwright.sync_api import Error as PageError

PATIENCE = 30_000  # ms: a limit for what hangs, which no good page comes near
LIGHT, DARK = "JupyterLab Light", "JupyterLab Dark"


class Sheet:
    """One notebook open in the page of a desk, with what the browser complained about meanwhile."""

    def __init__(self, desk: Desk, path: str, width: int, height: int) -> None:
        self.desk, self.lab = desk, desk.lab
        self.complaints: list[str] = []
        self._session: CDPSession | None = None
        self.page: Page = desk.page()
        self._listen()
        try:
            # Another size first: who gives a page the size it had may be told nothing.
            for other in (1, 0):
                self.page.set_viewport_size({"width": width, "height": height + other})
            desk.begin()
            self.page.evaluate(OPEN, path)
            self.page.wait_for_function(READY, timeout=START)
        except BaseException:
            desk.leave()
            raise

    def __enter__(self) -> Sheet:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            self.page.evaluate(CLOSE)
            if kind is None:
                self._put_back()
        except PageError:
            self.desk.leave()
            if kind is None:
                raise
        for event, told in self._told.items():
            self.page.remove_listener(event, told)
        if kind is not None or self.complaints:
            self.desk.leave()

    def _put_back(self) -> None:
        """Leave the page as the next notebook expects it: light, one pixel a pixel, with motion."""
        self.page.emulate_media(reduced_motion="no-preference")
        if self._session is not None:
            self._session.detach()
        if self.page.evaluate("() => document.body.dataset.jpThemeLight") != "true":
            self.theme(LIGHT)

    def _listen(self) -> None:
        """Keep what the browser says from now on."""
        own = f"{self.lab.address}/"
        local = (own, own.replace("http", "ws", 1), "data:", "blob:")

        def host(asked: Request | WebSocket) -> None:
            if not asked.url.startswith(local):
                self.complaints.append(f"asked another host: {asked.url}")

        def broken(error: PageError) -> None:
            self.complaints.append(f"page error: {error.stack or error}")

        def said(message: ConsoleMessage) -> None:
            if message.type == "error":
                self.complaints.append(f"console error: {message.text} {message.location}")

        self._told: dict[Any, Any] = {
            "request": host, "websocket": host, "pageerror": broken, "console": said
        }  # fmt: skip
        for event, told in self._told.items():
            self.page.on(event, told)

    def run_all(self, seconds: float = 60) -> None:
        """Clear the outputs, run all cells and wait until the kernel rests and pictures stand."""
        self.page.evaluate(RUN_ALL)
        self.page.wait_for_function(DONE, timeout=1000 * seconds, polling=50)
        self.page.wait_for_function(PICTURES_STAND, timeout=1000 * seconds, polling=50)

    def errors(self) -> list[str]:
        """Return the error outputs and the words on standard error."""
        return self.page.evaluate(ERRORS)

    def theme(self, name: str) -> None:
        """Change JupyterLab's theme and wait until it is there."""
        self.page.evaluate("theme => jupyterapp.commands.execute("
                           "'apputils:change-theme', {theme})", name)  # fmt: skip
        light = "true" if name == LIGHT else "false"
        self.page.wait_for_function(f"document.body.dataset.jpThemeLight === '{light}'")

    def make_place(self, width: int, ratio: int) -> None:
        """Give the page's pictures a width and a pixel ratio, and wait until all are drawn so."""
        for _ in range(3):  # a bar for scrolling may come or go with the change
            whole = width + self.page.evaluate(BESIDE)
            metrics = {"width": whole, "height": 1000, "deviceScaleFactor": ratio, "mobile": False}
            self._screen().send("Emulation.setDeviceMetricsOverride", metrics)
            self._wait_to_fit({"innerWidth": whole, "devicePixelRatio": ratio})
            if whole == width + self.page.evaluate(BESIDE):
                break

    def _screen(self) -> CDPSession:
        if self._session is None:
            self._session = self.page.context.new_cdp_session(self.page)
        return self._session

    def tap(self, node: ElementHandle) -> None:
        """Touch the middle of a part of the page with a finger."""
        node.scroll_into_view_if_needed()
        box = node.bounding_box()
        assert box is not None
        point = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
        self._screen().send("Emulation.setTouchEmulationEnabled", {"enabled": True})
        for kind, points in (("touchStart", [point]), ("touchEnd", [])):
            told = {"type": kind, "touchPoints": points}
            self._screen().send("Input.dispatchTouchEvent", told)

    def resize(self, width: int, height: int = 1000) -> None:
        """Change the size of the window and wait until every picture fits its place."""
        self.page.set_viewport_size({"width": width, "height": height})
        self._wait_to_fit({"innerWidth": width, "innerHeight": height})

    def _wait_to_fit(self, window: dict[str, int]) -> None:
        """Wait until the window is as told and every picture fits its place.

        Before the window has its new size, everything fits the old one.
        """
        there = "Object.entries(window).every(([side, size]) => globalThis[side] === size)"
        self.page.wait_for_function(f"window => {there} && {FIT}", arg=window, timeout=PATIENCE)


# Asking for "Run All" before session and kernel are ready brings up a dialog instead.
READY = """() => {
  const sheet = window.jupyterapp && jupyterapp.shell.currentWidget;
  const session = sheet && sheet.sessionContext;
  return session && session.isReady && sheet.context.isReady && sheet.content.widgets.length
    && session.session && session.session.kernel && session.session.kernel.status === 'idle';
}"""

# Not awaited: the page is asked again and again instead, so that a hanging cell is noticed.
RUN_ALL = """async () => {
  await jupyterapp.commands.execute('notebook:clear-all-cell-outputs');
  for (const cell of jupyterapp.shell.currentWidget.content.widgets)
    if (cell.model.type === 'code') cell.model.executionCount = null;
  jupyterapp.commands.execute('notebook:run-all-cells');
}"""

DONE = """() => {
  const sheet = jupyterapp.shell.currentWidget;
  const code = sheet.content.widgets.filter(cell => cell.model.type === 'code');
  const bad = code.some(cell => cell.model.outputs.toJSON().some(o => o.output_type === 'error'));
  const idle = sheet.sessionContext.session.kernel.status === 'idle';
  return idle && (bad || code.every(cell => cell.model.executionCount));
}"""

# Every model has found its output, and every panel that is seen has its picture.
PICTURES_STAND = """() => {
  const places = [...document.querySelectorAll('.jp-OutputArea-output .ml-live')];
  const canvases = [...document.querySelectorAll('.ml-body:not([hidden]) canvas')];
  return places.every(place => place.querySelector('.ml-root'))
    && canvases.every(canvas => canvas.dataset.turn);
}"""

# All pictures have the size of their places. None is narrower than 240 px: in a narrower place it
# is moved sideways.
FIT = """[...document.querySelectorAll('.ml-body:not([hidden]) .ml-picture')]
  .every(box => !box.clientWidth || (Math.abs(box.firstChild.getBoundingClientRect().width
    - Math.min(Math.max(box.clientWidth, 240), 1800)) <= 1 && Math.abs(box.firstChild.width
    - Math.min(Math.max(box.clientWidth, 240), 1800) * Math.min(devicePixelRatio, 2)) <= 2))"""

# What of the window's width the pictures have not.
BESIDE = """() => innerWidth
  - document.querySelector('.ml-body:not([hidden]) .ml-picture').clientWidth"""

ERRORS = """() => jupyterapp.shell.currentWidget.content.widgets
  .filter(cell => cell.model.type === 'code')
  .flatMap(cell => cell.model.outputs.toJSON())
  .filter(o => o.output_type === 'error' || o.name === 'stderr')
  .map(o => o.output_type === 'error' ? `${o.ename}: ${o.evalue}` : `stderr: ${o.text}`)"""

# Opens a notebook beside the file browser, with nothing remembered from the one before.
OPEN = """async path => {
  const page = window[Symbol.for('margin_lessons.page')];
  if (page) page.numbersOpen = false;
  jupyterapp.shell.expandLeft();
  await jupyterapp.commands.execute('docmanager:open', {path, factory: 'Notebook'});
}"""

# Closes the notebook unsaved and ends its kernel; the next one need not wait for that.
CLOSE = """() => {
  const {shell, serviceManager} = jupyterapp;
  const {context} = shell.currentWidget;
  const {session} = context.sessionContext;
  context.model.dirty = false;
  for (const widget of [...shell.widgets('main')]) widget.close();
  if (session) serviceManager.sessions.shutdown(session.id).catch(() => {});
}"""
