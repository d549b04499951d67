"""The links that a teacher hands out: a page and a notebook for each lesson of the course.

    python docs/classroom/links.py https://hub.example.org https://github.com/OWNER/REPOSITORY

A page is that of the student's own server. A notebook is fetched from the repository by nbgitpuller
into the folder "course", what a student has written in it is kept, and JupyterLab opens it. Binder
opens a notebook without any hub, from a repository on GitHub. Prints a table in Markdown. A third
word names a branch other than "main".
"""

import json
import sys
from pathlib import Path
from urllib.parse import quote

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
FOLDER = "course"


def title(notebook: Path) -> str:
    """Return the heading of a notebook."""
    first = json.loads(notebook.read_text(encoding="utf-8"))["cells"][0]["source"]
    return "".join(first).splitlines()[0].removeprefix("# ")


def page(hub: str, name: str) -> str:
    """Return the link to a lesson's page on a hub.

    >>> page("https://hub.example.org", "01_margin")
    'https://hub.example.org/hub/user-redirect/margin-lessons/01_margin.html'
    """
    return f"{hub.rstrip('/')}/hub/user-redirect/margin-lessons/{name}.html"


def notebook(hub: str, repository: str, branch: str, name: str) -> str:
    """Return the link by which nbgitpuller fetches the repository and opens a lesson.

    >>> print(notebook("https://hub.example.org", "https://host/me/lessons", "main", "01_margin"))
    ... # doctest: +NORMALIZE_WHITESPACE
    https://hub.example.org/hub/user-redirect/git-pull?repo=https%3A%2F%2Fhost%2Fme%2Flessons&branch=main&targetpath=course&urlpath=lab%2Ftree%2Fcourse%2Fnotebooks%2F01_margin.ipynb
    """
    said = {
        "repo": repository,
        "branch": branch,
        "targetpath": FOLDER,
        "urlpath": f"lab/tree/{FOLDER}/notebooks/{name}.ipynb",
    }
    query = "&".join(f"{key}={quote(value, safe='')}" for key, value in said.items())
    return f"{hub.rstrip('/')}/hub/user-redirect/git-pull?{query}"


def binder(repository: str, branch: str, name: str) -> str:
    """Return the link by which Binder opens a lesson; "" for a repository that is not on GitHub.

    >>> binder("https://github.com/me/lessons", "main", "01_margin")
    'https://mybinder.org/v2/gh/me/lessons/main?urlpath=lab/tree/notebooks/01_margin.ipynb'
    """
    host = "https://github.com/"
    if not repository.startswith(host):
        return ""
    place = repository.removeprefix(host).removesuffix(".git").strip("/")
    opened = f"lab/tree/notebooks/{name}.ipynb"
    return f"https://mybinder.org/v2/gh/{place}/{branch}?urlpath={opened}"


def table(hub: str, repository: str, branch: str = "main") -> str:
    """Return a line for each notebook of the course, with all its links."""
    lines = ["| lesson | as a page | as a notebook | without a hub |", "|---|---|---|---|"]
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        links = {
            "page": page(hub, path.stem),
            "notebook": notebook(hub, repository, branch, path.stem),
            "Binder": binder(repository, branch, path.stem),
        }
        cells = [f"[{name}]({link})" if link else "" for name, link in links.items()]
        lines.append(f"| {' | '.join([title(path), *cells])} |")
    return "\n".join(lines)


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    print(table(*sys.argv[1:]))
