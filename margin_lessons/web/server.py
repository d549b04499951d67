"""The pages on a Jupyter server: made at each request from the notebooks that lie on the disk.

A server extension: every Jupyter server of this Python has it, JupyterLab, a hub's, Binder's too.
Only who is logged in sees a page, and a page asks no other host for anything.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from jupyter_server.base.handlers import AuthenticatedFileHandler, JupyterHandler
from jupyter_server.serverapp import ServerApp
from jupyter_server.utils import url_path_join
from tornado.routing import PathMatches, Rule
from tornado.web import HTTPError, authenticated
from traitlets import Bool, Unicode
from traitlets.config import Configurable

from margin_lessons.errors import BadInput
from margin_lessons.panels import progress, progress_file
from margin_lessons.panels.progress_record import empty, write
from margin_lessons.web.course_files import course_files, course_names, holds_course
from margin_lessons.web.edition import SERVER, Edition
from margin_lessons.web.laying import lay_notebooks

PAGES = "margin-lessons"
"""Where the pages are, seen from the server's own address."""
STATIC = Path(__file__).parent / "static"
USUAL = ("notebooks", ".", "margin-lessons/notebooks")
"""The folders in which the notebooks are looked for: of the course, of themselves, of a clone."""
NO_OTHER_HOST = "default-src 'self' 'unsafe-inline' data: blob:"


class ServedCourse(Configurable):
    """The course on one server: where its notebooks lie, and its pages, each made once.

    A page is made again when a notebook has changed since.
    """

    folder = Unicode(
        "", help="The folder of the notebooks, seen from the server's root; by itself it is found."
    ).tag(config=True)
    lays = Bool(
        False, help="Whether the notebooks are laid into the folder, as for a student on a hub."
    ).tag(config=True)

    made = Unicode(
        "", help="A folder with the pages as made_pages.py wrote them, for a class; else none."
    ).tag(config=True)

    def __init__(self, root: Path, **traits: object) -> None:
        super().__init__(**traits)
        self.root = root
        self._made: dict[str, tuple[object, str]] = {}
        if self.lays:
            lay_notebooks(root / (self.folder or USUAL[0]))

    @property
    def notebooks(self) -> Path:
        """The folder of the notebooks."""
        looked = [self.folder] if self.folder else USUAL
        found = (self.root / each for each in looked)
        return next((each for each in found if holds_course(each)), self.root)

    @property
    def edition(self) -> Edition:
        """What the pages are told: where a lesson is a notebook, and where its kernel begins."""
        folder = PurePosixPath(self.notebooks.relative_to(self.root).as_posix())
        tree = PurePosixPath("../lab/tree") / folder
        return replace(SERVER, notebook=f"{tree}/{{name}}.ipynb", folder=str(folder))

    @cached_property
    def documents(self) -> dict[str, Path]:
        """The documents that are pages too, by name."""
        return {path.stem: path for path in course_files("docs").glob("*.md")}

    def notebook(self, name: str) -> Path | None:
        """Return the notebook of that name, or None where there is none of the course."""
        path = self.notebooks / f"{name}.ipynb"
        # A newer edition beside a changed notebook has a point in its name.
        return path if name.partition(".")[0] in course_names() and os.path.isfile(path) else None

    def page(self, name: str) -> str | None:
        """Return a page as HTML, or None where there is none of that name."""
        if self.made:
            made = Path(self.made, f"{name}.html")
            return made.read_text(encoding="utf-8") if os.path.isfile(made) else None
        # Here, because with the lessons comes matplotlib: in a class no student's server has it.
        from margin_lessons.web.document_page import document_page
        from margin_lessons.web.front_page import front_page
        from margin_lessons.web.lesson_page import lesson_page

        notebook = self.notebook(name)
        if name == "index":
            return self._once(name, lambda: front_page(self.edition, self.notebooks))
        if notebook is not None:
            return self._once(name, lambda: lesson_page(notebook, self.edition))
        if name in self.documents:
            document = self.documents[name]
            return self._once(name, lambda: document_page(document, self.edition, self.notebooks))
        return None

    def _once(self, name: str, make: Callable[[], str]) -> str:
        # All of them: each page has the map of the course.
        paths = sorted(self.notebooks.glob("*.ipynb"))
        state = [(path, path.stat().st_mtime_ns) for path in paths if path.is_file()]
        if name not in self._made or self._made[name][0] != state:
            self._made[name] = (state, make())
        return self._made[name][1]

    def progress(self) -> bytes:
        """Return what the learner has done as the progress file has it; empty where it has none."""
        try:
            record = progress_file.load(progress.path(self.notebooks))
        except OSError:
            record = None
        return write(empty() if record is None else record)


class CourseHandler(JupyterHandler):
    """What every handler of the pages knows: the course."""

    def initialize(self, course: ServedCourse) -> None:
        """Take the course from the list of handlers."""
        self.course = course

    def go(self, page: str) -> None:
        """Send the browser on to a page."""
        self.redirect(f"{url_path_join(self.base_url, PAGES)}/{page}")


class PageHandler(CourseHandler):
    """A page; without a name, the front page."""

    @property
    def content_security_policy(self) -> str:
        """The server's own rule, and that the page may ask this server alone."""
        return f"{super().content_security_policy}; {NO_OTHER_HOST}"

    @authenticated
    async def get(self, name: str = "index") -> None:
        """Send the page."""
        if self.get_argument("token", ""):  # it is a cookie now, and no address needs to show it
            return self.go("" if name == "index" else f"{name}.html")
        # In a thread, so that the server answers others while a page is made.
        try:
            page = await asyncio.to_thread(self.course.page, name)
        except BadInput as problem:  # a notebook that the learner has, say, damaged
            raise HTTPError(422, str(problem), reason="This page cannot be made") from None
        if page is None:
            raise HTTPError(404, f"The course has no page {name!r} in {self.course.notebooks}.")
        _ = self.xsrf_token  # sets the cookie with which the page's script may start a kernel
        self.set_header("Cache-Control", "no-cache")
        self.finish(page)


class ProgressHandler(CourseHandler):
    """The learner's progress, for the marks on the map."""

    @authenticated
    def get(self) -> None:
        """Send it as JSON."""
        self.set_header("Content-Type", "application/json")
        self.set_header("Cache-Control", "no-store")
        self.finish(self.course.progress())


class WayBackHandler(CourseHandler):
    """The way from a notebook in JupyterLab back to its page; from anywhere else, to the first."""

    @authenticated
    def get(self) -> None:
        """Send the browser to the page of the notebook that it comes from."""
        path = PurePosixPath(unquote(urlsplit(self.request.headers.get("Referer", "")).path))
        is_lesson = path.suffix == ".ipynb" and self.course.notebook(path.stem) is not None
        self.go(f"{path.stem}.html" if is_lesson else "")


class FrontHandler(CourseHandler):
    """The address of the pages without its last stroke, from which links would lead astray."""

    @authenticated
    def get(self) -> None:
        """Send the browser to the front page."""
        self.go("")


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(serverapp: ServerApp) -> None:
    course = ServedCourse(Path(serverapp.root_dir), config=serverapp.config)
    known = {"course": course}
    here = url_path_join(serverapp.base_url, PAGES)
    serverapp.web_app.add_handlers(
        ".*$",
        [
            (here, FrontHandler, known),
            (f"{here}/", PageHandler, known),
            (rf"{here}/([\w.]+)\.html", PageHandler, known),
            (f"{here}/{progress.FILE_NAME}", ProgressHandler, known),
            (f"{here}/here", WayBackHandler, known),
            (f"{here}/static/(.*)", AuthenticatedFileHandler, {"path": str(STATIC)}),
        ],
    )
    # JupyterLab's button knows no base address: it asks beside the notebook, wherever that is. So
    # this goes before JupyterLab's own handlers, which take every address of that kind.
    beside = PathMatches(rf"{url_path_join(serverapp.base_url, 'lab')}/.*\b{PAGES}/here")
    serverapp.web_app.default_router.rules.insert(0, Rule(beside, WayBackHandler, known))
