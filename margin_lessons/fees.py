"""The fee rates of a venue."""

from __future__ import annotations

from dataclasses import dataclass

from margin_lessons.errors import between, positive


@dataclass(frozen=True)
class Fees:
    """Fee rates of a venue, each a fraction of the amount it is charged on.

    ``opening_*`` and ``rollover_*`` are charged on the whole opening cost, the rollover every
    ``rollover_hours`` hours; ``maker`` and ``taker`` on the value traded; ``conversion_*`` on the
    value converted (cash to cash, BTC or ETH with cash, everything else).
    """

    opening_long: float = 0.0
    opening_short: float = 0.0
    rollover_long: float = 0.0
    rollover_short: float = 0.0
    rollover_hours: float = 4.0
    maker: float = 0.0
    taker: float = 0.0
    conversion_cash: float = 0.0
    conversion_major: float = 0.0
    conversion_other: float = 0.0

    def __post_init__(self) -> None:
        for name, given in vars(self).items():
            if name == "rollover_hours":
                rate = positive(name, given, why="a rollover period lasts some time")
            else:
                why = "a fee is a share of the amount it is charged on"
                rate = between(name, given, 0, 1, why=why)
            object.__setattr__(self, name, rate)
