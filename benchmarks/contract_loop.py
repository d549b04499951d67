"""A contract replayed by a plain Python loop, bar after bar: the engine's rules told a second time.

It knows one contract with a flat rate, its mark price, its funding, a stop on the last price and a
trailing stop on the mark price. Everything is counted in ``u``, the price of a long and its
opposite for a short, and minus 1/price and its opposite for an inverse contract: so falling is
always bad, and a profit is size x difference of u.
"""

from __future__ import annotations

from typing import NamedTuple

from margin_lessons.account import Side
from margin_lessons.contract import Contract
from margin_lessons.funding import Funding
from margin_lessons.market.bars import Bars
from margin_lessons.orders import StopLoss, TrailingStop, TriggerOn
from margin_lessons.plan import Plan
from margin_lessons.replay import Charges, ContractTimeline, Rules, replay_contract

Four = tuple[float, float, float, float]
Columns = tuple[list[float], ...]


class ContractCase(NamedTuple):
    """One contract with a stop on the last and a trailing stop on the mark price, both for all."""

    side: Side
    size: float
    entry: float
    margin: float
    maintenance: float
    stop: float
    basis_points: float | None
    funding: float = 0.0
    hours: float = 8.0
    inverse: bool = False
    slippage: float = 0.0
    fee: float = 0.0

    @property
    def contract(self) -> Contract:
        """The contract of this case."""
        held = (self.side, self.size, self.entry, self.margin, self.maintenance)
        return Contract(*held, inverse=self.inverse, fee_rate=self.fee)

    def replay(self, bars: Bars, mark: Bars) -> ContractTimeline:
        """Return the engine's timeline."""
        orders = [StopLoss(self.stop, reduce_only=True)]
        if self.basis_points is not None:
            trail = TrailingStop(
                basis_points=self.basis_points, on=TriggerOn.MARK, reduce_only=True
            )
            orders.append(trail)
        funding = Funding(self.funding, self.hours) if self.funding else None
        rules = Rules(slippage=self.slippage, charges=Charges(trading=True))
        return replay_contract(
            self.contract, bars, Plan(orders), rules, mark=mark, funding=funding, price=self.entry
        )


class ContractLoop:
    """The rules in plain Python: one bar after the other."""

    def __init__(self, case: ContractCase) -> None:
        self.case, self.sign = case, case.side.sign
        self.size, self.balance = case.size, case.margin
        self.entry, self.stop = self.u(case.entry), self.u(case.stop)
        self.share = (case.basis_points or 0.0) / 10_000
        self.best = self.entry
        self.events: list[tuple[str, int, float]] = []

    def u(self, price: float) -> float:
        """Return the price so that falling is bad and differences are profits."""
        return -self.sign / price if self.case.inverse else self.sign * price

    def price(self, u: float) -> float:
        """Return the price as it is quoted."""
        return -self.sign / u if self.case.inverse else self.sign * u

    def liquidation(self) -> float:
        """Return the u at which equity equals the requirement."""
        ahead = -1 if self.entry < 0 else 1
        need = self.case.maintenance * ahead
        return (self.size * self.entry - self.balance) / (self.size * (1 - need))

    def worse(self, u: float, share: float) -> float:
        """Return the u of a price that is worse by a share."""
        return u / (1 - self.sign * share) if self.case.inverse else u - share * abs(u)

    def trigger(self, best: float) -> float:
        """Return where the trailing stop stands; nowhere when there is none."""
        return self.worse(best, self.share) if self.share else -float("inf")

    def part(self, level: float, here: float, there: float) -> float:
        """Return which part of its way a price has gone when it is at a level."""
        first, at, last = self.price(here), self.price(level), self.price(there)
        return min(max((at - first) / (last - first), 0.0), 1.0) if last != first else 0.0

    def exit(self, kind: str, bar: int, level: float, last: float) -> bool:
        """Close everything at the last price, and keep where that was triggered."""
        fill = self.worse(last, self.case.slippage)
        self.events += [(kind, bar, self.price(level)), ("filled", bar, self.price(fill))]
        self.balance += self.size * (fill - self.entry) - self.case.fee * self.size * abs(fill)
        return True

    def close_bar(self, bar: int, last: Four, mark: Four, liquidation: float) -> bool:
        """Let a bar happen in which something may; return whether the contract is closed."""
        if mark[0] <= liquidation:
            return self.exit("liquidation", bar, liquidation, last[0])
        beyond = [one for one in (self.trigger(self.best),) if mark[0] <= one]
        beyond += [self.stop] if last[0] <= self.stop else []
        if beyond:
            far = max(beyond, key=lambda u: abs(self.price(u) - self.price(last[0])))
            return self.exit("order", bar, far, last[0])
        self.best = max(self.best, mark[0])
        down = self.met_going_down(last, mark, liquidation)
        if down is not None:
            kind, level = down
            return self.exit(kind, bar, level, min(max(level, last[2]), last[0]))
        top = max(self.best, mark[1])
        level = self.trigger(top)
        if mark[2] <= level and not (mark[0] == mark[2] or mark[3] == mark[1]):
            self.best = top
            return self.exit("order", bar, level, min(max(level, last[2]), last[1]))
        self.best = top
        if mark[3] <= level:
            return self.exit("order", bar, level, min(max(level, last[3]), last[1]))
        return False

    def met_going_down(
        self, last: Four, mark: Four, liquidation: float
    ) -> tuple[str, float] | None:
        """Return what the way from the open to the low meets first, and its level."""
        met = []
        for rank, level, path in (
            (0, liquidation, mark), (1, self.stop, last), (2, self.trigger(self.best), mark),
        ):  # fmt: skip
            if path[2] <= level:
                at = self.price(min(max(level, last[2]), last[0]))
                away = abs(at - self.price(last[0]))
                far = -abs(self.price(level) - self.price(last[0])) if rank else 0.0
                part = self.part(level, path[0], path[2])
                met.append((away, part, min(rank, 1), far, rank, level))
        if not met:
            return None
        first = min(met)
        return "liquidation" if first[4] == 0 else "order", first[5]


def columns_of(bars: Bars, loop: ContractLoop) -> Columns:
    """Return open, high, low and close in u, as lists."""
    rows = [[loop.u(price) for price in getattr(bars, name).tolist()] for name in
            ("open", "high", "low", "close")]  # fmt: skip
    first, high, low, last = rows
    return (first, high, low, last) if loop.sign > 0 else (first, low, high, last)


def contract_loop(
    case: ContractCase, last: Columns, mark: Columns, length: float
) -> tuple[list[tuple[str, int, float]], list[float]]:
    """Return the events and the equity at each close, from bars in u of a length in minutes."""
    loop = ContractLoop(case)
    opens, highs, lows, closes = mark
    bottoms = last[2]
    period = case.hours * 60 / length
    rate = loop.sign * case.funding * loop.size
    at, due, size, entry, stop = loop.liquidation(), period, loop.size, loop.entry, loop.stop
    equity: list[float] = []
    for i in range(len(opens)):
        if rate and i >= due:
            while i >= due:
                loop.balance -= rate * abs(opens[i])
                due += period
            at = loop.liquidation()
        low, high, best = lows[i], highs[i], loop.best
        after = high if high > best else best
        if low <= loop.trigger(after) or low <= at or bottoms[i] <= stop:
            bar = tuple(column[i] for column in last), tuple(column[i] for column in mark)
            if loop.close_bar(i, *bar, at):
                equity.extend([loop.balance] * (len(opens) - i))
                break
        loop.best = after
        equity.append(loop.balance + size * (closes[i] - entry))
    return loop.events, equity
