"""The questions and exercises of lesson 04."""

from __future__ import annotations

from margin_lessons.market.book import BookSide, Depth
from margin_lessons.panels.verdict import Exercise, Option, Question, WrongAnswer
from margin_lessons.scenes.article_example import KeptIn, example_state
from margin_lessons.scenes.ladder import ladder_state

SMALL_BOOK = Depth.from_rows(
    BookSide.BIDS, ((50_000, 0.25), (49_000, 0.25), (48_000, 0.5)), unit="BTC"
)

QUESTIONS = (
    Question(
        "recall zero",
        "From lesson 03: what decides at which price nothing is left?",
        (
            Option(
                "The size of the position against your own money",
                "The setting moves the trigger, never the zero-equity price.",
            ),
            Option(
                "The leverage setting",
                "at the same size 2x and 10x run out at the very same price.",
                "the setting decides when I am broke",
            ),
            Option(
                "The exchange's liquidation level",
                "that is where it acts; your money may last longer, or not so long.",
                "liquidation stops at zero",
            ),
        ),
    ),
    Question(
        "recall certain",
        "From lesson 02: at which level does the exchange certainly close positions?",
        (
            Option("About 40%", "From about 80% it may, at about 40% it does."),
            Option(
                "Below 100%",
                "below 100% you cannot open anything new; what is open stays open.",
                "below 100% I am liquidated",
            ),
            Option(
                "About 80%",
                "that is the call, and the start of its discretion.",
                "the call is the liquidation",
            ),
        ),
    ),
    Question(
        "trigger",
        "Your liquidation price is 55,000 USD. What does that number promise?",
        (
            Option(
                "That the exchange starts to sell there",
                "It is a trigger. The fill is whatever the market pays when the order arrives.",
            ),
            Option(
                "That you are sold at 55,000 USD",
                "it names when selling starts; nobody has promised to buy at that price.",
                "a trigger price is a guaranteed price",
            ),
            Option(
                "That you keep what your level says at that price",
                "the level is computed at the trigger; the money is counted at the fill.",
                "what is left at the trigger is left at the fill",
            ),
        ),
    ),
    Question(
        "weekend",
        "Crypto trades day and night. Can its price gap?",
        (
            Option(
                "Yes, whenever the next buyer is far below the last",
                "A book that was emptied by one large order, or an exchange that was down for some "
                "minutes, has the same effect as a closed weekend.",
            ),
            Option(
                "No, only markets that close can gap",
                "a gap needs an empty book, not a closed door.",
                "gaps only happen at weekends",
            ),
            Option(
                "Only for small coins",
                "the franc against the euro gapped, and both are among the most traded currencies.",
                "large markets do not gap",
            ),
        ),
    ),
    Question(
        "neutral",
        "You are long BTC and keep your collateral in BTC instead of USD. What does that change?",
        (
            Option(
                "When the price falls, the collateral falls too",
                "You lose on the position and on what backs it, so the equity falls faster.",
            ),
            Option(
                "Nothing, because 0.1 BTC stays 0.1 BTC",
                "your debt is counted in USD, and 0.1 BTC pays for fewer of them.",
                "collateral in BTC is neutral",
            ),
            Option(
                "It protects you, because BTC recovers",
                "the fill is now, and so is the debt; a later recovery comes too late.",
                "waiting undoes a liquidation",
            ),
        ),
    ),
    Question(
        "average",
        "A market order is larger than the best bid. What is its average fill?",
        (
            Option(
                "Worse than the best bid, and worse the larger the order is",
                "It takes the best price first, then the next, and so on down the book.",
            ),
            Option(
                "The best bid",
                "only as much as is wanted there is sold there; the rest goes on down the book.",
                "a market order gets the price on the screen",
            ),
            Option(
                "The middle between best and worst price",
                "it depends on how much was taken at each price, not on the two ends alone.",
                "an average is the middle of the ends",
            ),
        ),
    ),
)


def _room(setting: float) -> float:
    found = ladder_state(setting, "full", "long").chosen.crossings
    return 100 * (1 - found.zero_equity.at / found.liquidation.at)


EXERCISES = (
    Exercise(
        name="room at 4x",
        task="At full size and 4x, long, liquidation begins at 85% of the entry price and nothing "
        "is left at 75% of it. How large a gap, in % of the liquidation price, takes the account "
        "from the one to the other?",
        unit="%",
        answer=lambda: _room(4),
        hints=(
            "Measure the gap from the liquidation price, because that is where it starts.",
            "gap = 1 - zero-equity price / liquidation price.",
            "zero-equity price / liquidation price = 0.75 / 0.85 ...",
        ),
        wrong=(
            WrongAnswer(10, "every percentage is a share of the entry price",
                        "that is counted in shares of the entry; start from the liquidation."),
            WrongAnswer(15, "the room begins at the entry",
                        "that is the way from the entry to the liquidation."),
            WrongAnswer(25, "the room is the whole fall to zero",
                        "that is the way from the entry; the gap starts at the liquidation."),
        ),
        praise="A gap wider than that, and there is a debt.",
        tolerance=0.01,
    ),
    Exercise(
        name="average fill",
        task="The bids: 0.25 BTC at 50,000 USD, 0.25 BTC at 49,000, 0.5 BTC at 48,000. You sell "
        "1 BTC at the market. What is the average fill?",
        unit="USD",
        answer=lambda: float(SMALL_BOOK.curve(1.0).average),
        hints=(
            "Sell down the book and add up what each price brings.",
            "average = sum of (size x price) / total size.",
            "0.25 x 50,000 + 0.25 x 49,000 + ...",
        ),
        wrong=(
            WrongAnswer(50_000, "a market order gets the price on the screen",
                        "only a quarter of your order is wanted at the best bid."),
            WrongAnswer(48_000, "the whole order gets the last price",
                        "that is the worst fill; the first half was sold higher."),
            WrongAnswer(49_000, "every price counts the same",
                        "weigh each price with what was sold there."),
        ),
        praise="Half of it went at the last price, which pulls the average down.",
    ),
    Exercise(
        name="kept in BTC",
        task="The account that kept its collateral in BTC, after a deeper fall: 0.1 BTC put up, "
        "0.5 BTC long at 60,000 USD, filled at 47,000 USD. What is the equity? (A debt is "
        "negative.)",
        unit="USD",
        answer=lambda: example_state(47_000, KeptIn.BTC).equity,
        hints=(
            "Two things fell: the position, and the collateral.",
            "equity = 0.1 x price + 0.5 x (price - entry).",
            "0.1 x 47,000 = 4,700; the position lost 0.5 x 13,000 ...",
        ),
        wrong=(
            WrongAnswer(-500, "collateral in BTC is neutral",
                        "that counts the collateral at 60,000 USD; at the fill it is worth less."),
            WrongAnswer(-6_500, "the loss is the debt",
                        "that is the loss of the position; the collateral still pays for a part."),
            WrongAnswer(-1_500, "the currency of the collateral makes no difference",
                        "that is Ida's account with its collateral in USD."),
        ),
        praise="The coin pays for fewer dollars just when they are needed.",
    ),
)  # fmt: skip
