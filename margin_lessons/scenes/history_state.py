"""The state of the history reader: what files tell, the position that is chosen, what is shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from margin_lessons import words
from margin_lessons.errors import BadInput
from margin_lessons.history import History, read_history
from margin_lessons.history.samples import sample
from margin_lessons.own_position import OwnPosition
from margin_lessons.scenes.scene import Fact

KRAKEN = ("2019", "2021", "2022", "2024", "2025", "2026")
BITSTAMP = ("2013", "2022", "2024")
LISTED = {"Binance": "binance", "Bybit": "bybit", "Deribit": "deribit",
          "Hyperliquid": "hyperliquid", "Kraken futures": "kraken_futures",
          "Kraken spot": "kraken_spot", "OKX": "okx"}  # fmt: skip
"""The years of the samples' layouts, and whose positions are listed as JSON."""

PAULA = ("paula_trades.csv", "paula_ledgers.csv")
"""The export of the story, which is invented."""

SAMPLED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Paula, 60 days on Kraken", PAULA),
    *((f"Kraken, columns of {year}", (f"kraken_trades_{year}.csv", f"kraken_ledgers_{year}.csv"))
      for year in KRAKEN),
    *((f"Bitstamp, columns of {year}", (f"bitstamp_{year}.csv",)) for year in BITSTAMP),
    *((f"positions as JSON, {name}", (f"positions_{file}.json",)) for name, file in LISTED.items()),
)  # fmt: skip
"""The samples by name, each with its files: all of it is invented, and the layouts are not."""


class HistoryView(Enum):
    """What is looked at of a history."""

    COST = "what it cost"
    LEVEL = "margin level over time"
    OPEN = "open positions"


class OpenOne(NamedTuple):
    """An open position as the files tell it: its words, its value where all is known, else why."""

    words: str
    own: OwnPosition | None
    why: str


@dataclass(frozen=True, eq=False)
class HistoryState:
    """What some files tell; ``chosen`` is the place of one open position, from 0.

    ``unseen`` where a sample was chosen beside files of the learner's own, which come first.
    """

    history: History
    view: HistoryView
    chosen: int
    unseen: bool = False

    @property
    def open(self) -> tuple[OpenOne, ...]:
        """The open positions, from trades and from a list of an exchange."""
        found = [
            OpenOne(f"{one.side.value} of {words.coins(one.volume, one.coin)}", one.own,
                    " ".join(one.unknown))
            for one in self.history.positions
        ]  # fmt: skip
        told = [
            OpenOne(f"{one.symbol} ({one.exchange or 'exchange not told'})", one.position,
                    one.missing) for one in self.history.reported
        ]  # fmt: skip
        return (*found, *told)

    @property
    def position(self) -> OpenOne | None:
        """The chosen one, the last where there are fewer; None where nothing is open."""
        return self.open[min(self.chosen, len(self.open) - 1)] if self.open else None

    @property
    def currency(self) -> str:
        """The currency in which most of the amounts fell."""
        named = [one.currency for one in self.history.realised]
        return max(sorted(set(named)), key=named.count) if named else "USD"

    @property
    def facts(self) -> list[Fact]:
        """What was read, and what was passed over."""
        read = self.history
        charges = sum(one.charges for one in read.rollovers)
        return [
            Fact("files", ", ".join(read.files)),
            Fact("trades", f"{len(read.trades):,}"),
            Fact("rows of a ledger", f"{len(read.ledger):,}"),
            Fact("counted once though twice there", f"{read.dropped:,}"),
            Fact("open positions", f"{len(self.open):,}"),
            Fact("liquidations found", f"{len(read.liquidations):,}"),
            Fact("rollovers", f"{charges:,}"),
            Fact("what cannot be known", f"{len(self.unknown):,}"),
        ]

    @property
    def unknown(self) -> tuple[str, ...]:
        """What could not be read or be known, in sentences."""
        read = self.history
        return (*read.refused, *read.notes, *read.cannot_be_known)


def history_state(
    files: History | None, names: tuple[str, ...], view: HistoryView = HistoryView.COST,
    chosen: float = 1.0,
) -> HistoryState:  # fmt: skip
    """Return what the learner's files tell, or those of a sample where none are given.

    >>> state = history_state(None, ("paula_trades.csv", "paula_ledgers.csv"))
    >>> len(state.history.ledger), state.position.own.cash
    (362, 7292.5)
    """
    read = of_sample(names) if files is None else files
    return HistoryState(read, view, int(chosen) - 1, unseen=files is not None and names != PAULA)


@lru_cache(maxsize=16)
def of_sample(names: tuple[str, ...]) -> History:
    """Return what the files of a sample tell."""
    return read_history(*(sample(name) for name in names))


def chosen_position(state: HistoryState) -> OwnPosition:
    """Return the chosen position, to be kept; ``BadInput`` where not all of it is known."""
    one = state.position
    if one is None:
        raise BadInput("No open position is in these files: there is nothing to keep.")
    if one.own is None:
        raise BadInput(f"The position {one.words} cannot be kept: {one.why}")
    return one.own
