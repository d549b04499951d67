"""Who bears a loss beyond the margin here, by product, venue and place."""

from __future__ import annotations

import pytest

from margin_lessons.contract_venues import CONTRACT_VENUES
from margin_lessons.debt import LAWS, BelowZero
from margin_lessons.doctor import Residence, own_law
from margin_lessons.errors import BadInput
from margin_lessons.own_position import OwnPosition

OWES = {
    "Kraken derivatives outside the US": False,
    "Kraken derivatives in the EEA": False,
    "Kraken derivatives in the US": True,
    "Bitstamp perpetuals": False,
    "Robinhood EU": False,
    "a retail CFD in the EU": False,
    "Binance USD-M": False,
    "Bybit": False,
    "OKX": False,
    "Hyperliquid": False,
}


def contract(venue: str, product: str = "linear contract") -> OwnPosition:
    return OwnPosition("long", 1, 60_000, leverage=2, venue=venue, product=product)


SPOT = OwnPosition("long", 1, 60_000, leverage=2)


@pytest.mark.parametrize("venue", [one.name for one in CONTRACT_VENUES])
def test_who_may_owe_at_each_venue(venue: str) -> None:
    law = own_law(contract(venue))
    assert law.may_owe is OWES[venue]
    by_law = venue in ("Kraken derivatives in the EEA", "a retail CFD in the EU")
    expected = BelowZero.BY_LAW if by_law else BelowZero.BY_PROCESS
    assert law.below_zero is (BelowZero.OWED if OWES[venue] else expected)
    assert law.shared(1_000).paid.client_owes == (1_000 if OWES[venue] else 0)
    assert law.findings == ()


def test_on_spot_margin_the_client_owes() -> None:
    law = own_law(SPOT)
    assert law.may_owe is True
    assert law.sentence == "Yes: what is missing below zero is owed by you (16 December 2024)."
    assert [one.question for one in law.findings][:2] == [
        "must the debt be repaid?",
        "trading and withdrawal?",
    ]


def test_a_linear_contract_of_kraken_has_a_pool_before_the_others() -> None:
    venue = "Kraken derivatives outside the US"
    names = [own_law(contract(venue, kind)).regime for kind in ("linear", "inverse")]
    assert [one.name for one in names if one] == [
        "derivatives outside the US, multi-collateral",
        "derivatives outside the US, coin-margined",
    ]


def test_the_laws_are_those_of_the_place_and_the_product() -> None:
    mine = contract("Bybit")
    told = {home: [one.place for one in own_law(mine, home).laws] for home in Residence}
    assert told == {
        Residence.EEA: ["EU, retail clients"] * 4,
        Residence.GERMANY: ["Germany, retail clients"] + ["EU, retail clients"] * 4,
        Residence.UK: ["UK, retail clients"],
        Residence.US: ["US, futures"],
        Residence.ELSEWHERE: [],
    }
    spot = {home: own_law(SPOT, home).laws for home in Residence}
    assert spot[Residence.EEA] == (LAWS["MiCA"],)
    assert spot[Residence.US] == (LAWS["US spot margin"],)


def test_the_answer_in_a_sentence() -> None:
    assert own_law(contract("Bybit")).sentence == (
        "No, by the venue's own process: a promise of the venue, and no law (2026)."
    )
    assert own_law(contract("Bybit"), Residence.US).sentence.endswith(
        "Futures under US law are another case: there a deficit is owed."
    )
    cfd = contract("a retail CFD in the EU")
    assert own_law(cfd).sentence == (
        "No, so far as this is a CFD: by law no more is owed than the account holds "
        "(1 August 2018)."
    )
    assert own_law(cfd, Residence.UK).sentence.endswith(
        "That law is for clients in the EU, and you live in the UK."
    )
    assert own_law(contract("Kraken derivatives in the US"), Residence.US).may_owe is True


def test_what_was_not_found_is_not_no() -> None:
    mine = OwnPosition("long", 1, 60_000, leverage=2, venue="somewhere", product="linear",
                       maintenance=0.05)  # fmt: skip
    law = own_law(mine)
    assert (law.regime, law.may_owe, law.below_zero) == (None, None, None)
    assert law.sentence.startswith("Not found: nothing read says")
    with pytest.raises(BadInput, match="regime None is not found"):
        law.shared(1_000)


def test_a_place_goes_by_its_name_or_its_words() -> None:
    assert own_law(SPOT, "in the UK").residence is Residence.UK  # type: ignore[arg-type]
    assert own_law(SPOT, "uk").residence is Residence.UK  # type: ignore[arg-type]
