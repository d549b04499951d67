"""The pages before anything is alive: they can be read, used by keys, and fit every screen."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import copytree

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect
from web.pages import ALL_PAGES, PACKAGE_STATIC, page_html

from margin_lessons.web.course_map import course_map
from margin_lessons.web.edition import BROWSER, SERVER

pytestmark = pytest.mark.browser

NOTHING_ALIVE = "**/static/page.js"
WIDTHS = (360, 1280, 1920)
LESSON = "04_gaps_and_slippage"
SAVED = "margin_lessons/my_progress.json"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of all pages, as a static site."""
    folder = tmp_path_factory.mktemp("site")
    for name in ALL_PAGES:
        (folder / f"{name}.html").write_text(page_html(name, BROWSER), encoding="utf-8")
    served = folder / "served"
    served.mkdir()
    (served / "index.html").write_text(page_html("index", SERVER), encoding="utf-8")
    for place in (folder, served):
        copytree(PACKAGE_STATIC, place / "static")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.route(NOTHING_ALIVE, lambda route: route.abort())
    page.goto(address)
    return page


@pytest.fixture
def fresh(browser: BrowserContext) -> Iterator[BrowserContext]:
    """Give a context in which nothing is kept yet."""
    owner = browser.browser
    assert isinstance(owner, Browser)
    context = owner.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.mark.parametrize("name", ALL_PAGES)
def test_a_page_fits_every_width_in_both_themes(
    fresh: BrowserContext, site: str, name: str
) -> None:
    page = opened(fresh, f"{site}/{name}.html")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} at {width}"
    for theme, width in (("light", 360), ("dark", 1280)):
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size({"width": width, "height": 900})
        broken = Axe().run(page).response["violations"]
        assert not broken, [(rule["id"], rule["nodes"][0]["html"][:200]) for rule in broken]


def test_nothing_is_asked_of_another_host(fresh: BrowserContext, site: str) -> None:
    asked: list[str] = []
    fresh.on("request", lambda request: asked.append(request.url))
    for name in ("index", LESSON):
        opened(fresh, f"{site}/{name}.html").wait_for_load_state()
    assert len(asked) >= 6
    assert [url for url in asked if not url.startswith((site, "data:"))] == []


def test_without_a_script_everything_can_be_read(browser: BrowserContext, site: str) -> None:
    owner = browser.browser
    assert owner is not None
    context = owner.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/{LESSON}.html")
    expect(page.get_by_text("Without JavaScript the panels stay pictures")).to_be_visible()
    expect(page.get_by_role("button", name="Slides")).to_be_hidden()
    expect(page.get_by_role("img").first).to_be_visible()
    assert page.get_by_role("link", name="05 Negative balances").last.is_visible()
    context.close()


def test_the_theme_is_chosen_and_kept(fresh: BrowserContext, site: str) -> None:
    page = opened(fresh, f"{site}/index.html")
    ground = "getComputedStyle(document.body).backgroundColor"
    button = page.locator("#theme")
    expect(button).to_have_text("Theme: auto")
    seen = {}
    for theme in ("light", "dark"):
        button.click()
        expect(button).to_have_text(f"Theme: {theme}")
        seen[theme] = page.evaluate(ground)
    assert seen == {"light": "rgb(255, 255, 255)", "dark": "rgb(17, 17, 17)"}
    other = opened(fresh, f"{site}/{LESSON}.html")
    assert other.evaluate(ground) == seen["dark"]
    expect(other.locator("#theme")).to_have_text("Theme: dark")


def all_of(lesson: int) -> dict[str, dict[str, dict[str, object]]]:
    """Return a record in which all of a lesson is done, but for the second cases."""
    done: dict[str, dict[str, dict[str, object]]] = {}
    stop = course_map(Path(__file__).parents[2] / "notebooks")[lesson]
    for part in stop.contents.parts:
        done.setdefault(part.kind, {})[part.name] = {"passed": True}
    return done


def test_the_map_marks_what_is_done(fresh: BrowserContext, site: str) -> None:
    page = opened(fresh, f"{site}/index.html")
    so_far = page.locator(".go-on .so-far")
    expect(so_far).to_have_text("0 of 12 done")
    quiz = {"recall level": {"passed": True}, "recall own money": {"passed": False}}
    record = {"format": 1, "lessons": {"00_start_here": all_of(0), "01_margin": {"quiz": quiz}}}
    save = "([name, text]) => localStorage.setItem(name, text)"
    # Another page of the site saves: this one hears of it.
    other = opened(fresh, f"{site}/{LESSON}.html")
    other.evaluate(save, [SAVED, json.dumps(record)])
    expect(so_far).to_have_text("1 of 12 done")
    rows = page.locator(".stops li")
    expect(rows.nth(0).locator(".mark")).to_have_text("done")
    expect(rows.nth(1).locator(".mark")).to_have_text("1 of 11 done")
    expect(page.get_by_role("link", name="Go on with 01 Margin")).to_have_attribute(
        "href", "01_margin.html"
    )
    # This page saves by itself, and says so. A damaged file counts as nothing.
    page.evaluate(save, [SAVED, "{"])
    page.evaluate("dispatchEvent(new Event('margin-lessons:saved'))")
    expect(so_far).to_have_text("0 of 12 done")


def test_a_served_page_asks_its_server_for_what_is_done(fresh: BrowserContext, site: str) -> None:
    page = fresh.new_page()
    record = {"format": 1, "lessons": {"00_start_here": all_of(0)}}
    page.route("**/served/my_progress.json", lambda route: route.fulfill(json=record))
    page.goto(f"{site}/served/index.html")
    expect(page.locator(".go-on .so-far")).to_have_text("1 of 12 done")


def test_a_lesson_is_shown_as_slides_by_keys(fresh: BrowserContext, site: str) -> None:
    page = opened(fresh, f"{site}/{LESSON}.html")
    page.locator("#slides").click()
    line = page.locator(".slide-bar p")
    expect(line).to_contain_text("Slide 1 of ")
    count = int(line.inner_text().split(" of ")[1].split(":")[0])
    assert count > 10
    titles = []
    for number in range(1, count + 1):
        expect(line).to_contain_text(f"Slide {number} of {count}: ")
        titles.append(line.inner_text())
        shown = page.locator("main > .outputs:not(.off), main > section > :not(.off)")
        assert shown.count() > 0
        page.keyboard.press("ArrowRight" if number % 2 else "PageDown")
    expect(line).to_contain_text(f"Slide {count} of {count}: ")  # there is none after the last
    for heading in ("Story (5 min)", "Predict (3 min)", "Keep (1 min)"):
        assert any(title.endswith(heading) for title in titles)
    page.keyboard.press("ArrowLeft")
    expect(line).to_contain_text(f"Slide {count - 1} of {count}: ")
    page.keyboard.press("Escape")
    expect(line).to_have_count(0)
    assert page.locator(".off").count() == 0
    assert page.url == f"{site}/{LESSON}.html"


def test_slides_begin_where_the_address_says_and_have_buttons(
    fresh: BrowserContext, site: str
) -> None:
    page = opened(fresh, f"{site}/{LESSON}.html#slides=3")
    line = page.locator(".slide-bar p")
    expect(line).to_contain_text("Slide 3 of ")
    page.get_by_role("button", name="Next").click()
    expect(line).to_contain_text("Slide 4 of ")
    page.get_by_role("button", name="Back").click()
    expect(line).to_contain_text("Slide 3 of ")
    assert not Axe().run(page).response["violations"]
    page.get_by_role("button", name="Leave slides").click()
    expect(page.locator("#slides")).to_be_focused()


def test_the_map_opens_and_closes_by_keys(fresh: BrowserContext, site: str) -> None:
    page = opened(fresh, f"{site}/{LESSON}.html")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="To the text")).to_be_focused()
    summary = page.locator("#map summary")
    summary.focus()
    page.keyboard.press("Enter")
    here = page.locator("#map [aria-current='page']")
    expect(here).to_have_text("04 Gaps and slippage")
    expect(here).to_be_visible()
    page.keyboard.press("Escape")
    expect(here).to_be_hidden()
    expect(summary).to_be_focused()


def test_what_is_alive_leads_to_pages_too(fresh: BrowserContext, site: str) -> None:
    page = opened(fresh, f"{site}/{LESSON}.html")
    page.evaluate(
        "document.querySelector('.outputs').innerHTML = '<a id=on href=\"01_margin.ipynb\">on</a>'"
    )
    expect(page.locator("#on")).to_have_attribute("href", "01_margin.html")
