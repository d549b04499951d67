"""The summary of a lesson: what a learner predicted, answered and solved, read from progress."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from textwrap import shorten
from typing import Any

from IPython.display import display

from margin_lessons.panels.progress_record import Record

_KINDS = {"predictions": "prediction", "quiz": "question", "exercises": "exercise"}
_AS_OF = "as of the last run of this cell; run it again for what is newer"
_WIDEST = 72
"""Letters of a question that are shown; its first words are enough to know it again."""


class Summary:
    """A read-only table; shown as HTML beside plain text, with nothing that moves.

    ``contents`` has for each kind the names that are saved and the words a learner knows them by.
    """

    def __init__(
        self, lesson: str, saved: Record, contents: Mapping[str, Mapping[str, str]]
    ) -> None:
        done = saved["lessons"].get(lesson, {})
        self.rows = [
            (f"{word}: {shorten(text, _WIDEST, placeholder=' …')}", _state(kind, entry))
            for kind, word in _KINDS.items()
            for name, text in contents.get(kind, {}).items()
            for entry in [done.get(kind, {}).get(name)]
        ]

    def __str__(self) -> str:
        wide = max((len(name) for name, _ in self.rows), default=0)
        lines = [f"{name:<{wide}}  {state}" for name, state in self.rows]
        return "\n".join([*lines, f"({_AS_OF})"])

    def _repr_html_(self) -> str:
        rows = "".join(
            f'<tr><th scope="row" style="text-align:left">{escape(name)}</th>'
            f'<td style="text-align:left">{escape(state)}</td></tr>'
            for name, state in self.rows
        )
        return (
            f"<table><caption>What you have done in this lesson, {_AS_OF}</caption>{rows}</table>"
        )

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/html": self._repr_html_(), "text/plain": str(self)}

    def show(self) -> None:
        """Display the table."""
        display(self)


def _state(kind: str, entry: Mapping[str, Any] | None) -> str:
    if entry is None:
        return "not yet"
    if kind == "predictions":
        said, true = (
            entry.get(words, f"{float(entry[number]):,.6g}")
            for words, number in (("said", "value"), ("true", "outcome"))
        )
        again = len(entry.get("later", ()))
        more = f"; {again} more since" if again else ""
        return f"you said {said} ({entry['confidence']}), it was {true}{more}"
    tries = f"{entry['tries']} {'try' if entry['tries'] == 1 else 'tries'}"
    return f"right after {tries}" if entry["passed"] else f"not yet, after {tries}"
