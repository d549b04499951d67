"""A position of one's own, kept in a small file beside the notebooks, and shown by any panel.

It is not in the progress file, which a learner may hand in, and it is never sent anywhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from margin_lessons.errors import BadInput
from margin_lessons.one_key import unlike_keys
from margin_lessons.own_position import OwnPosition
from margin_lessons.panels import safe_file
from margin_lessons.panels.controls import Control, Number
from margin_lessons.panels.file_lock import locked
from margin_lessons.panels.live_output import Opened
from margin_lessons.panels.model import PanelModel

FILE_NAME = "my_position.json"
DAMAGED = f"Your saved position {FILE_NAME} is damaged: type it again in lesson 11 and keep it."


def position_path() -> Path:
    """Return where the position is kept: in the folder of the notebook."""
    try:
        return Path.cwd() / FILE_NAME
    except OSError:  # the folder is gone
        return Path(FILE_NAME)


def is_position_kept() -> bool:
    """Return whether a file is there, whole or not."""
    return position_path().is_file()


def saved_position() -> OwnPosition | None:
    """Return the position that is kept, None where there is none.

    Raises ``BadInput`` in one sentence where the file is damaged or cannot be read.
    """
    path = position_path()
    try:
        content = safe_file.content_of(safe_file.behind(path))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise BadInput(
            f"Your position cannot be read: {path} ({safe_file.reason(error)})."
        ) from None
    try:
        return OwnPosition.from_record(json.loads(content or b"", object_pairs_hook=unlike_keys))
    except (ValueError, TypeError, RecursionError):  # BadInput is a ValueError
        raise BadInput(DAMAGED) from None


def keep_position(position: OwnPosition) -> str:
    """Save a position in the place of the one before; return one sentence on how that went."""
    path = position_path()
    try:
        target = safe_file.behind(path)
        with locked(target.parent) as alone:
            if alone:
                safe_file.sweep_temporary(target)
            text = json.dumps(position.as_record(), indent=1, allow_nan=False)
            safe_file.replace(target, text.encode("ascii"))
    except OSError as error:
        return f"Your position is not kept: {path} cannot be written ({safe_file.reason(error)})."
    return f"Your position is kept in {path.name}, on this machine and nowhere else."


def forget_position(beside: Opened | None = None) -> str:
    """Delete the position that is kept; return one sentence on how that went.

    What is open ``beside`` the panel that asks has a button less from then on.
    """
    path = position_path()
    try:
        safe_file.behind(path).unlink()
        _tell(beside)
    except FileNotFoundError:
        return "No position is kept."
    except OSError as error:
        return (
            f"Your position is not forgotten: {path} cannot be deleted ({safe_file.reason(error)})."
        )
    return "Your position is forgotten."


def own_buttons(model: PanelModel[Any], *, is_shown: bool) -> list[list[str]]:
    """Return the buttons of a panel about one's own position: what each asks for, and its words."""
    kept = (model.mine or model.keeps) is not None and is_position_kept()
    there = {
        "back": (is_shown, "Back to the lesson's numbers"),
        "mine": (model.mine is not None and kept and not is_shown, "My position"),
        "keep": (model.keeps is not None, "Keep as my position"),
        "forget": (model.keeps is not None and kept, "Forget my position"),
    }
    return [[act, says] for act, (is_there, says) in there.items() if is_there]


def keep_of(model: PanelModel[Any], state: object, beside: Opened | None = None) -> str:
    """Keep the position that a panel's state holds, and say so; ``BadInput`` without one.

    What is open ``beside`` that panel has the button "My position" from then on.
    """
    if model.keeps is None:
        raise BadInput(f"The panel '{model.name}' has no position of one's own to keep.")
    said = keep_position(model.keeps(state))
    _tell(beside)
    return said


def _tell(beside: Opened | None) -> None:
    if beside is not None:
        beside.show_all()


def own_values(model: PanelModel[Any]) -> tuple[dict[str, Any], str]:
    """Return a panel's values for the position that is kept, and words on what is carried over.

    Raises ``BadInput`` where none is kept, it cannot be read, or the panel has no place for it.
    """
    position = saved_position()
    if position is None:
        raise BadInput(
            "No position of yours is kept yet: type yours in lesson 11, which keeps it for all."
        )
    if model.mine is None:
        raise BadInput(f"The panel '{model.name}' has no place for a position of one's own.")
    values, cut = fitted(model.controls, model.mine(position))
    return values, " ".join(filter(None, (model.mine_says, cut)))


def fitted(controls: tuple[Control, ...], values: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """Return values as the controls can show them, and sentences on those that they cannot.

    A number outside its range goes to the end that is nearer, one between two steps of a whole
    number to the nearest; a choice that is not offered stays where it is.

    >>> size = Number("size", "size of the position", 0, 3, 0.05, 1, unit="BTC")
    >>> fitted((size,), {"size": 7})
    ({'size': 3}, 'Your size of the position is 7 BTC and this panel ends at 3 BTC.')
    """
    known = {control.name: control for control in controls}
    taken: dict[str, Any] = {}
    said = []
    for name, value in values.items():
        control = known[name]
        if isinstance(control, Number) and value is not None:
            taken[name], words = _fitted_number(control, float(value))
            said.append(words)
            continue
        try:
            taken[name] = control.check(value)
        except BadInput:
            said.append(f"Your {control.label} is not among those of this panel.")
    return taken, " ".join(filter(None, said))


def _fitted_number(control: Number, value: float) -> tuple[float | None, str]:
    held = min(max(value, control.low), control.high)
    if held != value:
        way = "ends" if value > held else "begins"
        words = f"{control.say(value)} and this panel {way} at {control.say(held)}"
        return held, f"Your {control.label} is {words}."
    near = control.nearest(held) if control.whole else held
    if near == held:
        return control.check(held), ""
    return near, f"Your {control.label} is {control.say(held)}: it is shown as {control.say(near)}."
