"""Lesson 05 by hand, a second time. Omar's wallets of 760 USD bring 216.70 + 234 + 285 = 735.70."""

from __future__ import annotations

from lessons.keys.form import Asked, Foretold, Worked
from lessons.keys.lesson_05_panels import PANELS

__all__ = ["EXERCISES", "PANELS", "PREDICTIONS", "QUESTIONS"]

QUESTIONS = {
    "recall debt": Asked(
        "From lesson 04: 0.5 BTC long from 62,500 USD on 6,250 USD of cash. The liquidation was "
        "triggered at 55,000 USD and filled at 48,000 USD",
        ("-1,000 USD", "The loss is 7,250 USD, and 6,250 USD was there to pay it"),
        (
            ("2,500 USD, the equity at the trigger", "a trigger price is a guaranteed price",
             "the fill came 7,000 USD lower"),
            ("0 USD, because only the margin is at stake", "I can only lose my margin",
             "the margin is what you put up, not a limit"),
        ),
    ),
    "recall cushion": Asked(
        "From lesson 03: two longs at full size, one at 2x and one at 10x ~ after a gap of 10%",
        ("The one at 10x", "Its cushion is 4.3% wide, that of the other 28.6%"),
        (
            ("The one at 2x", "an early trigger is a thin cushion", "leaves a thick cushion"),
            ("Neither, both had 40% left", "the level is a share of the price",
             "40% of the used margin is much less than 40% of the price"),
        ),
    ),
    "written off": Asked(
        "Omar still owes 264.30 USD and never logs in again. What becomes of it",
        ("It stays owed", "terms of December 2024 it was due within 48 hours, and what collecting"),
        (
            ("After a while it is written off", "a negative balance is written off",
             "neither pages nor terms say so"),
            ("A fund of the exchange pays it", "every exchange has a fund for this",
             "belong to futures; for spot margin none is published"),
        ),
    ),
    "protection": Asked(
        "After everything was taken, 14.30 USD is left to pay. Who pays it",
        ("The client, unless the exchange chooses otherwise",
         "usually under 20 USD, at its own discretion. Neither its pages nor its terms of December "
         "2024 mention it"),
        (
            ("The exchange, it is under 20 USD", "protection is a right",
             "it may, if it likes; nobody can insist"),
            ("Nobody, such a sum is simply dropped", "a small debt goes away by itself",
             "somebody is short of that money"),
        ),
    ),
    "interest": Asked(
        "The debt stands open for 90 days. Does interest run on it",
        ("The article says no; the terms of December 2024 say 18% a year",
         "The terms are the contract, so count on it. Whether it is charged in practice is not"),
        (
            ("No, as the article says", "what an article says is a rule of the exchange",
             "the exchange's terms contradict it"),
            ("No, the support pages do not mention any", "not found means no",
             "a page that is silent says neither yes nor no; here the terms say yes"),
            ("Yes, the rollover fee runs on", "the rent runs on",
             "rollover is the rent of an open position"),
        ),
    ),
    "which funds": Asked(
        "Where does the exchange take the money from",
        ("From the collateral currencies in a published order, then from any other funds",
         "every conversion into dollars costs 1.5%, 2.5% or 5%"),
        (
            ("From the margin wallet only", "only the margin wallet is touched",
             "the whole account is at hand, the earn wallet included"),
            ("From whatever is cheapest to convert", "the order is chosen to suit me",
             "the order is fixed"),
        ),
    ),
    "which product": Asked(
        "Four clients lose 1,000 USD more than they had: one on spot margin, one in the EU with a "
        "retail CFD, one with futures in the US, one with futures at a venue that stops at zero",
        ("The one on spot margin and the one with futures in the US",
         "The retail CFD is protected by law, the other futures by the venue's own process"),
        (
            ("All of them, they used leverage", "leverage always means that I can owe",
             "where a balance cannot go below zero, others bear"),
            ("Only the one in the US, the EU protects its clients",
             "the law protects every margin trade",
             "the EU's protection is for CFDs; for spot margin, a loan, none was found"),
            ("Only the one on spot margin, futures are protected",
             "what holds for one company holds for the brand",
             "in the US you are liable for a deficit"),
        ),
    ),
    "isolated": Asked(
        "futures on isolated margin, and a gap goes far beyond it. What can the position cost you",
        ("Its own margin, if the venue holds to that; the rest depends on product and place",
         "Isolated says which money is put up, not who bears a gap"),
        (
            ("Its own margin and never more, wherever I trade", "isolated is a guarantee",
             "some contracts make you liable for a deficit"),
            ("The whole account, as always", "isolated and cross are one", "that is cross margin"),
        ),
    ),
}  # fmt: skip

EXERCISES = {
    "sell to pay": Worked(
        "Bea owes 500 USD and holds nothing but SOL worth 600 USD, which convert at a fee of 5% ~ "
        "so that 500 USD reaches the debt",
        500 / 0.95, "USD", far=1,
        dots="debt / share_that_arrives",
        hints=(
            "The fee is a share of what is sold, not of what arrives",
            "must be sold = debt / (1 - fee)",
            "500 / 0.95",
        ),
        wrong={
            525: ("the fee is a share of what arrives", "5% of 525 is more than 25; the fee is"),
            500: ("converting costs nothing", "of that only 475 USD would arrive"),
            475: ("the fee makes the debt smaller", "what would arrive if 500 USD worth were sold"),
            500 / 0.975: ("every coin converts like Bitcoin", "2.5% is the fee for BTC and ETH; "
                          "other coins cost 5%"),
        },
        praise="The debt is 500 USD, and the way to it costs the rest",
    ),
    # 6,000 less 4,800 x 0.975.
    "kept in BTC": Worked(
        "account of lesson 04: the position has lost 6,000 USD, and the collateral is 0.1 BTC, "
        "worth 4,800 USD at the fill. Its equity says -1,200 USD ~ once the BTC has been converted "
        "at 2.5%",
        1_320, "USD", far=2,
        hints=(
            "Equity values the coins before anybody sells them",
            "still owed = loss - worth x (1 - fee)",
            "4,800 x 0.975 = 4,680 USD reaches the debt",
        ),
        wrong={
            1_200: ("equity is what is left after selling", "does not know the conversion fee"),
            1_440: ("every coin costs 5%", "BTC and ETH convert into cash at 2.5%"),
            1_230: ("the fee is a share of the debt", "everything that is converted, 4,800 USD"),
            1_080: ("the fee is in my favour", "a fee makes less arrive, so more stays owed"),
        },
        praise="The debt is 10% larger than the equity had said",
    ),
    # 594.65 left; 8.80 + 5.84 + 2.88 of interest; 612.17 is more than three deposits of 200.
    "day of return": Worked(
        "A debt of 900 USD. The wallet holds EUR worth 310 USD, conversion fee 1.5%. Deposits of "
        "200 USD come on day 30 and every 30 days after it. Interest is 18% a year",
        120, "days", far=1,
        hints=(
            "how much of the 310 USD reaches the debt",
            "Pay 200 USD every 30 days, and add up the interest of each 30 days: what is left x "
            "0.18 x 30 / 365",
            "900 - 310 x 0.985 = 594.65 USD is left, and 8.80 USD of interest by day 30",
        ),
        wrong={
            90: ("no interest runs", "three deposits do cover 594.65 USD, but not the interest of "
                 "17.52 USD"),
            150: ("the wallets are not touched", "the euros go first"),
            30: ("the first payment lifts the restriction", "as long as the equity is negative"),
        },
        praise="A few dollars of interest cost another month",
    ),
}  # fmt: skip

PREDICTIONS = {
    # 750 - 735.70.
    "a little short": Foretold(
        "Lina owes 750 USD, and her wallets hold exactly what Omar's hold ~ worth 760 USD",
        "USD", 14.30, "14.30 USD",
    ),
}  # fmt: skip
