"""Lesson 10: can I bring this account home?"""

from __future__ import annotations

from margin_lessons.figures.cockpit import picture as picture_of_cockpit
from margin_lessons.flight.hidden_path import MOST_NUMBER
from margin_lessons.lessons.flight_simulator_questions import QUESTIONS
from margin_lessons.lessons.flight_simulator_tasks import EXERCISES
from margin_lessons.lessons.lesson import Lesson
from margin_lessons.own_position import ProductKind
from margin_lessons.panels.controls import Choice, Number
from margin_lessons.panels.model import Act, PanelModel, PlayClock
from margin_lessons.scenes import cockpit, flight_acts
from margin_lessons.scenes.flown_state import StopKind, WrittenPlan

SIMULATOR = PanelModel(
    name="simulator",
    controls=(
        Number("number", "flight number", 0, MOST_NUMBER, 1, 12, whole=True, slider=False),
        Choice("product", "product", tuple((kind.value, kind) for kind in
               (ProductKind.SPOT_MARGIN, ProductKind.LINEAR)), ProductKind.SPOT_MARGIN),
        Choice.of("plan", "plan before the start", WrittenPlan.NONE),
        Number("amount", "funds to add", 100, 3_000, 100, 500, unit="USD"),
        Number("share", "part to close", 10, 90, 10, 50, unit="%", scale=0.01),
        Choice.of("kind", "stop", StopKind.LOSS),
        Number("away", "stop, away from the price", 1, 30, 1, 5, unit="%", scale=0.01),
    ),
    more=("product", "kind"),
    compute=cockpit.cockpit_state,
    scene=cockpit.scene,
    picture=picture_of_cockpit,
    acts=(
        Act("Take off", flight_acts.begin_flight, tuple(flight_acts.FORECASTS),
            flight_acts.on_the_ground, "this flight is in the air already", "t"),
        Act("Next bar", flight_acts.next_bar, (), flight_acts.in_flight,
            "take off first", "n"),
        Act("Add funds", flight_acts.add_funds, flight_acts.REASONS, flight_acts.can_pay,
            "nothing is open, or the purse is empty", "a"),
        Act("Close a part", flight_acts.close_part, flight_acts.REASONS, flight_acts.can_decide,
            "nothing is open", "c"),
        Act("Close all", flight_acts.close_all, flight_acts.REASONS, flight_acts.can_decide,
            "nothing is open", "x"),
        Act("Set the stop", flight_acts.set_stop, flight_acts.REASONS, flight_acts.can_decide,
            "nothing is open", "s"),
        Act("Take the stop back", flight_acts.cancel_stop, flight_acts.REASONS,
            flight_acts.can_cancel, "no stop waits", "b"),
        Act("To the end", flight_acts.to_the_end, (), flight_acts.in_flight,
            "take off first", "e"),
    ),
    clock=PlayClock(act="Next bar", seconds=1.0, pauses=cockpit.has_news),
)  # fmt: skip

LESSON = Lesson(
    name="10_flight_simulator",
    title="Flight simulator",
    panels=(SIMULATOR,),
    questions=QUESTIONS,
    exercises=EXERCISES,
)
