"""A rule for oneself: what is checked, what it says, and the page that is printed."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from cases import cases
from hypothesis import example, given
from hypothesis import strategies as st
from strategies import amounts, sides

from margin_lessons.doctor import OwnRule, consequences, rule_html, rule_text, save_rule
from margin_lessons.errors import BadInput
from margin_lessons.own_position import OwnPosition
from margin_lessons.position import Side

BLANKS = {
    "size": 10_000,
    "leverage": 2,
    "buffer": 3_000,
    "act_level": 1.2,
    "act": "close half of it",
    "stop": 0.1,
    "looks": "at 8, 14 and 22",
    "never": "add to a loss",
}
RULE = OwnRule(**BLANKS)


def test_the_prices_of_a_rule_by_hand() -> None:
    # 8,000 behind 10,000 of coins; 120 % of the margin of 5,000 is 6,000: a fall of 2,000.
    assert RULE.money == 8_000
    assert RULE.acts_at == pytest.approx(-0.2)
    assert RULE.prices.away("call") == pytest.approx(-0.4)
    assert RULE.prices.away("liquidation") == pytest.approx(-0.6)
    assert RULE.prices.away("nothing left") == pytest.approx(-0.8)


@given(sides, amounts(100, 1e6), amounts(1, 10), amounts(0.05, 2), amounts(0.01, 0.99),
       amounts(0.01, 0.95))  # fmt: skip
@cases(300)
def test_a_rule_that_stands_acts_before_its_venue_and_stops_before_the_liquidation(
    side: Side, size: float, leverage: float, share: float, between: float, stop: float
) -> None:
    buffer = share * size
    begins = 1 + share * leverage
    act_level = 0.8 + between * (begins - 0.8)
    given_ = {**BLANKS, "size": size, "leverage": leverage, "buffer": buffer, "stop": stop,
              "act_level": act_level, "side": side}  # fmt: skip
    # Equity over margin is 40 % where the liquidation is: a short's margin grows with the price.
    margin = 1 / leverage
    fall = margin + share - 0.4 * margin
    off = fall if side is Side.LONG else fall / (1 + 0.4 * margin)
    if stop >= off * (1 + 1e-9):
        with pytest.raises(BadInput, match="lies beyond the liquidation"):
            OwnRule(**given_)
    elif stop < off * (1 - 1e-9):
        rule = OwnRule(**given_)
        acts, called = rule.acts_at, rule.prices.away("call")
        if acts is not None and called is not None:
            assert 0 < side.sign * -acts < side.sign * -called


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"size": 0}, "size 0 is not above 0: a limit of nothing allows no position"),
        ({"leverage": 0.5}, "leverage 0.5 is below 1"),
        ({"buffer": 0}, "without money beside it the first move is a call"),
        ({"act_level": 0.8}, "level 80.0% at which I act is not above 80.0%"),
        ({"act_level": 1.6}, "is not below 160.0%, where the largest position begins"),
        ({"act": "  "}, "what I do then is blank: a rule is kept when it is written"),
        ({"never": "no " * 40}, "what I never do has 119 letters, above 80"),
        ({"stop": 0.6}, "stop 0.6 lies beyond the liquidation, 60.0% away"),
        ({"stop": 2}, "stop 2 is above 0.99"),
        ({"looks": None}, "when I look None is not a text"),
        ({"written": 5}, "written 5 is not a str"),
        ({"venue": "Krakn spot margin"}, "did you mean 'Kraken spot margin'?"),
        ({"coin_price": 0}, "price of a coin 0 is not above 0"),
    ],
)
def test_a_blank_that_does_not_hold(wrong: dict[str, object], words: str) -> None:
    with pytest.raises(BadInput) as refusal:
        OwnRule(**{**BLANKS, **wrong})
    assert words in str(refusal.value)


@pytest.mark.parametrize("product", ["linear contract", "inverse contract"])
def test_a_rule_for_contracts_acts_above_their_liquidation(product: str) -> None:
    there = {**BLANKS, "venue": "Kraken derivatives outside the US", "product": product}
    rule = OwnRule(**{**there, "act_level": 5})
    assert rule.venue_acts == 1.0
    assert rule.acts_at is not None
    assert rule.acts_at < -rule.stop
    assert "call" not in " ".join(consequences(rule))
    with pytest.raises(BadInput, match=r"level 90.0% at which I act is not above 100.0%"):
        OwnRule(**{**there, "act_level": 0.9})


# ---- What it says --------------------------------------------------------------------------------


def test_a_rule_in_words() -> None:
    assert RULE.lines() == (
        ("How large?", "No position of mine is worth more than 10,000 USD."),
        ("Which leverage?", "At most 2x."),
        ("How much beside it?", "At least 3,000 USD lies free beside a margin of 5,000 USD."),
        (
            "When do I act?",
            "When the margin level is down to 120.0%. That is a move of 20.0% down from the entry.",
        ),
        ("What do I do then?", "Close half of it."),
        ("Where is my stop?", "10.0% from the entry, set at once."),
        ("When do I look?", "At 8, 14 and 22."),
        ("What do I never do?", "Add to a loss."),
    )
    assert consequences(RULE) == (
        "Behind the largest position stand 8,000 USD of my own.",
        "A margin call may come 40.0% down from the entry.",
        "The venue closes it 60.0% down from the entry.",
        "Nothing is left 80.0% down from the entry.",
        "A stop that fills where it waits loses 1,000 USD; a jump over it loses more.",
    )


def test_a_position_is_held_against_the_rule() -> None:
    kept = OwnPosition("long", 0.4, 20_000, cash=8_000, leverage=2, price=20_000)
    assert RULE.against(kept) == ()
    broken = OwnPosition("long", 1, 20_000, cash=4_500, leverage=5, price=19_500)
    assert RULE.against(broken) == (
        "Its size of 19,500 USD is above the 10,000 USD of the rule.",
        "Its leverage of 5x is above the 2x of the rule.",
        "Its margin level is 100.0%, and the rule acts at 120.0%: act now.",
    )
    assert len(RULE.against(replace(broken, price=None))) == 2


# ---- The page ------------------------------------------------------------------------------------


class Parts(HTMLParser):
    """The tags, attributes and words of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "title"):
            self.words.append(data)


def read(page: str) -> Parts:
    parts = Parts()
    parts.feed(page)
    parts.close()
    assert not parts.open
    return parts


blanks = st.text(min_size=1, max_size=60).filter(lambda text: bool(text.strip()))


@example("<b>close</b>", '"daily" & <script>now</script>', "a < b")
@given(blanks, blanks, blanks)
@cases(100)
def test_the_page_holds_what_was_written_and_asks_for_nothing(
    act: str, looks: str, never: str
) -> None:
    rule = OwnRule(**{**BLANKS, "act": act, "looks": looks, "never": never})
    page = rule_html(rule)
    parts = read(page)
    said = "".join(parts.words)
    for question, answer in rule.lines():
        assert question in said
        assert "".join(answer.split()) in "".join(said.split())
    plain = read(rule_html(RULE))
    assert parts.tags == plain.tags
    assert not {"script", "img", "link", "iframe", "form", "a"} & set(parts.tags)
    assert not any(name in ("src", "href") or name.startswith("on") for name, _ in parts.attributes)
    style = page[page.index("<style>") : page.index("</style>")]
    assert not re.search(r"url\(|@import|https?:", style)
    assert ("content", "default-src 'none'; style-src 'unsafe-inline'") in parts.attributes


def test_the_page_is_light_and_said_in_a_language() -> None:
    page = rule_html(replace(RULE, written="29 November 2026"))
    assert '<html lang="en">' in page
    assert "color-scheme: light" in page
    assert "Day: 29 November 2026" in page
    assert "For long positions on spot margin, by the rules of Kraken spot margin." in page
    bybit = replace(RULE, product="linear contract", venue="Bybit", side="short", act_level=5)
    assert "For short positions in linear contracts, by the rules of Bybit." in rule_html(bybit)
    assert len(page.encode()) < 6_000


def test_the_plain_text_has_the_same_words() -> None:
    text = rule_text(RULE)
    for question, answer in RULE.lines():
        assert question in text
        assert "".join(answer.split()) in "".join(text.split())
    for line in consequences(RULE):
        assert line in text
    assert text.endswith("Written: __________")


# ---- The file ------------------------------------------------------------------------------------


def test_a_rule_is_saved_where_it_is_said(tmp_path: Path) -> None:
    there = save_rule(RULE, tmp_path / "my_rule")
    assert there == tmp_path / "my_rule.html"
    assert there.read_text(encoding="utf-8") == rule_html(RULE)
    other = replace(RULE, never="sleep with a short")
    assert save_rule(other, str(there)).read_text(encoding="utf-8") == rule_html(other)
    assert [one.name for one in tmp_path.iterdir()] == ["my_rule.html"]


def test_nothing_of_yours_is_written_over(tmp_path: Path) -> None:
    mine = tmp_path / "letter.html"
    mine.write_text("<p>Dear</p>", encoding="utf-8")
    with pytest.raises(BadInput, match=r"file letter.html is there and is no rule"):
        save_rule(RULE, mine)
    assert mine.read_text(encoding="utf-8") == "<p>Dear</p>"


@pytest.mark.parametrize("path", ["", "  ", None, 5])
def test_a_name_that_is_none(path: object) -> None:
    with pytest.raises(BadInput, match="is not a name: a page is saved under one"):
        save_rule(RULE, path)  # type: ignore[arg-type]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"file my_rule.html cannot be saved: No such file"):
        save_rule(RULE, tmp_path / "nowhere" / "my_rule.html")
