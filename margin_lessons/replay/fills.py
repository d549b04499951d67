"""What a triggered order does: close first in first out, open the rest; then take, then owe.

An opposite order closes first, the oldest position first, and needs no margin for it; only what is
left of it opens a position, which needs margin (support.kraken.com 202966956).
"""

from __future__ import annotations

from margin_lessons import words
from margin_lessons.account import Position, Side
from margin_lessons.costs import conversion_rate
from margin_lessons.opening import check_new_position
from margin_lessons.orders import TriggerOn
from margin_lessons.replay.account_run import AccountRun
from margin_lessons.replay.events import Kind
from margin_lessons.replay.held import Traded
from margin_lessons.replay.kept import Edges
from margin_lessons.replay.live import Live
from margin_lessons.replay.placing import position_gone
from margin_lessons.replay.run import Run
from margin_lessons.replay.swing import highest
from margin_lessons.rounding import CRUMB

SURE = Edges()
"""The edges of a trade whose price is known, as at an open."""


def at_edges(
    run: Run, edges: Edges, price: float, volume: float, fee_rate: float, selling: bool
) -> dict[str, float]:
    """Return what an event says of a trade at ``price`` that may have been worse or better."""
    said: dict[str, float] = {}
    if edges.worst is not None:
        lost = _lost_at(run, edges.worst, price, volume, fee_rate, selling)
        said.update(worst_price=edges.worst, lost=lost)
    if edges.best is not None:
        gained = -_lost_at(run, edges.best, price, volume, fee_rate, selling)
        said.update(best_price=edges.best, gained=gained)
    return said


def _lost_at(
    run: Run, worst: float, price: float, volume: float, fee_rate: float, selling: bool
) -> float:
    """Return how much less a trade of ``volume`` leaves at ``worst`` instead of at ``price``."""
    bad, got = run.state.value(worst), run.state.value(price)
    fee = fee_rate * (abs(bad) - abs(got))
    return volume * ((got - bad if selling else bad - got) + fee)


def close_volume(run: Run, volume: float, price: float, fee_rate: float) -> Traded:
    """Close ``volume`` at ``price``, what has fallen due charged before."""
    run.flush()
    return run.state.close(volume, price, fee_rate)


def emit_closed(
    run: Run, kind: Kind, done: Traded, text: str, edges: Edges, **more: object
) -> None:
    """Add the event of one trade that closed something."""
    value = abs(run.state.value(done.price))
    rate = done.fee / (done.volume * value) if value else 0.0
    more.update(at_edges(run, edges, done.price, done.volume, rate, done.selling))
    more.update(parts=done.parts, volume=done.volume, amount=done.profit, fee=done.fee)
    run.emit(kind, done.price, text, **more)


def result(run: Run, done: Traded) -> str:
    """Return the profit or loss of what was closed, in words."""
    return f"a {'loss' if done.profit < 0 else 'profit'} of {run.money(abs(done.profit))}"


def fill_order(run: Run, live: Live, at: float, beyond: bool) -> None:
    """Trigger an order where the path is ``at``; ``beyond`` when the bar opened beyond it."""
    label, level = live.label, live.level
    if live.resting:
        rested_trade(run, live, at if beyond else level, beyond)
        return
    how = "the bar opens beyond it" if beyond else "the price trades through it"
    if live.on is not TriggerOn.LAST:
        how = f"the {live.on.value} {'opens beyond' if beyond else 'reaches'} it"
    text = f"{live.title} is triggered at {words.price(level, '')}: {how}."
    run.emit(Kind.ORDER_TRIGGERED, at, text, trigger=level, order=label, beyond=beyond)
    if live.limited and not live.accepts(at):
        live.rest(-1 if beyond else run.bar)
        limit = words.price(live.limit, "")
        text = f"{live.title} rests unfilled: the market is beyond its limit {limit}."
        run.emit(Kind.ORDER_RESTING, at, text, trigger=live.limit, order=label, beyond=beyond)
        return
    edges = edges_of(run, live, at, beyond)
    trade(run, live, at, edges, maker=False, trigger=level, beyond=beyond)


def edges_of(run: Run, live: Live, at: float, beyond: bool) -> Edges:
    """Return the worst and the best that an order triggered where the path is ``at`` may get."""
    if live.limited:
        limit, edge = live.limit, run.extreme(live.selling, good=False)
        worst = max(edge, limit) if live.selling else min(edge, limit)
        return Edges(worst, _best_trailed(run, live, at) if live.trails else None)
    price = run.rules.slipped(at, live.selling)
    worst, best = run.worst(price, live.selling), run.best(price, live.selling)
    on_last = live.on is TriggerOn.LAST
    if beyond or (live.order.loses_towards < 0 and not live.trails and on_last):
        return Edges(worst)  # a stop gets its trigger, or less if a finer path jumps over it
    if live.trails and on_last:
        best = _best_trailed(run, live, price)
    return Edges(worst, best)


def _best_trailed(run: Run, live: Live, price: float) -> float:
    """Return the best a trailing stop may get: it followed to the good extreme, and no further."""
    top = highest(run, live)
    return max(price, top) if live.selling else min(price, top)


def rested_trade(run: Run, live: Live, price: float, beyond: bool) -> None:
    """Fill a resting limit order at ``price``: its limit, or a better open of the bar."""
    edges = SURE if beyond else Edges(best=run.extreme(live.selling, good=True))
    trade(run, live, price, edges, maker=True, beyond=beyond)


def trade(run: Run, live: Live, at: float, edges: Edges, *, maker: bool, **more: object) -> None:
    """Let an order trade with the market ``at`` a price: close what it can, and open the rest.

    What is reduce-only opens nothing.
    """
    run.orders.remove(live)
    price = at if live.limited else run.rules.slipped(at, live.selling)
    rate, left = run.rate(maker=maker), live.volume
    if run.state.side is live.side:
        done = close_volume(run, left, price, rate)
        left -= done.volume
        text = (
            f"{live.title} closes {run.coins(done.volume)} at "
            f"{words.price(price, '')} with {result(run, done)}."
        )
        emit_closed(run, Kind.ORDER_FILLED, done, text, edges, order=live.label, **more)
        left = left if left > live.volume * CRUMB else 0.0
        if live.order.reduce_only or not left:
            settle(run, at)
            return
        settle(run, at, quiet=True)
    if live.order.reduce_only or not isinstance(run, AccountRun):
        text = f"Order cancelled: {live.label} may only reduce, and there is nothing to close."
        run.emit(Kind.ORDER_CANCELLED, price, text, volume=left, order=live.label)
        return
    open_rest(run, live, left, price, rate, edges, **more)


def open_rest(
    run: AccountRun,
    live: Live,
    volume: float,
    price: float,
    rate: float,
    edges: Edges,
    **more: object,
) -> None:
    """Open a new position with what an order has left, if there is margin for it."""
    label, side = live.label, Side.SHORT if live.selling else Side.LONG
    refusal = _refusal(run, live, volume, price, rate)
    if refusal or live.leverage is None:
        text = f"{live.title} would open {run.coins(volume)} {side.value}: {refusal}."
        run.emit(Kind.ORDER_REJECTED, price, text, volume=volume, order=label, **more)
        if not run.state.account.positions:
            position_gone(run, price)
        return
    fee = volume * price * rate
    opening = run.state.open(
        Position(side, volume, price, live.leverage, run.coin), run.minute, fee
    )
    run.fresh = run.fresh or run.on_the_way
    more.update(at_edges(run, edges, price, volume, rate, live.selling))
    text = (
        f"{live.title} opens a new {side.value} of {run.coins(volume)} at {words.price(price, '')}"
    )
    text += "." if live.entry else ": it was an order of its own."
    more.update(volume=volume, fee=fee, amount=-opening, order=label)
    run.emit(Kind.NEW_POSITION, price, text, **more)


def _refusal(run: AccountRun, live: Live, volume: float, price: float, rate: float) -> str:
    """Return why no new position can be opened, or nothing."""
    if live.leverage is None:
        return "no leverage was set for a new position"
    if price <= 0:
        return "the price is not above zero"
    side = Side.SHORT if live.selling else Side.LONG
    wanted = Position(side, volume, price, live.leverage, run.coin)
    # The door that every new position goes through; its own trading fee is paid before.
    after_fee = run.state.now.charge(volume * price * rate)
    check = check_new_position(after_fee, wanted, price)
    if not check.accepted:
        return f"the margin it needs, {run.money(check.margin_needed)}, is not there"
    return ""


def take_collateral(run: AccountRun, at: float) -> None:
    """Sell coin collateral for a negative balance, at the market like any other sale."""
    price = run.rules.slipped(at, selling=True)
    if not run.rules.take_collateral or price <= 0:
        return
    rate = 0.0
    if run.rules.charges.conversion:
        rate = conversion_rate(run.coin, run.rules.currency, run.venue)
    units, fee = run.state.take_coins(price, rate)
    if units:
        got = run.money(units * price - fee)
        text = f"Collateral taken: {run.coins(units)} is sold for {got} to cover the loss."
        run.emit(Kind.COLLATERAL_TAKEN, price, text, volume=units, amount=units * price, fee=fee)


def settle(run: Run, price: float, quiet: bool = False) -> None:
    """After a closing with the market at ``price``: take collateral, and see what is owed.

    ``quiet`` when the same order goes on to open a position.
    """
    if isinstance(run, AccountRun):
        take_collateral(run, price)
    run.rearm(price)
    if run.state.side is not None:
        return
    run.armed = True
    run.leave(price)
    if not quiet:
        position_gone(run, price)
