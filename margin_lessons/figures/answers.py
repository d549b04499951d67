"""The picture of the answers: three rows of prices on one axis, and what each answer costs."""

from __future__ import annotations

from margin_lessons import words
from margin_lessons.figures.marks import ChartBar, Mark, Note, Point, Rule
from margin_lessons.figures.picture import Picture, Plot, Scale
from margin_lessons.scenes.answers import WAYS, AnswersState, CallAnswer
from margin_lessons.scenes.gauge import LINES
from margin_lessons.scenes.scene import Scene

SHAPES = {"call": ("v", 0.29), "liquidation": ("D", 0.0), "zero_equity": ("X", -0.29)}
"""The shape of each mark, and its height in the row: so that its words find room beside it."""
ROWS = tuple((2.0 - row, way) for row, way in enumerate(WAYS))
PRICES = Scale(0, 24_000, "price of one coin, USD")
MONEY = Scale(0, 20_500, "USD")


def picture(scene: Scene[AnswersState], start: Scene[AnswersState]) -> Picture:
    """Return the picture of a scene; its axes hold every answer and never move."""
    del start
    rows = Scale(-0.6, 2.6, ticks=ROWS, grid=False)
    plots = (Plot(PRICES, rows, rows=1, share=1.5), Plot(MONEY, rows, rows=1))
    price = Rule(scene.fact("price now"), ink="price",
                 label=f"price now {words.price(scene.state.price, '')}")  # fmt: skip
    marks: list[Mark] = [price]
    for (at, way), answer in zip(ROWS, scene.state.answers, strict=True):
        if scene.state.too_late and way != WAYS[0]:
            marks.append(Note(0, at, label="too late"))
        else:
            marks += [*_prices(scene, answer, at), *_costs(scene, answer, at)]
    return Picture(plots, tuple(marks))


def _prices(scene: Scene[AnswersState], answer: CallAnswer, at: float) -> list[Mark]:
    facts = [(key, name, scene.fact(f"{answer.way}: {name} at")) for key, name in LINES]
    if all(fact.value is None for _, _, fact in facts):
        held = "no price liquidates this" if answer.account.positions else "nothing is open"
        return [Note(0, at, label=held)]
    return [
        Point(fact, at + SHAPES[key][1], ink=key, shape=SHAPES[key][0],
              label=f"{name.removeprefix('margin ')} {words.price(fact.value, '')}")
        for key, name, fact in facts
    ]  # fmt: skip


def _costs(scene: Scene[AnswersState], answer: CallAnswer, at: float) -> list[ChartBar]:
    risk = scene.fact(f"{answer.way}: money at risk")
    loss = scene.fact(f"{answer.way}: loss booked")
    # On a phone the labels of both stand beside them, one over the other.
    apart = 0.24 if answer.booked else 0.0
    bars = [ChartBar(at + apart, risk, lies=True, thick=0.36, ink="equity", plot=1,
                     label=f"at risk {words.amount(answer.at_risk)}")]  # fmt: skip
    if answer.booked:
        lost = f"loss booked {words.amount(answer.booked)}"
        bars.append(ChartBar(at - apart, loss, lies=True, thick=0.36, ink="equity",
                             plot=1, hollow=True, label=lost))  # fmt: skip
    return bars
