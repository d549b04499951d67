"""What a picture must be, whatever it shows, held against what its words mean.

Names, inks and styles are written here by hand: a label tells its own mark's fact, a thing has one
ink in all lessons, a debt is hatched and nothing else is, money that is gone is hollow, the parts
of a row lie end to end, and a tick says the value it stands at.
"""

from __future__ import annotations

import math
import re
from itertools import combinations
from typing import Any

import numpy as np
from lessons.tokens import tokens

from margin_lessons.figures.marks import (
    Area,
    Band,
    ChartBar,
    Curve,
    Grid,
    Mark,
    Point,
    Rule,
    value_of,
)
from margin_lessons.figures.painted import Drawn, Label, Painted
from margin_lessons.figures.picture import Scale
from margin_lessons.scenes.scene import Fact, Scene

_UNIT = re.compile(r"\b(USD|EUR|CHF|BTC|ETH|SOL)\b")
_NUMBER = re.compile(r"\d[\d,]*(?:\.(\d+))?(\s?%)?")

_AMOUNT = re.compile(r"[\d.,]+ ?[%x]?")
_CLOCK = re.compile(r"(\d+) (am|pm)")

EVENING = 23
"""The hour at which the night of lesson 00 begins."""

ALSO = {
    "all bids together": ("not filled",),
    "price now": ("margin level", "equity"),
    r"(.*): set free": (r"\1: share closed",),
    "value of the position": ("chance of a liquidation", "chance of a debt"),
    "leverage": ("fall to the liquidation",),
    "too rare to be counted": ("accounts counted",),
    r"(margin call|part closed|liquidation|nothing left) at a move of": (r"\1 at",),
}
"""Marks whose label tells another fact than the one they stand at: a pattern, and those facts."""

LINES = ("call", "liquidation", "nothing left", "worst", "average", "best bid", "order", "filled",
         "planned", "must", "may", "stop", "limit", "owed", "owes", "due", "settled", "at risk",
         "loss booked", "loan", "free", "set aside", "lost", "debt", "cash", "coins",
         "put up", "start")  # fmt: skip
"""What a label may begin with: then its mark shows the fact of that name, or one of ``MEANS``."""

MEANS = {
    "filled": "fill", "planned": "risk", "settled": "trading returns", "owes": "equity",
    "set aside": "used margin", "limit": "limit set at", "stop": "stop set at",
    "due": "due", "at risk": "money at risk", "start": "money at the start",
    "debt": "(debt|your money)", "owed": "owed",
}  # fmt: skip

INKS = {
    r"(.*: )?margin call at.*|left at the margin call|fees alone bring the call after": "call",
    r"may close at an equity of|margin call at every setting|.*: fee|(risk|stop set at)": "call",
    r"(.*: )?liquidation at.*|left at the liquidation|trigger: liquidation at": "liquidation",
    r"must close at an equity of|sold here, if anybody buys|worst fill": "liquidation",
    r"fees alone close you out after|what the order takes": "liquidation",
    r"(.*: )?nothing left at.*": "zero_equity",
    r"price now|average fill|price over.*|coins.*|price": "price",
    r"loan.*|lost, row \d|.*: the pool, by choice|all bids.*": "loan",
    r"used margin.*|still there|.*: (stays|set free)": "used_margin",
    r"order to sell|.*: (opposite traders|all winners)": "(used_margin|loan)",
    r"free.*|.*: money at risk|.*: loss booked|.*: put up|\d\. .* wallet \(\w+\)": "equity",
    r"what the day left|cushion at .*|margin level over.*|.*: you pay": "equity",
    r"debt.*|owed.*|left after .*|.*: you still owe|ahead": "debt",
    r"(chance|range) of a call|call over the size": "call",
    r"(chance|range) of a liquidation|liquidation over the size": "liquidation",
    r"(chance|range) of a debt|debt over the size": "debt",
    r"cash.*|your cash|your own money|best bid": "full",
    r"linear(, closed out)?|funding|margin ahead|.*: kept": "equity",
    r"inverse(, closed out)?|.*: given up": "used_margin",
    r"has to stay|closed out after": "liquidation",
    r"rollover": "loan",
    r"put up": "full",
    r"range of each bar": "price",
    r"your money now|by the rules|worst case": "(equity|debt)",
}
"""The ink of what is called so, as a fact, a mark or a line."""

LEVELS = {"fully used": "full", "margin call": "call", "liquidation": "liquidation",
          "nothing left": "zero_equity"}  # fmt: skip
"""The ink of a rule whose label begins so, whatever axis it stands on."""

HOLLOW = re.compile(
    r".*: (loss booked|put up|set free)|lost, row \d|used margin.*"
    r"|money in the evening|put up"
)
"""Bars of money that is gone, or was there once."""


ON_A_LINE = 3.0
"""So far from the middle of a line a marker may stand that lies on it, in pixels."""

RARE = 1 - 0.05 ** (1 / 20_000)
"""The chance below which none of 20,000 accounts is seen one time in twenty."""


def against_words(painted: Painted, scene: Scene[Any]) -> list[str]:
    """Return what a picture shows otherwise than its names and words mean it."""
    found = [*facts_misread(scene), *ticks_misread(painted), *rows_broken(painted, scene)]
    found += adrift(painted)
    for label in painted.labels:
        if label.mark is not None:
            found += _label(label, painted, scene)
    for one in painted.drawn:
        found += [*_ink(one.mark), *_style(one.mark), *_off_its_axes(one)]
    return found


def shown_by(mark: Mark) -> list[Fact]:
    """Return the facts that a mark stands at, or has the length of."""
    facts = [fact for fact, _ in mark.facts]
    length = getattr(mark, "shows", None)
    return [*facts, length] if length is not None else facts


def says(text: str, value: float) -> bool:
    """Return whether one of the numbers of a text is this value, to the digits it is written in."""
    for number in _NUMBER.finditer(text):
        size = float(number[0].rstrip("% ").replace(",", ""))
        unit = 0.01 if number[2] else 1.0
        digits = 0.51 * 10.0 ** -len(number[1] or "")
        if math.isclose(size * unit, abs(value), rel_tol=1e-9, abs_tol=digits * unit):
            return True
    odds = re.match(r"1 in ([\d,]+)", text)
    return odds is not None and math.isclose(1 / float(odds[1].replace(",", "")), abs(value))


def facts_misread(scene: Scene[Any]) -> list[str]:
    """Return the facts whose words say another number than they stand at."""
    return [
        f"“{fact.name}” is {fact.value} and is written “{fact.text}”"
        for fact in scene.facts
        if fact.value is not None and math.isfinite(fact.value) and tokens(fact.text)
        and not says(fact.text, fact.value)
    ]  # fmt: skip


def ticks_misread(painted: Painted) -> list[str]:
    """Return the ticks that say another value than the one they stand at; names are left out."""
    found = []
    for box in painted.boxes:
        for scale, written in ((box.plot.x, box.x_ticks), (box.plot.y, box.y_ticks)):
            for at, text in written:
                if _misread(scale, at, text):
                    found.append(f"a tick at {at} of “{scale.label}” says “{text}”")
    return found


def _misread(scale: Scale, at: float, text: str) -> bool:
    if clock := _CLOCK.fullmatch(text):
        hour = int(clock[1]) % 12 + (12 if clock[2] == "pm" else 0)
        return hour != (EVENING + at) % 24
    # Named ticks of an axis without a label are the names of its rows or columns, such as "5x".
    amount = bool(scale.label) and _AMOUNT.fullmatch(text)
    a_number = scale.ticks is None or "%" in text or amount
    return bool(a_number) and not says(text, at)


def _label(label: Label, painted: Painted, scene: Scene[Any]) -> list[str]:
    mark = painted.drawn[label.mark or 0].mark
    found = []
    if (label.text, label.ink) != (mark.label, mark.ink):
        found.append(f"“{label.text}” stands for “{mark.label}” in the ink of {label.ink}")
    facts = shown_by(mark)
    numbers = tokens(label.text)
    if any(fact.value is not None for fact in facts):
        told = {token.size for fact in [*facts, *_also(facts, scene)] for token in
                tokens(fact.text)}  # fmt: skip
        a_level = label.text.startswith(tuple(LEVELS)) and label.text.endswith("%")
        if not a_level and any(number.size not in told for number in numbers):
            found.append(f"“{label.text}” is not the number of its mark, {facts[0].name}")
    return found + _named(label.text, facts)


def _also(facts: list[Fact], scene: Scene[Any]) -> list[Fact]:
    """Return the other facts that the label of a mark may tell."""
    names = [re.sub(pattern, name, fact.name) for fact in facts for pattern, others in ALSO.items()
             if re.fullmatch(pattern, fact.name) for name in others]  # fmt: skip
    return [fact for fact in scene.facts if fact.name in names]


def _named(text: str, facts: list[Fact]) -> list[str]:
    """Return whether a label names a line, and its mark shows another one."""
    if not facts or any(fact.name == "value of the position" for fact in facts):
        return []
    said = text.partition(":")[0].split(", ") if ":" in text else [text]
    begun = [line for line in LINES if any(re.match(rf"(margin )?{line}\b", one) for one in said)]
    names = " ".join(fact.name for fact in facts)
    if not begun or any(re.search(MEANS.get(line, line), names) for line in begun):
        return []
    return [f"“{text}” names another thing than its mark, {names}"]


def _ink(mark: Mark) -> list[str]:
    found = []
    names = {fact.name for fact in shown_by(mark)} | {mark.name}
    if isinstance(mark, Grid):
        return []  # its cells have inks, and each lesson reads them back
    if isinstance(mark, ChartBar | Rule | Area) or len(names - {""}) == 1:
        wanted = {ink for name in names for rule, ink in INKS.items() if re.fullmatch(rule, name)}
        if isinstance(mark, Rule):
            wanted |= {ink for word, ink in LEVELS.items() if re.match(rf"{word}\b", mark.label)
                       and not mark.name}  # fmt: skip
        found = [f"{sorted(names)} has the ink of {mark.ink}, not of {ink}" for ink in wanted
                 if not re.fullmatch(ink, mark.ink)]  # fmt: skip
    return found


def _style(mark: Mark) -> list[str]:
    """Return whether a surface is hatched or hollow otherwise than its meaning asks."""
    found = []
    name = mark.name or " ".join(fact.name for fact in shown_by(mark))
    if isinstance(mark, ChartBar | Area) and mark.hatch != (mark.ink == "debt"):
        found.append(f"{name} is {'' if mark.hatch else 'not '}hatched, in the ink of {mark.ink}")
    if isinstance(mark, ChartBar):
        gone = bool(HOLLOW.fullmatch(name)) or (name == "what is left" and mark.ink == "loan")
        if gone != mark.hollow:
            found.append(f"{name} is {'' if mark.hollow else 'not '}hollow")
    return found


def _off_its_axes(one: Drawn) -> list[str]:
    """Return whether a mark stands on an axis of another unit, or in the row of another name."""
    found = []
    for fact, along in one.mark.facts:
        scale = one.box.plot.x if along == "x" else one.box.plot.y
        units = set(_UNIT.findall(fact.text))
        if fact.value is not None and units and not units & set(_UNIT.findall(scale.label)):
            found.append(f"{fact.name}, {fact.text}, stands on the axis “{scale.label}”")
    if isinstance(one.mark, ChartBar):
        scale = one.box.plot.y if one.mark.lies else one.box.plot.x
        names = {name: at for at, name in scale.ticks or ()}
        for fact in shown_by(one.mark):
            own = names.get(fact.name.partition(":")[0])
            if own is not None and abs(own - one.mark.at) >= 0.5:
                found.append(f"{fact.name} stands in the row of another name")
    return found


def adrift(painted: Painted) -> list[str]:
    """Return the markers off all curves and outlines of their plot that stand at one fact or none.

    What has left the axes is an arrow, and stands at the edge.
    """
    found = []
    for one in painted.drawn:
        if not isinstance(one.mark, Point) or not one.seen or len(one.mark.facts) == 2:
            continue
        curves = [other.points for other in painted.drawn if other.box is one.box and other.seen
                  and isinstance(other.mark, Area | Curve)]  # fmt: skip
        (x, y), box = one.points[0], one.box
        edges = abs(np.array((x - box.left, x - box.right, y - box.top, y - box.bottom)))
        away = [_apart(x, y, line) for line in curves]
        if one.mark.shape in "v^<>":
            away += list(edges)
        if curves and min(away) > ON_A_LINE:
            name = one.mark.name or one.mark.label or [fact.name for fact in shown_by(one.mark)]
            found.append(f"the marker of {name} lies on no curve")
    return found


def _apart(x: float, y: float, line: np.ndarray) -> float:
    """Return how far a spot is from a line through corners, in pixels; it breaks at what is nan."""
    if len(line) == 1:
        return float(np.hypot(*(line[0] - (x, y))))
    begin, way = line[:-1], np.diff(line, axis=0)
    length = np.maximum((way**2).sum(axis=1), 1e-12)
    share = np.clip((((x, y) - begin) * way).sum(axis=1) / length, 0, 1)
    apart = np.hypot(*(begin + share[:, None] * way - (x, y)).T)
    return float(np.nanmin(apart, initial=np.inf))


def rows_broken(painted: Painted, scene: Scene[Any]) -> list[str]:
    """Return the bars and bands that begin at nothing: no other part, no line, no fact, not zero.

    Two filled parts of a row do not cover each other either; only a debt is a part of its loan.
    """
    bars = [one for one in painted.drawn if isinstance(one.mark, ChartBar) and len(one.points)]
    ends = {float(value_of(one.mark.at) or 0.0) for one in painted.drawn
            if isinstance(one.mark, Rule) and one.mark.at is not None}  # fmt: skip
    known = [0.0, RARE, *ends, *(fact.value for fact in scene.facts if fact.value is not None)]
    found = []
    for one in bars:
        row = [_ends(other) for other in bars if other is not one and _same_row(one, other)]
        starts = [*known, *(end for ends_of in row for end in ends_of)]
        if not one.mark.name.startswith("cushion") and not _among(one.mark.base, starts):
            found.append(f"{one.mark.name} begins at {one.mark.base}, where nothing ends")
    for one, other in combinations(bars, 2):
        inks = {one.mark.ink, other.mark.ink}
        apart = not (one.mark.hollow or other.mark.hollow) and inks != {"loan", "debt"}
        if apart and _same_row(one, other):
            (low, high), (from_, to) = _ends(one), _ends(other)
            if min(high, to) - max(low, from_) > 1e-6 * max(abs(high), abs(to)):
                found.append(f"{one.mark.name} lies over {other.mark.name}")
    return found + _bands_broken(painted, known)


def _bands_broken(painted: Painted, known: list[float]) -> list[str]:
    found = []
    for one in painted.drawn:
        if isinstance(one.mark, Band):
            scale = one.box.plot.x if one.mark.along == "x" else one.box.plot.y
            for end in (value_of(one.mark.low), value_of(one.mark.high)):
                outside = end is not None and not min(scale.low, scale.high) < end < max(
                    scale.low, scale.high
                )
                if end is not None and not outside and not _among(end, known):
                    found.append(f"the band {one.mark.label} ends at {end}, where nothing is")
    return found


def _ends(one: Drawn) -> tuple[float, float]:
    mark = one.mark
    assert isinstance(mark, ChartBar)
    low, high = sorted((mark.base, value_of(mark.top) or 0.0))
    return low, high


def _same_row(one: Drawn, other: Drawn) -> bool:
    return one.mark.plot == other.mark.plot and one.mark.at == other.mark.at


def _among(value: float, known: list[float]) -> bool:
    return any(math.isclose(value, one, rel_tol=1e-6, abs_tol=1e-6) for one in known)
