"""Replaying one account over bars under a plan."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from margin_lessons import words
from margin_lessons.account import Account, Side
from margin_lessons.conventions import PriceFloor
from margin_lessons.costs import opening_due
from margin_lessons.errors import BadInput, of_kind, shown
from margin_lessons.market.bars import Bars
from margin_lessons.orders import TriggerOn
from margin_lessons.plan import Plan
from margin_lessons.prices import check_price
from margin_lessons.replay import search
from margin_lessons.replay.events import Kind
from margin_lessons.replay.ledger import Ledger
from margin_lessons.replay.liquidating import unfilled
from margin_lessons.replay.path import visit
from margin_lessons.replay.placing import place
from margin_lessons.replay.rules import Rules
from margin_lessons.replay.run import Run, Swings
from margin_lessons.replay.timeline import Timeline


class Visit(NamedTuple):
    """A bar that was looked at, and the best price of each order alive before it."""

    bar: int
    best: tuple[float, ...]


def replay(
    account: Account,
    bars: Bars,
    plan: Plan | None = None,
    rules: Rules | None = None,
    *,
    index: Bars | None = None,
    price: float | None = None,
) -> Timeline:
    """Return what happens to ``account`` over ``bars`` under ``plan``.

    The positions are open when the first bar opens; ``price`` is the last price before that (the
    first open when not given), so a first bar that opens elsewhere is a gap. Levels, discretion and
    who is first in a bar are options of ``account.venue``. ``index`` has the bars of the index
    price, for orders that trigger on it. A replay follows one coin. Raises ``BadInput`` for two
    coins, a plan that does not fit the bars or is none, and prices below ``venue.price_floor``.

    Left out: the depth of the book beyond ``Rules.slippage``, a bid apart from an ask, and splits
    or new denominations. Bars that are not adjusted for one read as a crash (asked of Lean in its
    issue 7894, 3 April 2024); ``Timeline.notes`` names a jump that may be one.

    The article's example, completed; the venue would act at 55,000, the next bar opens at 48,000:

    >>> from margin_lessons.account import Position
    >>> account = Account(6_250, (Position("long", 0.5, 62_500, 5),))
    >>> bars = Bars.of([(62_500, 62_600, 60_000, 60_200), (48_000, 48_500, 47_000, 47_500)])
    >>> timeline = replay(account, bars)
    >>> filled = timeline.first(Kind.LIQUIDATION_FILLED)
    >>> filled.trigger, filled.price, timeline.debt, timeline.worst.debt
    (55000.0, 48000.0, 1000.0, 1500.0)
    >>> timeline.outcome
    'In the end 1,000 USD is owed; at the worst price of each bar 1,500 USD would be owed.'
    """
    plan, rules = Plan() if plan is None else plan, Rules() if rules is None else rules
    _check(account, bars, plan, rules, index)

    first = Run(account, bars, plan, rules, index)
    visits: list[Visit] = []
    _go(first, price, visits)
    return _timeline(first, account, _otherwise(first, account, price, visits))


def _otherwise(
    first: Run, account: Account, price: float | None, visits: list[Visit]
) -> tuple[Timeline, ...]:
    """Return the replays in which a trailing stop acts wherever it can, and only where it must."""
    others = []
    for swings in (Swings.ALWAYS, Swings.NEVER) if first.unsure else ():
        other = Run(account, first.bars, first.plan, first.rules, first.index, swings)
        _go(other, price, visits.copy())
        others.append(_timeline(other, account))
    return tuple(others)


def _go(run: Run, price: float | None, visits: list[Visit]) -> None:
    """Replay the bars from the first to the last.

    ``visits`` are those of another run up to its first bar with a swing, which need not be found
    again; a run without any notes its own there.
    """
    _begin(run, price)
    at = 0
    for at, best in tuple(visits):
        for live, one in zip(run.orders, best, strict=True):
            live.best = one
        visit(run, at)
        at += 1
    noting = not visits
    while (at := search.next_bar(run, at)) < len(run.bars):
        if noting and not run.turned:
            visits.append(Visit(at, tuple(live.best for live in run.orders)))
        visit(run, at)
        at += 1
    _end(run)


def _begin(run: Run, price: float | None) -> None:
    """Schedule the plan, tell the start and place the orders that wait from there on."""
    bars, plan, index = run.bars, run.plan, run.index
    why = "it is the last price before the first bar"
    floor = run.venue.price_floor
    market = bars[0].open if price is None else check_price(price, why=why, floor=floor)
    plan.check_closings(run.state.volume, bars)
    run.actions = plan.schedule(bars)
    _start(run, market)
    for row, order in enumerate(plan.orders):
        on_index = order.on is TriggerOn.INDEX and index is not None and price is None
        at = index[0].open if index is not None and on_index else market
        place(run, order, at, f"order {row} of the plan", market=market)
    run.note_span()


def _timeline(run: Run, account: Account, otherwise: tuple[Timeline, ...] = ()) -> Timeline:
    money, coins = np.stack(run.ledger).transpose(1, 0, 2)
    return Timeline(
        account,
        run.bars,
        run.plan,
        run.rules,
        run.coin,
        tuple(run.events),
        Ledger(money, coins),
        run.state.account,
        run.owed,
        tuple(run.spans),
        otherwise,
        tuple(run.chances),
    )


def _check(account: Account, bars: Bars, plan: Plan, rules: Rules, index: Bars | None) -> None:
    of_kind("account", account, Account, why="a replay follows one account")
    of_kind("bars", bars, Bars, why="rows of four prices become bars by Bars.of(rows)")
    why = "write Plan(orders=...), Plan(actions=...) or Plan(answers=...)"
    of_kind("plan", plan, Plan, why=why)
    of_kind("rules", rules, Rules, why="slippage and delays are named in Rules(slippage=...)")
    if index is not None:
        of_kind("index", index, Bars, why="the price of the index comes in bars too")
    _check_fit(account, bars, index)


def _check_fit(account: Account, bars: Bars, index: Bars | None) -> None:
    if len(account.symbols) > 1:
        raise BadInput(
            f"the account holds {' and '.join(account.symbols)}: a replay follows one coin, as one "
            "row of bars has the price of one."
        )
    if index is not None and not np.array_equal(index.time, bars.time):
        raise BadInput(
            f"the index has {len(index)} bars and the price {len(bars)}, or they open at different "
            "times: a trigger on the index needs one for each bar."
        )
    _check_floor(account, bars)
    if index is not None:
        _check_floor(account, index)


def _check_floor(account: Account, bars: Bars) -> None:
    lowest = int(np.argmin(bars.low))
    if bars.low[lowest] <= 0 and account.venue.price_floor is not PriceFloor.NONE:
        raise BadInput(
            f"bar {lowest} ({bars.when(lowest)}): low {shown(bars.low[lowest])} is not above 0, as "
            f"every price of {account.venue.name} is: a market whose prices fall below zero is a "
            "venue with price_floor=PriceFloor.NONE."
        )


def _start(run: Run, price: float) -> None:
    account = run.state.account
    held = [
        f"{run.coins(p.volume)} {p.side.value} at {words.price(p.entry, '')}"
        for p in account.positions
    ]
    if run.state.side is None:
        text = f"Start with nothing open and {run.money(account.balance())}."
    else:
        level = words.level(run.state.level(price))
        text = (
            f"Start: {' and '.join(held)}, at {words.price(price, '')} a margin level of {level}."
        )
    run.emit(Kind.START, price, text, volume=run.state.volume)
    if run.rules.charges.opening:
        for position in account.positions:
            if position.opening_charged:
                continue
            fee = opening_due(position, run.venue)
            run.state.charge(fee)
            side = "long" if position.side is Side.LONG else "short"
            text = f"An opening fee of {run.money(fee)} is charged for the {side}."
            run.emit(Kind.FEE, price, text, amount=-fee)
        run.state.note_opening_charged()


def _end(run: Run) -> None:
    run.bar = len(run.bars) - 1
    run.state.accrue(run.minute)
    close = run.bars[run.bar].close
    more = {}
    if run.liquidation is not None:
        text = f"The bars end at {words.price(close, '')} before the liquidation is filled."
        more = unfilled(run, close)
    elif run.state.side is not None:
        still = f"{run.coins(run.state.volume)} {run.state.side.value} still open"
        text = f"The bars end at {words.price(close, '')} with {still}."
    else:
        text = f"The bars end at {words.price(close, '')} with nothing open."
    run.emit(Kind.END, close, text, volume=run.state.volume, **more)
