"""Faults to plant in lesson 10: in what it tells, what it draws, and what a flight comes to.

Every old text stands exactly once in its file, as in planted_prose.py.
"""

from __future__ import annotations

from planted_pictures import described, drawn
from planted_prose import Fault

LESSON = "margin_lessons/lessons/flight_simulator"
NOTEBOOK = "notebooks/10_flight_simulator.ipynb"
RUNS, COCKPIT = (f"margin_lessons/scenes/{name}.py" for name in ("debrief_runs", "cockpit"))
TABLES = "margin_lessons/scenes/flight_tables.py"


def flown(module: str, what: str, *edits: tuple[str, str]) -> Fault:
    """Return a fault in what a flight comes to."""
    return Fault("computed", what, f"margin_lessons/flight/{module}.py", edits)


SCENES, LESSONS = "margin_lessons/scenes", "margin_lessons/lessons"

FIRST = (
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

TOLD = (
    Fault("words", "two rules over many flights change places", NOTEBOOK,
          (("The stop comes home least often, half the size most often.",
            "Half the size comes home least often, the stop most often."),)),
    Fault("words", "a cost is turned round", NOTEBOOK,
          (("What is left then, less what was left with it, is its cost.",
            "What was left with it, less what is left then, is its cost."),)),
    Fault("right option", "a cut that saved has cost", f"{LESSON}_questions.py",
          (('Option("It saved 300 USD"', 'Option("SWAP"'),
           ('Option("It cost 300 USD"', 'Option("It saved 300 USD"'),
           ('Option("SWAP"', 'Option("It cost 300 USD"'))),
    Fault("hint", "what may be lost is 1,200", f"{LESSON}_tasks.py",
          (("400 = 1,100 USD may be lost ...", "400 = 1,200 USD may be lost ..."),)),
    Fault("messages", "an order that came too late is told a bar later", COCKPIT,
          (("late = sum(one.bar == seen.bar - 1", "late = sum(one.bar == seen.bar - 2"),)),
    Fault("words", "what is on its way is not told", COCKPIT,
          (('parts += [f"On its way: {_sent(seen)}."] if seen.sent else []',
            'parts += [f"On its way: {_sent(seen)}."] if not seen.sent else []'),)),
    Fault("words", "the bar of the money stands on the other side of its outline", COCKPIT,
          (("'above' if equity > put_up else 'below'",
            "'below' if equity > put_up else 'above'"),)),
    Fault("words", "the debrief's two amounts change places", RUNS,
          (('return f"Of {start}, {end} came home"', 'return f"Of {end}, {start} came home"'),)),
    Fault("words", "the gain without a decision has its cost taken off", RUNS,
          (("words.made(mine.gain + found", "words.made(mine.gain - found"),)),
    Fault("words", "the longest bar is called the shortest", RUNS,
          (("for pick in (max, min))", "for pick in (min, max))"),)),
    Fault("words", "two columns of the rules change places", TABLES,
          (('"less", "sold", "debt"', '"less", "debt", "sold"'),)),
    Fault("words", "what was said before is turned round", TABLES,
          (("return f\"{'home' if forecast.home else 'not home'}",
            "return f\"{'not home' if forecast.home else 'home'}"),)),
    Fault("words", "a decision that saved is said to have cost",
          "margin_lessons/flight/debrief.py",
          (('return words.made(-self.cost, "saved"', 'return words.made(self.cost, "saved"'),)),
)  # fmt: skip

DRAWN = (
    drawn("cockpit", "two lines have each other's ink",
          ('"liquidation": "liquidation", "margin call": "call"',
           '"liquidation": "call", "margin call": "liquidation"')),
    drawn("cockpit", "the purse is as high as what was put up",
          ("yield part(1, purse,", "yield part(1, put_up,")),
    drawn("cockpit", "an event stands a bar late", ("bar.open else 0.5)", "bar.open else 1.5)")),
    drawn("cockpit", "the stop that waits is drawn where the next one would be",
          ('fact = scene.fact(f"{order.label} set at")', 'fact = scene.fact("next stop at")')),
    described("cockpit", "more funds are within reach than the purse holds",
              ("min(settings.amount, seen.purse)", "max(settings.amount, seen.purse)")),
    described("cockpit", "the low is told a bar early",
              ("in bar {seen.bars.index(low) + 1}", "in bar {seen.bars.index(low)}")),
    drawn("debrief_runs", "the names of the bars stand upside down",
          ("tuple((len(rows) - 1.0 - row, name)", "tuple((float(row), name)")),
    drawn("debrief_runs", "the sale is a bar late", ("or 0.0) - 0.5", "or 0.0) + 0.5")),
    drawn("debrief_runs", "decisions are counted from 0",
          ("for cost in found.costs), 1)", "for cost in found.costs), 0)")),
    drawn("debrief_runs", "the start is drawn where the own run ended",
          ('start = scene.fact("own money at the start")',
           'start = scene.fact(f"{rows[0]}: {END}")')),
    drawn("flight_axes", "the range of a bar is its body",
          ("(bars.low, bars.high, none)", "(bars.open, bars.close, none)")),
)  # fmt: skip

COMPUTED = (
    flown("decision", "what is decided is done a bar early",
          ("        return replace(act, at=bar)\n",
           "        return replace(act, at=max(0, bar - 1))\n")),
    flown("flight_log", "the purse is not reduced",
          ("return self.start.purse - sum(one.added for one in self.decisions)",
           "return self.start.purse")),
    flown("flight_run", "funds leave the purse a bar late",
          ("left[event.bar :] -=", "left[event.bar + 1 :] -=")),
    flown("standing_rules", "half the size is a quarter",
          ("start.volume / 2)", "start.volume / 4)")),
    flown("standing_rules", "half the size has half the money",
          ("start.leverage, start.cash, start.purse, start.volume / 2",
           "start.leverage, start.cash / 2, start.purse, start.volume / 2")),
    flown("standing_rules", "the stop waits at the liquidation",
          ("crossing(flown_account(start), SPOT_RULES.call_level)",
           "crossing(flown_account(start), SPOT_RULES.liquidation_level)")),
    flown("debrief", "what a decision cost has the other sign",
          ("without.money - mine.money)", "mine.money - without.money)")),
    flown("seen", "a call that is read late is known at once",
          ("one.bar + late > last)", "one.bar > last)")),
    flown("calibration", "who said home is right", ("+= log.forecast.home is home", "+= home")),
    Fault("computed", "the event is named in the cockpit", COCKPIT,
          (("hidden_path import START_PRICE", "hidden_path import START_PRICE, hidden_path"),
           ('Fact("flight", f"number {seen.number}")',
            'Fact("flight", f"number {seen.number}{_of(seen)}")'),
           ("def _stake(", "def _of(seen: Seen) -> str:\n"
            "    event = hidden_path(seen.number).event\n"
            '    return f", {event.key}" if event else ""\n\n\ndef _stake('))),
)  # fmt: skip

IN_FLIGHTS = (*FIRST, *TOLD, *DRAWN, *COMPUTED)
