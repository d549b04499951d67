"""How fast and how close the risk engine is: one process, one run, ratios and not seconds.

    python benchmarks/risk.py            everything, about two minutes
    python benchmarks/risk.py --quick    fewer rounds and accounts

The parts of a ratio are timed in turns, and the least disturbed round of each is compared, as other
work on the machine only ever adds time. ``backtesting.py`` is optional (``pip install
backtesting``); without it its column says "not measured".
"""

from __future__ import annotations

import argparse
import math
import sys
import time
import tracemalloc
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from margin_lessons.risk import (
    PRESETS,
    BarRules,
    KouJumps,
    PriceModel,
    Situation,
    bar_risk,
    risk_curve,
    risk_map,
    risk_of,
    rules_of,
)
from margin_lessons.risk.bar_engine import CELLS, draw_bars
from margin_lessons.risk.draws import generator
from margin_lessons.risk.sampler import Motion

LEVERAGES, RATES = (1.5, 2.0, 5.0, 10.0), (2, 4, 12)
JUMPS = KouJumps(up_chance=0.3, up_mean=0.05, down_mean=0.08)
DAYS = BARS = 365


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def in_turns(works: Sequence[Callable[[], object]], rounds: int) -> list[list[float]]:
    """Time several things in turns; return one list of seconds for each."""
    for work in works:
        work()
    rows = [[seconds(work) for work in works] for _ in range(rounds)]
    return [list(column) for column in zip(*rows, strict=True)]


def ratio(slow: Sequence[float], fast: Sequence[float]) -> float:
    return min(slow) / min(fast)


def model_of(rate: float) -> PriceModel:
    return PriceModel(0.65, rate, JUMPS)


# ---- What it is compared with --------------------------------------------------------------------


def only_normals(accounts: int) -> None:
    """(a) Draw 365 normals an account, in single precision, and do nothing with them."""
    rng = generator(1)
    room = np.empty((BARS, 256), np.float32)
    for _ in range(accounts // 256):
        rng.standard_normal(dtype=np.float32, out=room)


def numpy_matrix(accounts: int, leverage: float, rate: float) -> tuple[float, float]:
    """(b) A matrix of daily bars, as one writes it down; fills are at the close of the bar."""
    model, rng, step = model_of(rate), np.random.default_rng(1), 1 / BARS
    shape = (accounts, BARS)
    moves = model.log_drift * step + model.volatility * math.sqrt(step) * rng.standard_normal(shape)
    jumping = rng.random(shape) < rate * step
    up = rng.random(jumping.sum()) < JUMPS.up_chance
    sizes = rng.exponential(size=len(up))
    moves[jumping] += np.where(up, JUMPS.up_mean, -JUMPS.down_mean) * sizes
    prices = np.exp(np.cumsum(moves, axis=1))
    margin = 1 / leverage
    equity = margin + prices - 1
    below = equity <= 0.4 * margin
    closed = below.any(axis=1)
    fills = equity[np.arange(accounts), below.argmax(axis=1)]
    return closed.mean(), (closed & (fills < 0)).mean()


def backtesting_run(leverage: float) -> Callable[[], object] | None:
    """(c) One account in backtesting.py: buy, hold, closed by its broker. None if missing."""
    try:
        import pandas as pd

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from backtesting import Backtest, Strategy
    except ImportError:
        return None

    class BuyAndHold(Strategy):
        def init(self) -> None:
            pass

        def next(self) -> None:
            if not self.position:
                self.buy(size=0.99)

    rng = np.random.default_rng(1)
    days = pd.date_range("2024-01-01", periods=BARS)

    def run() -> object:
        close = 100 * np.exp(np.cumsum(rng.normal(0, 0.034, BARS)))
        open_ = np.concatenate([[100.0], close[:-1]])
        high, low = np.maximum(open_, close), np.minimum(open_, close)
        data = pd.DataFrame({"Open": open_, "High": high, "Low": low, "Close": close}, index=days)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Backtest(data, BuyAndHold, cash=1e6, margin=1 / leverage).run()

    return run


# ---- Tables --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Speed:
    """Nanoseconds an account, and how many times longer the others take."""

    leverage: float
    rate: int
    exact: float
    normals: float
    matrix: float
    backtesting: float | None


def speed(leverage: float, rate: int, rounds: int, accounts: int) -> Speed:
    situation = Situation(10_000, 0, leverage, model_of(rate), days=DAYS, fees=False)
    few, seeds = accounts // 20, iter(range(10_000))
    works = [
        lambda: risk_of(situation, accounts=accounts, seed=next(seeds)),
        lambda: only_normals(few),
        lambda: numpy_matrix(few, leverage, rate),
    ]
    exact, normals, matrix = in_turns(works, rounds)
    exact = [took / accounts for took in exact]
    run = backtesting_run(leverage)
    tested = None
    if run is not None:
        tested = ratio(in_turns([run], rounds)[0], exact)
    drawn = [took / (few // 256 * 256) for took in normals]
    return Speed(
        leverage,
        rate,
        min(exact) * 1e9,
        ratio(drawn, exact),
        ratio([took / few for took in matrix], exact),
        tested,
    )


def speed_table(rounds: int, accounts: int) -> None:
    print(f"\nExact sampler, one year, one set of levels, {accounts:,} accounts a run")
    print(
        f"{'leverage':>8} {'jumps/yr':>8} {'ns/account':>11} {'accounts/s':>12} "
        f"{'(a) normals':>12} {'(b) matrix':>11} {'(c) backtesting':>16}"
    )
    rows = [speed(leverage, rate, rounds, accounts) for leverage in LEVERAGES for rate in RATES]
    for row in rows:
        tested = "not measured" if row.backtesting is None else f"{row.backtesting:,.0f} x"
        print(
            f"{row.leverage:>8g} {row.rate:>8} {row.exact:>11.0f} {1e9 / row.exact:>12,.0f} "
            f"{row.normals:>10.1f} x {row.matrix:>9.0f} x {tested:>16}"
        )
    drawn, matrix = [row.normals for row in rows], [row.matrix for row in rows]
    print(f"(a) worst {min(drawn):.1f} x (target 8), median {median(drawn):.1f} x (target 15)")
    print(f"(b) median {median(matrix):.0f} x (target 30)")
    tested = [row.backtesting for row in rows if row.backtesting is not None]
    if tested:
        print(f"(c) median {median(tested):,.0f} x (target 20,000)")
    else:
        print("(c) not measured: backtesting.py is not installed (pip install backtesting)")


def fees_cost_table(rounds: int, accounts: int) -> None:
    print(f"\nWhat it costs to follow fees, {accounts:,} accounts a run, 5x, without and with them")
    print(
        f"{'jumps/yr':>8} {'days':>5} {'buffer':>7} {'ns without':>11} {'ns with':>8} {'':>8} "
        f"{'normals':>9}"
    )
    for rate in (0, *RATES):
        for days, buffer in ((30, 0), (30, 3_000), (365, 0), (365, 3_000)):
            model = PriceModel(0.65, rate, JUMPS if rate else None)
            plain, paid = (
                Situation(10_000, buffer, 5, model, days=days, fees=fees) for fees in (False, True)
            )
            seeds, few = iter(range(10_000)), accounts // 20
            works = [
                lambda s=plain, n=seeds: risk_of(s, accounts=accounts, seed=next(n)),
                lambda s=paid, n=seeds: risk_of(s, accounts=accounts, seed=next(n)),
                lambda n=few: only_normals(n),
            ]
            without, with_fees, normals = in_turns(works, rounds)
            beside = min(normals) / (few // 256 * 256) / (min(with_fees) / accounts)
            print(
                f"{rate:>8} {days:>5} {buffer:>7,} {min(without) / accounts * 1e9:>11.0f} "
                f"{min(with_fees) / accounts * 1e9:>8.0f} {ratio(with_fees, without):>6.1f} x "
                f"{beside:>7.1f} x"
            )


def map_table(rounds: int) -> None:
    print("\nWhole map, 24 x 24 sizes and buffers from 20,000 paths, beside one cell")
    sizes, buffers = np.linspace(1_000, 24_000, 24), np.linspace(0, 11_500, 24)
    for name in ("calm month", "2020", "small coin"):
        for days in (30, 365):
            here = Situation(10_000, 1_000, 5, PRESETS[name].model, days=days)
            cell, whole = in_turns(
                [lambda s=here: risk_of(s), lambda s=here: risk_map(s, sizes, buffers)], rounds
            )
            print(
                f"{name:>12} {days:>4} days: cell {1e3 * min(cell):6.2f} ms, map "
                f"{1e3 * min(whole):6.2f} ms, {ratio(whole, cell):5.2f} x (target under 3)"
            )


def curve_table(rounds: int) -> None:
    print("\nWhole curves over 20,000 paths, 30 days, beside one cell")
    here = Situation(10_000, 1_000, 5, PRESETS["crash year"].model, days=30)
    for control, values in (
        ("size", np.linspace(1_000, 24_000, 15)),
        ("volatility", np.linspace(0.2, 1.2, 15)),
    ):
        cell, whole = in_turns(
            [lambda: risk_of(here), lambda c=control, v=values: risk_curve(here, c, v)], rounds
        )
        print(
            f"{control:>12}: cell {1e3 * min(cell):6.2f} ms, curve {1e3 * min(whole):6.2f} ms, "
            f"{ratio(whole, cell):5.2f} x for {len(values)} values"
        )


def bars_table(rounds: int, accounts: int) -> None:
    print("\nBar engine, beside only drawing the normals it drew (single precision)")
    print(
        f"{'rules':>20} {'bars/yr':>8} {'ns/normal':>10} {'standard_normal':>16} {'own draws':>10}"
    )
    account = Situation(10_000, 2_000, 5, model_of(4), fees=False).account(20_000)
    rules = {
        "plain": rules_of(account, fees=False),
        "stop, trailing": rules_of(account, stop=17_000, trailing=0.2, fees=False),
        "top-up, delay": rules_of(account, top_up=1_000, delay=1, fees=False),
        "fees": rules_of(account),
    }
    for name, rule in rules.items():
        for per_year, days in ((365, 365), (8_760, 30)):
            bar_row(name, rule, per_year, days, rounds, accounts)


def bar_row(
    name: str, rule: BarRules, per_year: int, days: int, rounds: int, accounts: int
) -> None:
    def engine() -> int:
        return bar_risk(model_of(4), rule, days, bars_per_year=per_year, accounts=accounts).normals

    count = engine()
    motion = Motion.against(model_of(4), falling=True)

    def ziggurat() -> None:
        rng, room = generator(1), np.empty(CELLS, np.float32)
        for left in range(count, 0, -CELLS):
            rng.standard_normal(dtype=np.float32, out=room[: min(left, CELLS)])

    def own() -> None:
        rng, room = generator(1), np.empty((2, CELLS + 2), np.float32)
        for left in range(count, 0, -CELLS):
            draw_bars(rng, motion, 1 / per_year, (1, min(left, CELLS)), room)

    took, drawn, mine = in_turns([engine, ziggurat, own], rounds)
    print(
        f"{name:>20} {per_year:>8,} {1e9 * min(took) / count:>10.2f} "
        f"{ratio(took, drawn):>14.2f} x {ratio(took, mine):>8.2f} x"
    )


def bias_table(quick: bool) -> None:
    here = Situation(10_000, 1_000, 5, PRESETS["crash year"].model, days=30, fees=False)
    print("\nExact against bars: 10,000 long at 5x with a buffer of 1,000, preset 2020, 30 days")
    exact = risk_of(here, accounts=2_000_000)
    head = (
        f"{'bars a year':>12} {'call':>16} {'liquidation':>16} {'debt':>18} {'debt at close':>18}"
    )
    print(head)
    chances = (exact.call, exact.liquidation, exact.debt)
    print(f"{'exact':>12} {chances[0]!s:>16} {chances[1]!s:>16} {chances[2]!s:>18}")
    for per_year, accounts in ((365, 400_000), (8_760, 200_000), (87_600, 50_000)):
        rows = [
            bar_risk(
                here.model,
                BarRules(here.levels(), fill_at_close=at_close),
                here.days,
                bars_per_year=per_year,
                bridge=bridge,
                accounts=accounts // (8 if quick else 1),
            )
            for at_close, bridge in ((False, False), (True, False), (False, True))
        ]
        plain, at_close, bridged = rows
        print(
            f"{per_year:>12,} {plain.call!s:>16} {plain.liquidation!s:>16} {plain.debt!s:>18} "
            f"{at_close.debt!s:>18}"
        )
        print(
            f"{'with bridges':>12} {bridged.call!s:>16} {bridged.liquidation!s:>16} "
            f"{bridged.debt!s:>18}"
        )


def fees_table(quick: bool) -> None:
    print("\nFees in the exact sampler, against bars with bridges whose levels move every bar")
    accounts = 20_000 if quick else 100_000
    for days, per_year in ((30, 8_760), (90, 4_380), (365, 1_460)):
        for leverage, buffer in ((2, 0), (5, 2_000), (10, 500)):
            here = Situation(10_000, buffer, leverage, PRESETS["crash year"].model, days=days)
            exact = risk_of(here, accounts=1_000_000)
            rules = BarRules(here.levels())
            bars = bar_risk(
                here.model, rules, days, bars_per_year=per_year, bridge=True, accounts=accounts
            )
            words = [
                f"{name} {getattr(exact, name).value:7.2%} ({_difference(exact, bars, name)})"
                for name in ("liquidation", "debt")
            ]
            print(f"{days:>4} days {leverage:>3}x buffer {buffer:>5,}: {', '.join(words)}")


def _difference(exact: object, bars: object, name: str) -> str:
    one, two = getattr(exact, name), getattr(bars, name)
    return f"{100 * (one.value - two.value):+.2f} ± {200 * math.hypot(one.error, two.error):.2f}"


def scale_table(quick: bool) -> None:
    print("\nScale: one year, 5x, 4 jumps a year, one set of levels")
    here = Situation(10_000, 2_000, 5, model_of(4), days=DAYS)
    for accounts in (10_000, 100_000, 1_000_000, 10_000_000)[: 3 if quick else 4]:
        took = min(seconds(lambda n=accounts: risk_of(here, accounts=n)) for _ in range(3))
        tracemalloc.start()
        risk = risk_of(here, accounts=accounts)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        print(
            f"{accounts:>12,} accounts {1e3 * took:>9.1f} ms {1e9 * took / accounts:>6.0f} ns each,"
            f" peak {peak / 1e6:.1f} MB, liquidation {risk.liquidation}, debt {risk.debt}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer rounds and accounts")
    quick = parser.parse_args().quick
    print(f"numpy {np.__version__}")
    speed_table(5 if quick else 11, 100_000 if quick else 200_000)
    fees_cost_table(5 if quick else 11, 100_000 if quick else 200_000)
    map_table(11 if quick else 41)
    curve_table(11 if quick else 41)
    bars_table(3 if quick else 7, 100_000)
    bias_table(quick)
    fees_table(quick)
    scale_table(quick)


if __name__ == "__main__":
    main()
