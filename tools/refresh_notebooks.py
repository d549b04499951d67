"""Run notebooks top to bottom and store what they show; --check only tells which are stale.

    python tools/refresh_notebooks.py                 all notebooks
    python tools/refresh_notebooks.py 02 03_liq       those whose name begins so
    python tools/refresh_notebooks.py --check         change nothing; exit code 1 when one is stale

Each notebook runs in a kernel of the Python that runs this file, with settings and progress of
its own, so that nobody's answers are stored. What is stored is the static twin: HTML with pictures
and words, and plain text; the names of live models go, as nothing answers to them without a kernel.
Running it twice gives the same bytes.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from difflib import unified_diff
from pathlib import Path
from typing import Any

import matplotlib.font_manager  # makes the list of fonts, which a notebook would report
import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from traitlets import default

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = ROOT / "notebooks"
CELL_TIMEOUT = 60

LIVE_NAME = re.compile(r"\bml-live ml-[0-9a-f]{32}\b")
"""The class of a twin, and the one that names its model."""
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"},
}
KEPT_CELL_METADATA = ("editable", "slideshow", "tags")
FAILURES = (CellExecutionError, CellTimeoutError, DeadKernelError)


class ThisPython(AsyncKernelManager):
    """A kernel of the Python that runs this, whatever kernels are registered."""

    @default("kernel_spec_manager")
    def _no_registered_kernels(self) -> KernelSpecManager:
        return KernelSpecManager(kernel_dirs=[], ensure_native_kernel=True)


def find(names: Iterable[str] = (), folder: Path = NOTEBOOKS) -> list[Path]:
    """Return the notebooks whose file name begins with one of ``names``, or all of them.

    A path to a notebook elsewhere is taken as it is.
    """
    everything = sorted(folder.glob("*.ipynb"))
    found: list[Path] = []
    for name in names:
        if name.endswith(".ipynb") and Path(name).is_file():
            fitting = [Path(name).resolve()]
        else:
            fitting = [path for path in everything if path.stem.startswith(name)]
        if not fitting:
            known = ", ".join(path.stem for path in everything) or "none"
            raise SystemExit(f"No notebook's name begins with '{name}'; there are: {known}.")
        found += [path for path in fitting if path not in found]
    return found if names else everything


def lessons(names: Iterable[str] = ()) -> list[Path]:
    """Return the notebooks that are lessons; the page of the whole course is none."""
    return [path for path in find(names) if path.stem[:2].isdigit()]


def read(path: Path) -> NotebookNode:
    """Return a notebook in which every cell has an id that stays the same from run to run."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    raw["nbformat"], raw["nbformat_minor"] = 4, max(5, raw.get("nbformat_minor", 5))
    used: set[str] = set()
    for number, cell in enumerate(raw["cells"]):
        name = cell.get("id") or f"cell-{number:02d}"
        while name in used:
            name += "-x"
        used.add(name)
        cell["id"] = name
    return nbformat.reads(json.dumps(raw), as_version=4)


def clean_environment(scratch: Path) -> dict[str, str]:
    """Return an environment in which nobody's settings and progress are read or changed."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("MARGIN_LESSONS_")}
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
        kept[name] = str(scratch / name.lower())
        Path(kept[name]).mkdir(exist_ok=True)
    return {
        **kept,
        "JUPYTER_PLATFORM_DIRS": "1",
        "MARGIN_LESSONS_PROGRESS": str(scratch / "progress.json"),
        "MATPLOTLIBRC": str(Path(matplotlib.get_data_path()) / "matplotlibrc"),
        "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), kept.get("PYTHONPATH", "")])),
    }


def execute(path: Path, *, keep_widgets: bool = False) -> NotebookNode:
    """Return the notebook after a run from top to bottom; raise one of ``FAILURES`` if it stops.

    With ``keep_widgets`` the state of every live widget is kept in the notebook's metadata.
    """
    notebook = read(path)
    with tempfile.TemporaryDirectory(prefix="margin-lessons-") as scratch:
        client = NotebookClient(
            notebook,
            kernel_name="python3",
            kernel_manager_class=ThisPython,
            timeout=CELL_TIMEOUT,
            record_timing=False,
            coalesce_streams=True,
            extra_arguments=["--IPKernelApp.log_level=ERROR"],
            store_widget_state=keep_widgets,
            resources={"metadata": {"path": str(path.parent)}},
        )
        return client.execute(env=clean_environment(Path(scratch)))


def tidy(notebook: NotebookNode) -> NotebookNode:
    """Return the notebook without what needs a kernel to show, or differs from run to run."""
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        kept = {k: v for k, v in cell.metadata.items() if k in KEPT_CELL_METADATA}
        cell.metadata = nbformat.from_dict(kept)
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if "text/html" in data:
                data["text/html"] = LIVE_NAME.sub("ml-live", data["text/html"])
            if "metadata" in output:
                output.metadata = NotebookNode()
    return notebook


def written(notebook: NotebookNode) -> str:
    """Return the text of the file that a notebook is stored in."""
    nbformat.validate(notebook)
    return nbformat.writes(notebook, version=nbformat.NO_CONVERT) + "\n"


def words(notebook: NotebookNode) -> list[str]:
    """Return the lines that a notebook's outputs say, each cell's under a heading."""
    lines: list[str] = []
    for number, cell in enumerate(c for c in notebook.cells if c.cell_type == "code"):
        lines.append(f"-- code cell {number}: {cell.source.splitlines()[:1]}")
        for output in cell.outputs:
            lines += said(output).splitlines()
    return lines


def said(output: Any) -> str:
    """Return one output as plain text; a picture is its words."""
    if output.output_type == "stream":
        return output.text
    if output.output_type == "error":
        return f"{output.ename}: {output.evalue}"
    return output.data.get("text/plain", "")


def what_differs(stored: NotebookNode, fresh: NotebookNode) -> str:
    """Return why a stored notebook is stale, in words: a diff of what it says, if that changed."""
    diff = list(unified_diff(words(stored), words(fresh), "stored", "run now", n=1, lineterm=""))
    if diff:
        return "\n".join(["its words differ:", *diff])
    return "its words are the same; a picture, the order of the cells or metadata differ."


def refresh(path: Path, check: bool) -> tuple[str, bool]:
    """Run one notebook; return a line about it and whether it is well."""
    before = path.read_text(encoding="utf-8")
    try:
        fresh = tidy(execute(path))
    except FAILURES as error:
        return f"{path.stem}: FAILED\n{error}", False
    after = written(fresh)
    if after == before:
        return f"{path.stem}: up to date", True
    if check:
        return f"{path.stem}: STALE, {what_differs(read(path), fresh)}", False
    path.write_text(after, encoding="utf-8", newline="\n")
    return f"{path.stem}: refreshed", True


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", help="beginnings of names, or paths; all when left out")
    parser.add_argument("--check", action="store_true", help="change nothing, tell what is stale")
    options = parser.parse_args(arguments)
    well = True
    with ThreadPoolExecutor(max_workers=2) as pool:
        for line, fine in pool.map(lambda p: refresh(p, options.check), find(options.names)):
            print(line, flush=True)
            well = well and fine
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
