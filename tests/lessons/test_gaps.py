"""Lesson 04: the article's example, gaps, slow engines and order books, worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from margin_lessons.errors import BadInput
from margin_lessons.figures import article_example, book_walk, gap
from margin_lessons.figures.palette import LIGHT
from margin_lessons.lessons import open_lesson


@pytest.mark.parametrize(
    ("kept_in", "entry", "trigger", "equity", "coins"),
    [("USD", 62_500, 55_000, -1_000, -1 / 48), ("BTC", 60_000, 54_000, -1_200, -0.025)],
)
def test_both_accounts_make_the_articles_example_true(
    kept_in: str, entry: float, trigger: float, equity: float, coins: float
) -> None:
    state = article_example.example_state(48_000, kept_in)
    assert state.account.positions[0].entry == entry
    assert state.crossings.zero_equity.price == pytest.approx(50_000, rel=1e-12)
    assert state.crossings.liquidation.price == pytest.approx(trigger, rel=1e-12)
    assert state.equity == pytest.approx(equity, rel=1e-12)
    assert state.equity / 48_000 == pytest.approx(coins, rel=1e-12)


def test_a_fill_at_48_000_skips_12_7_percent_of_the_published_trigger() -> None:
    text = article_example.readout(article_example.example_state(48_000, "USD"))
    assert text.fact("fill below the liquidation price").text == "12.7%"
    assert text.fact("the same in BTC").text == "-0.0208 BTC"


@pytest.mark.parametrize("skipped", [0.1, 5, 9.0, 12.7, 40])
def test_a_gap_fills_at_the_opening_price(skipped: float) -> None:
    state = gap.gap_state(skipped, delay=0, pace=1)
    opening = 55_000 * (1 - skipped / 100)
    assert state.filled.price == pytest.approx(opening, rel=1e-12)
    assert state.equity == pytest.approx(6_250 - 0.5 * (62_500 - opening), rel=1e-9)
    assert state.timeline.debt == pytest.approx(max(0.0, -state.equity), abs=1e-9)


def test_without_a_gap_the_fill_is_the_trigger() -> None:
    assert gap.gap_state(0, 0, 1).filled.price == pytest.approx(55_000, rel=1e-12)


@pytest.mark.parametrize("minutes", [1, 9, 10, 15])
def test_a_slow_engine_sells_at_the_price_of_its_minute(minutes: int) -> None:
    state = gap.gap_state(0, minutes, pace=1)
    assert state.filled.price == pytest.approx(55_000 * 0.99**minutes, rel=1e-9)


def test_the_price_line_breaks_where_nobody_traded() -> None:
    drawing = gap.GapDrawing(LIGHT)
    drawing.png(gap.gap_state(12.7, 0, 1))
    ends, starts = drawing.before.get_ydata()[-1], drawing.after.get_ydata()[0]
    assert ends == pytest.approx(55_011)
    assert starts == pytest.approx(48_015)
    skipped = [
        price
        for line in (drawing.before, drawing.after)
        for price in np.asarray(line.get_ydata())
        if starts + 1 < price < ends - 1 and price < 55_000
    ]
    assert not skipped


@pytest.mark.parametrize("book", book_walk.BOOKS)
def test_larger_orders_never_fill_better(book: str) -> None:
    averages = [book_walk.walk_state(size, book).walk.average for size in (1, 10, 50, 100, 120)]
    assert averages == sorted(averages, reverse=True)
    assert book_walk.walk_state(120, book).walk.unfilled > 0


def test_the_missions_have_one_answer() -> None:
    book, fall, example = open_lesson("04_gaps_and_slippage").panels
    met = [s for s in range(1, 121) if book.mission.done(book.compute(size=s, book="hollow"))]
    assert len(met) == 1
    late = [d for d in range(16) if fall.mission.done(fall.compute(gap=0, delay=d, pace=1))]
    assert late == [9]
    assert example.mission.done(example.compute(fill=49_000, kept_in="BTC"))
    assert not example.mission.done(example.compute(fill=49_000, kept_in="USD"))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: gap.gap_state(-1, 0, 1), "gap -1 is below 0"),
        (lambda: gap.gap_state(0, 99, 1), "delay 99 is above 15"),
        (lambda: gap.gap_state(0, 0, float("nan")), "pace nan is not a finite number"),
        (lambda: book_walk.walk_state(0, "deep"), "order size 0 is below 0.5"),
        (lambda: book_walk.walk_state(5, "shallow"), "'shallow' is not one of"),
        (lambda: article_example.example_state(48_000, "EUR"), "'EUR' is not one of USD, BTC"),
        (lambda: article_example.example_state(0, "USD"), "fill 0 is not above 0"),
    ],
)
def test_bad_input_is_one_sentence(call, words: str) -> None:
    with pytest.raises(BadInput, match=words) as caught:
        call()
    assert "\n" not in str(caught.value)
