"""The front page: the question and its answer, every lesson, and how it works."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from web.pages import FOLDER, NOTEBOOKS, ROOT, page, read_back, stored_cells

from margin_lessons.web import front_page as front_module
from margin_lessons.web.course_map import course_map
from margin_lessons.web.edition import BROWSER, SERVER
from margin_lessons.web.front_page import front_page

README = (ROOT / "README.md").read_text("utf-8")
ROW = re.compile(r"^\| (\d\d) \| \[`(\w+)`\]\([^)]*\) \| (.+?) \|$", re.MULTILINE)


def test_the_question_is_asked_and_answered() -> None:
    main = page("index").one("main")
    assert main.one("h1").text == "Can I lose more than my margin?"
    answer = next(e for e in main.all("p") if "answer" in e.classes).text
    assert answer.startswith("Yes, when you trade coins with borrowed money")
    assert len(re.findall(r"[.!?](?: |$)", answer)) == 2


def test_every_lesson_is_on_the_map_with_its_question_and_minutes() -> None:
    rows = [e for e in page("index").one("main").all("li") if "data-stop" in e.attributes]
    assert [row.attributes["data-stop"] for row in rows] == [
        path.stem for path in NOTEBOOKS if path.stem[:2].isdigit()
    ]
    for row, stop in zip(rows, course_map(FOLDER), strict=True):
        assert stop.question.endswith("?")
        assert stop.question in row.text
        assert 20 <= stop.minutes <= 30
        assert f"{stop.minutes} minutes" in row.text
        assert next(row.all("a")).attributes["href"] == stop.href


def test_it_begins_with_the_first_lesson_and_shows_the_one_that_it_names() -> None:
    main = page("index").one("main")
    first = next(e for e in main.all("a") if "button" in e.classes)
    assert first.attributes["href"] == "00_start_here.html"
    assert first.text == "Begin with 00 Start here"
    shown = next(main.all("figure"))
    lesson = shown.one("a").attributes["href"].removesuffix(".html")
    assert lesson == "00_start_here"
    alt = next(shown.all("img")).attributes["alt"]
    assert alt == next(page(lesson).all("img")).attributes["alt"]


def test_lessons_and_hours_are_added_up() -> None:
    minutes = [int(told) for told in re.findall(r"(\d+) minutes", page("index").text)]
    told = re.search(r"(\d+) lessons, about (\d+) hours in all", page("index").text)
    assert told
    assert (int(told[1]), int(told[2])) == (len(minutes), round(sum(minutes) / 60))


def test_the_readme_and_the_first_lesson_ask_the_same_questions() -> None:
    asked = {name: question for _, name, question in ROW.findall(README)}
    first = next(
        cell["source"] for cell in stored_cells("00_start_here") if "| 11 |" in cell["source"]
    )
    for stop in course_map(FOLDER):
        assert asked[stop.contents.lesson] == stop.question
        assert stop.question in first


def test_it_says_where_answers_stay() -> None:
    assert "stays in this browser. Nothing is sent anywhere" in page("index").text
    served = page("index", "server").text
    assert "Python runs on this machine" in served
    assert "stays in a file on this machine. Nothing is sent anywhere" in served


def test_what_is_for_teachers_is_named_where_it_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for_all = page("index").one("h2", name="for-teachers")
    assert for_all.text == "For teachers"
    links = {link.attributes["href"] for link in page("index").all("a")}
    assert {"class_report.html", "teaching_guide.html", "answers.html"} <= links
    folder = tmp_path / "notebooks"
    folder.mkdir()
    for path in NOTEBOOKS:
        if path.stem != "class_report":
            (folder / path.name).write_text(path.read_text("utf-8"), encoding="utf-8")
    made = read_back(front_page(SERVER, folder))
    some = {link.attributes["href"] for link in made.all("a")}
    assert links - some == {"class_report.html"}  # documents come with the course
    monkeypatch.setattr(front_module, "course_files", lambda kind: tmp_path / kind)
    made = read_back(front_page(BROWSER, folder))
    few = {link.attributes["href"] for link in made.all("a")}
    assert links - few >= {"class_report.html", "teaching_guide.html", "answers.html"}
