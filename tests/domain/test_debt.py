"""A negative balance: hand-worked waterfalls, conservation, and who pays under which regime."""

import math

import numpy as np
import pytest
from cases import cases
from hypothesis import given
from hypothesis import strategies as st

from margin_lessons.account import Account, CoinCollateral, Position
from margin_lessons.costs import conversion_rate
from margin_lessons.debt import (
    AS_CLAIMED,
    AS_PUBLISHED,
    AUTO_DELEVERAGING,
    INSURANCE_FUND,
    KRAKEN_ASSIGNMENT,
    KRAKEN_DERIVATIVES,
    KRAKEN_LINEAR,
    KRAKEN_SPOT_MARGIN,
    KRAKEN_UNWIND,
    KRAKEN_US_DERIVATIVES,
    REGIMES,
    SAID,
    SOCIALISED_LOSS,
    Debt,
    Deposit,
    Layer,
    Payer,
    Pots,
    Provider,
    RecoveryRules,
    Standing,
    Wallet,
    assign,
    compare,
    debt_after,
    in_order,
    levies,
    recover,
    who_pays,
)
from margin_lessons.errors import BadInput
from margin_lessons.venue import KRAKEN_SPOT, Fees

PROTECTED = RecoveryRules("with discretion", protection=True)
MONEY = pytest.approx


class TestTheArticlesDebts:
    """0.5 BTC long at 5x, closed at 48,000."""

    def test_collateral_in_usd_owes_1_000_which_is_0_0208_btc(self):
        account = Account(6_250, (Position("long", 0.5, 62_500, 5),))
        debt, wallets = debt_after(account, 48_000)
        assert (debt.amount, debt.quote, debt.base, wallets) == (1_000, "USD", "BTC", ())
        assert round(debt.in_coin(48_000), 4) == 0.0208

    def test_collateral_in_btc_owes_1_200_which_is_0_0250_btc(self):
        account = Account(0, (Position("long", 0.5, 60_000, 5),), (CoinCollateral("BTC", 0.1),))
        assert account.equity(48_000) == -1_200
        assert round(Debt(1_200).in_coin(48_000), 4) == 0.0250

    def test_selling_that_btc_costs_a_fee_and_makes_it_1_320(self):
        # Loss 6,000; 0.1 BTC brings 4,800 less 2.5 % = 4,680; 1,320 stays owed.
        account = Account(0, (Position("long", 0.5, 60_000, 5),), (CoinCollateral("BTC", 0.1),))
        result = recover(*debt_after(account, 48_000))
        assert result.debt.amount == 6_000
        assert result.remaining == MONEY(1_320)
        assert result.fees == MONEY(120)
        assert round(result.remaining / 48_000, 4) == 0.0275

    def test_an_account_above_zero_owes_nothing(self):
        debt, _ = debt_after(Account(10_000, (Position("long", 1, 20_000, 5),)), 15_000)
        assert debt.amount == 0
        assert recover(debt).settled_day == 0

    def test_fees_owed_are_part_of_the_debt(self):
        account = Account(6_250, (Position("long", 0.5, 62_500, 5),)).charge(40)
        assert debt_after(account, 48_000)[0].amount == 1_040


class TestWaterfallByHand:
    """1,000 USD owed after the gap."""

    wallets = (
        Wallet("SOL", 2, 150),
        Wallet("EUR", 200, 1.10),
        Wallet("BTC", 0.005, 48_000),
    )

    def test_three_wallets_with_their_fees(self):
        # BTC 240 less 2.5 % = 234; EUR 220 less 1.5 % = 216.70; SOL 300 less 5 % = 285.
        result = recover(Debt(1_000), self.wallets)
        assert [step.currency for step in result.steps] == ["BTC", "EUR", "SOL"]
        assert [step.paid for step in result.steps] == MONEY([234, 216.70, 285])
        assert [step.fee for step in result.steps] == MONEY([6, 3.30, 15])
        assert [step.remaining for step in result.steps] == MONEY([766, 549.30, 264.30])
        assert [step.amount for step in result.steps] == [0.005, 200, 2]
        assert result.remaining == MONEY(264.30)
        assert result.fees == MONEY(24.30)
        assert (result.settled_day, result.trading_returns, result.withdrawal_returns) == (
            None,
            None,
            None,
        )

    def test_a_deposit_on_day_30_settles_it(self):
        later = [Deposit(30, 500), Deposit(40, 50)]
        result = recover(Debt(1_000), self.wallets, later, AS_CLAIMED)
        assert result.from_deposits == MONEY(264.30)
        assert result.settled_day == result.trading_returns == result.withdrawal_returns == 30
        assert result.client_cost == MONEY(1_024.30)
        assert result.untouched == (Deposit(40, 50),)

    def test_deposits_are_taken_in_the_order_of_their_days(self):
        result = recover(Debt(100), (), [Deposit(9, 80), Deposit(2, 60)], AS_CLAIMED)
        assert [(step.day, step.paid, step.remaining) for step in result.steps] == [
            (2, 60, 40),
            (9, 40, 0),
        ]

    def test_a_deposit_in_another_currency_is_converted_too(self):
        # 500 USD from SOL at 5 %: 526.32 worth, 3.5088 SOL at 150.
        step = recover(Debt(500), (), [Deposit(1, 10, "SOL", 150)], AS_CLAIMED).steps[0]
        assert (step.value, step.fee) == (MONEY(526.3158), MONEY(26.3158))
        assert step.amount == MONEY(3.508772)

    def test_to_pay_100_from_bitcoin_102_56_are_sold(self):
        step = recover(Debt(100), [Wallet("BTC", 1, 50_000)]).steps[0]
        assert (step.value, step.paid, step.fee) == (MONEY(102.5641026), 100, MONEY(2.5641026))
        assert step.remaining == 0

    def test_the_quote_currency_goes_first_and_costs_nothing(self):
        result = recover(Debt(100), [Wallet("BTC", 1, 50_000), Wallet("USD", 30)])
        assert [(step.currency, step.paid) for step in result.steps] == [("USD", 30), ("BTC", 70)]
        assert result.steps[0].fee == 0

    def test_the_published_order(self):
        codes = "TRX USDC ETH JPY AUD CHF CAD GBP EUR USD BTC USDT ADA"
        held = [Wallet(code, 1, 1) for code in codes.split()]
        order = [wallet.currency for wallet, _ in in_order(Debt(1, "USD", "ETH"), held)]
        assert order == [
            "USD",
            "ETH",
            "EUR",
            "GBP",
            "CAD",
            "CHF",
            "AUD",
            "JPY",
            "BTC",
            "USDT",
            "USDC",
            "ADA",
            "TRX",
        ]

    def test_the_venues_own_example_ada_btc_when_ada_is_no_collateral(self):
        # The page: BTC as quote, then the list, then the base currency that is not collateral.
        held = [Wallet("XMR", 1, 1), Wallet("USD", 1, 1), Wallet("BTC", 1), Wallet("DOGE", 1, 1)]
        ordered = in_order(Debt(1, "BTC", "DOGE"), held)
        assert [wallet.currency for wallet, _ in ordered] == ["BTC", "USD", "DOGE", "XMR"]

    def test_other_wallets_come_last_and_are_the_articles_claim_in_part(self):
        held = [Wallet("USD", 40, kind="funding"), Wallet("XMR", 1, 100), Wallet("ETH", 1, 10)]
        ordered = in_order(Debt(1_000), held)
        assert [wallet.currency for wallet, _ in ordered] == ["ETH", "XMR", "USD"]
        assert [basis.standing for _, basis in ordered] == [
            Standing.PUBLISHED,
            Standing.PUBLISHED,
            Standing.PARTLY,
        ]

    def test_other_wallets_can_be_left_alone(self):
        rules = RecoveryRules("margin only", other_wallets=False)
        held = [Wallet("USD", 400, kind="earn"), Wallet("USD", 10)]
        result = recover(Debt(100), held, rules=rules)
        assert result.remaining == 90
        assert result.untouched == (Wallet("USD", 400, kind="earn"),)

    def test_by_the_terms_there_is_no_trading_and_no_withdrawal_until_it_is_paid(self):
        open_still = recover(Debt(100), rules=AS_PUBLISHED)
        assert (open_still.trading_returns, open_still.withdrawal_returns) == (None, None)
        paid = recover(Debt(100), deposits=[Deposit(1, 500)], rules=AS_PUBLISHED)
        assert paid.trading_returns == paid.withdrawal_returns == 1
        free = RecoveryRules("no restrictions, no deposits", deposits=False, restricts=False)
        result = recover(Debt(100), deposits=[Deposit(1, 500)], rules=free)
        assert (result.remaining, result.settled_day) == (100, None)
        assert (result.trading_returns, result.withdrawal_returns) == (0, 0)

    def test_by_the_article_the_debt_does_not_grow_with_time(self):
        later = [Deposit(7, 60), Deposit(30, 60)]
        result = recover(Debt(100, day=5), (), later, AS_CLAIMED)
        owed = result.owed_on(np.array([4, 5, 6.9, 7, 29, 30, 999]))
        assert owed.tolist() == [0, 100, 100, 40, 40, 0, 0]
        assert result.owed_on(6) == 100

    def test_every_step_says_what_it_rests_on(self):
        result = recover(Debt(1_000), self.wallets, [Deposit(1, 1)])
        for step in result.steps:
            assert step.basis.words
            assert step.basis.source.title
            assert step.basis.source.date
        assert result.steps[-1].basis == SAID["deposits"].basis
        assert result.steps[0].basis.standing is Standing.PUBLISHED

    def test_another_venue_has_other_fees(self):
        free = KRAKEN_SPOT.with_rules(fees=Fees())
        assert recover(Debt(1_000), self.wallets, venue=free).remaining == MONEY(240)

    def test_a_wallet_that_the_fee_would_eat_up_is_left_alone(self):
        greedy = KRAKEN_SPOT.with_rules(fees=Fees(conversion_other=1.0))
        result = recover(Debt(10), [Wallet("SOL", 1, 150)], venue=greedy)
        assert (result.steps, result.remaining) == ((), 10)


class TestProtection:
    def test_it_is_off_unless_the_venue_chooses(self):
        assert not AS_CLAIMED.protection
        assert not AS_PUBLISHED.protection
        assert recover(Debt(15)).remaining == 15

    def test_a_small_debt_is_absorbed(self):
        result = recover(Debt(15), rules=PROTECTED)
        assert (result.absorbed, result.remaining, result.settled_day) == (15, 0, 0)
        assert result.steps[0].payer is Payer.VENUE
        assert result.steps[0].basis.standing is Standing.CLAIMED

    def test_20_is_not_under_20(self):
        assert recover(Debt(20), rules=PROTECTED).remaining == 20
        limit = RecoveryRules("more", protection=True, protection_limit=25)
        assert recover(Debt(20), rules=limit).absorbed == 20

    def test_wallets_come_first_and_their_rest_may_be_absorbed(self):
        result = recover(Debt(100), [Wallet("USD", 90)], rules=PROTECTED)
        assert (result.from_wallets, result.absorbed) == (90, 10)

    def test_a_large_debt_worn_down_by_deposits_is_no_small_one(self):
        result = recover(Debt(100), (), [Deposit(3, 95)], PROTECTED)
        assert (result.absorbed, result.remaining) == (0, 5)


codes = st.sampled_from(["USD", "EUR", "JPY", "BTC", "ETH", "USDT", "SOL", "TRX", "XMR", "DOGE"])
amounts = st.one_of(st.just(0.0), st.floats(1e-6, 1e6))
prices = st.floats(1e-4, 1e5)
# Made once: a strategy that is built anew in every draw is checked anew in every draw.
kinds_held = st.sampled_from(["spot", "margin", "earn", "funding", "other"])
days = st.integers(0, 400)
money = st.floats(0, 1e6)
won = st.none() | st.lists(money, max_size=4)


@st.composite
def held(draw):
    code = draw(codes)
    kind = draw(kinds_held)
    return Wallet(code, draw(amounts), None if code == "USD" else draw(prices), kind)


@st.composite
def coming(draw):
    code = draw(codes)
    price = None if code == "USD" else draw(prices)
    return Deposit(draw(days), draw(amounts), code, price)


rules_of_any_kind = st.builds(
    RecoveryRules,
    name=st.just("any"),
    other_wallets=st.booleans(),
    deposits=st.booleans(),
    restricts=st.booleans(),
    protection=st.booleans(),
    protection_limit=st.floats(0, 1_000),
)
debts = st.builds(Debt, st.floats(0, 1e6), base=st.sampled_from(["BTC", "SOL", "XMR"]))


class TestConservation:
    @cases(2_500)
    @given(debts, st.lists(held(), max_size=8), st.lists(coming(), max_size=5), rules_of_any_kind)
    def test_paid_and_remaining_are_the_debt_and_no_more_is_taken_than_there_is(
        self, debt, wallets, deposits, rules
    ):
        result = recover(debt, wallets, deposits, rules)
        paid = result.from_wallets + result.from_deposits + result.absorbed
        assert paid + result.remaining == pytest.approx(debt.amount, rel=1e-9, abs=1e-9)
        assert 0 <= result.remaining <= debt.amount
        assert result.client_cost == pytest.approx(
            math.fsum(s.value for s in result.steps if s.payer is not Payer.VENUE), rel=1e-9
        )
        owed = debt.amount
        for step in result.steps:
            assert step.paid > 0
            assert step.fee >= 0
            assert step.value == pytest.approx(step.paid + step.fee, rel=1e-9)
            assert step.remaining == pytest.approx(owed - step.paid, abs=1e-9 * debt.amount)
            owed = step.remaining
            if step.payer is Payer.VENUE:
                continue
            assert step.amount <= step.funds.amount
            assert step.amount * step.funds.unit_value == pytest.approx(step.value, rel=1e-9)
            rate = conversion_rate(step.currency, debt.quote)
            assert step.fee == pytest.approx(step.value * rate, rel=1e-6, abs=1e-9)
        assert owed == result.remaining

    @cases(2_000)
    @given(debts, st.lists(held(), max_size=8), st.lists(coming(), max_size=5), rules_of_any_kind)
    def test_a_later_wallet_is_touched_only_when_the_earlier_ones_are_empty(
        self, debt, wallets, deposits, rules
    ):
        result = recover(debt, wallets, deposits, rules)
        taken = [step for step in result.steps if step.funds is not None]
        for step in taken[:-1]:
            assert step.amount == step.funds.amount
        if result.remaining > 0:
            assert all(step.amount == step.funds.amount for step in taken)
        expected = [w for w, _ in in_order(debt, wallets)]
        from_wallets = [s.funds for s in taken if s.payer is Payer.WALLETS]
        positions = [next(i for i, w in enumerate(expected) if w is f) for f in from_wallets]
        assert positions == sorted(positions)
        assert [s.day for s in result.steps] == sorted(s.day for s in result.steps)
        assert len(taken) + len(result.untouched) == len(wallets) + len(deposits)

    @cases(1_000)
    @given(debts, st.lists(held(), max_size=8), st.lists(coming(), max_size=5))
    def test_without_interest_the_debt_only_falls_and_ends_at_what_remains(
        self, debt, wallets, deposits
    ):
        result = recover(debt, wallets, deposits, AS_CLAIMED)
        owed = result.owed_on(np.arange(0, 402))
        assert (np.diff(owed) <= 0).all()
        assert owed[-1] == result.remaining

    @cases(1_000)
    @given(debts, st.lists(held(), max_size=6), st.lists(coming(), max_size=4), st.data())
    def test_every_regime_shares_out_exactly_the_debt(self, debt, wallets, deposits, data):
        pots = Pots(
            wallets=wallets,
            deposits=deposits,
            assigned=data.draw(st.floats(0, 1)),
            fund=data.draw(money),
            pool=data.draw(money),
            company=data.draw(money),
            winners=data.draw(won),
        )
        for result in compare(debt, pots):
            parts = (
                result.client_paid,
                result.client_owes,
                result.venue,
                result.fund,
                result.other_traders,
            )
            assert min(parts) >= 0
            assert sum(parts) == pytest.approx(debt.amount, rel=1e-9, abs=1e-9)
            assert result.fund <= pots.fund
            assert result.borne_by(Layer.POOL) <= pots.pool
            if not result.regime.client_may_owe:
                assert result.client_paid == result.client_owes == 0


class TestRegimes:
    def test_only_spot_margin_and_the_us_can_leave_the_client_owing(self):
        owing = [regime for regime in REGIMES if regime.client_may_owe]
        assert owing == [KRAKEN_SPOT_MARGIN, KRAKEN_US_DERIVATIVES]

    def test_history_carries_its_year_and_what_is_usual_now_stands_beside_it(self):
        assert AUTO_DELEVERAGING.chain == (Layer.FUND, Layer.COUNTERPARTIES)
        assert "usual now" in AUTO_DELEVERAGING.product
        assert REGIMES.index(AUTO_DELEVERAGING) < REGIMES.index(INSURANCE_FUND)
        assert "2016" in INSURANCE_FUND.product
        assert "2018" in SOCIALISED_LOSS.product

    def test_each_regime_names_product_entity_source_and_date(self):
        for regime in REGIMES:
            assert regime.product
            assert regime.entity
            assert regime.words
            assert regime.source.title
            assert regime.source.date

    def test_1_000_usd_under_every_regime(self):
        held = [Wallet("BTC", 0.005, 48_000)]
        pots = Pots(wallets=held, assigned=0.6, fund=300, pool=50, company=100)
        rows = [
            (r.client_paid, r.client_owes, r.venue, r.fund, r.other_traders)
            for r in compare(Debt(1_000), pots)
        ]
        assert rows == [
            MONEY((234, 766, 0, 0, 0)),
            MONEY((0, 0, 0, 0, 1_000)),
            MONEY((0, 0, 50, 0, 950)),
            MONEY((0, 1_000, 0, 0, 0)),
            MONEY((0, 0, 0, 300, 700)),
            MONEY((0, 0, 100, 300, 600)),
            MONEY((0, 0, 0, 0, 1_000)),
        ]

    def test_spot_margin_brings_its_recovery_along(self):
        result = who_pays(Debt(1_000), KRAKEN_SPOT_MARGIN, Pots(wallets=[Wallet("BTC", 1, 48_000)]))
        assert (result.client_paid, result.client_owes) == (1_000, 0)
        assert result.fees == result.recovery.fees == MONEY(25.64103)
        assert who_pays(Debt(1_000), KRAKEN_DERIVATIVES).recovery is None

    def test_discretion_under_spot_margin_is_the_venues(self):
        assert who_pays(Debt(15), KRAKEN_SPOT_MARGIN, Pots(rules=PROTECTED)).venue == 15

    def test_a_pool_comes_before_unwinding_only_where_there_is_one(self):
        pots = Pots(assigned=0.0, pool=5_000)
        assert who_pays(Debt(1_000), KRAKEN_LINEAR, pots).borne_by(Layer.POOL) == 1_000
        # The pool is the venue's own, to spend or not; an insurance fund is another thing.
        unused = who_pays(Debt(1_000), KRAKEN_LINEAR, Pots(assigned=0.0, fund=5_000))
        assert (unused.venue, unused.fund, unused.other_traders) == (0, 0, 1_000)
        assert who_pays(Debt(1_000), KRAKEN_DERIVATIVES, pots).other_traders == 1_000

    def test_winners_give_up_no_more_than_their_profit(self):
        result = who_pays(Debt(1_000), SOCIALISED_LOSS, Pots(winners=[300, 100]))
        assert (result.other_traders, result.venue) == (400, 600)

    def test_okex_in_august_2018(self):
        # A shortfall of 3,877 BTC, 10 in the fund, 2,500 added; the press prints "around 1,200"
        # for the winners, the difference is 1,367.
        debt = Debt(3_877, quote="BTC", base="USD")
        result = who_pays(debt, INSURANCE_FUND, Pots(fund=10, company=2_500))
        assert (result.fund, result.venue, result.other_traders) == (10, 2_500, 1_367)


class TestSharing:
    def test_krakens_assignment_example(self):
        example = KRAKEN_ASSIGNMENT
        assert (example.position, example.filled, example.assigned) == (
            1_760_000,
            1_007_379,
            752_621,
        )
        assert example.unwound == 0
        assert example.taken_by[0].size == 184_317
        assert round(example.share(example.assigned), 2) == 0.43

    def test_krakens_unwind_example(self):
        assert (KRAKEN_UNWIND.assigned, KRAKEN_UNWIND.unwound) == (751_605, 161_016)

    def test_nothing_is_assigned_when_the_book_took_it_all(self):
        assert assign(300_000, 300_000, [Provider("one", 1e9)]).assigned == 0

    @cases(1_000)
    @given(st.floats(1, 1e7), st.floats(0, 1), st.lists(st.floats(0, 1e7), max_size=5))
    def test_the_three_parts_are_the_position(self, position, share, rooms):
        result = assign(position, position * share, [Provider("p", room) for room in rooms])
        assert result.filled + result.assigned + result.unwound == pytest.approx(position)
        assert sum(p.size for p in result.taken_by) == pytest.approx(result.assigned, abs=1e-6)

    def test_levies_by_hand(self):
        # 300 of 1,500 is 20 % of every profit.
        assert levies(300, [1_000, 500, 0]).tolist() == [200, 100, 0]
        assert levies(300, [100, 50]).tolist() == [100, 50]
        assert levies(300, [0, 0]).tolist() == [0, 0]

    @cases(1_000)
    @given(st.floats(0, 1e6), st.lists(st.floats(0, 1e6), min_size=1, max_size=6))
    def test_levies_are_fair_and_enough_if_they_can_be(self, loss, profits):
        shares = levies(loss, profits)
        assert (shares <= np.array(profits)).all()
        assert shares.sum() == pytest.approx(min(loss, sum(profits)), rel=1e-9, abs=1e-9)


class TestBadInput:
    @pytest.mark.parametrize(
        ("words", "make"),
        [
            ("BTC wallet -0.1 is below 0", lambda: Wallet("BTC", -0.1, 48_000)),
            ("EUR wallet nan is not a finite number", lambda: Wallet("eur", math.nan)),
            ("price of SOL 0 is not above 0", lambda: Wallet("SOL", 1, 0)),
            ("price of SOL inf is not a finite", lambda: Wallet("SOL", 1, math.inf)),
            ("kind 'savings' of the SOL wallet", lambda: Wallet("SOL", 1, 1, "savings")),
            ("currency '' is not a name", lambda: Wallet("", 1)),
            ("currency 5 is not a name", lambda: Wallet(5, 1)),
            ("USD deposit -5 is below 0", lambda: Deposit(1, -5)),
            ("day of the deposit nan", lambda: Deposit(math.nan, 5)),
            ("debt -1000 is below 0", lambda: Debt(-1_000)),
            ("base 'USD' is the quote currency too", lambda: Debt(1, "USD", "USD")),
            ("price 0 is not above 0", lambda: Debt(1).in_coin(0)),
            ("protection limit -1 is below 0", lambda: RecoveryRules("x", protection_limit=-1)),
            ("price of wallet 2 is missing", lambda: recover(Debt(1), [*usd(1), Wallet("EUR", 1)])),
            ("price of deposit 1 is missing", lambda: recover(Debt(1), (), [Deposit(1, 1, "EUR")])),
            ("price 1.1 of wallet 2 is not 1", lambda: recover(Debt(1), [*usd(1), *usd(1.1)])),
            (
                "day 2 of deposit 1 is before day 3",
                lambda: recover(Debt(1, day=3), (), [Deposit(2, 1)]),
            ),
            ("assigned share 1.5 is above 1", lambda: Pots(assigned=1.5)),
            ("fund -1 is below 0", lambda: Pots(fund=-1)),
            ("company money nan", lambda: Pots(company=math.nan)),
            ("profit in row 2 -5 is below 0", lambda: levies(10, [5, -5])),
            ("filled part 3 is above the position of 2", lambda: assign(2, 3)),
            ("position 0 is not above 0", lambda: assign(0, 0)),
            ("size of one -1 is below 0", lambda: assign(2, 1, [Provider("one", -1)])),
        ],
    )
    def test_one_clear_sentence(self, words, make):
        with pytest.raises(BadInput) as caught:
            make()
        message = str(caught.value)
        assert words in message
        assert message.endswith(".")
        assert "\n" not in message
        assert ": " in message


def usd(price):
    return [Wallet("USD", 1, price)]
