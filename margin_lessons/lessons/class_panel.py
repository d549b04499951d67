"""The class report as a panel: files that are dropped, or a folder of them."""

from __future__ import annotations

from pathlib import Path

from margin_lessons.class_room import ClassRoom
from margin_lessons.figures.class_views import picture
from margin_lessons.lessons.class_files import folder_of_class, read_class
from margin_lessons.lessons.sample_class import sample_class, sample_room
from margin_lessons.panels.controls import Choice
from margin_lessons.panels.model import PanelModel, Scenario
from margin_lessons.panels.panel import Panel
from margin_lessons.panels.session import Session
from margin_lessons.panels.uploads import MEGABYTE, Upload, Uploaded
from margin_lessons.scenes.class_state import ClassState, ClassView
from margin_lessons.scenes.class_views import scene

SESSION = Session("class")
"""What the notebook of the class has open."""


def class_state(files: ClassRoom | None, view: ClassView = ClassView.LEARNING) -> ClassState:
    """Return a class as it is looked at: the invented one where no file is given."""
    return ClassState(sample_room() if files is None else files, view, invented=files is None)


CLASS = PanelModel(
    name="class report",
    controls=(
        Upload("files", "the files of your class", (".json",), 100 * MEGABYTE, read_class,
               sample_class()[:1]),
        Choice.of("view", "look at", ClassView.LEARNING),
    ),
    compute=class_state,
    scene=scene,
    picture=picture,
    scenarios=(
        Scenario("Before and after", {}),
        Scenario("Misconceptions", {"view": ClassView.IDEAS}),
        Scenario("Tasks", {"view": ClassView.TASKS}),
        Scenario("Flights", {"view": ClassView.FLIGHTS}),
    ),
)  # fmt: skip


def report_of_class(folder: str | Path | None = None) -> Panel:
    """Return the report of a class: of a folder of files, or of those that are dropped on it.

    Files that are no progress file and no flight are named in its table, with the reason. Raises
    ``BadInput`` where there is no such folder, or no file in it.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as handed_in:
    ...     for file in sample_class():
    ...         _ = (Path(handed_in) / file.name).write_bytes(file.content)
    ...     report = report_of_class(handed_in)
    >>> report.state.results.learners, [one.name for one in report.state.room.passed_over]
    (12, ['ada.json', 'max.json', 'sam.json'])
    """
    panel = Panel(CLASS, SESSION)
    if folder is not None:
        room = folder_of_class(folder)
        panel.set(files=Uploaded((Path(folder).name,), (0,), room))
    return panel
