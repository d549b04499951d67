"""The course as the command serves it, in a process of its own that reads nobody's settings."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from http.client import HTTPMessage
from pathlib import Path
from typing import NamedTuple

from browser.lab import free_port, lay_extensions

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "a-token-of-the-tests"
PAGES = "margin-lessons"


class Answer(NamedTuple):
    """What a server answers: redirects are not followed."""

    status: int
    headers: HTTPMessage
    text: str


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


_OPENER = urllib.request.build_opener(_Stay)


class CourseServer:
    """``margin-lessons`` over a scratch folder, with further words; it ends with its block."""

    def __init__(self, scratch: Path, *words: str, base: str = "/") -> None:
        self.folder, self.base = scratch / "work", base
        self.address = f"http://127.0.0.1:{(port := free_port())}{base}"
        self._log = scratch / "server.log"
        extensions = scratch / "labextensions"
        lay_extensions(extensions)
        given = (f"--port={port}", f"--ServerApp.base_url={base}")
        words = ("--no-browser", *given, f"--LabApp.labextensions_path={extensions}", *words)
        self.folder.mkdir(parents=True)
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "margin_lessons.web", *words],
                cwd=self.folder,
                env=_environment(scratch),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def __enter__(self) -> CourseServer:
        end = time.monotonic() + 120
        while time.monotonic() < end and self.process.poll() is None:
            with suppress(urllib.error.URLError, ConnectionError, TimeoutError):
                self.get("api/status")
                return self
            time.sleep(0.1)
        self.__exit__()
        raise AssertionError(f"the course did not start; its words:\n{self.said}")

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    @property
    def said(self) -> str:
        """What it has printed."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def get(self, path: str, *, token: str = TOKEN, data: bytes | None = None, **headers: str):
        """Return the answer to a request, seen from the server's own address."""
        allowed = {"Authorization": f"token {token}"} if token else {}
        request = urllib.request.Request(self.address + path, data, {**allowed, **headers})
        try:
            answer = _OPENER.open(request, timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            return Answer(answer.status, answer.headers, answer.read().decode("utf-8"))

    def interrupt(self) -> int:
        """Press Ctrl-C, as it were; return the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=60)


def _environment(scratch: Path) -> dict[str, str]:
    own = {name: text for name, text in os.environ.items() if not name.startswith("MARGIN_LESSONS")}
    for name in ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR"):
        own[f"JUPYTER_{name}"] = str(scratch / name.lower())
    return {
        **own,
        # As a wheel puts it beside the other settings of its Python.
        "JUPYTER_CONFIG_PATH": str(ROOT / "margin_lessons" / "web" / "jupyter"),
        "JUPYTERLAB_SETTINGS_DIR": str(scratch / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(scratch / "workspaces"),
        "JUPYTER_PLATFORM_DIRS": "1",
        "JUPYTER_TOKEN": TOKEN,
        "IPYTHONDIR": str(scratch / "ipython"),
        "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), own.get("PYTHONPATH", "")])),
    }
