"""Late answers to a margin call: in which bar, at which price; and what an index stop follows."""

from __future__ import annotations

import pytest

from margin_lessons.account import Account, Position
from margin_lessons.market.bars import Bars
from margin_lessons.orders import TrailingStop, TriggerOn
from margin_lessons.plan import Cut, Plan, TopUp
from margin_lessons.replay import Kind, replay

# 1 BTC long at 20,000 with 10,000 USD: call at 13,200, liquidation at 11,600.
LONG = Account(10_000, (Position("long", 1, 20_000, 5),))


@pytest.mark.parametrize(
    # Called in the first hour; the hours open at 20,000, 13,000, 12,800, 12,600 and 12,400.
    ("minutes", "bar", "price"),
    [(1, 1, 13_000), (60, 1, 13_000), (61, 2, 12_800), (120, 2, 12_800), (240, 4, 12_400)],
)
def test_an_answer_comes_at_the_first_open_so_many_minutes_later(minutes, bar, price) -> None:
    falls = Bars.from_path((20_000, 13_000, 12_800, 12_600, 12_400, 12_200), length=60)
    for answer, kind in (
        (TopUp(amount=1_000, minutes=minutes), Kind.FUNDS_ADDED),
        (Cut(share=0.5, minutes=minutes), Kind.PART_CLOSED),
    ):
        event = replay(LONG, falls, Plan(answers=answer)).first(kind)
        assert (event.bar, event.price) == (bar, price)


def test_two_answers_have_a_purse_each() -> None:
    # Each call adds 500 from a purse of 500 and 300 from one of 600: 800, then 300, then nothing.
    answers = [TopUp(amount=500, at_most=500), TopUp(amount=300, at_most=600)]
    swings = Bars.from_path((20_000, 13_000, 20_000, 12_000, 20_000, 11_500), length=60)
    timeline = replay(LONG, swings, Plan(answers=answers))
    assert [event.amount for event in timeline.of(Kind.FUNDS_ADDED)] == [500, 300, 300]
    assert len(timeline.of(Kind.CALL)) == 3
    assert timeline.final.cash == 11_100


def test_a_trailing_stop_on_the_index_follows_the_index_from_its_own_start() -> None:
    # The index stands at 19,000 while the last trade was at 20,000: 5 % below it are 18,050.
    last = Bars.of([(20_000, 20_000, 18_500, 19_000)], length=60)
    index = Bars.of([(19_000, 19_000, 18_100, 18_500)], length=60)
    plan = Plan(TrailingStop(share=0.05, on=TriggerOn.INDEX, reduce_only=True))
    timeline = replay(LONG, last, plan, index=index)
    assert timeline.first(Kind.ORDER_PLACED).trigger == 18_050
    assert not timeline.of(Kind.ORDER_TRIGGERED)
