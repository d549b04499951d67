"""The pictures of lesson 06 read back: the path, stops and limits, fills, and what each leaves."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from lessons.seen import cut, distance, touching

from margin_lessons.figures.marks import ChartBar, Point, Rule
from margin_lessons.figures.painted import Drawn, Label, Painted
from margin_lessons.figures.painter import Painter
from margin_lessons.lessons import open_lesson
from margin_lessons.market.paths import AGAINST_A_LONG, PATHS
from margin_lessons.panels.model import PanelModel
from margin_lessons.replay import Kind

EXITS, FORGOTTEN, SIZE = open_lesson("06_stop_losses").panels
NAMES = [path.name for path in PATHS]
PAINTER = Painter()


def painted(model: PanelModel, **values: object) -> Painted:
    """Return the painted picture of a panel at some values of its controls."""
    values = {**model.start, **values}
    return PAINTER.paint(model.picture(model.shown(values), model.base(model.start, values)))


def label_of(picture: Painted, drawn: Drawn) -> Label:
    """Return the label of what was drawn."""
    (label,) = (one for one in picture.labels if one.mark == picture.drawn.index(drawn))
    return label


def over(label: Label, drawn: Drawn, shrunk: float = 2.0) -> bool:
    """Return whether words stand on a line or a marker, by more than their box's margin."""
    left, top, right, bottom = label.box
    inner = (left + shrunk, top + shrunk, right - shrunk, bottom - shrunk)
    return distance(Label(label.text, inner, label.ink, label.mark), drawn) == 0


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("model", [EXITS, FORGOTTEN], ids=lambda model: model.name)
def test_the_path_is_drawn_hour_by_hour_and_breaks_between_hours(
    model: PanelModel, name: str
) -> None:
    picture = painted(model, path=name)
    bars = model.state({"path": name}).path.bars
    hours, prices = picture.of("price").values.reshape(-1, 3, 2).transpose(2, 0, 1)
    assert hours[:, 0] == pytest.approx(np.arange(48), abs=1e-9)
    assert hours[:, 1] == pytest.approx(np.arange(1, 49))
    assert prices[:, 0] == pytest.approx(bars.open)
    assert prices[:, 1] == pytest.approx(bars.close)
    assert np.isnan(prices[:, 2]).all()
    middles, ends = picture.of("range of each hour").values.reshape(-1, 3, 2).transpose(2, 0, 1)
    assert middles[:, 0] == pytest.approx(np.arange(48) + 0.5)
    assert ends[:, 0] == pytest.approx(bars.low)
    assert ends[:, 1] == pytest.approx(bars.high)


@pytest.mark.parametrize(("side", "at"), [("long", -1), ("short", 1)])
@pytest.mark.parametrize("distance", [1, 5, 14.5, 20])
def test_the_stop_and_its_limit_lie_where_they_are_set(side: str, at: int, distance: float) -> None:
    stop = 20_000 * (1 + at * distance / 100)
    for limit in (0.5, 8, 10):
        price = stop * (1 + at * limit / 100)
        picture = painted(EXITS, side=side, distance=distance, limit=limit)
        found = {"stop set at": (stop, "stop"), "stop-limit: limit set at": (price, "limit")}
        for fact, (level, word) in found.items():
            rule = picture.of(fact)
            assert rule.values[:, 1] == pytest.approx([level] * 2)
            assert rule.values[:, 0] == pytest.approx([0, 48], abs=1e-6)
            assert label_of(picture, rule).text == f"{word} {level:,.2f}".removesuffix(".00")
    alone = painted(FORGOTTEN, side=side, distance=distance)
    assert alone.read_back()["stop set at"] == pytest.approx(stop)
    assert not any(label.text.startswith("limit") for label in alone.labels)


def test_the_stop_that_follows_is_named_by_where_it_began() -> None:
    labels = [one.text for one in painted(EXITS, chosen="trailing").labels]
    assert "stop at first 19,000" in labels
    assert not any(label.startswith("limit") for label in labels)


@pytest.mark.parametrize("side", ["long", "short"])
@pytest.mark.parametrize("name", NAMES)
def test_each_first_fill_has_a_marker_where_it_happened_and_says_what_it_was(
    name: str, side: str
) -> None:
    picture, state = painted(EXITS, path=name, side=side), EXITS.state({"path": name, "side": side})
    named: list[str] = []
    for one in (d for d in picture.drawn if d.mark.name.startswith("first fill: ")):
        those = one.mark.name.removeprefix("first fill: ").split(", ")
        those = list(state.names) if those == ["all"] else those
        named += those
        for exit_name in those:
            event = state.filled(exit_name)
            (x, y), opened = one.values[0], state.path.bars.open[event.bar]
            assert y == pytest.approx(event.price)
            assert x == pytest.approx(event.bar + (0 if event.price == opened else 0.5))
            liquidated = event.kind is Kind.LIQUIDATION_FILLED
            assert (one.mark.ink == "liquidation") is liquidated
            assert one.mark.label.endswith("liquidated") is liquidated
        assert label_of(picture, one).ink == one.mark.ink
    assert sorted(named) == sorted(n for n in state.names if state.filled(n))


def test_fills_at_one_place_share_one_marker_that_names_them() -> None:
    picture = painted(EXITS, path="a large gap")
    (fill,) = [one for one in picture.drawn if isinstance(one.mark, Point)]
    assert tuple(fill.values[0]) == pytest.approx((20, 14_500))
    assert label_of(picture, fill).text == "all liquidated"
    wide = painted(EXITS, path="a small gap", limit=8)
    labels = {one.mark.label for one in wide.drawn if isinstance(one.mark, Point)}
    assert labels == {"stop-limit, stop-loss, trailing", "no stop liquidated"}


def test_a_position_closed_by_hand_says_so() -> None:
    for chosen in ("live stop", "reduce-only"):
        fill = painted(FORGOTTEN, chosen=chosen).of("first fill: all")
        assert fill.mark.label == "closed by hand"
        assert fill.values[0, 0] == pytest.approx(6)


@pytest.mark.parametrize("model", [EXITS, FORGOTTEN], ids=lambda model: model.name)
def test_a_bar_is_what_an_exit_leaves_and_a_debt_is_hatched(model: PanelModel) -> None:
    for name, side in product(NAMES, ("long", "short")):
        picture, state = painted(model, path=name, side=side), model.state(
            {"path": name, "side": side}
        )  # fmt: skip
        heights = []
        for exit_name in state.names:
            bar, left = picture.of(f"{exit_name}: account at the end"), state.left(exit_name)
            assert bar.values[:, 0].min() == pytest.approx(min(left, 0), abs=1e-6)
            assert bar.values[:, 0].max() == pytest.approx(max(left, 0), abs=1e-6)
            assert (bar.mark.hatch, bar.mark.ink) == (
                (True, "debt") if left < 0 else (False, "equity")
            )
            assert label_of(picture, bar).text == f"{left:,.2f}".removesuffix(".00")
            heights.append(float(bar.values[:, 1].mean()))
        # Their names stand beside them, as ticks of the axis.
        ticks = {word: at for at, word in bar.box.plot.y.ticks}
        assert [ticks[name] for name in state.names] == pytest.approx(heights)
        assert heights == sorted(heights, reverse=True)


@pytest.mark.parametrize("model", [EXITS, FORGOTTEN], ids=lambda model: model.name)
def test_the_money_at_the_start_has_a_name(model: PanelModel) -> None:
    picture = painted(model)
    rule = picture.of("money at the start")
    assert rule.values[:, 0] == pytest.approx([5_000] * 2)
    assert label_of(picture, rule).text == "start 5,000 USD"


@pytest.mark.parametrize(
    ("scenario", "opened", "lost", "words"),
    [("A debt", 19_000, 25_000, "short"), ("A debt from a buy stop", 21_000, 15_000, "long")],
)
def test_what_nobody_wanted_is_drawn_where_it_was_opened_and_lost(
    scenario: str, opened: float, lost: float, words: str
) -> None:
    picture = painted(FORGOTTEN, **FORGOTTEN.scenario(scenario))
    first, last = picture.of("unwanted position"), picture.of("unwanted position lost")
    assert tuple(first.values[0]) == pytest.approx((16.5, opened))
    assert tuple(last.values[0]) == pytest.approx((30, lost))
    assert label_of(picture, first).text == f"{words} opened"
    assert label_of(picture, last).text == f"{words} liquidated"
    assert (first.mark.ink, last.mark.ink) == ("debt", "liquidation")


def test_the_trade_that_opened_a_short_is_drawn_where_it_happened() -> None:
    opened = painted(FORGOTTEN).of("unwanted position")
    assert tuple(opened.values[0]) == pytest.approx((24.5, 19_000))
    calm = painted(FORGOTTEN, chosen="reduce-only")
    assert not [one for one in calm.drawn if one.mark.name.startswith("unwanted")]


@pytest.mark.parametrize("model", [EXITS, FORGOTTEN], ids=lambda model: model.name)
def test_no_words_touch_along_the_distances_of_every_path(model: PanelModel) -> None:
    hours = (1, 7, 12) if model is FORGOTTEN else (None,)
    found = []
    # Those against a short are mirror images: the same events in the same hours.
    paths = [path.name for path in AGAINST_A_LONG]
    for path, away, hour in product(paths, (1, 2.5, 5, 13, 16, 20), hours):
        values = {"path": path, "distance": away, **({"hour": hour} if hour else {})}
        picture = painted(model, **values)
        found += [(values, wrong) for wrong in (*touching(picture), *cut(picture))]
    assert not found


def test_the_names_of_stop_and_limit_cover_no_fill() -> None:
    for path, side, chosen in product(NAMES, ("long", "short"), ("stop-loss", "stop-limit")):
        picture = painted(EXITS, path=path, side=side, chosen=chosen)
        rules = [one for one in picture.drawn if isinstance(one.mark, Rule) and one.mark.label]
        names = [label_of(picture, one) for one in rules if one.mark.along == "y"]
        fills = [one for one in picture.drawn if isinstance(one.mark, Point)]
        assert len(names) == 2
        assert not any(over(name, fill) for name in names for fill in fills), (path, side)


@pytest.mark.parametrize(
    ("path", "side"), [("a dip, then a gap up", "long"), ("a spike, then a gap down", "short"),
                       ("a wick", "long"), ("a slow fall", "long")],
)  # fmt: skip
def test_no_name_covers_the_price_where_a_stop_was_forgotten(path: str, side: str) -> None:
    picture = painted(FORGOTTEN, path=path, side=side)
    price = picture.of("price")
    names = [label_of(picture, one) for one in picture.drawn if isinstance(one.mark, Point)]
    names.append(label_of(picture, picture.of("stop set at")))
    assert len(names) >= 3
    assert [name.text for name in names if over(name, price)] == []


@pytest.mark.parametrize(("path", "side"), [("a small gap", "long"), ("a small gap up", "short")])
@pytest.mark.parametrize("limit", [0.5, 4, 8, 10])
def test_the_name_of_a_limit_does_not_cover_the_price(path: str, side: str, limit: float) -> None:
    picture = painted(EXITS, path=path, side=side, limit=limit, chosen="stop-limit")
    name = label_of(picture, picture.of("stop-limit: limit set at"))
    assert not over(name, picture.of("price"))


# ---- The size -----------------------------------------------------------------------------


@pytest.mark.parametrize(("risk", "away"), [(1, 5), (5, 15), (3.5, 1), (5, 1)])
def test_the_bars_of_a_loss_end_where_it_does_and_what_is_owed_is_hatched(
    risk: float, away: float
) -> None:
    """By hand: the size is risk over distance; gaps of 12.5 and 27.5 % take their share of it."""
    picture = painted(SIZE, risk=risk, distance=away)
    size = 5_000 * risk / away
    falls = {"traded through": away, "a small gap": max(away, 12.5), "a large gap": 27.5}
    for row, (case, fall) in enumerate(falls.items()):
        bar, lost = picture.of(f"{case}: loss"), size * fall / 100
        assert bar.values[:, 0].max() == pytest.approx(lost)
        owes = lost > 5_000 + 1e-6
        assert bar.values[:, 0].min() == pytest.approx(5_000 if owes else 0, abs=1e-6)
        assert (bar.mark.hatch, bar.mark.ink) == ((True, "debt") if owes else (False, "loan"))
        assert bar.values[:, 1].mean() == pytest.approx(row)
        if owes:
            kept = picture.of(f"{case}: all the money").values[:, 0]
            assert (kept.min(), kept.max()) == pytest.approx((0, 5_000), abs=1e-6)
    hatched = [one for one in picture.drawn if isinstance(one.mark, ChartBar) and one.mark.hatch]
    assert bool(hatched) == ((risk, away) == (5, 1))


def test_the_plan_and_all_the_money_are_lines_with_their_names() -> None:
    near = painted(SIZE)
    assert near.of("risk").values[:, 0] == pytest.approx([50] * 2)
    assert label_of(near, near.of("risk")).text == "planned 50 USD"
    assert not near.of("money at the start").seen
    wide = painted(SIZE, risk=5, distance=1)
    assert wide.of("money at the start").values[:, 0] == pytest.approx([5_000] * 2)
    assert label_of(wide, wide.of("money at the start")).text == "all your money 5,000 USD"
