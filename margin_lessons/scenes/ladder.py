"""The price ladder: how far to the call, the liquidation and zero, for every leverage setting."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from margin_lessons import words
from margin_lessons.account import Account, Position, Side
from margin_lessons.conventions import as_option
from margin_lessons.crossing import Crossings, crossings, largest_position
from margin_lessons.errors import positive
from margin_lessons.position import as_side
from margin_lessons.scenes.gauge import LINES
from margin_lessons.scenes.scene import Fact, Scene
from margin_lessons.scenes.table import Table
from margin_lessons.venue import KRAKEN_SPOT, Venue

ENTRY = 50_000.0
SETTINGS = tuple(range(2, 11))
CUSHION = "cushion from liquidation to zero"


class Size(Enum):
    """How large a position is opened: the same at every setting, or all that a setting allows."""

    FIXED = "always 10,000 USD"
    FULL = "the largest allowed"


@dataclass(frozen=True)
class Rung:
    """One leverage setting: the account it gives and its three prices."""

    leverage: float
    account: Account
    crossings: Crossings

    def move(self, key: str) -> float | None:
        """Return the price move from entry to a line, as a fraction."""
        move: float | None = getattr(self.crossings, key).move_from(ENTRY)
        return move

    @property
    def cushion(self) -> float | None:
        """The room from the liquidation to zero, as a share of the price it starts from."""
        gap = self.crossings.gap_to_zero()
        return None if gap is None else abs(gap)


@dataclass(frozen=True)
class LadderState:
    """All settings of one account, and the one that was chosen."""

    rungs: tuple[Rung, ...]
    chosen: Rung
    size: Size
    side: Side


def ladder_state(
    leverage: float,
    size: Size | str,
    side: Side | str,
    cash: float = 5_000,
    value: float = 10_000,
    venue: Venue = KRAKEN_SPOT,
) -> LadderState:
    """Return the ladder of a position of ``value`` USD ("fixed") or the largest one ("full").

    Raises ``BadInput`` for a size, a side or a setting that there is not, and without cash.

    >>> state = ladder_state(5, "full", "long")
    >>> [round(state.chosen.move(key), 3) for key, _ in LINES]
    [-0.04, -0.12, -0.2]
    >>> round(ladder_state(5, "fixed", "long").chosen.move("liquidation"), 2)
    -0.42
    """
    size, side = as_option("size", size, Size), as_side(side)
    positive("cash", cash, why="a position needs collateral")
    venue.check_leverage(leverage)

    def rung(setting: float) -> Rung:
        empty, volume = Account(cash, venue=venue), value / ENTRY
        if size is Size.FULL:
            volume = largest_position(empty, side, ENTRY, setting)
        account = empty.open(Position(side, volume, ENTRY, setting))
        return Rung(setting, account, crossings(account))

    return LadderState(tuple(map(rung, SETTINGS)), rung(leverage), size, side)


def scene(state: LadderState) -> Scene[LadderState]:
    """Return what the ladder shows and says."""
    chosen = state.chosen
    opened = chosen.account.at(ENTRY)
    moves = [
        Fact(f"{name} at a move of", _move(chosen, key), chosen.move(key)) for key, name in LINES
    ]
    return Scene(
        state,
        title=_title(state),
        sentence=_sentence(chosen),
        facts=(
            Fact.of("leverage setting", chosen.leverage, words.setting),
            Fact("value of the position", words.money(chosen.account.positions[0].cost)),
            Fact("your cash", words.money(chosen.account.cash)),
            Fact("used margin", words.money(opened.used_margin)),
            Fact("level at opening", words.level(opened.level)),
            *moves,
            Fact(CUSHION, _cushion(chosen), chosen.cushion),
        ),
        seen=_seen(state),
        rows=_table(state),
    )


def _move(rung: Rung, key: str) -> str:
    move = rung.move(key)
    return "no such price" if move is None else words.percent(move, signed=True)


def _cushion(rung: Rung) -> str:
    """Return the cushion, and how it follows from the two moves, with the entry price as 100."""
    start, end = rung.move("liquidation"), rung.move("zero_equity")
    if rung.cushion is None or start is None or end is None:
        return "none"
    far, left = (f"{100 * part:.1f}".removesuffix(".0") for part in (abs(end - start), 1 + start))
    return f"{words.percent(rung.cushion)} ({far} of {left})"


def _title(state: LadderState) -> str:
    rung, move = state.chosen, state.chosen.move("liquidation")
    if move is None:
        return "No price closes this account out"
    way = "fall" if move < 0 else "rise"
    size = "full size" if state.size is Size.FULL else "the same size"
    return (
        f"At {words.setting(rung.leverage)} and {size} "
        f"a {way} of {words.percent(abs(move))} closes you out"
    )


def _sentence(rung: Rung) -> str:
    setting, zero = words.setting(rung.leverage), rung.move("zero_equity")
    if rung.cushion is None or zero is None:
        return f"At {setting} this account cannot run out by a price move alone."
    return (
        f"At {setting} everything you put up is gone at a move of "
        f"{words.percent(zero, signed=True)}. The cushion before it is {_cushion(rung)} of the "
        "price at which the liquidation starts."
    )


def _seen(state: LadderState) -> str:
    """Return the bars of three settings and what stands beside them, in words."""
    bars = ", ".join(
        f"from {_move(rung, 'liquidation')} to {_move(rung, 'zero_equity')} at "
        f"{words.setting(rung.leverage)}"
        for rung in (state.rungs[0], state.rungs[3], state.rungs[-1])
    )
    side = "left" if state.side is Side.SHORT else "right"
    return (
        f"A row for each setting, the lowest on top, with a bar from the liquidation to where "
        f"nothing is left, the cushion: {bars}. A curve to their {side} marks the margin call. "
        f"Upright lines mark the three moves at {words.setting(state.chosen.leverage)}."
    )


def _table(state: LadderState) -> Table:
    size = "full size" if state.size is Size.FULL else "the same size"
    rows = []
    for rung in (*state.rungs, *(() if state.chosen in state.rungs else (state.chosen,))):
        opened, mark = rung.account.at(ENTRY), " (chosen)" if rung == state.chosen else ""
        rows.append(
            (words.setting(rung.leverage) + mark,
             words.money(rung.account.positions[0].cost), words.money(opened.used_margin),
             words.level(opened.level), *(_move(rung, key) for key, _ in LINES), _cushion(rung))
        )  # fmt: skip
    cash = words.money(state.chosen.account.cash)
    head = ("setting", "value", "used margin", "level at opening", *(name for _, name in LINES),
            "cushion")  # fmt: skip
    notes = ("Moves are counted from the entry price; the cushion, with the entry price as 100.",)
    return Table(f"A {state.side.value} of {size} on {cash} of cash", head, tuple(rows), notes)
