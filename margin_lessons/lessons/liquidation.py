"""Lesson 03: at which price am I closed out, and of what?

Figures: the tables of setting against size follow from the venue's levels (support.kraken.com
203325763); first in, first out from the same page; fees from articles/206161568 (10 February 2026).
"""

from __future__ import annotations

from margin_lessons import words
from margin_lessons.account import Position, Side
from margin_lessons.figures import closing_order as order_figure
from margin_lessons.figures import cost_of_time as time_figure
from margin_lessons.figures import ladder as ladder_figure
from margin_lessons.lessons.lesson import Lesson
from margin_lessons.lessons.liquidation_numbers import numbers
from margin_lessons.lessons.liquidation_tasks import EXERCISES, QUESTIONS
from margin_lessons.panels.controls import Choice, Number
from margin_lessons.panels.model import Mission, PanelModel, PlayClock, Scenario
from margin_lessons.panels.prediction import Prediction, SecondCase
from margin_lessons.panels.verdict import WrongAnswer
from margin_lessons.scenes import closing_order, cost_of_time, ladder
from margin_lessons.scenes.ladder import Size
from margin_lessons.venue import KRAKEN_SPOT, Extent

SETTING_RANGE = f"that is the range of {KRAKEN_SPOT.name}"

LADDER = PanelModel(
    name="ladder",
    controls=(
        Number("leverage", "leverage setting", 2, 10, 1, 2, SETTING_RANGE, whole=True, unit="x"),
        Choice.of("size", "size of the position", Size.FIXED),
        Choice.of("side", "side", Side.LONG),
    ),
    compute=ladder.ladder_state,
    scene=ladder.scene,
    picture=ladder_figure.picture,
    scenarios=(
        Scenario("Same size, 2x", {"leverage": 2, "size": Size.FIXED}),
        Scenario("Same size, 10x", {"leverage": 10, "size": Size.FIXED}),
        Scenario("Full size, 2x", {"leverage": 2, "size": Size.FULL}),
        Scenario("Full size, 10x", {"leverage": 10, "size": Size.FULL}),
        Scenario("Full size, 5x short", {"leverage": 5, "size": Size.FULL, "side": Side.SHORT}),
    ),
    mission=Mission(
        "at full size and long, find the highest setting whose cushion from liquidation to zero is "
        "still wider than 10%.",
        lambda s: (s.size, s.side) == (Size.FULL, Side.LONG) and s.chosen.leverage == 4,
        "One step further, at 5x, a jump of a tenth would skip it.",
    ),
)

ORDER_CASH = 6_000.0
BTC = Position(Side.LONG, 0.5, 40_000, 5, "BTC")
ETH = Position(Side.LONG, 10, 2_500, 5, "ETH")


def _order(btc: float, eth: float, extent: Extent, first: str) -> closing_order.ClosingState:
    positions = (BTC, ETH) if first == "BTC" else (ETH, BTC)
    return closing_order.closing_state(positions, {"BTC": btc, "ETH": eth}, ORDER_CASH, extent)


ORDER = PanelModel(
    name="order of closing",
    controls=(
        Number("eth", "price of ETH", 1_600, 2_700, 10, 2_140, unit="USD"),
        Number("btc", "price of BTC", 36_000, 48_000, 100, 44_000, unit="USD"),
        Choice(
            "extent",
            "the exchange closes",
            (("just enough", Extent.JUST_ENOUGH), ("everything", Extent.ALL)),
            Extent.JUST_ENOUGH,
        ),
        Choice("first", "opened first", (("BTC", "BTC"), ("ETH", "ETH")), "BTC"),
    ),
    more=("first",),
    compute=_order,
    scene=closing_order.scene,
    picture=order_figure.picture,
    scenarios=(
        Scenario("The winner goes first", {}),
        Scenario("Opened the other way round", {"first": "ETH"}),
        Scenario("Still safe", {"eth": 2_450}),
        Scenario("Everything", {"extent": Extent.ALL, "eth": 1_900}),
    ),
    mission=Mission(
        "with BTC at 44,000 USD and opened first, find the lowest price of ETH at which BTC alone "
        "is enough.",
        lambda s: (
            s.prices == {"BTC": 44_000, "ETH": 2_200}
            and s.account.positions[0].coin == "BTC"
            and len(s.closing.parts) == 1
        ),
        "A position that was never in trouble paid for the other one.",
    ),
)


def _outlasts(days: float, value: float) -> bool:
    """Return whether fees alone do not bring a long of ``value`` USD to its call in ``days``."""
    until = cost_of_time.time_state(0, value, Side.LONG).days_until(KRAKEN_SPOT.call_level)
    return until is None or until > days


def _largest_for_90_days(state: cost_of_time.TimeState) -> bool:
    """Return whether 90 days are looked at, this long lasts them and 1,000 USD more would not."""
    position = state.opened.positions[0]
    value = round(position.cost, 6)
    next_step = 1_000 * (value // 1_000 + 1)
    asked = position.side is Side.LONG and state.asked == 90
    return asked and _outlasts(90, value) and not _outlasts(90, next_step)


TIME = PanelModel(
    name="cost of time",
    controls=(
        Number("days", "days held", 0, 365, 1, 30, unit="days"),
        Number("value", "value of the position", 5_000, 50_000, 1_000, 45_000, unit="USD"),
        Choice.of("side", "side", Side.LONG),
    ),
    compute=cost_of_time.time_state,
    scene=cost_of_time.scene,
    picture=time_figure.picture,
    scenarios=(
        Scenario("A month", {}),
        Scenario("A year, a small position", {"days": 365, "value": 10_000}),
        Scenario("A month short", {"side": Side.SHORT}),
    ),
    mission=Mission(
        "with days held at 90, find the largest long, in steps of 1,000 USD, that fees alone do "
        "not bring to a margin call by then.",
        _largest_for_90_days,
        "Size decides how long you can wait, too.",
    ),
    clock=PlayClock("days", 5, 0.15, "Let the days pass"),
)

FULL_LIQUIDATION = Prediction(
    name="full size",
    question="You put up 5,000 USD and open the largest long that 5x allows. "
    "Which price move, in %, closes you out? (A fall is negative.)",
    unit="%",
    panel="ladder",
    lowest=-100,
    highest=100,
    why="a price falls by 100% at most",
    outcome=lambda s: s.chosen.move("liquidation"),
    values={"leverage": 5, "size": Size.FULL},
    show=lambda move: words.percent(move, signed=True),
    scale=0.01,
    wrong=(
        WrongAnswer(-20, "liquidation comes when nothing is left",
                    "at that move all your money is gone; the exchange acts before."),
        WrongAnswer(-4, "the call and the liquidation are one line",
                    "that is the move to the call, at 80%; the liquidation comes at 40%."),
        WrongAnswer(-60, "a fall in the level is a fall in the price",
                    "that is how far the level falls; the price needs to fall less."),
        WrongAnswer(-8, "40% is how far the level falls",
                    "that is 40% / 5; but the level falls from 100% to 40%."),
        WrongAnswer(-42, "the size is the same at every setting",
                    "that is for 10,000 USD at 5x; here 25,000 USD are bought."),
    ),
    again=SecondCase(
        "The same 5,000 USD, now the largest long that 8x allows. Which price move, in %, closes "
        "you out?",
        {"leverage": 8, "size": Size.FULL},
        wrong=(
            WrongAnswer(-12.5, "liquidation comes when nothing is left",
                        "at that move all your money is gone; the exchange acts before."),
            WrongAnswer(-2.5, "the call and the liquidation are one line",
                        "that is the move to the call, at 80%; the liquidation comes at 40%."),
            WrongAnswer(-5, "40% is how far the level falls",
                        "that is 40% / 8; but the level falls from 100% to 40%."),
        ),
    ),
)  # fmt: skip


LESSON = Lesson(
    name="03_liquidation",
    title="Liquidation",
    panels=(LADDER, ORDER, TIME),
    predictions=(FULL_LIQUIDATION,),
    questions=QUESTIONS,
    exercises=EXERCISES,
    numbers=numbers(ORDER.state({})),
)
