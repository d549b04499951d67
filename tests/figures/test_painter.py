"""What the painter puts on paper is where the marks say, in their ink, and nothing is left over.

Looked at in two ways: the record of what was drawn, read back to values, and the pixels themselves.
"""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from cases import cases
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from margin_lessons.errors import BadInput
from margin_lessons.figures.marks import (
    Area,
    Band,
    ChartBar,
    Curve,
    Grid,
    Note,
    Point,
    Rule,
    Segment,
)
from margin_lessons.figures.painted import Painted
from margin_lessons.figures.painter import Painter
from margin_lessons.figures.palette import DARK, LIGHT, Palette
from margin_lessons.figures.picture import Guess, Picture, Plot, Scale, Viewport, first_that_holds
from margin_lessons.figures.plot_layout import (
    HEIGHT,
    LINE,
    STACKED,
    PlotBox,
    boxes,
    height_at,
    ticks,
)
from margin_lessons.scenes.scene import Fact

PLOT = Plot(Scale(0, 100, "price, USD"), Scale(-50, 50, "equity, USD"), rows=1)


def pixels(painted: Painted) -> np.ndarray:
    """Return the picture as rows of red, green and blue."""
    return np.asarray(Image.open(io.BytesIO(painted.png)).convert("RGB")).astype(int)


def painted(*marks, plot: Plot = PLOT, place: Viewport | None = None, palette: Palette = LIGHT,
            guess: Guess | None = None) -> Painted:  # fmt: skip
    return Painter(place or Viewport(400, 240), palette).paint(Picture((plot,), marks), guess)


def inked(picture: Painted, ink: str, near: float = 40.0) -> np.ndarray:
    """Return where a picture has an ink, as rows of x and y in pixels of the page."""
    color = picture.palette.inks()[ink].color
    wanted = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)])
    rows, columns = np.nonzero(np.abs(pixels(picture) - wanted).sum(axis=2) < near)
    return np.column_stack([columns, rows])


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_a_picture_has_the_pixels_of_its_place(ratio: float) -> None:
    assert pixels(painted(place=Viewport(390, 300, ratio))).shape == (300 * ratio, 390 * ratio, 3)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_a_theme_has_its_own_paper(palette: Palette) -> None:
    corner = pixels(painted(palette=palette))[-1, -1].astype(np.uint8)
    assert "#" + bytes(corner).hex() == palette.paper


def test_a_rule_is_drawn_where_its_fact_is_and_in_its_ink() -> None:
    fact = Fact("margin call at", "40 USD", 40.0)
    picture = painted(Rule(fact, ink="call", width=2.0))
    assert picture.read_back() == {"margin call at": pytest.approx(40.0)}
    x = inked(picture, "call")[:, 0]
    assert abs(np.median(x) - picture.boxes[0].px(40.0)) <= 1.5
    assert np.ptp(x) <= 4
    level = painted(Rule(fact, "y", ink="call"))
    assert level.read_back() == {"margin call at": pytest.approx(40.0)}
    assert abs(np.median(inked(level, "call")[:, 1]) - level.boxes[0].py(40.0)) <= 1.5


def test_a_curve_is_read_back_at_all_points_and_breaks_where_it_has_none() -> None:
    x, y = [0, 20, 40, 60, 80], [-40, 0, np.nan, 30, 45]
    picture = painted(Curve(x, y, ink="equity", name="equity"))
    np.testing.assert_allclose(picture.of("equity").values, np.column_stack([x, y]))
    seen = inked(picture, "equity")
    box = picture.boxes[0]
    between = (seen[:, 0] > box.px(21)) & (seen[:, 0] < box.px(59))
    assert not between.any()
    ends = box.py(np.interp(box.x_at(seen[:, 0]), [0, 20, 60, 80], [-40, 0, 30, 45]))
    assert np.abs(ends - seen[:, 1]).max() < 4


def test_a_point_is_where_its_facts_are() -> None:
    now, left = Fact("price now", "30 USD", 30.0), Fact("equity", "-20 USD", -20.0)
    picture = painted(Point(now, left, ink="price", label="now"))
    assert picture.read_back() == {"price now": pytest.approx(30), "equity": pytest.approx(-20)}
    (label,) = picture.labels
    own = label.box
    spot = inked(picture, "price")
    spot = spot[~((spot[:, 0] >= own[0]) & (spot[:, 0] <= own[2]))]
    middle = spot.mean(axis=0)
    assert np.abs(middle - [picture.boxes[0].px(30), picture.boxes[0].py(-20)]).max() < 1.5


def test_areas_bands_and_bars_end_where_they_say() -> None:
    picture = painted(
        Band(-50, -10, ink="debt", name="debt"),
        Area([0, 50], [20, 40], ink="equity", name="kept"),
        ChartBar(70, Fact("loan", "30 USD", 30.0), thick=10, ink="loan"),
    )
    band, area, bar = picture.drawn
    assert (band.values[:, 1].min(), band.values[:, 1].max()) == pytest.approx((-50, -10))
    np.testing.assert_allclose(area.values, [[0, 20], [50, 40], [50, 0], [0, 0]], atol=1e-9)
    assert bar.values[2] == pytest.approx((75, 30))
    assert picture.read_back() == {"loan": pytest.approx(30.0)}
    shot, box = pixels(picture), picture.boxes[0]
    for y, shaded in ((-12, True), (-8, False)):
        at = shot[round(float(box.py(y))), round(float(box.px(13)))]
        assert bool(np.abs(at - 255).sum() > 12) is shaded


def test_a_hollow_bar_is_empty_and_a_debt_is_hatched() -> None:
    kinds = {"full": {}, "hollow": {"hollow": True}, "hatch": {"hatch": True}}
    inside = {}
    for name, how in kinds.items():
        picture = painted(ChartBar(50, 40, thick=40, ink="debt", **how))
        box = picture.boxes[0]
        left, right, top, bottom = (round(float(v)) for v in (
            box.px(35), box.px(65), box.py(35), box.py(5)))  # fmt: skip
        inside[name] = pixels(picture)[top:bottom, left:right]
    grid = 40  # a line or two of the grid may cross
    assert (np.abs(inside["hollow"] - 255).sum(axis=2) > grid).mean() < 0.1
    assert (np.abs(inside["full"] - 255).sum(axis=2) > grid).all()
    assert inside["hatch"].std() > 1.5 * inside["full"].std()


def test_a_grid_has_the_tint_of_each_kind_in_its_cell() -> None:
    kinds = np.array([[0, 1], [2, 0]])
    tints = (("debt", 0.1), ("debt", 0.5), ("debt", 0.9))
    plot = Plot(Scale(0, 2, grid=False), Scale(0, 2, grid=False))
    picture = painted(Grid(kinds, tints, (0, 2), (0, 2), name="map"), plot=plot)
    shot, box = pixels(picture), picture.boxes[0]
    for row in (0, 1):
        for column in (0, 1):
            at = shot[round(float(box.py(row + 0.5))), round(float(box.px(column + 0.5)))]
            ink, strength = tints[kinds[row, column]]
            wanted = 255 * np.array(LIGHT.tint(LIGHT.inks()[ink], strength))
            assert np.abs(at - wanted).max() <= 1


def test_a_span_and_a_note_are_where_they_say() -> None:
    picture = painted(
        Segment(20, 0, 60, 30, ink="price", name="jump"), Note(50, -30, label="no trade here")
    )
    np.testing.assert_allclose(picture.of("jump").values, [[20, 0], [60, 30]])
    (label,) = picture.labels
    assert label.text == "no trade here"


def test_what_lies_outside_its_plot_is_not_read_back() -> None:
    far = Fact("nothing left at", "900 USD", 900.0)
    none = Fact("margin call at", "no such price", None)
    picture = painted(Rule(far, ink="zero_equity", label="far"), Rule(none, ink="call", label="no"))
    assert picture.read_back() == {}
    assert not picture.labels
    assert not len(inked(picture, "call"))


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_nothing_of_an_earlier_picture_stays(palette: Palette) -> None:
    painter = Painter(Viewport(400, 240), palette)
    other = replace(PLOT, x=Scale(0, 7))
    pictures = [Picture((plot,), (Rule(5, ink="call", label="call"), Point(at, 9, ink="price")))
                for plot, at in ((PLOT, 10), (PLOT, 60), (other, 3), (PLOT, 10))]  # fmt: skip
    shots = [painter.paint(one).png for one in pictures]
    assert shots[0] == shots[-1]
    for picture, shot in zip(pictures, shots, strict=True):
        assert Painter(Viewport(400, 240), palette).paint(picture).png == shot


def test_axes_are_drawn_again_only_for_a_frame_not_seen_before(monkeypatch) -> None:
    painter = Painter(Viewport(400, 240))
    seen = []
    monkeypatch.setattr("margin_lessons.figures.painter.draw_ground", lambda *a: seen.append(1))
    for high in (100, 100, 7, 100, 7, 8):
        painter.paint(Picture((replace(PLOT, x=Scale(0, high)),), (Rule(5),)))
    assert len(seen) == 3


@pytest.mark.parametrize("along", ["x", "y"])
def test_a_guess_is_a_line_on_its_axis_with_its_words_at_the_head(along: str) -> None:
    picture = painted(guess=Guess(30, "you said 30", along))
    (label,) = picture.labels
    assert label.mark is None
    assert label.box[3] <= picture.boxes[0].top
    assert label.box[2] == pytest.approx(picture.boxes[0].right)
    spots = inked(picture, "prediction")
    inside = spots[spots[:, 1] > picture.boxes[0].top]
    axis = 0 if along == "x" else 1
    wanted = picture.boxes[0].px(30) if along == "x" else picture.boxes[0].py(30)
    assert np.abs(inside[:, axis] - wanted).max() < 3


def test_a_guess_off_the_chart_says_so_and_draws_no_line() -> None:
    picture = painted(guess=Guess(900, "you said 900"))
    (label,) = picture.labels
    assert label.text == "you said 900 (off this chart)"
    spots = inked(picture, "prediction")
    assert not (spots[:, 1] > picture.boxes[0].top).any()


@pytest.mark.parametrize("value", [30, 900])
def test_where_the_axis_leaves_no_room_a_guess_stands_below_its_name(value: float) -> None:
    named = replace(PLOT, y=replace(PLOT.y, label="what is left of your money, USD"))
    picture = Painter(Viewport(254, 300)).paint(Picture((named,), ()), Guess(value, "you said 900"))
    (label,), (box,) = picture.labels, picture.boxes
    assert label.box[1] >= box.top
    assert label.box[2] <= box.right
    assert label.box[0] >= 0


@given(x=st.floats(0, 100), y=st.floats(-50, 50), wide=st.integers(300, 1_800))
@cases(200)
def test_a_value_goes_to_its_pixel_and_back(x: float, y: float, wide: int) -> None:
    for plot in (PLOT, replace(PLOT, x=Scale(1e-4, 1e3, log=True), y=Scale(50, -50))):
        (box,) = boxes((plot,), Viewport(wide, 300), lambda text: 7.0 * len(text))
        if not plot.x.log:
            assert box.x_at(box.px(x)) == pytest.approx(x, abs=1e-9)
        assert box.y_at(box.py(y)) == pytest.approx(y, abs=1e-9)
        assert 0 <= box.left < box.right <= wide
        assert 0 <= box.top < box.bottom <= 300


def test_plots_stand_side_by_side_where_there_is_room_and_else_stack() -> None:
    picture = Picture((replace(PLOT, share=0.75), replace(PLOT, share=0.25)), ())
    wide = boxes(picture.plots, Viewport(830, 300), lambda text: 7.0 * len(text))
    assert wide[0].right < wide[1].left
    assert wide[0].top == wide[1].top
    narrow = boxes(picture.plots, Viewport(390, 480), lambda text: 7.0 * len(text))
    assert narrow[0].bottom < narrow[1].top
    assert height_at(picture, 390) == round(HEIGHT * STACKED)
    assert height_at(Picture((PLOT,), ()), 390) == HEIGHT


@given(low=st.floats(-1e6, 1e6), size=st.floats(10, 1e6), length=st.integers(150, 1_700))
@cases(200)
def test_ticks_are_round_lie_on_the_axis_and_keep_apart(
    low: float, size: float, length: int
) -> None:
    scale = Scale(low, low + size)
    found = ticks(scale, length, lambda text: 8.0 * len(text) + 15)
    at = [value for value, _ in found]
    assert all(low - 1e-6 * size <= one <= low + size * (1 + 1e-6) for one in at)
    spots = [(one - low) / size * length for one in at]
    assert all(b - a >= 20 for a, b in pairwise(spots))
    steps = np.diff(at)
    if len(steps) > 1:
        np.testing.assert_allclose(steps, steps[0], rtol=1e-6)


def test_rows_of_a_comparison_keep_the_names_they_are_given() -> None:
    named = ((0.0, "do nothing"), (1.0, "add funds"))
    assert ticks(Scale(-1, 2, ticks=named), 100, lambda text: 9.0 * len(text)) == named


def test_the_near_frame_is_kept_while_it_holds() -> None:
    near, wide = ((replace(PLOT, x=Scale(0, high)),) for high in (100, 400))
    holds = [first_that_holds(near, wide, needs=lambda plots, at=at: plots[0].x.holds(at))
             for at in (10, 99, 101, 5_000)]  # fmt: skip
    assert holds == [near, near, wide, wide]


def test_a_mark_that_is_not_there_is_named_with_those_that_are() -> None:
    picture = painted(Rule(Fact("price now", "5", 5.0)))
    with pytest.raises(BadInput, match="mark 'price then' is not one of this picture"):
        picture.of("price then")


def written(picture: Picture, monkeypatch) -> list[tuple[str, float, float]]:
    """Return all words that the pen writes for a picture: what, from where, on which line."""
    found: list[tuple[str, float, float]] = []
    pen = "margin_lessons.figures.pen.Pen.write"
    monkeypatch.setattr(pen, lambda self, text, left, base, *_, **__: found.append(
        (text, left, base)))  # fmt: skip
    Painter(Viewport(400, 240)).paint(picture)
    return found


def test_ticks_are_written_at_their_values(monkeypatch) -> None:
    picture = Picture((PLOT,), ())
    (box,) = painted().boxes
    said = written(picture, monkeypatch)
    pen = Painter(Viewport(400, 240)).pen
    for at, text in box.x_ticks:
        middles = [left + pen.width_of(text) / 2 for one, left, base in said
                   if one == text and base > box.bottom]  # fmt: skip
        assert min(abs(middle - box.px(at)) for middle in middles) < 12, text
    for at, text in box.y_ticks:
        lines = [base for one, left, base in said if one == text and left < box.left]
        # Letters stand on their line: their middle is a third of their height above it.
        assert min(abs(line - 0.35 * 13 - box.py(at)) for line in lines) < 1.5, text


def test_the_line_of_zero_is_at_zero() -> None:
    picture = painted()
    (box,) = picture.boxes
    rows = np.flatnonzero((pixels(picture)[:, round(box.left) + 60] < 100).all(axis=1))
    assert abs(rows.mean() - box.py(0)) <= 1.0


def test_a_log_axis_has_the_same_room_for_every_ten_times() -> None:
    plot = Plot(Scale(0, 100), Scale(1e-4, 1, "chance", log=True))
    spots = [float(one.points[0, 1]) for one in
             painted(*(Rule(10.0**-n, "y") for n in range(1, 4)), plot=plot).drawn]  # fmt: skip
    box = painted(plot=plot).boxes[0]
    assert spots == pytest.approx([box.top + n * (box.bottom - box.top) / 4 for n in (1, 2, 3)])


def test_a_curve_is_drawn_from_its_first_point_to_its_last() -> None:
    picture = painted(Curve([10, 50, 90], [-40, 0, 40], ink="equity"))
    box = picture.boxes[0]
    x = inked(picture, "equity")[:, 0]
    assert (x.min(), x.max()) == pytest.approx((box.px(10), box.px(90)), abs=2)


def test_what_is_dotted_has_gaps_and_what_is_not_has_none() -> None:
    for dotted in (False, True):
        picture = painted(Curve([10, 90], [20, 20], ink="equity", dotted=dotted))
        x = inked(picture, "equity")[:, 0]
        filled = len(np.unique(x)) / (np.ptp(x) + 1)
        assert filled < 0.8 if dotted else filled == 1


def test_a_bar_stands_in_the_middle_of_its_place() -> None:
    for lies in (False, True):
        values = painted(ChartBar(40, 20, thick=10, lies=lies)).drawn[0].values
        across = values[:, 1 if lies else 0]
        assert (across.min(), across.max()) == pytest.approx((35, 45))


def test_an_area_lies_between_its_curve_and_its_base() -> None:
    picture = painted(Area([20, 80], [30, 30], 10.0, ink="equity"))
    shot, box = pixels(picture), picture.boxes[0]
    for y, shaded in ((8, False), (12, True), (28, True), (32, False)):
        at = shot[round(float(box.py(y))), round(float(box.px(53)))]
        assert bool(np.abs(at - 255).sum() > 12) is shaded, y


@pytest.mark.parametrize("heads", ["none", "end", "both"])
def test_the_heads_of_a_span_are_at_its_ends(heads: str) -> None:
    picture = painted(Segment(20, 0, 80, 0, ink="price", heads=heads))
    spots, box = inked(picture, "price"), picture.boxes[0]
    high = {end: np.ptp(spots[abs(spots[:, 0] - box.px(at)) < 9, 1]) > 4
            for end, at in (("start", 20), ("end", 80))}  # fmt: skip
    assert high == {"start": heads == "both", "end": heads != "none"}


@pytest.mark.parametrize("ink", ["call", "liquidation", "debt", "price"])
def test_a_label_is_written_in_the_ink_of_its_mark(ink: str) -> None:
    picture = painted(Point(50, 0, ink=ink, label="MMMMMM"), Rule(80, ink=ink, label="MMMM"))
    spots = inked(picture, ink)
    for label in picture.labels:
        left, top, right, bottom = label.box
        inside = (spots >= [left, top]).all(axis=1) & (spots <= [right, bottom]).all(axis=1)
        assert inside.sum() > 20
        assert label.ink == ink


def test_leaders_go_to_the_marks_of_their_labels() -> None:
    rules = [Rule(at, ink="call", label=f"call of {at}") for at in (20, 24, 70)]
    crowd = [Point(50 + dx, dy, ink="price", label=f"fill {dx} {dy}")
             for dx in (0, 2, 4) for dy in (0, 3, 6)]  # fmt: skip
    picture = painted(*rules, *crowd)
    led = [label for label in picture.labels if label.leader]
    assert len(led) > len(rules)
    for label in led:
        own = picture.drawn[label.mark].points
        assert np.abs(own - label.leader[0]).min(axis=0).max() < 1.5, label.text
        left, top, right, bottom = label.box
        assert left - 1 <= label.leader[1][0] <= right + 1
        assert top - 1 <= label.leader[1][1] <= bottom + 1


def test_a_name_over_the_plot_stands_over_its_own_line() -> None:
    picture = painted(*(Rule(at, ink="call", label=f"of {at}") for at in (70, 20, 45)))
    for label, one in zip(picture.labels, picture.drawn, strict=True):
        left, _, right, _ = label.box
        assert (left + right) / 2 == pytest.approx(one.points[0, 0], abs=2), label.text


@pytest.mark.parametrize("share", [-0.4, 0.0, 0.4])
def test_the_line_of_a_guess_runs_through_no_label(share: float) -> None:
    curve = Curve([0, 50, 100], [0, 0, 0], ink="equity", label="equity, all of it", name="equity")
    point = Point(50, 20, ink="price", label="the price now")
    free = painted(curve, point)
    for label in free.labels:
        box = free.boxes[0]
        middle = (label.box[1] + label.box[3]) / 2 + share * (label.box[3] - label.box[1])
        guess = Guess(float(box.y_at(np.array([middle]))[0]), "you said so", "y")
        crossed = painted(curve, point, guess=guess)
        line = float(box.py(guess.value))
        others = [one for one in crossed.labels if one.mark is not None]
        assert len(others) == 2
        assert all(line <= one.box[1] + 1 or line >= one.box[3] - 1 for one in others)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_the_words_of_a_marker_on_a_map_stand_on_paper(palette: Palette) -> None:
    tints = (("liquidation", 0.7),)
    cells = Grid(np.zeros((2, 2), int), tints, (0, 100), (-50, 50), name="map")
    point = Point(40, 0, ink="price", label="1 in 10")
    picture = painted(cells, point, palette=palette)
    (label,) = picture.labels
    left, top, right, bottom = (round(side) for side in label.box)
    edge = pixels(picture)[[top, bottom - 1], left : right - 1].reshape(-1, 3)
    wanted = np.array([int(palette.paper[i : i + 2], 16) for i in (1, 3, 5)])
    assert (edge == wanted).all()


def named(width: int) -> PlotBox:
    """Return a plot with names under it, none of which touches the next."""
    names = tuple((float(at), f"{name} pays") for at, name in enumerate(("BTC", "EUR", "SOL"), 1))
    plot = Plot(Scale(0, 4, "wallets", ticks=names), Scale(0, 1))
    (box,) = painted(plot=plot, place=Viewport(width, 300)).boxes
    for (_, text), (_, after) in pairwise(box.x_ticks):
        pen = Painter(Viewport(width, 300)).pen
        wide = [max(map(pen.width_of, one.split("\n"))) for one in (text, after)]
        assert sum(wide) / 2 < box.px(2) - box.px(1)
    return box


def test_names_under_an_axis_that_would_touch_are_written_in_two_lines() -> None:
    wide, narrow = named(400), named(220)
    assert [text for _, text in wide.x_ticks] == ["BTC pays", "EUR pays", "SOL pays"]
    assert [text for _, text in narrow.x_ticks] == ["BTC\npays", "EUR\npays", "SOL\npays"]
    assert [at for at, _ in narrow.x_ticks] == [1, 2, 3]
    assert narrow.bottom == pytest.approx(wide.bottom - LINE * 13)  # room for the second line
