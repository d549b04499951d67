"""A file of JSON as plain values; what is cut, printed by a program or no JSON at all is named."""

from __future__ import annotations

import json
import re

from margin_lessons.errors import BadInput
from margin_lessons.history.export_file import ExportFile
from margin_lessons.one_key import SaidTwice, unlike_keys

_MOST_BYTES = 20_000_000
"""A reply with the positions of one account has some thousands."""

_PYTHON = re.compile(r"'|(?:None|True|False)\b")
_JAVASCRIPT = re.compile(r"[A-Za-z_]\w*\s*:|undefined\b")


def read_json(file: ExportFile) -> object:
    """Return the values of a JSON file.

    Not-a-numbers and infinities come as the floats they are, for the reader of a field to refuse.
    Raises ``BadInput`` for what is cut off, is no JSON, says one key twice or is too large.

    >>> read_json(ExportFile.of('{"contracts": 0.5}'))
    {'contracts': 0.5}
    >>> read_json(ExportFile.of('[{"contracts": 0.5'))
    Traceback (most recent call last):
        ...
    margin_lessons.errors.BadInput: the text, line 1: the JSON ends before it is complete: it was \
cut off, so save it anew.
    """
    text = _decoded(file)
    try:
        return json.loads(text, parse_int=float, object_pairs_hook=unlike_keys)
    except json.JSONDecodeError as problem:
        raise BadInput(f"{file.name}{_told(text, problem)}") from None
    except RecursionError:
        raise BadInput(
            f"{file.name}: the JSON is nested too deeply to be read: a position is a list of "
            "plain fields."
        ) from None
    except SaidTwice as problem:
        raise BadInput(f"{file.name}: {problem}") from None


def _decoded(file: ExportFile) -> str:
    if len(file.data) > _MOST_BYTES:
        raise BadInput(
            f"{file.name}: the JSON has {len(file.data):,} bytes, more than {_MOST_BYTES:,}: the "
            "positions of one account are far shorter."
        )
    try:
        return file.data.decode(json.detect_encoding(file.data)).lstrip("\ufeff")
    except UnicodeError:
        raise BadInput(f"{file.name}: the file is not text: positions come as JSON.") from None


def _told(text: str, problem: json.JSONDecodeError) -> str:
    """Return where a text is no JSON and what it is, as far as that can be seen."""
    if not text.strip():
        return ": the file is empty: positions come as JSON."
    where, rest = f", line {problem.lineno}", text[problem.pos :]
    if problem.msg == "Extra data":
        return f"{where}: more stands after the end of the JSON: put all positions into one list."
    if _PYTHON.match(rest):
        return (
            f"{where}: this is what Python prints, no JSON: save what json.dumps(positions) says."
        )
    if _JAVASCRIPT.match(rest):
        return (
            f"{where}: this is what JavaScript prints, no JSON: save what "
            "JSON.stringify(positions) says."
        )
    if not rest.strip() or problem.msg.startswith("Unterminated"):
        end = text.rstrip().count("\n") + 1
        return (
            f", line {end}: the JSON ends before it is complete: it was cut off, so save it anew."
        )
    return f"{where}, column {problem.colno}: this is not JSON: {problem.msg.lower()}."
