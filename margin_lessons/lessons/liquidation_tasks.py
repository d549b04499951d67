"""The questions and exercises of lesson 03."""

from __future__ import annotations

from margin_lessons.account import Side
from margin_lessons.errors import number
from margin_lessons.panels.verdict import Exercise, Option, Question, WrongAnswer
from margin_lessons.scenes.cost_of_time import TimeState, time_state
from margin_lessons.scenes.ladder import Rung, Size, ladder_state
from margin_lessons.venue import KRAKEN_SPOT

QUESTIONS = (
    Question(
        "recall call",
        "From lesson 02: a used margin of 4,000 USD. At which equity does the margin call come?",
        (
            Option("3,200 USD", "The call is at about 80% of the used margin."),
            Option(
                "4,000 USD",
                "that is a level of 100%, where new positions are refused and no more.",
                "the call comes at 100%",
            ),
            Option(
                "1,600 USD",
                "that is a level of 40%, where liquidation is certain.",
                "the call and the liquidation are one line",
            ),
        ),
    ),
    Question(
        "recall answer",
        "From lesson 02: you close half of a position that stands at its call. What happens to "
        "the margin level?",
        (
            Option(
                "It doubles",
                "The equity stays, and half of the used margin is set free.",
            ),
            Option(
                "It stays, because the equity stays",
                "the level is equity over used margin, and the used margin has shrunk.",
                "the level is the equity",
            ),
            Option(
                "It falls, because a loss is booked",
                "the loss was in the equity already; booking it changes nothing.",
                "a loss is not real until I close",
            ),
        ),
    ),
    Question(
        "lower setting",
        "Two people hold the same 10,000 USD long on 5,000 USD of cash, one at 2x, one at 10x. "
        "Who is closed out first as the price falls?",
        (
            Option(
                "The one at 2x",
                "A low setting ties up more margin, so the level is lower from the start. In "
                "exchange, more is left when it is closed.",
            ),
            Option(
                "The one at 10x",
                "the position is the same size, so each dollar of price costs the same; only the "
                "used margin differs.",
                "a lower leverage setting is always safer",
            ),
            Option(
                "Both at the same price",
                "they lose the same, but the trigger is a share of their used margin.",
                "the setting changes nothing",
            ),
        ),
    ),
    Question(
        "zero equity",
        "What moves the price at which nothing is left?",
        (
            Option(
                "The size of the position against your own money",
                "Zero equity is where the loss has eaten all of your collateral; the setting is "
                "not in it.",
            ),
            Option(
                "The leverage setting",
                "the setting moves the trigger only; compare 2x and 10x at the same size.",
                "the setting decides when I am broke",
            ),
            Option(
                "The liquidation level of the exchange",
                "that decides when the exchange acts, not when the money is gone.",
                "liquidation stops at zero",
            ),
        ),
    ),
    Question(
        "who goes first",
        "An account with an old BTC long in profit and a young ETH long in loss is liquidated. "
        "What is closed first?",
        (
            Option(
                "The BTC long, as a rule",
                "First in, first out: the oldest goes first, winner or not. The exchange's page "
                "adds that the order may vary with the market.",
            ),
            Option(
                "The ETH long",
                "as a rule the exchange goes by age, not by profit.",
                "the losing position goes first",
            ),
            Option(
                "The one that I choose",
                "that choice ended when the liquidation began; you could have closed before.",
                "I can steer a liquidation",
            ),
        ),
    ),
    Question(
        "stop at zero",
        "A liquidation has begun at a level of 40%. Can the account still end below zero?",
        (
            Option(
                "Yes, when the price skips the cushion before the order is filled",
                "The exchange sells at the best price there is, and that may be far below.",
            ),
            Option(
                "No, 40% of the margin is still there",
                "it is there at the trigger price; the fill may come at another.",
                "liquidation stops at zero",
            ),
            Option(
                "No, the exchange bears what is missing",
                "the exchange's own page says a client may have to repay a negative balance.",
                "a negative balance is the exchange's loss",
            ),
        ),
    ),
)


def _full(setting: float) -> Rung:
    """Return the account that is at full size and long at a setting."""
    return ladder_state(setting, Size.FULL, Side.LONG).chosen


def _held() -> TimeState:
    """Return the long whose fees alone bring the call."""
    return time_state(0, 36_000, Side.LONG)


_ASKED = "a task asks for what there is"

EXERCISES = (
    Exercise(
        name="full size 3x",
        task="You put up 5,000 USD and open the largest long that 3x allows: 15,000 USD. Which "
        "price move, in %, closes you out? (A fall is negative.)",
        unit="%",
        answer=lambda: 100 * number("move", _full(3).move("liquidation"), why=_ASKED),
        hints=(
            "The level starts at 100% and has to fall to 40%.",
            "move = -(100% - 40%) / setting.",
            "loss allowed = 0.60 x 5,000 = 3,000 USD, out of 15,000 USD ...",
        ),
        wrong=(
            WrongAnswer(-60, "a fall in the level is a fall in the price",
                        "that is how far the level falls; the price needs to fall less."),
            WrongAnswer(-100 / 3, "liquidation comes when nothing is left",
                        "at that move all your money is gone; the exchange acts before."),
            WrongAnswer(-20 / 3, "40% and 80% are the same line",
                        "that is the move to the call; go on to the liquidation."),
        ),
        praise="A loss of 3,000 USD on 15,000 USD.",
    ),
    Exercise(
        name="cushion 10x",
        task="At full size and 10x, long, liquidation begins at 94% of the entry price and nothing "
        "is left at 90%. How many % must the price fall from the one to the other?",
        unit="%",
        answer=lambda: 100 * number("cushion", _full(10).cushion, why=_ASKED),
        hints=(
            "The fall is measured from the liquidation price, not from the entry.",
            "fall = 1 - zero-equity price / liquidation price.",
            "1 - 90 / 94 = ...",
        ),
        wrong=(
            WrongAnswer(4, "every percentage is a share of the entry price",
                        "that counts in shares of the entry; start from the liquidation price."),
            WrongAnswer(10, "the cushion begins at the entry",
                        "that is the way from the entry; liquidation begins nearer to zero."),
            WrongAnswer(6, "the cushion lies before the liquidation",
                        "that is the way to the liquidation; the cushion is what comes after it."),
        ),
        praise="One large market order can move a thin book that far.",
        tolerance=0.02,
    ),
    Exercise(
        name="days to call",
        task="36,000 USD long at 5x on 10,000 USD of cash, used margin 7,200 USD. Opening costs "
        "9 USD, and every 4 hours another 9 USD. The price stands still. After how many "
        "days do the fees alone bring the margin call? One decimal will do.",
        unit="days",
        answer=lambda: number("days", _held().days_until(KRAKEN_SPOT.call_level), why=_ASKED),
        hints=(
            "How much may the equity lose until the level is 80%?",
            "days = (cash - opening fee - 80% of the used margin) / fees a day.",
            "10,000 - 9 - 5,760 = 4,231 USD may go, at 54 USD a day ...",
        ),
        wrong=(
            WrongAnswer(470, "a rollover is charged once a day",
                        "it is charged every 4 hours, six times a day."),
            WrongAnswer(185, "the call comes when nothing is left",
                        "that is how long the whole cash would last; the call comes before."),
            WrongAnswer(131.7, "the call and the liquidation are one line",
                        "that is the day of the liquidation; the call comes first."),
        ),
        praise="Nothing happened to the price, and still there is a call.",
        tolerance=0.005,
    ),
)  # fmt: skip
