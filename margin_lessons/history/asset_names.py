"""The names that exports give to coins and currencies, as the course spells them.

Kraken puts an X or a Z before its oldest assets only (XXBT, ZUSD), so names are looked up in a
table and never cut by their letter: XTZ, ZRX and ZEC begin like them. Files made since 2024 write
BTC and EUR plainly, for older rows too. Source: public parsers of tax and portfolio tools, 2026.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from margin_lessons.currency import currency_code

_COINS = "XXBT XETH XLTC XXRP XXLM XXMR XZEC XETC XREP XMLN XXDG XICN XDAO XNMC XXVN"
_MONEY = "ZUSD ZEUR ZGBP ZCAD ZJPY ZAUD ZKRW ZCHF"
OLD_NAMES = {name: name[1:] for name in f"{_COINS} {_MONEY}".split()}
"""The assets that have a letter put in front, and what they are without it."""

_SPELLED = {"XBT": "BTC", "XDG": "DOGE"}

_STAKED = re.compile(r"(?P<code>[A-Z0-9]{2,}?)(?P<days>\d\d)?\.(?P<kept>S|M|P|HOLD|F|B)", re.A)
_ETHER = re.compile(r"ETH2(\.S)?")


class AssetName(NamedTuple):
    """A coin or currency, and the form in which the venue keeps it: ".S" staked, "" plain."""

    code: str
    form: str


def asset_name(written: str) -> AssetName:
    """Return what an export's name of an asset means, or raise ``BadInput`` for a blank one.

    A form is no plain coin: it backs no position, and its balance is one of its own.

    >>> asset_name("XXBT").code, asset_name("ZEUR").code, asset_name("XTZ").code
    ('BTC', 'EUR', 'XTZ')
    >>> asset_name("DOT28.S"), asset_name("ETH2")
    (AssetName(code='DOT', form='28.S'), AssetName(code='ETH', form='2'))
    """
    name = currency_code(written, "asset", why="an entry is in a coin or a currency")
    form = ""
    if _ETHER.fullmatch(name):
        name, form = name[:3], name[3:]
    elif staked := _STAKED.fullmatch(name):
        name, form = staked["code"], f"{staked['days'] or ''}.{staked['kept']}"
    name = OLD_NAMES.get(name, name)
    return AssetName(currency_code(_SPELLED.get(name, name), "asset"), form)
