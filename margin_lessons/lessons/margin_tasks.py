"""The questions and exercises of lesson 01, and the two accounts they speak of."""

from __future__ import annotations

from margin_lessons.crossing import crossings
from margin_lessons.panels.verdict import Exercise, Option, Question, WrongAnswer
from margin_lessons.scenes import account_ledger as ledger

STORY = {"size": 15_000.0, "leverage": 5.0, "move": -0.10, "cash": 5_000.0}
EXAMPLE = {"size": 5_000.0, "leverage": 5.0, "move": -0.40, "cash": 5_000.0}


def _free_margin() -> float:
    return ledger.ledger_state(size=12_000, leverage=4, move=-0.10, cash=8_000).after.free_margin


def _fall_to_nothing() -> float:
    """Return the fall in percent after which Maya's equity is zero."""
    account = ledger.ledger_state(**{**STORY, "move": 0.0}).account
    return 100 * (1 - crossings(account).zero_equity.at / ledger.ENTRY)


def _times_the_margin() -> float:
    state = ledger.ledger_state(size=9_000, leverage=3, move=-0.50, cash=9_000)
    return -state.after.profit / state.opening.used_margin


QUESTIONS = (
    Question(
        "recall own money",
        "From lesson 00: a position of 5,000 USD stands on 1,000 USD of your own. The price falls "
        "by 4%. How much of your own money is gone?",
        (
            Option("200 USD, a fifth of it", "4% of the position, and 20% of your own money."),
            Option(
                "40 USD, 4% of it",
                "the fall hits the whole position, not only the part you own.",
                "a 4% move is a 4% loss",
            ),
            Option(
                "All of it",
                "for that the fall would have to be 20% here.",
                "leverage makes every loss total",
            ),
        ),
    ),
    Question(
        "recall level",
        "From lesson 00: your margin level has fallen to 35%. What does the exchange do?",
        (
            Option(
                "It closes the position", "At a level of about 40% and below it certainly does."
            ),
            Option(
                "It sends a margin call and waits",
                "the call belongs to about 80%; at 35% nobody waits any more.",
                "after a call there is always time",
            ),
            Option(
                "Nothing, 35% of my money is still there",
                "it closes while something is left, so that the loan can be repaid.",
                "the exchange waits until nothing is left",
            ),
        ),
    ),
    Question(
        "order size",
        "Maya's order says 15,000 USD. Before she sends it she turns the setting from 5x to 10x. "
        "What changes?",
        (
            Option(
                "1,500 USD is set aside instead of 3,000 USD",
                "The order stays what it is, and so does every later profit or loss.",
            ),
            Option(
                "She buys for 30,000 USD",
                "the size is what she typed; the setting says how much of her cash is tied up.",
                "leverage sets the size of my order",
            ),
            Option(
                "Her profit or loss doubles",
                "profit and loss are size times price move; neither has changed.",
                "the setting multiplies the loss",
            ),
        ),
    ),
    Question(
        "set aside",
        "The position is open and 3,000 USD is set aside. The price has not moved. "
        "What is Maya's equity?",
        (
            Option("5,000 USD", "Nothing was paid: used margin is a part of her equity."),
            Option(
                "2,000 USD",
                "that is her free margin; the other 3,000 USD is still hers.",
                "the margin is spent",
            ),
            Option(
                "20,000 USD",
                "so much is in the account, but 15,000 USD of it has to be given back.",
                "what my account holds is mine",
            ),
        ),
    ),
    Question(
        "above the margin",
        "A position with 3,000 USD of used margin is closed at a loss of 4,000 USD. "
        "Who bears the 1,000 USD in between?",
        (
            Option(
                "The rest of the account, and if that is not enough, a debt",
                "The loan is repaid in full; used margin was never a limit.",
            ),
            Option(
                "The exchange: margin is all I can lose",
                "the exchange lent money and wants it back, whatever was set aside.",
                "I can only lose my margin",
            ),
            Option(
                "Nobody: a position closes itself when its margin is used up",
                "it closes when somebody buys the coins, at the price that somebody pays.",
                "liquidation is always on time",
            ),
        ),
    ),
    Question(
        "the loan",
        "The price falls by 10%. What happens to the loan of 15,000 USD?",
        (
            Option("Nothing", "Borrowed dollars stay dollars; the whole loss is Maya's."),
            Option(
                "It falls by 10% as well",
                "the coins have lost value, not the dollars that were lent for them.",
                "the lender shares my loss",
            ),
            Option(
                "1,500 USD of it is paid out of the margin",
                "nothing is paid before the position is closed; the equity shrinks instead.",
                "a loss is paid at once",
            ),
        ),
    ),
)

EXERCISES = (
    Exercise(
        name="free margin",
        task="Ben has 8,000 USD and is long 12,000 USD at 4x. The price has fallen by 10%. "
        "What is his free margin?",
        unit="USD",
        answer=_free_margin,
        hints=(
            "Used margin and equity are worked out in the cell; one subtraction is left.",
            "free margin = equity - used margin.",
            "used margin = 12,000 / 4 = 3,000; equity = 8,000 - 1,200 = 6,800 ...",
        ),
        wrong=(
            WrongAnswer(5_000, "a loss is not real until I close",
                        "the loss of 1,200 USD already counts."),
            WrongAnswer(800, "the margin is spent",
                        "the used margin was taken off twice; it is still a part of the equity."),
            WrongAnswer(6_800, "everything I own is free",
                        "that is the equity, and a part of it is set aside."),
        ),
        praise="What is set aside still belongs to Ben; it is just not free for anything new.",
    ),
    Exercise(
        name="fall to nothing",
        task="Maya again: 15,000 USD long at 5x on 5,000 USD. By how many percent does the price "
        "have to fall until her equity is zero? One decimal will do.",
        unit="%",
        answer=_fall_to_nothing,
        hints=(
            "When is the loss as large as everything she put up?",
            "size x fall = her own money; the setting is not in it.",
            "15,000 x fall = 5,000, so fall = ...",
        ),
        wrong=(
            WrongAnswer(20, "the setting says when nothing is left",
                        "a fall of 20% costs 3,000 USD, which is the used margin and not all."),
            WrongAnswer(100, "only a price of zero takes everything",
                        "at that fall she would have lost three times her own money."),
            WrongAnswer(60, "the share that is set aside is the fall I can bear",
                        "3,000 of 5,000 USD is set aside, which says nothing about a fall."),
        ),
        praise="It is her own money over the size; at 10x it would be the same.",
        tolerance=0.005,
    ),
    Exercise(
        name="times the margin",
        task="A long of 9,000 USD at 3x is closed after a fall of 50%. How many times its used "
        "margin has it lost?",
        unit="times",
        answer=_times_the_margin,
        hints=(
            "Work out two amounts, what was set aside and what was lost, and divide.",
            "used margin = size / setting; loss = size x fall.",
            "used margin = 9,000 / 3 = 3,000; loss = 9,000 x 0.50 ...",
        ),
        wrong=(
            WrongAnswer(1, "I can only lose my margin",
                        "the loss does not stop where the used margin ends."),
            WrongAnswer(0.5, "a fall of a half costs half the margin",
                        "the fall hits the 9,000 USD, not the 3,000 USD set aside for it."),
            WrongAnswer(3, "the loss is the setting times the margin",
                        "that would be a price of zero."),
        ),
        praise="Kraken's own example is worse still: it lost twice the margin.",
    ),
)  # fmt: skip
