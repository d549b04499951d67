"""The way of a price breaks where nobody traded, and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest
from cases import cases
from hypothesis import given
from hypothesis import strategies as st

from margin_lessons.market.bars import Bars
from margin_lessons.scenes.price_path import price_path

SAME = st.sampled_from([0.0, 0.0001, -0.0004])
JUMPS = st.floats(0.0006, 0.3).flatmap(lambda size: st.sampled_from([size, -size]))


@given(st.lists(st.tuples(st.floats(-0.2, 0.2), SAME | JUMPS), min_size=1, max_size=6))
@cases(200)
def test_each_jump_is_a_break_and_no_hour_is_left_out(bars: list[tuple[float, float]]) -> None:
    price, opens, closes = 100.0, [], []
    for move, jump in bars:
        opens.append(price * (1 + jump) if opens else price)
        closes.append(opens[-1] * (1 + move))
        price = closes[-1]
    at, prices = price_path(Bars.from_path(*map(list, zip(opens, closes, strict=True))))

    broken = np.isnan(prices)
    assert at[broken].tolist() == [k for k, (_, jump) in enumerate(bars) if k and abs(jump) > 5e-4]
    assert (np.diff(at) >= 0).all()
    for hour, (first, last) in enumerate(zip(opens, closes, strict=True)):
        assert prices[at == hour][-1] == pytest.approx(first)
        assert prices[at == hour + 1][0] == pytest.approx(last)
