"""A flight's file: small, the same bytes again, and one sentence for whatever is no flight."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import cases
from hypothesis import given
from hypothesis import strategies as st
from pilots import flights_of

from margin_lessons.errors import BadInput
from margin_lessons.flight import (
    Flight,
    FlightLog,
    Landing,
    MoveStop,
    Reason,
    class_report,
    debrief,
    flown,
    loaded,
    saved,
)
from margin_lessons.flight.flight_log import MOST_DECISIONS
from margin_lessons.orders import StopLoss, StopLossLimit, TakeProfit, TrailingStop
from margin_lessons.own_position import ProductKind
from margin_lessons.plan import AddFunds, Cancel, CloseByHand, Cut, Place, Plan, TopUp

seeds = st.integers(0, 2**32 - 1)

WRITTEN = """{
 "format": "flight of margin_lessons",
 "version": 1,
 "number": 7,
 "product": "spot margin",
 "start": {
  "side": "long",
  "leverage": 5.0,
  "volume": 100.0,
  "cash": 2500.0,
  "purse": 1000.0
 },
 "plan": {
  "orders": [
   {
    "kind": "stop-loss",
    "trigger": 91.0
   }
  ],
  "answers": [
   {
    "kind": "top up",
    "to_level": 1.0,
    "minutes": 30.0
   },
   {
    "kind": "cut",
    "share": 0.5,
    "minutes": 0.0
   }
  ]
 },
 "forecast": {
  "home": true,
  "certainty": "fairly sure"
 },
 "bar": 9,
 "decisions": [
  {"bar": 0, "act": "place", "order": {"kind": "trailing stop", "share": 0.1}, "reason": "plan"},
  {"bar": 3, "act": "add funds", "amount": 250.5, "reason": "fear"},
  {"bar": 3, "act": "close", "share": 0.25, "reason": "news"},
  {"bar": 5, "act": "move", "name": "a", "order": {"kind": "stop-loss-limit", "trigger": 90.0, \
"limit": 89.0, "name": "b"}, "reason": "it will come back"},
  {"bar": 9, "act": "cancel", "name": "b", "reason": "fear"},
  {"bar": 9, "act": "close", "reason": "fear"},
  {"bar": 9, "act": "place", "order": {"kind": "take-profit", "trigger": 130.0}, "reason": "plan"}
 ]
}
"""


def test_a_file_by_hand() -> None:
    flight = loaded(WRITTEN)
    assert saved(flight) == WRITTEN
    assert (flight.number, flight.product, flight.bar) == (7, ProductKind.SPOT_MARGIN, 9)
    assert (flight.start.cash, flight.purse) == (2_500, 749.5)
    assert flight.plan == Plan(
        orders=[StopLoss(91, reduce_only=True)],
        answers=[TopUp(to_level=1.0, minutes=30), Cut(share=0.5)],
    )
    assert [one.act for one in flight.decisions] == [
        Place(0, TrailingStop(share=0.1, reduce_only=True)),
        AddFunds(3, 250.5),
        CloseByHand(3, share=0.25),
        MoveStop(5, "a", StopLossLimit(90, 89, reduce_only=True, name="b")),
        Cancel(9, "b"),
        CloseByHand(9),
        Place(9, TakeProfit(130, reduce_only=True)),
    ]
    assert [one.reason for one in flight.decisions[:4]] == [
        Reason.PLAN, Reason.FEAR, Reason.NEWS, Reason.BACK,
    ]  # fmt: skip
    assert len(saved(Flight(7))) < 400


def damages(text: str) -> st.SearchStrategy[str]:
    """Return texts that are almost a flight: cut, doubled, swapped, with other values."""
    place = st.integers(0, len(text) - 1)
    values = ["-1", "1e999", "NaN", "null", "[]", "{}", '"x"', "true", "1e6", "0", "7.5", "9" * 400]
    number = r'"[a-z_]+": [0-9.]+'
    return st.one_of(
        place.map(lambda at: text[:at]),
        st.tuples(place, place).map(lambda two: text[: min(two)] + text[max(two) :]),
        st.tuples(place, st.characters()).map(
            lambda two: text[: two[0]] + two[1] + text[two[0] + 1 :]
        ),
        st.tuples(st.sampled_from(fields_of(text)), st.sampled_from(values)).map(
            lambda two: text.replace(two[0], f"{two[0].partition(':')[0]}: {two[1]}", 1)
        ),
        st.sampled_from(fields_of(text)).map(lambda field: text.replace(field, '"other": 1', 1)),
        st.just(number),
    )


def fields_of(text: str) -> list[str]:
    """Return the parts of a file that have one plain value."""
    lines = text.replace("{", "\n").replace(", ", ",\n").replace("}", "\n").splitlines()
    return [
        line.strip().rstrip(",") for line in lines if '": ' in line and line.strip()[-1] not in "[{"
    ]


@cases(1_000)
@given(damages(WRITTEN))
def test_a_damaged_file_is_one_sentence_or_a_flight_that_flies(text: str) -> None:
    try:
        flight = loaded(text)
    except BadInput as problem:
        said = str(problem)
        assert "\n" not in said
        assert said.endswith((".", "?"))
        return
    assert loaded(saved(flight)) == flight
    if flight.bar:
        flown(flight)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "file '' is no flight: it is not JSON."),
        ("[1]", "format [1] is not 'flight of margin_lessons': this file is no flight."),
        (WRITTEN.replace(": 1,", ": 2,", 1), "version 2 is not 1: another edition of the course"),
        (WRITTEN.replace('"bar": 9,', '"bar": 119,', 1), "bar 119 is above 104"),
        (WRITTEN.replace('"bar": 9,', '"bar": 8,', 1), "comes before bar 8"),
        (WRITTEN.replace("250.5", "2500"), "funds 2,500 are above the 1,000 in the purse"),
        (WRITTEN.replace('"fear"', '"greed"'), "reason 'greed' is not one of those of a flight"),
        (WRITTEN.replace('"amount"', '"share"'), "amount of the add funds is missing"),
        (WRITTEN.replace('"limit": 89.0', '"limit": NaN'), "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("x" * 200_001, "file of 200,001 characters is no flight"),
    ],
)
def test_what_is_said_to_a_damaged_file(text: str, said: str) -> None:
    with pytest.raises(BadInput) as caught:
        loaded(text)
    assert said in str(caught.value)


# ---- A class -------------------------------------------------------------------------------------


def class_of(number: int, count: int) -> dict[str, Flight]:
    """Return flights of one number, each with another share closed at another bar."""
    flights = {}
    for place in range(count):
        flight = Flight(number).next(1 + place % 5)
        share = (1 + place % 4) / 4
        flights[f"learner {place:03}"] = flight.decide(
            CloseByHand(0, share=share), list(Reason)[place % 4]
        ).next(500)
    return flights


def test_a_class_on_one_number(tmp_path: Path) -> None:
    flights = class_of(7, 8)
    for name, flight in flights.items():
        (tmp_path / f"{name}.json").write_text(saved(flight), encoding="utf-8")
    (tmp_path / "cut.json").write_text(saved(flights["learner 000"])[:-9], encoding="utf-8")
    (tmp_path / "other.json").write_text(saved(Flight(8).next(500)), encoding="utf-8")
    (tmp_path / "early.json").write_text(saved(Flight(7).next(9)), encoding="utf-8")
    (tmp_path / "bytes.json").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "folder.json").mkdir()
    (tmp_path / "readme.txt").write_text("no flight", encoding="utf-8")
    report = class_report(tmp_path)
    assert report.number == 7
    assert {row.name: row.money for row in report.rows} == {
        name: debrief(flight).mine.money for name, flight in flights.items()
    }
    money = [row.money for row in report.rows]
    assert money == sorted(money, reverse=True)
    why = dict(report.passed_over)
    assert set(why) == {"cut", "other", "early", "bytes", "folder"}
    assert why["other"] == "flight number 8 is another than 7: its prices are others."
    assert why["early"] == "bar 9 is not the last one: it was not flown to its end."
    assert why["bytes"] == "file is no text, so it is no flight."
    assert "it is not JSON" in why["cut"]
    assert "cannot be read" in why["folder"]
    assert sum(report.landings.values()) == 8
    assert list(report.landings) == list(Landing)
    nothing = debrief(Flight(7).next(500)).rules[0].money
    assert report.better_than_nothing == sum(one > nothing + 0.005 for one in money)
    assert report.rules[0].money == nothing
    assert report.table()[0][0] == report.rows[0].name
    assert report.table()[-4][0] == "do nothing"
    assert {row.decisions for row in report.rows} == {1}
    assert report.reveal.name
    assert class_report(sorted(tmp_path.glob("learner*.json"))).rows == report.rows
    texts = {name: saved(flight).encode() for name, flight in flights.items()}
    assert class_report(texts).rows == report.rows


def test_a_class_asks_for_a_number_or_takes_that_of_most() -> None:
    texts = {f"a{place}": saved(one) for place, one in enumerate(class_of(7, 3).values())}
    texts["b"] = saved(class_of(8, 1)["learner 000"])
    assert class_report(texts).number == 7
    assert [row.name for row in class_report(texts, number=8).rows] == ["b"]
    with pytest.raises(BadInput, match="flight number 9 was flown to its end in none"):
        class_report(texts, number=9)
    with pytest.raises(BadInput, match="files 1 have no flight among them"):
        class_report({"x": "no flight"})
    with pytest.raises(BadInput, match="is not there: name that of the files"):
        class_report("nowhere/at/all")
    with pytest.raises(BadInput, match="files 5 are no list"):
        class_report(5)
    with pytest.raises(BadInput, match="file 5 is no path"):
        class_report([5])


@cases(100)
@given(seeds)
def test_whoever_loads_a_flight_sees_and_flies_the_same(seed: int) -> None:
    for flight in flights_of(seed, stops=2):
        again = loaded(saved(flight))
        assert again.seen == flight.seen
    log = FlightLog(**{name: getattr(flight, name) for name in LOG})
    assert debrief(log).mine.money == debrief(flight).mine.money


LOG = ("number", "product", "start", "plan", "forecast", "bar", "decisions")


def with_decisions(count: int) -> str:
    """Return a file with so many decisions, as somebody writes who clicks without end."""
    row = '  {"bar": 3, "act": "close", "share": 0.001, "reason": "fear"}'
    head, _, _ = saved(Flight(7).next(3)).partition(' "decisions"')
    return head + ' "decisions": [\n' + ",\n".join([row] * count) + "\n ]\n}\n"


def test_a_log_ends_where_its_debrief_would_take_minutes() -> None:
    most = loaded(with_decisions(MOST_DECISIONS))
    told = "decisions 101 are more than 100: so many are taken in one flight"
    with pytest.raises(BadInput, match=told):
        loaded(with_decisions(MOST_DECISIONS + 1))
    with pytest.raises(BadInput, match=told):
        most.decide(CloseByHand(3, share=0.1), Reason.FEAR)
    assert most.next().bar == 4


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"version": 1', '"version": true', "version True is not 1: another edition"),
        ('"version": 1', '"version": 1.0', "version 1 is not 1: another edition"),
        ('"bar": 9,\n', '"bar": 9, "bar": 10,\n', "key 'bar' stands twice in one entry"),
        ('"amount": 250.5', '"amount": 250.5, "amount": 9', "key 'amount' stands twice"),
        ('"name": "b"}', '"name": "\\ud800"}', r"order name '\\ud800' is not a name"),
        ('"name": "b"}', '"name": "b\\u001b[31m"}', r"order name 'b\\x1b\[31m' is not a name"),
    ],
)
def test_what_a_hand_changed_is_named(old: str, new: str, told: str) -> None:
    assert old in WRITTEN
    with pytest.raises(BadInput, match=told):
        loaded(WRITTEN.replace(old, new, 1))
