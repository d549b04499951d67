"""What the files of a learner tell together: positions, charges, levels, and what they do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from margin_lessons.history.balances import WalletKey, balance_runs, wallet_rows
from margin_lessons.history.ccxt_positions import ReadPosition
from margin_lessons.history.charges import (
    by_currency,
    liquidations_of,
    position_charges,
    realised_amounts,
)
from margin_lessons.history.entries import (
    BalanceRun,
    ClosedLot,
    ForcedClose,
    LedgerRow,
    LevelAt,
    PositionCharge,
    Realised,
    RealisedKind,
    TradeRow,
)
from margin_lessons.history.found_positions import FoundPosition, found_positions
from margin_lessons.history.layouts import KNOWN_TYPES
from margin_lessons.history.level_moments import LevelMoments, known_levels
from margin_lessons.history.lots import Lots, lots_of
from margin_lessons.history.unknowns import of_files, of_money, of_types
from margin_lessons.own_position import OwnPosition


@dataclass(frozen=True)
class History:
    """Trades and ledger entries of all files, each once and by time; the rest follows from them.

    ``reported`` are positions that a JSON of an exchange lists. ``notes`` say what was passed over,
    ``refused`` why a file among others could not be read; ``dropped`` counts rows that stood there
    more than once.
    """

    files: tuple[str, ...]
    trades: Sequence[TradeRow]
    ledger: Sequence[LedgerRow]
    reported: tuple[ReadPosition, ...] = ()
    notes: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    dropped: int = 0

    @cached_property
    def lots(self) -> Lots:
        """What trades opened and closed."""
        return lots_of(self.trades)

    @cached_property
    def wallets(self) -> Mapping[WalletKey, Sequence[LedgerRow]]:
        """The entries that tell a balance, by wallet, in the order in which they fell."""
        return wallet_rows(self.ledger)

    @cached_property
    def balances(self) -> tuple[BalanceRun, ...]:
        """The balance of each asset in each wallet, recomputed."""
        return balance_runs(self.wallets)

    @cached_property
    def positions(self) -> tuple[FoundPosition, ...]:
        """What is still open by the trades, with the own money behind it where it is told."""
        return found_positions(self.lots.open, self.balances)

    @property
    def closed(self) -> tuple[ClosedLot, ...]:
        """The parts of positions that ended."""
        return self.lots.closed

    @property
    def own_positions(self) -> tuple[OwnPosition, ...]:
        """All open positions of which everything is known, from trades and from JSON."""
        found = (one.own for one in self.positions)
        told = (one.position for one in self.reported)
        return tuple(one for one in (*found, *told) if one is not None)

    @cached_property
    def liquidations(self) -> tuple[ForcedClose, ...]:
        """The liquidations that were found."""
        return liquidations_of(self.trades, self.ledger, self.closed)

    @cached_property
    def rollovers(self) -> tuple[PositionCharge, ...]:
        """Rollover fees of each position, by currency."""
        return position_charges(self.ledger, "rollover")

    @cached_property
    def funding(self) -> tuple[PositionCharge, ...]:
        """Funding of each position, by currency, where the ledger has a type of that name."""
        return position_charges(self.ledger, "funding")

    @cached_property
    def realised(self) -> tuple[Realised, ...]:
        """Profits, losses, fees and rollovers on margin, by the time at which they fell."""
        return realised_amounts(self.trades, self.ledger, self.closed)

    @property
    def realised_sums(self) -> dict[str, dict[RealisedKind, Decimal]]:
        """The sums of ``realised``, by currency and kind."""
        return by_currency(self.realised)

    @cached_property
    def level_moments(self) -> LevelMoments:
        """The margin level where it is known, and sentences on where it is not."""
        return known_levels(self.lots.then, self.wallets)

    @property
    def levels(self) -> tuple[LevelAt, ...]:
        """The margin level over time, at the moments whose price the files tell."""
        return self.level_moments.known

    @cached_property
    def unknown_types(self) -> Counter[str]:
        """How many entries have a type whose meaning was not read; they are in the balances."""
        return Counter(
            row.entry_type
            for row in self.ledger
            if row.entry_type not in KNOWN_TYPES.get(row.venue, frozenset())
        )

    @cached_property
    def cannot_be_known(self) -> tuple[str, ...]:
        """What these files cannot tell, in sentences."""
        breaks = [sentence for run in self.balances for sentence in run.breaks]
        return (
            *of_files(self.trades, self.ledger),
            *self.lots.unknown,
            *of_money(self.trades, self.ledger, self.closed),
            *self.level_moments.unknown,
            *of_types(self.unknown_types),
            *breaks,
        )
