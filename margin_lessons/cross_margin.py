"""Cross margin: one balance behind several contracts, so that one of them can take all of it.

Everything is counted in the account's currency. A linear contract is worth a line in its price, and
an inverse one too: its coins are turned into dollars at the price that moves it::

    size (price / entry - 1)    an inverse long in dollars;  rate x size    what it requires
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial as bound
from types import MappingProxyType

from margin_lessons.contract import Contract
from margin_lessons.contract_venue import ContractVenue, MarginMode
from margin_lessons.conventions import AtEquality, DeficitSplit, PriceFloor
from margin_lessons.crossing import Crossing, crossing
from margin_lessons.currency import by_coin, coin_code, currency_code
from margin_lessons.errors import BadInput, not_negative, number, of_kind, pick, positive, shown
from margin_lessons.holding import Line, Lines
from margin_lessons.prices import check_price


@dataclass(frozen=True)
class CrossMargin:
    """Contracts by the name of their coin, and the ``balance`` that backs them all.

    ``coins`` are held as margin beside it, without a haircut. ``rates`` has the worth of other
    quote currencies in the account's ``currency``. The margin that was set aside for a contract is
    a part of the balance, and is not counted again. Raises ``BadInput`` for no contract, for a
    venue without cross margin, and for a second quote currency without a rate.

    Long 1 BTC at 60,000 and short 10 ETH at 3,000 on 9,000 USD, 5 % of each required: with ETH
    where it is, BTC may fall to 55,263.16; if ETH rises to 3,300, only to 58,578.95.

    >>> from margin_lessons.tiers import Tiers
    >>> venue = ContractVenue("mine", Tiers.flat(0.10, 0.05))
    >>> btc = Contract.opened("long", 1, 60_000, 10, venue)
    >>> eth = Contract.opened("short", 10, 3_000, 10, venue)
    >>> both = CrossMargin({"BTC": btc, "ETH": eth}, 9_000, venue)
    >>> [round(both.liquidation("BTC", {"ETH": price}).at, 2) for price in (3_000, 3_300)]
    [55263.16, 58578.95]
    """

    contracts: Mapping[str, Contract]
    balance: float
    venue: ContractVenue
    currency: str = "USD"
    rates: Mapping[str, float] = field(default_factory=dict)
    coins: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        of_kind("venue", self.venue, ContractVenue, why="it says when it liquidates")
        if MarginMode.CROSS not in self.venue.modes:
            raise BadInput(f"cross margin is not offered by {self.venue.name}: each stands alone.")
        contracts = by_coin("contract", self.contracts, why="each coin has one")
        if not contracts:
            raise BadInput("contracts {} are none: cross margin backs at least one.")
        for coin, one in contracts.items():
            of_kind(f"contract of {coin}", one, Contract, why="it is a position in that coin")
        why = "it is the worth of one unit in the account's currency"
        rates = by_coin("rate", self.rates, why=why)
        worth = {code: positive(f"rate of {code}", rate, why=why) for code, rate in rates.items()}
        why = "coins back the contracts or are not there"
        held = by_coin("coins", self.coins, why=why).items()
        kept = {
            "contracts": MappingProxyType(contracts),
            "balance": number("balance", self.balance, why="it is an amount of money"),
            "currency": currency_code(self.currency, why="an account is kept in one"),
            "rates": MappingProxyType(worth),
            "coins": MappingProxyType(
                {coin: not_negative(f"{coin} held", units, why=why) for coin, units in held}
            ),
        }
        for name, value in kept.items():
            object.__setattr__(self, name, value)
        for coin in self.contracts:
            self._rate(coin)

    def __reduce__(self) -> tuple[bound[CrossMargin], tuple[()]]:
        # A read-only mapping cannot be pickled, so a copy is rebuilt from plain dictionaries.
        tables = {name: dict(getattr(self, name)) for name in ("contracts", "rates", "coins")}
        return bound(CrossMargin, **{**vars(self), **tables}), ()

    def __hash__(self) -> int:
        return hash((tuple(self.contracts.items()), self.balance, self.venue, self.currency))

    def _rate(self, coin: str) -> float:
        """Return the worth of the quote currency of a coin's contract, in the account's."""
        quote = self.contracts[coin].quote if coin in self.contracts else self.currency
        if quote == self.currency:
            return 1.0
        if quote not in self.rates:
            raise BadInput(
                f"contract of {coin} is in {quote} and the account in {self.currency}, and there "
                f"is no rate between them: give rates={{{shown(quote)}: ...}}."
            )
        return self.rates[quote]

    @property
    def acting_level(self) -> float:
        """The level at which the venue closes all."""
        return self.venue.full

    @property
    def at_equality(self) -> AtEquality:
        """It acts when equity equals the requirement."""
        return AtEquality.ACTS

    def _own_lines(self, coin: str) -> Lines:
        """Return the lines of one coin in its price: its contract and the coins held."""
        rate = self._rate(coin)
        lines = Lines(Line((), (self.coins.get(coin, 0.0),)), Line())
        if coin in self.contracts:
            # What was set aside for it is in the balance already.
            own = replace(self.contracts[coin], margin=0.0).lines()
            lines = lines.plus(own.by_price() if own.reciprocal else own)
        return lines.times(rate)

    def _price(self, coin: str, prices: Mapping[str, float]) -> float:
        if coin not in prices:
            raise BadInput(f"price of {coin} is missing: what {coin} is worth counts here.")
        why = "a coin has one at a time"
        return check_price(prices[coin], f"price of {coin}", why=why, floor=self._floor(coin))

    def _floor(self, coin: str) -> PriceFloor:
        """Return whether a coin's price may be zero or below: where its contract says so."""
        return self.contracts[coin].price_floor if coin in self.contracts else PriceFloor.ABOVE_ZERO

    @property
    def _names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.contracts, *self.coins)))

    def lines(
        self,
        *,
        coin: str | None = None,
        prices: Mapping[str, float] | None = None,
        with_fees: bool = True,
    ) -> Lines:
        """Return equity and requirement as lines in the price of ``coin``, the others held still.

        ``coin`` may be left out where there is one contract. Raises ``BadInput`` for a coin that is
        not here, and for the price of another one that is missing.
        """
        of_kind("with_fees", with_fees, bool, why="fees are counted or not: True or False")
        given = by_coin("price", {} if prices is None else prices, why="each coin has one")
        if coin is None and len(self.contracts) > 1:
            raise BadInput(f"coin None is not one of {', '.join(self.contracts)}: which one moves?")
        moving = next(iter(self.contracts)) if coin is None else coin_code(coin)
        pick("coin", moving, {name: name for name in self._names}, "the account's")
        now = self._price(moving, given) if moving in given else None
        lines = Lines(Line((self.balance,)), Line(), floor=self._floor(moving))
        for name in self._names:
            own = self._own_lines(name)
            lines = lines.plus(own if name == moving else own.still(self._price(name, given)))
        if not lines.bends:
            return lines
        return replace(lines, start=self.contracts[moving].entry if now is None else now)

    def _at(self, prices: Mapping[str, float]) -> Lines:
        first = next(iter(self.contracts))
        given = by_coin("price", prices, why="each coin has one")
        return self.lines(coin=first, prices=given).still(self._price(first, given))

    def equity(self, prices: Mapping[str, float]) -> float:
        """Return balance, coins and all profits and losses at the prices of every coin."""
        return self._at(prices).equity.total()[0]

    def requirement(self, prices: Mapping[str, float]) -> float:
        """Return what all contracts together require at the prices of every coin."""
        return self._at(prices).used.total()[0]

    def liquidation(self, coin: str, prices: Mapping[str, float] | None = None) -> Crossing:
        """Return at which price of ``coin`` everything is closed, the other prices held still."""
        return crossing(self, self.acting_level, coin=coin_code(coin), prices=prices)

    def zero_equity(self, coin: str, prices: Mapping[str, float] | None = None) -> Crossing:
        """Return at which price of ``coin`` nothing is left, the other prices held still."""
        return crossing(self, 0.0, coin=coin_code(coin), prices=prices)

    def deficit(self, prices: Mapping[str, float]) -> float:
        """Return what is missing once all is closed at these prices; 0 when something is left.

        >>> from margin_lessons.tiers import Tiers
        >>> venue = ContractVenue("mine", Tiers.flat(0.10, 0.05))
        >>> held = {"BTC": Contract.opened("long", 1, 60_000, 10, venue)}
        >>> CrossMargin(held, 9_000, venue).deficit({"BTC": 50_000})
        1000.0
        """
        return max(0.0, -self.equity(prices))

    def deficit_by_coin(self, prices: Mapping[str, float]) -> dict[str, float]:
        """Return the deficit as the venue splits it over the contracts; the parts add up to it.

        In proportion to their losses, or to their values (``DeficitSplit``).
        """
        given = by_coin("price", prices, why="each coin has one")
        weights = {}
        for coin, one in self.contracts.items():
            price = self._price(coin, given)
            unit = self._rate(coin) * (price if one.inverse else 1.0)
            lost = max(0.0, one.funding_paid - float(one.profit(price)))
            by_value = self.venue.deficit_split is DeficitSplit.VALUES
            weights[coin] = unit * (abs(float(one.notional(price))) if by_value else lost)
        total, missing = sum(weights.values()), self.deficit(given)
        return {
            coin: missing * weight / total if total else 0.0 for coin, weight in weights.items()
        }
