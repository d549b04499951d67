"""The panels of lesson 11: the position doctor, the history reader, my rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from margin_lessons import words
from margin_lessons.doctor import DAYS as HORIZONS
from margin_lessons.doctor import OWN_BARS
from margin_lessons.figures.history_reader import picture as reader_picture
from margin_lessons.figures.my_rule import picture as rule_picture
from margin_lessons.figures.position_doctor import picture as doctor_picture
from margin_lessons.history.samples import sample
from margin_lessons.lessons.own_account_tasks import MONEY, NOW, after_the_fees
from margin_lessons.lessons.own_files import invented_bars, own_bars, read_files
from margin_lessons.lessons.own_mappings import money_of, worth_of
from margin_lessons.own_position import MarginMode, OwnPosition, ProductKind
from margin_lessons.panels.controls import Choice, Number, TextLine
from margin_lessons.panels.model import Download, Mission, PanelModel, Scenario
from margin_lessons.panels.uploads import MEGABYTE, Upload, UploadedFile
from margin_lessons.position import Side
from margin_lessons.scenes import history_reader, my_rule, position_doctor
from margin_lessons.scenes.doctor_state import OWN_MARKET, DoctorState, doctor_state
from margin_lessons.scenes.history_state import (
    PAULA,
    SAMPLED,
    HistoryView,
    chosen_position,
    history_state,
)
from margin_lessons.scenes.my_rule import RuleState, rule_state
from margin_lessons.scenes.risk_words import MARKETS
from margin_lessons.scenes.typed_position import (
    HOMES,
    OFFERED,
    UNREAD,
    DoctorView,
    TradedAs,
    as_typed,
)

LATER = {"cash": after_the_fees().cash, "price": NOW}
"""Paula's account after 60 days of fees."""

LINEAR, INVERSE = (
    next(one for one in OFFERED if one.product is kind)
    for kind in (ProductKind.LINEAR, ProductKind.INVERSE)
)
"""A contract in dollars and one in coins, at the first venue whose rules were read."""

READ = tuple(one for one in OFFERED if one.venue != UNREAD)
"""What is traded under rules that were read: a rule of one's own asks for them."""

A_PAGE = "a position page shows it"
"""Why a typed number has its range."""

STEP = 0.01
"""The step of the mission's size, in BTC."""


def _survives_a_half(state: DoctorState) -> bool:
    """Return whether this is the largest size of hers that a fall by half leaves without debt."""
    one = state.typed.position
    told = (one.side, one.entry, one.cash, one.coins, one.price, one.product)
    if told != (Side.LONG, 60_000, LATER["cash"], 0, NOW, ProductKind.SPOT_MARGIN):
        return False
    more = doctor_state(volume=round(one.volume + STEP, 8), **LATER)
    ends = [each.away("nothing left") for each in (state, more)]
    return (ends[0] is None or ends[0] <= -0.5) and ends[1] is not None and ends[1] > -0.5


def _acts_after_a_fifth(state: RuleState) -> bool:
    """Return whether this is the least buffer that gives Paula's rule a fall of 20 % of room."""
    rule = state.rule
    if rule is None or rule.acts_at is None:
        return False
    told = (rule.size, rule.leverage, rule.act_level, rule.side, rule.product)
    if told != (30_000, 5, 1.5, Side.LONG, ProductKind.SPOT_MARGIN):
        return False
    # At less than a step less it acts before: the level of 150 % is met where the loss has eaten
    # the buffer down to half of the margin.
    return rule.acts_at <= -0.2 + 1e-9 and rule.acts_at + 1_000 / rule.size > -0.2 + 1e-9


DOCTOR = PanelModel(
    name="position doctor",
    controls=(
        Choice.of("view", "look at", DoctorView.PRICES),
        Number("volume", "size", 1e-6, 9e7, 1e-6, 0.5, A_PAGE,
               slider=False),
        Number("cash", "own money", 0, 1e9, 100, MONEY, A_PAGE, slider=False),
        Choice.of("side", "side", Side.LONG),
        Number("entry", "entry price", 1e-8, 1e7, 1e-8, 60_000, A_PAGE, slider=False),
        Number("price", "price now", 1e-8, 1e7, 1e-8, 60_000, A_PAGE, slider=False, blank=True),
        Number("leverage", "leverage", 1, 200, 1, 5, "more is offered nowhere that we read",
               unit="x", slider=False),
        Choice("traded", "traded as", tuple((one.words, one) for one in OFFERED), OFFERED[0]),
        Choice.of("mode", "backed by", MarginMode.CROSS),
        Number("coins", "own coins", 0, 1e8, 0.1, 0, A_PAGE, slider=False),
        Number("margin", "margin of an isolated contract", 1e-6, 1e9, 1e-6, None, A_PAGE,
               slider=False, blank=True),
        Number("maintenance", "maintenance rate of the page", 0, 50, 0.1, None, A_PAGE, unit="%",
               scale=0.01, slider=False, blank=True),
        TextLine("coin", "coin", "BTC", most=10),
        TextLine("currency", "currency", "USD", most=10),
        Choice("market", "market of the chances",
               (*((name, key) for key, name in MARKETS.items()), (OWN_MARKET, OWN_BARS)),
               "ordinary year"),
        Upload("bars", "your bars", (".csv", ".txt"), 50 * MEGABYTE, own_bars, (invented_bars(),)),
        Choice("days", "within", tuple((words.plural(day, "day"), day) for day in HORIZONS), 30.0),
        Number("add", "answer: money added", 0, 1e9, 500, 3_000, slider=False),
        Number("cut", "answer: part closed", 5, 95, 5, 50, unit="%", scale=0.01),
        Number("stop", "answer: distance of a stop", 0.5, 50, 0.5, 5, unit="%", scale=0.01),
        Number("setting", "answer: other leverage", 1, 50, 1, 2, unit="x"),
        Choice("home", "where you live", HOMES, HOMES[0][1]),
    ),
    more=("side", "entry", "price", "leverage", "traded", "mode", "coins", "margin", "maintenance",
          "coin", "currency", "market", "bars", "days", "add", "cut", "stop", "setting", "home"),
    compute=doctor_state,
    scene=position_doctor.scene,
    picture=doctor_picture,
    scenarios=(
        Scenario("The slip", {}),
        Scenario("Sixty days later", LATER),
        Scenario("3,000 USD more", {**LATER, "cash": LATER["cash"] + 3_000}),
        Scenario("What Paula can do", {**LATER, "view": DoctorView.ANSWERS}),
        Scenario("Her chances", {**LATER, "view": DoctorView.CHANCES}),
        Scenario("My own bars", {**LATER, "view": DoctorView.CHANCES, "market": OWN_BARS}),
        Scenario("Her debt", {**LATER, "view": DoctorView.PAYS}),
        Scenario("A short", {"side": Side.SHORT}),
        Scenario("A contract", {"traded": LINEAR, "mode": MarginMode.ISOLATED, "leverage": 10,
                                "cash": 0}),
        Scenario("An inverse contract", {"traded": INVERSE, "mode": MarginMode.ISOLATED,
                                         "volume": 30_000, "leverage": 3, "cash": 0}),
    ),
    mission=Mission(
        "Paula after 60 days (own money 7,292.50 USD, a price of 56,000 USD): find the largest "
        "size, in steps of 0.01 BTC, that a fall by half leaves without a debt.",
        _survives_a_half,
        "Less than half of what she holds: size is what a debt is made of.",
    ),
    mine=as_typed,
    keeps=lambda state: state.typed.position,
)  # fmt: skip


def like_mine(mine: OwnPosition) -> Mapping[str, Any]:
    """Return the blanks that my position would fill: its size, its setting, what lies beside it.

    >>> paula = OwnPosition("long", 0.5, 60_000, cash=10_000, leverage=5, price=60_000)
    >>> values = like_mine(paula)
    >>> values["size"], values["leverage"], values["buffer"]
    (30000.0, 5.0, 4000.0)
    """
    size, money = worth_of(mine), money_of(mine)
    return {"size": size, "leverage": mine.leverage,
            "buffer": max(0.0, round(money - size / mine.leverage, 2)),
            "side": mine.side, "traded": TradedAs.of(mine), "currency": mine.currency}  # fmt: skip


READER = PanelModel(
    name="history reader",
    controls=(
        Upload("files", "your exports", reads=read_files, samples=(
            UploadedFile(PAULA[1], sample(PAULA[1]).read_bytes()),
        )),
        Choice("names", "or a sample", SAMPLED, SAMPLED[0][1]),
        Choice.of("view", "look at", HistoryView.COST),
        Number("chosen", "position to keep, by its number", 1, 50, 1, 1, whole=True, slider=False),
    ),
    more=("chosen",),
    compute=history_state,
    scene=history_reader.scene,
    picture=reader_picture,
    scenarios=(
        Scenario("Paula's 60 days", {}),
        Scenario("Her margin level", {"view": HistoryView.LEVEL}),
        Scenario("Her open position", {"view": HistoryView.OPEN}),
    ),
    keeps=chosen_position,
)  # fmt: skip

RULE = PanelModel(
    name="my rule",
    controls=(
        Number("size", "largest position", 10, 1_000_000, 10, 10_000, slider=False),
        Number("leverage", "highest leverage", 1, 20, 0.5, 2, unit="x"),
        Number("buffer", "free money beside it", 10, 1_000_000, 10, 3_000, slider=False),
        Number("level", "I act at a margin level of", 50, 500, 5, 120, unit="%", scale=0.01),
        TextLine("act", "what I do then", "close half of it"),
        Number("stop", "my stop, from the entry", 0.5, 60, 0.5, 10, unit="%", scale=0.01),
        TextLine("looks", "when I look", "at 8, 14 and 22"),
        TextLine("never", "what I never do", "add to a loss"),
        Choice.of("side", "side", Side.LONG),
        Choice("traded", "traded as", tuple((one.words, one) for one in READ), READ[0]),
        TextLine("currency", "currency", "USD", most=10),
        TextLine("written", "day", "", most=30),
    ),
    more=("level", "act", "stop", "looks", "never", "side", "traded", "currency", "written"),
    compute=rule_state,
    scene=my_rule.scene,
    picture=rule_picture,
    scenarios=(
        Scenario("A first draft", {}),
        Scenario("Too late", {"leverage": 5, "buffer": 500, "level": 75}),
        Scenario("A thick buffer", {"buffer": 10_000}),
        Scenario("A short", {"side": Side.SHORT}),
    ),
    mission=Mission(
        "a rule for Paula: 30,000 USD long at 5x on spot margin, acting at a level of 150%. Find "
        "the least buffer, in steps of 1,000 USD, with which she acts only after a fall of 20%.",
        _acts_after_a_fifth,
        "So much has to lie free, and be left alone, for the rule to have room.",
    ),
    downloads=(
        Download("page", "Save my rule as a page", "my_rule.html", my_rule.page, "text/html",
                 "Print my rule"),
    ),
    mine=like_mine,
)  # fmt: skip
