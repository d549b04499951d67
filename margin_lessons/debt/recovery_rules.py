"""The rules of a recovery: what the article claims, and what pages and terms publish."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from margin_lessons.conventions import as_option
from margin_lessons.debt.basis import ARTICLE_PAGE, TERMS
from margin_lessons.debt.owed import PaysFirst
from margin_lessons.errors import BadInput, between, not_negative, of_kind, shown, text
from margin_lessons.source import Source


@dataclass(frozen=True)
class RecoveryRules:
    """What happens to a debt that the collateral does not cover.

    ``other_wallets``: wallets that are not for margin are taken too; ``deposits``: later deposits
    pay it; ``restricts``: no trading and no withdrawal until it is settled; ``due_days``: how many
    days after the debt arose it is due, None where no time is named; ``interest``: simple, a share
    a year from the day of the debt; ``collector``: the share of the debt that a collector adds once
    it is overdue; ``pays_first``: what a deposit goes to first. ``protection``: the venue chooses
    to absorb what is left after the wallets, if that is under ``protection_limit``; it is a choice
    and never a right, so it is off by default. Raises ``BadInput`` for a rule that is not
    True or False, a limit or a time below zero, interest outside 0 to 10, a collector's share
    outside 0 to 1, and a collector without a due day.

    >>> AS_PUBLISHED.due_days, AS_PUBLISHED.interest, AS_PUBLISHED.source.date
    (2.0, 0.18, '2024-12-16')
    """

    name: str
    other_wallets: bool = True
    deposits: bool = True
    restricts: bool = True
    protection: bool = False
    protection_limit: float = 20.0
    due_days: float | None = None
    interest: float = 0.0
    collector: float = 0.0
    pays_first: PaysFirst = PaysFirst.DEBT
    source: Source = field(default=ARTICLE_PAGE)

    def __post_init__(self) -> None:
        name = text("rules", self.name, why="they go by whose words they are")
        object.__setattr__(self, "name", name)
        of_kind("source", self.source, Source, why="rules are read somewhere, some day")
        for name in ("other_wallets", "deposits", "restricts", "protection"):
            why = "a rule holds or it does not, True or False"
            of_kind(name.replace("_", " "), getattr(self, name), bool, why=why)
        why = "the article speaks of small balances, usually under 20 USD"
        limit = not_negative("protection limit", self.protection_limit, why=why)
        object.__setattr__(self, "protection_limit", limit)
        if self.due_days is not None:
            why = "a debt is due when it arises or later"
            due = not_negative("due days", self.due_days, why=why)
            object.__setattr__(self, "due_days", due)
        why = "it is the interest of a year as a share of the debt"
        object.__setattr__(self, "interest", between("interest", self.interest, 0, 10, why=why))
        why = "it is the share of the debt that the collector adds"
        collector = between("collector's fee", self.collector, 0, 1, why=why)
        object.__setattr__(self, "collector", collector)
        if self.collector and self.due_days is None:
            raise BadInput(
                f"collector's fee {shown(self.collector)} has no day to start from: a collector "
                "comes once a debt is overdue, so give due_days too."
            )
        object.__setattr__(self, "pays_first", as_option("pays_first", self.pays_first, PaysFirst))


AS_CLAIMED = RecoveryRules("published order, then the article's claims")
"""The venue's published order, and for the rest what the article says: no interest, no date.

Source: kdj.com, 28 July 2025, and support.kraken.com 9148088075028 for the order.
"""

AS_PUBLISHED = RecoveryRules(
    "published order, and the terms of December 2024",
    due_days=2.0,
    interest=0.18,
    source=TERMS,
)
"""Pages and terms: due within 48 hours, no trading, no withdrawal, 18 % a year.

Source: terms of 16 December 2024, section 6 and Annex A section 7; "or the legal maximum if that is
more". Whether the interest is charged in practice is not known. The terms have no sentence on a
debtor's deposits: here they pay, as the client must pay somehow.
"""

WITH_COLLECTOR = replace(
    AS_PUBLISHED, name="the terms of December 2024, and a collector's fee", collector=0.18
)
"""The same, where a collector is sent once the 48 hours are over: up to 18 % of the sum on top."""
