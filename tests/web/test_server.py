"""The pages on a Jupyter server: who sees them, where they lead, and how all of it ends."""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from web.course_server import PAGES, TOKEN, CourseServer

from margin_lessons.errors import BadInput
from margin_lessons.panels.progress_record import empty, write
from margin_lessons.web.course_files import course_files, course_names
from margin_lessons.web.server import ServedCourse

GAPS = "04_gaps_and_slippage"
BASE = "/user/one/"
HERE = f"{PAGES}/here"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CourseServer]:
    """The course under an address as a hub gives it, for all tests of this file."""
    with CourseServer(tmp_path_factory.mktemp("course"), base=BASE) as course:
        yield course


@pytest.fixture
def course(tmp_path: Path) -> ServedCourse:
    """The course in a folder of this test, without a server."""
    shutil.copytree(course_files("notebooks"), tmp_path / "notebooks")
    return ServedCourse(tmp_path)


# ---- What it serves ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["", f"{GAPS}.html", "static/course.css", "my_progress.json", "here", "glossary.html"]
)
def test_without_the_token_nothing_is_seen(server, path):
    answer = server.get(f"{PAGES}/{path}", token="")
    assert answer.status == 302
    assert answer.headers["Location"].startswith(f"{BASE}login?")
    assert server.get(f"{PAGES}/{path}", token="another").status == 302


@pytest.mark.parametrize("name", ["index", *course_names(), "glossary", "teaching_guide"])
def test_each_page_of_the_course_is_there(server, name):
    answer = server.get(f"{PAGES}/{name}.html")
    assert answer.status == 200
    assert answer.text.startswith("<!DOCTYPE html>")
    assert 'data-kernel="server"' in answer.text


def test_the_first_page_has_the_shorter_address_too(server):
    assert server.get(f"{PAGES}/").text == server.get(f"{PAGES}/index.html").text
    assert server.get(PAGES).headers["Location"] == f"{BASE}{PAGES}/"


def test_a_lesson_is_told_where_its_kernel_begins_and_where_it_is_a_notebook(server):
    page = server.get(f"{PAGES}/{GAPS}.html").text
    data = json.loads(re.search(r'id="page-data">(.*?)</script>', page, re.DOTALL)[1])
    assert (data["kernel"], data["folder"]) == ("server", "notebooks")
    assert f'href="../lab/tree/notebooks/{GAPS}.ipynb"' in page


def test_a_page_may_ask_no_other_host(server):
    rule = server.get(f"{PAGES}/{GAPS}.html").headers["Content-Security-Policy"]
    assert "default-src 'self' 'unsafe-inline' data: blob:" in rule


def test_a_page_brings_the_cookie_with_which_it_may_start_a_kernel(server):
    cookies = server.get(f"{PAGES}/").headers.get_all("Set-Cookie")
    (cookie,) = [each for each in cookies if each.startswith("_xsrf=")]
    assert f"Path={BASE}" in cookie
    assert "HttpOnly" not in cookie, "its script has to read it"


def test_the_token_does_not_stay_in_the_address(server):
    answer = server.get(f"{PAGES}/{GAPS}.html?token={TOKEN}", token="")
    assert (answer.status, answer.headers["Location"]) == (302, f"{BASE}{PAGES}/{GAPS}.html")
    cookie = "; ".join(c.partition(";")[0] for c in answer.headers.get_all("Set-Cookie"))
    assert server.get(f"{PAGES}/{GAPS}.html", token="", Cookie=cookie).status == 200
    assert server.get(f"{PAGES}/?token={TOKEN}").headers["Location"] == f"{BASE}{PAGES}/"


@pytest.mark.parametrize(
    "path", ["12_none.html", "..%2f..%2fREADME.html", "%2e%2e.html", "static/..%2fserver.py"]
)
def test_what_is_no_page_of_the_course_is_not_there(server, path):
    assert server.get(f"{PAGES}/{path}").status in (403, 404)


def test_progress_is_the_file_beside_the_notebooks(server):
    file = server.folder / "notebooks" / "my_progress.json"
    assert json.loads(server.get(f"{PAGES}/my_progress.json").text) == empty()
    record = {**empty(), "lessons": {GAPS: {}}}
    file.write_bytes(write(record))
    answer = server.get(f"{PAGES}/my_progress.json")
    assert json.loads(answer.text)["lessons"] == record["lessons"]
    assert answer.headers["Content-Type"].startswith("application/json")
    file.write_text("{damaged", encoding="utf-8")
    assert json.loads(server.get(f"{PAGES}/my_progress.json").text) == empty()
    file.unlink()


# ---- The way back from a notebook ----------------------------------------------------------------


@pytest.mark.parametrize(
    "here", [HERE, f"lab/tree/notebooks/{HERE}", f"lab/workspaces/auto-A/tree/notebooks/{HERE}"]
)
@pytest.mark.parametrize(
    ("came_from", "page"),
    [
        (f"lab/tree/notebooks/{GAPS}.ipynb", f"{GAPS}.html"),
        (f"lab/workspaces/auto-A/tree/notebooks/{GAPS}.ipynb?reset", f"{GAPS}.html"),
        ("lab/tree/notebooks/another%20one.ipynb", ""),
        ("lab", ""),
        (None, ""),
    ],
)
def test_the_way_back_leads_to_the_page_of_the_notebook(server, here, came_from, page):
    sent = {} if came_from is None else {"Referer": server.address + came_from}
    answer = server.get(here, **sent)
    assert (answer.status, answer.headers["Location"]) == (302, f"{BASE}{PAGES}/{page}")


def test_jupyterlab_has_the_button_and_asks_nobody_for_news(server):
    settings = server.get("lab/api/settings/@jupyterlab/notebook-extension:panel").text
    button = next(b for b in json.loads(settings)["schema"]["properties"]["toolbar"]["default"]
                  if b["name"] == "lesson-page")  # fmt: skip
    assert (button["command"], button["label"]) == ("help:open", "Lesson page")
    assert button["args"] == {"url": HERE, "newBrowserTab": True}
    notes = server.get("lab/api/settings/@jupyterlab/apputils-extension:notification").text
    schema = json.loads(notes)["schema"]["properties"]
    assert schema["fetchNews"]["default"] == "false"
    assert schema["checkForUpdates"]["default"] is False


# ---- Where the notebooks are, and when a page is made again ------------------------------------


@pytest.mark.parametrize(
    ("folder", "kernel", "tree"),
    [
        ("notebooks", "notebooks", "../lab/tree/notebooks/{name}.ipynb"),
        (".", ".", "../lab/tree/{name}.ipynb"),
        ("margin-lessons/notebooks", "margin-lessons/notebooks",
         "../lab/tree/margin-lessons/notebooks/{name}.ipynb"),
    ],
)  # fmt: skip
def test_the_notebooks_are_found_where_they_usually_are(tmp_path, folder, kernel, tree):
    shutil.copytree(course_files("notebooks"), tmp_path / folder, dirs_exist_ok=True)
    course = ServedCourse(tmp_path)
    assert course.notebooks == tmp_path / folder
    assert (course.edition.folder, course.edition.notebook) == (kernel, tree)


def test_another_folder_may_be_set(tmp_path):
    shutil.copytree(course_files("notebooks"), tmp_path / "notebooks")
    shutil.copytree(course_files("notebooks"), tmp_path / "mine")
    assert ServedCourse(tmp_path, folder="mine").notebooks == tmp_path / "mine"


def test_a_page_is_made_once_and_again_when_the_notebook_has_changed(course):
    before = course.page(GAPS)
    assert course.page(GAPS) is before
    path = course.notebooks / f"{GAPS}.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("Gaps", "Leaps"), encoding="utf-8")
    os.utime(path, ns=(time.time_ns(), time.time_ns()))
    assert "<title>04 Leaps" in course.page(GAPS)


def test_only_notebooks_of_the_course_have_a_page(course):
    shutil.copy(course.notebooks / f"{GAPS}.ipynb", course.notebooks / f"{GAPS}.new.ipynb")
    shutil.copy(course.notebooks / f"{GAPS}.ipynb", course.notebooks / "mine.ipynb")
    assert course.notebook(f"{GAPS}.new") == course.notebooks / f"{GAPS}.new.ipynb"
    assert course.notebook("mine") is None
    assert course.page("mine") is None


# ---- What a learner has made of the notebooks --------------------------------------------------

NO_NOTEBOOKS = {
    "empty": b"",
    "cut": b'{"cells": [{"id": "1", "cell',
    "no object": b"[]",
    "no cells": b'{"cells": []}',
    "no text": b"\xff\xfe",
    "too deep": b"[" * 100_000,
    "no heading": b'{"cells": [{"id": "1", "cell_type": "raw", "source": "", "metadata": {}}]}',
}


@pytest.mark.parametrize("content", NO_NOTEBOOKS.values(), ids=NO_NOTEBOOKS)
def test_a_damaged_notebook_has_a_sentence_and_every_other_page_is_there(course, content):
    (course.notebooks / f"{GAPS}.ipynb").write_bytes(content)
    with pytest.raises(BadInput, match=f"{GAPS}.ipynb .*so it has no page"):
        course.page(GAPS)
    for name in ("index", "03_liquidation", "glossary"):
        assert f'href="{GAPS}.html"' in course.page(name)


@pytest.mark.parametrize("gone", [GAPS, "00_start_here", "02_margin_calls"])
def test_a_deleted_notebook_takes_no_other_page_with_it(course, gone):
    path = course.notebooks / f"{gone}.ipynb"
    path.unlink()
    os.symlink(path.with_name("nowhere"), path)
    assert course.page(gone) is None
    for name in ("index", "03_liquidation", "glossary"):
        assert f'href="{gone}.html"' in course.page(name)


def test_the_first_page_has_its_picture_when_all_outputs_were_cleared(course):
    path = course.notebooks / "02_margin_calls.ipynb"
    stored = json.loads(path.read_text(encoding="utf-8"))
    for cell in stored["cells"]:
        cell.update(outputs=[])
    path.write_text(json.dumps(stored), encoding="utf-8")
    assert "From lesson" in course.page("index")


def test_a_name_too_long_for_a_file_is_no_page(course):
    assert course.page(f"{GAPS}.{'a' * 400}") is None


def test_the_page_of_a_damaged_notebook_says_so(tmp_path):
    with CourseServer(tmp_path) as server:
        (server.folder / "notebooks" / f"{GAPS}.ipynb").write_text("{", encoding="utf-8")
        answer = server.get(f"{PAGES}/{GAPS}.html")
    assert answer.status == 422
    assert f"{GAPS}.ipynb cannot be read as a notebook, so it has no page" in answer.text


# ---- The end ---------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signal to send to one process")
def test_ctrl_c_ends_the_server_and_its_kernels(tmp_path):
    with CourseServer(tmp_path) as server:
        assert f"    {server.address}{PAGES}/?token={TOKEN}\n" in server.said
        started = server.get("api/kernels", data=b'{"path": "notebooks"}')
        assert started.status == 201
        kernels = [pid for pid in children_of(server.process.pid) if is_kernel(pid)]
        assert len(kernels) == 1
        assert server.interrupt() == 0
        assert server.said.endswith("\nThe course has stopped.\n")
        assert not any(map(is_kernel, kernels))


def children_of(pid: int) -> list[int]:
    import psutil

    return [child.pid for child in psutil.Process(pid).children(recursive=True)]


def is_kernel(pid: int) -> bool:
    import psutil

    try:
        return "ipykernel_launcher" in " ".join(psutil.Process(pid).cmdline())
    except psutil.Error:
        return False
