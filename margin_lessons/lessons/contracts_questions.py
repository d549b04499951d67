"""The questions of lesson 08: marks and last prices, coins and dollars, loans and bonds."""

from __future__ import annotations

from margin_lessons.panels.verdict import Option, Question

QUESTIONS = (
    Question(
        "recall cushion",
        "From lesson 03: what lies between the liquidation price and the price where nothing is "
        "left?",
        (
            Option(
                "The cushion: a fill within it leaves something, one beyond it a debt",
                "It is the room for a fill that is worse than its trigger.",
            ),
            Option(
                "Nothing, the two are one price",
                "the exchange acts while something is left, so that a worse fill can be paid.",
                "liquidation stops at zero",
            ),
            Option(
                "The margin call",
                "the call comes before the liquidation, not after it.",
                "the call is the last warning",
            ),
        ),
    ),
    Question(
        "recall product",
        "From lesson 05: a gap takes more than you put up. What decides whether you owe the rest?",
        (
            Option(
                "The product, and the company named on the contract",
                "Spot margin leaves a debt; futures do in one place and not in another.",
            ),
            Option(
                "The leverage",
                "leverage decides how soon it happens, not who pays.",
                "more leverage, more debt",
            ),
            Option(
                "Whether the margin was isolated",
                "isolated says which money is put up, not who bears a gap.",
                "isolated is a guarantee",
            ),
        ),
    ),
    Question(
        "which price",
        "Vera's chart shows no trade below 57,060 USD, and her liquidation price was 56,842.11 "
        "USD. Was the exchange wrong?",
        (
            Option(
                "No: the mark price was lower, and that is what counts",
                "It follows an average of several exchanges. Your own chart may never show it.",
            ),
            Option(
                "Yes: nobody traded at her liquidation price",
                "the last price only says what the last trade was; the margin is held against the "
                "mark price.",
                "the last price liquidates me",
            ),
            Option(
                "Yes: it had to wait for a trade at that price",
                "the liquidation price is where the closing begins, not an order that waits.",
                "a liquidation price is a limit order",
            ),
        ),
    ),
    Question(
        "same loss",
        "Two longs of 60,000 USD at 2x, one linear and one inverse. The price falls by a fifth. "
        "Which has less left, counted in dollars?",
        (
            Option(
                "The inverse one",
                "The position loses the same in dollars, and the bitcoin put up for it has fallen "
                "as well.",
            ),
            Option(
                "Neither: inverse and linear lose the same",
                "the position does; what was put up is dollars in one and bitcoin in the other.",
                "inverse and linear lose the same",
            ),
            Option(
                "The linear one: bitcoin as collateral is neutral",
                "collateral in bitcoin falls together with a long.",
                "collateral in bitcoin is neutral",
            ),
        ),
    ),
    Question(
        "bankruptcy price",
        "A linear long at 10x, 5% to be kept. The liquidation price is 56,842.11 USD. Where is "
        "the bankruptcy price, at which nothing is left?",
        (
            Option(
                "At 54,000 USD",
                "A tenth of the entry was put up, so a fall of a tenth takes it all.",
            ),
            Option(
                "At 56,842.11 USD, too",
                "there about 5% of the value is left; the gap to 54,000 USD is the cushion.",
                "liquidation price = bankruptcy price",
            ),
            Option(
                "At 57,000 USD",
                "a fall of 5% leaves half of what was put up.",
                "maintenance is what I may lose",
            ),
        ),
    ),
    Question(
        "loan",
        "You hold a future at 10x. Who lent you the other nine tenths?",
        (
            Option(
                "Nobody",
                "The margin is a performance bond: a pledge to pay what the contract may lose.",
            ),
            Option(
                "The exchange, as on spot margin",
                "there a loan buys coins; here no coins are bought, and no rollover runs.",
                "every leverage is a loan",
            ),
            Option(
                "The traders on the other side",
                "they have a contract with the opposite sign and have lent nothing.",
                "the other side lends",
            ),
        ),
    ),
    Question(
        "cross",
        "Cross margin, 20,000 USD in the account, a long of 1 BTC from 60,000 USD. You change the "
        "leverage from 5x to 20x. What becomes of the liquidation price?",
        (
            Option(
                "It stays",
                "The whole account backs the position either way. Only the money in it counts, "
                "and the size.",
            ),
            Option(
                "It comes nearer to the entry",
                "on isolated margin it would; in cross margin the leverage is not in it.",
                "the leverage always moves the liquidation",
            ),
            Option(
                "It goes further away",
                "less is set aside, but nothing is added to the account.",
                "less margin is more safety",
            ),
        ),
    ),
    Question(
        "funding",
        "The funding rate is above zero, and you are short. What happens every eight hours?",
        (
            Option(
                "You are paid by those who are long",
                "Funding goes from one side to the other; below zero you would pay.",
            ),
            Option(
                "You pay the exchange, as rent",
                "rollover is rent; funding is paid by traders to traders.",
                "funding is a fee of the exchange",
            ),
            Option(
                "Nothing, you borrowed nothing",
                "funding is no interest: it pulls the contract towards the index.",
                "no loan, no cost",
            ),
        ),
    ),
    Question(
        "queue",
        "You are right, your profit is large, and your leverage is high. The fund is empty, and "
        "somebody else's loss is not covered. What can happen to you?",
        (
            Option(
                "Your position is closed first, by force",
                "The queue goes by profit times leverage. You keep what you had won by then.",
            ),
            Option(
                "Nothing: losers pay, winners are paid",
                "what the losers cannot pay is missing for the winners.",
                "a winner is safe",
            ),
            Option(
                "The exchange pays from its own money",
                "it may, and need not; the usual chain is the fund, then the queue.",
                "the venue makes good",
            ),
        ),
    ),
)
