"""What an account is at a price, as facts that are called the same in every panel."""

from __future__ import annotations

from margin_lessons.scenes.scene import Fact
from margin_lessons.statement import Statement


def statement_facts(at: Statement[float], when: str = "") -> tuple[Fact, ...]:
    """Return equity, used margin and free margin in USD; ``when`` follows the name of each.

    >>> from margin_lessons.account import Account, Position
    >>> account = Account(10_000, (Position("long", 1, 20_000, 5),))
    >>> [f"{fact.name}: {fact.text}" for fact in statement_facts(account.at(13_200))]
    ['equity: 3,200 USD', 'used margin: 4,000 USD', 'free margin: -800 USD']
    """
    amounts = {
        "equity": at.equity, "used margin": at.used_margin, "free margin": at.free_margin,
    }  # fmt: skip
    return tuple(Fact.of(f"{name}{when}", amount) for name, amount in amounts.items())
