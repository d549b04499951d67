"""Faults to plant in what a learner reads: each is what a tired author could write.

Every old text stands exactly once in its file, or the script says so and stops: a list that no
longer fits is no check. In a notebook the text is that of the stored file: a backslash is two.
"""

from __future__ import annotations

from typing import NamedTuple


class Fault(NamedTuple):
    """One fault: its kind and what it is, the file, and the edits that make it."""

    kind: str
    what: str
    file: str
    edits: tuple[tuple[str, str], ...]


NOTEBOOKS = {
    "00": "notebooks/00_start_here.ipynb",
    "01": "notebooks/01_margin.ipynb",
    "02": "notebooks/02_margin_calls.ipynb",
    "03": "notebooks/03_liquidation.ipynb",
    "04": "notebooks/04_gaps_and_slippage.ipynb",
    "05": "notebooks/05_negative_balances.ipynb",
    "06": "notebooks/06_stop_losses.ipynb",
    "07": "notebooks/07_size_buffer_and_leverage.ipynb",
}
GUIDE, GLOSSARY = "docs/teaching_guide.md", "docs/glossary.md"


def told(lesson: str, what: str, old: str, new: str, kind: str = "prose") -> Fault:
    """Return a fault in the text of a notebook."""
    return Fault(kind, what, NOTEBOOKS[lesson], ((old, new),))


STORY = (
    told("01", "a story table says 2,000 set aside for 3,000",
         "| used margin | 15,000 / 5 | 3,000 |", "| used margin | 15,000 / 5 | 2,000 |"),
    told("01", "what is free is said to be 3,000",
         "| free margin | equity - used margin | 2,000 |",
         "| free margin | equity - used margin | 3,000 |"),
    told("01", "two sides of a balance are swapped",
         "| cash | 5,000 | Maya's: the equity | 5,000 |",
         "| cash | 15,000 | Maya's: the equity | 5,000 |"),
    told("03", "the moves of two accounts are swapped",
         "| liquidation (40%) at a move of | **-30%** | **-46%** |",
         "| liquidation (40%) at a move of | **-46%** | **-30%** |"),
    told("03", "two levels at opening are swapped",
         "| level at opening | 100% | 500% |", "| level at opening | 500% | 100% |"),
    told("04", "two rooms for a gap are swapped",
         "| long | 28.6% | 16.7% | 9.1% | 4.3% |", "| long | 28.6% | 9.1% | 16.7% | 4.3% |"),
    told("02", "the level of the call and of the end are swapped",
         "| margin call | about 80% |", "| margin call | about 40% |"),
    told("00", "call and liquidation change places",
         "| margin call | 4% |", "| liquidation | 4% |"),
    told("03", "the fee of a day is that of a period",
         "He pays 67.50 USD a day", "He pays 11.25 USD a day"),
    told("04", "a fill is a thousand lower", "only at 48,000 USD; the account",
         "only at 47,000 USD; the account"),
    told("00", "50 USD for 5", "that is 5 USD.", "that is 50 USD."),
)  # fmt: skip

SUMS = (
    told("01", "a sign in a formula is turned",
         "\\\\text{cash} + \\\\text{size} \\\\times", "\\\\text{cash} - \\\\text{size} \\\\times",
         "formula"),
    told("02", "a short is written as a long",
         "\\\\times (\\\\text{entry} - P)", "\\\\times (P - \\\\text{entry})", "formula"),
    told("02", "a fraction is upside down", "\\\\frac{\\\\text{equity}}{\\\\text{used margin}}",
         "\\\\frac{\\\\text{used margin}}{\\\\text{equity}}", "formula"),
    told("00", "a formula in numbers ends wrong", "0.0997) = 501.50$", "0.0997) = 510.50$",
         "formula"),
    told("03", "a worked sum ends wrong", "(100% - 40%) / 5 = 12%, so",
         "(100% - 40%) / 5 = 14%, so", "formula"),
    told("04", "a row's sum starts from another price",
         "0.5 x (62,500 - 48,000)", "0.5 x (60,000 - 48,000)", "formula"),
    told("00", "an exercise's cell has another fall", "share_lost = 5 * 5.10 / 100",
         "share_lost = 5 * 5.01 / 100", "exercise cell"),
    told("02", "an exercise's cell has another level", "equity_at_40 = 0.40 * 4_000",
         "equity_at_40 = 0.80 * 4_000", "exercise cell"),
)  # fmt: skip

DATES = (
    told("02", "the terms are a year younger", "Its terms of 16 December 2024 go further",
         "Its terms of 16 December 2025 go further", "date"),
    told("03", "the fees are of another day", "on the Kraken page of 10 February 2026",
         "on the Kraken page of 10 February 2025", "date"),
    told("03", "the term ended in another year", "no *maximum term* since 6 December 2022",
         "no *maximum term* since 6 December 2024", "date"),
    told("04", "an outage is put into another year", "After Kraken's outage of January 2018",
         "After Kraken's outage of January 2021", "date"),
    told("03", "a date of a duty is forgotten: what the terms do not say comes back",
         "As a rule the oldest position goes first, winner or not; and",
         "The oldest position goes first, winner or not; and", "law"),
    told("04", "may becomes must", "*may* act from a level of about 80%, here at 60,000 USD",
         "*must* act from a level of about 80%, here at 60,000 USD", "law"),
    told("02", "no duty becomes a duty", "It has no duty to contact you",
         "It has a duty to contact you", "law"),
    told("00", "an inferred date is told as printed", "We infer both: about 29 July 2025",
         "It prints both: 29 July 2025", "law"),
)  # fmt: skip

DEBTS = (
    told("05", "a fee of 2.5% for 1.5%", "fee of 1.5%: 3.30", "fee of 2.5%: 3.30"),
    told("05", "the limit of a favour is 50 USD for 20", "usually under 20 USD. Neither",
         "usually under 50 USD. Neither"),
    told("05", "what is held and what arrives are swapped",
         "All wallets hold 760 USD, and 735.70 USD arrives",
         "All wallets hold 735.70 USD, and 760 USD arrives"),
    told("05", "the debt is due within 24 hours", "A debt is due within 48 hours. Until",
         "A debt is due within 24 hours. Until"),
    told("05", "two shares of a loss are swapped",
         "here 300 USD, then opposite traders for the other 700 USD",
         "here 700 USD, then opposite traders for the other 300 USD"),
    told("05", "interest runs on interest by the formula",
         "\\\\text{debt} \\\\times 0.18", "\\\\text{debt} \\\\times 1.18", "formula"),
    told("07", "two chances are swapped",
         "| in debt after such a crash month | 9.7% ± 0.4% | 18.9% ± 0.5% |",
         "| in debt after such a crash month | 18.9% ± 0.5% | 9.7% ± 0.4% |"),
    told("06", "what is left with and without a stop is swapped",
         "liquidated at 16,600, 1,600 left | filled at 17,500, 2,500 left",
         "liquidated at 16,600, 2,500 left | filled at 17,500, 1,600 left"),
    told("06", "entry and fill change places in a formula",
         "\\\\text{entry} - \\\\text{fill}", "\\\\text{fill} - \\\\text{entry}", "formula"),
)  # fmt: skip

DOCS = (
    Fault("guide", "an expected wrong answer is another number", GUIDE,
          (("949.60 is a loss without leverage", "949.50 is a loss without leverage"),)),
    Fault("guide", "two accounts' cushions are swapped", GUIDE,
          (("7.4% of price is left below him, and 28.6% below her",
            "28.6% of price is left below him, and 7.4% below her"),)),
    Fault("guide", "an answer is another one's", GUIDE,
          (("liquidation price: 11,600 USD; top up: 1,800 USD",
            "liquidation price: 13,200 USD; top up: 1,800 USD"),)),
    Fault("guide", "what two wrong answers show is swapped", GUIDE,
          (("| the loan is forgotten |", "| SWAP |"),
           ("| a loan is taken for a partnership |", "| the loan is forgotten |"),
           ("| SWAP |", "| a loan is taken for a partnership |"))),
    Fault("guide", "a plan's minutes do not add up", GUIDE,
          (("| 10 | 01 | predict; *ledger*", "| 12 | 01 | predict; *ledger*"),)),
    Fault("guide", "a plan names a button of another panel", GUIDE,
          (("| 6 | 00 | *sleep*: **Ten times**, **Five times**; *board*: **Nearly nothing left** |",
            "| 6 | 00 | *sleep*: **Ten times**, **Five times**; *board*: **A debt** |"),)),
    Fault("guide", "a lesson takes other minutes than it says", GUIDE,
          (("**28 minutes.** Idea: the exchange lends",
            "**25 minutes.** Idea: the exchange lends"),)),
    Fault("glossary", "long and short change places", GLOSSARY,
          (("gains when the price rises", "SWAP"),
           ("gains when the price falls", "gains when the price rises"),
           ("SWAP", "gains when the price falls"))),
    Fault("glossary", "the call is at 40%", GLOSSARY,
          (("has fallen to about 80%; it", "has fallen to about 40%; it"),)),
    Fault("glossary", "the rent comes every eight hours", GLOSSARY,
          (("open, every four hours; rates", "open, every eight hours; rates"),)),
    Fault("glossary", "a stop-loss sends a limit order", GLOSSARY,
          (("a stop that sends a market order:", "a stop that sends a limit order:"),)),
    Fault("model", "a sign on the model page is turned", "docs/model.md",
          (("collateral + unrealised profit - fees owed", "collateral - unrealised profit - fees "
            "owed"),)),
)  # fmt: skip

IN_PROSE = (*STORY, *SUMS, *DATES, *DEBTS, *DOCS)
