"""What the lessons cite: the numbers of support pages, and the days of pages, terms and lists.

A lesson names what it cites, and a check holds its prose to it: see ``Lesson.numbers``.
"""

from __future__ import annotations

import re
from types import MappingProxyType

from margin_lessons import words
from margin_lessons.debt import TERMS
from margin_lessons.errors import pick
from margin_lessons.market import board
from margin_lessons.venue import ARTICLE, KRAKEN_SPOT


def _page(rule: str) -> str:
    """Return the number of the support page that a rule of the venue was read on."""
    return next(re.finditer(r"\d{8,}", KRAKEN_SPOT.sources[rule].title))[0]


CITED = MappingProxyType(
    {
        "day of the article": words.day(ARTICLE.sources["call_level"].date),
        "day of the price list, inferred": words.day(board.DATE),
        "day the copies were read": words.day(KRAKEN_SPOT.sources["call_level"].date),
        "day of the terms": words.day(TERMS.date),
        "month of the terms": words.day(TERMS.date[:7]),
        "day the recorded terms end": "26 January 2025",
        "day of the terms for the EEA": "2 July 2025",
        "day of the margin fees": words.day(KRAKEN_SPOT.sources["rollover"].date),
        "month of the API record": "November 2025",
        "page on levels": _page("call_level"),
        "page on full use": _page("full_level"),
        "page of examples": _page("short_margin"),
        "page on margin fees": _page("rollover"),
        "page on conversion": _page("conversion"),
        "page on margin": "203325693",
        "page on leverage": "203053116",
        "page of terminology": "360030886332",
        "page on maximum terms": "360023197211",
        "page on the stop-loss": "203325793",
        "page on the stop-loss-limit": "9616163984020",
        "page on other orders": "203053246",
        "page on equity protection": "360022835671",
        "day of the page on the liquidity pool": "17 March 2026",
        "day of the report on the clearing disclosure": "1 July 2026",
        "day of Deribit's page on its fund": "19 March 2016",
        "day of the reports on OKEx": "3 August 2018",
    }
)
"""Every page and day that a lesson may cite, by name."""


def cited(*names: str) -> dict[str, str]:
    """Return what is cited, by name, to go into a lesson's ``numbers``.

    >>> cited("page on levels", "day of the article")
    {'page on levels': '203325763', 'day of the article': '28 July 2025'}
    """
    return {name: pick("citation", name, CITED, "cited") for name in names}
