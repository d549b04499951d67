"""One position written as each exchange's reply looks in ccxt's unified form.

The shapes (which fields are filled, what collateral and notional mean, what lies under info) are
those of ccxt 4.5; every value is invented. The arithmetic here is written a second time, by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Truth(NamedTuple):
    """A position as it is: ``size`` in coins, in dollars for an inverse one."""

    long: bool
    size: float
    entry: float
    mark: float
    leverage: float
    money: float
    rate: float
    isolated: bool = True
    inverse: bool = False
    coin: str = "BTC"
    currency: str = "USDT"

    @property
    def sign(self) -> int:
        return 1 if self.long else -1

    def value(self, price: float) -> float:
        return self.size / price if self.inverse else self.size * price

    def profit(self, price: float) -> float:
        if self.inverse:
            return self.sign * self.size * (1 / self.entry - 1 / price)
        return self.sign * self.size * (price - self.entry)

    def liquidation(self, fee: float = 0.0, at_entry: bool = False) -> float | None:
        """Return where what is left equals what is required; None where that is nowhere."""
        size, rate = self.size, self.rate + fee
        if at_entry:
            rest = self.money - rate * self.value(self.entry)
            if not self.inverse:
                price = self.entry - self.sign * rest / size
                return price if price > 0 else None
            turned = 1 / self.entry + self.sign * rest / size
            return 1 / turned if turned > 0 else None
        if not self.inverse:
            price = (self.sign * size * self.entry - self.money) / (size * (self.sign - rate))
            return price if price > 0 else None
        turned = (self.money + self.sign * size / self.entry) / (size * (self.sign + rate))
        return 1 / turned if turned > 0 else None

    @property
    def symbol(self) -> str:
        settle = self.coin if self.inverse else self.currency
        return f"{self.coin}/{self.currency}:{settle}"


Row = dict[str, object]

NONE: Row = dict.fromkeys(
    (
        "id",
        "timestamp",
        "datetime",
        "lastUpdateTimestamp",
        "hedged",
        "marginRatio",
        "percentage",
        "stopLossPrice",
        "takeProfitPrice",
        "initialMarginPercentage",
        "lastPrice",
        "realizedPnl",
    )
)
"""What every reply has and nothing here needs."""


def _row(truth: Truth, info: Row, **told: object) -> Row:
    return {"info": info, "symbol": truth.symbol, **NONE, **told}


def _side(truth: Truth) -> str:
    return "long" if truth.long else "short"


def _mode(truth: Truth) -> str:
    return "isolated" if truth.isolated else "cross"


def binance(truth: Truth) -> Row:
    made, each = truth.profit(truth.mark), 100.0 if truth.inverse else 1.0
    info = {
        "symbol": truth.coin + truth.currency,
        "positionSide": "BOTH",
        "positionAmt": str(truth.sign * truth.size / each),
        "isolatedWallet": str(truth.money) if truth.isolated else "0",
        "marginType": _mode(truth),
    }
    return _row(
        truth,
        info,
        contracts=truth.size / each,
        contractSize=each,
        side=_side(truth),
        entryPrice=truth.entry,
        markPrice=truth.mark,
        notional=truth.value(truth.mark),
        leverage=truth.leverage,
        marginMode=_mode(truth),
        unrealizedPnl=made,
        positionMargin=truth.money if truth.isolated else None,
        collateral=truth.money + made if truth.isolated else truth.money,
        initialMargin=truth.value(truth.mark) / truth.leverage,
        maintenanceMargin=truth.value(truth.mark) * truth.rate,
        maintenanceMarginPercentage=truth.rate,
        liquidationPrice=truth.liquidation(),
    )


def bybit(truth: Truth) -> Row:
    """A unified account: whether the margin is isolated is not told; maintenance is on entry."""
    worth = truth.value(truth.entry)
    info = {"positionIdx": 0, "liqPrice": "", "symbol": truth.coin + truth.currency}
    return _row(
        truth,
        info,
        contracts=truth.size,
        contractSize=1.0,
        side=_side(truth),
        entryPrice=truth.entry,
        markPrice=truth.mark,
        notional=truth.value(truth.mark) if truth.inverse else worth,
        leverage=truth.leverage,
        marginMode=None,
        unrealizedPnl=truth.profit(truth.mark),
        positionMargin=None,
        collateral=None,
        initialMargin=worth / truth.leverage,
        maintenanceMargin=worth * truth.rate,
        maintenanceMarginPercentage=truth.rate,
        liquidationPrice=truth.liquidation(at_entry=True),
    )


def okx(truth: Truth) -> Row:
    made, each = truth.profit(truth.mark), 100.0 if truth.inverse else 0.01
    info = {
        "instId": f"{truth.coin}-{truth.currency}-SWAP",
        "mgnMode": _mode(truth),
        "avgPx": str(truth.entry),
        "margin": str(truth.money) if truth.isolated else "",
    }
    initial = truth.money if truth.isolated else truth.value(truth.mark) / truth.leverage
    return _row(
        truth,
        info,
        contracts=truth.size / each,
        contractSize=each,
        side=_side(truth),
        entryPrice=truth.entry,
        markPrice=truth.mark,
        notional=truth.value(truth.mark),
        leverage=truth.leverage,
        marginMode=_mode(truth),
        unrealizedPnl=made,
        positionMargin=truth.money if truth.isolated else None,
        collateral=initial + made,
        initialMargin=initial,
        maintenanceMargin=truth.value(truth.mark) * truth.rate,
        maintenanceMarginPercentage=truth.rate,
        liquidationPrice=truth.liquidation(fee=0.0005),
    )


def kraken_futures(truth: Truth) -> Row:
    """Next to nothing is told: neither a price of now, nor a rate, nor what was set aside."""
    info = {"fillTime": "2026-11-20T09:15:00.000Z", "price": truth.entry, "size": truth.size}
    blank = ("markPrice", "notional", "unrealizedPnl", "positionMargin", "collateral")
    more = ("initialMargin", "maintenanceMargin", "maintenanceMarginPercentage")
    return _row(
        truth,
        info,
        contracts=truth.size,
        contractSize=1.0,
        side=_side(truth),
        entryPrice=truth.entry,
        leverage=truth.leverage if truth.isolated else None,
        marginMode=_mode(truth),
        liquidationPrice=None,
        **dict.fromkeys((*blank, *more)),
    )


def hyperliquid(truth: Truth) -> Row:
    made = truth.profit(truth.mark)
    used = truth.money + made if truth.isolated else truth.value(truth.mark) / truth.leverage
    position = {
        "coin": truth.coin,
        "szi": str(truth.sign * truth.size),
        "entryPx": str(truth.entry),
        "marginUsed": str(used),
        "unrealizedPnl": str(made),
        "maxLeverage": str(round(1 / (2 * truth.rate))),
    }
    return _row(
        truth,
        {"type": "oneWay", "position": position},
        contracts=truth.size,
        contractSize=None,
        side=_side(truth),
        entryPrice=truth.entry,
        markPrice=truth.mark,
        notional=truth.value(truth.mark),
        leverage=truth.leverage,
        marginMode=_mode(truth),
        unrealizedPnl=made,
        positionMargin=used - made if truth.isolated else None,
        collateral=used,
        initialMargin=used - made if truth.isolated else used,
        maintenanceMargin=None,
        maintenanceMarginPercentage=None,
        liquidationPrice=truth.liquidation(),
    )


def deribit(truth: Truth) -> Row:
    """Contracts count dollars though they are said to be of ten, and shares are per cents."""
    worth = truth.value(truth.mark)
    info = {"instrument_name": f"{truth.coin}-PERPETUAL", "size_currency": str(worth)}
    return _row(
        truth,
        info,
        contracts=truth.size,
        contractSize=10.0,
        side=_side(truth),
        entryPrice=truth.entry,
        markPrice=truth.mark,
        notional=worth,
        leverage=truth.leverage,
        marginMode=None,
        unrealizedPnl=0.0,
        positionMargin=None,
        collateral=None,
        initialMargin=worth * 2 * truth.rate,
        maintenanceMargin=worth * truth.rate,
        maintenanceMarginPercentage=100 * truth.rate,
        liquidationPrice=truth.liquidation(),
    )


def unnamed(truth: Truth) -> Row:
    """An exchange that is not known; its collateral holds the profit, and no margin is told."""
    row = okx(truth)
    return {
        **row,
        "info": {"x": 1},
        "positionMargin": None,
        "liquidationPrice": truth.liquidation(),
    }


SHAPES: dict[str, Callable[[Truth], Row]] = {
    one.__name__: one
    for one in (binance, bybit, okx, kraken_futures, hyperliquid, deribit, unnamed)
}
