"""The drags that lessons recommend: which mark is to be watched, and which way it goes.

Written by hand from the lessons' text ("watch the dot slide down", "the loan never changes").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Drag:
    """One drag: ``control`` is taken through ``values``, and ``mark`` goes up, down, or stays.

    For marks that move sideways (``along`` is x) up means to the right.
    """

    lesson: str
    panel: str
    control: str
    values: tuple[float, ...]
    mark: str
    way: Literal["up", "down", "stays"]
    along: Literal["x", "y"] = "y"
    scenario: str = ""

    def __str__(self) -> str:
        return f"{self.lesson} {self.panel}: {self.control}, {self.mark} {self.way}"


SETTINGS = tuple(range(2, 11))

DRAGS: tuple[Drag, ...] = (
    Drag("02_margin_calls", "gauge", "price", (20_000, 15_000, 13_200, 11_600, 10_000, 9_000),
         "price now", "down", scenario="The story"),
    Drag("02_margin_calls", "gauge", "price", (30_000, 29_000, 28_150, 25_700, 23_300),
         "price now", "down", scenario="Little to spare"),
    Drag("02_margin_calls", "gauge", "price", (65_200, 69_450, 75_000, 80_000),
         "price now", "down", scenario="A short"),
    Drag("02_margin_calls", "answers", "deposit", (100, 1_000, 2_000, 5_000, 10_000),
         "add funds: liquidation at", "down", along="x"),
    # "At the same size all bars end where nothing is left, at one place."
    Drag("03_liquidation", "ladder", "leverage", SETTINGS, "nothing left at a move of", "stays",
         "x", "Same size, 2x"),
    # "At full size they slide towards the entry price."
    *(Drag("03_liquidation", "ladder", "leverage", SETTINGS, f"{name} at a move of", "up", "x",
           "Full size, 2x") for name in ("margin call", "liquidation", "nothing left")),
    # "Let the price of ETH fall. The bar of the equity shrinks."
    Drag("03_liquidation", "order of closing", "eth", tuple(range(2_450, 1_590, -50)), "equity",
         "down", "x", "Still safe"),
    # "Let his days pass, and watch the level slide down."
    Drag("03_liquidation", "cost of time", "days", tuple(range(0, 95, 5)), "level now", "down"),
    Drag("04_gaps_and_slippage", "gap", "gap", (0, 2_500, 5_000, 7_000, 22_000), "filled at",
         "down"),
    Drag("04_gaps_and_slippage", "gap", "delay", (0, 3, 6, 9, 10, 15), "filled at", "down"),
    Drag("04_gaps_and_slippage", "order book", "size", (1, 20, 50, 80, 120), "worst fill", "up",
         "x", "A hollow book"),
    Drag("04_gaps_and_slippage", "the article's example", "fill", (62_000, 55_000, 50_000, 43_000),
         "equity at the fill", "down"),
    # "Move the slider": less leverage leaves more, and the line lies lower.
    Drag("00_start_here", "sleep", "leverage", tuple(range(10, 0, -1)), "your money", "up"),
    Drag("00_start_here", "sleep", "leverage", tuple(range(10, 1, -1)),
         "sold here, if anybody buys", "down"),
    # "Drag price move to the left. The loan ... slides to the left as a whole."
    Drag("01_margin", "ledger", "move", tuple(range(0, -61, -5)), "loan", "down", "x"),
    Drag("01_margin", "ledger", "move", tuple(range(0, -61, -5)), "loan at opening", "stays", "x"),
    # "Drag the other setting, and watch which bars move, and which do not." The bar that ends at
    # the cash begins where the equity ends.
    Drag("01_margin", "size and setting", "leverage", tuple(range(3, 11)), "lost, row 2", "stays",
         "x"),
    Drag("01_margin", "size and setting", "leverage", tuple(range(5, 11)), "used margin, row 2",
         "down",
         "x"),
    # "Widen the distance of the stop: its line goes down, and what the stop-loss leaves shrinks."
    Drag("06_stop_losses", "four exits", "distance", (1, 2.5, 5, 8, 11, 14.5), "stop set at",
         "down", scenario="A slow fall"),
    Drag("06_stop_losses", "four exits", "distance", (1, 2.5, 5, 8, 11, 14.5),
         "stop-loss: account at the end", "down", "x", "A slow fall"),
    # "Pull the distance down to its lowest: the plan stays, and the bars of the gaps grow."
    Drag("06_stop_losses", "size from a stop", "distance", (5, 4, 3, 2, 1), "risk", "stays", "x"),
    *(Drag("06_stop_losses", "size from a stop", "distance", (5, 4, 3, 2, 1), f"{gap}: loss",
           "up", "x") for gap in ("a small gap", "a large gap")),
    # "Raise each deposit: settled on day comes nearer", and "let the days pass".
    Drag("05_negative_balances", "waterfall", "deposit", (100, 140, 270),
         "trading returns", "down", "x"),
    Drag("05_negative_balances", "waterfall", "days", tuple(range(0, 185, 5)),
         "day looked at", "up", "x"),
    # "Pull filled at down from 48,000 USD to 28,000 USD".
    *(Drag("05_negative_balances", "four laws", "fill", tuple(range(48_000, 27_000, -1_000)),
           f"{account}: at the fill", "down", "x")
      for account in ("EU CFD", "Kraken spot", "US futures", "stop at zero")),
    # "Pull price now down: the inverse line falls twice as fast."
    *(Drag("08_futures_and_inverse", "two payoffs", "price", tuple(range(58_000, 24_000, -2_000)),
           f"{kind}: your money", "down", scenario="No leverage")
      for kind in ("linear", "inverse")),
    # "The inverse short stays level, whatever happens."
    Drag("08_futures_and_inverse", "two payoffs", "price", tuple(range(20_000, 100_000, 5_000)),
         "inverse: your money", "stays", scenario="A short, once"),
    # "Raise the leverage from 2x to 20x: the square walks into the dark."
    Drag("08_futures_and_inverse", "liquidation map", "leverage", tuple(range(2, 21)), "leverage",
         "up", "x"),
    # "Let the days pass": the dot goes down.
    Drag("08_futures_and_inverse", "funding drip", "days", tuple(range(0, 67, 3)),
         "left of the margin", "down"),
    # "Empty the fund, and watch who loses a position by being right."
    Drag("08_futures_and_inverse", "who pays the rest", "fund", (900, 600, 300, 100),
         "you: given up", "up", "x"),
    # "Raise the leverage from 3x to 10x. The line of the liquidation goes up."
    Drag("09_crashes", "replay", "leverage", tuple(range(3, 11)), "liquidation at", "up",
         scenario="The story"),
)  # fmt: skip
