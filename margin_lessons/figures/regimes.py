"""One loss under seven sets of rules: who bears it, and whether the client can end up owing."""

from __future__ import annotations

from dataclasses import dataclass

from margin_lessons.debt import (
    AUTO_DELEVERAGING,
    INSURANCE_FUND,
    KRAKEN_DERIVATIVES,
    KRAKEN_LINEAR,
    KRAKEN_SPOT_MARGIN,
    KRAKEN_US_DERIVATIVES,
    SOCIALISED_LOSS,
    Debt,
    Layer,
    Pots,
    Regime,
    Standing,
    Wallet,
    WhoPays,
    compare,
)
from margin_lessons.figures import words
from margin_lessons.figures.readout import Fact, Readout
from margin_lessons.figures.waterfall import story_wallets

PARTIES = {
    Layer.CLIENT: "you pay",
    Layer.OWED: "you still owe",
    Layer.PROVIDERS: "volunteers",
    Layer.POOL: "the pool, by choice",
    Layer.FUND: "the fund",
    Layer.COMPANY: "the company",
    Layer.COUNTERPARTIES: "opposite traders",
    Layer.WINNERS: "all winners",
}
"""What each link of a chain is called here; protection by discretion has a panel of its own."""

ROWS = {
    KRAKEN_SPOT_MARGIN: "spot margin\n(Kraken, December 2024)",
    KRAKEN_DERIVATIVES: "futures, margin in one coin\n(Kraken, not in the US)",
    KRAKEN_LINEAR: "futures, margin in several\ncurrencies (Kraken, not US)",
    KRAKEN_US_DERIVATIVES: "futures in the US\n(the clearing firm)",
    AUTO_DELEVERAGING: "futures with a fund\n(what is usual now)",
    INSURANCE_FUND: "futures with a fund, in 2016\n(Deribit, history)",
    SOCIALISED_LOSS: "futures, loss shared, in 2018\n(OKEx, history)",
}
"""The words beside each bar, on two lines: a product, and in brackets whose it is."""

SAID = {
    Standing.PUBLISHED: "published",
    Standing.PARTLY: "published in part",
    Standing.REPORTED: "reported",
}


def product(regime: Regime) -> str:
    """Return what a regime's product is called here."""
    return " ".join(ROWS[regime].split()).split(" (")[0]


@dataclass(frozen=True)
class RegimesState:
    """One loss beyond the client's margin, and who bears it under each regime."""

    loss: float
    pots: Pots
    wallets: tuple[Wallet, ...]
    rows: tuple[WhoPays, ...]

    @property
    def owing(self) -> int:
        """Under how many regimes the client still owes money at the end."""
        return sum(row.client_owes > 0 for row in self.rows)

    def row(self, name: str) -> WhoPays:
        """Return the row of the regime called ``name``."""
        return next(row for row in self.rows if row.regime.name == name)


def regimes_state(
    loss: float,
    fund: float = 0.0,
    wallets: float = 1.0,
    assigned: float = 1.0,
    company: float = 0.0,
    pool: bool = False,
) -> RegimesState:
    """Return who bears ``loss`` USD beyond the margin under every regime.

    ``wallets`` multiplies what the story's client holds; ``fund`` and ``company`` are USD;
    ``assigned`` is the share of the position that volunteers take over; with ``pool`` the venue
    chooses to spend of its liquidity pool, which holds here as much as a fund.

    >>> state = regimes_state(1_000, fund=300, assigned=0.6)
    >>> [round(row.client_owes, 2) for row in state.rows]
    [264.3, 0.0, 0.0, 1000.0, 0.0, 0.0, 0.0]
    >>> [row.other_traders for row in state.rows]
    [0.0, 1000.0, 1000.0, 0.0, 700.0, 700.0, 1000.0]
    """
    held = story_wallets(wallets)
    pots = Pots(held, assigned=assigned, fund=fund, pool=fund if pool else 0.0, company=company)
    return RegimesState(loss, pots, held, compare(Debt(loss), pots))


def parties(row: WhoPays) -> tuple[tuple[Layer, str, float], ...]:
    """Return each link of the regime's chain with its name and what it bears."""
    return tuple((layer, PARTIES[layer], row.borne_by(layer)) for layer in row.regime.chain)


def readout(state: RegimesState) -> Readout:
    """Return the words of the comparison."""
    facts = [
        Fact("loss beyond your margin", words.money(state.loss), state.loss),
        Fact("rules under which you still owe", f"{state.owing} of {len(state.rows)}", state.owing),
    ]
    for row in state.rows:
        name = product(row.regime)
        may = "yes" if row.regime.client_may_owe else "no"
        facts.append(Fact(f"{name}: can you owe?", f"{may}, {SAID[row.regime.standing]}"))
        facts += [
            Fact(f"{name}: {who}", words.money(amount), amount) for _, who, amount in parties(row)
        ]
        if row.recovery is not None:
            facts.append(Fact(f"{name}: conversion fees on top", words.money(row.fees), row.fees))
    return Readout(
        title=_title(state),
        sentence=_sentence(state),
        facts=tuple(facts),
        picture="Seven bars of the same length, one for each product and company, divided among "
        "those who bear the loss; beside each stands whether the client can owe money.",
    )


def _title(state: RegimesState) -> str:
    rules = f"{state.owing} of {len(state.rows)} sets of rules"
    return f"The same loss of {words.money(state.loss)} leaves you owing under {rules}"


def _sentence(state: RegimesState) -> str:
    spot, usual, then = state.rows[0], state.row(AUTO_DELEVERAGING.name), state.rows[-2]
    owed, left = spot.client_owes, usual.other_traders
    yours = f"{words.money(owed)} stays owed" if owed > 0 else "you owe nothing"
    helped = (
        f"Where a fund pays {words.money(usual.fund)}" if usual.fund else "Where the fund is empty"
    )
    other = f"the other {words.money(left)}" if usual.fund else f"all {words.money(left)}"
    rest = (
        f"opposite traders lose their positions for {other}"
        if left > 0
        else "the others keep what they have"
    )
    added = f" after {words.money(then.venue)} from the company" if then.venue else ""
    levied = then.other_traders
    history = (
        f"under the rules of 2016 all winners gave up {words.money(levied)}{added}"
        if levied > 0
        else f"under the rules of 2016 winners kept their profit{added}"
    )
    return (
        f"On spot margin your wallets pay {words.money(spot.client_paid)} and {yours}. With "
        f"futures in the US all {words.money(state.loss)} is owed, to another company, which "
        "claims the whole and does not hold those wallets. With the same brand's futures elsewhere "
        f"nothing is owed, because others take the loss. {helped}, {rest}; {history}."
    )
