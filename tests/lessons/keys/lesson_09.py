"""Lesson 09 by hand, a second time. A margin of 1,000 at 3x in ether is a long for 3,000 USD."""

from __future__ import annotations

from lessons.keys.form import Asked, Foretold, Worked
from lessons.keys.lesson_09_panels import PANELS

__all__ = ["EXERCISES", "PANELS", "PREDICTIONS", "QUESTIONS"]

QUESTIONS = {
    # 1 - (2/3) / (4/5): nothing is left at two thirds of the entry, and the trigger is at 80%.
    "recall cushion": Asked(
        "From lesson 04: a long at 3x, full size, is liquidated. How far below may it be filled",
        ("16.7% below its trigger", "the cushion between trigger and nothing"),
        (
            ("Not at all: the trigger is the fill", "a trigger price is a guaranteed price",
             "a fill is what the market pays"),
            ("33.3% below its trigger", "the cushion is the whole margin",
             "the fall from the entry that takes everything"),
        ),
    ),
    "recall law": Asked(
        "From lesson 05: the same loss in a retail CFD in the EU and in spot margin",
        ("The client of spot margin", "the law stops at the account's money"),
        (
            ("Both clients", "a debt is a debt, whatever the product", "law protects the balance"),
            ("Neither of them", "a negative balance is written off", "a loan is paid back"),
        ),
    ),
    "traded through": Asked(
        "Bitcoin lost about half within a day in March 2020. How did its price pass",
        ("It was traded through", "Each hour opened where the last one had closed"),
        (
            ("It jumped over it", "it was a gap", "over night; bitcoin never closes"),
            ("It never came there", "a crash passes between the trades", "were reached"),
        ),
    ),
    "wick": Asked(
        "Ether on Kraken, 22 February 2021: which longs ~ were still open when it fell to 700 USD",
        ("Those at 2x and 3x", "5x and 10x had been sold hours before"),
        (
            ("Those at 5x and 10x", "the reckless lost most", "lie higher, so they went first"),
            ("None: all were sold before", "liquidation is always on time",
             "at 3x the line is reached in that very hour"),
        ),
    ),
    # 7,642.40 to 5,632.30 is 26.3%; five times that is 131.5%.
    "hour": Asked(
        "The lowest price of an hour says that a 5x long owes 315 USD",
        ("A bound: it may have been sold earlier in that hour", "does not say what was left"),
        (
            ("That it owes 315 USD", "the low of a bar is the fill", "sold far above the low"),
            ("Nothing: bars are always wrong", "coarse bars are false", "the low was traded"),
        ),
    ),
    "below zero": Asked(
        "You buy oil with your own money and borrow nothing. How much can you lose",
        ("More than you paid", "Oil settled below zero: holders paid"),
        (
            ("At most what you paid", "prices cannot go below zero", "a price that stops at zero"),
            ("Nothing, if you wait", "what falls comes back in time", "a contract has a last day"),
        ),
    ),
    "two totals": Asked(
        "10 October 2025: one firm counts 19.13 billion USD of liquidations, another 9.89 billion",
        ("They counted other hours and other venues", "24 hours against 14"),
        (
            ("The larger one is right, the other missed half", "the larger total is the true one",
             "neither counted the same hours or the same venues"),
            ("So much was owed in the end", "a liquidation is a debt", "a forced sale"),
        ),
    ),
}  # fmt: skip

EXERCISES = {
    # A barrel loses 18.27 + 37.63 = 55.90, and 1,000 USD buy 1,000 / 18.27 of them.
    "oil": Worked(
        "1,000 USD of your own, long at 1x in oil from 18.27 USD. It is settled at -37.63 USD",
        1_000 * (1 - 55.90 / 18.27), "USD", far=20,
        dots="own * (1 + (settled - entry) / entry)",
        hints=(
            "How many dollars does one barrel lose, down to zero and on",
            "left = own money x (1 + (settled - entry) / entry)",
            "settled - entry is -37.63 - 18.27 = -55.90",
        ),
        wrong={
            0: ("prices cannot go below zero", "did not stop at zero"),
            1_000 * (1 - 37.63 / 18.27): ("a fall is counted from zero", "began at the entry"),
            -1_000 * 55.90 / 18.27: ("the loss is the debt", "pays the first part of the loss"),
        },
        praise="Nothing was borrowed, and twice the money is owed",
    ),
    # 0.15089 of 1.20089 is 12.565%; ten times that, less the money.
    "franc": Worked(
        "1,000 CHF of your own, EUR/CHF long at 10x from 1.20089. Your broker's average fill is "
        "1.05",
        1_000 * (1 - 10 * 0.15089 / 1.20089), "CHF", far=10,
        hints=(
            "The loss is that of the whole position, at the fill",
            "left = own money x (1 - leverage x fall / entry)",
            "the fall is 1.20089 - 1.05 = 0.15089",
        ),
        wrong={
            400: ("liquidation is always on time", "at the trigger of 1.12884; nearly nobody"),
            1_000 * (1 - 0.15089 / 1.20089): (
                "the leverage is left out", "the loss of 1,000 CHF; ~ ten times as large"),
            0: ("I can only lose my margin", "below the price at which all was gone"),
        },
        praise="A fill of 1.05 lies below 1.0808, where nothing is left",
    ),
    # A rise of 139.78%: 1,000 / 1.3978.
    "short enough": Worked(
        "1,000 USD of your own. GameStop is to be sold short at 36.995 USD, and the next day opens "
        "at 88.707 USD",
        1_000 * 36.994999 / (88.707497 - 36.994999), "USD", far=20,
        hints=(
            "By how much does the price rise, as a share of the entry",
            "size = own money / rise, rise = (open - entry) / entry",
            "the rise is (88.707 - 36.995) / 36.995",
        ),
        wrong={
            1_000: ("without leverage there is no debt", "can more than double"),
            1_000 * 51.712 / 36.995: ("a larger rise allows a larger size",
                                      "what a short of 1,000 USD loses; turn the share round"),
            1_000 * 36.995 / 88.707: ("the whole price is the loss", "the loss is the rise alone"),
        },
        praise="Less than your own money: a short has no lowest price to stop at",
    ),
}  # fmt: skip

PREDICTIONS = {
    # 1,000 less twice the rise of 139.78%.
    "overnight jump": Foretold(
        "Nils puts up 1,000 USD and sells GameStop short at 2x, at 36.995 USD, the close of 26 "
        "January 2021. The exchange means to buy back at 48.093 USD. The next day opens at 88.707 "
        "USD. How much is left of his 1,000 USD",
        "USD", 1_000 - 2_000 * (88.707497 - 36.994999) / 36.994999, "-1,796 USD",
    ),
}  # fmt: skip
