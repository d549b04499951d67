"""What there is to pay a debt with: wallets that are there now, deposits that come later."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from margin_lessons.account import Account, Prices
from margin_lessons.currency import currency_code
from margin_lessons.errors import BadInput, not_negative, number, of_kind, positive, shown, whole

PREFERENCE = ("USD", "EUR", "GBP", "CAD", "CHF", "AUD", "JPY", "BTC", "ETH", "USDT", "USDC")
FURTHER = (
    *("ADA", "DAI", "DOT", "SOL", "LINK", "ATOM", "MANA", "KTC", "MATIC", "LUNA"),
    *("AVAX", "XTZ", "TRX"),
)
COLLATERAL = PREFERENCE + FURTHER
"""Kraken's collateral currencies in the order in which a loss is taken from them.

Source: support.kraken.com 9148088075028, spelled as there. The venue has accepted more since (52 by
its announcements of 2025); their place in the order is not published, so they count as other funds.
"""


class WalletKind(Enum):
    """Which wallet of an account funds lie in."""

    SPOT = "spot"
    MARGIN = "margin"
    EARN = "earn"
    FUNDING = "funding"
    OTHER = "other"

    @property
    def backs_margin(self) -> bool:
        """Whether the wallet is collateral for margin; the article calls the rest non-margin."""
        return self in (WalletKind.SPOT, WalletKind.MARGIN)


def _checked_price(code: str, price: object) -> float | None:
    if price is None:
        return None
    why = "it is the value of one unit in the currency of the debt"
    return positive(f"price of {code}", price, why=why)


@dataclass(frozen=True)
class Wallet:
    """An ``amount`` of one currency, each worth ``price`` in the quote currency of the debt.

    Only the quote currency itself goes without a price. Raises ``BadInput`` for an amount below
    zero, a price that is not above it, and an unknown kind of wallet.

    >>> Wallet("EUR", 200, price=1.25).value
    250.0
    >>> Wallet("BTC", -0.1, price=48_000)
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: BTC wallet -0.1 is below 0: a wallet holds what is there, and \
a debt is not a wallet.
    """

    currency: str
    amount: float
    price: float | None = None
    kind: WalletKind = WalletKind.SPOT

    def __post_init__(self) -> None:
        code = currency_code(self.currency)
        object.__setattr__(self, "currency", code)
        why = "a wallet holds what is there, and a debt is not a wallet"
        object.__setattr__(self, "amount", not_negative(f"{code} wallet", self.amount, why=why))
        object.__setattr__(self, "price", _checked_price(code, self.price))
        try:
            object.__setattr__(self, "kind", WalletKind(self.kind))
        except (ValueError, TypeError):  # an array of records compares with nothing
            kinds = ", ".join(kind.value for kind in WalletKind)
            raise BadInput(
                f"kind {shown(self.kind)} of the {code} wallet is not one of {kinds}: "
                "it says which wallet of the account the funds lie in."
            ) from None

    @property
    def unit_value(self) -> float:
        """The value of one unit in the quote currency of the debt."""
        return 1.0 if self.price is None else self.price

    @property
    def value(self) -> float:
        """The value in the quote currency of the debt, before any conversion fee."""
        return self.amount * self.unit_value


@dataclass(frozen=True)
class Deposit:
    """Funds the client sends on a later ``day``, counted like the day of the debt.

    Only the quote currency of the debt goes without a ``price``. Raises ``BadInput`` for an amount
    below zero and a price that is not above it.
    """

    day: float
    amount: float
    currency: str = "USD"
    price: float | None = None

    def __post_init__(self) -> None:
        code = currency_code(self.currency)
        object.__setattr__(self, "currency", code)
        why = "deposits arrive on a day"
        object.__setattr__(self, "day", number("day of the deposit", self.day, why=why))
        why = "a withdrawal is not a deposit"
        object.__setattr__(self, "amount", not_negative(f"{code} deposit", self.amount, why=why))
        object.__setattr__(self, "price", _checked_price(code, self.price))

    @property
    def unit_value(self) -> float:
        """The value of one unit in the quote currency of the debt."""
        return 1.0 if self.price is None else self.price

    @property
    def value(self) -> float:
        """The value in the quote currency of the debt, before any conversion fee."""
        return self.amount * self.unit_value


@dataclass(frozen=True)
class StandingOrder:
    """Deposits that come again ``every`` so many days, without an end; ``first`` is the first.

    Raises ``BadInput`` for what is no deposit, and for days that are not above zero.

    >>> order = StandingOrder(Deposit(30, 100), every=30)
    >>> order.number(0).day, order.number(2).day
    (30.0, 90.0)
    """

    first: Deposit
    every: float = 30.0

    def __post_init__(self) -> None:
        of_kind("first deposit", self.first, Deposit, why="it says when, how much, and of what")
        why = "a standing order is repeated after some days"
        object.__setattr__(self, "every", positive("days between deposits", self.every, why=why))

    def number(self, count: int) -> Deposit:
        """Return the deposit after ``count`` others; ``BadInput`` unless it is a whole number."""
        count = whole("deposit", count, 0, why="they are counted from 0", most=1_000_000)
        return replace(self.first, day=self.first.day + count * self.every)


@dataclass(frozen=True)
class Debt:
    """A loss to be paid: ``amount`` in the quote currency of the pair, since ``day``.

    It is what a closed position cost beyond the quote currency that was there. ``base`` is the coin
    of the pair. Raises ``BadInput`` for an amount below zero, and for a pair of one currency.
    Article's example, completed: 1,000 USD at 48,000, and 1,200 USD.

    >>> round(Debt(1_000).in_coin(48_000), 4), round(Debt(1_200).in_coin(48_000), 4)
    (0.0208, 0.025)
    """

    amount: float
    quote: str = "USD"
    base: str = "BTC"
    day: float = 0.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "quote", currency_code(self.quote))
        object.__setattr__(self, "base", currency_code(self.base))
        why = "a debt is what is owed; an account above zero owes nothing"
        object.__setattr__(self, "amount", not_negative("debt", self.amount, why=why))
        object.__setattr__(
            self, "day", number("day of the debt", self.day, why="it arose on a day")
        )
        if self.quote == self.base:
            raise BadInput(
                f"base {shown(self.base)} is the quote currency too: a pair has two currencies."
            )

    def in_coin(self, price: float) -> float:
        """Return the debt in units of the coin at ``price``; ``BadInput`` unless it is above 0."""
        return self.amount / positive("price", price, why="a coin costs an amount of money")


def debt_after(
    account: Account, prices: Prices, *, quote: str = "USD", day: float = 0.0
) -> tuple[Debt, tuple[Wallet, ...]]:
    """Return what closing everything at ``prices`` leaves to pay, and the coins there to pay it.

    The cash goes first, since it is the quote currency. Coins kept as collateral have still to be
    sold, and that costs a conversion fee: an equity of -1,200 USD is a debt of 6,000 USD beside
    0.1 BTC worth 4,800, of which 4,680 reach the debt, and 1,320 stay owed. Raises ``BadInput``
    when a coin of the account has no price.

    >>> from margin_lessons.account import CoinCollateral, Position
    >>> cash = Account(6_250, (Position("long", 0.5, 62_500, 5),))
    >>> debt_after(cash, 48_000)[0].amount
    1000.0
    >>> coin = Account(0, (Position("long", 0.5, 60_000, 5),), (CoinCollateral("BTC", 0.1),))
    >>> debt, wallets = debt_after(coin, 48_000)
    >>> debt.amount, wallets[0].value
    (6000.0, 4800.0)
    """
    of_kind("account", account, Account, why="a debt is what closing an account leaves")
    now = account.prices_now(prices)
    left = account.balance() + account.at(now).profit
    base = next((position.coin for position in account.positions), "BTC")
    wallets = tuple(
        Wallet(held.coin, held.units, now[held.coin], WalletKind.MARGIN) for held in account.coins
    )
    return Debt(max(0.0, -left), quote, base, day), wallets
