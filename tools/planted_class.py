"""Faults to plant in the class report, and in progress that is joined or loaded.

Every old text stands exactly once in its file, as in planted_prose.py.
"""

from __future__ import annotations

from planted_prose import Fault

CLASS = "margin_lessons/class_room"


def beside(file: str, what: str, *edits: tuple[str, str]) -> Fault:
    """Return a fault in a file which has tests of its own in fault_checks.OF_FILES."""
    return Fault("beside a lesson", what, file, edits)


RECORD, CARD, FILES = (
    f"margin_lessons/{name}.py"
    for name in ("panels/progress_record", "panels/progress_card", "web/page_files")
)
JOINED = (
    beside(
        RECORD,
        "the latest prediction is the first",
        ("first = min(firsts, key=_order)", "first = max(firsts, key=_order)"),
    ),
    beside(
        RECORD,
        "the fewest tries count",
        ('max(one["tries"], other["tries"])', 'min(one["tries"], other["tries"])'),
    ),
    beside(
        RECORD,
        "what was passed is lost",
        (
            "return min(passed, key=_order) if passed else",
            "return min(both, key=_order) if False else",
        ),
    ),
    beside(
        RECORD,
        "the wrong ideas of the other file are dropped",
        (
            "before = [*misconceptions_of(one), *misconceptions_of(other)]",
            "before = [*misconceptions_of(one)]",
        ),
    ),
    beside(
        RECORD, "what was made twice counts once", ("made |= Counter(", "made |= dict.fromkeys(")
    ),
    beside(FILES, "a deleted file comes back", ("here.unlink(missing_ok=True)", "pass")),
    beside(
        FILES,
        "a damaged copy is not kept",
        ('safe_file.other_name(here, "damaged").write_bytes(_bytes(text))', "pass"),
    ),
    beside(
        FILES,
        "the older position stays",
        (
            "elif text is not None and here.name == progress.FILE_NAME and here.exists():",
            "elif text is not None and here.exists():",
        ),
    ),
    beside(
        FILES,
        "an emptied store is never told again",
        (
            "self._told[here.name] = self._told.get(here.name), text",
            "self._told[here.name] = self._told.get(here.name), text or (\n"
            "                _text(here.read_bytes()) if here.exists() else None)",
        ),
    ),
    beside(
        "margin_lessons/panels/progress_exchange.py",
        "a file is loaded without a copy",
        (
            'progress_file.update(progress.path(), both, "before-import")',
            "progress_file.update(progress.path(), both)",
        ),
    ),
    beside(
        "margin_lessons/panels/progress_exchange.py",
        "the note says that nothing was changed",
        ("if not trouble and both(saved) == saved:", "if not trouble:"),
    ),
    beside(
        CARD,
        "the words promise the wrong thing",
        (
            'is added to "\n    "what is here, and takes nothing away.',
            'is put in place of "\n    "what is here, and takes all of it away.',
        ),
    ),
    beside(
        CARD,
        "tables are not renewed by what is loaded",
        ("        self._session.changed()\n\n    def close", "\n    def close"),
    ),
)

COUNTED, HANDED = f"{CLASS}/counted.py", f"{CLASS}/handed.py"
READ = "margin_lessons/lessons/class_files.py"
STATE, VIEWS = (f"margin_lessons/scenes/{name}.py" for name in ("class_state", "class_views"))
DRAWN = "margin_lessons/figures/class_views.py"
IN_CLASS = (
    beside(
        COUNTED,
        "before and after change places",
        (
            "first, second = [one for one, _ in pairs], [other for _, other in pairs]",
            "second, first = [one for one, _ in pairs], [other for _, other in pairs]",
        ),
    ),
    beside(
        COUNTED,
        "another certainty is counted",
        ("if each.certainty is one]", "if each.certainty is not one]"),
    ),
    beside(
        COUNTED,
        "who never began a lesson has its tasks",
        ("OutOf(done, len(files) * len(names))", "OutOf(done, len(files) * len(names) + 1)"),
    ),
    beside(
        COUNTED,
        "the rarest idea is the first",
        ("(-one.learners, one.lesson", "(one.learners, one.lesson"),
    ),
    beside(
        COUNTED, "the error in the middle is the largest", ("median(misses) if", "max(misses) if")
    ),
    beside(HANDED, "a prediction at the very bound is not close", ("miss <= NEAR", "miss < NEAR")),
    beside(
        HANDED,
        "what the file says of close is not believed",
        ("close = told if isinstance(told, bool) else near", "close = near"),
    ),
    beside(
        HANDED,
        "a wrong idea of a later answer is left out",
        (
            "for each in (entry, *(later if isinstance(later, list | tuple) else ())):",
            "for each in (entry,):",
        ),
    ),
    beside(
        HANDED,
        "a quiz counts before it is right",
        ('if entry.get("passed") is True:', 'if "passed" in entry:'),
    ),
    beside(READ, "a copy counts twice", ("if same in seen:", "if False:")),
    beside(
        READ,
        "a damaged file is passed over in silence",
        ("over.append(_over(file.name, why_no_progress(file.content)))", "pass"),
    ),
    beside(READ, "a blank file is a learner", ("elif learner.is_blank:", "elif False:")),
    beside(
        STATE,
        "columns of two errors change places",
        ("off = (row.first_miss, row.second_miss)", "off = (row.second_miss, row.first_miss)"),
    ),
    beside(
        STATE,
        "the rest of the ideas is one too many",
        ("words.plural(len(ideas) - LISTED,", "words.plural(len(ideas) - LISTED + 1,"),
    ),
    beside(
        STATE,
        "the rest of the ideas is called rarer than it is",
        ("ideas[LISTED].learners} or fewer", "ideas[-1].learners} or fewer"),
    ),
    beside(
        STATE,
        "a flight has another one's decisions",
        (
            "words.plural(row.decisions, 'decision')",
            "words.plural(flights.rows[0].decisions, 'decision')",
        ),
    ),
    beside(
        STATE,
        "each rule brings what the first one does",
        ("words.money(run.money)", "words.money(flights.rules[0].money)"),
    ),
    beside(
        VIEWS,
        "guessing is said of the certain",
        (
            "first, second, certain = facts[0], facts[1], facts[-1]",
            "first, second, certain = facts[0], facts[1], facts[-3]",
        ),
    ),
    beside(
        VIEWS,
        "the sentence says how many learners, and means ideas",
        ('f"{len(found):,}"', 'f"{state.results.learners:,}"'),
    ),
    beside(
        VIEWS,
        "a lesson's first share is its second",
        (
            'share_fact(f"{number} first close", row.first)',
            'share_fact(f"{number} first close", row.second)',
        ),
    ),
    beside(
        VIEWS,
        "questions and exercises change places",
        (
            '"quiz": "questions right", "exercises": "exercises right"',
            '"quiz": "exercises right", "exercises": "questions right"',
        ),
    ),
    beside(
        VIEWS,
        "those who did worse are told to have done better",
        (
            "OutOf(flights.better_than_nothing, len(flights.rows))",
            "OutOf(len(flights.rows) - flights.better_than_nothing, len(flights.rows))",
        ),
    ),
    beside(
        VIEWS,
        "shapes of two kinds change places in the words",
        (
            'a triangle for "\n        "missions, a dot for questions',
            'a dot for "\n        "missions, a triangle for questions',
        ),
    ),
    beside(
        DRAWN,
        "bars of certainty stand at each other's places",
        (
            'ChartBar(float(at), fact, ink="price"',
            'ChartBar(float(len(sure) - 1 - at), fact, ink="price"',
        ),
    ),
    beside(
        DRAWN,
        "a bar has the words of another idea",
        (
            'label=f"{number_of(one.lesson)}: {one.words}",',
            'label=f"{number_of(one.lesson)}: {found[-1].words}",',
        ),
    ),
    beside(
        DRAWN,
        "a dot and a diamond change places",
        (
            'yield Point(first, at, ink="prediction", shape="D", size=9)',
            'yield Point(second, at, ink="prediction", shape="D", size=9)',
        ),
        (
            'yield Point(second, at, ink="equity", size=9)',
            'yield Point(first, at, ink="equity", size=9)',
        ),
    ),
    beside(
        DRAWN,
        "questions are drawn as missions are",
        ('"quiz": ("price", "o", 0.0)', '"quiz": ("call", "^", 0.0)'),
    ),
    beside(
        DRAWN,
        "the lessons run upwards",
        ("float(len(lessons) - at) for at", "float(at + 1) for at"),
    ),
    beside(
        DRAWN,
        "the number beside a bar is its place",
        ('f"{one.learners}") for place, one', 'f"{place}") for place, one'),
    ),
    beside(
        DRAWN,
        "the line of doing nothing is another rule's",
        ("nothing = flights.rules[0]", "nothing = flights.rules[-1]"),
    ),
)

OF_A_CLASS = (*JOINED, *IN_CLASS)
