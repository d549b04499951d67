"""Faults to plant in the lesson on one's own account: its words, its sums and its pictures.

Every old text stands exactly once in its file, as in planted_prose.py.
"""

from __future__ import annotations

from planted_pictures import described, drawn
from planted_prose import Fault

NOTEBOOK = "notebooks/11_your_account.ipynb"
LESSONS, SCENES = "margin_lessons/lessons", "margin_lessons/scenes"

IN_OWN = (
    Fault("prose", "the market moves the line of a long", NOTEBOOK,
          (("The market price is not in it.", "The market price is in it."),)),
    Fault("prose", "files are sent somewhere", NOTEBOOK,
          (("Nothing is sent anywhere.", "Something is sent elsewhere."),)),
    Fault("prose", "a rollover is ten times as dear", NOTEBOOK,
          (("A rollover is 0.025% of", "A rollover is 0.25% of"),)),
    Fault("right option", "nothing moves a line", f"{LESSONS}/own_account_questions.py",
          (('Option("Each fee that is taken"', 'Option("No fee that is taken"'),)),
    Fault("answer", "a half that is sold costs nothing", f"{LESSONS}/own_account_tasks.py",
          (("volume=0.25, price=NOW", "volume=0.25, price=60_000"),)),
    Fault("wrong answer", "the first day's call is another", f"{LESSONS}/own_account_tasks.py",
          (("WrongAnswer(49_600,", "WrongAnswer(49_000,"),)),
    Fault("scenario", "3,000 USD more are 3,000 less", f"{LESSONS}/own_account_panels.py",
          (('"cash": LATER["cash"] + 3_000})', '"cash": LATER["cash"] - 3_000})'),)),
    Fault("mission", "any size survives a half", f"{LESSONS}/own_account_panels.py",
          (("ends[1] > -0.5", "ends[1] < 0.5"),)),
    Fault("words", "a fall of one's own is a rise", f"{SCENES}/own_lines.py",
          (('way = "fall" if state.falling else "rise"',
            'way = "rise" if state.falling else "fall"'),)),
    Fault("words", "who owes does not", f"{SCENES}/own_debt.py",
          (("if not may_owe:", "if may_owe:"),)),
    Fault("words", "the nearest answer is the farthest", f"{SCENES}/own_answers.py",
          (("best = max(moves,", "best = min(moves,"),)),
    Fault("words", "rollovers are counted as trades", f"{SCENES}/history_costs.py",
          (("words.plural(len(read.trades), 'trade')",
            "words.plural(len(read.ledger), 'trade')"),)),
    described("own_odds", "the chance of another horizon is told",
              ("if one.days == state.days), None)", "if one.days != state.days), None)")),
    described("my_rule", "a stop waits where a long gains",
              ("return -self.rule.stop * self.rule.side.sign",
               "return self.rule.stop * self.rule.side.sign")),
    described("history_costs", "what was paid goes up",
              ("run.sums[-1] + float(one.amount)", "run.sums[-1] - float(one.amount)")),
    drawn("own_lines", "a debt begins at the sale",
          ("ChartBar(row, worst, nothing,", "ChartBar(row, worst, begins,")),
    drawn("own_answers", "a cushion begins where it ends",
          ("ChartBar(at, nothing, sold,", "ChartBar(at, sold, nothing,")),
    drawn("history_level", "the highest level is called the lowest",
          ("lowest = min(levels,", "lowest = max(levels,")),
    drawn("my_rule", "the stop has the ink of the call",
          ('INKS = {"my stop": "price"', 'INKS = {"my stop": "call"')),
    Fault("numbers of a question", "60 days have 60 rollovers",
          f"{LESSONS}/own_account_questions.py",
          (('Option("9%", "60 days have 360', 'Option("9%", "60 days have 60'),)),
)  # fmt: skip
