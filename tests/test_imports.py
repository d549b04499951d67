"""The house rules that a reader can rely on, read off the source and not off a running program.

Imports go one way: the domain knows numpy and the standard library, ``scenes`` the domain,
``figures`` adds matplotlib, ``panels`` adds anywidget, ``lessons`` composes, ``web`` makes pages of
it, and a notebook imports ``lessons`` only. So the model can be read, tested and reused without a
picture, and a picture without a widget.
"""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "margin_lessons"
MODULES = sorted((ROOT / PACKAGE).rglob("*.py"))
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))

LAYERS = ("domain", "scenes", "figures", "panels", "lessons", "web")
"""From the bottom up. What is not in a folder of another layer is domain, a new module too."""

ADDS = {
    "domain": {"numpy"},
    "scenes": set(),
    "figures": {"matplotlib"},
    "panels": {"ipywidgets", "anywidget", "traitlets", "IPython"},
    "lessons": set(),
    "web": {"mistune", "latex2mathml", "comm", "nbformat", "jupyter_server", "tornado"},
}
"""The packages a layer may use beyond those of the layers below it."""

MODULE_LINES, FUNCTION_LINES = 250, 40


def path_id(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def dotted(path: Path) -> str:
    """Return the name a module is imported by."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


NAMES = {dotted(path): path for path in MODULES}


def layer(name: str) -> str:
    """Return the layer of a module of the package."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in LAYERS else "domain"


def base_of(node: ast.ImportFrom, path: Path) -> str:
    """Return the absolute name of the module after ``from``."""
    if not node.level:
        return node.module or ""
    package = list(path.relative_to(ROOT).parent.parts)
    above = package[: len(package) - node.level + 1]
    return ".".join([*above, *([node.module] if node.module else [])])


def imported(path: Path) -> Iterator[str]:
    """Yield every module a file imports, at its top or inside a function."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = base_of(node, path)
            # ``from package import module`` imports the module, not only the package.
            inner = [f"{base}.{alias.name}" for alias in node.names]
            yield from {name if name in NAMES else base for name in inner}


def allowed_packages(name: str) -> set[str]:
    below = LAYERS[: LAYERS.index(layer(name)) + 1]
    return set().union(*(ADDS[each] for each in below))


@pytest.mark.parametrize("path", MODULES, ids=path_id)
def test_a_module_imports_only_what_its_layer_may(path: Path) -> None:
    name = dotted(path)
    for target in imported(path):
        top = target.partition(".")[0]
        if top == PACKAGE:
            assert target in NAMES, f"{target} does not exist"
            higher = LAYERS.index(layer(target)) > LAYERS.index(layer(name))
            assert not higher, f"{name} ({layer(name)}) imports {target} ({layer(target)})"
        elif top not in sys.stdlib_module_names:
            assert top in allowed_packages(name), f"{name} ({layer(name)}) imports {top}"


def test_no_module_imports_itself_in_a_circle() -> None:
    inside = {
        name: {target for target in imported(path) if target in NAMES} - {name}
        for name, path in NAMES.items()
    }
    order = list(TopologicalSorter(inside).static_order())  # raises CycleError, with the circle
    assert set(order) == set(NAMES)


@pytest.mark.parametrize("path", MODULES, ids=path_id)
def test_no_global_and_no_star(path: Path) -> None:
    for node in ast.walk(tree(path)):
        assert not isinstance(node, ast.Global), f"line {node.lineno}: global {node.names}"
        if isinstance(node, ast.ImportFrom):
            assert all(alias.name != "*" for alias in node.names), f"line {node.lineno}: import *"


@pytest.mark.parametrize("path", MODULES, ids=path_id)
def test_a_module_is_short(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= MODULE_LINES, f"{lines} lines: one idea a file"


@pytest.mark.parametrize("path", MODULES, ids=path_id)
def test_every_function_is_short(path: Path) -> None:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = node.end_lineno - node.lineno + 1
            assert lines <= FUNCTION_LINES, f"{node.name}, line {node.lineno}: {lines} lines"


# ---- Names ---------------------------------------------------------------------------------------

PATTERN = {"scene", "picture", "numbers"}
"""What every scene, figure and lesson calls the one thing that it is there for."""


def named() -> Iterator[tuple[str, str]]:
    """Yield each public class and function of the package, and each module, with its place.

    The figure of a scene is called like it, and so are not two modules.
    """
    for name, path in NAMES.items():
        pair = layer(name) == "figures" and (path.parents[1] / "scenes" / path.name).exists()
        if path.stem != "__init__" and not pair:
            yield f"module {path.stem}", path_id(path)
        for node in tree(path).body:
            kinds = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
            public = isinstance(node, kinds) and not node.name.startswith("_")
            if public and node.name not in PATTERN:
                yield node.name, path_id(path)


def twice(found: Iterator[tuple[str, str]]) -> dict[str, list[str]]:
    """Return the names that stand in more than one place."""
    places: dict[str, list[str]] = {}
    for name, place in found:
        places.setdefault(name, []).append(place)
    return {name: where for name, where in places.items() if len(where) > 1}


def test_a_name_has_one_meaning() -> None:
    found = twice(named())
    assert not found, "\n".join(f"{name}: {', '.join(where)}" for name, where in found.items())


# ---- Notebooks -----------------------------------------------------------------------------------


def notebook_code(path: Path) -> Iterator[str]:
    """Yield the code cells of a notebook, without the lines that are not Python."""
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            lines = "".join(cell["source"]).splitlines()
            yield "\n".join(line for line in lines if not line.lstrip().startswith(("%", "!", "?")))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=path_id)
def test_a_notebook_imports_the_lessons_and_nothing_deeper(path: Path) -> None:
    for code in notebook_code(path):
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
                assert all(alias.name != "*" for alias in node.names), "import *"
            else:
                continue
            for name in names:
                assert f"{name}.".startswith(f"{PACKAGE}.lessons."), f"imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=path_id)
def test_no_module_takes_what_another_keeps_to_itself(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module != "__future__":
            own = [alias.name for alias in node.names if alias.name.startswith("_")]
            assert not own, f"{path}:{node.lineno} imports {own} from {node.module}"


# ---- The checks can fail -------------------------------------------------------------------------


def test_the_layers_are_told_apart() -> None:
    assert [layer(f"{PACKAGE}{rest}") for rest in ("", ".venue", ".market.board")] == ["domain"] * 3
    assert [layer(f"{PACKAGE}.{name}.x") for name in LAYERS[1:]] == list(LAYERS[1:])
    assert allowed_packages(f"{PACKAGE}.venue") == {"numpy"}
    assert "matplotlib" in allowed_packages(f"{PACKAGE}.panels.x")
    assert "ipywidgets" not in allowed_packages(f"{PACKAGE}.figures.x")


def test_a_name_that_stands_twice_is_seen() -> None:
    found = [("Line", "a.py"), ("Line", "b.py"), ("module bars", "a/bars.py"), ("cut", "b.py")]
    assert twice(iter(found)) == {"Line": ["a.py", "b.py"]}
    names = dict(named())
    assert names["Account"] == "margin_lessons/account.py"
    assert names["module account"] == "margin_lessons/account.py"


def test_every_way_to_import_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / PACKAGE / "figures"
    folder.mkdir(parents=True)
    source = folder / "sketch.py"
    source.write_text(
        "import os.path\nfrom . import gauge\nfrom ..venue import Venue\n"
        f"from {PACKAGE} import venue\ndef f():\n    import numpy.linalg as la\n"
    )
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    known = {f"{PACKAGE}.venue": source, f"{PACKAGE}.figures.gauge": source}
    monkeypatch.setitem(globals(), "NAMES", known)
    assert set(imported(source)) == {"os.path", "numpy.linalg", *known}
