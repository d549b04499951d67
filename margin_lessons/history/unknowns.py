"""What files cannot tell, said in sentences: nothing is guessed in silence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from margin_lessons.history import bitstamp_entries
from margin_lessons.history.charges import told_in_ledger
from margin_lessons.history.entries import NOTHING, ClosedLot, LedgerRow, LotEnding, TradeRow
from margin_lessons.history.found_positions import FEE_CREDITS
from margin_lessons.history.lot_book import is_margin
from margin_lessons.words import amount, day, plural

_TRADES_ALONE = (
    "Without the ledger nobody knows deposits, rollovers, the own money, and what was bought in "
    "the app: trades.csv lacks them.",
    "Fees are as trades.csv shows them, in the currency of the pair; what was really taken stands "
    "in the ledger.",
)
_LEDGER_ALONE = (
    "Which positions are open, their price, size and leverage cannot be known from the ledger "
    "alone: give the trades.csv too."
)
_KEPT_OUT = "no sum but the balances counts them"


def of_files(trades: Sequence[TradeRow], ledger: Sequence[LedgerRow]) -> Iterator[str]:
    """Yield what cannot be known because one of the two exports is missing, or begins late."""
    margin = [trade for trade in trades if is_margin(trade)]
    if margin and not any(row.venue == margin[0].venue for row in ledger):
        yield from _TRADES_ALONE
    if not trades and any(row.entry_type in ("margin", "rollover") for row in ledger):
        yield _LEDGER_ALONE
    if any(row.venue == bitstamp_entries.VENUE for row in ledger):
        yield from bitstamp_entries.CANNOT_TELL
    if margin:
        first = day(f"{trades[0].at:%Y-%m-%d}")
        yield f"The trades begin on {first}: what was opened before is not in these files."


def of_money(
    trades: Sequence[TradeRow], ledger: Sequence[LedgerRow], closed: Iterable[ClosedLot]
) -> Iterator[str]:
    """Yield whose profits are worked out, and not booked, and what a fee was paid with."""
    told = told_in_ledger(ledger)
    missing = {
        lot.closing_txid
        for lot in closed
        if lot.closing_txid not in told and lot.ending is not LotEnding.SETTLED
    }
    if ledger and missing:
        does = "does" if len(missing) == 1 else "do"
        yield (
            f"{plural(len(missing), 'closing trade')} {does} not stand in the ledger: profit and "
            "fee are worked out from prices, in the currency of the pair."
        )
    credits = sum((row.fee - row.amount for row in ledger if row.asset == FEE_CREDITS), NOTHING)
    if credits:
        yield (
            f"{amount(float(credits))} of Kraken's fee credits (KFEE) went: each paid 0.01 USD of "
            f"a fee, {amount(float(credits * Decimal('0.01')))} USD in all."
        )


def of_types(unknown: Mapping[str, int]) -> Iterator[str]:
    """Yield which types of entries were kept without knowing what they mean."""
    if unknown:
        named = [f"{name[:30] or 'a blank one'} {count:,}" for name, count in unknown.items()]
        more = [f"{len(named) - 12:,} other types"] if len(named) > 12 else []
        listed = ", ".join([*named[:12], *more])
        yield f"Types of entries that are not read: {listed}. They are kept; {_KEPT_OUT}."
