"""The debrief on one picture: my run beside the standing rules, and what a decision was worth."""

from __future__ import annotations

from margin_lessons import words
from margin_lessons.flight import DecisionCost, FlightRun, Landing, StandingRule, calibration
from margin_lessons.replay import Kind
from margin_lessons.scenes.decision_words import decision_moment, decision_words
from margin_lessons.scenes.flown_state import FlownState
from margin_lessons.scenes.gap import dollars
from margin_lessons.scenes.scene import Fact, Scene
from margin_lessons.scenes.table import Table

CALLED = {
    StandingRule.NOTHING.value: "do nothing",
    StandingRule.STOP.value: "stop at the call",
    StandingRule.HALF.value: "half the size",
    StandingRule.TOP_UP.value: "top up at calls",
    StandingRule.PLAN.value: "the plan",
}
"""What a rule is called beside its bar."""
END = "own money at the end"
"""What each bar shows: the account and the purse together."""
HEAD = ("run", END, "against the start", "how it ended")
BELOW = -words.LEAST
"""What is below this is a debt beyond all there is."""


def run_name(state: FlownState, run: FlightRun) -> str:
    """Return what a run is called: a rule by its name, and the flight's own by whose it is."""
    own = f"{state.pilot}'s run" if state.pilot else "my run"
    return CALLED.get(run.name, own)


def weightiest(state: FlownState) -> tuple[int, ...]:
    """Return the decisions, counted from 0, whose flight without them is drawn.

    That is the one left out; or the costliest one, and the one that saved most.
    """
    costs = state.debrief.costs
    if state.left_out is not None:
        return (state.left_out,)
    by_cost = sorted(range(len(costs)), key=lambda at: costs[at].cost)
    ends = (by_cost[-1:], by_cost[:1]) if costs else ()
    chosen = [at for end in ends for at in end]
    keep = [costs[at].cost * sign >= words.LEAST for at, sign in zip(chosen, (1, -1), strict=False)]
    return tuple(at for at, kept in zip(chosen, keep, strict=True) if kept)


def scene(state: FlownState) -> Scene[FlownState]:
    """Return what the debrief shows and says."""
    found = state.debrief
    flight = Fact("flight", f"number {state.flight.number}")
    opened = Fact("what it was", found.reveal.name)
    start = Fact.of("own money at the start", found.mine.start.own, dollars)
    ends = [Fact.of(f"{run_name(state, run)}: {END}", run.money, dollars) for run in found.runs]
    without = [
        Fact.of(f"without {at + 1}: {END}", found.mine.money + found.costs[at].cost, dollars)
        for at in weightiest(state)
    ]
    decided = [Fact(f"{number}. decision", _decided(cost))
               for number, cost in enumerate(found.costs, 1)]  # fmt: skip
    facts = (flight, opened, start, *ends, *without, *decided, *_together(state),
             *_sale(found.mine), *_said(state))  # fmt: skip
    return Scene(state, _title(found.mine), _sentence(state), facts, _seen(state),
                 _rows(state, facts))  # fmt: skip


def cost_words(cost: DecisionCost) -> str:
    """Return what a decision cost or saved, or that its order came too late."""
    return "came too late" if cost.refused else cost.words


def _decided(cost: DecisionCost) -> str:
    what, when = decision_words(cost.decision), decision_moment(cost.decision)
    return f"{what}, {when}: {cost_words(cost)}"


def _together(state: FlownState) -> tuple[Fact, ...]:
    """Return what all decisions of somebody's flight came to; one's own has a sentence for it."""
    found = state.debrief
    if not state.pilot or len(found.costs) < 2 or abs(found.together) < words.LEAST:
        return ()
    did = "cost" if found.together > 0 else "saved"
    return (Fact("all decisions together", f"{did} {dollars(abs(found.together))}"),)


def _sale(mine: FlightRun) -> tuple[Fact, ...]:
    sale = mine.timeline.first(Kind.LIQUIDATION_FILLED)
    if sale is None:
        return ()
    return (
        Fact.of("sold by the exchange at", sale.price, words.price),
        Fact("in bar", str(sale.bar + 1), sale.bar + 1),
    )


def _said(state: FlownState) -> tuple[Fact, ...]:
    """Return what was said before the start, and how sure one may be over several flights."""
    said = state.flight.forecast
    if said is None:
        return ()
    home = "home" if said.home else "not home"
    before = Fact("said before the start", f"{home}, {said.certainty.value}")
    if state.pilot:
        return (before,)
    counts = [one for one in calibration(state.flown or (state.flight,)) if one.said]
    return (
        before,
        *(Fact(f"{one.certainty.value}, in all flights here", one.words) for one in counts),
    )


def _title(mine: FlightRun) -> str:
    start, end = dollars(mine.start.own), dollars(abs(mine.money))
    if mine.money < BELOW:
        return f"Of {start} nothing is left, and {end} is owed beyond it"
    if mine.landing is Landing.HOME:
        return f"Brought home: {start} became {end}"
    return f"Of {start}, {end} came home"


def _sentence(state: FlownState) -> str:
    found = state.debrief
    nothing = found.rules[0]
    parts = [f"It was {found.reveal.name}.", f"Doing nothing: {_left(nothing)}."]
    for at in weightiest(state):
        cost = found.costs[at]
        parts.append(
            f"({at + 1}) {decision_words(cost.decision)}, “{cost.decision.reason.value}”: "
            f"{cost_words(cost)}."
        )
    if not found.costs:
        parts.append("You decided nothing.")
    parts += [fact.text for fact in _said(state)[1:] if fact.name.startswith("certain")]
    return " ".join(parts)


def _left(run: FlightRun) -> str:
    money = dollars(abs(run.money))
    return f"{money} owed beyond all" if run.money < BELOW else f"{money} left"


def _rows(state: FlownState, facts: tuple[Fact, ...]) -> Table:
    """Return the runs side by side; the decisions and what else is to be known stand below."""
    found = state.debrief
    rows = tuple((run_name(state, run), dollars(run.money), words.made(run.gain),
                  run.landing.value) for run in found.runs)  # fmt: skip
    mine = found.mine
    rows += tuple(
        (f"without {at + 1}", dollars(mine.money + found.costs[at].cost),
         words.made(mine.gain + found.costs[at].cost), "the same run without it")
        for at in weightiest(state)
    )  # fmt: skip
    notes = [f"{fact.name}: {fact.text}" for fact in facts if not fact.name.endswith(END)]
    reveal = found.reveal
    together = () if state.pilot else (found.sum_told,)
    sources = "; ".join(source.title for source in reveal.sources)
    return Table("Ways to fly this flight", HEAD, rows,
                 (*notes, *together, reveal.how, f"Prices: {sources}"))  # fmt: skip


def _seen(state: FlownState) -> str:
    """Return the turns of the price, and which bars are longest, shortest and below zero."""
    found = state.debrief
    bars = found.bars
    low, high = int(bars.low.argmin()), int(bars.high.argmax())
    best, worst = (pick(found.runs, key=lambda run: run.money) for pick in (max, min))
    owed = [run_name(state, run) for run in found.runs if run.money < BELOW]
    below = f"Hatched below zero: {', '.join(owed)}." if owed else "None is below zero."
    marks = "; upright lines number the decisions" if found.costs else ""
    return (
        f"The price goes from {words.price(float(bars.open[0]))} over a low of "
        f"{words.price(float(bars.low[low]))} in bar {low + 1} and a high of "
        f"{words.price(float(bars.high[high]))} in bar {high + 1} to "
        f"{words.price(float(bars.close[-1]))}{marks}. Beside it a bar for each run: the longest "
        f"is that of {run_name(state, best)}, the shortest that of {run_name(state, worst)}. "
        f"{below}"
    )
