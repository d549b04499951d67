"""Each pitfall of the exports that public tax tools fell into, and the right reading of it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from history.kraken_layouts import ledger_csv, trades_csv
from history.kraken_story import CONSTANT, Story
from reading import read_or_told

from margin_lessons.history import History, LotEnding, read_history
from margin_lessons.history.asset_names import asset_name
from margin_lessons.history.pairs import pair_of

D = Decimal
T = "txid,pair,time,type,ordertype,price,cost,fee,vol,margin,misc,postxid,cvol,trades"
L = "txid,refid,time,type,asset,wallet,amount,fee,balance"


def read(*tables: tuple[str, str]) -> History:
    """Return the history of tables given by their names and their rows, one a line."""
    return read_history(*(f"{names}\n{rows.strip()}\n" for names, rows in tables))


def both(story: Story, year: str = "2025") -> History:
    return read_history(trades_csv(story, year), ledger_csv(story, year))


def opened(leverage: int = 5) -> Story:
    story = Story()
    story.deposit("USD", 20_000)
    story.open("BTC", True, 20_000, 1, leverage)
    story.wait(10)
    return story


# 1 ------------------------------------------------------------------------------------------------


def test_columns_come_in_any_order_and_with_others() -> None:
    row = "x,4000,2021-01-02 03:04:05,TA,XBT/USD,buy,market,20000,20000,5,1,initiated,?"
    names = "new,margin,time,txid,pair,type,ordertype,price,cost,fee,vol,misc,newer"
    assert read((names, row)).positions[0].leverage == 5


def test_the_missing_column_is_named() -> None:
    names = L.replace("fee,", "")
    told = read_or_told(lambda: read((names, "LA,RA,2021-01-02 03:04:05,deposit,ZUSD,m,1,1")))
    assert "line 1: no column is named fee among txid, refid, time" in told


@pytest.mark.parametrize(
    ("price", "cost", "vol", "told"),
    [
        ("20000", "2000", "1", "column cost: price 20000 times vol 1 is 20000, and cost is 2000: "),
        ("20000", "20000", "-1", "column vol: '-1' is not above 0: a trade has a price and a size"),
        ("-2", "2", "1", "column price: '-2' is not above 0"),
    ],
)
def test_price_cost_and_size_belong_together(price: str, cost: str, vol: str, told: str) -> None:
    row = f"TA,XBTUSD,2021-01-02 03:04:05,buy,limit,{price},{cost},5,{vol},4000,initiated,,,"
    assert f"line 2, {told}" in read_or_told(lambda: read((T, row)))


# 2 ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("leverage", [2, 3, 5])
def test_leverage_is_cost_over_margin(leverage: int) -> None:
    found = both(opened(leverage)).positions[0]
    assert (found.leverage, found.entry) == (leverage, 20_000)


def test_a_trade_without_margin_opens_no_position() -> None:
    story = Story()
    story.deposit("USD", 20_000)
    story.spot("BTC", 20_000, "0.5")
    assert both(story).positions == ()


def test_a_leverage_that_is_not_offered_is_shown_and_not_refused() -> None:
    story = opened(12)
    mine = both(story).positions[0].own
    assert mine.leverage == 12
    assert "offers 1x to 10x and this position says 12x" in mine.doubts[0]


# 3 ------------------------------------------------------------------------------------------------


def test_one_trade_may_close_and_open_at_once() -> None:
    rows = f"""
TA,XBTUSD,2021-01-02 03:04:05,buy,limit,20000,20000,5,1,4000,initiated,{CONSTANT},,
TB,XBTUSD,2021-01-02 04:04:05,sell,limit,21000,31500,5,1.5,6300,"initiated,closing",{CONSTANT},,
"""
    history = read((T, rows))
    assert [(one.volume, one.profit) for one in history.closed] == [(1, 1_000)]
    assert [(one.side.value, one.volume) for one in history.positions] == [("short", 0.5)]


def test_a_settlement_is_a_trade_without_fee_that_brings_no_profit() -> None:
    story = opened()
    story.settle(story.lots[0])
    history = both(story)
    assert [(one.ending, one.profit) for one in history.closed] == [(LotEnding.SETTLED, 0)]
    assert history.positions == ()


# 4 ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", ["2021", "2025"])
def test_a_closing_trade_closes_the_position_that_it_names(year: str) -> None:
    story = opened()
    story.open("BTC", True, 22_000, 1, 5)
    story.wait(5)
    second = story.lots[1]
    story.close(second, 23_000)
    second.row["closers"].clear()  # the opening row need not name it: its window ended before
    history = both(story, year)
    assert [(one.txid, one.profit) for one in history.closed] == [(second.row["txid"], 1_000)]


def test_the_constant_id_of_trades_that_close_nothing_groups_nothing() -> None:
    rows = f"""
TA,XBTUSD,2021-01-02 03:04:05,buy,limit,20000,20000,5,1,4000,initiated,{CONSTANT},,
TB,XBTUSD,2021-01-02 03:14:05,buy,limit,100,100,0,1,0,,{CONSTANT},,
TC,XBTUSD,2021-01-02 04:04:05,sell,limit,21000,21000,5,1,4200,closing,{CONSTANT},,
"""
    assert [one.profit for one in read((T, rows)).closed] == [1_000]


def test_trades_of_the_opening_row_name_what_closed_it() -> None:
    rows = """
TA,XBTUSD,2021-01-02 03:04:05,buy,limit,20000,20000,5,1,4000,initiated,,0,
TB,XBTUSD,2021-01-02 03:14:05,buy,limit,22000,22000,5,1,4400,initiated,,1,TC
TC,XBTUSD,2021-01-02 04:04:05,sell,limit,23000,23000,5,1,4600,closing,,,
"""
    assert [(one.txid, one.profit) for one in read((T, rows)).closed] == [("TB", 1_000)]


def test_what_was_closed_in_another_window_is_not_open() -> None:
    rows = f"TA,XBTUSD,2021-01-02 03:04:05,buy,limit,20000,20000,5,1,4000,initiated,{CONSTANT},0.6,"
    history = read((T, rows))
    assert history.positions[0].volume == pytest.approx(0.4)
    assert any("closed by trades that are not in these files" in s for s in history.cannot_be_known)


def test_the_later_window_knows_more_of_what_was_closed() -> None:
    row = "TA,XBTUSD,2021-01-02 03:04:05,buy,limit,20000,20000,5,1,4000,initiated,,"
    for told in (("0.2", "0.6"), ("0.6", "0.2"), ("", "0.6")):
        history = read(*((T, f"{row}{much},") for much in told))
        assert history.positions[0].volume == pytest.approx(0.4)


def test_what_was_opened_before_the_window_has_no_entry() -> None:
    rows = "TC,XBTUSD,2021-01-02 04:04:05,sell,limit,21000,21000,5,1,4200,closing,TBEFORE,,"
    history = read((T, rows))
    assert (history.closed, history.positions) == ((), ())
    assert (
        "1 margin trade closes what is not known to be open: it was opened before these files "
        "begin, so its entry is not known."
    ) in history.cannot_be_known


def test_what_trades_do_not_say_of_themselves_is_counted() -> None:
    rows = """
TA,XBTUSD,2021-01-02 03:04:05,buy,limit,20000,20000,5,1,4000,,,,
TB,XBTUSD,2021-01-02 03:14:05,buy,limit,22000,22000,5,1,4400,,,,
TC,XBTUSD,2021-01-02 04:04:05,sell,limit,23000,23000,5,1,4600,,,,
"""
    history = read((T, rows))
    assert [(one.txid, one.profit) for one in history.closed] == [("TA", 3_000)]
    assert history.lots.unknown == (
        "1 closing trade does not say which position was closed: the oldest one of the pair is "
        "taken.",
        "3 margin trades do not say what was done: closing is assumed where the other side was "
        "open.",
    )


# 5 ------------------------------------------------------------------------------------------------


def test_a_liquidation_is_told_by_its_order_type() -> None:
    story = opened()
    story.close(story.lots[0], 12_000, how="liquidation market")
    (found,) = both(story).liquidations
    assert found.taken == {"USD": 8_000}
    assert both(story).closed[0].ending is LotEnding.LIQUIDATED


def test_a_liquidation_is_seen_in_the_ledger_alone() -> None:
    rows = """
LA,TX,2021-01-02 03:04:05,margin,ZUSD,,-500,0,0
LB,TX,2021-01-02 03:04:05,margin,XETH,,-0.5,0,1
LC,TY,2021-01-02 05:04:05,margin,ZUSD,,-5,0,-5
LD,TY,2021-01-02 05:04:05,margin,XETH,,0,0.1,0.9
"""
    (found,) = read((L, rows)).liquidations
    assert (found.refid, found.taken) == ("TX", {"USD": 500, "ETH": D("0.5")})


# 6 ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["margin", "margin trade"])
def test_profit_and_fee_fall_in_their_own_currencies(word: str) -> None:
    rows = f"""
LA,TB,2021-01-02 03:04:05,{word},XETH,,0,0.01,1
LB,TB,2021-01-02 03:04:05,{word},ZEUR,,150,0,650
"""
    sums = read((L, rows)).realised_sums
    assert {name: sum(kinds.values()) for name, kinds in sums.items()} == {
        "ETH": D("-0.01"),
        "EUR": 150,
    }


# 7 ------------------------------------------------------------------------------------------------


def test_a_rollover_stands_in_the_fee_and_may_change_its_currency() -> None:
    rows = """
LA,TA,2021-01-02 03:04:05,rollover,ZUSD,,0,4,96
LB,TA,2021-01-02 07:04:05,rollover,ZUSD,,0,4,92
LC,TA,2021-01-02 11:04:05,rollover,XETH,,0,0.002,1
"""
    found = {(one.currency, one.total, one.charges) for one in read((L, rows)).rollovers}
    assert found == {("USD", D(8), 2), ("ETH", D("0.002"), 1)}


def test_a_rollover_that_is_booked_as_an_amount_counts_as_well() -> None:
    row = "LA,TA,2021-01-02 03:04:05,rollover,ZUSD,,-4,0.5,95.5"
    assert [one.total for one in read((L, row)).rollovers] == [D("4.5")]


# 8 ------------------------------------------------------------------------------------------------


def test_a_pair_that_is_settled_and_a_conversion_are_no_profit() -> None:
    rows = """
LA,TB,2021-01-02 03:04:05,settled,XXBT,,1,0,1
LB,TB,2021-01-02 03:04:05,settled,ZUSD,,-20000,0,0
LC,RC,2026-01-02 03:04:05,collateralconversion,EUR,,-10,0,0
LD,RC,2026-01-02 03:04:05,collateralconversion,EURC,,10,0,10
"""
    history = read((L, rows))
    assert history.realised == ()
    assert not history.unknown_types


# 9 ------------------------------------------------------------------------------------------------


def test_two_wallets_on_one_side_are_two_rows_and_both_count() -> None:
    rows = """
LA,RA,2024-06-02 03:04:05,deposit,ETH,spot / main,29.86,0,29.86
LB,RB,2024-06-02 03:04:06,deposit,ETH,earn / flexible,1.55,0,1.55
LC,TC,2024-06-02 03:04:07,trade,ETH,spot / main,-29.86,0,0
LD,TC,2024-06-02 03:04:07,trade,ETH,earn / flexible,-1.55,0,0
"""
    history = read((L, rows))
    assert sum(-row.amount for row in history.ledger if row.refid == "TC") == D("31.41")
    assert [(one.wallet, one.after, one.breaks) for one in history.balances] == [
        ("earn / flexible", 0, ()),
        ("spot / main", 0, ()),
    ]


def test_an_old_window_that_names_no_wallet_takes_it_from_the_new_one() -> None:
    row = "LB,RB,2024-02-02 03:04:06,earn,ETH,{},1.5,0,1.5"
    for wallets in (("", "earn / flexible"), ("earn / flexible", "")):
        history = read(*((L, row.format(wallet)) for wallet in wallets))
        assert [one.wallet for one in history.balances] == ["earn / flexible"]


def test_rows_of_one_second_are_put_in_order_by_their_balances() -> None:
    rows = """
LC,RC,2021-01-02 03:04:05,withdrawal,ZUSD,,-30,1,49
LA,RA,2021-01-02 03:04:05,deposit,ZUSD,,100,0,100
LB,TB,2021-01-02 03:04:05,margin,ZUSD,,-20,0,80
"""
    (run,) = read((L, rows)).balances
    assert (run.before, run.after, run.breaks) == (0, 49, ())


def test_a_balance_that_does_not_follow_is_named() -> None:
    rows = """
LA,RA,2021-01-02 03:04:05,deposit,ZUSD,,100,0,100
LB,RB,2021-01-02 03:04:06,deposit,ZUSD,,100,0,201
"""
    history = read((L, rows))
    assert history.cannot_be_known == (
        "LB of 2021-01-02 03:04:06: the file tells 201 USD, and 200 follow from the rows before: "
        "rows are missing, or one is damaged.",
    )


# 10 -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("fee", "noted"), [("2.5", False), ("-2.5", True)])
def test_a_fee_is_owed_whatever_its_sign(fee: str, noted: bool) -> None:
    history = read((L, f"LA,TA,2024-03-02 03:04:05,margin,ZUSD,,0,{fee},97.5"))
    assert [one.amount for one in history.realised] == [D("-2.5")]
    assert history.balances[0].before == 100
    assert any("fees have a minus" in note for note in history.notes) is noted


def test_fee_credits_pay_a_cent_each() -> None:
    history = read((L, "LA,TA,2019-03-02 03:04:05,margin,KFEE,,0,120,380"))
    assert (
        "120 of Kraken's fee credits (KFEE) went: each paid 0.01 USD of a fee, 1.20 USD in all."
    ) in history.cannot_be_known


def test_fees_come_from_the_ledger_where_there_is_one() -> None:
    story = Story()
    story.deposit("USD", 20_000)
    story.deposit("ETH", 5)
    story.open("BTC", True, 20_000, 1, 5, fee_in="ETH")
    assert [(one.currency, one.amount) for one in both(story).realised] == [("ETH", D("-0.026"))]
    alone = read_history(trades_csv(story, "2025"))
    assert [(one.currency, one.amount) for one in alone.realised] == [("USD", D("-52"))]
    assert any("what was really taken stands in the ledger" in s for s in alone.cannot_be_known)


# 11 -----------------------------------------------------------------------------------------------


def test_rows_without_an_id_are_passed_over_and_counted() -> None:
    rows = """
,RA,2021-01-02 03:04:00,deposit,ZUSD,,100,0,
,RB,2021-01-02 03:04:01,deposit,ZUSD,,50,0,
LB,RB,2021-01-02 03:04:05,deposit,ZUSD,,50,0,50
LA,RA,2021-01-02 03:04:06,deposit,ZUSD,,100,0,150
"""
    history = read((L, rows))
    assert (len(history.ledger), history.balances[0].after) == (2, 150)
    assert history.notes[0].startswith("the text: 2 rows without an id were passed over")


def test_a_withdrawal_that_failed_is_reversed() -> None:
    rows = """
LA,RA,2021-01-02 03:04:05,deposit,ZUSD,,100,0,100
LB,RB,2021-01-02 03:05:05,withdrawal,ZUSD,,-50,1,49
LC,RB,2021-01-02 03:06:05,withdrawal,ZUSD,,50,-1,100
"""
    (run,) = read((L, rows)).balances
    assert (run.after, run.breaks) == (100, ())


# 12 -----------------------------------------------------------------------------------------------


def test_a_reference_is_no_key_and_equal_ids_count_once() -> None:
    rows = """
LA,Unknown,2021-01-02 03:04:05,margin,ZUSD,,-5,0,95
LB,Unknown,2021-01-02 03:05:05,margin,XETH,,-1,0,1
LC,FTqHv9bEa,2024-01-02 03:06:05,deposit,ZUSD,,5,0,100
"""
    once, twice = read((L, rows)), read((L, rows), (L, rows))
    assert once.liquidations == ()
    assert (twice.ledger, twice.dropped) == (once.ledger, 3)
    assert twice.notes[-1] == ("3 rows stand in these files more than once: each is counted once.")


def test_one_id_with_two_amounts_is_damaged() -> None:
    rows = """
LA,RA,2021-01-02 03:04:05,deposit,ZUSD,,100,0,100
LA,RA,2021-01-02 03:04:05,deposit,ZUSD,,10,0,100
"""
    told = read_or_told(lambda: read((L, rows)))
    assert told.startswith(
        "the text, line 3, column txid: LA stands in the text, line 2, too, with"
    )


# 13 -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "code", "form"),
    [
        *[("XXBT", "BTC", ""), ("XBT", "BTC", ""), ("BTC", "BTC", ""), ("XXDG", "DOGE", "")],
        *[("XDG", "DOGE", ""), ("ZUSD", "USD", ""), ("EUR", "EUR", ""), ("DOT", "DOT", "")],
        *[("XTZ", "XTZ", ""), ("ZRX", "ZRX", ""), ("ZEC", "ZEC", ""), ("XZEC", "ZEC", "")],
        *[("XBT.M", "BTC", ".M"), ("DOT28.S", "DOT", "28.S"), ("XTZ.S", "XTZ", ".S")],
        *[("ETH2", "ETH", "2"), ("ETH2.S", "ETH", "2.S"), ("USD.HOLD", "USD", ".HOLD")],
        *[("FLOW.P", "FLOW", ".P"), ("USDT", "USDT", ""), ("C98.S", "C98", ".S")],
    ],
)
def test_assets_go_by_one_name(written: str, code: str, form: str) -> None:
    assert asset_name(written) == (code, form)


def test_staked_coins_back_no_position() -> None:
    story = opened()
    text = ledger_csv(story, "2025")
    text += "LZ,RZ,2021-03-01 09:00:01,staking,,currency,crypto,ETH2.S,spot / main,5,0,5\n"
    mine = read_history(trades_csv(story, "2025"), text).positions[0]
    assert mine.unknown == ()
    assert mine.own.cash == 20_000 - 52


# 14 -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pair", "coin", "currency"),
    [
        *[("XXBTZUSD", "BTC", "USD"), ("ADAEUR", "ADA", "EUR"), ("USDTZUSD", "USDT", "USD")],
        *[("XBT/USD", "BTC", "USD"), ("BTC/USD", "BTC", "USD"), ("ETH2.SETH", "ETH", "ETH")],
        *[("XTZUSD", "XTZ", "USD"), ("XETHXXBT", "ETH", "BTC"), ("XBTUSDT", "BTC", "USDT")],
        *[("DAIUSDT", "DAI", "USDT"), ("ZEURZUSD", "EUR", "USD"), ("XDGUSD", "DOGE", "USD")],
    ],
)
def test_pairs_are_taken_apart(pair: str, coin: str, currency: str) -> None:
    assert pair_of(pair) == (coin, currency)


def test_a_pair_without_a_known_currency_is_kept_and_named() -> None:
    history = read((T, "TA,ABCXYZ,2021-01-02 03:04:05,buy,limit,2,2,0,1,0,,,,"))
    assert len(history.trades) == 1
    assert "which currency pays in ABCXYZ is not known" in history.notes[0]


# 15 -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("time", "good"),
    [
        *[("2021-01-02 03:04:05", True), ("2021-01-02 03:04:05.1", True)],
        *[("2021-01-02 03:04:05.1234", True), ("03.12.2016 9:28", False), ("28:09.4", False)],
        *[("2021-01-02 03:04", False), ("2021-01-02", False), ("44198.127", False)],
        ("2021-02-30 03:04:05", False),
    ],
)
def test_times_that_a_spreadsheet_wrote_are_refused(time: str, good: bool) -> None:
    row = f"TA,XBTUSD,{time},buy,limit,2,2,0,1,0.4,initiated,,,"
    told = read_or_told(lambda: read((T, row)))
    if good:
        assert told.trades[0].at.second == 5
    else:
        assert told.startswith(f"the text, line 2, column time: '{time}' is ")


# 16 -----------------------------------------------------------------------------------------------


def test_one_file_alone_says_what_it_lacks() -> None:
    story = opened()
    trades = read_history(trades_csv(story, "2025"))
    assert trades.levels == ()
    assert trades.positions[0].own is None
    assert any(told.startswith("The level over time cannot") for told in trades.cannot_be_known)
    ledger = read_history(ledger_csv(story, "2025"))
    assert (ledger.levels, ledger.positions) == ((), ())
    assert any("from the ledger alone" in told for told in ledger.cannot_be_known)


def test_both_files_tell_the_level() -> None:
    story = opened()
    story.spot("BTC", 18_000, "0.01")
    history = read_history(trades_csv(story, "2025"), ledger_csv(story, "2025"))
    first, second = history.levels
    # 20,000 less the fee of 52 over a margin of 4,000; then 2,000 and another fee less.
    assert first.level == pytest.approx(19_948 / 4_000)
    assert (second.equity, second.used_margin) == (pytest.approx(17_947.532), 4_000)


def test_the_level_is_not_known_beyond_the_ledger() -> None:
    story = opened()
    story.wait(60)
    story.trade("BTC", True, 18_000, "0.01")  # its entries lie in a later ledger
    assert [one.at for one in both(story).levels] == [story.trades[0]["time"]]


def test_an_entry_of_the_next_second_belongs_to_its_trade() -> None:
    story = opened()
    (entry,) = (row for row in story.ledger if row["type"] == "margin")
    entry["time"] = entry["time"].replace(microsecond=0) + timedelta(seconds=1)
    assert both(story).levels[0].equity == 19_948


def test_half_a_position_ties_up_half_the_margin() -> None:
    story = opened()
    story.close(story.lots[0], 21_000, "0.5")
    at = both(story).levels[-1]
    # 20,000, a fee of 52, 500 made, a fee of 27.30, and 500 not yet made.
    assert (at.equity, at.used_margin) == (pytest.approx(20_920.7), 2_000)


def test_two_settings_of_leverage_tie_up_what_they_tie_up() -> None:
    story = opened(5)
    story.open("BTC", True, 20_000, "0.02", 2)
    history = both(story)
    assert history.levels[-1].used_margin == pytest.approx(4_200)
    assert history.positions[0].leverage == pytest.approx(20_400 / 4_200)


def test_a_debt_is_no_money_of_ones_own() -> None:
    story = Story()
    story.deposit("USD", 5_000)
    lot = story.open("BTC", True, 20_000, 1, 5)
    story.wait(10)
    story.close(lot, 12_000, "0.9")
    history = both(story)
    # 5,000 less 52 less 7,200 less 28.08, and 800 not yet lost: over a margin of 400.
    assert history.levels[-1].level == pytest.approx(-3_080.08 / 400)
    (found,) = history.positions
    assert found.own is None
    assert "The balance is below zero: -2,280.08 USD" in found.unknown[0]


def test_two_pairs_on_one_money_have_no_level_of_their_own() -> None:
    story = opened()
    story.open("XTZ", True, 2, 100, 2)
    history = both(story)
    assert [one.coin for one in history.positions] == ["BTC", "XTZ"]
    assert all("Another position is open" in one.unknown[0] for one in history.positions)
    assert len(history.levels) == 1
    assert any("At 1 moment the level cannot be known" in s for s in history.cannot_be_known)


# 17 -----------------------------------------------------------------------------------------------


def test_types_that_nobody_has_read_are_kept_and_counted() -> None:
    rows = """
LA,RA,2025-01-02 03:04:05,hybridearnwithdrawal,USD,spot / main,100,0,100
LB,RB,2025-01-02 03:04:06,dustsweeping,USD,spot / main,1,0,101
LC,RC,2025-01-02 03:04:07,dustsweeping,USD,spot / main,1,0,102
"""
    history = read((L, rows))
    assert history.unknown_types == {"hybridearnwithdrawal": 1, "dustsweeping": 2}
    assert (len(history.ledger), history.balances[0].after) == (3, 102)
    assert "hybridearnwithdrawal 1, dustsweeping 2" in history.cannot_be_known[-1]


# 18 is Bitstamp's: tests/history/test_bitstamp.py -------------------------------------------------

# 19 -----------------------------------------------------------------------------------------------


def test_the_order_in_the_file_says_nothing() -> None:
    story = opened()
    story.roll(story.lots[0], "USD", 4)
    story.wait(3)
    story.close(story.lots[0], 21_000, "0.25")
    straight = both(story)
    story.trades.reverse()
    story.ledger.reverse()
    turned = both(story)
    assert turned.closed == straight.closed
    assert turned.balances == straight.balances
    assert turned.levels == straight.levels


# Cells that no exchange writes --------------------------------------------------------------------

ROW = {"pair": "XBT/USD", "time": "2021-01-02 03:04:05", "margin": "4000", "type": "buy"}


def trade(**cells: str) -> tuple[str, str]:
    """Return a table of one trade, some of its cells replaced."""
    one = {**ROW, **cells}
    return T, (f"TA,{one['pair']},{one['time']},{one['type']},market,20000,20000,5,1,"
               f"{one['margin']},initiated,,,")  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"margin": "-4000"}, "column margin: '-4000' is below 0: margin is set aside"),
        ({"time": "9999-12-31 23:59:59"}, "is not from 2000 to 2099: no exchange wrote it"),
        ({"time": "1970-01-01 00:00:00"}, "is not from 2000 to 2099: no exchange wrote it"),
        ({"pair": "X\0BT/USD"}, "column pair: 'X\\x00BT/USD' has signs that cannot be printed"),
        ({"pair": "\u202eBT/USD"}, "column pair: '\\u202eBT/USD' has signs that cannot be printed"),
        ({"pair": "B" * 300 + "/USD"}, "has 304 signs, and a name has at most 200"),
    ],
)
def test_a_cell_that_no_exchange_writes_is_named(cells: dict[str, str], told: str) -> None:
    assert read(trade()).positions[0].leverage == 5
    assert told in read_or_told(lambda: read(trade(**cells)))


def test_the_ends_of_the_calendar_are_no_time_of_a_ledger() -> None:
    rows = "LA,RA,9999-12-31 23:59:59,deposit,ZUSD,m,1,0,1"
    assert "no exchange wrote it" in read_or_told(lambda: read((L, rows)))


def test_money_does_not_back_a_position_in_itself_twice() -> None:
    rows = "LA,RA,2021-01-02 03:04:00,deposit,ZUSD,m,20000,0,20000"
    (found,) = read(trade(pair="USD/USD"), (L, rows)).positions
    assert found.own is None
    assert "coin 'USD' is the currency too" in " ".join(found.unknown)
