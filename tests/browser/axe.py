"""axe-core, the checker of accessibility, fetched once by npm and kept in pytest's cache."""

from __future__ import annotations

import json
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

VERSION = "4.14.1"
NO_NPM = (
    "The accessibility check needs npm to fetch axe-core, and there is none on the PATH: "
    "on Debian and Ubuntu 'sudo apt-get install npm' installs it."
)
# What is not ours is JupyterLab's: only outputs and prose are looked at.
RUN = """async () => {
  const where = {include: [['.jp-OutputArea-output'], ['.jp-RenderedMarkdown']]};
  const found = await axe.run(where, {resultTypes: ['violations']});
  return found.violations.map(v => ({
    id: v.id, help: v.help, nodes: v.nodes.map(n => [n.html, n.failureSummary]),
  }));
}"""


def fetch(folder: Path) -> str:
    """Return the source of axe-core, from ``folder`` or through npm; raise ``LookupError``."""
    script = folder / f"axe-core-{VERSION}.js"
    if script.exists():
        return script.read_text(encoding="utf-8")
    npm = shutil.which("npm")
    if npm is None:
        raise LookupError(NO_NPM)
    folder.mkdir(parents=True, exist_ok=True)
    command = [npm, "pack", f"axe-core@{VERSION}", "--json", "--pack-destination", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder)
    if done.returncode:
        raise LookupError(f"npm could not fetch axe-core; its words:\n{done.stderr[-600:]}")
    archive = folder / json.loads(done.stdout)[0]["filename"]
    with tarfile.open(archive) as packed:
        member = packed.extractfile("package/axe.min.js")
        assert member is not None
        source = member.read().decode("utf-8")
    new = script.with_suffix(f".{id(source)}.new")  # two workers may fetch at once
    new.write_text(source, encoding="utf-8")
    new.replace(script)
    return source


def violations(page: Page, source: str) -> list[str]:
    """Return a line for each node that breaks a rule."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(source)
    found: list[dict[str, Any]] = page.evaluate(RUN)
    return [
        f"{rule['id']} ({rule['help']}): {html[:160]} {' '.join(summary.split())[:200]}"
        for rule in found
        for html, summary in rule["nodes"]
    ]
