"""Every number that the prose of lesson 05 says, computed by the package, by what it says."""

from __future__ import annotations

from margin_lessons import words
from margin_lessons.account import Side
from margin_lessons.contract import Contract
from margin_lessons.debt import (
    AS_CLAIMED,
    AS_PUBLISHED,
    AUTO_DELEVERAGING,
    FUTURES_MAINTENANCE,
    Debt,
    Payer,
    Wallet,
    debt_after,
    recover,
)
from margin_lessons.errors import of_kind
from margin_lessons.lessons.cited import cited
from margin_lessons.lessons.negative_balances_tasks import OMAR, one_wallet
from margin_lessons.scenes import payments
from margin_lessons.scenes.payments import EUR, FILL, SOL, STORY, Charged, WaterfallState
from margin_lessons.scenes.who_bears import regimes_state

DEBT, DEPOSIT, FUND, VOLUNTEERS = 1_000.0, 100.0, 300.0, 60.0
DEEPER_FILL = 28_000.0
SHORT = {"debt": 750, "deposit": 0}


def numbers() -> dict[str, str]:
    """Return every number the prose of this lesson may use, computed by the package."""
    story = payments.waterfall_state(debt_after(OMAR, FILL)[0].amount, DEPOSIT)
    return {
        **_account_numbers(),
        **_step_numbers(story),
        **_time_numbers(story),
        **_order_numbers(),
        **_mode_numbers(),
        **_regime_numbers(),
        **_sources(),
    }


def _account_numbers() -> dict[str, str]:
    """Return what the trade left, and what else lies in the account."""
    position, (owed, _) = OMAR.positions[0], debt_after(OMAR, FILL)
    spot = sum(wallet.value for wallet in payments.story_wallets() if wallet.kind.backs_margin)
    short = payments.waterfall_state(SHORT["debt"], SHORT["deposit"])
    return {
        "Omar's volume, BTC": words.amount(position.volume, 1),
        "Omar's cash": words.amount(OMAR.cash),
        "fill": words.amount(FILL),
        "Omar's loss": words.amount(-float(OMAR.profit(FILL))),
        "Omar's balance": words.amount(float(OMAR.equity(FILL))),
        "Omar's debt": words.amount(owed.amount),
        "worth of Omar's spot wallet": words.amount(spot),
        "Omar's equity, spot wallet included": words.amount(float(OMAR.equity(FILL)) + spot),
        "worth of all wallets": words.amount(short.held),
        "Lina's debt": words.amount(short.recovery.debt.amount),
        "what reaches the debt from all wallets": words.amount(short.recovery.from_wallets),
        "Lina, still owed": words.amount(short.recovery.remaining),
        "the article's small rest": words.amount(AS_CLAIMED.protection_limit),
    }


def _step_numbers(story: WaterfallState) -> dict[str, str]:
    """Return every number of the story's table, by payment."""
    said: dict[str, str] = {}
    for step in story.recovery.steps:
        if step.payer is Payer.WALLETS:
            name = step.origin
            rate = words.percent(step.fee / step.value, 1)
            said |= {
                f"{name}: amount": words.coins(step.amount, "").strip(),
                f"{name}: fee rate": rate.replace(".0%", "%"),
                f"{name}: fee": words.amount(step.fee),
            }
        else:
            name = f"{step.origin}, day {step.day:g}"
            said[f"{name}: interest before"] = words.amount(step.charged)
        said |= {
            f"{name}: day": words.amount(step.day),
            f"{name}: worth": words.amount(step.value),
            f"{name}: reaches the debt": words.amount(step.paid),
            f"{name}: still owed": words.amount(step.remaining),
        }
    btc = story.payments[0].last
    said["BTC, fee as a share"] = f"{btc.fee / btc.value:.3f}"
    said["the whole, as a share"] = words.amount(1.0)
    return said


def _time_numbers(story: WaterfallState) -> dict[str, str]:
    """Return what time costs: interest, a collector, and what the terms and the article add up."""
    claimed = payments.waterfall_state(DEBT, DEPOSIT, Charged.CLAIMED).recovery
    collector = payments.waterfall_state(DEBT, DEPOSIT, Charged.COLLECTOR).recovery
    slow = payments.waterfall_state(DEBT, 10).recovery
    r, why = story.recovery, "the terms set one"
    return {
        "due within, hours": words.amount(
            24 * of_kind("due days", AS_PUBLISHED.due_days, float, why=why)
        ),
        "interest a year": words.percent(AS_PUBLISHED.interest, 0),
        "interest a year, as a share": f"{AS_PUBLISHED.interest:.2f}",
        "days of a year": "365",
        "days between deposits": words.amount(payments.EVERY),
        "each deposit": words.amount(DEPOSIT),
        "left of the last deposit": words.amount(DEPOSIT - r.steps[-1].paid),
        "cost by the terms": words.amount(r.client_cost),
        "cost by the article": words.amount(claimed.client_cost),
        "collector's fee": words.amount(collector.collector_fee),
        "day of settlement, ten dollars a month": words.amount(
            of_kind("day", slow.settled_day, float, why="deposits pay it all")
        ),
        "interest, ten dollars a month": words.amount(slow.interest),
    }


def _order_numbers() -> dict[str, str]:
    """Return what 200 USD cost when they come from BTC, and when they come from EUR."""
    btc = recover(Debt(200), payments.story_wallets())
    eur = recover(Debt(200), [Wallet("EUR", STORY["eur"], EUR)])
    bea = one_wallet()
    return {
        "Bea's debt": words.amount(bea.debt.amount),
        "Bea's fee as a share": f"{bea.steps[0].fee / bea.steps[0].value:.2f}",
        "a small debt": words.amount(btc.debt.amount),
        "BTC sold for it": words.amount(btc.steps[0].value),
        "its fee in BTC": words.amount(btc.fees),
        "its fee in EUR": words.amount(eur.fees),
    }


def _mode_numbers() -> dict[str, str]:
    """Return one futures trade with 6,000 USD of isolated margin, and with 10,000 USD of cross."""
    isolated, cross = (
        Contract(Side.LONG, 1, 60_000, margin=margin, maintenance=FUTURES_MAINTENANCE)
        for margin in (6_000, 10_000)
    )
    return {
        "futures volume, BTC": words.amount(isolated.size),
        "futures entry": words.amount(isolated.entry),
        "isolated margin": words.amount(isolated.margin),
        "futures maintenance": words.percent(FUTURES_MAINTENANCE, 0),
        "whole account": words.amount(cross.margin),
        "futures fill": words.amount(FILL),
        "deeper fill of the four laws": words.amount(DEEPER_FILL),
        "futures loss": words.amount(-float(isolated.profit(FILL))),
        "isolated, closed out at": words.price(isolated.liquidation_price(), ""),
        "cross, closed out at": words.price(cross.liquidation_price(), ""),
        "isolated, beyond the margin": words.amount(-float(isolated.equity(FILL))),
        "isolated, left elsewhere": words.amount(cross.margin - isolated.margin),
        "cross, beyond the account": words.amount(-float(cross.equity(FILL))),
    }


def _regime_numbers() -> dict[str, str]:
    state = regimes_state(DEBT, fund=FUND, assigned=VOLUNTEERS / 100)
    usual = state.row(AUTO_DELEVERAGING.name)
    return {
        "a fund pays": words.amount(usual.fund),
        "part that volunteers take": words.percent(VOLUNTEERS / 100, 0),
        "traders bear beside a fund": words.amount(usual.other_traders),
    }


def _sources() -> dict[str, str]:
    """Return what the lesson cites: pages, days, and the sections of the terms and of the law."""
    return {
        **cited(
            "page on conversion", "page on margin", "page on equity protection",
            "day the copies were read", "day of the terms", "month of the terms",
            "day the recorded terms end", "day of the article",
            "day of the page on the liquidity pool",
            "day of the report on the clearing disclosure",
            "day of Deribit's page on its fund", "day of the reports on OKEx",
        ),
        "section of the terms on fees": "6",
        "first section of Annex A": "1",
        "second section of Annex A": "6",
        "third section of Annex A": "7",
        "fourth section of Annex A": "8",
        "title of the federal rules": "17",
        "part of the federal rules": "1.55",
        "paragraph of the federal rules": "1",
        "year of the API documentation": "2026",
        "price of a euro": f"{EUR:.2f}",
        "price of a SOL": words.amount(SOL),
    }  # fmt: skip
