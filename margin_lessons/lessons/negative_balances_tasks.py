"""The questions and exercises of lesson 05, and the debts they speak of."""

from __future__ import annotations

from margin_lessons.account import Account, CoinCollateral, Position
from margin_lessons.debt import AS_CLAIMED, Debt, Deposit, Recovery, Wallet, debt_after, recover
from margin_lessons.figures.waterfall import EUR, EVERY, FILL, SOL
from margin_lessons.panels.verdict import Exercise, Option, Question, WrongAnswer

OMAR = Account(6_250, (Position("long", 0.5, 62_500, 5),))
"""The account of lesson 04, whose collateral was sold to dollars."""


def _one_wallet() -> Recovery:
    """Return 500 USD taken from SOL worth 600 USD."""
    return recover(Debt(500), [Wallet("SOL", 600 / SOL, SOL, "earn")])


def _kept_in_btc() -> Recovery:
    """Return the debt of the account of lesson 04 whose collateral was kept in BTC."""
    held = (CoinCollateral("BTC", 0.1),)
    return recover(*debt_after(Account(0, (Position("long", 0.5, 60_000, 5),), held), FILL))


def _months() -> Recovery:
    """Return a debt of 900 USD with 300 USD worth of EUR and 200 USD every 30 days."""
    deposits = [Deposit(EVERY * count, 200) for count in range(1, 9)]
    return recover(Debt(900), [Wallet("EUR", 300 / EUR, EUR)], deposits, AS_CLAIMED)


QUESTIONS = (
    Question(
        "recall debt",
        "From lesson 04: 0.5 BTC long from 62,500 USD on 6,250 USD of cash. The liquidation was "
        "triggered at 55,000 USD and filled at 48,000 USD. What is the balance afterwards?",
        (
            Option("-1,000 USD", "The loss is 7,250 USD, and 6,250 USD was there to pay it."),
            Option(
                "2,500 USD, the equity at the trigger",
                "that is what the trigger would have left; the fill came 7,000 USD lower.",
                "a trigger price is a guaranteed price",
            ),
            Option(
                "0 USD, because only the margin is at stake",
                "the margin is what you put up, not a limit to the loss.",
                "I can only lose my margin",
            ),
        ),
    ),
    Question(
        "recall cushion",
        "From lesson 03: two longs at full size, one at 2x and one at 10x, both just triggered. "
        "Which of them turns into a debt after a gap of 10%?",
        (
            Option("The one at 10x", "Its cushion is 4.3% wide, that of the other 28.6%."),
            Option(
                "The one at 2x",
                "a low setting triggers early and leaves a thick cushion.",
                "an early trigger is a thin cushion",
            ),
            Option(
                "Neither, both had 40% left",
                "40% of the used margin is much less than 40% of the price.",
                "the level is a share of the price",
            ),
        ),
    ),
    Question(
        "written off",
        "Omar still owes 264.30 USD and never logs in again. What becomes of it?",
        (
            Option(
                "It stays owed",
                "The exchange's own page says that a client may be required to repay, and the "
                "article speaks of legal action.",
            ),
            Option(
                "After a while it is written off",
                "nothing published says so; being let off is a favour that some brokers did once.",
                "a negative balance is written off",
            ),
            Option(
                "A fund of the exchange pays it",
                "funds of that kind belong to futures; for spot margin none is published.",
                "every exchange has a fund for this",
            ),
        ),
    ),
    Question(
        "protection",
        "After everything was taken, 14.30 USD is left to pay. Who pays it?",
        (
            Option(
                "The client, unless the exchange chooses otherwise",
                "The article says the exchange may absorb small amounts, usually under 20 USD, at "
                "its own discretion. The exchange's pages do not mention it.",
            ),
            Option(
                "The exchange, it is under 20 USD",
                "it may, if it likes; nobody can insist on it.",
                "protection is a right",
            ),
            Option(
                "Nobody, such a sum is simply dropped",
                "somebody is short of that money; the books of all sides add up to zero.",
                "a small debt goes away by itself",
            ),
        ),
    ),
    Question(
        "interest",
        "The debt stands open for 90 days. Does interest run on it?",
        (
            Option(
                "The article says no; the pages on spot margin do not say",
                "And futures are another matter: there, large uncovered losses do bear interest.",
            ),
            Option(
                "Yes, the rollover fee runs on",
                "rollover is the rent of an open position, and this one is closed.",
                "interest runs on it",
            ),
            Option(
                "No, the exchange has published that",
                "it is the article's claim; it was not found on the exchange's pages.",
                "what an article says is a rule of the exchange",
            ),
        ),
    ),
    Question(
        "which funds",
        "Where does the exchange take the money from?",
        (
            Option(
                "From the collateral currencies in a published order, then from any other funds",
                "And every conversion into dollars costs 1.5%, 2.5% or 5% on the way.",
            ),
            Option(
                "From the margin wallet only",
                "the whole account is at hand, the earn wallet included.",
                "only the margin wallet is touched",
            ),
            Option(
                "From whatever is cheapest to convert",
                "the order is fixed: the pair's own coin goes before euros that would cost less.",
                "the order is chosen to suit me",
            ),
        ),
    ),
    Question(
        "which product",
        "Four clients lose 1,000 USD more than they had: one on spot margin, one with Kraken's "
        "futures outside the US, one with futures in the US, one with futures backed by a fund. "
        "Who can end up owing?",
        (
            Option(
                "The one on spot margin and the one with futures in the US",
                "It is the product and the company behind it that decide, not the brand.",
            ),
            Option(
                "All of them, they used leverage",
                "where a balance cannot go below zero, other traders bear the loss instead.",
                "leverage always means that I can owe",
            ),
            Option(
                "Only the one on spot margin, futures are protected",
                "outside the US at this brand, yes; the US clearing firm claims its deficit.",
                "what holds for one company holds for the brand",
            ),
        ),
    ),
)

EXERCISES = (
    Exercise(
        name="sell to pay",
        task="Bea owes 500 USD and holds nothing but SOL worth 600 USD, which convert at a fee of "
        "5%. How many dollars' worth of SOL must be sold so that 500 USD reaches the debt?",
        unit="USD",
        answer=lambda: _one_wallet().steps[0].value,
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
        task="A debt of 900 USD. The wallet holds EUR worth 300 USD, conversion fee 1.5%. Deposits "
        "of 200 USD come on day 30 and every 30 days after it. The exchange absorbs nothing. By "
        "the article's rules, on which day does trading return?",
        unit="days",
        answer=lambda: _months().trading_returns,
        hints=(
            "First the wallet: how much of the 300 USD reaches the debt?",
            "Divide what is left by the deposit, and round up to whole deposits.",
            "900 - 300 x 0.985 = 604.50 USD is left for deposits of 200 USD ...",
        ),
        wrong=(
            WrongAnswer(90, "the last few dollars do not count",
                        "three deposits leave 4.50 USD, the conversion fee, and that is owed too."),
            WrongAnswer(150, "the wallets are not touched",
                        "that is how long deposits alone would take; the euros go first."),
            WrongAnswer(30, "the first payment lifts the restriction",
                        "the article says until the debt is settled, not until it is smaller."),
        ),
        praise="4.50 USD of fees cost another month.",
    ),
)  # fmt: skip
