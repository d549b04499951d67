"""Lesson 08: why was my futures position liquidated?

Figures: Kraken's worked example (support.kraken.com 360022835671, 17 March 2026); a funding rate
recorded on 15 September 2026; steps of a venue's margin from ``margin_lessons.contract_venues``.
Vera, what the fund holds and who stands in the queue are invented.
"""

from __future__ import annotations

from margin_lessons.account import Side
from margin_lessons.figures import two_payoffs as two_payoffs_figure
from margin_lessons.lessons.lesson import Lesson
from margin_lessons.panels.controls import Choice, Number
from margin_lessons.panels.model import Mission, PanelModel, Scenario
from margin_lessons.scenes import two_payoffs
from margin_lessons.scenes.two_payoffs import Counted, PayoffState


def _one_is_open(state: PayoffState) -> bool:
    """Return whether at 48,000 USD the linear long is open and the inverse one closed out."""
    at = (state.price, state.side) == (48_000, Side.LONG)
    closed = [state.closed_out(one) for one in state.each.values()]
    return at and closed == [False, True]


TWO_PAYOFFS = PanelModel(
    name="two payoffs",
    controls=(
        Number("price", "price now", 20_000, 100_000, 500, 46_000, unit="USD"),
        Number("leverage", "leverage", 1, 10, 1, 3, unit="x", whole=True),
        Choice.of("side", "side", Side.LONG),
        Choice.of("counted", "counted in", Counted.USD),
    ),
    compute=two_payoffs.payoff_state,
    scene=two_payoffs.scene,
    picture=two_payoffs_figure.picture,
    scenarios=(
        Scenario("Three times", {}),
        Scenario("Ten times", {"leverage": 10, "price": 57_000}),
        Scenario("No leverage", {"leverage": 1, "price": 48_000}),
        Scenario("The same, in bitcoin", {"leverage": 1, "price": 48_000, "counted": Counted.BTC}),
        Scenario("A short, three times", {"side": Side.SHORT, "price": 75_000}),
        Scenario("A short, once", {"side": Side.SHORT, "price": 75_000, "leverage": 1}),
    ),
    mission=Mission(
        "A long, and a price of 48,000 USD. Find the leverage at which the linear contract is "
        "still open there and the inverse one is closed out.",
        _one_is_open,
        "The same position and the same fall: only what was put up differs.",
    ),
)

LESSON = Lesson(
    name="08_futures_and_inverse",
    title="Futures and inverse contracts",
    panels=(TWO_PAYOFFS,),
)
