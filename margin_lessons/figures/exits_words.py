"""The words of several exits on one path: title, sentence and table."""

from __future__ import annotations

from margin_lessons.account import Position, Side
from margin_lessons.figures import words
from margin_lessons.figures.events import event_facts, event_sentence, trade_words
from margin_lessons.figures.exits import ExitsState
from margin_lessons.figures.readout import Fact, Readout
from margin_lessons.replay import Kind

NOTHING = 0.005
"""Less than a cent is no money, and no debt."""


def readout(state: ExitsState) -> Readout:
    """Return the words of the exits: what each leaves, and every event of the chosen one."""
    bars = state.path.bars
    facts = _stop_facts(state)
    for name in state.names:
        left = state.left(name)
        facts.append(Fact(f"{name}: account at the end", words.money(left), left))
        facts.append(Fact(f"{name}: last trade", trade_words(state.ended(name))))
    if state.unwanted is not None:
        facts.append(Fact(f"{state.chosen}: the stop opened", _opened(state)))
    still = "nothing" if state.open is None else _position(state.open)
    facts.append(Fact(f"{state.chosen}: still open at the end", still))
    facts += event_facts(state.closely, lambda event: f"hour {bars.minutes[event.bar] / 60:.0f}")
    sentences = (_sentence(state), _rule(state), event_sentence(state.closely))
    return Readout(
        title=_title(state),
        sentence=" ".join(filter(None, sentences)),
        facts=tuple(facts),
        picture=f"On the left the price over two days ({state.path.words}) with the first fill of "
        "each exit, on the right what the account stands at in the end, beside the "
        f"{words.money(state.closely.start.cash)} it had at the start.",
    )


def _stop_facts(state: ExitsState) -> list[Fact]:
    """Return where the stops stand, and on which side of the price."""
    sells = state.side is Side.LONG
    kind, where = ("sell stop", "below") if sells else ("buy stop", "above")
    text = f"{words.price(state.stop)}, a {kind} {where} the start"
    facts = [
        Fact("money at the start", words.money(state.closely.start.cash)),
        Fact("position at the start", _position(state.closely.start.positions[0])),
        Fact("stop set at", text, state.stop),
    ]
    if state.limit is not None:
        share = words.percent(state.limit_share)
        text = f"{words.price(state.limit)}, {share} {where} its trigger"
        facts.append(Fact("stop-limit: limit set at", text, state.limit))
    return facts


def _position(position: Position) -> str:
    size, price = words.coins(position.volume), words.price(position.entry)
    return f"{position.side.value} of {size} at {price}"


def _opened(state: ExitsState) -> str:
    """Return the position that a forgotten stop opened, in words."""
    event = state.unwanted
    side = "short" if state.side is Side.LONG else "long"
    return f"{side} of {words.coins(event.volume)} at {words.price(event.price)}"


def _sentence(state: ExitsState) -> str:
    """Return what the chosen exit came to; money in an open position is not called left."""
    left, still = state.left(state.chosen), state.open
    account = f"the account stands at {words.money(left)}"
    end = f"the account ends with {words.money(left)}"
    if left < -NOTHING:
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
            f"Its limit is {words.price(state.limit)}, {words.percent(state.limit_share)} beyond "
            f"the trigger: {worse} than that it does not trade."
        )
    if state.chosen == "trailing":
        away = words.percent(state.distance)
        return f"The trailing stop keeps {away} away from the best price since the start."
    return ""


def _title(state: ExitsState) -> str:
    left = state.left(state.chosen)
    case = f"{state.chosen.capitalize()} on {state.path.name}"
    if left < -NOTHING:
        return f"{case}: {words.money(-left)} owed"
    if state.open is not None and state.unwanted is not None:
        return f"An unwanted {state.open.side.value} is open: {words.money(left)}"
    if state.open is not None:
        return f"{case}: still open, at {words.money(left)}"
    ended = state.ended(state.chosen)
    how = "liquidated, " if ended.kind is Kind.LIQUIDATION_FILLED else ""
    return f"{case}: {how}{words.money(left)} left"
