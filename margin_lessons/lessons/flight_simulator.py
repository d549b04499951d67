"""Lesson 10: can I bring this account home?"""

from __future__ import annotations

from margin_lessons.errors import BadInput
from margin_lessons.figures.cockpit import picture as picture_of_cockpit
from margin_lessons.figures.debrief_runs import picture as picture_of_debrief
from margin_lessons.flight import Flight, StandingRule, loaded, saved
from margin_lessons.flight.flight_file import LARGEST
from margin_lessons.flight.hidden_path import MOST_NUMBER
from margin_lessons.lessons.flight_simulator_numbers import numbers
from margin_lessons.lessons.flight_simulator_questions import QUESTIONS
from margin_lessons.lessons.flight_simulator_tasks import EXERCISES
from margin_lessons.lessons.lesson import Lesson
from margin_lessons.own_position import ProductKind
from margin_lessons.panels.controls import Choice, Number
from margin_lessons.panels.model import Act, Download, Mission, PanelModel, PlayClock, Scenario
from margin_lessons.panels.prediction import Prediction, SecondCase
from margin_lessons.panels.uploads import Progress, Upload, UploadedFile
from margin_lessons.panels.verdict import WrongAnswer
from margin_lessons.scenes import cockpit, debrief_runs, flight_acts, flight_tables, sample_flights
from margin_lessons.scenes.flown_state import FlownState, StopKind, WrittenPlan
from margin_lessons.scenes.gap import dollars
from margin_lessons.scenes.sample_flights import SampleFlight

MOST_FILES = 100
"""So many flights at once are read; a class is a table, and no panel."""


def flights_in(files: tuple[UploadedFile, ...], progress: Progress) -> tuple[Flight, ...]:
    """Return the flights in some files; ``BadInput`` names the one that is none."""
    found = []
    for at, file in enumerate(files):
        progress(at, len(files))
        try:
            found.append(loaded(file.content.decode("utf-8-sig")))
        except UnicodeDecodeError:
            raise BadInput(f"{file.name}: the file is no text, so it is no flight.") from None
        except BadInput as problem:
            raise BadInput(f"{file.name}: {problem}") from None
    return tuple(found)


DECIDING, IN_AIR = (
    "nothing is open that could be decided about",
    "nothing is in the air: choose a number and take off",
)
SIMULATOR = PanelModel(
    name="simulator",
    controls=(
        Number("number", "flight number", 0, MOST_NUMBER, 1, 12, whole=True, slider=False),
        Choice.of("plan", "plan before the start", WrittenPlan.NONE),
        Number("away", "stop, away from the price", 1, 30, 1, 5, unit="%", scale=0.01),
        Number("amount", "funds to add", 100, 3_000, 100, 500, unit="USD", slider=False),
        Number("share", "part to close", 10, 90, 10, 50, unit="%", scale=0.01, slider=False),
        Choice.of("kind", "kind of stop", StopKind.LOSS),
        Choice("product", "product", tuple((kind.value, kind) for kind in
               (ProductKind.SPOT_MARGIN, ProductKind.LINEAR)), ProductKind.SPOT_MARGIN),
        Upload("files", "saved flights", (".json",), MOST_FILES * LARGEST, flights_in,
               (UploadedFile("mara.json", saved(SampleFlight.MARA.flight).encode()),)),
    ),
    more=("amount", "share", "kind", "product", "files"),
    compute=cockpit.cockpit_state,
    scene=cockpit.scene,
    picture=picture_of_cockpit,
    scenarios=(
        Scenario("Spot margin", {}),
        Scenario("With a plan", {"plan": WrittenPlan.NEAR}),
        Scenario("A contract", {"product": ProductKind.LINEAR}),
    ),
    acts=(
        Act("Take off", flight_acts.begin_flight, tuple(flight_acts.FORECASTS),
            flight_acts.on_the_ground, "it has begun: another number is another flight", "t",
            "will you bring it home?"),
        Act("Next bar", flight_acts.fly_on, (), flight_acts.in_flight, IN_AIR, "n"),
        Act("Add funds", flight_acts.pay_in, flight_acts.REASONS, flight_acts.can_pay,
            "nothing is open, or the purse is empty", "a"),
        Act("Close part", flight_acts.close_share, flight_acts.REASONS, flight_acts.can_decide,
            DECIDING, "c"),
        Act("Close all", flight_acts.close_all, flight_acts.REASONS, flight_acts.can_decide,
            DECIDING, "x"),
        Act("Set stop", flight_acts.set_stop, flight_acts.REASONS, flight_acts.can_decide,
            DECIDING, "s"),
        Act("Cancel stop", flight_acts.cancel_stop, flight_acts.REASONS,
            flight_acts.can_cancel, "no stop waits", "b"),
        Act("Land", flight_acts.to_the_end, (), flight_acts.in_flight, IN_AIR, "l"),
    ),
    clock=PlayClock(act="Next bar", seconds=1.0, pauses=cockpit.has_news),
    downloads=(
        Download("flight", "Save this flight", "flight.json", lambda state: saved(state.flight),
                 "application/json"),
    ),
)  # fmt: skip


DEBRIEF = PanelModel(
    name="debrief",
    controls=(
        Choice.of("who", "whose flight", SampleFlight.JON),
        Choice("left_out", "decision left out", tuple(sample_flights.LEFT_OUT.items()), 0),
    ),
    compute=sample_flights.sample_state,
    scene=debrief_runs.scene,
    picture=picture_of_debrief,
    scenarios=(
        Scenario("Mara", {"who": SampleFlight.MARA}),
        Scenario("Ada", {"who": SampleFlight.ADA}),
        Scenario("Jon", {"who": SampleFlight.JON}),
    ),
    mission=Mission(
        "leave out one decision, in one of the three flights, so that most is won by it.",
        sample_flights.is_costliest_of_all,
        "One stop that was taken back cost more than all the money there was.",
    ),
)


def plan_end(state: FlownState) -> float:
    """Return the own money at the end of the plan that was written before the start, in USD."""
    run = state.debrief.rule(StandingRule.PLAN)
    assert run is not None  # each sample flight has a plan
    return run.money


KEPT_PLAN = Prediction(
    name="the plan kept",
    question="Mara has 5,000 USD: 2,500 in the account, 2,500 in her purse. She is long 100 coins "
    "at 100 USD. Her plan: a stop-loss at 95 USD, and nothing else. Two bars after she took the "
    "stop back, the price fell through 95 USD. How much of her 5,000 USD would be left at the end, "
    "had she kept to the plan?",
    unit="USD",
    panel="debrief",
    lowest=-20_000,
    highest=20_000,
    why="the position is 10,000 USD in size",
    outcome=plan_end,
    values={"who": SampleFlight.MARA},
    show=dollars,
    along="x",
    plot=1,
    wrong=(
        WrongAnswer(4_750, "the fall is counted on the own money",
                    "5% is lost of all she holds, 10,000 USD, and not of her own 5,000."),
        WrongAnswer(2_500, "a stop that is hit takes all there is",
                    "it sells 5% below the entry: that is what the position loses, and no more."),
        WrongAnswer(5_000, "a stop costs nothing",
                    "it sells at a loss: that is the price of being out before the fall."),
    ),
    whole=5_000,
    again=SecondCase(
        "Ada has 4,800 USD: half in the account, half in her purse. She is short 100 coins at 100 "
        "USD. Her plan: a stop-loss at 105 USD. The price rose through it. How much would be left "
        "at the end, had she kept to the plan?",
        {"who": SampleFlight.ADA},
        wrong=(
            WrongAnswer(4_560, "the fall is counted on the own money",
                        "5% is lost of all she sold, 10,000 USD, and not of her own 4,800."),
            WrongAnswer(5_300, "a short earns when the price rises",
                        "a short has to buy back, and dearer."),
        ),
        whole=4_800,
    ),
)  # fmt: skip

LESSON = Lesson(
    name="10_flight_simulator",
    title="Flight simulator",
    panels=(DEBRIEF, SIMULATOR),
    predictions=(KEPT_PLAN,),
    questions=QUESTIONS,
    exercises=EXERCISES,
    numbers=numbers(),
    tables=flight_tables.TABLES,
)
