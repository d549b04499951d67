"""A rule for oneself as a page to print: one file, light, without a script or a request."""

from __future__ import annotations

from html import escape
from pathlib import Path
from textwrap import wrap

from margin_lessons import words
from margin_lessons.doctor.own_rule import OwnRule
from margin_lessons.errors import BadInput, of_kind, shown
from margin_lessons.own_position import ProductKind

TITLE = "My rule"
MARK = "<!-- margin_lessons: a rule for oneself -->"
"""The first line of a page, by which it is known again."""

_STYLE = """
:root { color-scheme: light; }
body { font: 12pt/1.45 Georgia, serif; color: #111; background: #fff; max-width: 17cm;
  margin: 1.5cm auto; padding: 0 0.5cm; }
h1 { font-size: 20pt; margin: 0 0 0.4cm; }
h2 { font-size: 14pt; margin: 0 0 0.2cm; }
dt { font-weight: bold; margin-top: 0.35cm; }
dd { margin: 0.05cm 0 0; }
.prices { border-top: 1px solid #111; margin-top: 0.7cm; padding-top: 0.3cm; }
.signed { display: flex; gap: 1cm; margin-top: 1.2cm; }
.signed p { flex: 1; border-top: 1px solid #111; padding-top: 0.1cm; margin: 0; }
small { color: #333; }
@page { size: A4; margin: 1.5cm; }
@media print { body { margin: 0 auto; } dt, dd { break-inside: avoid; } }
"""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""Nothing is fetched, whatever the page should hold."""


def consequences(rule: OwnRule) -> tuple[str, ...]:
    """Return what follows from a rule, in sentences: where it is called and closed out.

    >>> rule = OwnRule(10_000, 2, 3_000, 1.2, "close half", 0.1, "daily", "add to a loss")
    >>> consequences(rule)[0]
    'Behind the largest position stand 8,000 USD of my own.'
    """
    of_kind("rule", rule, OwnRule, why="it has the blanks that were filled in")
    found = [
        f"Behind the largest position stand {words.money(rule.money, rule.currency)} of my own."
    ]
    names = {"call": "A margin call may come", "liquidation": "The venue closes it",
             "nothing left": "Nothing is left"}  # fmt: skip
    for name, says in names.items():
        off = rule.prices.away(name)
        if off is not None:
            way = "down" if off < 0 else "up"
            found.append(f"{says} {words.percent(abs(off))} {way} from the entry.")
    lost = words.money(rule.size * rule.stop, rule.currency)
    found.append(f"A stop that fills where it waits loses {lost}; a jump over it loses more.")
    return tuple(found)


def rule_text(rule: OwnRule) -> str:
    """Return a rule as plain text; ``BadInput`` for what is none."""
    of_kind("rule", rule, OwnRule, why="it has the blanks that were filled in")
    lines = [TITLE, ""]
    for question, answer in rule.lines():
        lines += [question, *(f"  {line}" for line in wrap(answer, 76))]
    lines += ["", "What follows from it", *(f"  {line}" for line in consequences(rule))]
    return "\n".join([*lines, "", f"Written: {rule.written or '__________'}"])


_PAGE = """<!doctype html>
{mark}
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p>For {kind}.</p>
<dl>
{blanks}
</dl>
<section class="prices">
<h2>What follows from it</h2>
<ul>
{follows}
</ul>
<p><small>By the rules of the venue as they were read; fees are left out. Not trading
advice.</small></p>
</section>
<div class="signed"><p>Day: {written}</p><p>Name:</p></div>
</main>
</body>
</html>
"""


def rule_html(rule: OwnRule) -> str:
    """Return a rule as a page of its own, to print: no script, no picture, no request.

    >>> rule = OwnRule(10_000, 2, 3_000, 1.2, "close <half>", 0.1, "daily", "add to a loss")
    >>> "Close &lt;half&gt;." in rule_html(rule)
    True
    """
    of_kind("rule", rule, OwnRule, why="it has the blanks that were filled in")
    blanks = "\n".join(
        f"<dt>{escape(question)}</dt><dd>{escape(answer)}</dd>" for question, answer in rule.lines()
    )
    spot = rule.product is ProductKind.SPOT_MARGIN
    held = f"on {rule.product.value}" if spot else f"in {rule.product.value}s"
    follows = "\n".join(f"<li>{escape(line)}</li>" for line in consequences(rule))
    return _PAGE.format(
        mark=MARK,
        policy=_POLICY,
        title=TITLE,
        style=_STYLE,
        kind=escape(f"{rule.side.value} positions {held}, by the rules of {rule.venue}"),
        blanks=blanks,
        follows=follows,
        written=escape(rule.written),
    )


def save_rule(rule: OwnRule, path: str | Path) -> Path:
    """Write a rule as a page to print; return where it lies.

    A page that lies there already is replaced if it is a rule, else ``BadInput``: nothing of yours
    is written over. Raises it for a folder that is not there, too.
    """
    page = rule_html(rule)
    if not isinstance(path, (str, Path)) or not str(path).strip():
        raise BadInput(f"path {shown(path)} is not a name: a page is saved under one.")
    there = Path(path)
    if not there.suffix:
        there = there.with_suffix(".html")
    try:
        if there.exists() and MARK not in there.read_text(encoding="utf-8", errors="replace")[:200]:
            raise BadInput(f"file {there.name} is there and is no rule: choose another name.")
        there.write_text(page, encoding="utf-8")
    except OSError as problem:
        why = problem.strerror or "it cannot be written"
        raise BadInput(f"file {there.name} cannot be saved: {why}.") from None
    return there
