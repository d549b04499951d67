"""What every test shares: repeatable Hypothesis runs, and a progress file that is thrown away."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# "ci" draws the same cases on every run, so a red build can be repeated anywhere. "explore" draws
# new ones: HYPOTHESIS_PROFILE=explore. Each test says how many cases it wants.
# No deadline: a shared machine is slow at times, and that is not a bug of the model.
settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("explore", settings.get_profile("ci"), derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(autouse=True)
def progress_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the learner's progress file of this test, so that none touches a real one."""
    path = tmp_path / "my_progress.json"
    monkeypatch.setenv("MARGIN_LESSONS_PROGRESS", str(path))
    return path
