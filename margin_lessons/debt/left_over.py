"""What is left over after a liquidation: who bears it, down to each winner of the queue."""

from __future__ import annotations

from dataclasses import dataclass

from margin_lessons.debt.bearing import Pots, WhoPays, who_pays
from margin_lessons.debt.queue import GivenUp, deleverage
from margin_lessons.debt.regimes import Layer, Regime
from margin_lessons.debt.sharing import levies
from margin_lessons.debt.wallets import Debt
from margin_lessons.errors import BadInput, not_negative


@dataclass(frozen=True)
class LeftOver:
    """Who bears a deficit: the parts of the chain, and what each known winner gives up.

    ``queue`` is the deleveraging queue in its order, ``levies`` what the winners of a socialised
    loss give up, in the order of ``Pots.winners``; each is empty where the chain has it not, or
    where nobody was named.
    """

    paid: WhoPays
    queue: tuple[GivenUp, ...] = ()
    levies: tuple[float, ...] = ()

    @property
    def total(self) -> float:
        """The sum of all parts: the deficit itself."""
        return sum((part.amount for part in self.paid.parts), 0.0)


def share_out(deficit: float, regime: Regime | None, pots: Pots | None = None) -> LeftOver:
    """Return who bears a ``deficit`` under a regime, a venue's ``left_over``.

    Raises ``BadInput`` for a deficit below zero and for a regime that was not found. 1,000 USD with
    300 in the fund: the first in the queue gives up all of the profit, the next one the rest.

    >>> from margin_lessons.debt.queue import Winner
    >>> from margin_lessons.debt.regimes import AUTO_DELEVERAGING
    >>> queue = (Winner("calm", 900, 1), Winner("bold", 500, 10))
    >>> shared = share_out(1_000, AUTO_DELEVERAGING, Pots(fund=300, queue=queue))
    >>> shared.paid.fund, [(one.winner.name, one.amount) for one in shared.queue], shared.total
    (300.0, [('bold', 500.0), ('calm', 200.0)], 1000.0)
    """
    amount = not_negative("deficit", deficit, why="what is left above zero is the client's")
    if regime is None:
        raise BadInput(
            "regime None is not found: what becomes of a loss here is not known, so name one "
            "of REGIMES."
        )
    pots = Pots() if pots is None else pots
    paid = who_pays(Debt(amount), regime, pots)
    closed = paid.borne_by(Layer.COUNTERPARTIES)
    levied = paid.borne_by(Layer.WINNERS)
    return LeftOver(
        paid,
        () if pots.queue is None else deleverage(closed, pots.queue),
        () if pots.winners is None else tuple(levies(levied, pots.winners).tolist()),
    )
