"""The order book: hand-worked walks, a naive loop as the oracle, real shapes and bad rows."""

import math
from functools import cache

import numpy as np
import pytest
from cases import cases
from hypothesis import given
from hypothesis import strategies as st

from margin_lessons.account import Account, Position
from margin_lessons.crossing import crossing
from margin_lessons.debt import assign
from margin_lessons.errors import BadInput
from margin_lessons.market.book import (
    EUR_CHF_2015,
    GDAX_2017,
    SHAPES,
    Book,
    BookSide,
    Depth,
    Ended,
    eur_chf_2015,
    gdax_2017,
    named_book,
    named_depth,
    shaped,
)

BIDS = Depth("bids", [50_000, 49_000, 48_000], [0.25, 0.25, 0.5], unit="BTC")
ASKS = Depth("asks", [50_100, 51_000], [1, 2], unit="BTC")


# Made once: a strategy that is built anew in every draw is checked anew in every draw.
book_sides = st.sampled_from(list(BookSide))
level_prices = st.lists(st.floats(1, 100_000, width=32), min_size=1, max_size=12, unique=True)


@cache
def sizes_of(count):
    """As many sizes, some of them nothing, but not all."""
    size = st.one_of(st.just(0.0), st.floats(0.001, 1_000))
    return st.lists(size, min_size=count, max_size=count).filter(any)


@st.composite
def depths(draw):
    """A side with 1 to 12 levels, some of them empty, at prices from 1 to 100,000."""
    side = draw(book_sides)
    prices = sorted(draw(level_prices))
    sizes = draw(sizes_of(len(prices)))
    return Depth(side, prices[::-1] if side is BookSide.BIDS else prices, sizes)


orders = st.floats(0.0005, 20_000)
limits = st.one_of(st.none(), st.floats(0.5, 200_000))


def naive_walk(depth, size, limit):
    """The walk as one would do it by hand: level after level with a loop."""
    left, fills = size, []
    for price, there in zip(depth.prices.tolist(), depth.sizes.tolist(), strict=True):
        beyond = limit is not None and (
            price < limit if depth.side is BookSide.BIDS else price > limit
        )
        if beyond or left <= 0:
            break
        part = min(left, there)
        if part > 0:
            fills.append((price, part))
            left -= part
    filled = math.fsum(part for _, part in fills)
    return filled, math.fsum(price * part for price, part in fills), fills


class TestByHand:
    def test_a_sale_within_the_best_level_pays_the_best_price(self):
        walk = BIDS.walk(0.1)
        assert (walk.average, walk.worst, walk.slippage) == (50_000, 50_000, 0)
        assert walk.ended is Ended.FILLED

    def test_a_sale_over_three_levels(self):
        # 0.25 x 50,000 + 0.25 x 49,000 + 0.25 x 48,000 = 36,750 for 0.75 BTC.
        walk = BIDS.walk(0.75)
        assert walk.value == 36_750
        assert walk.average == 49_000
        assert walk.worst == 48_000
        assert walk.slippage == pytest.approx(0.02)
        assert walk.worst_slippage == pytest.approx(0.04)
        assert [(fill.price, fill.size) for fill in walk.fills] == [
            (50_000, 0.25),
            (49_000, 0.25),
            (48_000, 0.25),
        ]

    def test_a_purchase_walks_up(self):
        # 1 x 50,100 + 1 x 51,000 = 101,100 for 2 BTC.
        walk = ASKS.walk(2)
        assert walk.average == 50_550
        assert walk.slippage == pytest.approx(450 / 50_100)

    def test_an_emptied_book_leaves_the_rest_unfilled(self):
        walk = BIDS.walk(1.5)
        assert (walk.filled, walk.unfilled, walk.ended) == (1.0, 0.5, Ended.EMPTIED)
        assert walk.average == 48_750

    def test_exactly_the_whole_book_is_filled_in_full(self):
        assert BIDS.walk(1.0).ended is Ended.FILLED

    def test_a_limit_stops_the_walk(self):
        walk = BIDS.walk(0.75, limit=49_000)
        assert (walk.filled, walk.unfilled, walk.worst) == (0.5, 0.25, 49_000)
        assert walk.ended is Ended.LIMIT

    def test_a_limit_beyond_the_best_price_fills_nothing(self):
        walk = BIDS.walk(0.75, limit=50_001)
        assert (walk.filled, walk.unfilled, walk.value, walk.fills) == (0, 0.75, 0, ())
        assert walk.average is walk.worst is walk.slippage is walk.worst_slippage is None
        assert walk.ended is Ended.LIMIT

    def test_a_buyers_limit_is_an_upper_one(self):
        assert ASKS.walk(2, limit=50_500).filled == 1

    def test_a_limit_below_everything_does_not_hide_an_emptied_book(self):
        assert BIDS.walk(2, limit=1).ended is Ended.EMPTIED

    def test_depth_within_a_price(self):
        assert BIDS.within([50_001, 50_000, 49_999, 48_000, 1]).tolist() == [0, 0.25, 0.25, 1, 1]
        assert ASKS.within(50_100) == 1

    def test_levels_where_nobody_is_are_skipped(self):
        depth = Depth("bids", [51_000, 50_000, 49_000, 48_000], [0, 1, 0, 1])
        assert depth.best == 50_000
        walk = depth.walk(1.5)
        assert [fill.price for fill in walk.fills] == [50_000, 48_000]
        assert walk.slippage == pytest.approx((1 / 3) * 2_000 / 50_000)


class TestTheArticlesGap:
    """5x, 0.5 BTC at 62,500 on 6,250 USD: closed at 50,000 nothing is left, at 48,000 a debt."""

    account = Account(6_250, (Position("long", 0.5, 62_500, 5),))

    def test_buyers_only_at_48_000_leave_a_debt_of_1_000(self):
        book = Depth("bids", [55_000, 52_000, 50_000, 48_000], [1, 1, 1, 1])
        hole = book.withdrawn(50_000, 55_000)
        assert self.account.equity(book.walk(0.5).average) == 2_500
        assert self.account.equity(hole.walk(0.5).average) == -1_000

    def test_an_order_limited_at_the_zero_equity_price_leaves_the_rest_to_somebody(self):
        zero = crossing(self.account, 0.0).price
        assert zero == 50_000
        walk = BIDS.walk(0.5, limit=zero)
        shared = assign(0.5, walk.filled)
        assert (shared.filled, shared.unwound) == (0.25, 0.25)

    def test_half_the_orders_taken_back(self):
        assert BIDS.withdrawn(49_500, 60_000, share=0.5).total == 0.875

    def test_a_scaled_book(self):
        assert BIDS.scaled(4).walk(0.75).average == 50_000


class TestAgainstTheLoop:
    @cases(1_500)
    @given(depths(), st.lists(orders, min_size=1, max_size=6), limits)
    def test_curve_and_walk_agree_with_a_naive_loop(self, depth, sizes, limit):
        curve = depth.curve(sizes, limit)
        for row, size in enumerate(sizes):
            filled, money, fills = naive_walk(depth, size, limit)
            walk = depth.walk(size, limit)
            assert walk.filled == pytest.approx(filled, rel=1e-12)
            assert walk.value == pytest.approx(money, rel=1e-9)
            assert curve.filled[row] == walk.filled
            assert walk.filled + walk.unfilled == pytest.approx(size, rel=1e-12)
            if not fills:
                assert walk.average is None
                assert math.isnan(curve.average[row])
                continue
            assert curve.average[row] == walk.average == pytest.approx(money / filled, rel=1e-9)
            assert curve.slippage[row] == walk.slippage >= 0
            # A last fill of a rounding error may be there in one and not in the other.
            solid = [fill for fill in fills if fill[1] > 1e-9 * size]
            found = [(f.price, f.size) for f in walk.fills if f.size > 1e-9 * size]
            assert [price for price, _ in found] == [price for price, _ in solid]
            assert [part for _, part in found] == pytest.approx(
                [part for _, part in solid], rel=1e-6
            )

    @cases(1_000)
    @given(depths(), st.lists(orders, min_size=2, max_size=20), limits)
    def test_slippage_never_falls_with_size(self, depth, sizes, limit):
        curve = depth.curve(np.sort(sizes), limit)
        for slippage in (curve.slippage, curve.worst_slippage):
            assert (np.diff(slippage[~np.isnan(slippage)]) >= -1e-9).all()
        assert (np.diff(curve.filled) >= 0).all()

    @cases(1_000)
    @given(depths(), orders, st.floats(0.5, 200_000))
    def test_no_fill_is_beyond_the_limit_and_never_more_than_is_there(self, depth, size, limit):
        walk = depth.walk(size, limit)
        assert walk.filled <= min(size, depth.total)
        for fill in walk.fills:
            assert depth.side.sign * (fill.price - limit) >= 0
        assert sum(fill.size for fill in walk.fills) == pytest.approx(walk.filled, rel=1e-9)


class TestShapes:
    def test_thinner_books_slip_more(self):
        slips = [named_depth(shape.name, "bids", 55_000).walk(4).slippage for shape in SHAPES]
        assert slips == sorted(slips)
        assert slips[0] < 0.0005
        assert slips[-1] > 0.04

    def test_the_total_is_what_was_asked_for(self):
        assert shaped("asks", 100, total=7, decay=0.02).total == pytest.approx(7)
        assert named_depth("deep", "bids", 100, total=3).total == pytest.approx(3)

    def test_two_sides_mirror_each_other(self):
        book = named_book("thin", 1_000)
        assert book.mid == pytest.approx(1_000)
        assert book.walk("sell", 5).slippage == pytest.approx(
            book.walk("buy", 5).slippage, rel=0.01
        )

    @pytest.mark.parametrize("decay", [0.0001, 0.04, 0.19, 1.0])
    def test_bids_stay_above_zero_at_any_decay(self, decay):
        assert shaped("bids", 10, total=1, decay=decay).prices[-1] > 0

    def test_eur_chf_holds_the_published_counts(self):
        at = dict(zip(EUR_CHF_2015.prices.tolist(), EUR_CHF_2015.sizes.tolist(), strict=True))
        published = {1.18: 8, 1.17: 4, 1.16: 0, 1.15: 2, 1.14: 4, 1.13: 3, 1.10: 5}
        assert {price: at[price] for price in published} == published
        assert EUR_CHF_2015.best == 1.1972

    def test_eur_chf_by_hand(self):
        # 1 at 1.1972, 1 at 1.19, 8 at 1.18: 11.8272 francs for 10 euros.
        assert EUR_CHF_2015.walk(10).average == pytest.approx(1.18272)
        assert eur_chf_2015(2).walk(20).average == pytest.approx(1.18272)
        assert EUR_CHF_2015.walk(100).unfilled == pytest.approx(71)

    def test_gdax_reproduces_the_published_slippage(self):
        order = GDAX_2017.walk(GDAX_2017.within(224.48))
        assert order.worst == 224.48
        assert round(order.slippage, 4) == 0.1468
        assert round(order.worst_slippage * 100, 1) == 29.4
        assert order.value == pytest.approx(12_500_000)
        assert GDAX_2017.prices[-1] == pytest.approx(0.10)

    def test_gdax_with_nothing_below_the_order(self):
        shallow = gdax_2017(cascade_coins=0)
        assert shallow.total == pytest.approx(GDAX_2017.within(224.48))

    def test_real_shapes_say_what_they_rest_on(self):
        for depth in (EUR_CHF_2015, GDAX_2017):
            assert depth.known
            assert depth.assumed
            assert depth.source.date

    def test_a_shape_is_a_value(self):
        assert eur_chf_2015() == EUR_CHF_2015
        assert hash(eur_chf_2015()) == hash(EUR_CHF_2015)
        assert eur_chf_2015(2) != EUR_CHF_2015
        with pytest.raises(ValueError, match="read-only"):
            EUR_CHF_2015.sizes[0] = 5


def refused(words, make):
    with pytest.raises(BadInput) as caught:
        make()
    message = str(caught.value)
    assert words in message
    assert message.endswith(".")
    assert "\n" not in message


class TestBadInput:
    @pytest.mark.parametrize(
        ("words", "prices", "sizes"),
        [
            ("price 101 in row 2 of the bids is not below 100 in row 1", [100, 101], [1, 1]),
            ("price 100 in row 3 of the bids is not below 100", [101, 100, 100], [1, 1, 1]),
            ("size in row 2 of the bids -3 is below 0", [100, 99], [1, -3]),
            ("size in row 1 of the bids nan is not a finite number", [100], [math.nan]),
            ("price in row 2 of the bids nan is not a finite number", [100, math.nan], [1, 1]),
            ("price in row 1 of the bids 0 is not above 0", [0], [1]),
            ("price in row 1 of the bids 'x' is not a number", ["x"], [1]),
            ("bids have 2 prices and 1 sizes", [100, 99], [1]),
            ("bids hold nothing in any row", [100, 99], [0, 0]),
            ("bids hold nothing in any row", [], []),
        ],
    )
    def test_rows(self, words, prices, sizes):
        refused(words, lambda: Depth("bids", prices, sizes))

    def test_asks_are_listed_upwards(self):
        refused(
            "price 99 in row 2 of the asks is not above 100 in row 1",
            lambda: Depth.from_rows("asks", [(100, 1), (99, 1)]),
        )

    def test_a_crossed_book(self):
        bids = Depth("bids", [105, 102, 98], [0, 1, 1])
        refused(
            "bid 102 in row 2 is not below the ask 101 in row 1",
            lambda: Book(bids, Depth("asks", [101], [1])),
        )

    def test_sides_in_the_wrong_place(self):
        refused("bids are given as asks", lambda: Book(ASKS, BIDS))
        refused("side 'left' is neither", lambda: Depth("left", [1], [1]))
        refused("bids None is not a Depth", lambda: Book(None, ASKS))

    def test_rows_that_are_none(self):
        refused("prices 5 of the bids are no list", lambda: Depth("bids", 5, [1]))
        refused("row 1, (1,), is not of 2", lambda: Depth.from_rows("bids", [(1,)]))
        refused("row 1, 5, is not of 2", lambda: Depth.from_rows("bids", 5))
        refused("row 2, {1, 2}, is not of 2", lambda: Depth.from_rows("bids", [(2, 1), {1, 2}]))
        refused("levels", lambda: gdax_2017(levels=10**400))
        refused("order size in row 1 [1]", lambda: BIDS.curve([[1], [1, 2]]))

    @pytest.mark.parametrize("size", [0, -1, math.nan, math.inf, "much"])
    def test_order_sizes(self, size):
        refused("order size", lambda: BIDS.walk(size))
        refused("order size in row 2", lambda: BIDS.curve([1, size]))

    def test_limits_and_orders(self):
        refused("limit -1 is not above 0", lambda: BIDS.walk(1, limit=-1))
        refused("order 'hold' is neither", lambda: named_book("thin", 100).walk("hold", 1))
        refused("order ['sell'] is neither", lambda: named_book("thin", 100).walk(["sell"], 1))

    def test_shapes(self):
        refused("book 'flat' is not one of these books", lambda: named_depth("flat", "bids", 1))
        refused("book ['thin'] is not one of", lambda: named_depth(["thin"], "bids", 1))
        refused("decay 0 is below", lambda: shaped("bids", 100, 1, 0))
        refused("mid price -5", lambda: shaped("bids", -5, 1, 0.1))
        refused("levels 1 is not a whole", lambda: shaped("bids", 5, 1, 0.1, levels=1))
        for levels in (0, 1, 2.5, True):
            refused("is not a whole number of 2 or more", lambda n=levels: gdax_2017(levels=n))

    def test_withdrawals(self):
        refused("high 1 is below low 2", lambda: BIDS.withdrawn(2, 1))
        refused("share 2 is above 1", lambda: BIDS.withdrawn(1, 2, share=2))
        refused("bids hold nothing", lambda: BIDS.withdrawn(1, 100_000))
