"""The order of closing: which positions a liquidation takes, and how much of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from margin_lessons import words
from margin_lessons.account import Account, Position
from margin_lessons.closing import Closing, liquidate
from margin_lessons.scenes.scene import Fact, Scene
from margin_lessons.scenes.table import Table
from margin_lessons.statement import Statement
from margin_lessons.venue import KRAKEN_SPOT, Extent, Venue

ORDINALS = ("first", "second", "third", "fourth")


@dataclass(frozen=True)
class ClosingState:
    """An account at given prices, and what a liquidation would close now."""

    account: Account
    prices: Mapping[str, float]
    closing: Closing

    @cached_property
    def before(self) -> Statement[float]:
        """The account before anything is closed."""
        return self.account.at(self.prices)

    @cached_property
    def after(self) -> Statement[float]:
        """The account afterwards."""
        return self.closing.account.at(self.prices)

    def share_closed(self, index: int) -> float:
        """Return how much is closed of the position opened as number ``index``, as a fraction."""
        return self.closed(index) / self.account.positions[index].volume

    def closed(self, index: int) -> float:
        """Return the volume closed of the position opened as number ``index``."""
        # First in, first out, each once: the parts are those of the oldest positions, in order.
        parts = self.closing.parts
        return parts[index].volume if index < len(parts) else 0.0

    def used(self, index: int) -> float:
        """Return the used margin of a position before anything is closed, in USD."""
        position, venue = self.account.positions[index], self.account.venue
        price = self.prices[position.coin]
        return float(position.used_margin(price, venue.short_margin, venue.long_margin))


def closing_state(
    positions: tuple[Position, ...],
    prices: Mapping[str, float],
    cash: float,
    extent: Extent = Extent.ALL,
    venue: Venue = KRAKEN_SPOT,
) -> ClosingState:
    """Return what the venue closes at ``prices`` if it acts as soon as it may.

    Above the discretion level it closes nothing. Here the winner goes first, because it is older:

    >>> old = Position("long", 0.5, 40_000, 5, "BTC")
    >>> new = Position("long", 10, 2_500, 5, "ETH")
    >>> state = closing_state((old, new), {"BTC": 44_000, "ETH": 2_140}, 6_000, Extent.JUST_ENOUGH)
    >>> [(part.position.coin, round(part.volume, 4)) for part in state.closing.parts]
    [('BTC', 0.5), ('ETH', 1.2)]
    """
    account = Account(cash, positions, venue=venue)
    acts = venue.reached(account.at(prices).level, venue.discretion_level)
    closing = liquidate(account, prices, extent) if acts else Closing((), account)
    return ClosingState(account, dict(prices), closing)


def scene(state: ClosingState) -> Scene[ClosingState]:
    """Return what the order of closing shows and says."""
    before, venue = state.before, state.account.venue
    may, must = (level * before.used_margin
                 for level in (venue.discretion_level, venue.liquidation_level))  # fmt: skip
    facts = [
        Fact.of("equity", before.equity),
        Fact.of("used margin", before.used_margin),
        Fact.of("margin level", before.level, words.level),
        Fact.of("may close at an equity of", may),
        Fact.of("must close at an equity of", must),
    ]
    for index, position in enumerate(state.account.positions):
        facts += _position_facts(state, index, position)
    after = state.after
    facts += [
        Fact.of("used margin afterwards", after.used_margin),
        Fact.of("level afterwards", after.level, words.level),
        Fact.of("owed", before.owed),
    ]
    return Scene(
        state,
        title=_title(state),
        sentence=_sentence(state),
        facts=tuple(facts),
        seen=_seen(state, may, must),
        rows=_table(state),
    )


def name_of(state: ClosingState, index: int) -> str:
    """Return how a position is called: by its age and its coin."""
    return f"{ORDINALS[index]} opened, {state.account.positions[index].coin}"


def _position_facts(state: ClosingState, index: int, position: Position) -> list[Fact]:
    price, used, share = state.prices[position.coin], state.used(index), state.share_closed(index)
    profit, closed = float(position.profit(price)), state.closed(index)
    name = name_of(state, index)
    return [
        Fact.of(f"{name}: price", price, words.price),
        Fact.of(f"{name}: profit or loss so far", profit),
        Fact.of(f"{name}: used margin", used),
        Fact(f"{name}: closed", words.coins(closed, position.coin), closed),
        Fact.of(f"{name}: share closed", share, words.percent, digits=0),
        Fact.of(f"{name}: set free", used * share),
        Fact.of(f"{name}: stays", used * (1 - share)),
    ]


def _table(state: ClosingState) -> Table:
    before, after, venue = state.before, state.after, state.account.venue
    head = ("position", "price now", "profit or loss so far", "used margin", "closed", "set free",
            "used margin afterwards")  # fmt: skip
    rows = []
    for index, position in enumerate(state.account.positions):
        price, profit, used, closed, share, freed, stays = _position_facts(state, index, position)
        rows.append((name_of(state, index), price.text, profit.text, used.text,
                     f"{closed.text} ({share.text})", freed.text, stays.text))  # fmt: skip
    free = before.used_margin - after.used_margin
    rows.append(("all", "", words.money(before.profit), words.money(before.used_margin), "",
                 words.money(free), words.money(after.used_margin)))  # fmt: skip
    may, must = (
        f"{words.money(level * before.used_margin)}, {words.percent(level, 0)} of the used margin"
        for level in (venue.discretion_level, venue.liquidation_level)
    )
    notes = (
        f"Equity: {words.money(before.equity)}, which is {words.money(before.collateral)} of cash "
        f"and {words.money(before.profit)} of profit or loss; {words.money(before.owed)} is owed.",
        f"Level before: {words.level(before.level)}. Afterwards: {words.level(after.level)}.",
        f"The exchange may close at an equity of {may}. It must at {must}.",
    )
    return Table("What a liquidation closes, in the order of opening", head, tuple(rows), notes)


def _title(state: ClosingState) -> str:
    parts, level = state.closing.parts, state.before.level
    if not parts:
        return f"At {words.level(level)} nothing is closed"
    names = " and ".join(
        ("all of " if part.volume >= part.position.volume * (1 - 1e-9) else "a part of ")
        + part.position.coin
        for part in parts
    )
    venue = state.account.venue
    certain = venue.reached(level, venue.liquidation_level)
    takes = "takes" if certain else "may take"
    return f"At {words.level(level)} the exchange {takes} {names}"


def _sentence(state: ClosingState) -> str:
    parts = state.closing.parts
    if not parts:
        return "The level is above the line from which the exchange may act, so it waits."
    first = parts[0]
    profit = float(first.position.profit(first.price))
    how = words.made(profit, "with a profit of", "with a loss of", "without profit or loss")
    rest = f"the level is back at {words.level(state.after.level)}"
    if not state.closing.account.positions:
        rest = "nothing is left open"
        if (equity := state.after.equity) < -words.LEAST:
            rest += f", and {words.money(-equity)} is owed"
    return f"The oldest position goes first, here {how}; afterwards {rest}."


def _seen(state: ClosingState, may: float, must: float) -> str:
    """Return the bars and the two lines, and how the bars compare, in words."""
    equity, left = state.before.equity, words.money(state.after.used_margin)
    ends = "beyond both" if equity > may else "between the two" if equity > must else "before both"
    top = f"The bar of the equity ends {ends} upright lines"
    if equity < 0:
        top = "The bar of the equity lies left of zero, a hatched debt, far from both upright lines"
    hollow = "None of it is hollow: nothing is closed."
    if state.closing.parts:
        hollow = f"Beyond {left} it is hollow: that is closed."
    return (
        f"{top}, {words.money(must)} (must close) and {words.money(may)} (may close). Below it the "
        "used margin of each position, the oldest on top; each begins where the next younger one "
        f"ends, up to {words.money(state.before.used_margin)}. {hollow}"
    )
