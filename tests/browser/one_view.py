"""Everything at once: what decides is in the view, and stays there while a control is moved.

Measured in a window of 1,280 x 720 with the file browser open: the notebook then has about 830 px.
"""

from __future__ import annotations

from typing import Any

from browser.checks import Complaints
from browser.live import LivePanel, gates, live_panels
from browser.sheet import Sheet
from lessons.drags import DRAGS

from margin_lessons.lessons import Lesson
from margin_lessons.panels.controls import Number
from margin_lessons.panels.prediction import CONFIDENCE, Prediction

MOST = 560  # px for result, picture, sentence and controls together
STOPS = (0.0, 1.0)  # where on its way each slider is looked at

# Takes a panel through moves, [control's label, value] or [scenario, null], and tells after each
# one what is out of view, how high everything is, and whether the page has jumped.
WALK = """async (panel, moves) => {
  const view = panel.closest('.jp-WindowedPanel-outer');
  const picture = panel.querySelector('.ml-picture');
  const id = [...panel.parentNode.classList].find(name => /^ml-[0-9a-f]{32}$/.test(name));
  const link = window[Symbol.for('margin_lessons.page')].links.get(id.slice(3));
  const text = name => panel.querySelector(name).textContent;
  const frame = () => new Promise(requestAnimationFrame);
  const rest = async () => {
    const end = performance.now() + 8000;
    do await frame(); while (performance.now() < end && (link.underWay || link.waiting.length
      || text('.ml-title') !== link.shown.title || text('.ml-sentence') !== link.shown.sentence));
  };
  const named = (all, name) => [...panel.querySelectorAll(all)]
    .find(node => node.textContent.trim() === name);
  const place = () => [view.scrollTop, Math.round(picture.getBoundingClientRect().top)].join();
  const found = [];
  await rest();
  for (const [name, value] of moves) {
    const before = place();
    if (value === null) named('.ml-buttons button', name).click();
    else {
      const slider = named('.ml-control label', name).closest('.ml-control')
        .querySelector('input[type=range]');
      slider.focus();
      slider.value = value;
      slider.dispatchEvent(new Event('input', {bubbles: true}));
    }
    await rest();
    const seen = view.getBoundingClientRect();
    const boxes = [...panel.querySelectorAll('.ml-told, .ml-buttons, .ml-title, .ml-picture, '
      + '.ml-sentence, .ml-body > .ml-controls > :not(.ml-fold, .ml-more)')]
      .filter(part => part.offsetParent)
      .map(part => [part.className, part.getBoundingClientRect()]);
    found.push({
      move: value === null ? name : `${name} ${value}`,
      outside: boxes.filter(([, box]) => box.top < seen.top - 1 || box.bottom > seen.bottom + 1)
        .map(([name]) => name),
      height: Math.max(...boxes.map(([, box]) => box.bottom)) - panel.getBoundingClientRect().top,
      jumped: before === place() ? '' : `from ${before} to ${place()}`,
      title: text('.ml-title'), sentence: text('.ml-sentence'),
      parts: boxes.map(([name, box]) => `${name.replace('ml-', '')} ${Math.round(box.height)}`)
    });
  }
  return found;
}"""


def everything_is_in_one_view(sheet: Sheet, lesson: Lesson) -> Complaints:
    """Commit a wrong guess to each prediction, certain of it, and then move every control."""
    for panel in gates(sheet, lesson):
        asked = prediction_of(panel, lesson)
        setting = {**panel.model.start, **asked.values}
        panel.commit(wrong_guess(asked, panel), CONFIDENCE[-1])
        trouble = panel.settle(lambda values, want=setting: values == want)
        if trouble:
            yield f"{panel} after a commit: {trouble} {panel.look()['problem']}"
        # Scrolled there by the commit alone.
        if panel.outside():
            yield f"{panel} after a commit: out of view are {', '.join(panel.outside())}"
    # With what was said still above its panel.
    for panel in live_panels(sheet, lesson):
        panel.node.evaluate("panel => panel.scrollIntoView({block: 'start'})")
        yield from complaints(panel, panel.walk(WALK, everywhere(panel)))


def complaints(panel: LivePanel, steps: list[dict[str, Any]]) -> Complaints:
    """Tell the worst of each kind."""
    outside = [step for step in steps if step["outside"]]
    for step in outside[:1]:
        yield f"{panel} at '{step['move']}': out of view are {', '.join(step['outside'])}"
    high = max(steps, key=lambda step: step["height"])
    if high["height"] > MOST:
        yield (
            f"{panel} at '{high['move']}' is {high['height']:.0f} px high, of which "
            f"{', '.join(high['parts'])}: {high['sentence']}"
        )
    jumps = [step for step in steps if step["jumped"]]
    for step in jumps[:1]:
        yield f"{panel} at '{step['move']}': the page jumped, {step['jumped']}, {step['title']}"


def ends(panel: LivePanel) -> list[tuple[str, float | None]]:
    """Return moves of each slider in use from end to end and back."""
    moves: list[tuple[str, float | None]] = []
    for control in panel.model.controls:
        if isinstance(control, Number) and control.slider and control.name not in panel.model.more:
            way = control.high - control.low
            moves += [(control.label, control.low + share * way) for share in STOPS]
            moves.append((control.label, control.start))
    return moves


def everywhere(panel: LivePanel) -> list[tuple[str, float | None]]:
    """Return moves to each story, from end to end of each slider, and the lessons' drags."""
    moves: list[tuple[str, float | None]] = []
    moves += [(scenario.name, None) for scenario in panel.model.scenarios]
    moves += [("Reset", None), *ends(panel)]
    labels = {control.name: control.label for control in panel.model.controls}
    for drag in DRAGS:
        if drag.lesson == panel.lesson.name and drag.panel == panel.model.name:
            moves.append((drag.scenario or "Reset", None))
            moves += [(labels[drag.control], value) for value in drag.values]
    return moves


def prediction_of(panel: LivePanel, lesson: Lesson) -> Prediction:
    """Return the prediction that a panel asks."""
    question = panel.look()["question"].removeprefix("Predict. ")
    return next(one for one in lesson.predictions if one.question == question)


def wrong_guess(asked: Prediction, panel: LivePanel) -> str:
    """Return what somebody types who is far off."""
    outcome = asked.outcome(panel.model.state({**panel.model.start, **asked.values}))
    highest = float("inf") if asked.highest is None else asked.highest
    typed = 2 * abs(outcome) / asked.scale + 1
    # Where twice as much is more than can be, half of it is wrong, too.
    return f"{typed if typed <= highest else outcome / asked.scale / 2:.6g}"
