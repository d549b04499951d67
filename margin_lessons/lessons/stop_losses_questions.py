"""The questions of lesson 06."""

from __future__ import annotations

from margin_lessons.panels.verdict import Option, Question

QUESTIONS = (
    Question(
        "recall fill",
        "From lesson 04: the price opens far below a trigger. Where is the order filled?",
        (
            Option(
                "At the opening price, or worse",
                "No trade took place between the last price and the open.",
            ),
            Option(
                "At the trigger",
                "nobody bought there: the market skipped it.",
                "a trigger price is a guaranteed price",
            ),
            Option(
                "Half-way between the two",
                "a fill needs a buyer, and in a gap there is none.",
                "a gap is a fast but continuous fall",
            ),
        ),
    ),
    Question(
        "recall debt",
        "From lesson 05: what happens to a negative balance?",
        (
            Option(
                "It is owed",
                "Other funds are taken; by the terms of December 2024 the rest is due within 48 "
                "hours.",
            ),
            Option(
                "The exchange writes it off",
                "only the article speaks of that, of small ones, and at the exchange's own "
                "discretion.",
                "a negative balance is written off",
            ),
            Option(
                "It vanishes with the position",
                "the position is closed; the loan behind it still has to be paid back.",
                "a loss ends with the position",
            ),
        ),
    ),
    Question(
        "cap",
        "You set a stop-loss 5% below the price. How much can that position lose?",
        (
            Option(
                "More than 5%, when the market skips the stop",
                "A stop-loss becomes a market order; it is filled at what the market pays.",
            ),
            Option(
                "At most 5%",
                "that is where it is triggered, not where it is filled.",
                "a stop caps my loss",
            ),
            Option(
                "At most what the exchange liquidates at",
                "a gap that skips the stop can skip the liquidation as well.",
                "the liquidation catches what the stop misses",
            ),
        ),
    ),
    Question(
        "limit",
        "A stop-limit triggers, and the price is already below its limit. What happens?",
        (
            Option(
                "The order rests; the position stays open",
                "It sells at its limit or better, and below it not at all.",
            ),
            Option(
                "It is filled at the limit",
                "a limit is the worst price you accept, not one that somebody pays.",
                "a stop-limit is safer",
            ),
            Option(
                "It becomes a market order",
                "that is the stop-loss; this one keeps its limit.",
                "a limit gives way in an emergency",
            ),
        ),
    ),
    Question(
        "forgotten",
        "You close your position by hand. Your stop-loss was not marked reduce-only. What now?",
        (
            Option(
                "It stays live and may open a new position",
                "A stop is an order of its own; reduce-only is what ties it to the position.",
            ),
            Option(
                "It is cancelled with the position",
                "nothing links the two unless you asked for it.",
                "the stop goes when the position goes",
            ),
            Option(
                "It waits for your next position",
                "it does not know of positions; it sells when its price comes.",
                "a stop belongs to a position",
            ),
        ),
    ),
    Question(
        "forgotten debt",
        "The position is closed, and its stop is still live. How much can that stop cost?",
        (
            Option(
                "More than there is: what it opens can end in a debt",
                "A gap hits the unwanted position like any other.",
            ),
            Option(
                "Nothing: without a position there is no risk",
                "an order that is live can open one while nobody looks.",
                "no position, no risk",
            ),
            Option(
                "No more than the distance of the stop",
                "nothing protects the new position: the stop was used up in opening it.",
                "a stop protects what it opens",
            ),
        ),
    ),
    Question(
        "by hand",
        "You close by hand, with a market order. What do you decide?",
        (
            Option(
                "When it is sent",
                "The market decides the price, as it does for a stop.",
            ),
            Option(
                "The price: I see it on the screen",
                "the screen shows the last trade. Yours is the next one.",
                "closing by hand controls the price",
            ),
            Option(
                "Both, as long as I am quick",
                "a gap is quicker, and the site may be down just then.",
                "a fast hand beats a gap",
            ),
        ),
    ),
    Question(
        "one percent",
        "You risk 1% of your money with a stop 5% away. The market opens 20% lower. What is lost?",
        (
            Option(
                "About 4% of the money",
                "Four times the distance, so four times the planned loss.",
            ),
            Option(
                "1%: that was the plan",
                "the plan holds at the stop, and the market skipped it.",
                "the size caps the loss at the stop",
            ),
            Option(
                "20% of the money",
                "the position is only a fifth of the money, so the gap costs a fifth of that.",
                "a gap hits all of the money",
            ),
        ),
    ),
    Question(
        "tight",
        "Why not set the stop very close, so that little can be lost?",
        (
            Option(
                "Because noise or a wick takes you out, again and again",
                "Close stops are hit often; each time there is a small loss and a fee.",
            ),
            Option(
                "There is no reason: closer is better",
                "then a stop at the price itself would be best, and you would never hold anything.",
                "a tighter stop is always better",
            ),
            Option(
                "Because close stops are filled at worse prices",
                "the fill depends on the book, not on how far away your stop was.",
                "the distance of the stop decides the fill",
            ),
        ),
    ),
)
