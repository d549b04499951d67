"""A position in the shape of any exchange's reply is read as it is, or says what is missing."""

from __future__ import annotations

import json
import math

import pytest
from cases import cases
from history.unified_shapes import SHAPES, Row, Truth
from hypothesis import given
from hypothesis import strategies as st

from margin_lessons.history.ccxt_positions import ReadPosition, ccxt_positions
from margin_lessons.own_position import MarginMode, ProductKind

INVERSE_TOO = ("binance", "bybit", "okx", "kraken_futures", "deribit", "unnamed")
MODE_NOT_TOLD = ("bybit", "deribit")


@st.composite
def truths(draw: st.DrawFn, shape: str) -> Truth:
    """Draw a position that an exchange might hold: what backs it is at least what opens it."""
    inverse = shape == "deribit" or (shape in INVERSE_TOO and draw(st.booleans()))
    coin = draw(st.sampled_from(("BTC", "ETH", "SOL")))
    entry = round(draw(st.floats(0.5, 90_000)), 4)
    size = round(draw(st.floats(10, 1e6)), 2) if inverse else round(draw(st.floats(1e-3, 500)), 4)
    leverage = float(draw(st.integers(2, 20)))
    rate = draw(st.sampled_from((0.004, 0.005, 0.01, 0.0125, 0.025)))
    if shape == "hyperliquid":
        rate = 1 / 80 if coin == "BTC" else 1 / (2 * draw(st.integers(3, 20)))
        leverage = min(leverage, 1 / (2 * rate))
    backed = draw(st.floats(1, 2))
    # So far only that what is left still backs it: nothing that is liquidated is open.
    mark = entry * (1 + draw(st.floats(-0.4, 0.4)) * backed / leverage)
    worth = size / entry if inverse else size * entry
    return Truth(
        long=draw(st.booleans()),
        size=size,
        entry=entry,
        mark=mark,
        leverage=leverage,
        money=worth / leverage * backed,
        rate=rate,
        isolated=draw(st.booleans()),
        inverse=inverse,
        coin=coin,
        currency="USD" if inverse else "USDT",
    )


def read(*rows: Row) -> tuple[ReadPosition, ...]:
    return ccxt_positions(json.dumps(list(rows))).positions


def near(one: float | None, two: float | None, within: float = 1e-6) -> bool:
    return one is not None and two is not None and math.isclose(one, two, rel_tol=within)


def money_of(found: ReadPosition) -> float | None:
    """Return what backs a position as it was read; a plain margin where none was told."""
    mine = found.position
    assert mine is not None
    if mine.mode is MarginMode.ISOLATED:
        return mine.margin
    return mine.coins if mine.product is ProductKind.INVERSE else mine.cash


@pytest.mark.parametrize("shape", SHAPES)
def test_a_reply_is_read_as_it_is(shape: str) -> None:
    @cases(500)
    @given(truths(shape))
    def check(truth: Truth) -> None:
        row = SHAPES[shape](truth)
        (found,) = read(row)
        told = row["liquidationPrice"]
        isolated = truth.isolated and shape not in MODE_NOT_TOLD
        if not isolated and told is None:
            assert found.position is None
            assert found.missing.endswith("type your own money in.")
            mine = found.completed(**{"coins" if truth.inverse else "cash": truth.money})
        elif shape in ("unnamed", "kraken_futures") and found.position is None:
            refused = ("type in what was set aside", "no maintenance rate is told")
            assert any(one in found.missing for one in refused)
            return
        else:
            assert found.position is not None, found.missing
            mine = found.position
        assert (mine.side.value == "long") is truth.long
        assert near(mine.volume, truth.size)
        assert near(mine.entry, truth.entry)
        assert mine.mode is (MarginMode.ISOLATED if isolated else MarginMode.CROSS)
        assert mine.product is (ProductKind.INVERSE if truth.inverse else ProductKind.LINEAR)
        assert (mine.coin, mine.currency) == (truth.coin, truth.currency)
        if shape == "kraken_futures":
            assert mine.price is None
            return
        assert near(mine.leverage, truth.leverage)
        assert near(mine.price, truth.mark)
        assert mine.maintenance is None or near(mine.maintenance, truth.rate, 1e-3)
        if found.position is not None:
            assert near(money_of(found), truth.money, 1e-3)
            assert found.follows is (not isolated)
            assert (found.liquidation is None) is (told is None)
            assert told is None or near(found.liquidation, float(str(told)), 1e-3)

    check()


GONE = ("missing", None, "", "n/a", float("nan"), float("inf"), True, [], -1.0, 0)
"""What may stand where a number was: nothing, or no number, or one that means none."""

MAY_BE_BELOW_ZERO = ("contracts", "notional", "unrealizedPnl")
FIELDS = (
    *("contracts", "contractSize", "entryPrice", "markPrice", "notional", "leverage", "side"),
    *("unrealizedPnl", "collateral", "initialMargin", "maintenanceMargin", "liquidationPrice"),
    *("maintenanceMarginPercentage", "positionMargin", "marginMode", "info", "hedged"),
)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_field_that_is_gone_makes_no_wrong_number(shape: str) -> None:
    damage = st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(GONE), max_size=6)

    @cases(500)
    @given(truths(shape), damage)
    def check(truth: Truth, gone: dict[str, object]) -> None:
        row = SHAPES[shape](truth)
        for name, instead in gone.items():
            if instead == -1.0 and name in MAY_BE_BELOW_ZERO:
                continue
            if instead == "missing":
                row.pop(name, None)
            else:
                row[name] = instead
        found = ccxt_positions(json.dumps([row, SHAPES["binance"](ANOTHER)])).positions
        assert found[-1].position is not None  # the rest is still read
        if len(found) == 1:  # a row without contracts holds nothing
            assert gone.get("contracts") == 0 or {"contracts", "side"} <= gone.keys()
            return
        one = found[0]
        if one.position is None:
            assert one.missing.endswith("."), one.missing
            assert "\n" not in one.missing
            return
        assert one.missing == ""
        mine = one.position
        assert (mine.side.value == "long") is truth.long
        assert near(mine.entry, truth.entry)
        assert near(mine.volume, truth.size, 1e-2)
        assert mine.price is None or near(mine.price, truth.mark, 1e-2)
        told = {"maintenanceMargin", "maintenanceMarginPercentage"} - gone.keys()
        if told and not near(money_of(one), truth.money, 1e-2):
            assert one.remarks, (money_of(one), truth.money)

    check()


ANOTHER = Truth(True, 0.5, 60_000.0, 61_000.0, 10.0, 3_000.0, 0.005)
