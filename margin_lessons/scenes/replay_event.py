"""One account in one crash, bar by bar: call, sale and debt as they come, and the worst case."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from margin_lessons import words
from margin_lessons.account import Side
from margin_lessons.crossing import crossings
from margin_lessons.errors import between
from margin_lessons.market.crashes import CrashOutcome, CrashTrade, crash_named, outcome_of
from margin_lessons.replay import Event, Kind
from margin_lessons.scenes.crash_choices import (
    DAY_BEFORE,
    MARGIN,
    CrashRules,
    TakenSide,
    moment,
    replayed,
    titled,
    whole_money,
)
from margin_lessons.scenes.event_words import event_facts, event_sentence, told_events
from margin_lessons.scenes.scene import Fact, Scene
from margin_lessons.scenes.so_far import SoFar


@dataclass(frozen=True, eq=False)
class EventState(SoFar):
    """A trade in a crash, of which ``over`` bars are over; ``asked`` is the leverage wished for."""

    trade: CrashTrade
    rules: CrashRules
    asked: float
    hours: float

    @cached_property
    def outcome(self) -> CrashOutcome:
        """What the whole replay comes to."""
        return outcome_of(self.trade, self.timeline)

    @property
    def price(self) -> float:
        """The price now; before the first bar it is that of the entry."""
        bars = self.trade.bars
        return bars[self.over - 1].close if self.over else self.trade.entry.price

    @property
    def events(self) -> tuple[Event, ...]:
        """What has happened by now."""
        return tuple(event for event in told_events(self.timeline) if event.bar < self.over)

    @property
    def late(self) -> int:
        """How many bars late the exchange sells."""
        return self.timeline.rules.delay_bars

    @property
    def worst_bar(self) -> int:
        """The bar of the worst case: that of the sale, or one before it where it came late."""
        sale, bars = self.timeline.the_first(Kind.LIQUIDATION_FILLED).bar, self.trade.bars
        span = range(max(0, sale - self.late), sale + 1)
        side, prices = self.trade.side, (bars.low, bars.high)
        column = prices[side is Side.SHORT]
        return next((at for at in span if column[at] == self.outcome.worst.price), sale)

    @property
    def spared(self) -> bool:
        """Whether nobody may ask for a debt, by law."""
        return self.rules is CrashRules.CFD

    @property
    def extreme(self) -> str:
        """What the worst price of a bar is called."""
        return "lowest" if self.trade.side is Side.LONG else "highest"


def event_state(
    event: str, leverage: float = 3.0, side: TakenSide = TakenSide.HURT,
    hours: float = DAY_BEFORE, money: float = MARGIN, rules: CrashRules = CrashRules.SPOT,
    late: float = 0.0, shown: float = 1.0,
) -> EventState:  # fmt: skip
    """Return an account with a margin of 1,000 in a crash, as far as a share of it is ``shown``.

    ``money`` above the margin is a buffer; ``late`` is how many bars late the exchange sells.

    >>> state = event_state("GME 2021", 2)
    >>> round(state.equity, 2), round(state.outcome.worst.equity, 2)
    (-1795.66, -2135.82)
    """
    bars = int(between("bars late", late, 0, 3, why="the panel has no later sale"))
    shown = between("shown of the way", shown, 0, 1, why="it is a share of the bars")
    taken = side.of(crash_named(event))
    trade, timeline = replayed(event, leverage, taken, hours, money, rules, bars)
    return EventState(timeline, round(shown * len(trade.bars)), trade, rules, leverage, hours)


def scene(state: EventState) -> Scene[EventState]:
    """Return what the account shows and says by now."""
    facts = (*_account(state), *_by_now(state))
    return Scene(state, _title(state), _sentence(state), facts, _seen(state))


def _account(state: EventState) -> tuple[Fact, ...]:
    trade, lines = state.trade, crossings(state.trade.account)
    position = trade.account.positions[0]
    near = {"margin call": lines.call, "liquidation": lines.liquidation,
            "nothing left": lines.zero_equity}  # fmt: skip
    return (
        Fact("put up", whole_money(trade.money, trade.crash), trade.money),
        Fact("position", f"{trade.side.value} for {whole_money(position.cost, trade.crash)}, "
             f"at {words.setting(trade.leverage)}"),
        Fact.of("opened at", trade.entry.price, _price(state)),
        Fact("opened", moment(trade.entry.when)),
        *(Fact.of(f"{name} at", line.price, _price(state)) for name, line in near.items()),
    )  # fmt: skip


def _by_now(state: EventState) -> tuple[Fact, ...]:
    crash, bars = state.trade.crash, state.trade.bars
    facts = [
        Fact("bars over", f"{state.over} of {len(bars)}", state.over),
        Fact.of("price now", state.price, _price(state)),
        Fact("your money now", whole_money(state.equity, crash), state.equity),
    ]
    if (sale := state.sale) is not None:
        worst = state.outcome.worst
        facts += [
            Fact.of("sold at", sale.price, _price(state)),
            Fact("sold in the bar of", moment(bars.when(sale.bar))),
            Fact.of(f"{state.extreme} price until then", worst.price, _price(state)),
            Fact("worst case", whole_money(worst.equity, crash), worst.equity),
        ]
    return (*facts, *event_facts(state.events, lambda event: moment(bars.when(event.bar)),
                                 _price(state)))  # fmt: skip


def _price(state: EventState):  # noqa: ANN202
    currency = state.trade.crash.currency
    return lambda value: words.price(value, currency) if value is not None else "no such price"


def _title(state: EventState) -> str:
    crash, equity = state.trade.crash, state.equity
    whose = f"{titled(crash)}: the {words.setting(state.trade.leverage)} {state.trade.side.value}"
    if equity < -words.LEAST:
        short = whole_money(-equity, crash)
        return f"{whose} lacks {short}, which the law spares you" if state.spared \
            else f"{whose} owes {short}"  # fmt: skip
    left = whole_money(equity, crash)
    if state.sale is not None:
        return f"{whose} is sold, and {left} is left"
    return f"{whose} is open, and stands at {left}"


def _sentence(state: EventState) -> str:
    trade, price = state.trade, _price(state)
    cut = ""
    if trade.leverage < state.asked:
        cut = f" {words.setting(state.asked)} is not allowed; {words.setting(trade.leverage)} is."
    begun = (
        f"Opened at {price(trade.entry.price)} ({moment(trade.entry.when)}) on "
        f"{whole_money(trade.money, trade.crash)}.{cut}"
    )
    return " ".join((begun, _what_came(state), event_sentence(state.events)))


def _what_came(state: EventState) -> str:
    price, sale = _price(state), state.sale
    if sale is None:
        return f"The price is {price(state.price)} now, and nobody has sold."
    line = state.outcome.trigger
    how = f"The price traded through {price(line)}, and it was sold there."
    if sale.beyond or state.timeline.rules.delay_bars:
        how = f"It was to be sold at {price(line)}; it was sold at {price(sale.price)}."
    worst = state.outcome.worst
    if worst.price == sale.price:
        return how
    end = whole_money(abs(worst.equity), state.trade.crash)
    told = f"{end} would be missing" if worst.equity < 0 else f"{end} would be left"
    return (
        f"{how} Worst case, and not what happened: at the {state.extreme} price until then, "
        f"{price(worst.price)}, {told}."
    )


def _seen(state: EventState) -> str:
    bars = state.trade.bars
    if not state.over:
        return "The line of the price ends where the account is opened. Its bar stands whole."
    turn = int(bars.low[: state.over].argmin())
    where = f"{_price(state)(float(bars.low[turn]))} ({moment(bars.when(turn))})"
    bar = "hangs below zero, hatched" if state.equity < -words.LEAST else "stands above zero"
    sold = "A cross marks the sale. " if state.sale is not None else ""
    second = ""
    if state.sale is not None:
        below = state.outcome.worst.equity < 0
        second = f", and beside it the worst case {'below' if below else 'above'} zero"
    return (
        f"The price goes from {_price(state)(state.trade.entry.price)} over a low of {where} to "
        f"{_price(state)(state.price)}; thin lines are the range of each bar. {sold}The bar of "
        f"your money {bar}{second}."
    )
