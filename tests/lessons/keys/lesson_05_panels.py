"""The panels of lesson 05 by hand: what each scenario promises, and what meets a mission."""

from __future__ import annotations

from lessons.keys.form import Goal, Played

from margin_lessons.account import Side
from margin_lessons.scenes.payments import Charged

STORY = {"btc": 0.005, "eur": 200, "sol": 2}


def owed(state) -> float:
    return round(state.recovery.remaining, 2)


def bears(state, rules: str) -> list[float]:
    """Return what each link of a chain bears, in its order."""
    row = state.row(rules)
    return [round(row.borne_by(layer), 2) for layer in row.regime.chain]


def ends(state) -> list[float]:
    """Return what the four accounts end with, below zero where money is missing."""
    return [round(one.left - one.owed - one.borne, 2) for one in state.outcomes]


NOW, THEN = "auto-deleveraging", "insurance fund"
"""A fund and then opposite traders, as is usual now; fund, company and winners, as in 2016."""


PANELS = {
    "waterfall": Played(
        labels={
            "debt": "debt",
            "deposit": "each deposit",
            "rules": "charged while you owe",
            "days": "days gone by",
            "protection": "a small rest (by the article only)",
            "day": "day of the first deposit",
            "btc": "coins in the spot wallet",
            "eur": "euros in the spot wallet",
            "sol": "coins in the earn wallet",
        },
        words={
            "rules": {
                "18% a year (terms of December 2024)": Charged.PUBLISHED,
                "18% a year, and 18% for a collector": Charged.COLLECTOR,
                "nothing (the article's claim)": Charged.CLAIMED,
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
                (v["debt"], v["deposit"], v["day"]) == (1_000, 160, 30)
                and v["rules"] is Charged.COLLECTOR
                and {name: v[name] for name in STORY} == STORY
            ),
            base={"rules": Charged.COLLECTOR, "deposit": 160},
            grids=(
                {"deposit": ..., "rules": ..., "protection": ...},
                {"day": ..., "deposit": (150, 160, 170)},
                {"debt": ...},
                {"days": ..., "deposit": (150, 160, 170)},
                {"btc": ...},
                {"eur": ...},
                {"sol": ...},
            ),
        ),
    ),
    "regimes": Played(
        labels={
            "loss": "loss beyond your margin",
            "fund": "what a fund holds (invented)",
            "wallets": "your wallets, beside Omar's",
            "pool": "what a pool adds, by choice (invented)",
            "company": "money of the company itself (invented)",
            "assigned": "part that volunteers take (invented)",
        },
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
    "four laws": Played(
        labels={
            "entry": "entry",
            "size": "size",
            "setting": "setting, CFD and spot",
            "fill": "filled at",
            "side": "side",
            "futures_setting": "setting of the futures",
        },
        words={"side": {"long": Side.LONG, "short": Side.SHORT}},
        scenarios={
            # 12,000 of the loss: spot margin and CFD had put up 30,000, the futures 6,000.
            "A gap to 48,000": lambda s: ends(s) == [18_000, 18_000, -6_000, -6_000],
            # 32,000 of the loss: two owe it, two are spared.
            "A crash to 28,000": lambda s: (
                ends(s) == [-2_000, -2_000, -26_000, -26_000]
                and [one.owed > 0 for one in s.outcomes] == [False, True, True, False]
            ),
            "A small fall": lambda s: (
                not any(one.closed_out for one in s.outcomes) and s.owing == 0
            ),
            # 6,000 put up on spot, 12,000 lost; a CFD stays at 2x.
            "A setting of 10x": lambda s: ends(s) == [18_000, -6_000, -6_000, -6_000],
            "A short": lambda s: (
                ends(s) == [15_000, 15_000, -9_000, -9_000]
                and all(law.side is Side.SHORT for law in s.laws)
            ),
        },
        mission=Goal(
            "1 BTC long from 60,000 USD ~ the highest fill, in steps of 1,000 USD, at which a "
            "second account owes money",
            "At 30,000 USD what was put up for spot margin is gone",
            # 60,000 - 30,000, and one step below.
            met=lambda v: (
                (v["entry"], v["size"], v["setting"], v["fill"], v["futures_setting"])
                == (60_000, 1, 2, 29_000, 10)
                and v["side"] is Side.LONG
            ),
            base={"fill": 29_000},
            grids=(
                {"fill": ..., "side": ..., "setting": ...},
                {"entry": ..., "fill": (28_000, 29_000, 30_000)},
                {"size": ..., "futures_setting": ...},
            ),
        ),
    ),
}
