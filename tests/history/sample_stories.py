"""The invented accounts whose exports ship as samples: one a layout, prices of about that year."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from history.kraken_story import Story

PRICES = {
    "2019": 8_000,
    "2021": 34_000,
    "2022": 40_000,
    "2024": 65_000,
    "2024 usd": 60_000,
    "2025": 90_000,
    "2026": 80_000,
}


def sample_story(year: str) -> Story:
    """Return an account: a long, partly closed, its rest liquidated or closed; a short stays open.

    In 2021 an ether pays a rollover and a position is settled; in 2026 types turn up that nobody
    has read.
    """
    price = Decimal(PRICES[year])
    # Times and ids of their own, so that all samples can be read at once.
    month = 8 if year.endswith("usd") else 3
    story = Story(datetime(int(year[:4]), month, 2, 9, 15, 7, 123_400))
    story.number = 100 * (1 + list(PRICES).index(year))
    story.deposit("USD", price * Decimal("0.12"))
    if year == "2021":
        story.deposit("ETH", 2)
    story.wait(90)
    lot = story.open("BTC", True, price, "0.5", 5)
    for _ in range(2):
        story.wait(240)
        story.roll(lot, "USD", price / 10_000)
    if year == "2021":
        story.wait(240)
        story.roll(lot, "ETH", "0.002")
    story.wait(1_000)
    story.close(lot, price * Decimal("1.05"), "0.25")
    story.wait(3_000)
    if year in ("2019", "2024", "2026"):
        story.close(lot, price * Decimal("0.56"), how="liquidation market")
    else:
        story.close(lot, price * Decimal("0.97"))
    story.wait(5_000)
    if year == "2021":
        settled = story.open("BTC", True, price, "0.1", 2)
        story.wait(400)
        story.settle(settled)
    if year == "2026":
        story.spot("BTC", price, "0.01")
        story.book("FTq7Xz", "dustsweeping", "USD", "0.42")
        story.book("FTq7Xy", "sale", "USD", "0.08")
    story.wait(700)
    story.deposit("USD", price / 10)
    story.wait(30)
    short = story.open("BTC", False, price * Decimal("0.75"), "0.2", 3)
    story.wait(240)
    story.roll(short, "USD", price / 20_000)
    story.wait(600)
    return story
