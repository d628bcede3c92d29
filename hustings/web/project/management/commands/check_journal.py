"""`hustings manage check_journal`: every chain in the database, or those of an exported file."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hustings.errors import FormatError, Place
from hustings.web.journal import queries
from hustings.web.journal.chain import Broken, Head, Link, check_chain, check_chains
from hustings.web.journal.exports import read_line


class Command(BaseCommand):
    """Print each place at which the journal does not hold. Exit 1 if there is any."""

    help = "Check the journal's chains; print each place at which one does not hold (exit 1)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what is checked, and against which published heads."""
        parser.add_argument("--file", type=Path, help="an export (JSON Lines), not the database")
        parser.add_argument(
            "--head",
            type=head,
            action="append",
            default=[],
            metavar="CHAIN:NUMBER:DIGEST",
            help="a head as it was published; may be given more than once",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Check, print, and leave with 0, 1 where something is broken, 2 where nothing is read."""
        path, heads = options["file"], options["head"]
        broken = 0
        for found in self._in_file(path, heads) if path else self._in_database(heads):
            broken += 1
            self.stdout.write(str(found))
        if broken:
            places = "1 place" if broken == 1 else f"{broken} places"
            raise CommandError(f"the journal does not hold in {places}", returncode=1)
        self.stdout.write("The journal holds.")

    def _in_database(self, heads: list[Head]) -> Iterator[Broken]:
        for chain in sorted({*queries.chains(), *(h.chain for h in heads)}):
            of_chain = [h for h in heads if h.chain == chain]
            yield from check_chain(queries.links(chain), of_chain)

    def _in_file(self, path: Path, heads: list[Head]) -> Iterator[Broken | FormatError]:
        links: list[tuple[Link, str]] = []
        for line in _lines(path):
            if isinstance(line, FormatError):
                yield line
            else:
                links.append(line)
        yield from check_chains(links, heads)


def head(text: str) -> Head:
    """A published head as it is printed; for the command line."""
    chain, _, rest = text.partition(":")
    number, _, digest = rest.partition(":")
    if not (chain and number.isascii() and number.isdigit() and len(digest) == 64):
        raise ArgumentTypeError(
            f"expected CHAIN:NUMBER:DIGEST with 64 hexadecimal digits, found {text!r}"
        )
    return Head(chain, int(number), digest)


def _lines(path: Path) -> Iterator[tuple[Link, str] | FormatError]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise CommandError(f"{path} cannot be read: {reason}", returncode=2) from None
    for number, line in enumerate(text.split("\n"), start=1):
        if not line:
            continue
        try:
            yield read_line(line, Place(str(path), number))
        except FormatError as error:
            yield error
