"""A gap and a slow engine: where a liquidation fills that was triggered higher up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from margin_lessons import words
from margin_lessons.account import Account, Position, Side
from margin_lessons.crossing import crossings
from margin_lessons.errors import between
from margin_lessons.market.bars import Bars
from margin_lessons.replay import Event, Kind, Rules, Timeline, replay
from margin_lessons.scenes.event_words import event_facts, event_sentence, told_events
from margin_lessons.scenes.price_path import price_path
from margin_lessons.scenes.scene import Fact, Scene
from margin_lessons.venue import KRAKEN_SPOT, Venue

VOLUME, ENTRY, TRIGGER = 0.5, 62_500.0, 55_000.0
CUSHION = 5_000.0
"""How far below the trigger the article's account has nothing left, in USD."""
MINUTE_OF_GAP, LAST_MINUTE = 19, 50
WIDEST = 22_000.0
"""The widest gap, in USD: 40% of the trigger."""
DOLLAR = 0.5
"""Less money than this is called nothing: the panel counts in whole dollars."""


@dataclass(frozen=True)
class GapState:
    """The article's account over one fall of the price, as far as ``minute`` of it.

    ``gap`` is a share of the trigger. The timeline holds the whole fall.
    """

    timeline: Timeline
    trigger: float
    zero_equity: float
    gap: float
    minute: float

    @property
    def filled(self) -> Event:
        """The fill of the liquidation."""
        return self.timeline.the_first(Kind.LIQUIDATION_FILLED)

    @property
    def equity(self) -> float:
        """What is left after the fill; below zero it is the debt."""
        return self.filled.equity

    @property
    def sold(self) -> bool:
        """Whether the engine has sold by the minute that is shown."""
        return self.minute_of(self.filled) <= self.minute

    @property
    def events(self) -> tuple[Event, ...]:
        """What has happened by the minute that is shown."""
        events = told_events(self.timeline)
        return tuple(event for event in events if self.minute_of(event) <= self.minute)

    @property
    def path(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Minutes and prices up to the minute shown; nobody trades in the gap (not a number)."""
        minutes, prices = price_path(self.timeline.bars)
        seen = minutes <= self.minute
        return minutes[seen], prices[seen]

    @property
    def price(self) -> float:
        """The price at the minute that is shown."""
        return float(self.path[1][-1])

    def minute_of(self, event: Event) -> float:
        """Return when an event happened: at the open of its bar, or inside it for a trade there."""
        bars = self.timeline.bars
        opens, closes = bars.open[event.bar], bars.close[event.bar]
        if event.price == opens or opens == closes:
            return float(event.bar)
        return event.bar + float(np.clip((event.price - opens) / (closes - opens), 0, 1))


def falling_bars(gap: float, pace: float, trigger: float) -> Bars:
    """Return minute bars that fall to just above ``trigger``, then gap, then go on falling.

    ``gap`` is the share of the price skipped at once, ``pace`` the fall of each minute after it.
    Without a gap the next minute opens at the trigger itself, and falls on from there.
    """
    before = np.linspace(ENTRY, trigger * 1.0002, MINUTE_OF_GAP + 1)
    after = trigger * (1 - gap) * (1 - pace) ** np.arange(LAST_MINUTE - MINUTE_OF_GAP + 1)
    return Bars.from_path(before, after)


def cushioned(cushion: float, venue: Venue = KRAKEN_SPOT) -> Account:
    """Return the account whose trigger is at 55,000 USD and that has nothing left so far below it.

    A lower leverage setting gives a thicker cushion; the article's is 5x with 6,250 USD.

    >>> account = cushioned(5_000)
    >>> account.cash, account.positions[0].leverage
    (6250.0, 5.0)
    """
    why = "the venue's settings of 2x to 10x give such cushions here, in USD"
    cushion = between("cushion", cushion, 2_500, 12_500, why=why)
    setting = venue.acting_level * ENTRY / cushion
    cash = VOLUME * (ENTRY - TRIGGER + cushion)
    return Account(cash, (Position(Side.LONG, VOLUME, ENTRY, setting),), venue=venue)


def gap_state(
    gap: float, delay: float, pace: float, minute: float = LAST_MINUTE, cushion: float = CUSHION,
    venue: Venue = KRAKEN_SPOT,
) -> GapState:  # fmt: skip
    """Return what a gap of ``gap`` USD and an engine ``delay`` minutes slow do by a ``minute``.

    ``pace`` is the fall of each minute after the gap, a fraction; ``cushion`` is that of the
    account, in USD. Without gap and delay the price trades through the trigger and the fill is
    there; the article's gap of 7,000 USD leaves a debt:

    >>> round(gap_state(0, 0, 0.01).filled.price), gap_state(0, 0, 0.01).timeline.debt
    (55000, 0.0)
    >>> round(gap_state(7_000, 0, 0.01).timeline.debt, 6)
    1000.0
    """
    gap = between("gap", gap, 0, WIDEST, why="it is the part of the price that is skipped, in USD")
    delay = between("delay", delay, 0, 15, why="the panel shows half an hour after the gap")
    pace = between("pace", pace, 0.002, 0.03, why="it is the fall of one minute, as a fraction")
    minute = between("minute", minute, 0, LAST_MINUTE, why="the panel shows so many minutes")
    account = cushioned(cushion, venue)
    three = crossings(account)
    trigger = three.liquidation.at
    bars = falling_bars(gap / trigger, pace, trigger)
    timeline = replay(account, bars, rules=Rules(delay_minutes=delay))
    return GapState(timeline, trigger, three.zero_equity.at, gap / trigger, minute)


def dollars(value: float) -> str:
    """Return an amount or a price in whole dollars: no panel knows a fall to the cent.

    >>> dollars(45_738.39), dollars(-0.2)
    ('45,738 USD', '0 USD')
    """
    return words.money(value, digits=0)


def scene(state: GapState) -> Scene[GapState]:
    """Return what the gap shows and says, as far as it has come."""
    facts = [
        Fact.of("trigger: liquidation at", state.trigger, words.price),
        Fact.of("nothing left at", state.zero_equity, words.price),
        Fact("gap below the trigger", words.percent(state.gap)),
        Fact("your money at the start", words.money(state.timeline.start.cash)),
        Fact("minute shown", f"{state.minute:g}", state.minute),
        Fact.of("price at that minute", state.price, dollars),
        *(_of_the_fill(state) if state.sold else (Fact("filled at", "not yet"),)),
        *event_facts(state.events, lambda event: f"minute {event.bar}", dollars),
    ]
    happened = event_sentence(state.events) if state.events else "Nothing has happened yet."
    sentence = f"{_story(state)} {happened}"
    return Scene(state, _title(state), sentence, tuple(facts), _seen(state))


def _of_the_fill(state: GapState) -> tuple[Fact, ...]:
    fill, equity = state.filled.price, state.equity
    left = "debt" if equity <= -DOLLAR else "left of your money"
    return (
        Fact.of("filled at", fill, dollars),
        Fact("minute of the fill", f"{state.minute_of(state.filled):g}",
             state.minute_of(state.filled)),
        Fact("fill below the trigger", words.percent(1 - fill / state.trigger)),
        Fact(left, dollars(abs(equity)), equity),
    )  # fmt: skip


def _story(state: GapState) -> str:
    """Return what became of the trigger, up to the fill or to the minute that is shown."""
    stands = f"The trigger stands at {words.price(state.trigger)}"
    if not state.sold:
        return f"{stands}; in minute {state.minute:g} the price is {dollars(state.price)}."
    first = state.timeline.the_first(Kind.LIQUIDATION_TRIGGERED).price
    reached = "the price trades through it"
    if state.gap > 0:
        reached = f"the first trade below it is at {words.price(first)}"
    minutes, how = state.timeline.rules.delay_minutes, ""
    if minutes > 0:
        late = words.plural(minutes, "minute")
        how = f", and the engine sells {late} later, at {dollars(state.filled.price)}"
    elif not state.gap:
        how = ", and the fill is there"
    return f"{stands}; {reached}{how}: {_end(state.equity)}."


def _end(equity: float) -> str:
    if equity <= -DOLLAR:
        return f"all your money is gone, and {dollars(-equity)} more is owed"
    if equity < DOLLAR:
        return "all your money is gone, and nothing is owed"
    return f"{dollars(equity)} is left"


def _title(state: GapState) -> str:
    if state.minute < MINUTE_OF_GAP:
        return "The price falls towards the trigger"
    if not state.sold:
        return "The trigger is passed, and the engine has not sold yet"
    below = 1 - state.filled.price / state.trigger
    if state.equity <= -DOLLAR:
        return f"The fill is {words.percent(below)} below the trigger and leaves a debt"
    if below < 0.0005:
        return "The price trades through the trigger, and the fill is there"
    if state.equity < DOLLAR:
        return f"The fill is {words.percent(below)} below the trigger: the cushion is used up"
    return f"The fill is {words.percent(below)} below the trigger, inside the cushion"


def _seen(state: GapState) -> str:
    """Return the turns of the price, and where the fill lies on its way."""
    lines = "level lines mark the trigger and, below it, where nothing is left"
    start = f"The price falls from {words.price(ENTRY)}"
    if state.minute == 0:
        return f"The line of the price begins at {words.price(ENTRY)}; {lines}."
    if state.minute < MINUTE_OF_GAP:
        return f"{start} to {dollars(state.price)} in minute {state.minute:g}; {lines}."
    turn = f"{start} to the trigger in minute {MINUTE_OF_GAP}"
    if state.gap > 0:
        opens = words.price(state.timeline.bars.open[MINUTE_OF_GAP])
        turn += f", where its line breaks off and goes on at {opens}"
    on = "" if state.minute == MINUTE_OF_GAP else f"; then it falls on to {dollars(state.price)}"
    if not state.sold:
        return f"{turn}{on}; {lines}."
    fill, zero = state.filled.price, state.zero_equity
    depth = "above" if fill > zero + DOLLAR else "below" if fill < zero - DOLLAR else "on"
    hatched = "; the way from one to the other is hatched" if depth == "below" else ""
    return f"{turn}{on}. A dot marks the fill, {depth} the line where nothing is left{hatched}."
