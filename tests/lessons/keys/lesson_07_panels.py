"""The panels of lesson 07 by hand: what each scenario promises, and what meets a mission.

Chances are given as ranges: what independent stepwise paths show, widened by their noise.
"""

from __future__ import annotations

from collections.abc import Callable

from lessons.keys.form import Goal, Played

MARKETS = {
    "a calm month": "calm month",
    "an ordinary bitcoin year": "ordinary year",
    "a year with one March 2020 in it": "crash year",
    "a crash month": "crash month",
    "flash crashes": "flash crash",
    "a small coin": "small coin",
    "a peg that breaks": "broken peg",
}
FEES = {
    "of the page of 10 February 2026": "page",
    "0.010% per 4 hours": "0.010%",
    "0.015% per 4 hours": "0.015%",
    "0.020% per 4 hours": "0.020%",
    "0.025% per 4 hours": "0.025%",
    "none": "none",
}

Range = tuple[float, float]


def chances(market: str, liquidated: Range, in_debt: Range = (0, 1)) -> Callable:
    """Return whether a state shows a market, and both chances within their ranges."""

    def keeps(state) -> bool:
        risk = state.risk
        return (
            state.market == market
            and liquidated[0] <= float(risk.liquidation.value) <= liquidated[1]
            and in_debt[0] <= float(risk.debt.value) <= in_debt[1]
        )

    return keeps


def twice(state, times: float = 2) -> bool:
    """Return whether the position is so many times the own money without its buffer."""
    return round(state.multiple, 9) == times


CRASH_YEAR = (0.050, 0.066)
"""Liquidated in 30 days of a year with one March 2020, at twice the money."""
CURVES = {"market": "calm month", "days": 365, "side": "long", "fees": "page", "leverage": 5}
MAP = {"market": "crash year", "days": 30, "buffer": 3_000, "side": "long", "fees": "page"}


PANELS = {
    "risk curves": Played(
        labels={
            "size": "size of the position, times 5,000 USD",
            "market": "the market",
            "days": "held for",
            "buffer": "money added as a buffer",
            "volatility": "volatility, of the market's own",
            "jumps": "jumps a year on top",
            "side": "side",
            "fees": "fees",
            "leverage": "leverage setting",
        },
        words={"market": MARKETS, "fees": FEES},
        scenarios={
            "2x, a calm month": lambda s: (
                twice(s) and chances("calm month", (0.0001, 0.001), (0, 0))(s)
            ),
            "2x, a crash year": lambda s: (
                twice(s) and chances("crash year", CRASH_YEAR, (0.005, 0.009))(s)
            ),
            "2x, a crash month": lambda s: (
                twice(s) and chances("crash month", (0.40, 0.43), (0.09, 0.105))(s)
            ),
            "3x, a crash month": lambda s: (
                twice(s, 3) and chances("crash month", (0.62, 0.66), (0.18, 0.20))(s)
            ),
            "2x, flash crashes": lambda s: (
                twice(s) and chances("flash crash", (0.16, 0.19), (0.033, 0.040))(s)
            ),
            "A calm year, no fees": lambda s: (
                twice(s)
                and not s.situation.fees
                and s.situation.days == 365
                and chances("calm month", (0.30, 0.32), (0, 0))(s)
            ),
            "5,000 USD more": lambda s: (
                s.situation.money == 10_000 and chances("crash year", (0, 0.0015))(s)
            ),
        },
        mission=Goal(
            "at a setting of 5x, find the largest long that you can hold through a year of calm "
            "months, at the fees of the page, with less than 1 chance in 100 of a liquidation ~ "
            "(1 in 100 is our example, not a rule",
            "Less than your own money: over a year the rent alone asks for a thick buffer",
            met=lambda v: (
                (v["size"], v["buffer"], v["volatility"], v["jumps"]) == (0.7, 0, 100, 0)
                and {name: v[name] for name in CURVES} == CURVES
            ),
            base={**CURVES, "size": 0.7},
            grids=(
                {"size": ...},
                {"fees": ..., "side": ...},
                {"leverage": ...},
                {"days": (30, 90, 364, 365)},
                {"market": ("calm month", "ordinary year", "crash year")},
                {"buffer": (0, 500, 5_000)},
                {"volatility": (50, 95, 100, 105)},
                {"jumps": (0, 1)},
            ),
        ),
    ),
    "risk map": Played(
        labels={
            "size": "value of the position",
            "buffer": "buffer",
            "event": "colours show",
            "market": "the market",
            "days": "held for",
            "side": "side",
            "fees": "fees",
            "leverage": "leverage setting",
        },
        words={"market": MARKETS, "fees": FEES},
        scenarios={
            "A crash year": lambda s: (
                s.event == "liquidation" and chances("crash year", CRASH_YEAR)(s)
            ),
            "Its debts": lambda s: (
                s.event == "debt" and chances("crash year", CRASH_YEAR, (0.005, 0.009))(s)
            ),
            "A crash month": chances("crash month", (0.40, 0.43), (0.09, 0.105)),
            "A calm month": chances("calm month", (0.0001, 0.001), (0, 0)),
            "A small coin": chances("small coin", (0.20, 0.22)),
            "Debts of flash crashes": lambda s: (
                s.event == "debt" and chances("flash crash", (0.16, 0.19), (0.033, 0.040))(s)
            ),
            # Most of the risk of a peg is its one jump: 0.3 a year, 30 days, 2.4%.
            "A peg that breaks": chances("broken peg", (0.012, 0.025)),
        },
        mission=Goal(
            "a year with one March 2020 in it, 30 days, a setting of 5x, the fees of the page and "
            "a buffer of 3,000 USD: find the largest long with less than 1 chance in 100",
            "The same buffer carries twice as much in a calm month: the map belongs to its market",
            met=lambda v: (
                (v["size"], v["event"], v["leverage"]) == (6_000, "liquidation", 5)
                and {name: v[name] for name in MAP} == MAP
            ),
            base={**MAP, "size": 6_000},
            grids=(
                {"size": ..., "event": ...},
                {"buffer": ..., "size": (5_000, 6_000, 7_000)},
                {"fees": ("page", "0.010%", "none"), "side": ...},
                {"leverage": (4, 5, 6)},
                {"days": (29, 30, 31)},
                {"market": ("calm month", "crash year", "crash month")},
            ),
        ),
    ),
}
