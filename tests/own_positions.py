"""Hypothesis strategies of positions of one's own, and what each is by hand."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st
from strategies import amounts, sides

from margin_lessons.account import Account, CoinCollateral, Position
from margin_lessons.contract import Contract
from margin_lessons.contract_venues import CONTRACT_VENUES
from margin_lessons.cross_margin import CrossMargin
from margin_lessons.own_position import Held, MarginMode, OwnPosition, ProductKind
from margin_lessons.tiers import Tiers
from margin_lessons.venue import KRAKEN_SPOT

VENUES = {venue.name: venue for venue in CONTRACT_VENUES}
BOTH = tuple(venue.name for venue in CONTRACT_VENUES if venue.inverse)

settings_ = amounts(1, 60)
shares = st.just(0.0) | amounts(0, 2)
near = amounts(0.6, 1.6)
prices_ = amounts(1, 1e5)
worths = amounts(1e2, 1e6)
kinds = st.sampled_from(ProductKind)
modes = st.sampled_from(MarginMode)
rates = st.none() | amounts(0.001, 0.2)
linear_venues = st.sampled_from(sorted(VENUES))
inverse_venues = st.sampled_from(BOTH)


@st.composite
def own_positions(draw: st.DrawFn, product: ProductKind | None = None) -> OwnPosition:
    """Draw a position of any product, at any leverage, with a price of now near its entry."""
    kind = draw(kinds) if product is None else product
    spot = kind is ProductKind.SPOT_MARGIN
    entry, worth = draw(prices_), draw(worths)
    inverse = kind is ProductKind.INVERSE
    venue = KRAKEN_SPOT.name if spot else draw(inverse_venues if inverse else linear_venues)
    return OwnPosition(
        draw(sides),
        worth if inverse else worth / entry,
        entry,
        cash=draw(shares) * worth,
        coins=draw(shares) * worth / entry,
        leverage=draw(settings_),
        venue=venue,
        product=kind,
        mode=MarginMode.CROSS if spot else draw(modes),
        price=entry * draw(near),
        maintenance=None if spot else draw(rates),
    )


def by_hand(mine: OwnPosition) -> Held:
    """Return the account or contract of a position, put together step by step."""
    if mine.product is ProductKind.SPOT_MARGIN:
        most = max(KRAKEN_SPOT.leverage_max, mine.leverage)
        rules = KRAKEN_SPOT.with_rules(leverage_max=most)
        held = Position(mine.side, mine.volume, mine.entry, mine.leverage, opening_charged=True)
        coins = (CoinCollateral("BTC", mine.coins),) if mine.coins else ()
        return Account(mine.cash, (held,), coins, rules)
    venue = VENUES[mine.venue]
    if mine.maintenance is not None:
        initial = max(1 / mine.leverage, mine.maintenance)
        venue = venue.with_rules(tiers=Tiers.flat(initial, mine.maintenance), inverse=True)
    inverse = mine.product is ProductKind.INVERSE
    # Any leverage a table has, and then the margin of the one on the page.
    plain = Contract.opened(mine.side, mine.volume, mine.entry, 1, venue, inverse=inverse)
    contract = replace(plain, margin=plain.margin / mine.leverage)
    if mine.mode is MarginMode.ISOLATED:
        return contract
    coins_held = {"BTC": mine.coins} if mine.coins else {}
    return CrossMargin({"BTC": contract}, mine.cash, venue, coins=coins_held)
