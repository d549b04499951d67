"""Lesson 04 by hand, a second time. Ida: 6,250 USD under 0.5 BTC from 62,500, closed at 55,000."""

from __future__ import annotations

from lessons.keys.form import Asked, Foretold, Goal, Played, Worked

from margin_lessons.scenes.article_example import KeptIn
from margin_lessons.scenes.book_walk import NamedBook

QUESTIONS = {
    "recall zero": Asked(
        "From lesson 03: what decides at which price nothing is left",
        ("The size of the position against your own money",
         "The setting moves the trigger, never the zero-equity price"),
        (
            ("The leverage setting", "the setting decides when I am broke",
             "at the same size 2x and 10x run out at the very same price"),
            ("The exchange's liquidation level", "liquidation stops at zero",
             "that is where it acts; your money may last longer"),
        ),
    ),
    "recall certain": Asked(
        "From lesson 02: at which level does the exchange certainly close positions",
        ("About 40%", "From about 80% it may, at about 40% it does"),
        (
            ("Below 100%", "below 100% I am liquidated", "below 100% you cannot open anything new"),
            ("About 80%", "the call is the liquidation",
             "that is the call, and the start of its discretion"),
        ),
    ),
    "trigger": Asked(
        "Your liquidation price is 55,000 USD. What does that number promise",
        ("That the exchange starts to sell there",
         "It is a trigger. The fill is whatever the market pays"),
        (
            ("That you are sold at 55,000 USD", "a trigger price is a guaranteed price",
             "it names when selling starts; nobody has promised to buy"),
            ("That you keep what your level says at that price",
             "what is left at the trigger is left at the fill",
             "computed at the trigger; the money is counted at the fill"),
        ),
    ),
    "weekend": Asked(
        "Crypto trades day and night. Can its price gap",
        ("Yes, whenever the next buyer is far below the last", "emptied by one large order"),
        (
            ("No, only markets that close can gap", "gaps only happen at weekends",
             "a gap needs an empty book, not a closed door"),
            ("Only for small coins", "large markets do not gap", "the franc against the euro"),
        ),
    ),
    "neutral": Asked(
        "You are long BTC and keep your collateral in BTC instead of USD. What does that change",
        ("When the price falls, the collateral falls too",
         "on the position and on what backs it, so the equity falls faster"),
        (
            ("Nothing, because 0.1 BTC stays 0.1 BTC", "collateral in BTC is neutral",
             "your debt is counted in USD, and 0.1 BTC pays for fewer"),
            ("It protects you, because BTC recovers", "waiting undoes a liquidation",
             "the fill is now, and so is the debt"),
        ),
    ),
    "average": Asked(
        "A market order is larger than the best bid. What is its average fill",
        ("Worse than the best bid, and worse the larger the order is",
         "It takes the best price first, then the next, and so on down"),
        (
            ("The best bid", "a market order gets the price on the screen",
             "only as much as is wanted there is sold there"),
            ("The middle between best and worst price", "an average is the middle of the ends",
             "depends on how much was taken at each price, not on the two ends"),
        ),
    ),
}  # fmt: skip

EXERCISES = {
    "room at 4x": Worked(
        "At full size and 4x, long, liquidation begins at 85% of the entry price and nothing is "
        "left at 75% of it. How large a gap",
        100 * 10 / 85, "%", far=0.2,
        dots="100 * (1 - zero_equity_price / liquidation_price)",
        hints=(
            "Measure the gap from the liquidation price, because that is where it starts",
            "gap = 1 - zero-equity price / liquidation price",
            "zero-equity price / liquidation price = 0.75 / 0.85",
        ),
        wrong={
            10: ("every percentage is a share of the entry price",
                 "that is counted in shares of the entry; start from"),
            15: ("the room begins at the entry", "the way from the entry to the liquidation"),
            25: ("the room is the whole fall to zero",
                 "that is the way from the entry; the gap starts at the liquidation"),
        },
        praise="A gap wider than that, and there is a debt",
    ),
    # 12,500 + 12,250 + 24,000.
    "average fill": Worked(
        "0.25 BTC at 50,000 USD, 0.25 BTC at 49,000, 0.5 BTC at 48,000. You sell 1 BTC ~ average",
        48_750, "USD", far=100,
        hints=(
            "Sell down the book and add up what each price brings",
            "average = sum of (size x price) / total size",
            "0.25 x 50,000 + 0.25 x 49,000 +",
        ),
        wrong={
            50_000: ("a market order gets the price on the screen",
                     "only a quarter of your order is wanted at the best bid"),
            48_000: ("the whole order gets the last price",
                     "that is the worst fill; the first half was sold higher"),
            49_000: ("every price counts the same", "weigh each price with what was sold there"),
        },
        praise="Half of it went at the last price, which pulls the average down",
    ),
    # 0.1 x 47,000 - 0.5 x 13,000.
    "kept in BTC": Worked(
        "0.1 BTC put up, 0.5 BTC long at 60,000 USD, filled at 47,000 USD. What is the equity",
        -1_800, "USD", far=5,
        hints=(
            "Two things fell: the position, and the collateral",
            "equity = 0.1 x price + 0.5 x (price - entry)",
            "0.1 x 47,000 = 4,700; the position lost 0.5 x 13,000",
        ),
        wrong={
            -500: ("collateral in BTC is neutral",
                   "that counts the collateral at 60,000 USD; at the fill it is worth less"),
            -6_500: ("the loss is the debt", "that is the loss of the position; the collateral"),
            -1_500: ("the currency of the collateral makes no difference",
                     "that is Ida's account with its collateral in USD"),
        },
        praise="The coin pays for fewer dollars just when they are needed",
    ),
}  # fmt: skip

PREDICTIONS = {
    # Ten minutes of 2% each, from the trigger.
    "slow engine": Foretold(
        "through the trigger of 55,000 USD and keeps falling by 2% a minute. The engine is 10 "
        "minutes late. At which price",
        "USD", 55_000 * 0.98**10, "44,939 USD",
    ),
}  # fmt: skip

FALL = {"gap": 0, "pace": 1, "delay": 9, "cushion": 5_000}


def book(state) -> tuple[str, int]:
    """Return the name of a book, and the share of its bids that is sold, in percent."""
    return state.depth.name, round(100 * state.walk.size / state.depth.total)


PANELS = {
    "order book": Played(
        labels={"size": "order, as a share of all bids", "book": "the book"},
        words={
            "book": {
                "deep": NamedBook.DEEP,
                "ordinary": NamedBook.ORDINARY,
                "thin": NamedBook.THIN,
                "hollow": NamedBook.HOLLOW,
                "EUR/CHF 2015": NamedBook.EUR_CHF_2015,
                "ETH on GDAX 2017": NamedBook.GDAX_2017,
            }
        },
        scenarios={
            # One per cent of a deep book hardly moves it, half of a hollow one does.
            "A deep book": lambda s: s.depth.name == "deep" and s.walk.slippage < 0.001,
            "A hollow book": lambda s: s.depth.name == "hollow" and s.walk.slippage > 0.02,
            "EUR/CHF, 15 Jan 2015": lambda s: (
                book(s) == ("EUR/CHF, 15 January 2015", 70) and s.walk.best == 1.1972
            ),
            "GDAX, 21 Jun 2017": lambda s: (
                book(s) == ("ETH/USD on GDAX, 21 June 2017", 52)
                and (s.walk.best, s.walk.worst) == (317.81, 224.48)
            ),
        },
        mission=Goal(
            "in the hollow book, find the largest order whose average fill is at most 2% below the "
            "best bid",
            "In a hollow book even a small order is a large one",
            met=lambda v: (v["size"], v["book"]) == (44, NamedBook.HOLLOW),
            grids=({"size": ..., "book": ...},),
        ),
    ),
    "gap": Played(
        labels={
            "gap": "gap below the trigger",
            "delay": "delay of the engine",
            "pace": "fall after that, each minute",
            "minute": "minute shown",
            "cushion": "cushion below the trigger",
        },
        scenarios={
            "Traded through": lambda s: round(s.filled.price, 6) == 55_000 and s.equity > 0,
            "The article's gap": lambda s: (
                round(s.filled.price, 6) == 48_000 and round(s.equity, 6) == -1_000
            ),
            "A slow engine": lambda s: s.gap == 0 and s.timeline.rules.delay_minutes == 10,
            # Both: either alone leaves no debt, the two together do.
            "Both": lambda s: s.gap > 0 and s.timeline.rules.delay_minutes > 0 and s.equity < 0,
        },
        mission=Goal(
            "without any gap and with a fall of 1% a minute, find the slowest engine that leaves "
            "no debt",
            "One minute more, and the cushion is used up",
            # 55,000 x 0.99^9 = 50,243 is above 50,000, and 55,000 x 0.99^10 = 49,741 is below.
            met=lambda v: {name: v[name] for name in FALL} == FALL,
            base=FALL,
            grids=(
                {"delay": ..., "pace": (0.2, 0.9, 1.0, 1.1, 3.0)},
                {"pace": ...},
                {"cushion": (4_900, 5_000, 5_100)},
                {"delay": (8, 9, 10), "gap": (0, 100, 200, 5_000, 22_000)},
            ),
        ),
    ),
    "the article's example": Played(
        labels={"fill": "price of the fill", "kept_in": "collateral kept in"},
        words={
            "kept_in": {
                "USD, bought at 62,500 USD": KeptIn.USD,
                "BTC, bought at 60,000 USD": KeptIn.BTC,
                "BTC, bought at 62,500 USD": KeptIn.BTC_SAME_ENTRY,
            }
        },
        scenarios={
            "At the published level": lambda s: (
                s.fill == 55_000 and round(float(s.account.level(s.fill)), 9) == 0.4
            ),
            "As the article expected": lambda s: s.fill == 50_000 and round(s.equity, 6) == 0,
            "As it was filled": lambda s: (
                (s.fill, s.kept_in, round(s.equity, 6)) == (48_000, KeptIn.USD, -1_000)
            ),
            "The same, in BTC": lambda s: (
                (s.fill, s.account.positions[0].entry, round(s.equity, 6))
                == (48_000, 60_000, -1_200)
            ),
            "In BTC, same entry": lambda s: (
                (s.fill, s.account.positions[0].entry, round(s.equity, 6))
                == (48_000, 62_500, -2_450)
            ),
        },
        mission=Goal(
            "with the collateral kept in BTC, find the fill that leaves a debt of 600 USD",
            "In BTC each dollar of price costs more, because the collateral falls with it",
            # 0.1 p + 0.5 (p - 60,000) = -600.
            met=lambda v: (v["fill"], v["kept_in"]) == (49_000, KeptIn.BTC),
            grids=({"fill": ..., "kept_in": ...},),
        ),
    ),
}
