"""The picture of the two payoffs: your money over the price, dotted beyond the liquidation."""

from __future__ import annotations

import numpy as np

from margin_lessons.account import Side
from margin_lessons.figures.marks import Band, Curve, Mark, Point, Rule
from margin_lessons.figures.picture import Picture, Plot, Scale, first_that_holds
from margin_lessons.scenes.scene import Scene
from margin_lessons.scenes.two_payoffs import ENTRY, PayoffState, payoff_state

INKS = {"linear": "equity", "inverse": "used_margin"}
WIDE = {Side.LONG: 100_000.0, Side.SHORT: 20_000.0}


def picture(scene: Scene[PayoffState], start: Scene[PayoffState]) -> Picture:
    """Return the picture of a scene; how far the price goes, its scenario's leverage says."""
    state, money = scene.state, [scene.value(f"{kind}: your money") for kind in INKS]
    frame = first_that_holds(
        _frame(start.state), _frame(payoff_state(ENTRY, 1, state.side, state.counted)),
        needs=lambda plots: plots[0].x.holds(state.price) and plots[0].y.holds(*money),
    )  # fmt: skip
    lines = (mark for kind in INKS for mark in _contract(scene, kind, frame[0].x))
    below = Band(frame[0].y.low, 0.0, ink="debt", hatch=True, label="below zero")
    return Picture(frame, (below, *lines))


def _frame(state: PayoffState) -> tuple[Plot, ...]:
    # Near only on the side of the loss, so that the frame changes once along the price.
    near = ENTRY * (1 - state.side.sign * min(2 / state.leverage, 2 / 3))
    ends = np.array(sorted([near, WIDE[state.side]]))
    money = np.concatenate([[0.0], *(state.money(one, ends) for one in state.each.values())])
    room = 0.08 * float(np.ptp(money))
    y = Scale(float(money.min()) - room, float(money.max()) + room,
              f"your money, {state.counted.name}")  # fmt: skip
    return (Plot(Scale(float(ends[0]), float(ends[1]), "price of 1 BTC, USD"), y, rows=2),)


def _contract(scene: Scene[PayoffState], kind: str, x: Scale) -> tuple[Mark, ...]:
    """Return a contract's line, where it is closed out, and the point at the price now."""
    state, one, ink = scene.state, scene.state.each[kind], INKS[kind]
    end, now = scene.fact(f"{kind}: liquidation at"), scene.fact(f"{kind}: your money")
    prices = np.linspace(x.low, x.high, 121)
    gone = np.zeros(prices.shape, bool)
    if end.value is not None:
        prices = np.sort(np.append(prices, np.clip(end.value, x.low, x.high)))
        gone = prices <= end.value if state.side.sign > 0 else prices >= end.value
    money = state.money(one, prices)
    return (
        Curve(prices, np.where(gone & (prices != end.value), np.nan, money), ink=ink, name=kind),
        Curve(prices, np.where(gone, money, np.nan), ink=ink, width=1.6, dotted=True,
              name=f"{kind}, closed out"),
        Rule(end, ink="liquidation", width=1.2, label=f"{kind}: liquidation {end.bare}"),
        Point(scene.fact("price now"), now, ink=ink, label=f"{kind} {now.bare}"),
    )  # fmt: skip
