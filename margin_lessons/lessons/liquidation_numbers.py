"""Every number that lesson 03 says, by name: Ada and Ben, the order of closing, the rent."""

from __future__ import annotations

from margin_lessons.costs import rollover_fee, yearly_rollover
from margin_lessons.figures import cost_of_time, ladder, words
from margin_lessons.figures.closing_order import ClosingState
from margin_lessons.figures.ladder import Rung
from margin_lessons.lessons.cited import cited
from margin_lessons.venue import ARTICLE, KRAKEN_SPOT

OLD_TERM_DAYS, US_TERM_DAYS = 365, 28
"""What ended a position in 2021: the terms of service of that year as a rule, and the phase-out for
clients in the US of June 2021. The terms since 6 December 2022 name no maximum term (Kraken.com
Terms of Service, Open Terms Archive)."""


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
        **_friend("Ada", ladder.ladder_state(2, "fixed", "long").chosen),
        **_friend("Ben", ladder.ladder_state(10, "fixed", "long").chosen),
        **_adas_cushion(),
        **_full_size(),
        **_order(order),
        **_rent(),
        **_sources(),
    }


def _move(rung: Rung, key: str) -> str:
    return words.percent(rung.move(key), 0, signed=True)


def _friend(name: str, rung: Rung) -> dict[str, str]:
    """Return one column of the story's table, and the cushion below it."""
    account = rung.account
    return {
        f"{name}'s setting": words.setting(rung.leverage),
        f"value of {name}'s position": words.amount(account.positions[0].cost),
        f"{name}'s cash": words.amount(account.cash),
        f"{name}'s used margin": words.amount(float(account.used_margin(ladder.ENTRY))),
        f"{name}'s level": words.percent(float(account.level(ladder.ENTRY)), 0),
        f"{name}'s move to the call": _move(rung, "call"),
        f"{name}'s move to the liquidation": _move(rung, "liquidation"),
        f"{name}'s move to nothing left": _move(rung, "zero_equity"),
        f"{name}'s cushion": words.percent(abs(rung.crossings.gap_to_zero())),
    }


def _adas_cushion() -> dict[str, str]:
    """Return how Ada's cushion is worked out, in hundredths of the entry price."""
    found = ladder.ladder_state(2, "fixed", "long").chosen.crossings
    left = [100 * at.price / ladder.ENTRY for at in (found.liquidation, found.zero_equity)]
    return {
        "price at Ada's liquidation, of the entry": f"{left[0]:.0f}%",
        "price where Ada has nothing, of the entry": f"{left[1]:.0f}%",
        "Ada's further fall, in hundredths": f"{left[0] - left[1]:.0f}",
        "price at Ada's liquidation, in hundredths": f"{left[0]:.0f}",
    }


def _full_size() -> dict[str, str]:
    """Return the moves and cushions at full size."""
    full = {n: ladder.ladder_state(n, "full", "long").chosen for n in (2, 5, 10)}
    short = ladder.ladder_state(5, "full", "short").chosen
    said = {
        "five": words.amount(full[5].leverage),
        "setting of 3": words.setting(3),
        "setting of the short": words.setting(short.leverage),
        "rise to the short's liquidation": words.percent(short.move("liquidation"), 2),
        "move to the liquidation at 5x": _move(full[5], "liquidation"),
    }
    for setting, rung in full.items():
        said[f"setting of {setting}"] = words.setting(rung.leverage)
    for setting in (5, 10):
        fall = -full[setting].move("liquidation")
        said[f"fall to the liquidation at {setting}x"] = words.percent(fall, 0)
    for setting in (2, 10):
        cushion = abs(full[setting].crossings.gap_to_zero())
        said[f"cushion at full size, {setting}x"] = words.percent(cushion)
    return said


def _order(state: ClosingState) -> dict[str, str]:
    """Return the account with two positions, and what is closed of it."""
    btc, eth = state.account.positions
    used = float(state.account.used_margin(state.prices))
    return {
        "bitcoins held": words.amount(btc.volume, 1),
        "entry of the bitcoins": words.amount(btc.entry),
        "ether held": words.amount(eth.volume),
        "entry of the ether": words.amount(eth.entry),
        "equity of the two": words.amount(float(state.account.equity(state.prices))),
        "used margin of the two": words.amount(used),
        "level of the two": words.level(state.level),
        "profit on the bitcoins": words.amount(float(btc.profit(state.prices["BTC"]))),
        "margin set free by the bitcoins": words.amount(btc.cost / btc.leverage),
        "ether closed": words.amount(state.closed(1), 1),
    }


def _rent() -> dict[str, str]:
    """Return what holding costs, for the cousin of Nadia and by the rates of one day."""
    state, fees = cost_of_time.time_state(30, 45_000, "long"), KRAKEN_SPOT.fees
    position = state.opened.positions[0]
    periods = 24 / fees.rollover_hours
    return {
        "hours between rollovers": words.amount(fees.rollover_hours),
        "rate for a long": words.percent(fees.rollover_long, 3),
        "rate for a short": words.percent(fees.rollover_short, 3),
        "rollovers a day": words.amount(periods),
        "a year's rent of a long": words.percent(yearly_rollover(position)),
        "a year's rent of a short": words.percent(fees.rollover_short * 365 * periods),
        "the cousin's position": words.amount(position.cost),
        "the cousin's cash": words.amount(state.opened.cash),
        "the cousin's rent a day": words.amount(rollover_fee(position, 24, KRAKEN_SPOT)),
        "days to the cousin's call": words.amount(state.days_until(KRAKEN_SPOT.call_level), 1),
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
