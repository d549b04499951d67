"""How likely is a call, a liquidation, a debt? Chances over many paths.

    situation -> levels -> paths -> counts -> chances, each with its margin

``risk_of``, ``risk_map``, ``risk_curve`` and ``largest_below_chance`` answer a panel; ``chances``
takes the levels of any account or contract; ``bar_risk`` replays bars where the whole path matters,
and ``resampled_risk`` draws from bars of one's own.
"""

from margin_lessons.risk.bar_engine import BarRisk, bar_risk
from margin_lessons.risk.bar_rules import BarRules, rules_of
from margin_lessons.risk.bias import BiasRow, bar_bias
from margin_lessons.risk.chance import Average, Chance
from margin_lessons.risk.cross_levels import levels_of_cross
from margin_lessons.risk.curves import CONTROLS, RiskCurve, risk_curve
from margin_lessons.risk.horizon import ACCOUNTS, SEED, Paths, chances, sample_paths
from margin_lessons.risk.levels import LevelLine, Levels, levels_of, levels_of_contract
from margin_lessons.risk.outcome import Risk
from margin_lessons.risk.own_bars import OWN_ACCOUNTS, bars_to_draw, resampled_risk
from margin_lessons.risk.presets import LEAVES_OUT, PRESETS, Preset, preset
from margin_lessons.risk.price_model import KouJumps, NormalJumps, PriceModel
from margin_lessons.risk.situation import Situation
from margin_lessons.risk.surface import (
    EVENTS,
    LargestPosition,
    RiskMap,
    largest_below_chance,
    risk_map,
    risk_of,
)

__all__ = [
    "ACCOUNTS",
    "CONTROLS",
    "EVENTS",
    "LEAVES_OUT",
    "OWN_ACCOUNTS",
    "PRESETS",
    "SEED",
    "Average",
    "BarRisk",
    "BarRules",
    "BiasRow",
    "Chance",
    "KouJumps",
    "LargestPosition",
    "LevelLine",
    "Levels",
    "NormalJumps",
    "Paths",
    "Preset",
    "PriceModel",
    "Risk",
    "RiskCurve",
    "RiskMap",
    "Situation",
    "bar_bias",
    "bar_risk",
    "bars_to_draw",
    "chances",
    "largest_below_chance",
    "levels_of",
    "levels_of_contract",
    "levels_of_cross",
    "preset",
    "resampled_risk",
    "risk_curve",
    "risk_map",
    "risk_of",
    "rules_of",
    "sample_paths",
]
