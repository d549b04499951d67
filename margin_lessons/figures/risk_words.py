"""What is said of a risk, in curves and map alike: chances with their margins, and crowds.

A chance that was counted is never shown as zero: where none was seen stands its upper bound.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from margin_lessons.figures import words
from margin_lessons.figures.readout import Fact
from margin_lessons.risk import EVENTS, PRESETS, Chance, PriceModel, Risk, Situation

MARKETS: Mapping[str, str] = MappingProxyType(
    {
        "calm month": "a calm month",
        "2020": "like March 2020",
        "flash crash": "flash crashes",
        "small coin": "a small coin",
        "broken peg": "a peg that breaks",
    }
)
"""The presets of the model by name, with the words of the panels."""


def market_name(market: str, model: PriceModel) -> str:
    """Return what a title calls a market; with other figures it is no longer that market.

    >>> market_name("2020", PRESETS["2020"].model), market_name("2020", PRESETS["small coin"].model)
    ('like March 2020', 'a changed market')
    """
    return MARKETS[market] if model == PRESETS[market].model else "a changed market"


def shown(chance: Chance) -> str:
    """Return a chance with its margin, shortly: a rare one as its range, none seen as its bound.

    >>> shown(Chance(680, 20_000)), shown(Chance(3, 20_000)), shown(Chance(0, 20_000))
    ('3.4% ± 0.3%', '0.005% to 0.044%', 'below 0.015%')
    """
    text, _, more = str(chance).partition(" (")
    return more.rstrip(")") if " to " in more else text


def drawn(chance: Chance) -> float:
    """Return where a chance stands in a picture: none seen stands at its upper bound."""
    return float(chance.interval[1] if chance.count == 0 else chance.value)


def chance_facts(risk: Risk) -> list[Fact]:
    """Return the lines of the table for the three chances and the size of a debt."""
    chances = [getattr(risk, key) for key in EVENTS]
    facts = [
        Fact(f"chance of a {key}", str(chance), drawn(chance))
        for key, chance in zip(EVENTS, chances, strict=True)
    ]
    counts = " / ".join(f"{chance.count:,}" for chance in chances)
    facts.append(Fact("called / liquidated / in debt", f"{counts} of {risk.accounts:,}"))
    typical = (
        "none seen" if risk.debt.count == 0 else words.money(float(risk.debt_if_any), "USD", 0)
    )
    return [*facts, Fact("average debt of those in debt", typical)]


def market_facts(market: str, situation: Situation) -> list[Fact]:
    """Return the lines of the table for the market."""
    model = situation.model
    changed = "" if model == PRESETS[market].model else ", changed"
    facts = [
        Fact("market", MARKETS[market] + changed),
        Fact("volatility a year", words.percent(model.volatility, 0)),
        Fact("jumps a year", f"{model.jumps_per_year:g}"),
        Fact("days", words.plural(situation.days, "day")),
    ]
    off = situation.straightness
    if off > 0:
        points = f"up to {100 * off:.1f} points"
        facts.append(Fact("more error from fees", points))
    return facts


def account_facts(situation: Situation) -> list[Fact]:
    """Return the lines of the table for the account."""
    return [
        Fact("value of the position", words.money(situation.size), situation.size),
        Fact("used margin", words.money(situation.money - situation.buffer)),
        Fact("buffer", words.money(situation.buffer), situation.buffer),
        Fact("your money: margin and buffer", words.money(situation.money)),
        Fact("position over your money", f"{situation.size / situation.money:.2f}x"),
    ]


def counted(chance: Chance) -> str:
    """Return a count in words: none, all, or so many.

    >>> counted(Chance(0, 20_000)), counted(Chance(1_234, 20_000))
    ('none', '1,234')
    """
    if chance.count in (0, chance.accounts):
        return "none" if chance.count == 0 else "all"
    return f"{chance.count:,}"


def sentence(risk: Risk, situation: Situation) -> str:
    """Return what was counted, as people out of a crowd."""
    parts = [counted(getattr(risk, key)) for key in EVENTS]
    were = "was" if risk.liquidation.count == 1 else "were"
    words_of = (
        f"Of {risk.accounts:,} such accounts, {parts[0]} had a margin call within "
        f"{words.plural(situation.days, 'day')}, {parts[1]} {were} liquidated and {parts[2]} ended "
        "with a debt."
    )
    if risk.debt.count:
        return words_of
    bound = shown(risk.debt)
    return f"{words_of} “None seen” does not mean “never”, only that the chance is {bound}."
