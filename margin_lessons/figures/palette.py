"""One palette for the whole course: each thing keeps one colour and one dash in every lesson.

The hues follow Okabe and Ito's set for colour-blind readers, darkened (or lightened, on the dark
theme) until text in them has a contrast of at least 4.5 to 1; a test computes the contrast and how
far apart the hues stay under simulated colour blindness. Nothing is said by colour alone: every
line also has its dash and its label.
"""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.colors import to_rgb

Dash = str | tuple[int, tuple[int, ...]]


@dataclass(frozen=True)
class Ink:
    """How one thing is drawn: its colour, and its dash as matplotlib takes it."""

    color: str
    dash: Dash = "-"


@dataclass(frozen=True, eq=False)
class Palette:
    """The inks of one theme, by the thing they stand for."""

    name: str
    paper: str
    text: str
    faint: str
    price: Ink
    equity: Ink
    used_margin: Ink
    loan: Ink
    full: Ink
    call: Ink
    liquidation: Ink
    zero_equity: Ink
    debt: Ink
    prediction: Ink

    def tint(self, ink: Ink, strength: float) -> tuple[float, ...]:
        """Return the colour of an ink laid on the paper at ``strength`` from 0 to 1.

        It looks as a translucent area does and, being opaque, is drawn in a fifth of the time.

        >>> LIGHT.tint(LIGHT.zero_equity, 0.25)
        (0.75, 0.75, 0.75)
        """
        paper, full = to_rgb(self.paper), to_rgb(ink.color)
        return tuple(p + strength * (f - p) for p, f in zip(paper, full, strict=True))

    def inks(self) -> dict[str, Ink]:
        """Return the inks by name."""
        return {name: ink for name, ink in vars(self).items() if isinstance(ink, Ink)}


_DOTTED, _DASHED, _LONG, _DASH_DOT = (0, (1, 2)), (0, (5, 2)), (0, (9, 3)), (0, (7, 2, 1, 2))

LIGHT = Palette(
    name="light",
    paper="#ffffff",
    text="#1f2328",
    faint="#d9dde2",
    price=Ink("#0069a8"),
    equity=Ink("#00755a"),
    used_margin=Ink("#96478c"),
    loan=Ink("#5f6770"),
    full=Ink("#5f6770", _DOTTED),
    call=Ink("#8a6100", _DASHED),
    liquidation=Ink("#bf3f00", _LONG),
    zero_equity=Ink("#000000"),
    debt=Ink("#9b1c2e"),
    prediction=Ink("#6a2fb0", _DASH_DOT),
)

DARK = Palette(
    name="dark",
    paper="#111111",
    text="#eceff2",
    faint="#3a3f45",
    price=Ink("#5cb8f0"),
    equity=Ink("#2fd0a2"),
    used_margin=Ink("#e39bd8"),
    loan=Ink("#a9b0b8"),
    full=Ink("#a9b0b8", _DOTTED),
    call=Ink("#efb832", _DASHED),
    liquidation=Ink("#ff8f5c", _LONG),
    zero_equity=Ink("#ffffff"),
    debt=Ink("#ff6f7d"),
    prediction=Ink("#c3a2ff", _DASH_DOT),
)

THEMES = {palette.name: palette for palette in (LIGHT, DARK)}


def contrast(one: str, other: str) -> float:
    """Return the WCAG 2 contrast ratio of two ``#rrggbb`` colours, from 1 to 21.

    >>> round(contrast("#000000", "#ffffff"), 1)
    21.0
    """
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(color: str) -> float:
    channels = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
