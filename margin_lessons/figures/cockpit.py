"""The picture of the cockpit: the price so far with its lines, and the money beside it."""

from __future__ import annotations

from collections.abc import Iterator

from margin_lessons.figures.debrief_runs import picture as picture_of_debrief
from margin_lessons.figures.event_rules import event_rules
from margin_lessons.figures.flight_axes import flown_price, money_axis, price_axis
from margin_lessons.figures.marks import Mark, Point, Rule
from margin_lessons.figures.picture import Picture, Plot, Scale
from margin_lessons.figures.stacks import balance, part
from margin_lessons.flight import Seen
from margin_lessons.flight.hidden_path import MOST_BARS
from margin_lessons.replay import Event
from margin_lessons.scenes.cockpit import cockpit_events
from margin_lessons.scenes.flown_state import STOP, FlownState
from margin_lessons.scenes.scene import Scene

LINES = {"liquidation": "liquidation", "margin call": "call", "nothing left": "zero_equity"}
COLUMNS = (0.0, "account"), (1.0, "purse")


def picture(scene: Scene[FlownState], start: Scene[FlownState]) -> Picture:
    """Return what is known of the price on the left, on the right the account and the purse.

    The axes are those of all flights, so they tell nothing of this one; a wider one is taken when
    the price or the money has left the near one.
    """
    if scene.state.over:
        return picture_of_debrief(scene, start)
    seen = scene.state.flight.seen
    frame = _frame(seen)
    return Picture(frame, (*flown_price(seen.prices), *_lines(scene, frame[0].y), *_money(scene)))


def _frame(seen: Seen) -> tuple[Plot, ...]:
    lows, highs = ([getattr(one.bar, end) for one in seen.bars] for end in ("low", "high"))
    across = Scale(0, MOST_BARS, "bars", grid=False)
    columns = Scale(-0.6, 1.6, ticks=COLUMNS, grid=False)
    money = money_axis("USD", seen.equity, seen.purse)
    return (
        Plot(across, price_axis(seen.price, *lows, *highs), rows=1, share=0.66),
        Plot(columns, money, share=0.34),
    )


def _place(seen: Seen, event: Event) -> float:
    """Return where an event stands on the axis of bars: at an open, or within its bar."""
    return event.bar + (0.0 if event.price == seen.bars[event.bar].bar.open else 0.5)


def _lines(scene: Scene[FlownState], axis: Scale) -> Iterator[Mark]:
    """Yield the prices that are known beforehand, the stop, and the events."""
    seen = scene.state.flight.seen
    if not seen.bar:
        opened = scene.fact("opened at")
        yield Point(0.0, opened, ink="equity", label=f"opened {opened.bare}")
    for name, ink in LINES.items():
        line = scene.fact(f"{name} at")
        if line.value is not None and axis.holds(line.value):
            yield Rule(line, "y", ink=ink, label=f"{name} {line.bare}")
    following = {fact.name: fact for fact in scene.facts}.get("next stop at")
    if following is not None and not seen.waiting and axis.holds(following.value):
        yield Rule(following, "y", ink="full", width=1.0, label=f"next stop {following.bare}")
    for order in seen.waiting:
        fact = scene.fact(f"{order.label} set at")
        if fact.value is not None and axis.holds(fact.value):
            yield Rule(fact, "y", ink="call", width=1.4, label=f"{STOP} {fact.bare}")
    yield from event_rules(cockpit_events(seen), lambda event: _place(seen, event))


def _money(scene: Scene[FlownState]) -> Iterator[Mark]:
    money, put_up = scene.fact("your money now"), scene.fact("put up")
    yield part(0, put_up, said="", label="", ink="full", hollow=True, plot=1)
    yield balance(0, money, money.bare, plot=1)
    purse = scene.fact("cash in the purse")
    yield part(1, purse, label=purse.bare, ink="full", plot=1)
