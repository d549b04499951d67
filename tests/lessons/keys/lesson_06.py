"""Lesson 06 by hand, a second time. 1 BTC from 20,000 on 5,000 USD loses a dollar for a dollar."""

from __future__ import annotations

from lessons.keys.form import Asked, Foretold, Worked
from lessons.keys.lesson_06_panels import PANELS

__all__ = ["EXERCISES", "PANELS", "PREDICTIONS", "QUESTIONS"]

QUESTIONS = {
    "recall fill": Asked(
        "From lesson 04: the price opens far below a trigger. Where is the order filled",
        ("At the opening price, or worse", "No trade took place between the last price and the"),
        (
            ("At the trigger", "a trigger price is a guaranteed price", "nobody bought there"),
            ("Half-way between the two", "a gap is a fast but continuous fall",
             "a fill needs a buyer, and in a gap there is none"),
        ),
    ),
    "recall debt": Asked(
        "From lesson 05: what happens to a negative balance",
        ("It is owed", "by the terms of December 2024 the rest is due within 48 hours"),
        (
            ("The exchange writes it off", "a negative balance is written off",
             "only the article speaks of that"),
            ("It vanishes with the position", "a loss ends with the position",
             "the loan behind it still has to be paid back"),
        ),
    ),
    "cap": Asked(
        "You set a stop-loss 5% below the price. How much can that position lose",
        ("More than 5%, when the market skips the stop", "becomes a market order; it is filled at"),
        (
            ("At most 5%", "a stop caps my loss", "where it is triggered, not where it is filled"),
            ("At most what the exchange liquidates at",
             "the liquidation catches what the stop misses",
             "a gap that skips the stop can skip the liquidation"),
        ),
    ),
    "limit": Asked(
        "A stop-limit triggers, and the price is already below its limit. What happens",
        ("The order rests; the position stays open", "at its limit or better, and below it not"),
        (
            ("It is filled at the limit", "a stop-limit is safer",
             "a limit is the worst price you accept, not one that somebody pays"),
            ("It becomes a market order", "a limit gives way in an emergency",
             "that is the stop-loss; this one keeps its limit"),
        ),
    ),
    "forgotten": Asked(
        "You close your position by hand. Your stop-loss was not marked reduce-only. What now",
        ("It stays live and may open a new position", "reduce-only is what ties it to the"),
        (
            ("It is cancelled with the position", "the stop goes when the position goes",
             "nothing links the two unless you asked"),
            ("It waits for your next position", "a stop belongs to a position",
             "it does not know of positions"),
        ),
    ),
    "forgotten debt": Asked(
        "The position is closed, and its stop is still live. How much can that stop cost",
        ("More than there is: what it opens can end in a debt", "A gap hits the unwanted position"),
        (
            ("Nothing: without a position there is no risk", "no position, no risk",
             "an order that is live can open one"),
            ("No more than the distance of the stop", "a stop protects what it opens",
             "the stop was used up in opening it"),
        ),
    ),
    "by hand": Asked(
        "You close by hand, with a market order. What do you decide",
        ("When it is sent", "The market decides the price"),
        (
            ("The price: I see it on the screen", "closing by hand controls the price",
             "the screen shows the last trade"),
            ("Both, as long as I am quick", "a fast hand beats a gap", "a gap is quicker"),
        ),
    ),
    # 20% over 5% is four times 1%.
    "one percent": Asked(
        "You risk 1% of your money with a stop 5% away. The market opens 20% lower",
        ("About 4% of the money", "Four times the distance, so four times the planned loss"),
        (
            ("1%: that was the plan", "the size caps the loss at the stop", "the market skipped"),
            ("20% of the money", "a gap hits all of the money", "only a fifth of the money, so the "
             "gap costs a fifth of that"),
        ),
    ),
    "tight": Asked(
        "Why not set the stop very close, so that little can be lost",
        ("Because noise or a wick takes you out, again and again", "Close stops are hit often"),
        (
            ("There is no reason: closer is better", "a tighter stop is always better",
             "you would never hold anything"),
            ("Because close stops are filled at worse prices",
             "the distance of the stop decides the fill", "the fill depends on the book"),
        ),
    ),
}  # fmt: skip

EXERCISES = {
    # 160 over 26,260 - 25,000 is 0.127 coins.
    "size": Worked(
        "8,000 USD and risk 2% of it on a short at 25,000 USD. The stop is 4% above, at 26,000 "
        "USD, and you allow 1% of the stop for slippage",
        25_000 * 160 / 1_260, "USD", far=10,
        dots="risk / (fill - entry) * entry",
        hints=(
            "What does one coin lose when the stop fills with slippage",
            "coins = risk / (fill - entry), fill = stop x (1 + slippage); value = coins x entry",
            "160 / (26,000 x 1.01 - 25,000) x 25,000",
        ),
        wrong={
            4_000: ("a stop fills at its trigger", "that is the size without slippage"),
            25_000 * 160 / 740: ("slippage makes the fill better", "a short buys back"),
            160: ("the risk is the size of the position", "that is the loss you plan"),
            25_000 * 8_000 / 1_260: ("all of the money is at risk", "loses everything at the stop"),
        },
        praise="The planned loss, over what one coin loses at the fill",
    ),
    # 34,000 less 4%.
    "trailing": Worked(
        "1 BTC long from 30,000 USD with a trailing stop of 4%. The price rises to 34,000 USD",
        32_640, "USD", far=50,
        hints=(
            "A trailing stop follows the best price and never goes back",
            "trigger = best price x (1 - 4%)",
            "4% of 34,000 is 1,360",
        ),
        wrong={
            28_800: ("a trailing stop stays where it was set", "that is 4% below the start"),
            32_800: ("the distance stays what it was in dollars", "the distance is a share"),
            35_360: ("a stop lies on the winning side", "for a long the stop lies below"),
        },
        praise="1,360 USD below the best price",
    ),
    # Liquidated where 9,000 - 2 x (20,000 - P) is 40% of 8,000: 17,100. 9,000 - 5,800.
    "rests": Worked(
        "9,000 USD of your own, 2 BTC long at 20,000 USD at a setting of 5x, a stop-limit with its "
        "trigger at 19,000 and its limit at 18,900 USD. The price gaps from 19,600 to 17,500 USD "
        "and keeps falling; at 17,100 USD the exchange liquidates",
        3_200, "USD", far=10,
        hints=(
            "Was the stop-limit ever filled",
            "left = own money - volume x (entry - fill)",
            "9,000 - 2 x (20,000 - ...), and nobody ever paid the limit of 18,900",
        ),
        wrong={
            7_000: ("a stop-limit is safer", "that is a fill at the trigger"),
            6_800: ("a limit is a price that somebody pays", "that is a fill at the limit"),
            4_000: ("a stop-limit gives way in an emergency", "what a stop-loss would have left"),
            6_100: ("a loss counts once, however many coins", "loss of one coin; there are two"),
        },
        praise="The order that was to protect you never sold anything",
    ),
}  # fmt: skip

PREDICTIONS = {
    # 5,000 less 20,000 - 14,500.
    "large gap": Foretold(
        "5,000 USD of your own, 1 BTC long at 20,000 USD, a stop-loss at 19,000 USD. One hour "
        "closes at 19,600 USD, the next one opens at 14,500 USD",
        "USD", -500, "-500 USD",
    ),
}  # fmt: skip
