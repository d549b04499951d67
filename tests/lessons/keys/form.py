"""How a key is written: what a lesson tells, by hand a second time.

A key of a text holds its decisive words, and every number, date and sum of it in order; ``~``
stands for words left out. So a changed number, a swapped message and a turned sign are all caught,
and a sentence may still be reworded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any, NamedTuple

from margin_lessons.panels.controls import Choice, Control, Number
from margin_lessons.panels.model import PanelModel

GAP = "~"
COUNTED = (
    "two three four five six seven eight nine ten eleven twelve twice half halves fifth sixth "
    "tenth twentieth quarter hundred thousand million January February March April May June July "
    "August September October November December"
).replace(" ", "|")
# A sign belongs to a number unless something stands right before it, as in 40-80.
SAID = re.compile(
    r"(?:(?<![\w.)%])[-+])?(?<![\w.])\d[\d,]*(?:\.\d+)?(?: ?%|x\b)?"
    rf"|(?<= )[-+/=x](?= [^.])|\b(?:{COUNTED})\b"
)


def numbers(text: str) -> list[str]:
    """Return what a text counts: numbers, sums, months and number words, as they are written."""
    return [found.rstrip(",").replace(" %", "%") for found in SAID.findall(text)]


def fault(key: str, text: str) -> str:
    """Return why a text does not hold its key, or nothing."""
    if not key.strip():
        return f"no key: {text}"
    at = 0
    for part in (part.strip() for part in key.split(GAP)):
        found = text.find(part, at)
        if found < 0:
            return f"not '{part}' in its place in: {text}"
        at = found + len(part)
    said, wanted = numbers(text), numbers(key)
    return "" if said == wanted else f"counts {said} and not {wanted}: {text}"


class Asked(NamedTuple):
    """A question: its key, the right option, and each wrong one with the idea behind it."""

    text: str
    right: tuple[str, str]
    """The text of the right option, and the key of its explanation."""
    wrong: tuple[tuple[str, str, str], ...]
    """The text of a wrong option, its misconception, and the key of its explanation."""


@dataclass(frozen=True)
class Worked:
    """An exercise. An answer that is ``far`` off does not pass, on either side.

    ``dots`` is what stands for the three dots in the exercise's cell.
    """

    task: str
    answer: float
    unit: str
    far: float
    hints: tuple[str, str, str]
    wrong: Mapping[float, tuple[str, str]]
    praise: str
    dots: str = ""


class Foretold(NamedTuple):
    """A prediction: the key of its question, its unit, and the outcome by hand and as shown."""

    question: str
    unit: str
    outcome: float
    shown: str
    within: float = 1e-6
    """How far, relatively, the outcome may be off: a simulated one has its noise."""


@dataclass(frozen=True)
class Goal:
    """A mission: ``met`` says by hand which settings of the controls meet it.

    It is tried on every setting of the ``grids``: a control named there takes the values given, or
    all it has (``...``); the others stand at ``base`` or their start.
    """

    task: str
    praise: str
    met: Callable[[dict[str, Any]], bool]
    grids: tuple[Mapping[str, Any], ...]
    base: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Played:
    """A panel: the labels of its controls, what each scenario promises, and its mission.

    A choice whose words are not its values has its ``words`` here too.
    """

    labels: Mapping[str, str]
    scenarios: Mapping[str, Callable[[Any], bool]]
    mission: Goal | None = None
    words: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


class Says(NamedTuple):
    """A scenario of a panel: the keys of its title and sentence, and some rows of its table."""

    scenario: str
    title: str
    sentence: str
    rows: tuple[str, ...] = ()


def settings(model: PanelModel, goal: Goal) -> list[dict[str, Any]]:
    """Return every setting of the grids of a mission, all controls named."""
    known = {control.name: control for control in model.controls}
    found = []
    for grid in goal.grids:
        values = [every(known[name]) if chosen is ... else chosen
                  for name, chosen in grid.items()]  # fmt: skip
        for row in product(*values):
            found.append({**model.start, **goal.base, **dict(zip(grid, row, strict=True))})
    return found


def every(control: Control) -> list[Any]:
    """Return every value that a control can take; of words and files, those that are swept."""
    if isinstance(control, Choice):
        return [value for _, value in control.options]
    if not isinstance(control, Number):
        return list(control.probes)
    steps = round((control.high - control.low) / control.step)
    return [control.check(round(control.low + n * control.step, 10)) for n in range(steps + 1)]
