"""Where a sweep stops: both ends and the start of every control, every scenario, and free play."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from margin_lessons.panels.controls import Control, Number
from margin_lessons.panels.model import PanelModel

Values = dict[str, Any]


def ends(model: PanelModel) -> Iterator[tuple[str, Values]]:
    """Yield each control at both ends and its start (a choice: at each option), others at start."""
    for control in model.controls:
        for value in control.probes:
            yield f"{control.name} = {value}", {**model.start, control.name: value}


def scenarios(model: PanelModel) -> Iterator[tuple[str, Values]]:
    """Yield the start and every scenario."""
    yield "start", model.start
    for scenario in model.scenarios:
        yield scenario.name, model.scenario(scenario.name)


def one_step_from(model: PanelModel, values: Values) -> Values:
    """Return the setting one step of the first slider away, or the same without a slider."""
    for control in model.controls:
        value = values[control.name]
        if isinstance(control, Number) and value is not None:
            down = value - control.step
            moved = down if down >= control.low else value + control.step
            return {**values, control.name: moved}
    return values


def free_play(model: PanelModel, count: int, seed: int = 1) -> Iterator[tuple[str, Values]]:
    """Yield settings that a learner may come to, the same ones on every run."""
    chance = random.Random(f"{model.name} {seed}")
    for _ in range(count):
        values = {control.name: _any(control, chance) for control in model.controls}
        yield str(values), values


def stops(model: PanelModel, free: int = 6) -> list[tuple[str, Values, Values]]:
    """Return all of these, each with the scenario that it belongs to."""
    named = [(where, values, values) for where, values in scenarios(model)]
    moved = [(where, values, model.start) for where, values in ends(model)]
    return [*named, *moved, *((where, v, model.start) for where, v in free_play(model, free))]


@dataclass(frozen=True)
class Decided:
    """One decision of a free play: which act, for which reason, and all that was decided so far."""

    act: str
    reason: str
    log: tuple[object, ...]


def decided(model: PanelModel, count: int, seed: int = 1) -> Iterator[Decided]:
    """Yield decisions that a learner may take from the start, the same ones on every run.

    What is played, if anything, is every second one of them.
    """
    chance, log = random.Random(f"{model.name} {seed}"), ()
    played = model.clock.act if model.clock else ""
    for _ in range(count):
        state = model.state(model.start, log)
        can = [act for act in model.acts if act.enabled(state)]
        if not can:
            return
        steps = [act for act in can if act.name == played]
        act = steps[0] if steps and chance.random() < 0.5 else chance.choice(can)
        reason = chance.choice(act.reasons) if act.reasons else ""
        log = (*log, act.decided(state, reason))
        yield Decided(act.name, reason, log)


def _any(control: Control, chance: random.Random) -> Any:
    if not isinstance(control, Number) or chance.random() < 0.4:
        return chance.choice(control.probes)
    steps = chance.randint(0, round((control.high - control.low) / control.step))
    return min(round(control.low + steps * control.step, 10), control.high)
