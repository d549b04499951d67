"""The replay of a contract while it runs: mark price, funding, partial closings, what is left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple, Self

from margin_lessons import words
from margin_lessons.account import Side
from margin_lessons.contract import Contract
from margin_lessons.conventions import PriceFloor
from margin_lessons.debt import LeftOver, share_out
from margin_lessons.debt.regimes import Layer
from margin_lessons.down_the_tiers import down_the_tiers
from margin_lessons.errors import BadInput
from margin_lessons.market.bars import Bar, Bars
from margin_lessons.orders import Order, TriggerOn
from margin_lessons.plan import Plan
from margin_lessons.replay.contract_state import ContractState
from margin_lessons.replay.contract_terms import Terms
from margin_lessons.replay.contract_words import contract_money, contract_size
from margin_lessons.replay.events import Kind
from margin_lessons.replay.funding_due import FundingDue
from margin_lessons.replay.held import FallenDue, Traded
from margin_lessons.replay.kept import Swings
from margin_lessons.replay.rules import Rules
from margin_lessons.replay.run import Run
from margin_lessons.rounding import CRUMB
from margin_lessons.venue import FirstInBar

_TRADERS = (Layer.PROVIDERS, Layer.COUNTERPARTIES, Layer.WINNERS)
_VENUE = (Layer.POOL, Layer.COMPANY, Layer.DISCRETION)


class ContractSpan(NamedTuple):
    """What there is from the close of bar ``start`` on: a contract, or only ``cash``.

    ``charged`` is how many times funding had been charged.
    """

    start: int
    contract: Contract | None
    cash: float
    charged: int


class ContractRun(Run):
    """One replay of a contract; ``left_over`` is who bore what was missing, once it is known."""

    state: ContractState

    def __init__(
        self,
        contract: Contract,
        feeds: Mapping[TriggerOn, Bars],
        plan: Plan,
        rules: Rules,
        coin: str,
        due: FundingDue,
        terms: Terms,
        swings: Swings = Swings.UNLESS_KNOWN,
    ) -> None:
        super().__init__(feeds, plan, rules, coin, swings, terms.trigger)
        self.begun_with, self.terms, self.due_of = contract, terms, due
        self.state = ContractState(contract, due)
        self.spans: list[ContractSpan] = []
        self.left_over: LeftOver | None = None

    def again(self, swings: Swings) -> Self:
        """Return a new run of the same contract, under another assumption about swings."""
        given = self.begun_with, self.feeds, self.plan, self.rules, self.coin
        return type(self)(*given, self.due_of, self.terms, swings)

    @property
    def price_floor(self) -> PriceFloor:
        """The contract's."""
        return self.begun_with.price_floor

    @property
    def first_in_bar(self) -> FirstInBar:
        """The nearer of a stop and the liquidation; no venue says otherwise."""
        return FirstInBar.NEARER

    def start_bar(self, index: int) -> Bar:
        """Turn to another bar, coming from the close before it, looked at or not."""
        if index:
            self.state.place = float(self.valuing.close[index - 1])
        return super().start_bar(index)

    def stand(self, price: float) -> None:
        """Note that the contract is valued at ``price`` from this moment on."""
        self.marked = self.state.place = price

    def rate(self, *, maker: bool) -> float:
        """Return the contract's fee, as a share of the value traded; a maker pays no other."""
        return self.begun_with.fee_rate if self.rules.charges.trading else 0.0

    @property
    def liquidation_rate(self) -> float:
        """Return what a liquidation costs: the venue's own fee for it, else the contract's."""
        venue = self.terms.venue
        fee = None if venue is None else venue.liquidation_fee
        return self.fee_rate if fee is None else fee * self.rules.charges.trading

    def leverage_of(self, order: Order) -> float | None:
        """Return None, as no order opens anything; ``BadInput`` for one that might."""
        if not order.reduce_only:
            raise BadInput(
                f"{order.title} is not reduce-only: a replay follows one contract and none that "
                "an order opens, so write reduce_only=True."
            )
        return None

    def rearm(self, price: float) -> None:
        """Nothing to do: a contract is sent no margin call."""

    def without(self, on: TriggerOn) -> str:
        """Return what to do about an order on a price that the replay does not have."""
        return f"give the replay the {on.value} as bars"

    def money(self, value: float) -> str:
        """Return an amount with its currency: coins of an inverse contract."""
        return contract_money(self.begun_with, self.coin, value)

    def coins(self, volume: float) -> str:
        """Return a size: coins, or what an inverse contract is worth in the quote currency."""
        return contract_size(self.begun_with, self.coin, volume)

    def say_due(self, due: FallenDue) -> tuple[Kind, str]:
        """Return the words for funding."""
        times = words.plural(due.times, "period")
        how = "is paid to" if due.amount > 0 else "is received from"
        text = f"Funding of {self.money(abs(due.amount))} for {times} {how} the other side."
        return Kind.FUNDING, text

    def say_acting(self, at: float) -> str:
        """Return in words that the venue liquidates; also where no trade explains it."""
        if self.valuing is self.bars:
            return super().say_acting(at)
        there = words.price(self.marked, "")
        text = (
            f"Liquidation begins at a {self.valued_on.value} of {there}, the last price at "
            f"{words.price(at, '')}: {self.say_level(at)}."
        )
        return text + self._unexplained()

    def say_level(self, at: float) -> str:
        """Return the margin level in words; the equity where nothing is required."""
        price = self.valued_at(at)
        if self.state.required(price) > 0:
            return super().say_level(at)
        return f"the equity is {self.money(self.state.equity(price))}, and nothing is required"

    def _unexplained(self) -> str:
        """Return a sentence where no trade so far was at the price that set the liquidation off."""
        stretch = slice(0, self.bar + 1)
        if self.state.side is Side.LONG:
            edge, far, most = float(self.bars.low[stretch].min()), "low", "lowest"
            explained = edge <= self.marked
        else:
            edge, far, most = float(self.bars.high[stretch].max()), "high", "highest"
            explained = edge >= self.marked
        there = words.price(edge, "")
        return "" if explained else f" No trade was that {far}: the {most} was at {there}."

    def liquidate(self, price: float) -> Iterator[Traded]:
        """Close a part, down to a tier that the rest can meet, or all of it."""
        self.flush()
        if part := self._part():
            yield self.state.close(part, price, self.liquidation_rate)

    def _part(self) -> float:
        """Return how much the venue closes at the mark price as it is now."""
        held, at = self.state.contract, self.marked
        assert held is not None  # what is liquidated is open
        # A hair nearer, or rounding at the very level might say that it is not reached.
        paid = held.funding_paid + CRUMB * abs(float(held.notional(at)))
        near = replace(held, funding_paid=paid)
        if held.partial is None:
            return down_the_tiers(near, at, liquidation_fee=self.liquidation_rate).closed
        # Equity and not its level, which is none where nothing is required.
        equity, required = float(near.equity(at)), float(near.requirement(at))
        if equity > held.partial * required:
            return 0.0
        return held.size * (self.terms.partial_share if equity > held.full * required else 1.0)

    def leave(self, price: float) -> None:
        """Tell what is missing, and who bears it under the regime of the venue."""
        missing, venue = self.state.shortage(), self.terms.venue
        if not missing:
            return
        regime = None if venue is None else venue.left_over
        self.owed = missing
        if regime is not None:
            self.left_over = share_out(missing, regime, self.terms.pots)
            self._share(self.left_over, price)
        if self.owed:
            text = f"{self.money(self.owed)} is owed: the loss is larger than the margin."
            self.emit(Kind.DEBT, price, text, amount=-self.owed)

    def _share(self, shared: LeftOver, price: float) -> None:
        """Let those who bear a part of the loss pay it into the margin account."""
        for part in shared.paid.parts:
            if part.layer is Layer.OWED or not part.amount:
                continue
            flows = self.state.flows
            if part.layer is Layer.FUND:
                payer = flows.fund
            elif part.layer in _TRADERS:
                payer = flows.market
            else:
                payer = flows.venue if part.layer in _VENUE else flows.bank
            payer[0] -= part.amount
            self.state.cash += part.amount
            borne = f"{self.money(part.amount)} is borne by {part.layer.value}"
            text = f"Of the loss beyond the margin, {borne}."
            self.emit(Kind.LEFT_OVER, price, text, amount=part.amount)
        self.owed = shared.paid.client_owes

    def note_span(self) -> None:
        """Keep what there is from the close of this bar on."""
        if self.spans and self.spans[-1].start == self.bar:
            self.spans.pop()
        state = self.state
        self.spans.append(ContractSpan(self.bar, state.contract, state.cash, state.charged))

    def start(self, market: float) -> None:
        """Tell what is held."""
        held = self.begun_with
        text = (
            f"Start: {self.coins(held.size)} {held.side.value} at {words.price(held.entry, '')}, "
            f"with {self.money(self.state.balance)} of margin: {self.say_level(market)}."
        )
        self.emit(Kind.START, market, text, volume=held.size)
