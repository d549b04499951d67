"""Notebooks of a few cells, for checks of one panel."""

from __future__ import annotations

from pathlib import Path

import nbformat
from browser.desk import Desk
from browser.sheet import Sheet

TESTS = str(Path(__file__).resolve().parents[1])


class Notebooks:
    """Opens notebooks of a few cells, with nothing saved; each begins with the same one."""

    def __init__(self, desk: Desk, scratch: Path, begin: str) -> None:
        self.desk, self.scratch, self.begin = desk, scratch, begin

    def __call__(self, *cells: str, width: int = 1280, height: int = 720) -> Sheet:
        begin = f"import sys\nsys.path.insert(0, {TESTS!r})\n{self.begin}"
        made = [nbformat.v4.new_code_cell(source) for source in (begin, *cells)]
        notebook = nbformat.v4.new_notebook(cells=made)
        notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
        source = self.scratch / f"{self.scratch.name}.ipynb"
        source.write_text(nbformat.writes(notebook), encoding="utf-8")
        path = self.desk.lab.copy(source, open_gates=False)
        sheet = Sheet(self.desk, path, width, height)
        sheet.run_all()
        assert sheet.errors() == []
        return sheet
