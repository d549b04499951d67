"""A live toy panel for each test."""

from __future__ import annotations

import pytest
from panels.toy import TOY

from margin_lessons.panels.panel import Panel


@pytest.fixture
def panel() -> Panel:
    """Return a new toy panel at its start."""
    return Panel(TOY)
