"""Every formula that a notebook prints is true of the package.

A formula in symbols stands here a second time, with a function beside it that says the same in
Python and one that asks the package; the two agree on random accounts. A formula in numbers, and a
sum in words or in a table, is worked out as it stands. A formula that is not here fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from notebooks.test_prose import NOTEBOOKS, each_notebook, prose
from refresh_notebooks import ROOT

from margin_lessons.account import Account, CoinCollateral, Position
from margin_lessons.contract import Contract
from margin_lessons.crossing import crossing
from margin_lessons.debt.owed import Owed
from margin_lessons.debt.wallets import Debt, Wallet
from margin_lessons.debt.waterfall import recover
from margin_lessons.sizing import size_from_stop

FORMULA = re.compile(r"\$\$(.*?)\$\$|\$([^$\n]*)\$", re.DOTALL)
SYMBOL = re.compile(r"[A-Za-z]|-?[\d.{},]+")
"""A letter or a number by itself claims nothing."""


class Draw(NamedTuple):
    """One random account: ``move`` is where its price P stands against the entry, as a fraction."""

    side: str
    cash: float
    volume: float
    entry: float
    setting: float
    move: float

    @property
    def size(self) -> float:
        return self.volume * self.entry

    @property
    def price(self) -> float:
        return self.entry * (1 + self.move)

    @property
    def account(self) -> Account:
        return Account(self.cash, (Position(self.side, self.volume, self.entry, self.setting),))


def draws(side: str, count: int = 50) -> Iterator[Draw]:
    rng = np.random.default_rng(20)
    for _ in range(count):
        yield Draw(
            side,
            cash=float(rng.uniform(1_000, 20_000)),
            volume=float(rng.uniform(0.1, 3)),
            entry=float(rng.uniform(1_000, 60_000)),
            setting=float(rng.integers(2, 11)),
            move=float(rng.uniform(-0.6, 0.8)),
        )


class Formula(NamedTuple):
    """A formula as printed, what it says in Python, and the package's own answer."""

    lesson: str
    latex: str
    said: Callable[[Draw], float]
    asked: Callable[[Draw], float]
    side: str = "long"


def equity(d: Draw) -> float:
    return float(d.account.equity(d.price))


def used(d: Draw) -> float:
    return float(d.account.used_margin(d.price))


def full(d: Draw) -> Draw:
    """Return the account of lesson 00: all of its money under a position of setting x money."""
    return d._replace(volume=d.setting * d.cash / d.entry)


def at_a_level(d: Draw, level: float = 0.8) -> float:
    """Return the price at which the level of an account is reached, or its own price."""
    found = crossing(d.account, level).price
    return d.price if found is None else found


def owning_half(d: Draw) -> Draw:
    """Return an account with half of its size as money at most, so that a price liquidates it."""
    return d._replace(cash=min(d.cash, 0.5 * d.size))


FEE = 0.025
"""What Kraken's pages charge for turning BTC into USD."""


def taken(debt: float, worth: float) -> tuple[float, float]:
    """Return what of a wallet of bitcoin is sold for a debt, and what reaches it."""
    (step,) = recover(Debt(debt), [Wallet("BTC", worth / 48_000, 48_000)]).steps
    return step.value, step.paid


KEPT = 0.05
"""The maintenance of the futures of lesson 08."""


def contract_of(d: Draw, *, inverse: bool) -> Contract:
    """Return the same long as a contract, in dollars or in coins, opened with all its margin."""
    size, value = (d.size, d.volume) if inverse else (d.volume, d.size)
    return Contract("long", size, d.entry, value / d.setting, KEPT, inverse=inverse)


FORMULAS = (
    Formula(
        "00",
        r"\text{left} = \text{own money} \times (1 + \text{leverage} \times \text{move})",
        lambda d: d.cash * (1 + d.setting * d.move),
        lambda d: equity(full(d)),
    ),
    Formula(
        "01",
        r"\text{equity} = \text{cash} + \text{size} \times \text{move}",
        lambda d: d.cash + d.size * d.move,
        equity,
    ),
    Formula(
        "01",
        r"\text{used margin} = \frac{\text{size}}{\text{setting}}",
        lambda d: d.size / d.setting,
        used,
    ),
    Formula(
        "01",
        r"\text{free margin} = \text{equity} - \text{used margin}",
        lambda d: equity(d) - used(d),
        lambda d: float(d.account.free_margin(d.price)),
    ),
    Formula(
        "02",
        r"\text{equity} = \text{cash} + \text{coins} \times (P - \text{entry})",
        lambda d: d.cash + d.volume * (d.price - d.entry),
        equity,
    ),
    Formula(
        "02",
        r"\text{used margin} = \frac{\text{coins} \times \text{entry}}{\text{setting}}",
        lambda d: d.volume * d.entry / d.setting,
        used,
    ),
    Formula(
        "02",
        r"\text{level} = \frac{\text{equity}}{\text{used margin}}",
        lambda d: equity(d) / used(d),
        lambda d: float(d.account.level(d.price)),
    ),
    Formula(
        "02",
        r"\text{equity} = \text{cash} + \text{coins} \times (\text{entry} - P)",
        lambda d: d.cash + d.volume * (d.entry - d.price),
        equity,
        "short",
    ),
    Formula(
        "02",
        r"\text{used margin} = \frac{\text{coins} \times P}{\text{setting}}",
        lambda d: d.volume * d.price / d.setting,
        used,
        "short",
    ),
    # Solved for the price, at the 0.80 of the call: the two sides are equal there.
    Formula(
        "03",
        r"\text{cash} + \text{volume} \times (P - \text{entry}) = m \times \text{used margin}",
        lambda d: (
            d.entry + (0.80 * d.size / d.setting - d.cash) / d.volume
            if crossing(d.account, 0.8).price is not None
            else d.price
        ),
        at_a_level,
    ),
    Formula(
        "05",
        r"\text{reaches the debt} = \text{worth} \times (1 - \text{fee})",
        lambda d: d.cash * (1 - FEE),
        lambda d: taken(3 * d.cash, d.cash)[1],
    ),
    Formula(
        "05",
        r"\text{must be sold} = \frac{\text{debt}}{1 - \text{fee}}",
        lambda d: d.cash / (1 - FEE),
        lambda d: taken(d.cash, 3 * d.cash)[0],
    ),
    Formula(
        "05",
        r"\text{interest} = \text{debt} \times 0.18 \times \frac{\text{days}}{365}",
        lambda d: d.cash * 0.18 * 100 * d.volume / 365,
        lambda d: Owed(0, d.cash).on(100 * d.volume, 0.18).interest,
    ),
    Formula(
        "06",
        r"\text{size} = \frac{\text{risk}}{\text{entry} - \text{fill}} = \frac{50}{1{,}000} = 0.05 "
        r"\text{ BTC}",
        lambda d: d.cash / (d.entry - 0.9 * d.entry),
        lambda d: size_from_stop(d.cash, d.entry, 0.9 * d.entry),
    ),
    Formula(
        "08",
        r"P = \text{entry} \times \frac{1 - 1 / \text{leverage}}{1 - \text{maintenance}}",
        lambda d: d.entry * (1 - 1 / d.setting) / (1 - KEPT),
        lambda d: contract_of(d, inverse=False).liquidation().at,
    ),
    Formula(
        "08",
        r"P = \text{entry} \times \frac{1 + \text{maintenance}}{1 + 1 / \text{leverage}}",
        lambda d: d.entry * (1 + KEPT) / (1 + 1 / d.setting),
        lambda d: contract_of(d, inverse=True).liquidation().at,
    ),
    Formula(
        "11",
        r"\text{liquidation} = \text{entry} + "
        r"\frac{0.4 \times \text{used margin} - \text{own money}}{\text{volume}}",
        lambda d: d.entry + (0.4 * d.size / d.setting - owning_half(d).cash) / d.volume,
        lambda d: at_a_level(owning_half(d), 0.4),
    ),
)
MODEL = (
    ("unrealised profit", "`s x volume x (P - entry)`; fees not included"),
    ("collateral", "cash + coins x price x (1 - haircut)"),
    ("equity", "collateral + unrealised profit - fees owed"),
    ("used margin", "`volume x entry / L`; for a short `volume x P / L`"),
)
"""The formulas of docs/model.md."""


def normal(latex: str) -> str:
    return " ".join(latex.split())


def formulas(text: str) -> list[str]:
    """Return the formulas of a text that claim something, one by one."""
    found = []
    for block, inline in FORMULA.findall(text):
        found += [normal(part) for part in re.split(r"\\qquad", block or inline)]
    return [one for one in found if not SYMBOL.fullmatch(one)]


def in_numbers(latex: str) -> str:
    """Return a formula as a plain sum, with its fractions and signs spelled out."""
    text = re.sub(r"\\frac\{([^{}]*)\}\{([^{}]*)\}", r"((\1) / (\2))", latex.replace("{,}", ""))
    return text.replace(r"\times", "*").replace(r"\%", "%").replace("\\,", " ")


@each_notebook
def test_every_formula_is_known_or_works_out(path: Path) -> None:
    known = [one.latex for one in FORMULAS if one.lesson == path.stem[:2]]
    there = formulas(prose(path))
    symbols = [one for one in there if re.search(r"\\text|[A-Za-z](?![a-z]*\{)", in_numbers(one))]
    assert symbols == known
    for one in there:
        if one not in symbols:
            assert holds(in_numbers(one)), one


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda one: f"{one.lesson} {one.latex[:30]}")
def test_a_formula_says_what_the_package_computes(formula: Formula) -> None:
    for draw in draws(formula.side):
        assert formula.said(draw) == pytest.approx(formula.asked(draw), rel=1e-9, abs=1e-6)


@pytest.mark.parametrize(("quantity", "formula"), MODEL)
def test_the_formulas_of_the_model_page_stand(quantity: str, formula: str) -> None:
    rows = Path(ROOT, "docs", "model.md").read_text(encoding="utf-8").splitlines()
    assert any(row.startswith(f"| {quantity} | {formula} | Kraken support ") for row in rows)


@pytest.mark.parametrize("side", ["long", "short"])
def test_the_model_page_says_what_the_package_computes(side: str) -> None:
    sign = {"long": 1, "short": -1}[side]
    for d in draws(side):
        account, coins, haircut = d.account, d.volume / 7, 0.25
        profit = sign * d.volume * (d.price - d.entry)
        assert float(account.profit(d.price)) == pytest.approx(profit)
        pledged = Account(
            d.cash, account.positions, (CoinCollateral("BTC", coins, haircut),), fees_accrued=12.5
        )
        collateral = d.cash + coins * d.price * (1 - haircut)
        assert float(pledged.equity(d.price)) == pytest.approx(collateral + profit - 12.5)
        at = d.entry if side == "long" else d.price
        assert used(d) == pytest.approx(d.volume * at / d.setting)


# ---- Sums in words and tables ---------------------------------------------------------------

TERM = r"-?\d+(?:,\d{3})*(?:\.\d+)?%?"
OPERAND = rf"\(?{TERM}(?: (?:USD|BTC|ETH))?\)?"
SUM = rf"{OPERAND}(?: (?:[-+x/]|of) {OPERAND})+"
EQUATION = re.compile(rf"({SUM}) = ({TERM})")
ROW = re.compile(
    rf"^\|[^|\n]*\|[^|\n]*?(?<![\d.,])({SUM})(?:,[^|\n]*)? \| (?:\*\*)?({TERM})(?:\*\*)? \|$", re.M
)


def value(text: str) -> float:
    """Return what a sum in plain words comes to."""
    text = re.sub(r"(?<=\d),(?=\d{3})", "", re.sub(r" (?:USD|BTC|ETH)", "", text))
    text = re.sub(r"([\d.]+)%", r"(\1/100)", re.sub(" (?:x|of) ", " * ", text))
    assert re.fullmatch(r"[-+*/(). \d]+", text), f"not a sum: {text}"
    return eval(text, {"__builtins__": {}})


def holds(equation: str) -> bool:
    """Return whether both sides of an equation agree, as closely as the right one is written.

    "100 x ..." may give a number that is written as a percentage.
    """
    left, right = (side.strip() for side in equation.split("="))
    digits = len(right.rstrip("%").partition(".")[2]) + (2 if right.endswith("%") else 0)
    given = value(left) / (100 if left.startswith("100 x ") and right.endswith("%") else 1)
    return abs(given - value(right)) <= 0.5 * 10**-digits + 1e-9


def sums(text: str) -> list[str]:
    """Return the sums of a text: those with their result behind them, and those of table rows."""
    text = FORMULA.sub(" ", text)
    found = [f"{left} = {right}" for left, right in EQUATION.findall(text)]
    return found + [f"{left} = {right}" for left, right in ROW.findall(text)]


@each_notebook
def test_sums_in_words_and_tables_are_right(path: Path) -> None:
    wrong = [one for one in sums(prose(path)) if not holds(one)]
    assert not wrong, "\n".join(wrong)


def test_a_wrong_sum_is_found_in_words_and_in_a_table() -> None:
    text = (
        "At 5x the share is 5 x 7.49 / 100 = 0.3745.\n\n| a | b | c |\n"
        "| used margin | 15,000 / 5 | 3,000 |\n| set aside | 5,000 / 5, as a pledge | 1,000 |\n"
        "| collateral | 0.1 BTC x 62,500 | 6,250 |\n| **left** | what is left: 6 - 7 | **-1** |"
    )
    assert sums(text) == [
        "5 x 7.49 / 100 = 0.3745", "15,000 / 5 = 3,000", "5,000 / 5 = 1,000",
        "0.1 BTC x 62,500 = 6,250", "6 - 7 = -1",
    ]  # fmt: skip
    assert all(map(holds, sums(text)))
    assert not holds("15,000 / 5 = 2,000")
    assert not holds("1 - 0.75 / 0.85 = 11.7%")


def test_the_notebooks_have_sums_to_check() -> None:
    assert sum(len(sums(prose(path))) for path in NOTEBOOKS) > 20
