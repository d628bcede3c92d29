"""What an insider would do after a mixed primary: look for whatever joins a paper to an elector.

The tables are read as the database holds them, not by their models, so that a column which no model
knows is looked at too.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.test import Client

from hustings.web.journal.models import Entry as JournalEntry
from hustings.web.officers.models import User
from hustings.web.post.models import BallotPaper, ReturnEnvelope
from hustings.web.post.numbers import envelope_figures, paper_shown
from hustings.web.results.downloads import downloads_of
from hustings.web.results.models import Version
from hustings.web.roll.models import Elector
from tests.web.api.asking import ask, token_of
from tests.web.mixed.office import Office

__all__ = [
    "columns_of",
    "columns_of_time",
    "papers_and_people",
    "shared_values",
    "told_outside",
    "words_of_papers",
    "words_of_people",
]

PAPERS = ("post_ballotpaper", "post_paperrun", "papers_", "results_ranking", "results_grouptally")
PEOPLE = ("roll_", "booth_", "letters_", "post_returnenvelope", "post_envelope", "post_receipt",
          "post_bag")  # fmt: skip
"""Tables by how their names begin: what was said, and who said something."""
GROUPS = {"section", "basis", "channel"}
"""Columns of what many have in common: batches and rankings are told by them."""


def papers_and_people() -> tuple[list[str], list[str]]:
    """The tables of each side."""
    names = connection.introspection.table_names()
    sides = [[n for n in names if n.startswith(side)] for side in (PAPERS, PEOPLE)]
    assert len(sides[0]) >= 10
    assert len(sides[1]) >= 10
    return sides[0], sides[1]


def shared_values() -> dict[tuple[str, str], set[Any]]:
    """Values that a column of a paper's side and one of a person's have in common.

    Small numbers and times are left out: every row has some. Neither are rows' own numbers, which
    begin at 1 in every table; nor what many rows share: groups, and the officers who acted.
    """
    papers, people = papers_and_people()
    common = {str(user) for user in User.objects.all()}
    held = {name: columns_of(name) for name in (*papers, *people)}
    found = {}
    for paper in papers:
        for person in people:
            for one, values in held[paper].items():
                for other, others in held[person].items():
                    shared = {v for v in values & others if not _is_common(v, common)}
                    if shared:
                        found[f"{paper}.{one}", f"{person}.{other}"] = shared
    return found


def columns_of(table: str) -> dict[str, set[Any]]:
    """What stands in each column, as far as it could tell one row from others."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  a table's own name
        names = [column[0] for column in cursor.description]
        rows = cursor.fetchall()
    columns = zip(*rows, strict=True) if rows else ([] for _ in names)
    named = zip(names, columns, strict=True)
    return {name: {_plain(v) for v in of} for name, of in named if name not in GROUPS}


def _plain(value: Any) -> Any:
    """A printed number is the same with its check figure and its mark as without."""
    if isinstance(value, memoryview | bytes):
        return bytes(value)
    figures = re.match(r"\d{10}", str(value))
    return figures.group() if figures else str(value) if value else None


def _is_common(value: Any, common: set[str]) -> bool:
    """Whether many rows of any table hold it, or an officer's name."""
    if value is None or any(name in str(value) for name in common):
        return True
    return len(str(value)) < 8 or bool(re.match(r"\d{4}-\d\d-\d\d", str(value)))


def words_of_papers(office: Office) -> set[str]:
    """Each paper's number, as figures and in groups: the mark alone is too short not to occur."""
    known = BallotPaper.objects.filter(contest=office.contest)
    numbers = known.values_list("number", flat=True)
    return {word for number in numbers for word in (str(number), paper_shown(number))}


def words_of_people(office: Office) -> set[str]:
    """Each elector's name, address, reference, and the number of her envelope."""
    found = set()
    for elector in Elector.objects.filter(contest=office.contest):
        found |= {elector.name, elector.email, str(elector.public_id)}
    for number in ReturnEnvelope.objects.values_list("number", flat=True):
        found |= {str(number), envelope_figures(number)}
    return {word for word in found if len(word) >= 5}


def told_outside(office: Office, version: Version, agent: Client) -> dict[str, str]:
    """All that leaves the site after the count, and the journal, each as text."""
    found = {"journal": "\n".join(JournalEntry.objects.values_list("sentence", flat=True))}
    at = f"/c/{office.contest.slug}/result/{version.number}/"
    for file in downloads_of(version, office.contest):
        found |= _texts(file.name, Client().get(f"{at}{file.name}"))
    for page in (at, f"/c/{office.contest.slug}/", "/feed.atom"):
        found |= _texts(page, Client().get(page))
    for page in ("figures/", "papers/", "result/1/", "result/1/bundle.zip"):
        found |= _texts(f"agent/{page}", agent.get(f"/agent/{page}"))
    token = token_of(office.officer)
    for part in ("", "/post", "/papers", "/turnout", "/tasks"):
        path = f"organisation/contests/{office.contest.slug}{part}"
        found[path] = ask(path, token).text
    return found


def _texts(name: str, answer: Any) -> dict[str, str]:
    """An answer as text, each file of a ZIP by itself."""
    assert answer.status_code == 200, (name, answer.status_code)
    content = answer.getvalue() if answer.streaming else answer.content
    if content[:2] != b"PK":
        return {name: content.decode("utf-8", "replace")}
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {
            f"{name}/{inner}": file.read(inner).decode("utf-8", "replace")
            for inner in file.namelist()
        }


def columns_of_time() -> Iterator[tuple[str, str]]:
    """Columns that hold a time, of tables with a row for each paper or ranking."""
    singly = ("BallotPaper", "Entry", "Reading", "Scan", "Ranking", "GroupTally")
    for app in ("post", "papers", "results"):
        for model in apps.get_app_config(app).get_models():
            if model.__name__ in singly:
                for field in model._meta.fields:
                    if isinstance(field, models.DateField):
                        yield model.__name__, field.name
