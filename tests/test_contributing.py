"""What CONTRIBUTING shows works: a first picture in twenty lines."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

GUIDE = Path(__file__).resolve().parents[1] / "CONTRIBUTING.md"


def test_the_first_picture_is_painted_and_read_back() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)
    assert len(code.strip().splitlines()) <= 20
    made: dict[str, Any] = {}
    exec(code, made)
    painted = made["painted"]
    assert painted.read_back() == {"margin call at": pytest.approx(13_200)}
    assert {label.text for label in painted.labels} == {"equity", "margin call 13,200"}
