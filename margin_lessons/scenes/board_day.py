"""The board of about 29 July 2025: what one day in 30 coins left of 1,000 USD."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from margin_lessons import words
from margin_lessons.account import Account
from margin_lessons.crossing import Crossings, crossings
from margin_lessons.market.board import BOARD, Quote, quote
from margin_lessons.scenes.full_size import full_size
from margin_lessons.scenes.scene import Fact, Scene
from margin_lessons.scenes.table import Table
from margin_lessons.statement import Statement

OWN = 1_000.0
"""The learner's own money in USD, all of it behind one position."""

COINS = tuple(sorted(BOARD, key=lambda entry: entry.change))
"""The board from the deepest fall to the highest rise, as the picture shows it."""

LINES = (("margin call", "call_level"), ("liquidation", "liquidation_level"))


@dataclass(frozen=True)
class Day:
    """One coin's day: the account that held it at full size, and the coin's quote."""

    quote: Quote
    account: Account

    @cached_property
    def end(self) -> Statement[float]:
        """The account at the board's price."""
        return self.account.at(self.quote.price)

    @property
    def profit(self) -> float:
        """The profit or loss of the day in USD, fees not included."""
        return self.end.equity - OWN

    @property
    def closed(self) -> bool:
        """Whether the board proves a liquidation: what the day left is then only what if."""
        venue = self.account.venue
        return venue.reached(self.end.level, venue.liquidation_level)


def day_of(coin: str, leverage: float) -> Day:
    """Return what one day did to 1,000 USD that were long as much as they carry.

    >>> sui = day_of("Sui", leverage=5)
    >>> round(sui.profit, 2), round(sui.end.equity, 2), round(sui.end.level, 4)
    (-498.5, 501.5, 0.5015)
    """
    entry = quote(coin)
    return Day(entry, full_size(OWN, leverage, entry.price_before, entry.symbol))


@dataclass(frozen=True)
class BoardState:
    """The day of every coin, from the deepest fall to the highest rise, and the one looked at."""

    days: tuple[Day, ...]
    index: int
    leverage: float
    crossings: Crossings

    @property
    def day(self) -> Day:
        """The day of the chosen coin."""
        return self.days[self.index]

    @property
    def own_only(self) -> bool:
        """Whether nothing was borrowed, so that no line lies anywhere."""
        return not self.day.account.positions


def board_state(coin: str, leverage: float) -> BoardState:
    """Return the board at one leverage, with one coin chosen by symbol or name.

    >>> state = board_state("SUI", 5)
    >>> round(state.crossings.call.price, 4), round(state.crossings.liquidation.price, 4)
    (4.1522, 3.8062)
    """
    chosen = COINS.index(quote(coin))
    days = tuple(day_of(entry.symbol, leverage) for entry in COINS)
    return BoardState(days, chosen, float(leverage), crossings(days[chosen].account))


def scene(state: BoardState) -> Scene[BoardState]:
    """Return what the board shows and says."""
    return Scene(
        state, _title(state), f"{_what_happened(state)} {_on_the_way(state)}", _facts(state),
        _seen(state), _table(state),
    )  # fmt: skip


def _facts(state: BoardState) -> tuple[Fact, ...]:
    day, at, venue = state.day, state.crossings, state.day.account.venue

    facts = [
        Fact("coin", day.quote.name),
        Fact.of("price a day before", day.quote.price_before, words.price),
        Fact.of("price on the board", day.quote.price, words.price),
        Fact.of("change", day.quote.change, words.percent, digits=2, signed=True),
        Fact.of("your own money", OWN),
        Fact.of("worth of the coins", state.leverage * OWN),
        Fact.of("profit or loss", day.profit),
        Fact.of("what is left", day.end.equity),
    ]
    if not state.own_only:
        used = float(day.end.used_margin)
        levels = [(name, getattr(venue, level)) for name, level in LINES]
        prices = at.call.price, at.liquidation.price
        facts.append(Fact.of("margin level", day.end.level, words.percent, digits=2))
        facts += [Fact.of(f"left at the {name}", level * used) for name, level in levels]
        facts += [Fact.of(f"{name} at", price, words.price)
                  for (name, _), price in zip(levels, prices, strict=True)]  # fmt: skip
    return tuple(facts)


def _table(state: BoardState) -> Table:
    """Return the day of every coin; what else is known of the chosen one stands in a note."""
    rows = tuple(
        (day.quote.name, words.percent(day.quote.change, 2, signed=True),
         words.money(day.end.equity), "closed on the way" if day.closed else "")
        for day in state.days
    )  # fmt: skip
    caption = f"What the day left of {words.money(OWN)} at {words.setting(state.leverage)}"
    name, *rest = _facts(state)
    note = "; ".join(f"{fact.name} {fact.text}" for fact in rest)
    return Table(caption, ("coin", "change", "what is left", ""), rows, (f"{name.text}: {note}.",))


def _title(state: BoardState) -> str:
    day, own = state.day, words.money(OWN)
    if day.quote.change == 0:
        return f"{day.quote.name} did not move, so {own} is still {own}"
    way = "fall" if day.quote.change < 0 else "rise"
    move, amount = words.percent(abs(day.quote.change), 2), words.money(abs(day.profit))
    done = f"{'would have taken' if day.closed else 'took'} {amount} of"
    done = done if day.profit < 0 else f"added {amount} to"
    held = f"At {words.setting(state.leverage)}"
    return f"{held}, a {way} of {move} in {day.quote.name} {done} {own}"


def _what_happened(state: BoardState) -> str:
    day, entry = state.day, state.day.quote
    before, now = words.price(entry.price_before), words.price(entry.price)
    worth, own = words.money(state.leverage * OWN), words.money(OWN)
    if entry.change == 0:
        return f"{entry.name} stayed at {now}, and coins for {worth} neither gained nor lost."
    way = "fell" if entry.change < 0 else "rose"
    done, turns = "lost" if day.profit < 0 else "gained", "turns"
    if day.closed:
        done, turns = f"would have {done}", "would turn"
    level = "" if state.own_only else f", a margin level of {words.percent(day.end.level, 2)}"
    return (
        f"{entry.name} {way} from {before} to {now}, so coins for {worth} {done} "
        f"{words.money(abs(day.profit))}. That {turns} your {own} into "
        f"{words.money(day.end.equity)}{level}."
    )


def _on_the_way(state: BoardState) -> str:
    """Say which lines were certainly passed: the path between two prices a day apart is unknown."""
    if state.own_only:
        return "Nothing is borrowed, so there is no call, and nobody closes anything."
    at, venue = state.crossings, state.day.account.venue
    passed = f"On the way the price passed the margin call at {words.price(at.call.price)}"
    liquidation = f"the liquidation at {words.price(at.liquidation.price)}"
    if state.day.closed:
        return (
            f"{passed} and {liquidation}. There, or at a worse price, the exchange would have "
            "closed the position; what that left is not on this board."
        )
    tell = "two prices a day apart cannot tell."
    if venue.reached(state.day.end.level, venue.call_level):
        return (
            f"{passed}. From there on the exchange might have closed the position; whether the "
            f"price also touched {liquidation} in between, {tell}"
        )
    return f"It ended on the safe side of the margin call. Whether it had been beyond, {tell}"


def _seen(state: BoardState) -> str:
    closed = sum(day.closed for day in state.days)
    bars = "A bar for each of the 30 coins, low at the left and highest at the right"
    lines = "lines lie at your own money, at the margin call and at the liquidation"
    if state.own_only:
        lines = "one line lies at your own money, and no other"
    empty = f"; {words.plural(closed, 'bar')} at the left are hollow, closed on the way"
    return f"{bars}{empty if closed else ''}. Across them {lines}."
