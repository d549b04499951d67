"""Lesson 08 by hand, a second time. 60,000 x 0.9 / 0.95 = 56,842.11; 63,000 / (1 + 1 / L)."""

from __future__ import annotations

from lessons.keys.form import Asked, Foretold, Worked
from lessons.keys.lesson_08_panels import PANELS

__all__ = ["EXERCISES", "PANELS", "PREDICTIONS", "QUESTIONS"]

QUESTIONS = {
    "recall cushion": Asked(
        "From lesson 03: what lies between the liquidation price and the price where nothing is",
        ("The cushion: a fill within it leaves something, one beyond it a debt",
         "the room for a fill that is worse than its trigger"),
        (
            ("Nothing, the two are one price", "liquidation stops at zero",
             "the exchange acts while something is left"),
            ("The margin call", "the call is the last warning",
             "the call comes before the liquidation, not after"),
        ),
    ),
    "recall product": Asked(
        "From lesson 05: a gap takes more than you put up. What decides whether you owe the rest",
        ("The product, and the company named on the contract",
         "Spot margin leaves a debt; futures do in one place and not in another"),
        (
            ("The leverage", "more leverage, more debt", "how soon it happens, not who pays"),
            ("Whether the margin was isolated", "isolated is a guarantee",
             "which money is put up, not who bears a gap"),
        ),
    ),
    "which price": Asked(
        "Vera's chart shows no trade below 57,060 USD, and her liquidation price was 56,842.11 USD",
        ("No: the mark price was lower, and that is what counts",
         "an average of several exchanges. Your own chart may never show it"),
        (
            ("Yes: nobody traded at her liquidation price", "the last price liquidates me",
             "only says what the last trade was; the margin is held against the mark price"),
            ("Yes: it had to wait for a trade at that price",
             "a liquidation price is a limit order", "where the closing begins, not an order"),
        ),
    ),
    "same loss": Asked(
        "longs of 60,000 USD at 2x, one linear and one inverse. The price falls by a fifth. Which "
        "has less left, counted in dollars",
        ("The inverse one", "loses the same in dollars, and the bitcoin put up for it has fallen"),
        (
            ("Neither: inverse and linear lose the same", "inverse and linear lose the same",
             "what was put up is dollars in one and bitcoin in the other"),
            ("The linear one: bitcoin as collateral is neutral",
             "collateral in bitcoin is neutral", "falls together with a long"),
        ),
    ),
    # 60,000 x 0.9; at 57,000 3,000 of 6,000 are left.
    "bankruptcy price": Asked(
        "A linear long at 10x, 5% to be kept. The liquidation price is 56,842.11 USD. Where is the "
        "bankruptcy price",
        ("At 54,000 USD", "A tenth of the entry was put up, so a fall of a tenth takes it all"),
        (
            ("At 56,842.11 USD, too", "liquidation price = bankruptcy price",
             "there about 5% of the value is left; the gap to 54,000 USD is the cushion"),
            ("At 57,000 USD", "maintenance is what I may lose",
             "a fall of 5% leaves half of what was put up"),
        ),
    ),
    "loan": Asked(
        "You hold a future at 10x. Who lent you the other nine tenths",
        ("Nobody", "a performance bond: a pledge to pay what the contract may lose"),
        (
            ("The exchange, as on spot margin", "every leverage is a loan",
             "there a loan buys coins; here no coins are bought, and no rollover runs"),
            ("The traders on the other side", "the other side lends", "have lent nothing"),
        ),
    ),
    "cross": Asked(
        "Cross margin, 20,000 USD in the account, a long of 1 BTC from 60,000 USD ~ from 5x to 20x",
        ("It stays", "The whole account backs the position either way"),
        (
            ("It comes nearer to the entry", "the leverage always moves the liquidation",
             "on isolated margin it would; in cross margin the leverage is not in it"),
            ("It goes further away", "less margin is more safety",
             "less is set aside, but nothing is added to the account"),
        ),
    ),
    "funding": Asked(
        "The funding rate is above zero, and you are short. What happens every eight hours",
        ("You are paid by those who are long", "from one side to the other; below zero you would"),
        (
            ("You pay the exchange, as rent", "funding is a fee of the exchange",
             "rollover is rent; funding is paid by traders to traders"),
            ("Nothing, you borrowed nothing", "no loan, no cost", "it pulls the contract towards"),
        ),
    ),
    "queue": Asked(
        "You are right, your profit is large, and your leverage is high. The fund is empty",
        ("Your position is closed first, by force", "The queue goes by profit times leverage"),
        (
            ("Nothing: losers pay, winners are paid", "a winner is safe",
             "what the losers cannot pay is missing for the winners"),
            ("The exchange pays from its own money", "the venue makes good",
             "it may, and need not; the usual chain is the fund, then the queue"),
        ),
    ),
}  # fmt: skip

EXERCISES = {
    # The page: 60,000 x (1 - 0.19 / 5).
    "the publisher's formula": Worked(
        "A page of 28 July 2025 prints: liquidation price = entry x (1 - (initial margin - "
        "maintenance) / leverage). For a long from 60,000 USD at 5x, with an initial margin of 20% "
        "and a maintenance of 1%, it gives 57,720 USD",
        60_000 * 0.8 / 0.99, "USD", far=100,
        dots="entry * (1 - 1 / leverage) / (1 - maintenance)",
        hints=(
            "At 5x a fifth of the price may be lost. How can a fall of less than 4% be the end",
            "P = entry x (1 - 1 / leverage) / (1 - maintenance)",
            "60,000 x 0.8 / 0.99 =",
        ),
        wrong={
            60_000 * (1 - 0.19 / 5): ("a printed formula is right",
                                      "20% is the leverage already; the page divides by it twice"),
            48_000: ("liquidation price = bankruptcy price",
                     "the exchange acts while 1% of the value still is"),
            48_600: ("maintenance is 1% of the entry", "here it is the mark price"),
        },
        praise="A fall of 19.2%, not of 3.8%: the printed formula cries wolf",
    ),
    "an inverse long": Worked(
        "An inverse long of 60,000 USD from 60,000 USD at 4x, so that 0.25 BTC is put up; 5% of "
        "the value has to stay",
        63_000 / 1.25, "USD", far=100,
        hints=(
            "The margin is bitcoin, so it is the second formula",
            "P = entry x (1 + maintenance) / (1 + 1 / leverage)",
            "60,000 x 1.05 / 1.25 =",
        ),
        wrong={
            60_000 * 0.75 / 0.95: ("inverse and linear lose the same",
                                   "where a linear long would be closed out"),
            48_000: ("liquidation price = bankruptcy price", "5% of the value has to stay"),
            45_000: ("at 4x a quarter of the price may be lost",
                     "a quarter of the coins may be lost, and they are worth less"),
        },
        praise="A fall of 16%, where the linear long lives through one of 21.1%",
    ),
    # A tenth less a twentieth.
    "room for funding": Worked(
        "1 BTC long from 75,895.30 USD at 10x; 5% of the value has to stay. The price stands "
        "still, and funding takes 57.60 USD a day",
        75_895.30 / 20, "USD", far=10,
        hints=(
            "What is put up, and how much of it has to stay",
            "may go = value / leverage - maintenance x value",
            "75,895.30 / 10 = 7,589.53 USD is put up",
        ),
        wrong={
            7_589.53: ("all of the margin may go", "5% of the value has to stay"),
            0.95 * 7_589.53: ("maintenance is a share of the margin",
                              "5% of the value, not 5% of what was put up"),
            57.60: ("the first payment closes it", "that is one day"),
        },
        praise="At the recorded rate that is gone on day 66",
    ),
}  # fmt: skip

PREDICTIONS = {
    # 63,000 / 2.
    "no leverage": Foretold(
        "Nora owns 1 BTC, worth 60,000 USD. She puts it up for an inverse long of 60,000 USD: a "
        "leverage of 1x. 5% of the value has to stay ~ Write 0 for none",
        "USD", 31_500, "31,500 USD",
    ),
}  # fmt: skip
