"""What one could do now: nothing, add money, close a part, set a stop, or have another setting.

Each answer is the position afterwards. Adding and closing are what ``replay`` does with the same
act at the same price; a stop leaves the position as it is, and says what is lost where it fills.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from margin_lessons.account import Account
from margin_lessons.closing import close_position
from margin_lessons.contract import Contract
from margin_lessons.cross_margin import CrossMargin
from margin_lessons.crossing import crossings
from margin_lessons.doctor.danger_prices import DangerPrices
from margin_lessons.doctor.holdings import coin_of, equity_of
from margin_lessons.errors import BadInput, between, number, of_kind, positive, shown
from margin_lessons.market.bars import Bars
from margin_lessons.orders import StopLoss, offset_trigger
from margin_lessons.own_position import Held, OwnPosition
from margin_lessons.plan import CloseByHand, Plan
from margin_lessons.replay import replay

TOO_LATE = "The liquidation has begun, and no answer stops it."
"""What is said of every answer once the price is there."""


class OwnWay(Enum):
    """The ways to answer."""

    NOTHING = "do nothing"
    ADD = "add money"
    CUT = "close a part"
    STOP = "set a stop"
    SETTING = "another setting"


@dataclass(frozen=True)
class Choices:
    """What each answer does; None leaves it out.

    ``add`` is money in the quote currency, ``cut`` the share that is closed, ``stop`` how far off
    the price of now a stop-loss waits, as a share of it, ``leverage`` the other setting. Raises
    ``BadInput`` for money that is not above zero, a share outside of 0 to 1, a leverage below 1.
    """

    add: float | None = None
    cut: float | None = 0.5
    stop: float | None = 0.1
    leverage: float | None = None

    def __post_init__(self) -> None:
        if self.add is not None:
            added = positive("added money", self.add, why="adding takes an amount")
            object.__setattr__(self, "add", added)
        for name, why in (
            ("cut", "it is the part of the position that is closed"),
            ("stop", "it is how far from the price of now the stop waits"),
        ):
            if (share := getattr(self, name)) is not None:
                part = positive(name, between(name, share, 0, 1, why=why), why=why)
                object.__setattr__(self, name, part)
        if self.stop == 1:
            raise BadInput("stop 1 is not below 1: a stop waits for a price above zero.")
        if self.leverage is not None:
            why = "leverage is the value of the position over the margin set aside for it"
            setting = number("leverage", self.leverage, why=why)
            if setting < 1:
                raise BadInput(f"leverage {shown(setting)} is below 1: {why}.")
            object.__setattr__(self, "leverage", setting)


@dataclass(frozen=True)
class OwnAnswer:
    """One answer: the position afterwards, its prices, and what it costs.

    ``holding`` is None where nothing is left open. ``at_risk`` is what can still be lost where
    nothing is jumped over, ``booked`` the loss that is final now (below zero a gain), ``paid_in``
    the money that came in (below zero: set free): all in the unit of the margin. ``stop`` is the
    price of the stop, and ``why`` a sentence where the answer does not do what it is for.
    """

    way: OwnWay
    holding: Held | None
    prices: DangerPrices | None
    at_risk: float
    booked: float = 0.0
    paid_in: float = 0.0
    stop: float | None = None
    why: str = ""


def own_answers(position: OwnPosition, choices: Choices | None = None) -> tuple[OwnAnswer, ...]:
    """Return what each choice would do at the price of now, "do nothing" first.

    Raises ``BadInput`` where the price of now is not known. Fees are left out.

    >>> mine = OwnPosition("long", 1, 20_000, cash=10_000, leverage=5, price=13_200)
    >>> answers = own_answers(mine, Choices(add=2_000, stop=0.1, leverage=2))
    >>> [(one.way.value, one.prices.three.liquidation.price) for one in answers][:3]
    [('do nothing', 11600.0), ('add money', 9600.0), ('close a part', 8400.0)]
    >>> [(round(one.at_risk, 2), round(one.booked, 2)) for one in answers][:4]
    [(3200.0, 0.0), (5200.0, 0.0), (3200.0, 3400.0), (1320.0, 0.0)]
    """
    of_kind("position", position, OwnPosition, why="an answer is one to a position")
    choices = Choices() if choices is None else choices
    of_kind("choices", choices, Choices, why="Choices(add=500) names what each answer does")
    now, held = position.now, position.holding
    nothing = _answer(OwnWay.NOTHING, held, now)
    late = nothing.prices is not None and nothing.prices.liquidated
    found = [nothing, *_acts(position, held, choices)]
    if late:
        found[1:] = [replace(one, why=TOO_LATE) for one in found[1:]]
    return tuple(found)


def _acts(position: OwnPosition, held: Held, choices: Choices) -> Iterator[OwnAnswer]:
    """Yield the answers that do something."""
    now = position.now
    if choices.add is not None:
        yield _added(held, now, choices.add)
    if choices.cut is not None:
        yield _cut(held, now, choices.cut)
    if choices.stop is not None:
        yield _stopped(position, held, choices.stop)
    if choices.leverage is not None:
        other = replace(position, leverage=choices.leverage, margin=None).holding
        # Alone, it has another margin set aside: the difference comes in, or is set free.
        more = equity_of(other, now) - equity_of(held, now)
        yield _answer(OwnWay.SETTING, other, now, paid_in=more)


def _answer(
    way: OwnWay, held: Held, now: float, *, booked: float = 0.0, paid_in: float = 0.0
) -> OwnAnswer:
    risk = max(0.0, equity_of(held, now))
    prices = DangerPrices.of(held, now)
    return OwnAnswer(way, held, prices, risk, booked, paid_in)


def _added(held: Held, now: float, amount: float) -> OwnAnswer:
    if isinstance(held, Account):
        return _answer(OwnWay.ADD, held.add_cash(amount), now, paid_in=amount)
    if isinstance(held, CrossMargin):
        after = replace(held, balance=held.balance + amount)
        return _answer(OwnWay.ADD, after, now, paid_in=amount)
    # The margin of an inverse contract is coins, bought at the price of now.
    paid = amount / now if held.inverse else amount
    return _answer(OwnWay.ADD, held.settled(paid, held.size), now, paid_in=paid)


def _cut(held: Held, now: float, share: float) -> OwnAnswer:
    if isinstance(held, Account):
        booked, left = _cut_account(held, now, share)
    elif isinstance(held, CrossMargin):
        booked, left = _cut_cross(held, now, share)
    else:
        gain, rest = _closed(held, now, share)
        booked, left = -gain, None if not rest else held.settled(gain, rest)
    if left is None:
        return OwnAnswer(OwnWay.CUT, None, None, 0.0, booked)
    return _answer(OwnWay.CUT, left, now, booked=booked)


def _cut_account(held: Account, now: float, share: float) -> tuple[float, Held | None]:
    closing = close_position(held, 0, share * held.positions[0].volume, now)
    after = closing.account
    if after.coins and after.balance() < 0 and not crossings(held).liquidation.passed(now):
        # Coins pay for a loss that the cash does not cover, as the replay sells them.
        act = CloseByHand(0, share=share)
        after = replay(held, Bars.of([(now,) * 4]), Plan(actions=(act,)), price=now).final
    return -closing.profit, after if after.positions else None


def _closed(contract: Contract, now: float, share: float) -> tuple[float, float]:
    """Return the profit of the part that is closed, and the size that is left."""
    rest = contract.size * (1 - share)
    return float(contract.profit(now)) * share, rest


def _cut_cross(held: CrossMargin, now: float, share: float) -> tuple[float, CrossMargin | None]:
    coin = coin_of(held)
    contract = held.contracts[coin]
    gain, rest = _closed(contract, now, share)
    worth = gain * now if contract.inverse else gain
    if not rest:
        return -worth, None
    coins, balance = dict(held.coins), held.balance + worth
    if contract.inverse and coins.get(coin, 0.0) + gain >= 0:
        # Profit and loss are coins as long as there are coins to take them from.
        coins, balance = {coin: coins.get(coin, 0.0) + gain}, held.balance
    # What it lost is in the balance now, and no longer in the contract.
    part = replace(contract, size=rest)
    return -worth, replace(held, contracts={coin: part}, balance=balance, coins=coins)


def _stopped(position: OwnPosition, held: Held, share: float) -> OwnAnswer:
    now, side = position.now, position.side
    stop = offset_trigger(now, side, share=share)
    StopLoss(stop).check(now, side)
    plain = _answer(OwnWay.STOP, held, now)
    prices = plain.prices
    assert prices is not None  # the position is open
    why = ""
    if prices.falling is not (side.sign > 0):
        why = "The coins behind it weigh more than the position: a stop closes what protects them."
    elif prices.three.liquidation.passed(stop):
        why = "The liquidation lies nearer than this stop: it would come too late."
    if why:
        return replace(plain, stop=stop, why=why)
    lost = equity_of(held, now) - equity_of(held, stop)
    return replace(plain, stop=stop, at_risk=min(plain.at_risk, lost))
