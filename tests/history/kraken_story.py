"""An invented account at Kraken: what happens to it, booked the way Kraken books it.

``Story`` is the truth that the tests compare with: it counts positions and balances by itself, and
knows nothing of the package. Its rows are written in each year's layout by ``kraken_layouts``.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

D = Decimal
CONSTANT = "TKH2SE-M7IF5-CFI7LT"
"""What stands in postxid of trades that close nothing."""


def rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(D(1).scaleb(-places), ROUND_HALF_UP)


@dataclass
class Lot:
    """A position: the row that opened it, and how much of it is left."""

    row: dict
    left: Decimal
    sign: int


@dataclass
class Story:
    """Trades, ledger rows and what is true of them; ``at`` is the time of the next event."""

    at: datetime = datetime(2021, 3, 1, 9, 0, 0, 123_400)
    number: int = 0
    trades: list[dict] = field(default_factory=list)
    ledger: list[dict] = field(default_factory=list)
    lots: list[Lot] = field(default_factory=list)
    held: dict[str, Decimal] = field(default_factory=dict)
    closed: list[tuple] = field(default_factory=list)
    rollovers: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    liquidated: list[str] = field(default_factory=list)

    def wait(self, minutes: float) -> None:
        """Let time go by."""
        self.at += timedelta(minutes=minutes)

    def _id(self, letter: str) -> str:
        self.number += 1
        return f"{letter}{self.number:05d}-QWERT-ZUIOPA"

    def book(self, refid: str, kind: str, asset: str, amount: object, fee: object = 0, **more):
        """Write a ledger row, and count it."""
        amount, fee = D(str(amount)), D(str(fee))
        self.held[asset] = self.held.get(asset, D(0)) + amount - fee
        row = {"txid": self._id("L"), "refid": refid, "time": self.at, "type": kind}
        row |= {"asset": asset, "amount": amount, "fee": fee, "balance": self.held[asset]}
        self.ledger.append(row | {"subtype": "", "pending": False} | more)

    def deposit(self, asset: str, amount: object) -> None:
        """Put money in."""
        self.book(self._id("Q"), "deposit", asset, amount, pending=True)

    def trade(self, coin: str, buys: bool, price: object, vol: object, **more) -> dict:
        """Write a trade row."""
        price, vol = D(str(price)), D(str(vol))
        cost = rounded(price * vol, 5)
        row = {"txid": self._id("T"), "coin": coin, "time": self.at, "buys": buys}
        row |= {"ordertype": "limit", "price": price, "cost": cost, "vol": vol}
        row |= {"fee": rounded(cost * D("0.0026"), 5), "margin": D(0), "misc": ""}
        row |= {"postxid": CONSTANT, "closers": [], "cvol": D(0)} | more
        self.trades.append(row)
        return row

    def spot(self, coin: str, price: object, vol: object) -> None:
        """Buy coins with own money."""
        row = self.trade(coin, True, price, vol)
        self.book(row["txid"], "trade", "USD", -row["cost"], row["fee"])
        self.book(row["txid"], "trade", coin, row["vol"])

    def open(
        self, coin: str, buys: bool, price: object, vol: object, leverage: int, fee_in: str = "USD"
    ) -> Lot:
        """Open a position on margin."""
        margin = rounded(D(str(price)) * D(str(vol)) / leverage, 5)
        row = self.trade(coin, buys, price, vol, margin=margin, misc="initiated")
        fee = row["fee"] if fee_in == "USD" else rounded(row["fee"] / 2_000, 8)
        self.book(row["txid"], "margin", fee_in, 0, fee)
        self.lots.append(Lot(row, row["vol"], 1 if buys else -1))
        return self.lots[-1]

    def roll(self, lot: Lot, asset: str, fee: object) -> None:
        """Charge a rollover."""
        refid = lot.row["txid"]
        self.book(refid, "rollover", asset, 0, fee)
        total = self.rollovers.get((refid, asset), D(0))
        self.rollovers[refid, asset] = total + D(str(fee))

    def close(
        self, lot: Lot, price: object, vol: object = None, fee_in: str = "USD", how: str = "limit"
    ) -> None:
        """Close a position, or a part of it; ``how`` may be "liquidation market"."""
        vol = lot.left if vol is None else D(str(vol))
        margin = rounded(lot.row["margin"] * vol / lot.row["vol"], 5)
        opening = lot.row["txid"]
        more = {"margin": margin, "misc": "closing", "postxid": opening, "ordertype": how}
        row = self.trade(lot.row["coin"], lot.sign < 0, price, vol, **more)
        exact = lot.sign * vol * (row["price"] - lot.row["price"])
        fee = row["fee"]
        if how.startswith("liquidation"):
            self.liquidated.append(row["txid"])
        self.book(row["txid"], "margin", "USD", rounded(exact, 4), fee if fee_in == "USD" else 0)
        if fee_in != "USD":
            self.book(row["txid"], "margin", fee_in, 0, rounded(fee / 2_000, 8))
        self._less(lot, row, vol)
        ending = "liquidated" if how.startswith("liquidation") else "closed"
        self.closed.append((opening, row["txid"], vol, exact, ending))

    def settle(self, lot: Lot) -> None:
        """Exchange all that is left of a position: coins for money, without profit or fee."""
        more = {"margin": D(0), "misc": "closing", "postxid": lot.row["txid"], "fee": D(0)}
        more |= {"ordertype": "settle position"}
        vol = lot.left
        row = self.trade(lot.row["coin"], lot.sign < 0, lot.row["price"], vol, **more)
        self.book(row["txid"], "settled", lot.row["coin"], lot.sign * vol)
        self.book(row["txid"], "settled", "USD", -lot.sign * row["cost"])
        self._less(lot, row, vol)
        self.closed.append((lot.row["txid"], row["txid"], vol, D(0), "settled"))

    def _less(self, lot: Lot, row: dict, vol: Decimal) -> None:
        lot.left -= vol
        lot.row["closers"].append(row["txid"])
        lot.row["cvol"] += vol
        if not lot.left:
            self.lots.remove(lot)


def random_story(seed: int, most: int = 14) -> Story:
    """Return a story of some events; the oldest position of a coin is closed first."""
    draw = random.Random(seed)
    story = Story()
    story.deposit("USD", draw.randint(5_000, 90_000))
    story.deposit("ETH", draw.randint(2, 9))
    sides = {"BTC": draw.random() < 0.5, "XTZ": draw.random() < 0.5}
    for _ in range(draw.randint(2, most)):
        story.wait(draw.choice([0, 0.5, 7, 240, 3_000]) + draw.randint(1, 999) / 60_000)
        coin = draw.choice(["BTC", "BTC", "XTZ"])
        price = D(draw.randint(150_000, 650_000)) / 10 if coin == "BTC" else D("2.5")
        price += D(draw.randint(0, 99)) / 10
        lot = next((one for one in story.lots if one.row["coin"] == coin), None)
        act = draw.choice(["open", "open", "close", "close", "part", "roll", "spot", "force"])
        fee_in = draw.choice(["USD", "USD", "ETH"])
        if act == "spot":
            story.spot(coin, price, D(draw.randint(1, 500)) / 10_000)
        elif act == "open" or lot is None:
            vol = D(draw.randint(1, 9_999)) / 1_000
            story.open(coin, sides[coin], price, vol, draw.randint(2, 5), fee_in)
        elif act == "roll":
            story.roll(lot, fee_in, D(draw.randint(1, 90_000)) / 10_000)
        elif act == "force":
            if draw.random() < 0.5:
                story.settle(lot)
            else:
                story.close(lot, price, how="liquidation market")
        else:
            part = act == "part" and lot.left > D("0.002")
            story.close(lot, price, lot.left - D("0.001") if part else None, fee_in)
    return story
