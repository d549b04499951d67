"""Lesson 03: at which price am I closed out, and of what?

Figures: the tables of setting against size follow from the venue's levels (support.kraken.com
203325763); first in, first out from the same page; fees from articles/206161568 (10 February 2026).
"""

from __future__ import annotations

from margin_lessons.account import Position, Side
from margin_lessons.figures import closing_order, cost_of_time, ladder, words
from margin_lessons.lessons.lesson import Lesson
from margin_lessons.lessons.liquidation_numbers import numbers
from margin_lessons.lessons.liquidation_tasks import EXERCISES, QUESTIONS
from margin_lessons.panels.controls import Choice, Number
from margin_lessons.panels.gate import Prediction
from margin_lessons.panels.model import Mission, PanelModel, Scenario
from margin_lessons.venue import KRAKEN_SPOT, Extent

SETTING_RANGE = f"that is the range of {KRAKEN_SPOT.name}"
SIDES = (("long", "long"), ("short", "short"))

LADDER = PanelModel(
    name="ladder",
    controls=(
        Number("leverage", "leverage setting", 2, 10, 1, 2, SETTING_RANGE, whole=True),
        Choice(
            "size",
            "size of the position",
            (("always 10,000 USD", "fixed"), ("the largest allowed", "full")),
            "fixed",
        ),
        Choice("side", "side", SIDES, "long"),
    ),
    compute=ladder.ladder_state,
    readout=ladder.readout,
    drawing=ladder.LadderDrawing,
    scenarios=(
        Scenario("Same size, 2x", {"leverage": 2, "size": "fixed"}),
        Scenario("Same size, 10x", {"leverage": 10, "size": "fixed"}),
        Scenario("Full size, 2x", {"leverage": 2, "size": "full"}),
        Scenario("Full size, 10x", {"leverage": 10, "size": "full"}),
        Scenario("Full size, 5x short", {"leverage": 5, "size": "full", "side": "short"}),
    ),
    mission=Mission(
        "at full size and long, find the highest setting whose cushion from liquidation to zero is "
        "still wider than 10%.",
        lambda s: s.full_size and s.side == "long" and s.chosen.leverage == 4,
        "One step further, at 5x, a jump of a tenth would skip it.",
    ),
)

ORDER_CASH = 6_000.0
BTC = Position("long", 0.5, 40_000, 5, "BTC")
ETH = Position("long", 10, 2_500, 5, "ETH")


def _order(btc: float, eth: float, extent: str, first: str) -> closing_order.ClosingState:
    positions = (BTC, ETH) if first == "BTC" else (ETH, BTC)
    return closing_order.closing_state(
        positions, {"BTC": btc, "ETH": eth}, ORDER_CASH, Extent[extent]
    )


ORDER = PanelModel(
    name="order of closing",
    controls=(
        Number("eth", "price of ETH, USD", 1_600, 2_700, 10, 2_140),
        Number("btc", "price of BTC, USD", 36_000, 48_000, 100, 44_000),
        Choice(
            "extent",
            "the exchange closes",
            (("just enough", "JUST_ENOUGH"), ("everything", "ALL")),
            "JUST_ENOUGH",
        ),
        Choice("first", "opened first", (("BTC", "BTC"), ("ETH", "ETH")), "BTC"),
    ),
    more=("first",),
    compute=_order,
    readout=closing_order.readout,
    drawing=closing_order.ClosingDrawing,
    scenarios=(
        Scenario("The winner goes first", {}),
        Scenario("Opened the other way round", {"first": "ETH"}),
        Scenario("Still safe", {"eth": 2_450}),
        Scenario("Everything", {"extent": "ALL", "eth": 1_900}),
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
    until = cost_of_time.time_state(0, value, "long").days_until(KRAKEN_SPOT.call_level)
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
        Number("days", "days held", 0, 365, 1, 30),
        Number("value", "value of the position, USD", 5_000, 50_000, 1_000, 45_000),
        Choice("side", "side", SIDES, "long"),
    ),
    compute=cost_of_time.time_state,
    readout=cost_of_time.readout,
    drawing=cost_of_time.TimeDrawing,
    scenarios=(
        Scenario("A month", {}),
        Scenario("A year, a small position", {"days": 365, "value": 10_000}),
        Scenario("A month short", {"side": "short"}),
    ),
    mission=Mission(
        "with days held at 90, find the largest long, in steps of 1,000 USD, that fees alone do "
        "not bring to a margin call by then.",
        _largest_for_90_days,
        "Size decides how long you can wait, too.",
    ),
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
    values={"leverage": 5, "size": "full"},
    show=lambda move: words.percent(move, signed=True),
    scale=0.01,
)


LESSON = Lesson(
    name="03_liquidation",
    title="Liquidation",
    panels=(LADDER, ORDER, TIME),
    predictions=(FULL_LIQUIDATION,),
    questions=QUESTIONS,
    exercises=EXERCISES,
    numbers=numbers(_order(44_000, 2_140, "JUST_ENOUGH", "BTC")),
)
