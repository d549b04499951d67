"""The one door: any number of exports, and what they tell together."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from margin_lessons.errors import BadInput, shown
from margin_lessons.history.bitstamp_twins import without_twins
from margin_lessons.history.ccxt_positions import ReadPosition, ccxt_positions
from margin_lessons.history.entries import FileEntries
from margin_lessons.history.export_file import AnyFile, ExportFile, Progress, StoppedReading
from margin_lessons.history.history import History
from margin_lessons.history.layouts import read_export
from margin_lessons.history.merging import merged_files
from margin_lessons.words import plural


def read_history(*files: AnyFile, progress: Progress | None = None) -> History:
    """Return what exports of exchanges tell: trades, ledgers, and positions as ccxt's JSON.

    A file is given by its path, its text, its bytes, or a name with its bytes; which export it is,
    its columns say, never its name. ``progress`` is called with the bytes read and all bytes; when
    it returns False, ``StoppedReading`` is raised. Raises ``BadInput`` when no file can be read; of
    several, those that can be are read, and ``refused`` says why the others are not.

    >>> text = "txid,pair,time,type,ordertype,price,cost,fee,vol,margin,misc\\n"
    >>> text += "TA,XXBTZUSD,2021-01-02 03:04:05.12,buy,market,20000,10000,26,0.5,2000,initiated"
    >>> found = read_history(text).positions[0]
    >>> found.side.value, found.volume, found.coin, found.entry, found.leverage
    ('long', 0.5, 'BTC', 20000.0, 5.0)
    >>> found.unknown[0]
    'The own money behind it stands in no trades.csv: give the ledgers.csv too, or tell it.'
    >>> found.backed_by(cash=10_000).holding.level(20_000)
    5.0
    """
    if progress is not None and not callable(progress):
        raise BadInput(f"progress {shown(progress)} cannot be called: it takes the bytes read.")
    given, refused = _given(files)
    entries: list[FileEntries] = []
    reported: list[ReadPosition] = []
    notes: list[str] = []
    total, done = sum(len(file.data) for file in given), 0
    for file in given:
        try:
            if file.is_json:
                notes += _listed(file, reported)
            else:
                entries.append(read_export(file, _part(progress, done, total)))
        except StoppedReading:
            raise
        except BadInput as problem:
            refused.append(str(problem))
        done += len(file.data)
    if len(refused) == len(files):
        raise BadInput(refused[0])
    return _together(given, entries, reported, notes, refused)


def _given(files: tuple[AnyFile, ...]) -> tuple[list[ExportFile], list[str]]:
    if not files:
        raise BadInput("files are none: give at least one export, such as 'trades.csv'.")
    found: list[ExportFile] = []
    refused: list[str] = []
    for file in files:
        try:
            found.append(file if isinstance(file, ExportFile) else ExportFile.of(file))
        except BadInput as problem:
            refused.append(str(problem))
    return found, refused


def _listed(file: ExportFile, reported: list[ReadPosition]) -> Iterator[str]:
    """Put the positions of a JSON to those of the files before, and yield what is to be said."""
    reply = ccxt_positions(file)
    yield from reply.notes
    again = sum(one in reported for one in reply.positions)
    if again:
        stand = "position stands" if again == 1 else "positions stand"
        yield f"{file.name}: {again:,} {stand} in a file before it, too: each counts once."
    reported += [one for one in reply.positions if one not in reported]


def _part(progress: Progress | None, before: int, total: int) -> Progress | None:
    """Return what tells the progress of one file among all."""
    if progress is None:
        return None
    tell: Callable[[int, int], object] = progress
    return lambda done, _: tell(before + done, total)


def _together(
    given: list[ExportFile],
    entries: list[FileEntries],
    reported: list[ReadPosition],
    told: list[str],
    refused: list[str],
) -> History:
    notes = [*told, *(note for file in entries for note in file.notes)]
    apart, twins = without_twins(entries)
    once = merged_files(apart)
    dropped = once.dropped + twins
    if dropped:
        stand = "stands" if dropped == 1 else "stand"
        notes.append(
            f"{plural(dropped, 'row')} {stand} in these files more than once: each is counted once."
        )
    for file in entries:
        if not file.trades and not file.ledger:
            notes.append(f"{file.file}: it has the columns of {file.layout}, and no row.")
    names = tuple(file.name for file in given)
    return History(
        *(names, tuple(once.trades), tuple(once.ledger), tuple(reported)),
        *(tuple(notes), tuple(refused), dropped),
    )
