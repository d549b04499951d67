"""The words of a picture: title, sentence and facts; table and text alternative follow."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Fact:
    """One line of a panel's table: a name, the text shown and the number behind it.

    ``value`` is None when the text is not one number ("none", "stop-loss"). A picture that draws
    this fact gives the same number back in ``Drawing.read_back``.
    """

    name: str
    text: str
    value: float | None = None


@dataclass(frozen=True)
class Readout:
    """Everything a panel says, computed from one state.

    ``title`` is the sentence above the picture, ``sentence`` what the numbers mean, ``picture``
    names what is drawn, for readers who cannot see it.
    """

    title: str
    sentence: str
    facts: tuple[Fact, ...]
    picture: str

    def fact(self, name: str) -> Fact:
        """Return the fact called ``name``."""
        return next(fact for fact in self.facts if fact.name == name)

    @property
    def alt(self) -> str:
        """The picture's text alternative: what is drawn, what it shows, and every number."""
        numbers = "; ".join(f"{fact.name}: {fact.text}" for fact in self.facts)
        return f"{self.picture} {self.title}. {numbers}."

    @property
    def text(self) -> str:
        """The sentence and the table as plain text, as they are stored in a notebook."""
        wide = max((len(fact.name) for fact in self.facts), default=0)
        rows = [f"  {fact.name:<{wide}}  {fact.text}" for fact in self.facts]
        return "\n".join([self.sentence, *rows])

    @property
    def table_html(self) -> str:
        """The facts as an HTML table with row headers."""
        rows = "".join(
            f'<tr><th scope="row">{escape(fact.name)}</th><td>{escape(fact.text)}</td></tr>'
            for fact in self.facts
        )
        return f'<table class="ml-table"><tbody>{rows}</tbody></table>'
