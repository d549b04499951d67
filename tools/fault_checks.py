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
OF_FILES = {
    "progress": ("tests/panels/test_progress_card.py", "tests/panels/test_progress.py"),
    "progress_exchange": ("tests/panels/test_progress_card.py",),
    "progress_record": ("tests/panels/test_combined.py",),
    "progress_card": ("tests/panels/test_progress_card.py", "tests/notebooks/test_told_words.py"),
    "page_files": ("tests/web/test_page_files.py",),
    **dict.fromkeys(
        ("counted", "handed", "class_files", "class_state", "class_views"),
        ("tests/class_room/test_counted.py", "tests/class_room/test_class_pictures.py",
         "tests/class_room/test_class_files.py"),
    ),
    **dict.fromkeys(
        ("prose", "lesson_page", "front_page", "course_map", "frame", "stored"),
        ("tests/web/test_prose_html.py", "tests/web/test_front_page.py",
         "tests/web/test_lesson_page.py", "tests/web/test_every_page.py"),
    ),
    "laying": ("tests/web/test_laying.py",),
    "server": ("tests/web/test_server.py",),
    "jupyterhub_config": ("tests/test_classroom.py",),
    "get_pyodide": ("tests/tools/test_build_site.py",),
    "build_site": ("tests/tools/test_build_site.py",),
    "site_packages": ("tests/tools/test_build_site.py", "tests/web/test_wheel.py"),
    "answers": ("tests/notebooks/test_answers.py",),
    "write_answers": ("tests/notebooks/test_answers.py",),
    "installer": ("tests/test_setup_venv.py",),
    "move_lock": ("tests/test_lock.py",),
    "course": ("tests/browser/test_still_pages.py",),
    **dict.fromkeys(("page", "host", "stored_files"), ("tests/browser/test_page.py",)),
}  # fmt: skip
"""What sees a fault beside the lessons, by the name of its file."""
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
