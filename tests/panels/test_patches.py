"""Pictures on their way to a page: what is unpacked there is what was painted, pixel by pixel."""

from __future__ import annotations

import struct

import numpy as np
import pytest
from cases import cases
from hypothesis import given
from hypothesis import strategies as st
from panels.page_pixels import page_pixels, unpacked

from margin_lessons.panels.patches import Patches, Pixels, packed

COLORS = (0xFF000000, 0xFFFFFFFF, 0xFF000001, 0xFF2277AA, 0xFFFFFF00)


def picture(rows: list[list[int]]) -> Pixels:
    """Return a picture of the colours with these places in ``COLORS``."""
    words = np.array(COLORS, "<u4")[np.array(rows)]
    return words.view(np.uint8).reshape(*words.shape, 4)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Pixels, Pixels]:
    """Draw two pictures of one size, some of them with runs that are longer than one word tells."""
    rows, columns = draw(st.integers(1, 4)), draw(st.sampled_from([1, 2, 7, 255, 256, 300]))
    run = st.tuples(st.integers(0, len(COLORS) - 1), st.sampled_from([1, 2, 254, 255, 256, 511]))

    def one() -> Pixels:
        flat = [place for place, long in draw(st.lists(run, max_size=12)) for _ in range(long)]
        flat = (flat + [0] * rows * columns)[: rows * columns]
        return picture([flat[at : at + columns] for at in range(0, len(flat), columns)])

    return one(), one()


def by_hand(runs: bytes, under: Pixels | None) -> list[int]:
    """Unpack runs word by word, as the format is told; return a word for each pixel."""
    columns, rows, _, *words = struct.unpack(f"<{len(runs) // 4}I", runs)
    found = [0xFF000000] * rows * columns
    if under is not None:
        found = list(struct.unpack(f"<{rows * columns}I", under.tobytes()))
    at = 0
    for word in words:
        if word < 2**24:
            at += word
            continue
        for _ in range(word >> 24):
            found[at] ^= word & 0xFFFFFF
            at += 1
    assert at == rows * columns
    return found


@given(pairs())
@cases(300)
def test_what_is_unpacked_is_what_was_packed(both: tuple[Pixels, Pixels]) -> None:
    now, before = both
    for under in (None, before):
        runs = packed(now, under)
        assert np.array_equal(unpacked(runs, under), now)
        assert by_hand(runs, under) == now.view("<u4").ravel().tolist()


def test_a_picture_that_stays_needs_no_pixel() -> None:
    same = picture([[1, 2, 3], [3, 3, 3]])
    assert packed(same, same) == struct.pack("<4I", 3, 2, 0, 6)


def test_only_what_changed_is_told() -> None:
    before = picture([[1, 1, 1], [1, 1, 1]])
    now = picture([[1, 1, 1], [1, 3, 1]])
    change = (COLORS[1] ^ COLORS[3]) & 0xFFFFFF
    assert packed(now, before) == struct.pack("<6I", 3, 2, 0, 4, 1 << 24 | change, 1)


@given(st.lists(pairs(), min_size=1, max_size=5))
@cases(100)
def test_a_page_that_opens_at_any_time_shows_the_newest(drawn: list[tuple[Pixels, Pixels]]) -> None:
    patches, model = Patches(), {}
    for pixels in (one for both in drawn for one in both):
        model |= patches.sent(pixels)
        assert np.array_equal(page_pixels(model["whole"], model["patch"]), pixels)


def test_a_small_change_is_a_patch_and_a_large_one_a_whole_picture() -> None:
    flat = [[1] * 80] * 20
    patches = Patches()
    assert set(patches.sent(picture([[1, 2] * 40] * 20))) == {"whole", "patch"}
    assert set(patches.sent(picture([[1, 3] + [1, 2] * 39] * 20))) == {"patch"}
    first = patches.sent(picture(flat))
    assert (set(first), first["patch"]) == ({"whole", "patch"}, b"")
    assert set(patches.sent(picture(flat))) == {"patch"}


@pytest.mark.parametrize("size", [(20, 81), (19, 80)])
def test_another_size_is_a_whole_picture(size: tuple[int, int]) -> None:
    patches = Patches()
    patches.sent(picture([[1] * 80] * 20))
    rows, columns = size
    assert "whole" in patches.sent(picture([[1] * columns] * rows))


def number(runs: bytes) -> int:
    """Return the number of the whole picture that runs are, or are a patch on."""
    return int(struct.unpack_from("<3I", runs)[2])


def test_a_patch_names_the_whole_picture_that_it_is_on() -> None:
    noisy, flat = picture([[1, 2] * 40] * 20), picture([[1] * 80] * 20)
    patches = Patches()
    first, second = patches.sent(noisy), patches.sent(flat)
    assert number(first["whole"]) != number(second["whole"])
    assert number(patches.sent(flat)["patch"]) == number(second["whole"])


def test_begun_anew_the_same_picture_is_sent_whole_under_another_number() -> None:
    same = picture([[1, 2] * 40] * 20)
    patches = Patches()
    first = patches.sent(same)
    patches.begin_anew()
    second = patches.sent(same)
    assert set(second) == {"whole", "patch"}
    assert number(second["whole"]) > number(first["whole"])
