"""The tables of lesson 09: one crash under four laws, and the learner's own prices."""

from __future__ import annotations

from collections.abc import Callable

from margin_lessons import words
from margin_lessons.debt import four_laws
from margin_lessons.errors import positive
from margin_lessons.market.bars_csv import read_bars
from margin_lessons.market.crashes import crash_named, crash_outcome, own_crash, trade_in
from margin_lessons.market.reading.file_lines import FileOrLines
from margin_lessons.scenes.crash_choices import DAY_BEFORE, MARGIN, entry_of, moment, titled
from margin_lessons.scenes.debt_tables import table_of_laws
from margin_lessons.scenes.table import Table

EXAMPLE = (
    "time,open,high,low,close",
    "2021-02-22 12:00,1801.56,1806.29,1750,1780.2",
    "2021-02-22 13:00,1780.2,1791.2,1720.45,1722.42",
    "2021-02-22 14:00,1724.6,1762.91,700,1759.4",
)
"""A file as ``read_bars`` takes it: three hours of ether, 22 February 2021."""


def crash_under_laws(event: str = "ETH 2021", leverage: float = 3) -> Table:
    """Return one position in a crash in four accounts: filled at its trigger, and at the worst.

    Raises ``BadInput`` for a crash or a leverage that is not there, and for one that fell below
    zero, where no fill has a price above it.

    >>> crash_under_laws().caption
    'ETH on Kraken, 22 February 2021, 3x long for 3,000 USD, in four accounts'
    """
    crash = crash_named(event)
    entry = entry_of(crash, crash.hurt, DAY_BEFORE)
    size = positive("leverage", leverage, why="it is a number such as 3") * MARGIN / entry.price
    outcome = crash_outcome(trade_in(crash, entry, leverage=leverage, volume=size))
    laws = four_laws(entry.price, size, leverage, crash.hurt)
    fills = tuple(dict.fromkeys((outcome.fill.price, outcome.worst.price)))
    table = table_of_laws(laws, fills)
    worth = words.money(size * entry.price, crash.currency)
    caption = (
        f"{titled(crash)}, {words.setting(leverage)} {crash.hurt.value} for {worth}, in four "
        "accounts"
    )
    # Put up and what each fill leaves; the prices in between stand in the panel, and in lesson 05.
    head, *rows = (one[:2] + one[4:] for one in (table.head, *table.rows))
    notes = (table.notes[0], "The laws and terms with their sources stand in lesson 05.")
    return Table(caption, head, tuple(rows), notes)


def own_prices(
    file: FileOrLines = EXAMPLE,
    side: str = "long",
    leverage: float = 3,
    price_floor: str = "above_zero",
) -> Table:
    """Return what a file of prices does to a margin of 1,000, opened at its first close.

    ``file`` is the path of a CSV file with a line of names, and time, open, high, low and close;
    without one an example is taken. The notes say what was assumed of a file. In a market whose
    prices fell below zero, as oil did, ``price_floor`` is "none". Raises ``BadInput`` for what
    cannot be read, and says where.

    >>> own_prices().rows[-1]
    ('worst case of that bar', '-820.36')
    """
    crash = own_crash(read_bars(file), side, price_floor=price_floor)
    outcome = crash_outcome(trade_in(crash, crash.entries[0], side, leverage))
    sold, worst = "not reached", "no such bar"
    if outcome.when is not None:
        sold, worst = moment(outcome.when), words.amount(MARGIN * outcome.worst.stakes)
    rows = (
        ("bars read", str(len(crash.bars))),
        ("opened at", words.price(outcome.trade.entry.price, "")),
        ("liquidation at", words.price(outcome.trigger, "")),
        ("reached in the bar of", sold),
        ("left by the rules", words.amount(MARGIN * outcome.fill.stakes)),
        ("worst case of that bar", worst),
    )
    example = ("This is an example: three hours of ether, 22 February 2021.",)
    notes = (
        "Money is for a margin of 1,000; a minus is a debt.",
        *(example if file is EXAMPLE else crash.bars.notes),
    )
    return Table(f"Your own prices, {words.setting(leverage)} {side}", ("what", "value"), rows,
                 notes)  # fmt: skip


TABLES: dict[str, Callable[..., Table]] = {
    "four laws": crash_under_laws,
    "your own prices": own_prices,
}
