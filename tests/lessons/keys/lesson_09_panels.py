"""The panels of lesson 09 by hand: what each scenario promises, and what meets a mission."""

from __future__ import annotations

from lessons.keys.form import Goal, Played

SIDES = ("the side that was hurt", "long", "short")


def ends(state) -> tuple[int, int]:
    """Return what the rules leave and what the worst case would, in whole dollars."""
    return round(state.equity), round(state.outcome.worst.equity)


def cell(state) -> tuple[str, int]:
    """Return the crash that is chosen, and what is left of 1,000."""
    trade = state.cell.trade
    return trade.crash.key, round(1_000 * state.cell.fill.equity / trade.money)


PANELS = {
    "replay": Played(
        labels={
            "event": "crash",
            "leverage": "leverage",
            "shown": "shown of the way",
            "side": "side",
            "hours": "opened",
            "money": "your money",
            "rules": "rules",
            "late": "the exchange sells late by",
        },
        words={
            "event": {"ETH on Kraken, 22 Feb 2021": "ETH 2021",
                      "GameStop, 27 Jan to 2 Feb 2021": "GME 2021"},
            "side": {},
            "hours": {"24 hours before": 24, "12 hours before": 12, "6 hours before": 6,
                      "just before": 1},
            "rules": {},
        },
        scenarios={
            # 1,000 - 3,000 x (1,964.53 - 700) / 1,964.53.
            "The story": lambda s: ends(s) == (400, -931),
            # Sold in the bar of 04:00, whose low is 1,823.68.
            "The reckless": lambda s: (
                ends(s) == (400, 283) and s.trade.leverage == 10
                and s.outcome.when == "2021-02-22 04:00"
            ),
            "An hour's debt": lambda s: ends(s) == (400, -315),
            "A jump at night": lambda s: ends(s)[0] == -1_796 and s.sale.beyond,
            # 18.27 to the next open at -14; at the low of -40.32.
            "Below zero": lambda s: ends(s) == (-766, -2_207),
            # A short from 18.27 to a close of 10.01.
            "Below zero, short": lambda s: (
                round(s.equity) == 1_452 and s.trade.side.value == "short" and s.sale is None
            ),
            # Half of the margin is left at 1,964.53 x 3/4; at 700 two times 64.37% is lost.
            "The EU's rules": lambda s: (
                ends(s) == (500, -287) and (s.asked, s.trade.leverage) == (3, 2)
            ),
        },
        mission=Goal(
            "the story's 3x long again: find the least money, in steps of 100 USD, with which it "
            "is not sold",
            "A buffer larger than the margin itself brings it over the wick: a smaller size would",
            # 1,931.04 is lost at 700, and 400 has to stay: 2,331.04.
            met=lambda v: (
                (v["event"], v["leverage"], v["hours"], v["money"]) == ("ETH 2021", 3, 24, 2_400)
                and v["rules"].name == "SPOT" and v["side"].name in ("HURT", "LONG")
            ),
            base={"money": 2_400},
            grids=(
                {"money": ..., "late": (0, 2)},
                {"leverage": (2, 3, 4), "side": ..., "hours": (24, 6)},
                {"rules": ..., "event": ("ETH 2021", "BTC 2020")},
            ),
        ),
    ),
    "all events": Played(
        labels={"event": "crash", "leverage": "leverage", "hours": "opened", "side": "side"},
        words={
            "event": {"EUR/CHF, 15 Jan 2015": "EUR/CHF 2015"},
            "leverage": {"1x": 1, "10x": 10},
            "hours": {"24 hours before": 24, "just before": 1},
            "side": {},
        },
        scenarios={
            "The careful": lambda s: cell(s) == ("ETH 2021", 400) and s.cell.worst.equity < 0,
            "The reckless": lambda s: cell(s) == ("ETH 2021", 400) and s.cell.worst.equity > 0,
            "A jump at night": lambda s: cell(s) == ("GME 2021", -1_796),
            "Just before": lambda s: s.cell.trade.entry.price == 1_722.42,
            "All short": lambda s: {row.side.value for row in s.rows} == {"short"},
        },
        mission=Goal(
            "find the crash in which even 1x ends with a debt by the rules",
            "A price can more than double, and a short pays for all of it",
            # GameStop more than doubled over night, and no other market did.
            met=lambda v: (
                (v["event"], v["leverage"]) == ("GME 2021", 1) and v["side"].name != "LONG"
            ),
            base={"leverage": 1},
            grids=({"event": ...}, {"event": ("GME 2021",), "side": ..., "leverage": (1, 2)},
                   {"event": ("GME 2021", "WTI 2020"), "hours": ...}),
        ),
    ),
}  # fmt: skip
