"""IPython without the shell for a terminal that it brings: no page has a terminal.

Loading that shell takes longer than loading all else of IPython. Later versions load it only when
it is asked for; the one that comes with Pyodide always does.
"""

from __future__ import annotations

import sys
from types import ModuleType

SHELL = "IPython.terminal.embed"


def leave_out_terminal() -> None:
    """Let IPython, which is not loaded yet, find nothing where its terminal's shell is."""
    stand_in = ModuleType(SHELL)
    vars(stand_in)["embed"] = None  # the name that IPython takes from there
    sys.modules[SHELL] = stand_in
