"""What the law says of one's own position: its product, its venue, and where one lives.

Who bears a loss beyond the margin is the regime of the product at its venue; beside it stand the
laws of the place. Where nothing was found, that is said, and it is not "no".
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from margin_lessons import words
from margin_lessons.debt import (
    EU_CFD_PROTECTION,
    KRAKEN_LINEAR,
    KRAKEN_SPOT_MARGIN,
    LAWS,
    SAID,
    BelowZero,
    Finding,
    Law,
    LeftOver,
    Regime,
    share_out,
)
from margin_lessons.errors import of_kind
from margin_lessons.kraken_contracts import KRAKEN_OUTSIDE_US
from margin_lessons.own_holding import as_worded
from margin_lessons.own_position import OwnPosition, ProductKind


class Residence(Enum):
    """Where a retail client lives, as far as the laws that were read tell places apart."""

    EEA = "in the EU or the EEA"
    GERMANY = "in Germany"
    UK = "in the UK"
    US = "in the US"
    ELSEWHERE = "elsewhere"


_SPOT = {
    Residence.EEA: ("MiCA",),
    Residence.GERMANY: ("MiCA",),
    Residence.UK: ("UK",),
    Residence.US: ("US spot margin",),
}
_CONTRACTS = {
    Residence.EEA: ("perpetuals", "protection", "close-out", "cap"),
    Residence.GERMANY: ("Germany", "perpetuals", "protection", "close-out", "cap"),
    Residence.UK: ("UK",),
    Residence.US: ("US futures",),
}

_FINDINGS = ("repay", "restricted", "interest", "deposits", "other wallets", "warning")
"""What article, pages and terms say about a debt of spot margin."""

_SAYS = {
    BelowZero.OWED: "Yes: what is missing below zero is owed by you",
    BelowZero.BY_LAW: "No, so far as this is a CFD: by law no more is owed than the account holds",
    BelowZero.BY_PROCESS: "No, by the venue's own process: a promise of the venue, and no law",
}


@dataclass(frozen=True)
class OwnLaw:
    """Who bears a loss beyond the margin here, and the laws of the place.

    ``regime`` is None where none was found. ``laws`` are those of the place for this kind of
    product, ``findings`` what the venue's pages and terms say of a debt.
    """

    residence: Residence
    product: ProductKind
    regime: Regime | None
    laws: tuple[Law, ...]
    findings: tuple[Finding, ...]

    @property
    def may_owe(self) -> bool | None:
        """Whether the client can end up owing money; None where that was not found."""
        return None if self.regime is None else self.regime.client_may_owe

    @property
    def below_zero(self) -> BelowZero | None:
        """What becomes of a balance below zero, and on which ground; None where not found."""
        if self.regime is None:
            return None
        if self.regime.client_may_owe:
            return BelowZero.OWED
        by_law = self.regime is EU_CFD_PROTECTION
        return BelowZero.BY_LAW if by_law else BelowZero.BY_PROCESS

    @property
    def sentence(self) -> str:
        """The answer to "can I owe?" in one sentence.

        >>> own_law(OwnPosition("long", 1, 20_000, leverage=5)).sentence
        'Yes: what is missing below zero is owed by you (16 December 2024).'
        """
        if self.regime is None:
            return "Not found: nothing read says what becomes of a loss beyond the margin here."
        below = self.below_zero or BelowZero.OWED
        told = f"{_SAYS[below]} ({words.day(self.regime.source.date)})."
        at_home = self.residence in (Residence.EEA, Residence.GERMANY)
        if self.below_zero is BelowZero.BY_LAW and not at_home:
            return f"{told} That law is for clients in the EU, and you live {self.residence.value}."
        contract = self.product is not ProductKind.SPOT_MARGIN
        if contract and self.residence is Residence.US and not self.may_owe:
            return f"{told} Futures under US law are another case: there a deficit is owed."
        return told

    def shared(self, debt: float) -> LeftOver:
        """Return who bears a debt here; ``BadInput`` where no regime was found, or it is below 0.

        >>> law = own_law(OwnPosition("long", 1, 20_000, leverage=5))
        >>> law.shared(1_000).paid.client_owes
        1000.0
        """
        return share_out(debt, self.regime)


def own_law(position: OwnPosition, residence: Residence = Residence.EEA) -> OwnLaw:
    """Return the law of a position for a client who lives at ``residence``.

    Raises ``BadInput`` for what is no position and no place.

    >>> mine = OwnPosition("long", 1, 60_000, leverage=5, product="linear", venue="Binance USD-M")
    >>> own_law(mine).may_owe, own_law(mine).below_zero.name
    (False, 'BY_PROCESS')
    """
    of_kind("position", position, OwnPosition, why="it has a product and a venue")
    home = as_worded("residence", residence, Residence)
    spot = position.product is ProductKind.SPOT_MARGIN
    names = (_SPOT if spot else _CONTRACTS).get(home, ())
    laws = tuple(LAWS[name] for name in names)
    findings = tuple(SAID[name] for name in _FINDINGS) if spot else ()
    return OwnLaw(home, position.product, _regime(position), laws, findings)


def _regime(position: OwnPosition) -> Regime | None:
    if position.product is ProductKind.SPOT_MARGIN:
        return KRAKEN_SPOT_MARGIN
    linear = position.product is ProductKind.LINEAR
    if linear and position.venue == KRAKEN_OUTSIDE_US.name:
        return KRAKEN_LINEAR
    return position.terms.contract_venue.left_over
