"""Labels are nudged apart: in order, at least a gap from each other, and in range."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from cases import cases
from hypothesis import given
from hypothesis import strategies as st

from margin_lessons.figures.labels import APART, over_rules, spread
from margin_lessons.figures.marks import Rule
from margin_lessons.figures.painted import Drawn
from margin_lessons.figures.picture import Plot, Scale, Viewport
from margin_lessons.figures.plot_layout import boxes

places = st.floats(-1e6, 1e6, allow_nan=False)
wanted = st.lists(places, max_size=12)
gaps = st.floats(0, 1e5, allow_nan=False)
widths = st.floats(1e-3, 1e6, allow_nan=False)

# Positions of 1e6 carry rounding errors of about this size.
SLACK = 1e-6


def in_order(placed: list[float], asked: list[float]) -> list[float]:
    """Return the placed labels from the lowest asked for to the highest."""
    return [placed[i] for i in sorted(range(len(asked)), key=lambda i: asked[i])]


@cases(1000)
@given(wanted, gaps, places, widths)
def test_order_gap_and_range_are_kept(
    asked: list[float], gap: float, low: float, width: float
) -> None:
    high = low + width
    placed = spread(asked, gap, low, high)
    assert len(placed) == len(asked)
    assert all(low - SLACK <= place <= high + SLACK for place in placed)
    fits = gap * (len(asked) - 1) < width
    least = gap if fits else width / max(len(asked) - 1, 1)
    assert all(b - a >= least - SLACK for a, b in pairwise(in_order(placed, asked)))


@cases(500)
@given(st.lists(st.integers(0, 100), max_size=10, unique=True), st.floats(0, 1))
def test_labels_that_fit_stay_where_they_are(asked: list[int], gap: float) -> None:
    assert spread(asked, gap, 0, 100) == pytest.approx(asked)


@cases(500)
@given(wanted, gaps, places, widths)
def test_spreading_twice_changes_nothing(
    asked: list[float], gap: float, low: float, width: float
) -> None:
    once = spread(asked, gap, low, low + width)
    assert spread(once, gap, low, low + width) == pytest.approx(once, abs=1e-5)


@cases(500)
@given(st.lists(places, min_size=1, max_size=8), st.floats(1, 1e4), st.randoms())
def test_the_order_of_the_labels_does_not_matter(asked: list[float], gap: float, random) -> None:
    mixed = random.sample(asked, len(asked))
    ends = (-2e6, 2e6)
    assert sorted(spread(asked, gap, *ends)) == pytest.approx(sorted(spread(mixed, gap, *ends)))


def test_a_pair_too_close_moves_apart_by_the_same_distance() -> None:
    assert spread([50, 51], gap=5, low=0, high=100) == pytest.approx([48, 53])


def test_a_group_at_the_edge_moves_inwards() -> None:
    assert spread([100, 100, 100], gap=10, low=0, high=100) == pytest.approx([80, 90, 100])
    assert spread([-5, 0], gap=10, low=0, high=100) == pytest.approx([0, 10])


def test_too_many_labels_share_the_range_evenly() -> None:
    assert spread([7, 5, 6], gap=100, low=0, high=10) == pytest.approx([10, 0, 5])


def test_no_labels_and_one_label() -> None:
    assert spread([], gap=1, low=0, high=1) == []
    assert spread([7], gap=1, low=0, high=5) == [5]


def test_wide_labels_keep_their_room_and_lie_within() -> None:
    assert spread([50, 50], gap=2, low=0, high=100, widths=[10, 30]) == pytest.approx([39, 61])
    assert spread([100], gap=2, low=0, high=100, widths=[30]) == pytest.approx([85])


@cases(500)
@given(st.lists(st.tuples(st.floats(0, 100), st.floats(1, 12)), max_size=7))
def test_no_wide_label_covers_another(asked: list[tuple[float, float]]) -> None:
    places = spread([at for at, _ in asked], 1, 0, 100, [wide for _, wide in asked])
    ends = [(at - wide / 2, at + wide / 2) for at, (_, wide) in zip(places, asked, strict=True)]
    assert all(low >= -SLACK and high <= 100 + SLACK for low, high in ends)
    assert all(b[0] - a[1] >= 1 - SLACK for a, b in pairwise(sorted(ends)))


(BOX,) = boxes((Plot(Scale(0, 1), Scale(0, 1), rows=2),), Viewport(), len)


def over(at: list[float], sizes: list[float]) -> list[tuple[float, int]]:
    """Return the middle and the row of a label over each upright rule, between -1e4 and 1e4."""
    rules = [Drawn(Rule(0.5, name="a rule"), np.array([[x, 0.0], [x, 9.0]]), BOX) for x in at]
    return over_rules(rules, sizes, 2, (-1e4, 1e4))


# Rules in twos, the twos far from each other: each label has room on its own side.
twos = st.lists(
    st.tuples(st.floats(0, 60), st.floats(20, 150), st.floats(20, 150)), min_size=1, max_size=5
)


@cases(500)
@given(twos, st.randoms())
def test_the_line_to_an_upper_label_passes_beside_a_lower_one(
    drawn: list[tuple[float, float, float]], random
) -> None:
    rules = [(400.0 * place + far, size) for place, (apart, *both) in enumerate(drawn)
             for far, size in zip((0, apart), both, strict=True)]  # fmt: skip
    random.shuffle(rules)
    at, sizes = map(list, zip(*rules, strict=True))
    placed = over(at, sizes)
    for x, (middle, row) in zip(at, placed, strict=True):
        if row:
            assert middle == pytest.approx(x)  # its line is upright
    stand = [(at[i], x, sizes[i] / 2, row) for i, (x, row) in enumerate(placed)]
    upper = [x for x, *_, row in stand if row]
    for at_rule, middle, half, row in stand:
        for line in upper if row == 0 else []:
            assert abs(line - middle) >= half + APART / 2 - SLACK
            if line != at_rule:
                assert (line > middle) == (line > at_rule)


def test_a_lower_label_moves_no_farther_than_the_line_beside_it() -> None:
    # 100 wide over 500: its end may be at 520 - 4 at most.
    assert over([500, 520], [100, 100]) == [(466, 0), (520, 1)]
    assert over([520, 500], [100, 100]) == [(520, 1), (466, 0)]
    assert over([500, 600], [100, 100]) == [(500, 0), (600, 1)]


def test_at_the_edge_the_label_with_room_is_the_lower_one() -> None:
    assert over([-9_950, -9_930], [100, 100]) == [(-9_950, 1), (-9_896, 0)]


def test_without_room_between_two_lines_a_row_stands_as_if_alone() -> None:
    # The one at 520 has 32 between the lines at 500 and 540.
    assert over([480, 500, 520, 540], [100] * 4) == [(446, 0), (466, 1), (554, 0), (574, 1)]
