"""What several exits on one path show and say."""

from __future__ import annotations

from margin_lessons import words
from margin_lessons.account import Position, Side
from margin_lessons.replay import Event, Kind
from margin_lessons.scenes.event_words import event_facts, event_sentence, told_events, trade_words
from margin_lessons.scenes.exits import ExitsState
from margin_lessons.scenes.scene import Fact, Scene
from margin_lessons.scenes.table import Table


def scene(state: ExitsState) -> Scene[ExitsState]:
    """Return what the exits show and say: what each leaves, and every event of the chosen one."""
    facts = _stop_facts(state)
    for name in state.names:
        left = state.left(name)
        facts.append(Fact.of(f"{name}: account at the end", left))
        facts.append(Fact(f"{name}: last trade", trade_words(state.ended(name))))
    if state.unwanted is not None:
        facts.append(Fact(f"{state.chosen}: the stop opened", _opened(state)))
    still = "nothing" if state.open is None else _position(state.open)
    facts.append(Fact(f"{state.chosen}: still open at the end", still))
    events = told_events(state.closely)
    facts += event_facts(events, lambda event: f"hour {hour_of(state, event):.0f}")
    sentences = (_sentence(state), _rule(state), event_sentence(events))
    return Scene(
        state,
        title=_title(state),
        sentence=" ".join(filter(None, sentences)),
        facts=tuple(facts),
        seen=_seen(state),
        rows=_rows(state, tuple(facts)),
    )


def hour_of(state: ExitsState, event: Event) -> float:
    """Return the hour in which an event falls."""
    return float(state.path.bars.minutes[event.bar]) / 60


def _rows(state: ExitsState, facts: tuple[Fact, ...]) -> Table:
    """Return the exits side by side, and what else is to be known below them."""
    exits = tuple(
        (name, words.money(state.left(name)), trade_words(state.filled(name)),
         trade_words(state.ended(name)))
        for name in state.names
    )  # fmt: skip
    told_above = tuple(f"{name}: {what}" for name in state.names
                       for what in ("account at the end", "last trade"))  # fmt: skip
    notes = tuple(f"{fact.name}: {fact.text}" for fact in facts if fact.name not in told_above)
    head = ("exit", "account at the end", "first trade", "last trade")
    return Table(f"Exits on {state.path.name}", head, exits, notes)


def _seen(state: ExitsState) -> str:
    """Return the turns of the path, and how the bars stand to each other."""
    bars = state.path.bars
    low, high = int(bars.low.argmin()), int(bars.high.argmax())
    turns = sorted({low: bars.low[low], high: bars.high[high], 0: bars.open[0],
                    len(bars) - 1: bars.close[-1]}.items())  # fmt: skip
    path = ", ".join(f"{words.price(float(price))} in hour {hour}" for hour, price in turns)
    owed = [name for name in state.names if state.left(name) < -words.LEAST]
    bar = f"The bar of {' and '.join(owed)} falls below zero." if owed else "No bar is below zero."
    return (
        f"The price over two days, {state.path.words}: {path}. Markers show where each exit traded "
        f"first, numbers above the path the events. Beside it a bar for each exit. {bar}"
    )


def _stop_facts(state: ExitsState) -> list[Fact]:
    """Return where the stops stand, and on which side of the price."""
    sells = state.side is Side.LONG
    kind, where = ("sell stop", "below") if sells else ("buy stop", "above")
    text = f"{words.price(state.stop)}, a {kind} {where} the start"
    facts = [
        Fact.of("money at the start", state.closely.start.cash),
        Fact("position at the start", _position(state.closely.start.positions[0])),
        Fact("stop set at", text, state.stop),
    ]
    if state.limit is not None:
        share = words.percent(state.limit_share or 0.0)
        text = f"{words.price(state.limit)}, {share} {where} its trigger"
        facts.append(Fact("stop-limit: limit set at", text, state.limit))
    return facts


def _position(position: Position) -> str:
    size, price = words.coins(position.volume), words.price(position.entry)
    return f"{position.side.value} of {size} at {price}"


def _opened(state: ExitsState) -> str:
    """Return the position that a forgotten stop opened, in words."""
    event = state.closely.the_first(Kind.NEW_POSITION)
    side = "short" if state.side is Side.LONG else "long"
    return f"{side} of {words.coins(event.volume or 0.0)} at {words.price(event.price)}"


def _sentence(state: ExitsState) -> str:
    """Return what the chosen exit came to; money in an open position is not called left."""
    left, still = state.left(state.chosen), state.open
    account = f"the account stands at {words.money(left)}"
    end = f"the account ends with {words.money(left)}"
    if left < -words.LEAST:
        end = f"the account ends with a debt of {words.money(-left)}"
    if state.unwanted is not None:
        opened = f"The forgotten stop opened a {_opened(state)}"
        if still is not None:
            return f"{opened}. It is still open; {account}."
        return f"{opened}. It was {trade_words(state.ended(state.chosen))}; {end}."
    name = state.chosen.capitalize()
    if still is not None:
        return f"{name}: the {_position(still)} is still open; {account}."
    closed = trade_words(state.ended(state.chosen))
    return f"{name}: {closed}; {end}."


def _rule(state: ExitsState) -> str:
    """Return the setting of the chosen exit that the name alone does not say."""
    if state.chosen == "stop-limit":
        worse = "lower" if state.side is Side.LONG else "higher"
        return (
            f"Its limit is {words.price(state.limit)}, {words.percent(state.limit_share or 0.0)} "
            f"beyond the trigger: {worse} than that it does not trade."
        )
    if state.chosen == "trailing":
        away = words.percent(state.distance)
        return f"The trailing stop keeps {away} away from the best price since the start."
    return ""


def _title(state: ExitsState) -> str:
    left = state.left(state.chosen)
    case = f"{state.chosen.capitalize()} on {state.path.name}"
    if left < -words.LEAST:
        return f"{case}: {words.money(-left)} owed"
    if state.open is not None and state.unwanted is not None:
        return f"An unwanted {state.open.side.value} is open: {words.money(left)}"
    if state.open is not None:
        return f"{case}: still open, at {words.money(left)}"
    ended = state.ended(state.chosen)
    how = "liquidated, " if ended and ended.kind is Kind.LIQUIDATION_FILLED else ""
    return f"{case}: {how}{words.money(left)} left"
