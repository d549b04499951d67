"""Finding a browser for the checks, and getting one where there is none."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from course_copy import copy_start_up, loaded, no_program

from find_browser import run  # the checkout's own, which `loaded` leaves as it is


@pytest.fixture
def find(tmp_path, monkeypatch):
    """find_browser on a machine on which nothing is installed."""
    with loaded(copy_start_up(tmp_path)):
        module = sys.modules["find_browser"]
        nothing = tmp_path / "nothing"
        nothing.mkdir()
        for name in ("PATH", "HOME", "USERPROFILE", "XDG_CACHE_HOME"):
            monkeypatch.setenv(name, str(nothing))
        for name in (module.CHOSEN, module.LEFT_OUT, "PLAYWRIGHT_BROWSERS_PATH"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setattr(module, "LINUX", ())
        monkeypatch.setattr(module, "MAC", ())
        monkeypatch.setattr(module, "WINDOWS_FOLDERS", ())
        yield module


@pytest.fixture
def get(find) -> ModuleType:
    return sys.modules["get_browser"]


def program(path: Path) -> str:
    """Make something that could be started."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\nexit 7\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


# ---- Finding -------------------------------------------------------------------


def test_on_a_bare_machine_there_is_none(find):
    assert find.candidates() == []
    assert find.working(sys.executable) is None


@pytest.mark.parametrize("name", ["chromium", "google-chrome-stable", "microsoft-edge"])
def test_it_is_found_on_the_path_whatever_it_is_called(find, tmp_path, monkeypatch, name):
    suffix = ".exe" if os.name == "nt" else ""
    path = program(tmp_path / "programs" / (name + suffix))
    monkeypatch.setenv("PATH", str(tmp_path / "programs"))
    assert [os.path.normcase(found) for found in find.candidates()] == [os.path.normcase(path)]


def test_it_is_found_where_the_system_puts_it(find, tmp_path, monkeypatch):
    first, second = (program(tmp_path / name / "chrome.exe") for name in ("one", "two"))
    absent = str(tmp_path / "absent")
    for platform, constant in (("linux", "LINUX"), ("darwin", "MAC")):
        monkeypatch.setattr(find, "sys", SimpleNamespace(platform=platform))
        monkeypatch.setattr(find, constant, (absent, first, second, first))
        assert find.candidates() == [first, second]
    monkeypatch.setattr(find, "sys", SimpleNamespace(platform="win32"))
    monkeypatch.setattr(find, "WINDOWS_FOLDERS", ("PROGRAMFILES", "NOT_THERE"))
    monkeypatch.setattr(find, "WINDOWS", (os.path.join("two", "chrome.exe"),))
    monkeypatch.setenv("PROGRAMFILES", str(tmp_path))
    assert find.candidates() == [second]


def test_the_places_are_those_of_the_systems(tmp_path):
    with loaded(copy_start_up(tmp_path)):
        find = sys.modules["find_browser"]
        assert "/snap/bin/chromium" in find.LINUX
        assert any("flatpak" in path for path in find.LINUX)
        assert "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" in find.MAC
        assert r"Microsoft\Edge\Application\msedge.exe" in find.WINDOWS
        assert "PROGRAMFILES(X86)" in find.WINDOWS_FOLDERS


@pytest.mark.parametrize("variable", ["PLAYWRIGHT_BROWSERS_PATH", "XDG_CACHE_HOME"])
def test_what_playwright_downloaded_is_found_the_newest_first(
    find, tmp_path, monkeypatch, variable
):
    monkeypatch.setattr(find, "sys", SimpleNamespace(platform="linux"))
    cache = tmp_path / "cache" / "ms-playwright"
    there = cache if variable.startswith("PLAYWRIGHT") else cache.parent
    monkeypatch.setenv(variable, str(there))
    old = program(cache / "chromium-999" / "chrome-linux" / "chrome")
    new = program(cache / "chromium-1255" / "chrome-linux64" / "chrome")
    shell = "chrome-headless-shell"
    bare = program(cache / "chromium_headless_shell-1255" / f"{shell}-linux64" / shell)
    program(cache / "firefox-1500" / "firefox" / "firefox")
    assert find.candidates() == [new, old, bare]


def test_the_one_that_is_named_is_the_only_one(find, tmp_path, monkeypatch):
    monkeypatch.setattr(find, "LINUX", (program(tmp_path / "usual"),))
    mine = program(tmp_path / "nothing" / "mine.exe")
    monkeypatch.setenv(find.CHOSEN, mine)
    assert find.candidates() == [mine]
    monkeypatch.setenv(find.CHOSEN, os.path.join("~", "mine.exe"))
    assert find.candidates() == [mine]


@pytest.mark.parametrize("words", ["/no/such/browser", "chromium", "."])
def test_a_name_that_is_no_program_is_told_in_one_sentence(find, monkeypatch, words):
    monkeypatch.setenv(find.CHOSEN, words)
    with pytest.raises(find.Problem) as caught:
        find.candidates()
    assert str(caught.value).startswith(f"{find.CHOSEN} is '{words}', which is no program: give")


def test_one_that_does_not_start_is_passed_over(find, monkeypatch):
    monkeypatch.setattr(find, "candidates", lambda: ["signpost", "good", "later"])
    monkeypatch.setattr(find, "starts", lambda python, path: path == "good")
    assert find.working("python") == "good"


# ---- Running what may hang -------------------------------------------------------


def say(words: str, code: int) -> list[str]:
    return [sys.executable, "-c", f"print({words!r}); raise SystemExit({code})"]


def test_why_a_command_failed_is_one_line():
    assert run(say("all went well", 0), 60) == (0, "")
    assert run(say("one\nError: no network.\nat line 3\nfailed", 4), 60) == (4, "Error: no network")
    assert run(say("one\nthe last", 4), 60) == (4, "the last")
    assert run(say("", 4), 60) == (4, "exit code 4")
    assert run(["/no/such/program"], 60).code == -1
    assert run(["/no/such/program"], 60).why


def test_a_command_that_hangs_is_ended():
    hangs = [sys.executable, "-c", "import time; time.sleep(600)"]
    assert run(hangs, 0.5) == (-1, "it took longer than 0 seconds")


def test_a_program_that_is_no_browser_does_not_count_as_one(find, tmp_path, monkeypatch):
    monkeypatch.setattr(find, "run", run)
    assert not find.starts(sys.executable, program(tmp_path / "signpost"))


# ---- Getting one -------------------------------------------------------------------


class Machine:
    """A machine on which some commands bring a browser, and some rights are given."""

    def __init__(self, get: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
        self.get, self.ran, self.bring, self.sudo = get, [], "", False
        self.programs = {"apt-get": "/usr/bin/apt-get", "sudo": "/usr/bin/sudo"}
        ended = sys.modules["find_browser"].Ended

        def run(command, seconds, environment=None):
            self.ran.append(" ".join(command))
            if command[0] == "sudo" and command[-1] == "true":
                return ended(0, "") if self.sudo else ended(1, "a password is required")
            helps = self.bring and self.bring in self.ran[-1]
            return ended(0, "") if helps else ended(1, "Error: getaddrinfo ENOTFOUND")

        monkeypatch.setattr(get, "run", run)
        monkeypatch.setattr(get, "working", self.working)
        monkeypatch.setattr(get, "shutil", SimpleNamespace(which=self.programs.get))
        monkeypatch.setattr(get, "sys", SimpleNamespace(platform="linux"))
        self.user(1000, monkeypatch)

    def user(self, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(self.get.os, "geteuid", lambda: number, raising=False)

    def working(self, python: str) -> str | None:
        return "/new/browser" if self.bring and self.bring in " ".join(self.ran) else None


@pytest.fixture
def machine(get, monkeypatch):
    return Machine(get, monkeypatch)


def test_playwright_is_asked_first_and_nothing_else_is_changed(machine, capsys):
    machine.bring = "playwright install chromium"
    machine.sudo = True
    assert machine.get.get("python") == "/new/browser"
    assert machine.ran[-1] == "python -m playwright install chromium"
    assert not any("apt-get" in command for command in machine.ran)
    printed = capsys.readouterr().out
    assert "Getting one: Playwright downloads Chromium into its own cache ..." in printed
    assert printed.endswith("The browser checks use /new/browser.\n")


@pytest.mark.parametrize("root", [True, False])
def test_then_the_package_of_the_system_where_we_may(machine, monkeypatch, capsys, root):
    machine.bring, machine.sudo = "apt-get install", True
    machine.user(0 if root else 1000, monkeypatch)
    assert machine.get.get("python") == "/new/browser"
    start = ("" if root else "sudo -n ") + "env DEBIAN_FRONTEND=noninteractive apt-get "
    assert machine.ran[-2:] == [
        start + "update",
        start + "install --yes --no-install-recommends chromium",
    ]
    assert "That did not work: Error: getaddrinfo ENOTFOUND." in capsys.readouterr().out


def test_without_the_right_to_install_nothing_is_tried_and_no_password_asked(machine):
    with pytest.raises(machine.get.Problem) as caught:
        machine.get.get("python")
    sentence = str(caught.value)
    assert "apt-get installs" not in sentence
    assert "install one, with 'sudo apt-get install chromium' for example" in sentence
    assert "MARGIN_LESSONS_NO_BROWSER=1" in sentence
    assert "\n" not in sentence
    assert machine.ran == ["sudo -n true", "python -m playwright install chromium"]


def test_when_nothing_helps_each_way_and_its_reason_is_told(machine, monkeypatch):
    machine.user(0, monkeypatch)
    with pytest.raises(machine.get.Problem) as caught:
        machine.get.get("python")
    assert str(caught.value).count("getaddrinfo ENOTFOUND") == 2


def test_a_browser_that_was_named_is_not_replaced(machine, get, monkeypatch):
    monkeypatch.setattr(get, "named", lambda: "/my/browser")
    with pytest.raises(get.Problem, match=r"is '/my/browser', and that does not start"):
        get.get("python")
    assert machine.ran == []


@pytest.mark.parametrize(
    ("platform", "manager", "command"),
    [
        ("linux", "apt-get", "sudo apt-get install chromium"),
        ("linux", "dnf", "sudo dnf install chromium"),
        ("linux", "zypper", "sudo zypper install chromium"),
        ("linux", "pacman", "sudo pacman -S chromium"),
        ("linux", "apk", "sudo apk add chromium"),
        ("linux", None, "python -m playwright install --with-deps chromium"),
        ("darwin", None, "brew install --cask chromium"),
        ("win32", None, "winget install Google.Chrome"),
    ],
)
def test_the_command_to_type_is_that_of_the_system(
    machine, monkeypatch, platform, manager, command
):
    there = {manager: f"/usr/bin/{manager}"}
    monkeypatch.setattr(machine.get, "shutil", SimpleNamespace(which=there.get))
    monkeypatch.setattr(machine.get, "sys", SimpleNamespace(platform=platform))
    assert machine.get.by_hand() == command


def test_nobody_waits_for_long_at_a_network_that_swallows_all(get, monkeypatch):
    name = "PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT"
    monkeypatch.delenv(name, raising=False)
    assert get.patient()[name] == "10000"
    monkeypatch.setenv(name, "60000")
    assert get.patient()[name] == "60000"


def test_no_test_can_start_a_program_by_accident(find, get):
    """It would install a browser on the machine of whoever runs the checks."""
    assert find.run is get.run is no_program
