"""Where the course listens: options in all their spellings, and a port that is free."""

from __future__ import annotations

import pytest

from margin_lessons.web import listening as where
from margin_lessons.web.listening import CannotListen, cannot_listen, choose_port, take_option


def test_without_a_port_the_first_free_one_is_found(monkeypatch):
    monkeypatch.setattr(where, "cannot_listen", lambda ip, port: "taken" if 0 < port < 8890 else "")
    assert choose_port("127.0.0.1", None) == 8890
    monkeypatch.setattr(where, "cannot_listen", lambda ip, port: "taken" if port else "")
    with pytest.raises(CannotListen, match="No port from 8888 to 8987 is free"):
        choose_port("127.0.0.1", None)


@pytest.mark.parametrize("ip", ["*", "0.0.0.0", "localhost"])
def test_a_server_may_listen_everywhere(ip):
    assert cannot_listen(ip, 0) == ""


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
def test_an_option_is_split_off_in_all_its_spellings(args, value, rest):
    assert take_option(args, "port") == (value, rest)
