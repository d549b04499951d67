"""margin-lessons: what it makes of its words, what it tells the server, what it says."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import ClassVar

import pytest

from margin_lessons.web import command
from margin_lessons.web.command import address, main
from margin_lessons.web.course_files import course_names


@pytest.fixture
def served(monkeypatch, tmp_path):
    """The calls that would run a server, from an empty folder."""
    noted = []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(command, "serve", lambda *given: noted.append(given))
    return noted


def test_in_an_empty_folder_the_notebooks_are_laid_and_served(served, tmp_path):
    assert main([]) == 0
    ((folder, ip, port, extra),) = served
    assert (folder, ip, extra) == (tmp_path, "127.0.0.1", [])
    assert 8888 <= port < 8988
    assert {path.stem for path in Path("notebooks").glob("*.ipynb")} == set(course_names())


def test_a_folder_may_be_named_and_further_words_go_on(served, tmp_path):
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    assert main(["there", "--no-browser", f"--port={port}", "--debug"]) == 0
    assert served == [(tmp_path / "there", "127.0.0.1", port, ["--no-browser", "--debug"])]
    assert not Path("notebooks").exists()


def test_what_stands_in_the_way_is_one_sentence_and_nothing_is_laid(served, capsys):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert main(["--port", str(port)]) == 1
    (sentence,) = capsys.readouterr().err.strip().splitlines()
    assert sentence.startswith(f"Port {port} cannot be used (")
    assert not Path("notebooks").exists()
    Path("file").touch()
    assert main(["file"]) == 1
    (sentence,) = capsys.readouterr().err.strip().splitlines()
    assert "cannot hold the notebooks" in sentence
    assert served == []


def test_a_changed_notebook_is_told_of(served, monkeypatch, capsys):
    monkeypatch.setattr(command, "lay_notebooks", lambda folder: (f"Kept in {folder.name}.",))
    assert main([]) == 0
    assert capsys.readouterr().out == "Kept in notebooks.\n\nThe course has stopped.\n"


def test_ctrl_c_before_the_server_is_there_is_a_clean_end(served, monkeypatch, capsys):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "serve", interrupted)
    assert main([]) == 0
    assert capsys.readouterr().out == "\nThe course has stopped.\n"


@pytest.mark.parametrize("word", ["-h", "--help"])
def test_help_tells_and_starts_nothing(served, capsys, word):
    assert main(["there", word]) == 0
    assert "margin-lessons FOLDER" in capsys.readouterr().out
    assert served == []
    assert not Path("there").exists()


@pytest.mark.parametrize(
    ("ip", "base", "token", "place"),
    [
        ("0.0.0.0", "/", "t", "http://127.0.0.1:80/margin-lessons/?token=t"),
        ("*", "/", "", "http://127.0.0.1:80/margin-lessons/"),
        ("::1", "/user/one/", "t", "http://[::1]:80/user/one/margin-lessons/?token=t"),
        ("192.0.2.1", "/", "t", "http://192.0.2.1:80/margin-lessons/?token=t"),
    ],
)
def test_the_address_is_one_that_a_browser_here_can_open(ip, base, token, place):
    assert address(ip, 80, base, token) == place


class Loop:
    """Stands in for the event loop: what it is given to do once it runs."""

    def __init__(self) -> None:
        self.coming = []

    def add_callback(self, call, *given) -> None:
        self.coming.append((call, given))


class Server:
    """Stands in for a Jupyter server: it notes its words, and its start is its end."""

    made: ClassVar[list[Server]] = []

    def __init__(self, **traits) -> None:
        self.traits, self.io_loop, self.base_url = traits, Loop(), "/"

    @classmethod
    def instance(cls, **traits):
        cls.made.append(cls(**traits))
        return cls.made[-1]

    @property
    def identity_provider(self):
        return type("Provider", (), {"token": os.environ["JUPYTER_TOKEN"]})

    def initialize(self, argv) -> None:
        self.argv = argv

    def start(self) -> None:
        for call, given in self.io_loop.coming:
            call(*given)


@pytest.fixture
def servers(monkeypatch):
    monkeypatch.setattr(command, "ServerApp", Server)
    monkeypatch.setattr(command.signal, "signal", lambda number, handler: None)
    monkeypatch.setenv("JUPYTER_TOKEN", "")
    monkeypatch.delenv("JUPYTER_TOKEN")
    monkeypatch.setattr(Server, "made", [])
    return Server.made


def test_the_server_is_told_folder_port_and_first_page_and_the_learners_words_last(servers):
    command.serve(Path("/there"), "127.0.0.1", 9999, ["--no-browser"])
    (server,) = servers
    assert server.traits == {"jpserver_extensions": {"margin_lessons.web.server": True}}
    for word in ("ip=127.0.0.1", "port=9999", "port_retries=0", "default_url=/margin-lessons/"):
        assert f"--ServerApp.{word}" in server.argv
    assert f"--ServerApp.root_dir={Path('/there')}" in server.argv
    assert server.argv[-1] == "--no-browser"


def test_the_token_is_new_each_time_and_no_word_of_the_command(servers, monkeypatch, capsys):
    command.serve(Path("/there"), "127.0.0.1", 9999, [])
    first = os.environ.pop("JUPYTER_TOKEN")
    assert f"    http://127.0.0.1:9999/margin-lessons/?token={first}\n" in capsys.readouterr().out
    command.serve(Path("/there"), "127.0.0.1", 9999, [])
    assert len(first) >= 32
    assert os.environ["JUPYTER_TOKEN"] != first
    assert not any(first in word for server in servers for word in server.argv)
    monkeypatch.setenv("JUPYTER_TOKEN", "chosen")
    command.serve(Path("/there"), "127.0.0.1", 9999, [])
    assert os.environ["JUPYTER_TOKEN"] == "chosen"
