"""The teaching guide by hand: its section on futures and inverse contracts."""

from __future__ import annotations

ASKED_ON_CONTRACTS = {
    "08": (
        "Vera's chart has no trade below 57,060 USD. Was she treated unfairly",
        "The inverse short at 1x stays level",
        "Four statements in nine days, one publisher",
        # 63,000 / 2 is the answer; 60,000 / 2, 60,000 less 5%, and the 5%. 63,000 / 1.5 at 2x.
        f'0 is "without leverage nobody is closed out", {60_000 / 2:,.0f} USD the bankruptcy '
        f"price, {0.95 * 60_000:,.0f} USD takes what has to stay for what may be lost, and "
        f"{0.05 * 60_000:,.0f} USD is 5% of the entry ~ The second case has 2x: "
        f"{63_000 / 1.5:,.0f} USD; there {60_000 / 1.5:,.0f} USD is the bankruptcy price, and "
        f"{30_000 / 0.95:,.2f} USD the linear long",
        "*two payoffs*: step through ~ the square has to lie left of the line of 10%. *funding "
        "drip*: what 90 days take and what has to stay must fit into the margin. *who pays the "
        "rest*: get behind Cleo, whose profit "
        f"times leverage is {900 * 3:,}",
        "Vera, her two prices and the winners are invented ~ a long from 60,000 USD ~ a year at "
        "one rate is arithmetic ~ that of 10 February 2026 ~ the five folds have one each",
    ),
}

SHOWS_ON_CONTRACTS = {
    "08": {
        "the last price liquidates me": "is taken for the price that counts",
        "inverse and linear lose the same": "the position is seen, the collateral is not",
        "liquidation price = bankruptcy price": "what has to stay is forgotten",
        "every leverage is a loan": "spot margin is carried over to a contract",
        "the leverage always moves the liquidation": "isolated is taken for the only kind",
        "funding is a fee of the exchange": "rollover is carried over, once more",
        "a winner is safe": "nobody asked who pays the winners",
        "a printed formula is right": "believed and not tried on a number",
    },
}
