"""Bring the Welsh catalogue up to date: texts that are new in, those gone out, compiled anew."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from hustings.web.project.catalogue import LOCALE, Text, texts

if TYPE_CHECKING:
    from babel.messages import Catalog

__all__ = ["Command"]

_WIDTH = 100


class Command(BaseCommand):
    """``hustings manage catalogue``. It needs Babel, which a site in use does not."""

    help = "Puts new texts into the Welsh catalogue, keeps what is translated, and compiles it."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Write django.po and django.mo; say what is still to be translated."""
        try:
            from babel.messages import mofile, pofile
        except ImportError:
            raise CommandError("Babel is not installed: pip install babel") from None
        path = LOCALE / "cy" / "LC_MESSAGES" / "django.po"
        with path.open("rb") as file:
            catalogue = pofile.read_po(file, locale="cy")
        catalogue.last_translator = catalogue.msgid_bugs_address = ""
        catalogue.language_team = "Welsh"
        left = list(_bring_up_to_date(catalogue))
        with path.open("wb") as file:
            pofile.write_po(file, catalogue, width=_WIDTH)
        with path.with_suffix(".mo").open("wb") as file:
            mofile.write_mo(file, catalogue)
        for text in left:
            self.stdout.write(f"to translate: {text!r}")
        self.stdout.write(f"{len(catalogue)} texts, {len(left)} of them to translate")


def _bring_up_to_date(catalogue: Catalog) -> Iterator[str]:
    """Leave the texts that the pages have, in their order; give those without a translation."""
    places: dict[Text, list[str]] = {}
    for text in texts():
        places.setdefault(text.bare, []).append(text.place)
    known = {(m.id, m.context): m for m in catalogue if m.id}
    for message in known.values():
        catalogue.delete(message.id, message.context)
    for text, found in places.items():
        key = (text.text, text.plural) if text.plural else text.text
        before = known.get((key, text.context or None))
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
