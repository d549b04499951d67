"""How controls, a place and their values are told to the page, and read from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from margin_lessons.errors import BadInput
from margin_lessons.figures.palette import DARK, LIGHT, Palette
from margin_lessons.figures.picture import Picture, Viewport
from margin_lessons.figures.plot_layout import height_at
from margin_lessons.panels.controls import Choice, Control, Number, TextLine
from margin_lessons.panels.model import PanelModel
from margin_lessons.panels.uploads import Upload

NARROWEST, SNUG, WIDEST = 240, 360, 1_800
"""The pixels of a page between which pictures are drawn; below ``SNUG`` letters are smaller."""
SHARPEST = 2.0
"""More pixels than that cost time and are not seen."""
SMALLEST, LARGEST = 12.0, 60.0
"""Letters, in pixels of the page."""


def panel_told(model: PanelModel[Any]) -> dict[str, Any]:
    """Return what a page must know of a panel that does not change."""
    mission, clock = model.mission, model.clock
    paces = ("control", "step", "seconds", "word", "act")
    return {
        "name": model.name,
        "controls": [told(control, control.name in model.more) for control in model.controls],
        "scenarios": [scenario.name for scenario in model.scenarios],
        "acts": [
            {"name": act.name, "reasons": act.reasons, "key": act.key, "asks": act.asks}
            for act in model.acts
        ],
        "downloads": [
            {"name": one.name, "label": one.label, "prints": one.prints} for one in model.downloads
        ],
        "mission": {"task": mission.task, "praise": mission.praise} if mission else {},
        "clock": {name: getattr(clock, name) for name in paces} if clock else {},
    }


def told(control: Control, more: bool) -> dict[str, Any]:
    """Return what the page must know to show a control; ``more`` puts it behind the fold."""
    about = {"name": control.name, "label": control.label, "more": more}
    match control:
        case Choice():
            return {**about, "options": [word for word, _ in control.options]}
        case TextLine():
            return {**about, "letters": control.most}
        case Upload():
            return {**about, "accepts": list(control.accepts)}
    return {
        **about, "low": control.low, "high": control.high, "step": control.step,
        "unit": control.unit, "whole": control.whole, "slider": control.slider,
        "blank": control.blank,
    }  # fmt: skip


def sent(control: Control, value: Any) -> float | int | str | list[str]:
    """Return a value as the page holds it: a number, the place of an option, words, names of files.

    A number that is left blank is an empty text: None would be lost on its way from a kernel in the
    browser.

    >>> sent(Choice("side", "side", (("long", 1), ("short", -1)), 1), -1)
    1
    """
    match control:
        case Choice():
            return [option for _, option in control.options].index(value)
        case TextLine():
            return str(value)
        case Upload():
            return list(value.names)
    return "" if value is None else float(round(value, 10))


def received(control: Control, value: Any) -> Any:
    """Return the value that the page means by a number, words, or the place of an option.

    Files come in their own way; here they are only taken away again.
    """
    match control:
        case Number() | TextLine():
            return value
        case Upload():
            return control.start
    if not isinstance(value, int) or not 0 <= value < len(control.options):
        raise BadInput(
            f"{control.label} has no option number {value!r} (allowed: 0 to "
            f"{len(control.options) - 1}): they are counted from 0."
        )
    return control.options[value][1]


def viewport_of(told: Mapping[str, Any], picture: Picture) -> tuple[Viewport, Palette]:
    """Return where a picture is shown and in which inks, from what the page tells.

    Without a height it has the one that is right for the picture at that width.

    >>> viewport_of({"width": 1_900, "ratio": 3}, Picture((), ()))[0]
    Viewport(width=1800, height=360, ratio=2.0, letters=13.0)
    >>> viewport_of({"width": 254}, Picture((), ()))[0]
    Viewport(width=254, height=300, ratio=1.0, letters=12.0)
    """
    width = round(_between(NARROWEST, told.get("width") or Viewport.width, WIDEST))
    usual = SMALLEST if width < SNUG else Viewport.letters
    letters = _between(SMALLEST, told.get("letters") or usual, LARGEST)
    height = round(told.get("height") or height_at(picture, width, letters))
    ratio = _between(1.0, told.get("ratio") or 1.0, SHARPEST)
    return Viewport(width, height, ratio, letters), DARK if told.get("dark") else LIGHT


def _between(low: float, value: float, high: float) -> float:
    return min(max(float(value), low), high)
