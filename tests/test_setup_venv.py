"""setup_venv.py: when .venv is kept, completed or made anew, and what is said when it cannot be."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from course_copy import copy_start_up, loaded


@pytest.fixture
def setup_venv(tmp_path):
    with loaded(copy_start_up(tmp_path)) as (_, module):
        yield module


class Installer:
    """Stands in for venv and pip: it notes what is asked of it and makes the folder."""

    def __init__(self, module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
        self.module, self.asked, self.interrupted, self.interpreter_runs = module, [], False, True
        monkeypatch.setattr(module, "make_venv", self.make_venv)
        monkeypatch.setattr(module, "install", self.install)
        monkeypatch.setattr(module, "runs", self.runs)

    def runs(self, python: Path) -> bool:
        return self.module.VENV.exists() and self.interpreter_runs

    def make_venv(self) -> None:
        self.asked.append("new")
        self.module.VENV.mkdir(exist_ok=True)
        self.interpreter_runs = True
        if self.module.STAMP.exists():
            self.module.STAMP.unlink()

    def install(self, python: Path, extras: list[str]) -> None:
        assert not self.module.STAMP.exists(), "cut short now, this would pass as finished"
        self.asked.append("+".join(extras))
        if self.interrupted:
            raise KeyboardInterrupt

    def asked_by(self, *extras: str) -> list[str]:
        """What one set-up with these extras asks for."""
        self.asked = []
        self.module.set_up(list(extras))
        return self.asked

    def edit_stamp(self, **changes: str) -> None:
        stamp = json.loads(self.module.STAMP.read_text(encoding="utf-8"))
        assert stamp.keys() >= changes.keys()
        self.module.STAMP.write_text(json.dumps(stamp | changes), encoding="utf-8")


@pytest.fixture
def installer(setup_venv, monkeypatch):
    return Installer(setup_venv, monkeypatch)


def test_a_second_start_asks_for_nothing(installer):
    assert installer.asked_by("lab") == ["new", "lab"]
    assert installer.asked_by("lab") == []


def test_the_checks_add_to_what_the_lessons_need(installer):
    installer.asked_by("lab")
    assert installer.asked_by("lab", "test") == ["lab+test"]
    assert installer.asked_by("lab") == [], "opening the lessons takes nothing away again"
    assert installer.asked_by("lab", "test") == []


def test_a_change_of_pyproject_is_installed_over_what_is_there(installer):
    installer.asked_by("lab")
    with (installer.module.ROOT / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert installer.asked_by("lab") == ["lab"]
    assert installer.asked_by("lab") == []


@pytest.mark.parametrize("change", [{"place": "/somewhere/else"}, {"python": "3.99"}])
def test_a_moved_folder_or_another_python_starts_anew(installer, change):
    installer.asked_by("lab", "test")
    installer.edit_stamp(**change)
    assert installer.asked_by("lab") == ["new", "lab+test"]
    assert installer.asked_by("lab") == []


def test_an_interpreter_that_does_not_run_is_replaced(installer):
    installer.asked_by("lab")
    installer.interpreter_runs = False
    assert installer.asked_by("lab") == ["new", "lab"]


@pytest.mark.parametrize("left", [None, "", '{"place": "/', "[]", "null"])
def test_without_a_readable_stamp_it_starts_anew(installer, left):
    installer.asked_by("lab")
    if left is None:
        installer.module.STAMP.unlink()
    else:
        installer.module.STAMP.write_text(left, encoding="utf-8")
    assert installer.asked_by("lab") == ["new", "lab"]
    assert installer.asked_by("lab") == []


@pytest.mark.parametrize("before", [False, True])
def test_a_set_up_that_was_cut_short_is_made_anew(installer, before):
    if before:
        installer.asked_by("lab")
    installer.interrupted = True
    with pytest.raises(KeyboardInterrupt):
        installer.module.set_up(["lab", "test"])
    assert not installer.module.STAMP.exists()
    installer.interrupted = False
    assert installer.asked_by("lab") == ["new", "lab"]


def test_only_an_interpreter_of_this_version_counts_as_running(setup_venv, tmp_path, monkeypatch):
    assert setup_venv.runs(sys.executable)
    assert not setup_venv.runs(tmp_path / "python")
    (tmp_path / "python").write_text("not a program", encoding="utf-8")
    assert not setup_venv.runs(tmp_path / "python")
    with monkeypatch.context() as patch:
        patch.setattr(sys, "version_info", (3, 99, 0))
        other_version_counts = setup_venv.runs(sys.executable)
    assert not other_version_counts


# ---- Making and filling it ---------------------------------------------------


@pytest.fixture
def commands(setup_venv, monkeypatch):
    """The commands that would be run, with no uv on the PATH."""
    noted = []
    monkeypatch.setattr(setup_venv, "follow", lambda command, trouble: noted.append(command))
    monkeypatch.setattr(setup_venv.shutil, "which", lambda name: None)
    return noted


def test_python_makes_the_environment_where_there_is_no_uv(setup_venv, commands):
    setup_venv.make_venv()
    assert commands[0][1:] == ["-m", "venv", str(setup_venv.VENV)]


def test_uv_is_used_where_there_is_one(setup_venv, commands, monkeypatch):
    monkeypatch.setattr(setup_venv.shutil, "which", lambda name: f"/bin/{name}")
    monkeypatch.setattr(setup_venv.importlib.util, "find_spec", lambda name: None)
    setup_venv.make_venv()
    setup_venv.install("python-of-venv", ["lab"])
    assert commands[0][:2] == ["/bin/uv", "venv"]
    assert commands[1][:5] == ["/bin/uv", "pip", "install", "--python", "python-of-venv"]
    assert commands[1][-1] == ".[lab]"


def test_the_course_is_installed_editable_with_its_extras(setup_venv, commands):
    setup_venv.install("python-of-venv", ["lab", "test"])
    pip = ["python-of-venv", "-m", "pip", "install", "--editable", ".[lab,test]"]
    assert commands[0] == pip
    assert commands[1][0] == "python-of-venv", "what was installed is tried with its own Python"
    (overrides,) = setup_venv.VENV.rglob("overrides.json")
    assert '"fetchNews": "false"' in overrides.read_text(encoding="utf-8")


def test_a_missing_venv_module_names_the_command_and_deletes_nothing(
    setup_venv, commands, monkeypatch
):
    monkeypatch.setattr(setup_venv.importlib.util, "find_spec", lambda name: None)
    (setup_venv.VENV / "mine").mkdir(parents=True)
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    with pytest.raises(setup_venv.Problem, match=rf"sudo apt install {re.escape(package)}'"):
        setup_venv.make_venv()
    assert (setup_venv.VENV / "mine").exists()
    assert commands == []


def test_a_folder_that_cannot_be_deleted_is_named(setup_venv, commands, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "in use", path)

    monkeypatch.setattr(setup_venv.shutil, "rmtree", refuse)
    setup_venv.VENV.mkdir()
    with pytest.raises(setup_venv.Problem, match=r"in use.*close every program"):
        setup_venv.make_venv()
    assert commands == []


# ---- What the reader sees of the installer ------------------------------------


def say(*lines: str, code: int = 0) -> list[str]:
    """A command that prints these lines, the last of them as an error, and ends with `code`."""
    script = "import sys; print(*sys.argv[1:-1], sep='\\n'); sys.stdout.flush(); "
    script += f"print(sys.argv[-1], file=sys.stderr); sys.exit({code})"
    return [sys.executable, "-c", script, *lines]


def test_only_the_main_steps_are_shown(setup_venv, capfd):
    setup_venv.follow(say("Collecting numpy", "  Downloading numpy", "Warning"), "Not needed.")
    assert capfd.readouterr().out == "  Collecting numpy\n"


@pytest.mark.parametrize(
    "words",
    [
        "ERROR: Could not find a version that satisfies numpy>=2.0 (from versions: none)",
        "Failed to establish a new connection: [Errno -3] Temporary failure in name resolution",
        "  Caused by: dns error: failed to lookup address information",
    ],
)
def test_a_registry_out_of_reach_is_called_that(setup_venv, words):
    with pytest.raises(setup_venv.Problem) as caught:
        setup_venv.follow(say("Looking", words, code=1), "It did not work.")
    sentence, *last = str(caught.value).splitlines()
    assert sentence.startswith("It did not work. The package registry could not be reached")
    assert last[-1].strip() == words.strip()


def test_any_other_failure_is_not_blamed_on_the_network(setup_venv):
    many = [f"line {number}" for number in range(40)]
    with pytest.raises(setup_venv.Problem) as caught:
        setup_venv.follow(say(*many, "No space left on device", code=1), "It did not work.")
    sentence, *last = str(caught.value).splitlines()
    assert sentence == "It did not work."
    assert last[-1] == "  No space left on device"
    assert "  line 39" in last
    assert "  line 20" not in last, "the last words, not all of them"


@pytest.mark.slow
def test_run_without_a_registry_says_so_and_leaves_no_stamp(tmp_path):
    copy_start_up(tmp_path)
    offline = {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, "PATH": ""}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    command = [sys.executable, str(tmp_path / "run.py"), "--no-browser"]
    done = subprocess.run(command, env=kept | offline, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 1
    assert "The package registry could not be reached" in done.stderr
    assert "No matching distribution found for setuptools" in done.stderr
    assert "Traceback" not in done.stderr
    assert (tmp_path / ".venv" / "pyvenv.cfg").exists()
    assert not list((tmp_path / ".venv").glob("*.json"))
