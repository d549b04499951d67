"""Lesson 01: what do I borrow, and what do I put up?

Figures: support.kraken.com 203325693 (5,000 USD long at 5:1, closed at -2,000) and 203053116 (what
is set aside for 5,000 USD at several settings); the account of 15,000 USD on 5,000 is ours.
"""

from __future__ import annotations

from margin_lessons import words
from margin_lessons.figures.account_ledger import picture as picture_of_ledger
from margin_lessons.figures.size_and_setting import picture as picture_of_sizes
from margin_lessons.lessons.cited import cited
from margin_lessons.lessons.lesson import Lesson
from margin_lessons.lessons.margin_tasks import EXAMPLE, EXERCISES, QUESTIONS, STORY
from margin_lessons.panels.controls import Number
from margin_lessons.panels.model import Mission, PanelModel, Scenario
from margin_lessons.panels.prediction import Prediction, SecondCase
from margin_lessons.panels.verdict import WrongAnswer
from margin_lessons.scenes import account_ledger as ledger
from margin_lessons.scenes import size_and_setting
from margin_lessons.venue import KRAKEN_SPOT

STEP, GOAL = 500.0, 1_000.0
"""The step of the size in USD, and the equity the mission asks to keep."""


def _largest_that_keeps(state: ledger.LedgerState) -> bool:
    """Return whether a fall of 40% leaves the goal, and one step more of size would not."""
    fits = (
        state.accepted and round(state.move, 4) == EXAMPLE["move"] and state.account.cash == 5_000
    )
    spare = state.after.equity - GOAL
    return fits and -0.005 <= spare < STEP * -state.move - 0.005


LEDGER = PanelModel(
    name="ledger",
    controls=(
        Number("size", "size of the position", *ledger.SIZE, STEP, STORY["size"], unit="USD"),
        Number("leverage", "leverage setting", 2, KRAKEN_SPOT.leverage_max, 1, STORY["leverage"],
               f"that is the range of {KRAKEN_SPOT.name}", whole=True, unit="x"),
        Number("move", "price move", 100 * ledger.MOVE[0], 100 * ledger.MOVE[1], 1,
               100 * STORY["move"], unit="%", scale=0.01),
        Number("cash", "your cash", *ledger.CASH, STEP, STORY["cash"], unit="USD"),
    ),
    more=("cash",),
    compute=ledger.ledger_state,
    scene=ledger.scene,
    picture=picture_of_ledger,
    scenarios=(
        Scenario("The story", {}),
        Scenario("Another setting", {"leverage": 10}),
        Scenario("Kraken's example", {"size": EXAMPLE["size"], "move": -40}),
        Scenario("A debt", {"move": -40}),
        Scenario("Refused", {"leverage": 2}),
    ),
    mission=Mission(
        "the price falls by 40%. Find the largest position after which 1,000 USD of your "
        "5,000 USD is left.",
        _largest_that_keeps,
        "You chose the size by the loss you can bear; the setting did not matter.",
    ),
)  # fmt: skip

SIZE_AND_SETTING = PanelModel(
    name="size and setting",
    controls=(
        Number("move", "price move", -45, 45, 1, -10, unit="%", scale=0.01),
        Number("size", "the other size", STEP, size_and_setting.SIZE, STEP, 7_500, unit="USD"),
        Number("leverage", "the other setting", 2, KRAKEN_SPOT.leverage_max, 1, 10,
               f"that is the range of {KRAKEN_SPOT.name}", whole=True, unit="x"),
    ),
    compute=size_and_setting.size_and_setting_state,
    scene=size_and_setting.scene,
    picture=picture_of_sizes,
    scenarios=(
        Scenario("A tenth down", {}),
        Scenario("A debt at either setting", {"move": -40}),
        Scenario("A low setting refuses", {"leverage": 2}),
    ),
)  # fmt: skip

_KRAKEN = Prediction(
    name="small position",
    question="Maya begins again with 5,000 USD. This time she buys only 5,000 USD of bitcoin, at "
    "5x, so 1,000 USD is set aside as used margin. The price falls by 40%. What is her equity?",
    unit="USD",
    panel="ledger",
    lowest=-10_000,
    highest=10_000,
    why="she has 5,000 USD and a position of 5,000 USD",
    outcome=lambda s: s.after.equity,
    values={"size": EXAMPLE["size"], "move": -40},
    wrong=(
        WrongAnswer(4_000, "I can only lose my margin",
                    "the loss does not stop where the used margin ends."),
        WrongAnswer(-5_000, "the setting multiplies the loss",
                    "that takes a position five times as large; she bought for 5,000 USD."),
        WrongAnswer(1_000, "used margin is all there is",
                    "that is the part set aside; her other cash is hers, too."),
    ),
    again=SecondCase(
        "She buys for 10,000 USD at 5x, on 5,000 USD of cash, and the price falls by 30%. "
        "What is her equity?",
        {"size": 10_000, "move": -30},
        whole=5_000,
    ),
    whole=5_000,
)  # fmt: skip


def numbers() -> dict[str, str]:
    """Return every number the prose of this lesson says, by name."""
    start, story = (ledger.ledger_state(**{**STORY, "move": m}) for m in (0.0, STORY["move"]))
    return {
        "Maya's cash": words.amount(start.account.cash),
        "bitcoins bought": words.amount(start.account.positions[0].volume, 1),
        "entry price": words.amount(ledger.ENTRY),
        "Maya's setting": words.setting(start.leverage),
        "Maya's setting as a divisor": words.amount(start.leverage),
        "value of Maya's position": words.amount(start.size),
        "Maya's loan": words.amount(start.loan),
        "equity at the start": words.amount(start.after.equity),
        "used margin": words.amount(start.after.used_margin),
        "free margin at the start": words.amount(start.after.free_margin),
        "level at the start": words.level(start.after.level),
        "assets at the start": words.amount(start.loan + start.after.equity),
        "the fall": words.percent(-story.move, 0),
        "the fall as a move": words.amount(story.move, 2),
        "price after the fall": words.amount(ledger.ENTRY * (1 + story.move)),
        "coins after the fall": words.amount(story.coins),
        "loss in the fall": words.amount(-story.after.profit),
        "equity after the fall": words.amount(story.after.equity),
        "free margin after the fall": words.amount(story.after.free_margin),
        "level after the fall": words.level(story.after.level),
        "size over own money": words.amount(start.size / start.account.cash),
        "level of the liquidation": words.percent(KRAKEN_SPOT.liquidation_level, 0),
        **_example(),
        **_worked(),
        **cited(
            "page on margin", "page on leverage", "page of terminology",
            "day the copies were read", "month of the API record",
        ),
        "year of the copy on used margin": "2021",
        "bitcoins in that copy": "0.5",
        "price in that copy": "10,000",
        "highest setting in the API record": words.setting(KRAKEN_SPOT.leverage_max),
        "highest setting on older pages": "5x",
    }  # fmt: skip


def _example() -> dict[str, str]:
    """Return the numbers of the exchange's own example, and what it sets aside at each setting."""
    example = ledger.ledger_state(**EXAMPLE)
    bare = ledger.ledger_state(**{**EXAMPLE, "cash": example.needed})
    said = {
        "size in the example": words.amount(example.size),
        "setting in the example": words.setting(example.leverage),
        "setting in the example, to one": words.amount(example.leverage),
        "one": "1",
        "fall in the example": words.percent(-example.move, 0),
        "used margin in the example": words.amount(example.opening.used_margin),
        "loss in the example": words.amount(-example.after.profit),
        "profit in the example": words.amount(example.after.profit),
        "loss over used margin": words.amount(-example.after.profit / example.opening.used_margin),
        "equity on bare margin": words.amount(bare.after.equity),
    }
    for setting in (5, 4, 3, 2):
        state = ledger.ledger_state(**{**EXAMPLE, "leverage": setting})
        said[f"setting of {setting}"] = words.setting(setting)
        said[f"set aside at {setting}"] = words.amount(state.needed)
    return said


def _worked() -> dict[str, str]:
    """Return the numbers of the exercise that is shown worked, Ann's, and of Ben's cell."""
    ann = ledger.ledger_state(size=10_000, leverage=5, move=-0.10, cash=6_000)
    ben = ledger.ledger_state(size=12_000, leverage=4, move=-0.10, cash=8_000)
    return {
        "Ann's cash": words.amount(ann.account.cash),
        "Ann's size": words.amount(ann.size),
        "Ann's setting": words.setting(ann.leverage),
        "Ann's setting as a divisor": words.amount(ann.leverage),
        "Ann's fall": words.percent(-ann.move, 0),
        "Ann's used margin": words.amount(ann.after.used_margin),
        "Ann's loss": words.amount(-ann.after.profit),
        "Ann's equity": words.amount(ann.after.equity),
        "Ann's free margin": words.amount(ann.after.free_margin),
        "Ben's size": words.amount(ben.size),
        "Ben's setting as a divisor": words.amount(ben.leverage),
        "Ben's cash": words.amount(ben.account.cash),
        "Ben's fall as a fraction": words.amount(-ben.move, 2),
    }


LESSON = Lesson(
    name="01_margin",
    title="Margin",
    panels=(LEDGER, SIZE_AND_SETTING),
    predictions=(_KRAKEN,),
    questions=QUESTIONS,
    exercises=EXERCISES,
    numbers=numbers(),
)
