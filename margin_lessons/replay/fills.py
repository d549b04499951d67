"""What a triggered order and a liquidation do: close first in first out, open, take, owe."""

from __future__ import annotations

import numpy as np

from margin_lessons.account import Position, Side
from margin_lessons.closing import ClosedPart
from margin_lessons.costs import conversion_rate
from margin_lessons.linear import ROUNDING
from margin_lessons.orders import StopLossLimit
from margin_lessons.replay import words
from margin_lessons.replay.book import TINY
from margin_lessons.replay.events import Kind
from margin_lessons.replay.placing import position_gone
from margin_lessons.replay.run import Liquidation, Live, Run
from margin_lessons.venue import Extent


def lost_at(worst: float, price: float, volume: float, fee_rate: float, selling: bool) -> float:
    """Return how much less a trade of ``volume`` leaves at ``worst`` instead of at ``price``."""
    per_coin = price - worst if selling else worst - price
    fee = fee_rate * (abs(worst) - abs(price))
    return volume * (per_coin + fee)


def close_volume(run: Run, volume: float, price: float, fee_rate: float) -> list[ClosedPart]:
    """Close ``volume`` coins at ``price``, the oldest position first."""
    run.flush()
    parts: list[ClosedPart] = []
    left = volume
    while run.book.account.positions and left > volume * TINY:
        parts.append(run.book.close_first(left, price, fee_rate))
        left -= parts[-1].volume
    return parts


def emit_closed(
    run: Run, kind: Kind, parts: list[ClosedPart], text: str, worst: float | None, **more: object
) -> None:
    """Add the event of one trade that closed ``parts``, all at one price."""
    volume = sum(part.volume for part in parts)
    fee = sum(part.fee for part in parts)
    price, selling = parts[0].price, parts[0].position.side is Side.LONG
    if worst is not None:
        rate = fee / (volume * abs(price)) if price else 0.0
        more.update(worst_price=worst, lost=lost_at(worst, price, volume, rate, selling))
    profit = sum(part.profit for part in parts)
    run.emit(kind, price, text, volume=volume, amount=profit, fee=fee, **more)


def result(run: Run, parts: list[ClosedPart]) -> str:
    """Return the profit or loss of what was closed, in words."""
    profit = sum(part.profit for part in parts)
    return f"a {'loss' if profit < 0 else 'profit'} of {run.money(abs(profit))}"


def fill_order(run: Run, live: Live, at: float, beyond: bool) -> None:
    """Trigger an order where the path is ``at``; ``beyond`` when the bar opened beyond it."""
    label, level = live.order.label, live.level
    if live.resting:
        trade(run, live, at if beyond else level, maker=True, worst=None, beyond=beyond)
        return
    how = "the bar opens beyond it" if beyond else "the price trades through it"
    text = f"{live.title} is triggered at {words.price(level)}: {how}."
    run.emit(Kind.ORDER_TRIGGERED, at, text, trigger=level, order=label, beyond=beyond)
    price = at if beyond else run.rules.slipped(at, live.selling)
    if isinstance(live.order, StopLossLimit) and not live.order.accepts(price, live.side):
        live.rest(-1 if beyond else run.bar)
        limit = words.price(live.order.limit)
        text = f"{live.title} rests unfilled: the market is beyond its limit {limit}."
        run.emit(Kind.ORDER_RESTING, at, text, trigger=live.order.limit, order=label, beyond=beyond)
        return
    worst = run.worst(price, live.selling)
    trade(run, live, price, maker=False, worst=worst, trigger=level, beyond=beyond)


def trade(
    run: Run, live: Live, price: float, *, maker: bool, worst: float | None, **more: object
) -> None:
    """Let an order trade at ``price``: close what it can, and open the rest unless reduce-only."""
    run.orders.remove(live)
    label = live.order.label
    rate = (run.venue.fees.maker if maker else run.venue.fees.taker) * run.rules.charges.trading
    left = live.volume
    if run.book.side is live.side:
        parts = close_volume(run, left, price, rate)
        volume = sum(part.volume for part in parts)
        left -= volume
        text = (
            f"{live.title} closes {run.coins(volume)} at "
            f"{words.price(price)} with {result(run, parts)}."
        )
        emit_closed(run, Kind.ORDER_FILLED, parts, text, worst, order=label, **more)
        left = left if left > live.volume * 1e-9 else 0.0
        if live.order.reduce_only or not left:
            settle(run, price)
            return
        settle(run, price, quiet=True)
    if live.order.reduce_only:
        text = f"Order cancelled: {label} may only reduce, and there is nothing it could close."
        run.emit(Kind.ORDER_CANCELLED, price, text, volume=left, order=label)
        return
    open_rest(run, live, left, price, rate, worst, **more)


def open_rest(
    run: Run,
    live: Live,
    volume: float,
    price: float,
    rate: float,
    worst: float | None,
    **more: object,
) -> None:
    """Open a new position with what an order has left, if there is margin for it."""
    label, side = live.order.label, Side.SHORT if live.selling else Side.LONG
    refusal = _refusal(run, live, volume, price, rate)
    if refusal:
        text = f"{live.title} would open {run.coins(volume)} {side.value}: {refusal}."
        run.emit(Kind.ORDER_REJECTED, price, text, volume=volume, order=label, **more)
        if not run.book.account.positions:
            position_gone(run, price)
        return
    fee = volume * price * rate
    opening = run.book.open(Position(side, volume, price, live.leverage, run.coin), run.minute, fee)
    run.fresh = run.fresh or run.on_the_way
    if worst is not None:
        lost = lost_at(worst, price, volume, rate, live.selling)
        more.update(worst_price=worst, lost=lost)
    text = (
        f"{live.title} opens a new {side.value} of {run.coins(volume)} "
        f"at {words.price(price)}: it was an order of its own."
    )
    run.emit(
        Kind.NEW_POSITION, price, text, volume=volume, fee=fee, amount=-opening, order=label, **more
    )


def _refusal(run: Run, live: Live, volume: float, price: float, rate: float) -> str:
    """Return why no new position can be opened, or nothing."""
    if live.leverage is None:
        return "no leverage was set for a new position"
    if price <= 0:
        return "the price is not above zero"
    margin = volume * price / live.leverage
    equity = run.book.equity(price) - volume * price * rate
    needed = run.venue.full_level * (run.book.used(price) + margin)
    if equity < needed * (1 - ROUNDING) or equity <= 0:
        return f"the margin it needs, {run.money(margin)}, is not there"
    return ""


def begin_liquidation(run: Run, at: float, trigger: float, beyond: bool) -> None:
    """The margin level has reached the level at which the venue acts: nothing can stop it now."""
    reached = words.level(run.book.level(at))
    text = f"Liquidation begins at {words.price(at)}: the margin level is {reached}."
    if np.isinf(trigger):
        trigger = at
    due = due_bar(run, run.rules.delay_bars, run.rules.delay_minutes)
    run.liquidation = Liquidation(run.bar, trigger, due)
    run.emit(Kind.LIQUIDATION_TRIGGERED, at, text, trigger=trigger, beyond=beyond)
    if due == run.bar:
        selling = run.book.side is Side.LONG
        fill_liquidation(run, at if beyond else run.rules.slipped(at, selling), beyond)


def due_bar(run: Run, bars: int, minutes: float) -> int:
    """Return the index of the first bar that opens so many bars or minutes after this one."""
    if minutes:
        return int(np.searchsorted(run.bars.minutes, run.minute + minutes))
    return run.bar + bars


def fill_liquidation(run: Run, price: float, beyond: bool) -> None:
    """Close at ``price``, oldest position first: everything, or just enough for the full level."""
    begun, extent, rate = run.liquidation, run.venue.extent, run.fee_rate
    selling = run.book.side is Side.LONG
    worst = run.worst(price, selling, since=begun.bar)
    closed = False
    while run.book.account.positions:
        volume = held = run.book.account.positions[0].volume
        if extent is Extent.JUST_ENOUGH:
            volume = run.book.volume_to_restore(run.venue.full_level, price, rate)
        if not volume:
            break
        parts = close_volume(run, volume, price, rate)
        text = (
            f"Liquidation closes {run.coins(volume)} at {words.price(price)}"
            f"{_off(price, begun.trigger)} with {result(run, parts)}."
        )
        more = {"trigger": begun.trigger, "beyond": beyond}
        emit_closed(run, Kind.LIQUIDATION_FILLED, parts, text, worst, **more)
        closed = True
        if volume < held:
            break
    run.liquidation = None
    if not closed:
        run.fresh = True  # nothing more in this bar, or it would begin again without an end
        text = "Liquidation ends without closing anything: the level is back."
        run.emit(Kind.LIQUIDATION_FILLED, price, text, trigger=begun.trigger, volume=0.0)
    settle(run, price)


def _off(price: float, trigger: float) -> str:
    """Return how far a fill is off its trigger, in words."""
    off = abs(price / trigger - 1) if trigger > 0 else 0.0
    return f", {words.level(off)} off the trigger," if off >= 0.0005 else ""


def settle(run: Run, price: float, quiet: bool = False) -> None:
    """After a closing: sell coin collateral for a negative balance, and see what is owed.

    ``quiet`` when the same order goes on to open a position.
    """
    if run.rules.take_collateral and price > 0:
        rate = 0.0
        if run.rules.charges.conversion:
            rate = conversion_rate(run.coin, run.rules.currency, run.venue)
        units, fee = run.book.take_coins(price, rate)
        if units:
            got = run.money(units * price - fee)
            text = f"Collateral taken: {run.coins(units)} is sold for {got} to cover the loss."
            run.emit(
                Kind.COLLATERAL_TAKEN, price, text, volume=units, amount=units * price, fee=fee
            )
    run.rearm(price)
    if run.book.account.positions:
        return
    run.armed = True
    owed = run.book.owed(price)
    if owed != run.owed:
        run.owed = owed
        if owed:
            text = f"{run.money(owed)} is owed: the loss is larger than everything in the account."
            run.emit(Kind.DEBT, price, text, amount=-owed)
    if not quiet:
        position_gone(run, price)
