"""What a pair trades: its coin, and the currency that pays for it.

Kraken writes XXBTZUSD, ADAEUR, XBT/USD or BTC/USD. Without a stroke the longest currency that fits
is tried first; but ZUSD only after a name that goes with it, as XTZUSD is XTZ and USD.
"""

from __future__ import annotations

from margin_lessons.history.asset_names import OLD_NAMES, asset_name

_NOW = "USD EUR GBP CAD JPY AUD CHF AED XBT BTC ETH DOT DAI USDT USDC EURT EURC PYUSD RLUSD USDG"
_MORE = "USDQ EURQ USDR EURR USD1 USDS TUSD BUSD XXBT XETH ZUSD ZEUR ZGBP ZCAD ZJPY ZAUD ZKRW ZCHF"
_QUOTES = sorted(f"{_NOW} {_MORE}".split(), key=len, reverse=True)
_WITH_OLD_QUOTE = frozenset((*OLD_NAMES, "USDT"))
"""What stands before ZUSD, XXBT and the like."""


def pair_of(pair: str) -> tuple[str, str] | None:
    """Return coin and currency of a pair as an export writes it; None when no currency fits.

    >>> pair_of("XXBTZUSD"), pair_of("XTZUSD"), pair_of("USDTZUSD"), pair_of("XBT/EUR")
    (('BTC', 'USD'), ('XTZ', 'USD'), ('USDT', 'USD'), ('BTC', 'EUR'))
    >>> pair_of("ETH2.SETH"), pair_of("BTC")
    (('ETH', 'ETH'), None)
    """
    written = pair.strip().upper()
    if "/" in written:
        coin, _, currency = written.partition("/")
        found = [(coin, currency)] if coin.strip() and currency.strip() else []
    else:
        found = [
            (written.removesuffix(quote), quote)
            for quote in _QUOTES
            if written.endswith(quote) and _fits(written.removesuffix(quote), quote)
        ]
    return (asset_name(found[0][0]).code, asset_name(found[0][1]).code) if found else None


def _fits(coin: str, quote: str) -> bool:
    return bool(coin) and (quote not in OLD_NAMES or coin in _WITH_OLD_QUOTE)
