"""A drawing is made once, updated in place, and leaves nothing behind of the state before."""

from __future__ import annotations

import gc
from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
import pytest
from figures.sketch import Sketch, pixels
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from margin_lessons.figures.drawing import encode, nice_ceiling, row_labels, stack_labels
from margin_lessons.figures.palette import DARK, LIGHT


def test_a_picture_is_a_png_of_its_size() -> None:
    png = Sketch().png(12)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert pixels(png).shape == (200, 450, 3)


@pytest.mark.parametrize("channels", [3, 4], ids=["RGB", "RGBA"])
def test_encoding_keeps_every_pixel(channels: int) -> None:
    picture = np.random.default_rng(1).integers(0, 256, (37, 53, channels), dtype=np.uint8)
    picture[:, :, 3:] = 255
    assert np.array_equal(pixels(encode(picture)), picture[:, :, :3])


def test_the_same_state_gives_the_same_bytes() -> None:
    drawing = Sketch()
    first = drawing.png(12)
    assert drawing.png(12) == first
    assert Sketch().png(12) == first


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
@pytest.mark.parametrize("path", [(12, 14), (60, 55, 12), (12, 900, 12), (3, 80, 3, 81)])
def test_nothing_of_an_earlier_state_stays(palette, path: tuple[float, ...]) -> None:
    moved = Sketch(palette)
    for state in path:
        last = moved.png(state)
    assert np.array_equal(pixels(last), pixels(Sketch(palette).png(path[-1])))


def test_the_axes_are_drawn_again_only_when_the_frame_changes(monkeypatch) -> None:
    drawing = Sketch()
    framed = []
    monkeypatch.setattr(drawing, "set_frame", framed.append)
    for state in (61, 65, 79, 81, 62):
        drawing.png(state)
    assert framed == [80, 100, 80]


def test_the_background_of_a_frame_seen_before_is_not_drawn_again(monkeypatch) -> None:
    drawing = Sketch()
    drawn = []
    draw = drawing.canvas.draw
    monkeypatch.setattr(drawing.canvas, "draw", lambda: (drawn.append(drawing._frame), draw()))
    for state in (61, 81, 62, 82, 9, 63):
        drawing.png(state)
    assert drawn == [80, 100, 10]


def test_a_theme_has_its_own_paper() -> None:
    for palette in (LIGHT, DARK):
        corner = pixels(Sketch(palette).png(12))[-1, -1]
        assert "#" + bytes(corner).hex() == palette.paper


def test_a_prediction_is_drawn_and_taken_away() -> None:
    drawing = Sketch()
    plain = drawing.png(12)
    drawing.predict(7, "you said 7")
    drawn = drawing.png(12)
    assert drawn != plain
    assert drawing.guess.get_xdata()[0] == 7
    assert drawing.guess_label.get_text() == "you said 7"
    assert not np.array_equal(pixels(drawn), pixels(plain))
    drawing.predict(None)
    assert drawing.png(12) == plain


@pytest.mark.parametrize("value", [-1e9, -1, 0, 20, 1e9])
def test_the_label_of_a_prediction_far_off_is_still_seen(value: float) -> None:
    drawing = Sketch()
    drawing.predict(value, "you")
    drawing.png(12)
    box = drawing.guess_label.get_window_extent()
    on_axes = 0 <= value <= 20
    assert drawing.guess.get_visible() is on_axes
    assert drawing.guess_label.get_text() == ("you" if on_axes else "you (off this chart)")
    assert drawing.figure.bbox.x0 <= box.x0
    assert box.x1 <= drawing.figure.bbox.x1


def test_a_thousand_updates_keep_one_figure() -> None:
    gc.collect()
    before = sum(isinstance(thing, Figure) for thing in gc.get_objects())
    drawing = Sketch()
    axes, moving = len(drawing.figure.axes), len(drawing._moving)
    for step in range(1000):
        drawing.png(61 + step % 20)
    gc.collect()
    assert sum(isinstance(thing, Figure) for thing in gc.get_objects()) == before + 1
    assert (len(drawing.figure.axes), len(drawing._moving)) == (axes, moving)
    assert len(drawing.ax.lines) + len(drawing.ax.texts) == moving - 1
    assert plt.get_fignums() == []


@given(st.floats(1e-9, 1e12))
def test_a_nice_ceiling_is_round_and_not_far_above(value: float) -> None:
    ceiling = nice_ceiling(value)
    assert value * (1 - 1e-6) <= ceiling <= 2 * value
    assert float(f"{ceiling:.0e}") == pytest.approx(ceiling)
    assert nice_ceiling(ceiling) == ceiling


def test_a_nice_ceiling_of_nothing_and_with_other_steps() -> None:
    assert nice_ceiling(0) == nice_ceiling(-3) == 1
    assert nice_ceiling(1.2, (1, 1.5, 2, 10)) == 1.5
    assert nice_ceiling(9, (1, 2, 5)) == 10


@pytest.mark.parametrize(
    ("place", "along"), [(row_labels, "x"), (stack_labels, "y")], ids=["row", "stack"]
)
def test_labels_in_a_row_or_a_stack_never_touch(place, along: str) -> None:
    drawing = Sketch()
    drawing.png(100)
    texts = [drawing.label(drawing.ax, ha="center", fontsize=9) for _ in range(3)]
    for text in texts:
        text.set_text("9,999")
    if along == "x":
        row_labels(texts, [50, 50, 51], share=0.33)
    else:
        stack_labels(texts, [0.5, 0.5, 0.5], gap=0.2, x=50)
    boxes = sorted(
        (text.get_window_extent() for text in texts), key=lambda b: getattr(b, along + "0")
    )
    for one, other in pairwise(boxes):
        assert getattr(one, along + "1") <= getattr(other, along + "0")


def test_a_hidden_label_takes_no_room() -> None:
    drawing = Sketch()
    drawing.png(100)
    texts = [drawing.label(drawing.ax) for _ in range(3)]
    texts[1].set_visible(False)
    row_labels(texts, [50, 50, 50], share=0.2)
    assert [text.get_position()[0] for text in texts] == pytest.approx([40, 0, 60])
    stack_labels(texts, [0.5, 0.5, 0.5], gap=0.2, x=7)
    assert texts[0].get_position() == pytest.approx((7, 0.4))
    assert texts[2].get_position() == pytest.approx((7, 0.6))
