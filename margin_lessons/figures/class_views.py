"""The picture of a class: before and after, misconceptions, tasks or flights."""

from __future__ import annotations

from collections.abc import Iterator

from margin_lessons import words
from margin_lessons.figures.marks import ChartBar, Mark, Note, Point, Rule, Segment
from margin_lessons.figures.picture import Picture, Plot, Scale, nice_ceiling
from margin_lessons.scenes.class_state import ClassState, ClassView, number_of
from margin_lessons.scenes.class_views import SHOWN, TASKS
from margin_lessons.scenes.scene import Scene

MARKED = {"missions": ("call", "^", 0.3), "quiz": ("price", "o", 0.0),
          "exercises": ("equity", "s", -0.3)}  # fmt: skip
"""The ink and the shape of each kind of task, and how far above its row it stands."""
LABELLED = 8
"""So many flights have their name beside them; more would lie on each other."""


def picture(scene: Scene[ClassState], start: Scene[ClassState]) -> Picture:
    """Return the picture of the view; its axes are those of the class."""
    return PICTURES[scene.state.view](scene)


def _learning(scene: Scene[ClassState]) -> Picture:
    rows, ticks = _lessons(scene)
    left = Plot(
        _shares("◆ first, ● second case: close"), _rows_of(len(rows), ticks), rows=1, share=1.3
    )
    sure = scene.state.results.sure
    names = tuple((float(at), one.value) for at, (one, _) in enumerate(sure))
    right = Plot(Scale(-0.6, len(sure) - 0.4, "said to be", ticks=names, grid=False),
                 Scale(0, 1.18, "close", _percent), rows=0)  # fmt: skip
    marks = [mark for lesson, at in rows.items() for mark in _before_after(scene, lesson, at)]
    for at, (one, many) in enumerate(sure):
        fact = scene.fact(f"{one.value} and close")
        if many.share is not None:
            marks.append(ChartBar(float(at), fact, ink="price", plot=1, label=fact.text))
    return Picture((left, right), tuple(marks))


def _before_after(scene: Scene[ClassState], lesson: str, at: float) -> Iterator[Mark]:
    """Yield a lesson's share at first, its share in the second case, and the way between them."""
    number = number_of(lesson)
    first, second = (scene.fact(f"{number} {case} close") for case in ("first", "second"))
    if first.value is None or second.value is None:
        return
    if first.value != second.value:
        yield Segment(first, at, second, at, heads="none", width=2.0, ink="loan",
                      name=f"{number} from first to second")  # fmt: skip
    yield Point(first, at, ink="prediction", shape="D", size=9)
    yield Point(second, at, ink="equity", size=9)


def _ideas(scene: Scene[ClassState]) -> Picture:
    found = scene.state.results.misconceptions[:SHOWN]
    most = nice_ceiling(max([1, *(one.learners for one in found)]))
    marks: list[Mark] = []
    for place, one in enumerate(found):
        at = float(len(found) - place)
        fact = scene.fact(f"{number_of(one.lesson)}: {one.words}")
        marks += [
            ChartBar(at, fact, thick=0.3, lies=True, ink="liquidation"),
            Note(0.0, at + 0.4, label=f"{number_of(one.lesson)}: {one.words}",
                 name=f"{fact.name} in words"),
        ]  # fmt: skip
    names = tuple((float(len(found) - place), f"{one.learners}") for place, one in enumerate(found))
    y = Scale(0.4, max(len(found), 1) + 0.9, ticks=names, grid=False)
    return Picture((Plot(Scale(0, most, "learners", _whole), y),), tuple(marks))


def _tasks(scene: Scene[ClassState]) -> Picture:
    rows, ticks = _lessons(scene)
    marks: list[Mark] = []
    for lesson, at in rows.items():
        for kind, told in TASKS.items():
            fact = scene.fact(f"{number_of(lesson)} {told}")
            if fact.value is not None:
                ink, shape, above = MARKED[kind]
                marks.append(Point(fact, at + above, ink=ink, shape=shape, size=6))
    return Picture(
        (Plot(_shares("▲ missions, ● questions, ■ exercises: done"), _rows_of(len(rows), ticks)),),
        tuple(marks),
    )


def _flights(scene: Scene[ClassState]) -> Picture:
    flights = scene.state.room.flights
    if flights is None:
        return Picture((Plot(Scale(0, 1, "money at the end, USD"), Scale(0, 1, ticks=())),), ())
    money = [*(row.money for row in flights.rows), *(run.money for run in flights.rules), 0.0]
    room = max(money) - min(money) or 1.0
    x = Scale(min(money) - 0.08 * room, max(money) + 0.3 * room, "money at the end, USD")
    marks: list[Mark] = [Rule(0.0, ink="zero_equity", width=1.0, name="nothing left")]
    nothing = flights.rules[0]
    fact = scene.fact(f"rule: {nothing.name}")
    marks.append(Rule(fact, ink="loan", label=f"{nothing.name} {fact.bare}"))
    for place, row in enumerate(flights.rows):
        fact = scene.fact(f"flight: {row.name}")
        label = f"{row.name} {fact.bare}" if len(flights.rows) <= LABELLED else ""
        ink = "debt" if row.money < -words.LEAST else "equity"
        marks.append(Point(fact, float(len(flights.rows) - place), ink=ink, size=9, label=label))
    y = Scale(0.2, len(flights.rows) + 0.8, ticks=(), grid=False)
    return Picture((Plot(x, y, rows=1),), tuple(marks))


def _lessons(scene: Scene[ClassState]) -> tuple[dict[str, float], tuple[tuple[float, str], ...]]:
    """Return the height of each lesson's row, the first at the top, and the ticks with names."""
    lessons = [row.lesson for row in scene.state.results.rows]
    rows = {lesson: float(len(lessons) - at) for at, lesson in enumerate(lessons)}
    return rows, tuple((at, number_of(lesson)) for lesson, at in rows.items())


def _rows_of(count: int, ticks: tuple[tuple[float, str], ...]) -> Scale:
    return Scale(0.3, count + 0.7, "lesson", ticks=ticks, grid=False)


def _shares(label: str) -> Scale:
    return Scale(-0.04, 1.04, label, _percent)


def _percent(share: float) -> str:
    return words.percent(share, 0)


def _whole(count: float) -> str:
    return f"{count:g}" if count == int(count) else ""


PICTURES = {
    ClassView.LEARNING: _learning,
    ClassView.IDEAS: _ideas,
    ClassView.TASKS: _tasks,
    ClassView.FLIGHTS: _flights,
}
