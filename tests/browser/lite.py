"""JupyterLite as a desk takes it: the same page and the same checks, without a server's kernel."""

from __future__ import annotations

from pathlib import Path

from browser.site import UNDER, ServedSite


class LiteLab:
    """The JupyterLite of a served site; a notebook in it is the one that was built in."""

    def __init__(self, site: ServedSite) -> None:
        self._site = site

    @property
    def address(self) -> str:
        """The origin of everything that may be asked for.

        JupyterLite asks its own service worker by an address that is not under the site's path.
        """
        return self._site.address.removesuffix(UNDER)

    @property
    def start(self) -> str:
        """The address of JupyterLab with nothing open."""
        return f"{self._site.address}lab/lab/index.html?reset"

    def copy(self, path: Path, *, open_gates: bool = True) -> str:
        """Return the path of a notebook there; its gates are shut, as a learner finds them."""
        if open_gates:
            raise ValueError(f"JupyterLite has {path.name} with its gates shut only")
        return path.name
