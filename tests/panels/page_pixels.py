"""What a page makes of the pictures sent to it: ``panels/patches.py`` read the other way."""

from __future__ import annotations

import numpy as np

from margin_lessons.panels.patches import COLOR, OPAQUE_BLACK, Pixels


def unpacked(runs: bytes, under: Pixels | None = None) -> Pixels:
    """Return the picture that ``packed`` gave as runs, with what it was packed against."""
    words = np.frombuffer(runs, "<u4").astype(np.uint32)
    (columns, rows, _), words = words[:3], words[3:]
    colored = words > COLOR
    lengths = np.where(colored, words >> 24, words)
    changes = np.repeat(np.where(colored, words & COLOR, 0), lengths).astype(np.uint32)
    before = np.uint32(OPAQUE_BLACK) if under is None else under.view("<u4").ravel()
    return (changes ^ before).astype("<u4").view(np.uint8).reshape(rows, columns, 4)


def page_pixels(whole: bytes, patch: bytes) -> Pixels:
    """Return what a page shows that knows only what the model holds now."""
    below = unpacked(whole)
    return unpacked(patch, below) if patch else below
