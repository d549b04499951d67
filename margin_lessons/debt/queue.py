"""The deleveraging queue: which winners give up their profit when the fund is empty.

Opposite positions are closed at the price at which the loser had nothing left, those with the
largest profit and leverage first (Binance's page of 9 September 2019; Hyperliquid's on
auto-deleveraging). What a winner gives up is the profit beyond that price.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from margin_lessons.errors import all_of, not_negative, positive, text


@dataclass(frozen=True)
class Winner:
    """An opposite trader: the ``profit`` of the position and the leverage it is held with.

    Raises ``BadInput`` for nobody, for a profit below zero and a leverage that is not above it.
    """

    name: str
    profit: float
    leverage: float = 1.0

    def __post_init__(self) -> None:
        name = text("winner", self.name, why="somebody holds the other side")
        why = "who loses is not in the queue"
        object.__setattr__(self, "name", name)
        profit = not_negative(f"profit of {name}", self.profit, why=why)
        object.__setattr__(self, "profit", profit)
        leverage = positive(f"leverage of {name}", self.leverage, why="it is value over margin")
        object.__setattr__(self, "leverage", leverage)

    @property
    def rank(self) -> float:
        """Profit x leverage: the larger, the earlier the position is closed."""
        return self.profit * self.leverage


@dataclass(frozen=True)
class GivenUp:
    """What one winner gives up."""

    winner: Winner
    amount: float


def deleveraging_queue(winners: Iterable[Winner]) -> tuple[Winner, ...]:
    """Return the winners in the order in which their positions are closed.

    >>> three = (Winner("calm", 900, 1), Winner("bold", 500, 10), Winner("late", 100, 20))
    >>> [winner.name for winner in deleveraging_queue(three)]
    ['bold', 'late', 'calm']
    """
    known = all_of("winner", winners, Winner, why="each is Winner(name, profit, leverage)")
    return tuple(sorted(known, key=lambda winner: -winner.rank))


def deleverage(loss: float, winners: Iterable[Winner]) -> tuple[GivenUp, ...]:
    """Return what each winner gives up, in the order of the queue, until the loss is covered.

    No winner gives up more than the profit, so it may be less than the loss. Raises ``BadInput``
    for a loss below zero.

    >>> three = (Winner("calm", 900, 1), Winner("bold", 500, 10), Winner("late", 100, 20))
    >>> [(one.winner.name, one.amount) for one in deleverage(550, three)]
    [('bold', 500.0), ('late', 50.0), ('calm', 0.0)]
    """
    left = not_negative("loss", loss, why="a gain needs nobody to bear it")
    given = []
    for winner in deleveraging_queue(winners):
        amount = min(left, winner.profit)
        given.append(GivenUp(winner, amount))
        left -= amount
    return tuple(given)
