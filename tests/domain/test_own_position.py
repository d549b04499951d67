"""A position of one's own: what it is, what a file keeps of it, and what is wrong with it."""

from __future__ import annotations

import json

import pytest
from cases import cases
from hypothesis import given
from hypothesis import strategies as st
from own_positions import by_hand, own_positions

from margin_lessons.account import Account
from margin_lessons.contract import Contract
from margin_lessons.contract_venues import BINANCE_USDM, BYBIT, ROBINHOOD_EU
from margin_lessons.cross_margin import CrossMargin
from margin_lessons.crossing import crossing
from margin_lessons.errors import BadInput
from margin_lessons.own_position import OwnPosition, ProductKind

SPOT = {"side": "long", "volume": 1, "entry": 20_000, "cash": 10_000, "leverage": 5}
LINEAR = {**SPOT, "product": "linear contract", "venue": "Binance USD-M"}


@given(own_positions())
@cases(500)
def test_a_position_is_the_holding_that_is_put_together_by_hand(mine: OwnPosition) -> None:
    held, other = mine.holding, by_hand(mine)
    assert type(held) is type(other)
    coin = "BTC" if isinstance(held, CrossMargin) else None
    for level in (0.0, 0.4, 0.8, 1.0):
        assert crossing(held, level, coin=coin) == crossing(other, level, coin=coin)


@given(own_positions())
@cases(500)
def test_a_record_is_plain_and_gives_the_position_back(mine: OwnPosition) -> None:
    assert OwnPosition.from_record(json.loads(json.dumps(mine.as_record()))) == mine


@given(own_positions(), st.data())
@cases(200)
def test_a_damaged_record_is_one_sentence_or_the_same_position(
    mine: OwnPosition, data: st.DataObject
) -> None:
    record: dict[str, object] = dict(mine.as_record())
    name = data.draw(st.sampled_from(sorted(record)))
    damage = data.draw(st.sampled_from(["gone", "renamed", "a list", "text", "below zero"]))
    value = record.pop(name)
    if damage == "renamed":
        record[f"{name}_"] = value
    elif damage != "gone":
        record[name] = {"a list": [value], "text": "???", "below zero": -1}[damage]
    refusal = ""
    try:
        found = OwnPosition.from_record(record)
    except BadInput as problem:
        refusal = str(problem)
    if refusal:
        assert "\n" not in refusal
        assert refusal[-1] in ".?"
        return
    # What may be left out, or any text.
    assert damage == "gone" or name in ("coin", "currency", "venue")
    assert (found.side, found.volume, found.entry) == (mine.side, mine.volume, mine.entry)


def test_what_no_record_is() -> None:
    with pytest.raises(BadInput, match="saved position 5 is not a Mapping"):
        OwnPosition.from_record(5)  # type: ignore[arg-type]
    with pytest.raises(BadInput, match=r"field 'sid' is not one of a saved position.*'side'"):
        OwnPosition.from_record({"sid": "long"})


# ---- What backs it -------------------------------------------------------------------------------


def test_cash_beside_an_isolated_position_does_not_back_it() -> None:
    alone = OwnPosition(**{**LINEAR, "mode": "isolated margin"})
    assert isinstance(alone.holding, Contract)
    assert alone.holding == Contract.opened("long", 1, 20_000, 5, BINANCE_USDM)
    assert "Own money beside an isolated position does not back it, until you add it." in (
        alone.doubts
    )


def test_the_margin_on_the_page_comes_before_the_leverage() -> None:
    page = OwnPosition(**{**LINEAR, "mode": "isolated", "margin": 5_000})
    assert isinstance(page.holding, Contract)
    assert page.holding.margin == 5_000


def test_cross_margin_has_all_the_money_behind_it_and_the_margin_once() -> None:
    cross = OwnPosition(**{**LINEAR, "coins": 0.5}).holding
    assert isinstance(cross, CrossMargin)
    assert cross.equity({"BTC": 20_000}) == 10_000 + 0.5 * 20_000


def test_coins_count_less_their_haircut() -> None:
    tron = OwnPosition("long", 1_000, 0.2, coins=500, leverage=2, coin="TRX").holding
    assert isinstance(tron, Account)
    assert tron.equity(0.2) == 500 * 0.5 * 0.2


def test_an_opening_fee_is_not_charged_again() -> None:
    account = OwnPosition(**SPOT).holding
    assert isinstance(account, Account)
    assert account.positions[0].opening_charged


# ---- What is shown and not refused ---------------------------------------------------------------


def test_a_leverage_that_is_not_offered_is_shown() -> None:
    doubts = OwnPosition(**{**SPOT, "leverage": 20, "price": 20_000}).doubts
    assert doubts == (
        "Kraken spot margin offers 1x to 10x and this position says 20x: it is counted as it "
        "stands.",
    )
    at_robinhood = {**LINEAR, "venue": ROBINHOOD_EU.name, "leverage": 7, "price": 20_000}
    assert "offers 1x to 5x and this position says 7x" in OwnPosition(**at_robinhood).doubts[0]
    assert not OwnPosition(**{**at_robinhood, "leverage": 5}).doubts


def test_a_mode_a_table_and_a_price_that_are_not_there_are_shown() -> None:
    assert OwnPosition(**SPOT).doubts == (
        "The price of now is not known: how far off and how likely anything is, cannot be told.",
    )
    alone = OwnPosition(**{**SPOT, "mode": "isolated", "price": 1})
    assert alone.doubts == ("Spot margin is backed by the whole account, isolated or not.",)
    coins = {**LINEAR, "product": "inverse contract", "venue": BYBIT.name, "price": 1}
    assert OwnPosition(**coins).doubts[0] == (
        "The table of Bybit for inverse contracts was not read: the first row of its linear one "
        "is taken."
    )
    with_rate = OwnPosition(**{**coins, "maintenance": 0.004}).doubts
    assert not any("inverse" in doubt for doubt in with_rate)


def test_a_contract_anywhere_is_known_by_the_rate_of_its_page() -> None:
    mine = {**LINEAR, "venue": "somewhere", "mode": "isolated", "cash": 0, "price": 20_000}
    with pytest.raises(BadInput, match=r"venue 'somewhere' .* as maintenance=0.005"):
        OwnPosition(**mine)
    there = OwnPosition(**{**mine, "maintenance": 0.05})
    assert there.doubts == (
        "The rules of somewhere were not read: only the rate of its page is known.",
    )
    # 20,000 x (1 - 1/5) / (1 - 0.05)
    assert crossing(there.holding, 1.0).at == pytest.approx(16_000 / 0.95)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"leverage": 0.5}, "leverage 0.5 is below 1"),
        ({"price": 0}, "price of now 0 is not a finite number above 0"),
        ({"cash": -1}, "own money -1 is below 0"),
        ({"venue": "Krakn spot margin"}, "did you mean 'Kraken spot margin'?"),
        ({"margin": 5}, "margin 5 does not go with spot margin"),
        ({"maintenance": 0.1}, "maintenance 0.1 does not go with spot margin"),
        ({"product": "spt"}, "product 'spt' is not one of the options"),
        ({"mode": 5}, "mode '5' is not one of the options"),
    ],
)
def test_what_is_no_position(wrong: dict[str, object], words: str) -> None:
    with pytest.raises(BadInput) as refusal:
        OwnPosition(**{**SPOT, **wrong})
    assert words in str(refusal.value)


def test_the_price_of_now() -> None:
    mine = OwnPosition(**SPOT)
    with pytest.raises(BadInput, match="price None of now is missing"):
        _ = mine.now
    assert mine.at_price(18_000).now == 18_000
    assert mine.at_price(18_000).at_price(None) == mine
    assert mine.product is ProductKind.SPOT_MARGIN
