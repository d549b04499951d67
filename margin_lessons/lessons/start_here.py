"""Lesson 00: what did one day do to a leveraged account?

Figures: the price list stored with the article (kdj.com), 30 coins of about 29 July 2025 (the list
prints neither its day nor its span); the margin call and liquidation levels of support.kraken.com
203325763. The night of the first panel is invented.
"""

from __future__ import annotations

from margin_lessons import words
from margin_lessons.figures.board_day import picture as picture_of_board
from margin_lessons.figures.sleep import picture as picture_of_night
from margin_lessons.lessons.cited import cited
from margin_lessons.lessons.lesson import Lesson
from margin_lessons.lessons.start_here_tasks import EXERCISES, QUESTIONS
from margin_lessons.market.board import BOARD
from margin_lessons.market.night import OPENED_AT
from margin_lessons.panels.controls import Choice, Number
from margin_lessons.panels.model import Mission, PanelModel, PlayClock, Scenario
from margin_lessons.panels.prediction import Prediction, SecondCase
from margin_lessons.panels.verdict import WrongAnswer
from margin_lessons.scenes import board_day as board
from margin_lessons.scenes import sleep
from margin_lessons.venue import KRAKEN_SPOT

COIN, LEVERAGE = "SUI", 5.0
STORY = {"coin": COIN, "leverage": LEVERAGE}
WHOLE = range(int(KRAKEN_SPOT.leverage_max), 0, -1)
"""The whole numbers that a leverage can be, from the highest."""


def no_call(state: board.BoardState) -> bool:
    """Return whether no coin on the board ended its day at or beyond the margin call."""
    venue = state.day.account.venue
    return not any(venue.reached(day.end.level, venue.call_level) for day in state.days)


CALMEST = next(float(n) for n in WHOLE if no_call(board.board_state("BTC", n)))
"""The largest whole leverage at which no long on the board met its margin call."""

AWAKE_WITH_MONEY = next(float(n) for n in WHOLE if sleep.sleep_state(n, sleep.HOURS).equity > 0)
"""The largest whole leverage that leaves something of the night's money."""

SLEEP = PanelModel(
    name="sleep",
    controls=(
        Number("leverage", "coins for how many times your money", KRAKEN_SPOT.leverage_min,
               KRAKEN_SPOT.leverage_max, 1, KRAKEN_SPOT.leverage_max,
               f"that is the range of {KRAKEN_SPOT.name}", whole=True, unit="x"),
        Number("hour", "asleep for", 0, sleep.HOURS, sleep.STEP, sleep.HOURS,
               "so long is this night", unit="hours"),
    ),
    compute=sleep.sleep_state,
    scene=sleep.scene,
    picture=picture_of_night,
    scenarios=(
        Scenario("Ten times", {}),
        Scenario("Five times", {"leverage": 5.0}),
        Scenario("Only your own money", {"leverage": 1.0}),
    ),
    mission=Mission(
        "find the largest number of times with which you wake up with something.",
        lambda s: s.awake and s.leverage == AWAKE_WITH_MONEY,
        "At 8x a little is left, and one step more leaves a debt.",
    ),
    clock=PlayClock("hour", sleep.STEP, 0.2, "Sleep"),
)  # fmt: skip

BOARD_PANEL = PanelModel(
    name="board",
    controls=(
        Choice("coin", "coin", tuple((q.name, q.symbol) for q in BOARD), COIN),
        Number("leverage", "leverage", KRAKEN_SPOT.leverage_min, KRAKEN_SPOT.leverage_max, 1,
               LEVERAGE, f"that is the range of {KRAKEN_SPOT.name}", whole=True,
               unit="x"),
    ),
    compute=board.board_state,
    scene=board.scene,
    picture=picture_of_board,
    scenarios=(
        Scenario("The story", STORY),
        Scenario("Without leverage", {**STORY, "leverage": 1.0}),
        Scenario("Nearly nothing left", {**STORY, "leverage": 10.0}),
        Scenario("A stablecoin", {"coin": "USDT", "leverage": 10.0}),
    ),
    mission=Mission(
        "find the largest whole number for the leverage at which any of the coins "
        "ends the day without a margin call.",
        lambda s: s.leverage == CALMEST,
        "At 2x even the deepest fall of the day stayed short of the call; at 3x it did not.",
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
    outcome=lambda s: s.day.end.equity,
    values={"coin": "XRP", "leverage": 10.0},
    along="y",
    wrong=(
        WrongAnswer(949.60, "a 5.04% move is a 5.04% loss",
                    "that would be so without leverage; the fall hits all 10,000 USD."),
        WrongAnswer(748, "the leverage is still Tom's",
                    "so much is left at 5x; Ivo holds twice as much."),
        WrongAnswer(1_504, "a fall makes a long gain",
                    "the loss is counted as a gain; a long loses when the price falls."),
    ),
    again=SecondCase(
        "Dogecoin fell by 8.33%. At 4x, on 1,000 USD of your own: how much is left?",
        {"coin": "DOGE", "leverage": 4.0},
        whole=1_000,
    ),
    whole=1_000,
)  # fmt: skip


def numbers() -> dict[str, str]:
    """Return every number the prose of this lesson says, by name."""
    state = board.board_state("SUI", 5)
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
        "what Tom has left": words.amount(tom.end.equity),
        "Tom's level": words.percent(tom.end.level, 2),
        "level of the call": words.percent(KRAKEN_SPOT.call_level, 0),
        "level of the liquidation": words.percent(KRAKEN_SPOT.liquidation_level, 0),
        "without leverage": words.setting(KRAKEN_SPOT.leverage_min),
        "the whole": words.amount(1.0),
        "fall to the call": words.percent(falls["call"], 0),
        "fall to the liquidation": words.percent(falls["liquidation"], 0),
        "fall to nothing left": words.percent(falls["zero_equity"], 0),
        **_night(),
        **_stablecoin(),
        "highest setting in the API record": words.setting(KRAKEN_SPOT.leverage_max),
        "highest setting on older pages": "5x",
        **_worked(),
    }  # fmt: skip


def _night() -> dict[str, str]:
    """Return what the invented night did to the first panel's account."""
    state = sleep.sleep_state(10, sleep.HOURS)
    assert state.line is not None
    return {
        "money in the evening": words.amount(sleep.OWN),
        "coins in the evening": words.amount(state.leverage * sleep.OWN),
        "price of the line": words.amount(state.line),
        "price after the jump": words.amount(OPENED_AT),
        "loss of the night": words.amount(sleep.OWN - state.equity),
        "debt of the night": words.amount(-state.equity),
    }


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
    dot, sol = (board.day_of(coin, 5) for coin in ("DOT", "SOL"))
    return {
        "Polkadot's fall": words.percent(-dot.quote.change, 2),
        "Polkadot's fall, in hundredths": f"{-100 * dot.quote.change:.2f}",
        "hundredths in the whole": "100",
        "share lost on Polkadot": f"{-dot.profit / board.OWN:.4f}",
        "share left of Polkadot": f"{dot.end.equity / board.OWN:.4f}",
        "left of Polkadot": words.amount(dot.end.equity),
        "Solana's fall, in hundredths": f"{-100 * sol.quote.change:.2f}",
    }


LESSON = Lesson(
    name="00_start_here",
    title="Start here",
    panels=(SLEEP, BOARD_PANEL),
    predictions=(_TWICE,),
    questions=QUESTIONS,
    exercises=EXERCISES,
    numbers=numbers(),
)
