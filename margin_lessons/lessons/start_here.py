"""Lesson 00: what did one day do to a leveraged account?

Figures: the price list stored with the article (kdj.com), 30 coins of about 29 July 2025 (the list
prints neither its day nor its span); the margin call and liquidation levels of support.kraken.com
203325763.
"""

from __future__ import annotations

from margin_lessons.account import Side
from margin_lessons.figures import board, words
from margin_lessons.lessons.cited import cited
from margin_lessons.lessons.lesson import Lesson
from margin_lessons.lessons.start_here_tasks import EXERCISES, QUESTIONS
from margin_lessons.market.board import BOARD
from margin_lessons.panels.controls import Choice, Number
from margin_lessons.panels.gate import Prediction
from margin_lessons.panels.model import Mission, PanelModel, Scenario
from margin_lessons.venue import KRAKEN_SPOT

STORY = {"coin": "SUI", "leverage": 5.0, "side": "long"}


def no_call(state: board.BoardState) -> bool:
    """Return whether no coin on the board ended its day at or beyond the margin call."""
    venue = state.day.account.venue
    return not any(venue.reached(day.level, venue.call_level) for day in state.days)


def calmest() -> float:
    """Return the largest whole leverage at which no long on the board met its margin call."""
    settings = range(int(KRAKEN_SPOT.leverage_max), 0, -1)
    return next(float(n) for n in settings if no_call(board.board_state("BTC", n, "long")))


CALMEST = calmest()

BOARD_PANEL = PanelModel(
    name="board",
    controls=(
        Choice("coin", "coin", tuple((q.name, q.symbol) for q in BOARD), STORY["coin"]),
        Number("leverage", "leverage: size of the position over own money",
               KRAKEN_SPOT.leverage_min, KRAKEN_SPOT.leverage_max, 1, STORY["leverage"],
               f"that is the range of {KRAKEN_SPOT.name}", whole=True),
        Choice("side", "side", (("long", "long"), ("short", "short")), STORY["side"]),
    ),
    compute=board.board_state,
    readout=board.readout,
    drawing=board.BoardDrawing,
    scenarios=(
        Scenario("The story", STORY),
        Scenario("Without leverage", {**STORY, "leverage": 1.0}),
        Scenario("Nearly nothing left", {**STORY, "leverage": 10.0}),
        Scenario("A stablecoin", {"coin": "USDT", "leverage": 10.0, "side": "long"}),
        Scenario("A short", {**STORY, "side": "short"}),
    ),
    mission=Mission(
        "find the largest whole number for the leverage at which a long in any of the coins "
        "ends the day without a margin call.",
        lambda s: s.side is Side.LONG and s.leverage == CALMEST,
        "The article's advice is 2x or 3x; on this day only the lower would do.",
    ),
)  # fmt: skip

_TWICE = Prediction(
    name="twice the leverage",
    question="XRP fell by 5.04% that day, about half as far as Sui. Ivo holds it long with twice "
    "Tom's leverage, 10x, on 1,000 USD of his own. How much is left of it at the end of the day?",
    unit="USD",
    panel="board",
    lowest=-10_000,
    highest=10_000,
    why="the position is 10,000 USD in size",
    outcome=lambda s: s.day.left,
    values={"coin": "XRP", "leverage": 10.0, "side": "long"},
)


def numbers() -> dict[str, str]:
    """Return every number the prose of this lesson says, by name."""
    state = board.board_state(**STORY)
    tom = state.day
    position = tom.account.positions[0]
    falls = {
        name: -getattr(state.crossings, name).move_from(position.entry)
        for name in ("call", "liquidation", "zero_equity")
    }
    return {
        **cited("day of the article", "day of the price list, inferred",
                "day the copies were read", "month of the API record", "page on levels"),
        "lesson 10": "10",
        "lesson 11": "11",
        "coins on the list": str(len(BOARD)),
        "hours of a change, inferred": "24",
        "Sui's fall": words.percent(-tom.quote.change, 2),
        "Sui's fall as a fraction": f"{-tom.quote.change:.4f}",
        "Tom's own money": words.amount(board.OWN),
        "Tom's leverage": words.setting(state.leverage),
        "Tom's leverage as a factor": words.amount(state.leverage),
        "value of Tom's position": words.amount(position.cost),
        "Tom's used margin": words.amount(float(tom.account.used_margin(position.entry))),
        "Tom's loss": words.amount(-tom.profit),
        "what Tom has left": words.amount(tom.left),
        "Tom's level": words.percent(tom.level, 2),
        "level of the call": words.percent(KRAKEN_SPOT.call_level, 0),
        "level of the liquidation": words.percent(KRAKEN_SPOT.liquidation_level, 0),
        "without leverage": words.setting(KRAKEN_SPOT.leverage_min),
        "the whole": words.amount(1.0),
        "fall to the call": words.percent(falls["call"], 0),
        "fall to the liquidation": words.percent(falls["liquidation"], 0),
        "fall to nothing left": words.percent(falls["zero_equity"], 0),
        **_stablecoin(),
        "highest setting in the API record": words.setting(KRAKEN_SPOT.leverage_max),
        "highest setting on older pages": "5x",
        **_worked(),
    }  # fmt: skip


def _stablecoin() -> dict[str, str]:
    """Return what the day did to ten times the money in a stablecoin."""
    stable = board.day_of("USDT", 10)
    return {
        "USDT's fall": words.percent(-stable.quote.change, 2),
        "USDT's leverage": words.setting(stable.account.positions[0].leverage),
        "value of the USDT position": words.amount(stable.account.positions[0].cost),
        "loss on USDT": words.amount(-stable.profit),
    }


def _worked() -> dict[str, str]:
    """Return the numbers of the exercise that is shown worked, Polkadot's, and of Solana's."""
    dot, sol = (board.day_of(coin, STORY["leverage"]) for coin in ("DOT", "SOL"))
    return {
        "Polkadot's fall": words.percent(-dot.quote.change, 2),
        "Polkadot's fall, in hundredths": f"{-100 * dot.quote.change:.2f}",
        "hundredths in the whole": "100",
        "share lost on Polkadot": f"{-dot.profit / board.OWN:.4f}",
        "loss on Polkadot": words.amount(-dot.profit),
        "left of Polkadot": words.amount(dot.left),
        "Solana's fall, in hundredths": f"{-100 * sol.quote.change:.2f}",
    }


LESSON = Lesson(
    name="00_start_here",
    title="Start here",
    panels=(BOARD_PANEL,),
    predictions=(_TWICE,),
    questions=QUESTIONS,
    exercises=EXERCISES,
    numbers=numbers(),
)
