"""Lesson 01: what do I borrow, and what do I put up?

Figures: support.kraken.com 203325693 (5,000 USD long at 5:1, closed at -2,000) and 203053116 (what
is set aside for 5,000 USD at several settings); the account of 15,000 USD on 5,000 is ours.
"""

from __future__ import annotations

from margin_lessons.figures import ledger, words
from margin_lessons.figures.ledger_drawing import LedgerDrawing
from margin_lessons.lessons.cited import cited
from margin_lessons.lessons.lesson import Lesson
from margin_lessons.lessons.margin_tasks import EXAMPLE, EXERCISES, QUESTIONS, STORY
from margin_lessons.panels.controls import Number
from margin_lessons.panels.gate import Prediction
from margin_lessons.panels.model import Mission, PanelModel, Scenario
from margin_lessons.venue import KRAKEN_SPOT

STEP, GOAL = 500.0, 1_000.0
"""The step of the size in USD, and the equity the mission asks to keep."""


def _ledger(move: float, **values: float) -> ledger.LedgerState:
    return ledger.ledger_state(move=move / 100, **values)


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
        Number("size", "size of the position, USD", STEP, 50_000, STEP, STORY["size"]),
        Number("leverage", "leverage setting", 2, KRAKEN_SPOT.leverage_max, 1, STORY["leverage"],
               f"that is the range of {KRAKEN_SPOT.name}", whole=True),
        Number("move", "price move, %", -90, 100, 1, 100 * STORY["move"]),
        Number("cash", "your cash, USD", STEP, 20_000, STEP, STORY["cash"]),
    ),
    more=("cash",),
    compute=_ledger,
    readout=ledger.readout,
    drawing=LedgerDrawing,
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
)


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
        "Maya's loan": words.amount(start.after.loan),
        "equity at the start": words.amount(start.after.equity),
        "used margin": words.amount(start.after.used),
        "free margin at the start": words.amount(start.after.free),
        "level at the start": words.level(start.level),
        "assets at the start": words.amount(start.after.assets),
        "the fall": words.percent(-story.move, 0),
        "the fall as a move": words.amount(story.move, 2),
        "price after the fall": words.amount(ledger.ENTRY * (1 + story.move)),
        "coins after the fall": words.amount(story.after.coins),
        "loss in the fall": words.amount(-story.profit),
        "equity after the fall": words.amount(story.after.equity),
        "free margin after the fall": words.amount(story.after.free),
        "level after the fall": words.level(story.level),
        "loss without a loan": words.amount(-story.alone),
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
        "used margin in the example": words.amount(example.opening.used),
        "loss in the example": words.amount(-example.profit),
        "profit in the example": words.amount(example.profit),
        "loss over used margin": words.amount(-example.profit / example.opening.used),
        "loss beyond the used margin": words.amount(-example.profit - example.opening.used),
        "left of Maya's cash": words.amount(example.after.equity),
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
        "Ann's used margin": words.amount(ann.after.used),
        "Ann's loss": words.amount(-ann.profit),
        "Ann's equity": words.amount(ann.after.equity),
        "Ann's free margin": words.amount(ann.after.free),
        "Ben's size": words.amount(ben.size),
        "Ben's setting as a divisor": words.amount(ben.leverage),
        "Ben's cash": words.amount(ben.account.cash),
        "Ben's fall as a fraction": words.amount(-ben.move, 2),
    }


LESSON = Lesson(
    name="01_margin",
    title="Margin",
    panels=(LEDGER,),
    predictions=(_KRAKEN,),
    questions=QUESTIONS,
    exercises=EXERCISES,
    numbers=numbers(),
)
