"""The numbers and dates that the text of lesson 09 says, each under the name of what it is."""

from __future__ import annotations

from margin_lessons import words
from margin_lessons.crossing import crossings
from margin_lessons.debt import LAWS
from margin_lessons.lessons.crashes_tasks import SETTLED, left_of
from margin_lessons.market.crashes import (
    EUR_CHF_FILL,
    Crash,
    CrashOutcome,
    crash_named,
    crash_outcome,
    trade_in,
)
from margin_lessons.market.crashes.october import AMBERDATA, COINGLASS
from margin_lessons.scenes.crash_choices import DAY_BEFORE, MARGIN, entry_of


def numbers() -> dict[str, str]:
    """Return every number and date of the text: computed, or quoted from its source."""
    return {**_story(), **_hours(), **_below_zero(), **_franc(), **_october(), **_days()}


def _outcome(event: str, leverage: float) -> CrashOutcome:
    crash = crash_named(event)
    entry = entry_of(crash, crash.hurt, DAY_BEFORE)
    return crash_outcome(trade_in(crash, entry, leverage=leverage))


def _left(stakes: float) -> str:
    return words.amount(MARGIN * stakes, 0)


def _bar_before(crash: Crash) -> str:
    return words.amount(float(crash.bars.close[crash.worst_bar - 1]), 0)


def _story() -> dict[str, str]:
    ether, rosa = crash_named("ETH 2021"), _outcome("ETH 2021", 3)
    lines = crossings(rosa.trade.account)
    entry, size = rosa.trade.entry.price, 3 * MARGIN / rosa.trade.entry.price
    return {
        "day of the wick": "22 February 2021",
        "ether before the wick": _bar_before(ether),
        "ether, lowest": words.amount(ether.worst_price),
        "ether, lowest elsewhere": "1,546",
        "Rosa's money": words.amount(MARGIN),
        "Rosa's setting": words.setting(3),
        "Rosa's setting as a factor": "3",
        "Rosa's position": words.amount(3 * MARGIN),
        "Rosa's entry": words.amount(entry),
        "Rosa's coins": words.coins(size, "").strip(),
        "Rosa's call": words.amount(lines.call.at),
        "Rosa's liquidation": words.amount(lines.liquidation.at),
        "Rosa's zero-equity price": words.amount(lines.zero_equity.at),
        "level of the call": "80%",
        "level of the liquidation": "40%",
        "Rosa has left": _left(rosa.fill.stakes),
        "Rosa at the lowest": _left(rosa.worst.stakes),
        "owed at the lowest": _left(-rosa.worst.stakes),
        "owed by a customer": "120",
        "two": words.setting(2),
        "five": words.setting(5),
        "ten": words.setting(10),
    }


def _hours() -> dict[str, str]:
    crash, five = crash_named("BTC 2020"), _outcome("BTC 2020", 5)
    at = {point.when[-5:]: point.price for point in crash.waypoints}
    return {
        "March 2020, day": "12 March 2020",
        "March 2020, entry": words.amount(five.trade.entry.price),
        "March 2020, trigger": words.amount(five.trigger or 0.0),
        "March 2020, left": _left(five.fill.stakes),
        "March 2020, lowest of the hour": words.amount(five.worst.price),
        "March 2020, left at the lowest": _left(five.worst.stakes),
        "March 2020, owed at the lowest": _left(-five.worst.stakes),
        "March 2020, minute before": "10:36",
        "March 2020, price before": words.amount(at["10:36"]),
        "March 2020, minute after": "10:44",
        "March 2020, price after": words.amount(at["10:44"]),
        "March 2020, left after": _left(left_of("BTC 2020", 5, at["10:44"]) / MARGIN),
        # Quoted, as the text says: these bars are not kept here.
        "minute bars, least left": "360",
        "minute bars, most left": "390",
    }


def _below_zero() -> dict[str, str]:
    oil, game = crash_named("WTI 2020"), _outcome("GME 2021", 2)
    entry = oil.entries[0].price
    return {
        "oil, day": "20 April 2020",
        "oil, entry": words.price(entry, ""),
        "oil, settled": words.price(SETTLED, ""),
        "oil, lost a barrel": f"{entry - SETTLED:.2f}",
        "oil, owed a barrel": f"{-SETTLED:.2f}",
        "GameStop, rise": words.percent(game.fill.price / game.trade.entry.price - 1),
        "GDAX, fall": words.percent(1 - 224.48 / 317.81),
        "GDAX, lowest": "0.10",
    }


def _franc() -> dict[str, str]:
    fill = EUR_CHF_FILL.price
    return {
        "franc, day": "15 January 2015",
        "franc, fill": f"{fill:.2f}",
        "franc, left at 5x": _left(left_of("EUR/CHF 2015", 5, fill) / MARGIN),
        "franc, owed at 10x": _left(-left_of("EUR/CHF 2015", 10, fill) / MARGIN),
    }


def _october() -> dict[str, str]:
    return {
        "October, day": "10 October 2025",
        "October, CoinGlass": f"{(COINGLASS.amount or 0) / 1e9:.2f}",
        "October, hours of CoinGlass": "24",
        "October, Amberdata": f"{(AMBERDATA.amount or 0) / 1e9:.2f}",
        "October, hours of Amberdata": "14",
    }


def _days() -> dict[str, str]:
    return {
        "protection since": words.day(LAWS["cap"].told.source.date),
        "cap of the EU": words.setting(LAWS["cap"].figure or 0.0),
        "day of the reports on the wick": "23 February 2021",
        "day the bars were read": words.day(crash_named("BTC 2020").sources[0].date),
        "month of the totals": words.day(COINGLASS.source.date),
        "month of the reports on the franc": "January 2015",
        "event in the call": "2021",
        "the whole": "1",
        **_fold(),
    }


def _fold() -> dict[str, str]:
    """Return what the table of sources says of crashes that the text does not tell of."""
    titles = ("S&P 500 1987", "ETH 2017", "GDAX 2017", "Outage 2018", "BTC 2020", "WTI 2020",
              "GME 2021", "BTC 2021")  # fmt: skip
    unknown = ("EUR/CHF 2015", "Outage 2018")
    return {
        **{f"{key}, title": crash_named(key).title for key in titles},
        **{f"{key}, not known": " ".join(crash_named(key).unknown) for key in unknown},
        **{f"{key}, source": crash_named(key).sources[0].title
           for key in ("S&P 500 1987", "WTI 2020")},
    }  # fmt: skip
