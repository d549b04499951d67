"""What the panels of lesson 08 say, at settings worked out by hand."""

from __future__ import annotations

from lessons.keys.form import Says

OF_CONTRACTS: dict[tuple[str, str], tuple[Says, ...]] = {
    # 1 - 60,000 / 46,000 = -0.3043; 0.3333 less that, at 46,000, is 1,333.33.
    ("08", "two payoffs"): (
        Says(
            "Three times",
            "At 3x the inverse long is closed out at 47,250 USD, the linear one at 42,105.26 USD",
            "At 46,000 USD the linear one loses 14,000 USD, which leaves 6,000 USD; the inverse "
            "one loses 0.3043 BTC, which leaves 1,333.33 USD, and is closed out",
            ("linear: put up: 20,000 USD", "inverse: put up: 0.3333 BTC",
             "linear: nothing left at: 40,000 USD", "inverse: nothing left at: 45,000 USD"),
        ),
        Says(
            "The same, in bitcoin",
            "At 1x the inverse long is closed out at 31,500 USD, the linear one at no price",
            "At 48,000 USD the linear one loses 12,000 USD, which leaves 1 BTC; the inverse one "
            "loses 0.25 BTC, which leaves 0.75 BTC. What was put up for the inverse one is bitcoin",
            ("linear: liquidation at: none", "inverse: nothing left at: 30,000 USD"),
        ),
        Says(
            "A short, once",
            "At 1x the inverse short is closed out at no price, the linear one at 114,285.71 USD",
            "At 75,000 USD the linear one loses 15,000 USD, which leaves 45,000 USD; the inverse "
            "one loses 0.2 BTC, which leaves 60,000 USD",
        ),
    ),
    ("08", "liquidation map"): (
        Says(
            "Vera",
            "At 10x with 5.0% to be kept, a fall of 5.3% closes it out",
            "A long from 60,000 USD, backed by its 6,000 USD: closed out at 56,842.11 "
            "USD, nothing left at 54,000 USD. More leverage: less is put up",
            ("fall to the liquidation: 5.3%",),
        ),
        Says(
            "Cross margin",
            "At 10x with 5.0% to be kept, a fall of 29.8% closes it out",
            "A long from 60,000 USD, backed by all 20,000 USD: closed out at "
            "42,105.26 USD, nothing left at 40,000 USD. The leverage is not in it",
        ),
        Says(
            "Refused",
            "At 20x with 10.0% to be kept, it is refused",
            "A long from 60,000 USD, backed by its 3,000 USD",
            ("fall to the liquidation: refused",),
        ),
        Says(
            "Steps of a venue",
            "At 10x with 5.0% to be kept, a fall of 5.3% closes it out",
            "A long from 60,000 USD ~ 6,000 USD: closed out at 56,842.11 USD, nothing left at "
            "54,000 USD",
            ("up to 230,000,000: at most 10x, keep 5.00%",
             "up to 480,000,000: at most 5x, keep 10.00%",
             "larger positions: at most 1x, keep 50.00%"),
        ),
    ),
    # 0.000253 x 75,895.30 = 19.2015; three a day, 1,095 a year.
    ("08", "funding drip"): (
        Says(
            "The record",
            "After 30 days funding has taken 1,728.14 USD",
            "At 10x and a price that stands still: 19.20 USD every eight hours, 57.60 USD a day. "
            "If it stayed so, a year takes 27.7% of the value, which is 277.0% of the margin. "
            "Rollover on spot margin takes 54.8% of the value",
            ("has to stay: 3,794.77 USD", "closed out after: 66 days",
             "rollover a day, on spot margin: 113.84 USD"),
        ),
        Says(
            "Until the end",
            "After 66 days funding has taken 3,801.90 USD and closed the position",
            "At 10x ~ 19.20 USD every eight hours, 57.60 USD a day ~ a year takes 27.7% of the "
            "value, which is 277.0% of the margin ~ takes 54.8% of the value",
        ),
        Says(
            "A short is paid",
            "After 90 days funding has brought 5,184.41 USD",
            "At 10x ~ 19.20 USD every eight hours, 57.60 USD a day ~ a year brings 27.7% of the "
            "value, which is 277.0% of the margin ~ takes 21.9% of the value",
            ("funding by now: -5,184.41 USD", "closed out after: no day"),
        ),
    ),
    # 3,500 USD are all profits together: yours is 900 of them.
    ("08", "who pays the rest"): (
        Says(
            "Bold and right",
            "You are 1 of 4 in the queue and give up 700 USD",
            "The fund pays 300 USD of 1,000 USD. The rest comes from winners, the largest profit "
            "times leverage first: you 700 USD. Shared among all winners, as in 2018, it would "
            "cost you 257.14 USD",
            ("you: profit times leverage: 900 at 10x: 9,000", "you: kept: 200 USD",
             "futures with a fund: opposite traders: 700 USD"),
        ),
        Says(
            "Calm and right",
            "You are 4 of 4 in the queue and keep your 900 USD",
            "The fund pays 300 USD of 1,000 USD. The rest comes from winners, the largest profit "
            "times leverage first: Ben 500 USD, Cleo 200 USD. Shared ~ 2018 ~ 257.14 USD",
        ),
        Says(
            "A large fund",
            "The fund pays all 1,000 USD, and nobody is closed by force",
            "The fund pays 1,000 USD of 1,000 USD. Nothing is taken from winners. Shared ~ 2018 ~ "
            "257.14 USD",
        ),
        Says(
            "A crash",
            "You are 1 of 4 in the queue and give up 900 USD",
            "The fund pays 300 USD of 4,000 USD. The rest comes from winners, the largest profit "
            "times leverage first: you 900 USD, Ben 500 USD, Cleo 900 USD, Ada 1,200 USD. 200 USD "
            "is left for the company. Shared among all winners, as in 2018, it would cost you 900 "
            "USD",
        ),
    ),
}  # fmt: skip
