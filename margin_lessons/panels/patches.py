"""Pictures on their way to a page: whole now and then, and between as what changed since.

A browser unpacks a PNG in its own time, and a busy page waits for it longer than for the kernel.
Runs of one colour are unpacked at once, by a few lines of the page's own (``static/patches.js``).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
"""Rows by columns by four (RGBA), opaque."""

COLOR = 0xFFFFFF
"""The bits of a word that hold red, green and blue."""
LONGEST = 255
"""The pixels of one coloured run; a longer one is told in parts."""
OPAQUE_BLACK = 0xFF000000


def packed(pixels: Pixels, under: Pixels | None = None, number: int = 0) -> bytes:
    """Return a picture as the runs in which it differs from ``under``, or from black.

    Words of four bytes, the low one first: columns, rows, the ``number`` of the whole picture that
    it is or is a patch on, then the runs from the top left, row after row. A word below 2^24 passes
    over as many pixels as it says; any other changes as many as its highest byte says, by the
    exclusive or of its lower three with red, green and blue.

    >>> np.frombuffer(packed(np.full((2, 300, 4), 255, np.uint8)), "<u4").tolist()
    [300, 2, 0, 4294967295, 4294967295, 1526726655]
    """
    rows, columns, _ = pixels.shape
    before = OPAQUE_BLACK if under is None else _words(under)
    changes = (_words(pixels) ^ before) & COLOR
    begins = np.flatnonzero(changes[1:] != changes[:-1]) + 1
    begins = np.concatenate([[0], begins, [len(changes)]])
    colors, lengths = changes[begins[:-1]], np.diff(begins)
    parts = np.where(colors == 0, 1, -(-lengths // LONGEST))
    if parts.max() > 1:
        last = np.cumsum(parts) - 1
        rest = lengths - (parts - 1) * LONGEST
        colors, lengths = np.repeat(colors, parts), np.full(int(last[-1]) + 1, LONGEST)
        lengths[last] = rest
    words = np.where(colors == 0, lengths, lengths << 24 | colors)
    return np.concatenate([[columns, rows, number], words]).astype("<u4").tobytes()


def _words(pixels: Pixels) -> NDArray[np.uint32]:
    return np.ascontiguousarray(pixels).view("<u4").ravel()


class Patches:
    """What is sent of one picture after another.

    ``whole`` and ``patch`` are both kept by the model, so that a page which opens later has all it
    needs. A patch is against the whole picture and not against the patch before it: none can be
    missed. When patches have grown long the next picture is sent whole. Whole pictures are
    numbered, so a page that has missed one lays no patch on another, and asks for it.
    """

    def __init__(self) -> None:
        self._under: Pixels | None = None
        self._length = self._number = 0

    def begin_anew(self) -> None:
        """Let the next picture be a whole one, whatever was sent before."""
        self._under = None

    def sent(self, pixels: Pixels) -> dict[str, bytes]:
        """Return the parts of the model that this picture changes."""
        if self._under is not None and self._under.shape == pixels.shape:
            patch = packed(pixels, self._under, self._number)
            if 2 * len(patch) <= self._length:
                return {"patch": patch}
        self._number += 1
        whole = packed(pixels, number=self._number)
        self._under, self._length = pixels, len(whole)
        return {"whole": whole, "patch": b""}
