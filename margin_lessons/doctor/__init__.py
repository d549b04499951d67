"""The position doctor: one's own position, asked everything that the course has taught.

    position -> prices, worst bars, odds, law, answers -> a rule for oneself

``diagnose`` is the door. ``danger_prices`` has the prices, ``worst_bars`` what happened to others,
``odds`` the chances, ``own_law`` who bears a loss, ``own_choices`` what could be done now.
``own_rule`` is what the learner writes, ``rule_page`` the page to print.
"""

from margin_lessons.doctor.danger_prices import DangerPrices
from margin_lessons.doctor.diagnosis import Diagnosis, diagnose
from margin_lessons.doctor.odds import DAYS, ODDS_ACCOUNTS, OWN_BARS, USUAL, Odds, odds_under
from margin_lessons.doctor.own_choices import Choices, OwnAnswer, OwnWay, own_answers
from margin_lessons.doctor.own_law import OwnLaw, Residence, own_law
from margin_lessons.doctor.own_rule import OwnRule
from margin_lessons.doctor.rule_page import consequences, rule_html, rule_text, save_rule
from margin_lessons.doctor.worst_bars import BarAfter, WorstBar, worst_bars

__all__ = [
    "DAYS",
    "ODDS_ACCOUNTS",
    "OWN_BARS",
    "USUAL",
    "BarAfter",
    "Choices",
    "DangerPrices",
    "Diagnosis",
    "Odds",
    "OwnAnswer",
    "OwnLaw",
    "OwnRule",
    "OwnWay",
    "Residence",
    "WorstBar",
    "consequences",
    "diagnose",
    "odds_under",
    "own_answers",
    "own_law",
    "rule_html",
    "rule_text",
    "save_rule",
    "worst_bars",
]
