"""The end of a lesson: what comes next, what is open here, and what has been done."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from margin_lessons.panels import progress
from margin_lessons.panels.card import card_html, paragraph
from margin_lessons.panels.done import WORDS, Contents, Done, done_of, how_many, learned, listed
from margin_lessons.panels.live_output import LiveOutput
from margin_lessons.panels.session import Session
from margin_lessons.scenes.table import Table

COURSE_PAGE = "where_am_i.ipynb"
AS_OF = "As of the last run of this cell."
ALL_DONE = "Nothing is open here: you have done all of this lesson."


class Page(LiveOutput):
    """A card to read: words that are made anew whenever something is answered in this kernel.

    ``sections`` gives the changing parts as HTML, by the class of their place in the twin.
    """

    kind = "summary"

    def __init__(self, session: Session, place: str, links: str) -> None:
        self.links = links
        super().__init__({"links": links})
        session.add(self)
        session.tell(place, self.show)
        self.show()

    def sections(self) -> dict[str, str]:
        """Return the parts that change, each as HTML."""
        raise NotImplementedError

    def _act(self, asked: Mapping[str, Any]) -> None:
        """Show what is saved now, which another notebook may have changed."""

    def _shown(self) -> dict[str, Any]:
        return {"sections": self.sections()}

    def _twin(self) -> str:
        inside = "".join(
            f'<div class="ml-{name}">{html}</div>' for name, html in self.sections().items()
        )
        return card_html(inside + self.links, AS_OF)


class Summary(Page):
    """What a learner has done in a lesson; it refreshes itself when something is answered.

    ``following`` is the next lesson, or None after the last one.
    """

    def __init__(self, session: Session, contents: Contents, following: Contents | None) -> None:
        self.contents = contents
        self.following = following
        super().__init__(session, "summary", _links(following))

    @property
    def rows(self) -> list[tuple[str, str]]:
        """Each thing there is to do in the lesson, and what was done of it."""
        return [(one.todo.known_as, one.state) for one in self._done()[0]]

    def sections(self) -> dict[str, str]:
        """Return what is open, what is done, and what is wrong with the file."""
        done, note = self._done()
        open_here = [one for one in done if not one.done]
        items = "".join(f"<li>{escape(line)}</li>" for line in map(_open_line, open_here))
        return {
            "found": paragraph(note) if note else "",
            "open": paragraph(_open_words(open_here)) + (f"<ul>{items}</ul>" if items else ""),
            "done": _done_table(done).html if any(one.done for one in done) else "",
        }

    def _done(self) -> tuple[tuple[Done, ...], str]:
        saved, note = progress.found()
        return done_of(self.contents, saved), note

    def __str__(self) -> str:
        done, note = self._done()
        open_here = [one for one in done if not one.done]
        lines = [note] if note else []
        lines += [_open_words(open_here), *(f"  * {_open_line(one)}" for one in open_here)]
        if any(one.done for one in done):
            lines.append(_done_table(done).text)
        lines.append(f"Next: {self.following.heading}" if self.following else "The last lesson.")
        return "\n".join([*lines, f"({AS_OF})"])


def link(href: str, words: str) -> str:
    """Return a link to a notebook that lies beside this one."""
    return f'<a href="{escape(href)}">{escape(words)}</a>'


def _links(following: Contents | None) -> str:
    where = link(COURSE_PAGE, "Where am I in the course?")
    if following is None:
        return f'<p class="ml-next"><b>This was the last lesson.</b> {where}</p>'
    ahead = link(following.href, following.heading)
    return f'<p class="ml-next"><b>Next:</b> {ahead}</p><p>{where}</p>'


def _open_words(open_here: list[Done]) -> str:
    """Return what is open, counted by kind."""
    if not open_here:
        return ALL_DONE
    kinds = [one.todo.kind for one in open_here]
    parts = tuple(how_many(kind, kinds.count(kind)) for kind in WORDS if kind in kinds)
    return f"Still open here: {listed(parts)}."


def _open_line(one: Done) -> str:
    tried = f" ({one.state})" if one.entry is not None else ""
    return f"{one.todo.known_as}{tried}"


def _done_table(done: tuple[Done, ...]) -> Table:
    rows = tuple((one.todo.known_as, one.state) for one in done if one.done)
    notes = tuple(
        line
        for one in done
        if one.todo.kind == "predictions"
        for other in done
        if other.todo.kind == "second cases" and other.todo.name == one.todo.name
        for line in [learned(one.entry, other.entry)]
        if line
    )
    return Table("What you have done in this lesson", ("what", "how it went"), rows, notes)
