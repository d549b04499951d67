"""A table as a browser and a screen reader take it: a caption, heads of columns and of rows."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from cases import cases
from hypothesis import given
from hypothesis import strategies as st

from margin_lessons.lessons import all_lessons
from margin_lessons.scenes.table import Table

WORDS = st.text("ab1é −&<>\"'", max_size=8)
PANELS = [model for lesson in all_lessons() for model in lesson.panels]


def parts(element: ElementTree.Element) -> list[tuple[str, str | None, str]]:
    """Return tag, scope and words of each cell of a row."""
    return [(cell.tag, cell.get("scope"), cell.text or "") for cell in element]


def misread(table: Table) -> list[str]:
    """Return what the HTML of a table says otherwise than the table."""
    page = ElementTree.fromstring(f"<div>{table.html}</div>")
    found = []
    if [one.text or "" for one in page.iterfind("table/caption")] != [table.caption]:
        found.append("its caption")
    (head,) = page.iterfind("table/thead/tr")
    # A head without words names nothing.
    if parts(head) != [("th", "col", cell) if cell else ("td", None, "") for cell in table.head]:
        found.append("the heads of its columns")
    rows = [parts(row) for row in page.iterfind("table/tbody/tr")]
    if [[words for _, _, words in row] for row in rows] != [list(row) for row in table.rows]:
        found.append("its cells")
    kinds = [("th", "row"), *[("td", None)] * (len(table.head) - 1)]
    found += ["which cell names a row" for row in rows if [cell[:2] for cell in row] != kinds][:1]
    if [one.text or "" for one in page.iterfind("ul/li")] != list(table.notes):
        found.append("its notes")
    return found


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Draw a table of any words, some of them empty."""
    row = st.tuples(*[WORDS] * draw(st.integers(1, 4)))
    rows = draw(st.lists(row, max_size=3))
    return Table(draw(WORDS), draw(row), tuple(rows), tuple(draw(st.lists(WORDS, max_size=2))))


@given(tables())
@cases(100)
def test_the_page_has_the_words_of_a_table_each_in_its_place(table: Table) -> None:
    assert misread(table) == []


@pytest.mark.parametrize("model", PANELS, ids=lambda model: model.name)
def test_each_panels_table_names_its_rows(model) -> None:
    table = model.shown(model.start).table
    assert misread(table) == []
    assert all(row[0] for row in table.rows)
