"""The officer is told where so few vote that a published ranking can be guessed."""

from __future__ import annotations

import pytest

from hustings.web.contests.models import Contest
from hustings.web.contests.smallness import FEW, few_electors, few_papers
from hustings.web.contests.tasks import Task, TaskState, tasks_of
from tests.web.contests.setting_up import prepared
from tests.web.contests.test_permissions import address
from tests.web.making import make_contest, make_electors
from tests.web.officers.signing_in import signed_in

pytestmark = pytest.mark.django_db


def warnings(contest: Contest) -> list[Task]:
    contest = Contest.objects.get(pk=contest.pk)
    return [task for task in tasks_of(contest) if "few voters" in task.title]


@pytest.mark.parametrize(
    ("electors", "told"),
    [
        (0, None),
        (1, "The roll has 1 elector."),
        (7, "The roll has 7 electors."),
        (FEW - 1, "The roll has 19 electors."),
        (FEW, None),
    ],
)
def test_a_small_roll_is_warned_of_on_the_task_list_with_its_number_and_a_remedy(
    electors: int, told: str | None
) -> None:
    contest = make_contest()
    make_electors(contest, electors)
    found = warnings(contest)
    assert [task.note.startswith(str(told)) for task in found] == [True] * (told is not None)
    for task in found:
        assert "a neighbour could guess who voted how" in task.note
        assert "Poll more electors together" in task.note
        assert (task.state, task.needed_to_open) == (TaskState.OPTIONAL, False)
        assert task.url.endswith("/roll/")


def test_small_sections_of_a_large_roll_are_named() -> None:
    contest = make_contest()
    contest.sections.create(key="north", name="North")
    contest.sections.create(key="south", name="South")
    for section, electors in (("all", 40), ("north", 3), ("south", 12)):
        make_electors(contest, electors, section=section)
    told = few_electors(contest)
    assert told.startswith("The roll has 3 electors in the section North.")
    assert "Other small sections: South (12)." in told
    assert "All electors" not in told


def test_the_page_that_makes_a_contest_ready_says_it_once_more() -> None:
    contest, by = prepared()
    number = contest.electors.count()
    assert 0 < number < FEW
    page = signed_in(by).get(address(contest, "ready")).content.decode()
    assert f"The roll has {number} electors. Every ranking is published" in page
    many, by = prepared(electors=FEW)
    assert "Every ranking is published" not in signed_in(by).get(address(many, "ready")).text


def test_once_the_form_is_fixed_the_task_list_does_not_say_what_cannot_be_helped() -> None:
    contest = make_contest()
    make_electors(contest, 3)
    assert warnings(contest)
    Contest.objects.filter(pk=contest.pk).update(state="ready")
    assert not warnings(contest)


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ([("All electors", FEW)], ""),
        ([("All electors", 0)], ""),
        ([("All electors", 1)], "Only 1 paper was returned. Every"),
        ([("North", 30), ("South", 4)], "Only 4 papers were returned in the section South. Every"),
    ],
)
def test_few_papers_are_told_with_their_number(parts: list[tuple[str, int]], told: str) -> None:
    said = few_papers(parts, published=False)
    assert said.startswith(told)
    assert bool(said) == bool(told)
