"""Open the course in the browser, from any folder.

    margin-lessons             the notebooks are laid in ./notebooks, and the course opens
    margin-lessons FOLDER      the same in another folder

Further options go on to the Jupyter server (--no-browser --port 9999). Your own changes and your
progress stay: a notebook that you have changed is not replaced. Ctrl-C ends everything.
"""

from __future__ import annotations

import os
import secrets
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from jupyter_server.serverapp import ServerApp
from jupyter_server.utils import url_path_join

from margin_lessons.errors import BadInput
from margin_lessons.web.laying import lay_notebooks
from margin_lessons.web.listening import HERE, CannotListen, listening
from margin_lessons.web.server import PAGES

EXTENSION = "margin_lessons.web.server"
IDLE = 3_600
"""Seconds after which a kernel is ended that no page and no notebook is connected to."""


def main(args: Sequence[str] | None = None) -> int:
    """Open the course; return the exit code. It ends when the server is stopped."""
    words = list(sys.argv[1:] if args is None else args)
    if {"-h", "--help"} & set(words):
        print((__doc__ or "").strip())
        return 0
    try:
        folder = Path(words.pop(0) if words and not words[0].startswith("-") else ".").absolute()
        ip, port, extra = listening(words)
        for sentence in lay_notebooks(folder / "notebooks"):
            print(sentence)
        serve(folder, ip, port, extra)
    except (BadInput, CannotListen) as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:  # before the server was there to be told
        pass
    print("\nThe course has stopped.")
    return 0


def serve(folder: Path, ip: str, port: int, extra: Sequence[str]) -> None:
    """Run the Jupyter server over a folder until it is stopped; say where it is once it answers."""
    print("Starting the course ...", flush=True)
    # The token goes by the environment: everyone on the machine can read a command line.
    os.environ.setdefault("JUPYTER_TOKEN", secrets.token_hex(24))
    settings = {
        "ServerApp.ip": ip,
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.root_dir": folder,
        "ServerApp.open_browser": True,
        "ServerApp.allow_root": hasattr(os, "geteuid") and os.geteuid() == 0,
        "ServerApp.default_url": f"/{PAGES}/",
        "LabApp.log_level": "WARN",
        "MappingKernelManager.cull_idle_timeout": IDLE,
    }
    options = [f"--{name}={value}" for name, value in settings.items()]
    server = ServerApp.instance(jpserver_extensions={EXTENSION: True})
    server.initialize(argv=["--log-level=WARN", *options, *extra])
    signal.signal(signal.SIGINT, lambda *_: server.stop(from_signal=True))
    token = server.identity_provider.token
    server.io_loop.add_callback(announce, address(ip, port, server.base_url, token))
    server.start()


def address(ip: str, port: int, base: str, token: str) -> str:
    """Return the address of the front page with the token that opens it.

    >>> address("127.0.0.1", 8888, "/", "secret")
    'http://127.0.0.1:8888/margin-lessons/?token=secret'
    """
    # A server that listens everywhere is reached here by this machine's own address.
    host = HERE if ip in ("0.0.0.0", "*") else ip
    named = f"[{host}]" if ":" in host else host
    query = f"?token={token}" if token else ""  # none where a password was chosen instead
    return f"http://{named}:{port}{url_path_join(base, PAGES)}/{query}"


def announce(place: str) -> None:
    """Say where the course is, now that a browser gets an answer there."""
    print(f"\nThe course is open at\n\n    {place}\n\nPress Ctrl-C here to stop it.", flush=True)
