"""Any bars, written in any layout, are read back as they were; any bytes are read or refused."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from cases import cases
from hypothesis import given
from hypothesis import strategies as st
from reading import read_or_told

from margin_lessons.market.bars import Bar, Bars
from margin_lessons.market.bars_csv import read_bars

EPOCH = datetime(1970, 1, 1)


def unix(per_second: int):
    return lambda at: str((at - EPOCH) // timedelta(seconds=1) * per_second)


TIMES = {
    **{f"unix {power}": unix(10**power) for power in (0, 3, 6, 9)},
    **{
        form: lambda at, form=form: at.strftime(form)
        for form in (
            "%Y-%m-%d %H:%M",
            "%Y-%m-%dT%H:%M:%SZ",
            "%Y-%m-%d %H:%M:%S.000+00:00",
            "%Y.%m.%d %H:%M",
            "%Y%m%d %H%M%S",
            "%Y%m%d%H%M",
            "%Y%m%d%H%M%S",
            "%Y-%m-%d %I-%p",  # to the hour
            "%d.%m.%Y %H:%M",  # where a day shows that it is one
            "%m/%d/%Y %I:%M:%S %p",
        )
    },
}


class FileLayout(NamedTuple):
    """One way to write a file."""

    time: str
    delimiter: str = ","
    decimal: str = "."
    thousands: str = ""
    newest_first: bool = False
    apart: bool = False
    title: str = ""
    encoding: str = "utf-8"
    ends: str = "\n"


@st.composite
def layouts(draw: st.DrawFn) -> FileLayout:
    decimal, thousands = draw(st.sampled_from([(".", ""), (".", ","), (",", ""), (",", ".")]))
    return FileLayout(
        draw(st.sampled_from(list(TIMES))),
        draw(st.sampled_from(",;\t|")),
        decimal,
        thousands,
        draw(st.booleans()),
        draw(st.booleans()),
        draw(
            st.sampled_from(["", "https://www.CryptoDataDownload.com", "# Kurse", "sep=", '"A"b'])
        ),
        draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])),
        draw(st.sampled_from(["\n", "\r\n", "\r"])),
    )


@st.composite
def any_bars(draw: st.DrawFn, most: int = 40) -> Bars:
    """Draw bars with four decimals, of any length up to a day, some of them missing."""
    count, seed = draw(st.integers(1, most)), draw(st.integers(0, 2**32 - 1))
    length = draw(st.sampled_from([1, 5, 60, 240, 1440]))
    start = draw(st.integers(0, 40 * 365)) * 1440 + draw(st.integers(0, 23)) * 60
    rng = np.random.default_rng(seed)
    places = np.flatnonzero(rng.random(count) < 0.8) if count > 3 else np.arange(count)
    places = np.union1d(places, [0, 1][:count])
    scale = 10.0 ** draw(st.integers(-2, 6))
    prices = np.round(scale * rng.uniform(0.5, 2, (len(places), 4)), 4)
    times = np.datetime64("1991-01-01", "s") + ((start + places * length) * 60).astype("m8[s]")
    return Bars(
        times,
        prices[:, 0],
        prices.max(axis=1),
        prices.min(axis=1),
        prices[:, 3],
        np.round(rng.uniform(0, 1e4, len(places)), 4),
        length=length,
    )


def written(bars: Bars, layout: FileLayout) -> list[str]:
    def number(value: float) -> str:
        text = f"{value:,.4f}" if layout.thousands else f"{value:.4f}"
        text = text.translate(str.maketrans(".,", layout.decimal + (layout.thousands or ",")))
        return f'"{text}"' if layout.delimiter in text else text

    names = ["Date", "Time"] if layout.apart else ["Time"]
    lines = [layout.delimiter.join([*names, "Open", "High", "Low", "Close", "Volume"])]
    rows = []
    for i, at in enumerate(bars.time.tolist()):
        time = TIMES[layout.time](at)
        if layout.apart:
            time = time.replace("T", " ").replace(" ", layout.delimiter, 1)
        values = [*bars[i], bars.volume[i]]
        rows.append(layout.delimiter.join([time, *map(number, values)]))
    title = layout.title + (layout.delimiter if layout.title == "sep=" else "")
    return [*([title] if title else []), *lines, *(rows[::-1] if layout.newest_first else rows)]


def may_be_two(bars: Bars, layout: FileLayout) -> bool:
    """Return whether the file does not show which number of a date is the day."""
    days = [at.day for at in bars.time.tolist()]
    return layout.time[:2] in ("%d", "%m") and max(days) <= 12


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("files") / "bars.csv"


@cases(300)
@given(bars=any_bars(), layout=layouts())
def test_bars_are_read_back_from_every_layout(path: Path, bars: Bars, layout: FileLayout) -> None:
    apart = layout.apart and " " in layout.time.replace("T", " ").removeprefix("unix ")
    layout = layout._replace(apart=apart)
    text = layout.ends.join([*written(bars, layout), ""])
    if layout.encoding == "cp1252":
        text = f"Kurse in €{layout.ends}{text}"
    path.write_bytes(text.encode(layout.encoding))
    if "%I-%p" in layout.time and bars.length < 60 and len(bars) > 1:
        return  # minutes cannot be written so
    found = read_or_told(lambda: read_bars(path, length=bars.length))
    if isinstance(found, str):
        assert "is its day or its month first?" in found
        assert may_be_two(bars, layout)
        return
    np.testing.assert_array_equal(found.time, bars.time)
    for name in (*Bar._fields, "volume"):
        np.testing.assert_array_equal(getattr(found, name), getattr(bars, name))
    assert any("turned round" in note for note in found.notes) == (
        layout.newest_first and len(bars) > 1
    )
    assert any("taken as UTC" in note for note in found.notes) == (
        not layout.time.startswith("unix") and "Z" not in layout.time and "+" not in layout.time
    )


@cases(200)
@given(bars=any_bars(), unit=st.sampled_from([0, 3, 6, 9]), trades=st.booleans())
def test_bars_are_read_back_without_names(bars: Bars, unit: int, trades: bool) -> None:
    lines = written(bars, FileLayout(f"unix {unit}"))[1:]
    found = read_bars([f"{line},7" if trades else line for line in lines], length=bars.length)
    np.testing.assert_array_equal(found.time, bars.time)
    for name in (*Bar._fields, "volume"):
        np.testing.assert_array_equal(getattr(found, name), getattr(bars, name))
    assert found.notes[0].startswith("No line names the columns: they are taken as time, open,")


# ---- Anything ------------------------------------------------------------------------------------


PIECES = [b'"', b",", b";", b"\n", b"\r", b"\0", b"nan", b"inf", b"-", b"1e999", b"99999999999999"]
PIECES += [b",,,,,", b"\nsep=,\n", b"\n# x\n", b"\xff\xfe", b"0", b"9" * 500, b"\xc2\xa0", b"'"]
"""What breaks readers."""

WORDS = "time open high low close volume date ticker 1584007200 20200312 2020 10:00 1 0 -1 nan"


@cases(500)
@given(bars=any_bars(6), layout=layouts(), seed=st.integers(0, 2**32 - 1))
def test_a_mangled_file_is_read_or_refused(
    path: Path, bars: Bars, layout: FileLayout, seed: int
) -> None:
    content = "\n".join(written(bars, layout._replace(apart=False))).encode(layout.encoding)
    rng = np.random.default_rng(seed)
    for _ in range(rng.integers(1, 5)):
        at = rng.integers(0, len(content) + 1)
        put = (
            rng.bytes(rng.integers(0, 7))
            if rng.random() < 0.5
            else PIECES[rng.integers(len(PIECES))]
        )
        content = content[:at] + put + content[at + rng.choice([0, 1, 5, 80]) :]
    if rng.random() < 0.5:
        content = content[: rng.integers(0, len(content) + 1)]
    path.write_bytes(content)
    lines = content.decode("latin-1").splitlines()
    for source in (path, lines):
        assert isinstance(read_or_told(lambda source=source: read_bars(source)), (Bars, str))


@cases(500)
@given(content=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert isinstance(read_or_told(lambda: read_bars(path)), (Bars, str))


@cases(300)
@given(
    cells=st.lists(
        st.lists(st.sampled_from(WORDS.split()) | st.text(max_size=4), max_size=8).map(",".join),
        max_size=8,
    )
)
def test_any_lines_are_read_or_refused(cells: list[str]) -> None:
    assert isinstance(read_or_told(lambda: read_bars(cells)), (Bars, str))
