"""The lessons as pages whose Python runs in the browser: alive by themselves, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.alive import LivePage
from browser.lab import NOTEBOOKS
from browser.live import LivePanel
from browser.site import ServedSite
from playwright.sync_api import BrowserContext, Page, expect

from margin_lessons.lessons import open_lesson

pytestmark = pytest.mark.browser

GAPS = "04_gaps_and_slippage"
PROMISE, STARTS = "What does that number promise?", "That the exchange starts to sell"
NIGHT, YES = "Can its price gap?", "Yes, whenever the next buyer is far below the last"

Opens = Callable[..., LivePage]


@pytest.fixture
def opens(visitor: BrowserContext, site: ServedSite) -> Opens:
    """Return what opens a page of the site by its name."""

    def page(name: str = GAPS, script: str = "", fails: tuple[str, ...] = ()) -> LivePage:
        return LivePage(visitor, f"{site.address}{name}.html", script, fails)

    return page


def violations(page: Page) -> list[str]:
    """Return what breaks a rule of accessibility in the whole page."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{page.url}: {rule['id']} ({rule['help']}): {node['html'][:160]}"
        for rule in found
        for node in rule["nodes"]
    ]


def test_a_lesson_is_alive_and_keeps_what_was_done(opens: Opens) -> None:
    lesson = open_lesson(GAPS)
    with opens() as here:
        here.wait()
        # A wrong prediction opens its panel, and is kept.
        gate = here.page.locator(".ml-panel:has(.ml-gate)")
        gate.locator(".ml-gate input[type=text]").fill("30000")
        gate.get_by_label("certain").check()
        gate.get_by_role("button", name="Commit and look").click()
        expect(gate.locator(".ml-body")).to_be_visible()
        # What a panel shows after a move is what the package says.
        node = here.page.query_selector("[data-panel='order book']")
        assert node is not None
        panel = LivePanel(here, node, lesson)  # type: ignore[arg-type]
        slider = panel.sliders()[0]
        panel.focus(slider)
        here.page.keyboard.press("ArrowRight")
        moved = panel.model.start[slider.name] + slider.step
        assert panel.settle(lambda values: values[slider.name] == pytest.approx(moved)) == ""
        here.answer(PROMISE, STARTS)
        here.page.wait_for_function(
            "localStorage['margin_lessons/my_progress.json']?.includes('\"quiz\"')"
        )
        before = here.stored()
        assert before["lessons"][GAPS]["predictions"]["slow engine"]["value"] == 30_000

        here.page.reload()
        here.wait()
        assert here.stored() == before
        expect(gate.locator(".ml-body")).to_be_visible()
        summary = here.page.locator(".ml-root .ml-done")
        for done in ("certain", PROMISE[-12:]):
            expect(summary).to_contain_text(done)


# Keeps what stands in a page without its twin, at the moment when it is put there.
BARE = """globalThis.bare = [];
globalThis.placed = 0;
new MutationObserver((changes) => {
  for (const node of changes.flatMap((change) => [...change.addedNodes])) {
    const live = node.matches?.("#lesson .output") && node.querySelector(".ml-live");
    if (!live || !node.closest(".outputs[style]")) continue;
    placed += 1;
    if (!live.querySelector("p, img, table, .ml-root")) bare.push(live.className);
  }
}).observe(document, { subtree: true, childList: true })"""


def test_the_stored_twin_stays_until_what_is_alive_takes_its_place(opens: Opens) -> None:
    with opens(script=BARE) as here:
        here.wait()
        assert here.page.evaluate("placed") >= 8
        assert here.page.evaluate("bare") == []


def test_two_pages_at_once_lose_nothing(opens: Opens) -> None:
    with opens() as one, opens() as other:
        one.wait()
        other.wait()
        script = """question => {
          const card = [...document.querySelectorAll(".ml-root .ml-card")]
            .find((card) => card.querySelector("legend")?.textContent.includes(question));
          card.querySelectorAll("input[type=radio]")[1].click();
          card.querySelector("button[type=submit]").click();
        }"""
        # Neither knows yet what the other has done.
        one.page.evaluate(script, PROMISE)
        other.page.evaluate(script, NIGHT)
        stored = "JSON.parse(localStorage['margin_lessons/my_progress.json'] ?? '{}')"
        quiz = f"{stored}.lessons?.['{GAPS}'].quiz ?? {{}}"
        one.page.wait_for_function(f"Object.keys({quiz}).length === 2")
        # What one has saved is told in the other too, when it is looked at.
        for each in (one, other):
            each.page.locator(".ml-done").scroll_into_view_if_needed()
            for asked in (PROMISE, NIGHT):
                expect(each.page.locator(".ml-root .ml-done")).to_contain_text(asked[-12:])


def test_a_page_that_cannot_come_alive_says_why_and_can_be_read(opens: Opens) -> None:
    with opens(script="delete globalThis.WebAssembly") as here:
        here.wait("This browser has no WebAssembly")
        expect(here.page.locator("#lesson img").first).to_be_visible()
        assert here.page.locator(".ml-root").count() == 0
        assert violations(here.page) == []


def test_what_failed_on_the_way_is_tried_again(opens: Opens, visitor: BrowserContext) -> None:
    lost = "**/pyodide.asm.wasm"
    visitor.route(lost, lambda route: route.abort())
    with opens(fails=("pyodide",)) as here:
        here.wait("Python could not be started")
        visitor.unroute(lost)
        here.page.get_by_role("button", name="Try again").click()
        here.wait()
        here.answer(PROMISE, STARTS)
        expect(here.card(PROMISE).locator(".ml-note")).to_have_class("ml-note ml-good")


def test_who_leaves_while_python_loads_can_come_back(opens: Opens) -> None:
    with opens() as here:
        here.page.wait_for_event("worker")
        here.page.locator("a.course").click()
        here.page.wait_for_load_state()
        here.page.go_back()
        here.wait()


def test_where_nothing_may_be_stored_learning_goes_on(opens: Opens) -> None:
    blocked = """Object.defineProperty(window, "localStorage", {
      get() { throw new DOMException("blocked", "SecurityError"); }})"""
    with opens(script=blocked) as here:
        here.wait()
        here.answer(PROMISE, STARTS)
        expect(here.line).to_contain_text("keeps nothing for this page")
        expect(here.card(PROMISE).locator(".ml-note")).to_have_class("ml-note ml-good")
        here.answer(NIGHT, YES)
        expect(here.page.locator(".ml-root .ml-done")).to_contain_text(PROMISE[-12:])


def test_every_page_comes_alive(opens: Opens) -> None:
    broken = []
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        with opens(path.stem) as here:
            here.wait()
            broken += violations(here.page) + still_wrong(here)
    assert broken == []


def still_wrong(here: LivePage) -> list[str]:
    """Return what of a page is not alive, stopped with an error, or leads to a notebook."""
    count = here.page.locator(".outputs .ml-live").count()
    alive = here.page.locator(".outputs .ml-live > .ml-root").count()
    dead = [f"{here.page.url}: {alive} of {count} are alive"] if alive < count or not count else []
    errors = here.page.locator(".output.error").all_text_contents()
    links = here.page.evaluate("[...document.querySelectorAll('#lesson a')].map((a) => a.pathname)")
    return [*dead, *errors, *(link for link in links if link.endswith(".ipynb"))]
