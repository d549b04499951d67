"""Lesson 00: what did one day do to a leveraged account?

Figures: the price list at the head of the article (kdj.com), 30 coins on 29 July 2025; the margin
call and liquidation levels of support.kraken.com 203325763.
"""

from __future__ import annotations

from datetime import date

from margin_lessons.account import Side
from margin_lessons.figures import board, words
from margin_lessons.lessons.lesson import Lesson
from margin_lessons.lessons.start_here_tasks import EXERCISES, QUESTIONS
from margin_lessons.market.board import BOARD, DATE
from margin_lessons.panels.controls import Choice, Number
from margin_lessons.panels.gate import Prediction
from margin_lessons.panels.model import Mission, PanelModel, Scenario
from margin_lessons.venue import ARTICLE, KRAKEN_SPOT

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
    """Return every number the prose of this lesson may use, computed by the package."""
    state = board.board_state(**STORY)
    tom, calm, stable = state.day, board.day_of("SUI", CALMEST), board.day_of("USDT", 10)
    position, top = tom.account.positions[0], board.day_of("SUI", 10)
    day, article = date.fromisoformat(DATE), date.fromisoformat(ARTICLE.sources["call_level"].date)
    return {
        "coins": str(len(BOARD)),
        "hours": "24",
        "board day": str(day.day),
        "article day": str(article.day),
        "year": str(day.year),
        "own": words.amount(board.OWN),
        "leverage": words.setting(state.leverage),
        "leverage alone": words.amount(state.leverage),
        "without": words.setting(KRAKEN_SPOT.leverage_min),
        "fall": words.percent(-tom.quote.change, 2),
        "fall as a fraction": f"{-tom.quote.change:.4f}",
        "size": words.amount(position.cost),
        "loss": words.amount(-tom.profit),
        "left": words.amount(tom.left),
        "level": words.percent(tom.level, 2),
        "call level": words.percent(KRAKEN_SPOT.call_level, 0),
        "liquidation level": words.percent(KRAKEN_SPOT.liquidation_level, 0),
        **{name: words.percent(-getattr(state.crossings, name).move_from(position.entry), 0)
           for name in ("call", "liquidation", "zero_equity")},
        "ten": words.setting(10),
        "ten left": words.amount(top.left),
        "stable fall": words.percent(-stable.quote.change, 2),
        "stable loss": words.amount(-stable.profit),
        "stable size": words.amount(stable.account.positions[0].cost),
        "whole": words.amount(KRAKEN_SPOT.full_level),
        "calmest": words.setting(CALMEST),
        "calm left": words.amount(calm.left),
        **_worked(),
        **{f"lesson {n}": f"{n:02d}" for n in range(12)},
    }  # fmt: skip


def _worked() -> dict[str, str]:
    """Return the numbers of the exercise that is shown worked, Polkadot's."""
    dot = board.day_of("DOT", STORY["leverage"])
    return {
        "worked fall": words.percent(-dot.quote.change, 2),
        "worked fall alone": f"{-100 * dot.quote.change:.2f}",
        "worked hundred": "100",
        "worked share": f"{-dot.profit / board.OWN:.4f}",
        "worked loss": words.amount(-dot.profit),
        "worked left": words.amount(dot.left),
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
