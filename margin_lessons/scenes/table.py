"""A table that a notebook shows and stores: a caption, columns with heads, rows, and notes."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from textwrap import wrap

WIDE, LINE = 28, 100
"""The most letters in a line of a cell, and of a note, in the plain text."""

LEFT = ' style="text-align:left"'
"""JupyterLab sets cells to the right, which suits amounts and not words."""


@dataclass(frozen=True)
class Table:
    """Rows under heads, with what is to be known about them; the first cell of a row names it.

    A notebook shows it as HTML and stores the plain text beside it.

    >>> print(Table("Two coins", ("coin", "USD"), (("BTC", "60,000"), ("ETH", "3,000"))).text)
    Two coins
    coin  USD
    ----  ------
    BTC   60,000
    ETH   3,000
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The table as plain text; long cells go on in the next line."""
        rows = [[wrap(cell, WIDE) or [""] for cell in row] for row in (self.head, *self.rows)]
        wide = [
            max(len(line) for row in rows for line in row[column])
            for column in range(len(self.head))
        ]
        lines = [self.caption]
        for number, row in enumerate(rows):
            for part in range(max(map(len, row))):
                cells = [
                    (cell[part] if part < len(cell) else "").ljust(width)
                    for cell, width in zip(row, wide, strict=True)
                ]
                lines.append("  ".join(cells).rstrip())
            if number == 0:
                lines.append("  ".join("-" * width for width in wide))
        for note in self.notes:
            lines += wrap(f"* {note}", LINE, subsequent_indent="  ")
        return "\n".join(lines)

    @property
    def html(self) -> str:
        """The table as HTML with a caption and heads of rows and columns."""
        # A head without words names nothing, and a screen reader would stumble over it.
        head = "".join(
            f'<th scope="col"{LEFT}>{escape(cell)}</th>' if cell else "<td></td>"
            for cell in self.head
        )
        rows = "".join(
            f'<tr><th scope="row"{LEFT}>{escape(name)}</th>'
            + "".join(f"<td{LEFT}>{escape(cell)}</td>" for cell in cells)
            + "</tr>"
            for name, *cells in self.rows
        )
        notes = "".join(f"<li>{escape(note)}</li>" for note in self.notes)
        return (
            f"<table><caption>{escape(self.caption)}</caption><thead><tr>{head}</tr></thead>"
            f"<tbody>{rows}</tbody></table>" + (f"<ul>{notes}</ul>" if notes else "")
        )

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": self.text, "text/html": self.html}
