"""The site is built from the stored notebooks: its pages, its lists, and what it refuses.

Small stand-ins take the place of Pyodide, so that no network and no browser is needed.
"""

from __future__ import annotations

import compileall
import hashlib
import importlib
import json
import re
import shutil
import sys
import zipfile
from base64 import b64decode
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from margin_lessons.panels import own_numbers, progress
from setup_venv import Problem

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("build_site", "get_pyodide", "site_compiled", "site_lab", "site_packages")
LOADED = re.compile(r"(?:href|src)=\"([^\"#]*)")


@pytest.fixture(scope="module")
def tools() -> Iterator[dict[str, ModuleType]]:
    """Give the scripts by name, and leave nothing of them behind."""
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        yield {name: importlib.import_module(name) for name in NAMES}
    finally:
        sys.path.remove(str(ROOT / "tools"))
        for name in NAMES:
            sys.modules.pop(name, None)


@pytest.fixture(scope="module")
def pieces(tools: dict[str, ModuleType], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of stand-ins with the names of the pinned files."""
    folder = tmp_path_factory.mktemp("pieces")
    packages = tools["get_pyodide"].pinned_packages().values()
    pure = [f"{name.replace('-', '_')}-1-py3-none-any.whl" for name in packages]
    for name in [*tools["get_pyodide"].PINS["sha256"], *pure]:
        if name.endswith((".whl", ".zip")):
            with zipfile.ZipFile(folder / name, "w") as packed:
                packed.writestr(f"{name.split('-')[0]}/__init__.py", "")
        else:
            (folder / name).write_text('{"info": {"python": "3.14.0"}}', encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def built(
    tools: dict[str, ModuleType], pieces: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Return a site made of the real notebooks and the stand-ins."""
    site = tmp_path_factory.mktemp("built") / "site"
    tools["build_site"].build(site, str(pieces))
    return site


def lock(site: Path) -> dict[str, Any]:
    return json.loads((site / "pyodide" / "pyodide-lock.json").read_text(encoding="utf-8"))


def page_data(page: str) -> dict[str, Any]:
    (text,) = re.findall(r'<script type="application/json" id="page-data">(.*?)</script>', page)
    return json.loads(text)


def test_each_notebook_and_each_document_has_a_page(built: Path) -> None:
    stems = [path.stem for path in [*ROOT.glob("notebooks/*.ipynb"), *ROOT.glob("docs/*.md")]]
    assert len(stems) > 14
    assert {path.stem for path in built.glob("*.html")} == {"index", *stems}
    assert (built / ".nojekyll").exists()


def test_every_address_in_a_page_is_relative_and_there(built: Path) -> None:
    for path in built.glob("*.html"):
        for address in LOADED.findall(path.read_text(encoding="utf-8")):
            if not address.startswith(("https://", "mailto:", "data:")):
                assert not address.startswith("/")
                assert not address or (built / address).is_file(), f"{path.name}: {address}"


def test_nothing_is_loaded_from_another_host(built: Path) -> None:
    found: list[str] = []

    class Loads(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            asks = {"link": "href", "script": "src", "img": "src", "iframe": "src", "source": "src"}
            told = dict(attrs).get(asks.get(tag, ""))
            found.extend([told] if told else [])

    for path in built.glob("*.html"):
        loads = Loads()
        loads.feed(path.read_text(encoding="utf-8"))
    assert found
    assert not [told for told in found if told.startswith(("http", "//"))]


def test_the_list_of_packages_has_their_true_digests(built: Path) -> None:
    entries = lock(built)["packages"]
    for entry in entries.values():
        data = (built / "pyodide" / entry["file_name"]).read_bytes()
        assert entry["sha256"] == hashlib.sha256(data).hexdigest()
    own = entries["margin-lessons"]
    assert {"numpy", "matplotlib", "pillow", "comm"} <= set(own["depends"]) < set(entries)
    assert own["imports"] == ["margin_lessons"]
    assert "micropip" not in entries  # which JupyterLite alone asks for


def test_the_wheel_has_the_package_and_no_notebook(built: Path) -> None:
    (wheel,) = (built / "pyodide").glob("margin_lessons-*.whl")
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
        record = packed.read(next(name for name in names if name.endswith("RECORD"))).decode()
        assert packed.testzip() is None
    assert {line.split(",")[0] for line in record.splitlines()} == set(names)
    there = {f"margin_lessons/{name}" for name in ("account.py", "web/in_page.py")}
    assert there | {"margin_lessons/panels/static/link.js"} <= set(names)
    assert not [name for name in names if name.endswith((".ipynb", ".pyc"))]
    assert "margin_lessons/web/server.py" not in names
    licences = {Path(name).name for name in names if ".dist-info/licenses/" in name}
    assert licences == {path.name for path in ROOT.glob("LICENSE*")}
    samples = {path.name for path in (ROOT / "margin_lessons/history/samples").iterdir()}
    assert samples <= {Path(name).name for name in names} | {"__init__.py", "__pycache__"}


def test_the_same_input_gives_the_same_bytes(
    tools: dict[str, ModuleType], built: Path, pieces: Path
) -> None:
    def files(site: Path) -> dict[str, bytes]:
        paths = [path for path in site.rglob("*") if path.is_file()]
        return {path.relative_to(site).as_posix(): path.read_bytes() for path in paths}

    before = files(built)
    (built / "left over.html").touch()
    tools["build_site"].build(built, str(pieces))
    assert files(built) == before
    assert len(list(built.parent.iterdir())) == 1


def test_the_small_site_names_the_other_origin_and_every_digest(
    tools: dict[str, ModuleType], pieces: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def get(folder: Path) -> None:
        folder.mkdir()
        for path in pieces.iterdir():
            (folder / path.name).write_bytes(path.read_bytes())

    monkeypatch.setattr(tools["build_site"], "get", get)
    address = "https://host.example/pyodide/"
    tools["build_site"].build(tmp_path / "site", address)
    entries = lock(tmp_path / "site")["packages"]
    elsewhere = {name for name, entry in entries.items() if entry["file_name"].startswith(address)}
    assert elsewhere == {"numpy", "matplotlib", "pillow", "kiwisolver", "contourpy"}
    pins = tools["get_pyodide"].PINS["sha256"]
    assert not {path.name for path in (tmp_path / "site" / "pyodide").iterdir()} & (
        pins.keys() - {"pyodide-lock.json"}
    )
    data = page_data((tmp_path / "site" / "01_margin.html").read_text(encoding="utf-8"))
    assert data["pyodide"] == address
    assert data["lock"] == "pyodide/pyodide-lock.json"
    digests = {
        name: b64decode(told.removeprefix("sha256-")).hex()
        for name, told in data["integrity"].items()
    }
    core = {"pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip"}
    assert digests == {name: pins[name] for name in core}


def test_a_folder_that_is_not_ours_stays(tools: dict[str, ModuleType], tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("my own", encoding="utf-8")
    with pytest.raises(Problem, match="no site of the course"):
        tools["build_site"].build(tmp_path)
    with pytest.raises(Problem, match="is a file"):
        tools["build_site"].build(tmp_path / "thesis.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize(
    ("pyodide", "lite", "why"),
    [
        ("http://host.example/pyodide/", False, "begins with https://"),
        ("https://host.example/pyodide", False, "ends with '/'"),
        ("https://host.example/pyodide/", True, "leave --lite away"),
        ("no such folder", False, "has no pyodide.mjs"),
    ],
)
def test_what_cannot_be_built_is_told_in_a_sentence(
    pyodide: str, lite: bool, why: str, tools: dict[str, ModuleType], tmp_path: Path
) -> None:
    site = tmp_path / "site"
    with pytest.raises(Problem, match=re.escape(why)):
        tools["build_site"].build(site, pyodide, lite=lite)
    assert not list(tmp_path.iterdir())


def test_a_folder_without_a_package_is_refused_by_its_name(
    tools: dict[str, ModuleType], pieces: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lacking = tmp_path / "lacking"
    lacking.mkdir()
    for path in pieces.iterdir():
        if not path.name.startswith(("comm-", "jedi-")):
            (lacking / path.name).write_bytes(path.read_bytes())
    words = [str(tmp_path / "site"), "--pyodide", str(lacking)]
    assert tools["build_site"].main(words) == 1
    assert f"{lacking} has no comm-*.whl, which Pyodide" in capsys.readouterr().err
    (lacking / "comm-1-py3-none-any.whl").write_bytes(b"")
    assert tools["site_packages"].missing(lacking, lite=False) == []
    assert tools["site_packages"].missing(lacking, lite=True) == ["jedi-*.whl"]


def test_a_place_that_cannot_be_written_is_told_in_a_sentence(
    tools: dict[str, ModuleType], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    assert tools["build_site"].main([str(tmp_path / "file" / "site"), "--pyodide", "none"]) == 1
    assert "could not be written" in capsys.readouterr().err


def test_a_notebook_for_jupyterlite_has_whole_texts(tools: dict[str, ModuleType]) -> None:
    path = ROOT / "notebooks" / "04_gaps_and_slippage.ipynb"
    stored = json.loads(path.read_text(encoding="utf-8"))
    lines = [output["data"]["text/plain"] for cell in stored["cells"] for output in outputs(cell)]
    changed = tools["site_lab"].in_lite(stored)
    texts = [output["data"]["text/plain"] for cell in changed["cells"] for output in outputs(cell)]
    assert any(isinstance(line, list) for line in lines)
    assert texts == ["".join(line) for line in lines]
    assert not [cell for cell in changed["cells"] if "../docs/" in cell["source"]]


def outputs(cell: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in cell.get("outputs", []) if "text/plain" in one.get("data", {})]


def test_a_page_of_the_site_names_the_files_of_the_learner(built: Path) -> None:
    data = page_data((built / "02_margin_calls.html").read_text(encoding="utf-8"))
    assert data["files"] == [progress.FILE_NAME, own_numbers.FILE_NAME]
    assert (data["kernel"], data["pyodide"]) == ("browser", "pyodide/")


# ---- Pyodide, got ------------------------------------------------------------


def pinned(tools: dict[str, ModuleType], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Return the script that gets Pyodide, with one pinned file, and nothing to be had anywhere."""
    get = tools["get_pyodide"]
    monkeypatch.setitem(get.PINS, "sha256", {"a.zip": hashlib.sha256(b"true").hexdigest()})
    monkeypatch.setattr(get, "user_cache", lambda: tmp_path / "cache")
    monkeypatch.setattr(get, "_get_packages", lambda folder: None)
    for source in ("_released", "_carried"):
        monkeypatch.setattr(get, source, lambda name: None)
    monkeypatch.delenv(get.NAMED, raising=False)
    return get


def test_packages_are_taken_by_their_digests_alone(
    tools: dict[str, ModuleType], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    get, asked = tools["get_pyodide"], []
    for name in ("cache", "got"):
        (tmp_path / name).mkdir()

    def pip(*words: str, into: Path) -> None:
        asked.extend(words)
        for name in ("true", "false"):
            (into / f"{name}-1-py3-none-any.whl").write_bytes(name.encode())

    monkeypatch.setattr(get, "user_cache", lambda: tmp_path / "cache")
    monkeypatch.setattr(get, "pinned_packages", lambda: {hashlib.sha256(b"true").hexdigest(): "a"})
    monkeypatch.setattr(get, "_pip", pip)
    get._get_packages(tmp_path / "got")
    assert [path.read_bytes() for path in (tmp_path / "got").iterdir()] == [b"true"]
    assert "--require-hashes" in asked


def test_a_file_with_another_digest_is_not_taken(
    tools: dict[str, ModuleType], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    get = pinned(tools, monkeypatch, tmp_path)
    monkeypatch.setattr(get, "_released", lambda name: b"false")
    with pytest.raises(Problem, match=r"a\.zip of Pyodide .* was found nowhere"):
        get.get(tmp_path / "got")
    monkeypatch.setattr(get, "_carried", lambda name: b"true")
    get.get(tmp_path / "got")
    assert (tmp_path / "got" / "a.zip").read_bytes() == b"true"


def test_what_was_got_once_is_kept(
    tools: dict[str, ModuleType], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    get = pinned(tools, monkeypatch, tmp_path)
    (tmp_path / "named").mkdir()
    (tmp_path / "named" / "a.zip").write_bytes(b"true")
    monkeypatch.setenv(get.NAMED, str(tmp_path / "named"))
    get.get(tmp_path / "one")
    monkeypatch.delenv(get.NAMED)
    get.get(tmp_path / "two")
    assert (tmp_path / "two" / "a.zip").read_bytes() == b"true"
    (tmp_path / "cache" / "a.zip").write_bytes(b"bent")
    with pytest.raises(Problem, match="connect to the internet"):
        get.get(tmp_path / "three")


def test_a_named_folder_must_be_one(
    tools: dict[str, ModuleType], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    get = pinned(tools, monkeypatch, tmp_path)
    monkeypatch.setenv(get.NAMED, str(tmp_path / "nowhere"))
    with pytest.raises(Problem, match="which is no folder"):
        get.get(tmp_path / "got")


def test_every_package_of_the_pages_has_its_version_and_digest(
    tools: dict[str, ModuleType],
) -> None:
    text = (ROOT / "tools" / "page_packages.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert len(tools["get_pyodide"].pinned_packages()) == len(lines) >= 20


# ---- Compiled modules --------------------------------------------------------


def wheel_of(tools: dict[str, ModuleType], path: Path) -> Path:
    files = {
        "a/__init__.py": b"x = 1\n",
        "a/broken.py": b"x = = 1\n",
        "a/tests/b.py": b"",
        "a/c.json": b"{}",
        "pygments/lexers/cobol.py": b"",
        "a-1.dist-info/RECORD": b"a/__init__.py,,",
    }
    tools["site_packages"].write_archive(path, files)
    return path


def compile_here(_: Path, folder: Path) -> str:
    """Compile with the Python that runs the tests, in place of Pyodide's."""
    compileall.compile_dir(folder, quiet=2, legacy=True, stripdir=str(folder))
    return ""


def test_compiled_modules_take_the_place_of_sources_and_are_kept(
    tools: dict[str, ModuleType], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    compiled = tools["site_compiled"]
    monkeypatch.setattr(compiled, "user_cache", lambda: tmp_path / "cache")
    monkeypatch.setattr(compiled, "_compile", compile_here)
    one = wheel_of(tools, tmp_path / "a-1-py3-none-any.whl")
    two = shutil.copy(one, tmp_path / "two.whl")
    assert compiled.compile_archives(tmp_path, [one]) == ""
    with zipfile.ZipFile(one) as packed:
        names = packed.namelist()
        record = packed.read("a-1.dist-info/RECORD").decode()
    # What cannot be compiled stays a source.
    assert names == ["a-1.dist-info/RECORD", "a/__init__.pyc", "a/broken.py", "a/c.json"]
    assert sorted(line.split(",")[0] for line in record.splitlines()) == names
    assert tools["site_packages"]._entry(one)["imports"] == ["a"]
    # The same archive is not compiled a second time.
    monkeypatch.setattr(compiled, "_compile", lambda *_: "it was tried again")
    assert compiled.compile_archives(tmp_path, [Path(two)]) == ""
    assert Path(two).read_bytes() == one.read_bytes()


def test_without_node_all_stays_as_it_is_and_a_sentence_says_so(
    tools: dict[str, ModuleType], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    compiled = tools["site_compiled"]
    monkeypatch.setattr(compiled, "user_cache", lambda: tmp_path / "cache")
    monkeypatch.setattr(compiled, "node", lambda: "")
    wheel = wheel_of(tools, tmp_path / "a-1-py3-none-any.whl")
    before = wheel.read_bytes()
    said = compiled.compile_archives(tmp_path, [wheel])
    assert said.startswith("The pages start a few seconds slower")
    assert said.endswith(
        "there is no Node: install it, or Playwright for Python, which brings one."
    )
    assert wheel.read_bytes() == before


def test_the_node_of_playwright_serves_where_there_is_no_other(
    tools: dict[str, ModuleType], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tools["site_compiled"].shutil, "which", lambda _: None)
    assert Path(tools["site_compiled"].node()).parent.name == "driver"


# ---- The workflow ------------------------------------------------------------


def test_the_workflow_tries_the_site_before_it_publishes_it() -> None:
    path = ROOT / ".github" / "workflows" / "site.yml"
    jobs = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]
    runs = [step.get("run", "") for step in jobs["build"]["steps"]]
    scripts = [word for run in runs for word in run.split() if word.endswith(".py")]
    assert [script for script in scripts if not (ROOT / script).is_file()] == []
    assert any("build_site.py _site --lite" in run for run in runs)
    assert any("lite_lessons.py _site" in run for run in runs)
    assert jobs["build"]["steps"][-1]["with"]["path"] == "_site"
    assert jobs["publish"]["needs"] == "build"
    assert jobs["publish"]["permissions"] == {"pages": "write", "id-token": "write"}
