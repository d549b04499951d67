"""What a rule rests on: a statement with its source and date, and how well it is founded.

Three voices speak about a negative balance: the article the course grew from, the venue's support
pages, and its terms of service. ``said`` has what each of them says to each question; a step of a
recovery carries one ``Basis``, so that a lesson can show beside it how well it is founded.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from margin_lessons.source import Source


class Standing(Enum):
    """How well a rule is founded."""

    PUBLISHED = "in the venue's own pages or terms"
    PARTLY = "found in part at the venue"
    CLAIMED = "the article's claim, not found at the venue"
    CONTRADICTED = "the article's claim, contradicted by the venue's terms"
    REPORTED = "a press report or a third party"
    ASSUMED = "an assumption of this model"


class Strength(Enum):
    """How near a source is to the rule itself."""

    A = "the rule itself, or the venue's own page or contract"
    B = "an archive's copy of it, or the venue's machine-readable documentation"
    C = "press or a data firm"


@dataclass(frozen=True)
class Quotation:
    """What one source says, in our own words, with where and when it was read.

    >>> article = Quotation("no interest", ARTICLE_PAGE)
    >>> article.words, article.source.date
    ('no interest', '2025-07-28')
    """

    words: str
    source: Source
    strength: Strength = Strength.A


@dataclass(frozen=True)
class Basis:
    """One rule in words, where it was read, and how well it is founded.

    >>> PREFERRED.standing.value
    "in the venue's own pages or terms"
    """

    words: str
    source: Source
    standing: Standing


ARTICLE_PAGE = Source("kdj.com, Can I lose more than my margin on Kraken?", "2025-07-28")
SETTLING_PAGE = Source("support.kraken.com 9148088075028, settling or closing", "2026-11-22")
MARGIN_PAGE = Source("support.kraken.com 203325693, Margin", "2026-11-22")
TERMS = Source("Kraken.com Terms of Service, in the Open Terms Archive", "2024-12-16")
"""The version of 16 December 2024, recorded on 26 January 2025, where that archive ends.

The terms for the European Economic Area (v2.0, 2 July 2025) and later versions could not be read,
and clients of other companies of the group may have other terms.
"""

PREFERRED = Basis(
    "a realised loss is taken from the collateral currencies in the published order",
    SETTLING_PAGE,
    Standing.PUBLISHED,
)
PAIR_LAST = Basis(
    "quote and base currency come last when they are no collateral currencies",
    SETTLING_PAGE,
    Standing.PUBLISHED,
)
OTHER_FUNDS = Basis(
    "any other funds in the account are taken as needed, in an order that is not published",
    SETTLING_PAGE,
    Standing.PUBLISHED,
)
