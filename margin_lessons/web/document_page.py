"""A document of the course as a page: the glossary, the guide for teachers, the model."""

from __future__ import annotations

from pathlib import Path

from margin_lessons.web.course_map import course_map
from margin_lessons.web.edition import Edition
from margin_lessons.web.frame import Frame
from margin_lessons.web.prose import Prose


def document_page(path: Path, edition: Edition, notebooks: Path) -> str:
    """Return the page of a Markdown file that begins with a heading; ``notebooks`` has the map."""
    text = path.read_text(encoding="utf-8")
    title = text.partition("\n")[0].lstrip("# ")
    stops = course_map(notebooks)
    return Frame(
        name=path.stem,
        title=title,
        main=f'<section class="prose">\n{Prose().html(text)}</section>\n',
        edition=edition,
        stops=stops,
        data={"map": [stop.as_data() for stop in stops]},
        says=title,
    ).html()
