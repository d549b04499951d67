"""The venues' own worked examples, recomputed: the figure printed, and the exact one.

Each row says where it is printed. ``printed`` is text, compared to the digit shown; ``exact`` is
this course's own recomputation, to the digits given there. The order-type and assignment examples
are not here: they belong to orders, not to accounts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pytest

from margin_lessons.account import Account, CoinCollateral, Position
from margin_lessons.contract import Contract
from margin_lessons.crossing import check_new_position, crossings
from margin_lessons.venue import KRAKEN_SPOT, ClosingFee, MaintenanceOn, ShortMargin

Facts = Mapping[str, float | tuple[float, ...]]


@dataclass(frozen=True)
class Example:
    """One worked example: how the package computes it, and what its source says."""

    name: str
    source: str
    compute: Callable[[], Facts]
    printed: Mapping[str, str] = field(default_factory=dict)
    exact: Facts = field(default_factory=dict)
    within: float = 1e-9
    """Absolute tolerance of the exact figures, half a unit of the last digit given."""


def state(account: Account, price: float) -> Facts:
    """Return what a client reads off an account at one price, and where its levels are."""
    three = crossings(account)
    position = account.positions[0]
    return {
        "cost": sum(p.cost for p in account.positions),
        "used_margin": account.used_margin(price),
        "level_pct": account.level(price) * 100,
        "level_open_pct": account.level(position.entry) * 100,
        "pl": account.profit(price),
        "equity": account.equity(price),
        "change_pct": (price / position.entry - 1) * 100,
        "call_price": three.call.price,
        "liquidation_price": three.liquidation.price,
        "zero_equity_price": three.zero_equity.price,
    }


# ---- Kraken spot margin ---------------------------------------------------------------------


def long_of_one_btc() -> Facts:
    position = Position("long", 1, 20_000, 5)
    call = crossings(Account(10_000, (position,))).call.price
    at_call = state(Account(10_000, (position,)), call)
    return {**at_call, "valuation_at_call": position.valuation(call)}


def long_near_the_call() -> Facts:
    return state(Account(10_000, (Position("long", 1.5, 30_000, 5),)), 28_133.3)


def short_of_10000_usd() -> Facts:
    account = Account(5_000, (Position("short", 10_000 / 50_000, 50_000, 5),))
    frozen = KRAKEN_SPOT.with_rules(short_margin=ShortMargin.FROZEN)
    cost_kept = Account(5_000, account.positions, venue=frozen)
    return {
        **state(account, 65_200),
        "volume_btc": account.positions[0].volume,
        "used_margin_btc": account.used_margin(65_200) / 65_200,
        "used_margin_open": account.used_margin(50_000),
        "frozen_call_price": crossings(cost_kept).call.price,
        "frozen_liquidation_price": crossings(cost_kept).liquidation.price,
        "frozen_level_pct": cost_kept.level(65_200) * 100,
    }


def loss_larger_than_the_margin() -> Facts:
    position = Position("long", 1, 5_000, 5)
    used = position.used_margin(3_000)
    return {"used_margin": used, "loss_over_margin": -position.profit(3_000) / used}


def used_margin_at(volume: float, entry: float, settings: tuple[float, ...]) -> Facts:
    used = [Position("long", volume, entry, setting).used_margin(entry) for setting in settings]
    return {f"used_{setting:g}x": margin for setting, margin in zip(settings, used, strict=True)}


def free_margin() -> Facts:
    account = Account(8_750, (Position("long", 0.5, 10_000, 2),))
    return {
        "equity": account.equity(10_000),
        "used_margin": account.used_margin(10_000),
        "free_margin": account.free_margin(10_000),
    }


def margin_level() -> Facts:
    account = Account(8_000, (Position("long", 1, 10_000, 5),))
    return {"used_margin": account.used_margin(10_000), "level_pct": account.level(10_000) * 100}


def equity_after_a_loss() -> Facts:
    account = Account(10_000, (Position("long", 0.5, 10_000, 5),))
    return {"pl": account.profit(8_500), "equity": account.equity(8_500)}


def two_shorts() -> Facts:
    held = (Position("short", 1, 3_000, 5, "ETH"), Position("short", 1, 2_000, 5, "BCH"))
    prices = {"ETH": 2_500, "BCH": 2_100}
    return {
        "opening_cost": sum(p.cost for p in held),
        "valuation": sum(p.valuation(prices[p.coin]) for p in held),
        "pl_first": held[0].profit(prices["ETH"]),
        "pl_second": held[1].profit(prices["BCH"]),
        "pl_total": Account(10_000, held).profit(prices),
    }


def haircuts() -> Facts:
    coins = ("USDT", "XTZ", "TRX")
    return {
        coin: CoinCollateral(coin, 1, KRAKEN_SPOT.haircut(coin)).counts_for(1) for coin in coins
    }


def withholding_at_the_market() -> Facts:
    order = Position("long", 5, 100, 5)
    check = check_new_position(Account(100), order, market=6_500)
    return {
        "accepted": float(check.accepted),
        "at_limit": order.used_margin(100),
        "at_market": check.margin_needed,
    }


KRAKEN = "support.kraken.com "
COPY = "a third party's copy (about 2021) of support.kraken.com 2033257xx"

SPOT = (
    Example(
        "K01 long 1 BTC at 20,000, 5x, on 10,000 USD",
        KRAKEN + "203325763 (uk)",
        long_of_one_btc,
        printed={
            "used_margin": "4000",
            "cost": "20000",
            "level_open_pct": "250",
            "equity": "3200",
            "pl": "-6800",
            "valuation_at_call": "13200",
            "call_price": "13200",
        },
        # The page leaves 40 % and zero to the reader.
        exact={
            "used_margin": 4_000,
            "level_open_pct": 250,
            "call_price": 13_200,
            "liquidation_price": 11_600,
            "zero_equity_price": 10_000,
        },
    ),
    Example(
        "K02 long 1.5 BTC at 30,000, 5x, on 10,000 USD",
        KRAKEN + "203325763, Margin call and margin liquidation level",
        long_near_the_call,
        printed={
            "cost": "45000",
            "used_margin": "9000",
            "change_pct": "-6.22",
            "pl": "-2800.05",
            "equity": "7199.95",
            "level_pct": "79.999",
        },
        exact={
            "cost": 45_000,
            "used_margin": 9_000,
            "change_pct": -6.2223,
            "pl": -2_800.05,
            "equity": 7_199.95,
            "level_pct": 79.99944,
            "level_open_pct": 111.1111,
            "call_price": 28_133.3333,
            "liquidation_price": 25_733.3333,
            "zero_equity_price": 23_333.3333,
        },
        within=5e-5,
    ),
    Example(
        "K03 short 10,000 USD at 50,000, 5x, on 5,000 USD",
        KRAKEN + "203053156, Margin trading examples",
        short_of_10000_usd,
        printed={
            "volume_btc": "0.2",
            "used_margin_btc": "0.04",
            "used_margin_open": "2000",
            "level_open_pct": "250",
            "pl": "-3040",
            "equity": "1960",
            "used_margin": "2608",
            "level_pct": "75",
        },
        # Only a used margin re-valued at the current price gives 75 %; at cost it would be 98 %.
        exact={
            "used_margin_btc": 0.04,
            "pl": -3_040,
            "equity": 1_960,
            "used_margin": 2_608,
            "level_pct": 75.1534,
            "call_price": 64_655.1724,
            "liquidation_price": 69_444.4444,
            "zero_equity_price": 75_000,
            "frozen_call_price": 67_000,
            "frozen_liquidation_price": 71_000,
            "frozen_level_pct": 98,
        },
        within=5e-5,
    ),
    Example(
        "K06 a loss larger than the margin",
        KRAKEN + "203325693, Margin",
        loss_larger_than_the_margin,
        printed={"used_margin": "1000", "loss_over_margin": "2"},
        exact={"used_margin": 1_000, "loss_over_margin": 2},
    ),
    Example(
        "K07 used margin by leverage",
        COPY,
        lambda: used_margin_at(0.5, 10_000, (5, 4, 3, 2)),
        printed={"used_5x": "1000", "used_4x": "1250", "used_3x": "1667", "used_2x": "2500"},
        exact={"used_5x": 1_000, "used_4x": 1_250, "used_3x": 1_666.67, "used_2x": 2_500},
        within=5e-3,
    ),
    Example(
        "K08 what is withheld for 5,000 USD",
        KRAKEN + "203053116, How leverage works in spot transactions on margin",
        lambda: used_margin_at(1, 5_000, (5, 2, 1)),
        printed={"used_5x": "1000", "used_2x": "2500", "used_1x": "5000"},
        exact={"used_5x": 1_000, "used_2x": 2_500, "used_1x": 5_000},
    ),
    Example(
        "K09 free margin",
        COPY,
        free_margin,
        printed={"equity": "8750", "used_margin": "2500", "free_margin": "6250"},
        exact={"free_margin": 6_250},
    ),
    Example(
        "K10 margin level",
        COPY,
        margin_level,
        printed={"used_margin": "2000", "level_pct": "400"},
        exact={"level_pct": 400},
    ),
    Example(
        "K11 equity after a loss",
        COPY,
        equity_after_a_loss,
        printed={"pl": "-750", "equity": "9250"},
        exact={"equity": 9_250},
    ),
    Example(
        "K12 profit of two shorts",
        COPY,
        two_shorts,
        printed={
            "opening_cost": "5000",
            "valuation": "4600",
            "pl_first": "500",
            "pl_second": "-100",
            "pl_total": "400",
        },
        exact={"opening_cost": 5_000, "valuation": 4_600, "pl_total": 400},
    ),
    Example(
        "K15 collateral after its haircut",
        KRAKEN + "204585998 (Italian, about 2021)",
        haircuts,
        printed={"USDT": "0.9", "XTZ": "0.5", "TRX": "0.5"},
        exact={"USDT": 0.9, "XTZ": 0.5, "TRX": 0.5},
    ),
    Example(
        "K16 withholding at the current price",
        KRAKEN + "360001385146, Margin withholding updates",
        withholding_at_the_market,
        printed={"accepted": "0"},
        exact={"at_limit": 100, "at_market": 6_500},
    ),
)

# ---- The article's example, completed ---------------------------------------------------------


def article(account: Account) -> Facts:
    facts = state(account, 48_000)
    gap = 48_000 / facts["liquidation_price"] - 1
    return {**facts, "equity_btc": facts["equity"] / 48_000, "gap_pct": gap * 100}


ARTICLE = "kdj.com, 28 July 2025, with the entry price and the collateral it leaves out"

COMPLETED = (
    Example(
        "the article's example on USD",
        ARTICLE,
        lambda: article(Account(6_250, (Position("long", 0.5, 62_500, 5),))),
        printed={"zero_equity_price": "50000", "equity_btc": "-0.02", "gap_pct": "-12.7"},
        exact={
            "zero_equity_price": 50_000,
            "liquidation_price": 55_000,
            "equity": -1_000,
            "equity_btc": -0.020833333333333332,
        },
    ),
    Example(
        "the article's example on BTC",
        ARTICLE,
        lambda: article(
            Account(0, (Position("long", 0.5, 60_000, 5),), (CoinCollateral("BTC", 0.1),))
        ),
        printed={"zero_equity_price": "50000"},
        exact={
            "zero_equity_price": 50_000,
            "liquidation_price": 54_000,
            "equity": -1_200,
            "equity_btc": -0.025,
        },
    ),
)


@pytest.mark.parametrize("example", SPOT + COMPLETED, ids=lambda example: example.name)
def test_spot_margin_example(example: Example) -> None:
    facts = example.compute()
    for name, text in example.printed.items():
        digits = len(text.partition(".")[2])
        assert f"{facts[name]:.{digits}f}" == text, f"{name}, printed in {example.source}"
    for name, value in example.exact.items():
        assert facts[name] == pytest.approx(value, abs=example.within), f"{name}, {example.source}"


# ---- Futures and perpetuals ---------------------------------------------------------------------


def kraken_inverse(maintenance_on: MaintenanceOn) -> Contract:
    return Contract(
        "long", 1_000, 8_000, 0.01, maintenance=0.01, inverse=True, maintenance_on=maintenance_on
    )


def test_f01_kraken_inverse_contract() -> None:
    """support.kraken.com 360022835671: 7,481 needs maintenance on the value at the mark price.

    With the 0.00125 BTC that the page prints, 1 % of the value at entry, it would be 7,476.64.
    """
    at_mark, at_entry = (
        kraken_inverse(basis) for basis in (MaintenanceOn.MARK, MaintenanceOn.ENTRY)
    )
    assert at_mark.notional(8_000) == pytest.approx(0.125, rel=1e-12)
    assert at_mark.notional(8_000) * 0.02 == pytest.approx(0.0025, rel=1e-12)
    assert at_entry.requirement(7_481) == pytest.approx(0.00125, rel=1e-12)
    assert f"{at_mark.liquidation_price():.0f}" == "7481"
    assert f"{at_mark.zero_equity_price():.0f}" == "7407"
    assert at_mark.liquidation_price() == pytest.approx(7_481.4815, abs=5e-5)
    assert at_entry.liquidation_price() == pytest.approx(7_476.6355, abs=5e-5)
    assert at_mark.zero_equity_price() == pytest.approx(7_407.4074, abs=5e-5)
    assert at_mark.equity(7_481) == pytest.approx(0.00132803, abs=5e-9)
    assert at_mark.requirement(7_481) == pytest.approx(0.00133672, abs=5e-9)


def test_b01_initial_margin_of_the_first_tier() -> None:
    """robinhood.com/eu perpetual-futures-margin-tiers-and-leverage: 1,000,000 at 10x is 100,000."""
    position = Position("long", 10, 100_000, 10)
    assert f"{position.used_margin(100_000):.0f}" == "100000"


def test_inverse_profit_and_value() -> None:
    """BitMEX's contract guide, as tested in nautechsystems/nautilus_trader test_position.py."""
    contract = Contract("long", 1_000, 1_000.0, margin=0.1, inverse=True)
    assert contract.profit(1_250.0) == pytest.approx(0.2, rel=1e-7)
    assert contract.notional(1_250.0) == pytest.approx(0.8, rel=1e-7)


@dataclass(frozen=True)
class ContractExample:
    """A price that a venue reported for a contract, and how close the formula has to come."""

    name: str
    source: str
    contract: Contract
    printed: float
    absolute: float = 0.0
    relative: float = 0.0
    zero_equity: bool = False

    def price(self) -> float | None:
        if self.zero_equity:
            return self.contract.zero_equity_price()
        return self.contract.liquidation_price()


BYBIT = Contract(
    "long", 1, 1_198.45, 1_198.45 / 4.2, maintenance=0.005, maintenance_on=MaintenanceOn.ENTRY
)
KUCOIN_SIZE, KUCOIN_ENTRY = 0.02, 4_189.35
# KuCoin's posMaint already holds the fee for closing.
KUCOIN_REQUIRED = 0.50707892 / (KUCOIN_SIZE * KUCOIN_ENTRY)

CONTRACTS = (
    ContractExample(
        "Binance linear, maintenance on mark with a tier's deduction",
        "freqtrade/freqtrade tests/exchange/test_binance.py",
        Contract("long", 3_683.979, 1_456.84, 1_535_443.01, maintenance=0.1, deduction=135_365.0),
        1_114.78,
        absolute=0.005,
    ),
    ContractExample(
        "Binance coin-margined, published first-tier rate 0.4 %",
        "ccxt/ccxt python/ccxt/binance.py",
        Contract("long", 200, 37_643.10000021, 0.00268058, maintenance=0.004, inverse=True),
        25_119.9744576,
        relative=2e-6,
    ),
    ContractExample(
        "Kraken coin-margined liquidation",
        KRAKEN + "360022835671, Equity Protection Process",
        kraken_inverse(MaintenanceOn.MARK),
        7_481,
        absolute=0.5,
    ),
    ContractExample(
        "Kraken coin-margined zero equity",
        KRAKEN + "360022835671, Equity Protection Process",
        kraken_inverse(MaintenanceOn.MARK),
        7_407,
        absolute=0.5,
        zero_equity=True,
    ),
    ContractExample(
        "Bybit, maintenance on entry", "ccxt/ccxt python/ccxt/bybit.py", BYBIT, 919.1, absolute=0.05
    ),
    ContractExample(
        "Bybit zero equity",
        "ccxt/ccxt python/ccxt/bybit.py",
        BYBIT,
        913.15,
        absolute=0.05,
        zero_equity=True,
    ),
    ContractExample(
        "KuCoin, maintenance on entry with the closing fee in it",
        "ccxt/ccxt python/ccxt/kucoin.py",
        Contract(
            "long",
            KUCOIN_SIZE,
            KUCOIN_ENTRY,
            3.40376309,
            maintenance=KUCOIN_REQUIRED,
            maintenance_on=MaintenanceOn.ENTRY,
        ),
        4_044.55,
        absolute=0.05,
    ),
    ContractExample(
        "KuCoin zero equity, rounded to the tick",
        "ccxt/ccxt python/ccxt/kucoin.py",
        Contract("long", KUCOIN_SIZE, KUCOIN_ENTRY, 3.35148),
        4_021.75,
        relative=1e-4,
        zero_equity=True,
    ),
    ContractExample(
        # The formula gives 2352.83966818..., the venue reports one tick of 0.01 more.
        "OKX coin-margined, closing fee inside the requirement",
        "ccxt/ccxt python/ccxt/okx.py",
        Contract(
            "long",
            10,
            2_566.31,
            0.0003896645377994,
            maintenance=0.008,
            inverse=True,
            fee_rate=0.0005,
            closing_fee=ClosingFee.ADDED,
        ),
        2_352.8496681818233,
        absolute=0.0101,
    ),
    ContractExample(
        "Bybit zero equity, from its help page",
        "help.bybit.com, Bankruptcy price (USDT contract)",
        Contract("long", 1, 10_000, 10_000 / 50),
        9_800,
        relative=1e-9,
        zero_equity=True,
    ),
)


@pytest.mark.parametrize("example", CONTRACTS, ids=lambda example: example.name)
def test_contract_example(example: ContractExample) -> None:
    expected = pytest.approx(example.printed, abs=example.absolute, rel=example.relative)
    assert example.price() == expected, example.source


def test_the_other_basis_does_not_give_what_the_venue_reports() -> None:
    """A convention is only confirmed when its rival fails on the same figure."""
    assert abs(kraken_inverse(MaintenanceOn.ENTRY).liquidation_price() - 7_481) > 4
    on_mark = Contract("long", 1, 1_198.45, 1_198.45 / 4.2, maintenance=0.005)
    assert abs(on_mark.liquidation_price() - 919.1) > 1
