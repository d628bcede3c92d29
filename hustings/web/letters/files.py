"""The files of print runs; of letters the only place where a code that was sent can be read.

A file is written aside, for its owner alone, and takes its name when it is whole. It is destroyed
by writing over it before it is removed: that keeps it from whoever looks through freed blocks of a
plain disk; a disk that moves its blocks, a snapshot or a copy made elsewhere is beyond reach.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

__all__ = ["PrintFiles", "destroy", "leftovers", "path_of", "writing"]

_NAME = re.compile(r"[0-9a-f]{32}")
_ASIDE = ".part"
_BLOCK = 1 << 20


class PrintFiles:
    """The files of one folder of the data folder."""

    def __init__(self, place: str) -> None:
        """``place`` is the folder's name, as :class:`DataFolder` knows it."""
        self._place = place

    def path_of(self, name: str) -> Path:
        """Where the file of that name lies, whether or not it is there. ValueError for others."""
        if not _NAME.fullmatch(name):
            raise ValueError(f"the file of a run has a name of 32 hexadecimal digits, not {name!r}")
        return self._folder() / name

    @contextmanager
    def writing(self, name: str) -> Iterator[BinaryIO]:
        """The file to be written. It takes its name at the end; whatever fails, nothing is left."""
        path = self.path_of(name)
        aside = path.with_name(f"{name}{_ASIDE}")
        try:
            descriptor = os.open(aside, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w+b") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            aside.replace(path)
            _sync(path.parent)
        except BaseException:
            _overwrite_and_remove(aside)
            raise

    def destroy(self, name: str) -> bool:
        """Write over the file and what was half written, and remove both; whether one was there."""
        path = self.path_of(name)
        found = [_overwrite_and_remove(p) for p in (path, path.with_name(f"{name}{_ASIDE}"))]
        return any(found)

    def leftovers(self, known: Collection[str]) -> list[str]:
        """Names in the folder that are none of the known, so that nobody will ask for them."""
        present = {path.name.removesuffix(_ASIDE) for path in self._folder().iterdir()}
        return sorted(name for name in present - set(known) if _NAME.fullmatch(name))

    def _folder(self) -> Path:
        assert settings.DATA is not None  # a site that runs has a data folder
        return settings.DATA.place(self._place)


_LETTERS = PrintFiles("letters")
path_of, writing = _LETTERS.path_of, _LETTERS.writing
destroy, leftovers = _LETTERS.destroy, _LETTERS.leftovers


def _overwrite_and_remove(path: Path) -> bool:
    try:
        with path.open("r+b") as file:
            left = file.seek(0, os.SEEK_END)
            file.seek(0)
            while left > 0:
                left -= file.write(bytes(min(left, _BLOCK)))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except FileNotFoundError:
        return False
    _sync(path.parent)
    return True


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
