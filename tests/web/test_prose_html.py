"""Markdown as HTML: links, formulas, headings and wide things, each by a small example."""

from __future__ import annotations

import re

import pytest
from web.pages import read_back

from margin_lessons.web.prose import Prose, formula, page_links, slug

NAMESPACE = ' xmlns="http://www.w3.org/1998/Math/MathML"'


def test_a_formula_is_what_it_says() -> None:
    made = formula(r"\frac{a}{b} \times 1{,}250{,}000").replace(NAMESPACE, "")
    assert "<mfrac><mrow><mi>a</mi></mrow><mrow><mi>b</mi></mrow></mfrac>" in made
    assert "<mn>1,250,000</mn>" in made
    assert 'display="inline"' in made
    assert "<mo>" in formula("f(1{,}5)")  # no thousands: a list of two numbers stays one


def test_formulas_side_by_side_may_wrap() -> None:
    made = read_back(Prose().html("Before\n\n$$a = b \\qquad\nc = d$$\n\nafter $x$ and $y$."))
    group = made.one("div")
    assert [e.attributes["display"] for e in group.all("math")] == ["block"] * 2
    assert len(list(made.all("math"))) == 4
    assert [e.tag for e in made.all() if e.tag in ("p", "div")] == ["p", "div", "p"]


def test_a_dollar_sign_is_no_formula() -> None:
    assert "<math" not in Prose().html("It costs $5 and then $6, or $ 7 $ more.")


@pytest.mark.parametrize(
    ("href", "leads_to"),
    [
        ("05_negative_balances.ipynb", "05_negative_balances.html"),
        ("05_negative_balances.ipynb#why", "05_negative_balances.html#why"),
        ("../docs/glossary.md", "glossary.html"),
        ("glossary.md#gap", "glossary.html#gap"),
        ("https://example.org/a.md", "https://example.org/a.md"),
        ("lab/lab/index.html?path=a.ipynb", "lab/lab/index.html?path=a.ipynb"),
        ("#why", "#why"),
    ],
)
def test_links_lead_to_pages(href: str, leads_to: str) -> None:
    assert page_links(f'<a href="{href}">x</a>') == f'<a href="{leads_to}">x</a>'
    assert f'href="{leads_to}"' in Prose().html(f"[x]({href})")


def test_headings_can_be_linked_to_and_differ() -> None:
    prose = Prose()
    made = [
        prose.html("## Why (4 min)"),
        prose.html("## Why (4 min)"),
        prose.html("## $x$ & **y**"),
    ]
    assert [re.findall('id="([^"]*)"', one)[0] for one in made] == [
        "why-4-min",
        "why-4-min-2",
        "x-y",
    ]
    assert slug("???") == "part"


def test_tables_and_code_scroll() -> None:
    made = read_back(Prose().html("| a | b |\n|---|---:|\n| 1 | 2 |\n\n```\nx <b>1</b> < 2\n```\n"))
    table, code = [e for e in made.inside if getattr(e, "tag", "") == "div"]
    assert [table.classes, code.classes] == [["wide"], ["wide"]]
    assert [cell.text for cell in table.all("td")] == ["1", "2"]
    assert next(code.all("code")).text == "x <b>1</b> < 2"


def test_folds_keep_what_is_in_them() -> None:
    made = read_back(Prose().html("<details><summary>More</summary>\n\nA **b** c\n\n</details>\n"))
    fold = made.one("details")
    assert fold.one("summary").text == "More"
    assert fold.one("p").text == "A b c"
