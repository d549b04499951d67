"""run.py: its two commands, opening the lessons, and the sentence for each thing in the way."""

from __future__ import annotations

import ast
import os
import re
import socket
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from course_copy import ROOT, SCRIPTS, Children, copy_start_up, loaded

TEXTS = {name: (ROOT / name).read_text(encoding="utf-8") for name in SCRIPTS}


@pytest.fixture
def run(tmp_path, monkeypatch):
    with loaded(copy_start_up(tmp_path)) as (module, _):
        monkeypatch.setattr(module.signal, "signal", lambda number, handler: None)
        monkeypatch.delenv("JUPYTER_TOKEN", raising=False)
        yield module


def listening() -> ModuleType:
    """The module that run.py takes the address from, of the same copy."""
    return sys.modules["listening"]


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
    ours = {name.removesuffix(".py") for name in SCRIPTS}
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
    monkeypatch.setattr(run, "open_lab", lambda *given: noted.append(["open", given]) or 0)
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


def test_jupyterlab_opens_the_first_lesson_on_this_machine_only(run, children):
    assert run.main(["--here", "--no-browser"]) == 0
    (command,) = children.commands
    assert "--ServerApp.ip=127.0.0.1" in command
    assert f"--ServerApp.root_dir={run.ROOT}" in command
    assert "--LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb" in command
    assert command[-1] == "--no-browser"
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    assert f"--ServerApp.allow_root={as_root}" in command


def test_the_token_is_new_each_time_and_not_on_the_command_line(run, children, monkeypatch):
    run.main(["--here"])
    run.main(["--here"])
    words = [word for command in children.commands for word in command]
    tokens = [environment["JUPYTER_TOKEN"] for environment in children.environments]
    assert tokens[0] != tokens[1]
    assert all(len(token) >= 32 for token in tokens)
    assert not any(token in word for token in tokens for word in words)
    monkeypatch.setenv("JUPYTER_TOKEN", "chosen")
    run.main(["--here"])
    assert children.environments[-1]["JUPYTER_TOKEN"] == "chosen"


def test_the_port_and_address_that_were_asked_for_are_used(run, children, monkeypatch):
    monkeypatch.setattr(listening(), "cannot_listen", lambda ip, port: "")
    run.main(["--here", "--port", "9999", "--ip=127.0.0.2", "--debug"])
    (command,) = children.commands
    assert "--ServerApp.port=9999" in command
    assert "--ServerApp.ip=127.0.0.2" in command
    assert command[-1] == "--debug"
    assert not {"--port", "9999", "--ip=127.0.0.2"} & set(command)


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


def test_without_a_port_the_first_free_one_is_found(run, monkeypatch):
    where = listening()
    monkeypatch.setattr(where, "cannot_listen", lambda ip, port: "taken" if 0 < port < 8890 else "")
    assert where.choose_port("127.0.0.1", None) == 8890
    monkeypatch.setattr(where, "cannot_listen", lambda ip, port: "taken" if port else "")
    with pytest.raises(run.Problem, match="No port from 8888 to 8987 is free"):
        where.choose_port("127.0.0.1", None)


def test_an_address_that_is_not_this_machines_is_told_in_one_sentence(run, children, capsys):
    assert run.main(["--here", "--ip", "192.0.2.1"]) == 1  # kept for documentation: nobody's
    (sentence,) = capsys.readouterr().err.strip().splitlines()
    assert sentence.startswith("JupyterLab cannot listen at --ip 192.0.2.1 (")
    assert children.commands == []


@pytest.mark.parametrize("ip", ["..", "a" * 300, "ü" * 80, "-", "127.0.0.1\n", "1.2.3.4.5"])
def test_an_address_that_is_none_is_told_in_one_sentence(run, children, capsys, ip):
    assert run.main(["--here", f"--ip={ip}"]) == 1
    assert capsys.readouterr().err.strip().startswith("JupyterLab cannot listen at --ip ")
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


@pytest.mark.parametrize("ip", ["*", "0.0.0.0", "localhost"])
def test_a_server_may_listen_everywhere(run, ip):
    assert listening().cannot_listen(ip, 0) == ""


@pytest.mark.parametrize(
    ("args", "value", "rest"),
    [
        ([], None, []),
        (["--port", "1", "-y"], "1", ["-y"]),
        (["-y", "--port=1"], "1", ["-y"]),
        (["--ServerApp.port=1", "--LabApp.port", "2"], "2", []),
        (["--port", "--no-browser"], "", ["--no-browser"]),
        (["--port-retries=3", "--report", "x"], None, ["--port-retries=3", "--report", "x"]),
    ],
)
def test_an_option_is_split_off_in_all_its_spellings(run, args, value, rest):
    assert listening().take_option(args, "port") == (value, rest)


def test_the_address_is_printed_once_it_answers(run, capsys):
    class Started:
        def poll(self):
            return None

    class Ended:
        def poll(self):
            return 1

    with socket.create_server(("127.0.0.1", 0)) as server:
        where = server.getsockname()
        run.announce(Ended(), *where, "http://never")
        run.announce(Started(), *where, "http://there")
    printed = capsys.readouterr().out
    assert re.findall(r"^ +(http\S+)$", printed, re.MULTILINE) == ["http://there"]


def test_ctrl_c_is_a_clean_end_and_a_failure_is_not(run, children, capsys):
    children.codes = {"jupyterlab": 3}
    assert run.main(["--here"]) == 1
    assert "JupyterLab ended with exit code 3" in capsys.readouterr().err
    children.interrupted = True
    assert run.main(["--here"]) == 0
    assert capsys.readouterr().out.endswith("JupyterLab has stopped.\n")
