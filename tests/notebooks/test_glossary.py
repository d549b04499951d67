"""The glossary holds every trade word that a lesson uses, and says truly where each comes first.

What counts as used is what a learner reads: the prose of the notebook but for its sources, and the
texts of its questions, exercises, predictions, missions and controls.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
import refresh_notebooks
from refresh_notebooks import ROOT, read

from margin_lessons.account import Account, Position
from margin_lessons.crossing import Crossings
from margin_lessons.debt import REGIMES
from margin_lessons.debt.wallets import WalletKind
from margin_lessons.fees import Fees
from margin_lessons.lessons import Lesson, open_lesson
from margin_lessons.lessons.lesson import MODULES
from margin_lessons.orders import Order, TriggerOn
from margin_lessons.panels.controls import Choice
from margin_lessons.panels.model import PanelModel
from margin_lessons.replay import Kind
from margin_lessons.venue import Venue

GLOSSARY = ROOT / "docs" / "glossary.md"
NO_LESSON = "-"
"""Stands in the last column for a word that exchanges use, and no lesson (yet)."""

TRADE_WORDS = """
    arbitrage; ask price; assignment; auto-deleveraging; average fill; backwardation; bankruptcy
    price; base currency; best ask; best bid; bid; book; borrowed; buffer; chance; clearing firm;
    collateral; conversion fee; cushion; debt; deposit; diffusion; discretion; drawdown; earn
    wallet; engine; entry; equity; equity protection; exchange; fill; first in, first out; flash
    crash; free margin; full size; fully used; funding rate; futures; gap; haircut; hedge; hourly
    bar; index; index price; initial margin; insurance fund; inverse contract; inverse futures;
    jump; last trade; last traded price; legal entity; leverage; leverage setting; limit order;
    linear contract; linear futures; liquidation; liquidation price; liquidity; loan; long;
    maintenance margin; margin; margin call; margin level; margin pool; mark price; market order;
    maximum term; negative balance; negative balance protection; noise; notional; open interest;
    opening fee; opposite trader; order; order book; pair; partial fill; peg; perpetual; position;
    profit and loss; profit or loss; protection; quote currency; reduce-only; rollover; short;
    slippage; socialised loss; spot margin; spot wallet; spread; stablecoin; standard error;
    stop-limit; stop-loss; stop-loss-limit; take-profit; tick; traded through; trades through;
    trading fee; trailing stop; trigger; unwinding; used margin; volatility; volume; volunteer;
    wallet; waterfall; wick; withdrawal; zero equity; zero-equity price; CFD; close-out; collector's
    fee; cross margin; isolated margin; liquidity pool; retail client; terms of service
"""
"""Words of the trade by hand: those of the lessons there are, and of those to come."""

EVERYDAY = """
    acts at; cash; closed; coin; coins; end; fees; funding; funds added; level; name; nothing to do;
    other; other wallet; own money; part closed; positions; side; sources; start; too late
"""
"""Words that the package uses as names, and a lesson in the sense everybody knows."""


def listed(words: str) -> list[str]:
    return [" ".join(word.split()) for word in words.split(";")]


# ---- The glossary -----------------------------------------------------------

ROW = re.compile(r"^\| \*\*(?P<term>.+?)\*\* \| (?P<meaning>.+?) \| (?P<first>.*?) \|$")
FORMS = re.compile(r"^(?P<term>[^()]+?)(?: \((?P<others>[^()]+)\))?$")


@dataclass(frozen=True)
class Entry:
    """One row: ``forms`` are the term and what else it is called, ``first`` is a lesson or '-'."""

    forms: tuple[str, ...]
    meaning: str
    first: str

    @property
    def key(self) -> str:
        return self.forms[0].casefold().replace("-", " ")


def entries_in(text: str) -> list[Entry]:
    """Return the rows of a glossary, or fail naming the line that is none."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    assert lines[:2] == ["| term | meaning | first in lesson |", "|---|---|---|"]
    found = []
    for line in lines[2:]:
        row = ROW.match(line)
        assert row, f"not '| **term** | meaning | 00 |': {line}"
        term = FORMS.match(row["term"])
        assert term, f"not 'term' or 'term (other form; other form)': {row['term']}"
        others = term["others"].split("; ") if term["others"] else []
        found.append(Entry((term["term"], *others), row["meaning"], row["first"].strip("[]")))
    return found


def glossary() -> list[Entry]:
    return entries_in(GLOSSARY.read_text(encoding="utf-8"))


# ---- What a learner reads ---------------------------------------------------

TABLE_OF_CONTENTS = re.compile(r"^\| *(?:0\d|1[01]) *\|.*$", re.MULTILINE)
ADDRESSES = re.compile(r"\]\([^)]*\)|`[^`\n]*`|https?://\S+")


@cache
def lessons() -> dict[str, str]:
    """Return all that a learner reads of each lesson, by its number."""
    found = refresh_notebooks.lessons()
    return {path.stem[:2]: "\n".join((prose(path), *said(path.stem))) for path in found}


def prose(path: Path) -> str:
    text = "\n\n".join(c.source for c in read(path).cells if c.cell_type == "markdown")
    text = re.split(r"^## +Sources", text, flags=re.MULTILINE)[0]
    return ADDRESSES.sub(" ", TABLE_OF_CONTENTS.sub(" ", text))


def said(name: str) -> Iterator[str]:
    """Yield the texts of a lesson's parts; none while its module is not named in the course."""
    if name not in MODULES:
        return
    lesson: Lesson = open_lesson(name)
    for question in lesson.questions:
        yield question.text
        for option in question.options:
            yield from (option.text, option.explanation, option.misconception)
    for exercise in lesson.exercises:
        yield from (exercise.task, *exercise.hints, exercise.praise)
        for wrong in exercise.wrong:
            yield from (wrong.misconception, wrong.message)
    yield from (prediction.question for prediction in lesson.predictions)
    yield from chain.from_iterable(labels(panel) for panel in lesson.panels)


def labels(panel: PanelModel) -> Iterator[str]:
    yield panel.name
    yield from (scenario.name for scenario in panel.scenarios)
    for control in panel.controls:
        yield control.label
        if isinstance(control, Choice):
            yield from (str(word) for word, _ in control.options)
    if panel.mission is not None:
        yield from (panel.mission.task, panel.mission.praise)


# ---- Who uses what ----------------------------------------------------------


@cache
def pattern(form: str) -> re.Pattern[str]:
    """Return what finds a form in any case, in its plural, and with hyphens for blanks."""
    words = [re.escape(word) for word in re.split(r"[ -]", form)]
    last = words.pop()
    many = rf"(?:{last}(?:s|es)?|{last[:-1]}ies)" if last.endswith("y") else rf"{last}(?:s|es)?"
    return re.compile(r"(?<![\w-])" + r"[\s-]+".join([*words, many]) + r"(?!\w)", re.IGNORECASE)


def used_in(forms: Iterable[str], texts: Mapping[str, str]) -> list[str]:
    """Return the numbers of the lessons that use one of the forms."""
    wanted = [pattern(form) for form in forms]
    return [number for number in sorted(texts) if any(w.search(texts[number]) for w in wanted)]


def wrong_firsts(entries: Iterable[Entry], texts: Mapping[str, str]) -> list[str]:
    """Return a line for each entry whose last column is not true.

    A lesson that has no notebook yet may be named as the first; nobody can tell yet.
    """
    lines = []
    for entry in entries:
        used = used_in(entry.forms, texts)
        true = used[0] if used else NO_LESSON
        to_come = not used and entry.first != NO_LESSON and entry.first not in texts
        if entry.first != true and not to_come:
            lines.append(f"{entry.forms[0]}: first in {true}, and the glossary says {entry.first}")
    return lines


def undefined(
    vocabulary: Iterable[str], entries: Iterable[Entry], texts: Mapping[str, str]
) -> list[str]:
    """Return a line for each word that a lesson uses and no entry explains.

    An entry explains a longer name as well: "order" explains "order placed".
    """
    explained = [pattern(form) for entry in entries for form in entry.forms]
    return [
        f"{word}: used in lesson {', '.join(used)}"
        for word in vocabulary
        if not any(known.search(word) for known in explained) and (used := used_in((word,), texts))
    ]


def vocabulary() -> list[str]:
    """Return the words of the trade: the package's own names, and those listed by hand."""
    parts = chain.from_iterable(
        fields(kind) for kind in (Account, Crossings, Fees, Position, Venue)
    )
    names = {part.name.replace("_", " ") for part in parts}
    names |= {kind.value for kind in (*Kind, *TriggerOn)}
    names |= {f"{kind.value} wallet" for kind in WalletKind}
    names |= {regime.name for regime in REGIMES} | set(titles(Order))
    return sorted(names - set(listed(EVERYDAY)) | set(listed(TRADE_WORDS)))


def titles(order: type[Order]) -> Iterator[str]:
    for kind in order.__subclasses__():
        yield kind.title
        yield from titles(kind)


# ---- The tests --------------------------------------------------------------


def test_the_glossary_is_in_order_and_says_everything_once() -> None:
    entries = glossary()
    assert len(entries) > 50, "rows are missing, or are not read"
    keys = [entry.key for entry in entries]
    assert keys == sorted(keys)
    forms = [form.casefold() for entry in entries for form in entry.forms]
    assert len(forms) == len(set(forms)), sorted({f for f in forms if forms.count(f) > 1})
    for entry in entries:
        assert re.fullmatch(r"\d\d|-", entry.first), entry
        assert len(entry.meaning) <= 120, f"more than one line: {entry}"
        assert not entry.meaning.endswith("."), f"a meaning is no sentence: {entry}"


def test_the_lesson_of_first_use_is_true() -> None:
    wrong = wrong_firsts(glossary(), lessons())
    assert not wrong, "\n".join(["in docs/glossary.md:", *wrong])


def test_no_trade_word_is_used_and_not_defined() -> None:
    missing = undefined(vocabulary(), glossary(), lessons())
    assert not missing, "\n".join(["add an entry to docs/glossary.md:", *missing])


def test_the_vocabulary_holds_the_names_of_the_package() -> None:
    words = vocabulary()
    for word in ("margin call", "order placed", "trailing stop", "call level", "insurance fund"):
        assert word in words
    assert "start" not in words


# ---- Could these tests fail? ------------------------------------------------

TEXTS = {
    "00": "A margin call is not a liquidation.",
    "01": "Two wicks,\none stop-loss; a margin\ncalendar.",
}
TABLE = """
| term | meaning | first in lesson |
|---|---|---|
| **margin call (call)** | the notice | [00] |
| **wick** | a short spike | [01] |
"""


def test_a_glossary_is_read_with_its_other_forms() -> None:
    call, wick = entries_in(TABLE)
    assert call == Entry(("margin call", "call"), "the notice", "00")
    assert (wick.forms, wick.first) == (("wick",), "01")
    with pytest.raises(AssertionError, match="wick"):
        entries_in(TABLE.replace("**wick**", "wick"))


@pytest.mark.parametrize(
    ("form", "where"),
    [
        ("margin call", ["00"]), ("Wick", ["01"]), ("stop-loss", ["01"]), ("stop loss", ["01"]),
        ("margin", ["00", "01"]), ("argin", []), ("loss", []), ("call", ["00"]), ("stop-limit", []),
    ],
)  # fmt: skip
def test_a_term_is_found_as_a_whole(form: str, where: list[str]) -> None:
    assert used_in((form,), TEXTS) == where


def test_a_plural_is_found() -> None:
    text = {"00": "Two currencies, three losses, four wallets."}
    assert all(used_in((form,), text) for form in ("currency", "loss", "wallet"))


def test_a_wrong_lesson_is_named() -> None:
    entries = entries_in(TABLE)
    assert wrong_firsts(entries, TEXTS) == []
    late = entries_in(TABLE.replace("[01]", "[00]").replace("notice | [00]", f"x | {NO_LESSON}"))
    assert [line.split(":")[0] for line in wrong_firsts(late, TEXTS)] == ["margin call", "wick"]
    unused = entries_in(TABLE.replace("wick", "haircut"))
    assert wrong_firsts(unused, TEXTS) == ["haircut: first in -, and the glossary says 01"]
    to_come = entries_in(TABLE.replace("**wick**", "**tier**").replace("[01]", "[08]"))
    assert wrong_firsts(to_come, TEXTS) == []


def test_an_undefined_word_is_named() -> None:
    entries = entries_in(TABLE)
    words = ["call", "margin call not received", "liquidation", "haircut", "stop-loss"]
    assert [line.split(":")[0] for line in undefined(words, entries, TEXTS)] == [
        "liquidation", "stop-loss",
    ]  # fmt: skip


# ---- Links ------------------------------------------------------------------

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
CODE = re.compile(r"^(```|~~~).*?^\1|`[^`\n]*`", re.MULTILINE | re.DOTALL)
LINK = re.compile(
    r"\]\(<?([^)>\s]+)>?[^)]*\)|^\[[^\]]+\]: *(\S+)|\b(?:src|href)=\"([^\"]+)\"", re.M
)
REFERENCE = re.compile(r"\[([^\][]+)\](?![\[(:\]])")


def broken_links(text: str, page: Path) -> list[str]:
    """Return the links of a page to files that are not there, or to no heading of theirs."""
    text = CODE.sub(" ", text)
    wrong = []
    for link in ("".join(found) for found in LINK.findall(text)):
        # Two folders above the checkout lie the host's own pages about it, such as its deployments.
        if re.match(r"[a-z]+:", link) or (page.parent == ROOT and link.startswith("../../")):
            continue
        name, _, heading = link.partition("#")
        target = page.parent / name if name else page
        if name and not target.exists():
            wrong.append(link)
        elif heading and target.suffix == ".md":
            words = text if not name else target.read_text(encoding="utf-8")
            if heading not in {anchor(title) for title in re.findall(r"^#+ +(.*)$", words, re.M)}:
                wrong.append(link)
    return wrong


def anchor(title: str) -> str:
    return re.sub(r"[^\w -]", "", title.strip().lower()).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    assert not broken_links(page.read_text(encoding="utf-8"), page)


def test_every_lesson_in_the_glossary_is_a_link() -> None:
    text = GLOSSARY.read_text(encoding="utf-8")
    defined = set(re.findall(r"^\[(\d\d)\]: ", text, re.M))
    assert set(re.findall(r"\| \[?(\d\d)\]? \|$", text, re.M)) & set(lessons()) <= defined
    assert {n for n in REFERENCE.findall(text) if n.isdigit()} <= defined


def test_a_broken_link_is_named(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    (tmp_path / "there.md").write_text("# A title, twice\n")
    good = "[a](there.md) [b](there.md#a-title-twice) [c](https://example.org) `[d](code.md)`\n"
    assert broken_links(good + "# Here\n[e](#here)\n", page) == []
    bad = "![a](no.png) [b](there.md#other) [c](#none)\n[d]: gone.md\n"
    assert broken_links(good + bad, page) == ["no.png", "there.md#other", "#none", "gone.md"]
