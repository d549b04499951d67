"""The recovery waterfall: a debt paid off step by step, and how well each step is founded."""

from __future__ import annotations

from dataclasses import dataclass, replace

from margin_lessons.debt import (
    AS_CLAIMED,
    AS_PUBLISHED,
    CLAIMS,
    Debt,
    Deposit,
    Payer,
    Recovery,
    RecoveryRules,
    Standing,
    Step,
    Wallet,
    recover,
)
from margin_lessons.errors import pick
from margin_lessons.figures import words
from margin_lessons.figures.readout import Fact, Readout

FILL, EUR, SOL = 48_000.0, 1.10, 150.0
"""Prices in USD on the day of the debt: one BTC, one EUR, one SOL."""

STORY = {"btc": 0.005, "eur": 200.0, "sol": 2.0}
"""What the story's client holds: coins and euros in the spot wallet, SOL in the earn wallet."""

EVERY, DEPOSITS, WALLETS = 30, 4, 3
"""Deposits come every 30 days, four at most; before them there are three wallets to take."""

RULES = {"claimed": AS_CLAIMED, "published": AS_PUBLISHED}


@dataclass(frozen=True)
class WaterfallState:
    """A debt, the wallets there were on its day, and how it was recovered."""

    recovery: Recovery
    wallets: tuple[Wallet, ...]

    @property
    def held(self) -> float:
        """What the wallets are worth before any fee, in USD."""
        return sum(wallet.value for wallet in self.wallets)

    @property
    def touched(self) -> tuple[Step, ...]:
        """The steps in which a wallet is taken."""
        return tuple(s for s in self.recovery.steps if s.payer is Payer.WALLETS)

    @property
    def deposit(self) -> Deposit | None:
        """The first deposit of which something is taken."""
        paid = (s.funds for s in self.recovery.steps if s.payer is Payer.DEPOSITS)
        return next(paid, None)


def _wallets(btc: float, eur: float, sol: float) -> tuple[Wallet, ...]:
    return Wallet("BTC", btc, FILL), Wallet("EUR", eur, EUR), Wallet("SOL", sol, SOL, "earn")


def story_wallets(times: float = 1.0) -> tuple[Wallet, ...]:
    """Return the wallets of the lesson's story, each as many ``times`` as large.

    >>> [(wallet.currency, round(wallet.value, 2)) for wallet in story_wallets()]
    [('BTC', 240.0), ('EUR', 220.0), ('SOL', 300.0)]
    """
    return _wallets(*(times * amount for amount in STORY.values()))


def waterfall_state(
    debt: float,
    deposit: float = 0.0,
    protection: bool = False,
    day: float = EVERY,
    btc: float = STORY["btc"],
    eur: float = STORY["eur"],
    sol: float = STORY["sol"],
    rules: str = "claimed",
) -> WaterfallState:
    """Return how ``debt`` USD are recovered: from EUR, BTC and SOL in an earn wallet, then later.

    ``deposit`` USD arrive on ``day`` and every 30 days after it, four times. ``protection`` is the
    exchange's own choice; under the published rules there is none to choose. Raises ``BadInput``
    for other rules than "claimed" and "published".

    >>> state = waterfall_state(1_000, deposit=100)
    >>> round(state.recovery.from_wallets, 2), round(state.recovery.fees, 2)
    (735.7, 24.3)
    >>> state.recovery.trading_returns
    90.0
    """
    chosen: RecoveryRules = pick("rules", rules, RULES, "this panel")
    if chosen.deposits:  # the article's rules, and its protection with them
        chosen = replace(chosen, protection=protection)
    wallets = _wallets(btc, eur, sol)
    later = [Deposit(day + EVERY * count, deposit) for count in range(DEPOSITS)]
    return WaterfallState(recover(Debt(debt), wallets, later, chosen), wallets)


def day_text(day: float) -> str:
    """Return a day as it is written: ``day 30``."""
    return f"day {words.amount(day)}"


MARKS = {Standing.PUBLISHED: "published", Standing.PARTLY: "in part", Standing.CLAIMED: "not found"}
"""How far the exchange's own pages say what the article says."""


def _step_fact(number: int, step: Step) -> Fact:
    """Return the one row of a step: what it paid, from what, and how far that is published."""
    paid = words.money(step.paid)
    if step.fee > 0:
        amount = words.coins(step.amount, step.currency)
        paid = f"{paid} of {amount}, fee {words.money(step.fee)}"
    elif step.payer is Payer.DEPOSITS:
        paid = f"{paid}, {day_text(step.day)}"
    part = "published " if step.basis.standing is Standing.PARTLY else ""
    text = f"{paid}; {part}{MARKS[step.basis.standing]}"
    return Fact(f"{number}. {step.origin}", text, step.paid)


def readout(state: WaterfallState) -> Readout:
    """Return the words of the waterfall."""
    r = state.recovery
    spared = [w.currency for w in state.wallets if w.amount > 0 and w in r.untouched]
    back = _back(r)
    facts = [
        Fact("debt", f"{words.money(r.debt.amount)} on {day_text(r.debt.day)}", r.debt.amount),
        Fact("your wallets hold", words.money(state.held), state.held),
        *(_step_fact(number, step) for number, step in enumerate(r.steps, 1)),
        Fact("wallets left alone", ", ".join(spared) or "none"),
        Fact("paid by your wallets", words.money(r.from_wallets), r.from_wallets),
        Fact("conversion fees on top", words.money(r.fees), r.fees),
        Fact("paid by your deposits", words.money(r.from_deposits), r.from_deposits),
        Fact("absorbed by the exchange", words.money(r.absorbed), r.absorbed),
        Fact("still owed", words.money(r.remaining), r.remaining),
        Fact("taken from you in all", words.money(r.client_cost), r.client_cost),
        Fact("trading returns", back, r.trading_returns),
        Fact("withdrawal returns", back, r.withdrawal_returns),
        Fact("restrictions, exchange's pages", MARKS[CLAIMS["restricted"].standing]),
        Fact("interest", "none" if r.rules.restricts else "none published"),
        Fact("“no interest”, exchange's pages", MARKS[CLAIMS["no interest"].standing]),
    ]
    return Readout(
        title=_title(r),
        sentence=f"{_paid(state)} {_end(r)}",
        facts=tuple(facts),
        picture="Columns below zero: the debt, then one column for each payment with the amount, "
        "the conversion fee, what is left of the debt, and whether the exchange's pages say so.",
    )


def _back(r: Recovery) -> str:
    if not r.rules.restricts:
        return "no limit published"
    return (
        "not while money is owed"
        if r.trading_returns is None
        else f"on {day_text(r.trading_returns)}"
    )


def _title(r: Recovery) -> str:
    owed, left = words.money(r.debt.amount), words.money(r.remaining)
    if not r.steps:
        return f"Nothing is paid: {left} is still owed"
    if r.remaining > 0:
        return f"Of {owed}, {left} is still owed"
    if r.absorbed > 0:
        return f"The exchange chose to let {words.money(r.absorbed)} go"
    if r.from_deposits > 0:
        return f"The debt of {owed} is settled on {day_text(r.settled_day)}"
    return f"The wallets settle the debt of {owed} at once"


def _paid(state: WaterfallState) -> str:
    r = state.recovery
    if not state.touched:
        return "There is no wallet to take anything from."
    names = [step.currency for step in state.touched]
    listed = " and ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)
    are = "are" if names[1:] else "is"
    return (
        f"First {listed} {are} taken: {words.money(r.from_wallets)} reaches the debt, and "
        f"conversion fees of {words.money(r.fees)} come on top."
    )


def _end(r: Recovery) -> str:
    left = words.money(r.remaining)
    if not r.rules.restricts:
        rest = f"{left} stays owed; of" if r.remaining else "Nothing stays owed. Of"
        return f"{rest} deposits, restrictions or protection the exchange's pages say nothing."
    if r.absorbed > 0:
        whole = "the other" if r.from_wallets > 0 else "the whole"
        return (
            f"The exchange absorbs {whole} {words.money(r.absorbed)} because it chooses to, not "
            f"because it must; trading and withdrawal return on {day_text(r.settled_day)}, as the "
            "article has it."
        )
    deposits = ""
    if r.from_deposits > 0:
        deposits = f"Deposits pay {words.money(r.from_deposits)}, as the article claims. "
    if r.remaining > 0:
        return f"{deposits}{left} is still owed, and by the article you may not trade or withdraw."
    return f"{deposits}By the article, trading and withdrawal return on {day_text(r.settled_day)}."
