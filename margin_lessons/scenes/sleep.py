"""One night of someone who sleeps: the price runs, jumps, and takes more than all the money."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from margin_lessons import words
from margin_lessons.crossing import crossings
from margin_lessons.errors import between
from margin_lessons.market.bars import Bars
from margin_lessons.replay import Event, Kind, Timeline, replay
from margin_lessons.scenes.full_size import full_size
from margin_lessons.scenes.scene import Fact, Scene

OWN, ENTRY, HOURS, A_BAR = 1_000.0, 100.0, 8.0, 0.25
"""What is owned in USD, the price in the evening, and how long night and bar are, in hours."""

NIGHT = (
    (100.0, 100.3, 99.8, 100.1, 99.9, 99.4, 99.7, 99.6, 99.0, 99.2, 98.6, 98.9, 98.3, 98.5, 98.0,
     98.2, 97.6, 97.8, 97.1, 97.0, 96.5),
    (88.0, 87.4, 87.9, 87.2, 87.0, 87.6, 88.3, 88.0, 88.7, 88.9, 89.6, 89.5, 90.0),
)  # fmt: skip
"""The invented night, a price every quarter of an hour: up to the jump, and from there on."""


@lru_cache(maxsize=16)
def night(leverage: float) -> Timeline:
    """Return what the night does to 1,000 USD that carry ``leverage`` times their worth of coins.

    >>> night(10).debt, night(5).equity
    (200.0, 400.0)
    """
    steps = [step for part in NIGHT for step in pairwise(part)]
    rows = [(start, max(start, end), min(start, end), end) for start, end in steps]
    bars = Bars.of(rows, length=60 * A_BAR)
    return replay(full_size(OWN, leverage, ENTRY), bars)


@dataclass(frozen=True)
class SleepState:
    """The night so far: after ``hour`` hours ``money`` is there, and below zero it is owed.

    ``line`` is the price at which the exchange means to sell, None where nothing is lent; ``sale``
    is where it did, None while it has not.
    """

    leverage: float
    hour: float
    prices: tuple[float, ...]
    money: float
    line: float | None
    sale: Event | None

    @property
    def jumped(self) -> bool:
        """Whether the price has jumped by now."""
        return len(self.prices) > len(NIGHT[0])

    @property
    def awake(self) -> bool:
        """Whether the night is over."""
        return self.hour >= HOURS


def sleep_state(leverage: float, hour: float) -> SleepState:
    """Return the night after some hours of sleep; ``BadInput`` for an hour that is not of it.

    >>> sleep_state(10, 8).money, sleep_state(8, 8).money, sleep_state(10, 8).sale.price
    (-200.0, 40.0, 88.0)
    """
    hour = between("hours asleep", hour, 0, HOURS, why="so long is this night")
    seen, timeline = int(hour / A_BAR + 1e-9), night(leverage)
    sale = timeline.first(Kind.LIQUIDATION_FILLED)
    if sale is not None and sale.bar >= seen:
        sale = None
    jump = len(NIGHT[0])
    prices = (NIGHT[0] + NIGHT[1])[: seen + 1 if seen < jump else seen + 2]
    money = float(timeline.equity_path[seen - 1]) if seen else OWN
    line = crossings(timeline.start).liquidation.price
    return SleepState(leverage, hour, prices, money, line, sale)


def scene(state: SleepState) -> Scene[SleepState]:
    """Return what the night shows and says."""
    return Scene(state, _title(state), _sentence(state), _facts(state), _seen(state))


def _facts(state: SleepState) -> tuple[Fact, ...]:
    worth, price = state.leverage * OWN, state.prices[-1]

    def usd(name: str, value: float) -> Fact:
        return Fact(name, words.price(value), value)

    facts = [
        usd("money in the evening", OWN),
        usd("coins bought for", worth),
        usd("price in the evening", ENTRY),
        Fact("hours asleep", words.plural(state.hour, "hour"), state.hour),
        usd("price now", price),
        Fact("sold here, if anybody buys",
             "no such price" if state.line is None else words.price(state.line), state.line),
    ]  # fmt: skip
    if state.jumped:
        facts += [usd("price before the jump", NIGHT[0][-1]), usd("after it", NIGHT[1][0])]
    if state.sale is not None:
        facts.append(usd("sold at", state.sale.price))
    lost = OWN - state.money
    facts += [usd("lost" if lost >= 0 else "gained", abs(lost)), usd("your money", state.money)]
    if state.money < 0:
        facts.append(usd("owed", -state.money))
    return tuple(facts)


def _title(state: SleepState) -> str:
    money = words.price(abs(state.money))
    if state.money < 0:
        return f"You owe {money}"
    if state.awake:
        return f"You wake up with {money}"
    return f"You have {money}" if state.hour == 0 else f"You sleep, and {money} is there"


def _sentence(state: SleepState) -> str:
    worth = words.price(state.leverage * OWN)
    if state.line is None:
        lent = f"You bought coins for {worth} and borrowed nothing, so nobody sells them for you."
    else:
        lent = (
            f"With {words.price(OWN)} of your own you hold coins for {worth}. At "
            f"{words.price(state.line)} they are to be sold, if anybody buys."
        )
    return f"{lent} {_what_came(state)}"


def _what_came(state: SleepState) -> str:
    now = words.price(state.prices[-1])
    if not state.jumped:
        return f"The price is {now}, and it was {words.price(ENTRY)} in the evening."
    jump = f"The price jumped from {words.price(NIGHT[0][-1])} to {words.price(NIGHT[1][0])}"
    if state.sale is None:
        return f"{jump} and is {now} now; the coins are still yours."
    lost = words.price(OWN - state.money)
    end = f"Sold at {words.price(state.sale.price)}, they lost {lost}"
    rest = f", and {words.price(state.money)} is left"
    if state.money < 0:
        rest = f": all of your money, and {words.price(-state.money)} more"
    return f"{jump}, and nobody bought in between. {end}{rest}."


def _seen(state: SleepState) -> str:
    """Return the way of the price and the height of the bar, in words."""
    way = "The line of the price sinks slowly"
    if state.jumped:
        line = state.line is not None and NIGHT[1][0] < state.line
        way += ", then drops straight down" + (" past the line where it is to be sold" if line
                                               else "") + ", and recovers a little"  # fmt: skip
    bar = "stands above zero"
    if state.money < 0:
        bar = "has fallen through zero and hangs below it, hatched"
    return f"{way}. Beside it the bar of your money {bar}."
