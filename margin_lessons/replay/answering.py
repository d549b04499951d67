"""Margin calls and what the trader does: add funds, close a part, close by hand."""

from __future__ import annotations

from margin_lessons import words
from margin_lessons.account import Position, Side
from margin_lessons.parts import ClosedPart, oldest_first
from margin_lessons.plan import Answer, CloseByHand, Cut, TopUp
from margin_lessons.replay.account_run import AccountRun
from margin_lessons.replay.events import Kind
from margin_lessons.replay.fills import SURE, close_volume, emit_closed, result, settle
from margin_lessons.replay.held import Traded
from margin_lessons.replay.kept import Edges, Waiting
from margin_lessons.replay.run import Run
from margin_lessons.rounding import ROUNDING


def margin_call(run: AccountRun, at: float, trigger: float, beyond: bool, too_fast: bool) -> None:
    """The margin level has fallen to the call level; a notice may or may not arrive.

    ``too_fast`` when the bar opens beyond the liquidation too: there is no time for a call.
    """
    run.armed = False
    seen = run.rules.noticed(run.calls) and not too_fast
    run.calls += 1
    state = (
        f"equity {run.money(run.state.equity(at))} is {words.level(run.state.level(at))} of "
        f"the used margin {run.money(run.state.used(at))}"
    )
    if seen:
        text = f"Margin call at {words.price(at, '')}: {state}."
    elif too_fast:
        there = words.price(at, "")
        text = f"No time for a margin call: the price is at {there} at once, and {state}."
    else:
        text = f"No notice arrives at {words.price(at, '')}, though {state}."
    kind = Kind.CALL if seen else Kind.CALL_MISSED
    run.emit(kind, at, text, trigger=trigger if abs(trigger) < float("inf") else at, beyond=beyond)
    for number, answer in enumerate(run.plan.answers if seen else ()):
        if answer.minutes:
            run.waiting.append(Waiting(run.due(0, answer.minutes), number, answer))
        else:
            give(run, answer, number, at, at_once=True)


def give(run: AccountRun, answer: Answer, number: int, at: float, *, at_once: bool) -> None:
    """Give one answer while the price is ``at``; inside a bar when it comes ``at_once``."""
    if too_late(run, at):
        return
    if isinstance(answer, TopUp):
        top_up(run, answer, number, at)
    elif isinstance(answer, Cut):
        cut_position(run, answer, at, at_once)


def too_late(run: Run, at: float) -> bool:
    """Return whether nothing can be closed or rescued any more, and say so."""
    if run.liquidation is not None:
        text = "Too late: a liquidation has begun, and nothing can stop it."
    elif run.state.side is None:
        text = "Too late: nothing is open any more."
    else:
        return False
    run.emit(Kind.TOO_LATE, at, text)
    return True


def top_up(run: AccountRun, answer: TopUp, number: int, at: float) -> None:
    """Add the funds of an answer, as far as they go."""
    wanted = answer.amount
    if wanted is None:
        wanted = (answer.to_level or 0.0) * run.state.used(at) - run.state.equity(at)
    if wanted <= ROUNDING * run.state.used(at):
        text = f"No funds are needed: the margin level is {words.level(run.state.level(at))}."
        run.emit(Kind.NOTHING_TO_DO, at, text)
        return
    spent = run.added.get(number, 0.0)
    paid = min(wanted, answer.at_most - spent)
    if paid <= 0:
        text = f"No funds are left: all {run.money(answer.at_most)} set aside has been added."
        run.emit(Kind.NOTHING_TO_DO, at, text)
        return
    run.added[number] = spent + paid
    add_funds(run, paid, at)


def add_funds(run: Run, paid: float, at: float) -> None:
    """Pay in cash; what is owed is repaid from it."""
    run.flush()
    run.state.deposit(paid)
    after = f": {run.say_level(at)}" if run.state.side else ""
    run.emit(Kind.FUNDS_ADDED, at, f"{run.money(paid)} is added{after}.", amount=paid)
    if run.owed:
        repaid = min(paid, run.owed)
        run.owed = run.owed - repaid if run.owed - repaid > ROUNDING * repaid else 0.0
        text = f"{run.money(repaid)} of it repays the debt; {run.money(run.owed)} is still owed."
        run.emit(Kind.DEBT_REPAID, at, text, amount=-repaid)
    run.rearm(at)


def cut_position(run: AccountRun, answer: Cut, at: float, at_once: bool) -> None:
    """Close the part that an answer asks for, at the market."""
    selling = run.state.side is Side.LONG
    price = run.rules.slipped(at, selling)
    edges = Edges(run.worst(price, selling)) if at_once else SURE
    if answer.share is not None:
        close_at_market(run, run.state.volume * answer.share, at, edges)
        return
    run.flush()
    parts: list[ClosedPart] = []

    level = answer.to_level or 0.0

    def wanted(_: Position) -> float:
        return run.state.volume_to_restore(level, price, run.fee_rate)

    for _, volume in oldest_first(run.state.account.positions, wanted):
        parts += close_volume(run, volume, price, run.fee_rate).parts
    if not parts:
        text = f"Nothing needs closing: the margin level is {words.level(run.state.level(at))}."
        run.emit(Kind.NOTHING_TO_DO, at, text)
        return
    _say_closed(run, Traded.of(parts, price, selling), at, edges)


def close_by_hand(run: Run, action: CloseByHand, at: float) -> None:
    """Close at the market, at the open of a bar, which is a moment and so has no worst case."""
    if too_late(run, at):
        return
    volume = run.state.volume
    if action.share is not None:
        volume *= action.share
    elif action.volume is not None:
        volume = min(volume, action.volume)
    close_at_market(run, volume, at, SURE)


def close_at_market(run: Run, volume: float, at: float, edges: Edges) -> None:
    """Close ``volume`` at the market and say what it brought."""
    price = run.rules.slipped(at, run.state.side is Side.LONG)
    _say_closed(run, close_volume(run, volume, price, run.fee_rate), at, edges)


def _say_closed(run: Run, done: Traded, at: float, edges: Edges) -> None:
    rest = run.state.side
    kind = Kind.PART_CLOSED if rest else Kind.CLOSED
    after = f", {run.say_level(done.price)}" if rest else ""
    closed_at = words.price(done.price, "")
    text = f"{run.coins(done.volume)} is closed at {closed_at} with {result(run, done)}{after}."
    emit_closed(run, kind, done, text, edges)
    settle(run, at)
