"""Who bears a loss beyond the client's money: it depends on the product and the legal entity.

A regime is a chain of those who pay, in order. Each takes what it can, and the last one the rest:
the client who owes it, the other traders, or the venue. Two of them are history and carry their
year; beside them stands the chain that is usual now.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from margin_lessons.debt.basis import Standing
from margin_lessons.debt.law import GROUNDS, LAWS
from margin_lessons.debt.said import SAID
from margin_lessons.source import Source


class Layer(Enum):
    """One link of the chain: who pays, and why."""

    CLIENT = "the client's wallets and deposits"
    OWED = "the client, who still owes it"
    DISCRETION = "the venue, by its own choice"
    PROVIDERS = "liquidity providers, who volunteered to take the position over"
    POOL = "a pool of the venue's money, which it may use or not"
    FUND = "a fund kept for it"
    COMPANY = "the venue, from its own money"
    COUNTERPARTIES = "opposite traders, whose positions are cancelled"
    WINNERS = "all winners, each the same share of the profit"


@dataclass(frozen=True)
class Regime:
    """How one product of one legal entity deals with a loss beyond the client's money.

    ``chain`` is who pays, in order; the last of it bears whatever is left. ``words`` says in a
    sentence what happens, ``source`` where that was read, ``standing`` how well it is founded.
    """

    name: str
    product: str
    entity: str
    chain: tuple[Layer, ...]
    words: str
    source: Source
    standing: Standing

    @property
    def client_may_owe(self) -> bool:
        """Whether the client can end up owing money."""
        return Layer.OWED in self.chain


KRAKEN_SPOT_MARGIN = Regime(
    name="spot margin",
    product="spot positions on margin",
    entity="Kraken (the company that serves the client's country)",
    chain=(Layer.CLIENT, Layer.OWED),
    words="the loss is taken from all funds in the account, and what is left is due within 48 "
    "hours",
    source=SAID["repay"].basis.source,
    standing=SAID["repay"].standing,
)

KRAKEN_DERIVATIVES = Regime(
    name="derivatives outside the US, coin-margined",
    product="inverse futures and perpetuals, margin in the coin",
    entity="Kraken Derivatives outside the US, such as Payward Digital Solutions Ltd., Bermuda",
    chain=(Layer.PROVIDERS, Layer.COUNTERPARTIES),
    words="the balance cannot go below zero: liquidation at the zero-equity price or better, then "
    "assignment to volunteers, then unwinding against opposite traders",
    source=GROUNDS[0].source,
    standing=Standing.PUBLISHED,
)

KRAKEN_LINEAR = Regime(
    name="derivatives outside the US, multi-collateral",
    product="linear futures and perpetuals, margin in several currencies",
    entity=KRAKEN_DERIVATIVES.entity,
    chain=(Layer.PROVIDERS, Layer.POOL, Layer.COUNTERPARTIES),
    words="the balance cannot go below zero: as coin-margined, but before unwinding the venue may "
    "cover the slippage from its futures liquidity pool; it need not",
    source=Source("support.kraken.com 360022835671, and futures-liquidity-pool", "2026-03-17"),
    standing=Standing.PUBLISHED,
)

KRAKEN_US_DERIVATIVES = Regime(
    name="derivatives in the US",
    product="futures and perpetuals cleared in the US",
    entity="NinjaTrader Clearing, operating as Kraken Derivatives US",
    chain=(Layer.OWED,),
    words="losses may exceed the deposit, and the deficit is owed to the clearing firm: 17 CFR "
    "1.55(b)(1), and a press report of 1 July 2026 on the firm's disclosure",
    source=LAWS["US futures"].told.source,
    standing=Standing.PUBLISHED,
)

AUTO_DELEVERAGING = Regime(
    name="auto-deleveraging",
    product="futures and perpetuals, the chain that is usual now",
    entity="many venues; Bitstamp's documentation names both links, and not their order",
    chain=(Layer.FUND, Layer.COUNTERPARTIES),
    words="the insurance fund pays; when it is empty, positions of opposite traders are closed "
    "against their will, those with the largest gain and leverage first",
    source=Source("Bitstamp API documentation (OpenAPI copy), transaction and trade types", "2026"),
    standing=Standing.PARTLY,
)

INSURANCE_FUND = Regime(
    name="insurance fund",
    product="futures with an insurance fund, as they were in 2016",
    entity="Deribit (as of 2016; in March 2020 the company added 500 BTC of its own)",
    chain=(Layer.FUND, Layer.COMPANY, Layer.WINNERS),
    words="the fund paid; when it was empty the company might add to it; the rest was socialised "
    "among the winners",
    source=Source("deribit.com/docs/insurance", "2016-03-19"),
    standing=Standing.PUBLISHED,
)

SOCIALISED_LOSS = Regime(
    name="socialised loss",
    product="weekly and quarterly futures, as they were in 2018",
    entity="OKEx (as of 2018, its fund almost empty); Bitstamp's perpetuals name such a loss too",
    chain=(Layer.WINNERS,),
    words="every trader with a profit gave up the same share of it, about 18 % in August 2018",
    source=Source("financemagnates.com and cryptovest.com, on OKEx's statement", "2018-08-03"),
    standing=Standing.REPORTED,
)

EU_CFD_PROTECTION = Regime(
    name="negative balance protection",
    product="CFDs of retail clients in the EU",
    entity="any broker that is bound by the rule",
    chain=(Layer.COMPANY,),
    words="a client owes no more than the funds in the account for CFDs; the broker bears the rest",
    source=LAWS["protection"].told.source,
    standing=Standing.PUBLISHED,
)

BACKSTOP = Regime(
    name="backstop liquidation",
    product="perpetuals of a venue that runs on its own chain",
    entity="Hyperliquid",
    chain=(Layer.PROVIDERS, Layer.COUNTERPARTIES),
    words="below two thirds of the maintenance margin a vault that others paid into takes the "
    "position over with its margin; what goes below zero even so is closed against opposite "
    "traders, ranked by profit and leverage, and users with nothing open share no loss",
    source=Source("hyperliquid.gitbook.io, Liquidations and Auto deleveraging", "2026-11-29"),
    standing=Standing.PUBLISHED,
)

REGIMES = (
    KRAKEN_SPOT_MARGIN,
    KRAKEN_DERIVATIVES,
    KRAKEN_LINEAR,
    KRAKEN_US_DERIVATIVES,
    AUTO_DELEVERAGING,
    INSURANCE_FUND,
    SOCIALISED_LOSS,
)
"""The regimes the course compares, the article's product first and history last.

``EU_CFD_PROTECTION`` and ``BACKSTOP`` are those of one venue's contracts, and stand beside them.
"""
