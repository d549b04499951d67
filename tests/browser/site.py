"""The static site, built once for a run of the checks and served as any host of files serves it.

The Pyodide in it comes by ``tools/get_pyodide.py``, which keeps it from one run to the next.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import unquote

from browser.lab import ROOT, Trouble

from setup_venv import took

# The path on GitHub Pages: whatever is asked for outside it is not of the site.
UNDER = "/margin_lessons/"


def build_site(folder: Path, *options: str) -> Path:
    """Build the site into a folder by the project's own command; raise ``Trouble`` if it fails."""
    command = [sys.executable, str(ROOT / "tools" / "build_site.py"), str(folder), *options]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    if ended.returncode:
        raise Trouble(f"The site could not be built: {ended.stderr.strip()[-600:]}")
    return folder


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold a lock among the processes of a run; the system frees it when its holder ends."""
    with path.open("a") as lock:
        while not took(lock.fileno()):
            time.sleep(0.2)
        yield


class _Handler(SimpleHTTPRequestHandler):
    """Sends a file with its true type, and notes what was asked for."""

    protocol_version = "HTTP/1.1"
    server: _Server
    # By themselves, as a machine's own list of types may lack or bend them.
    extensions_map: ClassVar[dict[str, str]] = {
        "": "application/octet-stream",
        ".css": "text/css",
        ".html": "text/html",
        ".ipynb": "application/json",
        ".js": "text/javascript",
        ".json": "application/json",
        ".mjs": "text/javascript",
        ".svg": "image/svg+xml",
        ".wasm": "application/wasm",
    }

    def translate_path(self, path: str) -> str:
        """Return the file of an address; nothing lies outside the site's own path."""
        inside = unquote(path.partition("?")[0]).removeprefix(UNDER)
        return super().translate_path(inside if path.startswith(UNDER) else "/no such file")

    def end_headers(self) -> None:
        """Let the browser keep files only as long as the other end says, as a strict host does."""
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        super().end_headers()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Note each request with its answer."""
        self.server.asked.append((int(code), self.path))

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing; what fails is among the requests."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    asked: list[tuple[int, str]]
    headers: Mapping[str, str]


class ServedSite:
    """A folder served on this machine; ``address`` ends in "/"."""

    def __init__(self, folder: Path, headers: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self._server = _Server(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
        self._server.asked = []
        self._server.headers = headers or {}
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> ServedSite:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def address(self) -> str:
        """Where the front page is."""
        host, port = self._server.server_address[:2]
        return f"http://{host!s}:{port}{UNDER}"

    @property
    def asked(self) -> list[tuple[int, str]]:
        """What was asked for up to now: the answer's code, and the path within the server."""
        return list(self._server.asked)
