"""What has to be true of a panel wherever it stands: everything it shows says the same."""

from __future__ import annotations

import math
import struct
from html import escape

from lessons.layout import words_in
from lessons.tokens import Token, known, unknown

from margin_lessons.figures.readout import Readout
from margin_lessons.panels.controls import Number
from margin_lessons.panels.panel import Panel
from margin_lessons.venue import ARTICLE, KRAKEN_SPOT

# The levels of the venues are the same in all lessons: a label names them without a row in a table.
LEVELS = {
    Token(round(100 * level, 10), "%")
    for venue in (KRAKEN_SPOT, ARTICLE)
    for level in (
        venue.full_level,
        venue.call_level,
        venue.discretion_level,
        venue.liquidation_level,
    )
}


def disagreements(panel: Panel) -> list[str]:
    """Return what does not fit together in a panel as it stands now."""
    return [
        *_state(panel),
        *_controls(panel),
        *_words(panel),
        *_numbers_said(panel),
        *_numbers_drawn(panel),
        *_bytes(panel),
    ]


def _state(panel: Panel) -> list[str]:
    now = panel.model.readout(panel.model.compute(**panel.values))
    # NaN is not equal to itself, so the words are compared too.
    same = now == panel.readout or repr(now) == repr(panel.readout)
    return [] if same else ["the words are not those of the controls' values"]


def _controls(panel: Panel) -> list[str]:
    wrong = []
    for control in panel.model.controls:
        widget, value = panel.widgets[control.name], panel.values[control.name]
        if isinstance(control, Number):
            shown = [widget.slider.value, widget.field.value]
        else:
            shown = [widget.list.value]
        if any(one != value for one in shown):
            wrong.append(f"{control.name} is {value}, its widgets show {shown}")
    if 'role="status"></div>' not in panel.message.value:
        wrong.append(f"there is a message: {panel.message.value}")
    return wrong


def _words(panel: Panel) -> list[str]:
    readout: Readout = panel.readout
    alt, table = panel.picture.alt, panel.table.value
    wrong = []
    if alt != readout.alt:
        wrong.append(f"the text alternative is not the readout's: {alt}")
    if readout.title not in alt or readout.picture not in alt:
        wrong.append(f"the text alternative lacks the title or what is drawn: {alt}")
    if panel.drawing.title.get_text().replace("\n", " ") != readout.title:
        wrong.append(f"the picture's title is “{panel.drawing.title.get_text()}”")
    if escape(readout.sentence) not in panel.sentence.value:
        wrong.append(f"the sentence shown is {panel.sentence.value}")
    for fact in readout.facts:
        row = f'<th scope="row">{escape(fact.name)}</th><td>{escape(fact.text)}</td>'
        if row not in table:
            wrong.append(f"“{fact.name}: {fact.text}” is not in the table")
        if f"{fact.name}: {fact.text}" not in alt:
            wrong.append(f"“{fact.name}: {fact.text}” is not in the text alternative")
    names = [fact.name for fact in readout.facts]
    wrong += [f"two facts are called “{name}”" for name in set(names) if names.count(name) > 1]
    return wrong


def _numbers_said(panel: Panel) -> list[str]:
    said = known(panel.readout.facts, panel.values, panel.model.controls)
    wrong = [
        f"{number} in the {part} “{text}” is in no fact and no control"
        for part, text in (("title", panel.readout.title), ("sentence", panel.readout.sentence))
        for number in unknown(text, said)
    ]
    moving = {id(artist) for artist in panel.drawing._moving} - {id(panel.drawing.title)}
    return wrong + [
        f"{number} in the label “{text.get_text()}” is in no fact and no control"
        for text in words_in(panel.drawing)
        if id(text) in moving
        for number in unknown(text.get_text(), said | LEVELS, bare=True)
    ]


def _numbers_drawn(panel: Panel) -> list[str]:
    facts = {fact.name: fact for fact in panel.readout.facts}
    wrong = []
    for name, value in panel.drawing.read_back().items():
        if name not in facts:
            wrong.append(f"the picture shows “{name}”, which is no fact")
        elif facts[name].value is None:
            wrong.append(f"the picture shows {value} as “{name}”, which has no value")
        elif not math.isclose(facts[name].value, value, rel_tol=1e-9, abs_tol=1e-12):
            wrong.append(f"the picture shows {value} as “{name}”, which is {facts[name].value}")
    return wrong


def _bytes(panel: Panel) -> list[str]:
    head = panel.png[:24]
    if head[:8] != b"\x89PNG\r\n\x1a\n":
        return ["the picture is not a PNG"]
    size = struct.unpack(">II", head[16:24])
    wanted = panel.picture.width, panel.picture.height
    return [] if size == wanted else [f"the picture is {size}, stated as {wanted}"]
