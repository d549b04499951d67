"""An exported lesson in a browser that has no network and runs no script."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser.lab import NOTEBOOKS
from nbconvert import HTMLExporter
from playwright.sync_api import BrowserContext

pytestmark = pytest.mark.browser


def test_its_pictures_are_seen_and_nothing_is_asked_for(
    browser: BrowserContext, tmp_path: Path
) -> None:
    source = NOTEBOOKS / "05_negative_balances.ipynb"
    page_file = tmp_path / "lesson.html"
    page_file.write_text(HTMLExporter().from_filename(str(source))[0], encoding="utf-8")
    assert browser.browser is not None
    alone = browser.browser.new_context(java_script_enabled=False, offline=True)
    page = alone.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(page_file.as_uri())
    pictures = page.locator(".ml-live img").all()
    assert len(pictures) == source.read_text(encoding="utf-8").count('<img alt=\\"')
    for picture in pictures:
        assert picture.evaluate("img => img.complete && img.naturalWidth") == 830
        assert picture.is_visible()
    assert [url for url in asked if not url.startswith(("data:", page_file.as_uri()))] == []
    alone.close()
