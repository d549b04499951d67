"""The numbers and dates that the text of lesson 11 says, each under the name of what it is."""

from __future__ import annotations


def numbers() -> dict[str, str]:
    """Return every number and date of the text: computed, or quoted from its source."""
    return {}
