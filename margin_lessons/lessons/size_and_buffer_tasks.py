"""The questions and exercises of lesson 07."""

from __future__ import annotations

from margin_lessons.panels.verdict import Exercise, Option, Question, WrongAnswer
from margin_lessons.risk import PRESETS, Chance, Situation

QUESTIONS = (
    Question(
        "recall nothing left",
        "From lesson 03: 10,000 USD long on 5,000 USD of your own. After which fall is nothing "
        "left?",
        (
            Option("50%", "A loss of 5,000 USD on 10,000 USD, whatever the leverage setting."),
            Option(
                "42%, because the setting is 5x",
                "there the liquidation comes; some money is left at that price.",
                "liquidation comes when nothing is left",
            ),
            Option(
                "20%, because the setting is 5x",
                "that is so at full size; this position is smaller than the setting allows.",
                "the setting decides when I am broke",
            ),
        ),
    ),
    Question(
        "recall gap",
        "From lesson 04: which fall can leave a debt?",
        (
            Option(
                "One whose fill lies beyond zero equity: by a gap, or a late engine",
                "A debt is made by the fill, not by the price at which the fall stops.",
            ),
            Option(
                "Any fall that reaches the liquidation price",
                "sold at once and near its trigger, the position still leaves money.",
                "a liquidation is a debt",
            ),
            Option(
                "Only a fall to zero",
                "zero equity comes long before a price of zero when money is borrowed.",
                "I lose it all only when the coin is worthless",
            ),
        ),
    ),
    Question(
        "two x",
        "“I hold twice my own money, so I cannot be liquidated.” What is right?",
        (
            Option(
                "It can be: it takes a fall of about 42% at a setting of 5x",
                "Rare in a calm month; about two accounts in five in a crash month.",
            ),
            Option(
                "True: a price hardly ever halves",
                "the exchange closes you before the price has halved, and fees bring that nearer "
                "every day.",
                "2x cannot be liquidated",
            ),
            Option(
                "True, as long as the setting is 2x",
                "a setting of 2x triggers earlier, not later; the size is what counts.",
                "a lower leverage setting is always safer",
            ),
        ),
    ),
    Question(
        "buffer",
        "You add money as a buffer and leave the position as it is. What does that do?",
        (
            Option(
                "It moves call, liquidation and zero equity all further away",
                "Most falls end before they get that far, so most of those liquidations never "
                "come.",
            ),
            Option(
                "It only delays the liquidation",
                "that would be so if prices fell for ever; they go up and down, and many a low "
                "point is never reached. Only the fees come for certain.",
                "a buffer only delays",
            ),
            Option(
                "It moves the call, but not the point where nothing is left",
                "more money takes a larger loss to be used up.",
                "a buffer helps against the call only",
            ),
        ),
    ),
    Question(
        "a year",
        "A position is liquidated within a month in about one case in 100. You hold it for a "
        "year. What do you know of the chance?",
        (
            Option(
                "It is larger, and may be far larger than twelve times as much",
                "The price has more time to wander, and the fees have eaten more and more of the "
                "buffer.",
            ),
            Option(
                "It is still about 1 in 100",
                "each month is a new chance for it to happen.",
                "unlikely means safe over a year",
            ),
            Option(
                "It is smaller, because ups and downs even out",
                "one low point is enough, and nobody opens the position again for you afterwards.",
                "time heals all losses",
            ),
        ),
    ),
    Question(
        "none seen",
        "In 20,000 simulated accounts there was not one debt. What does that show?",
        (
            Option(
                "That under this model a debt is very rare",
                "How rare is given as an upper bound. Whether the model is right is another "
                "question.",
            ),
            Option(
                "That a debt is impossible",
                "what happens once in 50,000 accounts is usually not seen in 20,000. A panel says "
                "impossible only where the model has no way to it.",
                "none seen is never",
            ),
            Option(
                "That I cannot lose more than my margin",
                "a market may jump where this model has no jumps.",
                "the model is the market",
            ),
        ),
    ),
)

MONTHLY = 0.06
SAMPLE = 2_000
NEEDED, MONEY = 0.45, 4_000.0


def _largest() -> float:
    """Return the position that ``MONEY`` carries with ``NEEDED`` dollars of buffer a dollar."""
    per_dollar = Situation(1.0, NEEDED, 5, PRESETS["crash year"].model).money
    return float(MONEY / per_dollar)


EXERCISES = (
    Exercise(
        name="twelve months",
        task="Every month you open a fresh position that is liquidated with a chance of 6%. What "
        "is the chance, in %, of at least one liquidation in twelve months?",
        unit="%",
        answer=lambda: 100 * (1 - (1 - MONTHLY) ** 12),
        hints=(
            "Ask for the opposite: to get through all twelve months.",
            "chance = 1 - (1 - 0.06)^12.",
            "0.94 x 0.94 x 0.94 ..., twelve times; then 1 minus that.",
        ),
        wrong=(
            WrongAnswer(72, "chances add up",
                        "after 17 months that would be over 100%; a month only counts for those "
                        "who got so far."),
            WrongAnswer(6, "unlikely means safe over a year",
                        "that is one month; there are twelve of them."),
            WrongAnswer(100 * (1 - MONTHLY) ** 12, "the chance to survive is the chance to fail",
                        "that is the chance to get through all of them."),
        ),
        praise="More likely than not, from something that seems unlikely.",
        tolerance=0.01,
    ),
    Exercise(
        name="none of 2,000",
        task="A simulation of 2,000 accounts shows no debt at all. Below which chance, in %, can "
        "you be 95% sure the true one lies?",
        unit="%",
        answer=lambda: 100 * float(Chance(0, SAMPLE).interval[1]),
        hints=(
            "For which chance p would none in 2,000 be seen one time in twenty?",
            "(1 - p)^2,000 = 0.05; nearly the same is the rule of three: p = 3 / accounts.",
            "3 / 2,000 = ..., then in %.",
        ),
        wrong=(
            WrongAnswer(0, "none seen is never",
                        "with a small chance, none in 2,000 is just what one would see."),
            WrongAnswer(0.05, "the bound is one in so many",
                        "that is 1 / 2,000; there none would be seen more than a third of the "
                        "time."),
            WrongAnswer(5, "95% sure means a chance of 5%",
                        "those 5% are how often the bound fails, not the bound."),
        ),
        praise="That is why the panels write “below” and never zero.",
        tolerance=0.02,
    ),
    Exercise(
        name="largest position",
        task="Suppose a map, for the chance that you named, asks for 0.45 USD of buffer for each "
        "dollar of position. You have 4,000 USD and use a setting of 5x. How large may the "
        "position be there?",
        unit="USD",
        answer=_largest,
        hints=(
            "Each dollar of position needs two kinds of money.",
            "money = position / 5 + 0.45 x position.",
            "Each dollar of position takes 0.20 + 0.45 = 0.65 USD ...",
        ),
        wrong=(
            WrongAnswer(MONEY / NEEDED, "the used margin is part of the buffer",
                        "that leaves nothing for the used margin, which is set aside apart."),
            WrongAnswer(20_000, "the largest the exchange allows is the largest that survives",
                        "that is what a setting of 5x allows, with no buffer at all."),
            WrongAnswer(MONEY * NEEDED, "the buffer is a share of my money",
                        "the 0.45 USD is for each dollar of the position, not of your money."),
        ),
        praise="A little over one and a half times your money.",
    ),
)  # fmt: skip
