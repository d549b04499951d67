"""Whether price, size and cost of a trade belong together, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from operator import le, mul, sub

from margin_lessons.errors import BadInput, shown
from margin_lessons.history.entries import NOTHING
from margin_lessons.history.table_rows import TableRows

_ROUNDED, _CENT = Decimal("0.02"), Decimal("0.01")
"""How far cost may lie from price times volume: an average price is rounded."""


def check_cost(
    rows: TableRows,
    price: Sequence[Decimal],
    cost: Sequence[Decimal],
    volume: Sequence[Decimal],
    names: tuple[str, str, str] = ("price", "cost", "vol"),
) -> None:
    """Raise ``BadInput`` where the three do not belong together: a cut cell, a swapped name.

    ``names`` are the columns of price, cost and volume.
    """
    if _all_fit(price, cost, volume):
        return
    of_price, of_cost, of_volume = names
    for row, (one, paid, coins) in enumerate(zip(price, cost, volume, strict=True)):
        # Nobody knows whether a position that is settled has a price: 0 passes, with a cost of 0.
        if one < 0 or coins <= 0 or paid < 0:
            name = of_price if one < 0 else of_volume if coins <= 0 else of_cost
            raise BadInput(
                f"{rows.place(row, name)}: {shown(rows.column(name)[row])} is not above 0: a "
                "trade has a price and a size."
            )
        worth = one * coins
        if abs(worth - paid) > _ROUNDED * max(worth, paid) + _CENT:
            raise BadInput(
                f"{rows.place(row, of_cost)}: {of_price} {one:.10g} times {of_volume} "
                f"{coins:.10g} is {worth:.10g}, and {of_cost} is {paid:.10g}: one of them is "
                "damaged, so download the export again."
            )


def _all_fit(price: Sequence[Decimal], cost: Sequence[Decimal], volume: Sequence[Decimal]) -> bool:
    """Return whether all rows fit at the first look, a column at a time: almost all do."""
    worth = map(mul, price, volume)
    allowed = [_ROUNDED * paid + _CENT for paid in cost]
    close = all(map(le, map(abs, map(sub, worth, cost)), allowed))
    least = min(price, default=NOTHING), min(cost, default=NOTHING)
    return close and min(least) >= 0 and min(volume, default=_CENT) > 0
