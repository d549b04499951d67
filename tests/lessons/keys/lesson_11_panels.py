"""The panels of lesson 11 by hand: what each scenario promises, and what meets a mission."""

from __future__ import annotations

from lessons.keys.form import Goal, Played

from margin_lessons.own_position import MarginMode, ProductKind
from margin_lessons.position import Side
from margin_lessons.scenes.doctor_state import DoctorState
from margin_lessons.scenes.history_state import HistoryState
from margin_lessons.scenes.my_rule import RuleState


def lines(state: DoctorState) -> list[float]:
    """Return call, liquidation and where nothing is left, in whole dollars."""
    return [round(one.price) for one in state.lines.values() if one.price is not None]


def kind(state: DoctorState) -> tuple[ProductKind, MarginMode]:
    """Return how the position is traded, and what backs it."""
    return state.typed.position.product, state.typed.position.mode


def odds(state: DoctorState) -> list[float]:
    """Return the chance of a liquidation at each horizon."""
    return [float(one.liquidation.value) for one in state.diagnosis.odds]


def acts(state: RuleState) -> list[float]:
    """Return where I act and where the venue sells, as moves in per cent."""
    assert state.rule is not None
    moves = state.rule.acts_at, state.rule.prices.away("liquidation")
    return [round(100 * (move or 0.0), 2) for move in moves]


LATER = {"cash": 7_292.5, "price": 56_000}
OF_PAULA = {"size": 30_000, "leverage": 5, "level": 150}

PANELS = {
    "position doctor": Played(
        labels={
            "view": "look at",
            "volume": "size",
            "cash": "own money",
            "side": "side",
            "entry": "entry price",
            "price": "price now",
            "leverage": "leverage",
            "traded": "traded as",
            "mode": "backed by",
            "coins": "own coins",
            "margin": "margin of an isolated contract",
            "maintenance": "maintenance rate of the page",
            "coin": "coin",
            "currency": "currency",
            "market": "market of the chances",
            "bars": "your bars",
            "days": "within",
            "add": "answer: money added",
            "cut": "answer: part closed",
            "stop": "answer: distance of a stop",
            "setting": "answer: other leverage",
            "home": "where you live",
        },
        words={
            "view": {}, "side": {}, "mode": {}, "traded": {}, "home": {},
            "market": {"a calm month": "calm month", "an ordinary bitcoin year": "ordinary year",
                       "a year with one March 2020 in it": "crash year",
                       "a crash month": "crash month", "flash crashes": "flash crash",
                       "a small coin": "small coin", "a peg that breaks": "broken peg",
                       "my own bars": "your own bars"},
            "days": {"7 days": 7, "30 days": 30, "90 days": 90},
        },
        scenarios={
            "The slip": lambda s: lines(s) == [49_600, 44_800, 40_000],
            # 360 rollovers of 7.50 and one fee at opening take 2,707.50; half a coin: twice that.
            "Sixty days later": lambda s: lines(s) == [55_015, 50_215, 45_415],
            "3,000 USD more": lambda s: lines(s) == [49_015, 44_215, 39_415],
            # Half is sold at a loss of 1,000: 60,000 + (1,200 - 6,292.50) / 0.25.
            "What Paula can do": lambda s: [
                round(one.prices.three.liquidation.price) for one in s.diagnosis.answers
            ] == [50_215, 44_215, 39_630, 50_215, 57_415],
            "Her chances": lambda s: (
                [one.days for one in s.diagnosis.odds] == [7, 30, 90] and odds(s) == sorted(odds(s))
            ),
            # Without a file nothing is counted, and what is to be dropped is told.
            "My own bars": lambda s: odds(s) == [] and "drop a CSV file" in s.no_odds,
            "Her debt": lambda s: s.diagnosis.law.may_owe is True,
            "A short": lambda s: (
                s.typed.position.side is Side.SHORT and not s.falling and min(lines(s)) > 60_000
            ),
            "A contract": lambda s: (
                kind(s) == (ProductKind.LINEAR, MarginMode.ISOLATED) and lines(s)[-1] == 54_000
            ),
            # A third of the coins is put up: nothing is left at 60,000 x 3 / 4.
            "An inverse contract": lambda s: (
                kind(s) == (ProductKind.INVERSE, MarginMode.ISOLATED) and lines(s)[-1] == 45_000
            ),
        },
        mission=Goal(
            "Paula after 60 days (own money 7,292.50 USD, a price of 56,000 USD): find the largest "
            "size, in steps of 0.01 BTC, that a fall by half leaves without a debt",
            "Less than half of what she holds",
            # 32,000 USD a coin are lost down to 28,000: 7,292.50 / 32,000 = 0.2279.
            met=lambda v: (
                (v["volume"], v["cash"], v["price"], v["entry"], v["coins"])
                == (0.22, 7_292.5, 56_000, 60_000, 0)
                and v["side"] is Side.LONG and v["traded"].product is ProductKind.SPOT_MARGIN
            ),
            base=LATER,
            grids=(
                {"volume": tuple(n / 100 for n in range(10, 51))},
                {"volume": (0.21, 0.22, 0.23), "cash": (7_292, 7_292.5, 10_000)},
                {"volume": (0.22,), "side": ..., "price": (55_000, 56_000, 60_000)},
                {"volume": (0.22,), "traded": ..., "entry": (59_000, 60_000)},
                {"volume": (0.22,), "coins": (0, 0.1), "leverage": (2, 5, 10)},
            ),
        ),
    ),
    "history reader": Played(
        labels={
            "files": "your exports",
            "names": "or a sample",
            "view": "look at",
            "chosen": "position to keep, by its number",
        },
        words={"names": {"Bitstamp, columns of 2013": ("bitstamp_2013.csv",),
                         "positions as JSON, OKX": ("positions_okx.json",),
                         "Paula, 60 days on Kraken": ("paula_trades.csv", "paula_ledgers.csv")},
               "view": {}},
        scenarios={
            "Paula's 60 days": lambda s: taken(s) == (360, 2_700),
            "Her margin level": lambda s: (
                [round(one.level, 4) for one in s.history.levels] == [1.6654]
            ),
            "Her open position": lambda s: (
                s.position.own.cash == 7_292.5 and s.position.own.volume == 0.5
            ),
        },
    ),
    "my rule": Played(
        labels={
            "size": "largest position",
            "leverage": "highest leverage",
            "buffer": "free money beside it",
            "level": "I act at a margin level of",
            "act": "what I do then",
            "stop": "my stop, from the entry",
            "looks": "when I look",
            "never": "what I never do",
            "side": "side",
            "traded": "traded as",
            "currency": "currency",
            "written": "day",
        },
        words={"side": {}, "traded": {}},
        scenarios={
            # 8,000 behind 10,000, of which 5,000 are used: 6,000 is 120%, 2,000 is 40%.
            "A first draft": lambda s: acts(s) == [-20, -60],
            "Too late": lambda s: s.rule is None and "75.0%" in s.refused,
            "A thick buffer": lambda s: acts(s) == [-90, 0],
            "A short": lambda s: acts(s)[0] > 0 and acts(s)[1] > 0,
        },
        mission=Goal(
            "a rule for Paula: 30,000 USD long at 5x on spot margin, acting at a level of 150%. "
            "Find the least buffer, in steps of 1,000 USD, with which she acts only after a fall "
            "of 20%",
            "So much has to lie free, and be left alone",
            # A fifth of 30,000 is 6,000; 150% of 6,000 is 9,000, and 6,000 of it are the margin.
            met=lambda v: (
                {name: v[name] for name in OF_PAULA} == OF_PAULA and v["buffer"] == 9_000
                and v["side"] is Side.LONG and v["traded"].product is ProductKind.SPOT_MARGIN
            ),
            base={**OF_PAULA, "buffer": 9_000},
            grids=(
                {"buffer": tuple(range(1_000, 21_000, 1_000))},
                {"size": (29_000, 30_000, 31_000), "leverage": (4, 5, 6)},
                {"level": (100, 145, 150, 155), "side": ...},
                {"traded": ...},
            ),
        ),
    ),
}  # fmt: skip


def taken(state: HistoryState) -> tuple[int, float]:
    """Return how many rollovers there were, and what they took."""
    (charge,) = state.history.rollovers
    return charge.charges, float(charge.total)
