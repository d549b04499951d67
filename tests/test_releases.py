"""Citation, release notes and issue form: one version, and what each is read for."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import yaml

import margin_lessons
from margin_lessons.lessons.lesson import MODULES

ROOT = Path(__file__).resolve().parents[1]
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
NOTES = (ROOT / "docs" / "releases.md").read_text(encoding="utf-8")
FORMS = ROOT / ".github" / "ISSUE_TEMPLATE"
FORM = yaml.safe_load((FORMS / "a_number_that_looks_wrong.yml").read_text(encoding="utf-8"))
WORKFLOWS = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in (ROOT / ".github" / "workflows").glob("*.yml")
}


def releases() -> list[tuple[str, date]]:
    """Return version and day of each release told, in the order of the notes."""
    found = re.findall(r"^## (\d+\.\d+\.\d+), (\d+) (\w+) (\d{4})$", NOTES, flags=re.MULTILINE)
    months = ["January", "February", "March", "April", "May", "June", "July", "August",
              "September", "October", "November", "December"]  # fmt: skip
    return [
        (version, date(int(year), months.index(month) + 1, int(day)))
        for version, day, month, year in found
    ]


def test_the_newest_release_is_the_one_of_the_package_and_of_the_citation() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    newest = (project["version"], CITATION["date-released"])
    assert releases()[0] == newest
    assert CITATION["version"] == project["version"] == margin_lessons.__version__


def test_each_heading_of_the_notes_is_a_release_and_the_newest_stands_first() -> None:
    told = releases()
    assert len(told) == len(re.findall(r"^## ", NOTES, flags=re.MULTILINE)) > 1
    in_order = sorted(told, key=lambda one: [int(part) for part in one[0].split(".")], reverse=True)
    assert told == in_order
    assert [day for _, day in told] == sorted((day for _, day in told), reverse=True)


def test_the_citation_has_what_its_format_asks_for() -> None:
    asked = {"cff-version": "1.2.0", "type": "software"}
    assert asked.items() <= CITATION.items()
    known = {"message", "title", "abstract", "authors", "version", "date-released", "license",
             "keywords"}  # fmt: skip
    assert set(CITATION) == known | set(asked)
    assert all(CITATION[name] for name in known)
    assert all(set(author) == {"name"} for author in CITATION["authors"])
    assert len(set(CITATION["keywords"])) == len(CITATION["keywords"])
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert " AND ".join(CITATION["license"]) == project["license"]


def test_the_form_asks_for_what_is_needed_to_look_a_number_up() -> None:
    assert {"name", "description", "body"} <= set(FORM)
    fields = {part["id"]: part for part in FORM["body"] if part["type"] != "markdown"}
    assert list(fields) == ["lesson", "panel", "settings", "said", "expected", "source", "version"]
    assert all(part["attributes"]["label"] for part in fields.values())
    assert {part["type"] for part in fields.values()} == {"dropdown", "input", "textarea"}
    needed = {name for name, part in fields.items() if part.get("validations", {}).get("required")}
    assert needed == {"lesson", "panel", "said", "expected"}
    *lessons, elsewhere = fields["lesson"]["attributes"]["options"]
    assert lessons == list(MODULES)
    assert elsewhere.startswith("elsewhere")
    config = yaml.safe_load((FORMS / "config.yml").read_text(encoding="utf-8"))
    assert config == {"blank_issues_enabled": True}


def test_the_schedule_tries_newest_oldest_and_lock_and_tells_what_failed() -> None:
    jobs = WORKFLOWS["scheduled"]["jobs"]
    assert {"newest", "oldest", "locked"} == set(jobs["report"]["needs"]) < set(jobs)
    shared = "./.github/workflows/chosen_versions.yml"
    chosen = {name: job["with"] for name, job in jobs.items() if job.get("uses") == shared}
    assert chosen["newest"]["resolution"] == "highest"
    assert chosen["oldest"] == WORKFLOWS["checks"]["jobs"]["oldest-packages"]["with"]
    assert chosen["oldest"]["resolution"] == "lowest-direct"
    # YAML reads the word "on" as true.
    asked = WORKFLOWS["chosen_versions"][True]["workflow_call"]["inputs"]
    assert all(set(given) <= set(asked) for given in chosen.values())
    assert set(WORKFLOWS["scheduled"][True]) == {"schedule", "workflow_dispatch"}
    assert jobs["report"]["permissions"] == {"issues": "write"}
    assert jobs["report"]["if"] == "failure()"
