"""The exercises of lesson 05, and the debts they speak of."""

from __future__ import annotations

from margin_lessons.account import Account, CoinCollateral, Position, Side
from margin_lessons.debt import (
    Debt,
    Deposit,
    Recovery,
    StandingOrder,
    Wallet,
    WalletKind,
    debt_after,
    recover,
)
from margin_lessons.errors import of_kind
from margin_lessons.panels.verdict import Exercise, WrongAnswer
from margin_lessons.scenes.payments import EUR, EVERY, FILL, SOL

OMAR = Account(6_250, (Position(Side.LONG, 0.5, 62_500, 5),))
"""The account of lesson 04, whose collateral was sold to dollars."""


def one_wallet() -> Recovery:
    """Return 500 USD taken from SOL worth 600 USD."""
    return recover(Debt(500), [Wallet("SOL", 600 / SOL, SOL, WalletKind.EARN)])


def _kept_in_btc() -> Recovery:
    """Return the debt of the account of lesson 04 whose collateral was kept in BTC."""
    held = (CoinCollateral("BTC", 0.1),)
    return recover(*debt_after(Account(0, (Position(Side.LONG, 0.5, 60_000, 5),), held), FILL))


def _day_of_return() -> float:
    """Return the day on which 310 USD worth of EUR and 200 USD every 30 days have paid 900 USD."""
    order = StandingOrder(Deposit(EVERY, 200), EVERY)
    paid = recover(Debt(900), [Wallet("EUR", 310 / EUR, EUR)], order)
    return of_kind("day of return", paid.trading_returns, float, why="the deposits pay it all")


EXERCISES = (
    Exercise(
        name="sell to pay",
        task="Bea owes 500 USD and holds nothing but SOL worth 600 USD, which convert at a fee of "
        "5%. How many dollars' worth of SOL must be sold so that 500 USD reaches the debt?",
        unit="USD",
        answer=lambda: one_wallet().steps[0].value,
        hints=(
            "The fee is a share of what is sold, not of what arrives.",
            "must be sold = debt / (1 - fee).",
            "500 / 0.95 = ...",
        ),
        wrong=(
            WrongAnswer(525, "the fee is a share of what arrives",
                        "5% of 525 is more than 25; the fee is taken from what is sold."),
            WrongAnswer(500, "converting costs nothing",
                        "of that only 475 USD would arrive."),
            WrongAnswer(475, "the fee makes the debt smaller",
                        "that is what would arrive if 500 USD worth were sold."),
            WrongAnswer(500 / 0.975, "every coin converts like Bitcoin",
                        "2.5% is the fee for BTC and ETH; other coins cost 5%."),
        ),
        praise="The debt is 500 USD, and the way to it costs the rest.",
    ),
    Exercise(
        name="kept in BTC",
        task="The other account of lesson 04: the position has lost 6,000 USD, and the collateral "
        "is 0.1 BTC, worth 4,800 USD at the fill. Its equity says -1,200 USD. How many dollars "
        "are still owed once the BTC has been converted at 2.5%?",
        unit="USD",
        answer=lambda: _kept_in_btc().remaining,
        hints=(
            "Equity values the coins before anybody sells them.",
            "still owed = loss - worth x (1 - fee).",
            "4,800 x 0.975 = 4,680 USD reaches the debt ...",
        ),
        wrong=(
            WrongAnswer(1_200, "equity is what is left after selling",
                        "the equity does not know the conversion fee yet."),
            WrongAnswer(1_440, "every coin costs 5%",
                        "BTC and ETH convert into cash at 2.5%."),
            WrongAnswer(1_230, "the fee is a share of the debt",
                        "the fee is taken from everything that is converted, 4,800 USD."),
            WrongAnswer(1_080, "the fee is in my favour",
                        "a fee makes less arrive, so more stays owed."),
        ),
        praise="The debt is 10% larger than the equity had said.",
    ),
    Exercise(
        name="day of return",
        task="A debt of 900 USD. The wallet holds EUR worth 310 USD, conversion fee 1.5%. Deposits "
        "of 200 USD come on day 30 and every 30 days after it. Interest is 18% a year on what is "
        "left of the debt, and deposits pay the debt first. On which day does trading return?",
        unit="days",
        answer=_day_of_return,
        hints=(
            "First the wallet: how much of the 310 USD reaches the debt?",
            "Pay 200 USD every 30 days, and add up the interest of each 30 days: what is left x "
            "0.18 x 30 / 365.",
            "900 - 310 x 0.985 = 594.65 USD is left, and 8.80 USD of interest by day 30 ...",
        ),
        wrong=(
            WrongAnswer(90, "no interest runs",
                        "three deposits do cover 594.65 USD, but not the interest of 17.52 USD."),
            WrongAnswer(150, "the wallets are not touched",
                        "that is how long deposits alone would take; the euros go first."),
            WrongAnswer(30, "the first payment lifts the restriction",
                        "the terms say as long as the equity is negative, not until it rises."),
        ),
        praise="A few dollars of interest cost another month.",
    ),
)  # fmt: skip
