"""Candidates on the paper, their words and their photographs."""

from __future__ import annotations

import io
import stat
import struct
import zlib

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from hustings.errors import RuleError
from hustings.web.contests import actions, photos
from hustings.web.contests.candidate_names import key_for, surname_of
from hustings.web.contests.models import Contest
from hustings.web.contests.prose import as_html, visible_faults
from hustings.web.officers.actor import Actor
from tests.web.making import make_actor, make_contest, make_organisation


def draft(candidates: int = 0) -> tuple[Contest, Actor]:
    by = make_actor(make_organisation())
    return make_contest(candidates=candidates, organisation=by.organisation), by


def listed(contest: Contest) -> list[tuple[int, str]]:
    return list(contest.candidates.order_by("number").values_list("number", "name"))


@pytest.mark.django_db
def test_candidates_are_numbered_without_a_gap_whatever_is_done() -> None:
    contest, by = draft()
    ann, bea, cat = (actions.add_candidate(contest, by=by, name=n) for n in ("Ann", "Bea", "Cat"))
    assert listed(contest) == [(1, "Ann"), (2, "Bea"), (3, "Cat")]
    actions.move_candidate(cat, up=True, by=by)
    assert listed(contest) == [(1, "Ann"), (2, "Cat"), (3, "Bea")]
    actions.move_candidate(ann, up=True, by=by)
    actions.move_candidate(bea, up=False, by=by)
    assert listed(contest) == [(1, "Ann"), (2, "Cat"), (3, "Bea")]
    actions.remove_candidate(ann, by=by)
    assert listed(contest) == [(1, "Cat"), (2, "Bea")]
    actions.add_candidate(contest, by=by, name="Dee")
    assert listed(contest) == [(1, "Cat"), (2, "Bea"), (3, "Dee")]


@pytest.mark.django_db
def test_two_candidates_of_one_name_are_told_apart() -> None:
    contest, by = draft()
    ann = actions.add_candidate(contest, by=by, name="Ann Ashe")
    with pytest.raises(RuleError, match="on the paper already"):
        actions.add_candidate(contest, by=by, name="ann ashe")
    bea = actions.add_candidate(contest, by=by, name="Bea")
    words = {"surname": "", "description": "", "statement": ""}
    with pytest.raises(RuleError, match="on the paper already"):
        actions.change_candidate(bea, by=by, name="ANN ASHE", **words)
    changed = actions.change_candidate(ann, by=by, name="ANN ASHE", **words)
    assert (changed.name, changed.key, changed.surname) == ("ANN ASHE", "ann_ashe", "ASHE")


@pytest.mark.parametrize(
    ("name", "taken", "key"),
    [
        ("Ann Ashe", set(), "ann_ashe"),
        ("Zoë O'Neill-Öz", set(), "zoe_o_neill_oz"),
        ("李娜", set(), "candidate"),
        ("Ann Ashe", {"ann_ashe", "ann_ashe_2"}, "ann_ashe_3"),
        ("Add", {"add"}, "add_2"),
        ("<script>", set(), "script"),
    ],
)
def test_a_key_is_of_small_letters_figures_and_underscores(
    name: str, taken: set[str], key: str
) -> None:
    assert key_for(name, taken) == key


@given(st.text(max_size=200))
def test_any_name_has_a_key_that_stands_in_an_address(name: str) -> None:
    key = key_for(name, set())
    assert 0 < len(key) <= 64
    assert set(key) <= set("abcdefghijklmnopqrstuvwxyz0123456789_")
    assert len(surname_of(name)) <= 80


@pytest.mark.parametrize(
    ("written", "html"),
    [
        ("One.\nTwo.\n\nThree.", "<p>One.<br>Two.</p><p>Three.</p>"),
        ("- a\n- **b**", "<ul><li>a</li><li><strong>b</strong></li></ul>"),
        ("*so* 2*3*4 ** x", "<p><em>so</em> 2*3*4 ** x</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("<img src=x onerror=alert(1)>", "<p>&lt;img src=x onerror=alert(1)&gt;</p>"),
        (
            "[a](https://example.org/?x=1&y=2)",
            (
                '<p><a href="https://example.org/?x=1&amp;y=2" '
                'rel="nofollow noopener noreferrer">a</a></p>'
            ),
        ),
        ("", ""),
        ("\r\n\r\n", ""),
    ],
)
def test_a_statement_stands_as_plain_paragraphs(written: str, html: str) -> None:
    assert as_html(written) == html


ATTACKS = [
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert%281%29)",
    "[x](java\tscript:alert)",
    "[x](&#106;avascript:alert)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox)",
    '[x](https://a" onmouseover="alert)',
    "[<img src=x onerror=alert>](https://a)",
    "**<b onclick=alert>x</b>**",
    "</p></div><iframe src=//evil.example>",
    "<svg/onload=alert(1)>",
    "[x](//evil.example/<script>)",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_statement_runs_anything(attack: str) -> None:
    check_harmless(as_html(attack))


@given(st.text(alphabet="[](){}<>\"'*- \n/:&;#ajvscript=onxhtp", max_size=200))
def test_nothing_that_can_be_written_runs_anything(written: str) -> None:
    check_harmless(as_html(written))


def check_harmless(html: str) -> None:
    from html.parser import HTMLParser

    found: list[tuple[str, list[tuple[str, str | None]]]] = []

    class Parser(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, attrs))

    Parser().feed(html)
    for tag, attributes in found:
        assert tag in {"p", "br", "ul", "li", "strong", "em", "a"}
        for name, value in attributes:
            assert name in {"href", "rel"}
            allowed = ("http://", "https://", "mailto:")
            assert name == "rel" or (value or "").lower().startswith(allowed)


@pytest.mark.parametrize("character", ["\u202e", "\u2066", "\x00", "\x1b", "\ufeff"])
def test_a_character_that_does_not_show_is_found(character: str) -> None:
    assert visible_faults(f"Ann{character}Ashe") == f"U+{ord(character):04X}"
    assert visible_faults("Ann Ashe, Zoë\nO’Neill") is None


def picture(
    form: str, size: tuple[int, int] = (1200, 900), mode: str = "RGB", **more: object
) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "red").save(out, form, **more)
    return out.getvalue()


@pytest.mark.parametrize(
    ("form", "size", "mode", "side"),
    [
        ("JPEG", (1200, 900), "RGB", 800),
        ("JPEG", (1200, 900), "CMYK", 800),
        ("JPEG", (300, 500), "L", 300),
        ("PNG", (2000, 2000), "RGBA", 800),
        ("PNG", (900, 10), "P", 10),
        ("WEBP", (1, 1), "RGB", 1),
    ],
)
def test_a_photograph_becomes_a_small_square_jpeg(
    form: str, size: tuple[int, int], mode: str, side: int
) -> None:
    made = Image.open(io.BytesIO(photos.re_encoded(io.BytesIO(picture(form, size, mode)))))
    assert (made.format, made.size, made.mode) == ("JPEG", (side, side), "RGB")


def test_place_camera_comment_and_what_hides_behind_a_photograph_are_gone() -> None:
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif[0x0112] = 6  # lies on its side
    exif.get_ifd(0x8825)[1] = "N"
    sent = picture("JPEG", exif=exif, comment=b"SecretComment") + b"<script>SecretTail</script>"
    made = photos.re_encoded(io.BytesIO(sent))
    assert b"Secret" not in made
    assert b"Exif" not in made
    assert dict(Image.open(io.BytesIO(made)).getexif()) == {}


def test_a_photograph_that_lies_on_its_side_is_set_upright() -> None:
    flat = Image.new("RGB", (400, 200), "blue")
    flat.paste("red", (0, 0, 200, 200))  # red on the left
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter: red comes to the top
    out = io.BytesIO()
    flat.save(out, "JPEG", exif=exif, quality=95)
    made = Image.open(io.BytesIO(photos.re_encoded(io.BytesIO(out.getvalue()))))
    top, bottom = made.getpixel((100, 5)), made.getpixel((100, 190))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[0] > 200 > bottom[0]


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is as large as that."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (bomb(60_000, 60_000), "million pixels"),
        (bomb(12_000, 12_000), "million pixels"),
        (bomb(8_000, 8_000), "million pixels"),
        (picture("GIF"), "not a whole JPEG, PNG or WebP"),
        (picture("TIFF"), "not a whole JPEG, PNG or WebP"),
        (picture("JPEG")[:500], "not a whole JPEG, PNG or WebP"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "not a whole JPEG"),
        (b"<html><script>alert(1)</script>", "not a whole JPEG"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "not a whole JPEG"),
        (b"", "not a whole JPEG"),
        (b"\xff\xd8\xff" + b"\0" * (10 << 20), "above 10 MB"),
    ],
    ids=["bomb", "smaller-bomb", "smallest-bomb", "gif", "tiff", "half", "svg", "html", "eps",
         "empty", "large"],
)  # fmt: skip
def test_what_is_no_photograph_is_refused_with_what_would_do(content: bytes, told: str) -> None:
    with pytest.raises(photos.PhotoError, match=told):
        photos.re_encoded(io.BytesIO(content))


@pytest.mark.django_db(transaction=True)
def test_a_photograph_is_stored_under_a_random_name_and_goes_with_its_candidate() -> None:
    contest, by = draft()
    ann = actions.add_candidate(contest, by=by, name="Ann")
    content = photos.re_encoded(io.BytesIO(picture("PNG")))
    first = actions.set_photo(ann, content, by=by).photo
    path = photos.path_of(first)
    assert path is not None
    assert settings.DATA is not None
    assert path.parent == settings.DATA.media
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    second = actions.set_photo(ann, content, by=by).photo
    assert first != second
    assert photos.path_of(first) is None
    actions.remove_candidate(ann, by=by)
    assert photos.path_of(second) is None


@pytest.mark.parametrize(
    "name", ["../secrets/django.key", "x.jpg", "", "a" * 32, "A" * 32 + ".jpg", "a" * 32 + ".jpg\n"]
)
def test_only_names_of_ours_lead_to_a_file(name: str) -> None:
    assert photos.path_of(name) is None
