"""A JSON that is cut, of another shape, or damaged in a field: one clear sentence each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cases import cases
from history.unified_shapes import SHAPES, Row, Truth
from hypothesis import given
from hypothesis import strategies as st
from reading import read_or_told

from margin_lessons.errors import BadInput
from margin_lessons.history import ReadPosition, read_history
from margin_lessons.history.ccxt_positions import EXAMPLE, ccxt_positions
from margin_lessons.history.samples import SAMPLES, sample
from margin_lessons.own_position import MarginMode, ProductKind

HELD = Truth(True, 0.5, 60_000.0, 61_000.0, 10.0, 3_000.0, 0.005)
ROW = SHAPES["binance"](HELD)
REPLIES = [name for name in SAMPLES if name.endswith(".json")]


def one(**changes: object) -> ReadPosition:
    return ccxt_positions(json.dumps([{**ROW, **changes}])).positions[0]


def written(reply: object) -> str:
    return json.dumps(reply)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[{'symbol': 'BTC/USDT:USDT', 'contracts': None}]", "line 1: this is what Python prints"),
        ('[{"symbol": None}]', "line 1: this is what Python prints, no JSON"),
        (
            "[\n  {\n    symbol: 'BTC/USDT:USDT'}]",
            "line 3: this is what JavaScript prints, no JSON",
        ),
        ('[{"symbol": undefined}]', "line 1: this is what JavaScript prints, no JSON"),
        ('[{"symbol": "BTC/USDT:USDT"},', "line 1: the JSON ends before it is complete"),
        ('[{"symbol": "BTC/US', "line 1: the JSON ends before it is complete"),
        ('[{"symbol": "BTC"}]\n[]', "line 2: more stands after the end of the JSON"),
        ('[{"a": 1, "a": 2}]', "key 'a' stands twice in one entry"),
        ('[{"a" 1}]', "line 1, column 7: this is not JSON: expecting ':' delimiter."),
        ("[" * 100_000, "nested too deeply"),
        ("[1, 2, 3]", "no positions"),
        ("{}", "this holds no positions, but nothing"),
        ("[null]", "a list of None and more, and holds no positions"),
        ("[[1700000000000, 1, 2, 3, 4, 5]]", "this looks like bars of prices"),
        ('[{"id": "1", "symbol": "BTC/USDT", "filled": 0, "remaining": 1}]', "looks like orders"),
        ('[{"symbol": "BTC/USDT", "takerOrMaker": "taker", "side": "buy"}]', "looks like trades"),
        ('{"USDT": {"free": 1}, "free": {}, "used": {}, "total": {}}', "looks like a balance"),
        ('{"symbol": "BTC/USDT", "bid": 1, "ask": 2, "baseVolume": 3}', "prices of a market"),
        ('[{"symbol": "BTCUSDT", "positionAmt": "1"}]', "an exchange's own reply"),
        ('{"retCode": 0, "result": {"list": []}}', "an exchange's own reply"),
        ('{"code": -2015, "msg": "Invalid API-key"}', "this holds no positions, but code, msg"),
    ],
)
def test_what_is_no_reply_is_told(text: str, why: str) -> None:
    refused = read_or_told(lambda: ccxt_positions(text))
    assert isinstance(refused, str)
    assert why in refused
    assert read_or_told(lambda: read_history(text)) == refused


@pytest.mark.parametrize("wrap", [lambda rows: rows, lambda rows: {"positions": rows},
                                  lambda rows: {row["symbol"]: row for row in rows},
                                  lambda rows: rows[0]])  # fmt: skip
def test_a_list_a_dictionary_and_one_position_are_the_same(wrap) -> None:
    assert ccxt_positions(written(wrap([ROW]))).positions == (one(),)


def test_a_file_its_bytes_and_its_text_are_the_same(tmp_path: Path) -> None:
    text = written([ROW])
    path = tmp_path / "any_name.csv"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32"):
        path.write_bytes(text.encode(encoding))
        assert ccxt_positions(path) == ccxt_positions(text), encoding
        assert ccxt_positions(("x.json", path.read_bytes())) == ccxt_positions(text)
        assert read_history(path).reported == ccxt_positions(text).positions


def test_an_empty_list_and_rows_that_hold_nothing_are_told() -> None:
    assert ccxt_positions("[]").notes == ("the text: the list is empty: no position is open.",)
    empty = {**ROW, "contracts": 0, "entryPrice": 0}
    reply = ccxt_positions(written([ROW, empty, empty]))
    assert len(reply.positions) == 1
    assert reply.notes == ("the text: 2 rows hold no position any more.",)
    assert reply.notes[0] in read_history(written([ROW, empty, empty])).notes


def test_a_reply_that_is_given_twice_counts_once() -> None:
    found = read_history(written([ROW]), written([ROW]))
    assert found.reported == (one(),)
    assert found.notes == (
        "the text: 1 position stands in a file before it, too: each counts once.",
    )
    assert len(read_history(written([ROW, ROW])).reported) == 2


def test_numbers_as_text_are_the_same_numbers() -> None:
    text = {name: str(one) for name, one in ROW.items() if isinstance(one, float)}
    assert one(**text) == one()


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"side": None}, "side None is neither 'long' nor 'short'."),
        ({"side": "up"}, "side 'up' is neither 'long' nor 'short'."),
        ({"contracts": -0.5}, "side 'long' and contracts -0.5 contradict each other."),
        ({"contracts": 5.0}, "contracts 5 of 1 each do not fit notional 30500 and unrealizedPnl "
         "500: the size is not known."),
        ({"contracts": None, "notional": None}, "contracts are missing, and with them the size of "
         "the position."),
        ({"entryPrice": "n/a"}, "entryPrice is missing: without the price of the opening no profit "
         "or loss is known."),
        ({"symbol": "BTC/USDT:USDT-261225-60000-C"}, "symbol 'BTC/USDT:USDT-261225-60000-C' is an "
         "option: the course has no rules for options."),
        ({"symbol": "BTC/USD:ETH"}, "symbol 'BTC/USD:ETH' is paid in a third coin, ETH: the course "
         "has no rules for such a contract."),
        ({"symbol": "BTC/USDT:USDT-261332"}, "symbol 'BTC/USDT:USDT-261332' ends on no day of the "
         "calendar."),
        ({"symbol": "BTC/USDT"}, "It is spot margin at Binance, whose rules were not read."),
        ({"info": None, "positionMargin": None, "liquidationPrice": None}, "collateral 3,500 USDT "
         "may hold the profit of 500 USDT or not: type in what was set aside for it."),
        ({"info": {}, "positionMargin": None, "liquidationPrice": None, "unrealizedPnl": None,
          "markPrice": None}, "collateral 3,500 USDT may hold a profit that is not told: type in "
         "what was set aside for it."),
        ({"info": {}, "maintenanceMargin": None, "maintenanceMarginPercentage": None}, "no "
         "maintenance rate is told, and the rules of its exchange were not read."),
        ({"marginMode": "cross", "liquidationPrice": None}, "It is backed by the whole account, "
         "whose money is not in the file: type your own money in."),
        ({"leverage": None, "initialMargin": None, "positionMargin": None, "collateral": None,
          "info": {}}, "leverage is missing, and so is what was set aside: type one of them in."),
    ],
)  # fmt: skip
def test_what_is_missing_is_one_sentence(changes: Row, missing: str) -> None:
    found = one(**changes)
    assert found.position is None
    assert found.missing == missing


def test_what_is_missing_can_be_typed_in() -> None:
    found = one(marginMode="cross", liquidationPrice=None)
    mine = found.completed(cash=5_000)
    assert (mine.cash, mine.mode, mine.volume) == (5_000, MarginMode.CROSS, 0.5)
    with pytest.raises(BadInput, match="volume is still missing: entryPrice is missing"):
        one(entryPrice=None).completed(cash=5_000)


@pytest.mark.parametrize(
    ("changes", "remark"),
    [
        ({"markPrice": float("nan")}, "markPrice nan is not a number: it is left out."),
        ({"leverage": "10x"}, "leverage '10x' is not a number: it is left out."),
        ({"leverage": None}, "No leverage is told: it is value over margin."),
        ({"liquidationPrice": True}, "liquidationPrice True is not a number: it is left out."),
        ({"markPrice": None, "lastPrice": 61_000}, "No mark price is told: the last price is "
         "taken."),
        ({"markPrice": None}, "No price of now is told: it follows from the notional."),
        ({"marginMode": None}, "Whether its margin is isolated is not told: it is read as cross "
         "margin, backed by the whole account."),
        ({"info": {}, "positionMargin": None}, "Its collateral holds the profit, as its "
         "liquidation price shows."),
        ({"info": {}, "positionMargin": None, "collateral": 3_000.0}, "Its collateral does not "
         "hold the profit, as its liquidation price shows."),
        ({"info": {}, "positionMargin": None, "collateral": None}, "What was set aside is not "
         "told: it follows from the exchange's liquidation price."),
        ({"symbol": "BTC/USDT:USDT-261225"}, "It ends on 25 December 2026: funding is not paid."),
        ({"symbol": "ETH/USDT:USDT", "maintenanceMargin": None,
          "maintenanceMarginPercentage": None}, "No maintenance rate is told: that of BTC at "
         "Binance USD-M is taken."),
    ],
)  # fmt: skip
def test_what_is_assumed_is_said(changes: Row, remark: str) -> None:
    found = one(**changes)
    assert found.position is not None, found.missing
    assert remark in found.remarks
    assert found.position.volume == 0.5


def test_two_on_cross_margin_share_their_money() -> None:
    cross = SHAPES["binance"](HELD._replace(isolated=False))
    other = SHAPES["binance"](HELD._replace(isolated=False, coin="ETH"))
    shared = "Other positions share its money: they are held where they are."
    assert all(shared in found.remarks for found in ccxt_positions(written([cross, other]))[0])
    assert shared not in ccxt_positions(written([cross])).positions[0].remarks


def test_a_leverage_that_is_not_offered_is_shown() -> None:
    found = one(leverage=500)
    assert found.position is not None
    assert any("says 500x" in doubt for doubt in found.position.doubts)


def test_an_exchange_that_is_not_known_is_read_by_what_it_tells() -> None:
    found = one(info={"anything": 1})
    assert found.exchange == "an exchange that the file does not name"
    assert found.position is not None
    assert found.position.product is ProductKind.LINEAR
    assert round(found.liquidation or 0, 2) == round(HELD.liquidation() or 0, 2)


@cases(2_000)
@given(st.sampled_from(REPLIES), st.data())
def test_a_reply_that_is_cut_or_changed_is_read_or_told(name: str, data: st.DataObject) -> None:
    """Never another error, and what was not touched is read as before."""
    text = sample(name).read_text(encoding="utf-8")
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    put = data.draw(st.text("0123456789.eE+-\"',:{}[]naN\\ \x00é", max_size=6))
    damaged = text[:start] + put + text[end:]
    found = read_or_told(lambda: ccxt_positions(("reply.json", damaged.encode())))
    if not isinstance(found, str):
        for read in found.positions:
            assert (read.position is None) is bool(read.missing)
            assert read.missing == "" or read.missing.endswith((".", "?"))


@cases(500)
@given(st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8)
    | st.sampled_from(("BTC/USDT:USDT", "long", "cross", "isolated")),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.sampled_from([*ROW, "positions", "szi", "data"]), inner, max_size=8),
    max_leaves=24,
))  # fmt: skip
def test_any_json_is_read_or_told(reply: object) -> None:
    read_or_told(lambda: ccxt_positions(("reply.json", json.dumps(reply).encode())))


@pytest.mark.parametrize("odd", ["\\ud800", "\\u001b[31m", "\\u202e", "B" * 300])
def test_a_symbol_is_shown_in_signs_that_a_page_can_take(odd: str) -> None:
    (found,) = ccxt_positions(EXAMPLE.replace("BTC/USDT:", f"{odd}BTC/USDT:")).positions
    assert found.symbol.isprintable()
    assert len(found.symbol) <= 60
    assert found.position is None
    assert found.missing.isprintable()


def test_a_reply_of_something_else_is_named_in_such_signs() -> None:
    with pytest.raises(BadInput, match=r"holds no positions, but \\ud800, a") as told:
        ccxt_positions('{"\\ud800": 1, "a": 2}')
    assert str(told.value).isprintable()
