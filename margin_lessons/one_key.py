"""A record of JSON in which each key stands once: of two nobody knows which counts."""

from __future__ import annotations

from collections.abc import Sequence

from margin_lessons.errors import shown


class SaidTwice(ValueError):
    """A key stands twice in one record; its text says so in a sentence."""


def unlike_keys(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    """Return the pairs of a record as a dictionary, or raise ``SaidTwice``.

    It is an ``object_pairs_hook`` of ``json.loads``, which else keeps the last in silence.

    >>> unlike_keys([("bar", 3), ("amount", 500.0)])
    {'bar': 3, 'amount': 500.0}
    >>> unlike_keys([("bar", 3), ("bar", 4)])
    Traceback (most recent call last):
        ...
    margin_lessons.one_key.SaidTwice: key 'bar' stands twice in one entry: nobody knows which \
counts.
    """
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise SaidTwice(f"key {shown(twice)} stands twice in one entry: nobody knows which counts.")
    return found
