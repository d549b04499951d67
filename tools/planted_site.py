"""Faults to plant in the server, the hub, the site, the answer key and setting up.

Every old text stands exactly once in its file, as in planted_prose.py.
"""

from __future__ import annotations

from planted_class import beside

WEB = "margin_lessons/web"

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

AROUND = (*SERVED, *BUILT)
