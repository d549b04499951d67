"""The state of the position doctor: a position as it was typed, its diagnosis, what is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from margin_lessons import words
from margin_lessons.account import Account
from margin_lessons.crossing import Crossing
from margin_lessons.doctor import DAYS, OWN_BARS, USUAL, Choices, Diagnosis, Residence, diagnose
from margin_lessons.market.bars import Bars
from margin_lessons.own_position import MarginMode, ProductKind
from margin_lessons.position import Side
from margin_lessons.risk.own_bars import LEAST_BARS
from margin_lessons.scenes.risk_words import MARKETS
from margin_lessons.scenes.scene import Fact
from margin_lessons.scenes.typed_position import (
    OFFERED,
    DoctorView,
    TradedAs,
    Typed,
    typed_position,
)

WHOLE = 1_000
"""From so much money on no model knows the cents."""

CALL = "margin call"
"""How the course calls what the doctor's prices call a call."""


OWN_MARKET = "my own bars"
"""What the panel calls the market of a file."""

NO_BARS = (
    "No bars of yours have come. Behind “More controls”, drop a CSV file of hourly or daily "
    f"prices: time, open, high, low, close, and {LEAST_BARS} rows or more."
)
"""What a learner is told who chose bars of their own and dropped none."""


@dataclass(frozen=True, eq=False)
class DoctorState:
    """A position, what the doctor finds, and what of it is looked at.

    ``market`` is the preset whose chances are counted, or ``OWN_BARS``; ``bars`` are the learner's
    own, None where no file has come. ``days`` is the horizon looked at closely.
    """

    view: DoctorView
    typed: Typed
    diagnosis: Diagnosis
    market: str
    days: float
    bars: Bars | None = None

    @property
    def now(self) -> float:
        """The price now; the entry where it was not given."""
        position = self.typed.position
        return position.entry if position.price is None else position.price

    @property
    def falling(self) -> bool:
        """Whether falling prices hurt."""
        return self.diagnosis.prices.falling

    @property
    def liquidated(self) -> bool:
        """Whether it would be liquidated at the price that is looked at."""
        return self.diagnosis.prices.three.liquidation.passed(self.now)

    @cached_property
    def lines(self) -> Mapping[str, Crossing]:
        """The prices that matter by name; a contract has no margin call."""
        named = self.diagnosis.prices.named
        called = isinstance(self.diagnosis.holding, Account)
        return {CALL if name == "call" else name: one for name, one in named.items()
                if name != "call" or called}  # fmt: skip

    @property
    def gap(self) -> float | None:
        """The jump from the liquidation that makes a debt, as a share of it."""
        return self.diagnosis.debt_gap

    @property
    def market_words(self) -> str:
        """What the panel calls the market of the chances."""
        return OWN_MARKET if self.market == OWN_BARS else MARKETS[self.market]

    @property
    def drawn(self) -> Bars | None:
        """The bars of one's own that the chances are drawn from; None where they are of a model."""
        return self.bars if self.market == OWN_BARS else None

    @property
    def no_odds(self) -> str:
        """Why no chance is counted, in one sentence or two; empty where they are."""
        missing = self.market == OWN_BARS and self.bars is None
        return self.diagnosis.no_odds or (NO_BARS if missing else "")

    @property
    def unknown(self) -> tuple[str, ...]:
        """What is not known or does not fit, in sentences."""
        late = () if self.no_odds != NO_BARS else (NO_BARS,)
        notes = () if self.drawn is None else self.drawn.notes
        return tuple(dict.fromkeys((*self.typed.unknown, *self.diagnosis.doubts, *late, *notes)))

    @property
    def told(self) -> str:
        """What is not known or does not fit of what was typed, as it is told at once."""
        return " ".join(one[0].upper() + one[1:] for one in self.typed.unknown)

    @property
    def currency(self) -> str:
        """The currency of its prices."""
        return self.typed.position.currency

    def away(self, name: str) -> float | None:
        """Return how far a line is from the price now, as a share; None where there is none."""
        found = self.lines.get(name)
        return None if found is None else found.move_from(self.now)

    def price(self, value: float | None) -> str:
        """Return a price with its currency."""
        return "no such price" if value is None else words.price(value, self.currency)

    def money(self, value: float) -> str:
        """Return money in the unit of the margin: coins for an inverse contract of its own."""
        unit = self.diagnosis.unit
        inverse = unit == self.typed.position.coin
        if inverse:
            return words.coins(value, unit)
        return words.money(value, unit, 0 if abs(value) >= WHOLE else None)

    @property
    def facts(self) -> list[Fact]:
        """What the position is, as it was typed."""
        one = self.typed.position
        inverse = one.product is ProductKind.INVERSE
        write, unit = (words.money, one.currency) if inverse else (words.coins, one.coin)
        price = "not given" if one.price is None else self.price(one.price)
        level = self.diagnosis.prices.level
        return [
            Fact("position", f"{one.side.value} of {write(one.volume, unit)}"),
            Fact("entry", self.price(one.entry), one.entry),
            Fact("own money", words.money(one.cash, one.currency), one.cash),
            Fact("own coins", words.coins(one.coins, one.coin), one.coins),
            Fact("leverage", words.setting(one.leverage), one.leverage),
            Fact("traded as", TradedAs.of(one).words),
            Fact("price now", price, one.price),
            Fact("margin level now", "not known" if level is None else words.level(level), level),
            *([Fact("what does not fit", self.told)] if self.told else []),
        ]  # fmt: skip


@lru_cache(maxsize=64)
def doctor_state(
    view: DoctorView = DoctorView.PRICES, volume: float = 0.5, cash: float = 10_000.0,
    side: Side = Side.LONG, entry: float = 60_000.0, price: float | None = 60_000.0,
    leverage: float = 5.0, traded: TradedAs = OFFERED[0], mode: MarginMode = MarginMode.CROSS,
    coins: float = 0.0, margin: float | None = None, maintenance: float | None = None,
    coin: str = "BTC", currency: str = "USD", market: str = "ordinary year", days: float = 30.0,
    add: float = 3_000.0, cut: float = 0.5, stop: float = 0.05, setting: float = 2.0,
    home: Residence = Residence.EEA, bars: Bars | None = None,
) -> DoctorState:  # fmt: skip
    """Return what the doctor finds of a position as it was typed.

    ``add``, ``cut``, ``stop`` and ``setting`` are what the answers do: money, a share that is sold,
    how far off a stop waits, another leverage. Raises ``BadInput`` for what is no position.

    >>> state = doctor_state(cash=7_292.5, price=56_000)
    >>> round(state.away("liquidation"), 4), round(state.gap, 4)
    (-0.1033, -0.0956)
    """
    typed = typed_position(side, volume, entry, cash, coins, leverage, traded, mode, price, margin,
                           maintenance, coin, currency)  # fmt: skip
    choices = Choices(add=add or None, cut=cut, stop=stop, leverage=setting)
    own = market == OWN_BARS
    # Over bars the horizons share their paths: asked alone, one would give another chance.
    span = DAYS if own or view is DoctorView.CHANCES else (days,)
    found = diagnose(typed.position, presets=USUAL if own else (market,), days=span,
                     residence=home, choices=choices)  # fmt: skip
    if own:  # without a file there is no market, and all but the chances is known
        found = replace(found, sources=() if bars is None else (bars,))
    return DoctorState(view, typed, found, market, days, bars)
