"""Models, levels, presets, chances and bad input of the risk engine."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from cases import cases
from hypothesis import given
from hypothesis import strategies as st

from margin_lessons.account import Account, CoinCollateral, Position
from margin_lessons.contract import Contract
from margin_lessons.crossing import crossing
from margin_lessons.errors import BadInput
from margin_lessons.market.board import BOARD
from margin_lessons.risk import (
    LEAVES_OUT,
    PRESETS,
    Average,
    BarRules,
    Chance,
    KouJumps,
    LevelLine,
    Levels,
    NormalJumps,
    PriceModel,
    Situation,
    bar_risk,
    chances,
    largest_below_chance,
    levels_of,
    levels_of_contract,
    preset,
    risk_curve,
    risk_map,
    risk_of,
    rules_of,
    sample_paths,
)
from margin_lessons.venue import KRAKEN_SPOT, ShortMargin

CALM = PriceModel(0.5)
WILD_HOURS = (-0.191, -0.178, -0.112, 0.174, -0.104, 0.075, 0.079, 0.137, -0.105, -0.080, 0.078)
"""BTC/USD on Kraken, 27 February to 27 March 2020, hourly closes: beyond 10 robust deviations."""

LONG = Account(10_000, (Position("long", 1, 20_000, 5),))
LEVELS = levels_of(LONG)
HERE = Situation(10_000, 1_000, 5, CALM)
FROZEN = KRAKEN_SPOT.with_rules(short_margin=ShortMargin.FROZEN)


# ---- Models -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "jumps", [NormalJumps(-0.1, 0.2), KouJumps(0.3, 0.1, 0.2), NormalJumps(0.05, 0.0)]
)
def test_what_a_jump_does_on_average(jumps: NormalJumps | KouJumps) -> None:
    rng = np.random.default_rng(1)
    if isinstance(jumps, NormalJumps):
        sizes = rng.normal(jumps.mean, jumps.spread, 400_000)
    else:
        scale = np.where(rng.random(400_000) < jumps.up_chance, jumps.up_mean, -jumps.down_mean)
        sizes = scale * rng.exponential(size=400_000)
    assert jumps.growth == pytest.approx(np.expm1(sizes).mean(), abs=2e-3)
    assert jumps.variance == pytest.approx((sizes**2).mean(), rel=2e-2)
    assert jumps.mirrored().mirrored() == jumps


def test_a_fair_game_keeps_the_expected_price() -> None:
    model = PriceModel(0.6, 5, KouJumps(0.4, 0.1, 0.15), growth=0.2)
    jumps = model.jumps_per_year * model.jumps.growth
    assert model.log_drift + model.volatility**2 / 2 + jumps == pytest.approx(0.2)


# ---- Levels -------------------------------------------------------------------------------------


@cases(300)
@given(
    size=st.floats(100, 50_000),
    buffer=st.floats(0, 50_000),
    leverage=st.floats(1, 10),
    side=st.sampled_from(["long", "short"]),
    venue=st.sampled_from([KRAKEN_SPOT, FROZEN]),
    fees=st.booleans(),
    price=st.floats(0.01, 100_000),
)
def test_a_situation_and_its_account_have_the_same_levels(
    size: float, buffer: float, leverage: float, side: str, venue, fees: bool, price: float
) -> None:
    situation = Situation(size, buffer, leverage, CALM, side=side, venue=venue, fees=fees)
    mine, theirs = situation.levels(), levels_of(situation.account(price), fees=fees)
    assert mine.falling is theirs.falling
    assert mine.exposure == pytest.approx(theirs.exposure)
    for name in ("call", "liquidation", "zero"):
        line, other = getattr(mine, name), getattr(theirs, name)
        if other.start > 0 and math.isfinite(other.start):
            assert line.start == pytest.approx(other.start, abs=1e-9)
            assert line.rise == pytest.approx(other.rise, abs=1e-6)
        else:
            assert line.start <= 1e-9


def test_levels_of_the_account_of_the_lessons() -> None:
    levels = levels_of(LONG, fees=False)
    for name, margin_level in (("call", 0.8), ("liquidation", 0.4), ("zero", 0.0)):
        assert getattr(levels, name).start * 20_000 == crossing(LONG, margin_level).price
    # 5 USD to open and 10,950 a year to hold, on one coin.
    with_fees = levels_of(LONG)
    assert with_fees.zero.start * 20_000 == pytest.approx(10_005)
    assert with_fees.zero.at(1.0) * 20_000 == pytest.approx(10_005 + 10_950)


def test_levels_later_and_with_coins_as_collateral() -> None:
    later = levels_of(LONG, price=16_000, fees=False)
    assert later.liquidation.start == pytest.approx(11_600 / 16_000)
    coins = Account(0, (Position("long", 1, 20_000, 5),), (CoinCollateral("BTC", 0.5),))
    levels = levels_of(coins, fees=False)
    assert levels.exposure == pytest.approx(30_000)
    assert levels.zero.start * 20_000 == pytest.approx(crossing(coins, 0.0).price)


def test_levels_of_an_inverse_contract_move_with_one_over_the_price() -> None:
    contract = Contract("short", 1_000, 8_000, margin=0.02, maintenance=0.01, inverse=True)
    levels = levels_of_contract(contract)
    assert not levels.falling
    assert levels.kappa == 1
    assert levels.zero.start * 8_000 == pytest.approx(contract.zero_equity_price())
    assert chances(levels, CALM, 30, accounts=1_000).call.count == 0


def test_fees_that_stand_still_leave_levels_as_they_are() -> None:
    standing = levels_of(LONG, fees=False).standing(0.5)
    assert standing.lift is None
    assert standing.liquidation == pytest.approx(math.log(0.58))
    assert standing.zero == pytest.approx(math.log(0.5))


# ---- Presets ------------------------------------------------------------------------------------


def test_the_small_coin_comes_from_the_board() -> None:
    left_out = {"USDT", "USDC", "USDe", "DAI", "BTC", "ETH"}
    moves = np.array([math.log1p(q.change) for q in BOARD if q.symbol not in left_out])
    day = math.sqrt((moves**2).mean())
    assert (len(moves), round(day, 3)) == (24, 0.062)
    small = PRESETS["small coin"]
    assert small.model.volatility == pytest.approx(day * math.sqrt(365), abs=0.01)
    assert "24 coins" in small.how
    assert min(q.change for q in BOARD) == -0.0997


def test_the_jumps_that_are_single_events() -> None:
    falls = [math.log(26.0 / 75.0), math.log(700 / 1_724.6)]
    crash = PRESETS["flash crash"].model
    assert crash.jumps.mean == pytest.approx(np.mean(falls), abs=0.005)
    assert crash.jumps.spread == pytest.approx(np.std(falls, ddof=1), abs=0.005)
    assert PRESETS["broken peg"].model.jumps.mean == pytest.approx(
        math.log(1.05 / 1.20094), abs=0.001
    )


def test_the_crash_year_and_the_crash_month_share_their_wild_hours() -> None:
    """11 hours of 27 February to 27 March 2020: in a year, or in the 30 days in which they fell."""
    year, month = (PRESETS[name].model for name in ("crash year", "crash month"))
    up, down = ([abs(h) for h in WILD_HOURS if (h > 0) is sign] for sign in (True, False))
    assert (len(up), len(down)) == (5, 6)
    for model in (year, month):
        assert model.jumps.up_chance == pytest.approx(len(up) / 11)
        assert model.jumps.up_mean == pytest.approx(np.mean(up), abs=5e-4)
        assert model.jumps.down_mean == pytest.approx(np.mean(down), abs=5e-4)
    assert year.jumps_per_year == 11
    assert month.jumps_per_year * 30 / 365 == pytest.approx(11)
    assert year.volatility == month.volatility == 0.65


def test_an_ordinary_year_lies_where_its_source_says() -> None:
    assert 0.40 < PRESETS["ordinary year"].model.total_volatility < 0.55


def test_every_preset_says_where_it_comes_from() -> None:
    assert list(PRESETS) == [
        "calm month",
        "ordinary year",
        "crash year",
        "crash month",
        "flash crash",
        "small coin",
        "broken peg",
    ]
    for name, chosen in PRESETS.items():
        assert preset(name) is chosen
        assert chosen.sources
        assert all(source.title and source.date for source in chosen.sources)
        assert len(chosen.how) > 80
    assert all(sentence.endswith(".") for sentence in LEAVES_OUT)


# ---- Honest margins -----------------------------------------------------------------------------


def test_nothing_counted_is_shown_as_a_bound_and_never_as_zero() -> None:
    for accounts in (20, 20_000, 3_000_000):
        none, everyone = Chance(0, accounts), Chance(accounts, accounts)
        # The exact bound: with this chance, nothing is seen in 5 of 100 samples.
        assert (1 - none.interval[1]) ** accounts == pytest.approx(0.05)
        assert everyone.interval[0] ** accounts == pytest.approx(0.05)
        shown = float(str(none).removeprefix("below ").split("%")[0]) / 100
        assert none.interval[1] <= shown < 1.2 * none.interval[1]
        shown = float(str(everyone).removeprefix("above ").split("%")[0]) / 100
        assert shown <= everyone.interval[0]
    assert str(Average(0.0, 0.0)) == "none seen"


def test_the_range_holds_the_truth_nearly_always() -> None:
    rng = np.random.default_rng(2)
    for truth in (0.002, 0.03, 0.5):
        low, high = Chance(rng.binomial(2_000, truth, 20_000), 2_000).interval
        held = np.mean((low <= truth) & (truth <= high))
        assert 0.92 < held < 0.99


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (1, "0.0050% (0.0009% to 0.0283%)"),
        (30, "0.15% ± 0.05%"),
        (680, "3.4% ± 0.3%"),
        (10_000, "50.0% ± 0.7%"),
        (19_999, "99.9950% (99.9717% to 99.9991%)"),
    ],
)
def test_a_chance_is_shown_with_its_margin(count: int, shown: str) -> None:
    assert str(Chance(count, 20_000)) == shown


# ---- Bad input ----------------------------------------------------------------------------------

BAD: list[tuple[Callable[[], object], str]] = [
    (lambda: PriceModel(-0.1), "volatility -0.1 is below 0"),
    (lambda: PriceModel(float("nan")), "volatility nan is not a finite number"),
    (lambda: PriceModel("wild"), "volatility 'wild' is not a number"),
    (lambda: PriceModel(0.5, -2, NormalJumps(0, 0.1)), "jumps per year -2 is below 0"),
    (lambda: PriceModel(0.5, 2), "say nothing about the size of 2 jumps a year"),
    (lambda: KouJumps(1.2, 0.1, 0.1), "chance of a jump up 1.2 is above 1"),
    (lambda: KouJumps(-0.2, 0.1, 0.1), "chance of a jump up -0.2 is below 0"),
    (lambda: KouJumps(0.5, 0.0, 0.1), "mean jump up 0 is not above 0"),
    (lambda: KouJumps(0.5, 0.1, 1.5), "mean jump down 1.5 is not below 1"),
    (lambda: NormalJumps(0.0, -0.1), "jump spread -0.1 is below 0"),
    (lambda: chances(LEVELS, CALM, -1), "days -1 is below 0 (allowed: 0 to 36500)"),
    (lambda: chances(LEVELS, CALM, 30, accounts=0), "accounts 0 is not a whole number from 1"),
    (lambda: chances(LEVELS, CALM, 30, accounts=1.5), "accounts 1.5 is not a whole number"),
    (lambda: chances(LEVELS, CALM, 30, seed=1.5), "seed 1.5 is not a whole number of 0 or more"),
    (lambda: chances(LEVELS, CALM, 30, seed=-1), "seed -1 is not a whole number"),
    (lambda: chances(LEVELS, CALM, 30, seed="7"), "seed '7' is not a whole number"),
    (lambda: chances(LEVELS, CALM, 30, seed=True), "seed True is not a whole number"),
    (lambda: sample_paths(CALM, -1, like=LEVELS), "days -1 is below 0"),
    (
        lambda: bar_risk(CALM, BarRules(LEVELS), 30, bars_per_year=1e308),
        "allowed: 0 to 525600): it is how many bars",
    ),
    (lambda: bar_risk(CALM, BarRules(LEVELS), 30, bars_per_year=0), "bars per year 0 is not above"),
    (lambda: bar_risk(CALM, BarRules(LEVELS), 30, accounts=0), "accounts 0 is not a whole number"),
    (lambda: BarRules(LEVELS, delay=-1), "delay -1 is not a whole number of 0 or more"),
    (lambda: BarRules(LEVELS, trailing=0), "trailing 0 is not above 0"),
    (lambda: BarRules(LEVELS, stop=1.1), "stop 1.1 is not below 1"),
    (lambda: BarRules(Situation([1e3, 2e3], 0, 5, CALM).levels()), "levels for many accounts"),
    (lambda: rules_of(LONG, top_up=-5), "deposit -5 is not above 0"),
    (lambda: levels_of(LONG, 11_000), "price 11000 is at or below the liquidation price"),
    (lambda: levels_of(Account(1_000)), "only an open position can be called"),
    (lambda: levels_of(LONG, slippage=1.5), "slippage 1.5 is above 0.99"),
    (lambda: Situation(-1, 0, 5, CALM), "size -1 is not a finite amount above 0"),
    (lambda: Situation(1e3, [-1, 0], 5, CALM), "buffer -1 is not a finite amount of 0 or more"),
    (lambda: Situation(1e3, 0, 12, CALM), "leverage 12 is above 10"),
    (lambda: Situation(1e3, 0, 5, CALM, days=-3), "days -3 is below 0"),
    (lambda: Situation([1, 2], [1, 2, 3], 5, CALM), "does not fit a buffer of shape"),
    (lambda: risk_curve(HERE, "colour", [1]), "control 'colour' is not one of the controls"),
    (lambda: risk_map(HERE, [1e3], [0.0]).line(1.5), "limit 1.5 is above 1"),
    (
        lambda: risk_map(HERE, [1e3], [0.0]).line(0.01, "joy"),
        "event 'joy' is not one of the events",
    ),
    (lambda: largest_below_chance(HERE, 1e3, limit=-0.1), "limit -0.1 is below 0"),
    (lambda: largest_below_chance(HERE, 0), "money 0 is not above 0"),
    (lambda: Chance(3, 0), "accounts 0 is not a whole number from 1"),
    (lambda: Chance(30, 20), "count 30 is not a whole number between 0 and the 20 accounts"),
    (lambda: preset("storm"), "preset 'storm' is not one of these presets"),
    (lambda: preset("small coins"), "did you mean 'small coin'?"),
    (lambda: preset(["crash year"]), "preset ['crash year'] is not one of"),
    (lambda: risk_map(HERE, ["a"], [1]), "size 'a' is not a number"),
    (lambda: risk_map(HERE, [], [1]), "size [] holds no amount"),
    (lambda: risk_map(HERE, [1], []), "buffer [] holds no amount"),
    (lambda: risk_map(HERE, [[1, 2], [3]], [1]), "size [[1, 2], [3]] is not a number"),
    (lambda: risk_map(None, [1], [1]), "situation None is not a Situation"),
    (lambda: risk_curve(HERE, "size", []), "size [] is no row"),
    (lambda: risk_curve(HERE, "days", []), "days [] is no row"),
    (lambda: risk_curve(HERE, "days", ["a"]), "days 'a' is not a number"),
    (lambda: risk_curve(HERE, "days", [[1, 2]]), "days [[1, 2]] is no row"),
    (lambda: largest_below_chance(HERE, 1e3, steps=0), "steps 0 is not a whole number from 1"),
    (lambda: largest_below_chance(HERE, 1e3, steps=2.0), "steps 2.0 is not a whole number"),
    (lambda: largest_below_chance(HERE, 1e3, event=["debt"]), "event ['debt'] is not one of"),
    (lambda: PriceModel(1e200), "volatility 1e+200 is above 100 (allowed: 0 to 100)"),
    (lambda: PriceModel(0.5, growth=1e300), "growth 1e+300 is above 100"),
    (lambda: PriceModel(0.5, 1e9, NormalJumps(0, 0.1)), "jumps per year 1000000000 is above"),
    (lambda: NormalJumps(1e200, 0.1), "jump mean 1e+200 is above 10 (allowed: -10 to 10)"),
    (lambda: NormalJumps(0.1, 1e200), "jump spread 1e+200 is above 10"),
    (
        lambda: chances(LEVELS, PriceModel(0.5, 9e3, NormalJumps(0, 0.1)), 3_650),
        "jumps 90000 over the horizon are above 10,000",
    ),
    (lambda: CALM.with_changes(vol=1), "parameter 'vol' is not one of a price model"),
    (lambda: HERE.with_changes(volatlity=1), "did you mean 'volatility'?"),
    (lambda: HERE.account("a"), "price 'a' is not a number"),
    (lambda: Situation(1e3, 0, 5, None), "model None is not a PriceModel"),
    (lambda: Situation(1e3, 0, 5, CALM, venue=None), "venue None is not a Venue"),
    (lambda: chances(CALM, LEVELS, 30), "model Levels("),
    (lambda: sample_paths(CALM, 30, like=None), "levels None is not a Levels"),
    (lambda: chances(LEVELS, CALM, 30, accounts=10**30), "accounts 1e+30 is not a whole number"),
    (lambda: bar_risk(CALM, None, 30), "rules None is not a BarRules"),
    (lambda: BarRules(None), "levels None is not a Levels"),
    (lambda: Chance("a", 5), "count 'a' is not a number"),
]


@pytest.mark.parametrize(("attempt", "sentence"), BAD, ids=[sentence for _, sentence in BAD])
def test_bad_input_is_one_clear_sentence(attempt: Callable[[], object], sentence: str) -> None:
    with pytest.raises(BadInput) as raised:
        attempt()
    message = str(raised.value)
    assert sentence in message
    assert message.endswith((".", "?"))
    assert "\n" not in message


# ---- The state of the panels --------------------------------------------------------------------


def test_changes_go_to_the_model_or_to_the_situation() -> None:
    other = HERE.with_changes(volatility=0.9, days=7, size=20_000)
    assert (other.model.volatility, other.days, other.size) == (0.9, 7, 20_000)
    assert HERE.model.volatility == 0.5


def test_a_situation_takes_its_shape_from_sizes_and_buffers() -> None:
    grid = replace(HERE, size=np.array([[1e3, 2e3, 3e3]]), buffer=np.array([[0.0], [500.0]]))
    assert risk_of(grid, accounts=1_000).liquidation.value.shape == (2, 3)
    assert isinstance(risk_of(HERE, accounts=1_000).liquidation.value, float)
    assert Levels(LevelLine(0.9), LevelLine(0.8), LevelLine(0.7)).falling
