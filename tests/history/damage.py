"""What happens to an export on its way: columns, lines, encodings, and what a spreadsheet does."""

from __future__ import annotations

import csv
import io
import random
import re
from datetime import datetime

Lines = list[list[str]]


def cells(text: str) -> Lines:
    return list(csv.reader(io.StringIO(text)))


def table(lines: Lines, separator: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\n").writerows(lines)
    return out.getvalue()


def missing(text: str, draw: random.Random) -> str:
    lines = cells(text)
    gone = draw.randrange(len(lines[0]))
    return table([line[:gone] + line[gone + 1 :] for line in lines])


def added(text: str, draw: random.Random) -> str:
    lines = cells(text)
    at = draw.randrange(len(lines[0]))
    new = ["unheard", *(draw.choice(["", "5", "x y", '"'])) * (len(lines) - 1)]
    return table([[*line[:at], new[row % len(new)], *line[at:]] for row, line in enumerate(lines)])


def swapped(text: str, draw: random.Random) -> str:
    lines = cells(text)
    order = draw.sample(range(len(lines[0])), len(lines[0]))
    return table([[line[place] for place in order] for line in lines])


def renamed(text: str, draw: random.Random) -> str:
    lines = cells(text)
    at = draw.randrange(len(lines[0]))
    lines[0][at] = draw.choice(["amounts (old)", "value 2", "?", f"{lines[0][at]}s"])
    return table(lines)


def cut(text: str, draw: random.Random) -> str:
    lines = text.splitlines()
    at = draw.randrange(len(lines))
    lines[at] = lines[at][: draw.randrange(1, len(lines[at]))]
    return "\n".join(lines) + "\n"


def doubled(text: str, draw: random.Random) -> str:
    lines = text.splitlines()
    at = draw.randrange(1, len(lines))
    lines.insert(draw.randrange(1, len(lines)), lines[at])
    return "\n".join(lines) + "\n"


def shuffled(text: str, draw: random.Random) -> str:
    """Rows of one second in another order; the seconds too, as they are told by themselves."""
    head, *lines = cells(text)
    draw.shuffle(lines)
    return table([head, *lines])


def encoded(text: str, draw: random.Random) -> bytes:
    return text.encode(draw.choice(["utf-8-sig", "utf-16", "utf-16-le", "cp1252"]))


def separated(text: str, draw: random.Random) -> str:
    mark = draw.choice(";\t|")
    told = f"sep={mark}\n" if draw.random() < 0.3 else ""
    return told + table(cells(text), mark)


def spreadsheet(text: str, draw: random.Random) -> str:
    """Times as a spreadsheet shows and saves them, in all rows or in one."""
    form = draw.choice(["%d.%m.%Y %H:%M", "%m/%d/%Y %H:%M", "%M:%S.0", "%Y-%m-%d %H:%M"])
    lines = cells(text)
    place = lines[0].index("time")
    rows = [line for line in lines[1:] if line[0]]  # those without an id are passed over
    rows = rows if draw.random() < 0.7 else [draw.choice(rows)]
    for line in rows:
        line[place] = f"{datetime.fromisoformat(line[place]):{form}}"
    return table(lines)


def commas(text: str, draw: random.Random) -> str:
    """Numbers with a decimal comma, as a spreadsheet of many countries writes them."""
    lines = [[re.sub(r"^(-?\d+)\.(\d+)$", r"\1,\2", cell) for cell in line] for line in cells(text)]
    return table(lines, ";")


DAMAGES = (
    *(missing, added, swapped, renamed, cut, doubled, shuffled),
    *(encoded, separated, spreadsheet, commas),
)
