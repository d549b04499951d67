"""The questions and exercises of lesson 00."""

from __future__ import annotations

from margin_lessons.crossing import crossings
from margin_lessons.panels.verdict import Exercise, Option, Question, WrongAnswer
from margin_lessons.scenes import board_day as board
from margin_lessons.scenes.full_size import full_size


def _after(leverage: float, move: float) -> float:
    """Return what a price move leaves of 1,000 USD that are long as much as they carry."""
    return float(full_size(board.OWN, leverage, 100).equity(100 * (1 + move)))


def _fall_to_nothing(leverage: float) -> float:
    """Return the fall in percent that leaves nothing of a long at full size."""
    return 100 * (1 - crossings(full_size(board.OWN, leverage, 100)).zero_equity.at / 100)


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
        "From everyday life: a friend lends you all of the 1,000 USD for a bicycle, and keeps "
        "200 USD of yours as a pledge. Soon you have to sell it, for 700 USD. What do you still "
        "owe?",
        (
            Option(
                "100 USD", "The 700 USD and your 200 USD go back; of 1,000 USD that is missing."
            ),
            Option(
                "Nothing, my 200 USD is all I can lose",
                "a pledge makes your friend safer; it is no limit for you.",
                "I can only lose what I put up",
            ),
            Option(
                "300 USD, and my 200 USD comes back to me",
                "so much is missing after the sale, and the pledge is there to pay for it.",
                "a pledge is never used",
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
        "the line",
        "The exchange means to sell your coins at 94 USD. A moment ago somebody paid 96.50 USD, "
        "and the next buyer pays 88 USD. What do your coins bring?",
        (
            Option("88 USD each", "The line says when they are sold, the next buyer for how much."),
            Option(
                "94 USD each",
                "nobody traded there, so nobody bought there.",
                "liquidation is always on time",
            ),
            Option(
                "96.50 USD each",
                "at that price there was no reason to sell yet, and afterwards no buyer.",
                "the exchange sees a jump coming",
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
        answer=lambda: board.day_of("SOL", 5).end.equity,
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
            WrongAnswer(0.745, "a share is an amount of money",
                        "that is the share which is left; the question is how many dollars."),
            WrongAnswer(999.745, "a share can be taken off dollars",
                        "0.255 is a share and not dollars: first work out that share of 1,000."),
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
        task="You are long at 8x with 1,000 USD of your own. Overnight the price jumps down by "
        "20%, with no trade in between, and your position is closed there. What is left? "
        "A debt is a number below zero.",
        unit="USD",
        answer=lambda: _after(8, -0.20),
        hints=(
            "Ask what the position loses; the loss does not stop at what you put up.",
            "left = own money x (1 - leverage x fall).",
            "the position is 8 x 1,000 = 8,000 USD, and it loses 20% of that ...",
        ),
        wrong=(
            WrongAnswer(0, "I can only lose what I put up",
                        "the loss is larger than your own money, and the loan must be repaid."),
            WrongAnswer(800, "a 20% move is a 20% loss",
                        "the fall hits the whole position, not only the own money."),
            WrongAnswer(400, "liquidation is always on time",
                        "nobody traded at the liquidation price; the sale came lower down."),
        ),
        praise="You owe money: that is the article's question, and its answer is yes.",
    ),
)  # fmt: skip
