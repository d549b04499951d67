"""Pilots for tests: whoever flies at random, and a look into every corner of an object."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cached_property, partial
from types import FunctionType, MethodType

import numpy as np

from margin_lessons.errors import BadInput
from margin_lessons.flight import Certainty, Flight, Forecast, MoveStop, Reason
from margin_lessons.flight.decision import Act
from margin_lessons.flight.hidden_path import MOST_NUMBER
from margin_lessons.flight.seen import Seen
from margin_lessons.orders import Order, StopLoss, StopLossLimit, TakeProfit, TrailingStop
from margin_lessons.own_position import ProductKind
from margin_lessons.plan import AddFunds, Cancel, CloseByHand, Cut, Place, Plan, TopUp

FLOWN = (ProductKind.SPOT_MARGIN, ProductKind.LINEAR)


def take_off_of(seed: int) -> Flight:
    """Return a flight before its start, everything about it drawn."""
    rng = np.random.default_rng(seed)
    product = FLOWN[rng.integers(2)]
    flight = Flight(int(rng.integers(MOST_NUMBER + 1)), product)
    sign = flight.start.side.sign
    plan = None
    if rng.random() < 0.5:
        orders = (StopLoss(100 - sign * 5, name="stop"),) if rng.random() < 0.5 else ()
        answers: tuple[TopUp | Cut, ...] = ()
        if product is ProductKind.SPOT_MARGIN and rng.random() < 0.5:
            answers = (TopUp(to_level=1.0, minutes=30), Cut(share=0.5))
        plan = Plan(orders=orders, answers=answers)
    forecast = None
    if rng.random() < 0.5:
        forecast = Forecast(bool(rng.integers(2)), list(Certainty)[rng.integers(3)])
    return Flight(flight.number, product, plan=plan, forecast=forecast)


def flights_of(seed: int, stops: int = 4) -> Iterator[Flight]:
    """Yield a random flight after each of its stops, to the end; some decisions at each stop."""
    rng = np.random.default_rng([seed, 1])
    flight = take_off_of(seed)
    for _ in range(stops):
        for _ in range(rng.integers(0, 3)):
            flight = decided(flight, rng)
        yield flight
        if flight.over:
            return
        flight = flight.next(int(rng.integers(1, 1 + 240 // stops)))
    if not flight.over:
        flight = flight.next(500)
    yield flight


def flown_to_end(seed: int) -> Flight:
    """Return a random flight at its end."""
    *_, last = flights_of(seed)
    return last


def decided(flight: Flight, rng: np.random.Generator) -> Flight:
    """Return the flight with a random decision, or as it was where that is not possible."""
    try:
        return flight.decide(random_act(flight.seen, rng), list(Reason)[rng.integers(4)])
    except BadInput:
        return flight


def random_act(seen: Seen, rng: np.random.Generator) -> Act:
    """Return any act, one that makes sense or not."""
    names = [one.label for one in seen.waiting] or ["stop"]
    name = names[rng.integers(len(names))]
    acts: list[Act] = [
        AddFunds(0, round(float(rng.uniform(1, 1 + 0.6 * seen.start.purse)), 2)),
        CloseByHand(0, share=float(rng.uniform(0.1, 0.6))),
        Place(0, random_order(seen, rng)),
        Place(0, random_order(seen, rng)),
        MoveStop(0, name, random_order(seen, rng)),
        Cancel(0, name),
    ]
    if rng.random() < 0.05:
        return CloseByHand(0)
    return acts[rng.integers(len(acts))]


def random_order(seen: Seen, rng: np.random.Generator) -> Order:
    """Return any order, near the price or far from it."""
    sign, price = seen.start.side.sign, seen.price
    away = round(float(price * (1 - sign * rng.choice([0.002, 0.01, 0.05, 0.2]))), 2)
    name = str(rng.choice(["", "stop", "my stop"]))
    if rng.random() < 0.25:
        return TakeProfit(round(price * (1 + sign * 0.1), 2), name=name)
    orders: list[Order] = [
        StopLoss(away, name=name),
        StopLossLimit(away, round(away * (1 - sign * 0.01), 2), name=name),
        TrailingStop(share=float(rng.choice([0.005, 0.03, 0.1])), name=name),
        TrailingStop(basis_points=300, collar=0.01, name=name),
    ]
    return orders[rng.integers(len(orders))]


def corners(root: object) -> Iterator[object]:
    """Yield every object that can be reached from one: fields, caches, closures, bases of arrays.

    Not followed are classes and modules, which are the same for all, and the globals of functions.
    """
    seen: set[int] = set()
    kept: list[object] = [root]  # nothing is freed on the way, or its id might be taken again
    for one in kept:
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        kept += list(_inside(one))


def _inside(one: object) -> Iterator[object]:
    if isinstance(one, (str, bytes, int, float, type)):
        return
    if isinstance(one, np.ndarray):
        yield from one.ravel().tolist()
        if one.base is not None:
            yield one.base
    elif isinstance(one, Mapping):
        yield from one.keys()
        yield from one.values()
    elif isinstance(one, (list, tuple, set, frozenset)):
        yield from one
    elif isinstance(one, partial):
        yield from (one.func, one.args, one.keywords)
    elif isinstance(one, MethodType):
        yield from (one.__self__, one.__func__)
    elif isinstance(one, FunctionType):
        yield from (cell.cell_contents for cell in one.__closure__ or ())
        yield from one.__defaults__ or ()
    elif isinstance(one, memoryview):
        yield one.obj
    if is_dataclass(one):
        yield from (getattr(one, field.name) for field in fields(one))
    for kind in type(one).__mro__:
        names = kind.__dict__.get("__slots__", ())
        for name in (names,) if isinstance(names, str) else names:
            if hasattr(one, name):
                yield getattr(one, name)
        properties = (
            each for each in kind.__dict__.values() if isinstance(each, (property, cached_property))
        )
        if kind.__module__.startswith("margin_lessons"):
            yield from (_asked(each, one) for each in properties)
    # Last, as what was asked for may be kept.
    yield from vars(one).values() if hasattr(one, "__dict__") else ()


def _asked(each: property | cached_property[object], one: object) -> object:
    """Return what a property tells, as anybody may ask for it."""
    try:
        return each.__get__(one)
    except (BadInput, NotImplementedError):
        return None
