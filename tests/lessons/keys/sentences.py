"""What panels say at settings worked out by hand: title, sentence and rows of the table."""

from __future__ import annotations

from lessons.keys.form import Says
from lessons.keys.sentences_on_contracts import OF_CONTRACTS
from lessons.keys.sentences_on_crashes import OF_CRASHES
from lessons.keys.sentences_on_debts import OF_DEBTS_AND_STOPS
from lessons.keys.sentences_on_flights import OF_FLIGHTS
from lessons.keys.sentences_on_my_own import OF_MY_OWN

SENTENCES: dict[tuple[str, str], tuple[Says, ...]] = {
    ("00", "sleep"): (
        Says(
            "Ten times",
            "You owe 200 USD",
            "With 1,000 USD of your own you hold coins for 10,000 USD. At 94 USD ~ if anybody "
            "buys. The price jumped from 96.50 USD to 88 USD, and nobody bought in between. Sold "
            "at 88 USD, they lost 1,200 USD: all of your money, and 200 USD more",
            ("sold here, if anybody buys: 94 USD", "sold at: 88 USD", "owed: 200 USD"),
        ),
        Says(
            "Five times",
            "You wake up with 400 USD",
            "1,000 USD of your own you hold coins for 5,000 USD. At 88 USD ~ from 96.50 USD to 88 "
            "USD, and nobody bought in between. Sold at 88 USD, they lost 600 USD, and 400 USD is",
        ),
        Says(
            "Only your own money",
            "You wake up with 900 USD",
            "coins for 1,000 USD and borrowed nothing, so nobody sells them ~ jumped from 96.50 "
            "USD to 88 USD and is 90 USD now; the coins are still yours",
            ("sold here, if anybody buys: no such price",),
        ),
    ),
    # 3.894 / 0.9003 = 4.3252; the call 4% below it, the liquidation 12%.
    ("00", "board"): (
        Says(
            "The story",
            "At 5x, a fall of 9.97% in Sui took 498.50 USD of 1,000 USD",
            "Sui fell from 4.3252 USD to 3.894 USD, so coins for 5,000 USD lost 498.50 USD ~ your "
            "1,000 USD into 501.50 USD, a margin level of 50.15% ~ passed the margin call at "
            "4.1522 USD ~ might have closed ~ the liquidation at 3.8062 USD in between, two prices",
            ("change: -9.97%", "what is left: 501.50 USD", "margin call at: 4.1522 USD",
             "liquidation at: 3.8062 USD", "left at the margin call: 800 USD",
             "left at the liquidation: 400 USD"),
        ),
        Says(
            "Nearly nothing left",
            "At 10x, a fall of 9.97% in Sui would have taken 997 USD of 1,000 USD",
            "fell from 4.3252 USD to 3.894 USD, so coins for 10,000 USD would have lost 997 USD. "
            "That would turn your 1,000 USD into 3 USD, a margin level of 0.30% ~ the margin call "
            "at 4.2387 USD and the liquidation at 4.0657 USD ~ would have closed the position",
        ),
        Says(
            "Without leverage",
            "At 1x, a fall of 9.97% in Sui took 99.70 USD of 1,000 USD",
            "fell from 4.3252 USD to 3.894 USD, so coins for 1,000 USD lost 99.70 USD ~ 1,000 USD "
            "into 900.30 USD. Nothing is borrowed, so there is no call",
        ),
    ),
    ("01", "ledger"): (
        Says(
            "The story",
            "A fall of 10.0% turns 5,000 USD of equity into 3,500 USD",
            "The coins are worth 13,500 USD and the loan is still 15,000 USD. Equity is 3,500 USD: "
            "3,000 USD set aside and 500 USD free. The position has lost 1,500 USD; your own money "
            "in the same coin, without leverage, would have lost 500 USD",
            ("margin it needs: 3,000 USD", "price move: -10.0%", "profit or loss: -1,500 USD",
             "loan: 15,000 USD", "equity: 3,500 USD", "used margin: 3,000 USD",
             "free margin: 500 USD", "margin level: 116.7%", "free margin at opening: 2,000 USD"),
        ),
        Says(
            "A debt",
            "Coins and cash together no longer cover the loan: 1,000 USD is owed",
            "worth 9,000 USD and the loan is still 15,000 USD. Everything that was put up is gone, "
            "and 1,000 USD of the loan is still to be paid. The position has lost 6,000 USD; your "
            "own money ~ would have lost 2,000 USD",
        ),
        Says(
            "Refused",
            "Refused: the order needs 7,500 USD of margin, and 5,000 USD is there",
            "At 2x an order of 15,000 USD needs 7,500 USD of margin; 5,000 USD of equity is there, "
            "so the exchange lends nothing",
        ),
    ),
    ("01", "size and setting"): (
        Says(
            "A tenth down",
            "The larger size loses 1,500 USD and the smaller one loses 750 USD, at either setting",
            "the setting from 5x to 10x, and 1,500 USD is set aside instead of 3,000 USD; the "
            "equity stays 3,500 USD. Only another size changes",
            ("used margin, row 1: 3,000 USD", "used margin, row 2: 1,500 USD",
             "lost, row 3: 750 USD", "free margin, row 4: 3,500 USD"),
        ),
        Says(
            "A debt at either setting",
            "The larger size loses 6,000 USD and the smaller one loses 3,000 USD, at either",
            "from 5x to 10x, and 1,500 USD is set aside instead of 3,000 USD; the equity stays "
            "-1,000 USD",
            ("debt, row 1: 1,000 USD", "debt, row 2: 1,000 USD"),
        ),
        Says(
            "A low setting refuses",
            "At 2x this size is refused: it needs 7,500 USD of margin",
            "Nothing is bought for 15,000 USD at 2x ~ it limits it",
        ),
    ),
    ("02", "gauge"): (
        Says(
            "The story",
            "The call comes when the price falls to 13,200 USD",
            "At 20,000 USD the margin level is 250.0%: new positions are allowed",
            ("equity: 10,000 USD", "used margin: 4,000 USD", "free margin: 6,000 USD",
             "margin call at: 13,200 USD", "liquidation at: 11,600 USD",
             "nothing left at: 10,000 USD"),
        ),
        Says(
            "A short",
            "The margin level has fallen to 75.2%",
            "At 65,200 USD the margin level is 75.2%: a margin call may be sent, and the exchange "
            "may close positions already. A free margin of -648 USD says how much the equity is "
            "short of the used margin",
        ),
    ),
    ("02", "answers"): (
        Says(
            "At the call",
            "Closing 50% moves the liquidation down by 3,200 USD and books a loss of 3,400 USD",
            "At 13,200 USD the level is 80.0%, and the exchange may close before you answer. If "
            "you add 2,000 USD, it is 130.0%, with 5,200 USD at risk; if you close 50%, it is "
            "160.0%, with 3,400 USD lost for good",
            ("do nothing: liquidation at: 11,600 USD", "add funds: liquidation at: 9,600 USD",
             "close a part: liquidation at: 8,400 USD",
             "add funds: liquidation moved by: -2,000 USD", "add funds: money at risk: 5,200 USD",
             "close a part: loss booked: 3,400 USD"),
        ),
    ),
    ("03", "ladder"): (
        Says(
            "Same size, 10x",
            "At 10x and the same size a fall of 46.0% closes you out",
            "At 10x everything you put up is gone at a move of -50.0%. The cushion before it is "
            "7.4% (4 of 54) of the price at which the liquidation starts",
            ("used margin: 1,000 USD", "level at opening: 500.0%",
             "margin call at a move of: -42.0%", "liquidation at a move of: -46.0%",
             "nothing left at a move of: -50.0%",
             "cushion from liquidation to zero: 7.4% (4 of 54)"),
        ),
        Says(
            "Full size, 5x short",
            "At 5x and full size a rise of 11.1% closes you out",
            "At 5x everything you put up is gone at a move of +20.0%. The cushion before it is "
            "8.0% (8.9 of 111.1) of the price",
        ),
    ),
    ("03", "order of closing"): (
        Says(
            "The winner goes first",
            "At 48.9% the exchange may take all of BTC and a part of ETH",
            "The oldest position goes first, here with a profit of 2,000 USD; afterwards the level "
            "is back at 100.0%",
            ("equity: 4,400 USD", "used margin: 9,000 USD", "first opened, BTC: closed: 0.5 BTC",
             "second opened, ETH: closed: 1.2 ETH", "second opened, ETH: set free: 600 USD",
             "may close at an equity of: 7,200 USD", "must close at an equity of: 3,600 USD",
             "level afterwards: 100.0%"),
        ),
        Says(
            "Everything",
            "At 22.2% the exchange takes all of BTC and all of ETH",
            "here with a profit of 2,000 USD; afterwards nothing is left open",
        ),
    ),
    # 181 charges of 11.25 USD in 30 days; 10,000 - 2,036.25 over 9,000.
    ("03", "cost of time"): (
        Says(
            "A month",
            "After 30 days the level is 88.5%",
            "The price has not moved; 2,036.25 USD of fees has brought the level from 111.1% to "
            "88.5%",
            ("rollover a day: 67.50 USD", "rollover a year, of the position: 54.8%",
             "fees alone bring the call after: 41.3 days",
             "fees alone close you out after: 94.7 days"),
        ),
    ),
    **OF_DEBTS_AND_STOPS,
    **OF_CONTRACTS,
    **OF_CRASHES,
    **OF_FLIGHTS,
    **OF_MY_OWN,
}  # fmt: skip
