"""The panels of lesson 08 by hand: what each scenario promises, and what meets a mission."""

from __future__ import annotations

from lessons.keys.form import Goal, Played

from margin_lessons.account import Side
from margin_lessons.contract_venues import (
    BINANCE_USDM,
    BYBIT,
    HYPERLIQUID,
    KRAKEN_OUTSIDE_US,
    OKX,
    ROBINHOOD_EU,
)
from margin_lessons.conventions import MaintenanceOn
from margin_lessons.scenes.two_payoffs import Counted

RECORDED = 0.0253
"""The recorded rate of 0.000253, in per cent."""


def closed(state) -> list[float | None]:
    """Return where the linear and the inverse contract are closed out."""
    return [price and round(price, 2) for price in map(at, state.each.values())]


def at(contract) -> float | None:
    return contract.liquidation().price


def money(state) -> list[float]:
    """Return what is left of both, in the currency that is counted in."""
    return [round(float(state.money(one, state.price)), 2) for one in state.each.values()]


def gives(state) -> dict[str, float]:
    """Return what each winner gives up, in the order of the queue."""
    return {one.winner.name: one.amount for one in state.queue}


PANELS = {
    "two payoffs": Played(
        labels={"price": "price now", "leverage": "leverage", "side": "side",
                "counted": "counted in"},
        words={
            "side": {"long": Side.LONG, "short": Side.SHORT},
            "counted": {"dollars": Counted.USD, "bitcoin": Counted.BTC},
        },
        scenarios={
            # 60,000 x (2 / 3) / 0.95, and 63,000 / (4 / 3); 4 / 3 x 46,000 - 60,000.
            "Three times": lambda s: (
                closed(s) == [42_105.26, 47_250] and money(s) == [6_000, 1_333.33]
            ),
            "Ten times": lambda s: (
                closed(s) == [56_842.11, 57_272.73] and money(s) == [3_000, 2_700]
            ),
            # 0.25 BTC of 1 BTC are lost: 0.75 x 48,000.
            "No leverage": lambda s: closed(s) == [None, 31_500] and money(s) == [48_000, 36_000],
            "The same, in bitcoin": lambda s: money(s) == [1, 0.75],
            # 80,000 / 1.05 and 57,000 / (1 - 1 / 3).
            "A short, three times": lambda s: (
                closed(s) == [76_190.48, 85_500] and money(s) == [5_000, 10_000]
            ),
            # The bitcoin put up gains what the short loses.
            "A short, once": lambda s: (
                closed(s) == [114_285.71, None] and money(s) == [45_000, 60_000]
            ),
        },
        mission=Goal(
            "A long, and a price of 48,000 USD ~ the linear contract is still open there and the "
            "inverse one is closed out",
            "The same position and the same fall: only what was put up differs",
            # At 4x 47,368.42 and 50,400; at 3x 47,250 is not reached; at 5x 50,526.32 is.
            met=lambda v: (v["price"], v["leverage"], v["side"]) == (48_000, 4, Side.LONG),
            base={"price": 48_000, "leverage": 4},
            grids=(
                {"leverage": ..., "side": ..., "price": (47_500, 48_000, 48_500)},
                {"price": ...},
                {"counted": ..., "leverage": (3, 4, 5)},
            ),
        ),
    ),
    "liquidation map": Played(
        labels={
            "leverage": "leverage",
            "maintenance": "maintenance, of the value",
            "cross": "backed by",
            "account": "money in the account, for cross margin",
            "on": "maintenance is a share of the value",
            "steps": "steps of",
        },
        words={
            "cross": {"isolated margin": False, "cross margin": True},
            "on": {"at the mark price": MaintenanceOn.MARK, "at the entry": MaintenanceOn.ENTRY},
            "steps": {
                "no venue": None,
                "Kraken derivatives outside the US": KRAKEN_OUTSIDE_US,
                "Robinhood EU": ROBINHOOD_EU,
                "Binance USD-M": BINANCE_USDM,
                "Bybit": BYBIT,
                "OKX": OKX,
                "Hyperliquid": HYPERLIQUID,
            },
        },
        scenarios={
            "Vera": lambda s: round(60_000 * (1 - fall(s)), 2) == 56_842.11,
            # 60,000 x 0.8 / 0.95.
            "Half the leverage": lambda s: round(60_000 * (1 - fall(s)), 2) == 50_526.32,
            # 40,000 / 0.95.
            "Cross margin": lambda s: round(60_000 * (1 - fall(s)), 2) == 42_105.26,
            # Half is put up, and a quarter of the entry has to stay.
            "A retail client": lambda s: round(fall(s), 9) == 0.25,
            "Steps of a venue": lambda s: (
                s.steps.tiers.tiers[6].maintenance == 0.05
                and round(s.steps.tiers.tiers[6].leverage_max, 9) == 10
            ),
            # A twentieth is put up, and a tenth has to stay.
            "Refused": lambda s: bool(s.backing.refused(s.leverage, s.maintenance)),
        },
        mission=Goal(
            "Isolated margin, and 5% of the value at the mark price has to stay ~ the highest "
            "leverage that a fall of 10% does not close out",
            "At 10x half of what was put up has to stay; so less than that may be lost",
            # 1 - (1 - 1 / L) / 0.95 is 12.3% at 6x and 9.8% at 7x.
            met=lambda v: (
                (v["leverage"], v["maintenance"], v["cross"]) == (6, 5, False)
                and v["on"] is MaintenanceOn.MARK
            ),
            base={"leverage": 6},
            grids=(
                {"leverage": ..., "cross": ..., "on": ...},
                {"maintenance": ..., "leverage": (5, 6, 7)},
                {"account": (6_000, 20_000, 60_000), "steps": ...},
            ),
        ),
    ),
    "funding drip": Played(
        labels={"days": "days held", "leverage": "leverage", "rate": "funding every 8 hours",
                "side": "side"},
        words={"side": {"long": Side.LONG, "short": Side.SHORT}},
        scenarios={
            # 90 payments of 0.000253 x 75,895.30.
            "The record": lambda s: round(s.paid(s.days), 2) == 1_728.14,
            # 3,794.765 / 19.2015 is 197.6: 198 payments.
            "Until the end": lambda s: s.closed_after == 66 and s.days == 66,
            "No leverage": lambda s: s.closed_after is None and s.days == 365,
            "The rate of ether": lambda s: round(s.funding.a_year, 4) == 0.0285,
            "Shorts pay": lambda s: s.paid(90) < 0 and s.closed_after is None,
            "A short is paid": lambda s: round(s.paid(90), 2) == -5_184.41,
        },
        mission=Goal(
            "A long at the recorded rate, held for 90 days at an unchanged price ~ the highest "
            "leverage that funding does not close out by then",
            "90 days of funding are 6.8% of the value, and 5% has to stay besides",
            # 1 / L above 0.05 + 270 x 0.000253 = 0.11831: 8.45.
            met=lambda v: (
                (v["days"], v["leverage"], round(v["rate"], 4)) == (90, 8, RECORDED)
                and v["side"] is Side.LONG
            ),
            base={"days": 90, "leverage": 8},
            grids=(
                {"leverage": ..., "side": ...},
                {"days": ..., "leverage": (7, 8, 9)},
                {"rate": (-0.05, 0.0253, 0.0252, 0.0254, 0.1), "leverage": (7, 8, 9)},
            ),
        ),
    ),
    "who pays the rest": Played(
        labels={
            "loss": "loss beyond somebody's margin",
            "fund": "what the fund holds (invented)",
            "leverage": "your leverage",
            "profit": "your profit",
        },
        scenarios={
            # 9,000 against 5,000, 2,700 and 2,400.
            "Bold and right": lambda s: (
                gives(s) == {"you": 700, "Ben": 0, "Cleo": 0, "Ada": 0} and s.place == 1
            ),
            "Calm and right": lambda s: gives(s) == {"Ben": 500, "Cleo": 200, "Ada": 0, "you": 0},
            "An empty fund": lambda s: gives(s) == {"you": 900, "Ben": 100, "Cleo": 0, "Ada": 0},
            "A large fund": lambda s: not any(gives(s).values()),
            # 900 + 500 + 900 + 1,200 is all there is.
            "A crash": lambda s: sum(gives(s).values()) == 3_500,
        },
        mission=Goal(
            "A loss of 1,000 USD, 300 USD in the fund, and your profit is 900 USD ~ the highest "
            "leverage at which you keep all of it",
            "Ben and Cleo stand before you, and their profits are enough",
            # Below Cleo's 2,700: 900 x 2.
            met=lambda v: (
                (v["loss"], v["fund"], v["profit"], v["leverage"]) == (1_000, 300, 900, 2)
            ),
            base={"leverage": 2},
            grids=(
                {"leverage": ...},
                {"loss": ..., "leverage": (1, 2, 3)},
                {"fund": ..., "leverage": (1, 2, 3)},
                {"profit": ..., "leverage": (1, 2, 3)},
            ),
        ),
    ),
}  # fmt: skip


def fall(state) -> float:
    return state.backing.fall(state.leverage, state.maintenance)
