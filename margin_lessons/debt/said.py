"""Who says what about a negative balance: the article, the support pages, the terms of service.

One ``Finding`` a question. What a source does not say is None, "not found", and never "no".
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from margin_lessons.debt.basis import (
    ARTICLE_PAGE,
    MARGIN_PAGE,
    SETTLING_PAGE,
    TERMS,
    Basis,
    Quotation,
    Standing,
    Strength,
)
from margin_lessons.source import Source


@dataclass(frozen=True)
class Finding:
    """What the three say to one ``question``, how the article's claim stands, and what follows.

    ``article``, ``pages`` and ``terms`` are None where nothing was found. ``so`` is the verdict.

    >>> SAID["interest"].terms.words
    '18% a year; a collector may add 18% of the sum; each, or the legal maximum if that is more'
    >>> SAID["small rest"].terms is None, SAID["small rest"].standing.name
    (True, 'CLAIMED')
    """

    question: str
    article: Quotation | None
    pages: Quotation | None
    terms: Quotation | None
    standing: Standing
    so: str

    @property
    def basis(self) -> Basis:
        """The best founded of the statements, with its standing: the terms, the pages, the claim.

        >>> SAID["restricted"].basis.source.date, SAID["small rest"].basis.source.date
        ('2024-12-16', '2025-07-28')
        """
        told = next(one for one in (self.terms, self.pages, self.article) if one is not None)
        return Basis(told.words, told.source, self.standing)


def _article(words: str) -> Quotation:
    return Quotation(words, ARTICLE_PAGE)


def _terms(words: str) -> Quotation:
    return Quotation(words, TERMS, Strength.B)


_LEVELS_PAGE = Source("support.kraken.com 203325763, Margin call and liquidation level",
                      "2026-11-22")  # fmt: skip
_TERM_PAGE = Source("support.kraken.com 360023197211, term of a position", "2026-11-22")

SAID = MappingProxyType(
    {
        "repay": Finding(
            "must the debt be repaid?",
            _article("yes, or restrictions and legal action follow"),
            Quotation("a client may be required to", MARGIN_PAGE),
            _terms("yes, within 48 hours of negative equity, with fees and costs of collection"),
            Standing.PUBLISHED,
            "published: yes, within 48 hours",
        ),
        "restricted": Finding(
            "trading and withdrawal?",
            _article("may be restricted until the debt is settled"),
            None,
            _terms("neither while the equity is negative"),
            Standing.PUBLISHED,
            "published; the article is confirmed",
        ),
        "interest": Finding(
            "interest?",
            _article("none"),
            None,
            _terms(
                "18% a year; a collector may add 18% of the sum; each, or the legal maximum if "
                "that is more"
            ),
            Standing.CONTRADICTED,
            "the article is contradicted; whether it is charged in practice is not known",
        ),
        "deposits": Finding(
            "later deposits?",
            _article("taken"),
            None,
            _terms(
                "no sentence on a debtor's; on margin, money in the borrowed currency ends the "
                "loan by itself, or by hand on a Classic account"
            ),
            Standing.PARTLY,
            "published in part",
        ),
        "other wallets": Finding(
            "other wallets?",
            _article("other, non-margin wallets are used"),
            Quotation("any other funds in the account", SETTLING_PAGE),
            _terms(
                "other assets of the account may be sold, collateral or not; staked coins and a "
                "futures wallet are not named"
            ),
            Standing.PARTLY,
            "published in part",
        ),
        "small rest": Finding(
            "a small rest let go?",
            _article("usually under 20 USD, at the exchange's discretion"),
            None,
            None,
            Standing.CLAIMED,
            "not found, nor in the terms of December 2024",
        ),
        "warning": Finding(
            "a warning?",
            _article("it will be issued"),
            Quotation("may be sent, not guaranteed", _LEVELS_PAGE),
            _terms(
                "no duty to contact, no right to more time; may sell before a date it named; "
                "maintenance may rise without notice; losses may be far larger than the funds"
            ),
            Standing.PARTLY,
            "it may come, and nothing waits for it",
        ),
        "term": Finding(
            "a maximum term?",
            None,
            Quotation("a term can apply", _TERM_PAGE),
            _terms("none, since the terms of 6 December 2022"),
            Standing.PUBLISHED,
            "28 days is outdated: the US phase-out of June 2021",
        ),
    }
)
"""What was found to each question, by name; the terms are those of 16 December 2024."""


@dataclass(frozen=True)
class Since:
    """A rule of the terms, and the first version of the archive that has it, as an ISO date.

    The archive tells some to the month or the year only: then the date ends there.
    """

    date: str
    words: str


HISTORY = (
    Since("2021", "a fee for collecting what is owed"),
    Since("2021", "a position lasts 365 days as a rule; 28 days only in the US phase-out of June"),
    Since("2021-09-27", "a negative balance is due within 48 hours, and one may not trade"),
    Since("2022-12-06", "no maximum term"),
    Since("2023-12", "no withdrawal either; interest on what is owed"),
)
"""Since when the terms say so, in the same archive."""
