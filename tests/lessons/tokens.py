"""The numbers that a text says: read as a learner reads them, and looked for where they come from.

A number in a sentence or a picture has to be one that the panel also shows in its table or in its
controls. "The same" is taken honestly: 5% is 5.0%, "owes 1,000 USD" is an equity of -1,000 USD, and
a label in a picture may leave the unit to its axis; 28,133 is *not* 28,133.33, and 0.4 is not 40%.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from margin_lessons.panels.controls import Control, Number
from margin_lessons.scenes.scene import Fact

# Not the 1 of "1inch", the 20 of "ERC20", or the hyphen of "5-10".
_NUMBER = re.compile(
    r"(?<![\w.,])(?P<sign>(?<![\w)])[-+−])?(?P<digits>\d[\d,]*(?:\.\d+)?)(?P<unit>\s?%|x\b)?(?![\w])"
)
_YEAR = re.compile(r"\bin (\d{4})\b")
# The "2." of "2. ETH opened second" counts lines and measures nothing.
_ORDINAL = re.compile(r"(?m)^\d+\. (?=\D)")


class Token(NamedTuple):
    """One number: its size without sign, and ``%``, ``x`` or nothing after it."""

    size: float
    unit: str

    def __str__(self) -> str:
        return f"{self.size:,.10g}{self.unit}"


def tokens(text: str) -> list[Token]:
    """Return the numbers in a text."""
    text = _ORDINAL.sub("", text)
    return [
        Token(float(found["digits"].replace(",", "")), (found["unit"] or "").strip())
        for found in _NUMBER.finditer(text)
    ]


def known(
    facts: Iterable[Fact], values: Mapping[str, Any], controls: Iterable[Control]
) -> set[Token]:
    """Return the numbers that the table and the controls show."""
    found: set[Token] = set()
    for fact in facts:
        found.update(tokens(fact.text))
        # An event's number stands in the name of its row: "3. order filled".
        found.update(tokens(re.match(r"(\d+)\. |", fact.name)[0]))
        # So does the year of a rule that is history: "futures with a fund, in 2016: ...".
        found.update(Token(float(year), "") for year in _YEAR.findall(fact.name))
    for control in controls:
        value = values[control.name]
        if not isinstance(control, Number) or value is None:
            found.update(tokens(control.say(value)))
            continue
        # A control may be written with its unit: a setting of 5 as 5x, a share of 50 as 50%.
        found.update(Token(abs(float(f"{value:.10g}")), unit) for unit in ("", "%", "x"))
    return found


def unknown(text: str, said: set[Token], *, bare: bool = False) -> list[str]:
    """Return the numbers in a text that are said nowhere else; ``bare`` forgives a missing unit."""
    if bare:
        said = said | {Token(token.size, "") for token in said}
    return [str(token) for token in tokens(text) if token not in said]
