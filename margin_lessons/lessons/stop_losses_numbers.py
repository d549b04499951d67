"""The numbers and dates that the text of lesson 06 says, each under the name of what it is."""

from __future__ import annotations

from margin_lessons import words
from margin_lessons.crossing import crossings
from margin_lessons.errors import of_kind
from margin_lessons.lessons.cited import cited
from margin_lessons.lessons.stop_losses_tasks import SHORT
from margin_lessons.market.paths import LARGE_GAP_TO, SMALL_GAP_TO, START, WICK_TO
from margin_lessons.orders import StopLossLimit, TrailingStop, offset_trigger
from margin_lessons.replay import FILLS, Kind
from margin_lessons.scenes import exits, stop_size

DISTANCE, HOUR = 5, 6
"""Lena's stop, in percent from the start, and the hour in which she closes by hand."""


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
        "Lena's zero-equity price": words.amount(crossings(story).zero_equity.at),
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
    return words.amount(state.of(name).of(*FILLS)[-1].price)


def _rules() -> dict[str, str]:
    """Return the worked examples of the exchange's pages, and the dates."""
    limit, trailed = StopLossLimit(7_950, limit=7_900), 0.05
    story = exits.exits_state("a slow fall", DISTANCE)
    side, why = story.side, "the story has a stop-limit"
    trail = float(TrailingStop(share=trailed).level(22_000, side))
    return {
        **cited(
            "day of the article",
            "day the copies were read",
            "page on the stop-loss",
            "page on the stop-loss-limit",
            "page on other orders",
        ),
        "BitMEX offline": "13 March 2020",
        "limit page, price": words.amount(8_000),
        "page, price": words.amount(6_500),
        "page, distance": words.amount(500),
        "page, stop": words.amount(offset_trigger(6_500, side, amount=500)),
        "page, share": words.percent(0.10, 0),
        "page, stop by share": words.amount(offset_trigger(6_500, side, share=0.10)),
        "limit page, trigger": words.amount(limit.trigger),
        "limit page, limit": words.amount(limit.limit),
        "panel, limit beyond the trigger": words.percent(
            of_kind("limit", story.limit_share, float, why=why)
        ),
        "panel, limit": words.amount(of_kind("limit", story.limit, float, why=why)),
        "trailing page, start": words.amount(20_000),
        "trailing page, best price": words.amount(22_000),
        "trailing page, share": words.percent(trailed, 0),
        "trailing page, distance": words.amount(22_000 - trail),
        "trailing page, trigger": words.amount(trail),
        "buy stop of a short": words.amount(offset_trigger(START, "short", share=DISTANCE / 100)),
    }


def _forgotten() -> dict[str, str]:
    """Return what the forgotten stop of the panel opens, and what becomes of it."""
    debt = exits.forgotten_state("a dip, then a gap up", DISTANCE, HOUR, "live stop")
    luck = exits.forgotten_state("a slow fall", DISTANCE, HOUR, "live stop")
    return {
        "forgotten, the short opens at": words.amount(
            debt.closely.the_first(Kind.NEW_POSITION).price
        ),
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
        "size, value with slippage": words.amount(slipped.value, 0),
        "exercise, risk as a share": f"{SHORT['risk']:.2f}",
        "exercise, money": words.amount(SHORT["money"]),
        "exercise, entry": words.amount(SHORT["entry"]),
        "exercise, stop": words.amount(SHORT["stop"]),
        "exercise, one and the slippage": f"{1 + SHORT['slippage']:.2f}",
        "size, lost in a large gap": words.amount(lost),
        "size, share lost in a large gap": words.percent(lost / exits.CASH),
    }
