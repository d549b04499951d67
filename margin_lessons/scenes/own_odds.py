"""The chances of a position of one's own: three events, three horizons, a named market or bars."""

from __future__ import annotations

from margin_lessons import words
from margin_lessons.doctor import ODDS_ACCOUNTS, OWN_BARS, Odds
from margin_lessons.market.bars import Bars
from margin_lessons.risk import EVENTS, OWN_ACCOUNTS, Chance
from margin_lessons.risk.own_bars import LEAST_BARS
from margin_lessons.scenes.doctor_state import NO_BARS, DoctorState
from margin_lessons.scenes.risk_words import chance_words, drawn
from margin_lessons.scenes.scene import Fact, Scene
from margin_lessons.scenes.table import Table

_A_DAY = 1_440
"""Minutes."""


def scene(state: DoctorState) -> Scene[DoctorState]:
    """Return what the chances show and say."""
    facts = (*state.facts, *_facts(state))
    return Scene(
        state,
        title=_title(state),
        sentence=" ".join(filter(None, (_sentence(state), state.told))),
        facts=facts,
        seen=_seen(state),
        rows=_table(state, facts),
    )


def events(one: Odds) -> dict[str, Chance]:
    """Return the chances that there are, by name."""
    each = {key: getattr(one, key) for key in EVENTS}
    return {key: chance for key, chance in each.items() if chance is not None}


def closely(state: DoctorState) -> Odds | None:
    """Return the odds of the horizon that is looked at closely, None where none are counted."""
    return next((one for one in state.diagnosis.odds if one.days == state.days), None)


def named(days: float, key: str) -> str:
    """Return the name of a chance."""
    return f"{words.plural(days, 'day')}: chance of a {key}"


def accounts_counted(state: DoctorState) -> int:
    """Return how many accounts a chance is counted in."""
    return OWN_ACCOUNTS if state.market == OWN_BARS else ODDS_ACCOUNTS


def days_held(bars: Bars) -> str:
    """Return how many days the bars hold, holes left out.

    >>> days_held(Bars.from_path([100, 101] * 60, length=60))
    '5 days'
    """
    return words.plural(round(len(bars) * bars.length / _A_DAY, 1), "day")


def _facts(state: DoctorState) -> list[Fact]:
    rare = Chance(0, accounts_counted(state))
    return [
        Fact("market", state.market_words),
        *([] if state.drawn is None else [Fact("my bars hold", days_held(state.drawn))]),
        *([Fact("rows of a file", f"{LEAST_BARS} or more", LEAST_BARS)]
          if state.no_odds == NO_BARS else []),
        Fact("days looked at", words.plural(state.days, "day"), state.days),
        Fact("accounts counted", f"{accounts_counted(state):,}"),
        Fact("too rare to be counted", chance_words(rare), float(rare.interval[1])),
        *(
            Fact(named(one.days, key), str(chance),
                 None if chance.never else drawn(chance))
            for one in state.diagnosis.odds
            for key, chance in events(one).items()
        ),
    ]  # fmt: skip


def _title(state: DoctorState) -> str:
    one = closely(state)
    if one is None:
        return "No chance can be counted"
    said = chance_words(one.liquidation)
    return f"Liquidated within {_days(state)}, in {state.market_words}: {said}"


def _days(state: DoctorState) -> str:
    return words.plural(state.days, "day")


def _sentence(state: DoctorState) -> str:
    one = closely(state)
    if one is None:
        return state.no_odds
    each = ", ".join(f"{key}: {chance_words(chance)}" for key, chance in events(one).items())
    return f"Within {_days(state)}: {each}. {_range(state)} Which market comes, nobody knows."


def _range(state: DoctorState) -> str:
    """Return what the range of a chance tells, and what it does not."""
    if state.drawn is None:
        return "The range says how well it was counted, and not how well the market is known."
    return (
        f"Your bars hold {days_held(state.drawn)}, drawn again and again. A short file holds no "
        "crash that it never saw. The range is that of the drawing only."
    )


def _seen(state: DoctorState) -> str:
    odds = state.diagnosis.odds
    if not odds:
        return "Empty axes: days to the right, and chances upwards, each step ten times the last."
    first, last = (chance_words(one.liquidation) for one in (odds[0], odds[-1]))
    return (
        "Lines over the days, on a scale on which each step up is ten times as likely: the chance "
        "of a margin call (where there is one) above that of a liquidation, and that above a debt. "
        f"The chance of a liquidation goes from {first} to {last}."
    )


def _table(state: DoctorState, facts: tuple[Fact, ...]) -> Table:
    rows = tuple((fact.name, fact.text) for fact in facts)
    return Table("The position and its chances", ("what", "value"), rows, state.unknown)
