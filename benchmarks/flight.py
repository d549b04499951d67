"""How long a flight's step, a decision, a debrief and a class report take.

    python benchmarks/flight.py

Processor time, the best of several, as a shared machine is slow at times. A step draws the path
anew and replays all bars that are over: nothing is kept from one to the next, so nothing can leak.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from margin_lessons.flight import Flight, Reason, class_report, debrief, hidden_path, loaded, saved
from margin_lessons.orders import TrailingStop
from margin_lessons.own_position import ProductKind
from margin_lessons.plan import AddFunds, CloseByHand, Place

NUMBER, FILES, DECISIONS = 5, 500, 20


def best(work: Callable[[], object], times: int) -> float:
    """Return the least processor time of some calls, in milliseconds."""
    taken = []
    for _ in range(times):
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
    return 1_000 * min(taken)


def busy(product: ProductKind) -> Flight:
    """Return a flight of many decisions, its last bar to come."""
    stop = TrailingStop(share=0.5, name="trail")
    flight = Flight(NUMBER, product).next(2).decide(Place(0, stop), Reason.PLAN)
    last = len(hidden_path(NUMBER).bars) - 1
    for _ in range(DECISIONS):
        if flight.seen.still_open and flight.bar + 2 < last:
            flight = flight.next(2).decide(AddFunds(0, 10), Reason.FEAR)
    return flight.next(last - flight.bar)


def main() -> None:
    """Print each figure."""
    for product in (ProductKind.SPOT_MARGIN, ProductKind.LINEAR):
        flight = busy(product)
        print(f"{product.value}: bar {flight.bar}, {len(flight.decisions)} decisions")
        print(f"  a step     {best(lambda one=flight: one.next().seen, 40):8.2f} ms")
        over = flight.next()
        print(f"  a debrief  {best(lambda one=over: debrief(one), 10):8.2f} ms")
    print(f"a path       {best(lambda: hidden_path(NUMBER), 40):8.2f} ms")
    text = saved(flight)
    print(
        f"a file       {best(lambda: loaded(text), 40):8.2f} ms to load, {len(text):,} characters"
    )
    closed = (
        Flight(NUMBER).next(1 + at % 30).decide(CloseByHand(0), "fear") for at in range(FILES)
    )
    files = {f"learner {at}": saved(one.next(500)) for at, one in enumerate(closed)}
    print(f"a class      {best(lambda: class_report(files), 2):8.0f} ms for {FILES} files")


if __name__ == "__main__":
    main()
