"""Every term of the glossary means what its key says; a term without a key fails."""

from __future__ import annotations

from lessons.keys.form import fault
from notebooks.glossary_key import MEANS
from notebooks.test_glossary import glossary


def test_every_term_has_a_key_and_no_key_is_left() -> None:
    assert {entry.forms[0] for entry in glossary()} == set(MEANS)


def test_every_term_means_what_its_key_says() -> None:
    meanings = {entry.forms[0]: entry.meaning for entry in glossary()}
    wrong = [fault(key, meanings.get(term, "")) for term, key in MEANS.items()]
    assert not any(wrong), "\n".join(filter(None, wrong))


def test_no_two_terms_share_a_key() -> None:
    assert len(set(MEANS.values())) == len(MEANS)
