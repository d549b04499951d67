"""A notebook as a page: its prose, its stored outputs as they are, and its code as data."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from margin_lessons.panels import own_numbers, progress
from margin_lessons.web.course_map import MapStop, course_map, page_of
from margin_lessons.web.edition import Edition
from margin_lessons.web.frame import FRONT, WHERE, Frame
from margin_lessons.web.prose import Prose, page_links, scrolling
from margin_lessons.web.stored import StoredCell, StoredLesson

READABLE = "You can read now. The panels come alive in a few seconds."
UNSCRIPTED = "You can read everything here. Without JavaScript the panels stay pictures."
FILES = (progress.FILE_NAME, own_numbers.FILE_NAME)
"""The files that a learner's answers and position are kept in."""
# A card says in a line of this class how it is run, which is true of a notebook only.
_RUN = re.compile(r'<p class="ml-run">.*?</p>', re.DOTALL)
_PICTURE = re.compile(r"<p>(?=<img )")


def lesson_page(path: Path, edition: Edition) -> str:
    """Return the page of a notebook as HTML, complete and readable without a script.

    The notebooks beside it are read for the map of the course.
    """
    stored = StoredLesson(path)
    stops = course_map(path.parent)
    return Frame(
        name=stored.name,
        title=stored.heading,
        main=_main(stored.cells),
        edition=edition,
        stops=stops,
        data=_data(stored, edition, stops),
        ways=_ways(stored.name, stops),
        says=stored.question or stored.title,
        alive=_alive(),
        notebook=edition.notebook_of(stored.name),
    ).html()


def _main(cells: tuple[StoredCell, ...]) -> str:
    prose = Prose()
    return "".join(
        _outputs(cell)
        if cell.is_code
        else f'<section class="prose">\n{prose.html(cell.source)}</section>\n'
        for cell in cells
    )


def _outputs(cell: StoredCell) -> str:
    inside = "".join(f'<div class="output">{still(html)}</div>\n' for html in cell.outputs)
    return f'<div class="outputs" data-cell="{escape(cell.name)}">\n{inside}</div>\n'


def still(html: str) -> str:
    """Return a stored output for a page: its links lead to pages, and a picture may scroll.

    >>> still('<a href="where_am_i.ipynb">Where?</a><p class="ml-run"><em>Run it.</em></p>')
    '<a href="where_am_i.html">Where?</a>'
    """
    scrolls = '<p class="picture" role="group" aria-label="Picture" tabindex="0">'
    kept = page_links(_PICTURE.sub(scrolls, _RUN.sub("", html)))
    # A table by itself; those of a panel lie in a fold, which scrolls.
    return scrolling(kept, "Table") if kept.lstrip().startswith("<table") else kept


def _alive() -> str:
    return (
        f'<p id="alive" class="scripted" role="status">{READABLE}</p>\n'
        f'<p class="unscripted">{UNSCRIPTED}</p>\n'
    )


def _data(stored: StoredLesson, edition: Edition, stops: tuple[MapStop, ...]) -> dict[str, object]:
    code = [{"id": cell.name, "source": cell.source} for cell in stored.cells if cell.is_code]
    return {
        "lesson": stored.name,
        "cells": code,
        "kernel": edition.kernel,
        "pyodide": edition.pyodide,
        "packages": list(edition.packages),
        "lock": edition.lock or None,
        "integrity": dict(edition.integrity),
        "folder": edition.folder,
        "files": list(FILES),
        "map": [stop.as_data() for stop in stops],
    }


def _ways(name: str, stops: tuple[MapStop, ...]) -> str:
    """Return the ways on from a page: the lesson before, the next one, and what is done."""
    names = [stop.contents.lesson for stop in stops]
    here = names.index(name) if name in names else None
    before = stops[here - 1] if here else None
    after = stops[here + 1] if here is not None and here + 1 < len(stops) else None
    links = (
        _way("before", "Before", before) if before else "",
        f'<a class="where" href="{page_of(WHERE)}">What you have done: see it, save it, load it</a>'
        if name != WHERE
        else f'<a class="where" href="{FRONT}">The course</a>',
        _way("after", "Next", after) if after else "",
    )
    return f'<nav class="ways" aria-label="On from here">{"".join(links)}</nav>\n'


def _way(look: str, word: str, stop: MapStop) -> str:
    return (
        f'<a class="{look}" href="{escape(stop.href)}"><span>{word}</span> '
        f"{escape(stop.contents.heading)}</a>"
    )
