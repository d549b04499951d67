"""Lesson 10: the cockpit shows what is known and nothing more, the debrief what all came to."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import pytest
from lessons.course import panel_of
from lessons.pictured import against_words
from lessons.seen import painter_at, picture_faults, said_wrong

from margin_lessons.errors import BadInput
from margin_lessons.figures.marks import Curve
from margin_lessons.flight import Flight, hidden_path, loaded, saved
from margin_lessons.lessons import open_lesson
from margin_lessons.market.crashes import CRASHES
from margin_lessons.own_position import ProductKind
from margin_lessons.panels.panel import Panel
from margin_lessons.panels.uploads import UploadedFile
from margin_lessons.scenes.cockpit import LOADED
from margin_lessons.scenes.debrief_runs import END
from margin_lessons.scenes.flown_state import StopKind, WrittenPlan
from margin_lessons.scenes.sample_flights import SampleFlight

LESSON = open_lesson("10_flight_simulator")
SIMULATOR = panel_of(LESSON, "simulator")
REASON = "it will come back"
# Events and models, long and short, both products, with debts, jumps and prices far from 100.
FLOWN = (
    (9, ProductKind.SPOT_MARGIN), (3, ProductKind.SPOT_MARGIN), (4, ProductKind.SPOT_MARGIN),
    (31, ProductKind.SPOT_MARGIN), (3, ProductKind.LINEAR), (24, ProductKind.LINEAR),
)  # fmt: skip
each_flight = pytest.mark.parametrize(("number", "product"), FLOWN, ids=str)


def taken_off(number: int = 9, product: ProductKind = ProductKind.SPOT_MARGIN) -> Panel:
    """Return a cockpit whose flight has just begun, with a stop that trails."""
    panel = Panel(SIMULATOR)
    panel.set(number=number, product=product, plan=WrittenPlan.NEAR, kind=StopKind.LIMIT, away=25)
    return panel.decide("Take off", "yes, certain")


def on(panel: Panel, bars: int) -> Panel:
    for _ in range(bars):
        panel.decide("Next bar")
    return panel


# ---- Nothing leaks -------------------------------------------------------------------------------


def everything(panel: Panel) -> str:
    """Return all that a page, a file and a screen reader get of a panel, as one text."""
    live = panel.live
    seen = [live.fixed, live.shown, live.table, str(panel), panel._twin(), panel.scene.text]
    files = [one.content(panel.state) for one in SIMULATOR.downloads]
    return "\n".join([*map(str, seen), panel.scene.alt, *files])


def prices_to_come(flight: Flight) -> set[str]:
    """Return the prices of the bars to come that no bar had before, as they are written."""
    bars = hidden_path(flight.number).bars
    columns = np.array([bars.open, bars.high, bars.low, bars.close])
    known, hidden = columns[:, : flight.bar], columns[:, flight.bar :]
    to_come = {f"{price:.2f}" for price in hidden.ravel()} - {"100.00"}
    return to_come - {f"{price:.2f}" for price in known.ravel()}


@each_flight
def test_nothing_that_is_shown_or_saved_holds_a_bar_to_come_or_names_the_event(
    number: int, product: ProductKind
) -> None:
    panel, path = taken_off(number, product), hidden_path(number)
    names = {name for crash in CRASHES for name in (crash.key, crash.title, crash.market)}
    names |= {path.model.name} if path.model else set()
    for bars in (0, 1, 2, 5):
        told = everything(on(panel, bars))
        assert not [name for name in names if name in told]
        assert not re.search(r"\b(19|20)\d\d-\d\d|January|February|March|Kraken OHLC", told)
        # A price of now may be that of a bar to come, and so may a line: few are, and no row of
        # them. Prices to come stand there at most by chance.
        said = set(re.findall(r"\d+\.\d\d\b", told))
        now = {f"{value:.2f}" for value in _numbers_of_now(panel)}
        assert not said & (prices_to_come(panel.state.flight) - now), bars


def _numbers_of_now(panel: Panel) -> list[float]:
    return [abs(fact.value) for fact in panel.scene.facts if fact.value is not None]


@each_flight
def test_the_picture_ends_at_the_last_bar_that_is_over(number: int, product: ProductKind) -> None:
    panel = taken_off(number, product)
    bars = hidden_path(number).bars
    for over in (1, 5, 20):
        on(panel, over - panel.state.flight.bar)
        curves = [mark for mark in panel.picture.marks if isinstance(mark, Curve)]
        assert max(float(np.nanmax(mark.x)) for mark in curves) == over
        (price,) = (mark for mark in curves if mark.name == "price")
        assert price.y[-1] == bars[over - 1].close
        low, high = np.nanmin(price.y), np.nanmax(price.y)
        assert (low >= bars.low[:over].min(), high <= bars.high[:over].max()) == (True, True)


@each_flight
def test_the_axes_are_the_same_for_every_flight_until_the_price_has_left_them(
    number: int, product: ProductKind
) -> None:
    first, other = on(taken_off(number, product), 3), on(taken_off(12), 3)
    assert first.picture.plots == other.picture.plots


# ---- The cockpit ---------------------------------------------------------------------------------


@each_flight
def test_a_flight_is_legible_and_true_at_every_stage(number: int, product: ProductKind) -> None:
    panel = taken_off(number, product)
    panel.decide("Set stop", "plan")
    wrong = _faults(panel, "at the start")
    on(panel, 2).decide("Add funds", REASON)
    wrong += _faults(panel, "with funds on their way")
    on(panel, 6)
    if SIMULATOR.acts[3].enabled(panel.state):
        panel.decide("Close part", "fear")
    wrong += _faults(panel, "with a part closed")
    on(panel, 12)
    wrong += _faults(panel, "later")
    wrong += _faults(panel.decide("Land"), "landed")
    assert not wrong, "\n".join(wrong)


def _faults(panel: Panel, where: str) -> list[str]:
    values, scene = panel.values, panel.scene
    found = said_wrong(SIMULATOR, values, scene)
    for width in (390, 830):
        painted = painter_at(SIMULATOR, width).paint(panel.picture)
        found += picture_faults(SIMULATOR, values, scene, painted)
        found += against_words(painted, scene)
    return [f"{where}: {fault}" for fault in found]


def test_a_stop_is_set_moved_and_taken_back_and_funds_end_with_the_purse() -> None:
    panel = taken_off()
    panel.set(kind=StopKind.LOSS, away=5, amount=2_000)
    on(panel.decide("Set stop", "plan"), 1)
    assert panel.scene.value("stop set at") == 95
    panel.set(away=10)
    assert panel.scene.value("next stop at") == round(0.9 * hidden_path(9).bars[0].close, 2)
    on(panel.decide("Set stop", "fear"), 1)
    price = hidden_path(9).bars[0].close
    assert panel.scene.value("stop set at") == round(0.9 * price, 2)
    on(panel.decide("Cancel stop", REASON), 1)
    assert "stop set at" not in [fact.name for fact in panel.scene.facts]
    on(panel.decide("Add funds", REASON), 1)
    assert panel.scene.value("cash in the purse") == 500
    on(panel.decide("Add funds", REASON), 1)  # what is left, not the 2,000 that are asked for
    assert panel.scene.value("cash in the purse") == 0
    assert panel.scene.value("put up") == 5_000
    with pytest.raises(BadInput, match="'Add funds' cannot be pressed now: nothing is open, or"):
        panel.decide("Add funds", REASON)
    on(panel.decide("Close all", "fear"), 1)
    assert "nothing is open" in panel.scene.title
    with pytest.raises(BadInput, match="'Set stop' cannot be pressed now"):
        panel.decide("Set stop", "plan")


def test_play_stops_where_something_happens() -> None:
    pauses, panel = SIMULATOR.clock.pauses, taken_off()
    assert not pauses(on(panel, 1).state)
    panel.decide("Add funds", REASON)
    assert pauses(on(panel, 1).state)
    assert not pauses(on(panel, 1).state)
    assert pauses(panel.decide("Land").state)


def test_another_number_is_another_flight_and_the_first_one_waits() -> None:
    panel = on(taken_off(), 7)
    assert panel.set(number=10).state.flight.bar == 0
    assert panel.set(number=9).state.flight.bar == 7
    assert panel.set(plan=WrittenPlan.NONE).state.flight.bar == 0


# ---- The debrief ---------------------------------------------------------------------------------


def test_my_run_stands_beside_the_five_rules_and_adds_up_with_its_decisions() -> None:
    panel = taken_off()
    panel.set(kind=StopKind.LOSS, away=5)
    on(panel.decide("Set stop", "plan"), 91)
    on(panel.decide("Cancel stop", REASON), 1)
    panel.set(amount=1_000).decide("Add funds", REASON)
    scene = panel.decide("Land").scene
    rows = [row[0] for row in scene.table.rows]
    assert rows == ["my run", "do nothing", "stop at the call", "half the size", "top up at calls",
                    "the plan", "without 2"]  # fmt: skip
    # Worked by hand in the key of the prediction; the fall to 33.287 takes 6,671.33 and fees.
    assert scene.value(f"my run: {END}") == pytest.approx(-1_742.15, abs=0.005)
    assert scene.value(f"without 2: {END}") == pytest.approx(4_395.04, abs=0.005)
    assert scene.fact("2. decision").text == (
        "stop taken back, bar 91, it will come back: cost 6,137.18 USD"
    )
    drawn = painter_at(SIMULATOR, 830).paint(panel.picture).read_back()
    assert {name for name in drawn if name.endswith(END)} == {f"{row}: {END}" for row in rows}


def test_over_several_flights_it_counts_how_often_certain_was_right() -> None:
    panel = Panel(SIMULATOR)
    for number, said in ((9, "yes, certain"), (34, "yes, certain"), (10, "guessing")):
        panel.set(number=number).decide("Take off", said).decide("Land")
    # 9 ends in a debt, 34 gains: of two certain ones, one came home.
    panel.set(number=34)
    assert "You were certain 2 times and right once." in panel.scene.sentence
    assert panel.scene.fact("guessing, in all flights here").text == (
        "You were guessing once and right once."
    )


# ---- Files ---------------------------------------------------------------------------------------


def test_a_saved_flight_goes_on_where_it_was_left_and_gives_the_same_file() -> None:
    panel = on(taken_off(), 5)
    (download,) = SIMULATOR.downloads
    text = download.content(panel.state)
    assert text == saved(loaded(text))
    other = Panel(SIMULATOR)
    other.set(files=(UploadedFile("flight.json", text.encode()),))
    assert other.state.flight == panel.state.flight
    told = other.decide("Land").scene.text
    assert LOADED in told, "the number of the panel says nothing now"
    assert told.replace(f" {LOADED}", "") == panel.decide("Land").scene.text


def test_a_file_that_is_no_flight_is_named() -> None:
    panel = Panel(SIMULATOR)
    for content, why in ((b"\xff\xfe", "the file is no text"), (b"[]", "is no flight")):
        with pytest.raises(BadInput, match=f"^odd.json: .*{why}"):
            panel.set(files=(UploadedFile("odd.json", content),))


def test_a_saved_flight_names_no_price_of_its_market() -> None:
    kept = json.loads(saved(on(taken_off(), 40).state.flight))
    numbers = {value for value in _leaves(kept) if isinstance(value, float)}
    assert len(saved(on(taken_off(), 40).state.flight)) < 2_000
    assert numbers <= {100.0, 5.0, 2_500.0, 95.0}


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for one in value.values() for leaf in _leaves(one)]
    if isinstance(value, list):
        return [leaf for one in value for leaf in _leaves(one)]
    return [value]


# ---- Tables --------------------------------------------------------------------------------------


def test_a_class_is_one_table_and_a_damaged_file_is_named() -> None:
    table = LESSON.table("class")
    assert [row[:2] for row in table.rows[:3]] == [
        ("noor", "4,722 USD"), ("lee", "4,395 USD"), ("mara", "-1,742 USD"),
    ]  # fmt: skip
    assert table.notes[0] == "2 of 3 did better than doing nothing."
    assert "sam" in table.notes[1]


def test_a_class_is_read_from_a_folder(tmp_path: Any) -> None:
    (tmp_path / "ann.json").write_text(saved(SampleFlight.ADA.flight), encoding="utf-8")
    table = LESSON.table("class", files=tmp_path)
    assert table.rows[0][:2] == ("ann", "1,078 USD")
    assert table.caption == "Flight 3: GameStop, 27 January to 2 February 2021"


def test_the_rules_are_counted_over_many_flights() -> None:
    table = LESSON.table("rules over many flights", flights=6)
    counts = np.array([[int(cell) for cell in row[1:5]] for row in table.rows])
    assert (counts.sum(axis=1) == 6).all()
    # Doing nothing in the flights 1 to 6: sold, sold, sold, home, home, less.
    assert table.rows[0][1:5] == ("2", "1", "3", "0")


def test_what_the_lesson_says_of_many_flights_is_so() -> None:
    rows = {row[0]: [int(cell) for cell in row[1:]]
            for row in LESSON.table("rules over many flights").rows}  # fmt: skip
    home = {name: counts[0] for name, counts in rows.items()}
    gained = {name: counts[-1] for name, counts in rows.items()}
    by_home, by_gain = sorted(home, key=home.get), sorted(gained, key=gained.get)
    assert (by_home[0], by_home[-1]) == ("stop at the call", "half the size")
    assert set(by_gain[-2:]) == {"half the size", "stop at the call"}
    shares = [gained[name] / gained["do nothing"] for name in by_gain[-2:]]
    assert gained["do nothing"] < 0
    assert 0.5 < min(shares) <= max(shares) < 0.6
