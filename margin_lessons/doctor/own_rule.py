"""A rule for oneself, written from blanks: how large, how much beside it, when I act, what I do.

Each blank is checked against the others by the prices of the position that the rule allows, so a
rule that comes too late is told so before money is in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from margin_lessons import words
from margin_lessons.account import Account
from margin_lessons.cross_margin import CrossMargin
from margin_lessons.crossing import Crossing, crossing
from margin_lessons.doctor.danger_prices import DangerPrices
from margin_lessons.doctor.holdings import coin_of, level_of
from margin_lessons.errors import BadInput, between, number, of_kind, positive, shown
from margin_lessons.orders import offset_trigger
from margin_lessons.own_holding import as_worded
from margin_lessons.own_position import Held, MarginMode, OwnPosition, ProductKind
from margin_lessons.position import Side
from margin_lessons.venue import KRAKEN_SPOT

MOST = 80
"""The most letters of a blank that is written in words."""


_ASKED = {"act": "what I do then", "looks": "when I look", "never": "what I never do"}
"""The blanks that are written in words."""


@dataclass(frozen=True)
class OwnRule:
    """The blanks of a rule, filled in.

    ``size`` is the largest position, ``buffer`` the money that lies free beside its margin, both in
    the ``currency``; ``leverage`` the highest setting. ``act_level`` is the margin level at which I
    act (1.5 is 150 %) and ``act`` what I do then. ``stop`` is how far from the entry my stop waits,
    as a share of it. ``looks`` is when I look, ``never`` what I never do. ``coin_price`` is what a
    coin costs, which only tiers ask for. ``written`` is the day, as text, or empty. Raises
    ``BadInput`` for a blank that is empty or too long, and for a rule
    that comes too late: an ``act_level`` at which the venue acts already, or at which the position
    would begin, and a stop beyond the liquidation.

    >>> rule = OwnRule(10_000, 2, 3_000, 1.2, "close half", 0.1, "at 8, 14 and 22", "add to a loss")
    >>> round(rule.acts_at, 4), round(rule.prices.away("liquidation"), 4)
    (-0.2, -0.6)
    >>> OwnRule(10_000, 5, 100, 0.7, "close half", 0.1, "daily", "add to a loss")
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: level 70.0% at which I act is not above 80.0%, where \
Kraken spot margin may act itself: act before it does.
    """

    size: float
    leverage: float
    buffer: float
    act_level: float
    act: str
    stop: float
    looks: str
    never: str
    side: Side = Side.LONG
    product: ProductKind = ProductKind.SPOT_MARGIN
    venue: str = KRAKEN_SPOT.name
    currency: str = "USD"
    maintenance: float | None = None
    coin_price: float = 100.0
    written: str = ""

    def __post_init__(self) -> None:
        kept: dict[str, object] = {
            "size": positive("size", self.size, why="a limit of nothing allows no position"),
            "leverage": number("leverage", self.leverage, why="it is the highest setting"),
            "buffer": positive(
                "buffer", self.buffer, why="without money beside it the first move is a call"
            ),
            "act_level": positive("level at which I act", self.act_level, why="1.5 is 150 %"),
            "stop": positive("stop", self.stop, why="it is a share of the entry price"),
            **{name: _blank(name, getattr(self, name)) for name in ("act", "looks", "never")},
            "written": of_kind("written", self.written, str, why="it is a day, as text").strip(),
        }
        kept["product"] = as_worded("product", self.product, ProductKind)
        kept["coin_price"] = positive("price of a coin", self.coin_price, why="it costs something")
        kept["stop"] = between("stop", self.stop, 0, 0.99, why="it is a share of the entry price")
        for name, value in kept.items():
            object.__setattr__(self, name, value)
        allowed = self.position  # what is no position is refused as one
        for name in ("side", "venue", "currency", "leverage", "maintenance"):
            object.__setattr__(self, name, getattr(allowed, name))
        self._check_level()
        self._check_stop()

    def _check_level(self) -> None:
        begins, acts = level_of(self.holding, self.coin_price), self.venue_acts
        level = words.level(self.act_level)
        if self.act_level <= acts:
            raise BadInput(
                f"level {level} at which I act is not above {words.level(acts)}, where "
                f"{self.venue} may act itself: act before it does."
            )
        if self.act_level >= begins:
            raise BadInput(
                f"level {level} at which I act is not below {words.level(begins)}, where the "
                "largest position begins: you would act at once, so keep a larger buffer."
            )

    def _check_stop(self) -> None:
        at = offset_trigger(self.coin_price, self.side, share=self.stop)
        liquidation = self.prices.three.liquidation
        if liquidation.passed(at):
            off = self.prices.away("liquidation")
            nearer = "" if off is None else f", {words.percent(abs(off))} away"
            raise BadInput(
                f"stop {shown(self.stop)} lies beyond the liquidation{nearer}: it would come too "
                "late, so set it nearer or keep a larger buffer."
            )

    @property
    def money(self) -> float:
        """The own money that the largest position has behind it: its margin and the buffer."""
        return self.size / self.leverage + self.buffer

    @property
    def position(self) -> OwnPosition:
        """The largest position that the rule allows, opened at its price of a coin."""
        inverse, at = self.product is ProductKind.INVERSE, self.coin_price
        return OwnPosition(
            self.side,
            self.size if inverse else self.size / at,
            at,
            0.0 if inverse else self.money,
            self.money / at if inverse else 0.0,
            self.leverage,
            self.venue,
            self.product,
            MarginMode.CROSS,
            currency=self.currency,
            price=at,
            maintenance=self.maintenance,
        )

    @cached_property
    def holding(self) -> Held:
        """The account of that position."""
        return self.position.holding

    @cached_property
    def prices(self) -> DangerPrices:
        """Its prices."""
        return DangerPrices.of(self.holding, self.coin_price)

    @property
    def venue_acts(self) -> float:
        """The level at which the venue may act: its call on spot margin, else its liquidation."""
        if isinstance(self.holding, Account):
            venue = self.holding.venue
            return max(venue.call_level, venue.discretion_level)
        return self.holding.acting_level

    @property
    def act_crossing(self) -> Crossing:
        """Where the level at which I act is reached."""
        coin = coin_of(self.holding) if isinstance(self.holding, CrossMargin) else None
        return crossing(self.holding, self.act_level, coin=coin)

    @property
    def acts_at(self) -> float | None:
        """The move from the entry at which I act, as a share of it, or None."""
        return self.act_crossing.move_from(self.coin_price)

    def lines(self) -> tuple[tuple[str, str], ...]:
        """Return the rule as questions and answers, in the order of the page."""
        money = words.money
        size, buffer = money(self.size, self.currency), money(self.buffer, self.currency)
        where = "" if self.acts_at is None else f" That is a move of {_far(self.acts_at)}."
        level = words.level(self.act_level)
        margin = money(self.size / self.leverage, self.currency)
        return (
            ("How large?", f"No position of mine is worth more than {size}."),
            ("Which leverage?", f"At most {words.setting(self.leverage)}."),
            ("How much beside it?", f"At least {buffer} lies free beside a margin of {margin}."),
            ("When do I act?", f"When the margin level is down to {level}.{where}"),
            ("What do I do then?", _sentence(self.act)),
            ("Where is my stop?", f"{words.percent(self.stop)} from the entry, set at once."),
            ("When do I look?", _sentence(self.looks)),
            ("What do I never do?", _sentence(self.never)),
        )

    def against(self, position: OwnPosition) -> tuple[str, ...]:
        """Return in sentences where a position breaks the rule; none where it keeps to it.

        >>> rule = OwnRule(10_000, 2, 3_000, 1.2, "close half", 0.1, "daily", "add to a loss")
        >>> mine = OwnPosition("long", 1, 20_000, cash=10_000, leverage=5, price=19_000)
        >>> rule.against(mine)[1]
        'Its leverage of 5x is above the 2x of the rule.'
        """
        of_kind("position", position, OwnPosition, why="a rule is kept by one")
        return tuple(_broken(self, position))


def _broken(rule: OwnRule, position: OwnPosition) -> list[str]:
    found = []
    at = position.entry if position.price is None else position.price
    worth = position.volume if position.product is ProductKind.INVERSE else position.volume * at
    if worth > rule.size:
        size, most = (words.money(one, position.currency) for one in (worth, rule.size))
        found.append(f"Its size of {size} is above the {most} of the rule.")
    if position.leverage > rule.leverage:
        setting, most = words.setting(position.leverage), words.setting(rule.leverage)
        found.append(f"Its leverage of {setting} is above the {most} of the rule.")
    if position.price is not None:
        level = level_of(position.holding, position.price)
        if level <= rule.act_level:
            now, acts = words.level(level), words.level(rule.act_level)
            found.append(f"Its margin level is {now}, and the rule acts at {acts}: act now.")
    return found


def _far(move: float) -> str:
    return f"{words.percent(abs(move))} {'down' if move < 0 else 'up'} from the entry"


def _sentence(blank: str) -> str:
    """Return a blank as a sentence of its own."""
    ended = blank if blank[-1] in ".!?" else f"{blank}."
    return ended[0].upper() + ended[1:]


def _blank(name: str, value: object) -> str:
    asked = _ASKED[name]
    if not isinstance(value, str):
        raise BadInput(f"{asked} {shown(value)} is not a text: a blank is filled in with words.")
    filled = " ".join(value.split())
    if not filled:
        raise BadInput(f"{asked} is blank: a rule is kept when it is written.")
    if len(filled) > MOST:
        raise BadInput(
            f"{asked} has {len(filled)} letters, above {MOST}: a rule that fits on a page is kept."
        )
    return filled
