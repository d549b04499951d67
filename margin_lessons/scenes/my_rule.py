"""A rule for oneself from blanks: what is left on the way down, and where who acts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from margin_lessons import words
from margin_lessons.doctor import OwnRule, consequences, rule_html
from margin_lessons.doctor.holdings import equity_of
from margin_lessons.errors import BadInput
from margin_lessons.position import Side
from margin_lessons.scenes.scene import Fact, Scene
from margin_lessons.scenes.table import Table
from margin_lessons.scenes.typed_position import OFFERED, TradedAs

LINES = {"call": "margin call", "liquidation": "liquidation", "nothing left": "nothing left"}
"""The lines of a rule's largest position: as its prices and as the picture call them."""


@dataclass(frozen=True)
class RuleState:
    """A rule, or the sentence on why its blanks do not fit each other.

    ``own`` is the money that the blanks put behind the largest position.
    """

    rule: OwnRule | None
    own: float
    side: Side = Side.LONG
    refused: str = ""

    @property
    def falling(self) -> bool:
        """Whether falling prices hurt its position."""
        return self.side is Side.LONG

    def left_at(self, move: float) -> float:
        """Return the own money after a move of the price, in the currency of the rule."""
        rule = self.rule
        if rule is None:
            return 0.0
        price = rule.coin_price * (1 + move)
        return equity_of(rule.holding, price)

    @property
    def stop(self) -> float:
        """Where the stop waits, as a move from the entry."""
        if self.rule is None:
            return 0.0
        return -self.rule.stop * self.rule.side.sign


@lru_cache(maxsize=64)
def rule_state(
    size: float, leverage: float, buffer: float, level: float, act: str, stop: float, looks: str,
    never: str, side: Side = Side.LONG, traded: TradedAs = OFFERED[0], currency: str = "USD",
    written: str = "",
) -> RuleState:  # fmt: skip
    """Return the rule that the blanks make, or why they do not fit.

    >>> rule_state(10_000, 2, 3_000, 1.2, "close half", 0.1, "daily", "add to a loss").refused
    ''
    >>> late = rule_state(10_000, 5, 100, 0.7, "close half", 0.1, "daily", "add to a loss")
    >>> late.refused.startswith("level 70.0% at which I act is not above 80.0%")
    True
    """
    own = size / leverage + buffer
    try:
        return RuleState(OwnRule(
            size, leverage, buffer, level, act, stop, looks, never, side, traded.product,
            traded.venue, currency or "USD", written=written,
        ), own, side)  # fmt: skip
    except BadInput as why:
        return RuleState(None, own, side, str(why))


def page(state: RuleState) -> str:
    """Return the rule as a page to print; a rule that does not fit is a page that says so."""
    if state.rule is None:
        raise BadInput(f"Not a rule yet: {state.refused}")
    return rule_html(state.rule)


def scene(state: RuleState) -> Scene[RuleState]:
    """Return what a rule shows and says."""
    if state.rule is None:
        return Scene(
            state,
            title="These blanks do not make a rule yet",
            sentence=state.refused,
            facts=(Fact("why not", state.refused),),
            seen="Empty axes: the move of the price from the entry, and the money that is left.",
        )
    rule = state.rule
    facts = (*_lines(state, rule), *_words(rule))
    return Scene(
        state,
        title=_title(rule),
        sentence=_sentence(rule),
        facts=facts,
        seen=_seen(state),
        rows=Table("My rule", ("what", "value"), tuple((one.name, one.text) for one in facts)),
    )


def _lines(state: RuleState, rule: OwnRule) -> list[Fact]:
    """Return where the stop waits, where I act, and where the venue does."""
    moves = {"my stop": state.stop, "I act": rule.acts_at}
    moves |= {
        name: rule.prices.away(key) for key, name in LINES.items() if key in rule.prices.named
    }
    facts = [
        Fact(f"{name} at a move of", "none" if move is None else words.percent(move, signed=True),
             move) for name, move in moves.items()
    ]  # fmt: skip
    own = state.left_at(0.0)
    return [*facts, Fact("own money behind it", words.money(own, rule.currency), own)]


def _words(rule: OwnRule) -> list[Fact]:
    """Return the rule as it is written, and what follows from it."""
    blanks = [Fact(question, answer) for question, answer in rule.lines()]
    follows = [Fact(f"{at}. what follows", line) for at, line in enumerate(consequences(rule), 1)]
    return [*blanks, *follows]


def _title(rule: OwnRule) -> str:
    if rule.acts_at is None:
        return "My rule: at no price do I have to act"
    way, first = "fall" if rule.acts_at < 0 else "rise", abs(rule.acts_at)
    mine = f"My rule: I act at a {way} of {words.percent(first)}"
    if rule.stop < first:  # what comes first is told
        mine = f"My rule: my stop closes at a {way} of {words.percent(rule.stop)}"
    sold = rule.prices.away("liquidation")
    if sold is None:
        return mine
    return f"{mine}, the venue closes at {words.percent(abs(sold))}"


def _sentence(rule: OwnRule) -> str:
    return " ".join(consequences(rule))


def _seen(state: RuleState) -> str:
    way = "falls" if state.falling else "rises"
    return (
        f"A line of the money that is left as the price {way} from the entry. Upright lines mark "
        "my stop, where I act, the margin call where there is one, the liquidation, and where "
        "nothing is left; beyond that the line is below zero, and hatched as debt."
    )
