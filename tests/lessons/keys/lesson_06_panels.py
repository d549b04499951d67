"""The panels of lesson 06 by hand: what each scenario promises, and what meets a mission."""

from __future__ import annotations

from lessons.keys.form import Goal, Played

FOUR = ("no stop", "stop-loss", "stop-limit", "trailing")


def left(state, *names: str) -> list[float]:
    """Return what some exits leave, in dollars and cents."""
    return [round(state.left(name), 2) for name in names]


PANELS = {
    "four exits": Played(
        labels={
            "path": "what the price does",
            "distance": "distance of the stop",
            "chosen": "look closely at",
            "side": "side",
            "limit": "limit of the stop-limit, beyond its trigger",
            "on": "stops are triggered by",
            "cash": "your money",
        },
        words={"on": {"the last trade": "last", "the index": "index"}},
        scenarios={
            "A slow fall": lambda s: left(s, "stop-loss", "stop-limit") == [4_000, 4_000],
            # The limit is skipped, and the exchange closes at 16,600.
            "A small gap": lambda s: left(s, "stop-loss", "stop-limit") == [2_500, 1_600],
            "A wide limit": lambda s: s.limit == 17_480 and left(s, "stop-limit") == [2_500],
            "A large gap": lambda s: left(s, *FOUR) == [-500, -500, -500, -500],
            # The wick takes the stop, and who had none is better off.
            "A wick": lambda s: s.left("no stop") > s.left("stop-loss") == 4_000,
            "A wick, on the index": lambda s: not s.on_last and s.open is not None,
            "A rise, then a fall": lambda s: (
                s.left("trailing") == max(s.left(name) for name in FOUR) > 5_000
            ),
            "A short, on a slow rise": lambda s: (
                s.side.value == "short" and left(s, "stop-loss") == [4_000]
            ),
        },
        mission=Goal(
            "a long on the wick, with the last trade as the trigger: find the tightest stop-loss "
            "that is not hit",
            "A stop that is far enough away for a wick is far enough away to lose a lot",
            # The wick reaches 17,200, 14% below 20,000; the next step is 14.5%.
            met=lambda v: (
                (v["path"], v["distance"], v["on"], v["side"]) == ("a wick", 14.5, "last", "long")
            ),
            base={"path": "a wick", "distance": 14.5},
            grids=(
                {"distance": ..., "on": ..., "side": ...},
                {"path": ..., "side": ..., "distance": (14, 14.5)},
                {"chosen": ..., "limit": (0.5, 10)},
            ),
        ),
    ),
    "forgotten stop": Played(
        labels={
            "hour": "closed by hand after",
            "distance": "distance of the stop",
            "chosen": "look closely at",
            "path": "what the price does",
            "side": "side",
        },
        words={
            "chosen": {"the live stop": "live stop", "the reduce-only stop": "reduce-only"},
        },
        scenarios={
            "The stop stays": lambda s: (
                s.open is not None and s.open.side.value == "short" and s.open.entry == 19_000
            ),
            "Reduce-only": lambda s: s.open is None and s.unwanted is None,
            # With luck: what nobody wanted earns.
            "With luck": lambda s: s.left("live stop") > s.left("reduce-only") and s.open,
            "A debt": lambda s: s.left("live stop") < 0 < s.left("reduce-only"),
            "A debt from a buy stop": lambda s: (
                s.left("live stop") < 0 and s.side.value == "short" and s.stop == 21_000
            ),
        },
    ),
    "size from a stop": Played(
        labels={
            "risk": "risk, of your money",
            "distance": "distance of the stop",
            "slippage": "slippage, of the stop",
            "side": "side",
        },
        scenarios={
            # 50 over 1,000 a coin, 200 at a close stop.
            "One percent": lambda s: round(s.value, 2) == 1_000 and s.risk == 0.01,
            "With slippage": lambda s: round(s.value, 2) == round(20_000 * 50 / 1_190, 2),
            "A close stop": lambda s: round(s.value, 2) == 5_000,
            "A wide stop": lambda s: round(s.value, 2) == round(20_000 * 50 / 2_400, 2),
            "A short": lambda s: s.position.side.value == "short" and round(s.value, 2) == 1_000,
        },
        mission=Goal(
            "with a stop 1% away and no slippage, find the largest risk that a large gap does not "
            "turn into a debt",
            "A close stop makes a large position, and a gap counts by the size",
            # r % of 5,000 over 200 a coin, and 5,500 lost on each: r below 3.64.
            met=lambda v: (v["risk"], v["distance"], v["slippage"]) == (3.5, 1, 0),
            base={"risk": 3.5, "distance": 1},
            grids=(
                {"risk": ..., "side": ..., "slippage": (0, 0.25, 3)},
                {"distance": ..., "risk": (3, 3.5, 4)},
                {"slippage": ...},
            ),
        ),
    ),
}
