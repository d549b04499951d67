"""Faults to plant in what is drawn: each is what a developer does in a hurry.

Every old text stands exactly once in its file, as in planted_prose.py.
"""

from __future__ import annotations

from planted_prose import Fault

FIGURES = "margin_lessons/figures"


def drawn(module: str, what: str, *edits: tuple[str, str]) -> Fault:
    """Return a fault in a module of the figures."""
    return Fault("picture", what, f"{FIGURES}/{module}.py", edits)


CURVES = (
    drawn("gauge", "a line is 10% too flat",
          ("levels = scene.state.account.at(prices).level",
           "levels = 0.9 * scene.state.account.at(prices).level")),
    drawn("article_example", "an account's line is 10% too flat",
          ("prices, account.at(prices).equity", "prices, 0.9 * account.at(prices).equity")),
    drawn("risk_curves", "a curve loses its last points",
          ("Curve(state.curve.values, shares,", "Curve(state.curve.values[:-5], shares[:-5],")),
    drawn("cost_of_time", "a line ends a day early",
          ("Curve([0, last], [state.level(0), state.level(last)]",
           "Curve([0, last - 1], [state.level(0), state.level(last - 1)]")),
    drawn("gap", "the break in a path is joined",
          ("Curve(*state.path, ink",
           "Curve(*(v[~__import__('numpy').isnan(state.path[1])] for v in state.path), ink")),
    drawn("four_exits", "the hours of a path are joined over its gaps",
          ("Curve(body[0].ravel(), body[1].ravel(),", "Curve(hours, bars.open,")),
    Fault("picture", "the night after the jump is shifted by a bar",
          "margin_lessons/scenes/price_path.py",
          (("at += [float(place)] * (1 + len(breaks))",
            "at += [float(place), *[place + 1.0] * len(breaks)]"),)),
    drawn("sleep", "the hours of the night are bars",
          ("Curve(STEP * at, prices,", "Curve(at, prices,")),
    drawn("risk_map", "a line of chance is another one's",
          ("state.map.line(chance, state.event)", "state.map.line(0.05, state.event)")),
    drawn("ladder", "the curve of the call is that of the end",
          ('calls = (rung.move("call")', 'calls = (rung.move("liquidation")')),
)  # fmt: skip

SURFACES = (
    drawn("risk_map", "a map is coloured by another event",
          ("state.map.values(state.event)", 'state.map.values("liquidation")')),
    drawn("board_day", "a filled area ends early",
          ("Area(x, np.where(gone, 0, y), ink", "Area(x[:-4], np.where(gone, 0, y)[:-4], ink")),
    drawn("book_walk", "what is taken ends a step early",
          ("taken = prices >=", "taken = prices >")),
    drawn("paying_off", "the debt gone by ends before its day",
          ("gone, ahead = at <= state.days", "gone, ahead = at < state.days")),
    drawn("gap", "a band begins at the wrong level",
          ("Band(zero, trigger,", "Band(20_000, trigger,")),
    drawn("closing_order", "the debt's band ends before zero",
          ('Band(low, 0.0, "x"', 'Band(low, low / 4, "x"')),
    drawn("risk_curves", "too rare ends too high", ("Band(LOWEST, RARE,", "Band(LOWEST, 0.001,")),
    drawn("book_walk", "who finds no buyer begins at nothing",
          ("Band(every, order,", "Band(0.0, order,")),
)  # fmt: skip

BARS = (
    drawn("who_bears", "a stack forgets a part",
          ("        begin += much\n", "        begin += much if len(found) < 2 else 0.0\n")),
    drawn("stacks", "a part ends where it begins to count",
          ("base + (fact.value or 0.0), base, ink", "fact.value or 0.0, base, ink")),
    drawn("closing_order", "parts do not lie end to end",
          ("            at += fact.value", "            at = fact.value")),
    drawn("stacks", "a debt is not hatched", ("hatch=owed, label", "label")),
    drawn("stacks", "a debt has the ink of what is left",
          ('"debt" if owed else "equity"', '"equity"')),
    drawn("stop_size", "the owed part is not hatched",
          (', ink="debt", hatch=True', ', ink="debt"')),
    drawn("paying_off", "money is hatched", ('hatch=ink == "debt"', 'hatch=ink != "debt"')),
    drawn("board_day", "liquidated money is not hollow", ("hollow=closed, thick", "thick")),
    drawn("stacks", "what is missing is not hollow",
          ('ink="used_margin", hollow=True', 'ink="used_margin"')),
    drawn("answers", "a loss booked is not hollow", ("plot=1, hollow=True,", "plot=1,")),
    drawn("stacks", "what is lost looks kept", ('ink="loan", hollow=True', 'ink="loan"')),
    drawn("size_and_setting", "a row has another account's parts",
          ('removesuffix(f", row {number}")', 'removesuffix(f", row {1}")')),
    drawn("answers", "a bar has another answer's fact",
          ('scene.fact(f"{answer.way}: money at risk")',
           'scene.fact("do nothing: money at risk")')),
    drawn("four_exits", "all bars are the chosen exit's",
          ('scene.fact(f"{name}: account at the end")',
           'scene.fact(f"{state.chosen}: account at the end")')),
    drawn("stop_size", "a bar has another case's loss",
          ('scene.fact(f"{case}: loss")', 'scene.fact("a large gap: loss")')),
    drawn("four_laws", "what is missing is what was put up",
          ('scene.fact(f"{name}: at the fill")\n', 'scene.fact(f"{name}: put up")\n')),
    drawn("four_laws", "a debt has others' ink",
          ('"debt" if owes else "loan"', '"loan" if owes else "debt"')),
    drawn("paying_off", "a fee hangs inside what was paid",
          ('scene.fact(f"{name}: fee"), step.remaining + step.paid',
           'scene.fact(f"{name}: fee"), step.remaining')),
)  # fmt: skip

PLACES = (
    drawn("cost_of_time", "a point stands at another fact",
          ('scene.fact("level now"), ink', 'scene.fact("level at opening"), ink')),
    drawn("risk_curves", "all points are one event's",
          ('scene.fact(f"chance of a {key}")', 'scene.fact("chance of a liquidation")')),
    drawn("risk_map", "the chosen cell lies across",
          ('scene.fact("value of the position"), scene.fact("buffer"), ink',
           'scene.fact("buffer"), scene.fact("value of the position"), ink')),
    drawn("four_exits", "fills stand an hour late",
          ("return float(event.bar) if event.price", "return float(event.bar) + 1 if event.price")),
    drawn("article_example", "two lines are swapped, with their names",
          ("Rule(liquidation, ink", "Rule(SWAP, ink"), ("Rule(zero, ink", "Rule(liquidation, ink"),
          ("Rule(SWAP, ink", "Rule(zero, ink")),
    drawn("gap", "two lines are swapped",
          ('Rule(trigger, "y"', 'Rule(SWAP, "y"'), ('Rule(zero, "y"', 'Rule(trigger, "y"'),
          ('Rule(SWAP, "y"', 'Rule(zero, "y"')),
    drawn("book_walk", "average and worst have each other's names",
          ('"price", "average"', '"price", "SWAP"'),
          ('"liquidation", "worst"', '"liquidation", "average"'),
          ('"price", "SWAP"', '"price", "worst"')),
    drawn("closing_order", "may and must have each other's ink",
          ('("must", "liquidation"), ("may", "call")', '("must", "call"), ("may", "liquidation")')),
    drawn("venue_lines", "two levels have each other's ink",
          ('("full", "fully used"', '("liquidation", "fully used"'),
          ('("liquidation", "liquidation"', '("full", "liquidation"')),
    drawn("answers", "two marks have each other's names",
          ('label=f"{name.removeprefix(\'margin \')}',
           'label=f"{ {\'call\': \'liquidation\', \'liquidation\': \'call\'}.get(key, name)}')),
    drawn("gap", "a label has another fact's number",
          ('f"liquidation {trigger.bare}"', 'f"liquidation {zero.bare}"')),
    drawn("cost_of_time", "the dot's label has the level of the opening",
          ("scene.fact('level now').text", "scene.fact('level at opening').text")),
    drawn("stop_size", "the plan's label has the loss",
          ("words.money(scene.state.planned)", "words.money(scene.state.lost('a large gap'))")),
    drawn("event_rules", "events are numbered from nothing",
          ("enumerate(events, 1)", "enumerate(events)")),
)  # fmt: skip

AXES = (
    drawn("venue_lines", "ticks are per cent of per cent",
          ("return words.percent(level, 0)", "return words.percent(100 * level, 0)")),
    drawn("ladder", "an axis is turned round",
          ('Scale(low, high, "price move', 'Scale(high, low, "price move')),
    drawn("article_example", "an axis is in another unit",
          ('"price of the fill, USD"', '"price of the fill, BTC"')),
    drawn("risk_curves", "a tick stands at another chance", ('(0.01, "1%")', '(0.02, "1%")')),
    drawn("gauge", "the frame jumps with the price",
          ("_frame(scene.state, start.state)", "_frame(scene.state, scene.state)")),
    drawn("account_ledger", "the frame of another scenario",
          ("_order(start.state)\n", "_order(scene.state)\n")),
    drawn("four_laws", "rows have each other's names",
          ("enumerate(reversed(ACCOUNTS), 1)", "enumerate(ACCOUNTS, 1)")),
    Fault("picture", "a guess stands on the wrong axis", "margin_lessons/lessons/gaps.py",
          (('    along="y",\n', '    along="x",\n'),)),
)  # fmt: skip

PAINTER = (
    drawn("plot_layout", "a log axis is linear",
          ("np.log(at), math.log(low), math.log(high)", "at, low, high"),
          ("np.exp(low + share * (high - low))",
           "np.exp(low) + share * (np.exp(high) - np.exp(low))")),
    drawn("strokes", "the last point of a curve is not drawn",
          ("pen.stroke(shown, to_rgba", "pen.stroke(shown[:-1], to_rgba")),
    drawn("strokes", "a break is bridged",
          ("pen.stroke(shown, to_rgba",
           "pen.stroke(shown[np.isfinite(shown).all(axis=1)], to_rgba")),
    drawn("strokes", "what lies ahead is not dotted",
          ("if mark.dotted else", "if not mark.dotted else")),
    drawn("strokes", "hollow and full change places", ("if not mark.hollow:", "if mark.hollow:")),
    drawn("strokes", "an area goes down to the axis",
          ("box.py(mark.base)])[seen]", "box.py(0 * mark.base + box.plot.y.low)])[seen]")),
    drawn("strokes", "a bar stands beside its place",
          ("mark.at - mark.thick / 2, mark.at + mark.thick / 2", "mark.at, mark.at + mark.thick")),
    drawn("strokes", "an arrow points back", ('"end": ((0, 1),)', '"end": ((1, 0),)')),
    drawn("pen", "a map stands on its head", ("whole[::-1][rows", "whole[rows")),
    drawn("painter", "a leader goes to another mark",
          ("leader = ((at, box.top)",
           "leader = ((float(drawn[rules[0]].points[0, 0]), box.top)")),
    drawn("painter", "names stand over each other's lines",
          ("zip(rules, sizes, spots, strict=True)", "zip(rules, sizes, spots[::-1], strict=True)")),
    drawn("painter", "names have one ink for all",
          ("on, color_of(self.palette, label.ink))", "on, color_of(self.palette, 'text'))")),
    drawn("painter", "a guess is drawn on the other axis",
          ('across if guess.along == "x" else level', 'level if guess.along == "x" else across')),
    drawn("ground", "ticks are written a row off",
          ("float(box.py(at)) + 0.35 * size", "float(box.py(at)) + 1.35 * size")),
    drawn("ground", "the line of zero is elsewhere",
          ("zero = float(box.py(0))", "zero = float(box.py(1))")),
    drawn("wanted", "a label belongs to another point",
          ("height, anchor, beside, lines)",
           "height, (anchor[0] + 30, anchor[1] + 30), beside, lines)")),
)  # fmt: skip

PAGE = (
    Fault("picture", "what is seen is another price's", "margin_lessons/scenes/gauge.py",
          (("for share in (0.75, 1.0, 1.25)]", "for share in (0.5, 1.0, 1.25)]"),)),
    Fault("picture", "a fact is written as another one",
          "margin_lessons/scenes/statement_facts.py",
          (('"equity": at.equity', '"equity": at.used_margin'),)),
    Fault("picture", "a fact is drawn as another one", "margin_lessons/scenes/closing_order.py",
          (('at an equity of", must)', 'at an equity of", may)'),)),
)  # fmt: skip


def described(module: str, what: str, *edits: tuple[str, str]) -> Fault:
    """Return a fault in a module of the scenes."""
    return Fault("picture", what, f"margin_lessons/scenes/{module}.py", edits)


LABELS = (
    drawn("labelling", "a line goes from beside a mark",
          ("leader = ((x, y), near) if moved", "leader = ((x + 30, y), near) if moved")),
    drawn("labelling", "labels cover each other",
          ("cost += TOUCHED + across * up", "cost += 0 * (TOUCHED + across * up)")),
    drawn("labelling", "labels are cut", ("CUT + 10 * most, 0)", "0 * most, 0)")),
    drawn("labelling", "the label of what was moved is left out",
          ("kept.remove(tight[0])", "kept.remove(kept[-1])")),
    drawn("scenery", "a label stands nearer to another mark",
          ("< near] += nearer", "< near] += 0 * nearer")),
    drawn("scenery", "a label stands in another's bar", ("] += FOREIGN", "] += 0 * FOREIGN")),
)  # fmt: skip

NIGHT = (
    drawn("sleep", "the price now stands at the beginning",
          ("yield Point(STEP * at[-1],", "yield Point(STEP * at[0],")),
    drawn("sleep", "the clock is an hour late", ("(22 + int(hour)) % 12", "(23 + int(hour)) % 12")),
    described("so_far", "a jump is seen before it comes",
              ("np.searchsorted(at, self.over))", 'np.searchsorted(at, self.over, "right"))')),
    described("so_far", "the money is that of the hour before",
              ("equity_path[self.over - 1]", "equity_path[max(self.over - 2, 0)]")),
    described("so_far", "a sale is told a bar early",
              ("sale.bar < self.over else", "sale.bar <= self.over else")),
    described("full_size", "at 1x a loan is taken", ("if leverage == 1:", "if leverage == 0:")),
    described("price_path", "a jump of a few per cent is joined", ("JUMP = 0.0005", "JUMP = 0.05")),
    drawn("stacks", "what is set aside stands there although it is lost",
          ("there = min(left, used.value or 0.0)", "there = used.value or 0.0")),
    drawn("stacks", "what is lost begins at nothing",
          ('part(at, lost, equity, "lost"', 'part(at, lost, 0.0, "lost"')),
)  # fmt: skip

IN_PICTURES = (
    *CURVES, *SURFACES, *BARS, *PLACES, *AXES, *PAINTER, *PAGE, *LABELS, *NIGHT,
)  # fmt: skip
