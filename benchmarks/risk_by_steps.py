"""Lesson 07's chances against 200,000 accounts followed step by step, at twelve settings.

    python benchmarks/risk_by_steps.py             two minutes on a quiet machine
    python benchmarks/risk_by_steps.py --quick     a tenth of the accounts

What is compared: the chances of call, liquidation, debt, and of call and liquidation in one jump,
and the average debt, fees and jumps included. The sampler counts ten times as many accounts, so
that what is left between the two is the scatter of the stepwise ones. A difference is shown in
standard errors of both together; nothing is allowed for a known bias, as there is none. Exit code
1 when one difference is beyond three.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(1, str(Path(__file__).resolve().parents[1] / "tests"))

from stepwise import stepwise

from margin_lessons.risk import ACCOUNTS, Chance, Situation, risk_of
from margin_lessons.scenes.risk_curves import risk_state

SAMPLED = 100 * ACCOUNTS
STEPS_A_YEAR, LEAST_STEPS = 700, 150

SETTINGS = (
    # market, days, size over the money, and what else is chosen
    ("calm month", 365, 2, {}),
    ("calm month", 365, 2, {"fees": "0.010%"}),
    ("calm month", 30, 5, {}),
    ("calm month", 365, 0.8, {}),
    ("ordinary year", 365, 2, {"side": "short"}),
    ("crash year", 30, 2, {}),
    ("crash year", 365, 1, {}),
    ("crash year", 120, 3, {"side": "short", "leverage": 3}),
    ("crash month", 30, 2, {}),
    ("crash month", 30, 3, {"side": "short"}),
    ("flash crash", 365, 1, {}),
    ("small coin", 180, 2, {"leverage": 2}),
)


def differences(situation: Situation, accounts: int, seed: int) -> Iterator[tuple[str, str, float]]:
    """Yield what is compared, both figures in words, and how many standard errors lie between."""
    steps = max(LEAST_STEPS, round(STEPS_A_YEAR * situation.years))
    seen = risk_of(situation, accounts=SAMPLED, seed=seed)
    followed = stepwise(situation, accounts, steps, seed=1_000 + seed)
    for name in ("call", "liquidation", "debt", "at_once"):
        one, two = getattr(seen, name), Chance(int(followed[name].sum()), accounts)
        error = math.hypot(one.error, two.error)
        apart = (one.value - two.value) / error if error else 0.0
        yield name, f"{one} | {two}", apart
    debts = followed["debts"]
    error = math.hypot(seen.expected_debt.error, debts.std() / math.sqrt(accounts))
    apart = (seen.expected_debt.value - debts.mean()) / error if error else 0.0
    yield "average debt of all", f"{seen.expected_debt} | {debts.mean():.1f}", apart


def main() -> int:
    """Print the table and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a tenth of the accounts")
    accounts = 20_000 if parser.parse_args().quick else 200_000
    print(f"numpy {np.__version__}; sampler with {SAMPLED:,} accounts | {accounts:,} stepwise")
    worst, squares, count = 0.0, 0.0, 0
    for seed, (market, days, size, choice) in enumerate(SETTINGS):
        situation = risk_state(size, market, days, **choice).situation
        more = ", ".join(f"{key} {value}" for key, value in choice.items())
        print(f"{market}, {days} days, {size}x {more}")
        for name, words, apart in differences(situation, accounts, seed):
            print(f"    {name:<20} {words:<50} {apart:+.2f}", flush=True)
            worst, squares = max(worst, abs(apart)), squares + apart**2
            count += apart != 0
    print(
        f"worst {worst:.2f} standard errors (limit 3); mean square {squares / count:.2f} (about 1)"
    )
    return 0 if worst < 3 else 1


if __name__ == "__main__":
    sys.exit(main())
