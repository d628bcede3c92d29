"""A candidate's photograph: taken in carefully, kept as a small square JPEG of our own making.

Whatever else the file held (place, camera, thumbnails, comments, a second file behind the first)
is gone: only pixels are carried over.
"""

from __future__ import annotations

import io
import os
import re
import secrets
from pathlib import Path
from typing import IO

from django.conf import settings
from PIL import Image, ImageOps

from hustings.errors import HustingsError

__all__ = [
    "CONTENT_TYPE",
    "MOST_BYTES",
    "MOST_PIXELS",
    "SIDE",
    "PhotoError",
    "forget",
    "keep",
    "path_of",
    "re_encoded",
]

SIDE = 800
MOST_BYTES = 10 << 20
MOST_PIXELS = 50_000_000
CONTENT_TYPE = "image/jpeg"
_FORMATS = ("JPEG", "PNG", "WEBP")
_NAME = re.compile(r"[0-9a-f]{32}\.jpg")


class PhotoError(HustingsError):
    """The file cannot be a photograph here; the text says what would do."""


def re_encoded(file: IO[bytes]) -> bytes:
    """The picture as a JPEG: upright, its middle square, at most SIDE pixels wide, nothing else.

    PhotoError for a file above MOST_BYTES or MOST_PIXELS, or that is not JPEG, PNG or WebP.
    """
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise PhotoError(f"the file is above {MOST_BYTES >> 20} MB: save the photograph smaller")
    try:
        return _square(content)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels() from None
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError):
        raise PhotoError(
            "the file is not a whole JPEG, PNG or WebP picture: save the photograph as JPEG"
        ) from None


def _square(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise _too_many_pixels()
        picture.draft("RGB", (2 * SIDE, 2 * SIDE))
        upright = ImageOps.exif_transpose(picture)
        side = min(SIDE, *upright.size)
        small = ImageOps.fit(_on_white(upright), (side, side), centering=(0.5, 0.4))
    out = io.BytesIO()
    Image.frombytes("RGB", small.size, small.tobytes()).save(out, "JPEG", quality=85)
    return out.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    """Without transparency: what shines through is white."""
    if picture.mode == "RGB":
        return picture
    coloured = picture.convert("RGBA")
    ground = Image.new("RGBA", coloured.size, "white")
    return Image.alpha_composite(ground, coloured).convert("RGB")


def _too_many_pixels() -> PhotoError:
    most = MOST_PIXELS // 1_000_000
    return PhotoError(f"the picture has more than {most} million pixels: save it smaller")


def keep(content: bytes) -> str:
    """Store a picture under a random name in media/; returns the name."""
    name = f"{secrets.token_hex(16)}.jpg"
    path = _folder() / name
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    return name


def path_of(name: str) -> Path | None:
    """Where the picture of that name is; None for anything that is not one of ours."""
    if not _NAME.fullmatch(name):
        return None
    path = _folder() / name
    return path if path.is_file() else None


def forget(name: str) -> None:
    """Remove a picture that no candidate has any more."""
    if path := path_of(name):
        path.unlink(missing_ok=True)


def _folder() -> Path:
    assert settings.DATA is not None
    folder: Path = settings.DATA.media
    return folder
