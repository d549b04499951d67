"""Whatever lies in the place of the progress file, or happens to it: nothing is lost or harmed."""

from __future__ import annotations

import errno
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from cases import cases
from hypothesis import given
from hypothesis import strategies as st

from margin_lessons.panels import progress, safe_file
from margin_lessons.panels.progress_record import merged, parse, write

TRIED = {"tries": 2, "passed": False}
POSIX = os.name != "nt"


def names(folder: Path) -> set[str]:
    """Return all that lies in a folder, what is hidden too."""
    return {path.name for path in folder.iterdir()}


def saved_tries() -> int:
    entry = progress.entry("01", "quiz", "warning")
    assert entry is not None
    return entry["tries"]


# ---- Damaged contents ----------------------------------------------------------


def around(entry: str, kind: str = "quiz") -> bytes:
    """Return a file that is whole but for one entry."""
    return f'{{"format": 1, "lessons": {{"01": {{"{kind}": {{"x": {entry}}}}}}}}}'.encode()


def guess(value: str = "1", confidence: str = '"guess"', more: str = "") -> bytes:
    entry = f'{{"value": {value}, "confidence": {confidence}, "outcome": 1.0{more}}}'
    return around(entry, "predictions")


WHOLE = guess(more=', "said": "größer"')
DAMAGED = {
    "empty": b"",
    "a blank": b" \n",
    "zero bytes, as a power cut leaves them": bytes(300),
    "cut off": b'{"format": 1, "lessons": {"01": {"quiz"',
    "cut in a letter": WHOLE[: WHOLE.index("ö".encode()) + 1],
    "the end twice": WHOLE + b"}}",
    "itself twice": WHOLE + WHOLE,
    "a merge conflict": b"<<<<<<< mine\n" + WHOLE + b"\n=======\n" + WHOLE,
    "not text": b"\xff\xfe\x00\x01",
    "latin-1": WHOLE.decode().encode("latin-1"),
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(40),
    "a page": b"<!DOCTYPE html><html></html>",
    "single quotes": b"{'format': 1, 'lessons': {}}",
    "a comma too many": b'{"format": 1, "lessons": {},}',
    "a comment": b'{"format": 1, /* mine */ "lessons": {}}',
    "a mark alone": b"\xef\xbb\xbf",
    "two marks": b"\xef\xbb\xbf\xef\xbb\xbf" + WHOLE,
    "a list": b"[]",
    "a number": b"3",
    "a text": b'"format"',
    "null": b"null",
    "true": b"true",
    "an empty mapping": b"{}",
    "no lessons": b'{"format": 1}',
    "no format": b'{"lessons": {}}',
    "a later format": b'{"format": 2, "lessons": {}}',
    "a format in words": b'{"format": "1", "lessons": {}}',
    "a format that is true": b'{"format": true, "lessons": {}}',
    "lessons is a list": b'{"format": 1, "lessons": []}',
    "lessons is null": b'{"format": 1, "lessons": null}',
    "a lesson is a text": b'{"format": 1, "lessons": {"01": "done"}}',
    "a lesson is null": b'{"format": 1, "lessons": {"01": null}}',
    "a kind is a list": b'{"format": 1, "lessons": {"01": {"quiz": []}}}',
    "an unknown kind is a list": b'{"format": 1, "lessons": {"01": {"runs": [1]}}}',
    "an entry is a number": around("3"),
    "an entry is null": around("null"),
    "an entry is empty": around("{}"),
    "tries in words": around('{"tries": "two", "passed": true}'),
    "tries that are true": around('{"tries": true, "passed": true}'),
    "half a try": around('{"tries": 1.5, "passed": true}'),
    "passed in words": around('{"tries": 1, "passed": "yes"}'),
    "passed as a number": around('{"tries": 1, "passed": 1}'),
    "tries of 400 digits": around(f'{{"tries": {"9" * 400}, "passed": true}}'),
    "a prediction in words": guess('"a lot"'),
    "a prediction that is true": guess("true"),
    "a prediction that is null": guess("null"),
    "a confidence as a number": guess(confidence="1"),
    "no outcome": around('{"value": 1, "confidence": "guess"}', "predictions"),
    "nan": guess("NaN"),
    "infinity": guess("-Infinity"),
    "beyond a float": guess("1e309"),
    "far below a float": guess("-1e309"),
    "400 digits": guess("1" * 400),
    "5,000 digits": guess("1" * 5_000),
    "a huge power": guess("1e999999999"),
    "beyond a float where nobody looks": b'{"format": 1, "lessons": {}, "x": [1e309]}',
    "400 digits where nobody looks": b'{"format": 1, "lessons": {}, "x": ' + b"1" * 400 + b"}",
    "100,000 lists in one another": b'{"format": 1, "lessons": {}, "x": '
    + b"[" * 100_000
    + b"]" * 100_000
    + b"}",
    "100,000 mappings in one another": b'{"x": ' * 100_000 + b"1" + b"}" * 100_000,
    "900 levels, which can be read and not be written": b'{"format": 1, "lessons": {}, "x": '
    + b"[" * 900
    + b"]" * 900
    + b"}",
    "an endless opening": b"[" * 1_000_000,
    "a mission met in words": around('{"passed": "yes"}', "missions"),
    "a mission met as a number": around('{"passed": 1}', "missions"),
    "a second case in words": around(
        '{"value": "a lot", "confidence": "certain", "outcome": 1.0}', "second cases"
    ),
    "a second case's later one is a number": around(
        '{"value": 1, "confidence": "certain", "outcome": 1.0, "later": [3]}', "second cases"
    ),
    "later is a text": guess(more=', "later": "none"'),
    "a later one is a number": guess(more=', "later": [3]'),
    "a later one in words": guess(more=', "later": [{"value": "x"}]'),
    "larger than any": b'{"format": 1, "lessons": {}, "x": "' + b"x" * safe_file.LARGEST + b'"}',
}


def test_there_are_sixty_and_what_they_are_made_from_is_whole() -> None:
    assert len(DAMAGED) >= 60
    assert parse(WHOLE) is not None
    assert parse(around('{"tries": 2, "passed": true}')) is not None


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_kept_aside_and_reported(progress_file: Path, content: bytes) -> None:
    progress_file.write_bytes(content)
    assert progress.read() == {"format": 1, "lessons": {}}
    assert progress.entry("01", "quiz", "warning") is None
    assert "is damaged" in progress.reset("01")
    assert progress_file.read_bytes() == content
    note = progress.record("01", "quiz", "warning", TRIED)
    (kept,) = names(progress_file.parent) - {progress_file.name}
    assert (progress_file.parent / kept).read_bytes() == content
    assert note == f"Your progress file was damaged; it is kept as {kept}, a new one begins."
    assert saved_tries() == 2
    # It is said once.
    assert progress.record("01", "quiz", "warning", TRIED) == ""


@pytest.mark.parametrize("coding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_a_file_that_an_editor_saved_in_its_own_way_is_read(
    progress_file: Path, coding: str
) -> None:
    progress_file.write_bytes(WHOLE.decode().encode(coding))
    assert progress.entry("01", "predictions", "x")["said"] == "größer"
    assert progress.record("01", "quiz", "warning", TRIED) == ""
    assert progress.entry("01", "predictions", "x")["said"] == "größer"
    assert names(progress_file.parent) == {progress_file.name}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["format", "lessons", "quiz", "predictions", "later", "value", "passed"]
            ),
            inside,
            max_size=3,
        )
    ),
    max_leaves=12,
)


@cases(300)
@given(st.binary() | JSON.map(lambda data: json.dumps(data).encode()), st.integers(0, 40))
def test_any_bytes_are_read_or_damaged_and_what_is_read_can_be_written(
    content: bytes, cut: int
) -> None:
    for candidate in (content, WHOLE[:cut] + content, WHOLE[:-cut] + content + WHOLE[-cut:]):
        data = parse(candidate)
        assert data is None or parse(write(data)) == data


@given(JSON, JSON)
def test_an_entry_of_any_shape_is_damage_or_goes_on(entry: object, later: object) -> None:
    shapes = dict.fromkeys(("predictions", "second cases"), entry)
    shapes |= dict.fromkeys(("quiz", "missions"), later)
    data = {"format": 1, "lessons": {"01": {kind: {"x": one} for kind, one in shapes.items()}}}
    found = parse(json.dumps(data).encode())
    if found is not None:
        kinds = found["lessons"]["01"]
        for kind in shapes:
            merged(kind, kinds[kind]["x"], dict(kinds[kind]["x"]))
        assert parse(write(found)) == found


# ---- What is no file ------------------------------------------------------------


def refused(path: Path, words: str) -> None:
    """Check that nothing there is read or written, and that one sentence says why."""
    assert progress.read() == {"format": 1, "lessons": {}}
    note = progress.record("01", "quiz", "warning", TRIED)
    assert note.startswith(f"Your answer is not saved: {path} cannot be written (")
    assert words in note
    assert words in progress.reset("01")
    assert progress.reset().startswith(f"Nothing is forgotten: {path} cannot be written (")


def test_a_folder_is_left_alone(progress_file: Path) -> None:
    progress_file.mkdir()
    (progress_file / "mine").write_text("x", encoding="utf-8")
    refused(progress_file, "it is a folder; it stays as it is")
    assert (progress_file / "mine").read_text(encoding="utf-8") == "x"
    assert names(progress_file.parent) == {progress_file.name}


if POSIX:  # Windows has none of these in its folders

    def test_a_pipe_is_left_alone_and_nobody_waits_for_it(progress_file: Path) -> None:
        os.mkfifo(progress_file)
        refused(progress_file, "it is a pipe; it stays as it is")
        assert progress_file.is_fifo()
        assert names(progress_file.parent) == {progress_file.name}

    def test_a_pipe_that_takes_the_files_place_keeps_nobody_waiting(
        progress_file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        os.mkfifo(progress_file)
        monkeypatch.setattr("margin_lessons.panels.progress_file.behind", lambda path: path)
        assert progress.read() == {"format": 1, "lessons": {}}
        assert "it is a pipe" in progress.record("01", "quiz", "warning", TRIED)
        assert progress_file.is_fifo()

    def test_a_socket_is_left_alone(progress_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(progress_file.parent)  # the path of a socket has to be short
        with socket.socket(socket.AF_UNIX) as ours:
            ours.bind(progress_file.name)
            refused(progress_file, "it is a socket; it stays as it is")
            assert progress_file.is_socket()

    @pytest.mark.parametrize("device", ["/dev/null", "/dev/zero"])
    def test_a_device_is_left_alone(monkeypatch: pytest.MonkeyPatch, device: str) -> None:
        before = names(Path("/dev"))
        monkeypatch.setenv(progress.ENVIRONMENT, device)
        refused(Path(device), "it is a device; it stays as it is")
        assert Path(device).is_char_device()
        assert names(Path("/dev")) == before

    def test_a_link_to_a_device_is_left_alone(progress_file: Path) -> None:
        progress_file.symlink_to("/dev/null")
        refused(progress_file, "it is a device")
        assert progress_file.is_symlink()
        assert Path("/dev/null").is_char_device()


@pytest.fixture
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("elsewhere")


@pytest.mark.parametrize("there", [True, False], ids=["a file", "nothing yet"])
def test_of_a_link_the_file_it_leads_to_is_written(
    progress_file: Path, elsewhere: Path, there: bool
) -> None:
    real = elsewhere / "kept.json"
    if there:
        real.write_bytes(WHOLE)
    (elsewhere / "step.json").symlink_to("kept.json")
    progress_file.symlink_to(elsewhere / "step.json")
    assert progress.record("01", "quiz", "warning", TRIED) == ""
    assert progress_file.is_symlink()
    assert (elsewhere / "step.json").is_symlink()
    assert not real.is_symlink()
    assert b"warning" in real.read_bytes()
    assert (b"gr" in real.read_bytes()) == there
    assert saved_tries() == 2
    assert names(progress_file.parent) == {progress_file.name}
    # Forgetting and damage move the file, not the link.
    real.write_bytes(b"{")
    assert "was damaged" in progress.record("01", "quiz", "warning", TRIED)
    assert "is forgotten" in progress.reset()
    assert progress_file.is_symlink()
    assert len(names(elsewhere)) == 3  # the damaged, the forgotten, the step
    assert not real.exists()


def test_a_link_into_a_folder_that_is_not_there_makes_none(
    progress_file: Path, elsewhere: Path
) -> None:
    progress_file.symlink_to(elsewhere / "drive" / "kept.json")
    note = progress.record("01", "quiz", "warning", TRIED)
    assert note.endswith("cannot be written (it is a link into a folder that is not there).")
    assert progress_file.is_symlink()
    assert names(elsewhere) == set()


def test_links_in_a_circle_are_left_alone(progress_file: Path) -> None:
    progress_file.symlink_to("other.json")
    (progress_file.parent / "other.json").symlink_to(progress_file.name)
    refused(progress_file, "")
    assert names(progress_file.parent) == {progress_file.name, "other.json"}


def test_a_notebook_whose_folder_is_gone_is_told(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> Path:
        raise FileNotFoundError(errno.ENOENT, "No such file or directory")

    monkeypatch.delenv(progress.ENVIRONMENT)
    monkeypatch.chdir(elsewhere)
    monkeypatch.setattr(Path, "cwd", gone)
    (elsewhere / "my_progress.json").mkdir()
    refused(Path("my_progress.json"), "it is a folder")


def test_a_write_protected_file_stays(progress_file: Path) -> None:
    progress.record("01", "quiz", "warning", TRIED)
    before = progress_file.read_bytes()
    progress_file.chmod(0o444)
    note = progress.record("01", "quiz", "warning", {**TRIED, "tries": 3})
    assert note.endswith("cannot be written (it is write-protected).")
    assert "it is write-protected" in progress.reset()
    assert "it is write-protected" in progress.reset("01")
    assert progress_file.read_bytes() == before
    progress_file.chmod(0o640)
    assert progress.record("01", "quiz", "warning", {**TRIED, "tries": 3}) == ""
    assert progress_file.stat().st_mode & 0o777 == (0o640 if POSIX else 0o666)


# ---- Strays ------------------------------------------------------------------------


def test_what_a_killed_save_left_is_swept_and_nothing_else(progress_file: Path) -> None:
    progress.record("01", "quiz", "warning", TRIED)
    folder = progress_file.parent
    prefix = progress_file_prefix(progress_file)
    ours = [prefix + "abcd1234.tmp", prefix + "________.tmp", "my_progressabcd1234.tmp"]
    for name in ours:
        (folder / name).write_bytes(progress_file.read_bytes()[:30])
    (folder / "my_progressaaaaaaaa.tmp").touch()
    (folder / "my_progress.json.lock").touch()
    foreign = {
        "my_progress_backup1.tmp": b"a backup that somebody made",
        "my_progress.tmp": b"",
        "my_progressabcd1234.tmp.json": WHOLE,
        "my_progress.damaged-20260101-000000-000000.json": b"{",
        "other_progressabcd1234.tmp": WHOLE,
        progress_file_prefix(folder / "other.json") + "abcd1234.tmp": b"{",
        "notes.lock": b"",
        ".my_progress-notes.tmp": b"x",
    }
    for name, content in foreign.items():
        (folder / name).write_bytes(content)
    (folder / (prefix + "ffffffff.tmp")).mkdir()
    progress.record("01", "quiz", "warning", TRIED)
    left = {*foreign, progress_file.name, prefix + "ffffffff.tmp"}
    assert names(folder) == left
    assert all((folder / name).read_bytes() == content for name, content in foreign.items())


def progress_file_prefix(path: Path) -> str:
    return safe_file.prefix(path)


def test_a_lock_of_somebody_else_is_not_swept(progress_file: Path) -> None:
    lock = progress_file.with_name("my_progress.json.lock")
    lock.write_text("held by hand", encoding="utf-8")
    progress.record("01", "quiz", "warning", TRIED)
    assert lock.read_text(encoding="utf-8") == "held by hand"


# ---- A full disk ---------------------------------------------------------------------


STEPS = ["write", "flush", "fsync", "close", "link", "replace", "mkstemp", "chmod", "rename"]


def fill(monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """Let one step of saving find no room on the disk."""

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    if step in ("write", "flush", "close"):
        real = os.fdopen

        def opened(handle: int, mode: str, **how: object):
            file = real(handle, mode, **how)
            return FullFile(file, step) if "w" in mode else file

        monkeypatch.setattr(os, "fdopen", opened)
    elif step == "mkstemp":
        monkeypatch.setattr(tempfile, "mkstemp", full)
    elif step == "link":  # no second name, and no room for a copy
        monkeypatch.setattr(os, "link", full)
        monkeypatch.setattr("shutil.copyfileobj", full)
    else:
        monkeypatch.setattr(os, step, full)


class FullFile:
    """A file that runs out of room at one of its steps."""

    def __init__(self, file, step: str) -> None:
        self.file, self.step = file, step

    def __enter__(self) -> FullFile:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()
        self._perhaps("close")

    def __getattr__(self, name: str):
        self._perhaps(name)
        return getattr(self.file, name)

    def _perhaps(self, name: str) -> None:
        if name == self.step:
            raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("content", [WHOLE, b"{"], ids=["whole", "damaged"])
@pytest.mark.parametrize("step", STEPS)
def test_a_full_disk_is_said_and_loses_nothing(
    progress_file: Path, monkeypatch: pytest.MonkeyPatch, step: str, content: bytes
) -> None:
    progress_file.write_bytes(content)
    acts = {
        "save": lambda: progress.record("01", "quiz", "warning", TRIED),
        "reset one": lambda: progress.reset("01"),
        "reset all": progress.reset,
    }
    for name, act in acts.items():
        with monkeypatch.context() as patch:
            fill(patch, step)
            said = act()
        kept = names(progress_file.parent) - {progress_file.name}
        if "No space left on device" in said:
            assert said.endswith("cannot be written (No space left on device).")
            assert progress_file.read_bytes() == content
            assert kept == set(), name
        # What was done without the step that failed was done in full.
        assert content in [path.read_bytes() for path in progress_file.parent.iterdir()] or (
            name == "save" and content == WHOLE and b"gr" in progress_file.read_bytes()
        )
        for path in progress_file.parent.iterdir():
            path.unlink()
        progress_file.write_bytes(content)


def test_each_step_is_really_one_of_saving(
    progress_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the test above would pass without failing a step."""
    for step in STEPS:
        progress_file.write_bytes(b"{")
        with monkeypatch.context() as patch:
            fill(patch, step)
            said = progress.record("01", "quiz", "warning", TRIED) + progress.reset()
        assert "No space left on device" in said, step


if POSIX:

    @pytest.mark.slow
    def test_a_folder_that_may_not_be_written_is_one_sentence(
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            file = folder / "my_progress.json"
            file.write_bytes(WHOLE)
            file.chmod(0o666)
            folder.chmod(0o555)
            monkeypatch.setenv(progress.ENVIRONMENT, str(file))
            root = os.geteuid() == 0
            try:
                if root:
                    os.seteuid(65534)  # nobody: root may write everywhere
                assert progress.entry("01", "predictions", "x") is not None
                note = progress.record("01", "quiz", "warning", TRIED)
                assert note == f"Your answer is not saved: {file} cannot be written " + (
                    "(Permission denied)."
                )
                assert "Permission denied" in progress.reset()
                assert "Permission denied" in progress.reset("01")
            finally:
                if root:
                    os.seteuid(0)
                folder.chmod(0o755)
            assert file.read_bytes() == WHOLE
            assert names(folder) == {file.name}


# ---- Killed in the middle -----------------------------------------------------------

KILLS = 60


def test_a_notebook_killed_at_any_moment_loses_nothing(progress_file: Path) -> None:
    """What was said to be saved is there, whichever moment the kernel died at."""
    (progress_file.parent / "my_notes.tmp").write_text("mine", encoding="utf-8")
    rng, told = random.Random(7), []
    for number in range(KILLS):
        told += save_until_killed(1000 * number, number % 3, rng.uniform(0, 0.01))
        assert not progress_file.exists() or parse(progress_file.read_bytes()) is not None
    assert len(told) >= KILLS - 2
    assert progress.record("01", "quiz", "warning", TRIED) == ""
    saved = progress.read()["lessons"]["01"]["exercises"]
    assert {f"task {number}" for number in told} <= set(saved)
    assert names(progress_file.parent) == {progress_file.name, "my_notes.tmp"}
    assert (progress_file.parent / "my_notes.tmp").read_text(encoding="utf-8") == "mine"


def save_until_killed(first: int, least: int, seconds: float) -> list[int]:
    """Let a notebook save answers from ``first`` on; return what it said before it was killed.

    It is killed some ``seconds`` after it has saved the ``least`` number of answers.
    """
    script = Path(__file__).with_name("saver.py")
    # Without the site packages a process starts in a third of the time; saving needs none.
    child = subprocess.Popen(
        [sys.executable, "-S", str(script), str(first)],
        env=dict(os.environ, PYTHONPATH=str(Path(__file__).parent)),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    with child:
        assert child.stdout.readline() == "ready\n"
        lines = [child.stdout.readline() for _ in range(least)]
        time.sleep(seconds)
        child.kill()
        lines += child.stdout.read().splitlines()
    return [int(line) for line in lines]


DIE = """
import os, signal, sys
from bare import lay_bare_root
lay_bare_root()
from margin_lessons.panels import progress

step, when = sys.argv[1:]
real = getattr(os, step)

def die(*given, **how):
    if when == "after":
        real(*given, **how)
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))

setattr(os, step, die)
progress.record("01", "exercises", "x", {"tries": 1, "passed": True})
print("survived")
"""


@pytest.mark.parametrize("content", [WHOLE, b"{"], ids=["whole", "damaged"])
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", ["open", "fsync", "chmod", "link", "replace"])
def test_killed_at_each_step_the_old_file_or_the_new_one_is_there(
    progress_file: Path, step: str, when: str, content: bytes
) -> None:
    progress_file.write_bytes(content)
    child = subprocess.run(
        [sys.executable, "-S", "-c", DIE, step, when],
        env=dict(os.environ, PYTHONPATH=str(Path(__file__).parent)),
        capture_output=True,
        text=True,
    )
    assert child.stderr == ""
    never = step == "link" and content == WHOLE  # only what is damaged gets a second name
    assert (child.stdout == "survived\n") == never
    kept = [path.read_bytes() for path in progress_file.parent.iterdir()]
    assert content in kept or progress.entry("01", "predictions", "x") is not None
    assert progress_file.exists()
    note = progress.record("01", "quiz", "warning", TRIED)
    assert note == "" or "was damaged; it is kept as" in note
    assert saved_tries() == 2
    assert not [name for name in names(progress_file.parent) if name.endswith(".tmp")]
