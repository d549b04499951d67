"""Lesson 07: how much leverage survives?

Figures: the article's advice (2x or 3x, a buffer); the presets of ``margin_lessons.risk``, each
with the bars it was taken from; chances are counted over 20,000 paths from one seed.
"""

from __future__ import annotations

import math

from margin_lessons.costs import yearly_rollover
from margin_lessons.crossing import crossings
from margin_lessons.figures import risk_curves, risk_map, words
from margin_lessons.figures.risk_curves import LEVERAGE, OWN, risk_state
from margin_lessons.figures.risk_curves_drawing import CurvesDrawing
from margin_lessons.figures.risk_words import MARKETS, shown
from margin_lessons.lessons.lesson import Lesson
from margin_lessons.lessons.size_and_buffer_tasks import EXERCISES, QUESTIONS
from margin_lessons.panels.controls import Choice, Number
from margin_lessons.panels.gate import Prediction
from margin_lessons.panels.model import Mission, PanelModel, Scenario
from margin_lessons.risk import ACCOUNTS, EVENTS, PRESETS, Situation, risk_of

SIDES = (("long", "long"), ("short", "short"))
FEES = (("opening and rollover", "with"), ("none", "without"))
MARKET_CHOICE = tuple((name, key) for key, name in MARKETS.items())
PRICE = 20_000.0
"""Any price will do for the moves of the story: they are shares of it."""

FLASH_CRASHES = {2017: (75.0, 26.0), 2021: (1_724.6, 700.0)}
"""ETH on Kraken: open and low of the hour of each crash (Kraken OHLCVT, 60 minutes)."""


def _held_for_a_year(state: risk_curves.RiskState) -> bool:
    now = state.situation
    return (
        now.model == PRESETS["calm month"].model
        and (now.days, now.money, now.side.value, now.fees) == (365, OWN, "long", True)
        and state.multiple == state.largest
    )


CURVES = PanelModel(
    name="risk curves",
    controls=(
        Number("size", "size: times 5,000 USD", 0.1, 5, 0.1, 2),
        Choice("market", "the market", MARKET_CHOICE, "calm month"),
        Number("days", "days held", 1, 365, 1, 30),
        Number("buffer", "money added as a buffer, USD", 0, 10_000, 500, 0),
        Number("volatility", "volatility, % of the market's own", 50, 200, 5, 100),
        Number("jumps", "jumps a year on top", 0, 24, 1, 0),
        Choice("side", "side", SIDES, "long"),
        Choice("fees", "fees", FEES, "with"),
    ),
    more=("buffer", "volatility", "jumps", "side", "fees"),
    compute=risk_state,
    readout=risk_curves.readout,
    drawing=CurvesDrawing,
    scenarios=(
        Scenario("2x, a calm month", {}),
        Scenario("2x, like March 2020", {"market": "2020"}),
        Scenario("3x, like March 2020", {"size": 3, "market": "2020"}),
        Scenario("2x, flash crashes", {"market": "flash crash"}),
        Scenario("A calm year, no fees", {"days": 365, "fees": "without"}),
        Scenario("5,000 USD more", {"market": "2020", "buffer": 5_000}),
    ),
    mission=Mission(
        "find the largest long that you can hold through a calm year, fees included, with less "
        "than 1 chance in 100 of a liquidation, even at the high end of its range.",
        _held_for_a_year,
        "Less than your own money: over a year the rent alone asks for a thick buffer.",
    ),
)


def _largest_on_the_map(state: risk_map.MapState) -> bool:
    now = state.situation
    return (
        now.model == PRESETS["2020"].model
        and (now.days, now.buffer, now.side.value, now.fees) == (30, 3_000, "long", True)
        and state.event == "liquidation"
        and now.size == state.largest
    )


MAP = PanelModel(
    name="risk map",
    controls=(
        Number("size", "value of the position, USD", 1_000, 24_000, 1_000, 10_000),
        Number("buffer", "buffer, USD", 0, 11_500, 500, 3_000),
        Choice("event", "colours show", (("liquidation", "liquidation"), ("debt", "debt")),
               "liquidation"),
        Choice("market", "the market", MARKET_CHOICE, "2020"),
        Number("days", "days held", 1, 365, 1, 30),
        Choice("side", "side", SIDES, "long"),
        Choice("fees", "fees", FEES, "with"),
    ),
    more=("market", "days", "side", "fees"),
    compute=risk_map.map_state,
    readout=risk_map.readout,
    drawing=risk_map.MapDrawing,
    scenarios=(
        Scenario("Like March 2020", {}),
        Scenario("Its debts", {"event": "debt"}),
        Scenario("A calm month", {"market": "calm month"}),
        Scenario("A small coin", {"market": "small coin"}),
        Scenario("Debts of flash crashes", {"market": "flash crash", "event": "debt"}),
        Scenario("A peg that breaks", {"market": "broken peg", "size": 20_000, "buffer": 500}),
    ),
    mission=Mission(
        "like March 2020, 30 days, with a buffer of 3,000 USD: find the largest long with less "
        "than 1 chance in 100 of a liquidation, even at the high end of its range.",
        _largest_on_the_map,
        "The same buffer carries twice as much in a calm month: the map belongs to its market.",
    ),
)  # fmt: skip

CALM_YEAR = Prediction(
    name="a calm year",
    question="At twice her own money Rosa is liquidated within a calm month in well under 1 of "
    "1,000 cases. The market stays just as calm, and she holds on for a year (365 days), fees "
    "included. What is the chance of a liquidation now, in %?",
    unit="%",
    panel="risk curves",
    outcome=lambda s: s.liquidation,
    values={"days": 365},
    show=words.percent,
    scale=0.01,
)


def _chances(tag: str, state: risk_curves.RiskState | risk_map.MapState) -> dict[str, str]:
    return {f"{tag}, {key}": shown(getattr(state.risk, key)) for key in EVENTS}


def numbers() -> dict[str, str]:
    """Return every number the prose of this lesson may use, computed by the package."""
    said = {
        "own": words.amount(OWN),
        "setting": words.setting(LEVERAGE),
        "divisor": words.amount(LEVERAGE),
        "a month": words.amount(CURVES.start["days"]),
        "a year": words.amount(CALM_YEAR.values["days"]),
        "accounts": words.amount(ACCOUNTS),
        "limit": "1 in 100",
        "first line": "0.06",
        **{f"setting {k}": words.setting(k) for k in (1, 2, 3, 5, 10)},
    }
    for size in (2, 3, 5):
        said |= _story(size)
        for market in ("calm month", "2020"):
            said |= _chances(f"{size}x, {market}", risk_state(size, market))
    march = risk_state(2, "2020").risk.liquidation
    said["with its margin"] = str(march)
    said["counted"] = words.amount(march.count)
    said["flash 5x"] = shown(risk_state(5, "flash crash").risk.debt)
    said["flash 2x"] = shown(risk_state(2, "flash crash").risk.debt)
    worked = 0.99**12
    said |= {
        "sure": words.percent(0.95, 0),
        "rule of three": "3",
        "worked": words.percent(1 - 0.99, 0),
        "worked, got through": "0.99",
        "months": "12",
        "worked, all got through": words.percent(worked),
        "worked, not all": words.percent(1 - worked),
    }
    return {**said, **_over_time(), **_settings(), **_markets()}


def _story(size: float) -> dict[str, str]:
    """Return the account of the story at one size, and its moves before any fee."""
    situation = risk_state(size, "calm month").situation
    found = crossings(situation.account(PRICE))
    said = {
        f"{size}x value": words.amount(situation.size),
        f"{size}x used": words.amount(situation.money - situation.buffer),
        f"{size}x buffer": words.amount(situation.buffer),
    }
    for key in ("call", "liquidation", "zero_equity"):
        move = getattr(found, key).price / PRICE - 1
        said[f"{size}x {key}"] = words.percent(move)
    return said


def _over_time() -> dict[str, str]:
    """Return what a year, fees and a buffer do to twice the money of the story."""
    account = risk_state(2, "calm month").situation.account(PRICE)
    rent = yearly_rollover(account.positions[0], account.venue)
    said = {
        "rent": words.percent(rent),
        "rent, USD": words.amount(rent * account.positions[0].cost),
        "bound": shown(risk_state(2, "calm month").risk.debt),
    }
    for fees in ("with", "without"):
        said |= _chances(f"calm year {fees}", risk_state(2, "calm month", 365, fees=fees))
    for added in (0, 2_500, 5_000):
        said[f"added {added}"] = words.amount(added)
        said |= _chances(f"+{added}, month", risk_state(2, "2020", 30, added))
        said |= _chances(f"+{added}, year", risk_state(2, "2020", 365, added, fees="without"))
    return said


def _settings() -> dict[str, str]:
    said = {}
    for setting in (2, 5, 10):
        used = Situation(2 * OWN, 0.0, setting, PRESETS["2020"].model).money
        now = Situation(2 * OWN, OWN - used, setting, PRESETS["2020"].model)
        risk = risk_of(now)
        move = crossings(now.account(PRICE)).liquidation.price / PRICE - 1
        said |= {
            f"{setting}x: liquidation": shown(risk.liquidation),
            f"{setting}x: debt": shown(risk.debt),
            f"{setting}x: move": words.percent(move, 0),
        }
    return said


def _markets() -> dict[str, str]:
    said = {}
    for name, preset in PRESETS.items():
        model = preset.model
        needed = risk_map.map_state(10_000, 3_000, market=name).needed
        said |= {
            f"{name}, a year": words.percent(model.volatility, 0),
            f"{name}, a day": words.percent(model.volatility / math.sqrt(365)),
            f"{name}, jumps": f"{model.jumps_per_year:g}",
            f"{name}, needed": "none" if needed is None else f"{needed:.2f}",
        }
    for year, (start, low) in FLASH_CRASHES.items():
        said[f"flash crash of {year}"] = words.percent(1 - low / start, 0)
    said["small coin, fall"] = words.percent(PRESETS["small coin"].model.jumps.down_mean, 0)
    return said


LESSON = Lesson(
    name="07_size_buffer_and_leverage",
    title="Size, buffer and leverage",
    panels=(CURVES, MAP),
    predictions=(CALM_YEAR,),
    questions=QUESTIONS,
    exercises=EXERCISES,
    numbers=numbers(),
)
