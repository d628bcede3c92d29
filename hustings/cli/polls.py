"""`hustings polls` and `hustings swing`: polls as they were published, and what a swing takes."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

from hustings.contest import Contest
from hustings.errors import RuleError
from hustings.facade import load
from hustings.formats.majorities_csv import read_majorities
from hustings.formats.polls_csv import PollFile, houses_by_id, read_houses, read_polls
from hustings.language import say
from hustings.reported import Reported
from hustings.track.polls import (
    VOTERS,
    Poll,
    PollHouse,
    average,
    average_sentence,
    latest_of_each_house,
    lead_sentence,
    poll_sentence,
    survey_sentence,
)
from hustings.track.swing import Kind, Swing, falls, falls_sentences, swing, swing_sentence
from hustings.track.whatif_link import share_of
from hustings.track.when import day_of

__all__ = ["Moved", "polls_path", "swing_asked"]


def polls_path(path: Path, *, houses: Path | None, contest: str | None, on: str | None) -> int:
    """Print the polls of a file, its reader surveys apart, and means; the exit code."""
    day = _day(on)
    known = read_houses(houses) if houses is not None else None
    of = None if contest is None else _contest(contest)
    read = read_polls(path, houses=known, contest=of)
    names = _names(of)
    lines = [
        *_poll_lines(read, day, houses_by_id(known or ()), names),
        *_survey_lines(read, day, names),
    ]
    sys.stdout.write("\n".join(lines or [say("No poll or survey had ended by then.")]) + "\n")
    return 0


def _contest(path: str) -> Contest:
    loaded = load(path)
    if isinstance(loaded, Reported):
        raise RuleError(f"--contest {path}: this is known from reports only; name a contest")
    return loaded.contest


def _day(on: str | None) -> date:
    try:
        return date.max if on is None else day_of(on)
    except RuleError as error:
        raise RuleError(f"--on {on}: {error}") from None


def _names(contest: Contest | None) -> Mapping[str, str]:
    """Candidates and sections in words, where a contest is given."""
    if contest is None:
        return {}
    sections = {section.id: section.name for section in contest.sections}
    candidates = {candidate.id: candidate.name for candidate in contest.candidates}
    return {**sections, **candidates, VOTERS: say("voters at large")}


def _poll_lines(
    read: PollFile, on: date, houses: Mapping[str, PollHouse], names: Mapping[str, str]
) -> Iterator[str]:
    polls = sorted((p for p in read.polls if p.last <= on), key=lambda p: (p.last, p.id))
    for population in dict.fromkeys(p.population for p in polls):
        told = names.get(population, population)
        some = [p for p in polls if p.population == population]
        yield say("Polls of {population}", population=told)
        for poll in some:
            lead = lead_sentence(poll, names=names)
            yield f"- {poll_sentence(poll, houses=houses, names=names)} {lead}"
        yield _mean_line(latest_of_each_house(some, on), names)
        yield ""


def _mean_line(latest: Sequence[Poll], names: Mapping[str, str]) -> str:
    """The mean of the latest poll of each house, or why there is none."""
    if len(latest) < 2:
        return say("- One house only: no mean.")
    try:
        return f"- {average_sentence(average(latest), names=names)}"
    except RuleError as error:
        return say("- No mean: {why}.", why=error)


def _survey_lines(read: PollFile, on: date, names: Mapping[str, str]) -> Iterator[str]:
    surveys = [s for s in read.surveys if s.last <= on]
    if surveys:
        yield say("Reader surveys, which are no polls")
    for survey in sorted(surveys, key=lambda s: (s.last, s.id)):
        yield f"- {survey_sentence(survey, names=names)}"


# --- swing -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Moved:
    """A swing as the options give it: in points, or by shares before and after."""

    loser: str
    gainer: str
    points: str | None = None
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    kind: str | None = None

    def swings(self) -> tuple[Swing, ...]:
        """The swing of the kind asked for, or both kinds where shares are given."""
        if self.points is not None and (self.before or self.after):
            raise RuleError("give --points, or --before and --after, not both")
        kinds = [Kind(self.kind)] if self.kind else list(Kind)
        if self.points is not None:
            return (Swing(kinds[0], self.loser, self.gainer, _points(self.points)),)
        if not self.before or not self.after:
            raise RuleError("say how far: --points 6, or --before and --after with shares")
        before, after = _shares("--before", self.before), _shares("--after", self.after)
        return tuple(
            swing(before, after, loser=self.loser, gainer=self.gainer, kind=kind) for kind in kinds
        )


def _points(text: str) -> Fraction:
    """Points of a swing, of the whole = 1; a minus turns it round."""
    sign = -1 if text.startswith("-") else 1
    try:
        return sign * share_of(text.removeprefix("-")) / 100
    except RuleError:
        raise RuleError(f"--points {text}: expected points such as 6 or 3.5") from None


def _shares(option: str, texts: Sequence[str]) -> dict[str, Fraction]:
    shares: dict[str, Fraction] = {}
    for text in texts:
        party, equals, per_cent = text.rpartition("=")
        if not equals or not party.strip():
            raise RuleError(f"{option} {text}: expected PARTY=PER CENT, such as Ash=41")
        if party.strip() in shares:
            raise RuleError(f"{option} {text}: {party.strip()} is given twice, keep one")
        try:
            shares[party.strip()] = share_of(per_cent.removesuffix("%"), "per cent") / 100
        except RuleError:
            raise RuleError(f"{option} {text}: expected PARTY=PER CENT, such as Ash=41") from None
    if sum(shares.values()) > 1:
        whole = sum(shares.values()) * 100
        raise RuleError(f"{option}: the shares add up to {whole} per cent, at most 100 can be")
    return shares


def swing_asked(moved: Moved, *, since: str, majorities: Path | None) -> int:
    """Print the swing, and with a table of majorities the seats that it takes; the exit code."""
    found = moved.swings()
    seats = read_majorities(majorities) if majorities is not None else ()
    if majorities is None and moved.points is not None:
        raise RuleError("--points takes seats of a table: name it with --majorities")
    parts = [[swing_sentence(one, since) for one in found]] if moved.points is None else []
    if majorities is not None:
        parts.extend([*falls_sentences(falls(seats, one))] for one in found)
    sys.stdout.write("\n\n".join("\n".join(part) for part in parts) + "\n")
    return 0
