"""axe-core, the checker of accessibility, as the package axe-playwright-python carries it."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# What is not ours is JupyterLab's: only outputs and prose are looked at.
WHERE = {"include": [[".jp-OutputArea-output"], [".jp-RenderedMarkdown"]]}


def violations(page: Page) -> list[str]:
    """Return a line for each node that breaks a rule."""
    found: list[dict[str, Any]] = Axe().run(page, context=WHERE).response["violations"]
    return [
        f"{rule['id']} ({rule['help']}): {node['html'][:160]} "
        f"{' '.join(node['failureSummary'].split())[:200]}"
        for rule in found
        for node in rule["nodes"]
    ]
