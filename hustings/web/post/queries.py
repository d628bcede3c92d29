"""What is known of posted papers: read here, written in ``actions``."""

from __future__ import annotations

from hustings.web.contests.models import Contest
from hustings.web.post.models import PostSetup

__all__ = ["takes_post"]


def takes_post(contest: Contest) -> bool:
    """Whether the contest takes posted papers: an officer set it up so."""
    return PostSetup.objects.filter(contest=contest).exists()
