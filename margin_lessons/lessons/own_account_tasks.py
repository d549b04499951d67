"""The story of lesson 11 as accounts, and its exercises."""

from __future__ import annotations

from margin_lessons.account import Account, Position
from margin_lessons.closing import close_position
from margin_lessons.costs import with_costs
from margin_lessons.crossing import crossings
from margin_lessons.panels.verdict import Exercise, WrongAnswer
from margin_lessons.position import Side

MONEY, DAYS, NOW = 10_000.0, 60, 56_000.0
"""What Paula began with, for how many days she held on, and the price then."""

FIRST_DAY = Account(MONEY, (Position(Side.LONG, 0.5, 60_000, 5),))
"""Paula on the day of her slip of paper."""


def after_the_fees() -> Account:
    """Return her account on the last day: the fees are taken from its cash.

    >>> after_the_fees().cash
    7292.5
    """
    paid = FIRST_DAY.balance() - with_costs(FIRST_DAY, 24 * DAYS).balance()
    return Account(MONEY - paid, FIRST_DAY.positions)


def half_sold() -> Account:
    """Return her account after half of the position is sold at the price of the last day.

    >>> half_sold().balance()
    6292.5
    """
    return close_position(after_the_fees(), 0, volume=0.25, price=NOW).account


def _price(account: Account, line: str) -> float:
    return float(getattr(crossings(account), line).at)


def jump_to_a_debt() -> float:
    """Return how far below the liquidation a sale still leaves something, in per cent.

    >>> round(jump_to_a_debt(), 2)
    9.56
    """
    sold, nothing = (_price(after_the_fees(), line) for line in ("liquidation", "zero_equity"))
    return 100 * (sold - nothing) / sold


EXERCISES = (
    Exercise(
        name="the call today",
        task="Paula after 60 days: 0.5 BTC from 60,000 USD, 7,292.50 USD of her own, a used margin "
        "of 6,000 USD. At which price may the margin call come now (a level of 80%)?",
        unit="USD",
        answer=lambda: _price(after_the_fees(), "call"),
        hints=(
            "How much money has to be there at a level of 80%, and how much of it is there at "
            "60,000 USD?",
            "price = entry + (0.8 x used margin - own money) / volume.",
            "0.8 x 6,000 is 4,800, and 4,800 - 7,292.50 = -2,492.50 ...",
        ),
        wrong=(
            WrongAnswer(49_600, "my liquidation price is fixed",
                        "that is the line of the first day; there was more money then."),
            WrongAnswer(57_507.50, "half a coin moves as a whole one",
                        "half a coin loses half a dollar for each dollar of price."),
            WrongAnswer(64_985, "the sign turned round",
                        "more money than is asked for pushes the line of a long down."),
        ),
        praise="The price of that day is only a little above it.",
    ),
    Exercise(
        name="the jump that owes",
        task="Her lines after 60 days: liquidation at 50,215 USD, nothing left at 45,415 USD. How "
        "far below the liquidation may the sale come, in % of it, before she owes money?",
        unit="%",
        answer=jump_to_a_debt,
        hints=(
            "From which price does the jump begin, and where must it end?",
            "share = (liquidation - nothing left) / liquidation.",
            "50,215 - 45,415 = 4,800 ...",
        ),
        wrong=(
            WrongAnswer(100 * 4_800 / 60_000, "a jump is counted from the entry",
                        "the entry is far behind; the jump begins where the sale was meant."),
            WrongAnswer(100 * 4_800 / 45_415, "a fall is counted from its end",
                        "a fall is a share of the price from which it begins."),
            WrongAnswer(100 * (56_000 - 45_415) / 56_000, "the cushion begins at the price now",
                        "on the way from 56,000 USD lies the liquidation; what is asked begins "
                        "there."),
        ),
        praise="Compare it with the worst bars: more than one of them was larger.",
    ),
    Exercise(
        name="half of it",
        task="At 56,000 USD she sells half: 0.25 BTC stay open. The loss on the other half is "
        "paid. (No fee for the sale.) At which price is the rest liquidated?",
        unit="USD",
        answer=lambda: _price(half_sold(), "liquidation"),
        hints=(
            "How much money is left after the loss on half a position, and how much margin is "
            "used then?",
            "price = entry + (0.4 x used margin - own money) / volume, all of them new.",
            "the loss is 0.25 x (60,000 - 56,000) = 1,000, and 3,000 are used ...",
        ),
        wrong=(
            WrongAnswer(50_215, "my liquidation price is fixed",
                        "nearly the same money now stands behind half as much."),
            WrongAnswer(35_630, "a loss that is closed comes back",
                        "the loss on what was sold has been paid from her money."),
            WrongAnswer(25_107.50, "half the size is half the price",
                        "the size moves the room below the entry, and not the price itself."),
            WrongAnswer(44_430, "the margin of the whole stays set aside",
                        "what backed the part that was sold is free again."),
        ),
        praise="Cutting costs the loss that is there already, and buys much more room.",
    ),
)  # fmt: skip
