"""Lesson 03 by hand, a second time. At full size a long is closed after a fall of 60% / setting."""

from __future__ import annotations

from lessons.keys.form import Asked, Foretold, Goal, Played, Worked

from margin_lessons.account import Side
from margin_lessons.scenes.ladder import Size
from margin_lessons.venue import Extent

SIDES = {"long": Side.LONG, "short": Side.SHORT}

QUESTIONS = {
    "recall call": Asked(
        "From lesson 02: a used margin of 4,000 USD. At which equity does the margin call come",
        ("3,200 USD", "The call is at about 80% of the used margin"),
        (
            ("4,000 USD", "the call comes at 100%",
             "that is a level of 100%, where new positions are refused"),
            ("1,600 USD", "the call and the liquidation are one line",
             "that is a level of 40%, where liquidation is certain"),
        ),
    ),
    "recall answer": Asked(
        "From lesson 02: you close half of a position that stands at its call. What happens to",
        ("It doubles", "The equity stays, and half of the used margin is set free"),
        (
            ("It stays, because the equity stays", "the level is the equity",
             "equity over used margin, and the used margin has shrunk"),
            ("It falls, because a loss is booked", "a loss is not real until I close",
             "the loss was in the equity already"),
        ),
    ),
    "lower setting": Asked(
        "Two people hold the same 10,000 USD long on 5,000 USD of cash, one at 2x, one at 10x. Who "
        "is closed out first as the price falls",
        ("The one at 2x", "A low setting ties up more margin, so the level is lower from the"),
        (
            ("The one at 10x", "a lower leverage setting is always safer",
             "the position is the same size, so each dollar of price costs the same"),
            ("Both at the same price", "the setting changes nothing",
             "they lose the same, but the trigger is a share of their used margin"),
        ),
    ),
    "zero equity": Asked(
        "What moves the price at which nothing is left",
        ("The size of the position against your own money",
         "where the loss has eaten all of your collateral; the setting is not in it"),
        (
            ("The leverage setting", "the setting decides when I am broke",
             "the setting moves the trigger only; compare 2x and 10x at the same size"),
            ("The liquidation level of the exchange", "liquidation stops at zero",
             "that decides when the exchange acts, not when the money is gone"),
        ),
    ),
    "who goes first": Asked(
        "an old BTC long in profit and a young ETH long in loss is liquidated. What is closed",
        ("The BTC long, as a rule",
         "the oldest goes first, winner or not ~ the order may vary with the market"),
        (
            ("The ETH long", "the losing position goes first",
             "as a rule the exchange goes by age, not by profit"),
            ("The one that I choose", "I can steer a liquidation",
             "that choice ended when the liquidation began"),
        ),
    ),
    "stop at zero": Asked(
        "A liquidation has begun at a level of 40%. Can the account still end below zero",
        ("Yes, when the price skips the cushion before the order is filled",
         "sells at the best price there is, and that may be far below"),
        (
            ("No, 40% of the margin is still there", "liquidation stops at zero",
             "it is there at the trigger price; the fill may come at another"),
            ("No, the exchange bears what is missing", "a negative balance is the exchange's loss",
             "a client may have to repay a negative balance"),
        ),
    ),
}  # fmt: skip

EXERCISES = {
    # 60% / 3.
    "full size 3x": Worked(
        "5,000 USD and open the largest long that 3x allows: 15,000 USD. Which price move",
        -20, "%", far=0.1,
        dots="-100 * may_fall / 3",
        hints=(
            "The level starts at 100% and has to fall to 40%",
            "move = -(100% - 40%) / setting",
            "loss allowed = 0.60 x 5,000 = 3,000 USD, out of 15,000 USD",
        ),
        wrong={
            -60: ("a fall in the level is a fall in the price",
                  "that is how far the level falls; the price needs to fall less"),
            -100 / 3: ("liquidation comes when nothing is left", "at that move all your money is"),
            -20 / 3: ("40% and 80% are the same line", "that is the move to the call; go on"),
        },
        praise="A loss of 3,000 USD on 15,000 USD",
    ),
    "cushion 10x": Worked(
        "At full size and 10x, long, liquidation begins at 94% of the entry price and nothing is "
        "left at 90%. How many %",
        100 * 4 / 94, "%", far=0.1,
        hints=(
            "measured from the liquidation price, not from the entry",
            "fall = 1 - zero-equity price / liquidation price",
            "1 - 90 / 94",
        ),
        wrong={
            4: ("every percentage is a share of the entry price",
                "that counts in shares of the entry; start from the liquidation price"),
            10: ("the cushion begins at the entry", "that is the way from the entry"),
            6: ("the cushion lies before the liquidation", "that is the way to the liquidation"),
        },
        praise="One large market order can move a thin book that far",
    ),
    # 10,000 - 9 - 0.80 x 7,200 at 6 x 9 a day: 470.1, so the call comes with rollover 471.
    "days to call": Worked(
        "36,000 USD long at 5x on 10,000 USD of cash, used margin 7,200 USD. Opening costs 9 USD, "
        "and every 4 hours another 9 USD ~ how many days",
        471 / 6, "days", far=0.5,
        hints=(
            "How much may the equity lose until the level is 80%",
            "days = (cash - opening fee - 80% of the used margin) / fees a day",
            "10,000 - 9 - 5,760 = 4,231 USD may go, at 54 USD a day",
        ),
        wrong={
            470: ("a rollover is charged once a day", "it is charged every 4 hours, six times a"),
            185: ("the call comes when nothing is left", "how long the whole cash would last"),
            131.7: ("the call and the liquidation are one line", "that is the day of the"),
        },
        praise="Nothing happened to the price, and still there is a call",
    ),
}  # fmt: skip

PREDICTIONS = {
    # 60% / 5.
    "full size": Foretold(
        "You put up 5,000 USD and open the largest long that 5x allows. Which price move, in %",
        "%", -12, "-12.0%",
    ),
}  # fmt: skip


def closed(state) -> list[tuple[str, float]]:
    """Return what a liquidation closes, in its order."""
    return [(part.position.coin, round(part.volume, 6)) for part in state.closing.parts]


def ladder(state) -> tuple[float, bool, str]:
    return state.chosen.leverage, state.size is Size.FULL, state.side.value


PANELS = {
    "ladder": Played(
        labels={"leverage": "leverage setting", "size": "size of the position", "side": "side"},
        words={
            "size": {"always 10,000 USD": Size.FIXED, "the largest allowed": Size.FULL},
            "side": SIDES,
        },
        scenarios={
            "Same size, 2x": lambda s: (
                ladder(s) == (2, False, "long") and s.chosen.account.positions[0].cost == 10_000
            ),
            "Same size, 10x": lambda s: (
                ladder(s) == (10, False, "long") and s.chosen.account.positions[0].cost == 10_000
            ),
            "Full size, 2x": lambda s: (
                ladder(s) == (2, True, "long") and s.chosen.account.positions[0].cost == 10_000
            ),
            "Full size, 10x": lambda s: (
                ladder(s) == (10, True, "long") and s.chosen.account.positions[0].cost == 50_000
            ),
            "Full size, 5x short": lambda s: (
                ladder(s) == (5, True, "short") and s.chosen.account.positions[0].cost == 25_000
            ),
        },
        mission=Goal(
            "at full size and long, find the highest setting whose cushion from liquidation to "
            "zero is still wider than 10%",
            "One step further, at 5x, a jump of a tenth would skip it",
            # (0.85 - 0.75) / 0.85 = 11.8% at 4x; (0.88 - 0.80) / 0.88 = 9.1% at 5x.
            met=lambda v: (v["leverage"], v["size"], v["side"]) == (4, Size.FULL, Side.LONG),
            grids=({"leverage": ..., "size": ..., "side": ...},),
        ),
    ),
    "order of closing": Played(
        labels={
            "eth": "price of ETH",
            "btc": "price of BTC",
            "extent": "the exchange closes",
            "first": "opened first",
        },
        words={"extent": {"just enough": Extent.JUST_ENOUGH, "everything": Extent.ALL}},
        scenarios={
            "The winner goes first": lambda s: (
                closed(s) == [("BTC", 0.5), ("ETH", 1.2)]
                and s.account.positions[0].profit(44_000) == 2_000
            ),
            "Opened the other way round": lambda s: (
                s.account.positions[0].coin == "ETH" and closed(s)[0][0] == "ETH"
            ),
            "Still safe": lambda s: closed(s) == [] and s.before.level > 0.8,
            "Everything": lambda s: closed(s) == [("BTC", 0.5), ("ETH", 10)],
        },
        mission=Goal(
            "with BTC at 44,000 USD and opened first, find the lowest price of ETH at which BTC "
            "alone is enough",
            "A position that was never in trouble paid for the other one",
            # 6,000 + 2,000 + 10 (E - 2,500) = 5,000, the used margin of ETH.
            met=lambda v: (
                (v["eth"], v["btc"], v["first"], v["extent"])
                == (2_200, 44_000, "BTC", Extent.JUST_ENOUGH)
            ),
            base={"eth": 2_200},
            grids=(
                {"eth": ..., "extent": ..., "first": ...},
                {"btc": ..., "eth": (2_190, 2_200, 2_210)},
            ),
        ),
    ),
    "cost of time": Played(
        labels={"days": "days held", "value": "value of the position", "side": "side"},
        words={"side": SIDES},
        scenarios={
            "A month": lambda s: (s.days, s.opened.positions[0].cost) == (30, 45_000),
            "A year, a small position": lambda s: (
                s.days == 365 and not s.closed and s.opened.positions[0].cost == 10_000
            ),
            "A month short": lambda s: s.days == 30 and s.opened.positions[0].side.value == "short",
        },
        mission=Goal(
            "with days held at 90, find the largest long, in steps of 1,000 USD, that fees alone "
            "do not bring to a margin call by then",
            "Size decides how long you can wait, too",
            # 10,000 - v x 0.00025 x (1 + 6 x 90) > 0.80 x v / 5: v below 33,869.
            met=lambda v: (v["value"], v["side"], v["days"]) == (33_000, Side.LONG, 90),
            base={"days": 90, "value": 33_000},
            grids=(
                {"value": ..., "side": ..., "days": (0, 89, 90, 91, 365)},
                {"days": ..., "value": (32_000, 33_000, 34_000)},
            ),
        ),
    ),
}
