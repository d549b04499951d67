"""setup_venv.py: when .venv is kept, completed or made anew, and what is said when it cannot be."""

from __future__ import annotations

import errno
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

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
        self.module.MARK.touch()
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


@pytest.mark.parametrize("name", ["pyproject.toml", "locks/lab.txt", "locks/test.txt"])
def test_a_change_of_what_is_asked_for_is_installed_over_what_is_there(installer, name):
    installer.asked_by("lab")
    with (installer.module.ROOT / name).open("a", encoding="utf-8") as file:
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


# ---- A .venv of somebody else --------------------------------------------------


def whole(folder: Path) -> dict[str, bytes]:
    """All files in a folder with what they hold."""
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("runs", [True, False])
def test_a_folder_that_somebody_else_made_is_left_as_it_is(installer, runs):
    venv = installer.module.VENV
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").write_text("a good one", encoding="utf-8")
    (venv / "pyvenv.cfg").write_text("home = /usr/bin", encoding="utf-8")
    installer.interpreter_runs = runs
    before = whole(venv)
    with pytest.raises(installer.module.Problem) as caught:
        installer.module.set_up(["lab"])
    assert str(caught.value) == (
        f"{venv} was not made by this command, so it is left as it is: move it away, or start "
        "with the Python in it and --here."
    )
    assert installer.asked == []
    assert whole(venv) == before


def test_a_file_or_a_dead_link_called_venv_is_left_as_it_is(installer):
    venv = installer.module.VENV
    venv.write_text("mine", encoding="utf-8")
    with pytest.raises(installer.module.Problem, match="was not made by this command"):
        installer.module.set_up(["lab"])
    assert venv.read_text(encoding="utf-8") == "mine"
    venv.unlink()
    venv.symlink_to(venv.with_name("elsewhere"))
    with pytest.raises(installer.module.Problem, match="was not made by this command"):
        installer.module.set_up(["lab"])
    assert venv.is_symlink()
    assert installer.asked == []


def test_an_empty_folder_is_filled(installer):
    installer.module.VENV.mkdir()
    assert installer.asked_by("lab") == ["new", "lab"]


def test_what_an_earlier_version_made_has_the_stamp_alone_and_is_ours(installer):
    installer.asked_by("lab")
    installer.module.MARK.unlink()
    assert installer.asked_by("lab") == []
    assert installer.asked_by("lab", "test") == ["lab+test"]
    assert installer.module.MARK.exists(), "cut short from now on, it is still known as ours"


@pytest.mark.parametrize("extras", [3, "lab", [{}, 1, "lab"], None, {"lab": 1}])
def test_a_stamp_with_odd_extras_is_completed(installer, extras):
    installer.asked_by("lab")
    installer.edit_stamp(extras=extras)
    installer.asked_by("lab")
    stamp = json.loads(installer.module.STAMP.read_text(encoding="utf-8"))
    assert stamp["extras"] == ["lab"]


def test_ours_is_known_before_anything_is_in_it_and_while_it_is_emptied(
    setup_venv, commands, monkeypatch
):
    marked = []
    monkeypatch.setattr(
        setup_venv, "follow", lambda command, trouble: marked.append(setup_venv.MARK.exists())
    )
    setup_venv.make_venv()
    assert marked == [True]
    rmtree = setup_venv.shutil.rmtree
    for name in ("a", "b"):
        (setup_venv.VENV / name / "deep").mkdir(parents=True)
    monkeypatch.setattr(
        setup_venv.shutil,
        "rmtree",
        lambda path: (marked.append(setup_venv.MARK.exists()), rmtree(path)),
    )
    setup_venv.make_venv()
    assert marked == [True] * 4
    assert list(setup_venv.VENV.iterdir()) == [setup_venv.MARK]


# ---- Any locale, and two starts at once --------------------------------------------

# A start in a process of its own, with an installer that takes a moment and notes what it does.
START = """
import os, sys, time
sys.path.insert(0, os.getcwd())
import setup_venv

def note(words):
    with open("notes", "a") as file:
        file.write(words + "\\n")

def make_venv():
    setup_venv.VENV.mkdir(exist_ok=True)
    setup_venv.MARK.touch()
    note("new")

def install(python, extras):
    note("begin")
    print("installing", flush=True)
    time.sleep(float(sys.argv[1]))
    note("end")

setup_venv.make_venv, setup_venv.install = make_venv, install
setup_venv.runs = lambda python: setup_venv.MARK.exists()
setup_venv.set_up(["lab"])
print("ready", flush=True)
"""


def start(folder: Path, seconds: float, **environment: str) -> subprocess.Popen:
    command = [sys.executable, "-c", START, str(seconds)]
    return subprocess.Popen(
        command,
        cwd=folder,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def notes(folder: Path) -> list[str]:
    return (folder / "notes").read_text(encoding="utf-8").split()


def test_a_good_venv_is_found_again_in_every_locale(tmp_path):
    folder = tmp_path / "Übung zwei ñ"
    folder.mkdir()
    copy_start_up(folder)
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    for locale in ({"LC_ALL": "C.UTF-8"}, plain, {"LC_ALL": "POSIX"}, {"PYTHONUTF8": "1"}):
        child = start(folder, 0, **locale)
        said, _ = child.communicate(timeout=60)
        assert child.returncode == 0, said
        assert notes(folder) == ["new", "begin", "end"], "set up once, and never again"
        assert (folder / ".venv" / "made_by_margin_lessons").exists()


def test_every_program_in_it_works_with_utf_8(setup_venv):
    told = setup_venv.surroundings({"PYTHONUTF8": "0", "LC_ALL": "C"})
    assert told["PYTHONUTF8"] == ("0" if os.name == "nt" else "1")
    assert told["LC_ALL"] == "C"
    assert setup_venv.surroundings().keys() - {"PYTHONUTF8"} == os.environ.keys() - {"PYTHONUTF8"}


def test_of_two_first_starts_one_waits_and_says_so(tmp_path):
    copy_start_up(tmp_path)
    first = start(tmp_path, 1)
    assert first.stdout.readline() == "installing\n"
    second = start(tmp_path, 1)
    said, _ = second.communicate(timeout=60)
    assert said == "Another start is setting up .venv: waiting until it is done.\nready\n"
    assert first.communicate(timeout=60)[0] == "ready\n"
    assert notes(tmp_path) == ["new", "begin", "end"]


def test_a_start_that_was_killed_keeps_nobody_waiting(tmp_path):
    copy_start_up(tmp_path)
    first = start(tmp_path, 600)
    assert first.stdout.readline() == "installing\n"
    second = start(tmp_path, 0)
    assert second.stdout.readline().startswith("Another start is setting up .venv")
    first.kill()
    first.communicate(timeout=60)
    said, _ = second.communicate(timeout=60)
    assert said == "installing\nready\n"
    third = start(tmp_path, 0)
    assert third.communicate(timeout=60)[0] == "ready\n"
    assert notes(tmp_path) == ["new", "begin", "new", "begin", "end"]


def test_where_nothing_can_be_locked_it_is_set_up_all_the_same(installer, monkeypatch):
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(
        installer.module, "fcntl", SimpleNamespace(LOCK_EX=0, LOCK_NB=0, flock=refuse)
    )
    assert installer.asked_by("lab") == ["new", "lab"]
    installer.module.LOCK.unlink()
    installer.module.LOCK.mkdir()
    assert installer.asked_by("lab", "test") == ["lab+test"]


# ---- Making and filling it ---------------------------------------------------


@pytest.fixture
def commands(setup_venv, monkeypatch):
    """The commands that would be run, with no uv on the PATH."""
    noted = []
    for module in (setup_venv, sys.modules["installer"]):
        monkeypatch.setattr(module, "follow", lambda command, trouble: noted.append(command))
        monkeypatch.setattr(module.shutil, "which", lambda name: None)
    return noted


EXACTLY = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "--requirement"]


def test_python_makes_the_environment_where_there_is_no_uv(setup_venv, commands):
    setup_venv.make_venv()
    assert commands[0][1:] == ["-m", "venv", str(setup_venv.VENV)]


def test_uv_is_used_where_there_is_one(setup_venv, commands, monkeypatch):
    monkeypatch.setattr(setup_venv.shutil, "which", lambda name: f"/bin/{name}")
    monkeypatch.setattr(setup_venv.importlib.util, "find_spec", lambda name: None)
    setup_venv.make_venv()
    setup_venv.install("python-of-venv", ["lab"])
    assert commands[0][:2] == ["/bin/uv", "venv"]
    uv = ["/bin/uv", "pip", "install", "--python", "python-of-venv"]
    assert commands[1] == [*uv, *EXACTLY, "locks/lab.txt"]
    assert commands[2] == [*uv, "--no-build-isolation", "--editable", ".[lab]"]


def test_the_lock_is_installed_and_then_the_course_editable_with_its_extras(setup_venv, commands):
    setup_venv.install("python-of-venv", ["lab", "test"])
    pip = ["python-of-venv", "-m", "pip", "install"]
    assert commands[0] == [*pip, *EXACTLY, "locks/test.txt"]
    assert commands[1] == [*pip, "--no-build-isolation", "--editable", ".[lab,test]"]
    assert commands[2][0] == "python-of-venv", "what was installed is tried with its own Python"


@pytest.fixture
def fails(setup_venv, monkeypatch):
    """The commands that would be run; a lock's ends with the words that are given."""
    module, noted = sys.modules["installer"], []

    def with_words(words: str) -> list[list[str]]:
        def follow(command: list[str], trouble: str) -> None:
            noted.append(command)
            if "--require-hashes" in command:
                real(say("Looking", words, code=1), trouble)

        real = module.follow
        monkeypatch.setattr(module, "follow", follow)
        return noted

    monkeypatch.setattr(module.shutil, "which", lambda name: None)
    return with_words


@pytest.mark.parametrize(
    "words",
    [
        "ERROR: No matching distribution found for numpy==2.4.6",
        "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.",
        "ERROR: Could not find a version that satisfies numpy==2.4.6 (from versions: none)",
    ],
)
def test_where_the_lock_does_not_fit_the_bounds_decide_and_a_sentence_says_so(
    setup_venv, fails, capsys, words
):
    commands = fails(words)
    setup_venv.install("python-of-venv", ["lab"])
    told = capsys.readouterr().out.splitlines()[1:]
    assert told == [
        f"The versions named in locks/lab.txt cannot be installed here ({words}), so the newest "
        "that pyproject.toml allows are taken."
    ]
    assert commands[1] == ["python-of-venv", "-m", "pip", "install", "--editable", ".[lab]"]


def test_a_registry_out_of_reach_is_asked_once(setup_venv, fails):
    commands = fails("  Caused by: dns error: failed to lookup address information")
    with pytest.raises(setup_venv.Problem, match="The package registry could not be reached"):
        setup_venv.install("python-of-venv", ["lab"])
    assert len(commands) == 1


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
    (setup_venv.VENV / "lib").mkdir(parents=True)
    setup_venv.MARK.touch()
    with pytest.raises(setup_venv.Problem, match=r"in use.*close every program"):
        setup_venv.make_venv()
    assert commands == []
    assert setup_venv.MARK.exists(), "what is half deleted is still known as ours"


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
    assert "No matching distribution found for" in done.stderr
    assert "The versions named in locks/lab.txt cannot be installed here" in done.stdout
    assert "Traceback" not in done.stderr
    assert (tmp_path / ".venv" / "pyvenv.cfg").exists()
    assert not list((tmp_path / ".venv").glob("*.json"))
