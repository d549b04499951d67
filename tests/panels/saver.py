"""A notebook that saves answers as fast as it can, in a process of its own that will be killed.

    python saver.py FIRST

Saves answers number FIRST and on, and prints the number of each once it is said to be saved.
"""

from __future__ import annotations

import sys

if __name__ == "__main__":
    from bare import lay_bare_root

    lay_bare_root()
    from margin_lessons.panels import progress

    number = int(sys.argv[1])
    print("ready", flush=True)
    while True:
        note = progress.record("01", "exercises", f"task {number}", {"tries": 1, "passed": True})
        print(note or number, flush=True)
        number += 1
