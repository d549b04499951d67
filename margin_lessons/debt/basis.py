"""What each step of a recovery rests on: the venue's own page, or the article's claim.

The article makes six claims about negative balances. Each is kept here with what was found at the
venue, so that a lesson can show a step and, beside it, how well it is founded.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from margin_lessons.venue import Source


class Standing(Enum):
    """How well a rule is founded."""

    PUBLISHED = "on the venue's own page"
    PARTLY = "the article's claim, found in part at the venue"
    CLAIMED = "the article's claim, not found at the venue"
    REPORTED = "a press report or a third party"
    ASSUMED = "an assumption of this model"


@dataclass(frozen=True)
class Basis:
    """One rule in words, where it was read, and how well it is founded.

    >>> CLAIMS["deposits"].standing.value
    "the article's claim, not found at the venue"
    """

    words: str
    source: Source
    standing: Standing


_ARTICLE = Source("kdj.com, Can I lose more than my margin on Kraken?", "2025-07-28")
_SETTLING = Source("support.kraken.com 9148088075028, settling or closing", "2026-11-22")
_MARGIN = Source("support.kraken.com 203325693, Margin", "2026-11-22")

PREFERRED = Basis(
    "a realised loss is taken from the collateral currencies in the published order",
    _SETTLING,
    Standing.PUBLISHED,
)
PAIR_LAST = Basis(
    "quote and base currency come last when they are no collateral currencies",
    _SETTLING,
    Standing.PUBLISHED,
)
OTHER_FUNDS = Basis(
    "any other funds in the account are taken as needed, in an order that is not published",
    _SETTLING,
    Standing.PUBLISHED,
)
REPAY = Basis(
    "a client may be required to repay a negative balance beyond the funds in the account",
    _MARGIN,
    Standing.PUBLISHED,
)

CLAIMS = MappingProxyType(
    {
        "repay": Basis(
            "a negative balance must be repaid, or restrictions and legal action follow",
            _ARTICLE,
            Standing.PARTLY,
        ),
        "deposits": Basis(
            "the amount is deducted from any future deposits", _ARTICLE, Standing.CLAIMED
        ),
        "other wallets": Basis(
            "funds from other, non-margin wallets of the account are used",
            _ARTICLE,
            Standing.PARTLY,
        ),
        "restricted": Basis(
            "trading and withdrawal may be restricted until the debt is settled",
            _ARTICLE,
            Standing.CLAIMED,
        ),
        "protection": Basis(
            "small negative balances, usually under 20 USD, may be absorbed, at discretion",
            _ARTICLE,
            Standing.CLAIMED,
        ),
        "no interest": Basis(
            "no interest is charged on a negative balance", _ARTICLE, Standing.CLAIMED
        ),
    }
)
"""The article's claims about a negative balance, each with its standing at the venue."""
