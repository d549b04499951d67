"""What the panels on crashes say, at settings worked out by hand."""

from __future__ import annotations

from lessons.keys.form import Says

OF_CRASHES: dict[tuple[str, str], tuple[Says, ...]] = {
    # Nothing is left at two thirds of 1,964.53; 400 of 3,000 is 13.3% of it more.
    ("09", "replay"): (
        Says(
            "The story",
            "ETH on Kraken, 22 Feb 2021: the 3x long is sold, and 400 USD is left",
            "Opened at 1,964.53 USD (21 February 2021, 14:00) on 1,000 USD. The price traded "
            "through 1,571.62 USD, and it was sold there. Worst case, and not what happened: at "
            "the lowest price until then, 700 USD, 931 USD would be missing. In order: (1) margin "
            "call, (2) liquidation triggered, (3) liquidation filled",
            ("margin call at: 1,833.56 USD", "liquidation at: 1,571.62 USD",
             "nothing left at: 1,309.69 USD", "worst case: -931 USD", "bars over: 30 of 30",
             "sold in the bar of: 22 February 2021, 14:00"),
        ),
        Says(
            "A jump at night",
            "GameStop, 27 Jan to 2 Feb 2021: the 2x short owes 1,796 USD",
            "Opened at 36.995 USD (26 January 2021) on 1,000 USD. It was to be sold at 48.093 USD; "
            "it was sold at 88.707 USD. Worst case, and not what happened: at the highest price "
            "until then, 95 USD, 2,136 USD would be missing. In order: (1) ~ (2) ~ (3) ~ (4) debt",
            ("position: short for 2,000 USD, at 2x", "highest price until then: 95 USD"),
        ),
        Says(
            "Below zero",
            "Crude oil, 20 Apr 2020: the 1x long owes 766 USD",
            "Opened at 18.27 USD (17 April 2020) on 1,000 USD. It was to be sold at 7.308 USD; it "
            "was sold at -14 USD ~ lowest price until then, -40.32 USD, 2,207 USD would be missing "
            "~ (1) ~ (2) ~ (3) ~ (4) debt",
            ("sold in the bar of: 21 April 2020", "nothing left at: 0 USD"),
        ),
        Says(
            "The EU's rules",
            "ETH on Kraken, 22 Feb 2021: the 2x long is sold, and 500 USD is left",
            "Opened at 1,964.53 USD (21 February 2021, 14:00) on 1,000 USD. 3x is not allowed; 2x "
            "is. The price traded through 1,473.40 USD ~ 700 USD, 287 USD would be missing ~ (1) ~ "
            "(2) ~ (3)",
        ),
    ),
    # 1,000 - 3,000 x 64.368%, and 7 of 55: five of GameStop, two of GDAX.
    ("09", "all events"): (
        Says(
            "The careful",
            "ETH on Kraken, 22 Feb 2021, 3x long: sold in time, and a debt in the worst case",
            "Of 1,000 USD, 400 USD is left: the price traded through 1,571.62 USD. At the worst "
            "price of that bar, 700 USD, it would be -931 USD. Of all 55 accounts, 7 end with a "
            "debt, and 21 more would",
            ("worst case: -931 USD", "accounts: debt: 7", "accounts: debt?: 21"),
        ),
        Says(
            "A jump at night",
            "GameStop, 27 Jan to 2 Feb 2021, 2x short: a debt",
            "Of 1,000 USD nothing is left, and 1,796 USD is owed: the price jumped over 48.093 USD "
            "to 88.707 USD. At the worst price of that bar, 95 USD, it would be -2,136 USD. Of all "
            "55 accounts, 7 end with a debt, and 21 more",
            ("by the rules: -1,796 USD",),
        ),
    ),
}  # fmt: skip
