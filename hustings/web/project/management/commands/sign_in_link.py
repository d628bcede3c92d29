"""`hustings manage sign_in_link EMAIL`: a one-time way in, made on the server."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hustings.web.officers import actions
from hustings.web.officers.links import address_of
from hustings.web.officers.models import User


class Command(BaseCommand):
    """Print a link that signs an officer in once."""

    help = "Print a link that signs an officer in once. Her earlier unused links stop working."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say whose, for how long, and whether the second step is taken away."""
        parser.add_argument("email", help="the officer's e-mail address")
        parser.add_argument("--hours", type=int, default=24, help="how long it works (24)")
        parser.add_argument(
            "--forget-second-factor",
            action="store_true",
            help="also take away passkeys, authenticator app and recovery codes that are lost",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make it, and print the link alone to standard output."""
        if options["hours"] < 1:
            raise CommandError(f"--hours must be 1 or more, found {options['hours']}")
        user = User.objects.filter(email=options["email"].strip().lower()).first()
        if user is None:
            raise CommandError(
                f"no officer has the e-mail address {options['email']!r}: "
                "officers are invited by another, or come with create_organisation"
            )
        if options["forget_second_factor"]:
            removed = actions.forget_second_factor(user)
            self.stderr.write(f"Taken away: {removed}. A new second step is set up at sign-in.")
        token = actions.make_operators_link(user, hours=options["hours"])
        self.stdout.write(address_of(token))
