"""What texts and panels say beyond their numbers: the words that turn a sentence round.

"A stop on the index is hit" for "is not hit", "above" for "below", "you owe" for "you never owe":
no number is wrong there, and all of it is. So the words whose opposite would read as well stand in
a ledger too, with the numbers between them, a line for each paragraph or row of a text. A panel has
a ledger of whole sentences: each form that its words can take, with the first setting that brings
it. The words of the package itself, those of questions, sources and errors, have one for each
folder. ``tools/write_told.py`` writes the ledgers, and tests hold them against what is said now.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from refresh_notebooks import ROOT, find, read

sys.path.append(str(ROOT / "tests"))
from lessons.stops import Values, ends, free_play, scenarios

from margin_lessons.panels.controls import Choice
from margin_lessons.panels.model import PanelModel
from margin_lessons.scenes.debt_tables import TABLES

TEXTS = ROOT / "tests" / "notebooks" / "told"
PANELS = ROOT / "tests" / "lessons" / "told"
PACKAGE = ROOT / "tests" / "domain" / "told"
DOCS = ("README.md", "docs/model.md", "docs/teaching_guide.md", "docs/glossary.md")

_OPPOSITES = """
    not no never none nothing nobody neither cannot without only always all both some any every
    may must can need needs will would should might
    above below beyond under over behind before after until since inside outside within
    more less fewer most least larger smaller largest smallest higher lower highest lowest further
    nearer earlier later sooner oldest newest often rarely rarer better worse best worst same other
    another different first last then next again deep thin thick wide tight fast slow quick
    long short longs shorts buy buys buyer buying sell sells seller selling bought sold
    rise rises rising rose fall falls falling fell up down drop drops gain gains gained win wins
    winner winners winning lose loses losing loser loss losses lost profit earn earns
    owe owes owed owing debt left keep keeps kept hold holds pay pays paid take takes taken give
    gives lend lends lent borrow borrows borrowed put
    open opens opened opening close closes closed closing add adds added adding remove shrink
    shrinks grow grows grown lift lifts raise raises
    isolated cross realised unrealised initial maintenance setting size entry exit trigger
    triggered fill filled fills limit stop stops call liquidation liquidated cash coin coins
    currency dollars pair index trade market price prices used free margin equity level leverage
    loan collateral buffer cushion interest fee fees rent rollover deposit deposits wallet wallets
    law terms page pages article published claimed invented assumed inferred infer found known
    contradicted right wrong yes safe safer certain sure likely free fixed
    volunteers opposite fund pool company venue exchange client retail spot futures
    minute minutes hour hours day days week weeks month months year years seconds milliseconds
    microseconds nanoseconds one two three four five six seven eight nine ten eleven twelve twenty
    start starts starting begin begins begun end ends ended cease ceases
    act acts acted wait waits everything enough
    thirty half twice once double quarter tenth third usd btc eth eur sol
"""
TURNS = frozenset(_OPPOSITES.split())
"""Words whose opposite, or neighbour, would read as well in their place."""

_TOLD = re.compile(r"\{[^{}]*\}|[-+−±]?\d[\d,._]*\d%?|[-+−±]?\d%?|[A-Za-z]+")
_INSIDE = re.compile(r"[a-z0-9,;:)] $|[(’'/]$")
_FIGURE = re.compile(r"[-+−]?\d[\d,]*(?:\.\d+)?")


def turns(text: str) -> str:
    """Return the numbers, the names and the turning words of a text in their order.

    >>> turns("A stop on the last trade is hit by it; a stop on the index is not, says Kraken.")
    'stop last trade stop index not Kraken'
    """
    found = []
    for one in _TOLD.finditer(text):
        word = one.group()
        # A capital makes a name, but for the word that a sentence begins with.
        name = len(word) > 1 and (word.isupper() or _INSIDE.search(text[: one.start()][-2:]))
        if name and word[0].isupper():
            found.append(word)
        elif word.lower() in TURNS or word[-1] in "}%0123456789":
            found.append(word.lower())
    return " ".join(found)


def texts() -> dict[str, str]:
    """Return what is read: the cells of each notebook, and the documents, by name."""
    found = {path.stem: "\n\n".join(cell.source for cell in read(path).cells) for path in find()}
    return found | {Path(n).stem: (ROOT / n).read_text(encoding="utf-8") for n in DOCS}


def text_lines(text: str) -> list[str]:
    """Return a line for each paragraph, point or row that turns on something."""
    return [found for line in text.splitlines() if (found := turns(line))]


class _Strings(ast.NodeVisitor):
    """Collects the strings of a module in their order, docstrings left out."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):
            self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            self.found.append(node.value)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        # What is filled in stands as its name: two amounts that change places are seen.
        parts = [
            f"{{{ast.unparse(part.value)}}}"
            if isinstance(part, ast.FormattedValue)
            else str(part.value)
            for part in node.values
        ]
        self.found.append("".join(parts))
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                self.visit(part.value)


def strings_of(source: str) -> list[str]:
    """Return the strings of a module, without docstrings; an f-string has the names it fills in.

    >>> strings_of("way = 'above' if up else f'below {most:.2f}'")
    ['above', 'below {most}']
    """
    reader = _Strings()
    reader.visit(ast.parse(source))
    return reader.found


def package_lines() -> dict[str, list[str]]:
    """Return what each folder of the package has in strings, a line for each that turns."""
    folders: dict[str, list[str]] = {}
    package = ROOT / "margin_lessons"
    for path in sorted(package.rglob("*.py")):
        if path.stem == "__init__" or (
            path.parent.name == "lessons" and path.stem.endswith("_numbers")
        ):
            continue  # names only; those of numbers are bound in ledgers of their own
        lines = text_lines("\n".join(strings_of(path.read_text(encoding="utf-8"))))
        name = path.relative_to(package).as_posix()
        folder = name.partition("/")[0] if "/" in name else "package"
        folders.setdefault(folder, []).extend(f"{name}: {line}" for line in lines)
    return folders


def settings(model: PanelModel, cheap: bool) -> Iterator[tuple[str, Values]]:
    """Yield settings that bring out what a panel can say; more of them where it is quick."""
    yield from scenarios(model)
    yield from ends(model)
    if not cheap:
        return
    for name, values in scenarios(model):
        for control in model.controls:
            for value in control.probes:
                yield f"{name}, {control.name} = {value}", {**values, control.name: value}
    yield from free_play(model, 60)


def panel_lines(model: PanelModel, cheap: bool = True) -> list[str]:
    """Return each form of what a panel says, in full, with the first setting that brings it."""
    seen: set[str] = set()
    lines = []
    many = [o for c in model.controls if isinstance(c, Choice) and len(c.options) > 8
            for o in sorted((label for label, _ in c.options), key=len, reverse=True)]  # fmt: skip
    for where, values in settings(model, cheap):
        said = model.shown(values)
        parts = [("title", said.title), ("seen", said.seen)]
        parts += [("sentence", part) for part in re.split(r"(?<=[.;]) ", said.sentence)]
        parts += [("row", f"{fact.name}: {fact.text}") for fact in said.facts]
        for kind, text in parts:
            form = _FIGURE.sub("#", text)
            for name in many:
                form = form.replace(name, "~")
            if f"{kind} {form}" not in seen:
                seen.add(f"{kind} {form}")
                lines.append(f"{where} | {kind} | {text}")
    return lines


def table_lines() -> list[str]:
    """Return what the tables say, row by row: as the lesson has them, and at other trades."""
    lines = []
    trades = ({}, {"setting": 5}, {"side": "short", "fills": (70_000, 90_000, 130_000)},
              {"setting": 2, "fills": (50_000, 44_000, 41_000, 25_000)})  # fmt: skip
    for table in (TABLES["who says what"](), *(TABLES["four laws"](**trade) for trade in trades)):
        lines += [table.caption, " | ".join(table.head)]
        lines += [" | ".join(row) for row in table.rows]
        lines += [note for note in table.notes if note not in lines]
    return lines


def differences(there: list[str], now: list[str]) -> list[str]:
    """Return the lines that a ledger and what is said now do not share, first ones first."""
    if there == now:
        return []
    gone = [f"no longer said: {line}" for line in there if line not in now]
    new = [f"not in the ledger: {line}" for line in now if line not in there]
    return [*gone, *new][:12] or ["the same lines, in another order"]
