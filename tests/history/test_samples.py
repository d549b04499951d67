"""The sample exports read as told here, by hand; what is not told may not be there."""

from __future__ import annotations

from decimal import Decimal

import pytest

from margin_lessons.errors import BadInput
from margin_lessons.history import read_history
from margin_lessons.history.samples import SAMPLES, sample

ACCOUNT = (
    "It is backed by the whole account, whose money is not in the file: type your own money in."
)

POSITIONS = {
    "positions_binance.json": [
        "long 0.4 BTC at 62000, 10x isolated: 2480 USDT, liquidated at 56024.10, told 56024.10",
        "short 3 ETH at 3400, 5x cross: 2500 USDT, liquidated at 4212.27, told 4212.27",
        "long 5000 USD at 62000, 5x isolated: 0.0161 BTC, liquidated at 51888.90, told 51888.90",
    ],
    "positions_bybit.json": [
        "long 0.2 BTC at 62000, 10x cross: 1300 USDT, liquidated at 55810.00, told 55810.00",
        ACCOUNT,
        "long 8000 USD at 61000, 10x cross: 0.02 BTC, liquidated at 53159.04, told 53159.04",
    ],
    "positions_deribit.json": [
        "long 6000 USD at 61000, 50x cross: 0.02 BTC, liquidated at 51199.45, told 51199.45",
        "short 0.02 BTC at 60900, 50x cross: 781.81 USDC, liquidated at 99000.50, told 99000.50",
    ],
    "positions_hyperliquid.json": [
        "long 0.05 BTC at 61000, 20x isolated: 160 USDC, liquidated at 58531.65, told 58531.65",
        "short 30 SOL at 180, 5x cross: 1500 USDC, liquidated at 224.39, told 224.39",
    ],
    "positions_kraken_futures.json": [
        "long 0.25 BTC at 61000.5, 10x isolated: value over leverage, liquidated at 55455.00",
        ACCOUNT,
    ],
    "positions_kraken_spot.json": [ACCOUNT],
    "positions_okx.json": [
        "short 0.3 BTC at 61000, 10x isolated: 1830 USDT, liquidated at 66799.40, told 66799.40",
        ACCOUNT,
    ],
}

TRADES = {
    "bitstamp_2013.csv": ["+5 BTC", "+2.5 BTC", "-4 BTC", "-1 BTC"],
    "bitstamp_2022.csv": ["+2 ETH", "+0.02 BTC", "+0.02 BTC", "-1.5 ETH", "+0.1 ETH"],
    "bitstamp_2024.csv": ["+0.1 ETH", "+0.02 BTC", "-0.01 BTC"],
}


def positions(name: str) -> list[str]:
    """Return the positions of a sample in words of their own."""
    found = []
    for one in read_history(sample(name)).reported:
        mine = one.position
        if mine is None:
            found.append(one.missing)
            continue
        inverse = mine.product.value == "inverse contract"
        unit, purse = ("USD", mine.coin) if inverse else (mine.coin, mine.currency)
        own = mine.margin if mine.mode.value == "isolated margin" else mine.cash + mine.coins
        money = f"{round(own, 6):g} {purse}" if own is not None else "value over leverage"
        told = f", told {one.told_liquidation:.2f}" if one.told_liquidation else ""
        found.append(
            f"{mine.side.value} {mine.volume:g} {unit} at {mine.entry:.10g}, {mine.leverage:g}x "
            f"{mine.mode.name.lower()}: {money}, liquidated at {one.liquidation:.2f}{told}"
        )
    return found


@pytest.mark.parametrize("name", POSITIONS)
def test_a_sample_of_positions_reads_as_told(name: str) -> None:
    assert positions(name) == POSITIONS[name]


@pytest.mark.parametrize("name", TRADES)
def test_a_sample_of_bitstamp_reads_as_told(name: str) -> None:
    trades = read_history(sample(name)).trades
    found = [f"{'+' if one.buys else '-'}{one.volume.normalize():f} {one.coin}" for one in trades]
    assert found == TRADES[name]


def test_the_years_of_bitstamp_together_count_each_trade_once() -> None:
    found = read_history(*map(sample, TRADES))
    assert len(found.trades) == sum(map(len, TRADES.values())) - 1
    assert found.dropped == 1
    assert found.unknown_types == {"lending interest": 1}
    ether = [one for one in found.ledger if one.asset == "ETH"]
    assert sum(one.amount - one.fee for one in ether) == Decimal("0.60031")


def test_every_sample_has_its_words() -> None:
    folder = sample("bitstamp_2013.csv").parent
    named = {
        path.name for path in folder.iterdir() if path.stem.startswith(("bit", "kr", "pa", "po"))
    }
    assert named == set(SAMPLES)


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_is_read(name: str) -> None:
    found = read_history(sample(name))
    assert found.trades or found.ledger or found.reported
    assert not found.refused


def test_a_sample_that_is_none_is_told_the_nearest() -> None:
    with pytest.raises(BadInput, match=r"did you mean 'bitstamp_2022\.csv'"):
        sample("bitstamp_202.csv")
