"""What agents do: they see, object, sign, and ask for a recount. None of it changes a figure."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from hustings.errors import RuleError
from hustings.web.papers.actions import adjudicating
from hustings.web.papers.models import Adjudication, Objection
from hustings.web.project import clock
from hustings.web.project.plurals import number_of
from hustings.web.results.models import Version
from hustings.web.scrutiny import queries
from hustings.web.scrutiny.actions.acting import held_for, note_of, plain
from hustings.web.scrutiny.adjudged import decided_papers, sights_of
from hustings.web.scrutiny.models import Agent, RecountRequest, Statement, Verdict
from hustings.web.scrutiny.words import role_on_record

__all__ = ["ask_for_recount", "note_papers_shown", "note_result_shown", "object_to", "say"]


@transaction.atomic
def note_result_shown(agent: Agent, version: Version) -> None:
    """Write down that she saw a result before it was published."""
    held_for(agent)
    told = f"Saw version {version.number} of the result before it was published."
    note_of(agent, "result seen", told)


@transaction.atomic
def note_papers_shown(agent: Agent) -> set[str]:
    """Write down that she saw what was decided of doubtful papers, and how many these were; what
    of them is for her visit to remember.
    """
    papers = decided_papers(held_for(agent))
    pictures = sum(paper.has_picture for paper in papers)
    seen = f", {number_of(pictures, 'picture')} among them" if pictures else ""
    told = (
        f"Saw the doubtful papers and what was decided of them: {len(papers)} at that time{seen}."
    )
    note_of(agent, "doubtful papers seen", told)
    return sights_of(papers)


@transaction.atomic
def object_to(agent: Agent, adjudication: Adjudication, *, words: str) -> Objection:
    """Object to what was decided of a paper: by name, once, with a reason, before the declaration.

    RuleError where that is over or done already. The decision stands; the objection stands by it.
    """
    contest = held_for(agent)
    if queries.is_over(contest):
        raise RuleError(_("The result is declared: decisions are objected to before that."))
    role = role_on_record(agent)
    if adjudication.objections.filter(name=agent.name, role=role).exists():
        raise RuleError(_("You have objected to this decision already; your objection stands."))
    reason = plain(words, _("why you object"))
    return adjudicating.object_to(adjudication, name=agent.name, role=role, words=reason, by=None)


@transaction.atomic
def say(agent: Agent, version: Version, *, verdict: Verdict, words: str) -> Statement:
    """Sign a version of the result, or object to it: once, by name, published with that version.

    RuleError unless it is the last version that she sees, and nothing was said of it yet; or for an
    objection without a reason.
    """
    held_for(agent)
    if not queries.may_say(agent, version):
        raise RuleError(
            _("You have signed this version or objected to it, or another stands in its place.")
        )
    if verdict is Verdict.OBJECTED:
        plain(words, _("why you object"))
    statement = Statement.objects.create(
        agent=agent, version=version, verdict=verdict, words=words.strip(), at=clock.now()
    )
    signed = verdict is Verdict.SIGNED
    did = "Signed, as agreeing with the figures," if signed else "Objected to"
    because = f": {statement.words}" if statement.words else "."
    note_of(
        agent,
        "statement signed" if signed else "statement objected",
        f"{did} version {version.number} of the result{because}",
    )
    return statement


@transaction.atomic
def ask_for_recount(agent: Agent, version: Version, *, reason: str) -> RecountRequest:
    """Ask for a recount of a provisional version, once, with a reason.

    RuleError unless it is the last version that she sees and is not declared.
    """
    held_for(agent)
    if not queries.may_ask(agent, version):
        raise RuleError(
            _("A recount is asked for once, of the version that stands, while it is provisional.")
        )
    request = RecountRequest.objects.create(
        agent=agent, version=version, reason=plain(reason, _("why")), at=clock.now()
    )
    told = f"Asked for a recount after version {version.number}: {request.reason}"
    note_of(agent, "recount asked for", told)
    return request
