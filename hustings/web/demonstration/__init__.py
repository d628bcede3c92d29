"""What `hustings demo` shows: real contests of 2009 and 2010, and two fictional primaries.

One is open, to vote in (``primary``); of the other, which took votes by post too, it is the day of
the count (``posted``). Run again the demonstration keeps what is there, and makes anew what is
over or was left half made, so that there always is a poll to vote in and a count to carry out. The
constituency, its candidates, its electors and its officers are made up.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse

from hustings.examples import example_names
from hustings.web.demonstration import people, posted, primary
from hustings.web.results.importing import import_example

__all__ = ["prepare_demonstration"]


def prepare_demonstration() -> Iterator[str]:
    """Make what is missing, and yield what to tell whoever started it, line by line."""
    officer, deputy = people.officer(), people.deputy()
    begun = posted.begin(officer)  # while its poll runs out, the rest is made
    for name in example_names():
        import_example(name, officer.organisation)
    contest = primary.open_contest(officer)
    counted = posted.finish(begun, officer, deputy)
    site = settings.BASE_URL
    day = reverse("contests:contest", args=[officer.organisation.slug, counted.slug])
    yield ""
    yield f"The site:     {site}/"
    yield f"Results:      {site}/c/labour-leader-2010/result/  (the college of 2010, counted)"
    yield f"              {site}/c/bassetlaw-2010/result/  (a primary of 2010, as reported)"
    yield f"Vote:         {site}/vote/  in a fictional primary; each of these codes votes once:"
    for code in primary.spare_codes(contest):
        yield f"                {code}"
    yield f"The officer:  {people.way_in(officer)}  (signs in once, within a day)"
    yield "Posted votes: once signed in, the day of the count of another fictional primary:"
    yield f"              {site}{day}"
    yield f"Its deputy:   {people.way_in(deputy)}  (in a private window)"
    yield f"An agent:     {posted.agents_link(counted, officer)}"
    yield ""
