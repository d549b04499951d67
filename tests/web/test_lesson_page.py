"""A lesson's page has all of its notebook: prose, formulas, outputs, and the code as data."""

from __future__ import annotations

import html
import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from web.pages import NOTEBOOKS, is_for_a_notebook, page, page_data, read_back, stored_cells

from margin_lessons.lessons.lesson import all_lessons
from margin_lessons.web.edition import BROWSER, Edition
from margin_lessons.web.lesson_page import lesson_page, still

NAMES = [path.stem for path in NOTEBOOKS]
each_lesson = pytest.mark.parametrize("name", NAMES)
DISPLAYED = re.compile(r"\$\$(.+?)\$\$", re.DOTALL)
WORD = re.compile(r"[^\W_]+")


def prose_cells(name: str) -> list[str]:
    cells = stored_cells(name)
    return [c["source"] for c in cells if c["cell_type"] == "markdown" and not is_for_a_notebook(c)]


def plain_words(markdown: str) -> list[str]:
    """Return the words of Markdown as they are read, without formulas, addresses and marks."""
    text = re.sub(r"\$[^$]+\$", " ", DISPLAYED.sub(" ", markdown))
    text = re.sub(r"\]\([^)]*\)", "", text)
    text = re.sub(r"</?(details|summary)>", " ", text)
    text = re.sub(r"(?m)^\d+\. ", "", text)
    text = re.sub(r"(?m)^\|[-:| ]+\|$", "", text)
    return WORD.findall(text)


@each_lesson
def test_every_word_of_the_prose_is_there_in_its_order(name: str) -> None:
    sections = [e for e in page(name).one("main").inside if getattr(e, "tag", "") == "section"]
    cells = prose_cells(name)
    assert len(sections) == len(cells)
    for section, source in zip(sections, cells, strict=True):
        assert WORD.findall(section.text_without("math")) == plain_words(source)


@each_lesson
def test_every_formula_is_mathml(name: str) -> None:
    source = "\n\n".join(prose_cells(name))
    displayed = [len(one.split(r"\qquad")) for one in DISPLAYED.findall(source)]
    in_line = re.findall(r"\$[^$\n]+\$", DISPLAYED.sub("", source))
    made = page(name).one("main")
    kinds = [formula.attributes["display"] for formula in made.all("math")]
    assert kinds.count("block") == sum(displayed)
    assert kinds.count("inline") == len(in_line)
    assert len([e for e in made.all() if "formula" in e.classes]) == len(displayed)
    for formula in made.all("math"):
        assert formula.text
        assert "\\" not in formula.text
    assert "$" not in made.text


@each_lesson
def test_what_is_for_a_notebook_alone_is_left_out(name: str) -> None:
    words = page(name).one("main").text
    for cell in stored_cells(name):
        if is_for_a_notebook(cell):
            assert " ".join(cell["source"].split())[:40] not in words


def test_there_are_words_for_a_notebook_alone() -> None:
    with_some = {name for name in NAMES if any(map(is_for_a_notebook, stored_cells(name)))}
    assert len(with_some) >= 13


@each_lesson
def test_the_code_is_data_and_its_outputs_are_in_place(name: str) -> None:
    code = [c for c in stored_cells(name) if c["cell_type"] == "code" and not is_for_a_notebook(c)]
    assert page_data(name)["cells"] == [{"id": c["id"], "source": c["source"]} for c in code]
    places = [e for e in page(name).one("main").inside if "outputs" in getattr(e, "classes", [])]
    assert [place.attributes["data-cell"] for place in places] == [c["id"] for c in code]
    for place, cell in zip(places, code, strict=True):
        shown = [o["data"] for o in cell["outputs"] if "data" in o]
        assert len([e for e in place.all() if "output" in e.classes]) == len(shown)
    main = page(name).one("main").text
    assert page_data(name)["files"] == ["my_progress.json", "my_position.json"]
    assert "open_lesson" not in main
    assert "lesson.panel(" not in main


@each_lesson
def test_every_stored_picture_is_there(name: str) -> None:
    stored = re.findall(
        r'alt="([^"]+)"',
        "".join(
            "".join(output.get("data", {}).get("text/html", ""))
            for cell in stored_cells(name)
            for output in cell.get("outputs", ())
        ),
    )
    shown = [image.attributes["alt"] for image in page(name).all("img")]
    assert shown == [html.unescape(words) for words in stored]


def test_the_map_knows_what_there_is_to_do_in_each_lesson() -> None:
    for entry, lesson in zip(page_data("04_gaps_and_slippage")["map"], all_lessons(), strict=True):
        assert (entry["name"], entry["title"]) == (lesson.name, lesson.title)
        parts = {"missions": [p.name for p in lesson.panels if p.mission],
                 "quiz": [q.name for q in lesson.questions],
                 "exercises": [e.name for e in lesson.exercises],
                 "predictions": [p.name for p in lesson.predictions],
                 "second cases": [p.name for p in lesson.predictions if p.second]}  # fmt: skip
        for kind, names in parts.items():
            assert [name for told, name in entry["todo"] if told == kind] == names
        assert {kind for kind, _ in entry["todo"]} <= parts.keys()


@each_lesson
def test_the_map_leads_to_every_lesson_and_marks_the_open_one(name: str) -> None:
    (course,) = [e for e in page(name).all("details") if e.attributes.get("id") == "map"]
    rows = [(row, next(row.all("a"))) for row in course.all("li")]
    lessons = [one for one in NAMES if one[:2].isdigit()]
    assert [row.attributes["data-stop"] for row, _ in rows] == lessons
    assert [link.attributes["href"] for _, link in rows] == [f"{one}.html" for one in lessons]
    here = [link.attributes["href"] for _, link in rows if "aria-current" in link.attributes]
    assert here == [f"{name}.html"] * (name in lessons)


def test_the_next_lesson_is_one_click_away() -> None:
    numbered = [name for name in NAMES if name[:2].isdigit()]
    for before, here in pairwise(numbered):
        (after,) = [e for e in page(before).all("a") if e.classes == ["after"]]
        (back,) = [e for e in page(here).all("a") if e.classes == ["before"]]
        assert (after.attributes["href"], back.attributes["href"]) == (
            f"{here}.html",
            f"{before}.html",
        )
    assert not [e for e in page(numbered[-1]).all("a") if e.classes == ["after"]]


def test_an_edition_says_where_everything_lies() -> None:
    elsewhere = Edition("browser", static="s/", pyodide="https://cdn.example/", packages=("a",),
                        integrity={"pyodide.mjs": "sha384-x"})  # fmt: skip
    made = read_back(lesson_page(NOTEBOOKS[1], elsewhere))
    assert "as-notebook" not in {name for e in made.all() for name in e.classes}
    assert {e.attributes["src"] for e in made.all("script") if "src" in e.attributes} == {
        "s/course.js", "s/page.js",
    }  # fmt: skip
    assert made.one("body").attributes["data-kernel"] == "browser"
    data = page_data("04_gaps_and_slippage", "server")
    assert (data["kernel"], data["pyodide"], data["packages"]) == ("server", "", [])
    assert page("04_gaps_and_slippage", "server").one("body").attributes["data-kernel"] == "server"
    assert BROWSER.notebook_of("a").endswith("?path=a.ipynb")


def test_text_of_a_cell_cannot_end_the_data(tmp_path: Path) -> None:
    text = NOTEBOOKS[4].read_text("utf-8")
    for path in NOTEBOOKS:
        (tmp_path / path.name).write_text(path.read_text("utf-8"), encoding="utf-8")
    changed = tmp_path / NOTEBOOKS[4].name
    sly = "</script><script>alert(1)</script><!--"
    changed.write_text(text.replace("lesson.summary()", f"'{sly}'"), encoding="utf-8")
    made = read_back(lesson_page(changed, BROWSER))
    assert len(list(made.all("script"))) == len(list(page(NOTEBOOKS[4].stem).all("script")))
    data = json.loads("".join(map(str, made.one("script", name="page-data").inside)))
    assert data["cells"][-1]["source"] == f"'{sly}'"


def test_an_output_keeps_all_but_its_words_on_running() -> None:
    picture = '<p><img alt="A line." src="data:image/png;base64,AA"></p><p>Then.</p>'
    made = still(picture + '<p class="ml-run"><em>Run\nit.</em></p>')
    assert "Run" not in made
    assert made.endswith('src="data:image/png;base64,AA"></p><p>Then.</p>')
    assert 'tabindex="0"' in made
