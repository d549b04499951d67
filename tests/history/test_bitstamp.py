"""Bitstamp's exports of all years: read as they were written, however their windows overlap."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from decimal import Decimal

import pytest
from cases import cases
from history.bitstamp_writing import WRITERS, Move, histories, new, words
from hypothesis import given
from hypothesis import strategies as st
from reading import read_or_told

from margin_lessons.errors import BadInput
from margin_lessons.history import History, read_history

NO_SECONDS = ("words",)


def told(found: History, minutes: bool) -> Counter[tuple[object, ...]]:
    """Return what a history tells, each trade and each move as often as it is there."""

    def at(moment: datetime) -> datetime:
        return moment.replace(second=0) if minutes else moment

    trades = (
        (at(one.at), one.buys, one.coin, one.volume, one.currency, one.price, one.cost, one.fee)
        for one in found.trades
    )
    moves = (
        (at(one.at), one.entry_type, one.asset, one.amount, one.fee)
        for one in found.ledger
        if one.entry_type != "trade"
    )
    return Counter([*trades, *moves])


def expected(moves: list[Move], minutes: bool) -> Counter[tuple[object, ...]]:
    """Return the same of the moves themselves."""
    found: Counter[tuple[object, ...]] = Counter()
    for one in moves:
        at = one.at.replace(second=0) if minutes else one.at
        if one.trade:
            buys = one.kind == "Buy"
            money = one.currency, one.price, one.cost, one.fee
            found[at, buys, one.coin, one.volume, *money] += 1
        else:
            sign = -1 if one.kind == "Withdrawal" else 1
            found[at, one.kind.lower(), one.coin, sign * one.volume, Decimal(0)] += 1
    return found


@pytest.mark.parametrize("layout", WRITERS)
def test_what_was_written_is_read(layout: str) -> None:
    minutes = layout in NO_SECONDS

    @cases(500)
    @given(histories(bitcoin_only="numbers" in layout))
    def check(moves: list[Move]) -> None:
        found = read_history(WRITERS[layout](moves))
        assert told(found, minutes) == expected(moves, minutes)
        assert found.dropped == 0
        assert not found.positions
        assert not found.unknown_types
        assert any("no columns for margin" in sentence for sentence in found.cannot_be_known)

    check()


@pytest.mark.parametrize("layout", WRITERS)
def test_windows_that_overlap_are_as_one(layout: str) -> None:
    """Of a file without ids a window begins and ends with a minute, as with a day in real ones."""

    @cases(500)
    @given(histories(bitcoin_only="numbers" in layout), st.data())
    def check(moves: list[Move], data: st.DataObject) -> None:
        minutes = sorted({one.at.replace(second=0) for one in moves})
        first, last = (data.draw(st.sampled_from(minutes)) for _ in range(2))
        first, last = min(first, last), max(first, last)
        early = [one for one in moves if one.at.replace(second=0) <= last]
        late = [one for one in moves if one.at.replace(second=0) >= first]
        write = WRITERS[layout]
        one, two = read_history(write(moves)), read_history(write(late), write(early), write(late))
        assert Counter(two.trades) == Counter(one.trades)
        assert Counter(two.ledger) == Counter(one.ledger)
        assert two.dropped > 0

    check()


@cases(500)
@given(histories(), st.data())
def test_the_same_trades_in_two_layouts_count_once(moves: list[Move], data: st.DataObject) -> None:
    minutes = sorted({one.at.replace(second=0) for one in moves})
    cut = data.draw(st.sampled_from(minutes))
    old = [one for one in moves if one.at.replace(second=0) <= cut]
    late = [one for one in moves if one.at.replace(second=0) >= cut]
    found = read_history(words(old), new(late))
    assert told(found, True) == expected(moves, True)
    assert read_history(words(moves), new(moves)).trades == read_history(new(moves)).trades


HEAD = "Type,Datetime,Account,Amount,Value,Rate,Fee,Sub Type\n"
NEW_HEAD = (
    "ID,Account,Type,Subtype,Datetime,Amount,Amount currency,Value,Value currency,Rate,"
    "Rate currency,Fee,Fee currency,Order ID\n"
)


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("Jan. 28, 2022, 12:13 AM", datetime(2022, 1, 28, 0, 13)),
        ("Jan. 28, 2022, 12:13 PM", datetime(2022, 1, 28, 12, 13)),
        ("May 03, 2017, 04:14 PM", datetime(2017, 5, 3, 16, 14)),
        ("June 3, 2017, 4:14 a.m.", datetime(2017, 6, 3, 4, 14)),
        ("Sept. 30, 2016, 11:59 PM", datetime(2016, 9, 30, 23, 59)),
        ("2012-11-18 16:55:00", datetime(2012, 11, 18, 16, 55)),
    ],
)
def test_a_month_in_words_is_a_moment(written: str, at: datetime) -> None:
    row = f'Deposit,"{written}",Main Account,2.00000000 ETH,,,,'
    assert read_history(HEAD + row).ledger[0].at == at


@pytest.mark.parametrize(
    ("row", "where", "why"),
    [
        ('Market,"Jan. 32, 2022, 12:13 AM",M,1 ETH,2 USD,2 USD,,Buy', "Datetime", "no day"),
        ('Market,"Foo. 12, 2022, 12:13 AM",M,1 ETH,2 USD,2 USD,,Buy', "Datetime", "no day"),
        ('Market,"Jan. 12, 2022, 13:13 PM",M,1 ETH,2 USD,2 USD,,Buy', "Datetime", "no day"),
        ("Market,28/01/2022 00:13,M,1 ETH,2 USD,2 USD,,Buy", "Datetime", "spreadsheet"),
        ('Market,"Jan. 28, 2022, 12:13 AM",M,1,2 USD,2 USD,,Buy', "Amount", "no unit"),
        ('Market,"Jan. 28, 2022, 12:13 AM",M,,2 USD,2 USD,,Buy', "Amount", "empty"),
        ('Market,"Jan. 28, 2022, 12:13 AM",M,1 ETH,,2 USD,,Buy', "Value", "a trade has a price"),
        ('Market,"Jan. 28, 2022, 12:13 AM",M,1 ETH,2 USD,,,Buy', "Rate", "a trade has a price"),
        ('Market,"Jan. 28, 2022, 12:13 AM",M,1 ETH,2 USD,2 EUR,,Buy', "Rate", "in EUR"),
        ('Market,"Jan. 28, 2022, 12:13 AM",M,1 ETH,3000 USD,2 USD,,Buy', "Value", "damaged"),
        ('Market,"Jan. 28, 2022, 12:13 AM",M,-1 ETH,2 USD,2 USD,,Buy', "Amount", "not above 0"),
        ('Market,"Jan. 28, 2022, 12:13 AM",M,1 ETH,2 USD,2 USD,,', "Sub Type", "neither Buy"),
        ('Market,"Jan. 28, 2022, 12:13 AM",M,"1,5 ETH",2 USD,2 USD,,Buy', "Amount", "spreadsheet"),
    ],
)
def test_a_damaged_cell_is_named_by_line_and_column(row: str, where: str, why: str) -> None:
    good = 'Deposit,"Jan. 27, 2022, 12:13 AM",Main Account,2.00000000 ETH,,,,\n'
    with pytest.raises(BadInput) as problem:
        read_history(HEAD + good + row)
    assert f"line 3, column {where}:" in str(problem.value)
    assert why in str(problem.value)


def test_an_unknown_type_is_kept_and_counted() -> None:
    text = NEW_HEAD + "\n".join(
        (
            "1,Main Account,Moon Bonus,,2024-01-02T03:04:05Z,5,USD,,,,,,,",
            "2,Main Account,Inter Account Transfer,,2024-01-03T03:04:05Z,7,USD,,,,,,,",
        )
    )
    found = read_history(text)
    assert found.unknown_types == {"moon bonus": 1}
    assert [(one.entry_type, one.amount) for one in found.ledger] == [
        ("moon bonus", 5),
        ("inter account transfer", 0),
    ]
    assert "transfers between the learner's own accounts (1)" in " ".join(found.notes)


def test_a_trade_that_moves_one_way_only_is_refused() -> None:
    text = "Type,Datetime,BTC,USD,BTC Price,FEE\n2,2013-05-06 07:08:09,2.5,250,100,1.25"
    refused = read_or_told(lambda: read_history(text))
    assert refused == (
        "the text, line 2, column USD: BTC 2.5 and USD 250 do not go two ways: a trade gives one "
        "for the other."
    )


def test_a_fee_in_a_third_coin_is_an_entry_of_its_own() -> None:
    row = "1,Main Account,Market,Buy,2024-01-02T03:04:05Z,2,ETH,5000,USD,2500,USD,0.001,BTC,"
    found = read_history(NEW_HEAD + row)
    assert found.trades[0].fee == 0
    assert {(one.asset, one.amount, one.fee) for one in found.ledger} == {
        ("ETH", 2, 0),
        ("USD", -5000, 0),
        ("BTC", 0, Decimal("0.001")),
    }


@pytest.mark.parametrize("column", ["Sub Type", "Rate", "Datetime"])
def test_a_missing_column_is_named(column: str) -> None:
    names = [name for name in HEAD.strip().split(",") if name != column]
    refused = read_or_told(lambda: read_history(",".join(names) + "\n" + "x," * (len(names) - 1)))
    assert isinstance(refused, str)
    assert f"no column is named {column.lower()} " in refused
