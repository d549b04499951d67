"""What can see a fault, by where it is: the quick ones first, as the first failure ends a run."""

from __future__ import annotations

OF_TEXTS = (
    "tests/notebooks/test_bound_numbers.py",
    "tests/notebooks/test_formulas.py",
    "tests/notebooks/test_terms.py",
    "tests/notebooks/test_guide_key.py",
    "tests/notebooks/test_glossary_key.py",
    "tests/notebooks/test_teaching_guide.py",
    "tests/lessons/test_keys.py",
    "tests/notebooks/test_told_words.py",
)
"""What reads the notebooks and the documents; a path that is not there is left out."""
OF_MODULES = (
    "tests/lessons/test_keys.py",
    "tests/lessons/test_sentences.py",
    "tests/figures/test_words.py",
    "tests/domain/test_debt_said.py",
    "tests/domain/test_venue.py::test_krakens_published_figures",
    "tests/lessons/test_missions.py",
    "tests/notebooks/test_terms.py",
    "tests/notebooks/test_teaching_guide.py",
    "tests/notebooks/test_bound_numbers.py",
    "tests/notebooks/test_formulas.py",
    "tests/notebooks/test_told_words.py",
)
"""What holds the telling of the package; the quick ones first, as the first failure ends a run."""
OF_PICTURES = (
    "tests/lessons/test_price_path.py",
    "tests/lessons/test_pictures.py",
    "tests/lessons/test_events_in_pictures.py",
    "tests/lessons/test_cost_of_time.py",
    "tests/lessons/test_sweep.py",
    "tests/lessons/test_lessons.py",
)
"""What reads the picture of a panel back, after the tests of its lesson."""
OF_THE_PAINTER = (
    "tests/figures",
    "tests/lessons/test_margin_calls.py",
    "tests/lessons/test_pictures.py",
    "tests/lessons/test_events_in_pictures.py",
)
"""What sees a fault in what draws all pictures."""
OF_THE_PAGE = (
    "tests/panels/test_panel.py",
    "tests/panels/test_acting.py",
    "tests/panels/test_gate.py",
    "tests/panels/test_prediction.py",
    "tests/panels/test_table.py",
    "tests/panels/test_course.py",
    "tests/lessons/test_panels_live.py",
    "tests/lessons/test_lessons.py",
)
"""What sees a fault in what the page says of a panel."""
COMPUTED = {
    "flight": (
        "tests/flight/test_debrief.py",
        "tests/flight/test_deciding.py",
        "tests/lessons/test_flight_simulator.py",
        "tests/flight/test_nothing_leaks.py",
        "tests/flight/test_flights.py",
    ),
    "doctor": ("tests/domain/test_doctor.py", "tests/domain/test_doctor_odds.py"),
    "history": ("tests/history",),
    "lessons": ("tests/lessons/test_own_account.py",),
    "scenes": ("tests/lessons/test_flight_simulator.py", "tests/flight/test_nothing_leaks.py"),
}
"""What sees a fault in what is computed, by the folder that it is in."""
