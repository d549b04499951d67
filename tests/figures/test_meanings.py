"""What a level means and how well a step is founded, in the words of the panels."""

from __future__ import annotations

import pytest

from margin_lessons.scenes import gauge, paying_off
from margin_lessons.scenes.payments import waterfall_state
from margin_lessons.venue import ARTICLE, KRAKEN_SPOT, Venue

# 1 BTC long at 20,000 on 10,000 USD at 5x: the level is (price - 10,000) / 4,000.


@pytest.mark.parametrize(
    ("venue", "price", "said", "not_said"),
    [
        (KRAKEN_SPOT, 18_000, ["new positions are allowed", "nothing is closed"], ["margin call"]),
        (KRAKEN_SPOT, 13_600, ["no new position", "nothing is closed"], ["margin call"]),  # 90 %
        # Kraken may close from the very level of its call, 80 %; the article's exchange not yet.
        (KRAKEN_SPOT, 13_000, ["margin call may be sent", "may close positions"], ["nobody"]),
        (ARTICLE, 13_000, ["margin call may be sent"], ["close"]),
        (ARTICLE, 11_500, ["margin call may be sent", "may close positions"], ["nobody"]),  # 37.5 %
        (KRAKEN_SPOT, 11_500, ["the exchange closes positions", "nobody can stop it"], ["may"]),
        (KRAKEN_SPOT, 9_000, ["everything you put up is gone", "debt"], ["margin call", "closes"]),
    ],
)
def test_what_a_margin_level_means(
    venue: Venue, price: float, said: list[str], not_said: list[str]
) -> None:
    state = gauge.gauge_state("long", 1, 20_000, 10_000, 5, price, venue)
    meaning = gauge.scene(state).sentence.partition(": ")[2]
    assert all(words in meaning for words in said), meaning
    assert not any(words in meaning for words in not_said), meaning


def test_every_step_of_a_recovery_says_how_far_it_is_published() -> None:
    """As docs and sources have it: the order is published, the earn wallet in part, deposits not.

    support.kraken.com 9148088075028 has the order of the collateral and "any other funds"; the
    terms of December 2024 have a sentence on money that is credited, and none on a debtor's.
    """
    rows = paying_off.scene(waterfall_state(1_000, deposit=500)).table.rows
    standing = {row[0].partition(", ")[0].partition(". ")[2]: row[-1] for row in rows}
    assert standing == {
        "BTC wallet (spot)": "published",
        "EUR wallet (spot)": "published",
        "SOL wallet (earn)": "published in part",
        "USD deposit": "published in part",
    }


def test_restrictions_are_published_and_the_claim_of_no_interest_is_contradicted() -> None:
    for rules, wanted in (("published", "7.29 USD, at 18% a year"), ("claimed", "contradicted")):
        text = paying_off.scene(waterfall_state(1_000, 100, rules))
        assert wanted in text.fact("interest").text
        assert "terms of December 2024" in text.fact("interest").text
        for name in ("trading returns", "withdrawal returns"):
            assert text.fact(name).text == "on day 90; published"
