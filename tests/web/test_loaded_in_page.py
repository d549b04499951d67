"""A progress file loaded in a page: it is joined with what the browser keeps, which is told."""

from __future__ import annotations

import json
import threading
from base64 import b64encode
from typing import Any

from web.test_in_page import Page, page

from margin_lessons.lessons.sample_class import invented_progress
from margin_lessons.panels.arrivals import READING
from margin_lessons.panels.progress import FILE_NAME

__all__ = ["page"]

COURSE = "from margin_lessons.lessons import where_am_i\nwhere_am_i()"


def shown(told: list[dict[str, Any]], model: str) -> dict[str, Any]:
    """Return what a model shows last."""
    states = [one["data"]["state"] for one in told if one.get("id") == model and "data" in one]
    return [state["shown"] for state in states if "shown" in state][-1]


def test_a_loaded_file_reaches_the_browsers_store_and_the_tables(page: Page) -> None:
    told = page.run(COURSE)
    opened = {one["data"]["state"]["fixed"]["kind"]: one["id"]
              for one in told if one["type"] == "comm_open"}  # fmt: skip
    course, card = opened["summary"], opened["progress file"]
    content = invented_progress("ada")
    piece = {"name": "files", "files": [["ada.json", len(content)]], "file": 0, "at": 0}
    page.ask(card, turn="p.1", act="piece", data=b64encode(content).decode(), **piece)
    page.ask(card, turn="p.2", act="read", name="files")
    for one in threading.enumerate():
        if one.name == READING:
            one.join(20)
    page.ask(card, turn="p.3", act="download", name="mine")
    saved = json.loads(shown(page.told, card)["file"]["text"])
    assert saved["lessons"] == json.loads(content)["lessons"]
    assert "you were" in shown(page.told, course)["sections"]["predicted"]
    kept = [one["files"][FILE_NAME] for one in page.told if FILE_NAME in one.get("files", {})]
    assert json.loads(kept[-1]["now"]) == saved
