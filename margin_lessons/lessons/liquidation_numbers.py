"""Every number that lesson 03 says, by name: Ada and Ben, the order of closing, the rent."""

from __future__ import annotations

from margin_lessons import words
from margin_lessons.account import Side
from margin_lessons.costs import rollover_fee, yearly_rollover
from margin_lessons.errors import number
from margin_lessons.lessons.cited import cited
from margin_lessons.scenes import cost_of_time, ladder
from margin_lessons.scenes.closing_order import ClosingState
from margin_lessons.scenes.ladder import Rung, Size
from margin_lessons.venue import ARTICLE, KRAKEN_SPOT

OLD_TERM_DAYS, US_TERM_DAYS = 365, 28
"""What ended a position in 2021: the terms of service of that year as a rule, and the phase-out for
clients in the US of June 2021. The terms since 6 December 2022 name no maximum term (Kraken.com
Terms of Service, Open Terms Archive)."""


_SAID = "the text says what there is"


def numbers(order: ClosingState) -> dict[str, str]:
    """Return every number of the prose; ``order`` is the start of the panel with two positions."""
    low, high = ARTICLE.liquidation_level, ARTICLE.discretion_level
    return {
        "level of full use": words.percent(KRAKEN_SPOT.full_level, 0),
        "level of full use as a fraction": f"{KRAKEN_SPOT.full_level:.2f}",
        "level of the call": words.percent(KRAKEN_SPOT.call_level, 0),
        "level of the call as a fraction": f"{KRAKEN_SPOT.call_level:.2f}",
        "level at which it may act": words.percent(KRAKEN_SPOT.discretion_level, 0),
        "level at which it must act": words.percent(KRAKEN_SPOT.liquidation_level, 0),
        "level at which it must act, as a fraction": f"{KRAKEN_SPOT.liquidation_level:.2f}",
        "the article's lower setting": "2x",
        "the article's higher setting": "3x",
        "the article's range": f"{100 * low:.0f}-{high:.0%}",
        "hundredths in the whole": "100",
        **_friend("Ada", ladder.ladder_state(2, Size.FIXED, Side.LONG).chosen),
        **_friend("Ben", ladder.ladder_state(10, Size.FIXED, Side.LONG).chosen),
        **_full_size(),
        **_order(order),
        **_rent(),
        **_sources(),
    }


def _move(rung: Rung, key: str) -> str:
    return words.percent(number("move", rung.move(key), why=_SAID), 0, signed=True)


def _cushion(rung: Rung) -> str:
    return words.percent(number("cushion", rung.cushion, why=_SAID))


def _friend(name: str, rung: Rung) -> dict[str, str]:
    """Return one column of the story's table; its cushion with the entry price as 100."""
    account, venue = rung.account, rung.account.venue
    opened, cost = account.at(ladder.ENTRY), account.positions[0].cost
    said = {
        f"{name}'s setting": words.setting(rung.leverage),
        f"value of {name}'s position": words.amount(cost),
        f"{name}'s cash": words.amount(account.cash),
        f"{name}'s used margin": words.amount(opened.used_margin),
        f"{name}'s level": words.percent(opened.level, 0),
        f"{name}'s move to nothing left": _move(rung, "zero_equity"),
        f"{name}'s cushion": _cushion(rung),
    }
    for key, line, level in (
        ("call", "call", venue.call_level),
        ("liquidation", "liquidation", venue.liquidation_level),
    ):
        left = level * opened.used_margin
        said[f"{name}'s equity at the {line}"] = words.amount(left)
        said[f"lost by {name}'s {line}"] = words.amount(account.cash - left)
        said[f"{name}'s move to the {line}"] = _move(rung, key)
    start, end = (
        100 + 100 * number("move", rung.move(key), why=_SAID)
        for key in ("liquidation", "zero_equity")
    )
    said[f"price at {name}'s liquidation, in hundredths"] = words.amount(start)
    said[f"{name}'s further fall, in hundredths"] = words.amount(start - end)
    if name == "Ada":
        said["price where Ada has nothing, in hundredths"] = words.amount(end)
    return said


def _full_size() -> dict[str, str]:
    """Return the moves and cushions at full size."""
    full = {n: ladder.ladder_state(n, Size.FULL, Side.LONG).chosen for n in (2, 5, 10)}
    short = ladder.ladder_state(5, Size.FULL, Side.SHORT).chosen
    said = {
        "five": words.amount(full[5].leverage),
        "setting of 3": words.setting(3),
        "rise to the short's liquidation": words.percent(
            number("move", short.move("liquidation"), why=_SAID)
        ),
        "move to the liquidation at 5x": _move(full[5], "liquidation"),
        "fall to the liquidation at 5x": _move(full[5], "liquidation").lstrip(words.MINUS),
    }
    for setting, rung in full.items():
        said[f"setting of {setting}"] = words.setting(rung.leverage)
    for setting in (2, 10):
        said[f"cushion at full size, {setting}x"] = _cushion(full[setting])
    return said


def _order(state: ClosingState) -> dict[str, str]:
    """Return the account with two positions, and what is closed of it."""
    btc, eth = state.account.positions
    before, by_btc = state.before, state.used(0)
    too_much = before.used_margin - before.equity
    return {
        "bitcoins held": words.amount(btc.volume, 1),
        "entry of the bitcoins": words.amount(btc.entry),
        "ether held": words.amount(eth.volume),
        "entry of the ether": words.amount(eth.entry),
        "equity of the two": words.amount(before.equity),
        "used margin of the two": words.amount(before.used_margin),
        "margin to be set free": words.amount(too_much),
        "margin set free by the bitcoins": words.amount(by_btc),
        "margin still missing": words.amount(too_much - by_btc),
        "margin set free by one ether": words.amount(state.used(1) / eth.volume),
        "ether closed": words.amount(state.closed(1), 1),
    }


def _rent() -> dict[str, str]:
    """Return what holding costs, for the cousin of Nadia and by the rates of one day."""
    state, fees = cost_of_time.time_state(30, 45_000, Side.LONG), KRAKEN_SPOT.fees
    position = state.opened.positions[0]
    periods = 24 / fees.rollover_hours
    return {
        "hours between rollovers": words.amount(fees.rollover_hours),
        "rate for a long": words.percent(fees.rollover_long, 3),
        "rate for a short": words.percent(fees.rollover_short, 3),
        "a year's rent of a long": words.percent(yearly_rollover(position)),
        "a year's rent of a short": words.percent(fees.rollover_short * 365 * periods),
        "the cousin's position": words.amount(position.cost),
        "the cousin's cash": words.amount(state.opened.cash),
        "the cousin's rent a day": words.amount(rollover_fee(position, 24, KRAKEN_SPOT)),
    }


def _sources() -> dict[str, str]:
    """Return the terms on how long a position may last, and what the lesson cites."""
    return {
        "day the maximum term left the terms": "6 December 2022",
        "year of the older terms": "2021",
        "maximum term of 2021, days": f"{OLD_TERM_DAYS}",
        "phase-out in the US, days": f"{US_TERM_DAYS}",
        "month of the phase-out": "June 2021",
        "year of the copy on maximum terms": "2021",
        "highest setting in the API record": words.setting(KRAKEN_SPOT.leverage_max),
        "highest setting on older pages": "5x",
        **cited(
            "page on levels", "page on leverage", "page on margin fees", "page on maximum terms",
            "day the copies were read", "day of the margin fees", "day of the terms",
            "month of the terms", "day of the article", "month of the API record",
        ),
    }  # fmt: skip
