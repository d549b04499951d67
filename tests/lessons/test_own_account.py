"""Lesson 11: my position in other lessons, files that come, and what the pictures show."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from lessons.course import panel_of

from margin_lessons.account import Account, Position
from margin_lessons.crossing import crossings
from margin_lessons.debt import BelowZero
from margin_lessons.doctor import diagnose
from margin_lessons.doctor.own_law import OwnLaw
from margin_lessons.errors import BadInput
from margin_lessons.figures.marks import Band, ChartBar, Point, Rule
from margin_lessons.history import StoppedReading
from margin_lessons.history.samples import sample
from margin_lessons.lessons import open_lesson
from margin_lessons.lessons.lesson import MODULES
from margin_lessons.lessons.own_account_panels import like_mine
from margin_lessons.lessons.own_files import invented_bars, read_files, what_happened
from margin_lessons.lessons.own_mappings import (
    in_the_crash,
    in_the_curves,
    in_the_exits,
    in_the_gap,
    in_the_map,
)
from margin_lessons.market.bars_csv import read_bars
from margin_lessons.own_position import OwnPosition
from margin_lessons.panels.own_numbers import fitted, keep_position
from margin_lessons.panels.panel import Panel
from margin_lessons.panels.uploads import UploadedFile, no_progress
from margin_lessons.scenes import history_reader
from margin_lessons.scenes.crash_choices import CrashRules
from margin_lessons.scenes.history_reader import UNSEEN
from margin_lessons.scenes.history_state import (
    PAULA,
    SAMPLED,
    HistoryView,
    chosen_position,
    history_state,
)
from margin_lessons.scenes.own_debt import left_words
from margin_lessons.scenes.own_lines import bars_shown
from margin_lessons.scenes.typed_position import DoctorView

LESSON = open_lesson("11_your_account")
DOCTOR, READER, RULE = LESSON.panels
TAKING = {
    "04_gaps_and_slippage": "gap",
    "06_stop_losses": "four exits",
    "07_size_buffer_and_leverage": "risk curves",
    "08_futures_and_inverse": "liquidation map",
    "09_crashes": "replay",
    "11_your_account": "position doctor",
}
"""A panel of each lesson that takes a position of one's own."""

SPOT = OwnPosition("long", 0.5, 60_000, cash=7_292.5, leverage=5, price=56_000)
POSITIONS = (
    SPOT,
    OwnPosition("short", 2, 3_000, cash=900, leverage=10, coin="ETH", price=2_900),
    OwnPosition("long", 1, 60_000, leverage=20, product="linear", venue="Bybit", price=59_000,
                mode="isolated margin"),
    OwnPosition("short", 30_000, 60_000, coins=0.3, leverage=3, product="inverse",
                venue="Kraken derivatives outside the US"),
    OwnPosition("long", 0.1, 60_000, cash=1_000_000, leverage=1, currency="EUR"),
)  # fmt: skip
IDS = ("spot", "spot short", "linear", "inverse", "no leverage")


# By hand: nothing is left of it at 45,415. GDAX 2017 fell from 317.81 to 0.10, so here from 50,215
# to 15.80: half of 45,399.20 is missing, which is 22,699.60, said in whole dollars.
BORNE = {
    BelowZero.OWED: "you owe 22,700 USD",
    BelowZero.BY_LAW: "the law spares you 22,700 USD",
    BelowZero.BY_PROCESS: "others bear 22,700 USD",
    None: "missing: 22,700 USD",
}


@pytest.mark.parametrize("below", BORNE)
def test_what_is_missing_is_owed_spared_or_borne_as_the_law_has_it(
    below: BelowZero | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert set(BORNE) == {*BelowZero, None}
    state = DOCTOR.state(DOCTOR.scenario("Her debt"))
    monkeypatch.setattr(OwnLaw, "below_zero", below)
    (worst,) = [one for one in bars_shown(state) if one.bar.crash.key == "GDAX 2017"]
    assert left_words(state, worst) == BORNE[below]


@pytest.mark.parametrize("mine", POSITIONS, ids=IDS)
@pytest.mark.parametrize("name", TAKING)
def test_a_panel_of_the_lesson_takes_my_position(name: str, mine: OwnPosition) -> None:
    model = next(panel for panel in open_lesson(name).panels if panel.name == TAKING[name])
    assert model.mine is not None
    values, said = fitted(model.controls, model.mine(mine))
    scene = model.shown({**model.start, **values})
    assert scene.title
    assert said == "" or said.endswith(".")


def test_no_other_panel_takes_one() -> None:
    found = {
        (name, panel.name) for name in MODULES for panel in open_lesson(name).panels
        if panel.mine is not None
    }  # fmt: skip
    assert set(TAKING.items()) | {("11_your_account", "my rule")} == found


CARRIED = (
    # 4,800 below 50,215; 5,292.50 behind 28,000; four fifths of the way of 10.33%; 40% of 1/5.
    ("long", 5, {"cushion": 5_257}, {"cash": 3_780, "distance": 8.5}, 5.3,
     {"cross": True, "account": 11_341, "maintenance": 8}, 945, 0),
    # 900 - 2 (p - 3,000) is 40% of 2 p / 10 at 3,317.31 and nothing at 3,450; 1,100 behind 5,800.
    ("short", 10, {"cushion": 2_200}, {"cash": 3_790, "distance": 11.5}, 5.3,
     {"cross": True, "account": 11_379, "maintenance": 4}, 1_897, 520),
    # 3,000 set aside: 300 has to stay of it at 57,300, nothing does at 57,000; 2,000 behind 59,000.
    ("long", 20, {"cushion": 288}, {"cash": 680, "distance": 2.5}, 29.5,
     {"cross": False, "account": 2_034, "maintenance": 0.5}, 678, 0),
    # 0.3 - 0.5 + 30,000 / p is 1% of 30,000 / p at 148,500, nothing at 150,000; 18,000 for 30,000.
    ("short", 3, {"cushion": 556}, {"cash": 12_000, "distance": 118}, 1.7,
     {"cross": True, "account": 36_000, "maintenance": 1}, 1_800, 8_000),
    # A million behind 6,000, at 1x: nothing liquidates it.
    ("long", 1, {}, {"cash": 3_333_330}, 0,
     {"cross": True, "account": 10_000_000, "maintenance": 40}, 166_667, 994_000),
)  # fmt: skip
"""Side, setting, gap, exits, value over money, map, money in the crash, buffer: by hand."""


@pytest.mark.parametrize(("mine", "by_hand"), tuple(zip(POSITIONS, CARRIED, strict=True)), ids=IDS)
def test_what_decides_is_carried_over(mine: OwnPosition, by_hand: tuple[Any, ...]) -> None:
    side, setting, gap, exits, size, mapped, crash, buffer = by_hand
    assert in_the_gap(mine) == gap
    assert in_the_exits(mine) == {"side": side, **exits}
    assert in_the_curves(mine) == {"size": size, "side": side, "leverage": setting}
    found = in_the_map(mine)
    assert {name: found[name] for name in mapped} == mapped
    assert found["leverage"] == setting
    replayed = in_the_crash(mine)
    assert (replayed["side"].value, replayed["leverage"]) == (side, setting)
    assert (replayed["money"], replayed["rules"]) == (crash, CrashRules.SPOT)
    rule = like_mine(mine)
    assert (rule["side"].value, rule["leverage"], rule["buffer"]) == (side, setting, buffer)


@pytest.mark.parametrize("name", [name for name in TAKING if not name.startswith("11")])
def test_a_panel_says_what_of_my_position_it_shows(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    keep_position(SPOT)
    panel = Panel(panel_of(open_lesson(name), TAKING[name])).my_position()
    assert panel.note.startswith("Yours: ")
    assert "The prices are " in panel.note
    panel.lesson_numbers()
    assert panel.note == ""


def test_a_sample_that_is_chosen_beside_files_of_ones_own_is_said_to_be_unseen() -> None:
    own = read_files((UploadedFile("t.csv", sample("paula_trades.csv").read_bytes()),), no_progress)
    other = next(names for _, names in SAMPLED if names != PAULA)
    for files, names, unseen in ((own, other, True), (own, PAULA, False), (None, other, False)):
        scene = history_reader.scene(history_state(files, names))
        assert (UNSEEN in scene.sentence) == unseen


def test_a_rule_tells_what_comes_first() -> None:
    """Its stop at 10% before the level at 20%; with a stop at 30%, the level."""
    first = RULE.shown(RULE.start).title
    later = RULE.shown({**RULE.start, "stop": 30}).title
    assert first == "My rule: my stop closes at a fall of 10.0%, the venue closes at 60.0%"
    assert later == "My rule: I act at a fall of 20.0%, the venue closes at 60.0%"


def test_the_gap_has_the_cushion_that_was_asked_for() -> None:
    (gap,) = (one for one in open_lesson("04_gaps_and_slippage").panels if one.name == "gap")
    for cushion in (2_500, 5_000, 7_777, 12_500):
        state = gap.state({"cushion": cushion})
        assert state.trigger == pytest.approx(55_000)
        assert state.zero_equity == pytest.approx(55_000 - cushion)


@pytest.mark.parametrize("cash", [5_000, 7_292.5, 12_000])
def test_the_doctor_says_what_crossing_says(cash: float) -> None:
    three = crossings(Account(cash, (Position("long", 0.5, 60_000, 5),)))
    state = DOCTOR.state({"cash": cash, "price": 56_000})
    for name, found in (("margin call", three.call), ("liquidation", three.liquidation),
                        ("nothing left", three.zero_equity)):  # fmt: skip
        assert state.lines[name].price == found.price
        assert state.away(name) == pytest.approx((found.at - 56_000) / 56_000)


def test_a_worst_bar_begins_at_the_liquidation_and_is_a_debt_beyond_nothing_left() -> None:
    scene = DOCTOR.shown(DOCTOR.scenario("Sixty days later"))
    marks = DOCTOR.picture(scene, scene).marks
    bars = [one for one in marks if isinstance(one, ChartBar)]
    before = [one for one in bars if one.ink == "price"]
    debts = [one for one in bars if one.hatch]
    assert len(before) == len(debts) == 6
    assert {round(one.base, 6) for one in before} == {round(50_215 / 56_000 - 1, 6)}
    assert {round(one.base, 6) for one in debts} == {round(45_415 / 56_000 - 1, 6)}
    # BTC in March 2020: the worst hour fell by 23.3% from its open.
    worst = scene.value("BTC 2020: worst at a move of")
    assert worst == pytest.approx(50_215 * (1 - 0.2333) / 56_000 - 1, abs=5e-4)
    rules = [one for one in marks if isinstance(one, Rule) and one.label.startswith("liquidation")]
    assert [one.label for one in rules] == ["liquidation 50,215"]


def test_answers_stand_side_by_side() -> None:
    """3,000 USD more push the line of half a coin 6,000 USD away."""
    scene = DOCTOR.shown(DOCTOR.scenario("What Paula can do"))
    rows = {row[0]: row[1] for row in scene.table.rows}
    assert rows["do nothing"] == "50,215 USD"
    assert rows["add money"] == "44,215 USD"
    assert rows["close a part"] == "39,630 USD"
    stops = [one for one in DOCTOR.picture(scene, scene).marks
             if isinstance(one, Point) and one.shape == "<"]  # fmt: skip
    assert len(stops) == 1
    assert scene.value("set a stop: stop at") == pytest.approx(0.95 * 56_000)


@pytest.mark.parametrize(
    ("price", "by_hand"),
    [
        # 4,000 below the entry: a quarter coin loses 1,000 of 7,292.50 - 2,000; 5% is 1,400.
        # The table has whole dollars.
        (56_000, {
            "do nothing": ("5,292 USD", "nothing"), "add money": ("8,292 USD", "nothing"),
            "close a part": ("5,292 USD", "lost: 1,000 USD"),
            "set a stop": ("1,400 USD", "nothing"),
        }),
        # 4,000 above it: the same is won, and 5% is 1,600.
        (64_000, {
            "do nothing": ("9,292 USD", "nothing"), "add money": ("12,292 USD", "nothing"),
            "close a part": ("9,292 USD", "won: 1,000 USD"),
            "set a stop": ("1,600 USD", "nothing"),
        }),
    ],
)  # fmt: skip
def test_what_can_still_be_lost_and_what_is_final(
    price: float, by_hand: dict[str, tuple[str, str]]
) -> None:
    scene = DOCTOR.shown({**DOCTOR.scenario("What Paula can do"), "price": price})
    found = {row[0]: row[5:] for row in scene.table.rows}
    assert {way: found[way] for way in by_hand} == by_hand


@pytest.mark.parametrize("names", [names for _, names in SAMPLED], ids=str)
def test_a_line_of_costs_ends_where_its_sum_does(names: tuple[str, ...]) -> None:
    scene = READER.shown({**READER.start, "names": names})
    for name in ("rollovers paid", "fees of trades", "profit or loss"):
        sums = [fact.value for fact in scene.facts if fact.name == name]
        side = "below" if sums and (sums[0] or 0.0) < 0 else "above"
        said = f"{name.removesuffix(' paid')} {side} zero"
        assert (said in scene.seen) is bool(sums)


@pytest.mark.parametrize("names", [names for _, names in SAMPLED], ids=str)
def test_each_known_level_is_a_dot_at_its_day(names: tuple[str, ...]) -> None:
    scene = READER.shown({**READER.start, "names": names, "view": HistoryView.LEVEL})
    levels = sorted(scene.state.history.levels)
    dots = [one for one in READER.picture(scene, scene).marks if isinstance(one, Point)]
    drawn = sorted((float(one.x), float(getattr(one.y, "value", one.y))) for one in dots)
    days = [(one.at - levels[0].at) / timedelta(days=1) for one in levels]
    assert [day for day, _ in drawn] == pytest.approx(days)
    assert [level for _, level in drawn] == pytest.approx([one.level for one in levels])
    if levels:
        assert scene.value("last level") == levels[-1].level
        assert scene.value("lowest level") == min(one.level for one in levels)


@pytest.mark.parametrize(("price", "seen_from"), [(None, "the entry"), (62_000, "the price in")])
def test_an_open_position_is_seen_from_the_price_that_is_known(
    price: float | None, seen_from: str
) -> None:
    row = {"symbol": "BTC/USDT:USDT", "side": "long", "contracts": 1, "contractSize": 1,
           "entryPrice": 60_000, "leverage": 10, "marginMode": "isolated", "markPrice": price,
           "maintenanceMarginPercentage": 0.01, "initialMargin": 6_000}  # fmt: skip
    one = UploadedFile("positions.json", json.dumps([row]).encode())
    scene = READER.shown({**READER.start, **READER.check({"files": (one,)}),
                          "view": HistoryView.OPEN})  # fmt: skip
    # 60,000 - 6,000 is less than is required, 1% of the price, at 54,545.45.
    move = scene.value("position 1: liquidation at a move of")
    assert move == pytest.approx(54_000 / 0.99 / (price or 60_000) - 1, abs=2e-3)
    assert f"from {seen_from}" in scene.sentence


def test_a_rate_that_is_not_known_is_said() -> None:
    unread = next(one for one in DOCTOR.controls if one.name == "traded").options[-2][1]
    scene = DOCTOR.shown({**DOCTOR.start, "traded": unread, "leverage": 10})
    assert "type the maintenance rate" in scene.sentence


CSV = invented_bars()


def over_bars(*dropped: UploadedFile, **values: object) -> Mapping[str, Any]:
    read = DOCTOR.check({"bars": dropped, **values})
    return {**DOCTOR.scenario("My own bars"), **read}


def test_chances_over_my_bars_are_those_of_the_doctor_by_hand() -> None:
    scene = DOCTOR.shown(over_bars(CSV))
    bars = read_bars(CSV.content.decode().splitlines())
    one = OwnPosition("long", 0.5, 60_000, cash=7_292.5, leverage=5, price=56_000)
    by_hand = diagnose(one, presets=(), bars=bars, days=(7, 30, 90)).odds
    assert [each.days for each in by_hand] == [7, 30, 90]
    shown = dict(row[:2] for row in scene.table.rows)
    for each in by_hand:
        for key in ("call", "liquidation", "debt"):
            said = shown[f"{each.days:g} days: chance of a {key}"]
            assert said == str(getattr(each, key))
    assert 0 < by_hand[0].liquidation.value < by_hand[2].liquidation.value < 1
    assert shown["my bars hold"] == "120 days"
    assert shown["accounts counted"] == "4,000"
    assert "Your bars hold 120 days" in scene.sentence
    assert "holds no crash that it never saw. The range is that of the drawing" in scene.sentence
    assert "The times name no zone: they are taken as UTC." in scene.table.notes
    (rare,) = (mark for mark in DOCTOR.picture(scene, scene).marks if isinstance(mark, Band))
    assert rare.label == "too rare to be counted in 4,000 accounts"


def test_one_chance_over_my_bars_is_the_same_in_each_view() -> None:
    counted = DOCTOR.shown(over_bars(CSV)).value("30 days: chance of a liquidation")
    answers = DOCTOR.shown({**over_bars(CSV), "view": DoctorView.ANSWERS})
    (nothing,) = (row for row in answers.table.rows if row[0] == "do nothing")
    assert nothing[3].startswith(f"{100 * counted:.1f}%")
    assert "in my own bars" in answers.sentence


def test_bars_change_no_chance_of_a_market_with_a_name() -> None:
    values = {**DOCTOR.scenario("Her chances"), **DOCTOR.check({"bars": (CSV,)})}
    plain = DOCTOR.shown(DOCTOR.scenario("Her chances"))
    assert DOCTOR.shown(values).table == plain.table


def test_without_a_file_all_but_the_chances_is_told() -> None:
    state = DOCTOR.state({**over_bars(), "view": DoctorView.PRICES})
    assert state.lines["liquidation"].price == pytest.approx(50_215)
    assert state.diagnosis.odds == ()
    assert any("drop a CSV file" in one for one in state.unknown)


@pytest.mark.parametrize(
    ("dropped", "said"),
    [
        ((b"PK\x03\x04",), "file 'mine.csv' is packed, or a spreadsheet: unpack it"),
        ((b"a,b\n1,2",), "mine.csv: line 1: no column is named time"),
        ((b"\n".join(CSV.content.splitlines()[:90]),), "mine.csv: bars are 89, which is below 100"),
        ((CSV.content.replace(b"2026-03-01,", b"2026-03-01,x"),), "mine.csv: line 61, column open"),
        ((CSV.content, CSV.content), "files of bars are 2: one market is one file"),
    ],
    ids=("packed", "no bars", "too short", "no number", "two files"),
)
def test_a_bad_file_of_bars_is_one_sentence_and_changes_nothing(
    dropped: tuple[bytes, ...], said: str
) -> None:
    panel = Panel(DOCTOR)
    panel.set(**over_bars(CSV))
    before = panel.scene.table
    assert ("my bars hold", "120 days") in before.rows
    with pytest.raises(BadInput) as caught:
        panel.set(bars=[UploadedFile("mine.csv", one) for one in dropped])
    assert str(caught.value).startswith(said)
    assert str(caught.value).count(". ") == 0
    assert panel.scene.table == before


def files(*names: str) -> tuple[UploadedFile, ...]:
    return tuple(UploadedFile(name, sample(name).read_bytes()) for name in names)


def test_dropped_files_take_the_place_of_the_sample() -> None:
    read = READER.check({"files": files(*PAULA)})
    scene = READER.shown({**READER.start, **read})
    assert scene.title == "Rollovers took 2,700 USD"
    assert READER.keeps is not None
    assert READER.keeps(scene.state) == OwnPosition("long", 0.5, 60_000, 7_292.5, leverage=5)


def test_the_trades_alone_hold_no_money_and_cannot_be_kept() -> None:
    state = READER.state(READER.check({"files": files(PAULA[0])}))
    with pytest.raises(BadInput, match="cannot be kept: The own money behind it"):
        chosen_position(state)
    nothing = READER.state(READER.check({"files": files(PAULA[1])}))
    with pytest.raises(BadInput, match="No open position is in these files"):
        chosen_position(nothing)


def test_reading_is_stopped_as_a_whole() -> None:
    def stop(done: int, of: int) -> None:
        raise BadInput("stopped: choose the files again.")

    with pytest.raises(StoppedReading, match="stopped"):
        read_files(files(*PAULA), stop)
    assert read_files((), no_progress) is None


def test_what_is_no_export_is_one_sentence() -> None:
    with pytest.raises(BadInput, match="photo"):
        read_files((UploadedFile("photo.csv", b"\x89PNG\r\n\x1a\n" + bytes(50)),), no_progress)


def test_a_cell_reads_files_too() -> None:
    paths = tuple(str(sample(name)) for name in PAULA)
    assert what_happened(paths).rows == what_happened().rows
    assert dict(LESSON.table("what happened").rows)["rollovers paid"] == "-2,700 USD"


def test_a_rule_is_a_page_that_asks_for_nothing() -> None:
    (download,) = RULE.downloads
    page = download.content(RULE.state({}))
    assert "No position of mine is worth more than 10,000 USD." in page
    assert "http" not in page.lower().replace("http-equiv", "")
    assert "<script" not in page
    with pytest.raises(BadInput, match="Not a rule yet"):
        download.content(RULE.state(RULE.scenario("Too late")))


def test_the_line_of_a_rule_is_the_money_that_is_left() -> None:
    state = RULE.state({})
    assert [state.left_at(move) for move in (0, -0.2, -0.8)] == pytest.approx([8_000, 6_000, 0])
    assert math.isclose(state.stop, -0.1)


def test_the_sample_is_what_the_model_charges() -> None:
    """7.50 at opening and 360 times 7.50: the export of the story and the fees of the venue."""
    state = history_state(None, PAULA)
    (charge,) = state.history.rollovers
    assert (charge.charges, float(charge.total)) == (360, 2_700)
    assert state.position is not None
    assert state.position.own is not None
    assert state.position.own.cash == DOCTOR.scenario("Sixty days later")["cash"]
