"""The teaching guide by hand: its section on the flight simulator."""

from __future__ import annotations

ASKED_ON_FLIGHTS = {
    "10": (
        "Mara's stop had waited for 91 bars. Why did she take it back? (It was about to be hit",
        "Ada's first top-up cost 1,483 USD ~ cost twice as much? (No: it took both",
        "came home, with a small gain. Was he right? (The plan would have brought him 8,938 USD",
        "Count both, and write the two numbers on the board",
        '4,750 USD counts the fall on the own money, 2,500 USD is "a stop that is hit takes all '
        'there is", and 5,000 USD is "a stop costs nothing". The second case is Ada: 4,242 USD; '
        'there 4,560 USD counts the rise on the own money, and 5,300 USD is "a short earns',
        "The numbers 9, 3 and 34 are theirs: let nobody fly them",
    ),
}

SHOWS_ON_FLIGHTS = {
    "10": {
        "I will always be warned": "a courtesy is taken for a right",
        "a stop caps my loss": "trigger and fill are one event",
        "I would have acted in time": "remembered as a film, with time to press",
        "one saw it coming": "the end is known, and so everything points to it",
        "it will come back": "a hope is counted as money",
        "a top-up ends the danger": "thought of as gone, not as lower",
        "overconfidence": "a feeling is taken for a frequency",
        "certainty cannot be counted": "nobody ever counted",
        "a good end is a good decision": "what came is taken for what was known",
        "only a rule can be right": "a rule is taken for a promise",
        "the sign turned round": "which of the two flights ends lower",
        "what is left is what counts": "what was added is forgotten",
        "all of the loss is its cost": "the loss without it is not taken off",
        "certain means always": "nobody flies as sure as that",
    },
}
