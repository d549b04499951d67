"""One loss under different regimes: client, venue, fund and other traders side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from margin_lessons.debt.queue import Winner, deleverage
from margin_lessons.debt.recovery_rules import AS_PUBLISHED, RecoveryRules
from margin_lessons.debt.regimes import REGIMES, Layer, Regime
from margin_lessons.debt.results import Recovery
from margin_lessons.debt.sharing import levies
from margin_lessons.debt.wallets import Debt, Deposit, StandingOrder, Wallet
from margin_lessons.debt.waterfall import recover
from margin_lessons.errors import all_of, between, not_negative, of_kind
from margin_lessons.venue import KRAKEN_SPOT, Venue


@dataclass(frozen=True)
class Pots:
    """What there is to bear a loss with, whatever the regime; each takes from it what it knows.

    ``wallets`` and ``deposits`` are the client's. ``assigned`` is the share of the loss taken over
    by liquidity providers, ``fund`` what an insurance fund holds, ``pool`` what the venue chooses
    to spend of its liquidity pool, ``company`` what it adds of its own, ``winners`` the profits of
    the traders who share a socialised loss, and ``queue`` the opposite traders whose positions can
    be closed; None is "more than enough" for both. Raises ``BadInput`` for a share outside 0
    to 1 and for pots that hold less than nothing.
    """

    wallets: Sequence[Wallet] = ()
    deposits: Sequence[Deposit] | StandingOrder = ()
    rules: RecoveryRules = AS_PUBLISHED
    assigned: float = 1.0
    fund: float = 0.0
    pool: float = 0.0
    company: float = 0.0
    winners: Sequence[float] | None = None
    queue: Sequence[Winner] | None = None
    venue: Venue = KRAKEN_SPOT

    def __post_init__(self) -> None:
        why = "a loss is paid from wallets, and from deposits that come later"
        checked: dict[str, object] = {"wallets": all_of("wallet", self.wallets, Wallet, why=why)}
        if not isinstance(self.deposits, StandingOrder):
            checked["deposits"] = all_of("deposit", self.deposits, Deposit, why=why)
        of_kind("rules", self.rules, RecoveryRules, why="AS_CLAIMED and AS_PUBLISHED are two")
        of_kind("venue", self.venue, Venue, why="its fees are those of converting funds")
        why = "it is the part of the position that found a volunteer"
        checked["assigned"] = between("assigned share", self.assigned, 0, 1, why=why)
        why = "an empty fund holds nothing, and no fund owes"
        checked["fund"] = not_negative("fund", self.fund, why=why)
        why = "the venue spends something of it or nothing"
        checked["pool"] = not_negative("pool", self.pool, why=why)
        why = "the venue adds something or nothing"
        checked["company"] = not_negative("company money", self.company, why=why)
        if self.winners is not None:
            levies(0.0, self.winners)  # refuses what is no row of profits
            row = np.atleast_1d(np.asarray(self.winners, dtype=float))
            checked["winners"] = tuple(row.tolist())
        if self.queue is not None:
            why = "an opposite trader is Winner(name, profit, leverage)"
            checked["queue"] = all_of("winner", self.queue, Winner, why=why)
        for name, value in checked.items():
            object.__setattr__(self, name, value)


@dataclass(frozen=True)
class Part:
    """What one link of the chain bears, in the quote currency of the debt."""

    layer: Layer
    amount: float


@dataclass(frozen=True)
class WhoPays:
    """Who bears a debt under one regime: the parts add up to it.

    ``client_paid`` and ``client_owes`` are the client's; conversion ``fees``, and ``charges`` for
    paying late, come on top. ``recovery`` has the steps and days where the client pays, else
    None.
    """

    regime: Regime
    debt: Debt
    parts: tuple[Part, ...]
    recovery: Recovery | None = None

    def borne_by(self, *layers: Layer) -> float:
        """Return what some links of the chain bear together; ``BadInput`` for what is none."""
        layers = all_of("layer", layers, Layer, why="it is a link of the chain of who pays")
        return sum((part.amount for part in self.parts if part.layer in layers), 0.0)

    @property
    def client_paid(self) -> float:
        """What the client's wallets and deposits paid."""
        return self.borne_by(Layer.CLIENT)

    @property
    def client_owes(self) -> float:
        """What the client still owes at the end."""
        return self.borne_by(Layer.OWED)

    @property
    def venue(self) -> float:
        """What the venue bears for good: by discretion, from its pool or its own money."""
        return self.borne_by(Layer.DISCRETION, Layer.POOL, Layer.COMPANY)

    @property
    def fund(self) -> float:
        """What a fund kept for it pays."""
        return self.borne_by(Layer.FUND)

    @property
    def other_traders(self) -> float:
        """What other clients bear: providers, opposite traders or winners."""
        return self.borne_by(Layer.PROVIDERS, Layer.COUNTERPARTIES, Layer.WINNERS)

    @property
    def fees(self) -> float:
        """The conversion fees the client pays on top."""
        return 0.0 if self.recovery is None else self.recovery.fees

    @property
    def charges(self) -> float:
        """The interest and the collector's fee on top, where the client pays late."""
        r = self.recovery
        return 0.0 if r is None else r.interest + r.collector_fee


def who_pays(debt: Debt, regime: Regime, pots: Pots | None = None) -> WhoPays:
    """Return who bears ``debt``, the loss beyond the client's margin, under one regime.

    A fund of 300 USD under three regimes: the spot client owes all 1,000, the derivatives client
    nothing, and where there is a fund, opposite traders bear the other 700. Raises ``BadInput`` for
    another thing in the place of debt, regime or pots.

    >>> from margin_lessons.debt.regimes import AUTO_DELEVERAGING, KRAKEN_LINEAR, KRAKEN_SPOT_MARGIN
    >>> three = (KRAKEN_SPOT_MARGIN, KRAKEN_LINEAR, AUTO_DELEVERAGING)
    >>> results = [who_pays(Debt(1_000), regime, Pots(fund=300)) for regime in three]
    >>> [(r.client_owes, r.fund, r.other_traders) for r in results]
    [(1000.0, 0.0, 0.0), (0.0, 0.0, 1000.0), (0.0, 300.0, 700.0)]
    """
    pots = Pots() if pots is None else pots
    of_kind("debt", debt, Debt, why="an amount that is owed becomes one by Debt(1_000)")
    of_kind("regime", regime, Regime, why="REGIMES lists those that are known")
    of_kind("pots", pots, Pots, why="what there is to pay with is named in Pots(fund=300)")
    recovery = None
    parts: list[Part] = []
    left = debt.amount
    for layer in regime.chain:
        if layer is Layer.CLIENT:
            recovery = recover(debt, pots.wallets, pots.deposits, pots.rules, pots.venue)
            # Of the debt itself: what came on top for paying late is counted apart, like the fees.
            left = recovery.owed.debt
            parts.append(Part(layer, debt.amount - recovery.absorbed - left))
            parts.append(Part(Layer.DISCRETION, recovery.absorbed))
            continue
        amount = min(left, _most(layer, left, pots))
        parts.append(Part(layer, amount))
        left -= amount
    if left > 0:
        # Winners give up their profit and no more; what is missing then is the venue's to find.
        parts.append(Part(Layer.COMPANY, left))
    return WhoPays(regime, debt, tuple(parts), recovery)


def _most(layer: Layer, left: float, pots: Pots) -> float:
    """Return the most one link bears of what is ``left``."""
    if layer is Layer.PROVIDERS:
        return pots.assigned * left
    if layer is Layer.POOL:
        return pots.pool
    if layer is Layer.FUND:
        return pots.fund
    if layer is Layer.COMPANY:
        return pots.company
    if layer is Layer.COUNTERPARTIES and pots.queue is not None:
        return sum((one.amount for one in deleverage(left, pots.queue)), 0.0)
    if layer is Layer.WINNERS and pots.winners is not None:
        return float(levies(left, pots.winners).sum())
    return left


def compare(
    debt: Debt, pots: Pots | None = None, regimes: Iterable[Regime] = REGIMES
) -> tuple[WhoPays, ...]:
    """Return the same loss under every regime, in the order given: the rows of a table.

    1,000 USD lost beyond the margin: on spot margin, and in the US, the client owes it; where there
    is a fund of 300 USD other traders bear the rest. Raises ``BadInput`` for what is no regime.

    >>> rows = compare(Debt(1_000), Pots(assigned=0, fund=300))
    >>> [row.client_owes for row in rows]
    [1000.0, 0.0, 0.0, 1000.0, 0.0, 0.0, 0.0]
    >>> [row.other_traders for row in rows]
    [0.0, 1000.0, 1000.0, 0.0, 700.0, 700.0, 1000.0]
    """
    why = "REGIMES lists those that are known"
    regimes = all_of("regime", regimes, Regime, why=why)
    return tuple(who_pays(debt, regime, pots) for regime in regimes)
