"""Funding, and money that neither comes nor goes: fund, queue of winners and socialised loss."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cases import cases
from hypothesis import assume, given
from hypothesis import strategies as st
from oracles import equity_by_hand, halve
from strategies import amounts, contracts, counts, entries, tiered_contracts, volumes

from margin_lessons.account import Side
from margin_lessons.contract import Contract
from margin_lessons.contract_venues import HYPERLIQUID, KRAKEN_US
from margin_lessons.debt import BACKSTOP, EU_CFD_PROTECTION, REGIMES, Layer, Pots, share_out
from margin_lessons.debt.queue import Winner, deleverage, deleveraging_queue
from margin_lessons.errors import BadInput
from margin_lessons.funding import Funding
from margin_lessons.market.bars import Bars
from margin_lessons.replay import replay_contract

rates = amounts(-0.01, 0.01)
HOUR = Bars.of([(9, 9, 9, 9)] * 2, length=60)


@cases(2_000)
@given(contract=contracts(), rate=rates, periods=st.integers(0, 500), move=amounts(0.5, 2))
def test_the_liquidation_price_after_funding_is_what_halving_finds(
    contract: Contract, rate: float, periods: int, move: float
) -> None:
    mark = contract.entry * move
    paid = Funding(rate, 8).after(contract, mark, periods)

    def spare(price: float) -> float:
        value = contract.size / mark if contract.inverse else contract.size * mark
        owed = contract.side.sign * rate * periods * value
        return equity_by_hand(contract, price) - owed - contract.requirement(price)

    there = paid.liquidation().price
    assume(there is not None and 1e-4 < there / contract.entry < 1e4)
    low, high = there / 2, there * 2
    assume((spare(low) > 0) != (spare(high) > 0))
    size = contract.margin + contract.notional(contract.entry) * (1 + abs(rate) * periods)
    assume(size + contract.notional(there) < 1e5 * abs(spare(high) - spare(there)))
    assert there == pytest.approx(halve(spare, low, high), rel=1e-9)


@cases(300)
@given(contract=tiered_contracts(), rate=rates, move=amounts(0.5, 2))
def test_a_long_pays_what_a_short_receives(contract: Contract, rate: float, move: float) -> None:
    mark, funding = contract.entry * move, Funding(rate, 8)
    long, short = (replace(contract, side=side) for side in (Side.LONG, Side.SHORT))
    assert funding.paid(long, mark) == -funding.paid(short, mark)
    assert funding.paid(long, mark, 3) == pytest.approx(3 * rate * long.notional(mark))
    twice = funding.after(funding.after(long, mark), mark)
    assert twice.equity(mark) == pytest.approx(
        long.equity(mark) - 2 * funding.paid(long, mark),
        abs=1e-9 * (long.margin + long.notional(mark) + long.notional(long.entry)),
    )


def test_an_inverse_contract_pays_in_coin() -> None:
    held = Contract("long", 60_000, 60_000, 0.1, inverse=True)
    assert Funding(0.0001, 8).paid(held, 60_000) == pytest.approx(0.0001)
    assert Funding(0.0001, 8).paid(held, 30_000) == pytest.approx(0.0002)


# ---- Money is conserved --------------------------------------------------------------------------

EVERY = (*REGIMES, EU_CFD_PROTECTION, BACKSTOP)


@cases(2_000)
@given(
    size=volumes,
    entry=entries,
    leverage=amounts(1, 50),
    shares=st.lists(amounts(0.05, 1), min_size=1, max_size=5),
    leverages=st.lists(amounts(1, 50), min_size=5, max_size=5),
    inverse=st.booleans(),
    rate=rates,
    periods=counts,
    move=amounts(0.2, 1.5),
    fund=amounts(0, 2),
    regime=st.sampled_from(EVERY),
)
def test_no_money_comes_or_goes(
    size, entry, leverage, shares, leverages, inverse, rate, periods, move, fund, regime
) -> None:
    """One long and the shorts on the other side: margins in, payouts, fund and debt out."""
    price, funding = entry * move, Funding(rate, 8)
    value = size / entry if inverse else size * entry
    sizes = [size * share / sum(shares) for share in shares]
    margins = [value * part / size / own for part, own in zip(sizes, leverages, strict=False)]
    shorts = [
        funding.after(Contract("short", part, entry, own, inverse=inverse), entry, periods)
        for part, own in zip(sizes, margins, strict=True)
    ]
    long = Contract("long", size, entry, value / leverage, inverse=inverse)
    long = funding.after(long, entry, periods)
    scale = 1e-9 * (value + long.notional(price)) * 10
    assert sum(one.funding_paid for one in (long, *shorts)) == pytest.approx(0, abs=scale)
    deficit = max(0.0, -float(long.equity(price)))
    won = [max(0.0, float(one.profit(price))) for one in shorts]
    queue = tuple(
        Winner(f"short {row}", gain, own)
        for row, (gain, own) in enumerate(zip(won, leverages, strict=False))
    )
    pots = Pots(fund=fund * deficit, pool=0.1 * deficit, assigned=0.5, queue=queue, winners=won)
    shared = share_out(deficit, regime, pots)
    paid = shared.paid
    assert min(part.amount for part in paid.parts) >= 0 if paid.parts else deficit == 0
    assert shared.total == pytest.approx(deficit, abs=scale)
    given_up = sum(one.amount for one in shared.queue) + sum(shared.levies)
    closed = paid.borne_by(Layer.COUNTERPARTIES, Layer.WINNERS)
    assert given_up == pytest.approx(closed, abs=scale)
    assert all(one.amount <= one.winner.profit for one in shared.queue)
    # What the traders take home, and what everyone else put in to make it so.
    home = max(0.0, float(long.equity(price))) + sum(float(one.equity(price)) for one in shorts)
    others = paid.fund + paid.venue + paid.client_paid + paid.client_owes
    others += paid.borne_by(Layer.PROVIDERS)
    put_in = value / leverage + sum(margins)
    assert home - given_up == pytest.approx(put_in + others, abs=scale)


@cases(500)
@given(
    profits=st.lists(amounts(0, 1e6), min_size=1, max_size=8),
    leverage=amounts(1, 100),
    loss=amounts(0, 5e6),
)
def test_the_queue_is_served_from_its_head(profits, leverage: float, loss: float) -> None:
    winners = [Winner(f"w{i}", gain, 1 + leverage * i) for i, gain in enumerate(profits)]
    queue = deleveraging_queue(winners)
    assert [one.rank for one in queue] == sorted((one.rank for one in queue), reverse=True)
    given_up = deleverage(loss, winners)
    assert sum(one.amount for one in given_up) == pytest.approx(min(loss, sum(profits)))
    touched = [one.amount for one in given_up if one.amount > 0]
    for one in given_up[: max(0, len(touched) - 1)]:
        assert one.amount == one.winner.profit


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Funding(0.0001, None), "funding period None is not a number"),
        (lambda: Funding(0.0001, 0), "funding period 0 is not above 0"),
        (lambda: Funding.at(KRAKEN_US, 0.0001), "funding period of .* is not found"),
        (lambda: Funding.at(HYPERLIQUID, -0.05), "funding rate -0.05 is above 0.04"),
        (
            lambda: Funding(0.001, 8).paid(Contract("long", 1, 9, 1), 9, 10**400),
            "is not a whole number from 0 to 1000000",
        ),
        (
            lambda: replay_contract(Contract("long", 1, 9, 1), HOUR, funding=Funding(0.001, 1e-9)),
            "falls due more than 1000000 times in these bars",
        ),
        (lambda: share_out(100, None), "regime None is not found"),
        (lambda: share_out(-1, BACKSTOP), "deficit -1 is below 0"),
        (lambda: Winner("x", -1), "profit of x -1 is below 0"),
    ],
)
def test_bad_input_is_one_clear_sentence(make, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        make()
