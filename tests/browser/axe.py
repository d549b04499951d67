"""axe-core, the checker of accessibility, as the package axe-playwright-python carries it."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# What is not ours is JupyterLab's: only outputs and prose are looked at.
WHERE = {"include": [[".jp-OutputArea-output"], [".jp-RenderedMarkdown"]]}
# The rules that another theme can break.
COLOURS = {"runOnly": {"type": "tag", "values": ["cat.color"]}}


def violations(page: Page, *, colours: bool = False) -> list[str]:
    """Return a line for each node that breaks a rule, or only one that is about colours."""
    options = {"resultTypes": ["violations"], **(COLOURS if colours else {})}
    found: list[dict[str, Any]] = Axe().run(page, WHERE, options).response["violations"]
    return [
        f"{rule['id']} ({rule['help']}): {node['html'][:160]} "
        f"{' '.join(node['failureSummary'].split())[:200]}"
        for rule in found
        for node in rule["nodes"]
    ]
