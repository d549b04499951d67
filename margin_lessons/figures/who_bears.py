"""The picture of the regimes: one bar each, divided among those who bear the loss."""

from __future__ import annotations

from margin_lessons import words
from margin_lessons.debt import (
    AUTO_DELEVERAGING,
    INSURANCE_FUND,
    KRAKEN_DERIVATIVES,
    KRAKEN_LINEAR,
    KRAKEN_SPOT_MARGIN,
    KRAKEN_US_DERIVATIVES,
    SOCIALISED_LOSS,
    Layer,
    WhoPays,
)
from margin_lessons.figures.marks import ChartBar, Mark, Note
from margin_lessons.figures.picture import Picture, Plot, Scale, first_that_holds, nice_ceiling
from margin_lessons.figures.stacks import part
from margin_lessons.scenes.scene import Scene
from margin_lessons.scenes.who_bears import RegimesState, parties, product

NAMES = {
    KRAKEN_SPOT_MARGIN: "spot margin",
    KRAKEN_DERIVATIVES: "coin futures",
    KRAKEN_LINEAR: "mixed futures",
    KRAKEN_US_DERIVATIVES: "US futures",
    AUTO_DELEVERAGING: "fund, now",
    INSURANCE_FUND: "fund, 2016",
    SOCIALISED_LOSS: "shared, 2018",
}
"""The short names beside the bars, from the top."""

INKS = {
    Layer.CLIENT: "equity",
    Layer.OWED: "debt",
    Layer.PROVIDERS: "price",
    Layer.POOL: "loan",
    Layer.FUND: "call",
    Layer.COMPANY: "loan",
    Layer.COUNTERPARTIES: "used_margin",
    Layer.WINNERS: "used_margin",
}
SHORT = {
    Layer.CLIENT: "you pay",
    Layer.OWED: "you owe",
    Layer.PROVIDERS: "volunteers",
    Layer.POOL: "pool",
    Layer.FUND: "fund",
    Layer.COMPANY: "company",
    Layer.COUNTERPARTIES: "opposite",
    Layer.WINNERS: "winners",
}
"""Who pays, in the line over a bar, which a phone has to hold."""


def picture(scene: Scene[RegimesState], start: Scene[RegimesState]) -> Picture:
    """Return the picture of a scene; how long a loss fits, its scenario says."""
    frame = first_that_holds(
        _frame(1.2 * start.state.loss), _frame(6 * start.state.loss),
        needs=lambda plots: plots[0].x.holds(scene.state.loss),
    )  # fmt: skip
    rows = scene.state.rows
    bars = (mark for at, row in enumerate(reversed(rows), 1) for mark in _bar(at, row, scene))
    return Picture(frame, tuple(bars))


def _frame(loss: float) -> tuple[Plot, ...]:
    names = tuple((at + 0.16, name) for at, name in enumerate(reversed(NAMES.values()), 1))
    end = nice_ceiling(loss, (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10))
    rows = Scale(0.65, len(NAMES) + 0.75, ticks=names, grid=False)
    return (Plot(Scale(0, end, "who bears the loss, USD"), rows),)


def _bar(at: int, row: WhoPays, scene: Scene[RegimesState]) -> tuple[Mark, ...]:
    """Return the parts of one row's bar, and over it who pays them, in the same order."""
    found: list[ChartBar] = []
    said: list[str] = []
    begin = 0.0
    payers = sum(much > 0 for _, _, much in parties(row))
    for layer, who, much in parties(row):
        if much > 0:
            fact = scene.fact(f"{product(row.regime)}: {who}")
            # Of three a phone has room for one amount: that of those who are left with the rest.
            brief = payers > 2 and len(said) < payers - 1
            said.append(SHORT[layer] if brief else f"{SHORT[layer]} {words.amount(much)}")
            found.append(part(at, fact, begin, ink=INKS[layer], hatch=layer is Layer.OWED,
                              thick=0.36, lies=True))  # fmt: skip
        begin += much
    over = Note(0, at + 0.42, label=", ".join(said), name=f"{product(row.regime)} in words")
    return (*found, over)
