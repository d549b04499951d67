"""The position doctor against the doors of the earlier lessons, called by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cases import cases
from hypothesis import assume, given
from own_positions import by_hand, own_positions
from strategies import amounts

from margin_lessons.account import Account, Position
from margin_lessons.contract import Contract
from margin_lessons.cross_margin import CrossMargin
from margin_lessons.crossing import crossing, crossings
from margin_lessons.doctor import Choices, OwnWay, diagnose, worst_bars
from margin_lessons.errors import BadInput
from margin_lessons.market.bars import Bars
from margin_lessons.market.crashes import CRASHES, crash_named
from margin_lessons.orders import StopLoss
from margin_lessons.own_position import Held, OwnPosition, ProductKind
from margin_lessons.plan import AddFunds, CloseByHand, Plan
from margin_lessons.replay import ContractTimeline, Timeline, replay, replay_contract

SPOT = OwnPosition("long", 1, 20_000, cash=6_000, leverage=5, price=19_000)
LINEAR = OwnPosition(
    "long", 1, 20_000, leverage=5, venue="Binance USD-M", product="linear contract",
    mode="isolated", price=19_000,
)  # fmt: skip

parts = amounts(0.05, 0.95)


def equity(held: Held, price: float) -> float:
    return float(held.equity({"BTC": price} if isinstance(held, CrossMargin) else price))


def replayed(held: Held, bars: Bars, price: float, plan: Plan) -> Timeline | ContractTimeline:
    if isinstance(held, Account):
        return replay(held, bars, plan, price=price)
    assert isinstance(held, Contract)
    return replay_contract(held, bars, plan, price=price)


# ---- The prices ----------------------------------------------------------------------------------


@given(own_positions())
@cases(500)
def test_the_prices_are_those_of_crossing(mine: OwnPosition) -> None:
    found, held = diagnose(mine).prices, by_hand(mine)
    coin = "BTC" if isinstance(held, CrossMargin) else None
    assert found.named["liquidation"] == crossing(held, held.acting_level, coin=coin)
    assert found.named["nothing left"] == crossing(held, 0.0, coin=coin)
    if isinstance(held, Account):
        assert found.three == crossings(held)
        assert "part closed" not in found.named
        return
    assert found.named["call"].price is None
    assert found.named["call"].why == "a contract is sent no margin call"
    if isinstance(held, Contract) and held.partial is not None:
        assert found.named["part closed"] == held.partial_liquidation()


@given(own_positions())
@cases(500)
def test_at_each_price_equity_is_the_level_times_what_is_required(mine: OwnPosition) -> None:
    found, held = diagnose(mine), mine.holding
    sign = mine.side.sign
    for name, level in (("liquidation", held.acting_level), ("nothing left", 0.0)):
        price = found.prices.named[name].price
        if price is None:
            continue
        if isinstance(held, Account):
            money = mine.cash + mine.coins * price
            money += sign * mine.volume * (price - mine.entry)
            at = price if sign < 0 else mine.entry
            required = mine.volume * at / mine.leverage
        else:
            contract = held if isinstance(held, Contract) else held.contracts["BTC"]
            money, required = equity(held, price), float(contract.requirement(price))
            if isinstance(held, CrossMargin) and contract.inverse:
                required *= price
        scale = abs(mine.volume) * max(price, mine.entry)
        # A requirement that is charged by band jumps over the level.
        if isinstance(held, Account) or level == 0.0:
            assert money == pytest.approx(level * required, abs=1e-9 * scale)
        else:
            assert money <= level * required + 1e-9 * scale


@given(own_positions())
@cases(200)
def test_how_far_off_each_price_is(mine: OwnPosition) -> None:
    found = diagnose(mine).prices
    for name, there in found.named.items():
        assert found.away(name) == (None if there.price is None else there.price / mine.now - 1)
    gone, closed = found.three.zero_equity.price, found.three.liquidation.price
    assert found.debt_gap == (None if None in (gone, closed) else gone / closed - 1)  # type: ignore[operator]


# ---- The worst bars ------------------------------------------------------------------------------


@given(own_positions(), amounts(1e-6, 1e-4))
@cases(500)
def test_a_worst_bar_leaves_what_the_replay_leaves(mine: OwnPosition, short_of: float) -> None:
    found = diagnose(mine)
    held = found.holding
    assume(not isinstance(held, CrossMargin) and found.worst_bars)
    assert not isinstance(held, CrossMargin)
    at = found.prices.three.liquidation.at
    assume(not isinstance(held, Contract) or held.partial is None)
    away = 1 + short_of if found.prices.falling else 1 - short_of
    assume(not found.prices.three.liquidation.passed(at * away))
    assume(found.prices.three.zero_equity.falling is found.prices.falling)
    for one in found.worst_bars[:2]:
        last = one.worst_at
        row = one.opens_at, max(one.opens_at, last), min(one.opens_at, last), last
        timeline = replayed(held, Bars.of([row]), at * away, Plan())
        scale = 1e-6 * max(1.0, abs(equity(held, at)), abs(equity(held, last)))
        assert timeline.debt == pytest.approx(one.owed_at_open, abs=scale)
        if mine.coins and isinstance(held, Account):
            continue  # the replay sells coins at the fill, and not at the worst price
        assert timeline.worst.debt == pytest.approx(one.owed_at_worst, abs=scale)


@given(own_positions(ProductKind.LINEAR))
@cases(200)
def test_a_worst_bar_leaves_the_deficit_of_cross_margin(mine: OwnPosition) -> None:
    found = diagnose(replace(mine, mode="cross"))
    held = found.holding
    assert isinstance(held, CrossMargin)
    for one in found.worst_bars:
        deficit = held.deficit({"BTC": one.worst_at})
        assert one.owed_at_worst == pytest.approx(deficit, rel=1e-9, abs=1e-9 * mine.volume)
        opened = held.deficit({"BTC": one.opens_at})
        against = one.bar.jump < 0 if found.prices.falling else one.bar.jump > 0
        if against:
            assert one.owed_at_open == pytest.approx(opened, rel=1e-9, abs=1e-9 * mine.volume)


def test_the_worst_bars_by_hand() -> None:
    falls = {bar.crash.key: bar for bar in worst_bars(True)}
    # ETH 2021: the hour before closed at 1,722.40 or so; its low was 700.
    eth = crash_named("ETH 2021")
    place = eth.worst_bar
    before = eth.bars[place - 1].close
    assert falls["ETH 2021"].move == pytest.approx(700 / before - 1)
    assert falls["ETH 2021"].jump == pytest.approx(eth.bars[place].open / before - 1)
    # GDAX 2017: one stroke to 224.48, and trades down to ten cents.
    assert falls["GDAX 2017"].jump == pytest.approx(224.48 / 317.81 - 1, abs=1e-3)
    assert [bar.move for bar in falls.values()] == sorted(bar.move for bar in falls.values())
    assert "WTI 2020" not in falls
    rises = worst_bars(False)
    assert all(bar.move > 0 for bar in rises)
    assert rises[0].crash.key == "ETH 2017"
    assert {bar.crash for bar in rises} < set(CRASHES)


def test_which_of_the_worst_bars_would_have_been_enough() -> None:
    found = diagnose(SPOT)
    # Liquidated at 15,600 and nothing left at 14,000: a jump of 10.26 %.
    assert found.debt_gap == pytest.approx(14_000 / 15_600 - 1)
    enough = {one.bar.crash.key for one in found.worst_bars if one.enough}
    assert enough == {"GDAX 2017", "GME 2021"}
    at_worst = {one.bar.crash.key for one in found.worst_bars if one.enough_at_worst}
    assert at_worst == {one.bar.crash.key for one in found.worst_bars if one.bar.move < -0.10257}
    assert "Outage 2018" not in at_worst
    gdax = found.worst_bars[0]
    assert gdax.owed_at_open == pytest.approx(14_000 - 15_600 * (1 + gdax.bar.jump))


# ---- What could be done --------------------------------------------------------------------------


@given(own_positions(), parts, amounts(0.01, 2), parts)
@cases(500)
def test_adding_and_closing_are_what_the_replay_does(
    mine: OwnPosition, cut: float, add: float, stop: float
) -> None:
    money = add * mine.volume * (1 if mine.product is ProductKind.INVERSE else mine.entry)
    found = diagnose(mine, choices=Choices(add=money, cut=cut, stop=stop))
    held, now = found.holding, mine.now
    assume(not isinstance(held, CrossMargin) and not found.prices.liquidated)
    assert not isinstance(held, CrossMargin)
    assume(not isinstance(held, Contract) or held.partial is None)
    still = Bars.of([(now, now, now, now)])
    nothing, added, closed, _ = found.answers
    assert nothing.holding == held
    paid = money / now if isinstance(held, Contract) and held.inverse else money
    assert added.paid_in == paid
    for answer, act in ((added, AddFunds(0, paid)), (closed, CloseByHand(0, share=cut))):
        final = replayed(held, still, now, Plan(actions=[act])).final
        assert final is not None
        assert answer.prices is not None
        there, mine_there = crossing(final, held.acting_level), answer.prices.three.liquidation
        assert (there.price is None) == (mine_there.price is None)
        if there.price is not None:
            assert mine_there.price == pytest.approx(there.price, rel=1e-6)
    assert closed.at_risk == pytest.approx(max(0.0, equity(held, now)), rel=1e-6, abs=1e-6)
    profit = held.profit(now)
    assert closed.booked == pytest.approx(-cut * float(profit), rel=1e-9, abs=1e-9)


@given(own_positions(), parts)
@cases(500)
def test_a_stop_that_is_traded_through_costs_what_the_replay_says(
    mine: OwnPosition, share: float
) -> None:
    found = diagnose(mine, choices=Choices(cut=None, stop=share))
    held, now, answer = found.holding, mine.now, found.answers[1]
    assert answer.way is OwnWay.STOP
    assert answer.stop == pytest.approx(now * (1 - mine.side.sign * share))
    assume(not isinstance(held, CrossMargin) and not found.prices.liquidated)
    assert not isinstance(held, CrossMargin)
    if found.prices.falling is not (mine.side.sign > 0):
        assert answer.why.startswith("The coins behind it weigh more")
        return
    late = found.prices.three.liquidation.passed(answer.stop)
    assert answer.why == (
        "The liquidation lies nearer than this stop: it would come too late." if late else ""
    )
    assume(not late and (not isinstance(held, Contract) or held.partial is None))
    bars = Bars.from_path([now, answer.stop])
    order = StopLoss(answer.stop, reduce_only=True)
    timeline = replayed(held, bars, now, Plan(orders=[order]))
    lost = equity(held, now) - float(timeline.equity_path[-1])
    assert answer.at_risk == pytest.approx(lost, rel=1e-6, abs=1e-6 * abs(equity(held, now)) + 1e-9)


@given(own_positions(), parts)
@cases(200)
def test_closing_a_part_keeps_the_equity_and_its_share_of_the_slope(
    mine: OwnPosition, cut: float
) -> None:
    found = diagnose(mine, choices=Choices(cut=cut, stop=None))
    held, rest = found.holding, found.answers[1].holding
    assume(isinstance(held, CrossMargin))
    assert rest is not None
    assert equity(rest, mine.now) == pytest.approx(equity(held, mine.now), rel=1e-9, abs=1e-6)
    if mine.product is ProductKind.LINEAR:
        moved = mine.side.sign * mine.volume * mine.entry * 0.1
        for one, part in ((held, 1.0), (rest, 1 - cut)):
            gain = equity(one, mine.now + 0.1 * mine.entry) - equity(one, mine.now)
            coins = mine.coins * 0.1 * mine.entry
            assert gain == pytest.approx(part * moved + coins, rel=1e-6, abs=1e-6)


def test_a_loss_of_an_inverse_contract_is_paid_in_coins_while_there_are_some() -> None:
    # 60,000 x (1 / 60,000 - 1 / 50,000) is a loss of 0.2 coins; half of it is closed.
    mine = OwnPosition(
        "long", 60_000, 60_000, cash=20_000, coins=2, leverage=5, product="inverse contract",
        venue="Kraken derivatives outside the US", price=50_000,
    )  # fmt: skip
    only_half = Choices(cut=0.5, stop=None)
    rich, poor = (
        diagnose(replace(mine, coins=coins), choices=only_half).answers[1] for coins in (2, 0.05)
    )
    for one in (rich, poor):
        assert isinstance(one.holding, CrossMargin)
        assert one.booked == pytest.approx(5_000)
        assert one.holding.contracts["BTC"].size == 30_000
    assert isinstance(rich.holding, CrossMargin)
    assert (rich.holding.coins["BTC"], rich.holding.balance) == (pytest.approx(1.9), 20_000)
    assert isinstance(poor.holding, CrossMargin)
    assert (poor.holding.coins["BTC"], poor.holding.balance) == (0.05, pytest.approx(15_000))


def test_coins_pay_for_a_loss_that_the_cash_does_not_cover() -> None:
    mine = OwnPosition("long", 1, 20_000, coins=0.5, leverage=5, price=18_000)
    answer = diagnose(mine, choices=Choices(cut=0.5, stop=None)).answers[1]
    assert isinstance(answer.holding, Account)
    # 1,000 USD are lost, and 1,000 / 18,000 coins sold for them.
    assert answer.booked == 1_000
    assert answer.holding.coins[0].units == pytest.approx(0.5 - 1_000 / 18_000)
    assert answer.holding.balance() == pytest.approx(0)


def test_closing_all_leaves_nothing_to_liquidate() -> None:
    for mine in (SPOT, LINEAR, replace(LINEAR, mode="cross", cash=5_000)):
        closed = diagnose(mine, choices=Choices(cut=1, stop=None)).answers[1]
        assert (closed.holding, closed.prices, closed.at_risk) == (None, None, 0.0)
        assert closed.booked == 1_000
        assert diagnose(mine).odds_after(closed) == ()


def test_another_setting_sets_another_margin_aside() -> None:
    alone = diagnose(LINEAR, choices=Choices(cut=None, stop=None, leverage=2)).answers[1]
    assert alone.paid_in == 6_000  # 10,000 in the place of 4,000
    assert alone.at_risk == 9_000
    account = diagnose(SPOT, choices=Choices(cut=None, stop=None, leverage=2)).answers[1]
    assert account.paid_in == 0
    assert account.prices is not None
    assert account.prices.three.liquidation.price == 14_000 + 0.4 * 10_000


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"add": 0}, "added money 0 is not above 0"),
        ({"cut": 1.5}, "cut 1.5 is above 1"),
        ({"cut": 0}, "cut 0 is not above 0"),
        ({"stop": 1}, "stop 1 is not below 1"),
        ({"leverage": 0.5}, "leverage 0.5 is below 1"),
    ],
)
def test_what_is_no_choice(wrong: dict[str, float], words: str) -> None:
    with pytest.raises(BadInput) as refusal:
        Choices(**wrong)
    assert words in str(refusal.value)


# ---- What is missing, or there already -----------------------------------------------------------


def test_without_a_price_the_prices_are_told_all_the_same() -> None:
    found = diagnose(replace(SPOT, price=None))
    assert found.prices.named["call"].price == 17_200
    assert found.prices.away("call") is None
    assert (found.answers, found.odds, found.prices.level) == ((), (), None)
    assert found.no_odds == "Without the price of now no chance can be counted."
    assert "The price of now is not known" in found.doubts[0]
    assert found.worst_bars


def test_below_its_liquidation_there_is_nothing_left_to_count() -> None:
    found = diagnose(SPOT, price=15_000)
    assert found.prices.liquidated
    assert found.odds == ()
    assert found.doubts == ("At this price it is liquidated already: no chance is left to count.",)
    nothing, *others = diagnose(SPOT, price=15_000, choices=Choices(add=5_000, leverage=2)).answers
    assert not nothing.why
    assert {one.why for one in others} == {"The liquidation has begun, and no answer stops it."}


def test_a_long_that_is_paid_for_has_no_such_price() -> None:
    found = diagnose(OwnPosition("long", 1, 20_000, cash=20_000, leverage=1, price=20_000))
    assert found.prices.three.zero_equity.why == "the price would have to fall to zero or below"
    assert found.debt_gap is None
    assert [one.enough_at_worst for one in found.worst_bars] == [False] * len(found.worst_bars)
    debts = {str(one.debt) for one in found.odds}
    assert debts == {"impossible in this model"}


def test_a_hedge_in_coins_is_liquidated_nowhere() -> None:
    hedged = OwnPosition(
        "short", 20_000, 20_000, leverage=1, venue="Kraken derivatives outside the US",
        product="inverse contract", mode="isolated", price=20_000,
    )  # fmt: skip
    found = diagnose(hedged, presets=["flash crash"])
    assert found.prices.three.liquidation.price is None
    assert found.worst_bars == ()
    assert {str(one.liquidation) for one in found.odds} == {"impossible in this model"}
    assert found.unit == "BTC"


def test_a_position_beyond_a_venues_leverage_is_diagnosed() -> None:
    found = diagnose(OwnPosition("long", 1, 20_000, cash=1_000, leverage=20, price=20_000))
    assert found.prices.named["liquidation"].at == 19_400
    assert "offers 1x to 10x and this position says 20x" in found.doubts[0]


def test_it_is_counted_in_the_coin_only_where_the_margin_is_one() -> None:
    assert diagnose(SPOT).unit == "USD"
    assert diagnose(LINEAR).unit == "USD"
    cross = OwnPosition(
        "long", 20_000, 20_000, coins=1, leverage=5, venue="Kraken derivatives outside the US",
        product="inverse contract", price=19_000,
    )  # fmt: skip
    assert diagnose(cross).unit == "USD"
    assert diagnose(replace(cross, mode="isolated")).unit == "BTC"


def test_what_a_venue_does_not_tell_is_among_the_doubts() -> None:
    assert "Funding, fees, modes and the price that is watched are not found." in (
        diagnose(replace(LINEAR, venue="Kraken derivatives in the US")).doubts
    )


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"presets": []}, "presets () are none"),
        ({"presets": ["crash yr"]}, "did you mean 'crash year'?"),
        ({"presets": 5}, "preset 5 is not one of these presets"),
        ({"days": [-1]}, "days -1 is below 0"),
        ({"bars": "file.csv"}, "bars 'file.csv' is not a Bars"),
        ({"price": 0}, "price of now 0 is not a finite number above 0"),
        ({"residence": "the moon"}, "residence 'the moon' is not one of the options"),
        ({"choices": 5}, "choices 5 is not a Choices"),
        ({"fees": 1}, "fees 1 is not a bool"),
    ],
)
def test_what_cannot_be_diagnosed(wrong: dict[str, object], words: str) -> None:
    with pytest.raises(BadInput) as refusal:
        diagnose(SPOT, **wrong)  # type: ignore[arg-type]
    assert words in str(refusal.value)
    with pytest.raises(BadInput, match="position 5 is not an OwnPosition"):
        diagnose(5)  # type: ignore[arg-type]


def test_a_position_of_an_earlier_lesson() -> None:
    story = Account(10_000, (Position("long", 1, 20_000, 5),))
    mine = OwnPosition("long", 1, 20_000, cash=10_000, leverage=5, price=13_200)
    assert diagnose(mine).prices.three == crossings(story)
    assert diagnose(mine).prices.level == 0.8
