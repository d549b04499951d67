"""How large a position may be when a stop is to cost a fixed part of your money, and no more.

The loss of one coin is the way from the entry to the price at which the stop *fills*::

    volume = risk / |entry - fill|,   fill = stop, worse by the slippage

It holds where the stop is traded through. A gap fills beyond it, and costs more in proportion.
"""

from __future__ import annotations

from margin_lessons.account import Side
from margin_lessons.errors import BadInput, between, positive, shown
from margin_lessons.replay.rules import Rules


def size_from_stop(risk: float, entry: float, stop: float, *, slippage: float = 0.0) -> float:
    """Return the volume, in coins, that loses ``risk`` when its stop fills with ``slippage``.

    ``risk`` is an amount of money, ``entry`` and ``stop`` are prices: a stop below the entry
    protects a long, one above it a short. ``slippage`` is a share of the stop's price, as in
    ``Rules``. Fees are left out. The rule is the closed form of what ``replay`` fills; it says
    nothing of whether the margin for the position is there, which is ``largest_position``'s
    question. Raises ``BadInput`` for a risk or a price that is not above zero, for a stop at the
    entry, and for a slippage outside 0 to 1.

    Risk 1 % of 5,000 USD with a stop 5 % below 20,000 USD: 50 USD over 1,000 USD a coin. A gap to
    14,500 USD then costs 5,500 USD a coin, which is 275 USD or 5.5 % of the money:

    >>> volume = size_from_stop(50, entry=20_000, stop=19_000)
    >>> volume, volume * (20_000 - 14_500)
    (0.05, 275.0)

    With half a percent of slippage the stop fills at 18,905 USD, and the position is smaller:

    >>> round(size_from_stop(50, entry=20_000, stop=19_000, slippage=0.005), 6)
    0.045662
    """
    risk = positive("risk", risk, why="it is the money that the stop may cost")
    entry = positive("entry price", entry, why="it is the price at which the position is opened")
    stop = positive("stop", stop, why="it is the price at which the order is triggered")
    why = "it is how much worse than the trigger a market order fills, as a share of the price"
    slippage = between("slippage", slippage, 0, 1, why=why)
    if stop == entry:
        raise BadInput(
            f"stop {shown(stop)} is at the entry price: without a distance no loss sets the size; "
            "put it below the entry for a long, above it for a short."
        )
    side = Side.LONG if stop < entry else Side.SHORT
    fill = Rules(slippage=slippage).slipped(stop, selling=side is Side.LONG)
    return risk / (side.sign * (entry - fill))
