"""A negative balance: who pays what, when, and what is restricted until then.

``wallets`` is what there is to pay with, ``waterfall`` takes it step by step, ``results`` says what
came of it and ``basis`` what each step rests on. ``regimes`` are the products and venues that are
compared, ``bearing`` puts one loss under each of them, ``sharing`` has assignment and levies.
"""

from margin_lessons.debt.basis import CLAIMS, REPAY, Basis, Standing
from margin_lessons.debt.bearing import Part, Pots, WhoPays, compare, who_pays
from margin_lessons.debt.regimes import (
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
from margin_lessons.debt.results import (
    AS_CLAIMED,
    AS_PUBLISHED,
    Payer,
    Recovery,
    RecoveryRules,
    Step,
)
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
    Wallet,
    WalletKind,
    debt_after,
)
from margin_lessons.debt.waterfall import in_order, recover

__all__ = [
    "AS_CLAIMED",
    "AS_PUBLISHED",
    "CLAIMS",
    "COLLATERAL",
    "INSURANCE_FUND",
    "KRAKEN_ASSIGNMENT",
    "KRAKEN_DERIVATIVES",
    "KRAKEN_LINEAR",
    "KRAKEN_SPOT_MARGIN",
    "KRAKEN_UNWIND",
    "KRAKEN_US_DERIVATIVES",
    "REGIMES",
    "REPAY",
    "SOCIALISED_LOSS",
    "Assignment",
    "Basis",
    "Debt",
    "Deposit",
    "Layer",
    "Part",
    "Payer",
    "Pots",
    "Provider",
    "Recovery",
    "RecoveryRules",
    "Regime",
    "Standing",
    "Step",
    "Wallet",
    "WalletKind",
    "WhoPays",
    "assign",
    "compare",
    "debt_after",
    "in_order",
    "levies",
    "recover",
    "who_pays",
]
