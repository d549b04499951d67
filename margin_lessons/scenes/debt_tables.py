"""The tables of lesson 05: who says what about a debt, and one trade under four laws."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from margin_lessons import words
from margin_lessons.debt import (
    EEA_SCHEDULE,
    EEA_SCHEDULE_PAGE,
    FUTURES_MAINTENANCE,
    GERMAN_RETAIL,
    GROUNDS,
    HISTORY,
    LAWS,
    SAID,
    BelowZero,
    Finding,
    MarginRow,
    Outcome,
    Quotation,
    UnderLaw,
    four_laws,
)
from margin_lessons.errors import BadInput, numbers, shown
from margin_lessons.scenes.table import Table
from margin_lessons.source import Source
from margin_lessons.venue import KRAKEN_SPOT

NOT_FOUND = "not found"
FILLS = (48_000.0, 28_000.0)


def who_says_what() -> Table:
    """Return claim, support pages and terms beside each other, a row a question, with their dates.

    >>> who_says_what().rows[0][1]
    'yes, or restrictions and legal action follow'
    """
    first = next(iter(SAID.values()))
    claim, pages, terms = (
        words.day(one.source.date)
        for one in (first.article, first.pages, first.terms)
        if one is not None
    )
    head = (
        "question",
        f"the article, {claim}",
        f"the exchange: support pages, read {pages}, and terms of {terms}",
    )
    rows = tuple((one.question, _words(one.article), _exchange(one)) for one in SAID.values())
    since = "; ".join(f"{words.day(one.date)}: {one.words}" for one in HISTORY)
    notes = (
        f"Since when the terms say so: {since}.",
        "“Not found” is not “no”. The support pages are stored copies of different age, the terms "
        "a copy in the Open Terms Archive, recorded 26 January 2025. Terms for the EEA (2 July "
        "2025) and later ones could not be read, and clients of other companies of the group may "
        "have others.",
    )
    return Table("Who says what about a negative balance", head, rows, notes)


def _exchange(finding: Finding) -> str:
    """Return what pages and terms say, and what follows, in one cell that a phone can show."""
    so = f"{finding.so[0].upper()}{finding.so[1:]}"
    return f"Pages: {_words(finding.pages)}. Terms: {_words(finding.terms)}. → {so}."


def _words(statement: Quotation | None) -> str:
    return NOT_FOUND if statement is None else statement.words


def one_trade(
    entry: float = 60_000,
    volume: float = 1,
    setting: float = 2,
    fills: ArrayLike = FILLS,
    side: str = "long",
    futures_setting: float = 10,
) -> Table:
    """Return one trade under four laws: where it is closed out, and what each fill leaves whom.

    Prices are in USD, ``volume`` in BTC, and ``fills`` is one price or a few of them. Raises
    ``BadInput`` as ``four_laws`` does, and for no fill or more than six.

    >>> [row[-1] for row in one_trade().rows][:2]
    ['-2,000: owed 0, by law', '-2,000, owed by you']
    """
    laws = four_laws(entry, volume, setting, side, futures_setting)
    return table_of_laws(laws, _fills(fills))


def table_of_laws(laws: Sequence[UnderLaw], fills: Sequence[float]) -> Table:
    """Return a row for each account of a trade, with what each fill leaves and to whom."""
    head: tuple[str, ...] = ("account", "you put up", "closed out at", "zero at")
    head += tuple(f"filled at {words.price(price, '')}" for price in fills)
    rows = tuple(
        (
            f"{law.product.name}, {words.setting(law.setting)}",
            words.amount(law.put_up),
            words.price(law.closed_out_at, ""),
            words.price(law.zero_at, ""),
            *(what_is_left(law, law.filled(price)) for price in fills),
        )
        for law in laws
    )
    trade = laws[0]
    caption = (
        f"{words.coins(trade.size)} {trade.side.value} at {words.money(trade.entry)} under four "
        "laws, in USD"
    )
    return Table(caption, head, rows, _grounds())


def _fills(fills: ArrayLike) -> tuple[float, ...]:
    why = "a fill is the price at which the trade is closed"
    prices = np.atleast_1d(numbers("fill", fills, why=why))
    if prices.ndim > 1 or not 1 <= len(prices) <= 6:
        raise BadInput(f"fills {shown(fills)} are not one to six prices: each fills a column.")
    return tuple(float(price) for price in prices)


def what_is_left(law: UnderLaw, outcome: Outcome) -> str:
    """Return what a fill leaves in a few words."""
    if outcome.owed > 0:
        return f"{words.amount(-outcome.owed)}, owed by you"
    if outcome.borne > 0:
        below = words.amount(-outcome.borne)
        if law.product.below_zero is BelowZero.BY_LAW:
            return f"{below}: owed 0, by law"
        return f"{below}: owed 0, somebody else bears it"
    still = "" if outcome.closed_out else ", not closed out"
    return f"{words.amount(outcome.left)} left{still}"


def _grounds() -> tuple[str, ...]:
    """Return what the rows rest on and every other rule, each with its source and date."""
    product, process = SAID["repay"].basis, GROUNDS[0]
    spot, futures = KRAKEN_SPOT.liquidation_level, FUTURES_MAINTENANCE
    rests = [
        "Closed out: the CFD when half of the initial margin is left, spot margin at about "
        f"{words.percent(spot, 0)} of the used margin, futures when the account holds "
        f"{words.percent(futures, 0)} of the value at the market's price (an example: venues "
        "differ). A gap may fill far beyond it",
        f"Kraken spot margin: must a debt be repaid? {product.words.capitalize()} "
        f"{_from(product.source)}",
        f"Futures that stop at zero: {process.words} {_from(process.source)}",
    ]
    rules: dict[tuple[str, Source], list[str]] = {}
    for law in LAWS.values():
        rules.setdefault((law.place, law.told.source), []).append(law.told.words)
    laws = []
    for (place, where), said in rules.items():
        laws.append(f"{place}: {'; '.join(said)} {_from(where)}")
        laws += [
            f"Our inference: {law.inferred}"
            for law in LAWS.values()
            if law.inferred and (law.place, law.told.source) == (place, where)
        ]
    return tuple(f"{note}." for note in (*rests, *laws, _schedule()))


def _from(source: Source) -> str:
    return f"({source.title}, {words.day(source.date)})"


def _schedule() -> str:
    rows = ", ".join(map(_shares, EEA_SCHEDULE))
    return (
        "Kraken's derivatives in the EEA ask for an initial and a maintenance margin of "
        f"{rows} at entry price; German retail {_shares(GERMAN_RETAIL)}: always half, as in the "
        f"close-out rule {_from(EEA_SCHEDULE_PAGE)}"
    )


def _shares(row: MarginRow) -> str:
    return f"{words.percent(row.initial, 0)} and {words.percent(row.maintenance, 0)}"


TABLES = {"who says what": who_says_what, "four laws": one_trade}
"""The tables by the names a notebook calls them."""
