"""Nothing leaks: what is seen, the flight itself and its file know nothing of what comes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest
from cases import cases
from hypothesis import given
from hypothesis import strategies as st
from pilots import corners, decided, flights_of, take_off_of

from margin_lessons.flight import Flight, HiddenPath, deciding, flying, one_flight, saved, seen
from margin_lessons.flight.event_path import flown_crashes
from margin_lessons.flight.hidden_path import hidden_path
from margin_lessons.flight.model_path import MODELS
from margin_lessons.flight.take_off import venue_ways
from margin_lessons.market.bars import Bars
from margin_lessons.market.crashes import Crash
from margin_lessons.replay import Kind, Rules
from margin_lessons.venue import Venue

seeds = st.integers(0, 2**32 - 1)
COLUMNS = ("open", "high", "low", "close")


def prices_of(bars: Bars) -> set[float]:
    return {price for name in COLUMNS for price in getattr(bars, name).tolist()}


TELLING = {
    word
    for crash in flown_crashes()
    for word in (crash.key, crash.title, crash.market, crash.bars.when(0)[:10], crash.coin)
} | {name for name, _ in MODELS}
"""Words that would tell what the prices are."""


@contextmanager
def prices_are(path: HiddenPath) -> Iterator[None]:
    """Let the prices of a flight be these, wherever they are asked for."""

    def drawn(number: int) -> HiddenPath:
        assert number == path.number
        return path

    with pytest.MonkeyPatch.context() as patch:
        for module in (flying, seen, one_flight):
            patch.setattr(module, "hidden_path", drawn)
        yield


@cases(250)
@given(seeds)
def test_no_corner_of_a_running_flight_holds_a_price_that_was_not_shown(seed: int) -> None:
    rng = np.random.default_rng(seed)
    for flight in flights_of(seed, stops=2):
        if flight.over:
            return
        path = hidden_path(flight.number)
        # Prices that are in no cents, so that nothing else is like them by chance.
        odd = with_future(path.bars, flight.bar, 1 + rng.uniform(1e-6, 1e-4))
        later = prices_of(odd[flight.bar :])
        with prices_are(replace(path, bars=odd)):
            again = replace(flight)
            assert again.next().bar > again.bar
            found = list(corners(again))
        assert any(one is again.seen for one in found)
        numbers = {float(one) for one in found if isinstance(one, float)}
        assert numbers.isdisjoint(later | ({path.scale} if path.event else set()))
        assert not any(isinstance(one, (HiddenPath, Crash, Venue, Rules)) for one in found)
        if all(one.kind is not Kind.LIQUIDATION_TRIGGERED for one in again.seen.events):
            assert venue_ways(flight.number).acts_at not in numbers - own_numbers(again)
        words = [one for one in found if isinstance(one, str)]
        assert not [word for word in TELLING if word in saved(again) or has(words, word)]


def own_numbers(flight: Flight) -> set[float]:
    """Return the numbers that the learner typed."""
    return {one for one in corners((flight.decisions, flight.plan)) if isinstance(one, float)}


def has(words: list[str], word: str) -> bool:
    return any(word in one for one in words)


@cases(300)
@given(seeds, st.integers(1, 50), st.sampled_from([0.1, 0.9, 1.1, 7.0]))
def test_another_future_changes_nothing_that_is_seen(seed: int, bars: int, factor: float) -> None:
    rng = np.random.default_rng(seed)
    flight = decided(take_off_of(seed), rng).next(bars // 2 + 1)
    flight = decided(flight, rng).next(bars)
    flight = decided(flight, rng)
    true = hidden_path(flight.number)

    before = told(flight)
    with prices_are(replace(true, bars=with_future(true.bars, flight.bar, factor), event=None)):
        assert told(replace(flight)) == before


def told(flight: Flight) -> str:
    """Return everything that is seen of a flight, its file, and what can be done in it, as text."""
    names = [name for name, one in vars(type(flight.seen)).items() if isinstance(one, property)]
    asked = {name: repr(vars(getattr(flight.seen, name)) if name == "prices" else
                        getattr(flight.seen, name)) for name in names}  # fmt: skip
    orders = deciding.orders_seen(flight.seen)
    return repr((flight, flight.seen, asked, orders, flight.over, saved(flight)))


def with_future(bars: Bars, known: int, factor: float) -> Bars:
    """Return bars that are the same up to ``known`` of them, and others after it, fewer of them."""
    count = max(known + 1, len(bars) - 3)
    columns = [getattr(bars, name)[:count].copy() for name in COLUMNS]
    for column in columns:
        column[known:] *= factor
    return Bars(bars.time[:count], *columns, length=bars.length)


@cases(200)
@given(seeds)
def test_what_the_venue_does_stays_unknown(seed: int) -> None:
    for flight in flights_of(seed, stops=3):
        ways = venue_ways(flight.number)
        bars = [event.bar for event in flight.seen.events if event.kind is Kind.CALL]
        assert all(bar + ways.late < flight.bar for bar in bars)
        assert all(event.kind is not Kind.CALL_MISSED for event in flight.seen.events)
        assert all(event.kind is not Kind.END for event in flight.seen.events)


def test_a_late_call_is_read_late() -> None:
    """Number after number, until a call was late: it is not there before its time."""
    late = 0
    for number in range(200):
        flight, ways = Flight(number).next(500), venue_ways(number)
        calls = [one for one in flight.seen.events if one.kind is Kind.CALL]
        if not ways.late or not calls or late == 3:
            continue
        late += 1
        arrives = calls[0].bar + ways.late + 1
        for bar, there in ((arrives - 1, False), (arrives, True)):
            events = Flight(number, bar=bar).seen.events
            assert any(one.kind is Kind.CALL for one in events) is there
    assert late == 3
