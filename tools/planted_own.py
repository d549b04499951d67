"""Faults to plant in lesson 11: in what it tells and draws, and in doctor, history and mappings.

Every old text stands exactly once in its file, as in planted_prose.py.
"""

from __future__ import annotations

from planted_pictures import described, drawn
from planted_prose import Fault

NOTEBOOK = "notebooks/11_your_account.ipynb"
SCENES, LESSONS = "margin_lessons/scenes", "margin_lessons/lessons"


def computed(file: str, what: str, *edits: tuple[str, str]) -> Fault:
    """Return a fault in a module of the domain, or of what a lesson takes of a position."""
    return Fault("computed", what, f"margin_lessons/{file}.py", edits)


TOLD = (
    Fault("words", "a deposit brings the line nearer", NOTEBOOK,
          (("A deposit pushes the line away.", "A deposit brings the line nearer."),)),
    Fault("prose", "shares of value and money change places", NOTEBOOK,
          (("9% of the value of her position, and 27% of her money",
            "27% of the value of her position, and 9% of her money"),)),
    Fault("messages", "two files change places", f"{LESSONS}/own_account_questions.py",
          (('"deposits and rollovers are no trades."', "SWAP"),
           ('"each row has a price."', '"deposits and rollovers are no trades."'),
           ("SWAP", '"each row has a price."'))),
    Fault("mission", "less than half is more than half", f"{LESSONS}/own_account_panels.py",
          (('"Less than half of what she holds', '"More than half of what she holds'),)),
    Fault("law", "law and process change places", f"{SCENES}/own_debt.py",
          (('BelowZero.BY_LAW: "the law spares you"', 'BelowZero.BY_LAW: "others bear"'),
           ('BelowZero.BY_PROCESS: "others bear"', 'BelowZero.BY_PROCESS: "the law spares you"'))),
    Fault("law", "the laws of spot margin of two places change places",
          "margin_lessons/doctor/own_law.py",
          (('Residence.UK: ("UK",),\n    Residence.US: ("US spot margin",)',
            'Residence.UK: ("US spot margin",),\n    Residence.US: ("UK",)'),)),
    Fault("law", "law at home is the law abroad", "margin_lessons/doctor/own_law.py",
          (("BelowZero.BY_LAW and not at_home", "BelowZero.BY_LAW and at_home"),)),
    Fault("words", "nothing is left where it is liquidated", f"{SCENES}/own_lines.py",
          (("of {words.percent(abs(nothing))} leaves", "of {words.percent(abs(sold))} leaves"),)),
    Fault("words", "lines of costs end on the other side of zero", f"{SCENES}/history_costs.py",
          (("'below' if run.sums[-1] < 0 else 'above'",
            "'above' if run.sums[-1] < 0 else 'below'"),)),
    Fault("words", "lost and won change places", f"{SCENES}/own_answers.py",
          (('f"lost: {state.money(answer.booked)}"', 'f"won: {state.money(answer.booked)}"'),
           ('f"won: {state.money(-answer.booked)}"', 'f"lost: {state.money(-answer.booked)}"'))),
    Fault("words", "what is lost is what may be in debt", f"{SCENES}/own_answers.py",
          (("state.money(answer.at_risk), final", "state.money(abs(answer.booked)), final"),)),
    Fault("words", "the price in the file is called the entry", f"{SCENES}/history_open.py",
          (('"the entry" if one.own.price is None', '"the entry" if one.own.price is not None'),)),
    Fault("words", "the last level is the first", f"{SCENES}/history_level.py",
          (("max(levels, key=lambda one: one.at).level",
            "min(levels, key=lambda one: one.at).level"),)),
)  # fmt: skip

DRAWN = (
    drawn("own_lines", "the debt begins at the liquidation",
          ("low, high = (far, fact)", 'fact = scene.fact("liquidation at a move of")\n'
           "        low, high = (far, fact)")),
    drawn("own_lines", "a bar opens at its worst price",
          ('scene.fact(f"{key}: opens at a move of"), row', "worst, row")),
    drawn("own_odds", "the range of a chance ends where it begins",
          ("one.days, high, ink=key", "one.days, max(low, LOWEST), ink=key")),
    drawn("own_odds", "the words of another horizon",
          ("if one is looked_at", "if one is not looked_at")),
    drawn("own_answers", "a cushion begins at the price now",
          ("yield ChartBar(at, nothing, sold,", "yield ChartBar(at, nothing, 0.0,")),
    drawn("own_debt", "a debt that is borne by others is drawn as one's own",
          ("in (BelowZero.OWED, None)", "in (BelowZero.BY_PROCESS, BelowZero.BY_LAW)")),
    drawn("history_costs", "a sum falls before its day",
          ("np.repeat(run.sums, 2)[:-1]", "np.repeat(run.sums, 2)[1:]")),
    drawn("history_costs", "two kinds have each other's ink",
          ('"rollovers": "loan", "fees of trades": "call"',
           '"rollovers": "call", "fees of trades": "loan"')),
    drawn("history_level", "every dot is at the lowest level",
          ("min(one.level, top), ink", "lowest.level, ink")),
    described("history_level", "days are hours",
              ("total_seconds() / 86_400", "total_seconds() / 3_600")),
    described("history_open", "moves are seen from the entry",
              ("now = one.own.entry if one.own.price is None else one.own.price",
               "now = one.own.entry")),
    described("own_lines", "a bar opens at the close before",
              ("one.opens_at / now - 1", "one.opens_at / now - 1 - one.bar.jump")),
)  # fmt: skip

COMPUTED = (
    computed("doctor/odds", "each horizon has the chance of the first",
             ("_under(levels, model, day, stop)", "_under(levels, model, horizons[0], stop)")),
    computed("doctor/worst_bars", "a long meets the bars that hurt a short",
             ("in worst_bars(prices.falling))", "in worst_bars(not prices.falling))")),
    computed("doctor/danger_prices", "the gap of a debt is seen from now",
             ("return self.three.gap_to_zero()", 'return self.away("nothing left")')),
    computed("doctor/own_choices", "a stop's loss is counted from the entry",
             ("lost = equity_of(held, now)", "lost = equity_of(held, position.entry)")),
    computed("doctor/own_choices", "dollars are added to coins",
             ("amount / now if held.inverse", "amount if held.inverse")),
    computed("history/charges", "a fee is a gain", ("row.asset, -row.fee)", "row.asset, row.fee)")),
    computed("history/merging", "rows without an id are those of one file",
             ("bare |= Counter", "bare = Counter")),
    computed("history/kraken_trades", "the column of today names no position",
             ('rows.optional("posttxid", "postxid")', 'rows.optional("postxid")')),
    computed("history/pairs", "XTZUSD is XT and ZUSD",
             ("or coin in _WITH_OLD_QUOTE)", "or coin != quote)")),
    computed("history/table_rows", "a moment is an hour late",
             ('fromisoformat(cell.removesuffix("Z"))',
              'fromisoformat(cell.removesuffix("Z") + "+01:00").replace(tzinfo=None)')),
    computed("history/bitstamp_old", "noon is midnight",
             ('hour % 12 + 12 * (found["half"] in "Pp")',
              'hour % 12 + 12 * (found["half"] in "Aa")')),
    computed("lessons/own_mappings", "a stop lies a hundred times too near",
             ("away = 100 * STOP_BEFORE", "away = STOP_BEFORE")),
    computed("lessons/own_mappings", "the maintenance is a hundred times too large",
             ("round(100 * kept, 2)", "round(10_000 * kept, 2)")),
    computed("lessons/own_mappings", "sides change places in the crash",
             ("TakenSide.LONG if mine", "TakenSide.SHORT if mine"),
             ("else TakenSide.SHORT", "else TakenSide.LONG")),
    computed("lessons/own_mappings", "the exits are of the other side",
             ('{"side": mine.side.value, "cash"', '{"side": "long", "cash"')),
    computed("lessons/own_mappings", "the curves are of the other side",
             ('"side": mine.side.value, "leverage"', '"side": "short", "leverage"')),
    computed("lessons/own_mappings", "a cushion is a share of the price now",
             ("abs(sold - nothing) / sold", "abs(sold - nothing) / ratios.now")),
    computed("lessons/own_mappings", "money over margin is money over value",
             ("ratios.money * leverage / ratios.value", "ratios.money / ratios.value")),
    computed("lessons/own_account_panels", "the buffer is all the money",
             ("round(money - size / mine.leverage, 2)", "round(money, 2)")),
)  # fmt: skip

IN_OWN = (*TOLD, *DRAWN, *COMPUTED)
