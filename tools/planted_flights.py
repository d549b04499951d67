"""Faults to plant in the flight simulator: in its scenes, its pictures and its texts.

Every old text stands exactly once in its file, as in planted_prose.py.
"""

from __future__ import annotations

from planted_prose import Fault

SCENES, LESSONS = "margin_lessons/scenes", "margin_lessons/lessons"

IN_FLIGHTS = (
    Fault("words", "what is owed is called what is left", f"{SCENES}/debrief_runs.py",
          (("nothing is left, and {end} is owed beyond it",
           "nothing is owed, and {end} is left beyond it"),)),
    Fault("words", "a stop is taken back where it is set", f"{SCENES}/decision_words.py",
          (('return f"{act.name} taken back"',
           'return f"{act.name} set"'),)),
    Fault("scenario", "Mara adds before she takes her stop back", f"{SCENES}/sample_flights.py",
          (("(91, Cancel(91, STOP), Reason.BACK)",
           "(92, Cancel(92, STOP), Reason.BACK)"),)),
    Fault("mission", "the cheapest decision meets the mission", f"{SCENES}/sample_flights.py",
          (("state.left_out_cost == max(costs)",
           "state.left_out_cost == min(costs)"),)),
    Fault("picture", "the bars of two rules change names", f"{SCENES}/debrief_runs.py",
          (('StandingRule.STOP.value: "stop at the call"',
           'StandingRule.STOP.value: "THE OTHER"'),
           ('StandingRule.HALF.value: "half the size"',
           'StandingRule.HALF.value: "stop at the call"'),
           ('"THE OTHER"', '"half the size"'))),
    Fault("picture", "the whole flight is drawn from its first bar", "margin_lessons/figures/"
          "cockpit.py",
          (("flown_price(seen.prices)",
           "flown_price(hidden_path(seen.number).bars)"),
           ("import MOST_BARS", "import MOST_BARS, hidden_path"))),
    Fault("answer", "the floor of the second line is left out",
          f"{LESSONS}/flight_simulator_tasks.py",
          (("answer=lambda: liquidated_at(OWN + ADDED)",
           "answer=lambda: liquidated_at(OWN)"),)),
    Fault("right option", "whoever made money decided well",
          f"{LESSONS}/flight_simulator_questions.py",
          (('Option("One end does not show it"', 'Option("THE OTHER"'),
           ('Option("Yes, it made money"', 'Option("One end does not show it"'),
           ('Option("THE OTHER"', 'Option("Yes, it made money"'))),
    Fault("prose", "what the top-up cost is what was left", "notebooks/10_flight_simulator.ipynb",
          (("It cost 5,321 USD", "It cost 3,579 USD"),)),
    Fault("prose", "the exchange cannot sell early", "notebooks/10_flight_simulator.ipynb",
          (("The exchange may sell early, or late",
           "The exchange may not sell early, or late"),)),
)  # fmt: skip
