"""A lesson's page on one's own machine: computed by the Jupyter server, beside JupyterLab."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator

import psutil
import pytest
from browser.alive import LivePage
from browser.desk import START
from browser.live import LivePanel
from playwright.sync_api import BrowserContext, WebSocketRoute, expect
from web.course_server import PAGES, TOKEN, CourseServer

from margin_lessons.lessons import open_lesson

pytestmark = pytest.mark.browser

GAPS = "04_gaps_and_slippage"
PROMISE, STARTS = "What does that number promise?", "That the exchange starts to sell"
BUTTON = ".jp-NotebookPanel-toolbar [data-jp-item-name='lesson-page']"
# The browser says of a connection that breaks that it broke, and so it should.
BROKEN = ("server_kernel.js", "api/kernels")

SHUT_DOWN = """id => fetch(new URL(`../api/kernels/${id}`, document.baseURI), {
  method: "DELETE", headers: {"X-XSRFToken": document.cookie.match(/_xsrf=([^;]*)/)[1]}})"""

Opens = Callable[..., LivePage]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CourseServer]:
    """The course as the command serves it from an empty folder."""
    with CourseServer(tmp_path_factory.mktemp("local")) as course:
        yield course


@pytest.fixture
def opens(visitor: BrowserContext, server: CourseServer) -> Opens:
    """Return what opens a page of the course, as the printed address does."""

    def page(name: str = GAPS, fails: tuple[str, ...] = ()) -> LivePage:
        address = f"{server.address}{PAGES}/{name}.html?token={TOKEN}"
        return LivePage(visitor, address, fails=fails)

    return page


def kernels(server: CourseServer) -> set[str]:
    """Return which kernels there are."""
    return {kernel["id"] for kernel in json.loads(server.get("api/kernels").text)}


def ends(server: CourseServer, kernel: str) -> bool:
    """Return whether a kernel ends; it may take a moment to say farewell."""
    end = time.monotonic() + START / 1000
    while kernel in kernels(server) and time.monotonic() < end:
        time.sleep(0.1)
    return kernel not in kernels(server)


def test_a_lesson_is_alive_and_its_progress_is_the_notebooks_own_file(
    opens: Opens, server: CourseServer
) -> None:
    with opens() as here:
        sockets: list[str] = []
        here.page.on("websocket", lambda socket: sockets.append(socket.url))
        here.page.reload()
        here.wait()
        assert sockets
        assert all(url.startswith(server.address.replace("http", "ws")) for url in sockets)
        gate = here.page.locator(".ml-panel:has(.ml-gate)")
        gate.locator(".ml-gate input[type=text]").fill("30000")
        gate.get_by_label("certain").check()
        gate.get_by_role("button", name="Commit and look").click()
        expect(gate.locator(".ml-body")).to_be_visible()
        node = here.page.query_selector("[data-panel='order book']")
        assert node is not None
        panel = LivePanel(here, node, open_lesson(GAPS))  # type: ignore[arg-type]
        slider = panel.sliders()[0]
        panel.focus(slider)
        here.page.keyboard.press("ArrowRight")
        moved = panel.model.start[slider.name] + slider.step
        assert panel.settle(lambda values: values[slider.name] == pytest.approx(moved)) == ""
        here.answer(PROMISE, STARTS)
        expect(here.card(PROMISE).locator(".ml-note")).to_have_class("ml-note ml-good")
        file = server.folder / "notebooks" / "my_progress.json"
        done = json.loads(file.read_text(encoding="utf-8"))["lessons"][GAPS]
        assert done["predictions"]["slow engine"]["value"] == 30_000
        assert "quiz" in done
        # The map of the same page tells it, once the hand rests.
        expect(here.page.locator(f"#map [data-stop='{GAPS}'] .mark")).to_contain_text("2 of ")


def test_one_click_leads_to_the_notebook_and_back_and_no_kernel_is_left(
    opens: Opens, visitor: BrowserContext, server: CourseServer
) -> None:
    before = kernels(server)
    with opens() as here:
        here.wait()
        (mine,) = kernels(server) - before
        here.page.get_by_role("link", name="Open as a notebook").click()
        here.page.locator(BUTTON).wait_for(timeout=START)
        assert here.page.url == f"{server.address}lab/tree/notebooks/{GAPS}.ipynb"
        # The notebook has a kernel of its own; that of the page is gone with it.
        assert ends(server, mine)
        with visitor.expect_page() as opened:
            here.page.locator(BUTTON).get_by_text("Lesson page").click()
        back = opened.value
        back.wait_for_load_state()
        assert back.url == f"{server.address}{PAGES}/{GAPS}.html"
        back.close()


@pytest.mark.parametrize("how", ["shut down", "killed"])
def test_a_kernel_that_is_gone_is_told_and_begun_again(
    opens: Opens, server: CourseServer, how: str
) -> None:
    before = kernels(server)
    there = set(psutil.Process(server.process.pid).children(recursive=True))
    with opens(fails=BROKEN) as here:
        here.wait()
        (mine,) = kernels(server) - before
        if how == "killed":  # as a system does that has no memory left
            for process in set(psutil.Process(server.process.pid).children()) - there:
                process.kill()
        else:  # as from the list of JupyterLab
            here.page.evaluate(SHUT_DOWN, mine)
        here.wait("Python has stopped.")
        expect(here.page.locator(".ml-trouble").first).to_contain_text("reload this page")
        here.page.get_by_role("button", name="Try again").click()
        here.wait()
        here.answer(PROMISE, STARTS)
        expect(here.card(PROMISE).locator(".ml-note")).to_have_class("ml-note ml-good")


def test_a_connection_that_breaks_is_made_again_and_the_panels_go_on(
    opens: Opens, visitor: BrowserContext
) -> None:
    lines: list[WebSocketRoute] = []

    def passed_on(line: WebSocketRoute) -> None:
        line.connect_to_server()
        lines.append(line)

    visitor.route_web_socket("**/api/kernels/**", passed_on)
    with opens(fails=BROKEN) as here:
        here.wait()
        lines[0].close()
        here.wait("The server answers again.")
        assert len(lines) == 2
        here.answer(PROMISE, STARTS)
        expect(here.card(PROMISE).locator(".ml-note")).to_have_class("ml-note ml-good")


def test_two_pages_at_once_have_a_kernel_each_and_leave_none(
    opens: Opens, server: CourseServer
) -> None:
    before = kernels(server)
    with opens() as one, opens("05_negative_balances") as other:
        one.wait()
        other.wait()
        mine = kernels(server) - before
        assert len(mine) == 2
        for each in (one, other):
            each.page.locator("a.course").click()
            expect(each.page.locator("#question")).to_be_visible()
        assert all(ends(server, kernel) for kernel in mine)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signal to send to one process")
def test_ctrl_c_ends_all_and_the_page_says_so(opens: Opens, server: CourseServer) -> None:
    with opens(fails=(*BROKEN, "my_progress.json")) as here:
        here.wait()
        family = psutil.Process(server.process.pid).children(recursive=True)
        assert family
        assert server.interrupt() == 0
        assert not psutil.wait_procs(family, timeout=10)[1]
        here.wait("The server does not answer")
        expect(here.page.locator(".ml-panel").first).to_be_visible()
