"""What an account in a crash shows and says: call, sale, debt as they come, and the worst case."""

from __future__ import annotations

from margin_lessons import words
from margin_lessons.crossing import crossings
from margin_lessons.scenes.crash_choices import list_title, moment
from margin_lessons.scenes.event_words import event_facts, event_sentence
from margin_lessons.scenes.scene import Fact, Scene
from margin_lessons.scenes.watched_crash import EventState

BELOW = -words.LEAST
"""What is below this is a debt."""


def scene(state: EventState) -> Scene[EventState]:
    """Return what the account shows and says by now."""
    facts = (*_account(state), *_by_now(state))
    return Scene(state, _title(state), _sentence(state), facts, _seen(state))


def _account(state: EventState) -> tuple[Fact, ...]:
    trade, lines, said = state.trade, crossings(state.trade.account), state.said
    worth = state.money(trade.account.positions[0].cost)
    return (
        Fact.of("put up", trade.money, state.money),
        Fact("position", f"{trade.side.value} for {worth}, at {words.setting(trade.leverage)}"),
        Fact.of("opened at", trade.entry.price, said),
        Fact("opened", moment(trade.entry.when)),
        Fact.of("margin call at", lines.call.price, said),
        Fact.of("liquidation at", lines.liquidation.price, said),
        Fact.of("nothing left at", lines.zero_equity.price, said),
    )


def _by_now(state: EventState) -> tuple[Fact, ...]:
    bars, sale, worst = state.trade.bars, state.sale, state.outcome.worst
    facts = [
        Fact("bars over", f"{state.over} of {len(bars)}", state.over),
        Fact.of("price now", state.price, state.said),
        Fact.of("your money now", state.equity, state.money),
    ]
    if sale is not None:
        facts += [
            Fact.of("sold at", sale.price, state.said),
            Fact("sold in the bar of", moment(bars.when(sale.bar))),
            Fact.of(f"{state.extreme} price until then", worst.price, state.said),
            Fact.of("worst case", worst.equity, state.money),
        ]
    events = event_facts(state.events, lambda event: moment(bars.when(event.bar)), state.said)
    return (*facts, *events)


def _title(state: EventState) -> str:
    trade, money = state.trade, state.money(abs(state.equity))
    whose = f"{list_title(trade.crash)}: the {words.setting(trade.leverage)} {trade.side.value}"
    if state.equity < BELOW:
        lacks = f"lacks {money}, which the law spares you"
        return f"{whose} {lacks if state.spared else f'owes {money}'}"
    sold = state.sale is not None
    return f"{whose} is {f'sold, and {money} is left' if sold else f'open, and stands at {money}'}"


def _sentence(state: EventState) -> str:
    trade, cut = state.trade, ""
    if trade.leverage < state.asked:
        cut = f" {words.setting(state.asked)} is not allowed; {words.setting(trade.leverage)} is."
    opened = f"{state.said(trade.entry.price)} ({moment(trade.entry.when)})"
    begun = f"Opened at {opened} on {state.money(trade.money)}.{cut}"
    return f"{begun} {_what_came(state)} {event_sentence(state.events)}"


def _what_came(state: EventState) -> str:
    said, sale, worst = state.said, state.sale, state.outcome.worst
    if sale is None:
        return f"The price is {said(state.price)} now, and nobody has sold."
    line = said(state.outcome.trigger)
    how = f"The price traded through {line}, and it was sold there."
    if sale.beyond or state.late:
        how = f"It was to be sold at {line}; it was sold at {said(sale.price)}."
    if worst.price == sale.price:
        return how
    end = f"{state.money(abs(worst.equity))} would be {'missing' if worst.equity < 0 else 'left'}"
    price = f"{state.extreme} price until then, {said(worst.price)}"
    return f"{how} Worst case, and not what happened: at the {price}, {end}."


def _seen(state: EventState) -> str:
    bars, said = state.trade.bars, state.said
    if not state.over:
        return "The line of the price ends where the account is opened. Its bar stands whole."
    turn = int(bars.low[: state.over].argmin())
    where = f"{said(float(bars.low[turn]))} ({moment(bars.when(turn))})"
    bar = "hangs below zero, hatched" if state.equity < BELOW else "stands above zero"
    sold = worst = ""
    if state.sale is not None:
        side = "below" if state.outcome.worst.equity < 0 else "above"
        sold, worst = " A cross marks the sale.", f", and beside it the worst case {side} zero"
    return (
        f"The price goes from {said(state.trade.entry.price)} over a low of {where} to "
        f"{said(state.price)}; thin lines are the range of each bar.{sold} The bar of your money "
        f"{bar}{worst}."
    )
