"""Lesson 02 by hand, a second time. The call is at 80% of the used margin, the end at 40%."""

from __future__ import annotations

from lessons.keys.form import Asked, Foretold, Goal, Played, Worked

from margin_lessons.account import Side

QUESTIONS = {
    "recall equity": Asked(
        "From lesson 01: you hold 5,000 USD and a long that has lost 2,000 USD ~ your equity",
        ("3,000 USD", "Equity is collateral plus the profit or loss so far"),
        (
            ("5,000 USD, because nothing has been closed", "a loss is not real until I close",
             "counts the loss at every change of the price, whether or not you have closed"),
            ("2,000 USD", "equity is the amount at risk",
             "that is the size of the loss; equity is what the loss leaves"),
        ),
    ),
    "recall setting": Asked(
        "From lesson 01 ~ to order a position of 15,000 USD and turn the setting from 5x to 10x",
        ("The used margin halves; the profit or loss stays the same",
         "The setting only says how much of your collateral is set aside"),
        (
            ("The position doubles", "leverage sets the size of my order",
             "the size is what you ordered"),
            ("Every loss doubles", "a higher setting makes the same position lose more",
             "a loss is size times price move, and neither has changed"),
        ),
    ),
    "warning": Asked(
        "Your level is 60%. No message has come. What may happen now",
        ("The exchange may close positions already",
         "From about 80% down it may act ~ not guaranteed ~ terms of December 2024 know no duty"),
        (
            ("Nothing, until an e-mail has come", "I will always be warned",
             "the notice is a courtesy"),
            ("Nothing, until the level is at 40%", "liquidation waits for 40%",
             "at 40% it is certain; between 80% and 40% it is the exchange's choice"),
        ),
    ),
    "hundred": Asked(
        "Your level slips to 95%. What happens",
        ("You can open nothing new; what is open stays open",
         "At 100% the account is fully used ~ by its page of levels the call comes at about 80%"),
        (
            ("Your positions are closed", "below 100% I am liquidated",
             "below 100% only new positions are refused"),
            ("The margin call is sent", "the call comes at 100%",
             "the call level is about 80%; 100% is where free margin ends"),
        ),
    ),
    "one level": Asked(
        "a BTC long that wins and an ETH long that loses. What does the exchange look at",
        ("One level for the whole account",
         "Profit on BTC holds up the loss on ETH ~ (read 22 November 2026) knows one for the"),
        (
            ("The level of the ETH position", "each position has its own level",
             "summed over all positions before they are divided"),
            ("The collateral you set aside for ETH", "margin is kept in a purse per position",
             "used margin is a number, not a separate purse"),
        ),
    ),
    # A long at 40,000: (5,000 - 2,000) / 2,000. A short at 60,000: (5,000 - 2,000) / 2,400.
    "mirror": Asked(
        "both 10,000 USD at 5x on 5,000 USD of cash. The price moves 20% against each",
        ("The short's", "It stands at 125.0% and the long at 150.0% ~ a short's used margin grows"),
        (
            ("They are equal", "a short mirrors a long",
             "the losses are equal, but the short's used margin is re-valued"),
            ("The long's", "a fall is always worse than a rise",
             "both have lost the same amount; look at what each loss is divided by"),
        ),
    ),
}  # fmt: skip

EXERCISES = {
    # 20,000 - (10,000 - 0.40 x 4,000).
    "liquidation price": Worked(
        "1 BTC long at 20,000 USD, 10,000 USD of cash, used margin 4,000 USD ~ the level 40%",
        11_600, "USD", far=20,
        dots="20_000 - may_lose",
        hints=(
            "Do the call price again, with 40% in the place of 80%",
            "Equity at 40% is 0.40 x used margin; the loss is what lies between",
            "equity = 0.40 x 4,000 = 1,600, so the loss may be 10,000 - 1,600",
        ),
        wrong={
            13_200: ("40% and 80% are the same line",
                     "that is the call, at 80%; liquidation is certain at 40%"),
            10_000: ("liquidation comes when nothing is left", "at that price the equity is zero"),
            12_000: ("40% is a fall in the price", "40% is a share of the used margin, not of"),
        },
        praise="Equity of 1,600 USD is 40% of 4,000 USD",
    ),
    # (100% - 80%) of 9,000.
    "top up": Worked(
        "1.5 BTC long at 30,000 USD at 5x on 10,000 USD stands exactly at its call, 80%. How much "
        "must be added to bring the level back to 100%",
        1_800, "USD", far=5,
        hints=(
            "The used margin stays as it is; only the equity has to grow",
            "Deposit = (100% - 80%) x used margin",
            "used margin = 1.5 x 30,000 / 5 = 9,000",
        ),
        wrong={
            2_000: ("the level is a share of my cash", "20% of what? ~ of the used margin, not"),
            9_000: ("the whole margin has to be paid again", "80% of the used margin is still"),
            7_200: ("the deposit is what the level says", "that is the equity at the call"),
        },
        praise="That is 20% of a used margin of 9,000 USD",
    ),
    # 5,000 - 0.2 (P - 50,000) = 0.80 x 0.2 P / 5: 15,000 = 0.232 P.
    "short call": Worked(
        "0.2 BTC sold at 50,000 USD at 5x, on 5,000 USD of cash. At which price does its margin",
        15_000 / 0.232, "USD", far=100,
        hints=(
            "Price up means loss, and it also means more used margin",
            "5,000 - 0.2 x (P - 50,000) = 0.80 x 0.2 x P / 5",
            "15,000 - 0.2 P = 0.032 P",
        ),
        wrong={
            67_000: ("a short's used margin stays at its opening cost",
                     "that keeps the used margin at 2,000 USD; it grows"),
            33_000: ("a short is called when the price falls", "a short gains when the price"),
            75_000: ("the call comes when nothing is left", "the equity is zero; the call comes "
                     "at 80%"),
        },
        praise="The line bends towards you: both the loss and the used margin grow",
    ),
}  # fmt: skip

PREDICTIONS = {
    # 30,000 - (10,000 - 0.80 x 9,000) / 1.5.
    "thin call": Foretold(
        "1.5 BTC long at 30,000 USD with a setting of 5x, on 10,000 USD of cash. At which price",
        "USD", 30_000 - 2_800 / 1.5, "28,133.33 USD",
    ),
}  # fmt: skip

KRAKEN = "Kraken, as published"


def prices(answer) -> tuple[int, ...]:
    """Return the call, the liquidation and the end of an answer, in whole dollars."""
    three = (answer.crossings.call, answer.crossings.liquidation, answer.crossings.zero_equity)
    return tuple(round(at.price) for at in three)


PANELS = {
    "gauge": Played(
        labels={
            "price": "price now",
            "volume": "size of the position",
            "cash": "your cash",
            "side": "side",
            "entry": "entry price",
            "leverage": "leverage setting",
            "venue": "whose levels",
        },
        words={"side": {"long": Side.LONG, "short": Side.SHORT}},
        scenarios={
            "The story": lambda s: (s.price, s.now.level, s.now.equity) == (20_000, 2.5, 10_000),
            "At the call": lambda s: round(s.now.level, 9) == 0.8 and s.now.equity == 3_200,
            # Little to spare: not refused, and a fall of less than a tenth away from its call.
            "Little to spare": lambda s: (
                not s.refused and 1 < s.now.level < 1.2 and s.crossings.call.price > 0.9 * s.price
            ),
            "A short": lambda s: (
                s.account.positions[0].side.value == "short" and round(s.now.level, 3) == 0.752
            ),
            "The article's levels": lambda s: (
                (s.account.venue.call_level, s.account.venue.liquidation_level) == (1.0, 0.3)
            ),
        },
        mission=Goal(
            "a long at 5x, bought at 20,000 USD, with Kraken's levels: find the largest position "
            "that 10,000 USD carries through a fall to 15,000 USD without a margin call",
            "You sized the position from the fall it has to survive",
            # 10,000 - 5,000 v > 0.80 x 4,000 v: v below 1.2195, in steps of 0.05.
            met=lambda v: (
                (v["volume"], v["cash"], v["side"], v["entry"], v["leverage"], v["venue"])
                == (1.2, 10_000, Side.LONG, 20_000, 5, KRAKEN)
            ),
            base={"volume": 1.2},
            grids=(
                {"volume": ..., "side": ..., "venue": ..., "leverage": (2, 4, 5, 6, 10)},
                {"volume": ..., "price": (5_000, 14_900, 15_000, 80_000)},
                {"volume": (1.15, 1.2, 1.25), "cash": ...},
                {"volume": (1.15, 1.2, 1.25), "entry": ...},
            ),
        ),
    ),
    "answers": Played(
        labels={
            "price": "price now",
            "deposit": "funds you add",
            "closed": "part you close",
        },
        scenarios={
            "At the call": lambda s: (
                s.before.now.zone == "may close"
                and [prices(answer) for answer in s.answers]
                == [(13_200, 11_600, 10_000), (11_200, 9_600, 8_000), (10_000, 8_400, 6_800)]
            ),
            # Nearly too late: within 150 USD of the liquidation, and still not in it.
            "Nearly too late": lambda s: (
                not s.too_late and 0 < s.price - s.answers[0].crossings.liquidation.price <= 150
            ),
            # Too long: the price is at the liquidation itself, and no answer comes in time.
            "Do nothing too long": lambda s: (
                s.too_late and s.price == s.answers[0].crossings.liquidation.price
            ),
        },
        mission=Goal(
            "with the price at 13,200 USD, bring the liquidation price below 10,000 USD with the "
            "smallest deposit",
            "Every dollar you add per coin moves all three prices by one dollar",
            # 11,600 - deposit is below 10,000, in steps of 100.
            met=lambda v: (v["price"], v["deposit"]) == (13_200, 1_700),
            base={"deposit": 1_700},
            grids=(
                {"deposit": ..., "price": (13_150, 13_200, 13_250)},
                {"price": ...},
                {"deposit": (1_600, 1_700, 1_800), "closed": ...},
            ),
        ),
    ),
}
