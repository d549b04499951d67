"""Who pays the rest, with the queue of winners: lesson 05's bars, and you among the winners."""

from __future__ import annotations

from dataclasses import dataclass

from margin_lessons import words
from margin_lessons.debt import AUTO_DELEVERAGING, KRAKEN_DERIVATIVES, SOCIALISED_LOSS
from margin_lessons.debt.left_over import share_out
from margin_lessons.debt.queue import GivenUp, Winner
from margin_lessons.scenes.scene import Fact, Scene
from margin_lessons.scenes.who_bears import RegimesState, borne, regimes_state

FUTURES = (KRAKEN_DERIVATIVES, AUTO_DELEVERAGING, SOCIALISED_LOSS)
OTHERS = (Winner("Ada", 1_200, 2), Winner("Ben", 500, 10), Winner("Cleo", 900, 3))
"""The winners beside you, who are invented."""


@dataclass(frozen=True)
class RestState:
    """A loss beyond somebody's margin under the rules of futures, and what the winners give up."""

    regimes: RegimesState
    queue: tuple[GivenUp, ...]
    shared: float

    @property
    def place(self) -> int:
        """Your place in the queue, from 1."""
        return [one.winner.name for one in self.queue].index("you") + 1

    @property
    def yours(self) -> GivenUp:
        """What you give up."""
        return self.queue[self.place - 1]


def rest_state(loss: float, fund: float, profit: float, leverage: float) -> RestState:
    """Return who bears ``loss`` USD when you have won, too: first the fund, then the queue.

    >>> state = rest_state(1_000, 300, profit=900, leverage=10)
    >>> state.place, state.yours.amount, round(state.shared, 2)
    (1, 700.0, 257.14)
    """
    winners = (Winner("you", profit, leverage), *OTHERS)
    regimes = regimes_state(loss, fund, assigned=0.6, winners=winners, regimes=FUTURES)
    queue, shared = (share_out(loss, one, regimes.pots)
                     for one in (AUTO_DELEVERAGING, SOCIALISED_LOSS))  # fmt: skip
    return RestState(regimes, queue.queue, shared.levies[0])


def scene(state: RestState) -> Scene[RestState]:
    """Return what the queue shows and says."""
    usual, loss = state.regimes.row(AUTO_DELEVERAGING.name), state.regimes.loss
    amounts = {"loss beyond somebody's margin": loss, "the fund pays": usual.fund,
               "closed by force for": usual.other_traders, "beyond all profits": usual.venue,
               "you, were it shared: given up": state.shared}  # fmt: skip
    facts = [Fact.of(name, much) for name, much in amounts.items()]
    facts.append(Fact("your place in the queue", f"{state.place} of {len(state.queue)}"))
    for given in state.queue:
        name, won = given.winner.name, given.winner.profit
        rank, kept = words.amount(given.winner.rank), won - given.amount
        how = f"{words.amount(won)} at {words.setting(given.winner.leverage)}: {rank}"
        facts += [Fact(f"{name}: profit times leverage", how),
                  Fact.of(f"{name}: given up", given.amount),
                  Fact.of(f"{name}: kept", kept)]  # fmt: skip
    closed = [f"{one.winner.name} {words.money(one.amount)}" for one in state.queue if one.amount]
    mine, place = state.yours, f"You are {state.place} of {len(state.queue)} in the queue"
    title = f"{place} and keep your {words.money(mine.winner.profit)}"
    if mine.amount:
        title = f"{place} and give up {words.money(mine.amount)}"
    elif not closed:
        title = f"The fund pays all {words.money(loss)}, and nobody is closed by force"
    taken = "Nothing is taken from winners."
    if closed:
        order = "the largest profit times leverage first"
        taken = f"The rest comes from winners, {order}: {', '.join(closed)}."
    left = f" {words.money(usual.venue)} is left for the company." if usual.venue else ""
    return Scene(
        state,
        title=title,
        sentence=f"The fund pays {words.money(usual.fund)} of {words.money(loss)}. {taken}{left} "
        f"Shared among all winners, as in 2018, it would cost you {words.money(state.shared)}.",
        facts=(*facts, *borne(state.regimes)),
        seen="On the left three bars of one length, a row a set of rules: who bears the loss. On "
        "the right a bar for each winner, the profit: what is given up comes first, then what is "
        f"kept. Longest given up: {max(state.queue, key=lambda one: one.amount).winner.name}.",
    )
