"""The exercises of lesson 09."""

from __future__ import annotations

from margin_lessons.market.crashes import EUR_CHF_FILL, crash_named, trade_in
from margin_lessons.panels.verdict import Exercise, WrongAnswer
from margin_lessons.scenes.crash_choices import DAY_BEFORE, MARGIN, entry_of

SETTLED = float(crash_named("WTI 2020").bars.close[0])
"""Where oil was settled on 20 April 2020, in USD a barrel."""


def left_of(event: str, leverage: float, price: float) -> float:
    """Return what a margin of 1,000 in a crash, opened a day before, comes to at a price.

    >>> round(left_of("WTI 2020", 1, -37.63), 2)
    -2059.66
    """
    crash = crash_named(event)
    trade = trade_in(crash, entry_of(crash, crash.hurt, DAY_BEFORE), leverage=leverage)
    return MARGIN * float(trade.account.equity(price)) / trade.money


def largest_short() -> float:
    """Return for how much GameStop may be short on 1,000 USD so that its jump leaves no debt.

    >>> round(largest_short(), 2)
    715.4
    """
    crash = crash_named("GME 2021")
    entry = entry_of(crash, crash.hurt, DAY_BEFORE)
    return MARGIN / (crash.bars[entry.first].open / entry.price - 1)


EXERCISES = (
    Exercise(
        name="oil",
        task="1,000 USD of your own, long at 1x in oil from 18.27 USD. It is settled at -37.63 "
        "USD. What is left? (A debt is negative.)",
        unit="USD",
        answer=lambda: left_of("WTI 2020", 1, SETTLED),
        hints=(
            "How many dollars does one barrel lose, down to zero and on?",
            "left = own money x (1 + (settled - entry) / entry).",
            "settled - entry is -37.63 - 18.27 = -55.90 ...",
        ),
        wrong=(
            WrongAnswer(0, "prices cannot go below zero",
                        "the price did not stop at zero, and neither did the loss."),
            WrongAnswer(1_000 - 1_000 * 37.63 / 18.27, "a fall is counted from zero",
                        "it began at the entry, and the way down to zero costs as well."),
            WrongAnswer(-1_000 * 55.90 / 18.27, "the loss is the debt",
                        "your own money pays the first part of the loss."),
        ),
        praise="Nothing was borrowed, and twice the money is owed.",
    ),
    Exercise(
        name="franc",
        task="1,000 CHF of your own, EUR/CHF long at 10x from 1.20089. Your broker's average fill "
        "is 1.05. What is left? (A debt is negative.)",
        unit="CHF",
        answer=lambda: left_of("EUR/CHF 2015", 10, EUR_CHF_FILL.price),
        hints=(
            "The loss is that of the whole position, at the fill.",
            "left = own money x (1 - leverage x fall / entry).",
            "the fall is 1.20089 - 1.05 = 0.15089 ...",
        ),
        wrong=(
            WrongAnswer(400, "liquidation is always on time",
                        "so much is left at the trigger of 1.12884; nearly nobody bought there."),
            WrongAnswer(1_000 - 1_000 * 0.15089 / 1.20089, "the leverage is left out",
                        "that is the loss of 1,000 CHF; the position is ten times as large."),
            WrongAnswer(0, "I can only lose my margin",
                        "the fill lies below the price at which all was gone."),
        ),
        praise="A fill of 1.05 lies below 1.0808, where nothing is left.",
    ),
    Exercise(
        name="short enough",
        task="1,000 USD of your own. GameStop is to be sold short at 36.995 USD, and the next day "
        "opens at 88.707 USD. For how many dollars may you be short, at most, so that nothing is "
        "owed there?",
        unit="USD",
        answer=largest_short,
        hints=(
            "By how much does the price rise, as a share of the entry?",
            "size = own money / rise, rise = (open - entry) / entry.",
            "the rise is (88.707 - 36.995) / 36.995 ...",
        ),
        wrong=(
            WrongAnswer(1_000, "without leverage there is no debt",
                        "a price can more than double, and then a short of all your money owes."),
            WrongAnswer(1_000 * 51.712 / 36.995, "a larger rise allows a larger size",
                        "that is what a short of 1,000 USD loses; turn the share round."),
            WrongAnswer(1_000 * 36.995 / 88.707, "the whole price is the loss",
                        "the loss is the rise alone: you were paid the entry price."),
        ),
        praise="Less than your own money: a short has no lowest price to stop at.",
    ),
)  # fmt: skip
