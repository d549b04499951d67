"""The same picture as a panel's, drawn as `interact` would: a new pyplot figure each time."""

from __future__ import annotations

from functools import singledispatch
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure

from margin_lessons.figures.marks import (
    Area,
    Band,
    ChartBar,
    Curve,
    Grid,
    Mark,
    Note,
    Point,
    Rule,
    Segment,
    value_of,
)
from margin_lessons.figures.palette import LIGHT
from margin_lessons.figures.picture import Picture, Scale
from margin_lessons.figures.plot_layout import height_at
from margin_lessons.figures.strokes import ink_of
from margin_lessons.panels.model import PanelModel

WIDTH, DPI = 830, 100


def draw_anew(model: PanelModel[Any], values: dict[str, Any]) -> Figure:
    """Return a new figure of a panel's picture under some values of its controls."""
    whole = {**model.start, **values}
    picture = model.picture(model.shown(whole), model.base(model.start, whole))
    return figure_of(picture)


def figure_of(picture: Picture) -> Figure:
    """Return a picture as a new pyplot figure, as wide and as tall as the panel's own."""
    size = (WIDTH / DPI, height_at(picture, WIDTH) / DPI)
    shares = [plot.share for plot in picture.plots]
    figure, found = plt.subplots(
        1, len(picture.plots), figsize=size, dpi=DPI, squeeze=False,
        gridspec_kw={"width_ratios": shares},
    )  # fmt: skip
    # Fixed margins: a layout that measures its words takes several times as long.
    figure.subplots_adjust(left=0.08, right=0.97, bottom=0.17, top=0.92)
    for plot, axes in zip(picture.plots, found[0], strict=True):
        _scale(axes, "x", plot.x)
        _scale(axes, "y", plot.y)
    for mark in picture.marks:
        axes = found[0][mark.plot]
        at = onto(mark, axes, ink_of(LIGHT, mark.ink).color)
        if mark.label and at is not None:
            axes.annotate(mark.label, at, color=ink_of(LIGHT, mark.ink).color, fontsize=10)
    return figure


def _scale(axes: Axes, along: str, scale: Scale) -> None:
    if scale.log:
        getattr(axes, f"set_{along}scale")("log")
    getattr(axes, f"set_{along}lim")(scale.low, scale.high)
    getattr(axes, f"set_{along}label")(scale.label)
    axis = getattr(axes, f"{along}axis")
    if scale.ticks is None:
        axis.set_major_formatter(lambda value, _: scale.write(value))
    else:
        axis.set_ticks([at for at, _ in scale.ticks], [words for _, words in scale.ticks])
    if scale.grid:
        axes.grid(True, axis=along, color=LIGHT.faint)  # type: ignore[arg-type]


@singledispatch
def onto(mark: Mark, axes: Axes, color: str) -> tuple[float, float] | None:
    """Draw a mark on axes; return where its label begins, or None when it has no place."""
    raise TypeError(f"{type(mark).__name__} is no kind of mark")


@onto.register
def _(mark: Curve, axes: Axes, color: str) -> tuple[float, float] | None:
    axes.plot(mark.x, mark.y, color=color, lw=mark.width)
    return float(mark.x[-1]), float(mark.y[-1])


@onto.register
def _(mark: Area, axes: Axes, color: str) -> tuple[float, float] | None:
    axes.fill_between(mark.x, mark.y, mark.base, color=color, alpha=mark.strength)
    return float(mark.x[-1]), float(mark.y[-1])


@onto.register
def _(mark: Rule, axes: Axes, color: str) -> tuple[float, float] | None:
    at = value_of(mark.at)
    if at is None:
        return None
    (axes.axvline if mark.along == "x" else axes.axhline)(at, color=color, lw=mark.width)
    return (at, axes.get_ylim()[1]) if mark.along == "x" else (axes.get_xlim()[0], at)


@onto.register
def _(mark: Band, axes: Axes, color: str) -> tuple[float, float] | None:
    low, high = value_of(mark.low), value_of(mark.high)
    if low is None or high is None:
        return None
    span = axes.axhspan if mark.along == "y" else axes.axvspan
    span(low, high, color=color, alpha=mark.strength, hatch="///" if mark.hatch else None)
    return (axes.get_xlim()[0], high) if mark.along == "y" else (low, axes.get_ylim()[0])


@onto.register
def _(mark: ChartBar, axes: Axes, color: str) -> tuple[float, float] | None:
    top = value_of(mark.top)
    if top is None:
        return None
    if mark.lies:
        axes.barh(mark.at, top - mark.base, mark.thick, left=mark.base, color=color)
        return top, mark.at
    axes.bar(mark.at, top - mark.base, mark.thick, bottom=mark.base, color=color)
    return mark.at, top


@onto.register
def _(mark: Segment, axes: Axes, color: str) -> tuple[float, float] | None:
    ends = [value_of(one) for one in (mark.x0, mark.y0, mark.x1, mark.y1)]
    if any(one is None for one in ends):
        return None
    x0, y0, x1, y1 = (float(one or 0) for one in ends)
    axes.annotate("", (x1, y1), (x0, y0), arrowprops={"arrowstyle": "->", "color": color})
    return x1, y1


@onto.register
def _(mark: Point, axes: Axes, color: str) -> tuple[float, float] | None:
    x, y = value_of(mark.x), value_of(mark.y)
    if x is None or y is None:
        return None
    axes.plot([x], [y], mark.shape, color=color, ms=mark.size)
    return x, y


@onto.register
def _(mark: Note, axes: Axes, color: str) -> tuple[float, float] | None:
    x, y = value_of(mark.x), value_of(mark.y)
    return None if x is None or y is None else (x, y)


@onto.register
def _(mark: Grid, axes: Axes, color: str) -> tuple[float, float] | None:
    tints = ListedColormap([LIGHT.tint(ink_of(LIGHT, ink), part) for ink, part in mark.tints])
    axes.imshow(
        np.asarray(mark.kinds), origin="lower", aspect="auto", extent=(*mark.x, *mark.y),
        cmap=tints, vmin=0, vmax=max(len(mark.tints) - 1, 1),
    )  # fmt: skip
    return mark.x[0], mark.y[0]
