"""Lesson 11: what about my own position?

Figures: the fees of the venue's page of 10 February 2026; the worst bars and the markets of lessons
07 and 09. Paula and every sample export are invented. What a learner types or drops stays here.
"""

from __future__ import annotations

from margin_lessons import words
from margin_lessons.lessons.lesson import Lesson
from margin_lessons.lessons.own_account_numbers import numbers
from margin_lessons.lessons.own_account_panels import DOCTOR, LATER, READER, RULE
from margin_lessons.lessons.own_account_questions import QUESTIONS
from margin_lessons.lessons.own_account_tasks import EXERCISES
from margin_lessons.lessons.own_files import what_happened
from margin_lessons.panels.prediction import Prediction, SecondCase
from margin_lessons.panels.verdict import WrongAnswer

SIXTY_DAYS = Prediction(
    name="sixty days",
    question="The price is 56,000 USD, and the slip says 44,800 USD: a fall of 20%. Each of the "
    "360 rows took 7.50 USD, and one more did when she bought. How far may the price fall from "
    "56,000 USD before she is liquidated, in %? (A fall is negative.)",
    unit="%",
    panel="position doctor",
    lowest=-100,
    highest=100,
    why="a price falls by 100% at most",
    outcome=lambda s: s.away("liquidation"),
    values=LATER,
    show=lambda move: words.percent(move, signed=True),
    scale=0.01,
    wrong=(
        WrongAnswer(-20, "my liquidation price is fixed",
                    "that is the line of the first day; 2,707.50 USD less stand behind it now."),
        WrongAnswer(-18.37, "rollover comes once a day",
                    "that is 60 charges; six come a day."),
        WrongAnswer(-15.17, "half a coin moves as a whole one",
                    "2,707.50 USD less move the line of half a coin by twice as much."),
        WrongAnswer(-29.67, "fees push the line away",
                    "fees take money, and a long with less money is sold higher up."),
        WrongAnswer(-18.90, "liquidation comes when nothing is left",
                    "at that fall all is gone; the exchange acts before."),
        WrongAnswer(-1.76, "the call and the liquidation are one line",
                    "that is the call, at 80%; the liquidation comes at 40%."),
    ),
    again=SecondCase(
        "On the same day she pays in 3,000 USD, and trades nothing. How far may the price fall "
        "from 56,000 USD now, in %?",
        {**LATER, "cash": LATER["cash"] + 3_000},
        (
            WrongAnswer(-10.33, "my liquidation price is fixed",
                        "the line belongs to the money, and there is more of it."),
            WrongAnswer(-15.69, "half a coin moves as a whole one",
                        "3,000 USD move the line of half a coin by 6,000 USD."),
            WrongAnswer(0.38, "the sign turned round",
                        "money that is paid in pushes the line of a long down."),
        ),
    ),
)  # fmt: skip

LESSON = Lesson(
    name="11_your_account",
    title="Your account",
    panels=(DOCTOR, READER, RULE),
    predictions=(SIXTY_DAYS,),
    questions=QUESTIONS,
    exercises=EXERCISES,
    numbers=numbers(),
    tables={"what happened": what_happened},
)
