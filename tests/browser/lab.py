"""A JupyterLab of its own and a headless Chromium, to see notebooks as a learner sees them.

The server listens on a free port of this machine only, reads nobody's settings and works on copies
of the notebooks, so that the checkout stays as it is. Both end with the block that opens them.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from jupyter_core.paths import jupyter_path
from playwright.sync_api import Browser, BrowserContext, Error, Playwright, sync_playwright

import find_browser
from setup_venv import Problem

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "notebooks"

NO_BROWSER = (
    "The browser checks need Chromium, Chrome or Edge, and none that starts was found: "
    "'python run.py test' gets one (MARGIN_LESSONS_NO_BROWSER=1 leaves these checks out)."
)
SETTINGS = {
    # Otherwise cells that are out of view are not in the page.
    "notebook-extension/tracker": {"windowingMode": "none"},
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}
# JupyterLab shows its splash screen at the start and at each change of theme, and when that happens
# twice in 200 ms takes it away twice, which is a page error that is not ours.
SPLASH = "@jupyterlab/apputils-extension:splash"
# What builds JupyterLite lies where JupyterLab looks for extensions, and no JupyterLab can load it.
OF_JUPYTERLITE = "@jupyterlite"
OPEN_GATES_KERNEL = "open-gates"


class Trouble(Exception):
    """A reason why nothing can be seen, in one sentence."""


def launched(playwright: Playwright) -> Browser:
    """Return the first browser of this machine that starts, or raise ``Trouble``."""
    try:
        found = find_browser.candidates()
    except Problem as problem:
        raise Trouble(str(problem)) from None
    for path in found:
        with suppress(Error):
            return playwright.chromium.launch(executable_path=path, args=find_browser.FLAGS)
    raise Trouble(NO_BROWSER)


@contextmanager
def open_browser() -> Iterator[BrowserContext]:
    """Give a headless browser; its pages share what they have loaded."""
    with sync_playwright() as playwright:
        browser = launched(playwright)
        try:
            yield browser.new_context()
        finally:
            browser.close()


class Lab:
    """A JupyterLab server over a scratch folder; its notebooks are copies."""

    def __init__(self, scratch: Path) -> None:
        self.scratch = scratch
        self.work = scratch / "work"
        self.port = free_port()
        self._token = secrets.token_hex(16)
        self._log = scratch / "server.log"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Lab:
        self.work.mkdir(parents=True)
        self._write_settings()
        lay_extensions(self.scratch / "labextensions")
        for last in (False, False, True):
            self._start()
            try:
                self._wait()
                return self
            except BaseException as error:
                self.close()
                # Somebody may have taken the free port since it was found.
                if last or not isinstance(error, Trouble):
                    raise
                self.port = free_port()
        raise AssertionError("the last try returns or raises")

    def _start(self) -> None:
        options = {
            "ServerApp.ip": "127.0.0.1",
            "ServerApp.port": self.port,
            "ServerApp.port_retries": 0,
            "ServerApp.root_dir": self.work,
            "ServerApp.open_browser": False,
            "ServerApp.allow_root": True,
            # Should this process be killed, the server does not stay for ever.
            "ServerApp.shutdown_no_activity_timeout": 600,
            "MappingKernelManager.cull_idle_timeout": 600,
            "MappingKernelManager.cull_connected": True,
            "LabApp.expose_app_in_browser": True,
            "LabApp.extension_manager": "readonly",
            "LabApp.labextensions_path": self.scratch / "labextensions",
        }
        command = [sys.executable, "-m", "jupyterlab"]
        command += [f"--{name}={value}" for name, value in options.items()]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                command, cwd=self.work, env=self._environment(), stdout=log, stderr=log
            )

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the server, and with it its kernels."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    @property
    def address(self) -> str:
        """Where the server is reached."""
        return f"http://127.0.0.1:{self.port}"

    def copy(self, path: Path, *, open_gates: bool = True) -> str:
        """Copy a notebook into the server's folder; return its path there.

        With ``open_gates`` it gets a kernel in which every prediction gate is lifted.
        """
        folder = self.work / ("open" if open_gates else "gated")
        folder.mkdir(exist_ok=True)
        notebook = json.loads(path.read_text(encoding="utf-8"))
        if open_gates:
            spec = {"display_name": "Python 3", "language": "python", "name": OPEN_GATES_KERNEL}
            notebook["metadata"]["kernelspec"] = spec
        copied = folder / path.name
        copied.write_text(json.dumps(notebook), encoding="utf-8")
        # Nothing has been answered in it yet.
        copied.with_name("my_progress.json").unlink(missing_ok=True)
        return copied.relative_to(self.work).as_posix()

    @property
    def start(self) -> str:
        """The address of JupyterLab with nothing open."""
        return f"{self.address}/lab?reset&token={self._token}"

    def _environment(self) -> dict[str, str]:
        own = {k: v for k, v in os.environ.items() if not k.startswith("MARGIN_LESSONS_")}
        for name in ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR"):
            own[f"JUPYTER_{name}"] = str(self.scratch / name.lower())
        return {
            **own,
            "JUPYTERLAB_SETTINGS_DIR": str(self.scratch / "settings"),
            "JUPYTERLAB_WORKSPACES_DIR": str(self.scratch / "workspaces"),
            "JUPYTER_PLATFORM_DIRS": "1",
            "JUPYTER_TOKEN": self._token,
            "IPYTHONDIR": str(self.scratch / "ipython"),
            "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), own.get("PYTHONPATH", "")])),
        }

    def _write_settings(self) -> None:
        for name, values in SETTINGS.items():
            target = self.scratch / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(json.dumps(values), encoding="utf-8")
        page = self.scratch / "config_dir" / "labconfig" / "page_config.json"
        page.parent.mkdir(parents=True)
        page.write_text(json.dumps({"disabledExtensions": {SPLASH: True}}), encoding="utf-8")
        kernel = self.scratch / "data_dir" / "kernels" / OPEN_GATES_KERNEL / "kernel.json"
        kernel.parent.mkdir(parents=True)
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        spec = {
            "argv": argv,
            "display_name": "Python 3",
            "language": "python",
            "env": {"MARGIN_LESSONS_OPEN_GATES": "1"},
        }
        kernel.write_text(json.dumps(spec), encoding="utf-8")

    def _wait(self, seconds: float = 60) -> None:
        assert self._process is not None
        question = f"{self.address}/api/status?token={self._token}"
        end = time.monotonic() + seconds
        while time.monotonic() < end and self._process.poll() is None:
            with suppress(urllib.error.URLError, ConnectionError, TimeoutError):
                urllib.request.urlopen(question, timeout=2).close()
                return
            time.sleep(0.1)
        last = self._log.read_text(encoding="utf-8", errors="replace").splitlines()[-12:]
        raise Trouble("JupyterLab did not start; its last words:\n" + "\n".join(last))


def lay_extensions(folder: Path) -> None:
    """Copy the extensions of this Python's JupyterLab, but for those of JupyterLite."""
    left_out = shutil.ignore_patterns(OF_JUPYTERLITE)
    # The first place counts most, so it is copied last.
    for place in reversed(jupyter_path("labextensions")):
        if Path(place).is_dir():
            shutil.copytree(place, folder, ignore=left_out, dirs_exist_ok=True)


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]
