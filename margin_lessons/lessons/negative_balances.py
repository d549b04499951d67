"""Lesson 05: I owe the exchange: who pays what, when?

Figures: the debt of 1,000 USD is that of the article's example, completed (kdj.com, 28 July 2025);
the order and the fees of a recovery are from support.kraken.com 9148088075028. What the client
holds besides, and the prices of EUR and SOL, belong to the story.
"""

from __future__ import annotations

from margin_lessons.debt import AS_CLAIMED, INSURANCE_FUND, Debt, Wallet, debt_after, recover
from margin_lessons.figures import regimes, regimes_drawing, waterfall, waterfall_drawing, words
from margin_lessons.figures.waterfall import EUR, FILL, STORY, WaterfallState
from margin_lessons.lessons.lesson import Lesson
from margin_lessons.lessons.negative_balances_tasks import EXERCISES, OMAR, QUESTIONS
from margin_lessons.panels.controls import Choice, Number
from margin_lessons.panels.gate import Prediction
from margin_lessons.panels.model import Mission, PanelModel, Scenario

DEBT, DEPOSIT = 1_000.0, 100.0
SHORT = {"debt": 750, "deposit": 0}


def _smallest_for_day_60(state: WaterfallState) -> bool:
    """Return whether no smaller deposit, in steps of 10 USD, brings trading back on day 60."""
    first = state.deposit
    if first is None or (state.recovery.debt.amount, first.day) != (DEBT, waterfall.EVERY):
        return False
    smaller = waterfall.waterfall_state(DEBT, first.amount - 10).recovery.trading_returns
    return (
        state.wallets == waterfall.story_wallets()
        and state.recovery.rules.restricts
        and state.recovery.trading_returns == 60
        and smaller != 60
    )


WATERFALL = PanelModel(
    name="waterfall",
    controls=(
        Number("debt", "debt, USD", 5, 3_000, 5, DEBT),
        Number("deposit", "each deposit, USD", 0, 500, 10, DEPOSIT),
        Choice(
            "protection",
            "the exchange absorbs a small rest",
            (("no: it does not have to", False), ("yes: this time it chooses to", True)),
            False,
        ),
        Choice(
            "rules",
            "rules",
            (
                ("published order, then the article's claims", "claimed"),
                ("only what the exchange publishes", "published"),
            ),
            "claimed",
        ),
        Number("day", "day of the first deposit", 1, 60, 1, waterfall.EVERY, whole=True),
        Number("btc", "BTC in the spot wallet", 0, 0.05, 0.001, STORY["btc"]),
        Number("eur", "EUR in the spot wallet", 0, 2_000, 10, STORY["eur"]),
        Number("sol", "SOL in the earn wallet", 0, 20, 0.5, STORY["sol"]),
    ),
    more=("rules", "day", "btc", "eur", "sol"),
    compute=waterfall.waterfall_state,
    readout=waterfall.readout,
    drawing=waterfall_drawing.WaterfallDrawing,
    scenarios=(
        Scenario("The story", {}),
        Scenario("Only what is published", {"rules": "published"}),
        Scenario("A little short", SHORT),
        Scenario("A favour", {**SHORT, "protection": True}),
        Scenario("Empty wallets", {"deposit": 250, "btc": 0, "eur": 0, "sol": 0}),
    ),
    mission=Mission(
        "Omar owes 1,000 USD and holds what he holds in the story; the first deposit comes on day "
        "30. Find the smallest deposit, in steps of 10 USD, that brings trading back on day 60.",
        _smallest_for_day_60,
        "Two deposits had to pay what the wallets and their fees had left.",
    ),
)


def _regimes(wallets: float, assigned: float, **values: float) -> regimes.RegimesState:
    return regimes.regimes_state(wallets=wallets / 100, assigned=assigned / 100, **values)


REGIMES = PanelModel(
    name="regimes",
    controls=(
        Number("loss", "loss beyond your margin, USD", 50, 5_000, 50, DEBT),
        Number("fund", "what a fund holds, USD", 0, 5_000, 50, 300),
        Number("wallets", "your wallets, % of Omar's", 0, 500, 10, 100),
        Number("company", "money of the company itself, USD", 0, 2_000, 50, 0),
        Number("assigned", "part that volunteers take over, %", 0, 100, 5, 60),
    ),
    more=("company", "assigned"),
    compute=_regimes,
    readout=regimes.readout,
    drawing=regimes_drawing.RegimesDrawing,
    scenarios=(
        Scenario("The story", {}),
        Scenario("A large fund", {"fund": 2_000}),
        Scenario("An empty fund", {"fund": 0}),
        Scenario("No volunteers", {"assigned": 0}),
        Scenario("A loss you can pay", {"loss": 700}),
    ),
    mission=Mission(
        "the loss is 1,000 USD, and the company itself adds 250 USD (under More controls). Find "
        "the smallest fund that lets the winners of “futures with a fund” keep their profit.",
        lambda s: s.loss == 1_000 and s.pots.company == 250 and s.pots.fund == 750,
        "First the fund, then the company, and the winners only for the rest.",
    ),
)

A_LITTLE_SHORT = Prediction(
    name="a little short",
    question="Lina owes 750 USD, and her wallets hold exactly what Omar's hold: BTC, EUR and SOL "
    "worth 760 USD. Everything is taken. How many dollars does she still owe?",
    unit="USD",
    panel="waterfall",
    lowest=0,
    highest=1_000_000,
    why="a debt is not below zero, and this one began with 750 USD",
    outcome=lambda s: s.recovery.remaining,
    values=SHORT,
    show=words.money,
)


def numbers() -> dict[str, str]:
    """Return every number the prose of this lesson may use, computed by the package."""
    position, (owed, _) = OMAR.positions[0], debt_after(OMAR, FILL)
    story = waterfall.waterfall_state(owed.amount, DEPOSIT)
    short = waterfall.waterfall_state(**SHORT)
    said = {
        "volume": words.amount(position.volume, 1),
        "entry": words.amount(position.entry),
        "setting": words.setting(position.leverage),
        "fill": words.amount(FILL),
        "cash": words.amount(OMAR.cash),
        "loss": words.amount(-float(OMAR.profit(FILL))),
        "balance": words.amount(float(OMAR.equity(FILL))),
        "debt": words.amount(owed.amount),
        "coin": words.coins(-owed.in_coin(FILL), "").strip(),
        "article's coin": "-0.02",
        "limit": words.amount(AS_CLAIMED.protection_limit),
        "deposit": words.amount(DEPOSIT),
        "the whole, as a share": words.amount(1.0),
        "held": words.amount(story.held),
        "returns": words.amount(story.recovery.trading_returns),
        "kept of the last": words.amount(DEPOSIT - story.recovery.steps[-1].paid),
        "all fees": words.amount(story.recovery.fees),
        "cost": words.amount(story.recovery.client_cost),
        "from wallets": words.amount(story.recovery.from_wallets),
        "short debt": words.amount(short.recovery.debt.amount),
        "short": words.amount(short.recovery.remaining),
    }
    return {**said, **_step_numbers(story), **_order_numbers(), **_regime_numbers()}


def _step_numbers(story: WaterfallState) -> dict[str, str]:
    """Return every number of the story's table."""
    said = {}
    for number, step in enumerate(story.recovery.steps, 1):
        said |= {
            f"{number} day": words.amount(step.day),
            f"{number} amount": words.coins(step.amount, "").strip(),
            f"{number} worth": words.amount(step.value),
            f"{number} fee": words.amount(step.fee),
            f"{number} rate": words.percent(step.fee / step.value),
            f"{number} rate, whole": words.percent(step.fee / step.value, 0),
            f"{number} rate as a share": f"{step.fee / step.value:.3f}",
            f"{number} paid": words.amount(step.paid),
            f"{number} left": words.amount(step.remaining),
        }
    return said


def _order_numbers() -> dict[str, str]:
    """Return what 200 USD cost when they come from BTC, and when they come from EUR."""
    btc = recover(Debt(200), waterfall.story_wallets())
    eur = recover(Debt(200), [Wallet("EUR", STORY["eur"], EUR)])
    return {
        "small debt": words.amount(btc.debt.amount),
        "sold": words.amount(btc.steps[0].value),
        "fee in BTC": words.amount(btc.fees),
        "fee in EUR": words.amount(eur.fees),
    }


def _regime_numbers() -> dict[str, str]:
    state = regimes.regimes_state(DEBT, fund=300, assigned=0.6)
    fund = state.row(INSURANCE_FUND.name)
    return {
        "fund": words.amount(fund.fund),
        "winners": words.amount(fund.other_traders),
        "volunteers": words.percent(state.pots.assigned, 0),
    }


LESSON = Lesson(
    name="05_negative_balances",
    title="Negative balances",
    panels=(WATERFALL, REGIMES),
    predictions=(A_LITTLE_SHORT,),
    questions=QUESTIONS,
    exercises=EXERCISES,
    numbers=numbers(),
)
