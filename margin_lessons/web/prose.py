"""Markdown as HTML that needs no script: formulas as MathML, links from page to page."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Any

import mistune
from latex2mathml.converter import convert

DISPLAYED = r"^ {0,3}\$\$(?P<displayed_latex>[^$]+?)\$\$[ \t]*(?:\n|$)"
IN_LINE = r"\$(?![\s$])(?P<in_line_latex>[^$\n]+?)(?<!\s)\$(?!\d)"
_THOUSANDS = re.compile(r"(?<=\d)</mn><mrow><mo>(?:&#x0002C;|,)</mo></mrow><mn>(?=\d{3})")
_LINK = re.compile(
    r'(?<=href=")(?![a-z]+:)(?:\.\./(?:docs|notebooks)/)?([^"#?/]+)\.(?:ipynb|md)(?=[#"])'
)
_TAG = re.compile(r"<[^>]+>")


def formula(latex: str, *, display: bool = False) -> str:
    """Return a formula as MathML; "1{,}000" is one number.

    >>> "<mn>1,000</mn>" in formula("1{,}000 + x")
    True
    """
    made = convert(latex.strip(), display="block" if display else "inline")
    return _THOUSANDS.sub(",", made)


def page_links(html: str) -> str:
    """Return HTML whose links to notebooks and documents of the course lead to their pages.

    >>> page_links('<a href="../docs/glossary.md#gap">a gap</a>')
    '<a href="glossary.html#gap">a gap</a>'
    """
    return _LINK.sub(r"\1.html", html)


def slug(words: str) -> str:
    """Return words as the name of a place in a page.

    >>> slug("Who pays <em>the rest</em>?")
    'who-pays-the-rest'
    """
    return "-".join(re.findall(r"\w+", unescape(_TAG.sub("", words)).lower())) or "part"


def scrolling(inside: str, label: str, name: str = "wide") -> str:
    """Return something wide in a place that scrolls by itself, with the keyboard too."""
    return f'<div class="{name}" role="group" aria-label="{label}" tabindex="0">{inside}</div>'


class _Pages(mistune.HTMLRenderer):
    """How each part of a text is written; one renderer for a page, whose ids differ."""

    def __init__(self) -> None:
        super().__init__(escape=False)
        self._slugs: dict[str, int] = {}

    def heading(self, text: str, level: int, **_: Any) -> str:
        name = slug(text)
        self._slugs[name] = self._slugs.get(name, 0) + 1
        unique = name if self._slugs[name] == 1 else f"{name}-{self._slugs[name]}"
        return f'<h{level} id="{unique}">{text}</h{level}>\n'

    def block_code(self, code: str, info: str | None = None) -> str:
        return scrolling(f"<pre><code>{escape(code)}</code></pre>", "Code") + "\n"


def _displayed(latex: str) -> str:
    """Return formulas that stand alone; those with a gap between them wrap where it is narrow."""
    parts = "".join(formula(part, display=True) for part in latex.split(r"\qquad"))
    return scrolling(parts, "Formula", "formula") + "\n"


def _read_displayed(block: Any, match: re.Match[str], state: Any) -> int:
    state.append_token({"type": "displayed", "raw": match["displayed_latex"]})
    return match.end()


def _read_in_line(inline: Any, match: re.Match[str], state: Any) -> int:
    state.append_token({"type": "in_line", "raw": match["in_line_latex"]})
    return match.end()


def _formulas(markdown: mistune.Markdown) -> None:
    markdown.block.register("displayed", DISPLAYED, _read_displayed, before="list")
    markdown.inline.register("in_line", IN_LINE, _read_in_line, before="codespan")
    renderer = markdown.renderer
    assert isinstance(renderer, _Pages)
    renderer.register("displayed", lambda _, raw: _displayed(raw))
    renderer.register("in_line", lambda _, raw: formula(raw))


def _tables(markdown: mistune.Markdown) -> None:
    renderer = markdown.renderer
    assert isinstance(renderer, _Pages)
    renderer.register(
        "table", lambda _, text: scrolling(f"<table>\n{text}</table>", "Table") + "\n"
    )


class Prose:
    """The texts of one page, each turned into HTML; no two headings have the same id.

    >>> Prose().html("# Owed\\n\\n[Next](05_negative_balances.ipynb)")
    '<h1 id="owed">Owed</h1>\\n<p><a href="05_negative_balances.html">Next</a></p>\\n'
    """

    def __init__(self) -> None:
        self._markdown = mistune.create_markdown(
            renderer=_Pages(), plugins=["table", "strikethrough"]
        )
        _formulas(self._markdown)
        _tables(self._markdown)

    def html(self, text: str) -> str:
        """Return Markdown as HTML."""
        return page_links(str(self._markdown(text)))
