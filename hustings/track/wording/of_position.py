"""Where a contest stands, in sentences: the opening, nominations, declared votes, disputes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from hustings.contest import Contest, Section
from hustings.count import Stage
from hustings.declaration.wording.words import chosen_as
from hustings.phrases import day, listed, number_words
from hustings.rounding import grouped, percents_apart, rounded
from hustings.track.declared import College, SectionDeclared
from hustings.track.nominations import BodyPosition, CandidateNominations
from hustings.track.position import Position
from hustings.track.records import Nomination, Record, Vote
from hustings.track.standing import Dispute
from hustings.track.switches import Switch
from hustings.track.wording.words import act_words, capital, cited, many, when_words

__all__ = [
    "college_sentences",
    "declared_sentence",
    "dispute_sentence",
    "headline",
    "nomination_sentences",
    "occasion",
    "perhaps_sentence",
    "struck_sentence",
    "switch_sentence",
    "threshold_sentence",
]


def occasion(position: Position) -> str:
    """The day that is told, and as of whose knowledge."""
    told = f"Where it stood on {day(position.on.isoformat())}"
    if position.known is None:
        return told
    return f"{told}, as known on {day(position.known.isoformat())}"


def headline(position: Position) -> str:
    """One sentence of where the contest stands."""
    count = position.college.count
    if position.declared and count is not None and count.elected:
        stage = next(s for s in count.stages if s.elected)
        return _result(position.contest, stage)
    told = _leaders(position)
    if not told:
        return "Nothing is known of the contest by this day."
    return f"{capital('; '.join(told))}."


def _result(contest: Contest, stage: Stage) -> str:
    winner = stage.elected[0]
    figure = f"{rounded(stage.points[winner] * 100, 2)} per cent of the votes"
    if contest.weighted:
        figure = f"{rounded(stage.points[winner] * 100, 2)} of 100 points"
    name, how = contest.name_of(winner), chosen_as(contest)
    return f"{name} was {how} at stage {stage.number} with {figure}."


def _leaders(position: Position) -> list[str]:
    """Who has most nominations of which bodies, each of those who lead in one once."""
    led: dict[tuple[str, ...], list[str]] = {}
    for body in position.bodies:
        if first := _leading(body):
            whole = all(one.whole for one in body.of_candidates)
            total = grouped(body.of(first[0]).totals[0])
            known = "" if whole else " known by name"
            led.setdefault(first, []).append(f"{body.body.many} ({total}{known})")
    return [
        f"{listed([position.contest.name_of(c) for c in first])} "
        f"{'has' if len(first) == 1 else 'have each'} most nominations of {listed(bodies)}"
        for first, bodies in led.items()
    ]


def _leading(body: BodyPosition) -> tuple[str, ...]:
    """Who has most of a body's nominations; nobody where nothing is known or sources differ."""
    totals = {one.candidate: one.total for one in body.of_candidates}
    most = max((t for t in totals.values() if t is not None), default=0)
    if None in totals.values() or not most:
        return ()
    return tuple(c for c, total in totals.items() if total == most)


# --- nominations -------------------------------------------------------------------------------


def threshold_sentence(body: BodyPosition) -> str:
    """What a candidate needs of a body and how that was made whole; empty without a threshold."""
    threshold = body.body.threshold
    if threshold is None:
        return ""
    needed = many(threshold.needed, "nomination", "nominations")
    told = f"A candidate needs {needed} by {body.body.many}"
    if threshold.of is None:
        return f"{told}{cited(body.body.sources)}."
    exact = rounded(threshold.exact, 3).rstrip("0").rstrip(".")
    whole = "" if threshold.exact.denominator == 1 else ", rounded up"
    return (
        f"{told}: {threshold.text} of {grouped(threshold.of)} is {exact}{whole}"
        f"{cited(body.body.sources)}."
    )


def nomination_sentences(position: Position, body: BodyPosition) -> Iterator[str]:
    """The threshold and who reached it, the close, what has no names, what was lent or late."""
    if threshold := threshold_sentence(body):
        yield threshold
        yield from _reached(position.contest, body)
    if body.body.closes is not None:
        verb = "closed" if body.closed else "close"
        closes = day(body.body.closes.isoformat())
        yield f"Nominations by {body.body.many} {verb} on {closes}."
    yield from _unnamed(body)
    for one in body.of_candidates:
        yield from _lent_and_late(position.contest, one)
        if one.too_many_named:
            yield (
                f"More nominations of {position.contest.name_of(one.candidate)} by "
                f"{body.body.many} are known by name than the number stated: one of the two is "
                "wrong."
            )


def _reached(contest: Contest, body: BodyPosition) -> Iterator[str]:
    if not body.told:
        return
    reached = {one.candidate: body.reached(one.candidate) for one in body.of_candidates}
    yes = [contest.name_of(c) for c, r in reached.items() if r]
    unsure = [contest.name_of(c) for c, r in reached.items() if r is None]
    if len(yes) == len(reached):
        all_ = "Both" if len(yes) == 2 else f"All {number_words(len(yes))}"
        yield f"{all_} reached it." if len(yes) > 1 else f"{yes[0]} reached it."
    elif yes:
        yield f"{listed(yes)} reached it."
    if unsure:
        yield f"Whether {listed(unsure)} reached it cannot be told from what is known."


def _unnamed(body: BodyPosition) -> Iterator[str]:
    """How many nominations are known, how many of them by name."""
    total, body_ = body.total, body.body
    if not body.told:
        yield f"No nomination by {body_.many} is known by this day."
        return
    named = sum(len(one.named) for one in body.of_candidates)
    if total is None or not any(one.stated for one in body.of_candidates):
        tail = "" if body_.all_named else "; there may be more"
        are = "is" if named == 1 else "are"
        told = f"{many(named, 'nomination', 'nominations')} by {body_.many} {are} known by name"
        yield f"{told}{tail}."
        return
    of = f"Of {many(total, 'nomination', 'nominations')} by {body_.many}"
    if not named:
        yield f"{of} none is known by name: they are numbers only."
    elif total > named:
        are = "is" if named == 1 else "are"
        yield (
            f"{of} {grouped(named)} {are} known by name; the other {grouped(total - named)} are "
            "numbers only."
        )


def _lent_and_late(contest: Contest, one: CandidateNominations) -> Iterator[str]:
    name = contest.name_of(one.candidate)
    for stance in one.named:
        record = stance.record
        if isinstance(record, Nomination) and record.lent:
            why = f", {record.reason}" if record.reason else ""
            yield (
                f"{record.who} lent {name} a nomination{why}{cited(stance.sources)}: that is no "
                "endorsement."
            )
    for stance in one.late:
        yield (
            f"{stance.record.person} nominated {name} {when_words(stance.record.when)}, after the "
            f"close{cited(stance.sources)}: it does not count."
        )


# --- votes -------------------------------------------------------------------------------------


def declared_sentence(one: SectionDeclared) -> str:
    """How many votes of a section are declared, and how many electors are left."""
    name = one.section.name
    if one.published is not None:
        of = "" if one.electors is None else f" of {grouped(one.electors)} papers issued"
        return (
            f"{name}: {many(one.ballots, 'valid ballot', 'valid ballots')}{of}, published "
            f"{when_words(one.published.when)}{cited(one.published.sources)}."
        )
    if one.electors is None:
        return f"{name}: {many(one.ballots, 'vote', 'votes')} declared."
    return (
        f"{name}: {grouped(one.ballots)} of {many(one.electors, 'vote', 'votes')} declared, "
        f"{grouped(one.undeclared or 0)} not."
    )


def college_sentences(position: Position) -> Iterator[str]:
    """What the count of the declared votes alone shows, and what it leaves out."""
    college = position.college
    if college.count is None:
        yield "No vote is declared by this day, so there is nothing to count."
        return
    if not position.declared:
        yield from _alone(position.contest, college)
    for section in college.invented:
        yield f"{section.name}: {section.invented}"
    yield from _silent(position.contest, college.silent)


def _alone(contest: Contest, college: College) -> Iterator[str]:
    count = college.count
    assert count is not None
    if count.lot_needed:
        level = listed([contest.name_of(c) for c in count.lot_needed.candidates])
        yield f"Counted on the declared votes alone, {level} would be level: a lot would decide."
    elif count.elected:
        stage = next(s for s in count.stages if s.elected)
        yield (
            f"Counted on the declared votes alone, {contest.name_of(stage.elected[0])} would be "
            f"ahead at stage {stage.number} with {_with_next(contest, stage)}. Nobody else's vote "
            "is supposed."
        )


def _with_next(contest: Contest, stage: Stage) -> str:
    """The winner's part of the points in play, and the next one's."""
    winner = stage.elected[0]
    rest = {c: p for c, p in stage.points.items() if c != winner and p}
    if not rest:
        return "all of the points in play"
    other = max(rest, key=lambda c: rest[c])
    whole = sum(stage.points.values(), Fraction(0))
    one, two = percents_apart(stage.points[winner] / whole, rest[other] / whole)
    return f"{one} to {two} per cent of the points in play against {contest.name_of(other)}"


def _silent(contest: Contest, silent: Sequence[Section]) -> Iterator[str]:
    if not silent:
        return
    names = listed([section.name for section in silent])
    if not contest.weighted:
        yield f"No vote is declared in: {names}."
        return
    idle = sum((section.weight or Fraction(0) for section in silent), Fraction(0))
    yield (
        f"No vote is declared in: {names}. Their part of the whole, {idle}, is not in play here."
        if len(silent) > 1
        else f"No vote is declared in: {names}. Its part of the whole, {idle}, is not in play here."
    )


# --- what changed, what is open ----------------------------------------------------------------


def switch_sentence(position: Position, switch: Switch) -> str:
    """Who did what before and after, and for which reason."""
    before, after, contest = switch.before, switch.after, position.contest
    first = f"{switch.person} {act_words(before, contest.name_of(before.choice))}"
    then = f"{when_words(after.when)} {act_words(after, contest.name_of(after.choice))}"
    why = ""
    if switch.because:
        primary = position.ledger.primary(switch.because)
        why = f", after the primary of {primary.short}"
    elif after.reason:
        why = f", {after.reason}"
    sources = dict.fromkeys((*before.sources, *after.sources))
    return f"{first}, and {then}{why}{cited(sources)}."


def dispute_sentence(position: Position, dispute: Dispute) -> str:
    """What sources say side by side where they differ."""
    record = dispute.stances[0].record
    whose = record.person or position.contest.name_of(record.choice)
    said = listed([f"{_says(position, s.record)}{cited(s.sources)}" for s in dispute.stances])
    return f"Sources differ on {whose} ({record.kind}): {said}. None of them is counted alone."


def _says(position: Position, record: Record) -> str:
    if isinstance(record, Vote):
        names = [position.contest.name_of(c) for c in record.ranking]
        return " > ".join(names)
    if record.choice and record.kind != "aggregate":
        return position.contest.name_of(record.choice)
    return " ".join(record.content) or "no threshold"


def perhaps_sentence(position: Position) -> str:
    """How many records are not dated exactly enough to count yet; empty where there is none."""
    number = len(position.standing.perhaps)
    if not number:
        return ""
    if number == 1:
        return (
            "One record may belong here already; its very day is not known, so it counts from its "
            "last possible day."
        )
    return (
        f"{grouped(number)} records may belong here already; their very days are not known, so "
        "each counts from its last possible day."
    )


def struck_sentence(position: Position) -> str:
    """How many records were corrected since; empty where there is none."""
    number = len(position.standing.struck)
    if not number:
        return ""
    were = "record was" if number == 1 else "records were"
    return f"{capital(grouped(number))} {were} corrected; the old and the new are both kept."
