"""A panel that is acted on, in JupyterLab: decisions, play by an act, words, files both ways."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from browser import checks
from browser.axe import violations
from browser.desk import Desk
from browser.live import LivePanel, live_panels
from browser.sheet import DARK, LIGHT, PATIENCE, Sheet
from browser.small_notebooks import Notebooks
from browser.walks import every_panel_is_walked_through
from panels.trip import LAST, REASONS, STORM, TRIP
from playwright.sync_api import Locator, Request, expect

from margin_lessons.lessons.lesson import Lesson
from margin_lessons.own_position import OwnPosition
from margin_lessons.panels.own_numbers import FILE_NAME

pytestmark = pytest.mark.browser

TRIP_LESSON = Lesson(name="trip", title="Trip", panels=(TRIP,))
BEGIN = (
    "from panels.trip import TRIP\nfrom margin_lessons.lessons.lesson import Lesson\n"
    "lesson = Lesson(name='trip', title='Trip', panels=(TRIP,))"
)
PANEL = "panel = lesson.panel('trip')\npanel"
MARKER = "a-line-of-my-own-account"


@pytest.fixture
def sheet(desk: Desk, tmp_path: Path) -> Iterator[Sheet]:
    """Give a notebook with the panel, run once."""
    with Notebooks(desk, tmp_path, BEGIN)(PANEL) as opened:
        yield opened
        assert opened.complaints == []


@pytest.fixture
def own_file(desk: Desk) -> Iterator[Path]:
    """Give the file of one's own position beside the notebook, in which nothing is kept yet."""
    path = desk.lab.work / "gated" / FILE_NAME
    path.unlink(missing_ok=True)
    yield path
    path.unlink(missing_ok=True)


def only(sheet: Sheet) -> LivePanel:
    """Return the one panel of the notebook."""
    (panel,) = live_panels(sheet, TRIP_LESSON)
    return panel


def root(sheet: Sheet) -> Locator:
    return sheet.page.locator(".ml-panel")


def button(sheet: Sheet, name: str) -> Locator:
    return root(sheet).get_by_role("button", name=name, exact=True)


def says(sheet: Sheet, words: str) -> None:
    """Wait until the panel's sentence has these words."""
    expect(root(sheet).locator(".ml-sentence")).to_contain_text(words)


# ---- Decisions -----------------------------------------------------------------------------------


def test_it_is_flown_by_keyboard_alone(sheet: Sheet) -> None:
    keys = sheet.page.keyboard
    close = button(sheet, "Close")
    expect(close).to_have_attribute("aria-disabled", "true")
    close.press("Enter")
    expect(root(sheet).get_by_text("Close: why?")).to_have_count(0)
    button(sheet, "Next bar").press("Enter")
    says(sheet, "Bar 1 of 12")
    button(sheet, "Reset").focus()
    keys.press("Shift+Tab")
    keys.press("n")
    says(sheet, "Bar 2 of 12")
    expect(close).to_have_attribute("aria-disabled", "false")
    close.press("Space")
    expect(button(sheet, REASONS[0])).to_be_focused()
    keys.press("Escape")
    expect(close).to_be_focused()
    says(sheet, "nothing was decided")
    keys.press("Enter")
    keys.press("Tab")
    expect(button(sheet, "plan")).to_be_focused()
    keys.press("Enter")
    says(sheet, "plan at 2 was decided")
    expect(close).to_be_focused()
    keys.press("n")
    says(sheet, "Bar 3 of 12: plan at 2")
    # In a field the key is a letter.
    root(sheet).get_by_label("I stop when").press("n")
    expect(root(sheet).get_by_label("I stop when")).to_have_value("n")
    says(sheet, "Bar 3 of 12")


def test_it_plays_to_where_something_happens_and_on_to_its_end(sheet: Sheet) -> None:
    play = button(sheet, "Play")
    root(sheet).get_by_label("pace").select_option("fast")
    play.click()
    says(sheet, "Here something happens.")
    expect(play).to_be_visible()
    says(sheet, f"Bar {STORM} of")
    play.press("Enter")
    says(sheet, f"Bar {LAST} of")
    expect(play).to_have_attribute("aria-disabled", "true")
    expect(button(sheet, "Next bar")).to_have_attribute("aria-disabled", "true")
    expect(root(sheet).locator(".ml-mission")).to_contain_text("Done. You did.")
    play.press("Enter")
    expect(play).to_be_visible()
    assert violations(sheet.page) == []


def test_a_question_and_a_reset_end_a_play(sheet: Sheet) -> None:
    root(sheet).get_by_label("pace").select_option("slow")
    button(sheet, "Play").click()
    says(sheet, "Bar 1 of")
    button(sheet, "Close").click()
    expect(button(sheet, "Not now")).to_be_visible()
    button(sheet, "Not now").click()
    expect(button(sheet, "Play")).to_be_visible()
    button(sheet, "Play").click()
    button(sheet, "Reset").click()
    says(sheet, "Bar 0 of")
    expect(button(sheet, "Play")).to_be_visible()


def test_where_motion_is_not_wanted_only_steps_are_offered(sheet: Sheet) -> None:
    expect(button(sheet, "Play")).to_be_visible()
    sheet.page.emulate_media(reduced_motion="reduce")
    expect(button(sheet, "Play")).to_be_hidden()
    expect(root(sheet).get_by_label("pace")).to_be_hidden()
    button(sheet, "Next bar").press("n")
    says(sheet, "Bar 1 of")


HEARD = """panel => {
  trial.heard = [];
  const voice = panel.querySelector('.ml-body > .ml-voice');
  new MutationObserver(() => trial.heard.push([performance.now(), voice.textContent]))
    .observe(voice, {childList: true, characterData: true, subtree: true});
}"""


def test_while_it_plays_it_speaks_once_a_second_and_the_last_word_is_spoken(sheet: Sheet) -> None:
    panel = only(sheet)
    panel.ask(HEARD)
    sentence = root(sheet).locator(".ml-sentence")
    button(sheet, "Play").click()
    expect(sentence).to_have_attribute("aria-live", "off")
    expect(button(sheet, "Play")).to_be_visible()
    expect(root(sheet).locator(".ml-body > .ml-voice")).to_contain_text("Here something happens.")
    heard = sheet.page.evaluate("() => trial.heard")
    times = [time for time, _ in heard]
    assert len(heard) >= 1
    assert all(later - sooner > 990 for sooner, later in pairwise(times))
    button(sheet, "Next bar").click()
    expect(sentence).to_have_attribute("aria-live", "polite")


# ---- Words and blanks ----------------------------------------------------------------------------


def test_words_are_typed_and_a_number_is_left_blank(sheet: Sheet) -> None:
    panel = only(sheet)
    line = root(sheet).get_by_label("I stop when")
    line.press_sequentially("  the price is  below 18,000 ")
    line.press("Enter")
    assert not panel.settle(lambda values: values["rule"] == "the price is below 18,000")
    expect(line).to_be_focused()
    field = root(sheet).get_by_role("spinbutton", name="price of now, USD, as a number")
    expect(field).to_have_value("")
    field.press_sequentially("20000")
    field.press("Tab")
    assert not panel.settle(lambda values: values["price"] == 20_000)
    field.fill("")
    field.press("Enter")
    assert not panel.settle(lambda values: values["price"] is None)
    expect(root(sheet).locator(".ml-value", has_text="not given")).to_have_count(1)
    button(sheet, "Reset").click()
    assert not panel.settle(lambda values: values["rule"] == "")


# ---- Files ---------------------------------------------------------------------------------------


def exports(sheet: Sheet) -> Locator:
    return root(sheet).get_by_label("exports", exact=True)


def has_read(sheet: Sheet, lines: int, names: str) -> None:
    """Wait until so many lines were read, of files of these names."""
    expect(root(sheet).locator(".ml-upload .ml-value")).to_have_text(names)
    row = root(sheet).locator(".ml-numbers tr", has_text="lines read")
    expect(row.locator("td")).to_have_text(f"{lines}")
    expect(root(sheet).locator(".ml-way")).to_be_hidden()


def test_files_are_chosen_by_keys_read_and_taken_away(sheet: Sheet, tmp_path: Path) -> None:
    files = [tmp_path / "trades.csv", tmp_path / "empty.csv", tmp_path / "größer.csv"]
    for path, size in zip(files, (5, 0, 700_000), strict=True):
        path.write_bytes(b"ab\n" * size)
    expect(exports(sheet)).to_be_enabled()
    exports(sheet).focus()
    expect(exports(sheet)).to_be_focused()
    with sheet.page.expect_file_chooser() as chooser:
        exports(sheet).press("Enter")
    chooser.value.set_files(files)
    names = "trades.csv (15 bytes), empty.csv (0 bytes), größer.csv (2.1 MB)"
    has_read(sheet, 700_005, names)
    button(sheet, "Next bar").click()
    says(sheet, "Bar 1 of")
    has_read(sheet, 700_005, names)
    button(sheet, "Take the files away").press("Enter")
    has_read(sheet, 0, "no file")
    expect(exports(sheet)).to_be_focused()
    exports(sheet).set_input_files(files[0])  # the same one again
    has_read(sheet, 5, "trades.csv (15 bytes)")


DROP = """(box, text) => {
  const data = new DataTransfer();
  data.items.add(new File([text], 'dropped.csv'));
  for (const kind of ['dragover', 'drop'])
    box.dispatchEvent(new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true}));
}"""


def test_a_file_is_dropped(sheet: Sheet) -> None:
    root(sheet).locator(".ml-upload").evaluate(DROP, "a\nb\nc\n")
    has_read(sheet, 3, "dropped.csv (6 bytes)")


def test_handing_over_is_shown_and_stopped(sheet: Sheet, tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    large.write_bytes(b"0123456789abcde\n" * 2_500_000)
    exports(sheet).set_input_files(large)
    expect(root(sheet).locator(".ml-way")).to_contain_text(
        re.compile(r"Handing over large.csv: [\d.]+ MB of 40 MB")
    )
    button(sheet, "Stop").press("Enter")
    expect(root(sheet).locator(".ml-way")).to_be_hidden()
    expect(exports(sheet)).to_be_focused()
    has_read(sheet, 0, "no file")
    assert not only(sheet).settle()


def test_reading_goes_on_beside_the_rest_and_is_stopped(sheet: Sheet, tmp_path: Path) -> None:
    slow = tmp_path / "slow.csv"
    slow.write_bytes(b"slow\n")
    exports(sheet).set_input_files(slow)
    expect(root(sheet).locator(".ml-way")).to_contain_text("Reading slow.csv")
    assert violations(sheet.page) == []
    button(sheet, "Next bar").click()
    says(sheet, "Bar 1 of")
    button(sheet, "Stop").click()
    expect(root(sheet).locator(".ml-way")).to_be_hidden()
    has_read(sheet, 0, "no file")
    says(sheet, "Bar 1 of")


def test_what_is_no_export_or_too_large_is_said(sheet: Sheet, tmp_path: Path) -> None:
    picture = tmp_path / "picture.csv"
    picture.write_bytes(b"\0\1")
    exports(sheet).set_input_files(picture)
    message = root(sheet).locator(".ml-message")
    expect(message).to_have_text("picture.csv looks like no export: it is no text.")
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as file:
        file.truncate(301_000_000)
    exports(sheet).set_input_files(huge)
    expect(message).to_contain_text("huge.csv of 301 MB is too large (allowed: up to 300 MB)")
    expect(root(sheet).locator(".ml-way")).to_be_hidden()


LOSE = (  # the next answer about the file is lost on its way
    "send = panel.live._send\n"
    "def lost(told, **more):\n"
    "    if 'large.csv' in str(told):\n        panel.live._send = send\n"
    "    else:\n        send(told, **more)\n"
    "panel.live._send = lost"
)
ASKS_AGAIN = """link => {
  const send = link.model.send;
  link.again = 0;
  link.model.send = (...told) => { link.again += 1; return send.apply(link.model, told); };
}"""
LINK = "[...window[Symbol.for('margin_lessons.page')].links.values()].at(-1)"


def test_a_piece_whose_answer_is_lost_is_handed_over_once(sheet: Sheet, tmp_path: Path) -> None:
    kernel = "jupyterapp.shell.currentWidget.sessionContext.session.kernel"
    sheet.page.evaluate(f"code => {kernel}.requestExecute({{code}}).done.then(() => {{}})", LOSE)
    sheet.page.evaluate(f"() => ({ASKS_AGAIN})({LINK})")
    large = tmp_path / "large.csv"
    large.write_bytes(b"0123456789abcde\n" * 150_000)
    exports(sheet).set_input_files(large)
    sheet.page.wait_for_function(f"() => {LINK}.again", timeout=2 * PATIENCE)
    has_read(sheet, 150_000, "large.csv (2.4 MB)")


PRINTED = """() => {
  window.print = function () {
    top.printed = (top.printed ?? []).concat(document.body.innerHTML);
    dispatchEvent(new Event('afterprint'));
  };
}"""


def test_files_are_given_and_a_page_is_printed(sheet: Sheet) -> None:
    sheet.page.add_init_script(f"({PRINTED})()")
    line = root(sheet).get_by_label("I stop when")
    line.fill("it falls & falls")
    line.press("Enter")
    for name, file_name, content in (
        ("Save the log", "my_trip.txt", "Bar 0 of 12: nothing was decided."),
        ("Save my rule", "my_rule.html", "<h1>My rule</h1><p>it falls & falls</p>"),
    ):
        with sheet.page.expect_download() as download:
            button(sheet, name).press("Enter")
        assert download.value.suggested_filename == file_name
        assert content in Path(download.value.path()).read_text(encoding="utf-8")
        expect(button(sheet, name)).to_be_focused()
    button(sheet, "Print my rule").press("Enter")
    sheet.page.wait_for_function("() => window.printed")
    printed = sheet.page.evaluate("() => [printed.length, printed[0]]")
    assert printed[0] == 1
    assert printed[1].startswith("<h1>My rule</h1><p>it falls &amp; falls</p>")
    expect(sheet.page.locator("iframe[title='the page that is printed']")).to_have_count(0)


# ---- One's own position --------------------------------------------------------------------------


def test_a_position_of_ones_own_is_kept_shown_and_given_back(sheet: Sheet, own_file: Path) -> None:
    panel = only(sheet)
    assert button(sheet, "My position").count() == 0
    root(sheet).get_by_role("slider", name="size", exact=True).press("End")
    assert not panel.settle(lambda values: values["size"] == 3)
    button(sheet, "Keep as my position").press("Enter")
    expect(root(sheet).locator(".ml-message")).to_contain_text("on this machine and nowhere")
    kept = OwnPosition.from_record(json.loads(own_file.read_text(encoding="utf-8")))
    assert kept.volume == 3
    # From another notebook, larger than this panel can show.
    large = OwnPosition("short", 7, 20_000, price=19_000)
    own_file.write_text(json.dumps(large.as_record()), encoding="utf-8")
    button(sheet, "My position").press("Enter")
    assert not panel.settle(
        lambda values: values == {**values, "size": 3, "side": "short", "price": 19_000},
        "Your size is 7 BTC and this panel ends at 3 BTC.",
    )
    back = button(sheet, "Back to the lesson's numbers")
    expect(back).to_be_focused()
    back.press("Enter")
    assert not panel.settle(lambda values: values["side"] == "long" and values["price"] is None)
    own_file.write_text("{", encoding="utf-8")
    button(sheet, "My position").click()
    expect(root(sheet).locator(".ml-message")).to_contain_text("my_position.json is damaged")
    button(sheet, "Forget my position").click()
    expect(button(sheet, "My position")).to_have_count(0)
    assert not own_file.exists()


# ---- Nothing leaves ------------------------------------------------------------------------------


def test_nothing_leaves_and_nothing_is_written_outside_the_folder(
    sheet: Sheet, own_file: Path, tmp_path: Path
) -> None:
    asked: list[Request] = []

    def keep(request: Request) -> None:
        asked.append(request)

    sheet.page.on("request", keep)
    mine = tmp_path / "mine.csv"
    mine.write_text(f"{MARKER}\n" * 100_000, encoding="utf-8")
    exports(sheet).set_input_files(mine)
    has_read(sheet, 100_000, "mine.csv (2.5 MB)")
    root(sheet).get_by_label("I stop when").fill(MARKER)
    root(sheet).get_by_label("I stop when").press("Enter")
    with sheet.page.expect_download():
        button(sheet, "Save my rule").click()
    sheet.page.evaluate(f"{PRINTED}")
    button(sheet, "Print my rule").click()
    button(sheet, "Keep as my position").click()
    expect(button(sheet, "My position")).to_be_visible()
    sheet.page.remove_listener("request", keep)
    # JupyterLab asks its own server how its kernels are, and nothing of it is ours.
    own = f"{sheet.lab.address}/"
    others = [one.url for one in asked if not one.url.startswith((own, "blob:", "data:"))]
    assert others == []
    assert [one.url for one in asked if MARKER in (one.post_data or "")] == []
    written = [path for path in sheet.lab.scratch.rglob("*") if path.is_file()]
    assert [path for path in written if MARKER.encode() in path.read_bytes()] == []
    there = {path.name for path in sheet.lab.work.rglob("*") if path.is_file()}
    assert {name for name in there if not name.endswith(".ipynb")} <= {
        FILE_NAME,
        "my_progress.json",
    }


# ---- Wherever it stands --------------------------------------------------------------------------


def test_it_is_walked_through_as_every_panel_is(sheet: Sheet, own_file: Path) -> None:
    found = [
        *every_panel_is_walked_through(sheet, TRIP_LESSON),
        *checks.it_follows_the_theme_and_breaks_no_rule(sheet, TRIP_LESSON),
        *checks.it_is_drawn_for_its_place(sheet, TRIP_LESSON),
    ]
    assert found == []


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_with_everything_open_in_the_narrowest_place_nothing_is_cut(
    sheet: Sheet, own_file: Path, tmp_path: Path, theme: str
) -> None:
    slow = tmp_path / f"slow {'with a long name ' * 6}.csv"
    slow.write_bytes(b"slow\n")
    button(sheet, "Keep as my position").click()
    button(sheet, "My position").click()
    button(sheet, "Next bar").click()
    exports(sheet).set_input_files(slow)
    button(sheet, "Close").click()
    expect(button(sheet, "Not now")).to_be_visible()
    expect(button(sheet, "Stop")).to_be_visible()
    sheet.theme(theme)
    for width in (254, 390, 830):
        sheet.make_place(width, 1)
        found = sheet.page.evaluate(
            f"() => [{checks.CUT_OFF}, {checks.RAGGED}, {checks.SIDEWAYS}].flatMap(look => look())"
        )
        assert found == [], width
    assert violations(sheet.page) == []
    button(sheet, "Stop").click()
