"""What the law says about losing more than the account: by product and by place.

Each ``Law`` is one rule with its figure, where there is one, its source, and how near that source
is to the rule. One step is our own inference and is marked as one.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from margin_lessons.debt.basis import Quotation, Strength
from margin_lessons.source import Source


@dataclass(frozen=True)
class Law:
    """One rule in words; ``figure`` is its number (a share, a cap), None when it has none.

    ``inferred`` has the step that no source takes and we do.

    >>> LAWS["cap"].figure, LAWS["close-out"].figure, LAWS["protection"].figure
    (2.0, 0.5, 0.0)
    """

    place: str
    told: Quotation
    figure: float | None = None
    inferred: str = ""


_ESMA = Source("ESMA product intervention on CFDs", "2018-08-01")
_EU = "EU, retail clients"

LAWS = MappingProxyType(
    {
        "cap": Law(
            _EU,
            Quotation(
                "CFDs on crypto at 2:1 at most, an initial margin of 50% (kept by national rules, "
                "such as CySEC DI87-09 of 27 September 2019)",
                _ESMA,
            ),
            2.0,
        ),
        "close-out": Law(
            _EU,
            Quotation(
                "CFDs are closed when the account's money falls to half of the initial margin",
                _ESMA,
            ),
            0.5,
        ),
        "protection": Law(
            _EU,
            Quotation(
                "negative balance protection for each account: no more is owed for all CFDs than "
                "the funds in it",
                _ESMA,
            ),
            0.0,
        ),
        "perpetuals": Law(
            _EU,
            Quotation(
                "“perpetual futures” are likely CFDs; neither the name matters nor a voluntary "
                "insurance fund, and where it is a CFD, cap, close-out and protection hold",
                Source("ESMA statement ESMA35-243228190-8024, read through the press of that day",
                       "2026-02-24"),
                Strength.C,
            ),
        ),
        "Germany": Law(
            "Germany, retail clients",
            Quotation(
                "no futures with a duty to pay in more, since 1 January 2023",
                Source("BaFin general act", "2022-09-30"),
            ),
        ),
        "MiCA": Law(
            "EU, spot margin",
            Quotation(
                "MiCA leaves lending and borrowing of crypto out",
                Source("EBA/ESMA joint report", "2025-01-16"),
            ),
            inferred="spot margin is a loan and a spot trade, no CFD, so no protection by law was "
            "found for it",
        ),
        "UK": Law(
            "UK, retail clients",
            Quotation(
                "no crypto derivatives since 6 January 2021; proposals of 2 May 2025 against "
                "borrowing to buy crypto",
                Source("FCA", "2025-05-02"),
            ),
        ),
        "US futures": Law(
            "US, futures",
            Quotation(
                "you may lose all you paid in and more, and are liable for a deficit",
                Source("17 CFR 1.55(b)(1), as compiled", "2026-11-25"),
            ),
        ),
        "US spot margin": Law(
            "US, spot margin at Kraken",
            Quotation(
                "only for Eligible Contract Participants (above 10 million USD), since 23 "
                "June 2021",
                Source("Kraken support, region pages, as compiled", "2026-11-25"),
                Strength.B,
            ),
            10_000_000.0,
        ),
    }
)  # fmt: skip
"""The rules by name, compiled on 25 November 2026."""


GROUNDS = (
    Quotation(
        "the venue's own process: Kraken's Equity Protection Process (Bermuda)",
        Source("support.kraken.com 360022835671, Equity Protection Process", "2026-03-17"),
    ),
    LAWS["protection"].told,
    LAWS["Germany"].told,
)
"""Three grounds on which a balance outside the US cannot go below zero; they are not one.

A process is a promise of the venue. The protection is law, for retail clients in the EEA and so far
as the contract is a CFD. The German act is law, for futures, in Germany.
"""


@dataclass(frozen=True)
class MarginRow:
    """One row of a margin schedule: both are shares of the position's value at its entry price."""

    initial: float
    maintenance: float


EEA_SCHEDULE = (
    MarginRow(0.10, 0.05),
    MarginRow(0.20, 0.10),
    MarginRow(0.30, 0.15),
    MarginRow(0.50, 0.25),
)
"""Kraken derivatives in the EEA: in each row maintenance is half of the initial margin."""

GERMAN_RETAIL = MarginRow(0.50, 0.25)
"""The same venue's row for retail clients in Germany."""

EEA_SCHEDULE_PAGE = Source("Kraken derivatives, margin schedules for the EEA", "2025-05-29")
