"""The words of the waterfall: title, sentence, and a row for every payment with its standing."""

from __future__ import annotations

from margin_lessons.debt import DAYS_PER_YEAR, SAID, Payer, Recovery, Standing
from margin_lessons.figures import words
from margin_lessons.figures.readout import Fact, Readout
from margin_lessons.figures.waterfall import EVERY, Payment, WaterfallState

MARKS = {
    Standing.PUBLISHED: "published",
    Standing.PARTLY: "in part",
    Standing.CLAIMED: "not found",
    Standing.CONTRADICTED: "contradicted",
}
"""How far the exchange's pages, or its terms of December 2024, say so."""

TERMS = "terms of December 2024"


def day_text(day: float) -> str:
    """Return a day as it is written: ``day 30``."""
    return f"day {words.amount(day)}"


def readout(state: WaterfallState) -> Readout:
    """Return the words of the waterfall."""
    r = state.recovery
    spared = [w.currency for w in state.wallets if w.amount > 0 and w in r.untouched]
    facts = [
        Fact("debt", f"{words.money(r.debt.amount)} on {day_text(r.debt.day)}", r.debt.amount),
        Fact("your wallets hold", words.money(state.held), state.held),
        *(_payment_fact(number, one) for number, one in enumerate(state.payments, 1)),
        Fact("wallets left alone", ", ".join(spared) or "none"),
        Fact("paid by your wallets", words.money(r.from_wallets), r.from_wallets),
        Fact("conversion fees on top", words.money(r.fees), r.fees),
        Fact("paid by your deposits", words.money(r.from_deposits), r.from_deposits),
        Fact("absorbed by the exchange", words.money(r.absorbed), r.absorbed),
        *_charge_facts(state),
        Fact("still owed", words.money(r.remaining), r.remaining),
        Fact("taken from you in all", words.money(r.client_cost), r.client_cost),
        Fact("due", _due(r), r.due_day),
        *([Fact("never settled, because", r.never)] if r.never else []),
        Fact("trading returns", _back(r), r.trading_returns),
        Fact("withdrawal returns", _back(r), r.withdrawal_returns),
    ]
    return Readout(
        title=_title(r),
        sentence=f"{_paid(state)} {_end(state)}",
        facts=tuple(facts),
        picture="Columns below zero: the debt, then one column for each payment with the amount, "
        "the conversion fee, what was charged for the time, what is left to pay, and whether the "
        "exchange's pages or terms say so.",
    )


def _payment_fact(number: int, payment: Payment) -> Fact:
    """Return the one row of a payment: what it paid, from what, and how far that is published."""
    first, last = payment.steps[0], payment.last
    paid = words.money(payment.paid)
    if payment.fee > 0:
        amount = words.coins(last.amount, last.currency)
        paid = f"{paid} of {amount}, fee {words.money(payment.fee)}"
    elif last.payer is Payer.DEPOSITS:
        since = "" if first is last else f"{day_text(first.day)} to "
        paid = f"{paid}, {since}{day_text(last.day)}"
        if payment.charged > 0:
            paid = f"{paid}, {words.money(payment.charged)} charged before"
    part = "published " if payment.basis.standing is Standing.PARTLY else ""
    text = f"{paid}; {part}{MARKS[payment.basis.standing]}"
    return Fact(f"{number}. {payment.origin}", text, payment.paid)


def _charge_facts(state: WaterfallState) -> list[Fact]:
    r, rules = state.recovery, state.recovery.rules
    if not rules.interest:
        claim = f"none: the article's claim, {MARKS[SAID['interest'].standing]} by the {TERMS}"
        return [Fact("interest", claim), Fact("charged on top in all", words.money(0.0), 0.0)]
    rate = words.percent(rules.interest, 0)
    facts = [Fact("interest", f"{words.money(r.interest)}, at {rate} a year; {TERMS}", r.interest)]
    if rules.collector:
        text = f"{words.money(r.collector_fee)}, {words.percent(rules.collector, 0)}; {TERMS}"
        facts.append(Fact("collector's fee", text, r.collector_fee))
    month = r.owed.debt * rules.interest * EVERY / DAYS_PER_YEAR
    if month > 0:
        facts.append(Fact(f"interest of the next {EVERY} days", words.money(month), month))
    return [*facts, Fact("charged on top in all", words.money(state.charges), state.charges)]


def _due(r: Recovery) -> str:
    if r.due_day is None:
        return "the article names no time"
    return f"within 48 hours, {day_text(r.due_day)}: {'missed' if r.overdue else 'kept'}; {TERMS}"


def _back(r: Recovery) -> str:
    mark = MARKS[SAID["restricted"].standing]
    if r.trading_returns is None:
        return f"not while money is owed; {mark}"
    return f"on {day_text(r.trading_returns)}; {mark}"


def _title(r: Recovery) -> str:
    owed, left = words.money(r.debt.amount), words.money(r.remaining)
    if not r.steps:
        return f"Nothing is paid: {left} is still owed"
    if r.remaining > 0:
        return f"Of {owed}, {left} is still owed"
    if r.absorbed > 0:
        return f"The exchange chose to let {words.money(r.absorbed)} go"
    if r.from_deposits > 0:
        return f"The debt of {owed} is settled on {day_text(r.settled_day)}"
    return f"The wallets settle the debt of {owed} at once"


def _paid(state: WaterfallState) -> str:
    r = state.recovery
    if not state.touched:
        return "There is no wallet to take anything from."
    names = [step.currency for step in state.touched]
    listed = " and ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)
    are = "are" if names[1:] else "is"
    return (
        f"First {listed} {are} taken: {words.money(r.from_wallets)} reaches the debt, and "
        f"conversion fees of {words.money(r.fees)} come on top."
    )


def _end(state: WaterfallState) -> str:
    """Return what follows the wallets: a favour, deposits, or a debt that stays."""
    r = state.recovery
    if r.absorbed > 0:
        whole = "the other" if r.from_wallets > 0 else "the whole"
        return (
            f"The exchange absorbs {whole} {words.money(r.absorbed)} because it chooses to, not "
            f"because it must; only the article speaks of it. Trading and withdrawal return on "
            f"{day_text(r.settled_day)}."
        )
    if r.remaining > 0:
        return _never(state)
    back = f"trading and withdrawal return on {day_text(r.settled_day)}."
    if r.from_deposits <= 0:
        return f"Nothing stays owed: {back}"
    late = f"The 48 hours end on {day_text(r.due_day)}, unpaid. " if r.overdue else ""
    charged = (
        f", {words.money(state.charges)} of it charged for the time" if state.charges > 0 else ""
    )
    return f"{late}Deposits pay {words.money(r.from_deposits)}{charged}; {back}"


def _never(state: WaterfallState) -> str:
    r = state.recovery
    late = f" past the 48 hours, which end on {day_text(r.due_day)}" if r.overdue else ""
    grows = ", and it grows" if r.rules.interest > 0 else ""
    return (
        f"{words.money(r.remaining)} stays owed{late}{grows}. Because {r.never}, this never ends, "
        "and you may not trade or withdraw."
    )
