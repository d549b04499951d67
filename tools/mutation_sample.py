"""Change one operation of the model at a time, and tell which changes no test notices.

    python tools/mutation_sample.py                        300 changes, drawn with seed 1
    python tools/mutation_sample.py --count 500 --seed 2   others, and more of them
    python tools/mutation_sample.py --into ../copy         keep the copy: the next run starts faster

mutmut makes the changes ("mutants"): ``+`` for ``-``, ``<`` for ``<=``, None for an argument, and
so on. ``[tool.mutmut]`` in pyproject.toml says in which modules, and which tests must notice.
Every mutant has the same chance to be drawn, so a module counts by its size.

Left out is a mutant that changes a text and nothing else: a string, None in place of a text, an
f-string, or the ``why`` of a message. What messages say is held by other checks, and its spelling
is no arithmetic. mutmut itself changes no code outside functions and none in properties.

It works in a copy of what git keeps, so nothing is left in the checkout. The exit code is 1 when
fewer than 95 of 100 mutants are caught.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MUTMUT = Path(sys.executable).with_name("mutmut")
GOAL = 0.95
CAUGHT = {"killed", "timeout", "segfault", "caught by type check"}
"""A mutant that never ends, or takes the interpreter with it, does not go unnoticed either."""
SMALL = "margin_lessons.debt.said.*"
"""A module with a handful of mutants: running it makes all of them, and learns who tests what."""


class WithoutTexts(ast.NodeTransformer):
    """Puts one text for all texts, so that two functions differ only in what they do."""

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        return ast.Constant("") if node.value is None or isinstance(node.value, str) else node

    def visit_JoinedStr(self, _: ast.JoinedStr) -> ast.Constant:
        return ast.Constant("")

    def visit_Call(self, node: ast.Call) -> ast.AST:
        node.keywords = [keyword for keyword in node.keywords if keyword.arg != "why"]
        return self.generic_visit(node)


def does(function: ast.FunctionDef) -> str:
    """Return what a function does, as text: without its name and without its messages."""
    plain = WithoutTexts().visit(function)
    return ast.dump(ast.Module([*plain.args.defaults, *plain.args.kw_defaults, *plain.body], []))


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """Yield the functions of a module and the methods of its classes."""
    for node in tree.body:
        inside = node.body if isinstance(node, ast.ClassDef) else [node]
        yield from (each for each in inside if isinstance(each, ast.FunctionDef))


def mutants_of(path: Path, copy: Path) -> list[str]:
    """Return the names of the mutants in a file that mutmut wrote, but for those of texts."""
    module = ".".join(path.relative_to(copy / "mutants").with_suffix("").parts)
    found = {node.name: does(node) for node in functions(ast.parse(path.read_text("utf-8")))}
    return [
        f"{module.removesuffix('.__init__')}.{name}"
        for name, done in found.items()
        if (parts := name.rpartition("__mutmut_"))[2].isdigit()
        and done != found[f"{parts[0]}__mutmut_orig"]
    ]


def drawn(copy: Path, count: int, seed: int) -> list[str]:
    """Return the sample: ``count`` mutants, each with the same chance, the same for a seed."""
    files = sorted((copy / "mutants" / "margin_lessons").rglob("*.py"))
    names = [name for path in files for name in mutants_of(path, copy)]
    print(f"{len(names)} mutants that are more than a text; {min(count, len(names))} drawn")
    return sorted(random.Random(seed).sample(names, min(count, len(names))))


def fill(copy: Path) -> None:
    """Copy what git keeps; a file that did not change keeps its date, so its mutants stand."""
    kept = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, stdout=subprocess.PIPE)
    for name in filter(None, kept.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)


def mutmut(copy: Path, *words: str) -> str:
    """Run mutmut in the copy and return what it printed; stop when it could not do it."""
    here = os.environ | {"HYPOTHESIS_PROFILE": "mutation", "PYTHONPATH": "", "MPLBACKEND": "agg"}
    done = subprocess.run(
        [MUTMUT, *words], cwd=copy, env=here, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    text = done.stdout.decode("utf-8", "replace")
    if done.returncode:
        sys.exit(f"mutmut {words[0]} failed:\n{text[-4_000:]}")
    return text


def report(copy: Path, sample: list[str]) -> float:
    """Print the share that was caught and each survivor's difference; return the share."""
    lines = mutmut(copy, "results", "--all", "true").splitlines()
    status = dict(line.strip().rsplit(": ", 1) for line in lines if ": " in line)
    alive = [name for name in sample if status[name] not in CAUGHT]
    for name in alive:
        print(f"\n{mutmut(copy, 'show', name).strip()}")
    share = 1 - len(alive) / len(sample)
    print(f"\n{len(sample) - len(alive)} of {len(sample)} mutants caught: {share:.1%}")
    return share


def main() -> int:
    parser = argparse.ArgumentParser(description="Which changes of the model does no test notice?")
    parser.add_argument("--count", type=int, default=300, help="how many mutants (300)")
    parser.add_argument("--seed", type=int, default=1, help="which mutants (1)")
    parser.add_argument("--into", type=Path, help="a folder for the copy, which is then kept")
    parser.add_argument("--max-children", type=int, default=1, help="how many at a time (1)")
    wants = parser.parse_args()
    if not MUTMUT.exists():
        sys.exit("mutmut is not installed here: pip install -e .[test,mutation]")
    with tempfile.TemporaryDirectory() as folder:
        copy = wants.into or Path(folder)
        fill(copy)
        children = ("--max-children", str(wants.max_children))
        mutmut(copy, "run", *children, SMALL)
        sample = drawn(copy, wants.count, wants.seed)
        mutmut(copy, "run", *children, *sample)
        return 0 if report(copy, sample) >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
