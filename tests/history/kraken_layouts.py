"""A story written as Kraken wrote it from year to year: columns, names, quotes, signs, zeros."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from history.kraken_story import Story

_T13 = "txid ordertxid pair time type ordertype price cost fee vol margin misc ledgers"
_T22 = f"{_T13} postxid posstatus cprice ccost cfee cvol cmargin net trades"
_T25 = (
    "txid ordertxid pair aclass subclass time type ordertype price cost fee vol margin misc "
    "ledgers posttxid posstatuscode cprice ccost cfee cvol cmargin net costusd trades"
)
_L9 = "txid refid time type aclass asset amount fee balance"
_L10 = "txid refid time type subtype aclass asset amount fee balance"
_L11 = "txid refid time type subtype aclass asset wallet amount fee balance"
_L12 = "txid refid time type subtype aclass subclass asset wallet amount fee balance"
_L16 = f"{_L12} amountusd feeusd balanceusd feecurrency"


@dataclass(frozen=True)
class Year:
    """How the two exports of a year are written."""

    trades: str
    ledger: str
    quoted: bool = True
    old_names: bool = True
    zeros: bool = True
    minus_fees: bool = False
    old_margin: bool = False


YEARS = {
    "2019": Year(_T13, _L9, old_margin=True),
    "2021": Year(_T22, _L10),
    "2022": Year(_T22, f"{_L10} ", zeros=False),
    "2024": Year(_T22, _L11, old_names=False, zeros=False, minus_fees=True),
    "2024 usd": Year(_T13, f"{_L10} amountusd", quoted=False, zeros=False),
    "2025": Year(_T25, _L12, quoted=False, old_names=False, zeros=False),
    "2026": Year(_T25, _L16, old_names=False, zeros=False),
}
OLD = {"USD": "ZUSD", "BTC": "XXBT", "ETH": "XETH", "XTZ": "XTZ", "KFEE": "KFEE", "EUR": "ZEUR"}
PAIRS = {
    "BTC": ("XXBTZUSD", "BTC/USD"),
    "XTZ": ("XTZUSD", "XTZ/USD"),
    "ETH": ("XETHZUSD", "ETH/USD"),
}


def plain(value: Decimal, year: Year, places: int) -> str:
    """Return a number with the zeros at its end, or without them."""
    if year.zeros:
        return f"{value:.{places}f}" if -value.as_tuple().exponent <= places else f"{value:f}"
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def written(names: str, rows: Sequence[Sequence[str]], year: Year) -> str:
    """Return a table; a name too many at its end is an empty one, as in some files."""
    header = [*names.split(), ""] if names.endswith(" ") else names.split()
    lines = [header, *([*row, ""] if names.endswith(" ") else row for row in rows)]
    if year.quoted:
        return "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines) + "\n"
    quoted = (",".join(f'"{c}"' if "," in c else c for c in line) for line in lines)
    return "\n".join(quoted) + "\n"


def trades_csv(story: Story, name: str, rows: Sequence[dict] | None = None) -> str:
    """Return the trades.csv of a year, of all trades or of some."""
    year = YEARS[name]
    cells = [_trade(story, row, year) for row in (story.trades if rows is None else rows)]
    columns = year.trades.split()
    return written(year.trades, [[row.get(one, "") for one in columns] for row in cells], year)


def _trade(story: Story, row: dict, year: Year) -> dict[str, str]:
    number: Callable[[Decimal], str] = lambda value: plain(value, year, 5)  # noqa: E731
    time = f"{row['time']:%Y-%m-%d %H:%M:%S.%f}"[:-2]
    own = [entry["txid"] for entry in story.ledger if entry["refid"] == row["txid"]]
    opened = row["misc"] == "initiated"
    cells = {name: number(row[name]) for name in ("price", "cost", "fee", "margin")}
    cells |= {
        "txid": row["txid"],
        "ordertxid": f"O{row['txid'][1:]}",
        "pair": PAIRS[row["coin"]][not year.old_names],
        "time": time if year.zeros else time.rstrip("0").rstrip("."),
        "type": "buy" if row["buys"] else "sell",
        "ordertype": row["ordertype"],
        "vol": plain(row["vol"], year, 8),
        "misc": row["misc"],
        "ledgers": ",".join(own),
        "postxid": row["postxid"],
        "posttxid": row["postxid"],
        "trades": ",".join(row["closers"]),
        "aclass": "forex",
        "subclass": "crypto",
    }
    if opened:
        done = row["cvol"] == row["vol"]
        cells |= {"posstatus": "closed" if done else "open", "cvol": plain(row["cvol"], year, 8)}
        cells["posstatuscode"] = cells["posstatus"]
    return cells


def ledger_csv(story: Story, name: str, rows: Sequence[dict] | None = None) -> str:
    """Return the ledgers.csv of a year, of all rows or of some; deposits stand there twice."""
    year = YEARS[name]
    cells = []
    for row in story.ledger if rows is None else rows:
        cell = _entry(row, year)
        if row["pending"]:
            cells.append(cell | {"txid": "", "balance": ""})
        cells.append(cell)
    columns = year.ledger.split()
    return written(year.ledger, [[cell.get(one, "") for one in columns] for cell in cells], year)


def _entry(row: dict, year: Year) -> dict[str, str]:
    asset = OLD[row["asset"]] if year.old_names else row["asset"]
    places = 4 if row["asset"] == "USD" else 10
    amount, fee, balance = (plain(row[n], year, places) for n in ("amount", "fee", "balance"))
    turned = year.minus_fees and row["fee"]
    return {
        "txid": row["txid"],
        "refid": row["refid"],
        "time": f"{row['time']:%Y-%m-%d %H:%M:%S}",
        "type": "margin trade" if year.old_margin and row["type"] == "margin" else row["type"],
        "subtype": row["subtype"],
        "aclass": "currency",
        "subclass": "fiat" if row["asset"] == "USD" else "crypto",
        "asset": asset,
        "wallet": "spot / main",
        "amount": amount,
        "fee": f"-{fee}" if turned else fee,
        "balance": balance,
        "amountusd": "-",
        "feecurrency": asset,
    }
