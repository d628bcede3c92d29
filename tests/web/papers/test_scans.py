"""Pictures of papers: re-encoded, under a random name, for officers alone, in no backup."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
import zxingcpp
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from hustings.errors import RuleError
from hustings.web.officers.models import Role
from hustings.web.papers import scans
from hustings.web.papers.actions import batching
from hustings.web.papers.actions.scanning import erase_scans, remove_scans, take_scans
from hustings.web.papers.models import Batch, Scan
from hustings.web.post.models import BallotPaper
from hustings.web.post.numbers import mark_of, paper_shown
from hustings.web.project.backup import take_backup
from hustings.web.project.data import DataFolder
from tests.web.making import make_actor, make_organisation
from tests.web.officers.signing_in import signed_in
from tests.web.papers.making import (
    Desk,
    balanced_batch,
    close,
    key,
    papers_of,
    posted_desk,
)
from tests.web.post.printed_things import files_of, make_shop

pytestmark = pytest.mark.django_db(transaction=True)


def picture(
    width: int = 300, height: int = 420, form: str = "JPEG", *, mode: str = "RGB"
) -> io.BytesIO:
    out = io.BytesIO()
    Image.new(mode, (width, height)).save(out, form, **({"comment": b"Elsie"} if form == "JPEG"
                                                        else {}))  # fmt: skip
    out.seek(0)
    return out


def with_batch() -> tuple[Desk, Batch]:
    desk = posted_desk(envelopes=20)
    return desk, balanced_batch(desk, 20)


def data() -> DataFolder:
    folder: DataFolder | None = settings.DATA
    assert folder is not None
    return folder


def lying() -> set[str]:
    return {path.name for path in data().place("scans").iterdir()}


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_a_picture_is_kept_in_grey_within_the_longest_side_and_without_anything_else(
    form: str, mode: str
) -> None:
    content = scans.re_encoded(picture(2000, 2800, form, mode=mode))
    with Image.open(io.BytesIO(content)) as kept:
        assert (kept.format, kept.mode, max(kept.size)) == ("JPEG", "L", scans.LONGEST_SIDE)
        assert not kept.info.get("comment")
        assert not kept.getexif()
    assert b"Elsie" not in content


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "no picture": (lambda: b"%PDF-1.7 not a picture", "not a whole"),
    "cut off": (lambda: picture(form="PNG").getvalue()[:60], "not a whole"),
    "nothing": (lambda: b"", "not a whole"),
    "an SVG": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "not a whole"),
    "too large a file": (lambda: b"\xff" * (scans.MOST_BYTES + 1), "above 30 MB"),
    "too many pixels": (
        lambda: picture(9000, 9000, "PNG", mode="1").getvalue(), "million pixels",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_what_is_no_good_picture_is_refused_and_nothing_is_kept(kind: str) -> None:
    desk, batch = with_batch()
    content, said = BAD[kind][0](), BAD[kind][1]
    before = lying()
    with pytest.raises(RuleError, match=f"Picture 2: .*{said}"):
        take_scans(batch, 1, [picture(), io.BytesIO(content)], by=desk.officer)
    assert lying() == before
    assert not Scan.objects.exists()


def test_pictures_take_the_places_from_the_first_on_and_those_of_older_ones() -> None:
    desk, batch = with_batch()
    assert take_scans(batch, 3, [picture(), picture()], by=desk.officer) == 2
    old = set(Scan.objects.values_list("file_name", flat=True))
    take_scans(batch, 4, [picture(), picture()], by=desk.officer)
    assert list(Scan.objects.order_by("place").values_list("place", flat=True)) == [3, 4, 5]
    assert len(old & lying()) == 1, "the one that was replaced is gone from the disk"
    with pytest.raises(RuleError, match="papers 20 to 21, and 20 were found"):
        take_scans(batch, 20, [picture(), picture()], by=desk.officer)


def test_pictures_are_removed_with_their_files_by_an_officer_and_by_the_erasure() -> None:
    desk, batch = with_batch()
    take_scans(batch, 1, [picture()], by=desk.officer)
    names = set(Scan.objects.values_list("file_name", flat=True))
    assert remove_scans(batch, by=desk.officer) == 1
    assert not names & lying()
    take_scans(batch, 1, [picture()], by=desk.officer)
    names = set(Scan.objects.values_list("file_name", flat=True))
    erase_scans(desk.contest)
    assert not names & lying()
    assert not Scan.objects.exists()


def test_pictures_come_after_the_batch_balances() -> None:
    desk = posted_desk(envelopes=20)
    batch = batching.form_batch(
        desk.contest, number=1, section="all", basis="member", envelopes=20, by=desk.officer
    )
    with pytest.raises(RuleError, match="Count the batch first"):
        take_scans(batch, 1, [picture()], by=desk.officer)


def test_a_picture_is_shown_beside_the_keys_and_the_mismatch_to_officers_alone() -> None:
    desk, batch = with_batch()
    papers = papers_of(desk.contest, [(1,)] * 20)
    close(desk.contest)
    sent = {"first": "1", "pictures": [_file("b.jpg"), _file("a.jpg")]}
    told = signed_in(desk.officer).post(desk.url("batches/1/scans/"), sent, follow=True)
    assert "2 pictures are added." in told.content.decode()
    there = desk.url("batches/1/scans/1/")
    clerk = signed_in(desk.one)
    clerk.post(desk.url("batches/1/key/begin/"))
    assert there in clerk.get(desk.url("batches/1/key/")).content.decode()
    shown = clerk.get(there)
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    assert "no-store" in shown["Cache-Control"]
    assert b"".join(shown.streaming_content).startswith(b"\xff\xd8")  # type: ignore[attr-defined]
    observer = make_actor(desk.contest.organisation, Role.OBSERVER)
    stranger = make_actor(make_organisation())
    refused = [signed_in(who).get(there).status_code for who in (observer, stranger)]
    assert refused == [403, 404]
    assert Client().get(there).status_code == 302
    assert clerk.get(desk.url("batches/1/scans/9/")).status_code == 404
    name = Scan.objects.get(place=1).file_name
    assert Client().get(f"/photo/{name}").status_code == 404
    key(batch, papers, by=desk.one)
    key(batch, [papers[0].marked(c1="2"), *papers[1:]], by=desk.two)
    assert there in clerk.get(desk.url("batches/1/mismatches/1/")).content.decode()


def _file(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture().getvalue(), "image/jpeg")


def test_no_backup_holds_a_picture(tmp_path: Path) -> None:
    desk, batch = with_batch()
    take_scans(batch, 1, [picture()], by=desk.officer)
    name = Scan.objects.get().file_name
    target = tmp_path / "backup.tar"
    take_backup(target, data())
    with tarfile.open(target) as tar:
        members = tar.getnames()
    assert "hustings-backup.json" in members
    assert not [member for member in members if name in member]


# --- for agents -----------------------------------------------------------------------------------


def on_paper(colour: int = 255, *, width: int = 300, height: int = 424) -> io.BytesIO:
    """A picture whose ends are as dark as a number and a square."""
    out, sheet = io.BytesIO(), Image.new("L", (width, height), colour)
    sheet.paste(0, (0, 0, width, height // 5))
    sheet.paste(0, (0, height - height // 5, width, height))
    sheet.save(out, "PNG")
    out.seek(0)
    return out


def test_both_ends_of_a_picture_are_covered_and_its_middle_is_as_it_was() -> None:
    name = scans.keep(scans.re_encoded(on_paper()))
    path = scans.path_of(name)
    assert path is not None
    content = scans.covered(path)
    with Image.open(io.BytesIO(content)) as shown:
        assert shown.size == (300, 424)
        column = list(shown.crop((150, 0, 151, 424)).tobytes())
    end = round(424 * scans.COVERED)
    assert all(abs(grey - 96) < 6 for grey in (*column[: end - 9], *column[9 - end :]))
    assert all(grey > 240 for grey in column[end + 9 : -9 - end])


@pytest.mark.parametrize(("size", "height"), [("a5", 210), ("a4", 297), ("large", 297)])
def test_the_number_the_square_and_the_mark_of_a_paper_are_covered(size: str, height: int) -> None:
    shop = make_shop()
    run = shop.papers(1, size)
    printed, made = BallotPaper.objects.get(), files_of(run)[""]
    number, mark = paper_shown(printed.number), mark_of(shop.contest, printed.number)
    assert number in made.text(0)
    above = made.within(0, 0, 297 - height, 300, 297 - height * scans.COVERED)
    assert "Candidate 1" in above
    assert number not in above
    assert mark not in above
    for turned in (0, 180):
        picture = io.BytesIO()
        made.image(0).rotate(turned).save(picture, "PNG")
        path = scans.path_of(scans.keep(scans.re_encoded(io.BytesIO(picture.getvalue()))))
        assert path is not None
        with Image.open(path) as whole:
            assert len(zxingcpp.read_barcodes(whole)) == 1
        with Image.open(io.BytesIO(scans.covered(path))) as shown:
            assert zxingcpp.read_barcodes(shown) == []


def test_a_picture_that_is_damaged_is_said_to_be_so_and_is_not_whole() -> None:
    whole = scans.re_encoded(on_paper())
    for content in (b"", b"\xff", whole[:20], whole[: len(whole) // 2], whole[:-2], b"\0" * 600):
        name = scans.keep(content)
        path = scans.path_of(name)
        assert path is not None
        assert not scans.is_whole(name), content[:4]
        if content != whole[:-2]:  # without its last mark a picture still opens
            with pytest.raises(RuleError, match="cannot be read"):
                scans.covered(path)
    assert scans.is_whole(scans.keep(whole))
    assert not scans.is_whole("0" * 32 + ".jpg"), "none of that name"
