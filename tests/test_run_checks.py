"""python run.py test: which checks run, with what, and how they end."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from course_copy import ROOT, Children, copy_start_up, loaded


@pytest.fixture
def run(tmp_path, monkeypatch):
    with loaded(copy_start_up(tmp_path)) as (module, _):
        monkeypatch.setattr(module.signal, "signal", lambda number, handler: None)
        yield module


@pytest.fixture
def children(run, monkeypatch):
    noted = Children()
    monkeypatch.setattr(run, "run_child", noted)
    monkeypatch.setattr(run.find_browser, "working", lambda python: "/bin/browser")
    monkeypatch.delenv("MARGIN_LESSONS_NO_BROWSER", raising=False)
    monkeypatch.delenv("MARGIN_LESSONS_BROWSER", raising=False)
    return noted


def test_every_stage_runs_although_one_fails(run, children, capsys):
    children.codes = {"check": 1, "tests": 2}
    assert run.main(["test", "--here"]) == 1
    stages = ["check", "mypy", "format", "", "tests", "tests/browser", "notebooks"]
    assert children.names()[1:] == stages
    printed = capsys.readouterr().out
    assert "lint       FAILED (exit code 1)" in printed
    assert "notebooks  passed" in printed
    assert printed.endswith("Stages: 5 passed, 2 failed\n")


def test_the_browser_that_starts_is_the_one_that_the_checks_use(run, children):
    assert run.main(["test", "--here"]) == 0
    assert children.environments[-1]["MARGIN_LESSONS_BROWSER"] == "/bin/browser"


def test_a_browser_is_got_before_the_long_stages_or_they_do_not_begin(
    run, children, monkeypatch, capsys
):
    def none(python):
        raise run.Problem("There is no browser.")

    monkeypatch.setattr(run.find_browser, "working", lambda python: None)
    monkeypatch.setattr(run.get_browser, "get", lambda python: "/new/browser")
    assert run.main(["test", "--here"]) == 0
    assert children.environments[-1]["MARGIN_LESSONS_BROWSER"] == "/new/browser"
    children.commands.clear()
    monkeypatch.setattr(run.get_browser, "get", none)
    assert run.main(["test", "--here"]) == 1
    assert children.commands == []
    assert capsys.readouterr().err.strip() == "There is no browser."


@pytest.mark.parametrize(("code", "got"), [(5, []), (0, ["got"]), (2, ["got"])])
def test_no_browser_is_got_for_tests_that_use_none(run, children, monkeypatch, code, got):
    """-k venue chooses nothing of the browser checks; whether it does is asked of pytest."""
    noted, asked = [], []
    monkeypatch.setattr(run.find_browser, "working", lambda python: None)
    monkeypatch.setattr(run.get_browser, "get", lambda python: noted.append("got") or "/new")
    ended = run.find_browser.Ended(code, "")
    monkeypatch.setattr(run.find_browser, "run", lambda *given: asked.append(given) or ended)
    run.main(["test", "--here", "-k", "venue"])
    assert noted == got
    ((command, _, _),) = asked
    assert command[-4:] == ["--collect-only", "-qq", "-k", "venue"]
    assert "tests/browser" in command


def test_what_is_left_out_is_not_called_passed(run, children, monkeypatch, capsys):
    monkeypatch.setenv("MARGIN_LESSONS_NO_BROWSER", "1")
    monkeypatch.setattr(run.find_browser, "working", lambda python: pytest.fail("looked for one"))
    assert run.main(["test", "--here"]) == 0
    printed = capsys.readouterr().out
    assert "browser    LEFT OUT, as MARGIN_LESSONS_NO_BROWSER asks" in printed
    assert printed.endswith("Stages: 6 passed, 0 failed, 1 left out: not every check ran\n")
    children.codes = {"tests/browser": 1}
    assert run.main(["test", "--here"]) == 1
    assert "browser    FAILED (exit code 1)" in capsys.readouterr().out


def test_further_arguments_go_to_pytest_alone(run, children):
    assert run.main(["test", "--here", "-k", "venue"]) == 0
    stages = children.commands[1:]
    assert [command[-2:] == ["-k", "venue"] for command in stages] == [
        False,
        False,
        False,
        False,
        True,
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("words", "codes", "code"),
    [
        (["-k", "venue"], {"notebooks": 5}, 0),
        (["-k", "vneue"], {"tests": 5, "tests/browser": 5, "notebooks": 5}, 1),
        ([], {"notebooks": 5}, 1),
    ],
)
def test_choosing_no_test_at_all_is_a_failure(run, children, words, codes, code):
    children.codes = codes
    assert run.main(["test", "--here", *words]) == code


def test_the_checks_neither_read_nor_leave_a_learners_files(run, children, monkeypatch, tmp_path):
    monkeypatch.setenv("MARGIN_LESSONS_PROGRESS", str(tmp_path / "mine.json"))
    monkeypatch.setenv("MARGIN_LESSONS_OPEN_GATES", "1")
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path))
    run.main(["test", "--here"])
    environment = children.environments[-1]
    scratch = Path(environment["MARGIN_LESSONS_PROGRESS"]).parent
    assert not scratch.exists(), "thrown away at the end"
    assert tmp_path not in scratch.parents
    for name in ("CONFIG", "DATA", "RUNTIME"):
        assert Path(environment[f"JUPYTER_{name}_DIR"]).parent == scratch
    assert "MARGIN_LESSONS_OPEN_GATES" not in environment


def test_what_the_stages_name_is_there(run):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    installed = " ".join(project["optional-dependencies"]["test"])
    for words in map(str.split, run.STAGES.values()):
        package = words[0].removesuffix("_lib")
        assert re.search(rf"\b{package}>=", installed), f"{package} is not in the extra test"
        assert (ROOT / words[-1]).is_dir()


# ---- Starting and ending a child ----------------------------------------------

TALKATIVE = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background ignores it
try:
    print("ready", file=open(sys.argv[1], "w"))
    time.sleep(600)
except KeyboardInterrupt:
    print("interrupted", file=open(sys.argv[1], "w"))
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signal to send to one process")
def test_a_child_hears_of_a_signal_that_reached_only_run(run, tmp_path, monkeypatch):
    told = tmp_path / "told"

    class StoppedOnceReady(subprocess.Popen):
        def wait(self, timeout=None):
            if timeout is not None:
                return super().wait(timeout)
            while not (told.exists() and told.read_text() == "ready\n"):
                assert self.poll() is None
            raise run.Terminated

    monkeypatch.setattr(run.subprocess, "Popen", StoppedOnceReady)
    command = [sys.executable, "-c", TALKATIVE, str(told)]
    with pytest.raises(run.Terminated):
        run.run_child(command, None)
    assert told.read_text() == "interrupted\n"


def test_the_exit_code_of_a_child_is_passed_on(run):
    assert run.run_child([sys.executable, "-c", "raise SystemExit(7)"], None) == 7
