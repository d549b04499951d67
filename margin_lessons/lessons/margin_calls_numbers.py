"""The numbers that lesson 02 says, computed, each under a name that says what it is."""

from __future__ import annotations

from margin_lessons import words
from margin_lessons.lessons.cited import cited
from margin_lessons.lessons.margin_calls_trades import (
    BACKWARDS,
    SHORT,
    STORY,
    THIN,
    at,
    price_of,
)
from margin_lessons.scenes import answers, gauge
from margin_lessons.venue import ARTICLE, KRAKEN_SPOT, ShortMargin


def numbers() -> dict[str, str]:
    """Return every number the prose of this lesson says, by name."""
    return {
        **_nadia(),
        **_levels(),
        **_short(),
        "level of the thin account": words.level(at(THIN, 30_000).now.level),
        "bitcoins in the second example": words.amount(THIN["volume"], 1),
        "entry in the second example": words.amount(THIN["entry"]),
        "highest setting in the API record": words.setting(KRAKEN_SPOT.leverage_max),
        "highest setting on older pages": "5x",
        **cited(
            "page on levels", "page of examples", "page on full use", "day the copies were read",
            "day of the terms", "month of the terms", "day of the terms for the EEA",
            "day of the article", "month of the API record",
        ),
    }  # fmt: skip


def _nadia() -> dict[str, str]:
    """Return Nadia's account at the start, at 15,000 USD and at the call."""
    start, low, call = (at(STORY, price) for price in (20_000, 15_000, 13_200))
    used = start.now.used_margin
    return {
        "Nadia's cash": words.amount(STORY["cash"]),
        "Nadia's bitcoins": words.amount(STORY["volume"]),
        "Nadia's entry": words.amount(STORY["entry"]),
        "Nadia's setting": words.setting(STORY["leverage"]),
        "Nadia's setting as a divisor": words.amount(STORY["leverage"]),
        "value of Nadia's position": words.amount(start.account.positions[0].cost),
        "Nadia's used margin": words.amount(used),
        "equity that the call asks for": words.amount(KRAKEN_SPOT.call_level * used),
        "loss that the call allows": words.amount(STORY["cash"] - KRAKEN_SPOT.call_level * used),
        "Nadia's level at the start": words.percent(start.now.level, 0),
        "price where Nadia owes": words.amount(9_000),
        "Nadia's debt there": words.amount(at(STORY, 9_000).now.owed),
        "price at the low price": words.amount(low.price),
        "loss at the low price": words.amount(-low.now.profit),
        "level at the low price": words.percent(low.now.level, 0),
        "price at the call": words.amount(call.price),
        "equity at the call": words.amount(call.now.equity),
        "level at the call": words.percent(call.now.level, 0),
        **_answered(),
    }


def _answered() -> dict[str, str]:
    """Return what Nadia's answers cost, and what is left if the price comes back."""
    state = answers.answers_state(13_200, 2_000, 0.5, **STORY)
    _, add, close = state.answers
    back = close.account.at(STORY["entry"])
    return {
        "funds that Nadia adds": words.amount(2_000),
        "money at risk after adding": words.amount(add.at_risk),
        "loss that closing half books": words.amount(close.booked),
        "equity after closing half, back at the entry": words.amount(back.equity),
    }


def _levels() -> dict[str, str]:
    """Return the levels of the exchange and of the article."""
    low, high = ARTICLE.liquidation_level, ARTICLE.discretion_level
    return {
        "level of full use": words.percent(KRAKEN_SPOT.full_level, 0),
        "level of the call": words.percent(KRAKEN_SPOT.call_level, 0),
        "level where nothing is left": words.percent(0, 0),
        "level of the call as a fraction": f"{KRAKEN_SPOT.call_level:.2f}",
        "level at which it may act": words.percent(KRAKEN_SPOT.discretion_level, 0),
        "level at which it must act": words.percent(KRAKEN_SPOT.liquidation_level, 0),
        "level at which it must act, as a fraction": f"{KRAKEN_SPOT.liquidation_level:.2f}",
        "the article's level of the call": words.percent(ARTICLE.call_level, 0),
        "the article's level of may": words.percent(high, 0),
        "the article's level of must": words.percent(low, 0),
        "the article's range": f"{100 * low:.0f}-{high:.0%}",
    }


def _short() -> dict[str, str]:
    """Return the exchange's example of a short, re-valued and kept at cost."""
    start, now = at(SHORT, 50_000), at(SHORT, 65_200)
    frozen = KRAKEN_SPOT.with_rules(short_margin=ShortMargin.FROZEN)
    kept = gauge.gauge_state(**SHORT, price=65_200, venue=frozen)
    return {
        "the short's cash": words.amount(SHORT["cash"]),
        "the short's bitcoins": words.amount(SHORT["volume"], 1),
        "the short's entry": words.amount(SHORT["entry"]),
        "the short's used margin at the start": words.amount(start.now.used_margin),
        "the short's used margin now": words.amount(now.now.used_margin),
        "the short's level at the start": words.percent(start.now.level, 0),
        "the short's price now": words.amount(now.price),
        "the short's loss": words.amount(-now.now.profit),
        "the short's equity": words.amount(now.now.equity),
        "the short's level": words.level(now.now.level),
        "the short's level as printed": words.percent(now.now.level, 0),
        "the short's level at frozen margin": words.percent(kept.now.level, 0),
        **_backwards(),
    }


def _backwards() -> dict[str, str]:
    """Return the steps in which the call price of a short is worked backwards."""
    cash, volume, entry = BACKWARDS["cash"], BACKWARDS["volume"], BACKWARDS["entry"]
    call = price_of("call", BACKWARDS)
    there = at(BACKWARDS, call).now
    share = KRAKEN_SPOT.call_level * volume / BACKWARDS["leverage"]
    return {
        "cash of the short worked backwards": words.amount(cash),
        "bitcoins of the short worked backwards": words.amount(volume),
        "entry of the short worked backwards": words.amount(entry),
        "setting of the short worked backwards": words.setting(BACKWARDS["leverage"]),
        "its setting as a divisor": words.amount(BACKWARDS["leverage"]),
        "cash and proceeds of the short": words.amount(cash + volume * entry),
        "share of the price that the call asks for": words.amount(share),
        "prices on both sides together": words.amount(volume + share),
        "call of the short worked backwards": words.amount(call),
        "equity at that call": words.amount(there.equity),
        "used margin at that call": words.amount(there.used_margin),
        "level at that call": words.percent(there.level, 0),
    }
