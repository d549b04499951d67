"""The search for the next bar passes over what is quiet, and a call may be heard again after it."""

from __future__ import annotations

import numpy as np
import pytest

from margin_lessons.account import Account, Position
from margin_lessons.market.bars import Bars
from margin_lessons.orders import StopLoss, TrailingStop
from margin_lessons.plan import Plan
from margin_lessons.replay import Charges, Kind, Rules, replay, search

COUNT = 5_000


def quiet(low: float = 0.99, high: float = 1.01) -> Bars:
    """Return bars that swing about 20,000 in the same narrow range for ever."""
    ones = np.full(COUNT, 20_000.0)
    return Bars(60.0 * np.arange(COUNT), ones, high * ones, low * ones, ones, length=60)


@pytest.mark.parametrize("side", ["long", "short"])
@pytest.mark.parametrize("rollover", [False, True])
@pytest.mark.parametrize("order", [None, StopLoss, TrailingStop])
def test_quiet_bars_are_looked_at_together(monkeypatch, side, rollover, order) -> None:
    """No level is near, so no bar is compared alone, and none is gone through step by step."""

    def near(*_: object) -> None:
        raise AssertionError("a stretch was cut short though nothing in it is near a level")

    monkeypatch.setattr(search.Watch, "hits", near)
    sign = 1 if side == "long" else -1
    orders = {None: [], StopLoss: [StopLoss(20_000 * (1 - sign * 0.2))],
              TrailingStop: [TrailingStop(share=0.2)]}[order]  # fmt: skip
    account = Account(20_000, (Position(side, 1, 20_000, 5),))
    rules = Rules(charges=Charges(rollover=rollover))
    timeline = replay(account, quiet(), Plan(orders), rules)
    assert timeline.first(Kind.CALL) is None
    assert timeline.events[-1].kind is Kind.END
    assert len(timeline.events) == 2 + len(orders) + rollover


@pytest.mark.parametrize("order", [StopLoss, TrailingStop])
def test_nothing_is_near_while_a_liquidation_waits(monkeypatch, order) -> None:
    """It cannot be stopped, so a bar beyond every level is no reason to look."""
    looked = []
    hits = search.Watch.hits
    monkeypatch.setattr(search.Watch, "hits", lambda *to: looked.append(to[1]) or hits(*to))
    rows = [(20_000, 20_000, 11_000, 11_000), *[(11_000, 11_500, 10_500, 11_000)] * 50]
    one = StopLoss(5_000) if order is StopLoss else TrailingStop(share=0.5)
    account = Account(10_000, (Position("long", 1, 20_000, 5),))
    timeline = replay(account, Bars.of(rows, length=60), Plan(one), Rules(delay_bars=40))
    assert timeline.first(Kind.LIQUIDATION_FILLED).bar == 40
    assert [stretch.start for stretch in looked] == [0]
