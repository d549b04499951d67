"""One notebook open in JupyterLab in a page of its own, and what the browser complained about."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from browser.lab import Lab
from playwright.sync_api import BrowserContext, CDPSession, Page

LIGHT, DARK = "JupyterLab Light", "JupyterLab Dark"


class Sheet:
    """One notebook open in one page of its own, with what the browser complained about."""

    def __init__(
        self, browser: BrowserContext, lab: Lab, path: str, width: int, height: int
    ) -> None:
        self.lab = lab
        self.complaints: list[str] = []
        self._session: CDPSession | None = None
        self.page: Page = browser.new_page()
        self.page.set_viewport_size({"width": width, "height": height})
        self._listen()
        self.page.goto(lab.url(path))
        self.page.wait_for_function(READY, timeout=60_000)

    def __enter__(self) -> Sheet:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(Exception):
            self.page.evaluate(END_KERNEL)
        self.page.close()

    def _listen(self) -> None:
        def host(address: str) -> None:
            local = (f"{self.lab.address}/", f"ws://127.0.0.1:{self.lab.port}/", "data:", "blob:")
            if not address.startswith(local):
                self.complaints.append(f"asked another host: {address}")

        self.page.on("request", lambda request: host(request.url))
        self.page.on("websocket", lambda socket: host(socket.url))

        self.page.on("pageerror", lambda e: self.complaints.append(f"page error: {e.stack or e}"))

        def said(message: Any) -> None:
            if message.type == "error":
                self.complaints.append(f"console error: {message.text} {message.location}")

        self.page.on("console", said)

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
        """Give the page's pictures a width, and the screen a pixel ratio."""
        for _ in range(2):  # a bar for scrolling may come or go with the first change
            whole = width + self.page.evaluate(BESIDE)
            metrics = {"width": whole, "height": 1000, "deviceScaleFactor": ratio, "mobile": False}
            self._screen().send("Emulation.setDeviceMetricsOverride", metrics)
            self.page.evaluate("() => new Promise(r => setTimeout(r, 200))")
        self.page.evaluate("() => new Promise(r => setTimeout(r, 200))")
        self.page.wait_for_function(PICTURES_FIT, timeout=20_000, polling=50)

    def _screen(self) -> CDPSession:
        if self._session is None:
            self._session = self.page.context.new_cdp_session(self.page)
        return self._session

    def resize(self, width: int, height: int = 1000) -> None:
        """Change the size of the window and wait until every picture fits its place."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.evaluate("() => new Promise(r => setTimeout(r, 200))")
        self.page.wait_for_function(PICTURES_FIT, timeout=20_000, polling=50)


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

# No picture is narrower than 240 px: in a narrower place it is moved sideways.
PICTURES_FIT = """() => [...document.querySelectorAll('.ml-body:not([hidden]) .ml-picture')]
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

END_KERNEL = "() => jupyterapp.shell.currentWidget.sessionContext.shutdown()"
