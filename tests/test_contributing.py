"""What CONTRIBUTING shows works: a first picture in twenty lines, and the tools that it names."""

from __future__ import annotations

import re
import runpy
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT / "CONTRIBUTING.md"
SCRIPTS = sorted([*ROOT.glob("tools/*.py"), *ROOT.glob("benchmarks/*.py")])


def test_the_first_picture_is_painted_and_read_back() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)
    assert len(code.strip().splitlines()) <= 20
    made: dict[str, Any] = {}
    exec(code, made)
    painted = made["painted"]
    assert painted.read_back() == {"margin call at": pytest.approx(13_200)}
    assert {label.text for label in painted.labels} == {"equity", "margin call 13,200"}


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_what_a_script_imports_is_there(script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(script.parent), *sys.path])
    beside = {path.stem for path in script.parent.glob("*.py")}
    for name in beside:  # a folder of the tests may have the name of a script
        monkeypatch.delitem(sys.modules, name, raising=False)
    assert runpy.run_path(str(script), run_name="imported")["__doc__"]
    for name in beside:
        sys.modules.pop(name, None)


def test_a_panel_can_be_looked_at(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "path", list(sys.path))
    asked = ["look.py", "08", "two payoffs", "--free", "1", "--out", str(tmp_path)]
    monkeypatch.setattr(sys, "argv", asked)
    runpy.run_path(str(ROOT / "tools" / "look.py"), run_name="__main__")
    stops, shots = capsys.readouterr().out.split()[2], len(list(tmp_path.iterdir()))
    assert shots == 3 * int(stops) > 0
