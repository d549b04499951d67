"""What the contract says stands in the lesson with its date, and what was wrong never comes back.

Each row is written by hand from the venue's pages, its terms of service of 16 December 2024 (Open
Terms Archive) and the article; none of it is computed.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from notebooks.test_glossary import said
from notebooks.test_prose import prose
from refresh_notebooks import NOTEBOOKS, ROOT


class Told(NamedTuple):
    """A sentence of a lesson: ``words`` that stand in it, and the ``date`` that stands by them."""

    lesson: str
    words: str
    date: str = ""


TOLD = (
    # 00: the price list.
    Told("00", "Stored with the article is a price list of 30 coins"),
    Told("00", "It prints no date and no span. We infer both", "about 29 July 2025, and 24 hours"),
    Told("00", "day and span are inferred", "about 29 July 2025"),
    Told("00", "Tom, who is invented"),
    # 02: the lines, the one level, the warning.
    Told("02", "the examples page calls 100% close to it"),
    Told("02", "one for the whole account", "read 22 November 2026"),
    Told("02", "two kinds of margin", "terms of December 2024"),
    Told("02", "Whether the one number holds in both was not found"),
    Told("02", "no duty to contact you, and you have no right to more time", "16 December 2024"),
    Told("02", "It may sell before a date that it named itself", "16 December 2024"),
    Told("02", "raise the maintenance margin without notice", "16 December 2024"),
    Told("02", "far larger than the funds you hold there", "16 December 2024"),
    Told("02", "know no duty to contact you", "December 2024"),
    Told("02", "page of examples close to one; by its page of levels the call comes at about 80%"),
    Told("02", "Annex A", "Terms of Service of 16 December 2024"),
    # 03: who goes first, closing by hand, the rent, the term.
    Told("03", "Its page adds that the order may vary with the market", "December 2024"),
    Told("03", "our reasonable discretion", "terms of December 2024"),
    Told("03", "the oldest goes first, winner or not. The exchange's page adds that the order may"),
    Told("03", "A market order has no such control: it takes what the book pays"),
    Told("03", "interface may be down just when it counts"),
    Told("03", "By that one day's rates a year would cost 54.8%", "10 February 2026"),
    Told("03", "arithmetic, not a forecast: rates vary"),
    Told("03", "fixed when its order was executed"),
    Told("03", "no *maximum term*", "since 6 December 2022"),
    Told("03", "those of 2021 said 365 days as a rule", "2021"),
    Told("03", "28 days belonged to the end of the service for most clients", "June 2021"),
    Told("03", "support page still notes that a term can apply"),
    # 04: who Ida is, may and must, gaps.
    Told("04", "She is invented; real cases come in lesson 09"),
    Told("04", "*may* act from a level of about 80%, here at 60,000 USD"),
    Told("04", "*must* at about 40%, here at 55,000 USD"),
    Told("04", "the worst step down from one bar to the next was 0.5%", "March 2020 and May 2021"),
    Told("04", "4.1% higher", "outage of January 2018"),
    Told("04", "BitMEX was offline for tens of minutes around the low", "March 2020"),
    # The setting goes up to 10x in a record of somebody else's.
    *(
        Told(lesson, "a third party's record of Kraken's API", "of about November 2025")
        for lesson in ("00", "01", "02", "03")
    ),
    *(Told(lesson, "in stored copies of different age", "read 22 November 2026")
      for lesson in ("01", "02", "03")),
    *(Told(lesson, "in a stored copy", "read 22 November 2026") for lesson in ("00", "04")),
    # 08: whose words, and of which day.
    Told("08", "Vera is invented; the rule is not"),
    Told("08", "The rate here was recorded", "15 September 2026"),
    Told("08", "page beside the article. Nobody lends: margin on a future is a *performance bond*"),
    Told("08", "Spot margin's rollover was 54.8% of the value, by the rates of one day"),
    Told("08", "not found; a sample has 10x, and is called illustrative", "24 July"),
    Told("08", 'the field for the payoff lists "Linear" only', "API documentation, 2026"),
    Told("08", "Kraken's coin-margined contracts outside the US are inverse", "17 March 2026"),
    Told("08", "For a retail client in the EU it cannot, if the contract is a CFD"),
    Told("08", "a cap on funding, and whether futures with an end were ever there; we found no"),
)  # fmt: skip

NEVER = {
    "00": ("each with its price on 29 July 2025", "Kraken's pair listing"),
    "01": ("Kraken's pair listing",),
    "02": ('liquidation" | no such line |', "Kraken's pair listing"),
    "03": (
        "28 days was published",
        "28 days were published",
        "The oldest position goes first, winner",
        "and 54.8% of the position a year for a long",
        "Kraken's pair listing",
    ),
    "04": (
        "hardly ever gapped",
        "engines were late",
        "the exchange acts at a level of 40%",
        "tells of a trader",
    ),
}
"""Phrases that stood here once and were not so."""

NOWHERE = ("charges no interest", "no interest runs", "you have control over the exit price")
"""Phrases that no lesson from 00 to 04 says of the exchange as a fact."""


@cache
def texts(lesson: str) -> tuple[str, ...]:
    """Return the paragraphs, rows and task texts of a lesson, each on one line."""
    (path,) = NOTEBOOKS.glob(f"{lesson}_*.ipynb")
    parts = [*re.split(r"\n\s*\n|\n(?=\|)", prose(path)), *said(path.stem)]
    return tuple(" ".join(part.split()) for part in parts)


@pytest.mark.parametrize("row", TOLD, ids=lambda row: f"{row.lesson}: {row.words[:40]}")
def test_what_the_sources_say_is_told_with_its_date(row: Told) -> None:
    by = [text for text in texts(row.lesson) if row.words in text]
    assert by, f"lesson {row.lesson} no longer says: {row.words}"
    assert all(row.date in text for text in by), f"without its date, {row.date}: {by}"


@pytest.mark.parametrize("lesson", NEVER)
def test_what_was_not_so_does_not_come_back(lesson: str) -> None:
    whole = "\n".join(texts(lesson))
    assert [words for words in (*NEVER[lesson], *NOWHERE) if words in whole] == []


DOCS = (
    ("docs/teaching_guide.md", "at the rates of 10 February 2026"),
    ("docs/teaching_guide.md", "by the terms of December 2024 there is no duty to send one"),
    ("docs/teaching_guide.md", "the order may vary with the market"),
    ("docs/teaching_guide.md", "Ida is invented"),
    ("docs/teaching_guide.md", "another of its pages does call 100% close to liquidation"),
    ("docs/glossary.md", "Kraken's terms name none since 6 December 2022"),
    ("docs/glossary.md", "a rule that may vary with the market"),
    ("docs/glossary.md", "possible from a level of about 80%, certain at about 40%"),
    ("docs/model.md", "its terms of December 2024 leave it to the venue's reasonable discretion"),
    ("docs/model.md", "the terms name none since 6 December 2022"),
    ("docs/model.md", "Its page of examples does call 100% close to liquidation"),
)


@pytest.mark.parametrize(("name", "words"), DOCS)
def test_guide_glossary_and_model_repeat_it(name: str, words: str) -> None:
    assert words in Path(ROOT, name).read_text(encoding="utf-8")
