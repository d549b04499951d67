"""Answers to a margin call side by side: where each one moves the three prices."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np

from margin_lessons.account import Account
from margin_lessons.closing import close_position
from margin_lessons.crossing import Crossings, crossings
from margin_lessons.errors import between, not_negative
from margin_lessons.figures import words
from margin_lessons.figures.drawing import Drawing, nice_ceiling
from margin_lessons.figures.gauge import LINES, GaugeState, at_price, gauge_state
from margin_lessons.figures.labels import spread
from margin_lessons.figures.readout import Fact, Readout

MARKERS = {"call": "v", "liquidation": "D", "zero_equity": "X"}


@dataclass(frozen=True)
class Answer:
    """One way to answer a call: its name, the account afterwards and its prices."""

    name: str
    account: Account
    crossings: Crossings
    level: float


@dataclass(frozen=True)
class AnswersState:
    """The account when the price is ``price``, and three answers to it."""

    before: GaugeState
    price: float
    answers: tuple[Answer, ...]

    @property
    def too_late(self) -> bool:
        """Whether the liquidation has begun, which no answer stops."""
        return self.zone(self.answers[0]) == "certain"

    def zone(self, answer: Answer) -> str:
        """Return the venue's name of the zone an answer leaves the account in."""
        return self.before.account.venue.zone(answer.level)


def answers_state(price: float, deposit: float, closed: float, **position: float) -> AnswersState:
    """Return what doing nothing, adding ``deposit`` and closing a part do at ``price``.

    ``closed`` is a fraction of the position from 0 to 1; ``position`` goes to ``gauge_state``.

    >>> story = {"side": "long", "volume": 1, "entry": 20_000, "cash": 10_000, "leverage": 5}
    >>> state = answers_state(13_200, deposit=2_000, closed=0.5, **story)
    >>> [answer.crossings.liquidation.price for answer in state.answers]
    [11600.0, 9600.0, 8400.0]
    """
    deposit = not_negative("deposit", deposit, why="to answer a call you add funds")
    closed = between("share closed", closed, 0, 1, why="you can close a part or all")
    before = gauge_state(price=price, **position)
    account = before.account
    added = account.add_cash(deposit) if deposit else account
    volume = account.positions[0].volume * closed
    cut = close_position(account, 0, volume, price).account if volume else account
    named = (
        ("do nothing", account),
        (f"add {words.money(deposit)}", added),
        (f"close {words.percent(closed, 0)}", cut),
    )
    answers = tuple(
        Answer(name, after, crossings(after), float(after.level(price))) for name, after in named
    )
    return AnswersState(before, price, answers)


def readout(state: AnswersState) -> Readout:
    """Return the words of the three answers."""
    facts = [Fact("price now", words.price(state.price), state.price)]
    for answer in state.answers:
        if state.too_late and answer is not state.answers[0]:
            facts.append(Fact(answer.name, "too late"))
            continue
        facts.append(Fact(f"{answer.name}: level", words.level(answer.level), answer.level))
        for key, name in LINES:
            at = getattr(answer.crossings, key).price
            facts.append(Fact(f"{answer.name}: {name} at", at_price(at), at))
    if not state.too_late:
        facts += [
            Fact(f"{answer.name}: liquidation moved by", words.money(abs(far)))
            for far, answer in _moved(state)
        ]
    return Readout(
        title=_title(state),
        sentence=_sentence(state),
        facts=tuple(facts),
        picture="Three rows, one for each answer, with the prices of the margin call, the "
        "liquidation and nothing left marked on a common price axis.",
    )


def _sentence(state: AnswersState) -> str:
    nothing, *others = state.answers
    level = words.level(nothing.level)
    if state.too_late:
        return f"At {level} the liquidation has begun; none of these answers comes in time."
    start = f"At {words.price(state.price)} the level is {level}"
    if state.zone(nothing) == "may close":
        start += ", and the exchange may close before you answer"
    results = "; ".join(f"if you {a.name}, {_result(state, a)}" for a in others)
    return f"{start}. I{results[1:]}."


def _result(state: AnswersState, answer: Answer) -> str:
    if not answer.account.positions:
        return "nothing is open"
    still = ", where it still may" if state.zone(answer) == "may close" else ""
    return f"it is {words.level(answer.level)}{still}"


def _moved(state: AnswersState) -> list[tuple[float, Answer]]:
    """Return how far each answer moves the liquidation price, where there is one."""
    start = state.answers[0].crossings.liquidation
    return [
        (answer.crossings.liquidation.price - start.price, answer)
        for answer in state.answers[1:]
        if start.exists and answer.crossings.liquidation.exists
    ]


def _title(state: AnswersState) -> str:
    moved = _moved(state)
    if state.too_late:
        return "Too late: the liquidation has begun"
    if any(not a.account.positions for a in state.answers):
        return "With everything closed there is nothing left to liquidate"
    for answer in state.answers[1:]:
        if not answer.crossings.liquidation.exists:
            return f"After you {answer.name} no price liquidates what is left"
    far, best = max(moved, key=lambda pair: abs(pair[0]))
    if abs(far) < 0.005:
        return "Nothing is added or closed, so no price has moved"
    what = best.name.replace("add", "Adding").replace("close", "Closing")
    way = "down" if far < 0 else "up"
    return f"{what} moves the liquidation {way} by {words.money(abs(far))}"


class AnswersDrawing(Drawing):
    """Three rows on one price axis; each mark has its own shape, colour and number."""

    def build(self) -> None:
        self.ax = self.axes(0.175, 0.155, 0.79, 0.66)
        self.ax.set_xlabel("price of one coin, USD")
        self.ax.xaxis.set_major_formatter(lambda value, _: words.amount(value))
        self.ax.set_ylim(-0.62, 2.6)
        self.ax.set_yticks([])
        self.ax.grid(axis="y", visible=False)
        self.rows, self.marks, self.numbers = [], [], []
        for row in range(3):
            self.rows.append(
                self.moving(
                    self.ax.text(-0.012, 2 - row, "", transform=self.ax.get_yaxis_transform(),
                                 ha="right", va="center", fontsize=12, color=self.palette.text)
                )
            )  # fmt: skip
            inks = {key: getattr(self.palette, key) for key, _ in LINES}
            self.marks.append(
                {k: self.line(self.ax, ink, 0, marker=MARKERS[k], markersize=11)
                 for k, ink in inks.items()}
            )  # fmt: skip
            self.numbers.append({k: self.label(self.ax, ink, ha="center", fontsize=11)
                                 for k, ink in inks.items()})  # fmt: skip
        self.empty = [self.label(self.ax, ha="center") for _ in self.rows]
        # Behind the marks: at the call the price stands on one of them.
        self.now = self.line(self.ax, self.palette.price, zorder=1.8)
        self.now_label = self.label(self.ax, self.palette.price, ha="center", weight="bold")
        self.guess = self.line(self.ax, self.palette.prediction)
        self.guess_label = self.label(self.ax, self.palette.prediction, ha="center")

    def frame(self, state: AnswersState) -> Hashable:
        prices = [state.price]
        for answer in state.answers:
            prices += [c.price for c in vars(answer.crossings).values() if c.exists]
        prices = [p for p in prices if p <= 4 * state.price]
        step = nice_ceiling((max(prices) - min(prices)) / 4 or state.price / 4)
        low = max(0.0, step * (np.floor(min(prices) / step) - 0.5))
        return float(low), float(step * (np.ceil(max(prices) / step) + 0.5))

    def set_frame(self, frame: tuple) -> None:
        self.ax.set_xlim(*frame)

    def update(self, state: AnswersState) -> None:
        self.title.set_text(readout(state).title)
        top = self.ax.get_ylim()[1]
        self.now.set_data([state.price] * 2, [-0.62, top])
        for row, answer in enumerate(state.answers):
            self.rows[row].set_text(answer.name)
            self._row(row, answer, state.too_late and row > 0)
        self.now_label.set_text(f"price now {words.price(state.price, '')}")
        low, high = self.ax.get_xlim()
        edge = (high - low) * 0.12
        self.now_label.set_position((float(np.clip(state.price, low + edge, high - edge)), 2.72))
        self.draw_prediction(self.guess, self.guess_label, low, -0.45)

    def _row(self, row: int, answer: Answer, too_late: bool) -> None:
        low, high = self.ax.get_xlim()
        shown = {}
        for key, _ in LINES:
            price = getattr(answer.crossings, key).price
            seen = price is not None and low <= price <= high and not too_late
            self.marks[row][key].set_visible(seen)
            self.numbers[row][key].set_visible(seen)
            if seen:
                self.marks[row][key].set_data([price], [2 - row])
                shown[key] = price
        self.empty[row].set_visible(not shown)
        if not shown:
            held = "no price liquidates this" if answer.account.positions else "nothing is open"
            self.empty[row].set_text("too late" if too_late else held)
            # In the wider half, beside the price.
            now = min(max(self.now.get_xdata()[0], low), high)
            self.empty[row].set_x((now + (low if now - low > high - now else high)) / 2)
            self.empty[row].set_y(2 - row)
        width = (high - low) * 0.235
        inside = (low + width / 2, high - width / 2)
        places = spread(list(shown.values()), width, *inside)
        for (key, price), x in zip(shown.items(), places, strict=True):
            self.numbers[row][key].set_text(f"{dict(LINES)[key]} {words.price(price, '')}")
            self.numbers[row][key].set_position((x, 2 - row - 0.34))

    def read_back(self) -> dict[str, float]:
        shown = {"price now": float(self.now.get_xdata()[0])}
        for text, marks in zip(self.rows, self.marks, strict=True):
            for key, name in LINES:
                if marks[key].get_visible():
                    shown[f"{text.get_text()}: {name} at"] = float(marks[key].get_xdata()[0])
        return shown
