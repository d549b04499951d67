"""What the panels of the lessons on fills, debts and stops say, at settings worked out by hand."""

from __future__ import annotations

from lessons.keys.form import Says

OF_DEBTS_AND_STOPS: dict[tuple[str, str], tuple[Says, ...]] = {
    ("04", "order book"): (
        Says(
            "GDAX, 21 Jun 2017",
            "The average fill is 14.62% below the best bid",
            "An order to sell 45,910 ETH takes the best bid of 317.81 USD first and then the next; "
            "the last of it goes at 224.48 USD",
            ("best bid: 317.81 USD", "worst fill: 224.48 USD",
             "slippage of the worst fill: 29.37%"),
        ),
        Says(
            "A deep book",
            "The average fill is next to nothing below the best bid",
            "An order to sell 10 BTC takes the best bid of 54,994 USD first ~ goes at 54,991 "
            "USD",
        ),
    ),
    ("04", "gap"): (
        Says(
            "Traded through",
            "The price trades through the trigger, and the fill is there",
            "The trigger stands at 55,000 USD; the price trades through it, and the fill is there: "
            "2,500 USD is left. In order: (1) margin call, (2) liquidation triggered, (3) "
            "liquidation filled",
            ("trigger: liquidation at: 55,000 USD", "nothing left at: 50,000 USD",
             "left of your money: 2,500 USD"),
        ),
        Says(
            "The article's gap",
            "The fill is 12.7% below the trigger and leaves a debt",
            "stands at 55,000 USD; the first trade below it is at 48,000 USD: all your money is "
            "gone, and 1,000 USD more is owed. In order: (1) ~ (2) ~ (3) ~ (4) debt",
            ("debt: 1,000 USD", "filled at: 48,000 USD"),
        ),
    ),
    ("04", "the article's example"): (
        Says(
            "At the published level",
            "In USD, bought at 62,500 USD, filled at 55,000 USD: 2,500 USD left",
            "A fill at 55,000 USD, where the exchange acts, leaves 2,500 USD",
            ("entry: 62,500 USD", "liquidation at: 55,000 USD", "nothing left at: 50,000 USD"),
        ),
        Says(
            "The same, in BTC",
            "In BTC, bought at 60,000 USD, filled at 48,000 USD: 1,200 USD owed",
            "must act at 54,000 USD; a fill at 48,000 USD is 11.1% lower and leaves -1,200 USD, or "
            "-0.025 BTC",
        ),
    ),
    # 264.30 after the wallets; 3.91 + 2.43 + 0.95 of interest.
    ("05", "waterfall"): (
        Says(
            "The story",
            "The debt of 1,000 USD is settled on day 90",
            "735.70 USD reaches the debt, and 24.30 USD goes in fees. The 48 "
            "hours end on day 2, unpaid. Deposits pay 271.59 USD, 7.29 USD of it charged ~ trading "
            "and withdrawal return on day 90",
            ("1. BTC wallet (spot): 234 USD", "1. BTC wallet (spot): fee: 6 USD",
             "2. EUR wallet (spot): 216.70 USD", "2. EUR wallet (spot): fee: 3.30 USD",
             "owed after your wallets: 264.30 USD",
             "interest: 7.29 USD, at 18% a year; terms of December 2024",
             "due: within 48 hours, day 2: missed; terms of December 2024",
             "trading returns: on day 90; published", "withdrawal returns: on day 90; published"),
        ),
        Says(
            "Ten dollars a month",
            "The debt of 1,000 USD is settled on day 960",
            "735.70 USD reaches the debt, and 24.30 USD goes in fees. The 48 "
            "hours end on day 2, unpaid. Deposits pay 317.95 USD, 53.65 USD of it charged ~ "
            "return on day 960",
            ("5. 30 deposits in USD: 300 USD", "owed on that day: 225.54 USD"),
        ),
        Says(
            "A favour",
            "The exchange chose to let 14.30 USD go",
            "735.70 USD reaches the debt, and 24.30 USD goes in fees. The "
            "exchange absorbs the other 14.30 USD because it chooses to, not because it must ~ day "
            "0",
        ),
    ),
    ("05", "regimes"): (
        Says(
            "The story",
            "The same loss of 1,000 USD leaves you owing under 2 of 7 sets of rules",
            "your wallets pay 735.70 USD and 264.30 USD stays owed. With futures in the US all "
            "1,000 USD is owed ~ Where a fund pays 300 USD, opposite traders lose their positions "
            "for the other 700 USD; under the rules of 2016 all winners gave up 700 USD",
            ("spot margin: can you owe?: yes, published", "spot margin: you still owe: 264.30 USD",
             "futures, margin in one coin: can you owe?: no, published",
             "futures in the US: can you owe?: yes, published",
             "futures with a fund: opposite traders: 700 USD"),
        ),
        # A fund helped under the rules of 2016; those of 2018 took all of it from the winners.
        Says(
            "A large fund",
            "The same loss of 1,000 USD leaves you owing under 2 of 7 sets of rules",
            "your wallets pay 735.70 USD and 264.30 USD stays owed. With futures in the US all "
            "1,000 USD is owed ~ Where a fund pays 1,000 USD, the others keep what they have; "
            "under the rules of 2016 winners kept their profit",
            ("futures with a fund, in 2016: all winners: 0 USD",
             "futures, loss shared, in 2018: all winners: 1,000 USD"),
        ),
        Says(
            "An empty fund",
            "The same loss of 1,000 USD leaves you owing under 2 of 7 sets of rules",
            "your wallets pay 735.70 USD and 264.30 USD stays owed. With futures in the US all "
            "1,000 USD is owed ~ Where the fund is empty, opposite traders lose their positions "
            "for all 1,000 USD; under the rules of 2016 all winners gave up 1,000 USD",
        ),
    ),
    ("05", "four laws"): (
        Says(
            "A gap to 48,000",
            "Filled at 48,000 USD, you owe money in 1 of 4 accounts",
            "EU CFD: left 18,000; Kraken spot: left 18,000; US futures: you owe 6,000; stop at "
            "zero: others bear 6,000, in USD ~ took the same from all four",
            ("EU CFD: put up: 30,000", "EU CFD: at the fill: 18,000 left, not closed out",
             "Kraken spot: closed out at: 42,000", "US futures: at the fill: -6,000, owed by you",
             "stop at zero: at the fill: -6,000: owed 0, somebody else bears it"),
        ),
        Says(
            "A crash to 28,000",
            "Filled at 28,000 USD, you owe money in 2 of 4 accounts",
            "EU CFD: law spares you 2,000; Kraken spot: you owe 2,000; US futures: you owe 26,000; "
            "stop at zero: others bear 26,000, in USD ~ took the same from all four",
            ("EU CFD: at the fill: -2,000: owed 0, by law",),
        ),
    ),
    ("06", "four exits"): (
        Says(
            "A slow fall",
            "Stop-loss on a slow fall: 4,000 USD left",
            "filled at 19,000 USD; the account ends with 4,000 USD. In order: (1) ~ (2) ~ (3)",
            ("stop set at: 19,000 USD, a sell stop below the start",
             "no stop: account at the end: 1,600 USD",
             "no stop: last trade: liquidated at 16,600 USD",
             "stop-loss: account at the end: 4,000 USD"),
        ),
        Says(
            "A large gap",
            "Stop-loss on a large gap: 500 USD owed",
            "liquidated at 14,500 USD; the account ends with a debt of 500 USD ~ (1) ~ (2) "
            "~ (3) ~ (4) ~ (5) debt, (6)",
        ),
        # 19,000 less 0.5%; the rest of the fall to 16,600 is what the exchange leaves.
        Says(
            "A small gap",
            "Stop-limit on a small gap: liquidated, 1,600 USD left",
            "liquidated at 16,600 USD; the account ends with 1,600 USD. Its limit is 18,905 USD, "
            "0.5% beyond the trigger: lower than that it does not trade ~ (1) ~ (2) ~ (3) ~ (4) ~ "
            "(5) ~ (6) ~ (7)",
            ("stop-limit: limit set at: 18,905 USD, 0.5% below its trigger",
             "no stop: last trade: liquidated at 16,600 USD"),
        ),
    ),
    ("06", "forgotten stop"): (
        Says(
            "Reduce-only",
            "Reduce-only on a wick: 4,920.95 USD left",
            "closed at 19,920.95 USD; the account ends with 4,920.95 USD ~ (1) ~ (2) ~ (3)",
        ),
    ),
    ("06", "size from a stop"): (
        Says(
            "One percent",
            "A risk of 1.0% with a stop 5.0% away: a position of 1,000 USD",
            "To lose 50 USD at 19,000 USD you may hold 0.05 BTC, worth 1,000 USD. Filled at 14,500 "
            "USD after a large gap, it loses 275 USD: that is 5.5% of your money, not 1.0%",
        ),
    ),
    # Counted over 20,000 accounts from one seed; no way to a debt without a jump.
    ("07", "risk curves"): (
        Says(
            "2x, a calm month",
            "10,000 USD long, a calm month: 0.017% to 0.072% liquidated in 30 days",
            "Of 20,000 such accounts, 181 had a margin call within 30 days, 7 were liquidated and "
            "none ended with a debt. This model has no way to a debt here",
            ("your money: margin and buffer: 5,000 USD", "position over your money: 2.00x",
             "fees, opening and every 4 hours: 0.025%, page of 10 February 2026",
             "chance of a debt: impossible in this model"),
        ),
        Says(
            "3x, a crash month",
            "15,000 USD long, a crash month: 63.9% ± 0.7% liquidated in 30 days",
            "Of 20,000 such accounts, 14,756 had a margin call within 30 days, 12,778 were "
            "liquidated and 3,787 ended with a debt",
        ),
    ),
    ("07", "risk map"): (
        Says(
            "A crash year",
            "Size 10,000, buffer 3,000, one March 2020 a year: 5.8% ± 0.3% liquidated",
            "Of 20,000 such accounts, 2,695 had a margin call within 30 days, 1,157 were "
            "liquidated and 141 ended with a debt",
            ("chance of a call: 13.5% ± 0.5%", "chance of a liquidation: 5.8% ± 0.3%",
             "chance of a debt: 0.7% ± 0.1%",
             "call and liquidation in one jump: 333 of 1,157 liquidated, 29%"),
        ),
    ),
}  # fmt: skip
