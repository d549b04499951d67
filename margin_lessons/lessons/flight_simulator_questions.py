"""The questions of lesson 10."""

from __future__ import annotations

from margin_lessons.panels.verdict import Option, Question

QUESTIONS = (
    Question(
        "recall warning",
        "From lesson 02: the level falls below 80%. Who has to warn you before your coins are "
        "sold?",
        (
            Option("Nobody has to", "A call may come late, or never. The account is yours to "
                   "watch."),
            Option("The exchange, by a margin call",
                   "its contract knows no duty to contact you.", "I will always be warned"),
            Option("The exchange, but only below 40%",
                   "from there it must sell, and it need not say so first.",
                   "the warning comes with the sale"),
        ),
    ),
    Question(
        "recall stop",
        "From lesson 06: your stop-loss waits at 90 USD. The last trade was at 95 USD, and the "
        "next one is at 84 USD. What do you get?",
        (
            Option("84 USD", "A stop names where selling starts, not what it brings."),
            Option("90 USD", "nobody bought there: the price jumped over it.",
                   "a stop caps my loss"),
            Option("Nothing: the stop is passed and gone",
                   "it sells at the next price there is.", "a stop that is jumped over is lost"),
        ),
    ),
    Question(
        "in time",
        "Your rule is: “I sell when it gets bad.” Within one bar the price falls from 95 USD to 60 "
        "USD. When do you sell?",
        (
            Option("After the fall", "By hand you act at the next bar. Only an order that waits "
                   "acts within one."),
            Option("On the way down, at about 80 USD",
                   "nobody presses a button within a bar; an order that waits would have.",
                   "I would have acted in time"),
            Option("Before it: one saw it coming",
                   "that is said by those who know the end. Look at what stood on the screen.",
                   "one saw it coming"),
        ),
    ),
    Question(
        "back",
        "You added funds at each call, since “it will come back”. The price falls on. What have "
        "the funds done?",
        (
            Option("They put more money on the same bet",
                   "The line went down, and more is lost when it is reached."),
            Option("They made the loss smaller", "the loss is the coins times the fall, whoever "
                   "pays in.", "it will come back"),
            Option("They took the line away", "it only went down, and the price followed.",
                   "a top-up ends the danger"),
        ),
    ),
    Question(
        "certain",
        "Before ten flights you said “certain”. Six of them came home. What is your “certain” "
        "worth?",
        (
            Option("Six in ten", "So say “certain” less often, or fly smaller."),
            Option("Ten in ten: four times it was bad luck",
                   "bad luck is what “certain” leaves no room for.", "overconfidence"),
            Option("Nothing: nobody can say that of a feeling",
                   "count it: what came home, of what you were certain of.",
                   "certainty cannot be counted"),
        ),
    ),
    Question(
        "one end",
        "You had no rule, did nothing, and came home with a profit. Was it a good decision?",
        (
            Option("One end does not show it", "Judge it by what was known then, and over many "
                   "flights."),
            Option("Yes, it made money", "the same decision in another flight may lose it all.",
                   "a good end is a good decision"),
            Option("No, whoever has no rule decides badly",
                   "doing nothing is at times the best of the five; nobody knows when.",
                   "only a rule can be right"),
        ),
    ),
    Question(
        "cost",
        "You cut half. The same flight without this decision ends 300 USD lower. What did the cut "
        "do?",
        (
            Option("It saved 300 USD", "Yours less the one without it: that is what a decision is "
                   "worth."),
            Option("It cost 300 USD", "it is the flight without it that ends lower.",
                   "the sign turned round"),
            Option("Nobody can know what would have been",
                   "here one can: the prices stay the same, and all else is replayed.",
                   "what was not done cannot be reckoned"),
        ),
    ),
)  # fmt: skip
