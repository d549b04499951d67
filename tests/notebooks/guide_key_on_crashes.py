"""The teaching guide by hand: its section on crashes."""

from __future__ import annotations

RISE = 88.707497 / 36.994999 - 1
"""How much dearer GameStop opened than it had closed, as a share."""

ASKED_ON_CRASHES = {
    "09": (
        "a long at 3x or one at 10x? And who of the two met the wick? (The one at "
        "3x: the other had been sold",
        # 7,642.40 to 5,632.30, five times.
        f"says {5_000 * (1 - 5_632.30 / 7_642.40) - 1_000:.0f} USD owed ~ Nobody, from one bar",
        "Two firms count one day, and one has twice as much",
        f'400 USD is "liquidation is always on time", 0 USD "I can only lose my margin", '
        f"{1_000 - 1_000 * RISE:.0f} USD leaves the leverage out, and {1_000 + 2_000 * RISE:,.0f} "
        f"USD is what a long would have ~ oil at 1x, sold at -14 USD: {1_000 * 14 / 18.27:.0f} USD "
        f'is owed; there 0 USD is "prices cannot go below zero", and '
        f"{1_000 - 1_000 * (18.27 - 14) / 18.27:.0f} USD left",
        "Rosa and Nils are invented; every price is real. No market of the ten others ~ *debt?* is "
        'no debt ~ the S&P 500 and October 2025 ~ Never say "19 billion" alone: 19.13 billion in '
        "24 hours by CoinGlass, 9.89 billion in 14 hours by Amberdata",
    ),
}

SHOWS_ON_CRASHES = {
    "09": {
        "it was a gap": "a fast fall is taken for a jump",
        "the reckless lost most": "who is sold first keeps something",
        "prices cannot go below zero": "a contract is taken for a thing",
        "the low of a bar is the fill": "a bound is read as what happened",
        "coarse bars are false": "the low was traded",
        "the larger total is the true one": "window and venues are not asked for",
        "a liquidation is a debt": "most forced sales leave something",
        "liquidation is always on time": "the trigger is taken for the fill",
        "without leverage there is no debt": "a short has no highest price",
    },
}
