"""The questions of lesson 05; what is right follows the exchange's terms of December 2024."""

from __future__ import annotations

from margin_lessons.panels.verdict import Option, Question

QUESTIONS = (
    Question(
        "recall debt",
        "From lesson 04: 0.5 BTC long from 62,500 USD on 6,250 USD of cash. The liquidation was "
        "triggered at 55,000 USD and filled at 48,000 USD. What is the balance afterwards?",
        (
            Option("-1,000 USD", "The loss is 7,250 USD, and 6,250 USD was there to pay it."),
            Option(
                "2,500 USD, the equity at the trigger",
                "that is what the trigger would have left; the fill came 7,000 USD lower.",
                "a trigger price is a guaranteed price",
            ),
            Option(
                "0 USD, because only the margin is at stake",
                "the margin is what you put up, not a limit to the loss.",
                "I can only lose my margin",
            ),
        ),
    ),
    Question(
        "recall cushion",
        "From lesson 03: two longs at full size, one at 2x and one at 10x, both just triggered. "
        "Which of them turns into a debt after a gap of 10%?",
        (
            Option("The one at 10x", "Its cushion is 4.3% wide, that of the other 28.6%."),
            Option(
                "The one at 2x",
                "a low setting triggers early and leaves a thick cushion.",
                "an early trigger is a thin cushion",
            ),
            Option(
                "Neither, both had 40% left",
                "40% of the used margin is much less than 40% of the price.",
                "the level is a share of the price",
            ),
        ),
    ),
    Question(
        "written off",
        "Omar still owes 264.30 USD and never logs in again. What becomes of it?",
        (
            Option(
                "It stays owed",
                "By the terms of December 2024 it was due within 48 hours, and what collecting it "
                "costs comes on top. The article speaks of legal action.",
            ),
            Option(
                "After a while it is written off",
                "neither pages nor terms say so; being let off is a favour that some brokers did "
                "once.",
                "a negative balance is written off",
            ),
            Option(
                "A fund of the exchange pays it",
                "funds of that kind belong to futures; for spot margin none is published.",
                "every exchange has a fund for this",
            ),
        ),
    ),
    Question(
        "protection",
        "After everything was taken, 14.30 USD is left to pay. Who pays it?",
        (
            Option(
                "The client, unless the exchange chooses otherwise",
                "The article says the exchange may absorb small amounts, usually under 20 USD, at "
                "its own discretion. Neither its pages nor its terms of December 2024 mention it.",
            ),
            Option(
                "The exchange, it is under 20 USD",
                "it may, if it likes; nobody can insist on it.",
                "protection is a right",
            ),
            Option(
                "Nobody, such a sum is simply dropped",
                "somebody is short of that money; the books of all sides add up to zero.",
                "a small debt goes away by itself",
            ),
        ),
    ),
    Question(
        "interest",
        "The debt stands open for 90 days. Does interest run on it?",
        (
            Option(
                "The article says no; the terms of December 2024 say 18% a year",
                "The terms are the contract, so count on it. Whether it is charged in practice is "
                "not known.",
            ),
            Option(
                "No, as the article says",
                "the exchange's terms contradict it, and it is their words that you agreed to.",
                "what an article says is a rule of the exchange",
            ),
            Option(
                "No, the support pages do not mention any",
                "a page that is silent says neither yes nor no; here the terms say yes.",
                "not found means no",
            ),
            Option(
                "Yes, the rollover fee runs on",
                "rollover is the rent of an open position, and this one is closed.",
                "the rent runs on",
            ),
        ),
    ),
    Question(
        "which funds",
        "Where does the exchange take the money from?",
        (
            Option(
                "From the collateral currencies in a published order, then from any other funds",
                "And every conversion into dollars costs 1.5%, 2.5% or 5% on the way.",
            ),
            Option(
                "From the margin wallet only",
                "the whole account is at hand, the earn wallet included.",
                "only the margin wallet is touched",
            ),
            Option(
                "From whatever is cheapest to convert",
                "the order is fixed: the pair's own coin goes before euros that would cost less.",
                "the order is chosen to suit me",
            ),
        ),
    ),
    Question(
        "which product",
        "Four clients lose 1,000 USD more than they had: one on spot margin, one in the EU with a "
        "retail CFD, one with futures in the US, one with futures at a venue that stops at zero. "
        "Who can end up owing?",
        (
            Option(
                "The one on spot margin and the one with futures in the US",
                "The retail CFD is protected by law, the other futures by the venue's own process.",
            ),
            Option(
                "All of them, they used leverage",
                "where a balance cannot go below zero, others bear the loss instead.",
                "leverage always means that I can owe",
            ),
            Option(
                "Only the one in the US, the EU protects its clients",
                "the EU's protection is for CFDs; for spot margin, a loan, none was found.",
                "the law protects every margin trade",
            ),
            Option(
                "Only the one on spot margin, futures are protected",
                "some are, by a venue or by law; in the US you are liable for a deficit.",
                "what holds for one company holds for the brand",
            ),
        ),
    ),
    Question(
        "isolated",
        "You trade futures on isolated margin, and a gap goes far beyond it. What can the position "
        "cost you?",
        (
            Option(
                "Its own margin, if the venue holds to that; the rest depends on product and place",
                "Isolated says which money is put up, not who bears a gap.",
            ),
            Option(
                "Its own margin and never more, wherever I trade",
                "some contracts make you liable for a deficit, and the word isolated changes "
                "nothing about it.",
                "isolated is a guarantee",
            ),
            Option(
                "The whole account, as always",
                "that is cross margin; isolated leaves the rest of the account out, as a rule.",
                "isolated and cross are one",
            ),
        ),
    ),
)
