"""The files of a class, from a folder or dropped: which are counted, and which are passed over."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from margin_lessons.class_room import ClassRoom, HandedIn, class_results, handed_in
from margin_lessons.errors import BadInput, shown
from margin_lessons.flight import ClassReport, PassedOver, class_report
from margin_lessons.flight.flight_file import FORMAT as FLIGHT
from margin_lessons.lessons.lesson import all_lessons
from margin_lessons.one_key import unlike_keys
from margin_lessons.panels import safe_file
from margin_lessons.panels.progress_record import parse
from margin_lessons.panels.progress_refused import TOO_LONG, why_no_progress
from margin_lessons.panels.uploads import Progress, UploadedFile, no_progress

BLANK = "nothing is done in it yet"


def read_class(
    files: Iterable[UploadedFile],
    progress: Progress = no_progress,
    passed: Iterable[PassedOver] = (),
) -> ClassRoom | None:
    """Return a class from its progress files and flights; None where there is no file.

    What is neither, is damaged, or is the same as an earlier one is named with a reason and passed
    over; so is what was ``passed`` over already. Flights are compared by ``class_report``.

    >>> ann = b'{"format": 1, "lessons": {"01_margin": {"missions": {"size": {"passed": true}}}}}'
    >>> room = read_class([UploadedFile("ann.json", ann), UploadedFile("bob.json", ann),
    ...                    UploadedFile("notes.txt", b"call the caretaker")])
    >>> room.results.learners
    1
    >>> for one in room.passed_over:
    ...     print(one.name, "-", one.why)
    bob.json - It is the same as ann.json, and is counted once.
    notes.txt - It is no JSON, as a progress file is, or was cut off.
    """
    given = tuple(files)
    over = list(passed)
    if not given and not over:
        return None
    handed, flights = _sorted_out(given, progress, over)
    report, grounded = _flown(flights)
    return ClassRoom(class_results(handed, _tasks()), report, (*over, *grounded))


def folder_of_class(folder: str | Path, progress: Progress = no_progress) -> ClassRoom:
    """Return a class from a folder of its files, and of the folders in it.

    Raises ``BadInput`` where there is no such folder, or no file in it.
    """
    place = Path(folder)
    if not place.is_dir():
        raise BadInput(f"folder {shown(str(folder))} is not there: name that of the files.")
    found, over = [], []
    for path in sorted(one for one in place.rglob("*") if not one.is_dir()):
        name = path.relative_to(place).as_posix()
        try:
            content = safe_file.content_of(safe_file.behind(path))
        except OSError as error:
            over.append(_over(name, f"it cannot be read: {safe_file.reason(error)}"))
            continue
        # What is too long to be read is too long to be either.
        if content is None:
            over.append(_over(name, TOO_LONG))
        else:
            found.append(UploadedFile(name, content))
    room = read_class(found, progress, over)
    if room is None:
        raise BadInput(f"folder {shown(str(folder))} has no file in it: there is nothing to count.")
    return room


def _sorted_out(
    given: tuple[UploadedFile, ...], progress: Progress, over: list[PassedOver]
) -> tuple[list[HandedIn], dict[str, bytes]]:
    """Return the learners and the flights; what is neither goes to those that are passed over."""
    handed: list[HandedIn] = []
    flights: dict[str, bytes] = {}
    seen: dict[bytes, str] = {}
    total, done = sum(len(file.content) for file in given), 0
    for file in given:
        progress(done, total)
        done += len(file.content)
        same = file.content.strip()
        if same in seen:
            over.append(_over(file.name, f"it is the same as {seen[same]}, and is counted once"))
        elif _is_flight(file.content):
            flights[_new(file.name.removesuffix(".json"), flights)] = file.content
        elif (learner := _learner(file)) is None:
            over.append(_over(file.name, why_no_progress(file.content)))
        elif learner.is_blank:
            over.append(_over(file.name, BLANK))
        else:
            handed.append(learner)
        seen.setdefault(same, file.name)
    return handed, flights


def _over(name: str, why: str) -> PassedOver:
    """Return a file that is passed over, its reason as a sentence."""
    return PassedOver(name, f"{why[:1].upper()}{why[1:]}.")


def _is_flight(content: bytes) -> bool:
    """Return whether a file says that it is a flight, whole or not."""
    if FLIGHT.encode() not in content or len(content) > safe_file.LARGEST:
        return False
    try:
        found = json.loads(content, object_pairs_hook=unlike_keys)
    except (ValueError, RecursionError):
        return True  # cut off: class_report says why
    return isinstance(found, dict) and found.get("format") == FLIGHT


def _new(name: str, names: Iterable[str]) -> str:
    """Return a name that no other flight has: a drop may hold two of one name."""
    taken, number, new = set(names), 1, name
    while new in taken:
        number += 1
        new = f"{name} ({number})"
    return new


def _learner(file: UploadedFile) -> HandedIn | None:
    """Return what a progress file holds, None where it is none."""
    record = None if len(file.content) > safe_file.LARGEST else parse(file.content)
    name = "".join(filter(str.isprintable, file.name)).strip() or "a file"
    return None if record is None else handed_in(name, record)


def _flown(flights: dict[str, bytes]) -> tuple[ClassReport | None, tuple[PassedOver, ...]]:
    """Return the report of the flights, and those that are in none."""
    if not flights:
        return None, ()
    try:
        report = class_report(flights)
    except BadInput as problem:
        # None can be compared: each has its own reason, if it is damaged, or that of all.
        return None, tuple(PassedOver(name, _why_grounded(name, content, str(problem)))
                           for name, content in flights.items())  # fmt: skip
    return report, report.passed_over


def _why_grounded(name: str, content: bytes, why: str) -> str:
    """Return why one flight alone gives no report."""
    try:
        class_report({name: content})
    except BadInput as problem:
        return str(problem)
    return why


def _tasks() -> dict[str, dict[str, list[str]]]:
    """Return the names of all there is to do in the course, by lesson and kind."""
    found: dict[str, dict[str, list[str]]] = {}
    for lesson in all_lessons():
        kinds = found.setdefault(lesson.name, {})
        for part in lesson.contents.parts:
            kinds.setdefault(part.kind, []).append(part.name)
    return found
