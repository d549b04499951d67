"""Lesson 04: the article's example, gaps, slow engines and order books, worked by hand."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from lessons.course import panel_of
from lessons.seen import monotone, sweep

from margin_lessons.errors import BadInput
from margin_lessons.figures.marks import Band, ChartBar, Rule
from margin_lessons.figures.painted import Drawn, Painted
from margin_lessons.figures.painter import Painter
from margin_lessons.lessons import open_lesson
from margin_lessons.panels.model import PanelModel
from margin_lessons.scenes import article_example, book_walk, gap
from margin_lessons.scenes.article_example import KeptIn
from margin_lessons.scenes.book_walk import NamedBook

LESSON = open_lesson("04_gaps_and_slippage")
BOOK, FALL, EXAMPLE = LESSON.panels


def painted(model: PanelModel, **values: object) -> Painted:
    """Return the painted picture of a panel at some values of its controls."""
    values = {**model.start, **values}
    return Painter().paint(model.picture(model.shown(values), model.base(model.start, values)))


def corners(drawn: Drawn) -> tuple[float, float, float, float]:
    """Return the left, low, right and high end of what was drawn, in the units of the axes."""
    left, low = drawn.values.min(axis=0)
    right, high = drawn.values.max(axis=0)
    return left, low, right, high


# ---- The article's example --------------------------------------------------


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
    text = article_example.scene(article_example.example_state(48_000, "USD"))
    assert text.fact("fill below the liquidation price").text == "12.7%"
    assert text.fact("the same in BTC").text == "-0.0208 BTC"


def test_bought_at_the_same_price_the_account_in_btc_fares_worse_below_it() -> None:
    """By hand: 0.1 p + 0.5 (p - 62,500) is 0 at 31,250 / 0.6, and -2,450 at 48,000."""
    state = article_example.example_state(48_000, KeptIn.BTC_SAME_ENTRY)
    assert state.crossings.zero_equity.price == pytest.approx(31_250 / 0.6)
    assert state.equity == pytest.approx(-2_450)
    for price in (43_000, 50_000, 62_000):
        usd, btc = (
            article_example.example_state(price, kept).equity
            for kept in ("USD", KeptIn.BTC_SAME_ENTRY)
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
    shown = article_example.scene(article_example.example_state(fill, "BTC"))
    assert shown.fact(fact).text == text


def test_nothing_is_called_nothing() -> None:
    text = article_example.scene(article_example.example_state(50_000, "USD"))
    assert text.sentence.endswith("leaves nothing.")
    assert text.title.endswith("nothing left")


@pytest.mark.parametrize("kept", KeptIn)
def test_the_two_lines_are_the_equities_and_carry_their_entries(kept: KeptIn) -> None:
    """By hand: 6,250 + 0.5 (p - 62,500) in USD; 0.1 p + 0.5 (p - entry) in BTC."""
    by_hand = {
        KeptIn.USD: lambda p: 6_250 + 0.5 * (p - 62_500),
        KeptIn.BTC: lambda p: 0.1 * p + 0.5 * (p - 60_000),
        KeptIn.BTC_SAME_ENTRY: lambda p: 0.1 * p + 0.5 * (p - 62_500),
    }
    entries = {KeptIn.USD: "62,500", KeptIn.BTC: "60,000", KeptIn.BTC_SAME_ENTRY: "62,500"}
    picture = painted(EXAMPLE, kept_in=kept, fill=48_000)
    other = KeptIn.BTC if kept is KeptIn.USD else KeptIn.USD
    for one, ink in ((kept, "equity"), (other, "loan")):
        line = picture.of(one.value)
        prices, equity = line.values.T
        assert (prices[0], prices[-1]) == pytest.approx((42_000, 63_000))
        assert equity == pytest.approx(by_hand[one](prices), abs=1e-6)
        (label,) = [n for n in picture.labels if n.mark == picture.drawn.index(line)]
        assert (label.text, label.ink) == (f"{one.currency}, entry {entries[one]}", ink)
    assert picture.of("equity at the fill").values[0] == pytest.approx(
        (48_000, by_hand[kept](48_000))
    )


def test_the_debt_of_the_example_is_below_zero_and_hatched() -> None:
    (band,) = [one for one in painted(EXAMPLE).drawn if isinstance(one.mark, Band)]
    assert band.mark.hatch
    assert corners(band)[3] == pytest.approx(0)


@pytest.mark.parametrize("fill", [51_000, 55_000, 62_000])
def test_the_account_in_btc_is_ahead_only_because_it_was_bought_lower(fill: float) -> None:
    shown = article_example.scene(article_example.example_state(fill, "BTC"))
    assert shown.sentence.endswith("ahead of the account in USD only because it was bought lower.")
    deeper = article_example.scene(article_example.example_state(48_000, "BTC"))
    assert "bought lower" not in deeper.sentence


def test_the_table_of_the_example_holds_all_three_accounts() -> None:
    """By hand at a fill of 48,000: -1,000 in USD, -1,200 and -2,450 in BTC."""
    table = article_example.scene(article_example.example_state(48_000, "USD")).table
    rows = {name: cells for name, *cells in table.rows}
    assert rows["entry"] == ["62,500 USD", "60,000 USD", "62,500 USD"]
    assert rows["liquidation at"] == ["55,000 USD", "54,000 USD", "56,250 USD"]
    assert rows["nothing left at"] == ["50,000 USD", "50,000 USD", "52,083 USD"]
    assert rows["fill from the liquidation price"] == ["12.7% below", "11.1% below", "14.7% below"]
    assert rows["equity at the fill"] == ["-1,000 USD", "-1,200 USD", "-2,450 USD"]
    assert all(kept.value in head for kept, head in zip(KeptIn, table.head[1:], strict=True))


# ---- A gap, a slow engine ---------------------------------------------------


@pytest.mark.parametrize("skipped", [100, 2_750, 5_000, 7_000, 22_000])
def test_a_gap_fills_at_the_opening_price(skipped: float) -> None:
    state = gap.gap_state(skipped, delay=0, pace=0.01)
    opening = 55_000 - skipped
    assert state.filled.price == pytest.approx(opening, rel=1e-12)
    assert state.equity == pytest.approx(6_250 - 0.5 * (62_500 - opening), rel=1e-9)
    assert state.timeline.debt == pytest.approx(max(0.0, -state.equity), abs=1e-9)


def test_without_a_gap_the_fill_is_the_trigger() -> None:
    assert gap.gap_state(0, 0, 0.01).filled.price == pytest.approx(55_000, rel=1e-12)


@pytest.mark.parametrize("minutes", [1, 9, 10, 15])
def test_a_slow_engine_sells_at_the_price_of_its_minute(minutes: int) -> None:
    state = gap.gap_state(0, minutes, pace=0.01)
    assert state.filled.price == pytest.approx(55_000 * 0.99**minutes, rel=1e-9)


def test_the_price_line_breaks_where_nobody_traded() -> None:
    minutes, prices = painted(FALL, gap=7_000).of("price over the minutes").values.T
    (hole,) = np.flatnonzero(np.isnan(prices))
    assert (minutes[hole - 1], prices[hole - 1]) == pytest.approx((19, 55_011))
    assert (minutes[hole + 1], prices[hole + 1]) == pytest.approx((19, 48_000))
    seen = prices[~np.isnan(prices)]
    assert not ((seen > 48_001) & (seen < 55_000)).any()
    assert minutes[-1] == pytest.approx(50)
    assert seen[-1] == pytest.approx(48_000 * 0.99**31)


def test_without_a_gap_nothing_breaks_and_nothing_is_said_to() -> None:
    picture = painted(FALL)
    assert np.isfinite(picture.of("price over the minutes").values).all()
    assert "break" not in FALL.shown(FALL.start).alt
    assert "breaks off" in FALL.shown({**FALL.start, "gap": 100}).alt
    with pytest.raises(BadInput, match="mark 'gap'"):
        picture.of("gap")


def test_the_gap_and_the_debt_are_drawn_from_price_to_price() -> None:
    picture = painted(FALL, gap=4_400, delay=5, pace=2)
    assert corners(picture.of("gap"))[1::2] == pytest.approx((50_600, 55_000))
    (debt,) = [one for one in picture.drawn if isinstance(one.mark, ChartBar)]
    fill = 50_600 * 0.98**5
    left, low, right, high = corners(debt)
    assert (low, high) == pytest.approx((fill, 50_000))
    assert (left + right) / 2 == pytest.approx(24)
    assert debt.mark.hatch
    assert "fill, debt 2,131 USD" in [label.text for label in picture.labels]
    (cushion,) = [one for one in picture.drawn if isinstance(one.mark, Band)]
    assert corners(cushion)[1::2] == pytest.approx((50_000, 55_000))


@pytest.mark.parametrize(
    ("values", "lines"),
    [
        ({}, {6.343: "margin call", 19: "trigger, fill"}),
        ({"gap": 7_000}, {6.343: "margin call", 19: "trigger, gap 12.7%, fill, debt 1,000 USD"}),
        ({"delay": 10, "pace": 2},
         {6.343: "margin call", 19: "trigger", 29: "fill, debt 2,530 USD"}),
    ],
)  # fmt: skip
def test_what_happens_stands_over_its_minute(values: dict, lines: dict[float, str]) -> None:
    picture = painted(FALL, **values)
    upright = [one for one in picture.drawn if isinstance(one.mark, Rule) and one.mark.along == "x"]
    seen = {round(float(one.values[0, 0]), 3): one.mark.label for one in upright}
    assert seen == lines
    assert set(lines.values()) < {label.text for label in picture.labels}


def test_the_minutes_play_and_end_where_the_slider_ends() -> None:
    assert FALL.clock.control == "minute"
    told = []
    for minute in range(51):
        state = FALL.state({"delay": 10, "pace": 2, "minute": minute})
        minutes, prices = state.path
        assert (minutes[-1], prices[-1]) == (minute, state.price)
        told.append(len(state.events))
    # The call in the 7th minute, the trigger in the 19th, fill and debt in the 29th.
    assert [told.index(count) for count in (1, 2, 4)] == [7, 19, 29]
    assert told == sorted(told)
    assert FALL.shown({"minute": 18}).title == "The price falls towards the trigger"
    late = FALL.shown({"delay": 10, "minute": 28})
    assert late.title == "The trigger is passed, and the engine has not sold yet"
    assert late.fact("filled at").text == "not yet"


@pytest.mark.parametrize(
    ("name", "base"), [("gap", {}), ("delay", {}), ("delay", {"pace": 2}), ("gap", {"delay": 10})]
)
def test_the_fill_goes_down_as_its_price_does(name: str, base: dict) -> None:
    (control,) = (one for one in FALL.controls if one.name == name)
    heights = monotone(FALL, name, sweep(control), {**FALL.start, **base}, "filled at")
    assert all(after < before for before, after in pairwise(heights))


def test_the_articles_gap_ends_where_the_article_does() -> None:
    panel = panel_of(LESSON, "gap")
    text = panel.shown(panel.scenario("The article's gap"))
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
        (100, 1, "and the engine sells 1 minute later, at 54,351 USD: 2,176 USD is left."),
        (4_400, 5, "is at 50,600 USD, and the engine sells 5 minutes later, at 45,738 USD: all"),
    ],
)
def test_the_sentence_tells_trigger_fill_and_end(skipped: float, delay: float, words: str) -> None:
    pace = 0.02 if delay == 5 else 0.01
    assert words in gap.scene(gap.gap_state(skipped, delay, pace)).sentence


# ---- The order book ---------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "book", "words"),
    [
        (
            1.2,
            NamedBook.HOLLOW,
            "is taken and the book is empty; 1 BTC find no buyer at any price.",
        ),
        (0.01, NamedBook.GDAX_2017, "is filled entirely at the best bid of 317.81 USD."),
        (0.52, NamedBook.GDAX_2017, "and then the next; the last of it goes at 224.48 USD."),
        (0.7, NamedBook.EUR_CHF_2015, "and then the next; the last of it goes at 1.13 CHF."),
    ],
)
def test_the_walk_says_how_far_it_goes(size: float, book: NamedBook, words: str) -> None:
    assert book_walk.scene(book_walk.walk_state(size, book)).sentence.endswith(words)


@pytest.mark.parametrize(
    ("size", "book", "title"),
    [
        (1.2, NamedBook.ORDINARY, "The book is empty: 40 BTC of 240 BTC find no buyer"),
        (0.44, NamedBook.HOLLOW, "The average fill is 1.95% below the best bid"),
        (0.45, NamedBook.HOLLOW, "The average fill is 2.01% below the best bid"),
        (0.01, NamedBook.GDAX_2017, "The whole order fills at the best bid"),
    ],
)
def test_the_title_says_what_decides(size: float, book: NamedBook, title: str) -> None:
    assert book_walk.scene(book_walk.walk_state(size, book)).title == title


@pytest.mark.parametrize("book", NamedBook)
@pytest.mark.parametrize("size", [1, 20, 100, 120])
def test_the_stairs_and_what_is_taken_are_read_back(book: NamedBook, size: float) -> None:
    """Each price of the book twice: where its bids begin in the pile, and where they end."""
    picture = painted(BOOK, book=book, size=size)
    state = BOOK.state({"book": book, "size": size})
    prices, sizes = np.asarray(state.depth.prices), np.asarray(state.depth.sizes)
    stairs = picture.of("all bids down to a price").values
    assert stairs[::2, 0] == pytest.approx(prices)
    assert stairs[1::2, 0] == pytest.approx(prices)
    assert stairs[1::2, 1] == pytest.approx(np.cumsum(sizes), abs=1e-6 * sizes.sum())
    assert np.diff(stairs[:, 1]).sum() == pytest.approx(sizes.sum())
    left, low, right, high = corners(picture.of("what the order takes"))
    walk = state.walk
    assert (left, right) == pytest.approx((walk.worst, walk.best))
    assert (low, high) == pytest.approx((0, walk.filled), abs=1e-6 * sizes.sum())
    read = picture.read_back()
    facts = ("best bid", "average fill", "worst fill", "order to sell")
    wanted = (walk.best, walk.average, walk.worst, walk.size)
    assert [read[name] for name in facts] == pytest.approx(wanted)


def test_what_finds_no_buyer_is_drawn_over_all_bids() -> None:
    picture = painted(BOOK, size=120)
    (band,) = [one for one in picture.drawn if isinstance(one.mark, Band)]
    assert corners(band)[1::2] == pytest.approx((200, 240))
    assert "no buyer for 40 BTC" in [label.text for label in picture.labels]


def test_the_worst_fill_walks_to_the_right_and_stays_on_the_chart() -> None:
    (size, _) = BOOK.controls
    for book in (NamedBook.HOLLOW, NamedBook.GDAX_2017):
        base = {**BOOK.start, "book": book}
        at = monotone(BOOK, "size", sweep(size), base, "worst fill", "x")
        assert at == sorted(at)
        assert at[0] < at[-1] <= Painter().where.width


@pytest.mark.parametrize("book", NamedBook)
def test_each_book_says_what_is_assumed(book: NamedBook) -> None:
    assumed = book_walk.scene(book_walk.walk_state(0.2, book)).fact("assumed").text
    rebuilt = book_walk.book_named(book).source is not None
    assert assumed.startswith("all of it") is not rebuilt
    if book is NamedBook.GDAX_2017:
        assert "42,187 ETH below 224.48" in assumed


def test_exercises_by_hand() -> None:
    by_hand = {"room at 4x": 100 * (1 - 75 / 85), "average fill": 48_750, "kept in BTC": -1_800}
    for exercise in LESSON.exercises:
        assert exercise.answer() == pytest.approx(by_hand[exercise.name])


@pytest.mark.parametrize("book", NamedBook)
def test_larger_orders_never_fill_better(book: NamedBook) -> None:
    sizes = (0.01, 0.1, 0.5, 1, 1.2)
    averages = [book_walk.walk_state(size, book).walk.average for size in sizes]
    assert averages == sorted(averages, reverse=True)
    assert book_walk.walk_state(1.2, book).walk.unfilled > 0


def test_the_missions_have_one_answer() -> None:
    hollow = [BOOK.state({"size": s, "book": NamedBook.HOLLOW}) for s in range(1, 121)]
    assert len([state for state in hollow if BOOK.mission.done(state)]) == 1
    late = [d for d in range(16) if FALL.mission.done(FALL.state({"delay": d, "pace": 1}))]
    assert late == [9]
    assert EXAMPLE.mission.done(EXAMPLE.state({"fill": 49_000, "kept_in": KeptIn.BTC}))
    assert not EXAMPLE.mission.done(EXAMPLE.state({"fill": 49_000, "kept_in": KeptIn.USD}))


def test_the_known_wrong_guesses_and_the_second_case_by_hand() -> None:
    (asked,) = LESSON.predictions
    wrong = {one.value: one.misconception for one in asked.wrong}
    # A trigger taken for a fill, ten times 2% added, one fall only, the price of nothing left.
    assert list(wrong) == [55_000, 55_000 * 0.8, 55_000 * 0.98, 50_000]
    assert asked.outcome(FALL.state(asked.again.values)) == pytest.approx(55_000 * 0.99**15)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: gap.gap_state(-1, 0, 0.01), "gap -1 is below 0"),
        (lambda: gap.gap_state(0, 99, 0.01), "delay 99 is above 15"),
        (lambda: gap.gap_state(0, 0, float("nan")), "pace nan is not a finite number"),
        (lambda: gap.gap_state(0, 0, 0.01, 51), "minute 51 is above 50"),
        (lambda: book_walk.walk_state(0, "deep"), "order size 0 is below 0.005"),
        (lambda: book_walk.walk_state(1, "shallow"), "'shallow' is not one of"),
        (lambda: article_example.example_state(48_000, "EUR"), "'EUR' is not one of the options"),
        (lambda: article_example.example_state(0, "USD"), "fill 0 is not above 0"),
    ],
)
def test_bad_input_is_one_sentence(call, words: str) -> None:
    with pytest.raises(BadInput, match=words) as caught:
        call()
    assert "\n" not in str(caught.value)
