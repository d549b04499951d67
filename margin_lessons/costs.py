"""What a position costs: opening, rollover, trading and conversion fees.

Source: support.kraken.com articles/206161568 (10 February 2026): the opening fee and the rollover
fee are charged on the whole amount borrowed, the rollover every four hours, the first after four
hours, at the rate locked when the position was opened.
"""

from __future__ import annotations

import math
from dataclasses import replace

from margin_lessons.account import Account, Position, Prices, Side
from margin_lessons.conventions import as_option
from margin_lessons.crossing import crossing
from margin_lessons.currency import CASH, MAJOR, currency_code
from margin_lessons.errors import BadInput, not_negative, of_kind, positive, shown
from margin_lessons.venue import KRAKEN_SPOT, RolloverCount, Venue

HOURS_PER_YEAR = 365 * 24

_RATES = "its fees are the rates"


def _check(position: Position, venue: Venue) -> None:
    of_kind("position", position, Position, why="a fee is charged on one")
    of_kind("venue", venue, Venue, why=_RATES)


def rollovers(
    hours: float, count: RolloverCount = RolloverCount.FLOOR, period_hours: float = 4.0
) -> int:
    """Return how many rollover fees fall due in ``hours``.

    Raises ``BadInput`` for hours below zero and for a period that is not above zero.

    >>> rollovers(24), rollovers(3.9), rollovers(3.9, RolloverCount.CEIL)
    (6, 0, 1)
    """
    periods = not_negative("hours", hours, why="time runs forward") / positive(
        "rollover period", period_hours, why="a rollover period lasts some time"
    )
    if math.isinf(periods):
        raise BadInput(
            f"rollover period {shown(period_hours)} is too short to be counted in "
            f"{shown(hours)} hours: a rollover period lasts some time."
        )
    count = as_option("rollover count", count, RolloverCount)
    return math.floor(periods) if count is RolloverCount.FLOOR else math.ceil(periods)


def opening_fee(position: Position, venue: Venue = KRAKEN_SPOT) -> float:
    """Return the fee for opening, in the quote currency; ``opening_due`` is what is still owed.

    Raises ``BadInput``, as everything here does, for what is no position or venue.

    >>> round(opening_fee(Position("long", 1, 20_000, 5)), 2)
    5.0
    """
    _check(position, venue)
    rate = venue.fees.opening_long if position.side is Side.LONG else venue.fees.opening_short
    return position.cost * rate


def opening_due(position: Position, venue: Venue = KRAKEN_SPOT) -> float:
    """Return the opening fee that is still to be charged: none once it has been.

    >>> round(opening_due(Position("long", 1, 20_000, 5)), 2)
    5.0
    >>> opening_due(Position("long", 1, 20_000, 5, opening_charged=True))
    0.0
    """
    fee = opening_fee(position, venue)
    return 0.0 if position.opening_charged else fee


def with_opening_fees(account: Account) -> Account:
    """Return the account with the opening fees owed that were not charged before.

    >>> account = with_opening_fees(Account(10_000, (Position("long", 1, 20_000, 5),)))
    >>> round(account.fees_accrued, 2), with_opening_fees(account) == account
    (5.0, True)
    """
    of_kind("account", account, Account, why="fees are owed by one account")
    fee = sum(opening_due(position, account.venue) for position in account.positions)
    charged = tuple(replace(held, opening_charged=True) for held in account.positions)
    return replace(account, positions=charged).charge(fee)


def rollover_rate(position: Position, venue: Venue = KRAKEN_SPOT) -> float:
    """Return the rollover fee of one period as a fraction of the opening cost."""
    _check(position, venue)
    if position.side is Side.LONG:
        return venue.fees.rollover_long
    return venue.fees.rollover_short


def rollover_fee(position: Position, hours: float, venue: Venue = KRAKEN_SPOT) -> float:
    """Return the rollover fees of ``hours``, in the quote currency; ``BadInput`` below zero.

    Thirty days of a 20,000 USD long are 180 periods at 0.025 %:

    >>> round(rollover_fee(Position("long", 1, 20_000, 5), hours=30 * 24), 2)
    900.0
    """
    rate = rollover_rate(position, venue)
    periods = rollovers(hours, venue.rollover_count, venue.fees.rollover_hours)
    return position.cost * rate * periods


def yearly_rollover(position: Position, venue: Venue = KRAKEN_SPOT) -> float:
    """Return the rollover of a year of 365 days as a simple fraction of the opening cost.

    >>> round(yearly_rollover(Position("long", 1, 20_000, 5)), 4)
    0.5475
    >>> round(yearly_rollover(Position("short", 1, 20_000, 5)), 4)
    0.219
    """
    return rollover_rate(position, venue) * HOURS_PER_YEAR / venue.fees.rollover_hours


def with_costs(account: Account, hours: float) -> Account:
    """Return the account with opening fees and ``hours`` of rollover owed on its positions.

    An opening fee that was charged before is not charged again. Raises ``BadInput`` for hours below
    zero.

    >>> account = Account(10_000, (Position("long", 1, 20_000, 5),))
    >>> round(with_costs(account, hours=30 * 24).fees_accrued, 2)
    905.0
    """
    account = with_opening_fees(account)
    fees = (rollover_fee(position, hours, account.venue) for position in account.positions)
    not_negative("hours", hours, why="time runs forward")
    return account.charge(sum(fees))


def hours_until(account: Account, price: Prices, level: float) -> float | None:
    """Return after how many hours at an unchanged ``price`` fees alone bring the level down.

    Opening fees are charged at once, then a rollover each period; zero when it is there already,
    None when the positions cost nothing to hold. ``price`` is one for each coin held. Raises
    ``BadInput`` for a level below zero and a price that is not above zero, or more than one.

    >>> account = Account(10_000, (Position("long", 1, 20_000, 5),))
    >>> hours_until(account, 20_000, level=0.8) / 24
    226.5
    """
    level = not_negative("margin level", level, why="zero equity is the lowest level asked for")
    opened = with_opening_fees(account)
    at = opened.at(opened.prices_now(price))
    room = at.equity - level * at.used_margin
    if room <= 0:
        return 0.0
    per_period = sum(p.cost * rollover_rate(p, account.venue) for p in account.positions)
    if per_period == 0:
        return None
    periods = room / per_period
    # A whisker below a whole number is rounding, not one more period.
    whole = math.ceil(periods - 1e-9 * max(1.0, periods))
    if account.venue.rollover_count is RolloverCount.CEIL:
        whole -= 1
    return max(0, whole) * account.venue.fees.rollover_hours


def drift_of_crossing(account: Account, level: float, hours: float) -> float | None:
    """Return how far ``hours`` of fees push the price at which ``level`` is reached, or None.

    For a long the price moves up, towards the market: 905 USD of fees on 1 BTC move it by 905.
    Raises ``BadInput`` for a level or hours below zero.

    >>> account = Account(10_000, (Position("long", 1, 20_000, 5),))
    >>> round(drift_of_crossing(account, 0.8, hours=30 * 24), 2)
    905.0
    """
    before = crossing(account, level).price
    after = crossing(with_costs(account, hours), level).price
    return None if before is None or after is None else after - before


def trade_fee(value: float, venue: Venue = KRAKEN_SPOT, *, maker: bool = False) -> float:
    """Return the fee for trading ``value``; a market order is a taker.

    Raises ``BadInput`` for a value below zero.

    >>> trade_fee(10_000), trade_fee(10_000, maker=True)
    (40.0, 25.0)
    """
    of_kind("venue", venue, Venue, why=_RATES)
    of_kind("maker", maker, bool, why="an order waits in the book or not: True or False")
    rate = venue.fees.maker if maker else venue.fees.taker
    return not_negative("value traded", value, why="a trade has a value") * rate


def conversion_rate(one: str, other: str, venue: Venue = KRAKEN_SPOT) -> float:
    """Return the conversion fee between two currencies as a fraction of the value.

    Source: support.kraken.com 9148088075028: 1.5 % from cash to cash, 2.5 % between BTC or ETH and
    cash, 5 % for everything else. Codes may come in any case; what is no name raises ``BadInput``.

    >>> conversion_rate("eur", "USD"), conversion_rate("BTC", "USD"), conversion_rate("SOL", "USD")
    (0.015, 0.025, 0.05)
    """
    of_kind("venue", venue, Venue, why=_RATES)
    one, other = currency_code(one), currency_code(other)
    if one == other:
        return 0.0
    if {one, other} <= CASH:
        return venue.fees.conversion_cash
    if (one in CASH and other in MAJOR) or (one in MAJOR and other in CASH):
        return venue.fees.conversion_major
    return venue.fees.conversion_other


def conversion_fee(value: float, one: str, other: str, venue: Venue = KRAKEN_SPOT) -> float:
    """Return the fee, in the quote currency, for converting ``value`` between two currencies.

    Raises ``BadInput`` for a value below zero and for what is no name of a currency.

    >>> conversion_fee(1_000, "BTC", "USD")
    25.0
    """
    rate = conversion_rate(one, other, venue)
    return not_negative("value converted", value, why="a conversion has a value") * rate
