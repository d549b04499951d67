"""An edition of the pages: which kernel makes them alive, and where their files lie."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from margin_lessons.errors import pick

KernelPlace = Literal["browser", "server"]
PLACES: Mapping[str, str] = {
    "browser": "Python runs in the browser itself",
    "server": "Python runs on the Jupyter server that sent the page",
}
"""Where the kernel of a page may be."""


@dataclass(frozen=True)
class Edition:
    """Where a page finds what it needs; a folder is seen from the page and ends in "/".

    ``notebook`` is the address of a lesson as a notebook, with "{name}" for its name, and empty
    where there is none. A kernel on a server begins in ``folder``, seen from the server's root.
    ``integrity`` has, by name, the digest of each file from another origin, as
    an ``integrity`` attribute of HTML has it. Raises ``BadInput`` for another kind of kernel.

    >>> SERVER.notebook_of("04_gaps_and_slippage")
    '../lab/tree/notebooks/04_gaps_and_slippage.ipynb'
    """

    kernel: KernelPlace
    static: str = "static/"
    pyodide: str = ""
    packages: tuple[str, ...] = ()
    lock: str = ""
    """The list of packages where it does not lie beside Pyodide, which is then elsewhere."""
    integrity: Mapping[str, str] = field(default_factory=dict)
    notebook: str = ""
    folder: str = ""

    def __post_init__(self) -> None:
        pick("kernel", self.kernel, PLACES, "an edition of the pages")
        object.__setattr__(self, "integrity", MappingProxyType(dict(self.integrity)))

    def notebook_of(self, name: str) -> str:
        """Return the address of a lesson as a notebook, or "" where there is none."""
        return self.notebook.format(name=name)


BROWSER = Edition(
    "browser",
    pyodide="pyodide/",
    packages=("margin-lessons",),
    notebook="lab/lab/index.html?path={name}.ipynb",
)
"""The static site: every file of it lies beside the pages."""

SERVER = Edition("server", notebook="../lab/tree/notebooks/{name}.ipynb", folder="notebooks")
"""The pages of the local Jupyter server, started in the folder that has the notebooks in it."""
