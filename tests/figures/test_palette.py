"""The palette is legible in both themes, and its hues stay apart for colour-blind readers."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from margin_lessons.figures.palette import DARK, LIGHT, THEMES, Palette, contrast

# WCAG 2 asks for 4.5 to 1 of text of this size.
LEAST_CONTRAST = 4.5

# Two lines of the same dash differ by at least this distance in CIELAB, where 2.3 can just be seen.
LEAST_DISTANCE = 8.0

# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
SEEN_WITH = {
    "full colour sight": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}

_TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
_WHITE = np.array([0.95047, 1.0, 1.08883])

both_themes = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)


def linear(color: str) -> NDArray[np.float64]:
    """Return ``#rrggbb`` as linear RGB."""
    values = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def lab(rgb: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return linear RGB as CIELAB under daylight (D65)."""
    ratio = _TO_XYZ @ np.clip(rgb, 0, 1) / _WHITE
    bent = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * bent[1] - 16, 500 * (bent[0] - bent[1]), 200 * (bent[1] - bent[2])])


def distance(one: str, other: str, sight: NDArray[np.float64]) -> float:
    """Return how far apart two colours look, in CIELAB."""
    return float(np.linalg.norm(lab(sight @ linear(one)) - lab(sight @ linear(other))))


def test_the_measures_agree_with_known_colours() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert lab(linear("#ff0000")) == pytest.approx([53.24, 80.09, 67.20], abs=0.05)
    # Pure red and a dark olive look alike without the long-wave cones.
    red, olive = "#ff0000", "#6c5c00"
    assert distance(red, olive, SEEN_WITH["protanopia"]) < 12
    assert distance(red, olive, SEEN_WITH["full colour sight"]) > 60


@both_themes
def test_every_ink_is_legible_on_its_paper(palette: Palette) -> None:
    found = {name: contrast(ink.color, palette.paper) for name, ink in palette.inks().items()}
    found["text"] = contrast(palette.text, palette.paper)
    too_faint = {name: round(value, 2) for name, value in found.items() if value < LEAST_CONTRAST}
    assert not too_faint


@both_themes
def test_the_grid_is_fainter_than_anything_drawn(palette: Palette) -> None:
    grid = contrast(palette.faint, palette.paper)
    assert 1.05 < grid < min(contrast(ink.color, palette.paper) for ink in palette.inks().values())


@pytest.mark.parametrize("sight", SEEN_WITH)
@both_themes
def test_inks_of_one_dash_stay_apart(palette: Palette, sight: str) -> None:
    alike = [
        f"{one} and {other}: {far:.1f}"
        for (one, ink), (other, second) in combinations(palette.inks().items(), 2)
        if ink.dash == second.dash
        and (far := distance(ink.color, second.color, SEEN_WITH[sight])) < LEAST_DISTANCE
    ]
    assert not alike


def test_both_themes_have_the_same_inks_and_dashes() -> None:
    dashes = [{name: ink.dash for name, ink in palette.inks().items()} for palette in (LIGHT, DARK)]
    assert dashes[0] == dashes[1]
    assert THEMES == {"light": LIGHT, "dark": DARK}


def test_the_three_thresholds_differ_in_more_than_colour() -> None:
    thresholds = (LIGHT.full, LIGHT.call, LIGHT.liquidation, LIGHT.zero_equity)
    assert len({ink.dash for ink in thresholds}) == len(thresholds)
    assert LIGHT.prediction.dash not in {
        ink.dash for name, ink in LIGHT.inks().items() if name != "prediction"
    }
