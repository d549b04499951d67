"""Lets these tests import the tool that refreshes the notebooks: they check what it stores."""

import sys
from pathlib import Path

TOOLS = Path(__file__).resolve().parents[2] / "tools"
sys.path.insert(0, str(TOOLS))
