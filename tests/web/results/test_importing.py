"""The shipped contests as contests of the site."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from hustings.errors import RuleError
from hustings.examples import example_names
from hustings.web.contests.models import Contest
from hustings.web.results.importing import import_example
from hustings.web.results.models import Version
from tests.web.making import make_organisation
from tests.web.results.test_counting import command_json

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", example_names())
def test_every_shipped_folder_is_imported_once(name: str) -> None:
    organisation = make_organisation()
    first = import_example(name, organisation)
    again = import_example(name, organisation)
    assert first.pk == again.pk
    assert first.state == "declared"
    version = Version.objects.get(contest=first)
    assert json.loads(version.document)["contest"]["id"] == name
    assert version.published_at is not None


def test_a_counted_example_counts_to_the_same_bytes_as_the_package(tmp_path: Path) -> None:
    contest = import_example("labour-leader-2010", make_organisation())
    version = Version.objects.get(contest=contest)
    shipped = subprocess.run(
        [sys.executable, "-m", "hustings", "count", "example:labour-leader-2010", "--json", "-"],
        capture_output=True,
        check=True,
    )
    assert version.document.encode() == shipped.stdout
    assert command_json(bytes(version.folder), tmp_path) == shipped.stdout


def test_an_unknown_example_is_refused_and_those_there_are_named() -> None:
    with pytest.raises(RuleError, match="labour-leader-2010"):
        import_example("barking", make_organisation())
    assert not Contest.objects.filter(slug="barking").exists()
