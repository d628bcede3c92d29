"""`hustings manage create_organisation SLUG NAME EMAIL`: an organisation and its first officer."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email, validate_slug

from hustings.errors import RuleError
from hustings.web.officers import actions
from hustings.web.officers.links import address_of


class Command(BaseCommand):
    """Make an organisation, and print its returning officer's one-time link."""

    help = "Make an organisation, and print a link that signs its returning officer in once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say which."""
        parser.add_argument("slug", help="its name in addresses: small letters, digits, hyphens")
        parser.add_argument("name", help="its name, in quotes")
        parser.add_argument("email", help="the returning officer's e-mail address")
        parser.add_argument("--officer-name", default="", help="the returning officer's name")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make it, and print the link alone to standard output."""
        slug, name, email = options["slug"], options["name"].strip(), options["email"].strip()
        self._check(slug, name, email)
        try:
            token = actions.create_organisation(
                slug=slug, name=name, email=email, officer_name=options["officer_name"].strip()
            )
        except RuleError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(address_of(token))

    def _check(self, slug: str, name: str, email: str) -> None:
        longest = {"slug": (slug, 64), "name": (name, 200), "e-mail address": (email, 254)}
        for what, (value, length) in longest.items():
            if not value or len(value) > length:
                raise CommandError(f"the {what} must have 1 to {length} letters: {value!r}")
        try:
            validate_slug(slug)
        except ValidationError:
            raise CommandError(
                f"the slug {slug!r} must be of letters, digits and hyphens, as in bassetlaw-clp"
            ) from None
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email!r} is no e-mail address, as in name@example.org") from None
