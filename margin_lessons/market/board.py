"""The article's board: 30 coins, each with its price and its change.

Source: the price list stored with the article (kdj.com, 28 July 2025). The list prints neither a
day nor a span. Both are inferred: about 29 July 2025, the day of the stored copy, and 24 hours.
"""

from __future__ import annotations

from dataclasses import dataclass

from margin_lessons.currency import coin_code
from margin_lessons.errors import BadInput, nearest, shown

DATE = "2025-07-29"
"""The day of the board, inferred: that of the stored copy. The list itself prints none."""


@dataclass(frozen=True)
class Quote:
    """One line of the board: ``price`` in USD and ``change`` as a fraction, taken to be
    over 24 hours.

    ``printed`` keeps the price as the board shows it, with its own number of digits.
    """

    symbol: str
    name: str
    printed: str
    change: float

    @property
    def price(self) -> float:
        """The price in USD at the time of the board."""
        return float(self.printed)

    @property
    def price_before(self) -> float:
        """The price 24 hours earlier, from the price and the change.

        >>> round(quote("BTC").price_before, 2)
        119542.09
        """
        return self.price / (1 + self.change)


_ROWS = (
    # symbol, name, price in USD, change in percent
    ("BTC", "Bitcoin", "118000", "-1.29"),
    ("ETH", "Ethereum", "3758", "-3.52"),
    ("XRP", "XRP", "3.113", "-5.04"),
    ("USDT", "Tether USDt", "0.9998", "-0.05"),
    ("BNB", "BNB", "818.5", "-3.23"),
    ("SOL", "Solana", "181.9", "-5.10"),
    ("USDC", "USDC", "0.9997", "-0.04"),
    ("DOGE", "Dogecoin", "0.2239", "-8.33"),
    ("TRX", "TRON", "0.3233", "0.95"),
    ("ADA", "Cardano", "0.7842", "-6.81"),
    ("HYPE", "Hyperliquid", "43.35", "-2.12"),
    ("SUI", "Sui", "3.894", "-9.97"),
    ("XLM", "Stellar", "0.4176", "-6.99"),
    ("LINK", "Chainlink", "17.97", "-6.68"),
    ("BCH", "Bitcoin Cash", "576.7", "-2.30"),
    ("HBAR", "Hedera", "0.2671", "-7.23"),
    ("AVAX", "Avalanche", "24.64", "-6.12"),
    ("LEO", "UNUS SED LEO", "8.972", "0.08"),
    ("LTC", "Litecoin", "108.1", "-6.55"),
    ("TON", "Toncoin", "3.198", "-5.94"),
    ("SHIB", "Shiba Inu", "0.00001325", "-6.80"),
    ("USDe", "Ethena USDe", "1.001", "-0.04"),
    ("UNI", "Uniswap", "10.27", "-7.02"),
    ("DOT", "Polkadot", "3.935", "-7.49"),
    ("XMR", "Monero", "317.7", "-2.24"),
    ("DAI", "Dai", "0.9999", "0.00"),
    ("BGB", "Bitget Token", "4.550", "-3.85"),
    ("PEPE", "Pepe", "0.00001179", "-8.68"),
    ("CRO", "Cronos", "0.1418", "-2.34"),
    ("AAVE", "Aave", "286.2", "-6.49"),
)

BOARD = tuple(Quote(s, n, p, round(float(c) / 100, 6)) for s, n, p, c in _ROWS)
"""The 30 quotes, in the order of the board."""


def quote(coin: str) -> Quote:
    """Return the quote of a coin, by symbol or by name; raise ``BadInput`` for an unknown one.

    >>> quote("Sui").change
    -0.0997
    >>> quote("Etherium")
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: coin 'Etherium' is not on the board of about 29 July 2025: did \
you mean Ethereum (ETH)?
    """
    wanted = coin.strip().casefold() if isinstance(coin, str) else ""
    code = coin_code(coin) if wanted and wanted.isprintable() else ""
    for entry in BOARD:
        if code == entry.symbol or wanted in (entry.symbol.casefold(), entry.name.casefold()):
            return entry
    known = {text.casefold(): entry for entry in BOARD for text in (entry.symbol, entry.name)}
    alike = nearest(wanted, known, cutoff=0.5)
    close = None if alike is None else known[alike]
    hint = (
        f"did you mean {close.name} ({close.symbol})?"
        if close
        else f"it lists {len(BOARD)} coins, from {BOARD[0].symbol} to {BOARD[-1].symbol}."
    )
    raise BadInput(f"coin {shown(coin)} is not on the board of about 29 July 2025: {hint}")
