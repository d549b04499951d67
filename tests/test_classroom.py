"""The hub of a class: its configuration, read as JupyterHub reads it, and the links to hand out."""

from __future__ import annotations

import json
import os
import pwd
import re
import runpy
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from traitlets.config import Config

ROOT = Path(__file__).resolve().parents[1]
CLASSROOM = ROOT / "docs" / "classroom"
NAMES = [path.stem for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]
ME = pwd.getpwuid(os.getuid())
SWITCHES = ("SIGN_IN", "CLASS_LIST", "MEMORY")


class Loaded(SimpleNamespace):
    """A configuration, and what its file defined."""

    c: Config
    names: dict[str, Any]
    ran: list[list[str]]


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Loaded]:
    """Return what reads the file under switches; no program is started, and no folder is left."""
    source = (CLASSROOM / "jupyterhub_config.py").read_text(encoding="utf-8")

    def loaded(**switches: str) -> Loaded:
        for name in SWITCHES:
            monkeypatch.delenv(f"MARGIN_LESSONS_{name}", raising=False)
        for name, value in switches.items():
            monkeypatch.setenv(f"MARGIN_LESSONS_{name}", value)
        ran: list[list[str]] = []
        monkeypatch.setattr(subprocess, "run", lambda command, **_: ran.append(command))
        names: dict[str, Any] = {"get_config": Config, "__name__": "jupyterhub_config"}
        exec(compile(source, "jupyterhub_config.py", "exec"), names)
        return Loaded(c=names["c"], names=names, ran=ran)

    return loaded


@pytest.fixture
def trial(load: Callable[..., Loaded]) -> Any:
    found = load(SIGN_IN="trial")
    yield found
    shutil.rmtree(found.names["BASE"])


@pytest.fixture
def real(load: Callable[..., Loaded], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Return what reads the file as root does on a machine with accounts of these names."""
    accounts = {"anna": 1001, "ben": 1002, "ms_lee": 1003, "root": 0}

    def account(name: str) -> Any:
        home = str(tmp_path / "home" / name)
        return SimpleNamespace(pw_uid=accounts[name], pw_gid=accounts[name], pw_dir=home)

    monkeypatch.setattr(pwd, "getpwnam", account)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(Path, "mkdir", lambda *_, **__: None)
    monkeypatch.setattr(Path, "chmod", lambda *_: None)

    def loaded(names: str, **switches: str) -> Loaded:
        listed = tmp_path / "class.txt"
        listed.write_text(names, encoding="utf-8")
        return load(**{"SIGN_IN": "pam", "CLASS_LIST": str(listed), **switches})

    return loaded


def spawner(name: str) -> Any:
    return SimpleNamespace(user=SimpleNamespace(name=name))


# ---- Who may sign in --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("switches", "why"),
    [
        ({}, "Choose how students sign in"),
        ({"SIGN_IN": "dummy"}, "anybody signs in as anybody"),
        ({"SIGN_IN": "jupyterhub.auth.DummyAuthenticator"}, "anybody signs in as anybody"),
        ({"SIGN_IN": "shared-password"}, "anybody signs in as anybody"),
        ({"SIGN_IN": "trial", "MEMORY": "1 GB"}, "'1 GB': it is a whole number of MB"),
        ({"SIGN_IN": "trial", "MEMORY": "100"}, "'100': it is a whole number of MB, 256 or more"),
    ],
)
def test_without_a_choice_that_keeps_students_apart_the_hub_does_not_start(
    load: Callable[..., Loaded], switches: dict[str, str], why: str
) -> None:
    with pytest.raises(SystemExit, match=f"The hub has not started.*{why}"):
        load(**switches)


def test_a_trial_answers_this_machine_alone_and_has_a_password_of_its_own(
    trial: Loaded, load: Callable[..., Loaded], capsys: pytest.CaptureFixture[str]
) -> None:
    c = trial.c
    assert c.JupyterHub.bind_url == "http://127.0.0.1:8000"
    assert c.JupyterHub.authenticator_class == "shared-password"
    assert len(c.SharedPasswordAuthenticator.user_password) >= 8
    other = load(SIGN_IN="trial")
    shutil.rmtree(other.names["BASE"])
    passwords = [found.c.SharedPasswordAuthenticator.user_password for found in (trial, other)]
    assert passwords[0] != passwords[1]
    assert capsys.readouterr().out.endswith(f"the password {passwords[1]}\n")


def test_a_class_is_its_list_and_teachers_are_marked_in_it(real: Callable[..., Loaded]) -> None:
    found = real("anna\n\n  ben \nms_lee teacher\n")
    assert found.c.Authenticator.allowed_users == {"anna", "ben", "ms_lee"}
    assert found.c.Authenticator.admin_users == {"ms_lee"}
    assert found.c.JupyterHub.authenticator_class == "pam"
    assert found.c.JupyterHub.spawner_class == "localprocess"
    assert found.c.JupyterHub.bind_url == "http://127.0.0.1:8000"
    assert "allow_all" not in found.c.Authenticator
    assert real("anna", SIGN_IN="github").c.JupyterHub.authenticator_class == "github"


@pytest.mark.parametrize(
    ("listed", "why"),
    [
        ("", "names nobody"),
        ("anna pupil", "no name: anna pupil"),
        ("anna\nzoe", "No account on this machine: zoe"),
        ("root teacher", "No account on this machine: root"),
    ],
)
def test_a_list_that_is_no_class_is_refused(
    real: Callable[..., Loaded], listed: str, why: str
) -> None:
    with pytest.raises(SystemExit, match=why):
        real(listed)


def test_a_class_needs_its_list_and_the_rights_to_start_servers(
    real: Callable[..., Loaded], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SystemExit, match="'/no/such/list', which is no file"):
        real("anna", CLASS_LIST="/no/such/list")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(SystemExit, match="Start it as root"):
        real("anna")


def test_an_environment_that_students_cannot_run_is_refused(
    trial: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(command: list[str], **as_student: Any) -> None:
        assert command[0] == sys.executable
        assert as_student["user"] == ME.pw_uid
        raise PermissionError("denied")

    monkeypatch.setattr(subprocess, "run", denied)
    with pytest.raises(SystemExit, match=f"{ME.pw_name} cannot run the course"):
        trial.names["check_that_students_can_run_it"](ME.pw_name)


# ---- Students apart ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a", "a-very-long-name-" * 12, "älva", "../root"])
def test_each_student_has_a_short_folder_for_sockets(
    trial: Loaded, real: Callable[..., Loaded], name: str
) -> None:
    for found in (trial, real("anna")):
        folder = found.names["runtime_folder"](name)
        assert folder.parent == found.names["BASE"]
        socket = folder / "kernel-01234567-89ab-cdef-0123-456789abcdef-ipc-5"
        assert len(str(socket)) <= 107
        assert folder != found.names["runtime_folder"](name + "2")
        runtime = found.c.Spawner.environment["JUPYTER_RUNTIME_DIR"]
        assert runtime(spawner(name)) == str(folder)
    assert "--KernelManager.transport=ipc" in trial.c.Spawner.args


def test_a_folder_that_is_too_long_is_refused(trial: Loaded) -> None:
    base = trial.names["BASE"]
    trial.names["BASE"] = base / ("x" * 60)
    with pytest.raises(SystemExit, match="107 at most"):
        trial.names["runtime_folder"]("anna")
    trial.names["BASE"] = base


def test_the_folder_is_made_anew_for_the_student_alone_and_goes_with_the_server(
    trial: Loaded,
) -> None:
    before, after = trial.c.Spawner.pre_spawn_hook, trial.c.Spawner.post_stop_hook
    anna = spawner("anna")
    folder = trial.names["runtime_folder"]("anna")
    before(anna)
    (folder / "left over").touch()
    before(anna)
    assert list(folder.iterdir()) == []
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(folder.parent.stat().st_mode) == 0o711
    after(anna)
    assert not folder.exists()
    after(anna)


def test_a_student_of_a_class_owns_the_folder(
    real: Callable[..., Loaded], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = real("anna")
    owned: list[tuple[object, int, int]] = []
    monkeypatch.setattr(os, "chown", lambda *said: owned.append(said))
    monkeypatch.setattr(shutil, "rmtree", lambda *_, **__: None)
    found.c.Spawner.pre_spawn_hook(spawner("anna"))
    assert owned == [(found.names["runtime_folder"]("anna"), 1001, 1001)]


def test_each_student_has_one_progress_file_at_home(
    trial: Loaded, real: Callable[..., Loaded], tmp_path: Path
) -> None:
    kept = "lessons/notebooks/my_progress.json"
    homes = [(real("anna"), tmp_path / "home"), (trial, trial.names["BASE"] / "home")]
    for found, homes_of_all in homes:
        progress = found.c.Spawner.environment["MARGIN_LESSONS_PROGRESS"]
        assert progress(spawner("anna")) == str(homes_of_all / "anna" / kept)
        assert found.c.Spawner.notebook_dir == "~/lessons"


def started(found: Loaded, home: Path, code: str) -> str:
    """Return what a Python program prints when it begins as the server of a student does."""
    command = [*found.c.Spawner.cmd[:-1], sys.executable, "-c", code]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={"HOME": str(home)})
    return child.communicate()[0]


def test_a_server_begins_with_its_folder_its_limit_and_files_of_its_own(
    trial: Loaded, tmp_path: Path
) -> None:
    assert trial.c.Spawner.cmd[-1] == "jupyterhub-singleuser"
    told = started(
        trial, tmp_path,
        "import os, resource as r; print(oct(os.umask(0)), r.getrlimit(r.RLIMIT_DATA)[0])",
    )  # fmt: skip
    assert told.split() == ["0o77", str(1024 * 1024 * 1024)]
    assert (tmp_path / "lessons").is_dir()


def test_a_cell_that_asks_for_too_much_memory_gets_an_error(
    load: Callable[..., Loaded], tmp_path: Path
) -> None:
    found = load(SIGN_IN="trial", MEMORY="256")
    shutil.rmtree(found.names["BASE"])
    code = "\ntry:\n    bytearray(300 << 20)\nexcept MemoryError:\n    print('too much')"
    assert started(found, tmp_path, code) == "too much\n"
    assert started(found, tmp_path, "bytearray(100 << 20); print('enough')") == "enough\n"


def test_pages_are_made_once_and_every_server_is_told_where(trial: Loaded) -> None:
    pages = trial.names["BASE"] / "pages"
    assert trial.ran == [[sys.executable, "-m", "margin_lessons.web.made_pages", str(pages)]]
    assert f"--ServedCourse.made={pages}" in trial.c.Spawner.args
    assert "--ServedCourse.lays=True" in trial.c.Spawner.args
    assert trial.c.Spawner.default_url == "/margin-lessons/"


def test_a_student_has_no_terminal_and_only_sockets_of_files(trial: Loaded) -> None:
    told = dict(word.removeprefix("--").split("=", 1) for word in trial.c.Spawner.args)
    assert told["ServerApp.terminals_enabled"] == "False"
    assert told["KernelManager.transport"] == "ipc"
    ended = int(told["MappingKernelManager.cull_idle_timeout"])
    assert ended == 60 * 20  # as the comment beside it and docs/classroom.md say
    loaded = [word for word in trial.c.Spawner.args if "jpserver_extensions" in word]
    assert [word for word in loaded if word.endswith("=True")] == [
        "--ServerApp.jpserver_extensions=margin_lessons.web.server=True"
    ]


def test_servers_that_nobody_uses_end(trial: Loaded) -> None:
    (service,) = trial.c.JupyterHub.services
    (role,) = trial.c.JupyterHub.load_roles
    assert service["command"][1:3] == ["-m", "jupyterhub_idle_culler"]
    assert role["services"] == [service["name"]]
    assert set(role["scopes"]) == {
        "list:users", "read:users:activity", "read:servers", "delete:servers",
    }  # fmt: skip


# ---- What a class needs -----------------------------------------------------------------------


def test_the_sums_of_what_a_class_needs_are_right() -> None:
    text = (ROOT / "docs" / "classroom.md").read_text(encoding="utf-8")
    server, kernel = re.findall(r"^\| (?:server|kernel) of .*?\| (\d+) MB, ([\d.]+) ", text, re.M)
    hub = re.search(r"^\| hub and proxy \| \d+ MB, ([\d.]+) ", text, re.M)
    assert hub
    seconds = round(float(server[1]) + float(kernel[1]) + float(hub[1]) / 20, 1)
    megabytes = int(server[0]) + 2 * int(kernel[0])
    rows = re.findall(r"^\| (\d+) \| (.+?) = ([\d,]+) MB \| (.+?) = ([\d.]+) \|", text, re.M)
    assert [int(row[0]) for row in rows] == [20, 100, 500]
    for students, memory, all_memory, cores, all_cores in rows:
        assert memory == f"{students} × {megabytes} + 1,500"
        assert all_memory == f"{int(students) * megabytes + 1_500:,}"
        assert cores == f"{students} × {seconds} / 60"
        assert all_cores == f"{int(students) * seconds / 60:.1f}"


# ---- Links ------------------------------------------------------------------------------------


def test_every_lesson_has_a_page_and_a_notebook_to_hand_out() -> None:
    links = runpy.run_path(str(CLASSROOM / "links.py"))
    rows = links["table"]("https://hub.example.org/", "https://host/me/lessons").splitlines()[2:]
    assert len(rows) == len(NAMES)
    for name, row in zip(NAMES, rows, strict=True):
        title, page, notebook, binder = (cell.strip() for cell in row.strip("|").split("|"))
        cells = json.loads((ROOT / "notebooks" / f"{name}.ipynb").read_text("utf-8"))["cells"]
        assert "".join(cells[0]["source"]).startswith(f"# {title}\n")
        user = "https://hub.example.org/hub/user-redirect"
        assert page == f"[page]({user}/margin-lessons/{name}.html)"
        assert binder == ""
        parts = urlsplit(notebook.removeprefix("[notebook](").removesuffix(")"))
        assert f"https://{parts.netloc}{parts.path}" == f"{user}/git-pull"
        assert parse_qs(parts.query) == {
            "repo": ["https://host/me/lessons"],
            "branch": ["main"],
            "targetpath": ["course"],
            "urlpath": [f"lab/tree/course/notebooks/{name}.ipynb"],
        }
