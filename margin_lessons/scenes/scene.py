"""A scene: all that a panel shows and says about one state, before anything is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from margin_lessons import words
from margin_lessons.currency import CASH
from margin_lessons.errors import pick
from margin_lessons.scenes.table import Table

State = TypeVar("State")


@dataclass(frozen=True)
class Fact:
    """One number of a scene: its name, the words it is written in, and the number itself.

    ``value`` is None when the text is not one number ("none", "stop-loss"). A mark that stands at a
    fact takes its place from ``value``, so picture, table and sentence agree.
    """

    name: str
    text: str
    value: float | None = None

    @classmethod
    def of(
        cls, name: str, value: float | None, write: Callable[..., str] = words.money, **how: object
    ) -> Fact:
        """Return a number as a fact, in dollars or as ``write`` writes it.

        ``how`` goes to ``write``. So the words are those of the number, and it is named once.

        >>> Fact.of("owed", 200.0)
        Fact(name='owed', text='200 USD', value=200.0)
        >>> Fact.of("price move", -0.1, words.percent, signed=True).text
        '-10.0%'
        """
        return cls(name, write(value, **how), value)

    @property
    def bare(self) -> str:
        """Its words without a currency, as they stand beside an axis that names it.

        >>> Fact("filled at", "48,000 USD", 48_000.0).bare, Fact("put up", "1,000 CHF", 1e3).bare
        ('48,000', '1,000')
        >>> Fact("closed", "0.5 BTC", 0.5).bare, Fact("call", "no such price").bare
        ('0.5 BTC', 'no such price')
        """
        number, _, unit = self.text.rpartition(" ")
        return number if unit in CASH else self.text


@dataclass(frozen=True)
class Scene(Generic[State]):
    """Everything a panel says, computed from one state.

    ``title`` is the sentence above the picture, ``sentence`` what the numbers mean, ``seen`` what a
    sighted reader sees (the shape of a curve, the turns of a path) for those who cannot see it; it
    does not repeat the table. ``rows`` replaces the plain list of facts where they are a real
    table.

    >>> owed = Fact.of("owed", 200.0)
    >>> scene = Scene(None, "You owe 200 USD", "The night took more than all.", (owed,), "A bar.")
    >>> scene.value("owed"), scene.alt
    (200.0, 'You owe 200 USD. A bar.')
    """

    state: State
    title: str
    sentence: str
    facts: tuple[Fact, ...]
    seen: str
    rows: Table | None = None

    def fact(self, name: str) -> Fact:
        """Return the fact called ``name``; ``BadInput`` when there is none."""
        found: Fact = pick("fact", name, {fact.name: fact for fact in self.facts}, "this scene")
        return found

    def value(self, name: str) -> float | None:
        """Return the number of the fact called ``name``."""
        return self.fact(name).value

    @property
    def alt(self) -> str:
        """The picture's text alternative: what it says and what is seen in it."""
        return f"{self.title}. {self.seen}"

    @property
    def table(self) -> Table:
        """All numbers as a table: the scene's own, or one fact a row."""
        if self.rows is not None:
            return self.rows
        rows = tuple((fact.name, fact.text) for fact in self.facts)
        return Table("All numbers", ("what", "value"), rows)

    @property
    def text(self) -> str:
        """Title, sentence and table as plain text, as they are stored in a notebook."""
        return "\n".join([self.title, self.sentence, self.table.text])
