"""Lesson 00 by hand, a second time. A fall of f at the leverage L takes L x f of the own money."""

from __future__ import annotations

from lessons.keys.form import Asked, Foretold, Goal, Played, Worked

QUESTIONS = {
    "recall percent": Asked(
        "a used car has a price of 5,000 USD, and the price falls by 10%",
        ("500 USD", "a share of something: here, a tenth of 5,000"),
        (
            ("50 USD", "a slipped decimal place",
             "one in a hundred would be 50 USD; 10% is one in ten"),
            ("10 USD", "a percentage is a number of dollars",
             "the same for a bicycle ~ 10% of what"),
        ),
    ),
    # 1,000 less 700 less 200.
    "recall owing": Asked(
        "lends you all of the 1,000 USD for a bicycle, and keeps 200 USD of yours as a pledge ~ "
        "sell it, for 700 USD",
        ("100 USD", "The 700 USD and your 200 USD go back; of 1,000 USD that is missing"),
        (
            ("Nothing, my 200 USD is all I can lose", "I can only lose what I put up",
             "a pledge makes your friend safer; it is no limit"),
            ("300 USD, and my 200 USD comes back to me", "a pledge is never used",
             "missing after the sale, and the pledge is there to pay for it"),
        ),
    ),
    "ten percent": Asked(
        "falls by 10%. You hold it long at 5x, with 1,000 USD of your own. What have you lost",
        ("500 USD", "10% of the position of 5,000 USD, which is half of your own money"),
        (
            ("100 USD", "a 10% move is a 10% loss",
             "10% of your own money, but the fall hits all 5,000 USD"),
            ("1,000 USD, all of it", "leverage makes every loss total",
             "the fall would have to be 20% at 5x"),
        ),
    ),
    "the line": Asked(
        "means to sell your coins at 94 USD. A moment ago somebody paid 96.50 USD, and the next "
        "buyer pays 88 USD",
        ("88 USD each", "The line says when they are sold, the next buyer for how much"),
        (
            ("94 USD each", "liquidation is always on time", "nobody traded there, so nobody"),
            ("96.50 USD each", "the exchange sees a jump coming",
             "no reason to sell yet, and afterwards no buyer"),
        ),
    ),
    "stablecoin": Asked(
        "USDC slipped by 0.04% that day ~ a long at 10x with 1,000 USD behind it",
        ("It cost 4 USD", "0.04% of 10,000 USD: small, and not nothing"),
        (
            ("Nothing, a stablecoin is always worth one dollar", "stablecoins move nothing",
             "meant to be; on the board the dollar coins stand between 0.9997 and 1.001"),
            ("It cost 0.40 USD", "small moves are not multiplied",
             "that is 0.04% of your own money; small moves are multiplied like large"),
        ),
    ),
    "in between": Asked(
        "Two prices, a day apart, show a fall of 3%. You were long at 10x, where the liquidation "
        "comes after a fall of 6%. Did",
        ("These two prices cannot tell", "fallen by 7% at noon and recovered"),
        (
            ("Yes, it ended well above the line", "only the closing price counts",
             "looks at every moment, not at the end of the day"),
            ("No, at 10x a fall of 3% is the end", "leverage makes every loss total",
             "3% at 10x takes 30% of your own money: past the call ~ not at the liquidation"),
        ),
    ),
}  # fmt: skip

EXERCISES = {
    # 5 x 5.10% = 25.5% of 1,000 USD is lost.
    "solana": Worked(
        "Solana fell by 5.10% that day. How much of 1,000 USD is left ~ long at 5x",
        745, "USD", far=3,
        dots="1_000 * share_left",
        hints=(
            "Do Tom's sum again, with 5.10% in the place of 9.97%",
            "left = own money x (1 - leverage x fall)",
            "5 x 5.10% = 25.5% of the own money is lost",
        ),
        wrong={
            949: ("a 5.1% move is a 5.1% loss", "the fall hits the whole position, not only the"),
            255: ("the loss is what is left", "that is the loss; the question is what remains"),
            0.745: ("a share is an amount of money", "share which is left; ~ how many dollars"),
            999.745: ("a share can be taken off dollars",
                      "0.255 is a share and not dollars: first ~ share of 1,000"),
            1255: ("a fall makes a long gain", "a long loses when the price falls"),
        },
        praise="255 USD is gone, about a quarter of the money, from a fall of a twentieth",
    ),
    # 100% / 4.
    "nothing left": Worked(
        "You are long at 4x. By how many percent ~ until nothing is left of your own money",
        25, "%", far=0.1,
        hints=(
            "the loss is as large as your own money, 100% of it",
            "leverage x fall = 100%",
            "4 x fall = 100%, so fall =",
        ),
        wrong={
            100: ("only a price of zero takes everything", "would have lost four times your own"),
            4: ("the leverage is the fall I can bear", "a fall of 4% at 4x takes 16%"),
            15: ("liquidation comes when nothing is left", "where liquidation comes, with 40% of"),
        },
        praise="The higher the leverage, the smaller the fall that takes everything",
    ),
    # 1,000 less 20% of 8,000.
    "overnight": Worked(
        "long at 8x with 1,000 USD of your own ~ jumps down by 20%, with no trade in between ~ A "
        "debt is a number below zero",
        -600, "USD", far=1,
        hints=(
            "the loss does not stop at what you put up",
            "left = own money x (1 - leverage x fall)",
            "the position is 8 x 1,000 = 8,000 USD, and it loses 20% of that",
        ),
        wrong={
            0: ("I can only lose what I put up", "larger than your own money, and the loan must"),
            800: ("a 20% move is a 20% loss", "the fall hits the whole position, not only the own"),
            400: ("liquidation is always on time", "nobody traded at the liquidation price"),
        },
        praise="You owe money: that is the article's question, and its answer is yes",
    ),
}  # fmt: skip

PREDICTIONS = {
    # 10 x 5.04% of 1,000 USD is lost.
    "twice the leverage": Foretold(
        "XRP fell by 5.04% that day, about half as far as Sui ~ twice Tom's leverage, 10x, on "
        "1,000",
        "USD", 496, "496 USD",
    ),
}  # fmt: skip

PANELS = {
    "sleep": Played(
        labels={"leverage": "coins for how many times your money", "hour": "asleep for"},
        scenarios={
            # 1,000 less 10 coins' worth for each of 10 times a fall of 12 on 100.
            "Ten times": lambda s: s.awake and s.leverage == 10 and abs(s.equity + 200) < 1e-6,
            # The line of five times lies at 88, where the price opens after its jump.
            "Five times": lambda s: s.awake and s.leverage == 5 and abs(s.equity - 400) < 1e-6,
            # 100 falls to 90 by the morning.
            "Only your own money": lambda s: (
                s.awake and s.line is None and s.sale is None and abs(s.equity - 900) < 1e-6
            ),
        },
        mission=Goal(
            "the largest number of times with which you wake up with something",
            "At 8x a little is left, and one step more leaves a debt",
            # 12% of 8,000 is 960; 12% of 9,000 is more than 1,000.
            met=lambda v: (v["leverage"], v["hour"]) == (8, 8),
            grids=({"leverage": ..., "hour": (0, 5, 5.25, 7.75, 8)},),
        ),
    ),
    "board": Played(
        labels={"coin": "coin", "leverage": "leverage"},
        words={"coin": {"Bitcoin": "BTC", "Dogecoin": "DOGE", "Sui": "SUI", "Tether USDt": "USDT"}},
        scenarios={
            "The story": lambda s: (
                s.day.quote.symbol == "SUI"
                and s.leverage == 5
                and abs(s.day.end.equity - 501.50) < 0.005
            ),
            "Without leverage": lambda s: (
                s.own_only and s.leverage == 1 and abs(s.day.end.equity - 900.30) < 0.005
            ),
            "Nearly nothing left": lambda s: 0 < s.day.end.equity < 10 and s.leverage == 10,
            "A stablecoin": lambda s: (
                s.day.quote.symbol == "USDT" and abs(s.day.quote.price - 1) < 0.001
            ),
        },
        mission=Goal(
            "the largest whole number for the leverage at which any of the coins ~ "
            "without a margin call",
            "At 2x even the deepest fall of the day stayed short of the call; at 3x it did not",
            # Sui's 9.97% takes the level from 100% to 80% at 20 / 9.97 = 2.006.
            met=lambda v: v["leverage"] == 2,
            grids=({"leverage": ..., "coin": ("SUI", "BTC", "TRX")},),
        ),
    ),
}
