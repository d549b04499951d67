"""The odds of the doctor are those of ``risk`` called by hand; those of own bars are counted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from cases import cases
from hypothesis import assume, given
from hypothesis import strategies as st
from own_positions import by_hand, own_positions
from strategies import amounts

from margin_lessons.account import Account
from margin_lessons.contract import Contract
from margin_lessons.cross_margin import CrossMargin
from margin_lessons.doctor import (
    DAYS,
    ODDS_ACCOUNTS,
    OWN_BARS,
    USUAL,
    Choices,
    diagnose,
    odds_under,
)
from margin_lessons.errors import BadInput
from margin_lessons.market.bars import Bars
from margin_lessons.own_position import OwnPosition, ProductKind
from margin_lessons.risk import (
    OWN_ACCOUNTS,
    PRESETS,
    SEED,
    BarRules,
    LevelLine,
    Levels,
    PriceModel,
    bar_risk,
    chances,
    levels_of,
    levels_of_contract,
    levels_of_cross,
    resampled_risk,
    rules_of,
)
from margin_lessons.risk.own_bars import PastBars

SPOT = OwnPosition("long", 1, 20_000, cash=6_000, leverage=5, price=19_000)
CROSS = OwnPosition(
    "long", 1, 20_000, cash=5_000, leverage=10, venue="Kraken derivatives outside the US",
    product="linear contract", price=19_000,
)  # fmt: skip
WIDE = Levels(LevelLine(0.9), LevelLine(0.8), LevelLine(0.7))

names = st.sampled_from(sorted(PRESETS))
horizons = st.sampled_from([1.0, 7.0, 30.0])


def hours(count: int = 400, seed: int = 1, volatility: float = 0.8) -> Bars:
    """Return invented bars of an hour."""
    rng = np.random.default_rng(seed)
    steps = rng.normal(0, volatility / 8760**0.5, count)
    return Bars.from_path(20_000 * np.exp(np.cumsum(steps)), length=60, start="2026-01-01")


# ---- Against risk, called by hand ----------------------------------------------------------------


@given(own_positions(), names, horizons, st.booleans())
@cases(500)
def test_the_odds_are_those_of_risk(mine: OwnPosition, name: str, days: float, fees: bool) -> None:
    assume(name != "crash month" or days < 30)
    found = diagnose(mine, presets=[name], days=[days], fees=fees)
    held = by_hand(mine)
    if found.prices.liquidated:
        assert found.odds == ()
        return
    if isinstance(held, Account):
        levels = levels_of(held, mine.now, fees=fees)
    elif isinstance(held, Contract):
        levels = levels_of_contract(held, mine.now)
    else:
        levels = levels_of_cross(held, "BTC", mine.now)
    model = PRESETS[name].model
    risk = chances(levels, model, days, accounts=ODDS_ACCOUNTS, seed=SEED)
    (one,) = found.odds
    assert (one.source, one.days, one.stop) == (name, days, None)
    assert (one.liquidation, one.debt) == (risk.liquidation, risk.debt)
    assert one.call == (risk.call if isinstance(held, Account) else None)


@given(own_positions(ProductKind.LINEAR), names)
@cases(100)
def test_cross_margin_in_cash_is_a_contract_with_all_of_it_as_margin(
    mine: OwnPosition, name: str
) -> None:
    plain = replace(mine, mode="cross", coins=0.0)
    alone = replace(plain, mode="isolated", margin=plain.cash, cash=0.0)
    both = [diagnose(one, presets=[name], days=[7]) for one in (plain, alone)]
    assume(not any(one.prices.liquidated for one in both))
    one, two = (found.odds[0] for found in both)
    assert one.liquidation.count == pytest.approx(two.liquidation.count, abs=2)
    assert one.debt.count == pytest.approx(two.debt.count, abs=2)


def test_cross_levels_by_hand() -> None:
    # 19,000 now; nothing left at 15,000; 1 % of the value is required: 15,000 / 0.99.
    held = CROSS.holding
    assert isinstance(held, CrossMargin)
    levels = levels_of_cross(held, "BTC", 19_000)
    assert levels.zero.start == pytest.approx(15_000 / 19_000)
    assert levels.liquidation.start == pytest.approx(15_000 / 0.99 / 19_000)
    assert (levels.falling, levels.exposure, levels.inverse) == (True, 19_000, False)
    with pytest.raises(BadInput, match="has no chances left to count"):
        levels_of_cross(held, "BTC", 15_100)


def test_an_account_that_was_called_is_called() -> None:
    (one,) = diagnose(SPOT, price=16_500, presets=["calm month"], days=[7]).odds
    assert one.call is not None
    assert one.call.count == ODDS_ACCOUNTS


def test_rollovers_count_unless_they_are_left_out() -> None:
    with_fees, without = (
        diagnose(SPOT, presets=["ordinary year"], days=[90], fees=fees).odds[0].liquidation
        for fees in (True, False)
    )
    # 90 days of rollovers are 2,700 USD of the 6,000.
    assert float(with_fees.value) > float(without.value) + 0.05


def test_sources_and_horizons_come_in_their_order() -> None:
    found = diagnose(SPOT).odds
    assert [(one.source, one.days) for one in found] == [(n, d) for n in USUAL for d in DAYS]
    values = [one.liquidation.value for one in found[:3]]
    assert values == sorted(values)


@pytest.mark.parametrize("stop", [None, 17_000.0])
def test_several_markets_and_horizons_are_each_what_they_are_alone(stop: float | None) -> None:
    several = diagnose(SPOT).odds_of(SPOT.holding, stop=stop)
    assert len(several) == len(USUAL) * len(DAYS)
    for one in several:
        asked = diagnose(SPOT, presets=[one.source], days=[one.days])
        assert asked.odds_of(SPOT.holding, stop=stop) == (one,)


# ---- With a stop ---------------------------------------------------------------------------------


def test_the_odds_of_a_stop_are_those_of_the_bar_engine() -> None:
    found = diagnose(SPOT, presets=["crash year"], days=[30], choices=Choices(stop=0.1))
    (one,) = found.odds_after(found.answers[-1])
    assert isinstance(found.holding, Account)
    rules = rules_of(found.holding, 19_000, stop=17_100)
    model = PRESETS["crash year"].model
    by_bars = bar_risk(model, rules, 30, bridge=True, accounts=ODDS_ACCOUNTS, seed=SEED)
    assert (one.stop, one.liquidation, one.debt) == (
        by_bars.stop,
        by_bars.liquidation,
        by_bars.debt,
    )
    plain = found.odds[0]
    assert one.liquidation.value < plain.liquidation.value
    assert one.debt.value <= plain.debt.value


def test_a_stop_that_comes_too_late_changes_no_chance() -> None:
    found = diagnose(SPOT, presets=["crash year"], days=[30], choices=Choices(stop=0.5))
    assert found.answers[-1].why
    assert found.odds_after(found.answers[-1]) == found.odds


@given(amounts(0.02, 0.15))
@cases(25)
def test_a_stop_is_reached_as_often_as_a_liquidation_there(share: float) -> None:
    """Where nothing jumps, a stop and a liquidation at its price are the same line."""
    (one,) = odds_under(WIDE, "calm month", [30], stop=1 - share)
    at = LevelLine(1 - share)
    line = chances(Levels(at, at, at), PRESETS["calm month"].model, 30, accounts=ODDS_ACCOUNTS)
    assert one.stop is not None
    assert one.stop.value == pytest.approx(float(line.liquidation.value), abs=0.025)


# ---- Bars of one's own ---------------------------------------------------------------------------


def test_own_bars_are_asked_after_the_presets() -> None:
    bars = hours()
    found = diagnose(SPOT, presets=["calm month"], bars=bars, days=[7, 30])
    assert [one.source for one in found.odds] == ["calm month"] * 2 + [OWN_BARS] * 2
    assert isinstance(found.holding, Account)
    rules = rules_of(found.holding, 19_000)
    by_hand = resampled_risk(bars, rules, [7, 30], accounts=OWN_ACCOUNTS, seed=SEED)
    assert [one.liquidation for one in found.odds[2:]] == [one.liquidation for one in by_hand]
    assert [one.call for one in found.odds[2:]] == [one.call for one in by_hand]


def test_bars_of_a_model_give_back_the_chances_of_the_model() -> None:
    levels = Levels(LevelLine(0.92), LevelLine(0.88), LevelLine(0.8))
    past = hours(20_000, seed=3)
    (drawn,) = resampled_risk(past, BarRules(levels), [30], accounts=2_000)
    exact = chances(levels, PriceModel(0.8), 30)
    assert drawn.liquidation.value == pytest.approx(float(exact.liquidation.value), abs=0.05)
    assert drawn.call.value == pytest.approx(float(exact.call.value), abs=0.05)
    assert drawn.debt.count == 0


def gappy(count: int = 200) -> Bars:
    """Return bars of six hours that jump, dip and come back."""
    rng = np.random.default_rng(5)
    rows, last = [], 100.0
    for _ in range(count):
        first = last * np.exp(rng.choice([0.0, 0.0, 0.0, -0.06, 0.06]))
        last = first * np.exp(rng.normal(0, 0.02))
        low, high = min(first, last) * (1 - 0.01 * rng.random()), max(first, last) * 1.005
        rows.append((first, high, low, last))
    return Bars.of(rows, length=360)


@pytest.mark.parametrize("falling", [True, False])
def test_each_account_goes_through_the_bars_that_were_drawn(falling: bool) -> None:
    """The same draws, walked in plain Python, one account after the other."""
    starts = (0.93, 0.88, 0.86) if falling else (1.07, 1.12, 1.14)
    levels = Levels(*map(LevelLine, starts), falling=falling)
    bars, accounts, days = gappy(), 300, (3.0, 9.0)
    found = resampled_risk(bars, BarRules(levels), days, accounts=accounts, seed=11)
    past, rng = PastBars.of(bars, falling), np.random.Generator(np.random.SFC64(11))
    assert past.whole == 4
    sign = 1 if falling else -1
    call, close, zero = (sign * float(np.log(start)) for start in starts)
    counts = np.zeros((2, 3), int)
    # Nothing is forgotten as long as three in four are open.
    first = past.rows(rng, 12, accounts)
    which, state = first, [(0.0, False, False, False)] * accounts
    for when, rows in enumerate((first, None)):
        if rows is None:
            open_still = [i for i, one in enumerate(state) if not one[2]]
            keep = open_still if 4 * len(open_still) < 3 * accounts else list(range(accounts))
            which = past.rows(rng, 24, len(keep))
            state = [state[i] for i in keep]
        for column, one in enumerate(state):
            here, called, closed, owes = one
            for bar in which[:, column]:
                opened = here + float(past.opens[bar])
                low, here = opened + float(past.dips[bar]), opened + float(past.moves[bar])
                if closed:
                    break
                called = called or min(low, opened) <= call
                if min(low, opened) <= close:
                    closed, owes = True, min(opened, close) <= zero
            state[column] = (here, called, closed, owes)
        now = np.array([one[1:] for one in state], bool)
        if when == 0:
            counts[0] = now.sum(axis=0)
            dropped = now if 4 * (~now[:, 1]).sum() < 3 * accounts else now[:0]
            base = dropped[dropped[:, 1]].sum(axis=0) if len(dropped) else np.zeros(3, int)
        else:
            counts[1] = now.sum(axis=0) + base
    for risk, row in zip(found, counts, strict=True):
        assert (risk.call.count, risk.liquidation.count, risk.debt.count) == tuple(row)


@pytest.mark.parametrize("falling", [True, False])
def test_past_bars_are_logs_against_the_account(falling: bool) -> None:
    rows = [(100, 101, 99, 100), (90, 95, 85, 94), (94.01, 96, 90, 95), (95, 99, 94, 98)]
    past = PastBars.of(Bars.of(rows, length=360), falling)
    sign = 1 if falling else -1
    # A night that opens 10 % lower; a bar that opens 0.01 % beside the close is traded through.
    assert past.opens == pytest.approx([sign * np.log(0.9), 0, 0], abs=1e-6)
    trend = np.log((94 / 100 + 95 / 94 + 98 / 95) / 3)
    moves = np.log([94 / 90, 95 / 94, 98 / 95]) - trend
    assert past.moves == pytest.approx(sign * moves, abs=1e-6)
    worst = [85 / 90, 90 / 94, 94 / 95] if falling else [95 / 90, 96 / 94, 99 / 95]
    deepest = np.minimum(sign * np.log(worst), np.minimum(sign * moves, 0))
    assert past.dips == pytest.approx(deepest, abs=1e-6)
    assert (past.whole, past.length) == (3, 360)


def test_every_stretch_of_a_day_may_be_drawn_and_stays_in_one_piece() -> None:
    past = PastBars.of(gappy(), falling=True)
    rows = past.rows(np.random.default_rng(1), 8, 20_000)
    assert (rows.min(), rows.max()) == (0, 198)
    for day in (rows[:4], rows[4:]):
        assert (np.diff(day, axis=0) == 1).all()
    assert set(rows[0].tolist()) == set(range(196))


def test_a_bar_of_a_night_opens_where_it_opens() -> None:
    calm = [(100.0, 100.5, 99.5, 100.0)] * 150
    night = [(70.0, 70.5, 69.5, 70.0), (100.0, 100.0, 99.5, 100.0)]
    bars = Bars.of(calm + night + calm, length=1440)
    levels = Levels(LevelLine(0.95), LevelLine(0.9), LevelLine(0.85))
    (risk,) = resampled_risk(bars, BarRules(levels), [30])
    # Each of 30 days is the night with a chance of 1 in 301.
    assert risk.debt.value == pytest.approx(1 - (300 / 301) ** 30, abs=0.02)
    assert risk.debt.count == risk.liquidation.count == risk.jumped.count
    owed = risk.expected_debt.value / risk.debt.value
    assert owed == pytest.approx(0.85 - 0.70, abs=0.02)


def test_a_horizon_is_part_of_the_longer_one_and_the_order_is_kept() -> None:
    rules = BarRules(Levels(LevelLine(0.95), LevelLine(0.9), LevelLine(0.85)))
    short, long, again = resampled_risk(hours(), rules, [7, 30, 7], accounts=500)
    assert short == again
    assert short.liquidation.count <= long.liquidation.count
    assert short.call.count <= long.call.count


def test_bars_of_a_minute_are_joined_to_hours() -> None:
    rng = np.random.default_rng(2)
    minutes = Bars.from_path(100 * np.exp(np.cumsum(rng.normal(0, 1e-3, 9_001))), length=1)
    rules = BarRules(WIDE)
    assert resampled_risk(minutes, rules, [7], accounts=200) == resampled_risk(
        minutes.coarsen(60), rules, [7], accounts=200
    )


def test_a_stop_over_bars_of_ones_own() -> None:
    found = diagnose(SPOT, presets=[], bars=hours(volatility=1.5), choices=Choices(stop=0.05))
    one = found.odds_after(found.answers[-1])[-1]
    assert one.stop is not None
    assert one.stop.value > 0.5
    assert one.liquidation.value < found.odds[-1].liquidation.value


@pytest.mark.parametrize(
    ("bars", "days", "words"),
    [
        (hours(50), [7], "bars are 49, which is below 100"),
        (Bars.of([(1, 1, -1, 1)] * 200, length=60), [7], "bars have a low of -1"),
        (hours(), [], "days [] are none"),
        (hours(), [-7], "days -7 is below 0"),
        ("a file", [7], "bars 'a file' is not a Bars"),
    ],
)
def test_what_cannot_be_drawn_from(bars: Bars, days: list[float], words: str) -> None:
    with pytest.raises(BadInput) as refusal:
        resampled_risk(bars, BarRules(WIDE), days)
    assert words in str(refusal.value)
