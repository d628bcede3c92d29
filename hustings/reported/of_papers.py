"""How many papers there can have been: whole votes behind shares, turnout against papers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from hustings.language import say, say_number, to_say
from hustings.reported import Claim, Papers, Report, Reported, Sense, Share, Topic
from hustings.reported.check import Check, Kind, Value, Verdict, all_sources
from hustings.reported.fits import LARGEST_SEARCHED, MOST_TOTALS, Fit, fit_between, smallest_fit
from hustings.reported.phrases import between, cited, listed, number
from hustings.rounding import grouped, percent

__all__ = ["Total", "check_electorate", "check_turnout", "check_whole_votes", "totals"]

# --- how many papers there can have been -------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Total:
    """A number of votes, reported or following from a turnout: from ``low`` to ``high``.

    ``words`` say whence; ``sources`` are those that reported the figures used.
    """

    words: str
    low: int
    high: int | None
    sources: tuple[str, ...]

    @property
    def range_words(self) -> str:
        """The range in words."""
        if self.high is None:
            return say("{low} or more", low=grouped(self.low))
        return between(self.low, self.high)


def _reported_totals(reported: Reported) -> Iterator[Total]:
    for claim, papers in reported.counts:
        count = int(papers.value)
        words = say_number("{votes} vote", "{votes} votes", count, votes=papers.words)
        if claim.about is Topic.RETURNED:
            words = say_number(
                "{papers} paper returned", "{papers} papers returned", count, papers=papers.words
            )
        yield Total(words, papers.least, papers.most, claim.sources)


def _turnout_totals(reported: Reported) -> Iterator[Total]:
    """For each turnout of each number issued: the fewest and most papers that it can mean."""
    for issued in reported.about(Topic.ISSUED):
        for turnout in reported.about(Topic.TURNOUT):
            papers, share = issued.figure, turnout.figure
            assert isinstance(papers, Papers)
            assert isinstance(share, Share)
            yield Total(
                say(
                    "{turnout} of {issued} papers issued",
                    turnout=share.words,
                    issued=papers.words,
                ),
                _ceiling(share.span.low * papers.least / 100),
                _most(share.span.high, papers.most),
                all_sources(issued.sources, turnout.sources),
            )


def totals(reported: Reported) -> tuple[Total, ...]:
    """Every number of votes that a source reported, or that follows from its turnout."""
    return (*_reported_totals(reported), *_turnout_totals(reported))


def _ceiling(value: Fraction) -> int:
    return -(-value.numerator // value.denominator)


def _most(share: Fraction | None, papers: int | None) -> int | None:
    """The most papers below that share of so many; a share without limit is all of them."""
    if papers is None:
        return None
    return papers if share is None else min(papers, _ceiling(share * papers / 100) - 1)


def check_whole_votes(reported: Reported, report: Report) -> Iterator[Check]:
    """Where shares are printed but not all votes: which whole numbers of votes fit them."""
    shares = [line for line in report.lines if line.share]
    if not shares or reported.printed_votes(report) is not None:
        return
    spans = reported.spans(report)
    fewest = smallest_fit(spans)
    if fewest is None:
        sentence = say(
            "No number of papers up to {most} has whole numbers of votes that give all printed "
            "shares.",
            most=grouped(LARGEST_SEARCHED),
        )
        values: dict[str, Value] = {"searched": LARGEST_SEARCHED}
        verdict = Verdict.DOES_NOT_FIT
    else:
        sentence = say(
            "No fewer than {fewest} papers can give all the printed shares in whole numbers of "
            "votes.",
            fewest=grouped(fewest),
        )
        values, verdict = {"fewest": fewest}, Verdict.INFORMS
    yield Check(Kind.WHOLE_VOTES, verdict, sentence, report.id, report.sources, values)
    if fewest is not None:
        for total in totals(reported):
            yield from _check_total(reported, report, total)


def _check_total(reported: Reported, report: Report, total: Total) -> Iterator[Check]:
    if total.high is None or not 0 <= total.high - total.low < MOST_TOTALS:
        return
    fit = fit_between(reported.spans(report), total.low, total.high)
    values: dict[str, Value] = {
        "total": total.words,
        "total_sources": total.sources,
        "low": total.low,
        "high": total.high,
    }
    if fit is None:
        none = say("no whole numbers of votes give all the printed shares.")
        sentence = f"{_opening(total)} {none}"
        verdict = Verdict.DOES_NOT_FIT
    else:
        votes = dict(zip((c.id for c in reported.candidates), fit.votes, strict=True))
        named = [(reported.name_of(c), votes[c]) for c in reported.in_order(report)]
        verdict, sentence = Verdict.FITS, _fit_sentence(named, total, fit)
        values |= {
            "totals": fit.totals,
            "first": fit.first,
            "last": fit.last,
            "votes": votes,
            "ways": fit.ways,
        }
    sources = all_sources(report.sources, total.sources)
    yield Check(Kind.WHOLE_VOTES, verdict, sentence, report.id, sources, values)


def _opening(total: Total) -> str:
    return say("If there were {votes}{told},", votes=total.words, told=_told(total))


def _told(total: Total) -> str:
    """The sources of a total, and its range where it is one."""
    span = "" if total.low == total.high else f" ({total.range_words})"
    return f"{cited(total.sources)}{span}"


def _fit_sentence(named: Iterable[tuple[str, tuple[int, int]]], total: Total, fit: Fit) -> str:
    tried = fit.high - fit.low + 1
    each = listed([_votes_for(name, votes) for name, votes in named])
    ways = ""
    if fit.ways and fit.ways > 1:
        ways = say(", in {ways} different ways", ways=grouped(fit.ways))
    if tried == 1:
        rest = say("the printed shares are possible{ways}: {each}.", ways=ways, each=each)
    elif fit.totals == tried:
        rest = say(
            "each of these totals can give the printed shares{ways}: {each}.", ways=ways, each=each
        )
    else:
        rest = say(
            "{number} of these {tried} totals can give the printed shares{ways}: {each}.",
            number=number(fit.totals),
            tried=grouped(tried),
            ways=ways,
            each=each,
        )
    return f"{_opening(total)} {rest}"


def _votes_for(name: str, votes: tuple[int, int]) -> str:
    return say_number(
        "{votes} votes for {name}",
        "{votes} votes for {name}",
        votes[1],
        votes=between(*votes),
        name=name,
    )


def _exact_totals(reported: Reported) -> dict[int, tuple[str, ...]]:
    """Numbers of votes that are known to the last one, each with the sources of its figures."""
    found: dict[int, tuple[str, ...]] = {}
    for claim in reported.about(Topic.VOTES):
        papers = claim.figure
        if isinstance(papers, Papers) and papers.sense is Sense.AS_PRINTED:
            count = int(papers.value)
            found[count] = all_sources(found.get(count, ()), claim.sources)
    for report in reported.whole:
        votes = reported.printed_votes(report)
        if votes is not None:
            found.setdefault(sum(votes.values()), report.sources)
    return found


def check_turnout(reported: Reported) -> Iterator[Check]:
    """Where votes are known only roughly: does turnout times papers issued agree with them?"""
    if _exact_totals(reported):
        return
    for total in _turnout_totals(reported):
        values: dict[str, Value] = {"of": total.words, "low": total.low, "high": total.high}
        known = list(_reported_totals(reported))
        if not known:
            said = say("{turnout}{told} is {range} papers.", **_of_turnout(total))
            yield Check(Kind.TURNOUT, Verdict.INFORMS, said, "", total.sources, values)
        for other in known:
            fits = _overlap(total, other)
            gaps = {**_of_turnout(total), "votes": other.words, "votes_told": _told(other)}
            agree = say(
                "{turnout}{told} is {range}; that can agree with {votes}{votes_told}.", **gaps
            )
            if not fits:
                agree = say(
                    "{turnout}{told} is {range}; that cannot agree with {votes}{votes_told}.",
                    **gaps,
                )
            yield Check(
                Kind.TURNOUT,
                Verdict.FITS if fits else Verdict.DOES_NOT_FIT,
                agree,
                "",
                all_sources(total.sources, other.sources),
                {**values, "against": other.words},
            )


def _of_turnout(total: Total) -> dict[str, str]:
    """What a sentence says of a total that follows from a turnout."""
    turnout = f"{total.words[:1].upper()}{total.words[1:]}"
    return {"turnout": turnout, "told": cited(total.sources), "range": total.range_words}


def _overlap(one: Total, other: Total) -> bool:
    return (other.high is None or one.low <= other.high) and (
        one.high is None or other.low <= one.high
    )


def check_electorate(reported: Reported) -> Iterator[Check]:
    """Where the votes are known: how many electors the turnout means, against those reported."""
    for count, sources in _exact_totals(reported).items():
        for turnout in reported.about(Topic.TURNOUT):
            share = turnout.figure
            assert isinstance(share, Share)
            if share.sense is not Sense.AS_PRINTED or not share.span.low or not count:
                continue
            yield from _electorate_of(reported, count, turnout, sources)


def _electorate_of(
    reported: Reported, count: int, turnout: Claim, sources: tuple[str, ...]
) -> Iterator[Check]:
    share = turnout.figure
    assert isinstance(share, Share)
    assert share.span.high is not None
    low = int(100 * count / share.span.high) + 1
    high = int(100 * count / share.span.low)
    values: dict[str, Value] = {"votes": count, "turnout": turnout.says, "low": low, "high": high}
    sentence = say(
        "{votes} votes at a turnout of {turnout}{told} mean {range} papers issued, if that turnout "
        "counts these votes and no others.",
        votes=grouped(count),
        turnout=turnout.words,
        told=cited(turnout.sources),
        range=between(low, high),
    )
    told = all_sources(sources, turnout.sources)
    yield Check(Kind.ELECTORATE, Verdict.INFORMS, sentence, "", told, values)
    for issued in reported.about(Topic.ISSUED):
        papers = issued.figure
        assert isinstance(papers, Papers)
        fits, among = _near(papers, low, high)
        gaps = {"papers": papers.words, "told": cited(issued.sources), "unit": grouped(papers.unit)}
        actual = "" if fits else _turnout(count, papers)
        yield Check(
            Kind.ELECTORATE,
            Verdict.FITS if fits else Verdict.DOES_NOT_FIT,
            say(among, **gaps, turnout=actual),
            "",
            all_sources(told, issued.sources),
            {**values, "issued": issued.says},
        )


def _near(papers: Papers, low: int, high: int) -> tuple[bool, str]:
    """Whether reported papers can be ``low`` to ``high``, at their word or as a round number.

    With it the sentence that says so.
    """
    most = papers.most
    if papers.least <= high and (most is None or low <= most):
        return True, to_say("The {papers} reported{told} can be among them{turnout}.")
    unit, value = papers.unit, int(papers.value)
    if papers.sense is not Sense.AS_PRINTED or unit == 1:
        return False, to_say("The {papers} reported{told} cannot be among them{turnout}.")
    if 2 * low <= 2 * value + unit and 2 * value - unit <= 2 * high:
        return True, to_say(
            "The {papers} reported{told} can be among them if rounded to the nearest {unit}"
            "{turnout}."
        )
    return False, to_say(
        "The {papers} reported{told} cannot be among them, even rounded to the nearest {unit}"
        "{turnout}."
    )


def _turnout(count: int, papers: Papers) -> str:
    if not papers.value:
        return ""
    share = percent(count / papers.value, 1)
    return say(
        ": of {papers}, {votes} is {share} per cent",
        papers=papers.words,
        votes=grouped(count),
        share=share,
    )
