"""Lesson 01 by hand, a second time. Equity is cash + size x move; used margin is size / setting."""

from __future__ import annotations

from lessons.keys.form import Asked, Foretold, Goal, Played, Worked

QUESTIONS = {
    "recall own money": Asked(
        "From lesson 00: a position of 5,000 USD stands on 1,000 USD of your own ~ falls by 4%",
        ("200 USD, a fifth of it", "4% of the position, and 20% of your own money"),
        (
            ("40 USD, 4% of it", "a 4% move is a 4% loss", "the fall hits the whole position"),
            ("All of it", "leverage makes every loss total", "would have to be 20% here"),
        ),
    ),
    "recall level": Asked(
        "From lesson 00: your margin level has fallen to 35%. What does the exchange do",
        ("It closes the position", "At a level of about 40% and below it certainly does"),
        (
            ("It sends a margin call and waits", "after a call there is always time",
             "the call belongs to about 80%; at 35% nobody waits"),
            ("Nothing, 35% of my money is still there", "the exchange waits until nothing is left",
             "it closes while something is left, so that the loan can be repaid"),
        ),
    ),
    "order size": Asked(
        "order says 15,000 USD ~ turns the setting from 5x to 10x. What changes",
        ("1,500 USD is set aside instead of 3,000 USD",
         "The order stays what it is, and so does every later profit or loss"),
        (
            ("She buys for 30,000 USD", "leverage sets the size of my order",
             "the size is what she typed"),
            ("Her profit or loss doubles", "the setting multiplies the loss",
             "size times price move; neither has changed"),
        ),
    ),
    "set aside": Asked(
        "3,000 USD is set aside. The price has not moved. What is Maya's equity",
        ("5,000 USD", "Nothing was paid: used margin is a part of her equity"),
        (
            ("2,000 USD", "the margin is spent", "her free margin; the other 3,000 USD is still"),
            ("20,000 USD", "what my account holds is mine", "15,000 USD of it has to be given"),
        ),
    ),
    "above the margin": Asked(
        "A position with 3,000 USD of used margin is closed at a loss of 4,000 USD. Who bears the "
        "1,000 USD",
        ("The rest of the account, and if that is not enough, a debt",
         "The loan is repaid in full; used margin was never a limit"),
        (
            ("The exchange: margin is all I can lose", "I can only lose my margin",
             "the exchange lent money and wants it back"),
            ("Nobody: a position closes itself when its margin is used up",
             "liquidation is always on time", "it closes when somebody buys the coins"),
        ),
    ),
    "the loan": Asked(
        "The price falls by 10%. What happens to the loan of 15,000 USD",
        ("Nothing", "Borrowed dollars stay dollars; the whole loss is Maya's"),
        (
            ("It falls by 10% as well", "the lender shares my loss",
             "the coins have lost value, not the dollars"),
            ("1,500 USD of it is paid out of the margin", "a loss is paid at once",
             "nothing is paid before the position is closed; the equity shrinks"),
        ),
    ),
}  # fmt: skip

EXERCISES = {
    # 12,000 / 4 = 3,000 is set aside; 8,000 - 1,200 = 6,800 is left.
    "free margin": Worked(
        "Ben has 8,000 USD and is long 12,000 USD at 4x. The price has fallen by 10% ~ free margin",
        3_800, "USD", far=10,
        dots="equity - used_margin",
        hints=(
            "Used margin and equity are worked out in the cell; one subtraction is left",
            "free margin = equity - used margin",
            "used margin = 12,000 / 4 = 3,000; equity = 8,000 - 1,200 = 6,800",
        ),
        wrong={
            5_000: ("a loss is not real until I close", "the loss of 1,200 USD already counts"),
            800: ("the margin is spent", "the used margin was taken off twice"),
            6_800: ("everything I own is free", "that is the equity, and a part of it is set"),
        },
        praise="What is set aside still belongs to Ben",
    ),
    "fall to nothing": Worked(
        "15,000 USD long at 5x on 5,000 USD. By how many percent ~ equity is zero",
        100 * 5_000 / 15_000, "%", far=0.4,
        hints=(
            "When is the loss as large as everything she put up",
            "size x fall = her own money; the setting is not in it",
            "15,000 x fall = 5,000, so fall =",
        ),
        wrong={
            20: ("the setting says when nothing is left",
                 "a fall of 20% costs 3,000 USD, which is the used margin"),
            100: ("only a price of zero takes everything", "lost three times her own money"),
            60: ("the share that is set aside is the fall I can bear",
                 "3,000 of 5,000 USD is set aside"),
        },
        praise="It is her own money over the size; at 10x it would be the same",
    ),
    # 9,000 / 3 = 3,000 is set aside, half of 9,000 = 4,500 is lost.
    "times the margin": Worked(
        "A long of 9,000 USD at 3x is closed after a fall of 50%. How many times",
        1.5, "times", far=0.01,
        hints=(
            "two amounts, what was set aside and what was lost, and divide",
            "used margin = size / setting; loss = size x fall",
            "used margin = 9,000 / 3 = 3,000; loss = 9,000 x 0.50",
        ),
        wrong={
            1: ("I can only lose my margin", "the loss does not stop where the used margin ends"),
            0.5: ("a fall of a half costs half the margin",
                  "the fall hits the 9,000 USD, not the 3,000 USD"),
            3: ("the loss is the setting times the margin", "that would be a price of zero"),
        },
        praise="Kraken's own example is worse still: it lost twice the margin",
    ),
}  # fmt: skip

PREDICTIONS = {
    # 5,000 less 40% of 5,000.
    "small position": Foretold(
        "with 5,000 USD ~ only 5,000 USD of bitcoin, at 5x, so 1,000 USD is set aside as used "
        "margin. The price falls by 40%. What is her equity",
        "USD", 3_000, "3,000 USD",
    ),
}  # fmt: skip

PANELS = {
    "ledger": Played(
        labels={
            "size": "size of the position",
            "leverage": "leverage setting",
            "move": "price move",
            "cash": "your cash",
        },
        scenarios={
            "The story": lambda s: (
                (s.size, s.leverage, s.after.used_margin, round(s.after.equity))
                == (15_000, 5, 3_000, 3_500)
            ),
            # Another setting: half as much set aside, and the same equity.
            "Another setting": lambda s: (
                (s.size, s.leverage, s.after.used_margin, round(s.after.equity))
                == (15_000, 10, 1_500, 3_500)
            ),
            "Kraken's example": lambda s: (
                (s.size, s.leverage, s.opening.used_margin, round(s.after.profit))
                == (5_000, 5, 1_000, -2_000)
            ),
            "A debt": lambda s: s.accepted and round(s.after.equity) == -1_000,
            "Refused": lambda s: not s.accepted and s.needed == 7_500,
        },
        mission=Goal(
            "the price falls by 40%. Find the largest position after which 1,000 USD of your 5,000 "
            "USD is left",
            "You chose the size by the loss you can bear; the setting did not matter",
            # 5,000 - 0.40 x size = 1,000.
            met=lambda v: (v["size"], v["move"], v["cash"]) == (10_000, -40, 5_000),
            base={"move": -40, "size": 10_000},
            grids=(
                {"size": ..., "leverage": ...},
                {"size": (9_500, 10_000, 10_500, 20_000), "move": ...},
                {"size": (9_500, 10_000, 10_500), "cash": ...},
            ),
        ),
    ),
    "size and setting": Played(
        labels={"move": "price move", "size": "the other size", "leverage": "the other setting"},
        scenarios={
            # 15,000 and 7,500 lose a tenth, at 5x and at 10x.
            "A tenth down": lambda s: (
                [round(a.after.equity) for a in s.accounts] == [3_500, 3_500, 4_250, 4_250]
                and [a.after.used_margin for a in s.accounts] == [3_000, 1_500, 1_500, 750]
            ),
            "A debt at either setting": lambda s: (
                [round(a.after.owed) for a in s.accounts] == [1_000, 1_000, 0, 0]
            ),
            "A low setting refuses": lambda s: (
                [a.accepted for a in s.accounts] == [True, False, True, True]
                and s.accounts[1].needed == 7_500
            ),
        },
    ),
}
