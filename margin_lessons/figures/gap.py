"""The picture of a gap: the price over the minutes, its break, and the fill against the cushion."""

from __future__ import annotations

from margin_lessons.figures.event_rules import event_rules
from margin_lessons.figures.marks import Band, ChartBar, Curve, Mark, Point, Rule, Segment
from margin_lessons.figures.picture import Picture, Plot, Scale
from margin_lessons.replay import Kind
from margin_lessons.scenes.gap import DOLLAR, LAST_MINUTE, MINUTE_OF_GAP, GapState
from margin_lessons.scenes.scene import Scene


def picture(scene: Scene[GapState], start: Scene[GapState]) -> Picture:
    """Return the picture of a scene; its axes hold every fall there is, so they never change."""
    x = Scale(0, LAST_MINUTE, "minutes")
    y = Scale(20_000, 64_000, "price, USD")
    return Picture((Plot(x, y, rows=2),), (*_cushion(scene), *_fall(scene), *_events(scene)))


def _cushion(scene: Scene[GapState]) -> tuple[Mark, ...]:
    trigger, zero = scene.fact("trigger: liquidation at"), scene.fact("nothing left at")
    return (
        Band(zero, trigger, ink="liquidation", strength=0.1, label="cushion"),
        Rule(trigger, "y", ink="liquidation", label=f"liquidation {trigger.bare}"),
        Rule(zero, "y", ink="zero_equity", label=f"nothing left {zero.bare}"),
    )


def _fall(scene: Scene[GapState]) -> tuple[Mark, ...]:
    state = scene.state
    marks: list[Mark] = [Curve(*state.path, ink="price", name="price over the minutes")]
    if state.gap > 0 and state.minute >= MINUTE_OF_GAP:
        beside, opens = MINUTE_OF_GAP - 1.5, state.trigger * (1 - state.gap)
        marks.append(
            Segment(beside, state.trigger, beside, opens, ink="price", width=1.2, name="gap")
        )
    if state.sold:
        fill, minute = scene.fact("filled at"), scene.fact("minute of the fill")
        if state.equity <= -DOLLAR:
            marks.append(ChartBar(state.minute_of(state.filled), fill, state.zero_equity, thick=1.4,
                                  ink="debt", hatch=True))  # fmt: skip
        marks.append(Point(minute, fill, ink="debt", size=12, label=f"filled {fill.bare}"))
    if state.minute < LAST_MINUTE:
        now = scene.fact("price at that minute")
        marks.append(Point(scene.fact("minute shown"), now, ink="price", size=9,
                           label="" if state.sold else f"now {now.bare}"))  # fmt: skip
    return tuple(marks)


def _events(scene: Scene[GapState]) -> tuple[Mark, ...]:
    """Return an upright line at each minute in which something happened, named above the plot."""
    state = scene.state
    return event_rules(
        state.events,
        state.minute_of,
        lambda those: ", ".join(_event_words(scene, event.kind) for event in those),
    )


def _event_words(scene: Scene[GapState], kind: Kind) -> str:
    """Return what an event is called over its minute: the gap and the debt with their size."""
    if kind is Kind.LIQUIDATION_TRIGGERED:
        gap = f", gap {scene.fact('gap below the trigger').text}" if scene.state.gap > 0 else ""
        return f"trigger{gap}"
    if kind is Kind.DEBT:
        owed = scene.state.equity <= -DOLLAR
        return f"debt {scene.fact('debt').text}" if owed else "debt"
    return "fill" if kind is Kind.LIQUIDATION_FILLED else kind.value
