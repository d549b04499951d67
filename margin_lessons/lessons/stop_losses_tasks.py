"""The exercises of lesson 06."""

from __future__ import annotations

from margin_lessons.account import Account, Position, Side
from margin_lessons.market.paths import START, path_named
from margin_lessons.orders import StopLossLimit, TrailingStop
from margin_lessons.panels.verdict import Exercise, WrongAnswer
from margin_lessons.plan import Plan
from margin_lessons.replay import Timeline, replay
from margin_lessons.sizing import size_from_stop

SHORT = {"money": 8_000.0, "risk": 0.02, "entry": 25_000.0, "stop": 26_000.0, "slippage": 0.01}
"""The short of the exercise on size: what is owned, which share of it is risked, and the prices."""


def _resting() -> Timeline:
    """Return 2 BTC on 9,000 USD with a stop-limit that a small gap jumps over."""
    account = Account(9_000, (Position(Side.LONG, 2, START, 5),))
    plan = Plan(orders=(StopLossLimit(19_000, limit=18_900, reduce_only=True),))
    return replay(account, path_named("a small gap").bars, plan, price=START)


EXERCISES = (
    Exercise(
        name="size",
        task="You have 8,000 USD and risk 2% of it on a short at 25,000 USD. The stop is 4% above, "
        "at 26,000 USD, and you allow 1% of the stop for slippage. How large may the position be?",
        unit="USD",
        answer=lambda: SHORT["entry"] * size_from_stop(
            SHORT["risk"] * SHORT["money"], SHORT["entry"], SHORT["stop"],
            slippage=SHORT["slippage"],
        ),
        hints=(
            "What does one coin lose when the stop fills with slippage?",
            "coins = risk / (fill - entry), fill = stop x (1 + slippage); value = coins x entry.",
            "160 / (26,000 x 1.01 - 25,000) x 25,000 = ...",
        ),
        wrong=(
            WrongAnswer(4_000, "a stop fills at its trigger",
                        "that is the size without slippage: the fill is worse than the stop."),
            WrongAnswer(25_000 * 160 / 740, "slippage makes the fill better",
                        "a short buys back: with slippage it pays more than the stop, not less."),
            WrongAnswer(160, "the risk is the size of the position",
                        "that is the loss you plan; at the stop a position loses only a part of "
                        "its value."),
            WrongAnswer(25_000 * 8_000 / 1_260, "all of the money is at risk",
                        "that loses everything at the stop; you risk a part of it."),
        ),
        praise="The planned loss, over what one coin loses at the fill.",
    ),
    Exercise(
        name="trailing",
        task="1 BTC long from 30,000 USD with a trailing stop of 4%. The price rises to 34,000 USD "
        "and turns. At which price is the stop triggered?",
        unit="USD",
        answer=lambda: float(TrailingStop(share=0.04).level(34_000, Side.LONG)),
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
