"""IPython without its terminal, in a Python of its own: what is loaded once stays loaded."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import sys
from margin_lessons.web import no_terminal
assert not [name for name in sys.modules if name.startswith("IPython")], "too late"
no_terminal.leave_out_terminal()
import IPython
from margin_lessons.web.in_page import InPage
told = []
InPage(lambda text, _: told.append(text)).take('{"type": "run", "id": "a", "source": "6 * 7"}')
assert "42" in told[0], told
print([name for name in sys.modules if name.startswith("prompt_toolkit")])
"""


def test_a_cell_runs_without_a_terminal() -> None:
    ended = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True)
    assert ended.stderr == ""
    assert ended.stdout == "[]\n"
