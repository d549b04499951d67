"""The teaching guide by hand: its section on one's own account."""

from __future__ import annotations

LEFT = 10_000 - 361 * 7.5
"""What a fee at opening and 360 rollovers leave of 10,000 USD."""


def fall(price: float) -> str:
    """Return how far a price lies below 56,000, as the guide writes it."""
    return f"{100 * (price / 56_000 - 1):.1f}%"


ASKED_ON_MY_OWN = {
    "11": (
        "Paula did nothing for 60 days. Who moved her line? (360 small rows",
        # Half a coin: 2,400 has to stay, 4,800 at the call. 61 charges; a whole coin; a wrong sign.
        f'-20% is "my liquidation price is fixed", '
        f"{fall(60_000 + (2_400 - (10_000 - 61 * 7.5)) / 0.5)} counts one rollover a day, "
        f"{fall(44_800 + 361 * 7.5)} moves half a coin as a whole one, "
        f"{fall(44_800 - 2 * 361 * 7.5)} has the fees push the line away, "
        f"{fall(60_000 - LEFT / 0.5)} is where nothing is left, and "
        f"{fall(60_000 + (4_800 - LEFT) / 0.5)} is the call ~ The second case has 3,000 USD more: "
        f"{fall(60_000 + (2_400 - LEFT - 3_000) / 0.5)}",
        "*position doctor*: how many dollars does one coin lose down to half the price ~ *my "
        "rule*: a fall of 20% takes a fifth of the size ~ the level is at 150%",
    ),
}

SHOWS_ON_MY_OWN = {
    "11": {
        "my liquidation price is fixed": "taken for a promise",
        "the line follows the market": "one thing on the screen",
        "rollover is small": "not how many there are",
        "rollover comes once a day": "never looked up",
        "each position has its own level": "the account is forgotten",
        "more positions are a buffer": "a loan is taken for diversification",
        "a list of trades is an account": "are no trades",
        "unlikely means safe": "read as none",
        "a chance is a share of the money": "accounts are counted, not dollars",
        "who sells is always wrong": "takes the place of checking",
        "what stands beside it does not matter": "who pays for the page",
        "a loss that is closed comes back": "counted twice",
    },
}
