"""What every test shares: repeatable Hypothesis runs, and a progress file that is thrown away."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from cases import load_profile

load_profile()
# The hub of a class runs on Linux alone, and so does the check of its configuration.
collect_ignore = [] if sys.platform == "linux" else ["test_classroom.py"]


@pytest.fixture(autouse=True)
def progress_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the learner's progress file of this test, so that none touches a real one."""
    path = tmp_path / "my_progress.json"
    monkeypatch.setenv("MARGIN_LESSONS_PROGRESS", str(path))
    return path
