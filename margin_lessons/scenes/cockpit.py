"""The cockpit: the price so far, what is at stake, and what has happened. Nothing of what comes."""

from __future__ import annotations

import math
from dataclasses import replace

from margin_lessons import words
from margin_lessons.flight import Flight, Seen, take_off
from margin_lessons.flight.hidden_path import START_PRICE
from margin_lessons.own_position import ProductKind
from margin_lessons.replay import Event, Kind
from margin_lessons.scenes.debrief_runs import scene as scene_of_debrief
from margin_lessons.scenes.decision_words import decision_words
from margin_lessons.scenes.event_words import event_facts
from margin_lessons.scenes.flown_state import (
    ActSettings,
    FlownState,
    StopKind,
    WrittenPlan,
    stop_price,
)
from margin_lessons.scenes.scene import Fact, Scene

UNTOLD = frozenset({Kind.START, Kind.END, Kind.ROLLOVER, Kind.FUNDING, Kind.FEE})
"""Fees come every few bars: they are in the money, and no news."""
LOADED = "It comes from a file: take the files away to fly another number."
BELOW = -words.LEAST
"""What is below this is a debt."""


def cockpit_state(
    number: float = 7, product: ProductKind = ProductKind.SPOT_MARGIN,
    plan: WrittenPlan = WrittenPlan.NONE, amount: float = 500, share: float = 0.5,
    kind: StopKind = StopKind.LOSS, away: float = 0.05, files: tuple[Flight, ...] = (),
    log: tuple[object, ...] = (),
) -> FlownState:  # fmt: skip
    """Return the flight that the controls name, as far as the log has brought it.

    ``log`` holds a flight for each act. Of flights that were loaded from ``files`` the last goes on
    from where it stood, and all that are over are counted.

    >>> state = cockpit_state(7, log=(Flight(7).next(3),))
    >>> state.flight.bar, cockpit_state(8).flight.bar
    (3, 0)
    """
    begun = files[-1] if files else None
    if begun is None:
        start = take_off(int(number), product)
        begun = Flight(int(number), product, plan=plan.plan(START_PRICE, start.side))
    by_start: dict[object, Flight] = {}  # each as it was last
    for one in (*files, *log):
        if isinstance(one, Flight):
            by_start[_start_of(one)] = one
    flown = tuple(one for one in by_start.values() if one.over)
    settings = ActSettings(amount, share, kind, away)
    flight = by_start.get(_start_of(begun), begun)
    return FlownState(flight, settings, flown, loaded=bool(files))


def _start_of(flight: Flight) -> tuple[object, ...]:
    """Return how a flight began: those that began alike are one and the same."""
    return flight.number, flight.product, flight.start, flight.plan


def cockpit_events(seen: Seen) -> tuple[Event, ...]:
    """Return the events that are told in the cockpit."""
    return tuple(event for event in seen.events if event.kind not in UNTOLD)


def has_news(state: FlownState) -> bool:
    """Return whether something happened in the last bar, or the flight is over."""
    seen = state.flight.seen
    return state.over or any(event.bar == seen.bar - 1 for event in cockpit_events(seen))


def scene(state: FlownState) -> Scene[FlownState]:
    """Return what the cockpit shows and says by now; of a flight that is over, its debrief."""
    told = scene_of_debrief(state) if state.over else _in_the_air(state)
    return replace(told, sentence=f"{told.sentence} {LOADED}") if state.loaded else told


def _in_the_air(state: FlownState) -> Scene[FlownState]:
    seen = state.flight.seen
    facts = (*_begun(state, seen), *_stake(seen), *_lines(seen), *_within_reach(state, seen),
             *_happened(seen))  # fmt: skip
    return Scene(state, _title(state, seen), _sentence(state, seen), facts, _seen(seen))


def paid_in(seen: Seen) -> float:
    """Return how much own money went into the account, that at the start included."""
    return seen.start.own - seen.purse


def _begun(state: FlownState, seen: Seen) -> tuple[Fact, ...]:
    start, flight = seen.start, state.flight
    worth = words.money(start.volume * START_PRICE)
    said = "nothing yet"
    if flight.forecast is not None:
        home = "home" if flight.forecast.home else "not home"
        said = f"{home}, {flight.forecast.certainty.value}"
    position = f"{start.side.value} for {worth}, at {words.setting(start.leverage)}"
    return (
        Fact("flight", f"number {seen.number}"),
        Fact("product", seen.product.value),
        Fact("position", position),
        Fact.of("opened at", START_PRICE, words.price),
        Fact("said before the start", said),
    )


def _stake(seen: Seen) -> tuple[Fact, ...]:
    return (
        Fact("bars over", str(seen.bar), seen.bar),
        Fact.of("price now", seen.price, words.price),
        Fact.of("put up", paid_in(seen)),
        Fact.of("your money now", seen.equity),
        Fact("margin level", words.level(seen.level), _known(seen.level)),
        Fact.of("free margin", seen.free),
        Fact.of("cash in the purse", seen.purse),
        Fact("on its way", _sent(seen)),
    )


def _lines(seen: Seen) -> tuple[Fact, ...]:
    known = seen.known
    lines = [
        Fact.of("margin call at", known.call, words.price),
        Fact.of("liquidation at", known.sold, words.price),
        Fact.of("nothing left at", known.zero, words.price),
    ]
    for order in seen.waiting:
        where = words.price(order.level)
        lines.append(Fact(f"{order.label} set at", where, _known(order.level)))
        if order.limit is not None:
            lines.append(Fact.of(f"{order.label}: limit set at", order.limit, words.price))
    return tuple(lines)


def _within_reach(state: FlownState, seen: Seen) -> tuple[Fact, ...]:
    """Return what each act would do now, as it is set."""
    if not seen.still_open or seen.liquidating:
        return ()
    settings, side = state.settings, seen.start.side
    return (
        Fact.of("next stop at", stop_price(seen.price, side, settings.away), words.price),
        Fact.of("next funds", min(settings.amount, seen.purse)),
        Fact.of("next part to close", settings.share, words.percent, digits=0),
    )


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _happened(seen: Seen) -> tuple[Fact, ...]:
    return tuple(event_facts(cockpit_events(seen), lambda event: f"bar {event.bar + 1}"))


def _title(state: FlownState, seen: Seen) -> str:
    stake = words.money(abs(seen.equity))
    whose = f"your {seen.start.side.value}"
    if state.flight.forecast is None:
        purse = words.money(seen.purse)
        return f"At stake: {stake} in the account, {purse} in the purse"
    if seen.equity < BELOW:
        return f"Bar {seen.bar}: you owe {stake}"
    if not seen.still_open:
        return f"Bar {seen.bar}: nothing is open, and {stake} is left"
    return f"Bar {seen.bar}: {whose} stands at {stake}"


def _sentence(state: FlownState, seen: Seen) -> str:
    if state.flight.forecast is None:
        return (
            f"A {seen.start.side.value} for {words.money(seen.start.volume * START_PRICE)} is "
            f"open at {words.price(START_PRICE)}, at {words.setting(seen.start.leverage)}. Write "
            "a plan if you like, then press Take off and say whether you will bring it home."
        )
    parts = [f"The price is {words.price(seen.price)}."]
    if seen.liquidating:
        parts.append("The exchange is closing your position: nothing stops it any more.")
    elif seen.still_open:
        parts.append(f"The margin level is {words.level(seen.level)}.")
    else:
        parts.append("There is nothing left to decide: press Land.")
    parts += [f"On its way: {_sent(seen)}."] if seen.sent else []
    return " ".join([*parts, _news(seen)]).strip()


def _news(seen: Seen) -> str:
    """Return what happened in the last bar, which is what one looks up for."""
    events = list(enumerate(cockpit_events(seen), 1))
    new = [f"({number}) {event.kind.value}" for number, event in events
           if event.bar == seen.bar - 1]  # fmt: skip
    late = sum(one.bar == seen.bar - 1 for one in seen.refused)
    parts = [f"In this bar: {', '.join(new)}."] if new else []
    parts += ["Your stop came too late: the price was beyond it."] if late else []
    return " ".join(parts)


def _sent(seen: Seen) -> str:
    return ", ".join(decision_words(one) for one in seen.sent) or "nothing"


def _seen(seen: Seen) -> str:
    """Return the turns of the price so far, and how the bars of money stand."""
    if not seen.bars:
        return (
            "The plot of the price is empty but for its lines: the way is not known yet. Two bars "
            "of money stand beside it, the account and the purse."
        )
    low = min(seen.bars, key=lambda one: one.bar.low)
    high = max(seen.bars, key=lambda one: one.bar.high)
    bar = "hangs below zero, hatched" if seen.equity < BELOW else "stands above zero"
    outline = _beside_the_outline(seen.equity, paid_in(seen))
    return (
        f"The price goes from {words.price(START_PRICE)} over a low of "
        f"{words.price(low.bar.low)} in bar {seen.bars.index(low) + 1} and a high of "
        f"{words.price(high.bar.high)} in bar {seen.bars.index(high) + 1} to "
        f"{words.price(seen.price)}; thin lines are the range of each bar. The bar of your money "
        f"{bar}{outline}."
    )


def _beside_the_outline(equity: float, put_up: float) -> str:
    if abs(equity - put_up) < 0.02 * put_up:
        return ", as high as the outline of what was put up"
    return f", {'above' if equity > put_up else 'below'} the outline of what was put up"
