"""Faults to plant in the reading of exports: signs, sums, what closes what, what is kept.

Every old text stands exactly once in its file, as in planted_prose.py.
"""

from __future__ import annotations

from planted_prose import Fault


def reading(module: str, what: str, old: str, new: str) -> Fault:
    """Return a fault in a module of the histories."""
    return Fault("computed", what, f"margin_lessons/history/{module}.py", ((old, new),))


IN_HISTORY = (
    reading("bitstamp_entries", "what a sale brings goes out",
            "Priced(-into * row.paid.amount", "Priced(into * row.paid.amount"),
    reading("bitstamp_old", "half past twelve at night is noon",
            "hour = hour % 12 + 12", "hour = hour + 12 * (hour < 12)"),
    reading("bitstamp_old", "a sign is turned round",
            "buys = coins[row] > 0 if", "buys = coins[row] < 0 if"),
    reading("position_money", "a profit is in the margin twice",
            "without = collateral - made", "without = collateral + made"),
    reading("position_money", "what is lost on the way is left out",
            "- float(held.profit(price))", "+ float(held.profit(price))"),
    reading("position_size", "contracts have no size",
            "choices = [] if each is None else [(contracts * each",
            "choices = [] if each is None else [(contracts"),
    reading("charges", "a rollover's amount is taken off",
            "sum((row.fee - row.amount for", "sum((row.fee + row.amount for"),
    reading("charges", "what the ledger tells is counted again",
            "lot.closing_txid not in told and", "lot.closing_txid and"),
    reading("lot_book", "a closed part is forgotten",
            "lot.closings += volume", "lot.closings += 0"),
    reading("lot_book", "the margin of a closed part stays",
            "self.margin += sign * margin", "self.margin += margin"),
    reading("lot_book", "what was closed unseen counts twice",
            "max(NOTHING, told - self.closings)", "max(NOTHING, told)"),
    reading("balances", "a fee is a gain", "+ row.amount - row.fee", "+ row.amount + row.fee"),
    reading("merging", "the older window is believed",
            "closed_volume=max(told, default=None)", "closed_volume=min(told, default=None)"),
    reading("merging", "the wallet is lost",
            "return two if one.wallet == MAIN_WALLET else one", "return one"),
    reading("level_moments", "a level beyond the ledger",
            " or at > self._last + _SECOND", ""),
    reading("level_moments", "the entry of a trade comes too late",
            "count = bisect_right(times, moment)", "count = bisect_right(times, at)"),
    reading("level_moments", "a debt is nothing", "realised=min(cash, 0.0)", "realised=0.0"),
    reading("level_moments", "two pairs are one",
            "not then.certain or then.margin", "then.margin"),
    reading("found_positions", "two positions on one money", "if groups > 1:", "if groups > 2:"),
    reading("kraken_ledger", "no fee turns the sign",
            "signs.count(False) > signs.count(True)", "signs.count(False) >= signs.count(True)"),
    reading("kraken_trades", "the new name of a column is not known",
            'rows.optional("posttxid", "postxid")', 'rows.optional("postxid")'),
    reading("csv_lines", "a quotation mark swallows lines",
            "if end - first != len(rows):", "if not end:"),
    reading("unknowns", "a fee credit is ten cents",
            "Decimal('0.01')", "Decimal('0.1')"),
    reading("cost_check", "any cost will do", "if _all_fit(", "if True or _all_fit("),
)  # fmt: skip
