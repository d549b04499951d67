"""The debrief: my run beside five standing rules, what each decision cost, and what it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from margin_lessons import words
from margin_lessons.conventions import as_option
from margin_lessons.errors import BadInput, of_kind
from margin_lessons.flight.decision import Decision
from margin_lessons.flight.flight_log import FlightLog
from margin_lessons.flight.flight_run import FlightRun
from margin_lessons.flight.flying import flown_over, was_refused
from margin_lessons.flight.hidden_path import BAR_MINUTES, HiddenPath, hidden_path
from margin_lessons.flight.standing_rules import StandingRule, rule_runs
from margin_lessons.market.bars import Bars
from margin_lessons.source import Source

MINE = "my run"
"""What the learner's own run is called."""


@dataclass(frozen=True)
class DecisionCost:
    """What one decision cost: the money at the end without it, less the money with it, in USD.

    Above zero it cost, below zero it saved. All other decisions stay as they were, whatever they
    were an answer to. ``refused`` says that its order came too late.
    """

    decision: Decision
    cost: float
    refused: bool = False

    @property
    def words(self) -> str:
        """What it cost or saved, in words.

        >>> from margin_lessons.plan import AddFunds
        >>> DecisionCost(Decision(3, AddFunds(3, 500), "fear"), -120.0).words
        'saved 120 USD'
        """
        return words.made(-self.cost, "saved", "cost", "changed nothing")


@dataclass(frozen=True, eq=False)
class Reveal:
    """What the prices were: the ``name``, its ``date`` (None for a model), and where it was read.

    ``how`` says in sentences what was changed or drawn; ``first`` is the real price that the first
    bar of the event opened at, None for a model.
    """

    name: str
    date: str | None
    how: str
    sources: tuple[Source, ...]
    first: float | None = None


@dataclass(frozen=True, eq=False)
class Debrief:
    """What a flight that is over came to.

    ``rules`` are the standing rules on the same path, in their order; the last is left out when no
    plan was written. ``costs`` has each decision. ``reveal`` is what the prices were.
    """

    log: FlightLog
    bars: Bars
    mine: FlightRun
    rules: tuple[FlightRun, ...]
    costs: tuple[DecisionCost, ...]
    reveal: Reveal

    @property
    def runs(self) -> tuple[FlightRun, ...]:
        """All of them, my own first, for one picture."""
        return (self.mine, *self.rules)

    def rule(self, rule: StandingRule) -> FlightRun | None:
        """Return the run of one standing rule, None for a plan that was not written."""
        name = as_option("rule", rule, StandingRule).value
        return next((one for one in self.rules if one.name == name), None)

    @property
    def together(self) -> float:
        """What all decisions together cost, against doing nothing, in USD; below zero they saved.

        It need not be the sum of what each alone cost.
        """
        return self.rules[0].money - self.mine.money

    @property
    def apart(self) -> float:
        """The sum of what each decision alone cost, in USD."""
        return sum(one.cost for one in self.costs)

    @property
    def sum_told(self) -> str:
        """What the decisions came to, in words, and why the parts need not add up."""
        if not self.costs:
            return "You decided nothing, so your run is that of doing nothing."
        whole = words.made(-self.together, "saved", "cost", "changed nothing")
        said = f"All your decisions together {whole}, against doing nothing."
        if abs(self.apart - self.together) < words.LEAST or len(self.costs) == 1:
            return said
        parts = words.made(-self.apart, "saved", "cost", "nothing")
        return (
            f"{said} One by one they add up to {parts}. The two differ, as each is counted with "
            "all others in place: two that do the same each seem to do nothing."
        )


def debrief(log: FlightLog) -> Debrief:
    """Return the debrief of a flight; ``BadInput`` while it is not over.

    >>> from margin_lessons.flight.one_flight import Flight
    >>> from margin_lessons.plan import CloseByHand
    >>> flight = Flight(7).next(9).decide(CloseByHand(9), "fear").next(500)
    >>> seen = debrief(flight)
    >>> [run.name for run in seen.runs][:2], len(seen.costs)
    (['my run', 'do nothing'], 1)
    >>> round(seen.together - seen.costs[0].cost, 9)
    0.0
    """
    of_kind("flight", log, FlightLog, why="Flight(number) is one")
    path = hidden_path(log.number)
    if log.bar < len(path.bars):
        raise BadInput(f"bar {log.bar} is not the last one: a debrief is held after the flight.")
    mine = run_of(log, path.bars)
    rules, costs = rule_runs(log, path.bars), decision_costs(log, mine)
    return Debrief(log, path.bars, mine, rules, costs, revealed(path))


def run_of(log: FlightLog, bars: Bars) -> FlightRun:
    """Return the learner's own run over all bars of the flight."""
    return FlightRun(MINE, log.start, flown_over(log, bars))


def decision_costs(log: FlightLog, mine: FlightRun) -> tuple[DecisionCost, ...]:
    """Return what each decision of a flight cost: the flight replayed without it."""
    return tuple(_cost(log, row, mine) for row in range(len(log.decisions)))


def _cost(log: FlightLog, row: int, mine: FlightRun) -> DecisionCost:
    decision, bars = log.decisions[row], mine.timeline.bars
    if was_refused(decision, bars, log.start.side):
        return DecisionCost(decision, 0.0, True)
    others: Sequence[Decision] = (*log.decisions[:row], *log.decisions[row + 1 :])
    without = run_of(replace(log, decisions=tuple(others)), bars)
    return DecisionCost(decision, without.money - mine.money)


def revealed(path: HiddenPath) -> Reveal:
    """Return what the prices of a flight were.

    >>> found = revealed(hidden_path(3))
    >>> found.date is None or found.date[:2] in ("20", "19")
    True
    """
    if path.event is not None:
        event, real = path.event, path.event.bars
        parts = (len(path.bars) - path.quiet) // len(real)
        how = (
            f"{words.plural(path.quiet, 'calm bar')} before it are drawn. Each bar of the event is "
            f"cut into {parts}, along a way that is drawn too: together they have its true open, "
            f"high, low and close. {_clock(path)}"
        )
        return Reveal(event.title, real.when(0)[:10], how, event.sources, float(real.open[0]))
    assert path.model is not None  # one of the two is there
    name = f'a path of the model "{path.model.name}"'
    return Reveal(name, None, f"{path.model.how} {_clock(path)}", path.model.sources)


def _clock(path: HiddenPath) -> str:
    """Return how long a bar was in truth, in a sentence."""
    true = words.plural(path.minutes, "minute")
    if path.minutes == BAR_MINUTES:
        return "A bar was an hour, as it counted."
    return f"A bar counted as an hour in flight, and stands for {true}."
