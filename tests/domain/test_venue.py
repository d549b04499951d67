"""A venue is a value: frozen, read-only, with sources; its levels make zones in order."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError

import pytest
from cases import cases
from hypothesis import given
from strategies import amounts

from margin_lessons.account import Account, Position
from margin_lessons.closing import liquidate
from margin_lessons.errors import BadInput
from margin_lessons.orders import StopLoss, TriggerOn
from margin_lessons.replay import Rules
from margin_lessons.venue import (
    ARTICLE,
    KRAKEN_SPOT,
    AtEquality,
    Extent,
    Fees,
    LongMargin,
    RolloverCount,
    ShortMargin,
    Source,
    Venue,
)

ZONES = ("open", "full", "call", "may close", "certain")
LEVELS = ("full_level", "call_level", "discretion_level", "liquidation_level")
VENUES = (KRAKEN_SPOT, ARTICLE, Venue("bare"))


# ---- A value, not state --------------------------------------------------------------------------


def through_pickle(venue: Venue) -> Venue:
    return pickle.loads(pickle.dumps(venue))


@pytest.mark.parametrize("name", ["name", "call_level", "fees", "haircuts", "sources"])
def test_no_rule_can_be_changed_in_place(name: str) -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(KRAKEN_SPOT, name, None)
    with pytest.raises(FrozenInstanceError):
        KRAKEN_SPOT.fees.taker = 0.0


@pytest.mark.parametrize("name", ["haircuts", "sources"])
def test_the_tables_are_read_only(name: str) -> None:
    table = getattr(KRAKEN_SPOT, name)
    with pytest.raises(TypeError):
        table["BTC"] = 1.0
    with pytest.raises(AttributeError):
        table.clear()


def test_a_venue_keeps_its_own_copy_of_a_table() -> None:
    table = {"TRX": 0.5}
    venue = Venue("x", haircuts=table)
    table["TRX"] = 0.9
    assert venue.haircut("TRX") == 0.5


@pytest.mark.parametrize("venue", VENUES, ids=lambda venue: venue.name)
@pytest.mark.parametrize("again", [through_pickle, copy.deepcopy, copy.copy])
def test_a_copy_is_equal_and_as_read_only(venue: Venue, again: Callable[[Venue], Venue]) -> None:
    twin = again(venue)
    assert twin == venue
    assert (twin.haircuts, twin.sources) == (venue.haircuts, venue.sources)
    with pytest.raises(TypeError):
        twin.haircuts["BTC"] = 1.0


def test_an_account_goes_through_pickle_with_its_venue() -> None:
    account = Account(10_000, (Position("long", 1, 20_000, 5),), venue=ARTICLE)
    assert pickle.loads(pickle.dumps(account)) == account


def test_other_rules_make_another_venue() -> None:
    frozen = KRAKEN_SPOT.with_rules(short_margin=ShortMargin.FROZEN, liquidation_level=0.3)
    assert (frozen.short_margin, frozen.liquidation_level) == (ShortMargin.FROZEN, 0.3)
    assert KRAKEN_SPOT.short_margin is ShortMargin.FLOATING
    assert frozen != KRAKEN_SPOT
    assert (
        frozen.with_rules(short_margin=ShortMargin.FLOATING, liquidation_level=0.4) == KRAKEN_SPOT
    )


# ---- The figures, and where they come from -------------------------------------------------------


def test_krakens_published_figures() -> None:
    """support.kraken.com 203325763 and 204586258 (levels), articles/206161568 (fees)."""
    assert [getattr(KRAKEN_SPOT, name) for name in LEVELS] == [1.0, 0.8, 0.8, 0.4]
    fees = KRAKEN_SPOT.fees
    assert (fees.opening_long, fees.rollover_long) == (0.00025, 0.00025)
    assert (fees.opening_short, fees.rollover_short) == (0.00010, 0.00010)
    assert (fees.maker, fees.taker, fees.rollover_hours) == (0.0025, 0.0040, 4)
    assert (fees.conversion_cash, fees.conversion_major, fees.conversion_other) == (
        0.015,
        0.025,
        0.05,
    )
    assert dict(KRAKEN_SPOT.haircuts) == {"USDT": 0.10, "XTZ": 0.50, "TRX": 0.50}
    assert (KRAKEN_SPOT.leverage_min, KRAKEN_SPOT.leverage_max) == (1, 10)


def test_the_articles_figures_differ_from_the_venues() -> None:
    """The article of 28 July 2025: risk below 100 %, liquidation at around 30 to 40 %."""
    assert [getattr(ARTICLE, name) for name in LEVELS] == [1.0, 1.0, 0.4, 0.3]
    assert ARTICLE.fees == KRAKEN_SPOT.fees


def test_the_default_conventions_are_krakens() -> None:
    """Only a short re-valued at the current price reproduces Kraken's own 75 %."""
    assert KRAKEN_SPOT.short_margin is ShortMargin.FLOATING
    assert KRAKEN_SPOT.rollover_count is RolloverCount.FLOOR
    assert KRAKEN_SPOT.long_margin is LongMargin.FROZEN
    assert KRAKEN_SPOT.at_equality is AtEquality.ACTS
    assert KRAKEN_SPOT.extent is Extent.ALL


@pytest.mark.parametrize("venue", [KRAKEN_SPOT, ARTICLE], ids=lambda venue: venue.name)
def test_every_level_has_a_dated_source(venue: Venue) -> None:
    assert set(LEVELS) <= set(venue.sources)
    for source in venue.sources.values():
        assert isinstance(source, Source)
        assert source.title
        assert source.date.removeprefix("about ")[:2] == "20", "a year"


def test_every_fee_and_haircut_has_a_source() -> None:
    sources = KRAKEN_SPOT.sources
    assert "haircuts" in sources
    for name in vars(KRAKEN_SPOT.fees):
        assert name in sources or name.partition("_")[0] in sources, name


def test_a_coin_that_is_not_listed_has_no_haircut() -> None:
    assert KRAKEN_SPOT.haircut("SOL") == 0.0
    assert Venue("bare").haircut("TRX") == 0.0


# ---- Zones ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("venue", "level", "zone"),
    [
        (KRAKEN_SPOT, 1.01, "open"),
        (KRAKEN_SPOT, 1.0, "full"),
        (KRAKEN_SPOT, 0.81, "full"),
        (KRAKEN_SPOT, 0.8, "may close"),
        (KRAKEN_SPOT, 0.41, "may close"),
        (KRAKEN_SPOT, 0.4, "certain"),
        (KRAKEN_SPOT, -0.5, "certain"),
        (ARTICLE, 1.0, "call"),
        (ARTICLE, 0.41, "call"),
        (ARTICLE, 0.4, "may close"),
        (ARTICLE, 0.3, "certain"),
    ],
)
def test_the_zone_of_a_level(venue: Venue, level: float, zone: str) -> None:
    assert venue.zone(level) == zone


@cases(300)
@given(
    full=amounts(0.5, 1.5),
    call=amounts(0.5, 1.5),
    discretion=amounts(0.4, 1),
    share=amounts(0, 1),
    high=amounts(-1, 2),
    drop=amounts(0, 1),
)
def test_a_falling_level_never_reaches_a_milder_zone(
    full: float, call: float, discretion: float, share: float, high: float, drop: float
) -> None:
    venue = Venue(
        "drawn",
        full_level=full,
        call_level=call,
        discretion_level=discretion,
        liquidation_level=discretion * share,
    )
    before, after = venue.zone(high), venue.zone(high - drop)
    assert ZONES.index(after) >= ZONES.index(before)


@pytest.mark.parametrize("threshold", [1.0, 0.8, 0.4])
def test_equality_is_a_convention(threshold: float) -> None:
    waits = KRAKEN_SPOT.with_rules(at_equality=AtEquality.WAITS)
    below, above = threshold - 1e-9, threshold + 1e-9
    assert KRAKEN_SPOT.reached(threshold, threshold)
    assert not waits.reached(threshold, threshold)
    for venue in (KRAKEN_SPOT, waits):
        assert venue.reached(below, threshold)
        assert not venue.reached(above, threshold)
    assert waits.zone(0.4) == "may close"
    # 0.1 + 0.2 is a little above 0.3, by rounding alone.
    assert KRAKEN_SPOT.reached(0.1 + 0.2, 0.3)
    assert not waits.reached(0.3, 0.1 + 0.2)


def test_a_level_that_is_no_number_has_reached_nothing() -> None:
    assert not KRAKEN_SPOT.reached(float("nan"), 0.8)
    assert KRAKEN_SPOT.zone(float("inf")) == "open"


@cases(100)
@given(leverage=amounts(1, 10))
def test_every_setting_in_the_range_is_taken(leverage: float) -> None:
    assert KRAKEN_SPOT.check_leverage(leverage) == leverage


def test_fees_are_zero_unless_stated() -> None:
    assert all(rate == 0 for name, rate in vars(Fees()).items() if name != "rollover_hours")


def test_a_convention_may_be_given_by_its_name_and_nothing_else() -> None:
    venue = KRAKEN_SPOT.with_rules(short_margin="frozen", extent="just enough")
    assert (venue.short_margin, venue.extent) == (ShortMargin.FROZEN, Extent.JUST_ENOUGH)
    assert StopLoss(6_000, on="index").on is TriggerOn.INDEX
    with pytest.raises(BadInput, match=r"short_margin 'floatng' is not one of the options .*FLOAT"):
        KRAKEN_SPOT.with_rules(short_margin="floatng")
    with pytest.raises(BadInput, match="extent 'True' is not one of the options"):
        KRAKEN_SPOT.with_rules(extent=True)
    with pytest.raises(BadInput, match="trigger price 'bid' is not one of the options"):
        StopLoss(6_000, on="bid")
    with pytest.raises(BadInput, match="extent 'most' is not one of the options"):
        liquidate(Account(1_000), 20_000, "most")
    with pytest.raises(BadInput, match="notices 'no' does not say which calls are seen"):
        Rules(notices="no")
