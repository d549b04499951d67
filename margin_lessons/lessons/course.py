"""The page of the whole course: what is done in each lesson, and how the predictions went."""

from __future__ import annotations

from collections.abc import Iterable

from margin_lessons import words
from margin_lessons.lessons.lesson import Shelf, all_lessons
from margin_lessons.panels import progress
from margin_lessons.panels.card import paragraph
from margin_lessons.panels.done import Contents, Done, done_of, numbers_of
from margin_lessons.panels.progress_card import ProgressCard
from margin_lessons.panels.progress_record import Record
from margin_lessons.panels.session import Session
from margin_lessons.panels.summary import Page, link
from margin_lessons.scenes.table import Table

COLUMNS = {
    "predictions": "predictions",
    "missions": "missions",
    "quiz": "questions",
    "exercises": "exercises",
}
"""The kinds that are counted, and the head of their column."""
CASES = {"predictions": "first", "second cases": "second"}
SESSION = Session("course")
"""What the page of the course has open."""
NOWHERE = "You have done all there is in this course."


class Course(Page):
    """Where a learner stands: a row for each lesson, and each prediction with its error."""

    def __init__(self, session: Session, lessons: Iterable[Contents]) -> None:
        self.lessons = tuple(lessons)
        links = "".join(f"<li>{link(one.href, one.heading)}</li>" for one in self.lessons)
        super().__init__(session, "course", f"<p>All lessons:</p><ul>{links}</ul>")

    def sections(self) -> dict[str, str]:
        """Return where to go on, the two tables, and what is wrong with the file."""
        saved, note = progress.found()
        predicted = self.predicted(saved)
        return {
            "found": paragraph(note) if note else "",
            "open": paragraph(self.go_on(saved)),
            "done": self.table(saved).html,
            "predicted": predicted.html if predicted.rows else "",
        }

    def table(self, saved: Record) -> Table:
        """Return how much of each lesson is done, of how much there is."""
        rows = tuple(
            (one.heading, *(self._of(done_of(one, saved), kind) for kind in COLUMNS))
            for one in self.lessons
        )
        return Table("Where you are in the course", ("lesson", *COLUMNS.values()), rows)

    def predicted(self, saved: Record) -> Table:
        """Return the first answer to each prediction and second case, with its error."""
        committed = [
            (one.heading, done.todo.kind, done.entry)
            for one in self.lessons
            for done in done_of(one, saved)
            if done.todo.kind in CASES and done.entry is not None
        ]
        rows = tuple((heading, CASES[kind], *_told(entry)) for heading, kind, entry in committed)
        head = ("lesson", "case", "you said", "you were", "it was", "off by")
        notes = _sure([entry for _, _, entry in committed])
        return Table("Your first answers, before you saw the outcome", head, rows, notes)

    def go_on(self, saved: Record) -> str:
        """Return the first lesson in which something is open, in words."""
        for one in self.lessons:
            done = done_of(one, saved)
            if not all(part.done for part in done):
                ready = sum(part.done for part in done)
                return (
                    f"Go on with {one.heading}: {ready} of {words.plural(len(done), 'task')} done."
                )
        return NOWHERE

    @staticmethod
    def _of(done: tuple[Done, ...], kind: str) -> str:
        these = [one.done for one in done if one.todo.kind == kind]
        return f"{sum(these)} of {len(these)}" if these else "none"

    def __str__(self) -> str:
        saved, note = progress.found()
        predicted = self.predicted(saved)
        lines = [note] if note else []
        lines += [self.go_on(saved), self.table(saved).text]
        return "\n".join(lines + ([predicted.text] if predicted.rows else []))


def _told(entry: Record) -> tuple[str, ...]:
    said, true = numbers_of(entry)
    return said, str(entry["confidence"]), true, str(entry.get("off") or "nothing")


def _sure(entries: list[Record]) -> tuple[str, ...]:
    """Return how often somebody who was certain was close: certainty is a skill, too."""
    certain = [entry for entry in entries if entry["confidence"] == "certain"]
    if not certain:
        return ()
    close = sum(bool(entry.get("close")) for entry in certain)
    many = f"{close or 'none'} {'was' if close < 2 else 'were'} close"
    return (f"Of {words.plural(len(certain), 'certain answer')}, {many}.",)


def where_am_i() -> Shelf:
    """Return the page of the whole course, and a card that saves and loads the progress file.

    Both are read anew whenever their cell runs.
    """
    contents = (lesson.contents for lesson in all_lessons())
    return Shelf((Course(SESSION, contents), ProgressCard(SESSION)))
