"""Lesson 04: the article's example, gaps, slow engines and order books, worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from lessons.course import panel_of

from margin_lessons.errors import BadInput
from margin_lessons.figures import article_example, book_walk, gap
from margin_lessons.figures.palette import LIGHT
from margin_lessons.lessons import open_lesson

LESSON = open_lesson("04_gaps_and_slippage")


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


def test_bought_at_the_same_price_the_account_in_btc_fares_worse_below_it() -> None:
    """By hand: 0.1 p + 0.5 (p - 62,500) is 0 at 31,250 / 0.6, and -2,450 at 48,000."""
    state = article_example.example_state(48_000, article_example.SAME_ENTRY)
    assert state.crossings.zero_equity.price == pytest.approx(31_250 / 0.6)
    assert state.equity == pytest.approx(-2_450)
    for price in (43_000, 50_000, 62_000):
        usd, btc = (
            article_example.example_state(price, kept).equity
            for kept in ("USD", article_example.SAME_ENTRY)
        )
        assert btc < usd


@pytest.mark.parametrize(
    ("fill", "fact", "text"),
    [
        (48_000, "fill below the liquidation price", "11.1%"),
        (62_000, "fill above the liquidation price", "14.8%"),
    ],
)
def test_a_distance_is_above_or_below_and_never_negative(fill: float, fact: str, text: str) -> None:
    readout = article_example.readout(article_example.example_state(fill, "BTC"))
    assert readout.fact(fact).text == text


def test_nothing_is_called_nothing() -> None:
    text = article_example.readout(article_example.example_state(50_000, "USD"))
    assert text.sentence.endswith("leaves nothing.")
    assert text.title.endswith("nothing left")


@pytest.mark.parametrize("skipped", [100, 2_750, 5_000, 7_000, 22_000])
def test_a_gap_fills_at_the_opening_price(skipped: float) -> None:
    state = gap.gap_state(skipped, delay=0, pace=1)
    opening = 55_000 - skipped
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
    drawing.png(gap.gap_state(7_000, 0, 1))
    ends, starts = drawing.before.get_ydata()[-1], drawing.after.get_ydata()[0]
    assert ends == pytest.approx(55_011)
    assert starts == pytest.approx(48_000)
    skipped = [
        price
        for line in (drawing.before, drawing.after)
        for price in np.asarray(line.get_ydata())
        if starts + 1 < price < ends - 1 and price < 55_000
    ]
    assert not skipped


def test_the_articles_gap_ends_where_the_article_does() -> None:
    panel = panel_of(LESSON, "gap")
    state = panel.compute(**panel.scenario("The article's gap"))
    text = gap.readout(state)
    assert text.fact("debt").text == "1,000 USD"
    assert text.fact("gap below the trigger").text == "12.7%"
    # The sentence and the table agree on what was seen first, and where.
    assert text.sentence.startswith(
        "The trigger stands at 55,000 USD; the first trade below it is at 48,000 USD: all your "
        "money is gone, and 1,000 USD more is owed."
    )
    assert text.fact("2. liquidation triggered").text == "48,000 USD, minute 19"


@pytest.mark.parametrize(
    ("skipped", "delay", "words"),
    [
        (0, 0, "the price trades through it, and the fill is there: 2,500 USD is left."),
        (5_000, 0, "at 50,000 USD: all your money is gone, and nothing is owed."),
        (100, 1, "and the engine sells 1 minute later, at 54,351 USD: 2,175.50 USD is left."),
        (4_400, 5, "is at 50,600 USD, and the engine sells 5 minutes later, at "),
    ],
)
def test_the_sentence_tells_trigger_fill_and_end(skipped: float, delay: float, words: str) -> None:
    pace = 2 if delay == 5 else 1
    assert words in gap.readout(gap.gap_state(skipped, delay, pace)).sentence


@pytest.mark.parametrize(
    ("size", "book", "words"),
    [
        (120, "hollow", "the book is empty and 1 BTC finds no buyer."),
        (1, "ETH on GDAX 2017", "is filled entirely at the best bid of 317.81."),
        (52, "ETH on GDAX 2017", "and then the next; the last of it goes at 224.48."),
    ],
)
def test_the_walk_says_how_far_it_goes(size: float, book: str, words: str) -> None:
    assert book_walk.readout(book_walk.walk_state(size, book)).sentence.endswith(words)


@pytest.mark.parametrize("book", book_walk.BOOKS)
def test_each_book_says_what_is_assumed(book: str) -> None:
    assumed = book_walk.readout(book_walk.walk_state(20, book)).fact("assumed").text
    rebuilt = book_walk.book_named(book).source is not None
    assert assumed.startswith("all of it") is not rebuilt
    if book == "ETH on GDAX 2017":
        assert "42,187 ETH below 224.48" in assumed


def test_exercises_by_hand() -> None:
    by_hand = {"room at 4x": 100 * (1 - 75 / 85), "average fill": 48_750, "kept in BTC": -1_800}
    for exercise in LESSON.exercises:
        assert exercise.answer() == pytest.approx(by_hand[exercise.name])


@pytest.mark.parametrize("book", book_walk.BOOKS)
def test_larger_orders_never_fill_better(book: str) -> None:
    averages = [book_walk.walk_state(size, book).walk.average for size in (1, 10, 50, 100, 120)]
    assert averages == sorted(averages, reverse=True)
    assert book_walk.walk_state(120, book).walk.unfilled > 0


def test_the_missions_have_one_answer() -> None:
    book, fall, example = LESSON.panels
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
        (lambda: article_example.example_state(48_000, "EUR"), "'EUR' is not one of USD; BTC"),
        (lambda: article_example.example_state(0, "USD"), "fill 0 is not above 0"),
    ],
)
def test_bad_input_is_one_sentence(call, words: str) -> None:
    with pytest.raises(BadInput, match=words) as caught:
        call()
    assert "\n" not in str(caught.value)
