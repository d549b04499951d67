"""Faults to plant in the pages: what they tell, and the scripts that bring them alive.

Every old text stands exactly once in its file, as in planted_prose.py.
"""

from __future__ import annotations

from planted_class import OF_A_CLASS, beside
from planted_site import AROUND

WEB = "margin_lessons/web"

PROSE, PAGE, FRONT, MAP, FRAME, STORED = (
    f"{WEB}/{name}.py"
    for name in ("prose", "lesson_page", "front_page", "course_map", "frame", "stored")
)
IN_PAGES = (
    beside(
        PROSE,
        "a formula within a line is dropped",
        (
            'renderer.register("in_line", lambda _, raw: formula(raw))',
            'renderer.register("in_line", lambda _, raw: "")',
        ),
    ),
    beside(
        PROSE,
        "only the first of several formulas is there",
        ("for part in latex.split", "for part in latex[:40].split"),
    ),
    beside(
        PROSE,
        "a link keeps no place in its page",
        (
            'return _LINK.sub(r"\\1.html", html)',
            'return re.sub(r"\\.html#[\\w-]+", ".html", _LINK.sub(r"\\1.html", html))',
        ),
    ),
    beside(PROSE, "code of a text is markup", ("{escape(code)}", "{code}")),
    beside(
        PAGE,
        "a picture loses its words",
        ("_PICTURE.sub(scrolls, _RUN", '_PICTURE.sub(scrolls, re.sub(" alt=", " title=", _RUN'),
        ('_RUN.sub("", html)))\n', '_RUN.sub("", html))))\n'),
    ),
    beside(
        PAGE,
        "the cells run backwards",
        (
            "for cell in stored.cells if cell.is_code]",
            "for cell in stored.cells[::-1] if cell.is_code]",
        ),
    ),
    beside(
        PAGE,
        "before and next change places",
        ("before = stops[here - 1] if here else None", "after = stops[here - 1] if here else None"),
        (
            "after = stops[here + 1] if here is not None",
            "before = stops[here + 1] if here is not None",
        ),
    ),
    beside(
        PAGE,
        "a position is not kept",
        ("FILES = (progress.FILE_NAME, own_numbers.FILE_NAME)", "FILES = (progress.FILE_NAME,)"),
    ),
    beside(PAGE, "words on running a cell stay", ('_RUN.sub("", html)', "html")),
    beside(
        STORED,
        "what is for a notebook alone is not left out",
        ("if NOTEBOOK_ONLY not in", 'if "no such tag" not in'),
    ),
    beside(
        STORED,
        "minutes are hours",
        ("return int(found[1]) if found", "return int(found[1]) // 10 if found"),
    ),
    beside(
        FRONT,
        "another lesson's picture is shown",
        ('SHOWN = "00_start_here"', 'SHOWN = "04_gaps_and_slippage"'),
    ),
    beside(
        FRONT,
        "the hours of the course are those of half of it",
        ("for stop in stops) / 60)", "for stop in stops[:6]) / 60)"),
    ),
    beside(
        FRONT,
        "who learns on a server is told of a browser",
        (
            '"server": ("on this machine", "in a file on this machine")',
            '"server": ("on this machine", "in this browser")',
        ),
    ),
    beside(FRONT, "it begins with the second lesson", ("first = stops[0]", "first = stops[1]")),
    beside(
        MAP,
        "the map marks questions only",
        (
            "for part in self.contents.parts]",
            'for part in self.contents.parts if part.kind != "second cases"]',
        ),
    ),
    beside(
        FRAME,
        "text ends the script around it",
        ('for sign in "<>&\\u2028\\u2029":', 'for sign in "&":'),
    ),
    beside(
        FRAME,
        "the map leads to the lesson itself",
        ('<a href="{escape(stop.href)}"{here}>', '<a href="{page_of(self.name)}"{here}>'),
    ),
    beside(FRAME, "a name in a heading is markup", ("heading = escape(", "heading = str(")),
    beside(
        FRAME,
        "every lesson is the one that is open",
        ("if stop.contents.lesson == self.name else", "if stop.contents.lesson else"),
    ),
)

STATIC = f"{WEB}/static"
IN_SCRIPTS = (
    beside(
        f"{STATIC}/course.js",
        "what was only tried is done",
        ("(lesson[kind][name].passed ?? true)", "true"),
    ),
    beside(
        f"{STATIC}/page.js",
        "two cells show each other's outputs",
        (
            "places.get(id)?.show(",
            "places.get((data.cells.find((one) => one.id > id) ?? data.cells[0]).id)?.show(",
        ),
    ),
    beside(
        f"{STATIC}/host.js",
        "what comes early is lost",
        ("model?.ready.then(() => model.tell(", "model && [0].forEach(() => model.tell("),
    ),
    beside(
        f"{STATIC}/stored_files.js",
        "one page saves over the other",
        ("if (name === JOINED && now !== null && stored !== was && stored !== now)", "if (false)"),
    ),
)

BESIDE = (*OF_A_CLASS, *IN_PAGES, *AROUND, *IN_SCRIPTS)
