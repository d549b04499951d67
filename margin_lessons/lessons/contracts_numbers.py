"""Every number that the prose of lesson 08 says, computed by the package, by what it says."""

from __future__ import annotations

from margin_lessons import words
from margin_lessons.account import Side
from margin_lessons.contract import Contract
from margin_lessons.contract_venues import ROBINHOOD_EU
from margin_lessons.conventions import MaintenanceOn
from margin_lessons.crossing import crossing
from margin_lessons.debt.one_trade import FUTURES_MAINTENANCE
from margin_lessons.lessons.cited import cited
from margin_lessons.lessons.contracts_tasks import ENTRY, inverse, linear
from margin_lessons.orders import TrailingStop
from margin_lessons.scenes.funding_drip import HOURS, MARK, RATE, drip_state

VERA = linear(10)
LAST, MARK_OF_THE_NIGHT = 57_060.0, 56_800.0
"""The lowest trade on Vera's chart, and the mark price of that minute; both are invented."""
GAP_FILL, COLLAR = 19_000.0, 0.05


def kraken(on: MaintenanceOn) -> Contract:
    """Return Kraken's printed example: 1,000 contracts of 1 USD at 8,000, with 0.01 BTC."""
    return Contract(Side.LONG, 1_000, 8_000, 0.01, 0.01, inverse=True, maintenance_on=on)


def numbers() -> dict[str, str]:
    """Return every number the prose of this lesson may use, computed by the package."""
    return {**_story(), **_example(), **_payoffs(), **_funding(), **_said(), **_sources()}


def _story() -> dict[str, str]:
    said = {
        "Vera's volume, BTC": words.amount(VERA.size),
        "Vera's entry": words.amount(VERA.entry),
        "Vera's margin": words.amount(VERA.margin),
        "Vera's leverage": words.setting(VERA.entry / VERA.margin),
        "maintenance": words.percent(VERA.maintenance, 0),
        "share of the entry that is not put up": f"{1 - VERA.margin / VERA.entry:g}",
        "the whole, as a share": "1",
        "share that need not stay": f"{1 - VERA.maintenance:g}",
        "Vera's liquidation": words.price(VERA.liquidation().at, ""),
        "fall to Vera's liquidation": words.percent(-(VERA.liquidation().at / ENTRY - 1)),
        "fall to Vera's bankruptcy": words.percent(1 - VERA.zero_equity().at / ENTRY, 0),
        "liquidation of a short": words.price(
            Contract(Side.SHORT, 1, ENTRY, VERA.margin, FUTURES_MAINTENANCE).liquidation().at, ""
        ),
    }
    for name, price in (("last trade", LAST), ("mark price", MARK_OF_THE_NIGHT)):
        said |= {
            f"{name} of the night": words.amount(price),
            f"lost by the {name}": words.amount(-float(VERA.profit(price))),
            f"left by the {name}": words.amount(float(VERA.equity(price))),
            f"to stay by the {name}": words.amount(float(VERA.requirement(price))),
        }
    return said


def _example() -> dict[str, str]:
    at_entry, at_mark = kraken(MaintenanceOn.ENTRY), kraken(MaintenanceOn.MARK)
    return {
        "size of the example, USD": words.amount(at_mark.size),
        "entry of the example": words.amount(at_mark.entry),
        "margin of the example, BTC": f"{at_mark.margin:g}",
        "maintenance of the example": words.percent(at_mark.maintenance, 0),
        "maintenance at the entry, BTC": f"{float(at_entry.requirement(8_000)):.5f}",
        "liquidation by the entry": words.price(at_entry.liquidation().at, ""),
        "liquidation by the mark": words.price(at_mark.liquidation().at, ""),
        "printed liquidation": words.amount(int(at_mark.liquidation().at)),
        "bankruptcy of the example": words.price(at_mark.zero_equity().at, ""),
    }


def _payoffs() -> dict[str, str]:
    once = inverse(1)
    return {
        "no leverage": "1x",
        "twice": "2x",
        "twenty times": "20x",
        "inverse liquidation at 1x": words.amount(once.liquidation().at),
        "inverse bankruptcy at 1x": words.amount(once.zero_equity().at),
        "a fall of a fifth": words.amount(48_000),
        "a rise as far": words.amount(75_000),
        "lost on the fall, BTC": f"{-float(once.profit(48_000)):.2f}",
        "won on the rise, BTC": f"{float(once.profit(75_000)):.1f}",
    }


def _funding() -> dict[str, str]:
    state = drip_state(0, 10, RATE, Side.LONG)
    return {
        "funding each time": words.amount(state.paid(HOURS / 24)),
        "funding a day": words.amount(state.paid(1)),
        "funding a year": words.percent(state.funding.a_year),
        "funding a year, of the margin": words.percent(state.funding.a_year_on_margin(10), 0),
        "rollover a year": words.percent(365 * state.rent / MARK),
        "hours between payments": words.amount(HOURS),
        "one BTC": "1",
    }


def _said() -> dict[str, str]:
    eu = Contract.opened(Side.LONG, 1, ENTRY, 5, ROBINHOOD_EU)
    trailing = TrailingStop(share=0.05)
    trigger = float(trailing.level(22_000.0, Side.LONG))
    return {
        "leverage at Robinhood EU": words.setting(5),
        "left when a part is closed": words.percent(eu.requirement_rate, 0),
        "left when all is closed": words.percent(eu.requirement_rate * ROBINHOOD_EU.full, 0),
        "a part is closed at": words.price(crossing(eu, ROBINHOOD_EU.partial or 1.0).at, ""),
        "all is closed at": words.price(crossing(eu, ROBINHOOD_EU.full).at, ""),
        "collar, assumed": words.percent(COLLAR, 0),
        "best price": words.amount(22_000),
        "distance of the trailing stop": "5%",
        "trigger of the trailing stop": words.amount(trigger),
        "fill after the gap": words.amount(GAP_FILL),
        "limit of the trailing stop": words.amount(trigger * (1 - COLLAR)),
        "shortest distance": words.percent(1 / 10_000, 2),
        "longest distance": words.percent(2_000 / 10_000, 0),
        "leverage of the exercise": "5",
        "maintenance of the exercise": "0.01",
        "leverage claimed": "50x",
        "leverage of the sample": "10x",
        "rows of a call": "100",
        "most rows of a call": "1,000",
        "days of settlements": "30",
        "day of the first statement": "23 July",
        "day of the second statement": "24 July",
        "day of the third statement": "27 July",
        "day of the fourth statement": "31 July",
        "month of the statements": "July 2025",
    }


def _sources() -> dict[str, str]:
    return {
        **cited("day of the article", "page on equity protection", "page on margin fees",
                "day of the page on the liquidity pool", "day of the margin fees"),
        "year of the API documentation": "2026",
        "month of the client": "March 2026",
        "day of the funding record": words.day("2026-09-15"),
    }  # fmt: skip
