"""How fast the files of a large class become one report, and whether each damaged one is named.

    python benchmarks/class_report.py

Read are 500 files from a folder: progress files of invented learners and flights of one number, and
50 that are damaged or foreign, each in one of ten ways. The time is from the folder to the report;
importing the lessons is not in it.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from margin_lessons.flight import Flight, saved
from margin_lessons.lessons.class_files import folder_of_class
from margin_lessons.lessons.sample_class import invented_progress
from margin_lessons.plan import AddFunds
from margin_lessons.scenes.sample_flights import NUMBERS, SampleFlight

FILES, DAMAGED, FLIGHTS = 500, 50, 50
SECONDS = 5.0

HARM: tuple[Callable[[bytes], bytes], ...] = (
    lambda content: b"",
    lambda content: content[: len(content) // 2],
    lambda content: content[1:],
    lambda content: b"\x89PNG\r\n" + content,
    lambda content: content.replace(b'"format": 1', b'"format": 2'),
    lambda content: content.replace(b'"passed": true', b'"passed": "yes"'),
    lambda content: content.replace(b'"lessons"', b'"pupils"'),
    lambda content: content.replace(b'"outcome": 100.0', b'"outcome": NaN'),
    lambda content: b"[" * 5_000 + content,
    lambda content: b"name;points\r\nada;12\r\n",
)


def write_class(folder: Path) -> set[str]:
    """Write the files, and return the names of the damaged ones."""
    bad = set()
    for at in range(DAMAGED):
        name = f"damaged {at:03d}.json"
        content = HARM[at % len(HARM)](invented_progress(name)) + b" " * at
        (folder / name).write_bytes(content)
        bad.add(name)
    number = NUMBERS[SampleFlight.MARA]
    for at in range(FLIGHTS):
        flight = Flight(number).next(5 + at).decide(AddFunds(5 + at, 100.0 + at), "back").next(500)
        (folder / f"flight {at:03d}.json").write_text(saved(flight), encoding="utf-8")
    for at in range(FILES - DAMAGED - FLIGHTS):
        name = f"learner {at:03d}.json"
        (folder / name).write_bytes(invented_progress(name))
    return bad


def main() -> int:
    """Measure, print, and return 1 where it is too slow or a file is not named."""
    with tempfile.TemporaryDirectory() as place:
        bad = write_class(Path(place))
        folder_of_class(place)  # what is made once and kept is made
        begun, worked = time.perf_counter(), time.process_time()
        room = folder_of_class(place)
        took, work = time.perf_counter() - begun, time.process_time() - worked
    named = {one.name for one in room.passed_over}
    flown = 0 if room.flights is None else len(room.flights.rows)
    print(f"{FILES} files in {took:.2f} s (at most {SECONDS:g} s), {work:.2f} s of it at work")
    print(f"learners {room.results.learners}, flights {flown}, passed over {len(named)}")
    print(f"damaged and not named: {sorted(bad - named) or 'none'}")
    print(f"whole and passed over: {sorted(named - bad) or 'none'}")
    well = named == bad and took <= SECONDS and flown == FLIGHTS
    return 0 if well and room.results.learners == FILES - DAMAGED - FLIGHTS else 1


if __name__ == "__main__":
    sys.exit(main())
