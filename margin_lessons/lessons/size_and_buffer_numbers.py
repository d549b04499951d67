"""The numbers of lesson 07's prose: chances counted over 20,000 paths, the moves of the story."""

from __future__ import annotations

import math
from typing import TypeVar

from margin_lessons import words
from margin_lessons.costs import yearly_rollover
from margin_lessons.crossing import crossings
from margin_lessons.errors import of_kind
from margin_lessons.lessons.cited import cited
from margin_lessons.lessons.size_and_buffer_tasks import MONTHLY, SAMPLE
from margin_lessons.risk import ACCOUNTS, PRESETS, SEED, Chance
from margin_lessons.risk.price_model import KouJumps, NormalJumps
from margin_lessons.scenes.risk_choices import LEVERAGE, NONE, OWN
from margin_lessons.scenes.risk_curves import risk_state
from margin_lessons.scenes.risk_words import chance_words
from margin_lessons.venue import KRAKEN_SPOT

J = TypeVar("J", KouJumps, NormalJumps)

PRICE = 20_000.0
"""Any price will do for the moves of the story: they are shares of it."""

FLASH_CRASHES = {2017: (75.0, 26.0), 2021: (1_724.6, 700.0)}
"""ETH on Kraken: open and low of the hour of each crash (Kraken OHLCVT, 60 minutes)."""

SIZES = {2: "twice", 3: "three times", 5: "five times"}

MONTH, YEAR = 30, 365


def numbers() -> dict[str, str]:
    """Return every number the prose of this lesson may use, computed by the package."""
    return {
        "Rosa's money": words.amount(OWN),
        "her setting": words.setting(LEVERAGE),
        "her setting, as a divisor": words.amount(LEVERAGE),
        "days of a month": words.amount(MONTH),
        "days of a year": words.amount(YEAR),
        "accounts": words.amount(ACCOUNTS),
        "the chance of our example": "1 in 100",
        **{f"the advice, {k}": words.setting(k) for k in (2, 3)},
        **_story(),
        **_markets(),
        **_why(),
        **_worked(),
        **_sources(),
    }


def _story() -> dict[str, str]:
    """Return the three accounts of the story: their money, their moves before fees, their fates."""
    said: dict[str, str] = {}
    for size, name in SIZES.items():
        situation = risk_state(size, "calm month").situation
        found = crossings(situation.account(PRICE))
        said |= {
            f"{name}: value": words.amount(float(situation.size)),
            f"{name}: used margin": words.amount(float(situation.money - situation.buffer)),
            f"{name}: buffer": words.amount(float(situation.buffer)),
        }
        for key in ("call", "liquidation", "zero_equity"):
            said[f"{name}: move to {key}"] = words.percent(getattr(found, key).price / PRICE - 1)
        for market in ("calm month", "crash year", "crash month"):
            liquidated = risk_state(size, market).risk.liquidation
            said[f"{name}: liquidated, {market}"] = chance_words(liquidated)
        said[f"{name}: in debt, crash month"] = chance_words(
            risk_state(size, "crash month").risk.debt
        )
    return said


def _markets() -> dict[str, str]:
    """Return what the table of markets says."""
    said = {}
    for name, preset in PRESETS.items():
        said[f"{name}: a typical day"] = words.percent(preset.model.volatility / math.sqrt(YEAR))
        if preset.model.jumps_per_year:
            said[f"{name}: jumps a year"] = f"{preset.model.jumps_per_year:.3g}"
    for name in ("ordinary year", "small coin"):
        said[f"{name}: a jump"] = words.percent(_jumps(name, KouJumps).down_mean, 0)
    march = _jumps("crash year", KouJumps)
    said |= {
        "crash year: a jump up": words.percent(math.expm1(march.up_mean), 0),
        "crash year: a jump down": words.percent(-math.expm1(-march.down_mean), 0),
        "wild hours of March 2020": f"{PRESETS['crash year'].model.jumps_per_year:g}",
    }
    for name in ("flash crash", "broken peg"):
        said[f"{name}: a jump"] = words.percent(-math.expm1(_jumps(name, NormalJumps).mean), 0)
    for year, (start, low) in FLASH_CRASHES.items():
        said[f"the fall of {year}"] = words.percent(1 - low / start, 0)
    return said


def _jumps(name: str, kind: type[J]) -> J:
    """Return the jumps of a preset, which are of this kind."""
    return of_kind("jumps", PRESETS[name].model.jumps, kind, why="the text tells their sizes")


def _why() -> dict[str, str]:
    """Return what setting, time, fees, a buffer, a jump and the side do to twice the money."""
    said = {}
    for setting in (2, 5, 10):
        at = risk_state(2, leverage=setting).risk
        said[f"setting {setting}"] = words.setting(setting)
        said[f"liquidated at a setting of {setting}"] = chance_words(at.liquidation)
    long, short = (risk_state(2, side=side) for side in ("long", "short"))
    moves = [
        crossings(state.situation.account(PRICE)).liquidation.at / PRICE - 1
        for state in (long, short)
    ]
    position = long.situation.account(PRICE).positions[0]
    for name, fees in (("of the page", "page"), ("none", NONE), ("of 0.010%", "0.010%")):
        year = risk_state(2, "calm month", YEAR, fees=fees).risk
        said[f"calm year, fees {name}"] = chance_words(year.liquidation)
    return said | {
        "fee rate, long": f"{KRAKEN_SPOT.fees.rollover_long:.3%}",
        "fee rate, short": f"{KRAKEN_SPOT.fees.rollover_short:.3%}",
        "rent of a year": words.percent(yearly_rollover(position)),
        "crash year, no fees": chance_words(risk_state(2, days=YEAR, fees=NONE).risk.liquidation),
        "money added": words.amount(5_000),
        "crash year, no fees, with more money": chance_words(
            risk_state(2, days=YEAR, buffer=5_000, fees=NONE).risk.liquidation
        ),
        "called and liquidated at once": words.percent(
            float(long.risk.at_once.count / long.risk.liquidation.count), 0
        ),
        "short: liquidated": chance_words(short.risk.liquidation),
        "short: move to liquidation": words.percent(moves[1]),
        "long: fall to liquidation": words.percent(-moves[0], 0),
        "a bound": chance_words(Chance(0, ACCOUNTS)),
    }


def _worked() -> dict[str, str]:
    """Return the worked example of a chance of 1 % a month, and what a range and a bound hold."""
    through = 0.99**12
    return {
        "sure": words.percent(0.95, 0),
        "rule of three": "3",
        "the whole": "1",
        "exercise: a month, as a share": f"{MONTHLY:.2f}",
        "hundredths in the whole": "100",
        "exercise: accounts, none seen": words.amount(SAMPLE),
        "worked: a month": words.percent(1 - 0.99, 0),
        "worked: got through a month": "0.99",
        "worked: months": "12",
        "worked: got through all": words.percent(through),
        "worked: not got through all": words.percent(1 - through),
    }


def _sources() -> dict[str, str]:
    """Return the days of the bars and pages that the lesson cites, and the years of its models."""
    return {
        **cited("day of the article", "day of the price list, inferred", "day of the margin fees",
                "page on levels", "page on margin fees"),
        "month of the crash": "March 2020",
        "day of the crash": "12 March 2020",
        "bars of the crash": "27 February to 27 March 2020",
        "calm days, month": "July 2024",
        "calm days of the bars": "22 to 31 July 2024",
        "calm week, around": "1 March 2020",
        "ordinary year, first month": "January 2023",
        "ordinary year, last month": "July 2024",
        "ordinary year, first year": "2023",
        "ordinary year, second year": "2024",
        "month of the quotation": "July 2024",
        "first flash crash": "7 May 2017",
        "second flash crash": "22 February 2021",
        "month of the peg's end": "January 2015",
        "day of the peg's end": "15 January 2015",
        "year of Merton's model": "1976",
        "year of Kou's model": "2002",
        "seed": str(SEED),
    }  # fmt: skip
