"""One trade under four laws: the table by hand, against a bisection, and what must always hold."""

from __future__ import annotations

import pytest
from cases import cases
from hypothesis import given
from hypothesis import strategies as st

from margin_lessons.account import Account
from margin_lessons.debt import LAWS, TERMS, BelowZero, UnderLaw, four_laws
from margin_lessons.errors import BadInput

TABLE = (
    # closed out at, zero at, then at 48,000 and at 28,000: left, owed, borne by somebody else
    (45_000, 30_000, (18_000, 0, 0), (0, 0, 2_000)),
    (42_000, 30_000, (18_000, 0, 0), (0, 2_000, 0)),
    (56_842.11, 54_000, (0, 6_000, 0), (0, 26_000, 0)),
    (56_842.11, 54_000, (0, 0, 6_000), (0, 0, 26_000)),
)


def money(law: UnderLaw, fill: float) -> tuple[float, float, float]:
    outcome = law.filled(fill)
    return outcome.left, outcome.owed, outcome.borne


@pytest.mark.parametrize("row", range(4))
def test_one_btc_long_at_60_000_by_hand(row: int) -> None:
    law, (closed, zero, high, low) = four_laws(60_000, 1, 2)[row], TABLE[row]
    assert law.closed_out_at == pytest.approx(closed, abs=0.005)
    assert law.zero_at == pytest.approx(zero)
    assert money(law, 48_000) == pytest.approx(high)
    assert money(law, 28_000) == pytest.approx(low)


def test_what_decides_is_the_product_and_the_place() -> None:
    below = [law.product.below_zero for law in four_laws(60_000)]
    assert below == [BelowZero.BY_LAW, BelowZero.OWED, BelowZero.OWED, BelowZero.BY_PROCESS]
    dates = [law.product.source.date for law in four_laws(60_000)]
    assert dates == ["2018-08-01", TERMS.date, "2026-11-25", "2026-03-17"]
    assert [law.put_up for law in four_laws(60_000)] == [30_000, 30_000, 6_000, 6_000]


def test_a_cfd_is_capped_and_spot_margin_is_not() -> None:
    cfd, spot, *_ = four_laws(60_000, setting=5)
    assert (cfd.put_up, spot.put_up) == (30_000, 12_000)
    assert cfd.holding.venue.leverage_max == LAWS["cap"].figure == 2
    # 40 % of 12,000 is 4,800: 7,200 have been lost.
    assert (spot.closed_out_at, spot.zero_at) == pytest.approx((52_800, 48_000))


def test_a_short_by_hand() -> None:
    cfd, spot, us, _ = four_laws(60_000, side="short")
    # The CFD's margin is set at opening; spot re-values it: 90,000 - P = 0.4 x P / 2.
    assert (cfd.closed_out_at, cfd.zero_at) == (75_000, 90_000)
    assert (spot.closed_out_at, spot.zero_at) == pytest.approx((75_000, 90_000))
    assert (us.closed_out_at, us.zero_at) == pytest.approx((66_000 / 1.05, 66_000))
    assert money(us, 70_000) == pytest.approx((0, 4_000, 0))


def test_before_the_close_out_the_trade_is_open() -> None:
    spot = four_laws(60_000)[1]
    assert [spot.filled(at).closed_out for at in (42_001, 42_000, 41_999)] == [False, True, True]
    short = four_laws(60_000, side="short")[1]
    assert [short.filled(at).closed_out for at in (74_999, 75_001)] == [False, True]


def requirement(law: UnderLaw, price: float) -> float:
    """Return by how much the equity is above what closes the trade out, from first principles."""
    if isinstance(law.holding, Account):
        level = law.holding.venue.liquidation_level
        return float(law.holding.equity(price) - level * law.holding.used_margin(price))
    return float(law.holding.equity(price) - law.holding.requirement(price))


def bisected(law: UnderLaw, height, entry: float) -> float | None:
    """Return where ``height`` falls to zero on the losing side of the entry, or None."""
    good, bad = entry, entry * (1e-9 if law.side.sign > 0 else 1e3)
    if height(bad) > 0:
        return None
    for _ in range(90):
        middle = (good + bad) / 2
        good, bad = (middle, bad) if height(middle) > 0 else (good, middle)
    return good


trades = {
    "entry": st.floats(0.01, 1e6),
    "volume": st.floats(1e-3, 1e3),
    "setting": st.floats(1, 10),
    "side": st.sampled_from(["long", "short"]),
    "futures_setting": st.floats(1.5, 19),
}


@cases(40)
@given(**trades)
def test_both_prices_against_a_bisection(entry, volume, setting, side, futures_setting) -> None:
    for law in four_laws(entry, volume, setting, side, futures_setting):
        for price, height in (
            (law.closed_out_at, lambda at, law=law: requirement(law, at)),
            (law.zero_at, lambda at, law=law: float(law.holding.equity(at))),
        ):
            found = bisected(law, height, entry)
            if price is None or found is None:
                assert price is None or price < 1e-8 * entry
                assert found is None or found < 1e-8 * entry
            else:
                assert price == pytest.approx(found, rel=1e-7)


@given(**trades, move=st.floats(0.01, 3))
def test_a_fill_leaves_exactly_the_equity(
    entry, volume, setting, side, futures_setting, move
) -> None:
    fill = entry * move
    laws = four_laws(entry, volume, setting, side, futures_setting)
    for law in laws:
        left, owed, borne = money(law, fill)
        assert law.filled(fill).fill == fill
        assert left - owed - borne == pytest.approx(float(law.holding.equity(fill)))
        assert min(left, owed, borne) == 0
        assert sorted((left, owed, borne))[1] == 0
        if law.product.below_zero is not BelowZero.OWED:
            assert owed == 0
        else:
            assert borne == 0
    us, stops = laws[2:]
    assert us.filled(fill).owed == stops.filled(fill).borne


@pytest.mark.parametrize(
    ("words", "make"),
    [
        ("entry 0 is not above 0", lambda: four_laws(0)),
        ("entry None is not a number", lambda: four_laws(None)),
        ("entry '60,000' is not a number", lambda: four_laws("60,000")),
        ("volume -1 is not above 0", lambda: four_laws(60_000, -1)),
        ("leverage 12 is above 10", lambda: four_laws(60_000, setting=12)),
        ("side 'up'", lambda: four_laws(60_000, side="up")),
        ("futures setting 20 puts up 0.05", lambda: four_laws(60_000, futures_setting=20)),
        ("futures setting 0 is not above 0", lambda: four_laws(60_000, futures_setting=0)),
        ("maintenance 2 is above 1", lambda: four_laws(60_000, maintenance=2)),
        ("fill -5 is not above 0", lambda: four_laws(60_000)[0].filled(-5)),
        ("fill nan is not a finite number", lambda: four_laws(60_000)[2].filled(float("nan"))),
    ],
)
def test_one_clear_sentence(words: str, make) -> None:
    with pytest.raises(BadInput) as caught:
        make()
    message = str(caught.value)
    assert words in message
    assert message.endswith(".")
    assert ": " in message
