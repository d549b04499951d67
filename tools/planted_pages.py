"""Faults to plant in pages, class report, joined progress, the server, the site and setting up.

Every old text stands exactly once in its file, as in planted_prose.py.
"""

from __future__ import annotations

from planted_prose import Fault

WEB, CLASS = "margin_lessons/web", "margin_lessons/class_room"


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
        ("if here.name == progress.FILE_NAME and here.exists():", "if here.exists():"),
    ),
    beside(
        FILES,
        "an emptied store is never told again",
        (
            "self._told[here.name] = text",
            "self._told[here.name] = text or (\n"
            "                _text(here.read_bytes()) if here.exists() else None)",
        ),
    ),
    beside(
        "margin_lessons/panels/progress.py",
        "a file is loaded without a copy",
        (
            'progress_file.update(path(), both, "before-import")',
            "progress_file.update(path(), both)",
        ),
    ),
    beside(
        "margin_lessons/panels/progress.py",
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
    beside(CARD, "tables are not renewed by what is loaded", ("self._session.changed()", "pass")),
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
        ('SHOWN = "02_margin_calls"', 'SHOWN = "04_gaps_and_slippage"'),
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

LAYING, SERVER = f"{WEB}/laying.py", f"{WEB}/server.py"
HUB = "docs/classroom/jupyterhub_config.py"
SERVED = (
    beside(
        LAYING,
        "a changed notebook is overwritten",
        ("_text_digest(target.read_bytes()) in (known[1], text)", "target.read_bytes()"),
    ),
    beside(
        LAYING,
        "the kept notebook is called the newer one",
        ("newer one is {beside} beside it", "newer one is {name} beside it"),
    ),
    beside(
        SERVER,
        "progress is shown to anybody",
        (
            '"""The learner\'s progress, for the marks on the map."""\n\n    @authenticated\n',
            '"""The learner\'s progress, for the marks on the map."""\n\n',
        ),
    ),
    beside(
        SERVER,
        "the way back leads anywhere",
        (
            'self.go(f"{path.stem}.html" if is_lesson else "")',
            'self.redirect(self.request.headers.get("Referer", "/"))',
        ),
    ),
    beside(SERVER, "a page brings no cookie", ("_ = self.xsrf_token", "_ = None")),
    beside(
        SERVER,
        "scripts may be anybody's",
        ("NO_OTHER_HOST = \"default-src 'self'", "NO_OTHER_HOST = \"default-src * 'self'"),
    ),
    beside(HUB, "kernels listen at ports", ("transport=ipc", "transport=tcp")),
    beside(
        HUB,
        "anybody may sign in as anybody",
        ('if chosen in INSECURE or "dummy" in chosen.lower():', "if False:"),
    ),
    beside(
        HUB,
        "others may read a student's folder",
        ("folder.mkdir(mode=0o700)", "folder.mkdir(mode=0o755)"),
    ),
    beside(HUB, "terminals are open", ("terminals_enabled=False", "terminals_enabled=True")),
    beside(HUB, "students read each other's new files", ("umask 077", "umask 022")),
    beside(HUB, "notebooks are not laid", ("lays=True", "lays=False")),
)

BUILT = (
    beside(
        "tools/get_pyodide.py",
        "any bytes are Pyodide's",
        ('and hashlib.sha256(data).hexdigest() == PINS["sha256"][name]', ""),
    ),
    beside(
        "tools/get_pyodide.py",
        "packages are taken with any digest",
        ("if _digest(path) in wanted:", "if path:"),
    ),
    beside("tools/get_pyodide.py", "pip asks for no digest", ('"--require-hashes", ', "")),
    beside("tools/build_site.py", "a page gets no digests", (", integrity=integrity())", ")")),
    beside(
        "tools/build_site.py",
        "an address without encryption will do",
        ('address.startswith(("https://", ', 'address.startswith(("http://", "https://", '),
    ),
    beside(
        "tools/site_packages.py",
        "a digest is left out of the list",
        (
            'if name != LOCK and not name.endswith(".whl")',
            'if name != LOCK and name.endswith("mjs")',
        ),
    ),
    beside(
        "tools/site_packages.py",
        "the licence is not in the wheel",
        (
            'files |= {f"{about}/licenses/{path.name}": path.read_bytes() for path in licences}',
            "files |= dict.fromkeys(licences[:0])",
        ),
    ),
    beside("docs/answers.md", "an answer is another", ("| 496 USD |", "| 946 USD |")),
    beside(
        "tools/write_answers.py",
        "the first option is the right one",
        (
            "(right,) = (option for option in question.options if option.correct)",
            "right = question.options[0]",
        ),
    ),
    beside(
        "tools/write_answers.py",
        "what nobody set is shown as a setting",
        ("if values[control.name] != control.start", "if values[control.name] == control.start"),
    ),
    beside(
        "installer.py",
        "that the lock does not fit is not said",
        (
            '        print(\n            f"The versions named in {lock}',
            '        str(\n            f"The versions named in {lock}',
        ),
        ('are taken.",\n            flush=True,\n', 'are taken.",\n'),
    ),
    beside(
        "installer.py",
        "digests are not asked for",
        ('exactly = ["--require-hashes", ', "exactly = ["),
    ),
    beside(
        "tools/move_lock.py",
        "a Python is left out",
        ('PYTHONS = ("3.11", "3.12", "3.13", "3.14")', 'PYTHONS = ("3.11", "3.12", "3.14")'),
    ),
    beside(
        "tools/move_lock.py",
        "a system that lacks a file is no hindrance",
        ("if missing:", "if False:"),
    ),
    beside(
        "tools/move_lock.py",
        "the slow one is held back no more",
        ('    "jsonschema<4.25",', '    "jsonschema<40.25",'),
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
        ("if (name === JOINED && stored !== was && stored !== now)", "if (false)"),
    ),
)

BESIDE = (*JOINED, *IN_CLASS, *IN_PAGES, *SERVED, *BUILT, *IN_SCRIPTS)
