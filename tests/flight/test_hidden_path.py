"""The prices of a flight: the same from the same number, true to their event or their model."""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from cases import cases
from hypothesis import given
from hypothesis import strategies as st

from margin_lessons.errors import BadInput
from margin_lessons.flight import PathKind, hidden_path, take_off, venue_ways
from margin_lessons.flight.event_path import cut_bar, event_bars, flown_crashes
from margin_lessons.flight.flight_log import FlightLog
from margin_lessons.flight.hidden_path import drawn_path
from margin_lessons.flight.model_path import MODELS, model_bars, walked
from margin_lessons.flight.standing_rules import StandingRule, rule_run
from margin_lessons.flight.take_off import flown_account, flown_contract
from margin_lessons.market.bars import Bar
from margin_lessons.own_position import ProductKind
from margin_lessons.position import Side
from margin_lessons.risk import PRESETS, NormalJumps, PriceModel

numbers = st.integers(0, 999_999)


@cases(300)
@given(numbers, st.sampled_from([None, *PathKind]))
def test_a_path_is_that_of_its_number(number: int, kind: PathKind | None) -> None:
    path = hidden_path(number, kind)
    drawn_path.cache_clear()
    again = hidden_path(number, kind)
    assert again is not path, "drawn a second time"
    for name in ("time", "open", "high", "low", "close"):
        np.testing.assert_array_equal(getattr(path.bars, name), getattr(again.bars, name))
    assert hidden_path(number, kind) is again, "kept, as nobody can change it"
    assert not any(value.flags.writeable for value in (path.bars.open, path.bars.minutes))
    assert 60 <= len(path.bars) <= 120
    assert path.bars[0].open == 100
    assert not path.bars.dated
    assert path.bars.length == 60
    assert path.bars.minutes[0] == path.bars.time[0] == 0
    assert (path.event is None) is (path.kind is PathKind.MODEL) is (path.model is not None)
    assert kind is None or path.kind is kind
    cents = 100 * np.concatenate([path.bars.low, path.bars.high])
    np.testing.assert_allclose(cents, np.round(cents), atol=1e-6)
    assert path.bars.low.min() > 0


PINNED = {
    1: (66, "small coin", Bar(98.65, 98.65, 95.83, 95.83), 91.26, 2550.0),
    2: (83, "flash crash", Bar(92.33, 94.57, 92.33, 93.06), 94.26, 2500.0),
    7: (104, "calm month", Bar(96.8, 97.92, 96.5, 97.34), 99.4, 1380.0),
}
"""Bars, what they are, bar 20, the last price, the own money at the start."""


def test_the_prices_of_a_number_are_the_same_in_every_edition() -> None:
    """A class flies one number on many machines: another numpy must not change it unseen."""
    told = {
        number: (
            len(path.bars),
            path.event.key if path.event else path.model.name,
            path.bars[20],
            path.bars[-1].close,
            take_off(number).cash,
        )
        for number in (1, 2, 7)
        if (path := hidden_path(number))
    }
    assert told == PINNED


@cases(100)
@given(numbers)
def test_shorter_bars_are_together_those_of_the_event(number: int) -> None:
    path = hidden_path(number, PathKind.EVENT)
    assert path.event is not None
    true, flown = path.event.bars, path.bars[path.quiet :]
    parts = len(flown) // len(true)
    assert len(flown) == parts * len(true)
    groups = np.arange(len(flown)).reshape(-1, parts)
    first, last = groups[:, 0], groups[:, -1]
    together = {
        "open": flown.open[first],
        "close": flown.close[last],
        "high": flown.high[groups].max(axis=1),
        "low": flown.low[groups].min(axis=1),
    }
    for name, prices in together.items():
        scaled = getattr(true, name) * path.scale
        np.testing.assert_allclose(prices, scaled, atol=0.0051)
    hours = flown.minutes[groups[:, 0]]
    np.testing.assert_allclose(hours * path.minutes / 60, true.minutes)
    # It begins where the calm bars end, as the hours after it do.
    assert flown[0].open == pytest.approx(path.bars[path.quiet - 1].close, abs=0.0051)
    assert path.quiet >= 4
    calm = np.log(path.bars.close[: path.quiet] / path.bars.open[: path.quiet])
    assert np.abs(calm).max() < 0.1


@cases(200)
@given(st.integers(0, 2**32 - 1), st.integers(3, 9))
def test_a_bar_that_is_cut_is_the_bar(seed: int, parts: int) -> None:
    rng = np.random.default_rng(seed)
    prices = np.sort(rng.uniform(50, 150, 4))
    inner = rng.permutation(prices[1:3])
    bar = Bar(float(inner[0]), float(prices[3]), float(prices[0]), float(inner[1]))
    rows = cut_bar(bar, parts, rng)
    assert len(rows) == parts
    assert rows[0][0] == bar.open
    assert rows[-1][3] == bar.close
    assert max(row[1] for row in rows) == bar.high
    assert min(row[2] for row in rows) == bar.low
    for row, then in pairwise(rows):
        assert row[3] == then[0]
    assert all(row[2] <= min(row[0], row[3]) <= max(row[0], row[3]) <= row[1] for row in rows)


def test_a_model_moves_as_far_as_it_says_and_jumps_at_an_open() -> None:
    calm = model_bars(PriceModel(0.5), 20_000, 240, np.random.default_rng(5))
    moves = np.diff(np.log(calm.close))
    # A bar of four hours is 1/2,190 of a year.
    assert np.std(moves) == pytest.approx(0.5 / math.sqrt(2_190), rel=0.02)
    np.testing.assert_array_equal(calm.open[1:], calm.close[:-1])
    jumpy = PriceModel(0.1, 2_190 / 10, NormalJumps(mean=-0.01, spread=0.0))
    bars = model_bars(jumpy, 2_000, 240, np.random.default_rng(5))
    jumps = np.log(bars.open[1:] / bars.close[:-1])
    jumped = np.abs(jumps) > 0.005
    assert jumped.mean() == pytest.approx(0.1, abs=0.03)
    assert np.median(jumps[jumped]) == pytest.approx(-0.01, abs=0.002)
    assert not jumped[~jumped].any()


def test_a_walk_by_hand() -> None:
    bars = walked(np.log([[1.1, 0.5], [2.0, 1.0]]), np.log([1.0, 0.8]), 60)
    assert [tuple(bar) for bar in bars] == [(100, 110, 55, 55), (44, 88, 44, 88)]


def test_all_events_and_models_are_flown_and_half_are_events() -> None:
    paths = [hidden_path(number) for number in range(400)]
    found = Counter(path.event.key if path.event else path.model.name for path in paths)
    assert set(found) == {one.key for one in flown_crashes()} | {name for name, _ in MODELS}
    events = sum(path.kind is PathKind.EVENT for path in paths)
    assert 160 <= events <= 240
    assert min(found.values()) > 10
    assert {name for name, _ in MODELS} < set(PRESETS)


def test_too_few_bars_are_not_flown() -> None:
    """One bar of a crash leaves nothing to decide, and below zero there are no cents."""
    assert len(flown_crashes()) == 6
    for crash in flown_crashes():
        drawn = event_bars(crash, np.random.default_rng(1), 60, 120)
        assert len(drawn.bars) - drawn.quiet >= 60


@pytest.mark.parametrize("number", [-1, 1_000_000, 2.5, "7", None, True])
def test_no_number_no_flight(number: object) -> None:
    with pytest.raises(BadInput, match="flight number"):
        hidden_path(number)


# ---- What is drawn beside the prices -------------------------------------------------------------


def test_the_start_is_open_about_half_are_sold_and_some_owe() -> None:
    """The shares that make a flight worth flying, of those who do nothing."""
    for product in (ProductKind.SPOT_MARGIN, ProductKind.LINEAR):
        runs = [
            rule_run(StandingRule.NOTHING, FlightLog(number, product), hidden_path(number).bars)
            for number in range(120)
        ]
        assert 0.4 <= sum(run.liquidated for run in runs) / 120 <= 0.6
        assert 0.25 <= sum(run.gain >= 0 for run in runs) / 120 <= 0.5
        beyond = [run.owed + run.borne for run in runs]
        assert 0.02 <= sum(one > 0 for one in beyond) / 120 <= 0.2


def test_a_start_is_within_its_bounds_and_knows_no_price() -> None:
    starts = [take_off(number) for number in range(400)]
    assert {one.side for one in starts} == set(Side)
    assert {one.leverage for one in starts} == {5.0, 10.0}
    for one in starts:
        margin = 10_000 / one.leverage
        assert 1.09 * margin <= one.cash <= 1.61 * margin
        assert one.purse == one.cash
        assert flown_account(one).level(100) == pytest.approx(one.cash / margin)
        assert flown_contract(one).equity(100) == pytest.approx(one.cash)
    ways = [venue_ways(number) for number in range(400)]
    assert {one.late for one in ways} == {0, 1, 3}
    assert {one.rules.delay_bars for one in ways} == {0, 1, 2}
    assert all(0.4 <= one.acts_at <= 0.6 for one in ways)
    arrived = [notice for one in ways for notice in one.rules.notices]
    assert np.mean(arrived) == pytest.approx(0.7, abs=0.05)
