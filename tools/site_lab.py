"""JupyterLite for the site: each lesson as a notebook in the browser, with the pages' Python.

It is built by JupyterLite's own command from an empty folder, so that nothing of the machine gets
in: no settings, and of the extensions of JupyterLab only those that the notebooks need.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from site_packages import OWN

from setup_venv import ROOT, Problem

NOTEBOOKS, DOCS = ROOT / "notebooks", ROOT / "docs"
KERNEL = "jupyterlite-pyodide-kernel"
EXTENSIONS = ("anywidget", "jupyterlab-widgets", KERNEL)
# The kernel asks for each of these by itself; what is loaded already it does not look for.
BOOTED = ("micropip", "piplite", "ipykernel", "comm", "pyodide-kernel", "jedi", "ipython", OWN)
KERNEL_PLUGIN = "@jupyterlite/pyodide-kernel-extension:kernel"
NO_NEWS = {"fetchNews": "false", "checkForUpdates": False}
DATE = "315532800"  # of every file, in seconds since 1970: the same input, the same bytes
# Otherwise a browser asks for one where the site has none.
ICON = '<link rel="icon" href="data:,">'
WHOLE = {"windowingMode": "none"}  # cells that are out of view are in the page, too


def lab_wheels(target: Path) -> None:
    """Put the packages of JupyterLite's kernel beside those of the pages."""
    pypi = _extension(KERNEL) / "static" / "pypi"
    for name in ("piplite", "ipykernel", "pyodide_kernel"):
        (wheel,) = pypi.glob(f"{name}-*.whl")
        shutil.copyfile(wheel, target / wheel.name)


def build_lab(site: Path) -> None:
    """Write JupyterLite into ``lab`` of a site whose ``pyodide`` stands; raise ``Problem``."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        lay_contents(folder / "contents")
        settings = {
            "@jupyterlab/apputils-extension:notification": NO_NEWS,
            "@jupyterlab/notebook-extension:tracker": WHOLE,
        }
        _write(folder / "overrides.json", settings)
        _write(folder / "jupyter-lite.json", {"jupyter-config-data": _config()})
        out = (site / "lab").resolve()
        _build(folder, out)
    for path in [*out.glob("rspack.*"), *out.glob("*package.json"), *out.rglob("*.js.map")]:
        path.unlink()
    for path in out.rglob("index.html"):
        page = path.read_text(encoding="utf-8")
        path.write_text(page.replace("<head>", f"<head>{ICON}", 1), encoding="utf-8", newline="\n")


def lay_contents(folder: Path) -> None:
    """Write notebooks and documents as JupyterLite shows them, side by side."""
    folder.mkdir(parents=True)
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        notebook = in_lite(json.loads(path.read_text(encoding="utf-8")))
        _write(folder / path.name, notebook)
    for path in sorted(DOCS.glob("*.md")):
        shutil.copyfile(path, folder / path.name)


def in_lite(notebook: dict[str, Any]) -> dict[str, Any]:
    """Return a notebook for JupyterLite, which puts commas between the lines of a stored text.

    Its documents lie beside it, and its kernel has a name of its own.
    """
    for cell in notebook["cells"]:
        cell["source"] = _joined(cell["source"]).replace("](../docs/", "](")
        for output in cell.get("outputs", []):
            if "text" in output:
                output["text"] = _joined(output["text"])
            for kind, data in output.get("data", {}).items():
                if not kind.endswith("json"):
                    output["data"][kind] = _joined(data)
    notebook["metadata"]["kernelspec"] = {
        "display_name": "Python (Pyodide)",
        "language": "python",
        "name": "python",
    }
    return notebook


def _joined(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "".join(text)


def _config() -> dict[str, object]:
    kernel = {
        "pyodideUrl": "./../pyodide/pyodide.mjs",
        "disablePyPIFallback": True,
        "loadPyodideOptions": {
            "packages": list(BOOTED),
            "env": {"MPLBACKEND": "module://matplotlib_inline.backend_inline"},
        },
    }
    return {
        "appName": "Can I lose more than my margin?",
        "exposeAppInBrowser": True,  # so that a check can open a notebook and run its cells
        "litePluginSettings": {KERNEL_PLUGIN: kernel},
    }


def _build(folder: Path, out: Path) -> None:
    options = {
        "lite-dir": folder,
        "output-dir": out,
        "contents": folder / "contents",
        "settings-overrides": folder / "overrides.json",
        "apps": "lab",
        "source-date-epoch": DATE,
    }
    command = [sys.executable, "-m", "jupyterlite_core", "build", "--ignore-sys-prefix"]
    command += ["--no-sourcemaps", "--no-libarchive", "--no-unused-shared-packages"]
    command += [f"--{name}={value}" for name, value in options.items()]
    command += [f"--LiteBuildConfig.federated_extensions={_extension(n)}" for n in EXTENSIONS]
    environment = {**os.environ, "JUPYTER_CONFIG_DIR": str(folder), "JUPYTER_NO_CONFIG": "1"}
    ended = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    if ended.returncode:
        raise Problem(f"JupyterLite could not be built: {(ended.stderr or ended.stdout)[-800:]}")


def _extension(package: str) -> Path:
    """Return the folder of a package's extension of JupyterLab."""
    try:
        files = distribution(package).files or []
    except PackageNotFoundError:
        files = []
    for file in files:
        if file.name == "package.json" and "labextensions" in file.parts:
            return Path(str(file.locate())).resolve().parent
    raise Problem(
        f"JupyterLite needs the package {package}, which this Python ({sys.executable}) lacks: "
        "'pip install -e .[site]' gets it."
    )


def _write(path: Path, data: object) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8", newline="\n")
