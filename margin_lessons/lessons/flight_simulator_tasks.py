"""The exercises of lesson 10: a top-up by hand, and what "certain" is worth."""

from __future__ import annotations

from margin_lessons.account import Account, Position
from margin_lessons.crossing import crossings
from margin_lessons.panels.verdict import Exercise, WrongAnswer

OWN, ADDED, COINS, ENTRY, SETTING = 1_000.0, 500.0, 30.0, 100.0, 3.0
CERTAIN, HOME, MEANT = 8, 5, 0.95
"""How often somebody was certain, and came home; what "certain" is taken to mean."""


def liquidated_at(paid_in: float) -> float:
    """Return the price at which 30 coins bought at 100 USD are sold, with so much paid in.

    >>> liquidated_at(1_000), round(liquidated_at(1_500), 2)
    (80.0, 63.33)
    """
    line = crossings(Account(paid_in, (Position("long", COINS, ENTRY, SETTING),))).liquidation
    assert line.price is not None
    return line.price


def cost_of_the_top_up() -> float:
    """Return how much more is lost with the top-up, where both are sold at their own lines.

    >>> round(cost_of_the_top_up(), 6)
    500.0
    """
    return COINS * (liquidated_at(OWN) - liquidated_at(OWN + ADDED))


EXERCISES = (
    Exercise(
        name="second line",
        task="1,000 USD of your own, long 30 coins at 100 USD, at 3x: sold at 80 USD, where 400 "
        "USD is left. At a call you add 500 USD. At which price are you sold now?",
        unit="USD",
        answer=lambda: liquidated_at(OWN + ADDED),
        hints=(
            "You are sold where 400 USD is left, now of 1,500 USD. How much may be lost before?",
            "price = entry - (own + added - 400) / coins.",
            "1,000 + 500 - 400 = 1,100 USD may be lost ...",
        ),
        wrong=(
            WrongAnswer(80, "a top-up changes nothing",
                        "500 USD more may be lost before 400 USD is left."),
            WrongAnswer(50, "I am sold where nothing is left",
                        "the exchange sells before that, at 40% of the 1,000 USD set aside."),
        ),
        praise="A fall of 37% instead of 20%: the line went down, and did not go away.",
    ),
    Exercise(
        name="cost of the top-up",
        task="The price trades through 80 USD and through your new line, and you are sold there, "
        "with 400 USD left. What did the top-up cost?",
        unit="USD",
        answer=cost_of_the_top_up,
        hints=(
            "How much is gone of all you paid in: without the top-up, and with it?",
            "cost = loss with it - loss without it.",
            "without it you lose 1,000 - 400 = 600 USD ...",
        ),
        wrong=(
            WrongAnswer(0, "what is left is what counts",
                        "400 USD is left both times, but once of 1,000 USD and once of more."),
            WrongAnswer(1_100, "all of the loss is its cost",
                        "a part of that is lost without the top-up, too."),
            WrongAnswer(100, "what is left of it is its cost",
                        "what is left at the end is no part of the loss."),
        ),
        praise="All that was added is gone: where the price goes on, a top-up is lost whole.",
    ),
    Exercise(
        name="too sure",
        task="You said “certain” before 8 flights; 5 came home. By “certain” you mean 95 in 100. "
        "By how many percentage points were you too sure?",
        unit="%",
        answer=lambda: 100 * (MEANT - HOME / CERTAIN),
        hints=(
            "Which share of the 8 flights came home?",
            "too sure by = what you meant - the share that came home.",
            "5 / 8 = 0.625, which is 62.5% ...",
        ),
        wrong=(
            WrongAnswer(62.5, "the share is the error",
                        "that is how often you came home. How far is it from what you meant?"),
            WrongAnswer(37.5, "certain means always",
                        "measure it against what you meant by it: 95 in 100."),
            WrongAnswer(3, "flights instead of shares",
                        "so many did not come home; asked is a share of all of them."),
        ),
        praise="By so much you fly larger than you know.",
    ),
)  # fmt: skip
