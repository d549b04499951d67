"""A class of three, small enough to be counted by hand."""

from __future__ import annotations

import json
from typing import Any

from margin_lessons.panels.uploads import UploadedFile

TASKS = {
    "01": {
        "predictions": ("call",),
        "missions": ("size",),
        "quiz": ("recall", "lever"),
        "exercises": ("loss",),
    },
    "02": {"predictions": ("gap",), "missions": (), "quiz": ("why",), "exercises": ()},
}
"""Two lessons: four tasks beside the prediction in the first, one in the second."""


def said(value: float, outcome: float, sure: str, close: bool, idea: str = "") -> dict[str, Any]:
    return {
        "value": value,
        "outcome": outcome,
        "confidence": sure,
        "close": close,
        "misconception": idea,
    }


def tried(tries: int, passed: bool, *ideas: str) -> dict[str, Any]:
    return {"tries": tries, "passed": passed, "misconceptions": list(ideas)}


CLASS: dict[str, dict[str, Any]] = {
    # Ann was certain and 50% off, then 2% off; she met the mission, and took two tries for "lever".
    "ann": {
        "01": {
            "predictions": {"call": said(150, 100, "certain", False, "the call is the end")},
            "second cases": {"call": said(98, 100, "certain", True)},
            "missions": {"size": {"passed": True}},
            "quiz": {
                "recall": tried(1, True),
                "lever": tried(2, True, "leverage is a loan"),
            },
            "exercises": {"loss": tried(1, True)},
        },
    },
    # Ben guessed and was 10% off, then 30% off; in lesson 02 he gave a first answer alone.
    "ben": {
        "01": {
            "predictions": {"call": said(90, 100, "guessing", False)},
            "second cases": {"call": said(130, 100, "fairly sure", False, "the call is the end")},
            "quiz": {"recall": tried(3, False, "leverage is a loan", "the margin is spent")},
        },
        "02": {"predictions": {"gap": said(20, 20, "certain", True)}},
    },
    # Cleo answered only the first prediction of lesson 01, and the one question of lesson 02.
    "cleo": {
        "01": {"predictions": {"call": said(100, 100, "guessing", True)}},
        "02": {"quiz": {"why": tried(1, True)}, "missions": {"unheard of": {"passed": True}}},
    },
}


def content(name: str) -> bytes:
    """Return the progress file of one of the three."""
    return json.dumps({"format": 1, "lessons": CLASS[name]}).encode()


def files() -> tuple[UploadedFile, ...]:
    """Return the files of all three."""
    return tuple(UploadedFile(f"{name}.json", content(name)) for name in CLASS)
