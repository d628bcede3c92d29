"""What the template of a result page is given, for the public and for officers before it is out."""

from __future__ import annotations

from html import escape
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from hustings.report.words import date_words
from hustings.web.contests.models import Contest, Origin
from hustings.web.project.languages import in_this_language
from hustings.web.results import hooks, queries
from hustings.web.results.downloads import downloads_of
from hustings.web.results.folders import declared_from
from hustings.web.results.lots_told import lots_told
from hustings.web.results.models import Stage, Version
from hustings.web.results.pages.channels import channel_tables
from hustings.web.results.pages.groups import group_table
from hustings.web.results.pages.result import pledge_of, told_of
from hustings.web.results.precount import reconciled
from hustings.web.results.reconciling import lines_of_post, post_of

__all__ = ["result_context"]


def result_context(contest: Contest, version: Version, *, preview: str = "") -> dict[str, Any]:
    """What stands on the page of a version; ``preview`` is the officers' address of its files."""
    known = list(queries.published(contest))
    latest = known[-1] if known else version
    address = reverse("results:version", args=[contest.slug, version.number])
    told = told_of(version, contest)
    corrected = queries.corrections(contest, version)
    run_here = contest.origin == Origin.RUN
    return {
        "contest": contest,
        "organisation": contest.organisation,
        "version": version,
        "latest": latest,
        "superseded": version.number < latest.number,
        "versions": known,
        "told": told,
        "day": date_words(told.date) if told.date else "",
        "state": _state(version, contest),
        "corrected": corrected,
        "is_corrected": any(c.changes for c in corrected),
        "pledge": pledge_of(contest, version) if run_here else None,
        "groups": group_table(contest, _("Rejected")) if run_here else None,
        "lots": lots_told(contest, version) if run_here else [],
        "said": hooks.said_of(version),
        "channels": channel_tables(contest, version) if run_here else [],
        "precounts": _precounts(contest, version) if run_here else [],
        "post": lines_of_post(post_of(contest)) if run_here else [],
        "names": dict(contest.candidates.values_list("key", "name")),
        "files": downloads_of(version, contest),
        "files_at": preview or address,
        "preview": bool(preview),
        "test_mode": version.test,
        "zone": contest.timezone,
        "run_here": run_here,
        "imported": contest.origin == Origin.IMPORTED,
        "canonical": settings.BASE_URL + reverse("results:result", args=[contest.slug]),
        "permanent": settings.BASE_URL + address,
        "frame": _frame(contest, told.headline),
    }


def _precounts(contest: Contest, version: Version) -> list[dict[str, Any]]:
    """Pre-counts that were published after the declaration, held against this version."""
    views = list(queries.published_precounts(contest))
    declaration = declared_from(bytes(version.folder)) if views else None
    return [{"view": view, "rows": reconciled(view, declaration)} for view in views]


def _frame(contest: Contest, title: str) -> str:
    """What another site writes into its page to show the result in a frame."""
    embed = reverse("results:embed", args=[contest.slug])
    address = settings.BASE_URL + in_this_language(embed)
    attributes = f'src="{address}" title="{escape(title)}" width="100%" height="300"'
    return f'<iframe {attributes} loading="lazy"></iframe>'


def _state(version: Version, contest: Contest) -> str:
    if contest.origin == Origin.REPORTED:
        return "reported"
    if version.published_at is None:
        return "embargoed"
    return "declared" if version.stage == Stage.DECLARED else "provisional"
