"""Lesson 10 by hand, a second time. 30 coins at 100 USD on 1,000 USD are a long at 3x."""

from __future__ import annotations

from lessons.keys.form import Asked, Foretold, Worked
from lessons.keys.lesson_10_panels import PANELS

__all__ = ["EXERCISES", "PANELS", "PREDICTIONS", "QUESTIONS"]

QUESTIONS = {
    "recall warning": Asked(
        "From lesson 02: the level falls below 80%. Who has to warn you",
        ("Nobody has to", "may come late, or never. The account is yours to watch"),
        (
            ("The exchange, by a margin call", "I will always be warned",
             "its contract knows no duty to contact you"),
            ("The exchange, but only below 40%", "the warning comes with the sale",
             "it must sell, and it need not say so first"),
        ),
    ),
    "recall stop": Asked(
        "From lesson 06: your stop-loss waits at 90 USD. The last trade was at 95 USD, and the "
        "next one is at 84 USD",
        ("84 USD", "names where selling starts, not what it brings"),
        (
            ("90 USD", "a stop caps my loss", "nobody bought there: the price jumped over it"),
            ("Nothing: the stop is passed and gone", "a stop that is jumped over is lost",
             "it sells at the next price there is"),
        ),
    ),
    "in time": Asked(
        "“I sell when it gets bad.” Within one bar the price falls from 95 USD to 60 USD",
        ("After the fall", "you act at the next bar. Only an order that waits acts within one"),
        (
            ("On the way down, at about 80 USD", "I would have acted in time",
             "nobody presses a button within a bar; an order that waits would have"),
            ("Before it: one saw it coming", "one saw it coming",
             "by those who know the end. Look at what stood on the screen"),
        ),
    ),
    "back": Asked(
        "You added funds at each call, since “it will come back”. The price falls on",
        ("They put more money on the same bet", "The line went down, and more is lost"),
        (
            ("They made the loss smaller", "it will come back", "the coins times the fall"),
            ("They took the line away", "a top-up ends the danger", "it only went down"),
        ),
    ),
    "certain": Asked(
        "Before ten flights you said “certain”. Six of them came home",
        ("Six in ten", "less often, or fly smaller"),
        (
            ("Ten in ten: four times it was bad luck", "overconfidence",
             "bad luck is what “certain” leaves no room for"),
            ("Nothing: nobody can say that of a feeling", "certainty cannot be counted",
             "count it: what came home, of what you were certain of"),
        ),
    ),
    "one end": Asked(
        "You had no rule, did nothing, and came home with a profit",
        ("One end does not show it", "by what was known then, and over many flights"),
        (
            ("Yes, it made money", "a good end is a good decision", "may lose it all"),
            ("No, whoever has no rule decides badly", "only a rule can be right",
             "doing nothing is at times the best of the five; nobody knows when"),
        ),
    ),
    "cost": Asked(
        "You cut half. The same flight without this decision ends 300 USD lower",
        ("It saved 300 USD", "Yours less the one without it"),
        (
            ("It cost 300 USD", "the sign turned round", "the flight without it that ends lower"),
            ("Nobody can know what would have been", "what was not done cannot be reckoned",
             "the prices stay the same, and all else is replayed"),
        ),
    ),
}  # fmt: skip

EXERCISES = {
    # 1,100 USD may be lost on 30 coins: 36.67 USD each.
    "second line": Worked(
        "1,000 USD of your own, long 30 coins at 100 USD, at 3x: sold at 80 USD, where 400 USD is "
        "left. At a call you add 500 USD",
        100 - 1_100 / 30, "USD", far=1,
        dots="entry - (own + added - floor) / coins",
        hints=(
            "sold where 400 USD is left, now of 1,500 USD. How much may be lost before",
            "price = entry - (own + added - 400) / coins",
            "1,000 + 500 - 400 = 1,100 USD may be lost",
        ),
        wrong={
            80: ("a top-up changes nothing", "500 USD more may be lost before 400 USD is left"),
            50: ("I am sold where nothing is left",
                 "the exchange sells before that, at 40% of the 1,000 USD set aside"),
        },
        praise="A fall of 37% instead of 20%: the line went down, and did not go away",
    ),
    # 600 is lost without it, 1,100 with it.
    "cost of the top-up": Worked(
        "The price trades through 80 USD and through your new line, and you are sold there, with "
        "400 USD left. What did the top-up cost",
        500, "USD", far=5,
        hints=(
            "How much is gone of all you paid in: without the top-up, and with it",
            "cost = loss with it - loss without it",
            "without it you lose 1,000 - 400 = 600 USD",
        ),
        wrong={
            0: ("what is left is what counts",
                "400 USD is left both times, but once of 1,000 USD and once of more"),
            1_100: ("all of the loss is its cost", "a part of that is lost without the top-up"),
            100: ("what is left of it is its cost", "what is left at the end is no part"),
        },
        praise="where the price goes on, a top-up is lost whole",
    ),
    # 95 less 62.5.
    "too sure": Worked(
        "You said “certain” before 8 flights; 5 came home. By “certain” you mean 95 in 100",
        32.5, "%", far=1,
        hints=(
            "Which share of the 8 flights came home",
            "too sure by = what you meant - the share that came home",
            "5 / 8 = 0.625, which is 62.5%",
        ),
        wrong={
            62.5: ("the share is the error", "that is how often you came home"),
            37.5: ("certain means always", "against what you meant by it: 95 in 100"),
            3: ("flights instead of shares", "asked is a share of all of them"),
        },
        praise="By so much you fly larger than you know",
    ),
}  # fmt: skip

PREDICTIONS = {
    # Sold 0.1% below 95; 0.4% of what is sold, and 23 rollovers of 2.50.
    "the plan kept": Foretold(
        "Mara has 5,000 USD: 2,500 in the account, 2,500 in her purse. She is long 100 coins at "
        "100 USD. Her plan: a stop-loss at 95 USD, and nothing else. Two bars after she took the "
        "stop back, the price fell through 95 USD. How much of her 5,000 USD would be left",
        "USD", 5_000 - 100 * (100 - 94.905) - 0.004 * 9_490.5 - 23 * 2.5, "4,395 USD",
    ),
}  # fmt: skip
