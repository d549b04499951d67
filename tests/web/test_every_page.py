"""What holds for every page: well formed, with words for pictures, whole without a script."""

from __future__ import annotations

import re
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from web.pages import ALL_PAGES, NOTEBOOKS, PACKAGE_STATIC, Element, page, read_back

each_page = pytest.mark.parametrize("name", ALL_PAGES)


@each_page
def test_a_page_is_well_formed_and_has_its_parts(name: str) -> None:
    made = page(name)
    html = made.one("html")
    assert html.attributes["lang"] == "en"
    assert made.one("main").attributes["id"] == "lesson"
    assert len(list(made.all("h1"))) == 1
    assert made.one("title").inside
    ids = [element.attributes["id"] for element in made.all() if "id" in element.attributes]
    assert len(ids) == len(set(ids)), sorted(one for one in ids if ids.count(one) > 1)


@each_page
def test_headings_go_down_one_step_at_a_time(name: str) -> None:
    levels = [int(e.tag[1]) for e in page(name).one("main").all() if re.fullmatch("h[1-6]", e.tag)]
    assert levels[0] == 1
    steps = [(a, b) for a, b in pairwise(levels) if b > a + 1]
    assert not steps


@each_page
def test_a_picture_has_words(name: str) -> None:
    for image in page(name).all("img"):
        words = image.attributes["alt"].split()
        assert len(words) >= 10, f"{name}: {words}"
        assert image.attributes["src"].startswith("data:image/png;base64,")


@each_page
def test_the_text_needs_no_script_and_no_other_host(name: str) -> None:
    made = page(name)
    scripts = [e for e in made.all("script") if e.attributes.get("type") != "application/json"]
    for script in scripts:
        inline = "".join(map(str, script.inside))
        assert script.attributes.get("src", "").startswith("static/") or "theme" in inline
    for link in made.all("link"):
        assert link.attributes["href"].startswith("static/")
        assert (PACKAGE_STATIC / link.attributes["href"].removeprefix("static/")).exists()
    fetched = [e for e in made.all() if e.tag not in ("a", "script", "link", "img", "math")]
    for element in fetched:
        assert not {"src", "href", "srcset", "data", "poster"} & element.attributes.keys()


@each_page
@pytest.mark.parametrize("kernel", ["browser", "server"])
def test_links_lead_to_pages(name: str, kernel: str) -> None:
    for link in page(name, kernel).all("a"):
        where = urlsplit(link.attributes["href"])
        if link.classes == ["as-notebook"]:
            assert f"{name}.ipynb" in link.attributes["href"]
        elif where.scheme:
            assert where.scheme == "https", "cited, and fetched only when somebody follows it"
        else:
            target = where.path.removesuffix(".html")
            assert not where.path or target in ALL_PAGES, link.attributes["href"]
            ids = {e.attributes.get("id") for e in page(target if where.path else name).all()}
            assert not where.fragment or where.fragment in ids, link.attributes["href"]


@each_page
def test_wide_things_scroll_by_themselves_with_the_keyboard(name: str) -> None:
    main = page(name).one("main")
    inside = {id(table) for e in main.all() if "wide" in e.classes for table in e.all("table")}
    prose = [e for e in main.all("section") if "prose" in e.classes]
    tables = [table for section in prose for table in section.all("table")]
    assert all(id(table) in inside for table in tables)
    for element in main.all():
        if {"wide", "formula", "picture"} & set(element.classes):
            assert element.attributes["tabindex"] == "0"
            assert element.attributes["role"] == "group"
            assert element.attributes["aria-label"]


@each_page
def test_nobody_is_told_to_run_a_cell(name: str) -> None:
    if name in {path.stem for path in NOTEBOOKS} | {"index"}:
        words = page(name).one("main").text
        told = re.search(
            r"[^.]*(shift ?\+|run all|run (the|this|it)\b|\bcells?\b(?! phone)|three dots|the dots"
            r"|file browser|beside the notebooks|`#`|kernel)[^.]*",
            words,
            re.IGNORECASE,
        )
        assert told is None, told[0]


def test_a_page_that_is_not_closed_is_seen() -> None:
    for broken in ("<p>one<div>", "<p><b>one</p></b>", '<p class="a" class="b">one</p>'):
        with pytest.raises(AssertionError):
            read_back(broken)
    assert isinstance(read_back("<p>one<br>two</p>").inside[0], Element)
