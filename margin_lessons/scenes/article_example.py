"""The article's example with its two gaps filled in: collateral kept in USD, or in BTC."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from margin_lessons import words
from margin_lessons.account import Account, CoinCollateral, Position, Side
from margin_lessons.conventions import as_option
from margin_lessons.crossing import Crossings, crossings
from margin_lessons.errors import positive
from margin_lessons.scenes.scene import Fact, Scene
from margin_lessons.scenes.table import Table
from margin_lessons.venue import KRAKEN_SPOT, Venue

EXPECTED, FILLED = 50_000.0, 48_000.0
ENDS = 42_000.0, 63_000.0
"""The lowest and the highest fill that the picture has room for."""


class KeptIn(Enum):
    """The accounts: what the collateral is kept in, and where the position was bought.

    ``BTC_SAME_ENTRY`` keeps BTC and is bought where the one in USD is: it isolates the collateral.
    """

    USD = "USD, bought at 62,500 USD"
    BTC = "BTC, bought at 60,000 USD"
    BTC_SAME_ENTRY = "BTC, bought at 62,500 USD"

    @property
    def currency(self) -> str:
        """The currency of the collateral alone."""
        return self.value.split(",")[0]

    @property
    def other(self) -> KeptIn:
        """The account that is drawn beside this one."""
        return KeptIn.BTC if self is KeptIn.USD else KeptIn.USD


@dataclass(frozen=True)
class ExampleState:
    """One of the accounts, filled at ``fill``; ``other`` is the one beside it."""

    kept_in: KeptIn
    account: Account
    other: Account
    fill: float
    crossings: Crossings

    @property
    def entry(self) -> float:
        """The price at which the position was bought."""
        return self.account.positions[0].entry

    @property
    def equity(self) -> float:
        """The equity at the fill; below zero it is the debt."""
        return float(self.account.at(self.fill).equity)


def example_account(
    kept_in: KeptIn | str, leverage: float = 5.0, venue: Venue = KRAKEN_SPOT
) -> Account:
    """Return an account that makes the article's example true: 0.1 BTC put up, 0.5 BTC long.

    The article names neither the entry nor the collateral's currency. Sold to USD at an entry of
    62,500 (6,250 USD), or kept in BTC with an entry of 60,000, nothing is left at 50,000 exactly.
    Kept in BTC and bought at 62,500, it shows what the currency of the collateral alone does.

    >>> [round(example_account(kept).equity(48_000), 2) for kept in KeptIn]
    [-1000.0, -1200.0, -2450.0]
    """
    kept = as_option("collateral kept in", kept_in, KeptIn)
    entry = 60_000.0 if kept is KeptIn.BTC else 62_500.0
    position = (Position(Side.LONG, 0.5, entry, leverage),)
    if kept is KeptIn.USD:
        return Account(6_250.0, position, venue=venue)
    coins = (CoinCollateral("BTC", 0.1, venue.haircut("BTC")),)
    return Account(0.0, position, coins, venue=venue)


def example_state(fill: float, kept_in: KeptIn | str, leverage: float = 5.0) -> ExampleState:
    """Return the state of the example filled at ``fill``.

    >>> state = example_state(48_000, "USD")
    >>> state.crossings.liquidation.price, state.crossings.zero_equity.price, state.equity
    (55000.0, 50000.0, -1000.0)
    """
    fill = positive("fill", fill, why="a coin on a spot market costs something")
    kept = as_option("collateral kept in", kept_in, KeptIn)
    account = example_account(kept, leverage)
    return ExampleState(kept, account, example_account(kept.other, leverage), fill,
                        crossings(account))  # fmt: skip


def scene(state: ExampleState) -> Scene[ExampleState]:
    """Return what the example shows and says; its table has all three accounts side by side."""
    three, fill = state.crossings, state.fill
    beside = state.other.positions[0].entry
    facts = (
        Fact("collateral kept in", state.kept_in.currency),
        Fact("your money at entry", words.money(_put_up(state))),
        Fact.of("entry", state.entry, words.price),
        Fact.of("entry of the account beside it", beside, words.price),
        Fact.of("liquidation at", three.liquidation.price, words.price),
        Fact.of("nothing left at", three.zero_equity.price, whole_price),
        Fact.of("filled at", fill, words.price),
        Fact(f"fill{_way(state)} the liquidation price", words.percent(_gap(state))),
        Fact.of("equity at the fill", state.equity),
        Fact("the same in BTC", words.coins(state.equity / fill)),
    )
    sentence = f"{_sentence(state)}{_entry_differs(state)}"
    return Scene(state, _title(state), sentence, facts, _seen(state), _accounts(fill))


def whole_price(price: float | None) -> str:
    """Return a price in whole dollars: nobody's last dollar is known to the cent.

    >>> whole_price(52_083.33)
    '52,083 USD'
    """
    return "none" if price is None else words.money(price, digits=0)


def _put_up(state: ExampleState) -> float:
    return float(state.account.at(state.entry).collateral)


def _gap(state: ExampleState) -> float:
    """Return how far the fill lies from the liquidation price, as a fraction, above or below."""
    return abs(1 - state.fill / state.crossings.liquidation.at)


def _way(state: ExampleState) -> str:
    way = "above" if state.fill > state.crossings.liquidation.at else "below"
    return f" {way}"


def _accounts(fill: float) -> Table:
    """Return a row a number, a column an account: so the entry stands beside the currency."""
    states = [example_state(fill, kept) for kept in KeptIn]
    rows = (
        ("your money at entry", *(words.money(_put_up(s)) for s in states)),
        ("entry", *(words.price(s.entry) for s in states)),
        ("liquidation at", *(words.price(s.crossings.liquidation.price) for s in states)),
        ("nothing left at", *(whole_price(s.crossings.zero_equity.price) for s in states)),
        ("filled at", *(words.price(fill) for _ in states)),
        ("fill from the liquidation price", *(words.percent(_gap(s)) + _way(s) for s in states)),
        ("equity at the fill", *(words.money(s.equity) for s in states)),
        ("the same in BTC", *(words.coins(s.equity / fill) for s in states)),
    )
    head = ("", *(f"kept in {kept.value}" for kept in KeptIn))
    return Table(f"Three accounts, filled at {words.price(fill)}", head, rows)


def _title(state: ExampleState) -> str:
    where = f"In {state.kept_in.value}, filled at {words.price(state.fill)}"
    if state.equity < -words.LEAST:
        return f"{where}: {words.money(-state.equity)} owed"
    if state.equity < words.LEAST:
        return f"{where}: nothing left"
    return f"{where}: {words.money(state.equity)} left"


def _sentence(state: ExampleState) -> str:
    start = words.price(state.crossings.liquidation.price)
    left = f"{words.money(state.equity)}, or {words.coins(state.equity / state.fill)}"
    if abs(state.equity) < words.LEAST:
        left = "nothing"
    if _gap(state) < 5e-5:
        return f"A fill at {start}, where the exchange acts, leaves {words.money(state.equity)}."
    if _way(state) == " above":
        return f"The fill is above the liquidation price of {start}: the exchange need not act yet."
    return (
        f"By its published level the exchange must act at {start}; "
        f"a fill at {words.price(state.fill)} "
        f"is {words.percent(_gap(state))} lower and leaves {left}."
    )


def _entry_differs(state: ExampleState) -> str:
    """Return why the account in BTC seems the better one: it was bought lower."""
    if state.kept_in is not KeptIn.BTC or state.fill <= EXPECTED:
        return ""
    return " It is ahead of the account in USD only because it was bought lower."


def _seen(state: ExampleState) -> str:
    """Return the two lines, three points of the thick one, and where the fill lies on it."""
    low, high = (words.money(float(state.account.at(price).equity)) for price in ENDS)
    steep = "flatter" if state.kept_in is KeptIn.USD else "steeper"
    zero = whole_price(state.crossings.zero_equity.price)
    same = state.kept_in is KeptIn.BTC_SAME_ENTRY
    cross = "below the entry the other lies above it" if same else "the two cross there"
    below = "in the hatched debt below zero" if state.equity < -words.LEAST else "not below zero"
    return (
        f"Two straight lines of equity over the price of the fill. The thick one, in "
        f"{state.kept_in.value}, is {steep} than the thin one, in {state.kept_in.other.value}. It "
        f"rises from {low} at {words.price(ENDS[0])} to {high} at {words.price(ENDS[1])} and passes"
        f" zero at {zero}; {cross}. The dot of the fill is {below}."
    )
