"""The teaching guide by hand: its sections on debts, stops and risk."""

from __future__ import annotations

ASKED_ON_DEBTS = {
    "05": (
        "with a date and a price; what the *terms* say and what is only *claimed* are two lists",
        "Omar's wallets hold 760 USD. Why do they not pay 760 USD of his debt",
        'says "no interest", the terms of December 2024 say 18% a year. Whose words',
        '"The exchange writes off less than 20 USD." Is that a rule',
        # 6 + 3.30 + 15 of fees; SOL of 600 less 5%.
        "0 USD forgets the fees, and 10 USD is the difference the wrong way round; 24.30 USD takes "
        "the fees for the debt, and 750 USD leaves the wallets alone ~ 600 USD of SOL against a "
        "debt of 600 USD: 30 USD stays owed",
        "what does the collector add, and how is it shared between two deposits ~ *four laws*: at "
        "which price is nothing left",
        "The terms are those of 16 December 2024 ~ Those for the EEA of 2 July 2025 could not be "
        "read ~ is an assumption: the other way round Omar's interest is 7.44 USD instead of 7.29 "
        "~ The two rows of 2016 and 2018 are history",
    ),
    "06": (
        # 0.5% below 19,000 is above the open at 17,500; 8% below it is not.
        "(At a limit of 0.5% it stays in after the small gap; at 8% it sells",
        "Both risk 1%, one with a stop 1% away, one 12% away",
        # 5,000 less what is lost down to 19,000, to 16,600, to 15,000; for the short to 21,600.
        f'{5_000 - 1_000:,} USD is "a stop caps my loss", {5_000 - 3_400:,} USD "the liquidation '
        'catches what the stop misses", and 0 USD "liquidation stops at zero" ~ '
        f"{5_000 + 500:,} USD is what is lost ~ a buy stop at 21,600 USD, an open at 22,500 USD, "
        f'and {5_000 - 2_500:,} USD left. There {5_000 - 1_600:,} USD is "a stop caps my loss" '
        f'once more, and {5_000 + 2_500:,} USD "a short earns when the price rises"',
        f"*four exits*: the wick goes to {20_000 * 0.86:,.0f} USD ~ with a stop 1% away the "
        f"position is worth a hundred times the risk; the gap takes {100 * 5_500 / 20_000}% of",
        # At 17,200: (5,000 - 2,800) / 4,000.
        f"On **A large gap** all four exits ~ had fallen to {100 * 2_200 / 4_000:.0f}% ~ a risk of "
        "1% is an example ~ (that is for lesson 07",
    ),
    "07": (
        '"Use 2x or 3x." Twice the money or three times: how different are the two in a calm month',
        "In 20,000 accounts there was not one debt. What may you say",
        # Six times a day 0.025% for 365 days, and once for the opening.
        f'{12 * 0.1:.1f}% is twelve times 1 in 1,000, 0.1% "calm stays calm", and '
        f"{0.025 * (6 * 365 + 1):.1f}% takes a year's rent for the chance; the room will nearly "
        "always be far too low. The second case halves the position, to once her own money, for "
        "the same calm year: 27.4%",
        "so begin below 1x ~ has to lie below 1 in 100, not the chance itself",
        '"2x" now means twice the own money, at a setting of 5x; only ~ a *setting* of 2x ~ lesson '
        "04 showed that either can make a debt ~ over 20,000 accounts from one seed ~ none of the "
        "seven markets ~ 1 in 100 and the dollars of buffer",
    ),
}

SHOWS_ON_DEBTS = {
    "05": {
        "a negative balance is written off": "a favour that some got is taken for how it works",
        "protection is a right": '"may" is read as "must"',
        "what an article says is a rule of the exchange": "the source was not asked for",
        "not found means no": "silence is read as an answer",
        "the rent runs on": "is taken for interest on a debt",
        "only the margin wallet is touched": "wallets are thought of as separate accounts",
        "what holds for one company holds for the brand": "not the one on the contract",
        "the law protects every margin trade": "the protection of CFDs is stretched to a loan",
        "isolated is a guarantee": "is taken for who bears a gap",
    },
    "06": {
        "a stop caps my loss": "the trigger is taken for the fill",
        "the liquidation catches what the stop misses": "a gap skips both",
        "a stop-limit is safer": "a limit is taken for a price that somebody pays",
        "the stop goes when the position goes": "the order is thought to belong to the position",
        "no position, no risk": "an order that is live is forgotten",
        "closing by hand controls the price": "the last trade is taken for the next one",
        "the size caps the loss at the stop": "the plan is taken for a promise",
        "a tighter stop is always better": "noise is not counted as a cost",
        "a stop fills at its trigger": "slippage is left out of the size",
        "a trailing stop stays where it was set": "the trigger follows the best price",
    },
    "07": {
        "2x cannot be liquidated": "forgets the trigger and the fees",
        "a buffer only delays": "true of rent, not of a price that goes up and down",
        "unlikely means safe over a year": "the chance of a month is taken for that of a year",
        "none seen is never": "a bound is read as zero",
        "the model is the market": "a market that may jump is forgotten",
        "chances add up": "a month counts only for those who got through the one before",
    },
}
