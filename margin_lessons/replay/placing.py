"""Placing and cancelling orders, and what becomes of them when the position is gone."""

from __future__ import annotations

from margin_lessons import words
from margin_lessons.account import Side
from margin_lessons.errors import BadInput, shown
from margin_lessons.orders import Order, TriggerOn
from margin_lessons.replay.events import Kind
from margin_lessons.replay.live import Live
from margin_lessons.replay.run import Run
from margin_lessons.rounding import CRUMB


def place(run: Run, order: Order, price: float, where: str, *, market: float) -> None:
    """Place an order while ``price`` is the price that may trigger it, and ``market`` the last.

    ``where`` names the row of the plan in an error.
    """
    try:
        side, volume, leverage = _for_what(run, order)
        entry = run.state.side is not side
        order.check(price, side, entry)
    except BadInput as problem:
        raise BadInput(f"{where}: {problem}") from None
    live = Live(order, side, volume, leverage, best=price, number=run.placed, entry=entry)
    run.placed += 1
    run.orders.append(live)
    trade = "sell" if live.selling else "buy"
    only = ", reduce-only" if order.reduce_only else ""
    text = f"Order placed: {live.label} to {trade} {run.coins(volume)}{only}."
    run.emit(Kind.ORDER_PLACED, market, text, trigger=live.level, volume=volume, order=live.label)


def _for_what(run: Run, order: Order) -> tuple[Side, float, float | None]:
    side = order.side or run.state.side
    if side is None:
        raise BadInput(f"{order.title} has no side: nothing is open that it could close.")
    volume = order.volume or run.state.volume
    if not volume:
        raise BadInput(f"{order.title} has no volume: nothing is open that it could close.")
    if order.on is TriggerOn.MARK:
        raise BadInput(
            f"{order.title} triggers on the mark price: a contract has one, spot margin has none."
        )
    if order.on is TriggerOn.INDEX and run.index is None:
        raise BadInput(f"{order.title} triggers on the index price: give the replay an index.")
    if order.reduce_only and side is run.state.side and volume > run.state.volume * (1 + CRUMB):
        raise BadInput(
            f"{order.title} of {shown(volume)} is above the {shown(run.state.volume)} that is "
            "open: a reduce-only order can only close what is there."
        )
    leverage = order.leverage or run.leverage
    return side, volume, None if leverage is None else run.venue.check_leverage(leverage)


def cancel(run: Run, name: str, price: float) -> None:
    """Take back every live order of that name, or say that there is none."""
    gone = [live for live in run.orders if live.label == name]
    run.orders = [live for live in run.orders if live.label != name]
    for live in gone:
        text = f"Order cancelled: {name}."
        run.emit(Kind.ORDER_CANCELLED, price, text, volume=live.volume, order=name)
    if not gone:
        run.emit(Kind.TOO_LATE, price, f"No live order is called {name}.", order=name)


def position_gone(run: Run, price: float) -> None:
    """Cancel what may only reduce, and say which orders stay live without a position.

    Source: support.kraken.com 203325793: a stop is not tied to the position.
    """
    for live in list(run.orders):
        label = live.label
        if live.order.reduce_only:
            run.orders.remove(live)
            text = f"Order cancelled: {label} may only reduce, and nothing is open any more."
            run.emit(Kind.ORDER_CANCELLED, price, text, volume=live.volume, order=label)
        else:
            trade = "sell" if live.selling else "buy"
            text = (
                f"The order {label} is still live: it may {trade} {run.coins(live.volume)} "
                f"at {words.price(live.level, '')} though nothing is open."
            )
            run.emit(Kind.ORDER_LEFT, price, text, volume=live.volume, order=label)
