"""Faults to plant in questions, exercises, panels and their words, as tired authors write them.

Every old text stands exactly once in its file, or the script says so and stops: a list that no
longer fits is no check.
"""

from __future__ import annotations

from planted_prose import Fault

LESSONS = "margin_lessons/lessons"


def task(module: str, kind: str, what: str, *edits: tuple[str, str]) -> Fault:
    """Return a fault in the module of a lesson."""
    return Fault(kind, what, f"{LESSONS}/{module}.py", edits)


QUIZ = (
    task("margin_calls_tasks", "right option", "the mirror's right answer is the long",
         ('"The short\'s",', '"THE OTHER",'), ('"The long\'s",', '"The short\'s",'),
         ('"THE OTHER",', '"The long\'s",')),
    task("start_here_tasks", "right option", "a wrong option is marked right",
         ('Option("500 USD", "10% of the position', 'Option("100 USD", "10% of the position'),
         ('                "100 USD",\n', '                "500 USD",\n')),
    task("liquidation_tasks", "right option", "the one at 10x is closed first",
         ('"The one at 2x",', '"THE OTHER",'), ('"The one at 10x",', '"The one at 2x",'),
         ('"THE OTHER",', '"The one at 10x",')),
    task("margin_calls_tasks", "messages", "two explanations of a question are swapped",
         ("the notice is a courtesy: the exchange says itself that it is not guaranteed.", "SWAP"),
         ("at 40% it is certain; between 80% and 40% it is the exchange's choice.",
          "the notice is a courtesy: the exchange says itself that it is not guaranteed."),
         ("SWAP", "at 40% it is certain; between 80% and 40% it is the exchange's choice.")),
    task("gaps_tasks", "messages", "two misconceptions are swapped",
         ('"collateral in BTC is neutral",\n            ),', '"SWAP",\n            ),'),
         ('"waiting undoes a liquidation",', '"collateral in BTC is neutral",'),
         ('"SWAP",', '"waiting undoes a liquidation",')),
    task("margin_tasks", "numbers of a question", "a question starts from another loss",
         ("closed at a loss of 4,000 USD", "closed at a loss of 5,000 USD")),
    task("start_here_tasks", "numbers of a question", "an explanation says 0.4%",
         ("0.04% of 10,000 USD: small", "0.4% of 10,000 USD: small")),
    task("liquidation_tasks", "numbers of a question", "an option is a level off",
         ('Option("3,200 USD", "The call', 'Option("3,600 USD", "The call')),
)  # fmt: skip

EXERCISES = (
    task("gaps_tasks", "tolerance", "an exercise takes 15% to either side",
         ("        tolerance=0.01,\n", "        tolerance=0.15,\n")),
    task("liquidation_tasks", "tolerance", "a tolerance of 5% takes a neighbour",
         ("        tolerance=0.02,\n", "        tolerance=0.05,\n")),
    task("margin_calls_tasks", "hint", "a hint names a wrong share",
         ("Do the call price again, with 40% in", "Do the call price again, with 60% in")),
    task("liquidation_tasks", "hint", "a hint divides the wrong way round",
         ('"1 - 90 / 94 = ..."', '"1 - 94 / 90 = ..."')),
    task("margin_tasks", "hint", "a hint adds what has to be taken off",
         ("free margin = equity - used margin.", "free margin = equity + used margin.")),
    task("gaps_tasks", "messages", "two wrong answers' messages are swapped",
         ("that is the worst fill; the first half was sold higher.", "SWAP"),
         ("only a quarter of your order is wanted at the best bid.",
          "that is the worst fill; the first half was sold higher."),
         ("SWAP", "only a quarter of your order is wanted at the best bid.")),
    task("start_here_tasks", "wrong answer", "a named wrong answer is another number",
         ("WrongAnswer(949,", "WrongAnswer(959,")),
    task("margin_tasks", "wrong answer", "a named wrong answer has another's idea",
         ('WrongAnswer(800, "the margin is spent"', 'WrongAnswer(800, "everything is gone"')),
    task("liquidation_tasks", "answer", "an exercise asks at one setting and answers at another",
         ("_full(3).move", "_full(5).move")),
    task("start_here_tasks", "answer", "a task asks for another leverage",
         ("You are long at 4x. By how many", "You are long at 5x. By how many")),
    task("margin_calls_tasks", "praise", "a praise tells another sum",
         ("That is 20% of a used margin of 9,000", "That is 80% of a used margin of 9,000")),
)  # fmt: skip

PANELS = (
    task("margin", "scenario", "a scenario called a debt leaves money",
         ('Scenario("A debt", {"move": -40})', 'Scenario("A debt", {"move": -30})')),
    task("margin", "scenario", "a refused order is taken",
         ('Scenario("Refused", {"leverage": 2})', 'Scenario("Refused", {"leverage": 3})')),
    task("start_here", "scenario", "without leverage has some",
         ('"Without leverage", {**STORY, "leverage": 1.0}',
          '"Without leverage", {**STORY, "leverage": 2.0}')),
    task("liquidation", "scenario", "full size is the same size",
         ('"Full size, 10x", {"leverage": 10, "size": Size.FULL}',
          '"Full size, 10x", {"leverage": 10, "size": Size.FIXED}')),
    task("gaps", "scenario", "the article's gap is another one",
         ('"The article\'s gap", {"gap": 7_000}', '"The article\'s gap", {"gap": 5_000}')),
    task("margin_calls", "scenario", "at the call is above it",
         ('Scenario("At the call", {**STORY, "price": 13_200.0})',
          'Scenario("At the call", {**STORY, "price": 13_600.0})')),
    task("gaps", "mission", "a mission is met at two settings",
         ("s.timeline.rules.delay_minutes == 9", "s.timeline.rules.delay_minutes in (8, 9)")),
    task("liquidation", "mission", "a mission is met at three settings",
         ("s.chosen.leverage == 4,", "s.chosen.leverage in (2, 3, 4),")),
    task("liquidation", "mission", "a mission forgets the days that it names",
         (" and state.asked == 90", "")),
    task("margin_calls", "mission", "a mission cannot be met",
         ("14_600 <= call.price < 15_000", "14_900 <= call.price < 15_000")),
    task("gaps", "mission", "a mission's text asks for 3%, its check for 2%",
         ("is at most 2% below the", "is at most 3% below the")),
    task("liquidation", "mission", "a mission praises the wrong neighbour",
         ("One step further, at 5x, a jump", "One step further, at 6x, a jump")),
    task("margin_calls", "label", "two controls have each other's names",
         ('"funds you add"', '"SWAP"'), ('"part you close"', '"funds you add"'),
         ('"SWAP"', '"part you close"')),
    task("liquidation", "label", "two choices have each other's words",
         ('(("just enough", Extent.JUST_ENOUGH), ("everything", Extent.ALL))',
          '(("just enough", Extent.ALL), ("everything", Extent.JUST_ENOUGH))')),
    task("gaps", "prediction", "a prediction asks at another pace",
         ("keeps falling by 2% a minute", "keeps falling by 3% a minute")),
    task("start_here", "prediction", "a prediction's panel stands at another leverage",
         ('values={"coin": "XRP", "leverage": 10.0', 'values={"coin": "XRP", "leverage": 5.0')),
)  # fmt: skip

DEBTS = (
    task("negative_balances_questions", "right option", "the article's claim is marked right",
         ('"The article says no; the terms of December 2024 say 18% a year",', '"THE OTHER",'),
         ('"No, as the article says",',
          '"The article says no; the terms of December 2024 say 18% a year",'),
         ('"THE OTHER",', '"No, as the article says",')),
    task("negative_balances_questions", "numbers of a question", "a favour of 50 USD for 20",
         ("usually under 20 USD, at", "usually under 50 USD, at")),
    task("negative_balances", "scenario", "a favour is none",
         ('"rules": Charged.CLAIMED, "protection": True}', '"rules": Charged.CLAIMED}')),
    task("negative_balances_tasks", "wrong answer", "two fees are swapped in a message",
         ("2.5% is the fee for BTC and ETH; other coins cost 5%.",
          "5% is the fee for BTC and ETH; other coins cost 2.5%.")),
    task("stop_losses", "scenario", "a forgotten stop called a debt earns",
         ('Scenario("A debt", {"path": "a dip, then a gap up"})',
          'Scenario("A debt", {"path": "a slow fall"})')),
    task("stop_losses", "mission", "a mission is met a step too early",
         ("TIGHTEST = 14.5", "TIGHTEST = 14.0")),
    task("stop_losses_questions", "messages", "two explanations of a stop-limit are swapped",
         ("a limit is the worst price you accept, not one that somebody pays.", "SWAP"),
         ("that is the stop-loss; this one keeps its limit.",
          "a limit is the worst price you accept, not one that somebody pays."),
         ("SWAP", "that is the stop-loss; this one keeps its limit.")),
)  # fmt: skip

RISK = (
    task("size_and_buffer", "scenario", "three times the money is twice",
         ('"3x, a crash month", {"size": 3,', '"3x, a crash month", {"size": 2,')),
    task("size_and_buffer", "mission", "a mission forgets the fees that it names",
         ("        and (now.fees, now.venue, now.leverage) == (True, KRAKEN_SPOT, LEVERAGE)\n"
          "        and state.multiple", "        and state.multiple")),
    task("size_and_buffer_tasks", "hint", "a hint has another power",
         ("chance = 1 - (1 - 0.06)^12.", "chance = 1 - (1 - 0.06)^11.")),
    task("size_and_buffer_tasks", "wrong answer", "a chance and its opposite are swapped",
         ('"that is the chance to get through all of them."',
          '"that is the chance to fail in one of them."')),
    Fault("words", "a share of the liquidated is one of all accounts",
          "margin_lessons/scenes/risk_words.py",
          (("(risk.at_once.count / liquidated)", "(risk.at_once.count / risk.accounts)"),)),
)  # fmt: skip

VENUE = (
    Fault("fee", "the rollover of a long is that of a short", "margin_lessons/venue.py",
          (("rollover_long=0.00025", "rollover_long=0.00010"),)),
    Fault("fee", "a conversion costs 2.5% for 1.5%", "margin_lessons/venue.py",
          (("conversion_cash=0.015", "conversion_cash=0.025"),)),
    Fault("level", "the call is at 75%", "margin_lessons/venue_rules.py",
          (("call_level: float = 0.8", "call_level: float = 0.75"),)),
)  # fmt: skip

FIGURES = (
    Fault("words", "two lines of the gauge have each other's names",
          "margin_lessons/scenes/gauge.py",
          (('("call", "margin call")', '("call", "SWAP")'),
           ('("liquidation", "liquidation")', '("liquidation", "margin call")'),
           ('("call", "SWAP")', '("call", "liquidation")'))),
    Fault("words", "a rise is called a fall", "margin_lessons/scenes/account_ledger.py",
          (('way = "fall" if state.move < 0 else "rise"',
            'way = "rise" if state.move < 0 else "fall"'),)),
    Fault("words", "a debt is told as what is left", "margin_lessons/scenes/gap.py",
          (('left = "debt" if equity <= -DOLLAR', 'left = "debt" if equity >= DOLLAR'),)),
    Fault("words", "may becomes must in an order of closing",
          "margin_lessons/scenes/closing_order.py",
          (('takes = "takes" if certain else "may take"',
            'takes = "may take" if certain else "takes"'),)),
    Fault("words", "a level with two digits is cut to one", "margin_lessons/scenes/book_walk.py",
          (("words.percent(slippage, 2) if", "words.percent(slippage) if"),)),
)  # fmt: skip

IN_TASKS = (*QUIZ, *EXERCISES, *PANELS, *DEBTS, *RISK, *VENUE, *FIGURES)
