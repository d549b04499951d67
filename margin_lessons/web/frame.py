"""What stands round each page: head, the bar with the map of the course, and the foot."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from margin_lessons.web.course_map import MapStop, page_of
from margin_lessons.web.edition import Edition

COURSE = "Can I lose more than my margin?"
FRONT = "index.html"
WHERE = "where_am_i"
# Set before anything is painted, or a dark page would begin with a white flash. Where no script
# runs, what needs one is not shown.
_BEFORE = (
    'const page=document.documentElement.dataset;page.scripted="";'
    'try{page.theme=localStorage.getItem("margin_lessons/theme")||"auto"}catch{}'
)
_LICENCE = (
    '<p>Text and pictures: <a href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>. '
    'Code: <a href="https://opensource.org/license/bsd-3-clause">BSD 3-Clause</a>. '
    "This is a lesson, not trading advice.</p>"
)


@dataclass(frozen=True)
class Frame:
    """The parts of a page; ``name`` is that of its notebook, and of its file without the ending.

    ``main`` is its text as HTML, ``data`` what its scripts read, ``ways`` are links for its foot.
    """

    name: str
    title: str
    main: str
    edition: Edition
    stops: tuple[MapStop, ...]
    data: Mapping[str, object]
    ways: str = ""
    says: str = ""
    """One sentence about the page, for who finds it by a search."""
    alive: str = ""
    """The line that tells whether the page is alive; "" where nothing on it can be."""
    notebook: str = ""
    """The address of the page as a notebook, or ""."""

    def html(self) -> str:
        """Return the whole page."""
        heading = escape(self.title if self.title == COURSE else f"{self.title} - {COURSE}")
        kernel = escape(self.edition.kernel)
        return (
            f'<!DOCTYPE html>\n<html lang="en" data-theme="auto">\n{self._head(heading)}'
            f'<body data-kernel="{kernel}" data-lesson="{escape(self.name)}">\n'
            f'<a class="skip" href="#lesson">To the text</a>\n{self._bar()}{self.alive}'
            f'<main id="lesson" tabindex="-1">\n{self.main}</main>\n'
            f"<footer>\n{self.ways}{_LICENCE}\n</footer>\n"
            f'<script type="application/json" id="page-data">{script_json(self.data)}</script>\n'
            f"{self._scripts()}</body>\n</html>\n"
        )

    def _head(self, heading: str) -> str:
        static = escape(self.edition.static)
        return (
            '<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f'<title>{heading}</title>\n<meta name="description" content="{escape(self.says)}">\n'
            f"<script>{{{_BEFORE}}}</script>\n"
            f'<link rel="icon" href="{static}icon.svg" type="image/svg+xml">\n'
            f'<link rel="stylesheet" href="{static}course.css">\n</head>\n'
        )

    def _bar(self) -> str:
        notebook = (
            f'<a class="as-notebook" href="{escape(self.notebook)}">Open as a notebook</a>'
            if self.notebook
            else ""
        )
        slides = (
            '<button type="button" id="slides" class="scripted">Slides</button>'
            if self.name in {stop.contents.lesson for stop in self.stops}
            else ""
        )
        return (
            f'<header class="bar">\n<a class="course" href="{FRONT}">{COURSE}</a>\n'
            f'<nav aria-label="Course"><details id="map"><summary>Lessons '
            f'<span class="so-far scripted"></span></summary><div>{self._map()}</div></details>'
            "</nav>\n"
            f'<div class="tools">{notebook}{slides}'
            '<button type="button" id="theme" class="scripted">Theme: auto</button></div>\n'
            "</header>\n"
        )

    def _map(self) -> str:
        rows = "".join(self._map_row(stop) for stop in self.stops)
        return f'<ol>{rows}</ol><p><a href="{page_of(WHERE)}">Where am I in the course?</a></p>'

    def _map_row(self, stop: MapStop) -> str:
        here = ' aria-current="page"' if stop.contents.lesson == self.name else ""
        return (
            f'<li data-stop="{escape(stop.contents.lesson)}"><a href="{escape(stop.href)}"{here}>'
            f'{escape(stop.contents.heading)}</a> <span class="mark"></span></li>'
        )

    def _scripts(self) -> str:
        names = ("course", "page") if self.data.get("cells") else ("course",)
        return "".join(
            f'<script type="module" src="{escape(self.edition.static)}{name}.js"></script>\n'
            for name in names
        )


def script_json(data: Mapping[str, object]) -> str:
    """Return data as JSON that may stand in a page: nothing in it ends the script around it.

    >>> script_json({"source": "</script>"})
    '{"source": "\\\\u003c/script\\\\u003e"}'
    """
    text = json.dumps(data, ensure_ascii=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text
