"""Kraken's derivatives under three companies: the same name, three answers to "can I owe?"."""

from __future__ import annotations

from margin_lessons.contract_venue import ContractVenue
from margin_lessons.conventions import MaintenanceOn
from margin_lessons.debt.law import EEA_SCHEDULE_PAGE
from margin_lessons.debt.regimes import (
    EU_CFD_PROTECTION,
    KRAKEN_DERIVATIVES,
    KRAKEN_US_DERIVATIVES,
)
from margin_lessons.source import Source
from margin_lessons.tier_tables import KRAKEN_BTC, KRAKEN_EEA_ROWS
from margin_lessons.tiers import Tiers

_PROTECTION = Source("support.kraken.com 360022835671, Equity Protection Process", "2026-03-17")
_KRAKEN_API = Source("docs.kraken.com, futures instruments, sample reply", "2026")

KRAKEN_OUTSIDE_US = ContractVenue(
    name="Kraken derivatives outside the US",
    tiers=KRAKEN_BTC,
    left_over=KRAKEN_DERIVATIVES,
    sources={
        "tiers": _KRAKEN_API,
        "maintenance_on": _PROTECTION,
        "full": _PROTECTION,
        "left_over": KRAKEN_DERIVATIVES.source,
    },
    unknown=(
        "The table in force is not found: the tiers are the sample of the API documentation.",
        "Whether a rate is charged on its part or on all of it is not found: here on all.",
        "Period and limit of funding, fees and the liquidation fee are not found.",
        "A table of its own for linear contracts exists and is not found: this one is in dollars.",
    ),
)
"""Inverse contracts, and linear ones as far as the same table goes."""

KRAKEN_EEA = ContractVenue(
    name="Kraken derivatives in the EEA",
    tiers=KRAKEN_EEA_ROWS[0],
    maintenance_on=MaintenanceOn.ENTRY,
    inverse=False,
    left_over=EU_CFD_PROTECTION,
    sources={
        "tiers": EEA_SCHEDULE_PAGE,
        "maintenance_on": EEA_SCHEDULE_PAGE,
        "left_over": EU_CFD_PROTECTION.source,
    },
    unknown=(
        "Which schedule holds for which product is not found: this is the row of 10 %.",
        "That the protection holds is our own step: so far as the contract is a CFD.",
        "Funding, fees and the liquidation fee are not found.",
    ),
)
"""The row of 10 %; ``tier_tables.KRAKEN_EEA_ROWS`` has the others, 50 % for German retail."""

KRAKEN_US = ContractVenue(
    name="Kraken derivatives in the US",
    tiers=Tiers.flat(initial=0.10, maintenance=0.05),
    inverse=False,
    left_over=KRAKEN_US_DERIVATIVES,
    sources={"left_over": KRAKEN_US_DERIVATIVES.source},
    unknown=(
        "Margin rates are not found: 10 % and 5 % are put in, to have some.",
        "Funding, fees, modes and the price that is watched are not found.",
    ),
)
"""Here a deficit is owed; the rates are an assumption."""
