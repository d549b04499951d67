"""One trade under four laws: where it is closed out, where nothing is left, and who owes the rest.

The same position is held four times. Where each is closed out is the crossing of its account or
contract; what is below zero at the fill is the client's or not, by the product and the place.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from margin_lessons.account import Account, Position, Side, as_side
from margin_lessons.contract import Contract
from margin_lessons.crossing import Crossing, crossing
from margin_lessons.debt.law import GROUNDS, LAWS
from margin_lessons.debt.said import SAID
from margin_lessons.errors import BadInput, between, positive, shown
from margin_lessons.source import Source
from margin_lessons.venue import KRAKEN_SPOT, ShortMargin, Venue

FUTURES_MAINTENANCE = 0.05
"""What the futures of the example ask for, as a share of the value at the mark price."""


class BelowZero(Enum):
    """What becomes of a balance below zero."""

    OWED = "the client owes it"
    BY_LAW = "nobody may claim it from the client, by law"
    BY_PROCESS = "the venue's own process stops at zero"


@dataclass(frozen=True)
class Product:
    """A product in a place: what becomes of a balance below zero, and what that rests on."""

    name: str
    below_zero: BelowZero
    words: str
    source: Source


EU_RETAIL_CFD = Product(
    "EU retail CFD", BelowZero.BY_LAW, LAWS["protection"].told.words, LAWS["protection"].told.source
)
SPOT_MARGIN = Product(
    "Kraken spot margin", BelowZero.OWED, SAID["repay"].basis.words, SAID["repay"].basis.source
)
US_FUTURES = Product(
    "futures in the US", BelowZero.OWED, LAWS["US futures"].told.words,
    LAWS["US futures"].told.source,
)  # fmt: skip
STOPS_AT_ZERO = Product(
    "futures that stop at zero", BelowZero.BY_PROCESS, GROUNDS[0].words, GROUNDS[0].source
)

_CLOSE_OUT, _CAP = (LAWS[name].figure or 0.0 for name in ("close-out", "cap"))

CFD_RULES = Venue(
    "an EU retail CFD",
    call_level=_CLOSE_OUT,
    discretion_level=_CLOSE_OUT,
    liquidation_level=_CLOSE_OUT,
    leverage_max=_CAP,
    short_margin=ShortMargin.FROZEN,
    sources={
        "liquidation_level": LAWS["close-out"].told.source,
        "leverage_max": LAWS["cap"].told.source,
    },
)
"""Closed out at half of the initial margin, which is set at opening, for a short too."""


@dataclass(frozen=True)
class Outcome:
    """What one fill leaves: exactly one of the three is above zero, or none.

    ``left`` is the client's, ``owed`` the client's debt and ``borne`` by somebody else, all in the
    quote currency; ``closed_out`` is False when the fill lies before the close-out: the trade is
    still open, and ``left`` is what closing it by hand would bring.
    """

    fill: float
    left: float
    owed: float
    borne: float
    closed_out: bool


@dataclass(frozen=True)
class UnderLaw:
    """The trade as one product: its account or contract, and the two prices that matter.

    ``closed_out_at`` and ``zero_at`` are None where there is no such price.
    """

    product: Product
    holding: Account | Contract
    put_up: float
    closed_out_at: float | None
    zero_at: float | None
    side: Side

    @property
    def size(self) -> float:
        """How many coins are traded."""
        held = self.holding
        return held.size if isinstance(held, Contract) else held.positions[0].volume

    @property
    def entry(self) -> float:
        """The price agreed for one coin."""
        held = self.holding
        return held.entry if isinstance(held, Contract) else held.positions[0].entry

    @property
    def setting(self) -> float:
        """The value of the trade at its entry over what was put up for it.

        >>> [round(law.setting) for law in four_laws(60_000, setting=5)]
        [2, 5, 10, 10]
        """
        return self.size * self.entry / self.put_up

    def filled(self, fill: float) -> Outcome:
        """Return what a fill at ``fill`` leaves, and to whom; ``BadInput`` for what is no price.

        >>> cfd, spot, us, stops = four_laws(60_000)
        >>> [(law.filled(28_000).owed, law.filled(28_000).borne) for law in (cfd, spot, us, stops)]
        [(0.0, 2000.0), (2000.0, 0.0), (26000.0, 0.0), (0.0, 26000.0)]
        """
        fill = positive("fill", fill, why="the fill is the price at which a trade is closed")
        equity = float(self.holding.equity(fill))
        below = max(0.0, -equity)
        owes = self.product.below_zero is BelowZero.OWED
        falling = self.side is Side.LONG
        passed = Crossing(0.0, self.closed_out_at, falling).passed(fill)
        return Outcome(
            fill, max(0.0, equity), below if owes else 0.0, 0.0 if owes else below, passed
        )


def four_laws(
    entry: float,
    volume: float = 1.0,
    setting: float = 2.0,
    side: Side | str = Side.LONG,
    futures_setting: float = 10.0,
    maintenance: float = FUTURES_MAINTENANCE,
) -> tuple[UnderLaw, ...]:
    """Return one trade as four products, each with as much put up as its setting asks for.

    ``setting`` is that of spot margin at full size; an EU retail CFD has the same, and 2:1 at most.
    The two futures have ``futures_setting`` and a ``maintenance`` that is a share of the mark
    price. Prices are in the quote currency of ``entry``. Raises ``BadInput`` for an entry or volume
    that is not above zero, a setting that spot margin lacks, and futures that would be liquidated
    as soon as they are opened.

    1 BTC long at 60,000 (ESMA, 1 August 2018; Kraken's terms, 16 December 2024):

    >>> [(law.closed_out_at, law.zero_at) for law in four_laws(60_000)][:2]
    [(45000.0, 30000.0), (42000.0, 30000.0)]
    >>> [round(law.closed_out_at, 2) for law in four_laws(60_000)[2:]], four_laws(60_000)[2].zero_at
    ([56842.11, 56842.11], 54000.0)
    """
    entry = positive("entry", entry, why="the entry is the price agreed for one coin")
    volume = positive("volume", volume, why="a position has a size")
    side, setting = as_side(side), KRAKEN_SPOT.check_leverage(setting)
    capped = min(setting, CFD_RULES.leverage_max)
    cfd = _account(EU_RETAIL_CFD, CFD_RULES, Position(side, volume, entry, capped))
    spot = _account(SPOT_MARGIN, KRAKEN_SPOT, Position(side, volume, entry, setting))
    contract = _contract(side, volume, entry, futures_setting, maintenance)
    return (
        cfd,
        spot,
        *(
            _under(product, contract, contract.margin, side)
            for product in (US_FUTURES, STOPS_AT_ZERO)
        ),
    )


def _account(product: Product, venue: Venue, position: Position) -> UnderLaw:
    """Return a position at full size: the cash is just what its setting asks for."""
    cash = position.cost / position.leverage
    return _under(product, Account(cash, (position,), venue=venue), cash, position.side)


def _under(product: Product, holding: Account | Contract, put_up: float, side: Side) -> UnderLaw:
    closed_out, zero = crossing(holding, holding.acting_level), crossing(holding, 0.0)
    return UnderLaw(product, holding, put_up, closed_out.price, zero.price, side)


def _contract(
    side: Side, volume: float, entry: float, setting: float, maintenance: float
) -> Contract:
    why = "it is the value of the contract over the margin put up for it"
    setting = positive("futures setting", setting, why=why)
    why = "it is a share of the contract's value"
    maintenance = between("maintenance", maintenance, 0, 1, why=why)
    if maintenance * setting >= 1:
        raise BadInput(
            f"futures setting {shown(setting)} puts up {shown(1 / setting)} of the value, and a "
            f"maintenance of {shown(maintenance)} would liquidate it at once: choose a setting "
            f"below {shown(1 / maintenance)}."
        )
    margin = volume * entry / setting
    return Contract(side, volume, entry, margin=margin, maintenance=maintenance)
