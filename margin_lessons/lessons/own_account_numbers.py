"""The numbers and dates that the text of lesson 11 says, each under the name of what it is."""

from __future__ import annotations

from margin_lessons import words
from margin_lessons.costs import rollover_fee, rollovers
from margin_lessons.crossing import crossings
from margin_lessons.doctor import DAYS as HORIZONS
from margin_lessons.lessons.cited import cited
from margin_lessons.lessons.own_account_tasks import DAYS, FIRST_DAY, MONEY, NOW, after_the_fees
from margin_lessons.venue import KRAKEN_SPOT


def numbers() -> dict[str, str]:
    """Return every number and date of the text: computed, or quoted from its source."""
    return {**_story(), **_fees(), **_sources()}


def _story() -> dict[str, str]:
    (held,), lines = FIRST_DAY.positions, crossings(FIRST_DAY)
    used, venue = float(FIRST_DAY.used_margin(held.entry)), FIRST_DAY.venue
    return {
        "coins": words.amount(held.volume, 1),
        "entry": words.amount(held.entry),
        "setting": words.setting(held.leverage),
        "own money": words.amount(MONEY),
        "used margin": words.amount(used),
        "level of the call": words.percent(venue.call_level, 0),
        "level of the liquidation": words.percent(venue.acting_level, 0),
        "level of the call as a share": f"{venue.call_level:g}",
        "level of the liquidation as a share": f"{venue.acting_level:g}",
        "money at the liquidation": words.amount(venue.acting_level * used),
        "call on the slip": words.amount(lines.call.at),
        "liquidation on the slip": words.amount(lines.liquidation.at),
        "nothing left on the slip": words.amount(lines.zero_equity.at),
        "days held": f"{DAYS}",
        "price after them": words.amount(NOW),
        "fall to the slip's liquidation": words.percent(1 - lines.liquidation.at / NOW, 0),
    }


def _fees() -> dict[str, str]:
    (held,), hours = FIRST_DAY.positions, KRAKEN_SPOT.fees.rollover_hours
    taken = rollover_fee(held, 24 * DAYS)
    return {
        "one rollover": f"{rollover_fee(held, hours):.2f}",
        "rollovers in all": f"{rollovers(24 * DAYS)}",
        "rate of a rollover": words.percent(KRAKEN_SPOT.fees.rollover_long, 3),
        "rollovers, of the value": words.percent(taken / held.cost, 0),
        "rollovers, of the money": words.percent(taken / MONEY, 0),
        "money after the fees": f"{after_the_fees().cash:,.2f}",
        **{f"horizon {at}": f"{days:g}" for at, days in enumerate(HORIZONS, 1)},
    }


def _sources() -> dict[str, str]:
    return {
        # Quoted: "typically when the margin level drops to around 30-40%".
        "the article's level, low end": "30",
        "the article's level, high end": "40%",
        "month of the headline": "July 2025",
        "day of the headlines": "29 July 2025",
        "first report on exports": "2020",
        "last report on exports": "2026",
        **cited("page on margin fees", "day of the margin fees", "day of the article"),
    }
