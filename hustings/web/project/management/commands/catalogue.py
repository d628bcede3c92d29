"""Bring Welsh catalogues up to date: texts that are new in, those gone out, compiled anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hustings.web.project.catalogue import CATALOGUES, Catalogue, Text

if TYPE_CHECKING:
    from babel.messages import Catalog, Message

    _Key = tuple[Any, str | None]

__all__ = ["Command"]

_WIDTH = 100


class Command(BaseCommand):
    """``hustings manage catalogue [NAME ...]``. It needs Babel, which a site in use does not."""

    help = "Puts new texts into the Welsh catalogues, keeps what is translated, and compiles them."

    def add_arguments(self, parser: CommandParser) -> None:
        """Some of the catalogues, or all."""
        names = [c.name for c in CATALOGUES]
        parser.add_argument("names", nargs="*", choices=[[], *names], metavar="name")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write each catalogue's two files; say what is still to be translated."""
        try:
            import babel  # noqa: F401
        except ImportError:
            raise CommandError("Babel is not installed: pip install babel") from None
        known = {key: message for c in CATALOGUES for key, message in _known(_read(c)).items()}
        for each in CATALOGUES:
            if each.name in (options["names"] or [each.name]):
                self._write(each, known)

    def _write(self, which: Catalogue, known: Mapping[_Key, Message]) -> None:
        from babel.messages import mofile, pofile

        catalogue = _read(which)
        catalogue.last_translator = catalogue.msgid_bugs_address = ""
        catalogue.language_team = "Welsh"
        left = list(_bring_up_to_date(catalogue, which, known))
        which.written.parent.mkdir(parents=True, exist_ok=True)
        with which.written.open("wb") as file:
            pofile.write_po(file, catalogue, width=_WIDTH)
        with which.compiled.open("wb") as file:
            mofile.write_mo(file, catalogue)
        for text in left:
            self.stdout.write(f"to translate: {text!r}")
        self.stdout.write(f"{which.name}: {len(catalogue)} texts, {len(left)} of them to translate")


def _read(which: Catalogue) -> Catalog:
    """The catalogue as it is written; the first one's head, without texts, where there is none."""
    from babel.messages import pofile

    path = which.written if which.written.exists() else CATALOGUES[0].written
    with path.open("rb") as file:
        catalogue = pofile.read_po(file, locale="cy")
    if not which.written.exists():
        for message in _known(catalogue).values():
            catalogue.delete(message.id, message.context)
    return catalogue


def _known(catalogue: Catalog) -> dict[_Key, Message]:
    return {(m.id, m.context): m for m in catalogue if m.id}


def _bring_up_to_date(
    catalogue: Catalog, which: Catalogue, known: Mapping[_Key, Message]
) -> Iterator[str]:
    """Leave the texts that the pages have, in their order; give those without a translation.

    What another catalogue says of the same text is taken over.
    """
    places: dict[Text, list[str]] = {}
    for text in which.texts():
        places.setdefault(text.bare, []).append(text.place)
    own = _known(catalogue)
    for message in own.values():
        catalogue.delete(message.id, message.context)
    for text, found in places.items():
        key = (text.text, text.plural) if text.plural else text.text
        before = own.get((key, text.context or None)) or known.get((key, text.context or None))
        said = before.string if before else ""
        catalogue.add(
            key,
            said or None,
            locations=[(place, None) for place in dict.fromkeys(found) if place],  # type: ignore[misc]
            flags=("python-format",) if "%(" in text.text else (),
            user_comments=before.user_comments if before else (),
            context=text.context or None,
        )
        if not all(said if isinstance(said, (tuple, list)) else [said]):
            yield text.text
