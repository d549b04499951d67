"""The panels of lesson 05 by hand: what each scenario promises, and what meets a mission."""

from __future__ import annotations

from lessons.keys.form import Goal, Played

STORY = {"btc": 0.005, "eur": 200, "sol": 2}


def owed(state) -> float:
    return round(state.recovery.remaining, 2)


def bears(state, rules: str) -> list[float]:
    """Return what each link of a chain bears, in its order."""
    row = state.row(rules)
    return [round(row.borne_by(layer), 2) for layer in row.regime.chain]


NOW, THEN = "auto-deleveraging", "insurance fund"
"""A fund and then opposite traders, as is usual now; fund, company and winners, as in 2016."""


PANELS = {
    "waterfall": Played(
        labels={
            "debt": "debt, USD",
            "deposit": "each deposit, USD",
            "rules": "charged while you owe",
            "protection": "a small rest (by the article only)",
            "day": "day of the first deposit",
            "btc": "BTC in the spot wallet",
            "eur": "EUR in the spot wallet",
            "sol": "SOL in the earn wallet",
        },
        words={
            "rules": {
                "18% a year (terms of December 2024)": "published",
                "18% a year, and 18% for a collector": "collector",
                "nothing (the article's claim)": "claimed",
            },
            "protection": {
                "is claimed": False,
                "is let go: the exchange chooses to": True,
            },
        },
        scenarios={
            # 264.30 in deposits, 7.29 of interest: 3.91 + 2.43 + 0.95.
            "The story": lambda s: (
                round(s.recovery.from_wallets, 2) == 735.70
                and s.recovery.trading_returns == 90
                and round(s.recovery.interest, 2) == 7.29
            ),
            "By the article": lambda s: (
                s.recovery.trading_returns == 90 and round(s.recovery.interest, 2) == 0
            ),
            "A collector comes": lambda s: (
                round(s.recovery.collector_fee, 2) == 47.57 and s.recovery.trading_returns == 120
            ),
            "A little short": lambda s: owed(s) == 14.30,
            # A favour: the exchange absorbs the rest, and nothing is owed.
            "A favour": lambda s: round(s.recovery.absorbed, 2) == 14.30 and owed(s) == 0,
            "Empty wallets": lambda s: s.held == 0 and s.recovery.from_wallets == 0,
            "Ten dollars a month": lambda s: s.deposit.amount == 10 and owed(s) == 0,
        },
        mission=Goal(
            "Omar owes 1,000 USD, holds what he holds in the story, and a collector comes; the "
            "first deposit is on day 30. Find the smallest deposit, in steps of 10 USD, that "
            "brings trading back on day 60",
            "Two deposits had to pay the rest, the collector's fee and the interest",
            # 2 d > 264.30 + 47.57 + 3.91 + (264.30 - d) x 0.18 x 30 / 365: d above 158.67.
            met=lambda v: (
                (v["debt"], v["deposit"], v["rules"], v["day"]) == (1_000, 160, "collector", 30)
                and {name: v[name] for name in STORY} == STORY
            ),
            base={"rules": "collector", "deposit": 160},
            grids=(
                {"deposit": ..., "rules": ..., "protection": ...},
                {"day": ..., "deposit": (150, 160, 170)},
                {"debt": ...},
                {"btc": ...},
                {"eur": ...},
                {"sol": ...},
            ),
        ),
    ),
    "regimes": Played(
        labels={
            "loss": "loss beyond your margin, USD",
            "fund": "what a fund holds, USD (invented)",
            "wallets": "your wallets, % of Omar's",
            "pool": "the futures liquidity pool, discretionary",
            "company": "money of the company itself, USD (invented)",
            "assigned": "part that volunteers take, % (invented)",
        },
        words={"pool": {"is not used: it need not be": False, "is used, as large as a fund": True}},
        scenarios={
            "The story": lambda s: (
                s.loss == 1_000
                and bears(s, "spot margin") == [735.70, 264.30]
                and bears(s, THEN) == [300, 0, 700]
            ),
            # A large fund pays all of it, an empty one nothing.
            "A large fund": lambda s: bears(s, NOW) == [1_000, 0],
            "An empty fund": lambda s: bears(s, NOW) == [0, 1_000],
            "No volunteers": lambda s: (
                bears(s, "derivatives outside the US, coin-margined") == [0, 1_000]
            ),
            "The pool is used": lambda s: (
                bears(s, "derivatives outside the US, multi-collateral") == [600, 300, 100]
            ),
            "A loss you can pay": lambda s: bears(s, "spot margin") == [700, 0],
        },
        mission=Goal(
            "the loss is 1,000 USD, and the company itself adds 250 USD ~ the smallest fund that, "
            "in 2016, would have let all winners keep their profit",
            "First the fund, then the company, and the winners only for the rest",
            # 1,000 - 250.
            met=lambda v: (v["loss"], v["company"], v["fund"]) == (1_000, 250, 750),
            base={"company": 250, "fund": 750},
            grids=(
                {"fund": ..., "company": (0, 200, 250, 300, 2_000)},
                {"loss": ..., "fund": (700, 750, 800)},
                {"company": ...},
                {"wallets": ..., "pool": ...},
                {"assigned": ...},
            ),
        ),
    ),
}
