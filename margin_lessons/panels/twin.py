"""The static twin: what is stored of an output, and read where nothing is alive."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from typing import Any

from margin_lessons.figures.painted import Painted
from margin_lessons.panels.model import Mission
from margin_lessons.scenes.scene import Scene
from margin_lessons.scenes.table import Table


def panel_html(scene: Scene[Any], painted: Painted, mission: Mission[Any] | None) -> str:
    """Return title, picture, sentence, numbers and mission of a panel as HTML."""
    task = f"<p><b>Mission:</b> {escape(mission.task)}</p>" if mission else ""
    return (
        f"<p><b>{escape(scene.title)}</b></p>{picture_html(scene.alt, painted.png)}"
        f"<p>{escape(scene.sentence)}</p>{table_html(scene.table)}{task}"
    )


def picture_html(alt: str, png: bytes) -> str:
    """Return a picture with its words; no page is needed but the one it stands in."""
    data = b64encode(png).decode("ascii")
    return (
        f'<p><img alt="{escape(alt)}" src="data:image/png;base64,{data}" '
        'style="max-width:100%;height:auto"></p>'
    )


def table_html(table: Table) -> str:
    """Return a table, folded away."""
    return f"<details><summary>All numbers</summary>{table.html}</details>"
