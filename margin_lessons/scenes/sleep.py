"""One night of someone who sleeps: the price runs, jumps, and takes more than all the money."""

from __future__ import annotations

from dataclasses import dataclass

from margin_lessons import words
from margin_lessons.errors import between
from margin_lessons.market.night import A_BAR, FALLEN_TO, NIGHT, OPENED_AT
from margin_lessons.scenes.full_size import held_over
from margin_lessons.scenes.gauge import at_price
from margin_lessons.scenes.scene import Fact, Scene
from margin_lessons.scenes.so_far import SoFar

OWN, ENTRY = 1_000.0, float(NIGHT.open[0])
"""What is owned, and the price in the evening, both in USD."""
STEP = A_BAR / 60
HOURS = STEP * len(NIGHT)


@dataclass(frozen=True)
class SleepState(SoFar):
    """The night after ``hour`` hours, with coins for ``leverage`` times the own money."""

    leverage: float
    hour: float

    @property
    def awake(self) -> bool:
        """Whether the night is over."""
        return self.hour >= HOURS


def sleep_state(leverage: float, hour: float) -> SleepState:
    """Return the night after some hours of sleep; ``BadInput`` for an hour that is not of it.

    >>> sleep_state(10, 8).equity, sleep_state(8, 8).equity, sleep_state(10, 8).sale.price
    (-200.0, 40.0, 88.0)
    """
    hour = between("hours asleep", hour, 0, HOURS, why="so long is this night")
    timeline = held_over(OWN, leverage, NIGHT)
    return SleepState(timeline, int(hour / STEP + 1e-9), leverage, hour)


def scene(state: SleepState) -> Scene[SleepState]:
    """Return what the night shows and says."""
    return Scene(state, _title(state), _sentence(state), _facts(state), _seen(state))


def _facts(state: SleepState) -> tuple[Fact, ...]:
    lost, sale = OWN - state.equity, state.sale
    facts = [
        Fact.of("money in the evening", OWN),
        Fact.of("coins bought for", state.leverage * OWN),
        Fact.of("price in the evening", ENTRY, words.price),
        Fact.of("hours asleep", state.hour, words.plural, noun="hour"),
        Fact.of("price now", state.price, words.price),
        Fact.of("sold here, if anybody buys", state.line, at_price),
    ]
    if state.jumped:
        facts += [Fact.of("price before the jump", FALLEN_TO), Fact.of("after it", OPENED_AT)]
    if sale is not None:
        facts.append(Fact.of("sold at", sale.price, words.price))
    facts.append(Fact.of("lost" if lost >= 0 else "gained", abs(lost)))
    facts.append(Fact.of("your money", state.equity))
    if state.equity < 0:
        facts.append(Fact.of("owed", -state.equity))
    return tuple(facts)


def _title(state: SleepState) -> str:
    money = words.money(abs(state.equity))
    if state.equity < 0:
        return f"You owe {money}"
    if state.awake:
        return f"You wake up with {money}"
    return f"You have {money}" if state.hour == 0 else f"You sleep, and {money} is there"


def _sentence(state: SleepState) -> str:
    worth = words.money(state.leverage * OWN)
    if state.line is None:
        lent = f"You bought coins for {worth} and borrowed nothing, so nobody sells them for you."
    else:
        lent = (
            f"With {words.money(OWN)} of your own you hold coins for {worth}. At "
            f"{words.price(state.line)} they are to be sold, if anybody buys."
        )
    return f"{lent} {_what_came(state)}"


def _what_came(state: SleepState) -> str:
    now = words.price(state.price)
    if not state.jumped:
        return f"The price is {now}, and it was {words.price(ENTRY)} in the evening."
    jump = f"The price jumped from {words.price(FALLEN_TO)} to {words.price(OPENED_AT)}"
    if state.sale is None:
        return f"{jump} and is {now} now; the coins are still yours."
    rest = f", and {words.money(state.equity)} is left"
    if state.equity < 0:
        rest = f": all of your money, and {words.money(-state.equity)} more"
    lost = f"they lost {words.money(OWN - state.equity)}{rest}"
    return f"{jump}, and nobody bought in between. Sold at {words.price(state.sale.price)}, {lost}."


def _seen(state: SleepState) -> str:
    """Return the way of the price and the height of the bar, in words."""
    passed = state.line is not None and state.line > OPENED_AT
    past = " past the line where it is to be sold" if passed else ""
    jump = f", then drops straight down{past}, and recovers a little" if state.jumped else ""
    owes = "has fallen through zero and hangs below it, hatched"
    bar = owes if state.equity < 0 else "stands above zero"
    return f"The line of the price sinks slowly{jump}. Beside it the bar of your money {bar}."
