"""The questions of lesson 11."""

from __future__ import annotations

from margin_lessons.panels.verdict import Option, Question

QUESTIONS = (
    Question(
        "recall three prices",
        "From lessons 02 and 03: a long, and the price falls and falls. In which order does it "
        "meet the three prices?",
        (
            Option("The call, the liquidation, nothing left",
                   "The second may be skipped by a jump, and then money is owed."),
            Option("The liquidation, the call, nothing left",
                   "the call comes at 80%, the liquidation at 40%.",
                   "the call comes after the sale"),
            Option("The call, nothing left, the liquidation",
                   "the exchange means to sell while something is left.",
                   "liquidation comes when nothing is left"),
        ),
    ),
    Question(
        "recall chance",
        "From lesson 07: a liquidation has 1 chance in 100 within a month. And within a year?",
        (
            Option("More than 1 in 100", "There is more time to wander, and the fees go on."),
            Option("The same 1 in 100", "that was the chance of one month.",
                   "unlikely means safe over a year"),
            Option("Less: the worst is over then", "no month remembers the one before.",
                   "a chance is used up"),
        ),
    ),
    Question(
        "fixed",
        "Nothing is bought and nothing is sold for two months. What still moves the price at "
        "which a long is liquidated?",
        (
            Option("Each fee that is taken", "Less money is behind it, so the line comes nearer."),
            Option("Nothing does", "the line belongs to the money, and the money gets less.",
                   "my liquidation price is fixed"),
            Option("The market price", "the market comes to the line; the line stays where it is.",
                   "the line follows the market"),
        ),
    ),
    Question(
        "small",
        "A rollover of 0.025% comes every four hours. How much of the position's value does it "
        "take in 60 days?",
        (
            Option("9%", "60 days have 360 of them, and none asks for your leave."),
            Option("0.025%", "that is one of 360.", "rollover is small"),
            Option("1.5%", "a day has six of them, not one.", "rollover comes once a day"),
        ),
    ),
    Question(
        "second position",
        "You add a position in another coin on spot margin. What happens to the liquidation price "
        "of the first?",
        (
            Option("It comes nearer", "Both are backed by the same money."),
            Option("Nothing happens to it", "an account has one level for all that is open.",
                   "each position has its own level"),
            Option("It moves away", "a second loan is no buffer.",
                   "more positions are a buffer"),
        ),
    ),
    Question(
        "trades alone",
        "You have an export of your trades and no other file. What can it not tell?",
        (
            Option("The margin level", "What else lay in the account is in the ledger only."),
            Option("Nothing: every trade is in it",
                   "deposits and rollovers are no trades.", "a list of trades is an account"),
            Option("Where you bought", "each row has a price.", "an export tells nothing"),
        ),
    ),
    Question(
        "a chance of one's own",
        "The doctor says 3% for a debt in a year with one March 2020 in it. What does that mean "
        "for you?",
        (
            Option("Of many such accounts in such a market, 3 in 100 owe money",
                   "Whether your month is such a market, nobody knows."),
            Option("You are safe", "3 in 100 is somebody.", "unlikely means safe"),
            Option("You will owe 3% of your money", "it counts accounts, not dollars.",
                   "a chance is a share of the money"),
        ),
    ),
    Question(
        "beside the text",
        "A page explains how one loses money. Beside it stand headlines on presales and new "
        "tokens. What follows?",
        (
            Option("Ask what the page earns by, and check each number elsewhere",
                   "The text may still be right: that is what checking is for."),
            Option("Every sentence on it is false", "some of it was confirmed in lesson 05.",
                   "who sells is always wrong"),
            Option("Nothing: text and headlines have nothing to do with each other",
                   "they share a reader, and somebody pays for the place.",
                   "what stands beside it does not matter"),
        ),
    ),
)  # fmt: skip
