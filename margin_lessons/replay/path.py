"""What happens inside one bar, step by step along the path the bar is taken to have gone.

A bar does not say whether its high or its low came first. The path taken here is: the open, the
extreme that is bad for the account, the other extreme, the close. So a stop and a take-profit in
one bar count as the stop. At the open, everything the price has jumped over happens at the open;
after it, everything happens where the path meets it.

For a trailing stop the bad order is the other one: the price runs up, takes the stop along, and
comes back to it (asked of freqtrade in its issue 4105, 21 December 2020). So at the bad extreme the
path swings out to the good one and back, for the trailing stops alone; not where the order is
known, as a low at the open came first and a high at the close last.

A contract has a last, a mark and an index price, each with its own bar. They are taken to go the
same way at the same time, from the open to the same extreme; what one of them sets off fills at the
last price, at the nearest place to the level that the last price has on that way.
"""

from __future__ import annotations

from typing import NamedTuple

from margin_lessons.market.bars import Bar
from margin_lessons.plan import AddFunds, Cancel, CloseByHand, Place
from margin_lessons.replay.account_run import AccountRun
from margin_lessons.replay.answering import add_funds, close_by_hand, give, margin_call
from margin_lessons.replay.events import Kind
from margin_lessons.replay.fills import fill_order, rested_trade
from margin_lessons.replay.held import Rank
from margin_lessons.replay.kept import Swings
from margin_lessons.replay.liquidating import begin_liquidation, fill_liquidation
from margin_lessons.replay.live import Live
from margin_lessons.replay.placing import cancel, place
from margin_lessons.replay.reach import passed
from margin_lessons.replay.run import Run
from margin_lessons.replay.swing import chance, order_known, swing_turns
from margin_lessons.venue import FirstInBar


class Hit(NamedTuple):
    """Something the path meets at ``price``: which, the level that set it off, and the order.

    ``part`` is how much of its leg the price that decides, be it last, mark or index, had gone.
    """

    price: float
    part: float
    rank: Rank
    level: float
    live: Live | None = None

    def order(self, here: float) -> tuple[float, float, int, float, int]:
        """Sort key: the nearest; then call, liquidation, orders; then the one passed first."""
        passed, number = -abs(self.level - here), self.live.number if self.live else 0
        return abs(self.price - here), self.part, self.rank, passed, number


def visit(run: Run, index: int) -> None:
    """Let everything happen that the bar with this ``index`` brings."""
    bar, before = run.start_bar(index), len(run.events)
    if run.liquidation is not None and run.liquidation.due == index:
        fill_liquidation(run, bar.open, beyond=True)
    travel(run, "open", "open", step=0)
    run.rearm(bar.open)
    do_what_was_planned(run, bar)
    run.on_the_way = True
    bad, good, close = route(run, bar)
    step = -1 if bad == "low" else 1
    travel(run, "open", bad, step)
    swing(run, bad)
    travel(run, bad, good, -step)
    travel(run, good, close, step)
    fill_rested(run, bar)
    run.rearm(bar.close)
    if len(run.events) > before:
        run.note_span()


def route(run: Run, bar: Bar) -> tuple[str, str, str]:
    """Return the points of the bar in the order in which the path meets them."""
    slope = run.state.slope
    low_first = slope > 0 if slope else bar.close >= bar.open
    return ("low", "high", "close") if low_first else ("high", "low", "close")


def swing(run: Run, point: str) -> None:
    """Let the trailing stops act that a swing to the other extreme and back would set off."""
    turns = swing_turns(run, point)
    if run.swings is Swings.NEVER:
        run.chances += [chance(run, live) for live, _ in turns]
        return
    run.turned |= bool(turns)
    acting = False
    for live, turn in turns:
        bar = run.bar_of(live)
        sure = passed(live.level_after(turn), live.direction, bar.close)
        run.unsure |= not sure or turn not in (bar.low, bar.high)
        if run.swings is Swings.ALWAYS or not order_known(bar, point):
            live.follow(turn)
            acting = True
    if acting:
        low = point == "low"
        travel(run, "high" if low else "low", point, step=-1 if low else 1)


def travel(run: Run, origin: str, point: str, step: int) -> None:
    """Go from a point of the bar to another, downwards (-1) or up (+1); 0 is the jump to the open.

    The next thing on the way is looked for anew after each one, as each may change the rest.
    """
    here = getattr(run.last_bar, origin)
    while found := meets(run, here, origin, point, step):
        hit = choose(found, here, run.first_in_bar)
        here = hit.price
        happen(run, hit, found, point, beyond=not step)
    run.stand(getattr(run.value_bar, point))
    for live in run.orders:
        if live.trails:
            live.follow(getattr(run.bar_of(live), point))


def meets(run: Run, here: float, origin: str, point: str, step: int) -> list[Hit]:
    """Return everything on the way from ``here`` to a point of the bar."""
    if run.liquidation is not None:
        return []
    hits, there = [], getattr(run.last_bar, point)
    for reach, rank, back in run.state.watched(run.armed) if not run.fresh else ():
        if back or (step and step != reach.direction):
            continue
        if reach.passed(getattr(run.value_bar, point)):
            price = first_met(reach.price, here, there)
            hits.append(
                Hit(
                    price,
                    share_of_way(run.value_bar, reach.price, origin, point),
                    rank,
                    reach.price,
                )
            )
    for live in run.orders:
        if live.rested_in_bar == run.bar or (step and step != live.direction):
            continue
        level, bar = live.level, run.bar_of(live)
        if passed(level, live.direction, getattr(bar, point)):
            price = first_met(level, here, there)
            hits.append(
                Hit(price, share_of_way(bar, level, origin, point), Rank.ORDER, level, live)
            )
    return hits


def share_of_way(bar: Bar, level: float, origin: str, point: str) -> float:
    """Return which part of the way from one point of a bar to another a level lies at, 0 to 1.

    >>> share_of_way(Bar(100, 100, 80, 90), 95, "open", "low")
    0.25
    """
    here, there = getattr(bar, origin), getattr(bar, point)
    return min(max((level - here) / (there - here), 0.0), 1.0) if there != here else 0.0


def first_met(level: float, here: float, there: float) -> float:
    """Return the price on the way from ``here`` to ``there`` that is nearest to ``level``."""
    return min(max(level, min(here, there)), max(here, there))


def choose(hits: list[Hit], here: float, first: FirstInBar) -> Hit:
    """Return what happens first, under the venue's convention for a stop and the liquidation."""
    hit = min(hits, key=lambda one: one.order(here))
    if hit.rank == Rank.LIQUIDATION and first is FirstInBar.STOP:
        rivals = [one for one in hits if one.rank == Rank.ORDER]
    elif hit.rank == Rank.ORDER and first is FirstInBar.LIQUIDATION:
        rivals = [one for one in hits if one.rank == Rank.LIQUIDATION]
    else:
        rivals = []
    return min(rivals, key=lambda one: one.order(here)) if rivals else hit


def happen(run: Run, hit: Hit, found: list[Hit], point: str, beyond: bool) -> None:
    """Let the thing that was met on the way to a point of the bar happen."""
    if hit.rank == Rank.CALL and isinstance(run, AccountRun):
        too_fast = beyond and any(other.rank == Rank.LIQUIDATION for other in found)
        margin_call(run, hit.price, hit.level, beyond, too_fast)
    elif hit.rank == Rank.LIQUIDATION:
        run.stand(first_met(hit.level, run.marked, getattr(run.value_bar, point)))
        begin_liquidation(run, hit.price, hit.level, beyond)
    elif hit.live is not None:
        fill_order(run, hit.live, hit.price, beyond)


def fill_rested(run: Run, bar: Bar) -> None:
    """Fill a limit order that came to rest inside this bar when the close is back at its limit.

    The close is the only price of the bar that is sure to come after it.
    """
    for live in [one for one in run.orders if one.rested_in_bar == run.bar]:
        live.rested_in_bar = -1
        # One that fills may leave nothing for the next, which is then cancelled.
        alive = live in run.orders and run.liquidation is None
        if alive and passed(live.level, live.direction, bar.close):
            rested_trade(run, live, live.level, beyond=False)


def do_what_was_planned(run: Run, bar: Bar) -> None:
    """Do the actions of this bar and give the answers that are due, at its open."""
    while run.actions and run.actions[0][0] == run.bar:
        _, row, action = run.actions.pop(0)
        if isinstance(action, AddFunds):
            add_funds(run, action.amount, bar.open)
        elif isinstance(action, CloseByHand):
            close_by_hand(run, action, bar.open)
        elif isinstance(action, Cancel):
            cancel(run, action.name, bar.open)
        elif isinstance(action, Place):
            place_at(run, action, row, bar)
    due = [one for one in run.waiting if one.bar == run.bar]
    run.waiting = [one for one in run.waiting if one.bar != run.bar]
    for one in due:
        assert isinstance(run, AccountRun)  # a contract is sent no call, so nobody answers one
        give(run, one.answer, one.number, bar.open, at_once=False)


def place_at(run: Run, action: Place, row: int, bar: Bar) -> None:
    """Place an order at the open of this bar."""
    where = f"row {row} of the plan, at bar {run.bar} ({run.bars.when(run.bar)})"
    order = action.order
    if run.state.side is None and (order.side is None or order.volume is None):
        text = f"Too late: nothing is open that {order.label} could protect."
        run.emit(Kind.TOO_LATE, bar.open, text, order=order.label)
        return
    source = run.feeds.get(order.on, run.bars)
    place(run, order, float(source.open[run.bar]), where, market=bar.open)
