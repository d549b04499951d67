"""Labels are never cut and never touch; each stands at its own mark, or has a line to it."""

from __future__ import annotations

import numpy as np
import pytest
from cases import cases
from hypothesis import given
from hypothesis import strategies as st
from lessons.seen import cut, in_anothers_bar, left_out, nearer_to_another, touching

from margin_lessons.figures.labelling import uncrowded
from margin_lessons.figures.marks import ChartBar, Curve, Note, Point, Rule
from margin_lessons.figures.painted import Label, Painted
from margin_lessons.figures.painter import Painter
from margin_lessons.figures.picture import Picture, Plot, Scale, Viewport

PLOT = Plot(Scale(0, 100, "price, USD"), Scale(0, 100, "level"), rows=2)
INKS = ("call", "liquidation", "zero_equity", "price")


def painted(*marks, width: int = 390) -> Painted:
    return Painter(Viewport(width, 300)).paint(Picture((PLOT,), marks))


def crowded(picture: Painted) -> list[str]:
    return [*cut(picture), *touching(picture), *left_out(picture)]


def wrong(picture: Painted) -> list[str]:
    return [*crowded(picture), *nearer_to_another(picture), *in_anothers_bar(picture)]


@given(
    rules=st.lists(st.floats(5, 95), min_size=1, max_size=3),
    levels=st.lists(st.integers(1, 9), min_size=0, max_size=3, unique=True),
    points=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=3, unique=True),
    width=st.sampled_from([360, 390, 830, 1_260]),
)
@cases(150)
def test_no_label_is_cut_or_touches_another(rules, levels, points, width) -> None:
    marks = [Rule(at, ink=ink, label=f"{ink[:6]} {at:.0f}")
             for at, ink in zip(sorted(rules), INKS, strict=False)]  # fmt: skip
    marks += [Rule(10.0 * at, "y", ink="loan", label=f"level {at}") for at in levels]
    marks += [Point(20.0 * x, 20.0 * y, ink="price", label=f"at {x}/{y}") for x, y in points]
    picture = painted(*marks, width=width)
    assert len(picture.labels) == len(marks)
    assert not crowded(picture)


@pytest.mark.parametrize("seed", range(8))
def test_labels_of_many_dots_and_bars_are_their_own(seed: int) -> None:
    draw = np.random.default_rng(seed)
    for width in (390, 830, 1_260):
        spots = np.column_stack([draw.uniform(30, 70, 7), draw.uniform(20, 80, 7)])
        dots = [Point(x, y, ink="price", label=f"fill {k}") for k, (x, y) in enumerate(spots)]
        bars = [
            ChartBar(20 + 20 * k, high, thick=14, ink=ink, label=f"part {k} of it", name=f"{k}")
            for k, (high, ink) in enumerate(
                zip(draw.uniform(3, 95, 4), ("loan", "equity") * 2, strict=True)
            )
        ]
        assert not wrong(painted(*dots, width=width))
        assert not wrong(painted(*bars, width=width))


@pytest.mark.parametrize("width", [360, 830, 1_800])
def test_labels_of_a_curve_and_its_dot_stand_at_their_own(width: int) -> None:
    x = np.linspace(0, 100, 50)
    for at in (5, 50, 95):
        picture = painted(
            Curve(x, x, ink="equity", label="equity", name="equity"),
            Curve(x, 100 - x, ink="loan", label="loan", name="loan"),
            Point(at, at, ink="price", label=f"now {at}"), width=width,
        )  # fmt: skip
        assert not wrong(picture)


def test_labels_over_upright_rules_keep_their_order_and_their_ink() -> None:
    rules = [Rule(at, ink=ink, label=f"{ink} 1{at},000") for at, ink in zip((40, 42, 44), INKS,
             strict=False)]  # fmt: skip
    picture = painted(*rules)
    assert [label.ink for label in picture.labels] == list(INKS[:3])
    for label, rule in zip(picture.labels, picture.drawn, strict=True):
        assert label.box[3] <= picture.boxes[0].top
        assert label.leader[0] == pytest.approx((rule.points[0, 0], picture.boxes[0].top))
        across = label.leader[1][0]
        assert label.box[0] <= across <= label.box[2]


def test_a_bar_that_is_large_enough_holds_its_label_and_a_small_one_does_not() -> None:
    large, small = (
        painted(ChartBar(50, high, thick=60, ink="loan", label="loan 40 USD")) for high in (60, 3)
    )
    for picture, inside in ((large, True), (small, False)):
        (label,), (bar,) = picture.labels, picture.drawn
        middle = (label.box[1] + label.box[3]) / 2
        top, bottom = bar.points[:, 1].min(), bar.points[:, 1].max()
        assert bool(top < middle < bottom) is inside


def test_a_label_that_is_moved_away_has_a_line_to_its_mark() -> None:
    crowd = [Point(50 + dx, 50 + dy, ink="price", label=f"fill {dx} {dy}")
             for dx in (0, 2, 4) for dy in (0, 3, 6)]  # fmt: skip
    picture = painted(*crowd, width=830)
    assert not crowded(picture)
    for label in picture.labels:
        spot = picture.drawn[label.mark].points[0]
        near = np.clip(spot, label.box[:2], label.box[2:])
        if np.hypot(*(near - spot)) > 16:
            assert label.leader
            assert label.leader[0] == pytest.approx(tuple(spot))


def test_words_too_long_for_their_plot_are_written_in_two_lines_within_their_box(
    monkeypatch,
) -> None:
    said: list[tuple[str, float]] = []
    pen = "margin_lessons.figures.pen.Pen.write"
    monkeypatch.setattr(pen, lambda self, text, left, base, *_, **__: said.append((text, base)))
    words = "too rare to be counted in 20,000 accounts"
    (label,) = painted(Note(50, 50, label=words), width=254).labels
    assert label.text == words
    assert label.lines == ("too rare to be counted", "in 20,000 accounts")
    first, second = (next(base for text, base in said if text == line) for line in label.lines)
    assert label.box[1] < first < second < label.box[3]
    assert not any(text == words for text, _ in said)
    (wide,) = painted(Note(50, 50, label=words), width=830).labels
    assert wide.lines == (words,)


def test_a_name_without_room_over_the_plot_stands_beside_its_rule() -> None:
    rules = [Rule(at, ink=ink, label=f"{ink} at 1{at},000 USD") for at, ink in
             zip((20, 45, 60, 80), INKS, strict=True)]  # fmt: skip
    narrow, wide = painted(*rules, width=254), painted(*rules, width=1_260)
    for picture in (narrow, wide):
        assert not crowded(picture)
    top = narrow.boxes[0].top
    assert {label.box[3] <= top for label in narrow.labels} == {True, False}
    assert all(label.box[3] <= wide.boxes[0].top for label in wide.labels)


def test_where_there_is_no_room_for_all_some_are_left_out_and_none_covers_another() -> None:
    crowd = [Note(10 + 20 * dx, 10 + 20 * dy, label=f"words {dx} {dy} that take a place")
             for dx in range(5) for dy in range(5)]  # fmt: skip
    picture = painted(*crowd, width=254)
    assert not [*cut(picture), *touching(picture)]
    assert 0 < len(left_out(picture)) < len(crowd)
    assert len(picture.labels) + len(left_out(picture)) == len(crowd)
    assert not left_out(painted(*crowd, width=1_800))


@pytest.mark.parametrize("kind", ["cut", "covered"])
def test_of_labels_in_each_others_way_the_last_stays(kind: str) -> None:
    page = (0.0, 0.0, 100.0, 100.0)
    second = (90.0, 0.0, 110.0, 10.0) if kind == "cut" else (5.0, 0.0, 25.0, 10.0)
    boxes = ((0.0, 0.0, 20.0, 10.0), second, (0.0, 50.0, 20.0, 60.0))
    labels = [Label(str(index), box, "text", index) for index, box in enumerate(boxes)]
    stay = [label.text for label in uncrowded(labels, page, [])]
    assert stay == (["0", "2"] if kind == "cut" else ["1", "2"])
    assert [one.text for one in uncrowded(labels, page, [(0.0, 55.0, 9.0, 70.0)])] == stay[:1]
