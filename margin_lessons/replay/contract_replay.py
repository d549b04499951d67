"""Replaying one contract over bars of its last price, with mark price, index and funding."""

from __future__ import annotations

from collections.abc import Iterable

from margin_lessons.contract import Contract
from margin_lessons.contract_check import AT_ZERO
from margin_lessons.contract_venue import ContractVenue
from margin_lessons.currency import coin_code
from margin_lessons.debt import Pots
from margin_lessons.errors import BadInput, between, of_kind, shown
from margin_lessons.funding import Funding
from margin_lessons.market.bars import Bars
from margin_lessons.orders import TriggerOn
from margin_lessons.plan import Plan
from margin_lessons.replay.contract_run import ContractRun
from margin_lessons.replay.contract_terms import Terms
from margin_lessons.replay.contract_timeline import ContractTimeline
from margin_lessons.replay.engine import check_above_floor, check_beside, check_played, play
from margin_lessons.replay.funding_due import FundingDue
from margin_lessons.replay.ledger import Ledger
from margin_lessons.replay.rules import Rules


def replay_contract(
    contract: Contract,
    bars: Bars,
    plan: Plan | None = None,
    rules: Rules | None = None,
    *,
    mark: Bars | None = None,
    index: Bars | None = None,
    funding: Funding | Iterable[Funding] | None = None,
    venue: ContractVenue | None = None,
    pots: Pots | None = None,
    partial_share: float = 0.5,
    price: float | None = None,
    coin: str = "BTC",
) -> ContractTimeline:
    """Return what happens to ``contract`` over ``bars``, the trades, under ``plan``.

    The venue liquidates at the ``mark`` price, and the market fills at the last one. ``funding`` is
    one rate, or a row with one for each period; a long pays when it is above zero. ``venue`` adds a
    liquidation fee, the price it watches, and who bears a loss, out of ``pots``; without it a loss
    is owed. ``partial_share`` of what is open goes in a partial closing, as no venue says how much.
    ``price`` is the last price before the first bar. Raises ``BadInput`` for other prices that do
    not fit the bars, funding without a period, orders that are not reduce-only, answers to calls.

    Long 1 BTC at 60,000 and 10x: the mark falls to 56,500, and no trade is below 58,200.

    >>> from margin_lessons.replay import Kind
    >>> last = Bars.of([(60_000, 60_100, 59_800, 60_000), (60_000, 60_000, 58_200, 58_300)])
    >>> mark = Bars.of([(60_000, 60_050, 59_900, 60_000), (60_000, 60_000, 56_500, 58_000)])
    >>> timeline = replay_contract(Contract("long", 1, 60_000, 6_000, 0.05), last, mark=mark)
    >>> print(timeline.first(Kind.LIQUIDATION_TRIGGERED).words)
    Liquidation begins at a mark price of 56,842.11, the last price at 58,200: the margin level is \
100.0%. No trade was that low: the lowest was at 58,200.
    """
    plan, rules = _checked(plan, rules)
    feeds = _feeds(contract, bars, mark, index)
    due = FundingDue(funding, feeds[TriggerOn.MARK], contract.inverse)
    terms = _terms(venue, pots, partial_share, feeds)
    run = ContractRun(contract, feeds, plan, rules, coin_code(coin), due, terms)
    return _timeline(run, tuple(_timeline(other) for other in play(run, price)))


def _feeds(
    contract: Contract, bars: Bars, mark: Bars | None, index: Bars | None
) -> dict[TriggerOn, Bars]:
    """Return the prices by what they are; the mark price is the last one when not given."""
    of_kind("contract", contract, Contract, why="a replay follows one contract")
    of_kind("bars", bars, Bars, why="rows of four prices become bars by Bars.of(rows)")
    feeds = {TriggerOn.LAST: bars, TriggerOn.MARK: bars if mark is None else mark}
    if mark is not None:
        check_beside("mark", mark, bars)
    if index is not None:
        check_beside("index", index, bars)
        feeds[TriggerOn.INDEX] = index
    for feed in feeds.values():
        if contract.inverse:
            check_above_floor(feed, contract.price_floor, "this contract", why=AT_ZERO)
        else:
            check_above_floor(feed, contract.price_floor, "this contract")
    return feeds


def _terms(
    venue: ContractVenue | None,
    pots: Pots | None,
    partial_share: float,
    feeds: dict[TriggerOn, Bars],
) -> Terms:
    why = "it says who bears a loss; CONTRACT_VENUES has those that were read"
    if venue is not None:
        of_kind("venue", venue, ContractVenue, why=why)
    if pots is not None:
        of_kind("pots", pots, Pots, why="what there is to pay with is named in Pots(fund=300)")
    why = "a partial closing closes a part of what is open"
    terms = Terms(venue, pots, between("partial share", partial_share, 0.01, 1, why=why))
    if terms.trigger not in feeds:
        raise BadInput("the venue liquidates at the index price: give the replay an index.")
    return terms


def _checked(plan: Plan | None, rules: Rules | None) -> tuple[Plan, Rules]:
    """Return plan and rules, empty where none are given; ``BadInput`` for answers to calls."""
    plan, rules = check_played(plan, rules)
    if plan.answers:
        raise BadInput(
            f"answers {shown(len(plan.answers))} are to margin calls, and a contract is sent none: "
            "write actions, which happen at the open of a bar."
        )
    return plan, rules


def _timeline(run: ContractRun, otherwise: tuple[ContractTimeline, ...] = ()) -> ContractTimeline:
    return ContractTimeline(
        start=run.begun_with,
        bars=run.bars,
        plan=run.plan,
        rules=run.rules,
        coin=run.coin,
        events=tuple(run.events),
        ledger=Ledger.of(run.ledger, run.begun_with.inverse),
        final=run.state.contract,
        debt=run.owed,
        valued=run.valuing,
        due=run.due_of,
        spans=tuple(run.spans),
        left_over=run.left_over,
        otherwise=otherwise,
        chances=tuple(run.chances),
        waiting=tuple(live.still_waiting for live in run.orders),
    )
