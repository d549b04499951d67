"""The replay of an account while it runs: its venue, its margin calls, its rollover fees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple, Self

from margin_lessons import words
from margin_lessons.account import Account, Position, Side
from margin_lessons.conventions import PriceFloor
from margin_lessons.costs import opening_due
from margin_lessons.market.bars import Bars
from margin_lessons.orders import Order, TriggerOn
from margin_lessons.parts import oldest_first
from margin_lessons.plan import Plan
from margin_lessons.replay.clocks import Clock
from margin_lessons.replay.events import Kind
from margin_lessons.replay.held import FallenDue, Traded
from margin_lessons.replay.kept import Swings
from margin_lessons.replay.rules import Rules
from margin_lessons.replay.run import Run
from margin_lessons.replay.state import AccountState
from margin_lessons.venue import Extent, FirstInBar


class Span(NamedTuple):
    """The account as it is from the close of bar ``start`` on, with its rollover clocks."""

    start: int
    account: Account
    clocks: tuple[Clock, ...]


class AccountRun(Run):
    """One replay of an account; ``calls`` counts its margin calls, ``added`` what answered them."""

    state: AccountState

    def __init__(
        self,
        account: Account,
        feeds: Mapping[TriggerOn, Bars],
        plan: Plan,
        rules: Rules,
        swings: Swings = Swings.UNLESS_KNOWN,
    ) -> None:
        coin = account.symbols[0] if account.symbols else "BTC"
        super().__init__(feeds, plan, rules, coin, swings)
        self.begun_with, self.venue = account, account.venue
        self.state = AccountState(account, coin, rules.charges)
        self.leverage = account.positions[0].leverage if account.positions else None
        self.spans: list[Span] = []
        self.calls = 0
        self.added: dict[int, float] = {}

    def again(self, swings: Swings) -> Self:
        """Return a new run of the same account, under another assumption about swings."""
        return type(self)(self.begun_with, self.feeds, self.plan, self.rules, swings)

    @property
    def price_floor(self) -> PriceFloor:
        """The venue's."""
        return self.venue.price_floor

    @property
    def first_in_bar(self) -> FirstInBar:
        """The venue's convention for a stop and the liquidation in one bar."""
        return self.venue.first_in_bar

    def rate(self, *, maker: bool) -> float:
        """Return what an order pays, as a share of the value traded."""
        return (self.venue.fees.maker if maker else self.venue.fees.taker) * (
            self.rules.charges.trading
        )

    def leverage_of(self, order: Order) -> float | None:
        """Return the order's leverage, else that of what was open at the start."""
        leverage = order.leverage or self.leverage
        return None if leverage is None else self.venue.check_leverage(leverage)

    def rearm(self, price: float) -> None:
        """Let the next margin call come once the level is back at full use."""
        if self.armed or not self.state.account.positions:
            return
        level = self.state.level(price)
        back = level >= self.state.full_again * (1 - 1e-9)
        self.armed = back and not self.venue.reached(level, self.venue.call_level)

    def say_due(self, due: FallenDue) -> tuple[Kind, str]:
        """Return the words for rollover fees."""
        times = "one rollover" if due.times == 1 else f"{due.times:,} rollovers"
        return Kind.ROLLOVER, f"Fees of {self.money(due.amount)} for {times} have fallen due."

    def without(self, on: TriggerOn) -> str:
        """Return what to do about an order on a price that the replay does not have."""
        if on is TriggerOn.MARK:
            return "a contract has one, spot margin has none"
        return "give the replay an index"

    def leave(self, price: float) -> None:
        """Tell what is owed, coins valued in full at ``price``."""
        owed = self.state.owed(price)
        if owed == self.owed:
            return
        self.owed = owed
        if owed:
            text = f"{self.money(owed)} is owed: the loss is larger than everything in the account."
            self.emit(Kind.DEBT, price, text, amount=-owed)

    def liquidate(self, price: float) -> Iterator[Traded]:
        """Close the oldest position first: everything, or just enough for the full level."""
        extent, rate = self.venue.extent, self.fee_rate

        def wanted(oldest: Position) -> float:
            if extent is Extent.ALL:
                return oldest.volume
            return self.state.volume_to_restore(self.venue.full_level, price, rate)

        for _, volume in oldest_first(self.state.account.positions, wanted):
            self.flush()
            yield self.state.close(volume, price, rate)

    def note_span(self) -> None:
        """Keep the account as it is from the close of this bar on."""
        if self.spans and self.spans[-1].start == self.bar:
            self.spans.pop()
        self.spans.append(Span(self.bar, self.state.account, tuple(self.state.clocks)))

    def start(self, market: float) -> None:
        """Tell what is held, and charge the opening fees that were not charged before."""
        account = self.state.account
        held = [
            f"{self.coins(p.volume)} {p.side.value} at {words.price(p.entry, '')}"
            for p in account.positions
        ]
        if self.state.side is None:
            text = f"Start with nothing open and {self.money(account.balance())}."
        else:
            level = words.level(self.state.level(market))
            text = (
                f"Start: {' and '.join(held)}, at {words.price(market, '')} "
                f"a margin level of {level}."
            )
        self.emit(Kind.START, market, text, volume=self.state.volume)
        if self.rules.charges.opening:
            self._charge_openings(market)

    def _charge_openings(self, market: float) -> None:
        for position in self.state.account.positions:
            if position.opening_charged:
                continue
            fee = opening_due(position, self.venue)
            self.state.charge(fee)
            side = "long" if position.side is Side.LONG else "short"
            text = f"An opening fee of {self.money(fee)} is charged for the {side}."
            self.emit(Kind.FEE, market, text, amount=-fee)
        self.state.note_opening_charged()
