"""A page of the site in a browser, which comes alive by itself, and what was complained about."""

from __future__ import annotations

import json
from types import TracebackType
from typing import Any

from browser.desk import TRIAL
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request
from playwright.sync_api import Error as PageError

START = 180_000  # ms: a limit for Python to start in a page, which no good page comes near
ALIVE = "This page is alive: move, answer, try."


class LivePage:
    """A page of a site that is opened, and closed at the end with no complaint left unseen.

    ``fails`` are parts of addresses that are not to be had; what the browser says of them is no
    complaint.
    """

    def __init__(
        self, browser: BrowserContext, address: str, script: str = "", fails: tuple[str, ...] = ()
    ) -> None:
        self.own, self.fails = address[: address.index("/", 8) + 1], fails
        self.complaints: list[str] = []
        self.page: Page = browser.new_page()
        self.page.set_viewport_size({"width": 1280, "height": 900})
        self.page.add_init_script(path=TRIAL)
        if script:
            self.page.add_init_script(script)
        for event, told in {
            "request": self._host, "pageerror": self._broken, "console": self._said
        }.items():  # fmt: skip
            self.page.on(event, told)  # type: ignore[call-overload]
        self.page.goto(address)

    def __enter__(self) -> LivePage:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        self.page.close()
        if kind is None:
            assert not self.complaints, "\n".join(self.complaints)

    def _host(self, asked: Request) -> None:
        if not asked.url.startswith((self.own, "data:", "blob:")):
            self.complaints.append(f"asked another host: {asked.url}")

    def _broken(self, error: PageError) -> None:
        self.complaints.append(f"page error: {error.stack or error}")

    def _said(self, message: ConsoleMessage) -> None:
        place = str(message.location)
        if message.type == "error" and not any(part in place for part in self.fails):
            self.complaints.append(f"console error: {message.text} {place}")

    @property
    def line(self) -> Locator:
        """The line that tells how far the page is."""
        return self.page.locator("#alive")

    def wait(self, words: str = ALIVE) -> None:
        """Wait until the page is alive, or says other words, and its pictures stand."""
        told = "words => document.getElementById('alive').textContent.includes(words)"
        self.page.wait_for_function(told, arg=words, timeout=START)
        if words == ALIVE:
            self.page.evaluate(AT_REST)

    def card(self, question: str) -> Locator:
        """Return the card of a question."""
        inside = self.page.locator("legend", has_text=question)
        return self.page.locator(".ml-root .ml-card", has=inside)

    def answer(self, question: str, option: str) -> None:
        """Choose an answer and check it."""
        self.card(question).get_by_label(option).check()
        self.card(question).get_by_role("button", name="Check").click()

    def stored(self, name: str = "my_progress.json") -> Any:
        """Return what the browser has stored of a file, or None."""
        text = self.page.evaluate("name => localStorage.getItem(`margin_lessons/${name}`)", name)
        return None if text is None else json.loads(text)


# Every panel has drawn the picture for its place.
AT_REST = """() => Promise.all([...document.querySelectorAll(".ml-panel")]
  .filter((panel) => panel.querySelector(".ml-body:not([hidden])"))
  .map((panel) => trial.rest(panel)))"""
