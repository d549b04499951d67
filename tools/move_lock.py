"""Move the lock: locks/lab.txt and locks/test.txt, from which ``python run.py`` installs.

    python tools/move_lock.py           to the newest versions that pyproject.toml allows
    python tools/move_lock.py --keep    only what a change of pyproject.toml makes necessary

It needs uv (``pip install uv``) and the network. For each package the lock has one version for
each Python and system, with the hashes of its files, and no address: the form that pip and uv both
read. (The standard ``pylock.toml`` must name the address of each file.) ``lab.txt`` is what the
lessons need and what builds the course; ``test.txt`` begins with it and adds what the checks need.

At the end each system and Python is asked for: for a package of which one has no ready-made file,
``HELD`` names the last version that had.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LAB, TEST = ROOT / "locks" / "lab.txt", ROOT / "locks" / "test.txt"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
SYSTEMS = {
    "Linux": "x86_64-unknown-linux-gnu",
    "Linux on ARM": "aarch64-unknown-linux-gnu",
    "macOS": "aarch64-apple-darwin",
    "macOS on Intel": "x86_64-apple-darwin",
    "Windows": "x86_64-pc-windows-msvc",
}
HELD = (
    "argon2-cffi-bindings<26",  # from 26.2 on it has no file for macOS on Intel
    "jsonschema<4.25",  # from then on it builds a grammar at each start of a server, 2.6 s long
)
HEAD = "# Made by tools/move_lock.py; do not edit.\n"


class NotMoved(Exception):
    """Why the lock stays where it is."""


def compiled(uv: list[str], folder: Path, *options: str, **texts: str) -> str:
    """Return what uv writes for some options; a text is put into a file, for an option's name."""
    out = folder / "out.txt"
    command = [*uv, "pip", "compile", "--quiet", "--no-header", *options, "--output-file", str(out)]
    for name, text in texts.items():
        path = folder / f"{name}.in"
        path.write_text(text, encoding="utf-8")
        command += [f"--{name}", str(path)] if name != "also" else [str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise NotMoved(f"uv could not choose versions:\n{done.stderr.strip()}")
    found = out.read_text(encoding="utf-8")
    out.unlink()
    return found


def blocks(text: str) -> list[str]:
    """Return the packages of a lock, each with its hashes.

    Nothing is locked for a browser, which has packages of its own: its marker goes without saying.
    """
    said = re.sub(r" (?:;|and) sys_platform != 'emscripten'(?= \\$)", "", text, flags=re.MULTILINE)
    return re.findall(r"^[a-z0-9].*\n(?:    .*\n)*", said, flags=re.MULTILINE)


def pins(packages: list[str]) -> str:
    """Return the versions alone."""
    return "".join(package.split("\n")[0].removesuffix(" \\") + "\n" for package in packages)


def chosen(uv: list[str], folder: Path, kept: str) -> tuple[list[str], list[str]]:
    """Return the packages of the lessons, and those that the checks add."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    builds = "\n".join(project["build-system"]["requires"])
    common = ["--universal", "--generate-hashes", "--no-annotate", "--python-version", PYTHONS[0]]
    common += ["pyproject.toml", "--extra", "lab"]
    held = "\n".join(HELD)
    if kept:  # uv keeps the versions that it finds where it is to write
        (folder / "out.txt").write_text(kept, encoding="utf-8")
    every = blocks(compiled(uv, folder, *common, "--extra", "test", also=builds, constraints=held))
    lab = blocks(compiled(uv, folder, *common, also=builds, constraints=pins(every)))
    # As the checks have them: what they want too may be wanted on more systems.
    names = set(map(name_of, lab))
    return [p for p in every if name_of(p) in names], [p for p in every if name_of(p) not in names]


def name_of(package: str) -> str:
    """Return the name of a package, without its version."""
    return package.partition("==")[0]


def without_file(uv: list[str], folder: Path, packages: list[str]) -> list[str]:
    """Return what uv says of each system and Python that lacks a ready-made file."""
    found = []
    for system, name in SYSTEMS.items():
        for python in PYTHONS:
            asked = ["--no-deps", "--only-binary", ":all:", "--python-platform", name]
            try:
                compiled(uv, folder, *asked, "--python-version", python, also=pins(packages))
            except NotMoved as why:
                found.append(f"{system}, Python {python}: {why}")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--keep", action="store_true", help="change what must be changed alone")
    options = parser.parse_args()
    uv = shutil.which("uv")
    command = [uv] if uv else [sys.executable, "-m", "uv"]
    before = "".join(path.read_text(encoding="utf-8") for path in (LAB, TEST) if path.exists())
    kept = "".join(blocks(before)) if options.keep else ""
    try:
        with tempfile.TemporaryDirectory(prefix="lock-") as folder:
            lab, test = chosen(command, Path(folder), kept)
            missing = without_file(command, Path(folder), lab + test)
        if missing:
            raise NotMoved("\n".join(missing))
    except NotMoved as why:
        print(why, file=sys.stderr)
        return 1
    LAB.parent.mkdir(exist_ok=True)
    LAB.write_text(HEAD + "".join(lab), encoding="utf-8", newline="\n")
    TEST.write_text(HEAD + "-r lab.txt\n" + "".join(test), encoding="utf-8", newline="\n")
    old = set(pins(blocks(before)).splitlines())
    new = set(pins(lab + test).splitlines())
    print("\n".join([*(f"- {line}" for line in sorted(old - new)),
                     *(f"+ {line}" for line in sorted(new - old))]))  # fmt: skip
    print(f"{len(lab)} packages for the lessons, {len(test)} more for the checks")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
