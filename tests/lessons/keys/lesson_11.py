"""Lesson 11 by hand, a second time. Paula: 0.5 BTC from 60,000 at 5x, and 6,000 USD set aside."""

from __future__ import annotations

from lessons.keys.form import Asked, Foretold, Worked
from lessons.keys.lesson_11_panels import PANELS

__all__ = ["EXERCISES", "PANELS", "PREDICTIONS", "QUESTIONS"]

LEFT = 10_000 - 7.5 - 360 * 7.5
"""What 60 days of fees leave of 10,000 USD: 0.025% of 30,000 at opening and six times a day."""

QUESTIONS = {
    "recall three prices": Asked(
        "From lessons 02 and 03: a long, and the price falls and falls. In which order "
        "does it meet the three prices",
        ("The call, the liquidation, nothing left", "The second may be skipped by a jump"),
        (
            ("The liquidation, the call, nothing left", "the call comes after the sale",
             "the call comes at 80%, the liquidation at 40%"),
            ("The call, nothing left, the liquidation", "liquidation comes when nothing is left",
             "means to sell while something is left"),
        ),
    ),
    "recall chance": Asked(
        "From lesson 07: a liquidation has 1 chance in 100 within a month. And within a year",
        ("More than 1 in 100", "more time to wander, and the fees go on"),
        (
            ("The same 1 in 100", "unlikely means safe over a year", "the chance of one month"),
            ("Less: the worst is over then", "a chance is used up", "no month remembers"),
        ),
    ),
    "fixed": Asked(
        "Nothing is bought and nothing is sold for two months. What still moves the price at which "
        "a long is liquidated",
        ("Each fee that is taken", "Less money is behind it, so the line comes nearer"),
        (
            ("Nothing does", "my liquidation price is fixed", "the money gets less"),
            ("The market price", "the line follows the market", "the line stays where it is"),
        ),
    ),
    # 60 x 6 x 0.025% = 9%.
    "small": Asked(
        "A rollover of 0.025% comes every four hours. How much of the position's value does it "
        "take in 60 days",
        ("9%", "60 days have 360 of them, and none asks for your leave"),
        (
            ("0.025%", "rollover is small", "that is one of 360"),
            ("1.5%", "rollover comes once a day", "a day has six of them, not one"),
        ),
    ),
    "second position": Asked(
        "You add a position in another coin on spot margin. What happens to the liquidation price "
        "of the first",
        ("It comes nearer", "Both are backed by the same money"),
        (
            ("Nothing happens to it", "each position has its own level",
             "an account has one level for all that is open"),
            ("It moves away", "more positions are a buffer", "a second loan is no buffer"),
        ),
    ),
    "trades alone": Asked(
        "You have an export of your trades and no other file. What can it not tell",
        ("The margin level", "is in the ledger only"),
        (
            ("Nothing: every trade is in it", "a list of trades is an account",
             "deposits and rollovers are no trades"),
            ("Where you bought", "an export tells nothing", "each row has a price"),
        ),
    ),
    "a chance of one's own": Asked(
        "The doctor says 3% for a debt in a year with one March 2020 in it",
        ("Of many such accounts in such a market, 3 in 100 owe money",
         "Whether your month is such a market, nobody knows"),
        (
            ("You are safe", "unlikely means safe", "3 in 100 is somebody"),
            ("You will owe 3% of your money", "a chance is a share of the money",
             "it counts accounts, not dollars"),
        ),
    ),
    "beside the text": Asked(
        "A page explains how one loses money. Beside it stand headlines on presales and new tokens",
        ("Ask what the page earns by, and check each number elsewhere",
         "may still be right: that is what checking is for"),
        (
            ("Every sentence on it is false", "who sells is always wrong",
             "some of it was confirmed in lesson 05"),
            ("Nothing: text and headlines have nothing to do with each other",
             "what stands beside it does not matter", "somebody pays for the place"),
        ),
    ),
}  # fmt: skip

EXERCISES = {
    "the call today": Worked(
        "Paula after 60 days: 0.5 BTC from 60,000 USD, 7,292.50 USD of her own, a used margin of "
        "6,000 USD. At which price may the margin call come now (a level of 80%)",
        60_000 + (4_800 - LEFT) / 0.5, "USD", far=300,
        dots="entry + (0.8 * used - own) / volume",
        hints=(
            "How much money has to be there at a level of 80% ~ at 60,000 USD",
            "price = entry + (0.8 x used margin - own money) / volume",
            "0.8 x 6,000 is 4,800, and 4,800 - 7,292.50 = -2,492.50",
        ),
        wrong={
            49_600: ("my liquidation price is fixed", "the line of the first day"),
            57_507.50: ("half a coin moves as a whole one",
                        "half a coin loses half a dollar for each dollar"),
            64_985: ("the sign turned round", "pushes the line of a long down"),
        },
        praise="The price of that day is only a little above it",
    ),
    "the jump that owes": Worked(
        "Her lines after 60 days: liquidation at 50,215 USD, nothing left at 45,415 USD",
        100 * 4_800 / 50_215, "%", far=0.3,
        hints=(
            "From which price does the jump begin, and where must it end",
            "share = (liquidation - nothing left) / liquidation",
            "50,215 - 45,415 = 4,800",
        ),
        wrong={
            8.0: ("a jump is counted from the entry", "the entry is far behind"),
            100 * 4_800 / 45_415: ("a fall is counted from its end", "from which it begins"),
            100 * 10_585 / 56_000: ("the cushion begins at the price now",
                                    "on the way from 56,000 USD lies the liquidation"),
        },
        praise="more than one of them was larger",
    ),
    # 1,000 is lost on the half that is sold, and 3,000 are used: 1,200 has to stay.
    "half of it": Worked(
        "At 56,000 USD she sells half: 0.25 BTC stay open. The loss on the other half is paid",
        60_000 + (1_200 - (LEFT - 1_000)) / 0.25, "USD", far=300,
        hints=(
            "How much money is left after the loss on half a position",
            "price = entry + (0.4 x used margin - own money) / volume, all of them new",
            "the loss is 0.25 x (60,000 - 56,000) = 1,000, and 3,000 are used",
        ),
        wrong={
            50_215: ("my liquidation price is fixed", "stands behind half as much"),
            35_630: ("a loss that is closed comes back", "has been paid from her money"),
            25_107.50: ("half the size is half the price", "moves the room below the entry"),
            44_430: ("the margin of the whole stays set aside", "is free again"),
        },
        praise="Cutting costs the loss that is there already, and buys much more room",
    ),
}  # fmt: skip

PREDICTIONS = {
    # 60,000 + (2,400 - 7,292.50) / 0.5 = 50,215, against 56,000.
    "sixty days": Foretold(
        "The price is 56,000 USD, and the slip says 44,800 USD: a fall of 20%. Each of the 360 "
        "rows took 7.50 USD, and one more did when she bought. How far may the price fall from "
        "56,000 USD",
        "%", 100 * ((60_000 + (2_400 - LEFT) / 0.5) / 56_000 - 1), "-10.3%",
    ),
}  # fmt: skip
