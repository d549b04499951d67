"""Lesson 01: what do I borrow, and what do I put up?

Figures: support.kraken.com 203325693 (5,000 USD long at 5:1, closed at -2,000) and 203053116 (what
is set aside for 5,000 USD at several settings); the account of 15,000 USD on 5,000 is ours.
"""

from __future__ import annotations

from margin_lessons.figures import ledger, words
from margin_lessons.figures.ledger_drawing import LedgerDrawing
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
    """Return every number the prose of this lesson may use, computed by the package."""
    start, story = (ledger.ledger_state(**{**STORY, "move": m}) for m in (0.0, STORY["move"]))
    example = ledger.ledger_state(**EXAMPLE)
    bare = ledger.ledger_state(**{**EXAMPLE, "cash": example.needed})
    debt = ledger.ledger_state(**{**STORY, "move": EXAMPLE["move"]})
    worked = ledger.ledger_state(size=10_000, leverage=5, move=-0.10, cash=6_000)
    volume = start.account.positions[0].volume
    said = {
        "entry": words.amount(ledger.ENTRY),
        "volume": words.amount(volume, 1),
        "price now": words.amount(ledger.ENTRY * (1 + story.move)),
        "setting": words.setting(start.leverage),
        "setting alone": words.amount(start.leverage),
        "size over own money": words.amount(start.size / start.account.cash),
        "loss over used margin": words.amount(-example.profit / example.opening.used),
        "loss without leverage": words.amount(-story.alone),
        "as a fraction": words.amount(story.move, 2),
        "debt equity": words.amount(debt.after.equity),
        "bare equity": words.amount(bare.after.equity),
        "worked size": words.amount(worked.size),
    }
    for name, state in (
        ("start", start), ("story", story), ("example", example), ("worked", worked)
    ):  # fmt: skip
        said[f"{name} fall"] = words.percent(-state.move, 0)
        said[f"{name} loss"] = words.amount(-state.profit)
        said[f"{name} level"] = words.level(state.level)
        for part in ("coins", "cash", "loan", "assets", "equity", "used", "free"):
            said[f"{name} {part}"] = words.amount(getattr(state.after, part))
    for setting in (5, 4, 3, 2):
        state = ledger.ledger_state(**{**EXAMPLE, "leverage": setting})
        said[f"setting {setting}"] = words.setting(setting)
        said[f"set aside at {setting}"] = words.amount(state.needed)
    return said


LESSON = Lesson(
    name="01_margin",
    title="Margin",
    panels=(LEDGER,),
    predictions=(_KRAKEN,),
    questions=QUESTIONS,
    exercises=EXERCISES,
    numbers=numbers(),
)
