"""One page of JupyterLab in which notebooks are opened one after the other.

To start JupyterLab takes a browser seconds, to open a notebook in it a moment.
"""

from __future__ import annotations

from pathlib import Path

from browser.lab import Lab
from browser.lite import LiteLab
from playwright.sync_api import BrowserContext, Page


class Desk:
    """JupyterLab in one page: made when it is first asked for, and again after a failure."""

    def __init__(self, browser: BrowserContext, lab: Lab | LiteLab) -> None:
        self.browser, self.lab = browser, lab
        self._page: Page | None = None

    def page(self) -> Page:
        """Return the page."""
        if self._page is None:
            self._page = self.browser.new_page()
            self._page.add_init_script(path=TRIAL)
        return self._page

    def begin(self) -> None:
        """Start JupyterLab in the page, unless it runs there."""
        page = self.page()
        if not page.url.startswith(self.lab.address):
            page.goto(self.lab.start)
            page.wait_for_function(STARTED, timeout=START)

    def leave(self) -> None:
        """Close the page, so that nothing of it is seen by who comes next."""
        if self._page is not None:
            self._page.close()
            self._page = None


START = 180_000  # ms: a limit for JupyterLab and its kernels to start, as PATIENCE is for the rest
TRIAL = Path(__file__).with_name("trial.js")
STARTED = "() => window.jupyterapp?.restored.then(() => true)"
