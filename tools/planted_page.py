"""Faults to plant in what the page says of a panel: its twin, its verdicts, its numbers.

Every old text stands exactly once in its file, as in planted_prose.py.
"""

from __future__ import annotations

from planted_prose import Fault

PANELS = "margin_lessons/panels"


def page(module: str, what: str, *edits: tuple[str, str]) -> Fault:
    """Return a fault in a module of the panels."""
    return Fault("page", what, f"{PANELS}/{module}.py", edits)


IN_PAGE = (
    page("twin", "the stored picture has no words", ('<img alt="{escape(alt)}"', '<img alt=""')),
    page("twin", "the stored picture has its title only",
         ("picture_html(scene.alt,", "picture_html(scene.title,")),
    Fault("page", "a table has no caption", "margin_lessons/scenes/table.py",
          (("<caption>{escape(self.caption)}</caption>", ""),)),
    Fault("page", "a row has no head", "margin_lessons/scenes/table.py",
          (('<tr><th scope="row"{LEFT}>{escape(name)}</th>',
            "<tr><td{LEFT}>{escape(name)}</td>"),)),
    page("panel", "the words of another scenario",
         ('"alt": scene.alt', '"alt": self.model.shown(self.model.start).alt')),
    page("panel", "the title of another scenario",
         ('"title": scene.title', '"title": self.model.shown(self.model.start).title')),
    page("panel", "a stale table",
         ("table=scene.table.html", "table=self.model.shown(self.model.start).table.html")),
    page("panel", "a control is spoken without its unit",
         ("one.say(values[one.name]) for one", "str(values[one.name]) for one")),
    page("panel", "a mission is kept although it is not met",
         ("if met and not self._met and", "if not self._met and")),
    page("panel", "the axes of the first scenario stay",
         ("if self._base is None or self._base[0] != of:", "if self._base is None:")),
    page("judging", "a far guess is close",
         ("CLOSE, CLOSE_FROM_ENTRY = 0.05", "CLOSE, CLOSE_FROM_ENTRY = 0.5")),
    page("judging", "a known wrong idea is green",
         ('"good" if self.kind == "close"', '"good" if self.kind != "off"')),
    page("gate", "the second case has the outcome of the first",
         ("asked.judge(predicted, self._outcome(asked))",
          "asked.judge(predicted, self._outcome(self.prediction))")),
    page("gate", "the second case keeps the outcome of the first",
         ("asked.entry_for(predicted, confidence, self._outcome(asked))",
          "asked.entry_for(predicted, confidence, self._outcome(self.prediction))")),
    page("gate", "a guess is drawn at any setting",
         ("if not at.log and dict(at.values) == self._setting(commit.asked):", "if not at.log:")),
    page("gate", "guessing and certain change places",
         ('"guessing": "You were guessing."', '"guessing": "You were certain."'),
         ('"certain": "You were certain.",\n}', '"certain": "You were guessing.",\n}')),
    page("model", "an act that is not enabled is pressed all the same",
         ("if not self.enabled(state):", "if False:")),
    page("model", "any word is a reason",
         ("""pick("reason", reason, known, f"'{self.name}'")""", "reason")),
    page("panel", "the clock goes on where something happens",
         ('"pause": self._pause', '"pause": False')),
    page("panel", "a file is given again with the next answer",
         ('asked.get("place", self._place), {}', 'asked.get("place", self._place), self._file')),
    page("panel", "back goes to the start and not to where it was",
         ("self._at.before or self._at)\n\n", "Setting.begin(self.model.start))\n\n")),
    page("own_numbers", "a position that is too large is shown uncut",
         ("held = min(max(value, control.low), control.high)", "held = value")),
    page("own_numbers", "what is cut is not said", ("return held, f", 'return held, "" and f')),
    page("arrivals", "a piece that is missing is not seen",
         ("if here is None or here.tell() != at:", "if here is None:")),
    page("arrivals", "what was stopped is taken all the same",
         ("        if not arrival.is_stopped:\n", "        if True:\n")),
    page("arrivals", "files of any size are taken", ("control.check_sizes(files)\n", "pass\n")),
    page("wire", "a blank number is sent as zero",
         ('return "" if value is None', "return 0.0 if value is None")),
)  # fmt: skip
