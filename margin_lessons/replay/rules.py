"""How a replay fills and what it charges: slippage, delay of the engine, fees, lost notices.

Market orders at one price get one price, whoever sends them: the trader's stop, the venue's
liquidation, a closing by hand, a forgotten stop that opens something, collateral that is sold. Once
a bar opens beyond a stop, the stop is a market order at that open like any other, so it slips too
(asked of vectorbt in its issue 695, 18 March 2024, and of pynecore in its issue 74, 4 August 2026).
An order with a limit never slips: it gets the market's price, its limit or better, or it rests.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from margin_lessons.currency import currency_code
from margin_lessons.errors import BadInput, between, not_negative, number, of_kind, shown, whole


@dataclass(frozen=True)
class Charges:
    """Which fees a replay charges, at the rates of the account's venue.

    All are off by default, so that the arithmetic of a lesson is seen first without them and an
    account whose costs are already counted is not charged twice. ``trading`` is the taker fee (the
    maker fee for a resting limit order) on what is traded in the replay. ``opening`` is charged
    once for each position: when the replay opens it, and at the start for those held by then whose
    fee was not charged before. Raises ``BadInput`` for what is not true or false.
    """

    opening: bool = False
    rollover: bool = False
    trading: bool = False
    conversion: bool = False

    def __post_init__(self) -> None:
        for name, charged in vars(self).items():
            of_kind(f"{name} fee", charged, bool, why="it is charged or not: True or False")

    @classmethod
    def all(cls) -> Charges:
        """Return every fee switched on."""
        return cls(True, True, True, True)


@dataclass(frozen=True)
class Rules:
    """How a replay fills orders and liquidations.

    ``slippage`` is a fraction of the price by which every market order fills worse than the market:
    than its trigger when the bar trades through it, than the open when the bar opens beyond it.
    ``delay_bars`` or ``delay_minutes`` is how long the liquidation engine takes: it then fills at
    the open of the first bar that opens so long after the bar that triggered it. ``notices`` says
    whether a margin call reaches the trader: always, never, or one by one (the last one stands for
    the rest), since a notice is not guaranteed (support.kraken.com 203325763).
    ``take_collateral`` sells coin collateral to cover a negative balance whenever something was
    closed (support.kraken.com 9148088075028). Raises ``BadInput`` for a slippage outside 0 to 1,
    for a delay that is below 0 or given twice, and for notices that are not true or false.

    >>> Rules(slippage=-0.01)
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: slippage -0.01 is below 0 (allowed: 0 to 1): it is how much \
worse than the market a market order fills, as a share of the price.
    """

    slippage: float = 0.0
    delay_bars: int = 0
    delay_minutes: float = 0.0
    charges: Charges = Charges()
    notices: bool | tuple[bool, ...] = True
    take_collateral: bool = True
    currency: str = "USD"

    def __post_init__(self) -> None:
        why = "it is how much worse than the market a market order fills, as a share of the price"
        self._set("slippage", between("slippage", self.slippage, 0, 1, why=why))
        why = "an engine acts after the trigger, not before it"
        self._set("delay_minutes", not_negative("delay_minutes", self.delay_minutes, why=why))
        bars = not_negative("delay_bars", self.delay_bars, why=why)
        if bars != int(bars):
            raise BadInput(f"delay_bars {shown(self.delay_bars)} is not whole: {why}.")
        self._set("delay_bars", int(bars))
        of_kind("charges", self.charges, Charges, why="name the fees in Charges(rollover=True)")
        why = "collateral is sold for a debt or not: True or False"
        of_kind("take_collateral", self.take_collateral, bool, why=why)
        self._set("currency", currency_code(self.currency))
        if self.delay_bars and self.delay_minutes:
            raise BadInput(
                f"delay_bars {self.delay_bars} and delay_minutes {shown(self.delay_minutes)} do "
                "not go together: state one delay."
            )
        if not isinstance(self.notices, bool):
            notices = tuple(self.notices) if np.iterable(self.notices) else ()
            if not notices or not all(isinstance(one, bool) for one in notices):
                raise BadInput(
                    f"notices {shown(self.notices)} does not say which calls are seen: "
                    "give True, False or a list of them, one for each call."
                )
            self._set("notices", notices)

    def _set(self, name: str, value: object) -> None:
        # What a frozen value keeps is what its field says: a float, and not the fraction given.
        object.__setattr__(self, name, value)

    def noticed(self, call: int) -> bool:
        """Return whether the margin call with this number, counted from 0, reaches the trader.

        >>> [Rules(notices=(True, False)).noticed(call) for call in range(3)]
        [True, False, False]
        """
        call = whole("call", call, 0, why="margin calls are counted from 0")
        if isinstance(self.notices, bool):
            return self.notices
        return self.notices[min(call, len(self.notices) - 1)]

    def slipped(self, price: float, selling: bool) -> float:
        """Return what a market order gets at ``price``: less for a seller, more for a buyer.

        A sale where the bar opens at 89, below a stop at 90, with 1 % of slippage:

        >>> Rules(slippage=0.01).slipped(89, selling=True)
        88.11
        """
        price = number("price", price, why="a market order fills at a price")
        of_kind("selling", selling, bool, why="an order sells or buys: True or False")
        return price - (1 if selling else -1) * self.slippage * abs(price)
