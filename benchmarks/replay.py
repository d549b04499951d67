"""How fast a year of 1-minute bars is replayed, beside a plain Python loop over the same bars.

    python benchmarks/replay.py

Both follow the same rules, in the same run, and must agree on every event and on the equity at
every close. The loop gets its bars as lists, which is what suits it, and looks at each bar in turn;
the engine compares whole stretches of bars with the levels and looks closely only at the bars that
may bring something.

The table of all crashes and leverages is solved in closed form. It is timed beside one crash that
is replayed, and must agree with the replay of every cell.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.contract_loop import ContractCase, ContractLoop, columns_of, contract_loop
from margin_lessons.account import Account, Position, Side
from margin_lessons.market.bars import Bars
from margin_lessons.market.crashes import all_outcomes, crash_outcome, trade_in
from margin_lessons.orders import StopLoss, TrailingStop
from margin_lessons.plan import Plan
from margin_lessons.replay import Charges, Kind, Rules, Timeline, replay

YEAR = 525_600
TARGET = 20.0
TABLE_TARGET = 3.0


class Case(NamedTuple):
    """One position with cash, a stop and a trailing stop, both reduce-only and for all of it."""

    side: Side
    volume: float
    entry: float
    leverage: float
    cash: float
    stop: float
    trail: float
    slippage: float = 0.0
    rollover: bool = False

    @property
    def account(self) -> Account:
        """The account of this case."""
        return Account(self.cash, (Position(self.side, self.volume, self.entry, self.leverage),))

    def replay(self, bars: Bars) -> Timeline:
        """Return the engine's timeline."""
        plan = Plan([StopLoss(self.stop, reduce_only=True), self.trailing])
        rules = Rules(slippage=self.slippage, charges=Charges(rollover=self.rollover))
        return replay(self.account, bars, plan, rules, price=self.entry)

    @property
    def trailing(self) -> TrailingStop:
        """The trailing stop of this case."""
        return TrailingStop(share=self.trail, reduce_only=True)


class Outcome(NamedTuple):
    """What a run brought: (kind, bar, price) of calls, triggers and fills, and the equity path."""

    events: list[tuple[str, int, float]]
    equity: list[float]


KINDS = {
    Kind.CALL: "call",
    Kind.CALL_MISSED: "call",
    Kind.LIQUIDATION_TRIGGERED: "liquidation",
    Kind.LIQUIDATION_FILLED: "filled",
    Kind.ORDER_TRIGGERED: "order",
    Kind.ORDER_FILLED: "filled",
}


def engine(case: Case, bars: Bars) -> Outcome:
    """Return the outcome by the engine."""
    timeline = case.replay(bars)
    events = [(KINDS[e.kind], e.bar, e.price) for e in timeline.events if e.kind in KINDS]
    return Outcome(events, timeline.equity_path)


def columns(bars: Bars) -> tuple[list[float], ...]:
    """Return open, high, low and close as lists."""
    return bars.open.tolist(), bars.high.tolist(), bars.low.tolist(), bars.close.tolist()


class Levels(NamedTuple):
    """The prices at which an account is called, closed out, and back at full use."""

    call: float
    liquidation: float
    full: float


class Loop:
    """The same rules in plain Python, for a long; a short is a long on prices of the other sign.

    So falling is always bad. The used margin is a line too: that of a short moves with the price.
    """

    def __init__(self, case: Case) -> None:
        self.sign, self.volume = case.side.sign, case.volume
        self.venue = case.account.venue
        self.entry, self.stop = self.sign * case.entry, self.sign * case.stop
        self.trail, self.slippage = case.trail, case.slippage
        self.balance = case.cash - self.volume * self.entry
        self.u0 = self.volume * case.entry / case.leverage if self.sign > 0 else 0.0
        self.u1 = 0.0 if self.sign > 0 else -self.volume / case.leverage
        self.best = self.entry
        self.armed = True
        self.events: list[tuple[str, int, float]] = []

    def levels(self) -> Levels:
        """Return the levels as the balance is now."""
        venue = self.venue
        wanted = (venue.call_level, venue.acting_level, max(venue.full_level, venue.call_level))
        slope = self.volume
        return Levels(*((m * self.u0 - self.balance) / (slope - m * self.u1) for m in wanted))

    def trigger(self, best: float) -> float:
        """Return where the trailing stop stands."""
        return best - self.trail * abs(best)

    def note(self, kind: str, bar: int, price: float) -> None:
        """Keep an event, at the price as it is quoted."""
        self.events.append((kind, bar, self.sign * price))

    def close_bar(self, bar: int, prices: tuple[float, float, float, float], at: Levels) -> bool:
        """Let a bar happen in which something may; return whether the position is closed."""
        first, high, low, last = prices
        if self.armed and first <= at.call:
            self.note("call", bar, first)
            self.armed = False
        if first <= at.liquidation:
            return self.exit("liquidation", bar, first, self.slipped(first))
        if first <= max(self.stop, self.trigger(self.best)):
            return self.exit("order", bar, first, self.slipped(first))
        self.best = max(self.best, first)
        order = max(self.stop, self.trigger(self.best))
        level = max(order, at.liquidation)
        if self.armed and low <= at.call and (at.call >= level or low > level):
            self.note("call", bar, at.call)
            self.armed = False
        kind = "liquidation" if at.liquidation >= order else "order"
        if low <= level:
            return self.exit(kind, bar, level, self.slipped(level))
        self.best = max(self.best, high)
        order = self.trigger(self.best)
        # The high may have come before the low, unless the open or the close tells the order.
        high_first = low < first and last < high
        if last <= order or (high_first and low <= order):
            return self.exit("order", bar, order, self.slipped(order))
        return False

    def slipped(self, price: float) -> float:
        """Return what a market order gets, where its trigger was traded or at an open beyond it."""
        return price - self.slippage * abs(price)

    def exit(self, kind: str, bar: int, price: float, fill: float) -> bool:
        """Close everything."""
        self.note(kind, bar, price)
        self.note("filled", bar, fill)
        self.balance += self.volume * fill
        return True


def plain_loop(case: Case, prices: tuple[list[float], ...], length: float) -> Outcome:
    """Return the outcome by looking at one bar after the other."""
    loop, fees = Loop(case), case.account.venue.fees
    opens, highs, lows, closes = prices
    if loop.sign < 0:
        opens, closes = [-p for p in opens], [-p for p in closes]
        highs, lows = [-p for p in lows], [-p for p in highs]
    rate = fees.rollover_long if loop.sign > 0 else fees.rollover_short
    fee = case.volume * case.entry * rate if case.rollover else 0.0
    period = fees.rollover_hours * 60 / length
    at, due, stop, trail, volume = loop.levels(), period, loop.stop, case.trail, case.volume
    equity: list[float] = []
    for i in range(len(opens)):
        first, high, low, last = opens[i], highs[i], lows[i], closes[i]
        if fee and i >= due:
            while i >= due:
                loop.balance -= fee
                due += period
            at = loop.levels()
        armed = loop.armed
        if not armed and first >= at.full:
            loop.armed = armed = True
        best = loop.best
        after = high if high > best else best
        # A trigger that no price of the bar reaches after the best of it was not reached at all.
        nearest = after - trail * abs(after)
        if (
            low <= nearest or low <= stop or low <= at.liquidation or (armed and low <= at.call)
        ) and loop.close_bar(i, (first, high, low, last), at):
            equity.extend([loop.balance] * (len(opens) - i))
            break
        loop.best = after
        if not loop.armed and last >= at.full:
            loop.armed = True
        equity.append(loop.balance + volume * last)
    return Outcome(loop.events, equity)


def agree(one: Outcome, other: Outcome) -> bool:
    """Return whether two outcomes have the same events, and the same equity to 1e-9."""
    same = [(kind, bar) for kind, bar, _ in one.events] == [e[:2] for e in other.events]
    prices = [price for _, _, price in one.events], [price for _, _, price in other.events]
    scale = float(np.max(np.abs(other.equity)))
    return (
        same
        and np.allclose(*prices, rtol=1e-9, atol=0)
        and np.allclose(one.equity, other.equity, rtol=0, atol=1e-9 * scale)
    )


def random_bars(
    count: int,
    *,
    seed: int,
    yearly: float = 0.6,
    rise: float = 0.0,
    swing: float = 0.0,
    days: float = 1.0,
    doubt: bool = False,
) -> Bars:
    """Return 1-minute bars of a random walk about 20,000.

    ``yearly`` is its volatility and ``rise`` its trend, from 20,000 on; ``swing`` adds a wave of
    that size, as long as so many days. ``doubt`` widens one bar near the end, up and down, so that
    a trailing stop may or may not have been hit in it.
    """
    rng = np.random.default_rng(seed)
    steps = rng.normal(0, yearly / np.sqrt(4 * YEAR), 4 * count)
    walk = (steps + rise / (4 * YEAR)).cumsum()
    wave = swing * np.sin(np.arange(4 * count) * 2 * np.pi / (4 * 1_440 * days))
    ticks = 20_000 * np.exp(walk - (walk[0] if rise else walk.mean()) + wave).reshape(count, 4)
    # The four ticks of a bar: the first is its open, the last its close.
    low, high = ticks.min(axis=1), ticks.max(axis=1)
    if doubt:
        low[-100], high[-100] = 0.985 * low[-100], 1.04 * high[-100]
    return Bars(np.arange(float(count)), ticks[:, 0], high, low, ticks[:, -1], length=1.0)


def timed(works: list[Callable[[], object]], times: int) -> list[tuple[float, object]]:
    """Return the shortest time in seconds and the result of each work, taken in turns.

    It is the time of the processor, and the shortest run: others use the machine too.
    """
    spent: list[list[float]] = [[] for _ in works]
    results: list[object] = [None for _ in works]
    for _ in range(times):
        for place, work in enumerate(works):
            begin = time.process_time()
            results[place] = work()
            spent[place].append(time.process_time() - begin)
    return [(min(one), result) for one, result in zip(spent, results, strict=True)]


LONG = Case(Side.LONG, 1.0, 20_000.0, 5.0, 19_000.0, stop=2_500.0, trail=0.85)
SHORT = Case(Side.SHORT, 1.0, 20_000.0, 5.0, 60_000.0, stop=70_000.0, trail=0.95)
CALLED = Case(Side.LONG, 1.0, 20_000.0, 5.0, 3_700.0, stop=2_500.0, trail=0.85)
CASES = {
    "long, stop and trailing stop rest all year": (LONG, {}),
    "the same, with rollover fees": (LONG._replace(rollover=True, cash=24_000.0), {}),
    "short, stop and trailing stop rest all year": (SHORT, {"yearly": 0.3}),
    "long, a trailing stop of 5% follows all year": (
        LONG._replace(trail=0.05),
        {"yearly": 0.05, "rise": 1.0},
    ),
    "the same, hit in a bar that leaves it open": (
        LONG._replace(trail=0.05),
        {"yearly": 0.05, "rise": 1.0, "doubt": True},
    ),
    "long, a margin call every quarter": (CALLED, {"yearly": 0.01, "swing": 0.05, "days": 91.25}),
}
BUSY = "long, a margin call every day", CALLED, {"yearly": 0.01, "swing": 0.05}


PERPETUAL = ContractCase(
    Side.LONG, 1.0, 20_000.0, 18_000.0, 0.05, stop=2_500.0, basis_points=None, funding=0.00005
)
TRAILED = PERPETUAL._replace(margin=10_000.0, basis_points=500.0)
CONTRACTS = {
    "perpetual with mark price and funding": (PERPETUAL, {}),
    "the same, inverse": (
        PERPETUAL._replace(inverse=True, size=20_000.0, margin=2.0, funding=0.00002),
        {},
    ),
    "perpetual, 500 bp behind the mark, and funding": (TRAILED, {"yearly": 0.05, "rise": 1.0}),
    "the same, a short": (
        TRAILED._replace(side=Side.SHORT, stop=60_000.0),
        {"yearly": 0.05, "rise": -0.8},
    ),
}


def mark_price(bars: Bars, seed: int) -> Bars:
    """Return a mark price about these bars, some hundredths of a per cent off at each."""
    off = np.exp(np.random.default_rng(seed).normal(0, 0.0002, len(bars)))
    return Bars(bars.time, bars.open * off, bars.high * off, bars.low * off, bars.close * off)


def contract_engine(case: ContractCase, bars: Bars, mark: Bars) -> Outcome:
    """Return the outcome of a contract by the engine; a trigger is told with its own level."""
    timeline = case.replay(bars, mark)
    events = [
        (KINDS[e.kind], e.bar, e.price if e.trigger is None or e.volume else e.trigger)
        for e in timeline.events
        if e.kind in KINDS
    ]
    return Outcome(events, timeline.equity_path)


def works_of_accounts() -> Iterator[tuple[str, list[Callable[[], Outcome]]]]:
    """Yield each case with its two works: by the plain loop, and by the engine."""
    for name, (case, shape) in CASES.items():
        bars = random_bars(YEAR, seed=1, **shape)
        lists = columns(bars)
        yield name, [partial(plain_loop, case, lists, 1.0), partial(engine, case, bars)]


def works_of_contracts() -> Iterator[tuple[str, list[Callable[[], Outcome]]]]:
    """Yield the same for contracts."""
    for name, (case, shape) in CONTRACTS.items():
        bars = random_bars(YEAR, seed=1, **shape)
        mark, loop = mark_price(bars, 2), ContractLoop(case)
        lists = columns_of(bars, loop), columns_of(mark, loop)
        by_loop = partial(contract_loop, case, *lists, 1.0)
        yield (
            name,
            [
                lambda work=by_loop: Outcome(*work()),
                partial(contract_engine, case, bars, mark),
            ],
        )


def compare(times: int = 7) -> list[float]:
    """Print both times for a year of bars in each case; return the ratios."""
    print(f"{'a year of 1-minute bars':46}{'events':>7}{'loop ms':>9}{'engine ms':>11}{'ratio':>7}")
    ratios = []
    for name, works in chain(works_of_accounts(), works_of_contracts()):
        (slow, by_loop), (fast, by_engine) = timed(works, times)
        if not agree(by_engine, by_loop):
            raise SystemExit(f"{name}: the engine and the loop disagree")
        ratios.append(slow / fast)
        count = len(by_engine.events)
        print(f"{name:46}{count:7,}{1e3 * slow:9.1f}{1e3 * fast:11.2f}{ratios[-1]:7.1f}")
    return ratios


def linearity(times: int = 5) -> None:
    """Print the engine's time for more and more bars, with nothing to do and with daily calls."""
    quiet = next(iter(CASES))
    cases = [(quiet, *CASES[quiet]), BUSY]
    print(f"\n{'engine, ns a bar':>16}   {cases[0][0]:46}{cases[1][0]}")
    for share in (0.25, 0.5, 1, 2, 4):
        works, count = [], int(YEAR * share)
        for _, case, shape in cases:
            bars = random_bars(count, seed=1, **shape)
            works.append(lambda c=case, b=bars: engine(c, b))
        (one, _), (other, outcome) = timed(works, times)
        events = len(outcome.events)
        each = 1e3 * (other - one) / events
        print(
            f"{count:16,}   {1e9 * one / count:<46.2f}{1e9 * other / count:.2f}"
            f" ({events:,} events, {each:.2f} ms each)"
        )


def crash_table(times: int = 40) -> float:
    """Print the times of one crash by its replay and of the table of all; return their ratio."""
    works = [
        lambda: crash_outcome(trade_in("ETH 2021", "24 h before the low", leverage=2)),
        all_outcomes,
    ]
    (one, _), (all_of_them, rows) = timed(works, times)
    cells = [cell for row in rows for cell in row.outcomes if cell is not None]
    for cell in cells:
        by_bars = crash_outcome(cell.trade)
        if not np.isclose(cell.fill.equity, by_bars.fill.equity, rtol=1e-9):
            raise SystemExit(f"{cell.trade.crash.title}: the table and the replay disagree")
    print(
        f"\none crash at one leverage {1e3 * one:.2f} ms, the table of {len(cells)} "
        f"{1e3 * all_of_them:.2f} ms: {all_of_them / one:.2f} times"
    )
    return all_of_them / one


if __name__ == "__main__":
    worst = min(compare())
    linearity()
    table = crash_table()
    print(f"\nleast ratio {worst:.1f}, wanted at least {TARGET:.0f}")
    print(f"table of crashes {table:.2f} times one, wanted under {TABLE_TARGET:.0f}")
    sys.exit(worst < TARGET or table >= TABLE_TARGET)
