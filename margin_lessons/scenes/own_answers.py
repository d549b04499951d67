"""What could be done with a position of one's own, side by side: prices, chances, money at risk."""

from __future__ import annotations

from margin_lessons import words
from margin_lessons.doctor import Odds, OwnAnswer, OwnWay
from margin_lessons.scenes.doctor_state import DoctorState
from margin_lessons.scenes.risk_words import chance_words
from margin_lessons.scenes.scene import Fact, Scene
from margin_lessons.scenes.table import Table

HEAD = ("answer", "liquidation at", "nothing left at", "liquidated", "in debt", "can still be lost",
        "final now")  # fmt: skip


def scene(state: DoctorState) -> Scene[DoctorState]:
    """Return what the answers show and say."""
    facts = [*state.facts, Fact("days looked at", words.plural(state.days, "day"), state.days),
             Fact("market", state.market_words), *_done(state)]  # fmt: skip
    rows = []
    for answer in state.diagnosis.answers:
        each = _facts(state, answer)
        facts += each
        rows.append(_row(state, answer))
    return Scene(
        state,
        title=_title(state),
        sentence=" ".join(filter(None, (_sentence(state), state.told))),
        facts=tuple(facts),
        seen=_seen(state),
        rows=Table(f"Answers, and what may follow within {words.plural(state.days, 'day')}", HEAD,
                   tuple(rows), (*_notes(facts), *state.unknown)),
    )  # fmt: skip


def odds_after(state: DoctorState, answer: OwnAnswer) -> Odds | None:
    """Return the chances after an answer, within the days that are looked at."""
    found = state.diagnosis.odds_after(answer)
    return next((one for one in found if one.days == state.days), None)


def move_to(state: DoctorState, answer: OwnAnswer, name: str) -> float | None:
    """Return how far a line is from the price now after an answer, as a share."""
    return None if answer.prices is None else answer.prices.away(name)


def _at(state: DoctorState, answer: OwnAnswer, name: str) -> str:
    if answer.prices is None:
        return "nothing open"
    return state.price(answer.prices.named[name].price)


def _facts(state: DoctorState, answer: OwnAnswer) -> list[Fact]:
    """Return the lines of an answer as moves, and what it leaves at risk."""
    way = answer.way.value
    facts = [
        Fact(f"{way}: {name} at a move of", _move(move), move)
        for name in ("liquidation", "nothing left")
        for move in (move_to(state, answer, name),)
    ]
    facts.append(Fact(f"{way}: chance of a liquidation", liquidated(state, answer)))
    if answer.stop is not None:
        move = answer.stop / state.now - 1
        facts += [Fact(f"{way}: stop at", state.price(answer.stop), answer.stop),
                  Fact(f"{way}: stop at a move of", _move(move), move)]  # fmt: skip
    return facts


def _move(move: float | None) -> str:
    return "none" if move is None else words.percent(move, signed=True)


def liquidated(state: DoctorState, answer: OwnAnswer) -> str:
    """Return the chance of a liquidation after an answer, in words."""
    one = odds_after(state, answer)
    if one is not None:
        return chance_words(one.liquidation)
    if answer.prices is None:
        return "nothing open"
    return "at once" if answer.prices.liquidated else "not counted"


def _row(state: DoctorState, answer: OwnAnswer) -> tuple[str, ...]:
    one = odds_after(state, answer)
    final = f"lost: {state.money(answer.booked)}" if answer.booked > words.LEAST else (
        f"won: {state.money(-answer.booked)}" if answer.booked < -words.LEAST else "nothing"
    )  # fmt: skip
    return (
        answer.way.value, _at(state, answer, "liquidation"), _at(state, answer, "nothing left"),
        liquidated(state, answer), "not counted" if one is None else chance_words(one.debt),
        state.money(answer.at_risk), final,
    )  # fmt: skip


def _done(state: DoctorState) -> list[Fact]:
    """Return what each answer does."""
    choices, position = state.diagnosis.choices, state.typed.position
    added = "nothing" if choices.add is None else words.money(choices.add, position.currency)
    return [
        Fact("added", added, choices.add),
        Fact("closed", words.percent(choices.cut or 0.0, 0), choices.cut),
        Fact("stop waits at a distance of", words.percent(choices.stop or 0.0), choices.stop),
        Fact("other setting", words.setting(choices.leverage or 1.0), choices.leverage),
    ]


def _notes(facts: list[Fact]) -> tuple[str, ...]:
    return tuple(f"{fact.name}: {fact.text}" for fact in facts)


def _title(state: DoctorState) -> str:
    answers = state.diagnosis.answers
    if not answers:
        return "Without the price now no answer can be worked out"
    moves = {one.way: move_to(state, one, "liquidation") for one in answers if one.prices}
    if moves.get(OwnWay.NOTHING) is None:
        return "No price liquidates it, whatever is done"
    never = [way.value for way, move in moves.items() if move is None]
    if never:
        return f"After this no price liquidates it: {never[0]}"
    best = max(moves, key=lambda way: abs(moves[way] or 0.0))
    if abs(moves[best] or 0.0) <= abs(moves[OwnWay.NOTHING] or 0.0) * 1.000001:
        return "None of these answers moves the liquidation away"
    way = "fall" if state.falling else "rise"
    far = f"a {way} of {words.percent(abs(moves[best] or 0.0))}"
    return f"Farthest from a liquidation: {best.value}, with {far} to go"


def _sentence(state: DoctorState) -> str:
    answers = state.diagnosis.answers
    if not answers:
        return "Type the price that your page shows now."
    each = "; ".join(f"{one.way.value}: {liquidated(state, one)}" for one in answers)
    why = " ".join(one.why for one in answers if one.why)
    return (
        f"Liquidated within {words.plural(state.days, 'day')}, in {state.market_words}: {each}. "
        f"A stop is a price to sell at, and no promise of a fill. {why}".strip()
    )


def _seen(state: DoctorState) -> str:
    if not state.diagnosis.answers:
        return "Empty axes: a row for each answer, and the move from the price now to the side."
    return (
        "A row for each answer over the move from the price now. A bar goes from the liquidation, "
        "marked by a diamond, to where nothing is left; the farther from the upright line of now, "
        "and the longer, the better. A triangle marks the stop."
    )
