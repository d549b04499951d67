"""Several exits on one path: the same account, replayed once for each of them."""

from __future__ import annotations

from dataclasses import dataclass

from margin_lessons.account import Account, Position, Side, as_side
from margin_lessons.conventions import as_option
from margin_lessons.errors import between, pick
from margin_lessons.market.paths import START, Path, path_named
from margin_lessons.orders import StopLoss, StopLossLimit, TrailingStop, TriggerOn, offset_trigger
from margin_lessons.plan import CloseByHand, Plan
from margin_lessons.replay import FILLS, Event, Kind, Timeline, replay
from margin_lessons.venue import KRAKEN_SPOT, Venue

CASH, VOLUME, LEVERAGE = 5_000.0, 1.0, 5.0


@dataclass(frozen=True)
class ExitsState:
    """One path, and what each exit makes of the account; ``chosen`` is looked at closely.

    ``stop`` is where the stops stand at the start and ``distance`` how far that is from the price,
    as a share of it; ``limit`` is the price of the stop-limit's limit order, and ``limit_share``
    how far it lies beyond its trigger. Both are None where there is no stop-limit.
    """

    path: Path
    side: Side
    names: tuple[str, ...]
    timelines: tuple[Timeline, ...]
    chosen: str
    stop: float
    distance: float
    limit: float | None = None
    limit_share: float | None = None

    def of(self, name: str) -> Timeline:
        """Return the timeline of an exit."""
        return self.timelines[self.names.index(name)]

    @property
    def closely(self) -> Timeline:
        """The timeline of the chosen exit."""
        return self.of(self.chosen)

    @property
    def on_last(self) -> bool:
        """Whether the last trade triggers the stops, and not the index."""
        orders = [order for timeline in self.timelines for order in timeline.plan.orders]
        return all(order.on is TriggerOn.LAST for order in orders)

    def left(self, name: str) -> float:
        """Return what the account stands at in the end; below zero it is a debt."""
        return self.of(name).equity

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
        return self.of(name).first(*FILLS)

    def ended(self, name: str) -> Event | None:
        """Return the last fill of an exit, or None."""
        return next(reversed(self.of(name).of(*FILLS)), None)


def story_account(
    venue: Venue = KRAKEN_SPOT, side: Side | str = Side.LONG, cash: float = CASH
) -> Account:
    """Return the account of the lesson: 1 BTC long (or short) at 20,000 on 5,000 USD, at 5x."""
    return Account(cash, (Position(as_side(side), VOLUME, START, LEVERAGE),), venue=venue)


def _four(stop: float, limit: float, share: float, on: TriggerOn) -> dict[str, Plan]:
    return {
        "no stop": Plan(),
        "stop-loss": Plan(orders=(StopLoss(stop, reduce_only=True, on=on),)),
        "stop-limit": Plan(orders=(StopLossLimit(stop, limit=limit, reduce_only=True, on=on),)),
        "trailing": Plan(orders=(TrailingStop(share=share, reduce_only=True, on=on),)),
    }


def exits_state(
    path: str,
    distance: float,
    on: str = "last",
    chosen: str = "stop-loss",
    side: str = "long",
    limit: float = 0.5,
    cash: float = CASH,
) -> ExitsState:
    """Return the four exits with stops ``distance`` percent from the start of ``path``.

    ``cash`` is the own money, ``limit`` how far the stop-limit's limit lies beyond its trigger, in
    percent of that. A stop 5 % below 20,000 USD is at 19,000; the gap fills it at 14,500, beyond
    the zero-equity price of 15,000, and so it does for a short when the price gaps up as far:

    >>> state = exits_state("a large gap", distance=5)
    >>> state.filled("stop-loss").price, state.left("stop-loss")
    (14500.0, -500.0)
    >>> short = exits_state("a large gap up", distance=5, side="short")
    >>> short.stop, short.limit, short.filled("stop-loss").price, short.left("stop-loss")
    (21000.0, 21105.0, 25500.0, -500.0)
    """
    position, share = as_side(side), _distance(distance)
    beyond = between("limit", limit, 0.5, 10, why="it is a share of the trigger, in percent") / 100
    stop = offset_trigger(START, position, share=share)
    price = offset_trigger(stop, position, share=beyond)
    plans = _four(stop, price, share, as_option("trigger price", on, TriggerOn))
    account = story_account(side=position, cash=cash)
    return _replayed(path, account, plans, chosen, stop, share, price, beyond)


def forgotten_state(
    path: str, distance: float, hour: float, chosen: str, side: str = "long"
) -> ExitsState:
    """Return a position closed by hand at ``hour`` while its stop stays live, or goes with it.

    >>> state = forgotten_state("a slow fall", distance=5, hour=6, chosen="live stop")
    >>> [p.side.value for p in state.closely.final.positions]
    ['short']
    >>> forgotten_state("a dip, then a gap up", 5, 6, "live stop").closely.debt > 1_000
    True
    """
    position, share = as_side(side), _distance(distance)
    hour = between("hour", hour, 1, 12, why="the position is closed by hand early on")
    stop = offset_trigger(START, position, share=share)
    by_hand = (CloseByHand(round(hour)),)
    plans = {
        "live stop": Plan(orders=(StopLoss(stop),), actions=by_hand),
        "reduce-only": Plan(orders=(StopLoss(stop, reduce_only=True),), actions=by_hand),
    }
    return _replayed(path, story_account(side=position), plans, chosen, stop, share)


def _distance(percent: float) -> float:
    why = "it is a share of the price, in percent"
    return between("distance", percent, 1, 20, why=why) / 100


def _replayed(
    path: str, account: Account, plans: dict[str, Plan], chosen: str, stop: float, *more: float
) -> ExitsState:
    pick("exit", chosen, plans, "these exits")
    side, way = account.positions[0].side, path_named(path)
    timelines = tuple(
        replay(account, way.bars, plan, index=way.index, price=START) for plan in plans.values()
    )
    return ExitsState(way, side, tuple(plans), timelines, chosen, stop, *more)
