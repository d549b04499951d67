"""Several exits on one path: the same account, replayed once for each of them."""

from __future__ import annotations

from dataclasses import dataclass

from margin_lessons.account import Account, Position, Side
from margin_lessons.errors import between, pick
from margin_lessons.figures import words
from margin_lessons.figures.events import event_facts, event_sentence
from margin_lessons.figures.readout import Fact, Readout
from margin_lessons.market.paths import START, Path, path_named
from margin_lessons.orders import StopLoss, StopLossLimit, TrailingStop, TriggerOn, offset_trigger
from margin_lessons.plan import CloseByHand, Plan
from margin_lessons.replay import FILLS, Event, Kind, Timeline, replay
from margin_lessons.venue import KRAKEN_SPOT, Venue

CASH, VOLUME, LEVERAGE = 5_000.0, 1.0, 5.0
LIMIT_BELOW = 0.005
"""How far below its trigger the stop-limit's limit lies, as a share of the trigger."""


@dataclass(frozen=True)
class ExitsState:
    """One path, and what each exit makes of the account; ``chosen`` is looked at closely."""

    path: Path
    names: tuple[str, ...]
    timelines: tuple[Timeline, ...]
    chosen: str
    stop: float

    @property
    def closely(self) -> Timeline:
        """The timeline of the chosen exit."""
        return self.timelines[self.names.index(self.chosen)]

    @property
    def on_last(self) -> bool:
        """Whether the last trade triggers the stops, and not the index."""
        orders = [order for timeline in self.timelines for order in timeline.plan.orders]
        return all(order.on is TriggerOn.LAST for order in orders)

    def left(self, name: str) -> float:
        """Return what the account stands at in the end; below zero it is a debt."""
        return self.timelines[self.names.index(name)].equity

    @property
    def open(self) -> Position | None:
        """The position that the chosen exit still has at the end, or None."""
        return next(iter(self.closely.final.positions), None)

    @property
    def unwanted(self) -> Event | None:
        """The trade that opened a position against the one there was, or None."""
        return self.closely.first(Kind.NEW_POSITION)

    def filled(self, name: str) -> Event | None:
        """Return the first fill of an exit, or None."""
        return self.timelines[self.names.index(name)].first(*FILLS)


def story_account(venue: Venue = KRAKEN_SPOT) -> Account:
    """Return the account of the lesson: 1 BTC long at 20,000 on 5,000 USD, at 5x."""
    return Account(CASH, (Position("long", VOLUME, START, LEVERAGE),), venue=venue)


def _four(stop: float, share: float, on: TriggerOn) -> dict[str, Plan]:
    limit = stop * (1 - LIMIT_BELOW)
    return {
        "no stop": Plan(),
        "stop-loss": Plan(orders=(StopLoss(stop, reduce_only=True, on=on),)),
        "stop-limit": Plan(orders=(StopLossLimit(stop, limit=limit, reduce_only=True, on=on),)),
        "trailing": Plan(orders=(TrailingStop(share=share, reduce_only=True, on=on),)),
    }


def exits_state(
    path: str, distance: float, on: str = "last", chosen: str = "stop-loss"
) -> ExitsState:
    """Return the four exits with stops ``distance`` percent below the start of ``path``.

    A stop 5 % below 20,000 USD is at 19,000; the gap fills it at 14,500, beyond the zero-equity
    price of 15,000:

    >>> state = exits_state("a large gap", distance=5)
    >>> state.filled("stop-loss").price, state.left("stop-loss")
    (14500.0, -500.0)
    """
    share = between("distance", distance, 1, 20, why="it is a share of the price, in percent") / 100
    stop = offset_trigger(START, Side.LONG, share=share)
    plans = _four(stop, share, TriggerOn[on.upper()])
    return _replayed(path_named(path), plans, chosen, stop)


def forgotten_state(path: str, distance: float, hour: float, chosen: str) -> ExitsState:
    """Return a position closed by hand at ``hour`` while its stop stays live, or goes with it.

    >>> state = forgotten_state("a slow fall", distance=5, hour=6, chosen="live stop")
    >>> [p.side.value for p in state.closely.final.positions]
    ['short']
    """
    share = between("distance", distance, 1, 20, why="it is a share of the price, in percent") / 100
    hour = between("hour", hour, 1, 12, why="the position is closed by hand early on")
    stop = offset_trigger(START, Side.LONG, share=share)
    by_hand = (CloseByHand(round(hour)),)
    plans = {
        "live stop": Plan(orders=(StopLoss(stop),), actions=by_hand),
        "reduce-only": Plan(orders=(StopLoss(stop, reduce_only=True),), actions=by_hand),
    }
    return _replayed(path_named(path), plans, chosen, stop)


def _replayed(path: Path, plans: dict[str, Plan], chosen: str, stop: float) -> ExitsState:
    pick("exit", chosen, plans, "these exits")
    account = story_account()
    timelines = tuple(
        replay(account, path.bars, plan, index=path.index, price=START) for plan in plans.values()
    )
    return ExitsState(path, tuple(plans), timelines, chosen, stop)


def readout(state: ExitsState) -> Readout:
    """Return the words of the exits: what each leaves, and every event of the chosen one."""
    facts = [Fact("stop set at", words.price(state.stop), state.stop)]
    for name in state.names:
        filled = state.filled(name)
        at = "never filled" if filled is None else f"filled at {words.price(filled.price)}"
        left = state.left(name)
        facts.append(Fact(f"{name}: account at the end", words.money(left), left))
        facts.append(Fact(f"{name}: first trade", at))
    still = "nothing" if state.open is None else _position(state.open)
    facts.append(Fact(f"{state.chosen}: still open at the end", still))
    bars = state.path.bars
    facts += event_facts(state.closely, lambda event: f"hour {bars.minutes[event.bar] / 60:.0f}")
    return Readout(
        title=_title(state),
        sentence=f"{_sentence(state)} {event_sentence(state.closely)}",
        facts=tuple(facts),
        picture=f"On the left the price over two days ({state.path.words}) with the first fill of "
        "each exit, on the right what the account stands at in the end.",
    )


def _position(position: Position) -> str:
    size, price = words.coins(position.volume), words.price(position.entry)
    return f"{position.side.value} of {size} at {price}"


def _sentence(state: ExitsState) -> str:
    """Return what the chosen exit came to; money in an open position is not called left."""
    left, still = state.left(state.chosen), state.open
    account = f"the account stands at {words.money(left)}"
    if still is not None and state.unwanted is not None:
        return f"The forgotten stop opened a {_position(still)}. It is still open; {account}."
    name = state.chosen.capitalize()
    if still is not None:
        return f"{name}: the {_position(still)} is still open; {account}."
    if left < -0.005:
        return f"{name}: the account ends with a debt of {words.money(-left)}."
    return f"{name}: the account ends with {words.money(left)}."


def _title(state: ExitsState) -> str:
    left = state.left(state.chosen)
    case = f"{state.chosen.capitalize()} on {state.path.name}"
    if left < -0.005:
        return f"{case}: {words.money(-left)} owed"
    if state.open is not None and state.unwanted is not None:
        return f"An unwanted {state.open.side.value} is open: {words.money(left)}"
    if state.open is not None:
        return f"{case}: still open, at {words.money(left)}"
    return f"{case}: {words.money(left)} left"
