"""What is said of a risk, in curves and map alike: chances with their margins, and crowds.

A chance that was counted is never shown as zero: where none was seen stands its upper bound.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from margin_lessons import words
from margin_lessons.risk import EVENTS, PRESETS, Chance, Risk, Situation
from margin_lessons.risk.chance import FEW
from margin_lessons.scenes.scene import Fact
from margin_lessons.venue import KRAKEN_SPOT

MARKETS: Mapping[str, str] = MappingProxyType(
    {
        "calm month": "a calm month",
        "ordinary year": "an ordinary bitcoin year",
        "crash year": "a year with one March 2020 in it",
        "crash month": "a crash month",
        "flash crash": "flash crashes",
        "small coin": "a small coin",
        "broken peg": "a peg that breaks",
    }
)
"""The presets of the model by name, with the words of the panels."""

_MONTH, _MONTHS = 31, {"calm month": "calm months", "crash month": "crash months"}
"""A market named after a month, held for longer, is one such month after the other."""

_SHORT = {"ordinary year": "an ordinary year", "crash year": "one March 2020 a year"}
"""What a title has no more room for."""

PAGE_OF_FEES = "page of 10 February 2026"
"""The page that the rates of the fees are from, with its date."""


def market_name(market: str, situation: Situation) -> str:
    """Return what a title calls a market; with other figures it is no longer that market.

    >>> calm = Situation(10_000, 3_000, 5, PRESETS["calm month"].model, days=365)
    >>> market_name("calm month", calm), market_name("crash year", calm)
    ('calm months', 'a changed market')
    """
    if situation.model != PRESETS[market].model:
        return "a changed market"
    return _SHORT.get(market, _named(market, situation))


def _named(market: str, situation: Situation) -> str:
    name = MARKETS[market]
    return _MONTHS.get(market, name) if situation.days > _MONTH else name


def chance_words(chance: Chance) -> str:
    """Return a chance with its margin, shortly: a rare one as its range, none seen as its bound.

    What the model has no way to is called impossible.

    >>> [chance_words(Chance(seen, 20_000)) for seen in (680, 3, 0)]
    ['3.4% ± 0.3%', '0.005% to 0.044%', 'below 0.015%']
    """
    if chance.never:
        return "impossible"
    text, _, more = str(chance).partition(" (")
    return more.rstrip(")") if " to " in more else text


def drawn(chance: Chance) -> float:
    """Return where a chance stands in a picture: none seen stands at its upper bound."""
    return float(chance.interval[1] if chance.count == 0 else chance.value)


def chance_facts(risk: Risk) -> list[Fact]:
    """Return the lines of the table for the three chances and the size of a debt."""
    chances = [getattr(risk, key) for key in EVENTS]
    facts = [
        Fact(f"chance of a {key}", str(chance), None if chance.never else drawn(chance))
        for key, chance in zip(EVENTS, chances, strict=True)
    ]
    counts = " / ".join(f"{chance.count:,}" for chance in chances)
    return [
        *facts,
        Fact("called / liquidated / in debt", f"{counts} of {risk.accounts:,}"),
        Fact("call and liquidation in one jump", at_once(risk)),
        Fact("average debt of those in debt", typical_debt(risk)),
    ]


def at_once(risk: Risk) -> str:
    """Return how many of those liquidated were called by the very jump that closed them."""
    if risk.at_once.never:
        return "impossible in this model"
    liquidated = risk.liquidation.count
    if not liquidated:
        return "none seen"
    share = words.percent(float(risk.at_once.count / liquidated), 0)
    return f"{risk.at_once.count:,} of {liquidated:,} liquidated, {share}"


def typical_debt(risk: Risk) -> str:
    """Return the average debt of those in debt with its 95 % range, where enough were seen."""
    if risk.debt.never:
        return "no debt is possible in this model"
    if risk.debt.count == 0:
        return "none seen"
    if risk.debt.count < FEW:
        value = words.money(float(risk.debt_if_any.value), "USD", 0)
        return f"{value}, from only {words.plural(int(risk.debt.count), 'account')}"
    return f"{risk.debt_if_any} USD"


def market_facts(market: str, situation: Situation) -> list[Fact]:
    """Return the lines of the table for the market and the fees."""
    model = situation.model
    changed = "" if model == PRESETS[market].model else ", changed"
    return [
        Fact("market", _named(market, situation) + changed),
        Fact("volatility a year", words.percent(model.volatility, 0)),
        Fact("jumps a year", f"{model.jumps_per_year:.4g}"),
        Fact("days", words.plural(situation.days, "day")),
        Fact("fees, opening and every 4 hours", fee_rate(situation)),
    ]


def fee_rate(situation: Situation) -> str:
    """Return the rate of the fees, and whether it is the one of the venue's page.

    >>> fee_rate(Situation(10_000, 3_000, 5, PRESETS["calm month"].model, side="short"))
    '0.010%, page of 10 February 2026'
    """
    if not situation.fees:
        return "none"
    rates = [
        getattr(venue.fees, f"rollover_{situation.side.value}")
        for venue in (situation.venue, KRAKEN_SPOT)
    ]
    page = PAGE_OF_FEES if rates[0] == rates[1] else f"chosen; {rates[1]:.3%} on the {PAGE_OF_FEES}"
    return f"{rates[0]:.3%}, {page}"


def account_facts(situation: Situation) -> list[Fact]:
    """Return the lines of the table for the account."""
    size, buffer, money = map(float, (situation.size, situation.buffer, situation.money))
    return [
        Fact.of("value of the position", size),
        Fact("leverage setting", words.setting(situation.leverage), float(situation.leverage)),
        Fact("used margin", words.money(money - buffer)),
        Fact.of("buffer", buffer),
        Fact("your money: margin and buffer", words.money(money)),
        Fact("position over your money", f"{size / money:.2f}x"),
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
    if risk.debt.never:
        why = "" if situation.model.jumps_per_year else ": no price jumps in it"
        return f"{words_of} This model has no way to a debt here{why}."
    bound = chance_words(risk.debt)
    return f"{words_of} “None seen” does not mean “never”, only that the chance is {bound}."
