"""The price ladder: how far to the call, the liquidation and zero, for every leverage setting."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np

from margin_lessons.account import Account, Position
from margin_lessons.crossing import Crossings, crossings, largest_position
from margin_lessons.errors import BadInput, positive, shown
from margin_lessons.figures import words
from margin_lessons.figures.drawing import Drawing, nice_ceiling, stack_labels
from margin_lessons.figures.gauge import LINES
from margin_lessons.figures.readout import Fact, Readout
from margin_lessons.venue import KRAKEN_SPOT, Venue

ENTRY = 50_000.0
SETTINGS = tuple(range(2, 11))


@dataclass(frozen=True)
class Rung:
    """One leverage setting: the account it gives and its three prices."""

    leverage: float
    account: Account
    crossings: Crossings

    def move(self, key: str) -> float | None:
        """Return the price move from entry to a line, as a fraction."""
        return getattr(self.crossings, key).move_from(ENTRY)


@dataclass(frozen=True)
class LadderState:
    """All settings of one account, and the one that was chosen."""

    rungs: tuple[Rung, ...]
    chosen: Rung
    full_size: bool

    @property
    def side(self) -> str:
        """The side of the position, as a word."""
        return self.chosen.account.positions[0].side.value


def ladder_state(
    leverage: float,
    size: str,
    side: str,
    cash: float = 5_000,
    value: float = 10_000,
    venue: Venue = KRAKEN_SPOT,
) -> LadderState:
    """Return the ladder of a position of ``value`` USD ("fixed") or the largest ("full").

    >>> state = ladder_state(5, "full", "long")
    >>> [round(state.chosen.move(key), 3) for key, _ in LINES]
    [-0.04, -0.12, -0.2]
    >>> round(ladder_state(5, "fixed", "long").chosen.move("liquidation"), 2)
    -0.42
    """
    if size not in ("fixed", "full"):
        raise BadInput(f"size {shown(size)} is not one of fixed, full: choose one of these.")
    positive("cash", cash, why="a position needs collateral")
    venue.check_leverage(leverage)

    def rung(setting: float) -> Rung:
        empty = Account(cash, venue=venue)
        volume = value / ENTRY if size == "fixed" else largest_position(empty, side, ENTRY, setting)
        account = empty.open(Position(side, volume, ENTRY, setting))
        return Rung(setting, account, crossings(account))

    return LadderState(tuple(map(rung, SETTINGS)), rung(leverage), size == "full")


def readout(state: LadderState) -> Readout:
    """Return the words of the ladder."""
    rung = state.chosen
    account = rung.account
    gap = rung.crossings.gap_to_zero()
    facts = [
        Fact("leverage setting", words.setting(rung.leverage), rung.leverage),
        Fact("value of the position", words.money(account.positions[0].cost)),
        Fact("your cash", words.money(account.cash)),
        Fact("used margin", words.money(account.used_margin(ENTRY))),
        Fact("level at opening", words.level(float(account.level(ENTRY)))),
    ]
    for key, name in LINES:
        move = rung.move(key)
        text = "no such price" if move is None else words.percent(move, signed=True)
        facts.append(Fact(f"{name} at a move of", text, move))
    text = "none" if gap is None else words.percent(abs(gap))
    facts.append(Fact("cushion from liquidation to zero", text, None if gap is None else abs(gap)))
    return Readout(
        title=_title(state),
        sentence=_sentence(state, gap),
        facts=tuple(facts),
        picture="Line chart over the leverage settings 2x to 10x: the price move to the margin "
        "call, to the liquidation and to the price where nothing is left.",
    )


def _title(state: LadderState) -> str:
    rung = state.chosen
    move = rung.move("liquidation")
    if move is None:
        return "No price closes this account out"
    way = "fall" if move < 0 else "rise"
    size = "full size" if state.full_size else "the same size"
    return (
        f"At {words.setting(rung.leverage)} and {size} "
        f"a {way} of {words.percent(abs(move))} closes you out"
    )


def _sentence(state: LadderState, gap: float | None) -> str:
    setting = words.setting(state.chosen.leverage)
    zero = state.chosen.move("zero_equity")
    if gap is None or zero is None:
        return f"At {setting} this account cannot run out by a price move alone."
    return (
        f"At {setting} everything you put up is gone at a move of "
        f"{words.percent(zero, signed=True)}; once the liquidation starts, "
        f"{words.percent(abs(gap))} of price lies between it and a debt."
    )


class LadderDrawing(Drawing):
    """Move against setting: three curves, and the cushion of the chosen setting."""

    prediction_axis = "y"

    def build(self) -> None:
        self.ax = self.axes(0.105, 0.155, 0.645, 0.70)
        self.ax.set_xlabel("leverage setting")
        self.ax.set_ylabel("price move from entry")
        self.ax.yaxis.set_major_formatter(lambda value, _: words.percent(value, 0, signed=True))
        self.ax.set_xlim(1.7, 10.3)
        self.ax.set_xticks(SETTINGS, [words.setting(s) for s in SETTINGS])
        self.ax.axhline(0, color=self.palette.loan.color, linewidth=1.0)
        marks = {"call": "v", "liquidation": "D", "zero_equity": "X"}
        self.curves = {
            key: self.line(self.ax, getattr(self.palette, key), marker=marks[key], markersize=6)
            for key, _ in LINES
        }
        self.picked = {
            key: self.line(
                self.ax, getattr(self.palette, key), 0, marker=marks[key], markersize=12, zorder=5
            )
            for key, _ in LINES
        }
        self.cushion = self.line(self.ax, self.palette.debt, 7.0, alpha=0.45, zorder=3)
        self.chosen = self.line(self.ax, self.palette.loan, 1.2)
        self.names = [self.label(self.ax, getattr(self.palette, key)) for key, _ in LINES]
        for label, (_, name) in zip(self.names, LINES, strict=True):
            label.set_text(name)
        inks = (*(getattr(self.palette, key) for key, _ in LINES), self.palette.debt)
        self.values = [self.label(self.ax, ink, weight="bold", zorder=6) for ink in inks]
        self.guess = self.line(self.ax, self.palette.prediction)
        self.guess_label = self.label(self.ax, self.palette.prediction, zorder=6)

    def frame(self, state: LadderState) -> Hashable:
        moves = [r.move(key) or 0.0 for r in (*state.rungs, state.chosen) for key, _ in LINES]
        far = max(moves, key=abs)
        ends = [-0.08 * far, far]
        # A prediction has its line, unless it is out of all reason.
        said = self._prediction[0] if self._prediction else 0.0
        ends += [said] if abs(said) <= 1.5 else []
        return tuple(
            float(np.sign(end) * nice_ceiling(abs(end) * 1.1)) for end in (min(ends), max(ends))
        )

    def set_frame(self, frame: tuple) -> None:
        self.ax.set_ylim(*frame)

    def update(self, state: LadderState) -> None:
        self.title.set_text(readout(state).title)
        low, high = self.ax.get_ylim()
        chosen, ends, at = state.chosen.leverage, [], []
        for (key, _), name, value in zip(LINES, self.names, self.values[:3], strict=True):
            moves = [np.nan if r.move(key) is None else r.move(key) for r in state.rungs]
            self.curves[key].set_data(SETTINGS, moves)
            name.set_visible(bool(np.isfinite(moves[-1])))
            ends.append(moves[-1])
            move = state.chosen.move(key)
            for artist in (self.picked[key], value):
                artist.set_visible(move is not None)
            if move is not None:
                self.picked[key].set_data([chosen], [move])
                value.set_text(words.percent(move, signed=True))
            at.append(low if move is None else move)
        at.append(self._cushion(state.chosen))
        right = chosen <= np.mean(SETTINGS)
        for value in self.values:
            value.set_ha("left" if right else "right")
        gap = (high - low) * 0.085
        stack_labels(self.values, at, gap, x=chosen + (0.22 if right else -0.22))
        self.chosen.set_data([chosen] * 2, [low, high])
        self.draw_prediction(self.guess, self.guess_label, 4.6, 0)
        # Off the chart it is said where the curves are not.
        self.guess_label.set_y(0.85 * max(low, high, key=abs))
        names = [*self.names, *([self.guess_label] if self.guess.get_visible() else [])]
        ends.append(self._prediction[0] if self._prediction else low)
        stack_labels(names, ends, gap, x=10.45)

    def _cushion(self, rung: Rung) -> float:
        """Draw the room between liquidation and zero; return the height its label wants."""
        gap, label = rung.crossings.gap_to_zero(), self.values[-1]
        for artist in (self.cushion, label):
            artist.set_visible(gap is not None)
        if gap is None:
            return 0.0
        ends = [rung.move("liquidation"), rung.move("zero_equity")]
        self.cushion.set_data([rung.leverage] * 2, ends)
        label.set_text(f"cushion {words.percent(abs(gap))}")
        return float(np.mean(ends))

    def read_back(self) -> dict[str, float]:
        shown = {"leverage setting": float(self.chosen.get_xdata()[0])}
        for key, name in LINES:
            if self.picked[key].get_visible():
                shown[f"{name} at a move of"] = float(self.picked[key].get_ydata()[0])
        return shown
