"""What the terms of a contract have to be, checked once when it is made."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from margin_lessons.conventions import ClosingFee, MaintenanceOn, PriceFloor, as_option
from margin_lessons.currency import currency_code
from margin_lessons.errors import (
    BadInput,
    between,
    not_negative,
    number,
    of_kind,
    positive,
    shown,
)
from margin_lessons.tiers import Tiers

AT_ZERO = "an inverse contract is worth size / price, which has no value there"
"""Why an inverse contract has no price of zero."""


def check_terms(given: Mapping[str, Any]) -> dict[str, object]:
    """Return the terms of a contract as they are kept, by name; ``BadInput`` for a bad one.

    >>> terms = {"inverse": True, "size": 1_000, "entry": 0}
    >>> check_terms(terms)
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: entry price 0 is not above 0: an inverse contract is worth \
size / price, which has no value there.
    """
    of_kind("inverse", given["inverse"], bool, why="a contract is inverse or not: True or False")
    size_why, tier = "a position has a size", "a tier's deduction lowers the requirement"
    share = "it is a share of the notional"
    entry_why = "the entry is the price agreed for one coin"
    if given["inverse"]:
        entry_why = AT_ZERO
    size = positive("contract size", given["size"], why=size_why)
    entry = positive("entry price", given["entry"], why=entry_why)
    _check_value(size, entry, given["inverse"])
    kept: dict[str, object] = {
        "size": size,
        "entry": entry,
        "margin": not_negative("margin", given["margin"], why="margin is something you put up"),
        "maintenance": between("maintenance", given["maintenance"], 0, 1, why=share),
        "fee_rate": between("fee rate", given["fee_rate"], 0, 1, why=share),
        "deduction": not_negative("deduction", given["deduction"], why=tier),
        "maintenance_on": as_option("maintenance_on", given["maintenance_on"], MaintenanceOn),
        "closing_fee": as_option("closing_fee", given["closing_fee"], ClosingFee),
        "funding_paid": number("funding paid", given["funding_paid"], why="it is an amount"),
        "quote": currency_code(given["quote"], "quote currency", why="a price is in one"),
    }
    kept["full"], kept["partial"] = closing_levels(given["full"], given["partial"])
    _check_tiers(given)
    kept["price_floor"] = as_option("price_floor", given["price_floor"], PriceFloor)
    if kept["price_floor"] is PriceFloor.NONE:
        _check_below_zero(given["inverse"], kept["maintenance_on"])
    return kept


def closing_levels(full: object, partial: object) -> tuple[float, float | None]:
    """Return the levels at which a venue closes all of a position, and a part of it or None.

    Robinhood EU closes a part at 10 % of the value, which it requires, and all at 5 %, half of it.

    >>> closing_levels(0.5, 1)
    (0.5, 1.0)
    """
    why = "a level is equity over what is required"
    at_full = not_negative("full closing level", full, why=why)
    if partial is None:
        return at_full, None
    at_partial = not_negative("partial closing level", partial, why=why)
    if at_partial < at_full:
        raise BadInput(
            f"partial closing level {shown(at_partial)} is below the full one {shown(at_full)}: "
            "a part is closed before all of it is."
        )
    return at_full, at_partial


def _check_value(size: float, entry: float, inverse: bool) -> None:
    """Raise ``BadInput`` for a position whose value no number can hold."""
    worth = size * (1 / entry if inverse else entry)
    if not 0 < worth < math.inf:
        few = "little" if worth < 1 else "much"
        raise BadInput(
            f"contract size {shown(size)} at {shown(entry)} is worth too {few} to be counted: "
            "write size and entry price as they are traded."
        )


def _check_tiers(given: Mapping[str, Any]) -> None:
    if given["tiers"] is None:
        return
    of_kind("tiers", given["tiers"], Tiers, why="a venue's table is Tiers((Tier(...), ...))")
    for name in ("maintenance", "deduction"):
        if given[name]:
            raise BadInput(
                f"{name} {shown(given[name])} stands beside tiers: "
                "they have the rates and their deductions already, so leave it out."
            )


def _check_below_zero(inverse: bool, on: object) -> None:
    if inverse:
        raise BadInput(
            "price_floor NONE does not go with an inverse contract: "
            "it is worth size / price, which has no value at zero."
        )
    if on is not MaintenanceOn.ENTRY:
        raise BadInput(
            "price_floor NONE needs maintenance_on 'entry': "
            "a share of a value below zero would be no requirement."
        )
