"""Pictures of papers: taken in carefully, kept as a JPEG of our own making under a random name.

They lie in the data folder's ``scans/`` and are in no backup: the papers are kept, a picture shows
handwriting that nothing else holds, and what counts is keyed from the paper.
"""

from __future__ import annotations

import io
import os
import re
import secrets
from pathlib import Path
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from hustings.errors import RuleError

__all__ = ["CONTENT_TYPE", "COVERED", "LONGEST_SIDE", "MOST_BYTES", "MOST_PIXELS", "covered",
           "forget", "is_whole", "keep", "path_of", "re_encoded"]  # fmt: skip

LONGEST_SIDE = 1800
MOST_BYTES = 30 << 20
MOST_PIXELS = 60_000_000
CONTENT_TYPE = "image/jpeg"
COVERED = 0.22
"""How much of either end is covered, of the height: more than the foot of any paper takes."""
_FORMATS = ("JPEG", "PNG", "WEBP", "TIFF")
_UNREADABLE = (OSError, ValueError, SyntaxError, EOFError, MemoryError)
_NAME = re.compile(r"[0-9a-f]{32}\.jpg")


def re_encoded(file: IO[bytes]) -> bytes:
    """The picture in grey as a JPEG, upright, at most LONGEST_SIDE pixels long, nothing else.

    RuleError for a file above MOST_BYTES or MOST_PIXELS, or that is no JPEG, PNG, WebP or TIFF.
    """
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise RuleError(
            _("A picture is above %(most)s MB: scan at 200 dots to the inch, in grey.")
            % {"most": MOST_BYTES >> 20}
        )
    try:
        return _small(content)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels() from None
    except _UNREADABLE:
        raise RuleError(
            _("A file is not a whole JPEG, PNG, WebP or TIFF picture: save the scan as JPEG.")
        ) from None


def _small(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise _too_many_pixels()
        picture.draft("L", (2 * LONGEST_SIDE, 2 * LONGEST_SIDE))
        grey = ImageOps.exif_transpose(_on_white(picture)).convert("L")
    grey.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    Image.frombytes("L", grey.size, grey.tobytes()).save(out, "JPEG", quality=80)
    return out.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode in ("RGB", "L", "1"):
        return picture
    coloured = picture.convert("RGBA")
    ground = Image.new("RGBA", coloured.size, "white")
    return Image.alpha_composite(ground, coloured).convert("RGB")


def _too_many_pixels() -> RuleError:
    most = MOST_PIXELS // 1_000_000
    return RuleError(
        _("A picture has more than %(most)s million pixels: save it smaller.") % {"most": most}
    )


def covered(path: Path) -> bytes:
    """The picture with both its ends covered, where a paper has its number, square and mark.

    RuleError for one that does not stand upright, whose ends are elsewhere, or that is damaged.
    """
    try:
        with Image.open(path, formats=("JPEG",)) as picture:
            shown = picture.convert("L")
    except (*_UNREADABLE, Image.DecompressionBombError):
        raise RuleError(
            _("This picture cannot be read: its file is damaged or gone. Agents see nothing of it.")
        ) from None
    width, height = shown.size
    if height <= width:
        raise RuleError(_("This picture does not stand upright, so the number of the paper could "
                          "not be covered: add it again, upright."))  # fmt: skip
    end = round(height * COVERED)
    shown.paste(96, (0, 0, width, end))
    shown.paste(96, (0, height - end, width, height))
    out = io.BytesIO()
    shown.save(out, "JPEG", quality=80)
    return out.getvalue()


def keep(content: bytes) -> str:
    """Store a picture under a random name; returns the name."""
    name = f"{secrets.token_hex(16)}.jpg"
    descriptor = os.open(_folder() / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    return name


def path_of(name: str) -> Path | None:
    """Where the picture of that name is; None for none of ours, or one that lies here no more."""
    if not _NAME.fullmatch(name):
        return None
    path = _folder() / name
    return path if path.is_file() else None


def is_whole(name: str) -> bool:
    """Whether the picture of that name lies here to its last byte; no pixel of it is read."""
    path = path_of(name)
    try:
        with path.open("rb") if path else io.BytesIO() as file:
            start = file.read(2)
            file.seek(-2, os.SEEK_END)
            return (start, file.read()) == (b"\xff\xd8", b"\xff\xd9")
    except (OSError, ValueError):
        return False


def forget(name: str) -> None:
    """Remove a picture."""
    if path := path_of(name):
        path.unlink(missing_ok=True)


def _folder() -> Path:
    assert settings.DATA is not None
    folder: Path = settings.DATA.place("scans")
    return folder
