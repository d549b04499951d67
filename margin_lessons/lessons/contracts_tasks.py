"""The exercises of lesson 08, and the contracts they speak of."""

from __future__ import annotations

from margin_lessons.account import Side
from margin_lessons.contract import Contract
from margin_lessons.panels.verdict import Exercise, WrongAnswer

ENTRY = 60_000.0


def linear(leverage: float, maintenance: float = 0.05) -> Contract:
    """Return 1 BTC long from 60,000 USD, the margin in dollars."""
    return Contract(Side.LONG, 1, ENTRY, ENTRY / leverage, maintenance)


def inverse(leverage: float, maintenance: float = 0.05) -> Contract:
    """Return 60,000 contracts of 1 USD long from 60,000 USD, the margin in bitcoin."""
    return Contract(Side.LONG, ENTRY, ENTRY, 1 / leverage, maintenance, inverse=True)


def publishers_formula(entry: float, leverage: float, maintenance: float) -> float:
    """Return the liquidation price by the publisher's formula, which is wrong.

    It divides the initial margin, one over the leverage, by the leverage once more (kdj.com, 28
    July 2025).

    >>> round(publishers_formula(60_000, 5, 0.01))
    57720
    """
    return entry * (1 - (1 / leverage - maintenance) / leverage)


EXERCISES = (
    Exercise(
        name="the publisher's formula",
        task="A page of 28 July 2025 prints: liquidation price = entry x (1 - (initial margin - "
        "maintenance) / leverage). For a long from 60,000 USD at 5x, with an initial margin of 20% "
        "and a maintenance of 1%, it gives 57,720 USD. At which price is a linear long really "
        "closed out?",
        unit="USD",
        answer=lambda: linear(5, 0.01).liquidation().at,
        hints=(
            "At 5x a fifth of the price may be lost. How can a fall of less than 4% be the end?",
            "P = entry x (1 - 1 / leverage) / (1 - maintenance).",
            "60,000 x 0.8 / 0.99 = ...",
        ),
        wrong=(
            WrongAnswer(publishers_formula(ENTRY, 5, 0.01), "a printed formula is right",
                        "an initial margin of 20% is the leverage already; the page divides by it "
                        "twice."),
            WrongAnswer(48_000, "liquidation price = bankruptcy price",
                        "there nothing is left; the exchange acts while 1% of the value still is."),
            WrongAnswer(48_600, "maintenance is 1% of the entry",
                        "that holds it against the value at the entry; here it is the mark price."),
        ),
        praise="A fall of 19.2%, not of 3.8%: the printed formula cries wolf.",
    ),
    Exercise(
        name="an inverse long",
        task="An inverse long of 60,000 USD from 60,000 USD at 4x, so that 0.25 BTC is put up; 5% "
        "of the value has to stay. At which price is it closed out?",
        unit="USD",
        answer=lambda: inverse(4).liquidation().at,
        hints=(
            "The margin is bitcoin, so it is the second formula.",
            "P = entry x (1 + maintenance) / (1 + 1 / leverage).",
            "60,000 x 1.05 / 1.25 = ...",
        ),
        wrong=(
            WrongAnswer(linear(4).liquidation().at, "inverse and linear lose the same",
                        "that is where a linear long would be closed out; here the margin falls, "
                        "too."),
            WrongAnswer(48_000, "liquidation price = bankruptcy price",
                        "at that price nothing is left; 5% of the value has to stay."),
            WrongAnswer(45_000, "at 4x a quarter of the price may be lost",
                        "a quarter of the coins may be lost, and they are worth less by then."),
        ),
        praise="A fall of 16%, where the linear long lives through one of 21.1%.",
    ),
    Exercise(
        name="room for funding",
        task="1 BTC long from 75,895.30 USD at 10x; 5% of the value has to stay. The price stands "
        "still, and funding takes 57.60 USD a day. How much may funding take, in dollars, before "
        "the position is closed out?",
        unit="USD",
        answer=lambda: 0.05 * 75_895.30,
        hints=(
            "What is put up, and how much of it has to stay?",
            "may go = value / leverage - maintenance x value.",
            "75,895.30 / 10 = 7,589.53 USD is put up ...",
        ),
        wrong=(
            WrongAnswer(7_589.53, "all of the margin may go",
                        "that is all that was put up; 5% of the value has to stay."),
            WrongAnswer(0.95 * 7_589.53, "maintenance is a share of the margin",
                        "5% of the value, not 5% of what was put up."),
            WrongAnswer(57.60, "the first payment closes it",
                        "that is one day; how much may go in all?"),
        ),
        praise="At the recorded rate that is gone on day 66, and the price has not moved.",
    ),
)  # fmt: skip
