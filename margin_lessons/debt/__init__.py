"""A negative balance: who pays what, when, and what is restricted until then.

``said`` has what article, pages and terms say, ``law`` what the law says, each with source and
date. ``wallets`` is what there is to pay with, ``funds`` the order in which it is taken, ``rules``
by whose words, ``waterfall`` takes it step by step, ``owed`` is what is owed on a day, ``results``
what came of it. ``one_trade`` puts one trade under four laws; ``regimes`` are the chains of payers
that are compared, ``bearing`` puts one loss under each, ``sharing`` has assignment and levies,
``queue`` the winners whose positions are closed, ``left_over`` all of it for one deficit.
"""

from margin_lessons.debt.basis import TERMS, Basis, Quotation, Standing, Strength
from margin_lessons.debt.bearing import Part, Pots, WhoPays, compare, who_pays
from margin_lessons.debt.funds import in_order
from margin_lessons.debt.law import (
    EEA_SCHEDULE,
    EEA_SCHEDULE_PAGE,
    GERMAN_RETAIL,
    GROUNDS,
    LAWS,
    Law,
    MarginRow,
)
from margin_lessons.debt.left_over import LeftOver, share_out
from margin_lessons.debt.one_trade import (
    FUTURES_MAINTENANCE,
    BelowZero,
    Outcome,
    Product,
    UnderLaw,
    four_laws,
)
from margin_lessons.debt.owed import DAYS_PER_YEAR, Owed, PaysFirst
from margin_lessons.debt.queue import GivenUp, Winner, deleverage, deleveraging_queue
from margin_lessons.debt.recovery_rules import (
    AS_CLAIMED,
    AS_PUBLISHED,
    WITH_COLLECTOR,
    RecoveryRules,
)
from margin_lessons.debt.regimes import (
    AUTO_DELEVERAGING,
    BACKSTOP,
    EU_CFD_PROTECTION,
    INSURANCE_FUND,
    KRAKEN_DERIVATIVES,
    KRAKEN_LINEAR,
    KRAKEN_SPOT_MARGIN,
    KRAKEN_US_DERIVATIVES,
    REGIMES,
    SOCIALISED_LOSS,
    Layer,
    Regime,
)
from margin_lessons.debt.results import Charge, ChargeKind, Payer, Recovery, Step
from margin_lessons.debt.said import HISTORY, SAID, Finding, Since
from margin_lessons.debt.sharing import (
    KRAKEN_ASSIGNMENT,
    KRAKEN_UNWIND,
    Assignment,
    Provider,
    assign,
    levies,
)
from margin_lessons.debt.wallets import (
    COLLATERAL,
    Debt,
    Deposit,
    StandingOrder,
    Wallet,
    WalletKind,
    debt_after,
)
from margin_lessons.debt.waterfall import MOST_DEPOSITS, recover

__all__ = [
    "AS_CLAIMED",
    "AS_PUBLISHED",
    "AUTO_DELEVERAGING",
    "BACKSTOP",
    "COLLATERAL",
    "DAYS_PER_YEAR",
    "EEA_SCHEDULE",
    "EEA_SCHEDULE_PAGE",
    "EU_CFD_PROTECTION",
    "FUTURES_MAINTENANCE",
    "GERMAN_RETAIL",
    "GROUNDS",
    "HISTORY",
    "INSURANCE_FUND",
    "KRAKEN_ASSIGNMENT",
    "KRAKEN_DERIVATIVES",
    "KRAKEN_LINEAR",
    "KRAKEN_SPOT_MARGIN",
    "KRAKEN_UNWIND",
    "KRAKEN_US_DERIVATIVES",
    "LAWS",
    "MOST_DEPOSITS",
    "REGIMES",
    "SAID",
    "SOCIALISED_LOSS",
    "TERMS",
    "WITH_COLLECTOR",
    "Assignment",
    "Basis",
    "BelowZero",
    "Charge",
    "ChargeKind",
    "Debt",
    "Deposit",
    "Finding",
    "GivenUp",
    "Law",
    "Layer",
    "LeftOver",
    "MarginRow",
    "Outcome",
    "Owed",
    "Part",
    "Payer",
    "PaysFirst",
    "Pots",
    "Product",
    "Provider",
    "Quotation",
    "Recovery",
    "RecoveryRules",
    "Regime",
    "Since",
    "Standing",
    "StandingOrder",
    "Step",
    "Strength",
    "UnderLaw",
    "Wallet",
    "WalletKind",
    "WhoPays",
    "Winner",
    "assign",
    "compare",
    "debt_after",
    "deleverage",
    "deleveraging_queue",
    "four_laws",
    "in_order",
    "levies",
    "recover",
    "share_out",
    "who_pays",
]
