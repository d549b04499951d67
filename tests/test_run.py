"""run.py: its two commands, opening the lessons, and the sentence for each thing in the way."""

from __future__ import annotations

import ast
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from course_copy import ROOT, SCRIPTS, Children, copy_start_up, loaded

TEXTS = {name: (ROOT / name).read_text(encoding="utf-8") for name in SCRIPTS}


@pytest.fixture
def run(tmp_path, monkeypatch):
    with loaded(copy_start_up(tmp_path)) as (module, _):
        monkeypatch.setattr(module.signal, "signal", lambda number, handler: None)
        yield module


@pytest.fixture
def children(run, monkeypatch):
    noted = Children()
    monkeypatch.setattr(run, "run_child", noted)
    return noted


# ---- Before anything is set up -------------------------------------------------


@pytest.mark.parametrize("name", TEXTS)
def test_an_old_python_can_read_it_and_needs_no_package(name):
    tree = ast.parse(TEXTS[name], feature_version=(3, 7))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {getattr(node, "module", None) or node.names[0].name for node in imports}
    ours = {Path(name).stem for name in SCRIPTS}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names | ours


@pytest.mark.parametrize("version", [(3, 8, 10), (3, 10, 0), (2, 7, 18)])
def test_too_old_a_python_is_told_in_one_sentence(run, monkeypatch, capsys, version):
    monkeypatch.setattr(run, "set_up", lambda extras: pytest.fail("went on to set up"))
    with monkeypatch.context() as patch:
        patch.setattr(run.sys, "version_info", version)
        code = run.main(["test"])
    (sentence,) = capsys.readouterr().err.strip().splitlines()
    assert code == 1
    assert f"needs Python 3.11 or newer, and this is Python {version[0]}.{version[1]}" in sentence


def test_the_oldest_python_is_the_one_that_the_package_names(run):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == ">={}.{}".format(*run.OLDEST)
    assert run.check_python((*run.OLDEST, 0)) is None


def test_an_unknown_command_is_told_in_one_sentence_and_sets_up_nothing(tmp_path):
    copy_start_up(tmp_path)
    done = subprocess.run(
        [sys.executable, str(tmp_path / "run.py"), "tset"], capture_output=True, text=True
    )
    (sentence,) = done.stderr.strip().splitlines()
    assert done.returncode == 1
    assert "'tset' is not a command" in sentence
    assert "python run.py test" in sentence
    assert not (tmp_path / ".venv").exists()


def test_help_shows_the_two_commands(run, capsys):
    assert run.main(["--help"]) == 0
    assert "python run.py test " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("args", "extras", "opened"),
    [
        ([], ["lab"], ["open", []]),
        (["--no-browser"], ["lab"], ["open", ["--no-browser"]]),
        (["test"], ["lab", "test"], ["check", []]),
        (["test", "-k", "venue"], ["lab", "test"], ["check", ["-k", "venue"]]),
        (["--here"], None, ["open", []]),
        (["--here", "test", "-x"], None, ["check", ["-x"]]),
        (["test", "--here"], None, ["check", []]),
    ],
)
def test_each_command_sets_up_what_it_needs(run, monkeypatch, args, extras, opened):
    noted = []
    monkeypatch.setattr(run, "set_up", lambda extras: noted.append(extras) or "venv-python")
    monkeypatch.setattr(run, "open_course", lambda *given: noted.append(["open", given]) or 0)
    monkeypatch.setattr(run, "run_checks", lambda *given: noted.append(["check", given]) or 0)
    assert run.main(args) == 0
    python = Path(sys.executable) if extras is None else "venv-python"
    set_up_with = [] if extras is None else [extras]
    assert noted == [*set_up_with, [opened[0], (python, opened[1])]]


def test_an_interrupted_set_up_ends_with_one_word(run, monkeypatch, capsys):
    def interrupted(extras):
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "set_up", interrupted)
    assert run.main([]) == 130
    assert capsys.readouterr().out.strip() == "Stopped."


# ---- python run.py -------------------------------------------------------------


def test_the_package_serves_this_folder_and_gets_all_further_words(run, children):
    assert run.main(["--here", "--no-browser", "--ip=127.0.0.2"]) == 0
    command = [sys.executable, "-m", "margin_lessons.web", str(run.ROOT)]
    assert children.commands == [[*command, "--no-browser", "--ip=127.0.0.2"]]


def test_a_taken_port_is_told_in_one_sentence_and_starts_nothing(run, children, capsys):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert run.main(["--here", "--port", str(port)]) == 1
    (sentence,) = capsys.readouterr().err.strip().splitlines()
    assert sentence.startswith(f"Port {port} cannot be used (")
    assert children.commands == []


@pytest.mark.parametrize(
    "words",
    [["--port", word] for word in ("abc", "²", "٣", "1e3", "-1", "70000", "9" * 5_000, "\n1")]
    + [["--port=0"], ["--port="], ["--port"], ["--port", " 80"], ["--port=8888\n"]],
)
def test_a_port_that_is_none_is_told_in_one_sentence(run, children, capsys, words):
    assert run.main(["--here", *words]) == 1
    assert "--port takes a number from 1 to 65535" in capsys.readouterr().err
    assert children.commands == []


def test_an_address_that_is_not_this_machines_is_told_in_one_sentence(run, children, capsys):
    assert run.main(["--here", "--ip", "192.0.2.1"]) == 1  # kept for documentation: nobody's
    (sentence,) = capsys.readouterr().err.strip().splitlines()
    assert sentence.startswith("The course cannot listen at --ip 192.0.2.1 (")
    assert children.commands == []


@pytest.mark.parametrize("ip", ["..", "a" * 300, "ü" * 80, "-", "127.0.0.1\n", "1.2.3.4.5"])
def test_an_address_that_is_none_is_told_in_one_sentence(run, children, capsys, ip):
    assert run.main(["--here", f"--ip={ip}"]) == 1
    assert capsys.readouterr().err.strip().startswith("The course cannot listen at --ip ")
    assert children.commands == []


@pytest.mark.parametrize("words", [["--ip"], ["--ip="], ["--ip", "--no-browser"]])
def test_a_forgotten_address_is_told_in_one_sentence(run, children, capsys, words):
    assert run.main(["--here", *words]) == 1
    (sentence,) = capsys.readouterr().err.strip().splitlines()
    assert sentence.startswith("--ip takes an address, and none is given")
    assert children.commands == []


@pytest.mark.parametrize(
    "words",
    [["--port", "²"], ["--port=0"], ["--ip", "192.0.2.1"], ["--ip="], ["tset"], ["no", "test"]],
)
def test_bad_arguments_are_told_before_anything_is_set_up(run, monkeypatch, capsys, words):
    monkeypatch.setattr(run, "set_up", lambda extras: pytest.fail("went on to set up"))
    assert run.main(words) == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_a_browser_that_is_none_is_told_before_anything_is_set_up(run, monkeypatch, capsys):
    monkeypatch.setattr(run, "set_up", lambda extras: pytest.fail("went on to set up"))
    monkeypatch.setenv("MARGIN_LESSONS_BROWSER", "/no/such/browser")
    assert run.main(["test"]) == 1
    (sentence,) = capsys.readouterr().err.strip().splitlines()
    assert sentence.startswith("MARGIN_LESSONS_BROWSER is '/no/such/browser', which is no program")


def test_ctrl_c_is_a_clean_end_and_a_failure_is_not(run, children, capsys):
    children.codes = {"margin_lessons.web": 3}
    assert run.main(["--here"]) == 1
    assert "The course ended with exit code 3" in capsys.readouterr().err
    children.interrupted = True
    assert run.main(["--here"]) == 0
    assert capsys.readouterr() == ("", "")
