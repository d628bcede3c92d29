"""From a file to the roll: read, mapped, cleaned, answered, taken once, undone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hustings.errors import FormatError, RuleError
from hustings.web.contests.models import Contest, Section
from hustings.web.journal.models import Entry
from hustings.web.officers.actor import Actor
from hustings.web.roll.actions import duplicates, taking, uploads
from hustings.web.roll.models import Analysis, Elector, Question, RegisterRow, Sheet, Upload
from tests.web.making import make_actor, make_contest
from tests.web.roll.lists import DEFAULTS, csv_of, fictional_csv, uploaded, workbook_of

pytestmark = pytest.mark.django_db

ANN = ("Ann Example", "1 High Street", "Exampleton", "ZZ99 1AA", "ann@example.org", "M1")
BEN = ("Ben Sample", "2 High Street", "Exampleton", "ZZ99 1AB", "ben@example.org", "M2")


@pytest.fixture
def contest() -> Contest:
    return make_contest()


@pytest.fixture
def officer(contest: Contest) -> Actor:
    return make_actor(contest.organisation)


@pytest.mark.parametrize("make", [csv_of, workbook_of])
def test_the_people_of_a_list_join_the_roll(
    contest: Contest, officer: Actor, make: Callable[..., bytes]
) -> None:
    taken = taking.take(uploaded(contest, officer, make(ANN, BEN)), by=officer)
    assert (taken.added, taken.already) == (2, 0)
    ann = Elector.objects.get(contest=contest, reference="M1")
    assert ann.name == "Ann Example"
    assert ann.address == "1 High Street\nExampleton"
    assert (ann.postcode, ann.email, ann.basis) == ("ZZ99 1AA", "ann@example.org", "member")
    assert len(ann.household) == 32
    assert "High" not in ann.household


def test_a_second_click_takes_nobody_twice(contest: Contest, officer: Actor) -> None:
    upload = uploaded(contest, officer, csv_of(ANN, BEN))
    first, stale = taking.take(upload, by=officer), taking.take(upload, by=officer)
    again = taking.take(Upload.objects.get(pk=upload.pk), by=officer)
    assert first == stale == again
    assert Elector.objects.filter(contest=contest).count() == 2
    assert Entry.objects.filter(act="roll-taken").count() == 1


def test_the_same_file_uploaded_again_adds_nobody(contest: Contest, officer: Actor) -> None:
    taking.take(uploaded(contest, officer, csv_of(ANN)), by=officer)
    taken = taking.take(uploaded(contest, officer, csv_of(ANN, BEN)), by=officer)
    assert (taken.added, taken.already) == (1, 1)


def test_a_crash_in_the_middle_leaves_no_row(
    contest: Contest, officer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = uploaded(contest, officer, csv_of(ANN, BEN))
    monkeypatch.setattr(taking, "tell", _power_cut)
    with pytest.raises(KeyboardInterrupt):
        taking.take(upload, by=officer)
    monkeypatch.undo()
    assert not Elector.objects.filter(contest=contest).exists()
    assert taking.take(Upload.objects.get(pk=upload.pk), by=officer).added == 2


def _power_cut(*_arguments: object) -> None:
    raise KeyboardInterrupt


def test_an_upload_is_undone_and_can_be_taken_again(contest: Contest, officer: Actor) -> None:
    upload = uploaded(contest, officer, csv_of(ANN, BEN))
    taking.take(upload, by=officer)
    assert taking.undo(upload, by=officer) == 2
    assert taking.undo(upload, by=officer) == 0
    assert not Elector.objects.filter(contest=contest).exists()
    assert taking.take(Upload.objects.get(pk=upload.pk), by=officer).added == 2


def test_nobody_joins_while_a_question_is_open(contest: Contest, officer: Actor) -> None:
    bad = ("Cy Test", "3 High Street", "Exampleton", "NOT A CODE", "cy@example.org", "M3")
    upload = uploaded(contest, officer, csv_of(ANN, bad))
    question = upload.questions.get()
    with pytest.raises(RuleError, match="1 question without an answer"):
        taking.take(upload, by=officer)
    with pytest.raises(RuleError, match="answered"):
        uploads.answer(upload, {question.pk: "nonsense"})
    uploads.answer(upload, {question.pk: "leave_out"})
    uploads.clean_up(upload)
    upload.refresh_from_db()
    counts = {name: upload.report[name] for name in ("rows", "good_rows", "refused", "left_out")}
    assert counts == {"rows": 2, "good_rows": 1, "refused": 0, "left_out": 1}
    assert set(upload.downloads.values_list("name", flat=True)) == {"left_out"}
    assert b"Cy Test" in bytes(upload.downloads.get().content)
    assert taking.take(upload, by=officer).added == 1


def test_one_answer_settles_all_questions_of_a_kind(contest: Contest, officer: Actor) -> None:
    people = [
        (f"Cy Test{n}", f"{n} Low Road", "Exampleton", f"NO {n}", "", f"M{n}") for n in "abcd"
    ]
    upload = uploaded(contest, officer, csv_of(ANN, *people))
    asks = upload.questions.values_list("asks", flat=True).distinct().get()
    assert uploads.answer_all(upload, asks, "leave_out") == 4
    uploads.clean_up(upload)
    assert not Question.objects.filter(upload=upload, answer="").exists()


def test_answers_survive_when_the_rows_are_cleaned_again(contest: Contest, officer: Actor) -> None:
    bad = ("Cy Test", "3 High Street", "Exampleton", "NOT A CODE", "cy@example.org", "M3")
    upload = uploaded(contest, officer, csv_of(bad))
    uploads.answer(upload, {upload.questions.get().pk: "write:ZZ99 1AC"})
    uploads.clean_up(upload)
    assert upload.questions.get().answer == "write:ZZ99 1AC"
    taking.take(Upload.objects.get(pk=upload.pk), by=officer)
    assert Elector.objects.get(contest=contest).postcode == "ZZ99 1AC"


def test_the_report_can_be_downloaded_and_calculates_nothing(
    contest: Contest, officer: Actor
) -> None:
    evil = ('=HYPERLINK("http://x.test")', "", "", "", "", "M9")
    upload = uploaded(contest, officer, csv_of(ANN, evil, headings=_headings()))
    refused = bytes(Sheet.objects.get(upload=upload, name="refused").content).decode("utf-8-sig")
    for cell in refused.replace('"', "").replace("\r\n", ",").split(","):
        assert not cell.startswith(("=", "+", "-", "@"))
    assert "HYPERLINK" in refused


def _headings() -> tuple[str, ...]:
    return ("Name", "Address 1", "Town", "Postcode", "Email", "Member No")


def test_columns_for_analysis_are_kept_apart(contest: Contest, officer: Actor) -> None:
    upload = uploaded(contest, officer, fictional_csv(20))
    taking.take(upload, by=officer)
    values = Analysis.objects.filter(elector__contest=contest)
    assert values.count() == 20
    assert set(values[0].values) == {"Branch"}


def test_a_column_that_is_left_out_is_kept_nowhere_but_in_the_file(
    contest: Contest, officer: Actor
) -> None:
    content = csv_of((*ANN, "diabetic"), headings=(*_headings(), "Notes"))
    taking.take(uploaded(contest, officer, content), by=officer)
    elector = Elector.objects.get(contest=contest)
    assert "diabetic" not in str([getattr(elector, f.attname) for f in Elector._meta.fields])


def test_a_frozen_roll_takes_no_upload(contest: Contest, officer: Actor) -> None:
    upload = uploaded(contest, officer, csv_of(ANN))
    Contest.objects.filter(pk=contest.pk).update(roll_frozen_at="2026-01-01T00:00Z")
    with pytest.raises(RuleError, match="frozen"):
        taking.take(upload, by=officer)
    with pytest.raises(RuleError, match="frozen"):
        uploads.store(contest, "roll", name="x.csv", content=b"x", by=officer)


def test_a_file_that_cannot_be_read_says_why_and_is_not_kept(
    contest: Contest, officer: Actor
) -> None:
    upload = uploads.store(contest, "roll", name="x.pdf", content=b"%PDF-1.7 Ann", by=officer)
    with pytest.raises(FormatError, match="a PDF document"):
        uploads.read(upload)
    upload.refresh_from_db()
    assert bytes(upload.content) == b""
    assert "PDF" in upload.report["failed"]


def test_what_is_longer_than_the_site_keeps_is_refused_with_its_place(
    contest: Contest, officer: Actor
) -> None:
    long = ("Ann " + "Very" * 60, "1 High Street", "Exampleton", "ZZ99 1AA", "", "M1")
    upload = uploaded(contest, officer, csv_of(long, BEN))
    assert (upload.report["refused"], upload.report["entries"]) == (1, 1)
    refused = bytes(Sheet.objects.get(upload=upload, name="refused").content).decode()
    assert "200 characters" in refused


def test_sections_of_the_list_are_those_of_the_contest(contest: Contest, officer: Actor) -> None:
    Section.objects.create(contest=contest, key="mps", name="MPs")
    content = csv_of((*ANN, "MPs"), (*BEN, "Lords"), headings=(*_headings(), "Section"))
    mapping = dict(
        zip(
            (*_headings(), "Section"),
            ("name", "address_1", "address_3", "postcode", "email", "reference", "section"),
            strict=True,
        )
    )
    upload = uploaded(contest, officer, content, mapping=mapping, defaults=DEFAULTS)
    assert upload.questions.get().found == "Lords"


def test_a_register_is_looked_things_up_in_and_nobody_joins_by_it(
    contest: Contest, officer: Actor
) -> None:
    defaults = {"basis": "self_declared", "section": "all", "language": "en"}
    upload = uploaded(contest, officer, csv_of(ANN, BEN), kind="register", defaults=defaults)
    assert taking.take(upload, by=officer).added == 2
    assert not Elector.objects.filter(contest=contest).exists()
    row = RegisterRow.objects.get(contest=contest, reference="M1")
    assert (row.surname, row.postcode) == ("example", "ZZ99 1AA")
    assert taking.undo(upload, by=officer) == 2
    assert not RegisterRow.objects.exists()


def test_the_journal_tells_numbers_and_neither_names_nor_the_files_name(
    contest: Contest, officer: Actor
) -> None:
    upload = uploaded(contest, officer, csv_of(ANN, BEN))
    Upload.objects.filter(pk=upload.pk).update(file_name="Ann Example and friends.csv")
    taking.take(upload, by=officer)
    duplicates.find(contest)
    told = " ".join(Entry.objects.values_list("sentence", flat=True))
    assert "2 joined the roll" in told
    assert "Ann" not in told
