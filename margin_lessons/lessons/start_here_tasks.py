"""The questions and exercises of lesson 00."""

from __future__ import annotations

from margin_lessons.account import Account, Position
from margin_lessons.crossing import crossings
from margin_lessons.figures import board
from margin_lessons.panels.verdict import Exercise, Option, Question, WrongAnswer


def _after(leverage: float, move: float, own: float = board.OWN) -> float:
    """Return what a price move leaves of the own money in a long at full size."""
    account = Account(own, (Position("long", leverage * own / 100, 100, leverage),))
    return float(account.equity(100 * (1 + move)))


def _fall_to_nothing(leverage: float) -> float:
    """Return the fall in percent that leaves nothing of a long at full size."""
    account = Account(board.OWN, (Position("long", leverage * board.OWN / 100, 100, leverage),))
    return -100 * crossings(account).zero_equity.move_from(100)


QUESTIONS = (
    Question(
        "recall percent",
        "From everyday life: a used car has a price of 5,000 USD, and the price falls by 10%. "
        "How many dollars is that?",
        (
            Option("500 USD", "A percentage is a share of something: here, a tenth of 5,000."),
            Option(
                "50 USD",
                "one in a hundred would be 50 USD; 10% is one in ten.",
                "a slipped decimal place",
            ),
            Option(
                "10 USD",
                "that would be the same for a bicycle and for a house; ask: 10% of what?",
                "a percentage is a number of dollars",
            ),
        ),
    ),
    Question(
        "recall owing",
        "From everyday life: you buy a bicycle for 1,000 USD with 200 USD of your own and 800 USD "
        "from a friend. It is stolen the same night. What do you owe your friend?",
        (
            Option("800 USD", "What you borrowed does not shrink with the thing you bought."),
            Option(
                "Nothing, the bicycle is gone",
                "your friend lent you money, not a bicycle.",
                "the debt goes when the thing goes",
            ),
            Option(
                "600 USD, because my 200 USD is gone too",
                "your own money pays for the bicycle first, but it is not a part of the loan.",
                "my own share is taken off the loan",
            ),
        ),
    ),
    Question(
        "ten percent",
        "A coin falls by 10%. You hold it long at 5x, with 1,000 USD of your own. What have you "
        "lost?",
        (
            Option("500 USD", "10% of the position of 5,000 USD, which is half of your own money."),
            Option(
                "100 USD",
                "that is 10% of your own money, but the fall hits all 5,000 USD of coins.",
                "a 10% move is a 10% loss",
            ),
            Option(
                "1,000 USD, all of it",
                "for that the fall would have to be 20% at 5x.",
                "leverage makes every loss total",
            ),
        ),
    ),
    Question(
        "short",
        "A coin falls by 10%. You hold it short at 5x, with 1,000 USD of your own. What is your "
        "money now?",
        (
            Option("1,500 USD", "A short gains when the price falls: 10% of 5,000 USD."),
            Option(
                "500 USD",
                "a long would have lost so much; a short has sold the coins that became cheaper.",
                "a fall is a loss on either side",
            ),
            Option(
                "1,100 USD",
                "the move counts on the whole position of 5,000 USD, for a gain as for a loss.",
                "a 10% move is a 10% gain",
            ),
        ),
    ),
    Question(
        "stablecoin",
        "USDC slipped by 0.04% that day. What did it do to a long at 10x with 1,000 USD behind it?",
        (
            Option("It cost 4 USD", "0.04% of 10,000 USD: small, and not nothing."),
            Option(
                "Nothing, a stablecoin is always worth one dollar",
                "it is meant to be; on the board the dollar coins stand between 0.9997 and 1.001.",
                "stablecoins move nothing",
            ),
            Option(
                "It cost 0.40 USD",
                "that is 0.04% of your own money; small moves are multiplied like large ones.",
                "small moves are not multiplied",
            ),
        ),
    ),
    Question(
        "in between",
        "Two prices, a day apart, show a fall of 3%. You were long at 10x, where the liquidation "
        "comes after a fall of 6%. Did your position live through the day?",
        (
            Option(
                "These two prices cannot tell",
                "It may have fallen by 7% at noon and recovered. Later lessons use hourly prices.",
            ),
            Option(
                "Yes, it ended well above the line",
                "the exchange looks at every moment, not at the end of the day.",
                "only the closing price counts",
            ),
            Option(
                "No, at 10x a fall of 3% is the end",
                "3% at 10x takes 30% of your own money: past the call, where the exchange may act, "
                "and not at the liquidation, where it must.",
                "leverage makes every loss total",
            ),
        ),
    ),
)

EXERCISES = (
    Exercise(
        name="solana",
        task="Solana fell by 5.10% that day. How much of 1,000 USD is left to someone who was "
        "long at 5x?",
        unit="USD",
        answer=lambda: board.day_of("SOL", 5).left,
        hints=(
            "Do Tom's sum again, with 5.10% in the place of 9.97%.",
            "left = own money x (1 - leverage x fall).",
            "5 x 5.10% = 25.5% of the own money is lost ...",
        ),
        wrong=(
            WrongAnswer(949, "a 5.1% move is a 5.1% loss",
                        "the fall hits the whole position, not only the own money."),
            WrongAnswer(255, "the loss is what is left",
                        "that is the loss; the question is what remains after it."),
            WrongAnswer(1255, "a fall makes a long gain",
                        "a long loses when the price falls."),
        ),
        praise="255 USD is gone, about a quarter of the money, from a fall of a twentieth.",
    ),
    Exercise(
        name="nothing left",
        task="You are long at 4x. By how many percent does the price have to fall until nothing "
        "is left of your own money?",
        unit="%",
        answer=lambda: _fall_to_nothing(4),
        hints=(
            "Nothing is left when the loss is as large as your own money, 100% of it.",
            "leverage x fall = 100%.",
            "4 x fall = 100%, so fall = ...",
        ),
        wrong=(
            WrongAnswer(100, "only a price of zero takes everything",
                        "at that fall you would have lost four times your own money."),
            WrongAnswer(4, "the leverage is the fall I can bear",
                        "a fall of 4% at 4x takes 16% of your money."),
            WrongAnswer(15, "liquidation comes when nothing is left",
                        "that is where liquidation comes, with 40% of your money still there."),
        ),
        praise="The higher the leverage, the smaller the fall that takes everything.",
    ),
    Exercise(
        name="overnight",
        task="You are long at 10x with 1,000 USD of your own. Overnight the price jumps down by "
        "12%, with no trade in between, and your position is closed there. What is left? "
        "A debt is a number below zero.",
        unit="USD",
        answer=lambda: _after(10, -0.12),
        hints=(
            "Ask what the position loses; the loss does not stop at what you put up.",
            "left = own money x (1 - leverage x fall).",
            "the position is 10 x 1,000 = 10,000 USD, and it loses 12% of that ...",
        ),
        wrong=(
            WrongAnswer(0, "I can only lose what I put up",
                        "the loss is larger than your own money, and the loan must be repaid."),
            WrongAnswer(880, "a 12% move is a 12% loss",
                        "the fall hits the whole position, not only the own money."),
            WrongAnswer(400, "liquidation is always on time",
                        "nobody traded at the liquidation price; the sale came lower down."),
        ),
        praise="You owe money: that is the article's question, and its answer is yes.",
    ),
)  # fmt: skip
