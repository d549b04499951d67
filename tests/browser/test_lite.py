"""Lessons as notebooks in JupyterLite, under the checks that they pass in JupyterLab.

Two lessons stand for all, as Python starts anew for each: ``benchmarks/lite_lessons.py`` takes all.
"""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import pytest
from browser.checks import CHECKS
from browser.desk import Desk
from browser.lab import NOTEBOOKS
from browser.lite import LiteLab
from browser.sheet import Sheet
from browser.site import ServedSite
from playwright.sync_api import BrowserContext

from margin_lessons.lessons import open_lesson

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CHOSEN = ("04_gaps_and_slippage", "10_flight_simulator")
# Pyodide has a matplotlib of its own version: it draws the same picture with other pixels. Words,
# numbers, tables and sizes are the package's, and in JupyterLab the pixels are held as well.
OTHER_PIXELS = "its pixels are not those of the package"
PYTHON = 240  # seconds for Python to come, beside other work


@pytest.fixture(scope="module")
def lite_desk(browser: BrowserContext, lite_site: ServedSite) -> Desk:
    """Return the page in which the notebooks of the site are opened."""
    return Desk(browser, LiteLab(lite_site))


@pytest.mark.parametrize("name", CHOSEN)
def test_a_lesson_works_in_jupyterlite(name: str, lite_desk: Desk) -> None:
    path = lite_desk.lab.copy(NOTEBOOKS / f"{name}.ipynb", open_gates=False)
    with Sheet(lite_desk, path, 1280, 720) as sheet:
        shown = stored(sheet)
        assert shown
        assert not any(line.startswith(",") for text in shown for line in text.splitlines())
        sheet.run_all(PYTHON)
        assert sheet.errors() == []
        lesson = open_lesson(name)
        wrong = [
            f"{check.__name__}: {line}"
            for check in CHECKS
            for line in check(sheet, lesson)
            if OTHER_PIXELS not in line
        ] + sheet.complaints
    assert not wrong, "\n".join([f"{name}:", *wrong])


def test_the_link_of_a_page_opens_its_notebook(
    browser: BrowserContext, lite_site: ServedSite
) -> None:
    page = browser.new_page()
    page.goto(f"{lite_site.address}{CHOSEN[0]}.html")
    page.get_by_role("link", name="Open as a notebook").click()
    page.wait_for_selector(".jp-Notebook .jp-MarkdownCell h1", timeout=1000 * PYTHON)
    assert urlsplit(page.url).path.endswith("/lab/lab/index.html")
    assert f"{CHOSEN[0]}.ipynb" in page.inner_text("#jp-main-dock-panel .lm-TabBar")
    page.close()


def test_every_notebook_is_there_and_no_news_is_asked_for(lite_site: ServedSite) -> None:
    lab = lite_site.folder / "lab"
    names = {path.name for path in NOTEBOOKS.glob("*.ipynb")}
    assert names <= {path.name for path in (lab / "files").iterdir()}
    listed = json.loads((lab / "api" / "contents" / "all.json").read_text(encoding="utf-8"))
    assert names <= {entry["name"] for entry in listed["content"]}
    news = json.loads((lab / "overrides.json").read_text(encoding="utf-8"))
    assert news["@jupyterlab/apputils-extension:notification"]["fetchNews"] == "false"


def stored(sheet: Sheet) -> list[str]:
    """Return what the outputs of a notebook show before anything is run."""
    return sheet.page.evaluate(
        "() => [...document.querySelectorAll('.jp-Notebook .jp-OutputArea-output')]"
        ".map(node => node.innerText)"
    )
