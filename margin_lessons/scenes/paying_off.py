"""The recovery waterfall: what is taken, what stays owed as the days pass, and who says so."""

from __future__ import annotations

from margin_lessons import words
from margin_lessons.debt import DAYS_PER_YEAR, SAID, Payer, Recovery, Standing
from margin_lessons.scenes.payments import EVERY, WATCHED, Payment, WaterfallState
from margin_lessons.scenes.scene import Fact, Scene
from margin_lessons.scenes.table import Table

MARKS = {
    Standing.PUBLISHED: "published",
    Standing.PARTLY: "in part",
    Standing.CLAIMED: "not found",
    Standing.CONTRADICTED: "contradicted",
}
"""How far the exchange's pages, or its terms of December 2024, say so."""

TERMS = "terms of December 2024"


def day_text(day: float | None) -> str:
    """Return a day as it is written, and that there is none.

    >>> day_text(30), day_text(None)
    ('day 30', 'no day')
    """
    return "no day" if day is None else f"day {words.amount(day)}"


def scene(state: WaterfallState) -> Scene[WaterfallState]:
    """Return what the waterfall shows and says."""
    r = state.recovery
    payments = (f for number, one in enumerate(state.payments, 1) for f in _of_payment(number, one))
    sums = _sums(state)
    return Scene(
        state,
        title=_title(r),
        sentence=f"{_paid(state)} {_end(state)}",
        facts=(*sums[:2], *payments, *sums[2:]),
        seen=_seen(state),
        rows=Table(
            "Payment by payment",
            ("taken from", "day", "on top", "reaches the debt", "still owed", "in pages or terms"),
            tuple(_row(number, one) for number, one in enumerate(state.payments, 1)),
            tuple(f"{fact.name}: {fact.text}" for fact in sums),
        ),
    )


def _sums(state: WaterfallState) -> tuple[Fact, ...]:
    """Return every fact that is not one payment's."""
    r = state.recovery
    spared = [w.currency for w in state.wallets if w.amount > 0 and w in r.untouched]
    return (
        Fact("debt", f"{words.money(r.debt.amount)} on {day_text(r.debt.day)}", r.debt.amount),
        Fact.of("your wallets hold", state.held),
        Fact("wallets left alone", ", ".join(spared) or "none"),
        Fact.of("paid by your wallets", r.from_wallets),
        Fact.of("conversion fees on top", r.fees),
        Fact.of("owed after your wallets", state.left),
        Fact.of("paid by your deposits", r.from_deposits),
        Fact("absorbed by the exchange", words.money(r.absorbed), r.absorbed or None),
        *_charge_facts(state),
        Fact("day looked at", day_text(state.days), state.days),
        Fact.of("owed on that day", state.owed_then),
        Fact.of("still owed", r.remaining),
        Fact.of("taken from you in all", r.client_cost),
        Fact("due", _due(r), r.due_day),
        *([Fact("never settled, because", r.never)] if r.never else []),
        Fact("trading returns", _back(r), r.trading_returns),
        Fact("withdrawal returns", _back(r), r.withdrawal_returns),
    )


def _of_payment(number: int, payment: Payment) -> tuple[Fact, ...]:
    name = f"{number}. {payment.origin}"
    fee = Fact.of(f"{name}: fee", payment.fee)
    paid = Fact.of(name, payment.paid)
    return (paid, fee) if payment.fee > 0 else (paid,)


def _row(number: int, payment: Payment) -> tuple[str, ...]:
    """Return a payment as a row: from what and when, what came on top, and who says so."""
    first, last = payment.steps[0], payment.last
    days = [words.amount(step.day) for step in (first, last)]
    on_top = (("fee", payment.fee), ("charged before", payment.charged))
    amount = f", {words.coins(last.amount, last.currency)}" if payment.fee > 0 else ""
    return (
        f"{number}. {payment.origin}{amount}",
        days[0] if first is last else " to ".join(days),
        ", ".join(f"{name} {words.money(much)}" for name, much in on_top if much > 0) or "none",
        words.money(payment.paid),
        words.money(payment.remaining),
        _published(payment),
    )


def _published(payment: Payment) -> str:
    part = "published " if payment.basis.standing is Standing.PARTLY else ""
    return f"{part}{MARKS[payment.basis.standing]}"


def _charge_facts(state: WaterfallState) -> list[Fact]:
    r, rules = state.recovery, state.recovery.rules
    if not rules.interest:
        claim = f"none: the article's claim, {MARKS[SAID['interest'].standing]} by the {TERMS}"
        return [Fact("interest", claim), Fact.of("charged on top in all", 0.0)]
    rate = words.percent(rules.interest, 0)
    facts = [Fact("interest", f"{words.money(r.interest)}, at {rate} a year; {TERMS}", r.interest)]
    if rules.collector:
        text = f"{words.money(r.collector_fee)}, {words.percent(rules.collector, 0)}; {TERMS}"
        facts.append(Fact("collector's fee", text, r.collector_fee))
    month = r.owed.debt * rules.interest * EVERY / DAYS_PER_YEAR
    if month > 0:
        facts.append(Fact.of(f"interest of the next {EVERY} days", month))
    return [*facts, Fact.of("charged on top in all", state.charges)]


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
        f"{words.money(r.fees)} goes in fees."
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


def _seen(state: WaterfallState) -> str:
    """Return the columns and the curve in words, with three points of it."""
    r = state.recovery
    end = r.settled_day or WATCHED
    three = ", ".join(
        f"{words.money(float(r.owed_on(at)))} on {day_text(at)}" for at in (0, end // 2, end)
    )
    drawn = f" It is drawn as far as {day_text(state.days)}, and dotted from there."
    return (
        "Left, columns that hang below zero: the hatched debt, then from wallet to wallet the part "
        f"it pays, so that less is left. Right, what is owed over the days: {_course(r)}; it is "
        f"{three}.{drawn if state.days < end else ''}"
    )


def _course(r: Recovery) -> str:
    deposits = sum(step.payer is Payer.DEPOSITS for step in r.steps)
    grows = "the hatched debt grows a little from day to day" if r.interest else "it stays the same"
    if not deposits:
        return "nothing from the first day on" if r.remaining <= 0 else grows
    return f"{grows}, and each of {words.plural(deposits, 'deposit')} lifts it by a step"
