"""The numbers and dates that the text of lesson 06 says, each under the name of what it is."""

from __future__ import annotations

from margin_lessons.crossing import crossings
from margin_lessons.figures import exits, stop_size, words
from margin_lessons.market.paths import LARGE_GAP_TO, SMALL_GAP_TO, START, WICK_TO
from margin_lessons.orders import StopLossLimit, TrailingStop, offset_trigger

DISTANCE, HOUR = 5, 6
"""Lena's stop, in percent from the start, and the hour in which she closes by hand."""

ARTICLE, COPIES, OUTAGE = "28 July 2025", "22 November 2026", "13 March 2020"
"""The article's date; when the stored copies of Kraken's pages were read; and the day on which
BitMEX was offline for some tens of minutes around the low (press)."""


def numbers() -> dict[str, str]:
    """Return every number and date of the text, computed by the package."""
    return {**_story(), **_paths(), **_rules(), **_forgotten(), **_size()}


def _story() -> dict[str, str]:
    story = exits.story_account()
    (position,) = story.positions
    return {
        "Lena's money": words.amount(exits.CASH),
        "Lena's coins": words.amount(position.volume),
        "Lena's entry": words.amount(position.entry),
        "Lena's setting": words.setting(position.leverage),
        "Lena's used margin": words.amount(float(story.used_margin(position.entry))),
        "Lena's zero-equity price": words.amount(crossings(story).zero_equity.price),
        "Lena's stop, distance": words.percent(DISTANCE / 100, 0),
        "Lena's stop": words.amount(offset_trigger(START, "long", share=DISTANCE / 100)),
    }


def _paths() -> dict[str, str]:
    """Return what the table of the story and the text say of the scripted paths."""
    said = {}
    for path in ("a slow fall", "a small gap"):
        state = exits.exits_state(path, DISTANCE)
        said[f"{path}, no stop, liquidated at"] = _price(state, "no stop")
        said[f"{path}, no stop, left"] = words.amount(state.left("no stop"))
        said[f"{path}, stop-loss, filled at"] = _price(state, "stop-loss")
        said[f"{path}, stop-loss, left"] = words.amount(state.left("stop-loss"))
        buys = state.left("stop-loss") - state.left("no stop")
        said[f"{path}, the stop buys"] = words.amount(buys)
    wick = exits.exits_state("a wick", DISTANCE)
    gap = exits.exits_state("a large gap", DISTANCE)
    return {
        **said,
        "a small gap, opens at": words.amount(SMALL_GAP_TO),
        "a wick, lowest": words.amount(WICK_TO),
        "a wick, end": words.amount(float(wick.path.bars.close[-1])),
        "a wick, no stop, account": words.amount(wick.left("no stop")),
        "a wick, stop-loss, filled at": _price(wick, "stop-loss"),
        "a wick, stop-loss, left": words.amount(wick.left("stop-loss")),
        "a large gap, opens at": words.amount(LARGE_GAP_TO),
        "a large gap, no stop, owed": words.amount(-gap.left("no stop")),
    }


def _price(state: exits.ExitsState, name: str) -> str:
    return words.amount(state.ended(name).price)


def _rules() -> dict[str, str]:
    """Return the worked examples of the exchange's pages, and the dates."""
    limit, trail = StopLossLimit(7_950, limit=7_900), TrailingStop(share=0.05)
    story = exits.exits_state("a slow fall", DISTANCE)
    side = story.side
    return {
        "the article": ARTICLE,
        "copies of the pages": COPIES,
        "BitMEX offline": OUTAGE,
        "page, price": words.amount(6_500),
        "page, distance": words.amount(500),
        "page, stop": words.amount(offset_trigger(6_500, side, amount=500)),
        "page, share": words.percent(0.10, 0),
        "page, stop by share": words.amount(offset_trigger(6_500, side, share=0.10)),
        "limit page, trigger": words.amount(limit.trigger),
        "limit page, limit": words.amount(limit.limit),
        "panel, limit beyond the trigger": words.percent(story.limit_share),
        "panel, limit": words.amount(story.limit),
        "trailing page, start": words.amount(20_000),
        "trailing page, best price": words.amount(22_000),
        "trailing page, share": words.percent(trail.share, 0),
        "trailing page, distance": words.amount(22_000 - trail.level(22_000, side)),
        "trailing page, trigger": words.amount(trail.level(22_000, side)),
        "buy stop of a short": words.amount(offset_trigger(START, "short", share=DISTANCE / 100)),
    }


def _forgotten() -> dict[str, str]:
    """Return what the forgotten stop of the panel opens, and what becomes of it."""
    debt = exits.forgotten_state("a dip, then a gap up", DISTANCE, HOUR, "live stop")
    luck = exits.forgotten_state("a slow fall", DISTANCE, HOUR, "live stop")
    return {
        "forgotten, the short opens at": words.amount(debt.unwanted.price),
        "forgotten, the gap opens at": _price(debt, "live stop"),
        "forgotten, owed": words.amount(-debt.left("live stop"), 0),
        "forgotten, left without it": words.amount(debt.left("reduce-only"), 0),
        "forgotten, with luck": words.amount(luck.left("live stop"), 0),
    }


def _size() -> dict[str, str]:
    """Return the size that one percent allows, and what a gap makes of it."""
    plan, slipped = (
        stop_size.stop_size_state(1, DISTANCE),
        stop_size.stop_size_state(1, DISTANCE, 1),
    )
    lost = plan.lost("a large gap")
    per_coin = START - plan.stop
    return {
        "size, risk": words.percent(plan.risk, 0),
        "size, planned loss": words.amount(plan.planned),
        "size, loss of a coin": words.amount(per_coin),
        "size, coins": words.coins(plan.position.volume, "").strip(),
        "size, value": words.amount(plan.value),
        "size, slippage": words.percent(slipped.slippage, 0),
        "size, fill with slippage": words.amount(slipped.filled("traded through")),
        "size, value with slippage": words.amount(slipped.value, 0),
        "size, lost in a large gap": words.amount(lost),
        "size, share lost in a large gap": words.percent(lost / exits.CASH),
    }
