"""What the panels on one's own account say, at settings worked out by hand."""

from __future__ import annotations

from lessons.keys.form import Says

OF_MY_OWN: dict[tuple[str, str], tuple[Says, ...]] = {
    # 5,785 of 56,000 is 10.3%, 10,585 is 18.9%; 4,800 of 50,215 is 9.6%.
    ("11", "position doctor"): (
        Says(
            "Sixty days later",
            "A fall of 10.3% liquidates it, and of 18.9% leaves nothing",
            "Seen from 56,000 USD: margin call at 55,015 USD, liquidation at 50,215 USD, nothing "
            "left at 45,415 USD. Sold more than 9.6% beyond the liquidation, it leaves a debt. The "
            "worst price of 9 of 10 bars that happened would have been far enough",
            ("own money: 7,292.50 USD", "margin level now: 88.2%",
             "liquidation at a move of: -10.3%", "jump that makes a debt: 9.6%"),
        ),
        # 14,074.07 of 60,000 is 23.5%; 5,925.93 of 74,074.07 is 8.0%.
        Says(
            "A short",
            "A rise of 23.5% liquidates it, and of 33.3% leaves nothing",
            "Seen from 60,000 USD: margin call at 68,965.52 USD, liquidation at 74,074.07 USD, "
            "nothing left at 80,000 USD. Sold more than 8.0% beyond the liquidation ~ worst price "
            "of 5 of 6 bars",
        ),
        Says(
            "My own bars",
            "No chance can be counted",
            "No bars of yours have come. Behind “More controls”, drop a CSV file of hourly or "
            "daily prices: time, open, high, low, close, and 100 rows or more",
            ("market: my own bars", "accounts counted: 4,000"),
        ),
        Says(
            "Her debt",
            "A debt would be yours",
            "Yes: what is missing below zero is owed by you (16 December 2024). Sold only at the "
            "worst price of a bar like that of GDAX 2017: you owe 22,700 USD. That is a bound, and "
            "not what happened",
            ("you live: in the EU or the EEA", "BTC 2020: your money: you owe 3,458 USD"),
        ),
    ),
    ("11", "history reader"): (
        Says(
            "Paula's 60 days",
            "Rollovers took 2,700 USD",
            "1 trade and 362 rows of a ledger were read. In USD: fees of trades: -7.50 USD, "
            "rollovers: -2,700 USD. Liquidations found: 0 ~ ends with 1 thing that",
            ("rollovers: 360", "rollovers paid: -2,700 USD", "all together: -2,707.50 USD"),
        ),
        # 9,992.50 of 6,000.
        Says(
            "Her margin level",
            "The lowest level that is known: 166.5%",
            "It is known at 1 moment: where a trade of the same pair tells the price. Between two "
            "of them nothing is known",
        ),
        # 9,785 of 60,000, down to 50,215.
        Says(
            "Her open position",
            "Open positions: 1, each known in full",
            "Position 1, long of 0.5 BTC: its liquidation is 16.3% from the entry. Keep it, and "
            "the doctor above takes it",
            ("position 1: nothing left at a move of: -24.3%",),
        ),
    ),
    ("11", "my rule"): (
        Says(
            "A first draft",
            "My rule: my stop closes at a fall of 10.0%, the venue closes at 60.0%",
            "Behind the largest position stand 8,000 USD of my own. A margin call may come 40.0% "
            "down from the entry. The venue closes it 60.0% down ~ Nothing is left 80.0% down ~ A "
            "stop that fills where it waits loses 1,000 USD; a jump over it loses more",
            ("my stop at a move of: -10.0%", "Which leverage?: At most 2x.",
             "What do I never do?: Add to a loss."),
        ),
        Says(
            "Too late",
            "These blanks do not make a rule yet",
            "level 75.0% at which I act is not above 80.0%, where Kraken spot margin may act "
            "itself: act before it does",
        ),
    ),
}  # fmt: skip
