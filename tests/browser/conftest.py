"""One JupyterLab, one site and one browser for all checks, and a clear word when there is none."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from browser.desk import Desk
from browser.lab import Lab, Trouble, open_browser
from browser.site import ServedSite, build_site, held
from playwright.sync_api import BrowserContext

from find_browser import left_out


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the browser checks out when that is asked for; one test stays and says so.

    Otherwise whole lessons come first: a long one at the end would keep the other processes idle.
    """
    if not left_out():
        items.sort(key=lambda item: "test_lesson_works" not in item.nodeid)
        return
    chosen = [item for item in items if item.get_closest_marker("browser")]
    config.hook.pytest_deselected(items=chosen)
    items[:] = [item for item in items if item not in chosen]


@pytest.fixture(scope="session")
def browser() -> Iterator[BrowserContext]:
    """Give the browser of this run."""
    try:
        with open_browser() as chromium:
            yield chromium
    except Trouble as trouble:
        pytest.fail(str(trouble), pytrace=False)


@pytest.fixture(scope="session")
def lab(browser: BrowserContext, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Give the JupyterLab of this run, over a folder of its own."""
    try:
        with Lab(tmp_path_factory.mktemp("lab")) as server:
            yield server
    except Trouble as trouble:
        pytest.fail(str(trouble), pytrace=False)


@pytest.fixture(scope="session")
def desk(browser: BrowserContext, lab: Lab) -> Desk:
    """Return the page in which the notebooks of this run are opened."""
    return Desk(browser, lab)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedSite]:
    """Give the static site of this run: its pages."""
    yield from served(tmp_path_factory, "site")


@pytest.fixture(scope="session")
def lite_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedSite]:
    """Give the static site with JupyterLite in it, which takes longer to build."""
    yield from served(tmp_path_factory, "lite-site", "--lite")


def served(factory: pytest.TempPathFactory, name: str, *options: str) -> Iterator[ServedSite]:
    """Serve a site that one worker of this run builds while the others wait for it."""
    base = factory.getbasetemp()
    # Each worker has a folder of its own inside that of the run.
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    try:
        with held(shared / f"{name}.lock"):
            built = shared / name
            if not built.exists():
                build_site(built, *options)
        with ServedSite(built) as server:
            yield server
    except Trouble as trouble:
        pytest.fail(str(trouble), pytrace=False)


@pytest.fixture
def visitor(browser: BrowserContext) -> Iterator[BrowserContext]:
    """Give a browser of its own that has never been here, and in which nothing is stored."""
    assert browser.browser is not None
    with browser.browser.new_context() as context:
        yield context
