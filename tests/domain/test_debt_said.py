"""What article, pages, terms and law say: every row by hand, written a second time, with its date.

The rows are those of a compilation of 25 November 2026; "not found" is None, and never "no".
"""

from __future__ import annotations

import pytest

from margin_lessons.debt import (
    AS_CLAIMED,
    AS_PUBLISHED,
    EEA_SCHEDULE,
    EEA_SCHEDULE_PAGE,
    GERMAN_RETAIL,
    GROUNDS,
    HISTORY,
    KRAKEN_SPOT_MARGIN,
    KRAKEN_US_DERIVATIVES,
    LAWS,
    SAID,
    TERMS,
    WITH_COLLECTOR,
    MarginRow,
    PaysFirst,
    Standing,
    Strength,
)

ARTICLE, READ, TERMS_OF = "2025-07-28", "2026-11-22", "2024-12-16"

ROWS = {
    # name: standing, what the article, the pages, the terms must say (None: not found), the verdict
    "repay": (
        Standing.PUBLISHED, ["yes", "legal action"], ["may be required"],
        ["48 hours", "negative equity", "costs of collection"], ["published", "48 hours"],
    ),
    "restricted": (
        Standing.PUBLISHED, ["may be restricted", "settled"], None,
        ["neither", "equity is negative"], ["published", "confirmed"],
    ),
    "interest": (
        Standing.CONTRADICTED, ["none"], None,
        ["18% a year", "legal maximum if that is more", "collector", "18% of the sum"],
        ["contradicted", "in practice is not known"],
    ),
    "deposits": (
        Standing.PARTLY, ["taken"], None,
        ["no sentence on a debtor's", "borrowed currency", "by itself", "by hand", "Classic"],
        ["in part"],
    ),
    "other wallets": (
        Standing.PARTLY, ["non-margin wallets"], ["any other funds"],
        ["other assets", "collateral or not", "staked coins", "futures wallet", "not named"],
        ["in part"],
    ),
    "small rest": (
        Standing.CLAIMED, ["under 20 USD", "discretion"], None, None,
        ["not found", "nor in the terms of December 2024"],
    ),
    "warning": (
        Standing.PARTLY, ["issued"], ["not guaranteed"],
        ["no duty to contact", "no right to more time", "before a date it named",
         "without notice", "far larger than the funds"], [],
    ),
    "term": (
        Standing.PUBLISHED, None, ["a term can apply"], ["none", "6 December 2022"],
        ["28 days", "outdated", "US phase-out of June 2021"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ROWS)
def test_each_question_by_hand(name: str) -> None:
    finding, (standing, article, pages, terms, so) = SAID[name], ROWS[name]
    assert finding.standing is standing
    for told, wanted, date, strength in (
        (finding.article, article, ARTICLE, Strength.A),
        (finding.pages, pages, READ, Strength.A),
        (finding.terms, terms, TERMS_OF, Strength.B),
    ):
        assert (told is None) is (wanted is None), told
        if told is not None:
            assert [part for part in wanted if part not in told.words] == []
            assert told.source.date == date
            assert told.source.title
            assert told.strength is strength
    assert [part for part in so if part not in finding.so] == []
    assert finding.question.endswith("?")


def test_there_is_no_question_more_or_less() -> None:
    assert list(SAID) == list(ROWS)


def test_the_terms_are_a_dated_copy() -> None:
    assert TERMS.date == "2024-12-16"
    assert "Open Terms Archive" in TERMS.title


def test_since_when() -> None:
    dates = {one.date: one.words for one in HISTORY}
    assert "48 hours" in dates["2021-09-27"]
    assert "may not trade" in dates["2021-09-27"]
    assert dates["2023-12"].startswith("no withdrawal either; interest")
    assert dates["2022-12-06"] == "no maximum term"
    words = [one.words for one in HISTORY if one.date == "2021"]
    assert any("collecting" in one for one in words)
    assert any("365 days" in one and "28 days" in one for one in words)


def test_the_rules_of_a_recovery_are_those_that_are_said() -> None:
    assert (AS_PUBLISHED.due_days, AS_PUBLISHED.interest, AS_PUBLISHED.collector) == (2, 0.18, 0)
    assert (WITH_COLLECTOR.interest, WITH_COLLECTOR.collector) == (0.18, 0.18)
    assert AS_PUBLISHED.source == WITH_COLLECTOR.source == TERMS
    assert (AS_CLAIMED.due_days, AS_CLAIMED.interest, AS_CLAIMED.collector) == (None, 0, 0)
    assert AS_CLAIMED.source.date == ARTICLE
    assert AS_CLAIMED.protection_limit == 20
    for rules in (AS_CLAIMED, AS_PUBLISHED, WITH_COLLECTOR):
        assert rules.restricts
        assert not rules.protection
        assert rules.pays_first is PaysFirst.DEBT


def test_spot_margin_and_the_us_rest_on_terms_and_law() -> None:
    assert KRAKEN_SPOT_MARGIN.source == TERMS
    assert "48 hours" in KRAKEN_SPOT_MARGIN.words
    assert KRAKEN_US_DERIVATIVES.source == LAWS["US futures"].told.source


# ---- The law ----------------------------------------------------------------

RULES = {
    # name: figure, place, source, date, strength, words
    "cap": (2, "EU", "ESMA", "2018-08-01", "A", ["2:1", "50%", "CySEC DI87-09", "27 September"]),
    "close-out": (0.5, "EU", "ESMA", "2018-08-01", "A", ["half of the initial margin"]),
    "protection": (0, "EU", "ESMA", "2018-08-01", "A", ["each account", "all CFDs", "funds in it"]),
    "perpetuals": (
        None, "EU", "ESMA35-243228190-8024", "2026-02-24", "C",
        ["likely CFDs", "neither the name", "insurance fund"],
    ),
    "Germany": (None, "Germany", "BaFin", "2022-09-30", "A", ["pay in more", "1 January 2023"]),
    "MiCA": (None, "spot margin", "EBA/ESMA", "2025-01-16", "A", ["lending and borrowing"]),
    "UK": (None, "UK", "FCA", "2025-05-02", "A", ["6 January 2021", "2 May 2025", "borrowing"]),
    "US futures": (None, "US", "17 CFR 1.55(b)(1)", "2026-11-25", "A", ["more", "deficit"]),
    "US spot margin": (
        10_000_000, "US", "region pages", "2026-11-25", "B",
        ["Eligible Contract Participants", "10 million USD", "23 June 2021"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", RULES)
def test_each_law_by_hand(name: str) -> None:
    law, (figure, place, source, date, strength, words) = LAWS[name], RULES[name]
    assert law.figure == figure
    assert place in law.place
    assert source in law.told.source.title
    assert law.told.source.date == date
    assert law.told.strength.name == strength
    assert [part for part in words if part not in law.told.words] == []


def test_one_step_only_is_inferred_and_says_so() -> None:
    assert list(LAWS) == list(RULES)
    assert [name for name, law in LAWS.items() if law.inferred] == ["MiCA"]
    assert "no CFD" in LAWS["MiCA"].inferred
    assert "no protection by law was found" in LAWS["MiCA"].inferred


def test_three_grounds_are_three() -> None:
    process, law, german = GROUNDS
    assert "Equity Protection Process" in process.words
    assert "Bermuda" in process.words
    assert process.source.date == "2026-03-17"
    assert law == LAWS["protection"].told
    assert german == LAWS["Germany"].told
    assert len({ground.source for ground in GROUNDS}) == 3


def test_maintenance_is_half_of_the_initial_margin_in_every_row() -> None:
    rows = [(row.initial, row.maintenance) for row in EEA_SCHEDULE]
    assert rows == [(0.10, 0.05), (0.20, 0.10), (0.30, 0.15), (0.50, 0.25)]
    assert MarginRow(0.50, 0.25) == GERMAN_RETAIL
    for row in (*EEA_SCHEDULE, GERMAN_RETAIL):
        assert row.maintenance / row.initial == pytest.approx(LAWS["close-out"].figure)
    assert EEA_SCHEDULE_PAGE.date == "2025-05-29"
