"""Two payoffs: the same position as a linear and as an inverse contract, over the price."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from margin_lessons import words
from margin_lessons.account import Amount, Side, as_side
from margin_lessons.contract import Contract
from margin_lessons.conventions import as_option
from margin_lessons.debt.one_trade import FUTURES_MAINTENANCE
from margin_lessons.scenes.scene import Fact, Scene

ENTRY = 60_000.0


class Counted(Enum):
    """The currency in which both contracts are looked at."""

    USD = "dollars"
    BTC = "bitcoin"


@dataclass(frozen=True)
class PayoffState:
    """Both contracts by name, the price that is looked at, and the currency to count in."""

    each: dict[str, Contract]
    leverage: float
    price: float
    counted: Counted

    @property
    def side(self) -> Side:
        """The side of both."""
        return self.each["linear"].side

    def money(self, contract: Contract, price: Amount) -> Amount:
        """Return margin plus profit at ``price``, in the currency that is counted in."""
        if contract.inverse:
            return contract.equity(price) * (1 if self.counted is Counted.BTC else price)
        return contract.equity(price) / (1 if self.counted is Counted.USD else price)

    def closed_out(self, contract: Contract) -> bool:
        """Return whether the price is at the liquidation, or beyond it."""
        return contract.liquidation().passed(self.price)


def payoff_state(
    price: float, leverage: float, side: Side | str, counted: Counted | str = Counted.USD
) -> PayoffState:
    """Return 60,000 USD worth of BTC as both contracts; 5 % of the value has to be there.

    >>> state = payoff_state(48_000, 1, "long")
    >>> state.each["linear"].liquidation_price(), state.each["inverse"].liquidation_price()
    (None, 31500.0)
    """
    side, asked = as_side(side), as_option("counted in", counted, Counted)
    linear = Contract(side, 1, ENTRY, ENTRY / leverage, FUTURES_MAINTENANCE)
    inverse = Contract(side, ENTRY, ENTRY, 1 / leverage, FUTURES_MAINTENANCE, inverse=True)
    return PayoffState({"linear": linear, "inverse": inverse}, leverage, price, asked)


def scene(state: PayoffState) -> Scene[PayoffState]:
    """Return what the two payoffs show and say."""
    at, long = words.price(state.price), state.side is Side.LONG
    facts, ends, said = [Fact("price now", at, state.price)], [], []
    for kind, one in state.each.items():
        own = words.coins if one.inverse else words.money
        write = words.money if state.counted is Counted.USD else words.coins
        now, profit = float(state.money(one, state.price)), float(one.profit(state.price))
        closed, zero = one.liquidation_price(), one.zero_equity_price()
        facts += [Fact.of(f"{kind}: put up", one.margin, own),
                  Fact.of(f"{kind}: profit or loss", profit, own),
                  Fact.of(f"{kind}: your money", now, write),
                  Fact.of(f"{kind}: liquidation at", closed, words.price),
                  Fact.of(f"{kind}: nothing left at", zero, words.price)]  # fmt: skip
        ends.append("at no price" if closed is None else f"at {words.price(closed)}")
        gone = ", and is closed out" if state.closed_out(one) else ""
        makes = (
            f"{'gains' if profit > 0 else 'loses'} {own(abs(profit))}, which leaves {write(now)}"
        )
        said.append(f"the {kind} one {makes}{gone}")
    return Scene(
        state,
        title=f"At {words.setting(state.leverage)} the inverse {state.side.value} is closed out "
        f"{ends[1]}, the linear one {ends[0]}",
        sentence=f"At {at} {'; '.join(said)}. What was put up for the inverse one is bitcoin, and "
        "moves with the price.",
        facts=tuple(facts),
        seen="Two lines of your money over the price. In dollars both are straight and the inverse "
        f"one is {'steeper' if long else 'flatter'}; in bitcoin they are bent. Each is dotted from "
        f"its liquidation on: {ends[0]} the linear, {ends[1]} the inverse.",
    )
