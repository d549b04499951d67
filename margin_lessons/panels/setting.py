"""Where a panel stands: a value that a move, a scenario or a decision makes anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Setting:
    """Where a panel stands: the values of its controls, the decisions, and the scenario.

    ``scenario`` has the values from which the picture takes its axes; ``before`` is where the panel
    stood in the lesson before it was given a position of one's own.
    """

    values: Mapping[str, Any]
    scenario: Mapping[str, Any]
    log: tuple[object, ...] = ()
    before: Setting | None = None

    @classmethod
    def begin(cls, values: Mapping[str, Any]) -> Setting:
        """Return the setting at which a scenario begins."""
        return cls(values, values)

    def move(self, values: Mapping[str, Any]) -> Setting:
        """Return the setting with some controls moved, in the same scenario."""
        return replace(self, values={**self.values, **values})
