"""What the booth does when a contest's acts ask for it. Casting has its own: casting.py."""

from __future__ import annotations

from hustings.web.booth.models import Code, Envelope, Participation
from hustings.web.booth.outcomes import TEST
from hustings.web.contests.models import Contest

__all__ = ["wipe_tests"]


def wipe_tests(contest: Contest) -> None:
    """Remove what came of test ballots: envelopes, participations, and the codes of the test.

    In the transaction of the act that calls it, while the contest is a draft: the database itself
    refuses it for votes.
    """
    Envelope.objects.filter(contest=contest).delete()
    Participation.objects.filter(contest=contest).delete()
    Code.objects.filter(contest=contest, channel=TEST).delete()
