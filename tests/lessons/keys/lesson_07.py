"""Lesson 07 by hand, a second time. Chances are those of independent stepwise paths, rounded."""

from __future__ import annotations

from lessons.keys.form import Asked, Foretold, Worked
from lessons.keys.lesson_07_panels import PANELS

__all__ = ["EXERCISES", "PANELS", "PREDICTIONS", "QUESTIONS"]

QUESTIONS = {
    "recall nothing left": Asked(
        "From lesson 03: 10,000 USD long on 5,000 USD of your own. After which fall is nothing",
        ("50%", "A loss of 5,000 USD on 10,000 USD, whatever the leverage setting"),
        (
            ("42%, because the setting is 5x", "liquidation comes when nothing is left",
             "there the liquidation comes; some money is left"),
            ("20%, because the setting is 5x", "the setting decides when I am broke",
             "that is so at full size"),
        ),
    ),
    "recall gap": Asked(
        "From lesson 04: which fall can leave a debt",
        ("One whose fill lies beyond zero equity: by a gap, or a late engine",
         "A debt is made by the fill, not by the price at which the fall stops"),
        (
            ("Any fall that reaches the liquidation price", "a liquidation is a debt",
             "sold at once and near its trigger, the position still leaves money"),
            ("Only a fall to zero", "I lose it all only when the coin is worthless",
             "zero equity comes long before a price of zero"),
        ),
    ),
    # (5,000 - 0.40 x 2,000) / 10,000.
    "two x": Asked(
        "I hold twice my own money, so I cannot be liquidated",
        ("It can be: it takes a fall of about 42% at a setting of 5x",
         "Rare in a calm month; about two accounts in five in a crash month"),
        (
            ("True: a price hardly ever halves", "2x cannot be liquidated",
             "the exchange closes you before the price has halved"),
            ("True, as long as the setting is 2x", "a lower leverage setting is always safer",
             "a setting of 2x triggers earlier, not later"),
        ),
    ),
    "buffer": Asked(
        "You add money as a buffer and leave the position as it is. What does that do",
        ("It moves call, liquidation and zero equity all further away",
         "Most falls end before they get that far"),
        (
            ("It only delays the liquidation", "a buffer only delays",
             "they go up and down, and many a low point is never reached"),
            ("It moves the call, but not the point where nothing is left",
             "a buffer helps against the call only", "more money takes a larger loss"),
        ),
    ),
    "a year": Asked(
        "liquidated within a month in about one case in 100. You hold it for a year",
        ("It is larger, and may be far larger than twelve times as much",
         "The price has more time to wander, and the fees have eaten"),
        (
            ("It is still about 1 in 100", "unlikely means safe over a year",
             "each month is a new chance"),
            ("It is smaller, because ups and downs even out", "time heals all losses",
             "one low point is enough"),
        ),
    ),
    "none seen": Asked(
        "In 20,000 simulated accounts there was not one debt. What does that show",
        ("That under this model a debt is very rare", "given as an upper bound"),
        (
            ("That a debt is impossible", "none seen is never",
             "what happens once in 50,000 accounts is usually not seen in 20,000"),
            ("That I cannot lose more than my margin", "the model is the market",
             "a market may jump where this model has no jumps"),
        ),
    ),
}  # fmt: skip

EXERCISES = {
    "twelve months": Worked(
        "liquidated with a chance of 6%. What is the chance, in %, of at least one liquidation in "
        "twelve months",
        100 * (1 - 0.94**12), "%", far=0.8,
        dots="100 * (1 - get_through_a_month**12)",
        hints=(
            "Ask for the opposite: to get through all twelve months",
            "chance = 1 - (1 - 0.06)^12",
            "0.94 x 0.94 x 0.94 ..., twelve times; then 1 minus that",
        ),
        wrong={
            72: ("chances add up", "after 17 months that would be over 100%"),
            6: ("unlikely means safe over a year", "that is one month; there are twelve"),
            100 * 0.94**12: ("the chance to survive is the chance to fail", "to get through all"),
        },
        praise="More likely than not, from something that seems unlikely",
    ),
    "none of 2,000": Worked(
        "A simulation of 2,000 accounts shows no debt at all ~ can you be 95% sure",
        100 * (1 - 0.05 ** (1 / 2_000)), "%", far=0.006,
        hints=(
            "For which chance p would none in 2,000 be seen one time in twenty",
            "(1 - p)^2,000 = 0.05; nearly the same is the rule of three: p = 3 / accounts",
            "3 / 2,000 = ..., then in %",
        ),
        wrong={
            0: ("none seen is never", "with a small chance, none in 2,000 is just what one would"),
            0.05: ("the bound is one in so many", "that is 1 / 2,000; there none would be seen"),
            5: ("95% sure means a chance of 5%", "those 5% are how often the bound fails"),
        },
        praise="That is why the panels write “below” and never zero",
    ),
    # 4,000 over 0.20 + 0.45.
    "largest position": Worked(
        "asks for 0.45 USD of buffer for each dollar of position. You have 4,000 USD and use a "
        "setting of 5x",
        4_000 / 0.65, "USD", far=20,
        hints=(
            "Each dollar of position needs two kinds of money",
            "money = position / 5 + 0.45 x position",
            "Each dollar of position takes 0.20 + 0.45 = 0.65 USD",
        ),
        wrong={
            4_000 / 0.45: ("the used margin is part of the buffer", "leaves nothing for the used"),
            20_000: ("the largest the exchange allows is the largest that survives",
                     "that is what a setting of 5x allows"),
            1_800: ("the buffer is a share of my money", "the 0.45 USD is for each dollar of the"),
        },
        praise="A little over one and a half times your money",
    ),
}  # fmt: skip

PREDICTIONS = {
    # 81.8% of 200,000 stepwise paths.
    "a calm year": Foretold(
        "At twice her own money Rosa ~ under 1 of 1,000 cases ~ for a year (365 days), at the fees "
        "of 10 February 2026. What is the chance of a liquidation now, in %",
        "%", 81.8, "82.0%", within=0.01,
    ),
}  # fmt: skip
