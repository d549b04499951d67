"""The small site: Python from one other origin, and nothing of it that is not what was pinned."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
from browser.site import ROOT, ServedSite, build_site
from playwright.sync_api import BrowserContext, Page

from margin_lessons.lessons.lesson import MODULES

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FROM_ANYWHERE = {"Access-Control-Allow-Origin": "*"}
ALIVE, GONE = "#alive.good", "#alive.gone"
SECONDS = 300  # a limit for what hangs


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedSite]:
    """Serve Pyodide as it is released from an origin of its own, which anybody may read."""
    folder = tmp_path_factory.mktemp("elsewhere") / "pyodide"
    got = [sys.executable, str(ROOT / "tools" / "get_pyodide.py"), str(folder)]
    subprocess.run(got, check=True, capture_output=True)
    with ServedSite(folder, FROM_ANYWHERE) as served:
        yield served


@pytest.fixture(scope="module")
def light(elsewhere: ServedSite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedSite]:
    """Serve the small site, which has Pyodide from there."""
    built = build_site(tmp_path_factory.mktemp("light") / "s", "--pyodide", elsewhere.address)
    with ServedSite(built) as served:
        yield served


def opened(browser: BrowserContext, light: ServedSite) -> Page:
    page = browser.new_page()
    page.goto(f"{light.address}{next(iter(MODULES))}.html")
    return page


def test_a_page_asks_one_other_origin_and_comes_alive(
    browser: BrowserContext, light: ServedSite, elsewhere: ServedSite
) -> None:
    hosts = set()
    fresh = browser.browser
    assert fresh is not None
    # In a context of its own: other checks of this run have pages open.
    with fresh.new_context() as visit:
        visit.on("request", lambda request: hosts.add(request.url.partition("/margin_lessons/")[0]))
        opened(visit, light).wait_for_selector(ALIVE, timeout=SECONDS * 1000)
    here, there = (site.address.partition("/margin_lessons/")[0] for site in (light, elsewhere))
    assert {host for host in hosts if host.startswith("http")} == {here, there}
    fetched = {path.rpartition("/")[2] for _, path in elsewhere.asked}
    assert {"pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip"} <= fetched


@pytest.mark.parametrize(
    "kind", ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "kiwi*.whl"]
)
def test_one_changed_byte_and_python_does_not_start(
    kind: str, browser: BrowserContext, light: ServedSite, elsewhere: ServedSite
) -> None:
    (path,) = elsewhere.folder.glob(kind)
    true = path.read_bytes()
    path.write_bytes(true[:-1] + bytes([true[-1] ^ 1]))
    fresh = browser.browser
    assert fresh is not None
    try:
        # With nothing kept from the visit before.
        with fresh.new_context() as visit:
            page = opened(visit, light)
            page.wait_for_selector(GONE, timeout=SECONDS * 1000)
            assert "could not be started" in page.inner_text("#alive")
    finally:
        path.write_bytes(true)


def test_the_small_site_has_nothing_of_pyodide(light: ServedSite) -> None:
    names = {path.name for path in (light.folder / "pyodide").iterdir()}
    assert not {name for name in names if name.startswith(("pyodide.", "python_stdlib", "numpy"))}
    assert "pyodide-lock.json" in names
