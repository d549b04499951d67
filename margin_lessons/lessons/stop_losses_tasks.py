"""The questions and exercises of lesson 06."""

from __future__ import annotations

from margin_lessons.account import Account, Position, Side
from margin_lessons.market.paths import START, path_named
from margin_lessons.orders import StopLossLimit, TrailingStop, offset_trigger
from margin_lessons.panels.verdict import Exercise, Option, Question, WrongAnswer
from margin_lessons.plan import Plan
from margin_lessons.replay import Timeline, replay

QUESTIONS = (
    Question(
        "recall fill",
        "From lesson 04: the price opens far below a trigger. Where is the order filled?",
        (
            Option(
                "At the opening price, or worse",
                "No trade took place between the last price and the open.",
            ),
            Option(
                "At the trigger",
                "nobody bought there: the market skipped it.",
                "a trigger price is a guaranteed price",
            ),
            Option(
                "Half-way between the two",
                "a fill needs a buyer, and in a gap there is none.",
                "a gap is a fast but continuous fall",
            ),
        ),
    ),
    Question(
        "recall debt",
        "From lesson 05: what happens to a negative balance?",
        (
            Option("It is owed", "The exchange may take other funds, and may ask for the rest."),
            Option(
                "The exchange writes it off",
                "small ones perhaps, at its own discretion; it is never a right.",
                "a negative balance is written off",
            ),
            Option(
                "It vanishes with the position",
                "the position is closed; the loan behind it still has to be paid back.",
                "a loss ends with the position",
            ),
        ),
    ),
    Question(
        "cap",
        "You set a stop-loss 5% below the price. How much can that position lose?",
        (
            Option(
                "More than 5%, when the market skips the stop",
                "A stop-loss becomes a market order; it is filled at what the market pays.",
            ),
            Option(
                "At most 5%",
                "that is where it is triggered, not where it is filled.",
                "a stop caps my loss",
            ),
            Option(
                "At most what the exchange liquidates at",
                "a gap that skips the stop can skip the liquidation as well.",
                "the liquidation catches what the stop misses",
            ),
        ),
    ),
    Question(
        "limit",
        "A stop-limit triggers, and the price is already below its limit. What happens?",
        (
            Option(
                "The order rests; the position stays open",
                "It sells at its limit or better, and below it not at all.",
            ),
            Option(
                "It is filled at the limit",
                "a limit is the worst price you accept, not one that somebody pays.",
                "a stop-limit is safer",
            ),
            Option(
                "It becomes a market order",
                "that is the stop-loss; this one keeps its limit.",
                "a limit gives way in an emergency",
            ),
        ),
    ),
    Question(
        "forgotten",
        "You close your position by hand. Your stop-loss was not marked reduce-only. What now?",
        (
            Option(
                "It stays live and may open a new position",
                "A stop is an order of its own; reduce-only is what ties it to the position.",
            ),
            Option(
                "It is cancelled with the position",
                "nothing links the two unless you asked for it.",
                "the stop goes when the position goes",
            ),
            Option(
                "It waits for your next position",
                "it does not know of positions; it sells when its price comes.",
                "a stop belongs to a position",
            ),
        ),
    ),
    Question(
        "tight",
        "Why not set the stop very close, so that little can be lost?",
        (
            Option(
                "Because noise or a wick takes you out, again and again",
                "Close stops are hit often; each time there is a small loss and a fee.",
            ),
            Option(
                "There is no reason: closer is better",
                "then a stop at the price itself would be best, and you would never hold anything.",
                "a tighter stop is always better",
            ),
            Option(
                "Because close stops are filled at worse prices",
                "the fill depends on the book, not on how far away your stop was.",
                "the distance of the stop decides the fill",
            ),
        ),
    ),
)


def _resting() -> Timeline:
    """Return 2 BTC on 9,000 USD with a stop-limit that a small gap jumps over."""
    account = Account(9_000, (Position("long", 2, START, 5),))
    plan = Plan(orders=(StopLossLimit(19_000, limit=18_900, reduce_only=True),))
    return replay(account, path_named("a small gap").bars, plan, price=START)


EXERCISES = (
    Exercise(
        name="stop by share",
        task="The price is 8,400 USD and you are long. You set a stop-loss 7% below. "
        "At which price is it triggered?",
        unit="USD",
        answer=lambda: offset_trigger(8_400, Side.LONG, share=0.07),
        hints=(
            "7% of what? Of the price now.",
            "trigger = price x (1 - share).",
            "8,400 x 0.93 = ...",
        ),
        wrong=(
            WrongAnswer(8_393, "a percentage is an amount of money",
                        "that is 7 USD lower; 7% of the price is more."),
            WrongAnswer(8_988, "a stop lies on the winning side",
                        "for a long a stop lies below the price."),
            WrongAnswer(588, "the trigger is the distance",
                        "that is the distance; subtract it from the price."),
        ),
        praise="A share of the price now, taken off it once.",
    ),
    Exercise(
        name="trailing",
        task="1 BTC long from 30,000 USD with a trailing stop of 4%. The price rises to 34,000 USD "
        "and turns. At which price is the stop triggered?",
        unit="USD",
        answer=lambda: TrailingStop(share=0.04).level(34_000, Side.LONG),
        hints=(
            "A trailing stop follows the best price and never goes back.",
            "trigger = best price x (1 - 4%).",
            "4% of 34,000 is 1,360 ...",
        ),
        wrong=(
            WrongAnswer(28_800, "a trailing stop stays where it was set",
                        "that is 4% below the start; the stop has followed the price."),
            WrongAnswer(32_800, "the distance stays what it was in dollars",
                        "the distance is a share, so it has grown with the price."),
            WrongAnswer(35_360, "a stop lies on the winning side",
                        "for a long the stop lies below the best price."),
        ),
        praise="1,360 USD below the best price.",
    ),
    Exercise(
        name="rests",
        task="9,000 USD of your own, 2 BTC long at 20,000 USD at a setting of 5x, a stop-limit "
        "with its trigger at 19,000 and its limit at 18,900 USD. The price gaps from 19,600 to "
        "17,500 USD and keeps falling; at 17,100 USD the exchange liquidates. What is left?",
        unit="USD",
        answer=lambda: _resting().equity,
        hints=(
            "Was the stop-limit ever filled?",
            "left = own money - volume x (entry - fill), at the fill that really happened.",
            "9,000 - 2 x (20,000 - ...), and nobody ever paid the limit of 18,900 again.",
        ),
        wrong=(
            WrongAnswer(7_000, "a stop-limit is safer",
                        "that is a fill at the trigger; nobody bought there."),
            WrongAnswer(6_800, "a limit is a price that somebody pays",
                        "that is a fill at the limit; the market had skipped it."),
            WrongAnswer(4_000, "a stop-limit gives way in an emergency",
                        "that is what a stop-loss would have left; the limit order waits."),
            WrongAnswer(6_100, "a loss counts once, however many coins",
                        "that is the loss of one coin; there are two."),
        ),
        praise="The order that was to protect you never sold anything.",
    ),
)  # fmt: skip
