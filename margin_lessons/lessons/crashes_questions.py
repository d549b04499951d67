"""The questions of lesson 09."""

from __future__ import annotations

from margin_lessons.panels.verdict import Option, Question

QUESTIONS = (
    Question(
        "recall cushion",
        "From lesson 04: a long at 3x, full size, is liquidated. How far below may it be filled "
        "before money is owed?",
        (
            Option("16.7% below its trigger", "That is the cushion between trigger and nothing."),
            Option("Not at all: the trigger is the fill",
                   "a fill is what the market pays.", "a trigger price is a guaranteed price"),
            Option("33.3% below its trigger",
                   "that is the fall from the entry that takes everything.",
                   "the cushion is the whole margin"),
        ),
    ),
    Question(
        "recall law",
        "From lesson 05: the same loss in a retail CFD in the EU and in spot margin. Who owes what "
        "is below zero?",
        (
            Option("The client of spot margin",
                   "For the CFD the law stops at the account's money."),
            Option("Both clients", "for retail clients the EU's law protects the balance of CFDs.",
                   "a debt is a debt, whatever the product"),
            Option("Neither of them", "spot margin is a loan, and a loan is paid back.",
                   "a negative balance is written off"),
        ),
    ),
    Question(
        "traded through",
        "Bitcoin lost about half within a day in March 2020. How did its price pass a liquidation "
        "price?",
        (
            Option("It was traded through", "Each hour opened where the last one had closed."),
            Option("It jumped over it", "that is GameStop, over night; bitcoin never closes.",
                   "it was a gap"),
            Option("It never came there", "most of those prices were reached, and quickly.",
                   "a crash passes between the trades"),
        ),
    ),
    Question(
        "wick",
        "Ether on Kraken, 22 February 2021: which longs, opened a day before, were still open when "
        "it fell to 700 USD?",
        (
            Option("Those at 2x and 3x",
                   "5x and 10x had been sold hours before, with something left."),
            Option("Those at 5x and 10x",
                   "their liquidation prices lie higher, so they went first.",
                   "the reckless lost most"),
            Option("None: all were sold before", "at 3x the line is reached in that very hour.",
                   "liquidation is always on time"),
        ),
    ),
    Question(
        "hour",
        "The lowest price of an hour says that a 5x long owes 315 USD. What does that show?",
        (
            Option("A bound: it may have been sold earlier in that hour",
                   "The bar does not say what was left to sell when its low came."),
            Option("That it owes 315 USD", "by minutes it would have been sold far above the low.",
                   "the low of a bar is the fill"),
            Option("Nothing: bars are always wrong",
                   "the low was traded; the bar only hides its order.", "coarse bars are false"),
        ),
    ),
    Question(
        "below zero",
        "You buy oil with your own money and borrow nothing. How much can you lose?",
        (
            Option("More than you paid", "Oil settled below zero: holders paid to be rid of it."),
            Option("At most what you paid", "that needs a price that stops at zero.",
                   "prices cannot go below zero"),
            Option("Nothing, if you wait", "a contract has a last day, and settles there.",
                   "what falls comes back in time"),
        ),
    ),
    Question(
        "two totals",
        "10 October 2025: one firm counts 19.13 billion USD of liquidations, another 9.89 billion. "
        "What follows?",
        (
            Option("They counted other hours and other venues",
                   "24 hours against 14; a total needs its window and its source."),
            Option("The larger one is right, the other missed half",
                   "neither counted the same hours or the same venues.",
                   "the larger total is the true one"),
            Option("So much was owed in the end",
                   "a liquidation is a forced sale; most leave something.",
                   "a liquidation is a debt"),
        ),
    ),
)  # fmt: skip
