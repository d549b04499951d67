"""The first page of the course: the question, its answer, the lessons, and how it works."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from margin_lessons.web.course_files import course_files
from margin_lessons.web.course_map import MapStop, course_map, page_of
from margin_lessons.web.edition import Edition
from margin_lessons.web.frame import COURSE, WHERE, Frame
from margin_lessons.web.stored import StoredLesson

FOR_TEACHERS = {
    "teaching_guide": (
        "Teaching guide",
        "minutes, what to ask aloud, which wrong answers to expect.",
    ),
    "classroom": ("A class at once", "with this page alone, or with a server of your own."),
    "class_report": (
        "Class report",
        "drop the progress files of a class, and see what it believes.",
    ),
    "answers": ("Answer key", "every question, exercise and mission, with its answer."),
}
"""The pages for teachers, each with its title and what it is good for."""
SHOWN = "00_start_here"
"""The lesson whose first picture stands on the front page: it shows a debt."""
ANSWER = (
    "Yes, when you trade coins with borrowed money: if the price jumps, the exchange sells too "
    "late, and what is missing is your debt. Here you move the price, the size and the leverage "
    "yourself, and see where the call comes, where the liquidation, where the debt."
)
_IMAGE = re.compile(r"<img [^>]*>")
_HOW = """<section class="prose">
<h2 id="how-it-works">How it works</h2>
<ul>
<li>A lesson can be read at once. Some seconds later its panels come alive by themselves: Python
runs {where}.</li>
<li>You say first what will happen, and how sure you are. Then you look.</li>
<li>What you answer stays {kept}. <strong>Nothing is sent anywhere.</strong> You can save it as a
small file and load it elsewhere.</li>
<li>You need percentages, and nothing else. Every word of the trade is in the
<a href="glossary.html">glossary</a>.</li>
</ul>
</section>
"""
_PLACES = {
    "browser": ("in your browser", "in this browser"),
    "server": ("on this machine", "in a file on this machine"),
}


def front_page(edition: Edition, notebooks: Path) -> str:
    """Return the first page as HTML; ``notebooks`` is the folder of the lessons."""
    stops = course_map(notebooks)
    where, kept = _PLACES[edition.kernel]
    main = (
        f"{_opening(stops)}{_lessons(stops)}{_HOW.format(where=where, kept=kept)}"
        f"{_teachers(notebooks)}"
    )
    return Frame(
        name="index",
        title=COURSE,
        main=main,
        edition=edition,
        stops=stops,
        data={"kernel": edition.kernel, "map": [stop.as_data() for stop in stops]},
        says="Twelve interactive lessons on margin, liquidation and debt.",
    ).html()


def _opening(stops: tuple[MapStop, ...]) -> str:
    first = stops[0]
    # The course's own: a learner may have cleared what the notebook put out.
    shown = StoredLesson(course_files("notebooks") / f"{SHOWN}.ipynb")
    return (
        f'<section class="opening">\n<div><h1 id="question">{COURSE}</h1>\n'
        f'<p class="answer">{ANSWER}</p>\n'
        f'<p class="go-on"><a class="button" href="{escape(first.href)}">Begin with '
        f'{escape(first.contents.heading)}</a> <span class="so-far scripted"></span></p></div>\n'
        f"{_shown(shown)}</section>\n"
    )


def _shown(lesson: StoredLesson) -> str:
    """Return the first stored picture of a lesson, with the way to it."""
    found = _IMAGE.search("".join(html for cell in lesson.cells for html in cell.outputs))
    if found is None:
        raise ValueError(f"{lesson.name} has no stored picture")
    return (
        f'<figure class="shown">{found[0]}<figcaption>From lesson '
        f'<a href="{page_of(lesson.name)}">{escape(lesson.heading)}</a></figcaption></figure>\n'
    )


def _lessons(stops: tuple[MapStop, ...]) -> str:
    rows = "".join(
        f'<li data-stop="{escape(stop.contents.lesson)}"><a href="{escape(stop.href)}">'
        f'<span class="number">{escape(stop.contents.lesson[:2])}</span> '
        f'<span class="title">{escape(stop.contents.title)}</span></a>'
        f'<p>{escape(stop.question)}</p><p class="small">{stop.minutes} minutes'
        '<span class="mark"></span></p></li>\n'
        for stop in stops
    )
    hours = round(sum(stop.minutes for stop in stops) / 60)
    return (
        f'<section class="lessons">\n<h2 id="lessons">The lessons</h2>\n'
        f"<p>{len(stops)} lessons, about {hours} hours in all. "
        f'<a href="{page_of(WHERE)}">Where am I in the course?</a></p>\n'
        f'<ol class="stops">\n{rows}</ol>\n</section>\n'
    )


def _teachers(notebooks: Path) -> str:
    """Return what is there for teachers; a document comes with the course, wherever it is read."""
    documents = course_files("docs")
    there = {
        name: says
        for name, says in FOR_TEACHERS.items()
        if (documents / f"{name}.md").exists() or (notebooks / f"{name}.ipynb").exists()
    }
    rows = "".join(
        f'<li><a href="{page_of(name)}">{title}</a>: {says}</li>\n'
        for name, (title, says) in there.items()
    )
    return (
        f'<section class="prose">\n<h2 id="for-teachers">For teachers</h2>\n<ul>\n{rows}'
        "<li><em>Slides</em> on each lesson shows it one step at a time; the panels stay "
        "alive. <em>Project</em> on a panel fills the screen with it.</li>\n</ul>\n</section>\n"
    )
