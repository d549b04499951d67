"""One loss under seven sets of rules: who bears it, and whether the client can end up owing."""

from __future__ import annotations

from dataclasses import dataclass

from margin_lessons import words
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
from margin_lessons.scenes.payments import story_wallets
from margin_lessons.scenes.scene import Fact, Scene
from margin_lessons.scenes.table import Table

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
    KRAKEN_SPOT_MARGIN: "spot margin (Kraken, December 2024)",
    KRAKEN_DERIVATIVES: "futures, margin in one coin (Kraken, not in the US)",
    KRAKEN_LINEAR: "futures, margin in several currencies (Kraken, not in the US)",
    KRAKEN_US_DERIVATIVES: "futures in the US (the clearing firm)",
    AUTO_DELEVERAGING: "futures with a fund (what is usual now)",
    INSURANCE_FUND: "futures with a fund, in 2016 (Deribit, history)",
    SOCIALISED_LOSS: "futures, loss shared, in 2018 (OKEx, history)",
}
"""A row of the table each: a product, and in brackets whose it is."""

SAID = {
    Standing.PUBLISHED: "published",
    Standing.PARTLY: "published in part",
    Standing.REPORTED: "reported",
}


def product(regime: Regime) -> str:
    """Return what a regime's product is called here."""
    return ROWS[regime].split(" (")[0]


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
    pool: float = 0.0,
) -> RegimesState:
    """Return who bears ``loss`` USD beyond the margin under every regime.

    ``wallets`` multiplies what the story's client holds; ``assigned`` is the share of the position
    that volunteers take over. ``fund`` and ``company`` are USD, and so is ``pool``, what the venue
    chooses to spend of its liquidity pool.

    >>> state = regimes_state(1_000, fund=300, assigned=0.6)
    >>> [round(row.client_owes, 2) for row in state.rows]
    [264.3, 0.0, 0.0, 1000.0, 0.0, 0.0, 0.0]
    >>> [row.other_traders for row in state.rows]
    [0.0, 1000.0, 1000.0, 0.0, 700.0, 700.0, 1000.0]
    """
    held = story_wallets(wallets)
    pots = Pots(held, assigned=assigned, fund=fund, pool=pool, company=company)
    return RegimesState(loss, pots, held, compare(Debt(loss), pots))


def parties(row: WhoPays) -> tuple[tuple[Layer, str, float], ...]:
    """Return each link of the regime's chain with its name and what it bears."""
    return tuple((layer, PARTIES[layer], row.borne_by(layer)) for layer in row.regime.chain)


def scene(state: RegimesState) -> Scene[RegimesState]:
    """Return what the comparison shows and says."""
    facts = [
        Fact.of("loss beyond your margin", state.loss),
        Fact("rules under which you still owe", f"{state.owing} of {len(state.rows)}", state.owing),
    ]
    for row in state.rows:
        name = product(row.regime)
        facts.append(Fact(f"{name}: can you owe?", _may_owe(row)))
        facts += [Fact.of(f"{name}: {who}", amount) for _, who, amount in parties(row)]
        if row.recovery is not None:
            facts.append(Fact.of(f"{name}: conversion fees on top", row.fees))
    return Scene(
        state,
        title=_title(state),
        sentence=_sentence(state),
        facts=tuple(facts),
        seen="Seven bars of one length, a row each: the loss is never shorter, only its owners "
        f"change. {_seen(state)}",
        rows=_table(state),
    )


def _may_owe(row: WhoPays) -> str:
    may = "yes" if row.regime.client_may_owe else "no"
    return f"{may}, {SAID[row.regime.standing]}"


def _table(state: RegimesState) -> Table:
    yours = (Layer.CLIENT, Layer.OWED)
    rows = tuple(
        (
            ROWS[row.regime],
            _may_owe(row),
            words.money(row.client_paid),
            words.money(row.client_owes),
            ", ".join(
                f"{who} {words.money(much)}" for layer, who, much in parties(row)
                if layer not in yours and much > 0
            ) or "nobody else",
        )
        for row in state.rows
    )  # fmt: skip
    fees = words.money(state.rows[0].fees)
    return Table(
        f"Who bears a loss of {words.money(state.loss)}",
        ("product, and whose", "can you owe?", "you pay", "you still owe", "others bear"),
        rows,
        (
            f"{_title(state)}.",
            f"Conversion fees of {fees} come on top of what your wallets pay.",
            "Invented: what volunteers take, and what fund, pool and company hold.",
        ),
    )


def _seen(state: RegimesState) -> str:
    """Return who bears the largest part of the loss in each row, from the top."""
    most = (max(parties(row), key=lambda part: part[2])[1] for row in state.rows)
    return f"The longest part of each, from the top: {'; '.join(most)}."


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
        f"nothing is owed, because others take the loss. {helped}, {rest}; {history}. What a fund "
        "holds and volunteers take is invented."
    )
