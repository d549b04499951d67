"""The panels of lesson 10 by hand: what each flight came to, and what meets a mission."""

from __future__ import annotations

from lessons.keys.form import Goal, Played


def ends(state) -> tuple[int, ...]:
    """Return the own money at the start and at the end, in whole dollars, and each cost."""
    debrief = state.debrief
    costs = (round(cost.cost) for cost in debrief.costs)
    return round(debrief.mine.start.own), round(debrief.mine.money), *costs


def on_the_ground(state) -> tuple[int, str, str, int]:
    """Return how a flight stands that has not begun: bars, product, side and waiting orders."""
    seen = state.flight.seen
    return seen.bar, seen.product.value, seen.start.side.value, len(seen.waiting)


PANELS = {
    "debrief": Played(
        labels={"who": "whose flight", "left_out": "decision left out"},
        words={"who": {}, "left_out": {"those that weigh most": 0, "the first": 1, "the third": 3}},
        scenarios={
            # The stop would have sold at 95 less 0.1%: 5,000 - 509.50, and the fees.
            "Mara": lambda s: (
                s.pilot == "Mara" and ends(s) == (5_000, -1_742, 0, 6_137, 5_321)
                and s.flight.number == 9
            ),
            # Either of the first two top-ups left out, and the exchange sells sooner.
            "Ada": lambda s: s.pilot == "Ada" and ends(s) == (4_800, 1_078, 1_483, 1_483, 742),
            "Jon": lambda s: s.pilot == "Jon" and ends(s) == (6_380, 6_407, 0, -52, 1_291),
        },
        mission=Goal(
            "leave out one decision, in one of the three flights, so that most is won by it",
            "One stop that was taken back cost more than all the money there was",
            # 6,137 is won in Mara's, 1,483 in Ada's, 1,291 in Jon's.
            met=lambda v: (v["who"].name, v["left_out"]) == ("MARA", 2),
            grids=({"who": ..., "left_out": ...},),
        ),
    ),
    "simulator": Played(
        labels={
            "number": "flight number",
            "plan": "plan before the start",
            "away": "stop, away from the price",
            "amount": "funds to add",
            "share": "part to close",
            "kind": "kind of stop",
            "product": "product",
            "files": "saved flights",
        },
        words={"plan": {}, "kind": {}, "product": {}},
        scenarios={
            "Spot margin": lambda s: on_the_ground(s) == (0, "spot margin", "short", 0),
            # A plan is written, and not flown by itself.
            "With a plan": lambda s: (
                on_the_ground(s) == (0, "spot margin", "short", 0)
                and [order.trigger for order in s.flight.plan.orders] == [105]
            ),
            "A contract": lambda s: on_the_ground(s)[:2] == (0, "linear contract"),
        },
    ),
}  # fmt: skip
