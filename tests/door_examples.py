"""One valid call of every public door of the domain; ``test_doors`` hands each of them wrong kinds.

A door that is new, or was renamed, needs an example here: a callable and its arguments by name.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from margin_lessons import (
    account,
    class_room,
    closing,
    collateral,
    contract,
    contract_venue,
    contract_venues,
    conventions,
    costs,
    cross_margin,
    currency,
    debt,
    doctor,
    errors,
    fees,
    flight,
    funding,
    history,
    holding,
    opening,
    orders,
    own_position,
    plan,
    position,
    prices,
    risk,
    sizing,
    source,
    tiers,
    trailing,
    venue,
)
from margin_lessons.crossing import Crossing, crossing, crossings
from margin_lessons.down_the_tiers import down_the_tiers
from margin_lessons.history import export_file, samples
from margin_lessons.market import bars, bars_csv, board, book, crashes, paths, splits, times
from margin_lessons.replay import Charges, Kind, Rules, replay, replay_contract


class Door(NamedTuple):
    """A callable, arguments it takes, and the arguments that are not tried with wrong kinds."""

    call: Callable[..., object]
    arguments: dict[str, object]
    fixed: tuple[str, ...] = ()


def door(call: Callable[..., object], /, *fixed: str, **arguments: object) -> Door:
    return Door(call, arguments, fixed)


LONG = position.Position("long", 1.0, 20_000.0, 5.0)
ETH = position.Position("short", 2.0, 2_000.0, 5.0, "ETH")
COIN = collateral.CoinCollateral("BTC", 0.5, 0.1)
ACCOUNT = account.Account(10_000.0, (LONG,), (collateral.CoinCollateral("BTC", 0.25),))
KRAKEN = venue.KRAKEN_SPOT
CONTRACT = contract.Contract("long", 1_000.0, 8_000.0, 0.01, 0.01, inverse=True)
TABLE = tiers.Tiers((tiers.Tier(2e6, 0.01, 0.005), tiers.Tier(np.inf, 0.02, 0.01)))
HYPERLIQUID = contract_venues.HYPERLIQUID
CROSS = cross_margin.CrossMargin({"BTC": CONTRACT}, 100.0, HYPERLIQUID, coins={"BTC": 0.01})
FUNDING = funding.Funding(0.0001, 8.0)
WINNER = debt.Winner("one", 500.0, 5.0)
BARS = bars.Bars.of([(20_000.0, 20_500.0, 19_500.0, 20_000.0)] * 3, length=60)
MANY_BARS = bars.Bars.from_path([100.0, 101.0] * 100, length=60)
STOP = orders.StopLoss(15_000.0)
STOP_AT_90 = orders.StopLoss(90.0)
ETH_2021 = crashes.crash_named("ETH 2021")
TRADE = crashes.trade_in(ETH_2021, 24, leverage=5)
TIMELINE = replay(ACCOUNT, BARS)
THERE = Crossing(0.8, 13_200.0, falling=True)
BIDS = book.Depth("bids", [100.0, 99.0], [1.0, 2.0])
BOOK = book.Book(BIDS, book.Depth("asks", [101.0, 102.0], [1.0, 2.0]))
OWED = debt.Debt(1_000.0)
WALLET = debt.Wallet("EUR", 500.0, 1.1)
RECOVERY = debt.recover(OWED, (WALLET,))
MODEL = risk.PriceModel(0.6)
NOW = risk.Situation(10_000.0, 1_000.0, 5.0, MODEL, 30.0, fees=False)
LEVELS = NOW.levels()
RULES = risk.BarRules(LEVELS)
FEW = {"accounts": 200, "seed": 7}
MAP = risk.risk_map(NOW, [10_000.0, 20_000.0], [500.0, 1_000.0], **FEW)
MINE = own_position.OwnPosition("long", 1.0, 20_000.0, 6_000.0, leverage=5.0, price=19_000.0)
ALONE = own_position.OwnPosition(
    "long", 1.0, 20_000.0, leverage=5.0, venue="Hyperliquid", product="linear", mode="isolated",
    price=19_000.0,
)  # fmt: skip
SCRATCH = Path(tempfile.mkdtemp()) / "my_rule.html"
FOUND = doctor.diagnose(MINE, presets=["calm month"], days=[7.0])
OWN_RULE = doctor.OwnRule(10_000.0, 2.0, 3_000.0, 1.2, "close half", 0.1, "daily", "add more")
WHY = "why", "name"

ACCOUNTS = {
    "account.Account": door(
        account.Account, cash=10_000.0, positions=(LONG,), coins=(COIN,), venue=KRAKEN,
        realised=100.0, fees_accrued=5.0,
    ),
    "account.Account.at": door(ACCOUNT.at, prices=18_000.0, with_fees=True),
    "account.Account.price_of": door(ACCOUNT.price_of, coin="BTC", prices=18_000.0),
    "account.Account.prices_now": door(ACCOUNT.prices_now, prices=18_000.0),
    "account.Account.balance": door(ACCOUNT.balance, with_fees=True),
    **{
        f"statement.Stated.{name}": door(getattr(ACCOUNT, name), prices=18_000.0, with_fees=True)
        for name in ("collateral", "equity", "free_margin", "level")
    },
    "statement.Stated.profit": door(ACCOUNT.profit, prices=18_000.0),
    "statement.Stated.used_margin": door(ACCOUNT.used_margin, prices=18_000.0),
    "account.Account.open": door(ACCOUNT.open, position=LONG, fee=5.0),
    "account.Account.add_cash": door(ACCOUNT.add_cash, amount=500.0),
    "account.Account.charge": door(ACCOUNT.charge, fee=5.0),
    "position.Position": door(
        position.Position, side="long", volume=1.0, entry=20_000.0, leverage=5.0, coin="BTC",
        opening_charged=False,
    ),
    "position.Position.valuation": door(LONG.valuation, price=18_000.0),
    "position.Position.profit": door(LONG.profit, price=18_000.0),
    "position.Position.floats": door(LONG.floats, short_margin="frozen", long_margin="frozen"),
    "position.Position.used_margin": door(
        ETH.used_margin, price=1_800.0, short_margin="floating", long_margin="floating"
    ),
    "collateral.CoinCollateral": door(
        collateral.CoinCollateral, coin="BTC", units=0.5, haircut=0.1
    ),
    "collateral.CoinCollateral.counts_for": door(COIN.counts_for, price=18_000.0),
    "position.as_side": door(position.as_side, side="long"),
    "prices.check_prices": door(prices.check_prices, *WHY, price=18_000.0, name="price"),
    "prices.check_price": door(prices.check_price, *WHY, price=18_000.0, name="price"),
    "opening.check_new_position": door(
        opening.check_new_position, account=ACCOUNT, position=LONG, market=18_000.0, prices=None
    ),
    "opening.largest_position": door(
        opening.largest_position, account=ACCOUNT, side="long", entry=18_000.0, leverage=5.0,
        prices=None, coin="BTC",
    ),
    "closing.close_position": door(
        closing.close_position, account=ACCOUNT, index=0, volume=0.5, price=18_000.0,
        fee_rate=0.004,
    ),
    "closing.liquidate": door(
        closing.liquidate, account=ACCOUNT, prices=11_000.0, extent="just_enough", fee_rate=0.004
    ),
    "closing.volume_to_restore": door(
        closing.volume_to_restore, position=LONG, equity=2_000.0, used=4_000.0, level=1.0,
        price=12_000.0, fee_rate=0.0, venue=KRAKEN,
    ),
    "account.Account.lines": door(ACCOUNT.lines, coin="BTC", prices=None, with_fees=True),
    "holding.as_holding": door(holding.as_holding, holding=ACCOUNT),
    "crossing.crossing": door(
        crossing, holding=ACCOUNT, level=0.8, coin="BTC", prices=None, with_fees=True
    ),
    "crossing.crossings": door(
        crossings, account=ACCOUNT, coin="BTC", prices=None, with_fees=True
    ),
    "crossing.Crossing.move_from": door(THERE.move_from, price=20_000.0),
    "crossing.Crossing.passed": door(THERE.passed, price=13_000.0),
    "contract.Contract.lines": door(CONTRACT.lines, "coin", "prices", with_fees=True),
    "contract.Contract": door(
        contract.Contract, side="long", size=1_000.0, entry=8_000.0, margin=0.01, maintenance=0.01,
        inverse=True, fee_rate=0.0005, deduction=0.0, maintenance_on="mark", closing_fee="added",
    ),
    **{
        f"contract.Contract.{name}": door(getattr(CONTRACT, name), price=8_100.0)
        for name in ("notional", "profit", "equity", "requirement")
    },
    "contract.Contract.settled": door(CONTRACT.settled, gain=-0.001, size=500.0),
    "contract.Contract.opened": door(
        contract.Contract.opened, side="long", size=1.0, entry=60_000.0, leverage=5.0,
        venue=HYPERLIQUID, inverse=False, quote="USD",
    ),
    "tiers.Tier": door(tiers.Tier, up_to=2e6, initial=0.01, maintenance=0.005),
    "tiers.Tiers": door(tiers.Tiers, tiers=TABLE.tiers, rule="band", size="contracts"),
    "tiers.Tiers.flat": door(tiers.Tiers.flat, initial=0.1, maintenance=0.05),
    "tiers.Tiers.of_rows": door(
        tiers.Tiers.of_rows, rows=[(0, np.inf, 0.1, 0.05)], rule="marginal", size="quote"
    ),
    "tiers.Tiers.at": door(TABLE.at, notional=60_000.0),
    "tiers.Tiers.deduction": door(TABLE.deduction, tier=TABLE.tiers[1]),
    "tiers.Tiers.jump": door(TABLE.jump, tier=TABLE.tiers[0]),
    **{
        f"tiers.Tiers.{name}": door(getattr(TABLE, name), notional=60_000.0)
        for name in ("maintenance", "initial", "leverage_max")
    },
    "contract_venue.ContractVenue": door(
        contract_venue.ContractVenue, name="mine", tiers=TABLE, maintenance_on="entry",
        closing_fee="added", fee_rate=0.0005, liquidation_fee=0.01, funding_hours=8.0,
        funding_cap=0.04, inverse=True, modes=HYPERLIQUID.modes, full=0.5, partial=1.0,
        trigger="mark", leverage_max=10.0, deficit_split="values", sources=HYPERLIQUID.sources,
        unknown=("Something is not found.",),
    ),
    "contract_venue.ContractVenue.check_leverage": door(
        HYPERLIQUID.check_leverage, leverage=20.0, size=1e6, inverse=False
    ),
    "contract_venue.ContractVenue.tier_size": door(HYPERLIQUID.tier_size, position=CONTRACT),
    "contract_venue.ContractVenue.with_rules": door(HYPERLIQUID.with_rules, full=0.5),
    "down_the_tiers.down_the_tiers": door(
        down_the_tiers, contract=CONTRACT, price=7_480.0, liquidation_fee=0.01
    ),
    "funding.Funding": door(funding.Funding, rate=0.0001, hours=8.0),
    "funding.Funding.at": door(funding.Funding.at, venue=HYPERLIQUID, rate=0.0001),
    "funding.Funding.per_coin": door(FUNDING.per_coin, mark=60_000.0),
    "funding.Funding.paid": door(FUNDING.paid, contract=CONTRACT, mark=8_000.0, periods=3),
    "funding.Funding.after": door(FUNDING.after, contract=CONTRACT, mark=8_000.0, periods=3),
    "funding.Funding.a_year_on_margin": door(FUNDING.a_year_on_margin, leverage=10.0),
    "cross_margin.CrossMargin": door(
        cross_margin.CrossMargin, contracts={"BTC": CONTRACT}, balance=100.0, venue=HYPERLIQUID,
        currency="USD", rates={"EUR": 1.1}, coins={"BTC": 0.01},
    ),
    "cross_margin.CrossMargin.lines": door(
        CROSS.lines, "with_fees", coin="BTC", prices={"BTC": 8_000.0}, with_fees=True
    ),
    **{
        f"cross_margin.CrossMargin.{name}": door(getattr(CROSS, name), prices={"BTC": 8_000.0})
        for name in ("equity", "requirement", "deficit", "deficit_by_coin")
    },
    **{
        f"cross_margin.CrossMargin.{name}": door(
            getattr(CROSS, name), coin="BTC", prices={"BTC": 8_000.0}
        )
        for name in ("liquidation", "zero_equity")
    },
    "debt.Winner": door(debt.Winner, name="one", profit=500.0, leverage=5.0),
    "debt.deleveraging_queue": door(debt.deleveraging_queue, winners=(WINNER,)),
    "debt.deleverage": door(debt.deleverage, loss=100.0, winners=(WINNER,)),
    "debt.share_out": door(
        debt.share_out, deficit=100.0, regime=debt.BACKSTOP, pots=debt.Pots(queue=(WINNER,))
    ),
    "conventions.as_option": door(
        conventions.as_option, "kind", "options", kind="extent", value="all",
        options=conventions.Extent,
    ),
    "currency.currency_code": door(currency.currency_code, *WHY, currency="xbt", name="currency"),
    "currency.coin_code": door(currency.coin_code, coin="xbt"),
    "currency.by_coin": door(
        currency.by_coin, *WHY, name="price", values={"BTC": 1.0}, why="each has one"
    ),
}  # fmt: skip

COSTS = {
    "costs.rollovers": door(costs.rollovers, hours=24.0, count="floor", period_hours=4.0),
    **{
        f"costs.{name}": door(getattr(costs, name), position=LONG, venue=KRAKEN)
        for name in ("opening_fee", "opening_due", "rollover_rate", "yearly_rollover")
    },
    "costs.rollover_fee": door(costs.rollover_fee, position=LONG, hours=24.0, venue=KRAKEN),
    "costs.with_opening_fees": door(costs.with_opening_fees, account=ACCOUNT),
    "costs.with_costs": door(costs.with_costs, account=ACCOUNT, hours=24.0),
    "costs.hours_until": door(costs.hours_until, account=ACCOUNT, price=20_000.0, level=0.8),
    "costs.drift_of_crossing": door(
        costs.drift_of_crossing, account=ACCOUNT, level=0.8, hours=24.0
    ),
    "costs.trade_fee": door(costs.trade_fee, value=10_000.0, venue=KRAKEN, maker=False),
    "costs.conversion_rate": door(costs.conversion_rate, one="EUR", other="USD", venue=KRAKEN),
    "costs.conversion_fee": door(
        costs.conversion_fee, value=1_000.0, one="EUR", other="USD", venue=KRAKEN
    ),
    "source.Source": door(source.Source, title="a page", date="2025-01-01"),
    "fees.Fees": door(
        fees.Fees,
        **{name: 4.0 if name == "rollover_hours" else 0.01 for name in vars(fees.Fees())},
    ),
    "venue_rules.Venue": door(
        venue.Venue, name="x", full_level=1.0, call_level=0.8, discretion_level=0.8,
        liquidation_level=0.4, leverage_min=1.0, leverage_max=10.0, fees=fees.Fees(),
        haircuts={"TRX": 0.5}, short_margin="floating", long_margin="frozen", at_equality="acts",
        rollover_count="floor", extent="all", discretion="between", acts_at=0.6,
        first_in_bar="nearer", sources={},
    ),
    "venue_rules.Venue.with_rules": door(
        lambda call_level: KRAKEN.with_rules(call_level=call_level), call_level=0.9
    ),
    "venue_rules.Venue.haircut": door(KRAKEN.haircut, coin="TRX"),
    "venue_rules.Venue.check_leverage": door(KRAKEN.check_leverage, leverage=5.0),
    "venue_rules.Venue.backs": door(KRAKEN.backs, equity=5_000.0, used=4_000.0),
    "venue_rules.Venue.reached": door(KRAKEN.reached, level=0.7, threshold=0.8),
    "venue_rules.Venue.zone": door(KRAKEN.zone, level=0.7),
    **{
        f"errors.{name}": door(getattr(errors, name), *WHY, name="size", value=0.5, why="it is one")
        for name in ("number", "positive", "not_negative")
    },
    "errors.between": door(
        errors.between, *WHY, "low", "high", name="size", value=0.5, low=0, high=1, why="it is one"
    ),
    "errors.whole": door(
        errors.whole, *WHY, "least", "most", name="size", value=5, least=0, why="it is one"
    ),
    "errors.numbers": door(errors.numbers, *WHY, name="size", values=0.5, why="it is one"),
    "errors.text": door(errors.text, *WHY, name="size", value="BTC", why="it is one"),
    "errors.of_kind": door(
        errors.of_kind, *WHY, "kind", name="size", value="BTC", kind=str, why="it is one"
    ),
    "errors.all_of": door(
        errors.all_of, *WHY, "kind", name="size", values=("BTC",), kind=str, why="it is one"
    ),
    "errors.shown": door(errors.shown, value=0.5),
    "errors.nearest": door(errors.nearest, "known", "cutoff", name="BTX", known=("BTC",)),
    "errors.pick": door(
        errors.pick, "kind", "known", "where", kind="coin", name="BTC", known={"BTC": 1}, where="it"
    ),
}  # fmt: skip

PLANS = {
    "sizing.size_from_stop": door(
        sizing.size_from_stop, risk=50.0, entry=20_000.0, stop=19_000.0, slippage=0.01
    ),
    "orders.offset_trigger": door(
        orders.offset_trigger, price=6_500.0, side="long", amount=500.0
    ),
    **{
        f"{'waiting_order' if kind is orders.Order else 'orders'}.{kind.__name__}": door(
            kind, **more, volume=1.0, side="long", reduce_only=False, on="last", leverage=5.0,
            name="mine",
        )
        for kind, more in (
            (orders.Order, {}),
            (orders.StopLoss, {"trigger": 15_000.0}),
            (orders.TakeProfit, {"trigger": 25_000.0}),
            (orders.StopLossLimit, {"trigger": 15_000.0, "limit": 14_000.0}),
        )
    },
    "trailing.TrailingStop": door(
        trailing.TrailingStop, volume=1.0, side="long", reduce_only=False, on="mark", leverage=5.0,
        name="mine", basis_points=500.0, activation=21_000.0, collar=0.05,
    ),
    "waiting_order.Order.direction": door(STOP.direction, side="long"),
    "waiting_order.Order.level": door(STOP.level, best=20_000.0, side="long"),
    "waiting_order.Order.check": door(STOP.check, price=20_000.0, side="long", entry=False),
    "waiting_order.Order.called": door(STOP.called, entry=False),
    "orders.StopLoss.level": door(STOP.level, best=20_000.0, side="long"),
    "orders.StopLossLimit.accepts": door(
        orders.StopLossLimit(15_000.0, 14_000.0).accepts, price=14_500.0, side="long"
    ),
    "orders.StopLossLimit.check": door(
        orders.StopLossLimit(15_000.0, 14_000.0).check, price=20_000.0, side="long", entry=False
    ),
    "trailing.TrailingStop.level": door(
        trailing.TrailingStop(amount=500.0).level, best=20_000.0, side="long"
    ),
    "plan.Action": door(plan.Action, "at", at=0),
    "plan.AddFunds": door(plan.AddFunds, "at", at=0, amount=500.0),
    "plan.CloseByHand": door(plan.CloseByHand, "at", at=0, volume=0.5),
    "plan.Place": door(plan.Place, "at", at=0, order=STOP),
    "plan.Cancel": door(plan.Cancel, "at", at=0, name="mine"),
    "plan.Answer": door(plan.Answer, minutes=5.0),
    "plan.TopUp": door(plan.TopUp, amount=500.0, at_most=900.0, minutes=5.0),
    "plan.Cut": door(plan.Cut, share=0.5, minutes=5.0),
    "plan.Plan": door(
        plan.Plan, orders=(STOP,), actions=(plan.AddFunds(0, 5.0),), answers=(plan.TopUp(5.0),)
    ),
    "plan.Plan.schedule": door(plan.Plan().schedule, bars=BARS),
    "plan.Plan.check_closings": door(plan.Plan().check_closings, volume=1.0, bars=BARS),
}  # fmt: skip

MARKET = {
    "market.bars.Bars": door(
        bars.Bars, time=np.array([0.0, 60.0]), open=[20.0, 21.0], high=[22.0, 22.0],
        low=[19.0, 20.0], close=[21.0, 21.0], volume=[1.0, 2.0], length=60.0,
    ),
    "market.bars.Bars.of": door(
        bars.Bars.of, rows=[(20.0, 22.0, 19.0, 21.0)], length=60.0, start="2020-03-12 10:00"
    ),
    "market.bars.Bars.from_path": door(
        bars.Bars.from_path, prices=[20.0, 21.0, 22.0], length=60.0, start="2020-03-12 10:00"
    ),
    "market.bars.Bars.when": door(BARS.when, index=1),
    "market.bars.Bars.index": door(BARS.index, at=1),
    "market.bars.Bars.since": door(BARS.since, at=1),
    "market.bars.Bars.coarsen": door(BARS.coarsen, minutes=120.0),
    "market.bars_csv.read_bars": door(
        bars_csv.read_bars, source=["time,open,high,low,close", "1584007200,1,1,1,1"], length=60.0
    ),
    "market.splits.round_jumps": door(splits.round_jumps, bars=BARS),
    "market.splits.split_notes": door(splits.split_notes, bars=BARS),
    "market.board.quote": door(board.quote, coin="BTC"),
    "market.paths.path_named": door(paths.path_named, name="a wick"),
    "market.times.parse_time": door(times.parse_time, value="2020-03-12 10:00"),
    "market.times.as_times": door(times.as_times, values=["2020-03-12 10:00"]),
    "market.times.time_text": door(times.time_text, moment=np.float64(90)),
    "market.crashes.crash_named": door(crashes.crash_named, key="ETH 2021"),
    "market.crashes.CrashTrade.replayed": door(TRADE.replayed, rules=None),
    "market.crashes.all_outcomes": door(
        crashes.all_outcomes,
        rows=crashes.EVERY_ENTRY[:1],
        leverages=(2.0, 5.0),
        side=None,
        venue=KRAKEN,
    ),
    "market.crashes.crash_outcome": door(crashes.crash_outcome, trade=TRADE, rules=None),
    "market.crashes.outcome_of": door(
        crashes.outcome_of, trade=TRADE, timeline=TRADE.replayed()
    ),
    "market.crashes.own_crash": door(
        crashes.own_crash,
        bars=BARS,
        side="long",
        coin="BTC",
        currency="USD",
        title="mine",
        price_floor="above_zero",
    ),
    "market.crashes.trade_in": door(
        crashes.trade_in,
        crash="ETH 2021",
        entry=24.0,
        side=None,
        leverage=5.0,
        volume=1.0,
        money=None,
        venue=KRAKEN,
    ),
    "market.crashes.Crash.entry": door(ETH_2021.entry, name="one bar before"),
    "market.crashes.Crash.before": door(ETH_2021.before, hours=24.0),
    "market.book.Book": door(book.Book, bids=BOOK.bids, asks=BOOK.asks),
    "market.book.Book.side_for": door(BOOK.side_for, order="sell"),
    "market.book.Book.walk": door(BOOK.walk, order="sell", size=2.0, limit=99.0),
    "market.book.Depth": door(
        book.Depth, side="bids", prices=[100.0, 99.0], sizes=[1.0, 2.0], name="mine", unit="BTC",
        known="", assumed="", source=None,
    ),
    "market.book.Depth.from_rows": door(
        lambda side, rows: book.Depth.from_rows(side, rows), side="bids", rows=[(100.0, 1.0)]
    ),
    "market.book.Depth.within": door(BIDS.within, limit=99.5),
    "market.book.Depth.curve": door(BIDS.curve, sizes=[1.0, 2.0], limit=99.0),
    "market.book.Depth.walk": door(BIDS.walk, size=2.0, limit=99.0),
    "market.book.Depth.scaled": door(BIDS.scaled, factor=2.0),
    "market.book.Depth.withdrawn": door(BIDS.withdrawn, low=90.0, high=99.5, share=0.5),
    "market.book.eur_chf_2015": door(book.eur_chf_2015, millions_per_trade=1.0),
    "market.book.gdax_2017": door(
        book.gdax_2017, order_value=1.25e7, cascade_coins=42_187.0, levels=40
    ),
    "market.book.named_book": door(book.named_book, name="deep", mid=20_000.0, total=100.0),
    "market.book.named_depth": door(
        book.named_depth, name="deep", side="bids", mid=20_000.0, total=100.0
    ),
    "market.book.named_shape": door(book.named_shape, name="deep"),
    "market.book.shaped": door(
        book.shaped, side="bids", mid=20_000.0, total=100.0, decay=0.01, half_spread=0.0001,
        levels=20, name="mine",
    ),
}  # fmt: skip

DEBTS = {
    "debt.Debt": door(debt.Debt, amount=1_000.0, quote="USD", base="BTC", day=0.0),
    "debt.Debt.in_coin": door(OWED.in_coin, price=20_000.0),
    "debt.Deposit": door(debt.Deposit, day=3.0, amount=100.0, currency="EUR", price=1.1),
    "debt.Pots": door(
        debt.Pots, wallets=(WALLET,), deposits=(), rules=debt.AS_CLAIMED, assigned=0.5, fund=300.0,
        pool=0.0, company=0.0, winners=(1.0, 2.0), venue=KRAKEN,
    ),
    "debt.Provider": door(debt.Provider, name="volunteer", size=1.0),
    "debt.Recovery.paid_by": door(RECOVERY.paid_by, payer=debt.Payer.WALLETS),
    "debt.Recovery.owed_on": door(RECOVERY.owed_on, days=3.0),
    "debt.Recovery.charged": door(RECOVERY.charged, kind=debt.ChargeKind.INTEREST),
    "debt.RecoveryRules": door(
        debt.RecoveryRules, name="mine", other_wallets=True, deposits=True, restricts=True,
        protection=True, protection_limit=20.0, due_days=2.0, interest=0.18, collector=0.18,
        pays_first="debt", source=debt.TERMS,
    ),
    "debt.StandingOrder": door(debt.StandingOrder, first=debt.Deposit(30.0, 100.0), every=30.0),
    "debt.StandingOrder.number": door(
        debt.StandingOrder(debt.Deposit(30.0, 100.0)).number, count=2
    ),
    "debt.UnderLaw.filled": door(debt.four_laws(60_000.0)[0].filled, fill=28_000.0),
    "debt.four_laws": door(
        debt.four_laws, entry=60_000.0, volume=1.0, setting=2.0, side="long", futures_setting=10.0,
        maintenance=0.05,
    ),
    "debt.Wallet": door(debt.Wallet, currency="EUR", amount=5.0, price=1.1, kind="spot"),
    "debt.WhoPays.borne_by": door(
        lambda layer: debt.who_pays(OWED, debt.REGIMES[0]).borne_by(layer),
        layer=debt.Layer.CLIENT,
    ),
    "debt.Assignment.share": door(
        debt.assign(5.0, 1.0, (debt.Provider("a", 1.0),)).share, part=1.0
    ),
    "debt.assign": door(
        debt.assign, position=5.0, filled=1.0, providers=(debt.Provider("a", 1.0),)
    ),
    "debt.compare": door(debt.compare, debt=OWED, pots=None, regimes=debt.REGIMES),
    "debt.debt_after": door(
        debt.debt_after, account=ACCOUNT, prices=20_000.0, quote="USD", day=0.0
    ),
    "debt.in_order": door(debt.in_order, debt=OWED, wallets=(WALLET,)),
    "debt.levies": door(debt.levies, loss=5.0, profits=[1.0, 9.0]),
    "debt.recover": door(
        debt.recover, debt=OWED, wallets=(WALLET,), deposits=(), rules=debt.AS_CLAIMED,
        venue=KRAKEN,
    ),
    "debt.who_pays": door(debt.who_pays, debt=OWED, regime=debt.REGIMES[0], pots=None),
}  # fmt: skip

REPLAYS = {
    "replay.Charges": door(
        Charges, opening=True, rollover=True, trading=True, conversion=True
    ),
    "replay.Rules": door(
        Rules, slippage=0.01, delay_bars=0, delay_minutes=5.0, charges=Charges(),
        notices=True, take_collateral=True, currency="USD",
    ),
    "replay.Rules.noticed": door(Rules().noticed, call=0),
    "replay.Rules.slipped": door(Rules().slipped, price=10_000.0, selling=True),
    "replay.Ledger.worth": door(TIMELINE.ledger.worth, row=0, price=20_000.0),
    "replay.EventLog.of": door(lambda kind: TIMELINE.of(kind), kind=Kind.START),
    "replay.EventLog.first": door(lambda kind: TIMELINE.first(kind), kind=Kind.START),
    "replay.EventLog.the_first": door(lambda kind: TIMELINE.the_first(kind), kind=Kind.START),
    "replay.replay": door(
        replay, account=ACCOUNT, bars=BARS, plan=plan.Plan(), rules=Rules(),
        index=None, price=20_000.0,
    ),
    "replay.replay_contract": door(
        replay_contract, contract=CONTRACT, bars=BARS, plan=plan.Plan(), rules=Rules(),
        mark=BARS, index=None, funding=funding.Funding(0.0001, 8.0), venue=None, pots=None,
        partial_share=0.5, price=20_000.0, coin="BTC",
    ),
}  # fmt: skip

RISKS = {
    "risk.bars_to_draw": door(risk.bars_to_draw, bars=MANY_BARS),
    "risk.PriceModel": door(
        risk.PriceModel, volatility=0.6, jumps_per_year=0.0, jumps=None, growth=0.0
    ),
    "risk.PriceModel.with_changes": door(
        lambda volatility: MODEL.with_changes(volatility=volatility), volatility=0.5
    ),
    "risk.KouJumps": door(risk.KouJumps, up_chance=0.4, up_mean=0.05, down_mean=0.05),
    "risk.NormalJumps": door(risk.NormalJumps, mean=-0.05, spread=0.05),
    "risk.Situation": door(
        risk.Situation, size=10_000.0, buffer=1_000.0, leverage=5.0, model=MODEL, days=30.0,
        side="long", venue=KRAKEN, fees=True, slippage=0.0,
    ),
    "risk.Situation.with_changes": door(lambda days: NOW.with_changes(days=days), days=7.0),
    "risk.Situation.account": door(NOW.account, price=20_000.0),
    "risk.Levels": door(
        risk.Levels, call=LEVELS.call, liquidation=LEVELS.liquidation, zero=LEVELS.zero,
        falling=True, exposure=1.0, inverse=False, slippage=0.0,
    ),
    "risk.LevelLine": door(risk.LevelLine, start=0.8, rise=0.0),
    "risk.LevelLine.at": door(risk.LevelLine(0.8).at, years=0.5),
    "risk.BarRules": door(
        risk.BarRules, levels=LEVELS, stop=0.9, trailing=0.1, topped_up=None, delay=0,
        fill_at_close=False,
    ),
    "risk.Chance.surely_below": door(risk.Chance(3, 100).surely_below, limit=0.5),
    "risk.Chance.safe_run": door(risk.Chance(np.array([3, 60]), 100).safe_run, limit=0.5),
    "risk.Average.of": door(risk.Average.of, total=30.0, squares=500.0, cases=2),
    "risk.Levels.standing": door(LEVELS.standing, years=0.5),
    "risk.PriceModel.can_jump": door(MODEL.can_jump, falling=True),
    "risk.RiskMap.values": door(MAP.values, event="liquidation"),
    "risk.RiskMap.line": door(MAP.line, limit=0.5, event="liquidation"),
    "risk.bar_bias": door(
        risk.bar_bias, situation=NOW, bars_per_year=(365.0,), **FEW
    ),
    "risk.bar_risk": door(
        risk.bar_risk, model=MODEL, rules=RULES, days=7.0, bars_per_year=365.0, bridge=False, **FEW
    ),
    "risk.chances": door(risk.chances, levels=LEVELS, model=MODEL, days=7.0, **FEW),
    "risk.largest_below_chance": door(
        risk.largest_below_chance, situation=NOW, money=3_000.0, limit=0.5, event="liquidation",
        steps=20, **FEW,
    ),
    "risk.levels_of": door(
        risk.levels_of, account=ACCOUNT, price=20_000.0, fees=True, slippage=0.0
    ),
    "risk.levels_of_contract": door(
        risk.levels_of_contract, contract=CONTRACT, price=8_000.0, slippage=0.0
    ),
    "risk.levels_of_cross": door(
        risk.levels_of_cross, account=CROSS, coin="BTC", price=8_000.0, prices=None, slippage=0.0
    ),
    "risk.resampled_risk": door(
        risk.resampled_risk, bars=MANY_BARS, rules=RULES, days=[7.0], **FEW
    ),
    "risk.preset": door(risk.preset, name="calm month"),
    "risk.risk_curve": door(
        risk.risk_curve, situation=NOW, control="days", values=[7.0, 30.0], **FEW
    ),
    "risk.risk_map": door(
        risk.risk_map, situation=NOW, sizes=[10_000.0], buffers=[500.0], **FEW
    ),
    "risk.risk_of": door(risk.risk_of, situation=NOW, **FEW),
    "risk.rules_of": door(
        risk.rules_of, account=ACCOUNT, price=20_000.0, stop=18_000.0, trailing=0.1, top_up=500.0,
        delay=0, fees=True, slippage=0.0,
    ),
    "risk.sample_paths": door(risk.sample_paths, model=MODEL, days=7.0, like=LEVELS, **FEW),
    "risk.Paths.risk": door(
        risk.sample_paths(MODEL, 7.0, like=LEVELS, **FEW).risk, levels=LEVELS
    ),
}  # fmt: skip


def read_one(file: export_file.AnyFile, progress: export_file.Progress | None = None) -> object:
    """Read one export: each of many is taken alike."""
    return history.read_history(file, progress=progress)


LOT = history.read_history(samples.sample("kraken_trades_2019.csv")).positions[0]
HISTORIES = {
    "history.read_history": door(
        read_one, "progress", file=samples.sample("kraken_ledgers_2019.csv"), progress=None
    ),
    "history.FoundPosition.backed_by": door(LOT.backed_by, cash=1_000.0, coins=0.5),
}

START = flight.TakeOff("long", 5.0, 2_500.0, 1_000.0)
FLOWN = flight.Flight(7, bar=3)
HOME = flight.Forecast(True, "certain")
FEW_FUNDS = plan.AddFunds(3, 500.0)
FLIGHTS = {
    **{
        f"flight.{kind.__name__}": door(
            kind, number=7, product="spot_margin", start=START, plan=plan.Plan(STOP_AT_90),
            forecast=HOME, decisions=(flight.Decision(3, FEW_FUNDS, "fear"),), bar=3,
        )
        for kind in (flight.Flight, flight.FlightLog)
    },
    "flight.Flight.next": door(FLOWN.next, bars=2),
    "flight.Flight.decide": door(FLOWN.decide, act=FEW_FUNDS, reason="fear"),
    "flight.Decision": door(flight.Decision, bar=3, act=FEW_FUNDS, reason="fear"),
    "flight.MoveStop": door(flight.MoveStop, "at", at=3, name="stop", order=STOP_AT_90),
    "flight.Forecast": door(flight.Forecast, home=True, certainty="certain"),
    "flight.TakeOff": door(
        flight.TakeOff, side="long", leverage=5.0, cash=2_500.0, purse=1_000.0, volume=100.0
    ),
    "flight.hidden_path": door(flight.hidden_path, number=7, kind="model"),
    "flight.take_off": door(flight.take_off, number=7, product="linear"),
    "flight.venue_ways": door(flight.venue_ways, number=7),
    "flight.call_price": door(flight.call_price, start=START, product="linear"),
    "flight.flown": door(flight.flown, flight=FLOWN),
    "flight.debrief": door(flight.debrief, log=flight.FlightLog(7, bar=120)),
    "flight.Debrief.rule": door(flight.debrief(flight.FlightLog(7, bar=120)).rule, rule="half"),
    "flight.saved": door(flight.saved, flight=FLOWN),
    "flight.loaded": door(flight.loaded, text=flight.saved(FLOWN)),
    "flight.class_report": door(
        flight.class_report, files={"ann": flight.saved(flight.Flight(7, bar=104))}, number=7
    ),
    "flight.calibration": door(flight.calibration, flights=(FLOWN,)),
}  # fmt: skip

ANN = {"lessons": {"01_margin": {"quiz": {"recall": {"tries": 1, "passed": True}}}}}
TASKS = {"01_margin": {"quiz": ("recall",)}}
CLASS = {
    "class_room.handed_in": door(class_room.handed_in, name="ann", record=ANN),
    "class_room.class_results": door(
        class_room.class_results, handed=[class_room.handed_in("ann", ANN)], tasks=TASKS
    ),
    "class_room.ClassResults.all_rows": door(
        class_room.class_results([class_room.handed_in("ann", ANN)], TASKS).all_rows, part="quiz"
    ),
}  # fmt: skip

OWN = {
    "own_position.OwnPosition": door(
        own_position.OwnPosition, side="long", volume=1.0, entry=20_000.0, cash=5_000.0, coins=0.5,
        leverage=5.0, venue="Hyperliquid", product="linear", mode="cross", coin="BTC",
        currency="USD", price=19_000.0, margin=4_000.0, maintenance=0.05,
    ),
    "own_position.OwnPosition.at_price": door(MINE.at_price, price=18_000.0),
    "own_position.OwnPosition.from_record": door(MINE.from_record, record=MINE.as_record()),
    "doctor.diagnose": door(
        doctor.diagnose, position=MINE, presets=["calm month"], bars=None, days=[7.0],
        price=18_000.0, residence="uk", choices=None, fees=False,
    ),
    "doctor.Diagnosis.odds_of": door(FOUND.odds_of, held=FOUND.holding, stop=17_000.0),
    "doctor.Diagnosis.odds_after": door(FOUND.odds_after, answer=FOUND.answers[0]),
    "doctor.DangerPrices.of": door(doctor.DangerPrices.of, held=ACCOUNT, now=20_000.0),
    "doctor.DangerPrices.away": door(FOUND.prices.away, name="call"),
    "doctor.Choices": door(doctor.Choices, add=500.0, cut=0.5, stop=0.1, leverage=2.0),
    "doctor.own_answers": door(doctor.own_answers, position=ALONE, choices=None),
    "doctor.own_law": door(doctor.own_law, position=MINE, residence="uk"),
    "doctor.OwnLaw.shared": door(FOUND.law.shared, debt=100.0),
    "doctor.odds_under": door(
        doctor.odds_under, levels=LEVELS, source="calm month", days=[7.0], called=True, stop=0.9
    ),
    "doctor.worst_bars": door(doctor.worst_bars, falling=True),
    "doctor.OwnRule": door(
        doctor.OwnRule, size=10_000.0, leverage=2.0, buffer=3_000.0, act_level=3.0,
        act="close half", stop=0.1, looks="daily", never="add more", side="long",
        product="linear", venue="Hyperliquid", currency="USD", maintenance=0.05, coin_price=100.0,
        written="today",
    ),
    "doctor.OwnRule.against": door(OWN_RULE.against, position=MINE),
    "doctor.consequences": door(doctor.consequences, rule=OWN_RULE),
    "doctor.rule_html": door(doctor.rule_html, rule=OWN_RULE),
    "doctor.rule_text": door(doctor.rule_text, rule=OWN_RULE),
    "doctor.save_rule": door(doctor.save_rule, "path", rule=OWN_RULE, path=SCRATCH),
}  # fmt: skip

DOORS = {
    **{**ACCOUNTS, **COSTS, **PLANS, **MARKET},
    **{**DEBTS, **REPLAYS, **RISKS, **HISTORIES, **OWN, **CLASS, **FLIGHTS},
}
