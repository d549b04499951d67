"""What the panels on flights say, at settings worked out by hand."""

from __future__ import annotations

from lessons.keys.form import Says

OF_FLIGHTS: dict[tuple[str, str], tuple[Says, ...]] = {
    ("10", "debrief"): (
        # Sold at 33.287: 6,671.33 is lost of 5,000, and 13.31 and 57.50 of fees.
        Says(
            "Mara",
            "Of 5,000 USD nothing is left, and 1,742 USD is owed beyond it",
            "It was ETH on Kraken, 7 May 2017. Doing nothing: 3,579 USD left. (2) "
            "stop taken back, “it will come back”: cost 6,137.18 USD",
            ("own money at the start: 5,000 USD", "sold by the exchange at: 33.287 USD",
             "the plan: own money at the end: 4,395 USD",
             "without 2: own money at the end: 4,395 USD",
             "1. decision: stop-loss set at 95 USD, bar 0, plan: changed nothing"),
        ),
        Says(
            "Jon",
            "Brought home: 6,380 USD became 6,407 USD",
            'It was a path of the model "ordinary year". Doing nothing: 8,938 USD left. (3) all '
            "closed, “fear”: cost 1,291.14 USD. (2) 50% closed, “fear”: saved 52.02 USD",
            ("the plan: own money at the end: 8,938 USD",
             "half the size: own money at the end: 7,659 USD"),
        ),
    ),
    ("10", "simulator"): (
        Says(
            "Spot margin",
            "At stake: 1,400 USD in the account, 1,400 USD in the purse",
            "A short for 10,000 USD is open at 100 USD, at 10x. Write a plan if you like, then "
            "press Take off and say whether you will bring it home",
            ("position: short for 10,000 USD, at 10x", "put up: 1,400 USD",
             "cash in the purse: 1,400 USD", "free margin: 400 USD", "bars over: 0",
             "said before the start: nothing yet", "on its way: nothing"),
        ),
    ),
}  # fmt: skip
