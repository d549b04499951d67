"""Marks: what a picture is made of, each a small value bound to the fact that it shows.

A place on an axis is a number or a ``Fact``; a fact gives the mark its place and its name, so that
what is drawn and what is written cannot differ. Inks are the names of the palette's (``"call"``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypedDict, Unpack

import numpy as np
from numpy.typing import ArrayLike, NDArray

from margin_lessons.scenes.scene import Fact

Where = float | Fact
Along = Literal["x", "y"]
Floats = NDArray[np.float64]


def value_of(where: Where) -> float | None:
    """Return the number a mark stands at; None for a fact that has none.

    >>> value_of(Fact("margin call at", "13,200 USD", 13_200.0)), value_of(5)
    (13200.0, 5.0)
    """
    value = where.value if isinstance(where, Fact) else where
    return None if value is None or not np.isfinite(value) else float(value)


def _array(values: ArrayLike) -> Floats:
    array = np.array(values, dtype=np.float64)
    array.setflags(write=False)
    return array


@dataclass(frozen=True, kw_only=True)
class Mark:
    """What every mark has: its ink, its label, and the plot of the picture it stands in.

    ``name`` says what is drawn, as the fact or the series is called; a place that is a ``Fact``
    names the mark by itself.
    """

    ink: str = "text"
    label: str = ""
    plot: int = 0
    name: str = ""

    @property
    def facts(self) -> tuple[tuple[Fact, Along], ...]:
        """The facts this mark shows, each with the axis on which it shows it."""
        return ()

    def _set(self, **fields: object) -> None:
        for name, value in fields.items():
            object.__setattr__(self, name, value)


class Look(TypedDict, total=False):
    """The fields of every mark, as words of a call."""

    ink: str
    label: str
    plot: int
    name: str


@dataclass(frozen=True, eq=False, init=False)
class Curve(Mark):
    """A line through points; it breaks where a value is not a number. Widths are in pixels.

    >>> Curve([0, 1], [2, 3], ink="equity", name="equity").y.tolist()
    [2.0, 3.0]
    """

    x: Floats
    y: Floats
    width: float
    dotted: bool

    def __init__(
        self,
        x: ArrayLike,
        y: ArrayLike,
        *,
        width: float = 2.4,
        dotted: bool = False,
        **look: Unpack[Look],
    ) -> None:
        super().__init__(**look)
        self._set(x=_array(x), y=_array(y), width=width, dotted=dotted)


@dataclass(frozen=True, eq=False, init=False)
class Area(Mark):
    """The area between a curve and ``base``, a number or another curve; a debt is hatched.

    >>> Area([0, 1], [2, 3]).base.tolist()
    [0.0, 0.0]
    """

    x: Floats
    y: Floats
    base: Floats
    hatch: bool
    strength: float

    def __init__(
        self,
        x: ArrayLike,
        y: ArrayLike,
        base: ArrayLike = 0.0,
        *,
        hatch: bool = False,
        strength: float = 0.18,
        **look: Unpack[Look],
    ) -> None:
        super().__init__(**look)
        at = _array(x)
        self._set(x=at, y=_array(y), base=np.broadcast_to(_array(base), at.shape))
        self._set(hatch=hatch, strength=strength)


@dataclass(frozen=True)
class Rule(Mark):
    """A line across the plot: at a value of x (upright) or of y (level).

    An upright one that concerns some rows only goes from the top ``down_to`` a value of y.
    """

    at: Where
    along: Along = "x"
    width: float = field(default=2.0, kw_only=True)
    down_to: float | None = field(default=None, kw_only=True)

    @property
    def facts(self) -> tuple[tuple[Fact, Along], ...]:
        """The fact at which it stands."""
        return ((self.at, self.along),) if isinstance(self.at, Fact) else ()


@dataclass(frozen=True)
class Point(Mark):
    """A marker at one point: ``shape`` as matplotlib names it, ``size`` in pixels."""

    x: Where
    y: Where
    shape: str = field(default="o", kw_only=True)
    size: float = field(default=11.0, kw_only=True)

    @property
    def facts(self) -> tuple[tuple[Fact, Along], ...]:
        """The facts at which it stands."""
        both: tuple[tuple[Where, Along], ...] = ((self.x, "x"), (self.y, "y"))
        return tuple((where, along) for where, along in both if isinstance(where, Fact))


@dataclass(frozen=True)
class Band(Mark):
    """A strip across the plot, between two values of one axis; a debt is hatched as well."""

    low: Where
    high: Where
    along: Along = "y"
    hatch: bool = field(default=False, kw_only=True)
    strength: float = field(default=0.12, kw_only=True)

    @property
    def facts(self) -> tuple[tuple[Fact, Along], ...]:
        """The facts at which it begins and ends."""
        return tuple((w, self.along) for w in (self.low, self.high) if isinstance(w, Fact))


@dataclass(frozen=True)
class ChartBar(Mark):
    """A bar from ``base`` to ``top``, at a place of the other axis, ``thick`` wide in its units.

    ``lies`` turns it: it then runs along x. ``hatch`` is for a debt, ``hollow`` for money that was
    not left. The value that it shows is the fact ``top`` or, for a part of a stack, ``shows``.
    """

    at: float
    top: Where
    base: float = 0.0
    thick: float = field(default=0.6, kw_only=True)
    lies: bool = field(default=False, kw_only=True)
    hatch: bool = field(default=False, kw_only=True)
    hollow: bool = field(default=False, kw_only=True)
    shows: Fact | None = field(default=None, kw_only=True)

    @property
    def facts(self) -> tuple[tuple[Fact, Along], ...]:
        """The fact that its end stands at; a part of a stack gives its length instead."""
        return ((self.top, "x" if self.lies else "y"),) if isinstance(self.top, Fact) else ()


@dataclass(frozen=True)
class Segment(Mark):
    """A straight line between two points, with heads at its ends: a distance, a jump, a cushion."""

    x0: Where
    y0: Where
    x1: Where
    y1: Where
    heads: Literal["none", "end", "both"] = field(default="both", kw_only=True)
    width: float = field(default=2.0, kw_only=True)


@dataclass(frozen=True)
class Note(Mark):
    """Words without a mark, near a point of the plot."""

    x: Where
    y: Where


@dataclass(frozen=True, eq=False)
class Grid(Mark):
    """A map: rows of cells from the bottom, each of a kind; ``tints`` has ink and strength a kind.

    It fills its plot from ``x`` to ``y``'s ends. ``words`` has the word of a kind, written in each
    cell of it, where the colour alone would name nothing.
    """

    kinds: NDArray[np.int64]
    tints: tuple[tuple[str, float], ...]
    x: tuple[float, float]
    y: tuple[float, float]
    words: tuple[str, ...] = ()
