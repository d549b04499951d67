"""Lesson 08: why was my futures position liquidated?

Figures: Kraken's worked example (support.kraken.com 360022835671, 17 March 2026); a funding rate
recorded on 15 September 2026; steps of a venue's margin from ``margin_lessons.contract_venues``.
Vera, what the fund holds and who stands in the queue are invented.
"""

from __future__ import annotations

from margin_lessons import words
from margin_lessons.account import Side
from margin_lessons.contract_venues import BINANCE_USDM, CONTRACT_VENUES
from margin_lessons.conventions import MaintenanceOn
from margin_lessons.figures import funding_drip as funding_drip_figure
from margin_lessons.figures import liquidation_map as liquidation_map_figure
from margin_lessons.figures import two_payoffs as two_payoffs_figure
from margin_lessons.figures import who_pays_the_rest as who_pays_the_rest_figure
from margin_lessons.lessons.contracts_numbers import numbers
from margin_lessons.lessons.contracts_questions import QUESTIONS
from margin_lessons.lessons.contracts_tasks import EXERCISES
from margin_lessons.lessons.lesson import Lesson
from margin_lessons.lessons.own_mappings import in_the_map
from margin_lessons.panels.controls import Choice, Number
from margin_lessons.panels.model import Mission, PanelModel, PlayClock, Scenario
from margin_lessons.panels.prediction import Prediction, SecondCase
from margin_lessons.panels.verdict import WrongAnswer
from margin_lessons.scenes import funding_drip, liquidation_map, two_payoffs, who_pays_the_rest
from margin_lessons.scenes.funding_drip import RATE, DripState, drip_state
from margin_lessons.scenes.liquidation_map import Backing, LiquidationState
from margin_lessons.scenes.two_payoffs import Counted, PayoffState
from margin_lessons.scenes.who_pays_the_rest import RestState, rest_state

STEPPED = tuple(venue for venue in CONTRACT_VENUES if len(venue.tiers.tiers) > 1)
"""The venues whose margin goes up in steps."""


def _one_is_open(state: PayoffState) -> bool:
    """Return whether at 48,000 USD the linear long is open and the inverse one closed out."""
    at = (state.price, state.side) == (48_000, Side.LONG)
    closed = [state.closed_out(one) for one in state.each.values()]
    return at and closed == [False, True]


TWO_PAYOFFS = PanelModel(
    name="two payoffs",
    controls=(
        Number("price", "price now", 20_000, 100_000, 500, 46_000, unit="USD"),
        Number("leverage", "leverage", 1, 10, 1, 3, unit="x", whole=True),
        Choice.of("side", "side", Side.LONG),
        Choice.of("counted", "counted in", Counted.USD),
    ),
    more=("counted",),
    compute=two_payoffs.payoff_state,
    scene=two_payoffs.scene,
    picture=two_payoffs_figure.picture,
    scenarios=(
        Scenario("Three times", {}),
        Scenario("Ten times", {"leverage": 10, "price": 57_000}),
        Scenario("No leverage", {"leverage": 1, "price": 48_000}),
        Scenario("The same, in bitcoin", {"leverage": 1, "price": 48_000, "counted": Counted.BTC}),
        Scenario("A short, three times", {"side": Side.SHORT, "price": 75_000}),
        Scenario("A short, once", {"side": Side.SHORT, "price": 75_000, "leverage": 1}),
    ),
    mission=Mission(
        "A long, and a price of 48,000 USD. Find the leverage at which the linear contract is "
        "still open there and the inverse one is closed out.",
        _one_is_open,
        "The same position and the same fall: only what was put up differs.",
    ),
)


def _lives_through_a_tenth(state: LiquidationState) -> bool:
    """Return whether this is the most leverage that a fall of 10 % does not close out."""
    asked = (state.maintenance, state.backing) == (0.05, Backing())
    falls = [state.backing.fall(state.leverage + more, 0.05) for more in (0, 1)]
    return asked and falls[0] > 0.1 >= falls[1]


MAP = PanelModel(
    name="liquidation map",
    controls=(
        Number("leverage", "leverage", 1, 20, 1, 10, unit="x", whole=True),
        Number("maintenance", "maintenance, of the value", 1, 25, 0.5, 5, unit="%", scale=0.01),
        Choice("cross", "backed by", (("isolated margin", False), ("cross margin", True)), False),
        Number("account", "money in the account, for cross margin", 6_000, 60_000, 1_000, 20_000,
               unit="USD"),
        Choice("on", "maintenance is a share of the value",
               (("at the mark price", MaintenanceOn.MARK), ("at the entry", MaintenanceOn.ENTRY)),
               MaintenanceOn.MARK),
        Choice("steps", "steps of", (("no venue", None), *((v.name, v) for v in STEPPED)), None),
    ),
    more=("account", "on", "steps"),
    mine=in_the_map,
    mine_says="Yours: leverage, maintenance and share of own money. "
    "The prices are the lesson's.",
    compute=liquidation_map.liquidation_state,
    scene=liquidation_map.scene,
    picture=liquidation_map_figure.picture,
    scenarios=(
        Scenario("Vera", {}),
        Scenario("Half the leverage", {"leverage": 5}),
        Scenario("Cross margin", {"cross": True}),
        Scenario("A retail client", {"leverage": 2, "maintenance": 25, "on": MaintenanceOn.ENTRY}),
        Scenario("Steps of a venue", {"steps": BINANCE_USDM}),
        Scenario("Refused", {"leverage": 20, "maintenance": 10}),
    ),
    mission=Mission(
        "Isolated margin, and 5% of the value at the mark price has to stay. Find the highest "
        "leverage that a fall of 10% does not close out.",
        _lives_through_a_tenth,
        "At 10x half of what was put up has to stay; so less than that may be lost.",
    ),
)  # fmt: skip


def _lasts_a_quarter(state: DripState) -> bool:
    """Return whether funding leaves this leverage open for 90 days, and no higher one."""
    held = (state.asked, state.funding.rate, state.contract.side) == (90, RATE, Side.LONG)
    more = drip_state(90, state.leverage + 1, RATE, Side.LONG)
    return held and state.days == 90 != state.closed_after and more.days < 90


DRIP = PanelModel(
    name="funding drip",
    controls=(
        Number("days", "days held", 0, 365, 1, 30, unit="days"),
        Number("leverage", "leverage", 1, 15, 1, 10, unit="x", whole=True),
        Number("rate", "funding every 8 hours", -0.05, 0.1, 0.0001, 0.0253, unit="%",
               scale=0.01),
        Choice.of("side", "side", Side.LONG),
    ),
    more=("side",),
    compute=drip_state,
    scene=funding_drip.scene,
    picture=funding_drip_figure.picture,
    clock=PlayClock("days", 3, 0.15, "Let the days pass"),
    scenarios=(
        Scenario("The record", {}),
        Scenario("Until the end", {"days": 90}),
        Scenario("No leverage", {"days": 365, "leverage": 1}),
        Scenario("The rate of ether", {"days": 365, "rate": 0.0026}),
        Scenario("Shorts pay", {"days": 90, "rate": -0.01}),
        Scenario("A short is paid", {"days": 90, "side": Side.SHORT}),
    ),
    mission=Mission(
        "A long at the recorded rate, held for 90 days at an unchanged price. Find the highest "
        "leverage that funding does not close out by then.",
        _lasts_a_quarter,
        "90 days of funding are 6.8% of the value, and 5% has to stay besides.",
    ),
)  # fmt: skip


def _nobody_before_me(state: RestState) -> bool:
    """Return whether this is the most leverage at which you keep all of a profit of 900 USD."""
    you, loss, fund = state.yours.winner, state.regimes.loss, state.regimes.pots.fund
    more = rest_state(loss, fund, you.profit, you.leverage + 1)
    asked = (loss, fund, you.profit) == (1_000, 300, 900)
    return asked and state.yours.amount == 0 < more.yours.amount


REST = PanelModel(
    name="who pays the rest",
    controls=(
        Number("loss", "loss beyond somebody's margin", 50, 5_000, 50, 1_000, unit="USD"),
        Number("fund", "what the fund holds (invented)", 0, 5_000, 50, 300, unit="USD"),
        Number("leverage", "your leverage", 1, 20, 1, 10, unit="x", whole=True),
        Number("profit", "your profit", 50, 3_000, 50, 900, unit="USD"),
    ),
    more=("profit",),
    compute=rest_state,
    scene=who_pays_the_rest.scene,
    picture=who_pays_the_rest_figure.picture,
    scenarios=(
        Scenario("Bold and right", {}),
        Scenario("Calm and right", {"leverage": 1}),
        Scenario("An empty fund", {"fund": 0}),
        Scenario("A large fund", {"fund": 1_000}),
        Scenario("A crash", {"loss": 4_000}),
    ),
    mission=Mission(
        "A loss of 1,000 USD, 300 USD in the fund, and your profit is 900 USD. Find the highest "
        "leverage at which you keep all of it.",
        _nobody_before_me,
        "Ben and Cleo stand before you, and their profits are enough.",
    ),
)

NO_LEVERAGE = Prediction(
    name="no leverage",
    question="Nora owns 1 BTC, worth 60,000 USD. She puts it up for an inverse long of 60,000 USD: "
    "a leverage of 1x. 5% of the value has to stay. At which price is she closed out? Write 0 for "
    "none.",
    unit="USD",
    panel="two payoffs",
    lowest=0,
    highest=60_000,
    why="a long is closed out below its entry, and no price is below zero",
    outcome=lambda s: s.each["inverse"].liquidation().at,
    show=words.price,
    values={"leverage": 1, "price": 48_000},
    entry=60_000,
    wrong=(
        WrongAnswer(0, "without leverage nobody is closed out",
                    "of a linear contract that is true; here the bitcoin that she put up falls "
                    "with the price."),
        WrongAnswer(30_000, "liquidation price = bankruptcy price",
                    "there nothing is left; the exchange acts while 5% of the value still is."),
        WrongAnswer(57_000, "maintenance is what I may lose",
                    "5% has to stay; all the rest of what she put up may go."),
        WrongAnswer(3_000, "5% of the price has to stay",
                    "5% of the value of the contract, and that is 60,000 USD at every price."),
    ),
    again=SecondCase(
        "Her friend puts up 0.5 BTC for the same: 60,000 USD from 60,000 USD, a leverage of 2x. At "
        "which price is that inverse long closed out?",
        {"leverage": 2, "price": 48_000},
        (
            WrongAnswer(40_000, "liquidation price = bankruptcy price",
                        "there nothing is left; 5% of the value has to stay."),
            WrongAnswer(30_000 / 0.95, "inverse and linear lose the same",
                        "that is the linear long; what was put up here falls, too."),
        ),
        entry=60_000,
    ),
)  # fmt: skip

LESSON = Lesson(
    name="08_futures_and_inverse",
    title="Futures and inverse contracts",
    panels=(TWO_PAYOFFS, MAP, DRIP, REST),
    predictions=(NO_LEVERAGE,),
    questions=QUESTIONS,
    exercises=EXERCISES,
    numbers=numbers(),
)
