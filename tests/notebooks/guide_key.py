"""The teaching guide by hand, a second time: what it counts, and what each wrong answer shows.

A key is written as those of the lessons are (tests/lessons/keys/form.py). The sums behind the
numbers are worked out here, without the package.
"""

from __future__ import annotations

from notebooks.guide_key_on_contracts import ASKED_ON_CONTRACTS, SHOWS_ON_CONTRACTS
from notebooks.guide_key_on_crashes import ASKED_ON_CRASHES, SHOWS_ON_CRASHES
from notebooks.guide_key_on_debts import ASKED_ON_DEBTS, SHOWS_ON_DEBTS
from notebooks.guide_key_on_flights import ASKED_ON_FLIGHTS, SHOWS_ON_FLIGHTS
from notebooks.guide_key_on_my_own import ASKED_ON_MY_OWN, SHOWS_ON_MY_OWN


def usd(value: float) -> str:
    """Return an amount as the guide writes it: cents only where there are some."""
    return f"{value:,.2f}".removesuffix(".00")


ASKED = {
    # A line of its own for every line of a lesson's section that counts something; the answers,
    # the buttons to project and the minutes have checks of their own.
    "00": (
        "to be sold at 94 USD. Why were they sold at 88? (Between 96.50 USD and 88 USD nobody",
        f"Sui fell by a tenth ~ Tom's 1,000 USD ~ a tenth? ({usd(5_000 * 0.0997)} USD: the fall "
        "hits all 5,000 USD",
        "The price ended 3% lower ~ at 10x safe ~ (Nobody can, from two prices",
        # XRP fell by 5.04%: 1x and 5x instead of 10x.
        f"{usd(1_000 * (1 - 0.0504))} is a loss without leverage, "
        f"{usd(1_000 * (1 - 5 * 0.0504))} is Tom's 5x instead of 10x, and "
        f"{usd(10 * 1_000 * 0.0504)} is the loss instead of what is left",
        "The night is invented ~ as in the bicycle question ~ *leverage* is the size over the own "
        "money. From lesson 01 on ~ when lesson 01 begins",
    ),
    "01": (
        f"Maya has 5,000 USD and borrows 15,000 USD. How much of the {usd(5_000 + 15_000)} USD in "
        "her account is hers? (5,000 USD, as before",
        "the setting from 5x to 10x ~ (The same: only less is set aside",
        f'{usd(5_000 - 1_000)} USD is "I can only lose my margin", {usd(5_000 - 0.4 * 25_000)} USD '
        f"is a position five times as large, {usd(0.4 * 5_000)} USD is the loss instead of what is "
        f"left, and {usd(5_000 / 5)} USD is the used margin",
        "Nobody closes the position in this panel ~ lessons 02 to 04 are about it",
    ),
    "02": (
        "about 80% is the call, about 40% is certain, and in between the exchange *may*",
        f"At 15,000 USD Nadia has lost half ~ (Nothing: her level is {100 * 5_000 / 4_000:.0f}%",
        "Add 2,000 USD, or close half: which ~ (Closing half: "
        f"{usd(11_600 - 8_400)} USD against {usd(11_600 - 9_600)} USD. It books the loss on that "
        f"half, {usd((20_000 - 13_200) / 2)} USD ~ more money at risk, {usd(3_200 + 2_000)} USD",
        "the level is 60%. Are you safe? (No: from about 80% the exchange may close ~ terms of "
        "December 2024 there is no duty to send one, and no right to more time",
        f"{usd(0.8 * 30_000)} USD is 80% of the price, {usd(30_000 - 10_000 + 0.8 * 9_000)} USD "
        f"forgets that there are 1.5 BTC, and {usd(30_000 - 10_000 / 1.5)} USD is where nothing "
        f"~ asks a second case ({usd(40_000 - (20_000 - 0.8 * 16_000) / 2)} USD",
        "does call 100% close to liquidation) ~ the panel's 100% is our reading. The level of the "
        f"short is {100 * (5_000 - 0.2 * 15_200) / (0.2 * 65_200 / 5):.1f}%, in the text and in "
        "the panel; Kraken's page rounds it to 75%",
    ),
    "03": (
        "Ada has 2x, Ben has 10x, both hold 10,000 USD on 5,000 USD. Who ~ (Ada, at "
        f"{-100 * (5_000 - 0.4 * 5_000) / 10_000:.0f}%. Ben, when his turn comes: "
        f"{100 * 4 / 54:.1f}% of price is left below him, and {100 * 20 / 70:.1f}% below her",
        '"Use 2x or 3x": is that good advice? ~ (Of the size against your own money, yes',
        "The price stands still for a year ~ (Yes: at the rates of 10 February 2026 the rollover "
        f"of a year would be {100 * 0.00025 * 6 * 365:.1f}% of a long. Rates vary",
        # Of 100%, 80% and 40% of 5,000 USD under 25,000 USD.
        f"{-100 / 5:.0f}% is where nothing is left, {-20 / 5:.0f}% is the call, and -60% is the "
        f"fall of the level, not of the price. {-40 / 5:.0f}% is 40% / 5, as if the level had to "
        f"fall by 40% and not to it; {-100 * (5_000 - 0.4 * 10_000 / 5) / 10_000:.0f}% is the move "
        f"for 10,000 USD at 5x, the same size. The second case is 8x: {-60 / 8:.1f}%",
        "*ladder*: two neighbouring settings, one on each side of 10%",
        "in 45 minutes, leave them for another day. A cushion is counted from the price where it "
        f"begins: {100 * 20 / 70:.1f}% is 20 of 70, though the axis counts 20 from the entry. At "
        "full size the level opens at 100%, so any loss ~ it opens at "
        f"{100 * 5_000 / 5_000:.0f}% for 2x and at {100 * 5_000 / 1_000:.0f}% for 10x",
    ),
    "04": (
        "The liquidation price is 55,000 USD. What exactly has been promised to you at 55,000 USD",
        '"0.1 BTC stays 0.1 BTC". What do you answer',
        f'55,000 USD is "a trigger is a fill", and {usd(55_000 * (1 - 10 * 0.02))} USD adds ten '
        f"times 2% instead of compounding; {usd(55_000 * 0.98)} USD lets the price fall once only, "
        "and 50,000 USD is where nothing is left. Compounding from 55,000 USD, about "
        f"{55_000 * 0.98**10:,.0f} USD, is right. The second case (1% a minute, 15 minutes late) "
        f"ends at {55_000 * 0.99**15:,.0f} USD",
        "has to stay within 2%. *gap*: count how many minutes of 1% fit ~ each dollar of price "
        "costs 0.50 USD on the position and 0.10 USD on the collateral",
        f"which two accounts ~ At {usd(62_500 - 0.6 * 12_500)} USD the exchange must act; from "
        f"{usd(62_500 - 0.2 * 12_500)} USD down it may. The two historical books ~ "
        f"Above {usd(62_500 - 12_500)} USD the account in bitcoin seems the better one: it was "
        "bought lower ~ larger than all bids: the title then says how much finds no buyer",
    ),
}  # fmt: skip

SHOWS = {
    # What each wrong answer to expect shows.
    "00": {
        "a 10% move is a 10% loss": "the percentage is taken of the own money",
        "leverage makes every loss total": "it multiplies, no more",
        "a pledge is never used": "a pledge is heard as something that only lies there",
        "liquidation is always on time": "the line is taken for a price that somebody pays",
        "stablecoins move nothing": '"meant to be one dollar" is read as "is one dollar"',
        "only the closing price counts": "two points are taken for the whole way",
        "I can only lose what I put up": "the course's question, answered wrongly",
    },
    "01": {
        "leverage sets the size of my order": "taken for a multiplier of the order",
        "the setting multiplies the loss": "the same, one step later",
        "the margin is spent": "a pledge is heard as a price that was paid",
        "what my account holds is mine": "the loan is forgotten",
        "the lender shares my loss": "a loan is taken for a partnership",
        "I can only lose my margin": "the title of the course",
    },
    "02": {
        "I will always be warned": "a courtesy is taken for a right",
        "liquidation waits for 40%": '"certain at" is read as "not before"',
        "below 100% I am liquidated": "the end of new positions is taken for the end of the old",
        "each position has its own level": "the account is thought of as separate purses",
        "a short mirrors a long": "the used margin of a short grows with the price; that of a long",
        "a loss is not real until I close": "equity is confused with cash",
    },
    "03": {
        "a lower leverage setting is always safer": "setting and size are one thing",
        "the setting decides when I am broke": "trigger and zero-equity price are not yet two",
        "liquidation stops at zero": "a safety net with a floor",
        "the losing position goes first": "the rule is age, though the order may vary",
        "I can steer a liquidation": "the choice ended when it began",
        "a rollover is charged once a day": "it is charged every four hours",
    },
    "04": {
        "a trigger price is a guaranteed price": "trigger and fill are one event",
        "what is left at the trigger is left at the fill": "the 40% is taken for money in a drawer",
        "gaps only happen at weekends": "an empty book is enough",
        "a market order gets the price on the screen": "the book behind the price is not seen",
        "collateral in BTC is neutral": "the debt is counted in dollars, the pledge in coins",
        "every percentage is a share of the entry price": "measured from the liquidation price",
    },
}

ASKED |= ASKED_ON_DEBTS | ASKED_ON_CONTRACTS | ASKED_ON_CRASHES | ASKED_ON_FLIGHTS
ASKED |= ASKED_ON_MY_OWN
SHOWS |= SHOWS_ON_DEBTS | SHOWS_ON_CONTRACTS | SHOWS_ON_CRASHES | SHOWS_ON_FLIGHTS
SHOWS |= SHOWS_ON_MY_OWN

AROUND = {
    # The sections around the lessons, by their heading.
    "Teaching guide": ("Lessons 00 to 11 are here",),
    "Before the class": (
        "takes a minute or two ~ first code cell of lesson 00 says what is missing",
        "`MARGIN_LESSONS_OPEN_GATES=1 python run.py` ~ `set MARGIN_LESSONS_OPEN_GATES=1`",
        'progress.reset("03_liquidation") for one lesson',
        "typing 13200 is quicker",
    ),
    "How a lesson runs": (
        "Together they take 26 to 30 minutes alone; with discussion, plan 45",
        "1. **Predict on paper first",
        "2. **One button, one question",
        "3. **Let the quiz speak",
        "4. **Missions in pairs",
    ),
    "Plans": (),
    "45 minutes: one sitting, the gates open": (
        "leaves out lesson 02, so say two sentences ~ From a level of about 80% down the exchange "
        "may already close, at its own choice; only at about 40% must it ~ but none is promised",
    ),
    "45 minutes more: a contract, a crash, a flight": ("a class that knows lessons 00 to 04",),
    "90 minutes: the story from the loan to the debt": (),
    "90 minutes more: from the contract to a rule of one's own": (),
    "Two weeks: ten lessons of 45 minutes": (
        "The twelve lessons, with time to practise. What is on the wall is the page of the day's",
    ),
}
