"""Every number that lesson 04's prose says, by name: Ida's account, the books, the cushions."""

from __future__ import annotations

from margin_lessons import words
from margin_lessons.lessons.cited import cited
from margin_lessons.scenes import article_example, book_walk, ladder
from margin_lessons.scenes.article_example import KeptIn
from margin_lessons.scenes.book_walk import NamedBook
from margin_lessons.scenes.ladder import Rung

BEFORE_STEP, AFTER_STEP = 5_375.0, 5_347.8
"""The deepest step of bitcoin between two hourly bars in the two crashes that the lesson names: the
close of 03:00 and the open of 04:00 UTC on 13 March 2020 (Kraken OHLCVT)."""
STEP_AFTER_OUTAGE = 0.041
"""Bitcoin on Kraken when it came back from the outage of January 2018, as a fraction of before."""


def numbers() -> dict[str, str]:
    """Return every number of the prose, computed by the package."""
    return {
        **_in_dollars(),
        **_in_bitcoin(),
        **_cushions(),
        **_books(),
        **_bitcoin_bars(),
        "the whole": words.amount(1.0),
        "hundredths in the whole": "100",
        **cited("page on levels", "day the copies were read", "day of the article"),
    }


def _in_dollars() -> dict[str, str]:
    """Return Ida's account with the collateral sold to dollars: the story's table."""
    state = article_example.example_state(article_example.FILLED, KeptIn.USD)
    account, found, venue = state.account, state.crossings, state.account.venue
    position = account.positions[0]
    kept = article_example.example_state(article_example.FILLED, KeptIn.BTC).account
    return {
        "Ida's setting": words.setting(position.leverage),
        "Ida's setting as a divisor": words.amount(position.leverage),
        "Ida's collateral in bitcoin": words.amount(kept.coins[0].units, 1),
        "price that the article expects": words.amount(article_example.EXPECTED),
        "price of the fill": words.amount(article_example.FILLED),
        "the article's balance": "-0.02",
        "Ida's entry": words.amount(position.entry),
        "Ida's cash": words.amount(account.cash),
        "Ida's bitcoins": words.amount(position.volume, 1),
        "value of Ida's position": words.amount(position.cost),
        "Ida's used margin": words.amount(float(account.used_margin(state.fill))),
        "price at which Ida has nothing": words.amount(found.zero_equity.at),
        "Ida's loss": words.amount(-float(account.profit(state.fill))),
        "Ida's equity": words.amount(state.equity),
        "Ida's debt": words.amount(-state.equity),
        "Ida's equity in bitcoin": words.coins(state.equity / state.fill, "").strip(),
        "level from which it may act": words.percent(venue.discretion_level, 0),
        "price from which it may act": words.amount(found.call.at),
        "level at which it must act": words.percent(venue.liquidation_level, 0),
        "price at which it must act": words.amount(found.liquidation.at),
        "gap of the fill": words.percent(1 - state.fill / found.liquidation.at),
    }


def _in_bitcoin() -> dict[str, str]:
    """Return the account whose collateral stays in bitcoin, at its own entry and at Ida's."""
    state = article_example.example_state(article_example.FILLED, KeptIn.BTC)
    account, entry = state.account, state.entry
    same = article_example.example_state(article_example.FILLED, KeptIn.BTC_SAME_ENTRY)
    return {
        "entry with bitcoin kept": words.amount(entry),
        "nothing left with bitcoin kept": words.amount(state.crossings.zero_equity.at),
        "loss with bitcoin kept": words.amount(-float(account.profit(state.fill))),
        "collateral at the entry": words.amount(float(account.collateral(entry))),
        "collateral at the fill": words.amount(float(account.collateral(state.fill))),
        "equity with bitcoin kept": words.amount(state.equity),
        "equity with bitcoin kept, in bitcoin": words.coins(state.equity / state.fill, "").strip(),
        "nothing left, bought at Ida's entry": words.amount(same.crossings.zero_equity.at, 0),
        "coins put up, at Ida's entry": words.amount(float(same.account.collateral(same.entry))),
        "loss, bought at Ida's entry": words.amount(-float(same.account.profit(same.fill))),
        "equity, bought at Ida's entry": words.amount(same.equity),
    }


def _full(setting: float, side: str = "long") -> Rung:
    return ladder.ladder_state(setting, "full", side).chosen


def _cushions() -> dict[str, str]:
    """Return how far it is from the liquidation to nothing left, at full size."""
    said = {}
    for setting in (2, 3, 4, 5, 10):
        said[f"setting of {setting}"] = words.setting(setting)
    for side in ("long", "short"):
        for setting in (2, 3, 5, 10):
            found = _full(setting, side).crossings
            room = abs(found.zero_equity.at / found.liquidation.at - 1)
            said[f"cushion of a {side} at {setting}x"] = words.percent(room)
    for setting, key, name in (
        (5, "liquidation", "liquidation at 5x"),
        (5, "zero_equity", "nothing left at 5x"),
        (4, "liquidation", "liquidation at 4x"),
        (4, "zero_equity", "nothing left at 4x"),
    ):
        share = getattr(_full(setting).crossings, key).at / ladder.ENTRY
        said[f"{name}, as a share"] = f"{share:.2f}"
        if setting == 5:
            said[f"{name}, of the entry"] = words.percent(share, 0)
    return said


def _books() -> dict[str, str]:
    """Return what is known of EUR/CHF in 2015 and of GDAX in 2017."""
    euro, gdax = (book_walk.book_named(n) for n in (NamedBook.EUR_CHF_2015, NamedBook.GDAX_2017))
    order = gdax.curve(46_100)
    counts = dict(zip(euro.prices.round(4), euro.sizes.round(), strict=True))
    below = gdax.sizes[gdax.prices < order.worst - 0.005].sum()
    return {
        "the bank's floor": "1.20",
        "day of the floor": "15 January 2015",
        "trades at the higher price": words.amount(counts[1.18]),
        "the higher price": "1.18",
        "trades at the lower price": words.amount(counts[1.16]),
        "the lower price": "1.16",
        "day of the report on trades": "16 January 2015",
        "euros taken for a trade, in millions": "1",
        "day of GDAX": "21 June 2017",
        "GDAX, best price": f"{gdax.best:.2f}",
        "GDAX, worst price of the order": f"{order.worst:.2f}",
        "GDAX, slippage of the worst price": words.percent(float(order.worst_slippage)),
        "GDAX, low": f"{gdax.prices[-1]:.2f}",
        "day of the report on GDAX": "30 June 2017",
        "GDAX, coins bid below the order": words.amount(round(below)),
        "year of the estimate": "2017",
    }


def _bitcoin_bars() -> dict[str, str]:
    """Return the steps between hourly bars, and the days they were looked for in."""
    return {
        "month of the first crash": "March 2020",
        "month of the second crash": "May 2021",
        "deepest hourly step": words.percent(1 - AFTER_STEP / BEFORE_STEP),
        "month of Kraken's outage": "January 2018",
        "step after Kraken's outage": words.percent(STEP_AFTER_OUTAGE),
        "month of BitMEX's outage": "March 2020",
        "bars of the first crash": "12 and 13 March 2020",
        "bars of the second crash": "18 and 19 May 2021",
    }
