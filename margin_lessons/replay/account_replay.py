"""Replaying one account over bars under a plan."""

from __future__ import annotations

from margin_lessons.account import Account
from margin_lessons.errors import BadInput, of_kind
from margin_lessons.market.bars import Bars
from margin_lessons.orders import TriggerOn
from margin_lessons.plan import Plan
from margin_lessons.replay.account_run import AccountRun
from margin_lessons.replay.engine import check_above_floor, check_beside, check_played, play
from margin_lessons.replay.ledger import Ledger
from margin_lessons.replay.rules import Rules
from margin_lessons.replay.timeline import Timeline


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
    >>> from margin_lessons.replay.events import Kind
    >>> account = Account(6_250, (Position("long", 0.5, 62_500, 5),))
    >>> bars = Bars.of([(62_500, 62_600, 60_000, 60_200), (48_000, 48_500, 47_000, 47_500)])
    >>> timeline = replay(account, bars)
    >>> filled = timeline.first(Kind.LIQUIDATION_FILLED)
    >>> filled.trigger, filled.price, timeline.debt, timeline.worst.debt
    (55000.0, 48000.0, 1000.0, 1500.0)
    >>> timeline.outcome
    'In the end 1,000 USD is owed; at the worst price of each bar 1,500 USD would be owed.'
    """
    plan, rules = check_played(plan, rules)
    _check(account, bars, index)

    feeds = {TriggerOn.LAST: bars} | ({} if index is None else {TriggerOn.INDEX: index})
    first = AccountRun(account, feeds, plan, rules)
    return _timeline(first, tuple(_timeline(one) for one in play(first, price)))


def _timeline(run: AccountRun, otherwise: tuple[Timeline, ...] = ()) -> Timeline:
    return Timeline(
        start=run.begun_with,
        bars=run.bars,
        plan=run.plan,
        rules=run.rules,
        coin=run.coin,
        events=tuple(run.events),
        ledger=Ledger.of(run.ledger),
        final=run.state.account,
        debt=run.owed,
        spans=tuple(run.spans),
        otherwise=otherwise,
        chances=tuple(run.chances),
        waiting=tuple(live.still_waiting for live in run.orders),
    )


def _check(account: Account, bars: Bars, index: Bars | None) -> None:
    of_kind("account", account, Account, why="a replay follows one account")
    of_kind("bars", bars, Bars, why="rows of four prices become bars by Bars.of(rows)")
    if len(account.symbols) > 1:
        raise BadInput(
            f"the account holds {' and '.join(account.symbols)}: a replay follows one coin, as one "
            "row of bars has the price of one."
        )
    if index is not None:
        check_beside("index", index, bars)
    for feed in (bars,) if index is None else (bars, index):
        check_above_floor(feed, account.venue.price_floor, account.venue.name)
