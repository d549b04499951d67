"""The questions and exercises of lesson 02."""

from __future__ import annotations

from margin_lessons import words
from margin_lessons.account import Side
from margin_lessons.lessons.margin_calls_trades import SHORT, STORY, THIN, at, price_of
from margin_lessons.panels.verdict import Exercise, Option, Question, WrongAnswer


def _mirror() -> dict[str, str]:
    """Return the levels of a long and a short of the same size after the same move against them."""
    long = at({**SHORT, "side": Side.LONG}, 40_000)
    short = at(SHORT, 60_000)
    return {"long": words.level(long.now.level), "short": words.level(short.now.level)}


def _top_up() -> float:
    """Return the deposit that brings the thin account from its call back to fully used."""
    at_call = at(THIN, price_of("call", THIN))
    return at_call.account.venue.full_level * at_call.now.used_margin - at_call.now.equity


QUESTIONS = (
    Question(
        "recall equity",
        "From lesson 01: you hold 5,000 USD and a long that has lost 2,000 USD so far. "
        "What is your equity?",
        (
            Option("3,000 USD", "Equity is collateral plus the profit or loss so far."),
            Option(
                "5,000 USD, because nothing has been closed",
                "the exchange counts the loss at every change of the price, whether or not you "
                "have closed.",
                "a loss is not real until I close",
            ),
            Option(
                "2,000 USD",
                "that is the size of the loss; equity is what the loss leaves of your collateral.",
                "equity is the amount at risk",
            ),
        ),
    ),
    Question(
        "recall setting",
        "From lesson 01: you are about to order a position of 15,000 USD and turn the setting from "
        "5x to 10x. What changes?",
        (
            Option(
                "The used margin halves; the profit or loss stays the same",
                "The setting only says how much of your collateral is set aside.",
            ),
            Option(
                "The position doubles",
                "the size is what you ordered; the setting only sets collateral aside.",
                "leverage sets the size of my order",
            ),
            Option(
                "Every loss doubles",
                "a loss is size times price move, and neither has changed.",
                "a higher setting makes the same position lose more",
            ),
        ),
    ),
    Question(
        "warning",
        "Your level is 60%. No message has come. What may happen now?",
        (
            Option(
                "The exchange may close positions already",
                "From about 80% down it may act at its own discretion. A notice is not guaranteed, "
                "and its terms of December 2024 know no duty to contact you.",
            ),
            Option(
                "Nothing, until an e-mail has come",
                "the notice is a courtesy: the exchange says itself that it is not guaranteed.",
                "I will always be warned",
            ),
            Option(
                "Nothing, until the level is at 40%",
                "at 40% it is certain; between 80% and 40% it is the exchange's choice.",
                "liquidation waits for 40%",
            ),
        ),
    ),
    Question(
        "hundred",
        "Your level slips to 95%. What happens?",
        (
            Option(
                "You can open nothing new; what is open stays open",
                "At 100% the account is fully used. The article calls this a risk of liquidation, "
                "and the exchange's page of examples close to one; by its page of levels the call "
                "comes at about 80%.",
            ),
            Option(
                "Your positions are closed",
                "below 100% only new positions are refused.",
                "below 100% I am liquidated",
            ),
            Option(
                "The margin call is sent",
                "the call level is about 80%; 100% is where free margin ends.",
                "the call comes at 100%",
            ),
        ),
    ),
    Question(
        "one level",
        "You hold a BTC long that wins and an ETH long that loses. What does the exchange look at?",
        (
            Option(
                "One level for the whole account",
                "Profit on BTC holds up the loss on ETH; and when the level falls far enough, "
                "both can be closed. The article says that each position shows its own level; "
                "the exchange's page (read 22 November 2026) knows one for the account.",
            ),
            Option(
                "The level of the ETH position",
                "equity and used margin are summed over all positions before they are divided.",
                "each position has its own level",
            ),
            Option(
                "The collateral you set aside for ETH",
                "used margin is a number, not a separate purse: all your collateral backs both.",
                "margin is kept in a purse per position",
            ),
        ),
    ),
    Question(
        "mirror",
        "A long and a short, both 10,000 USD at 5x on 5,000 USD of cash. The price moves 20% "
        "against each of them. Whose level is lower?",
        (
            Option(
                "The short's",
                f"It stands at {_mirror()['short']} and the long at {_mirror()['long']}: what was "
                "borrowed is coins, so a short's used margin grows as the price rises.",
            ),
            Option(
                "They are equal",
                "the losses are equal, but the short's used margin is re-valued at the new price.",
                "a short mirrors a long",
            ),
            Option(
                "The long's",
                "both have lost the same amount; look at what each loss is divided by.",
                "a fall is always worse than a rise",
            ),
        ),
    ),
)

EXERCISES = (
    Exercise(
        name="liquidation price",
        task="Nadia again: 1 BTC long at 20,000 USD, 10,000 USD of cash, used margin 4,000 USD. "
        "At which price is the level 40%?",
        unit="USD",
        answer=lambda: price_of("liquidation", STORY),
        hints=(
            "Do the call price again, with 40% in the place of 80%.",
            "Equity at 40% is 0.40 x used margin; the loss is what lies between it and the cash.",
            "equity = 0.40 x 4,000 = 1,600, so the loss may be 10,000 - 1,600 ...",
        ),
        wrong=(
            WrongAnswer(13_200, "40% and 80% are the same line",
                        "that is the call, at 80%; liquidation is certain at 40%."),
            WrongAnswer(10_000, "liquidation comes when nothing is left",
                        "at that price the equity is zero; the exchange acts before."),
            WrongAnswer(12_000, "40% is a fall in the price",
                        "40% is a share of the used margin, not of the price."),
        ),
        praise="Equity of 1,600 USD is 40% of 4,000 USD.",
    ),
    Exercise(
        name="top up",
        task="1.5 BTC long at 30,000 USD at 5x on 10,000 USD stands exactly at its call, 80%. "
        "How much must be added to bring the level back to 100%?",
        unit="USD",
        answer=_top_up,
        hints=(
            "The used margin stays as it is; only the equity has to grow.",
            "Deposit = (100% - 80%) x used margin.",
            "used margin = 1.5 x 30,000 / 5 = 9,000 ...",
        ),
        wrong=(
            WrongAnswer(2_000, "the level is a share of my cash",
                        "20% of what? The level is a share of the used margin, not of the cash."),
            WrongAnswer(9_000, "the whole margin has to be paid again",
                        "80% of the used margin is still there; only the rest is missing."),
            WrongAnswer(7_200, "the deposit is what the level says",
                        "that is the equity at the call; ask what it lacks."),
        ),
        praise="That is 20% of a used margin of 9,000 USD.",
    ),
    Exercise(
        name="short call",
        task="A short: 0.2 BTC sold at 50,000 USD at 5x, on 5,000 USD of cash. "
        "At which price does its margin call come?",
        unit="USD",
        answer=lambda: price_of("call", SHORT),
        hints=(
            "Price up means loss, and it also means more used margin.",
            "5,000 - 0.2 x (P - 50,000) = 0.80 x 0.2 x P / 5.",
            "15,000 - 0.2 P = 0.032 P ...",
        ),
        wrong=(
            WrongAnswer(67_000, "a short's used margin stays at its opening cost",
                        "that keeps the used margin at 2,000 USD; it grows with the price."),
            WrongAnswer(33_000, "a short is called when the price falls",
                        "a short gains when the price falls; look on the other side."),
            WrongAnswer(75_000, "the call comes when nothing is left",
                        "there the equity is zero; the call comes at 80%."),
        ),
        praise="The line bends towards you: both the loss and the used margin grow.",
    ),
)  # fmt: skip
