"""What one report of the first preferences says by itself: do its shares and votes add up?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from hustings.reported import Line, Report, Reported, Sense, Share, Topic
from hustings.reported.check import Check, Kind, Value, Verdict, all_sources
from hustings.reported.phrases import cited, listed, number, per_cent
from hustings.reported.printed import decimal
from hustings.rounding import grouped, rounded

__all__ = ["check_majority", "check_shares_of_votes", "check_sum", "check_votes"]

_FIRM = (Sense.AS_PRINTED, Sense.ABOUT)


def check_sum(reported: Reported, report: Report) -> Iterator[Check]:
    """Whether the printed shares add up to a hundred, or what they leave for the rest."""
    shares = [line.share for line in report.lines if line.share]
    if not shares:
        return
    rounded_all = all(s.sense is Sense.AS_PRINTED for s in shares)
    if rounded_all and len(shares) == len(reported.candidates):
        yield _sum_of_all(report, shares)
    else:
        yield _sum_of_some(reported, report)


def _sum_of_all(report: Report, shares: Sequence[Share]) -> Check:
    total = sum((s.value for s in shares), Fraction(0))
    slack = sum((s.rounding for s in shares), Fraction(0))
    low, high = total - slack, total + slack
    fits = low <= 100 < high
    many = f"The {number(len(shares))} printed shares add up to {decimal(total)}"
    if total == 100:
        sentence = f"{many}."
    else:
        can = "can explain" if fits else "cannot explain"
        sentence = (
            f"{many}. Rounding {can} that: it can move the sum of so many rounded shares by as "
            f"much as {decimal(slack)}."
        )
    values: dict[str, Value] = {"sum": total, "rounding": slack, "low": low, "high": high}
    verdict = Verdict.FITS if fits else Verdict.DOES_NOT_FIT
    return Check(Kind.SUM, verdict, sentence, report.id, report.sources, values)


def _sum_of_some(reported: Reported, report: Report) -> Check:
    """Where shares are missing or only limits: what is left for the candidates without a figure."""
    firm = [ln for ln in report.lines if ln.share and ln.share.sense in _FIRM]
    floors = [ln for ln in report.lines if ln.share and ln.share.sense is Sense.AT_LEAST]
    placed = {line.candidate for line in (*firm, *floors)}
    others = [c.name for c in reported.candidates if c.id not in placed]
    left_low = 100 - sum((ln.span.high or Fraction(0) for ln in firm), Fraction(0))
    left_high = 100 - sum((ln.span.low for ln in firm), Fraction(0))
    floor = sum((ln.span.low for ln in floors), Fraction(0))
    fits = left_high >= floor
    sentence = _left_sentence(reported, firm, (max(left_low, Fraction(0)), left_high))
    if fits and floors and others:
        these = listed([f"{_share(ln)} for {reported.name_of(ln.candidate)}" for ln in floors])
        sentence += (
            f" With {these}, at most {decimal(left_high - floor)} per cent are left for "
            f"{listed(others)}{' together' if len(others) > 1 else ''}."
        )
    if not fits:
        sentence += f" That is less than the {decimal(floor)} per cent reported for them at least."
    values: dict[str, Value] = {"left_low": left_low, "left_high": left_high, "floor": floor}
    verdict = Verdict.FITS if fits else Verdict.DOES_NOT_FIT
    return Check(Kind.SUM, verdict, sentence, report.id, report.sources, values)


def _share(line: Line) -> str:
    """A line's share in a sentence: "39 per cent", "at least 10"."""
    assert line.share is not None
    if line.share.sense is Sense.AT_LEAST:
        return f"at least {decimal(line.share.value)}"
    return line.share.text


def _left_sentence(
    reported: Reported, firm: Sequence[Line], left: tuple[Fraction, Fraction]
) -> str:
    if not firm:
        return "No share was reported other than as a limit."
    these = listed([f"{_share(ln)} for {reported.name_of(ln.candidate)}" for ln in firm])
    rest = len(reported.candidates) - len(firm)
    verb = "leaves" if len(firm) == 1 else "leave"
    middle = 100 - sum((ln.share.value for ln in firm if ln.share), Fraction(0))
    others = f"the other {number(rest)}" if rest > 1 else "the other"
    if not rest:
        return f"{these} {verb} {decimal(middle)} per cent."
    return (
        f"{these} {verb} {decimal(middle)} per cent for {others}, "
        f"{decimal(left[0])} to {decimal(left[1])} with rounding."
    )


def check_majority(reported: Reported, report: Report) -> Iterator[Check]:
    """Of a ranked contest: whether first preferences alone decided it, whatever the rounding."""
    if reported.rule not in {"av", "sv"}:
        return
    for line in report.lines:
        if line.share is None or line.span.low <= 50:
            continue
        sentence = (
            f"{_share(line)} per cent for {reported.name_of(line.candidate)} is more than half "
            f"whatever the rounding (at least {decimal(line.span.low)}): first preferences "
            "decided, and no preference had to be transferred."
        )
        yield Check(
            Kind.MAJORITY,
            Verdict.FITS,
            sentence,
            report.id,
            line.sources,
            {"candidate": line.candidate, "low": line.span.low},
        )


def check_votes(reported: Reported, report: Report) -> Iterator[Check]:
    """Where every candidate's votes were printed: their sum, against each number reported."""
    votes = reported.printed_votes(report)
    if votes is None:
        return
    total = sum(votes.values())
    plain = f"The {number(len(votes))} printed numbers of votes add up to {grouped(total)}"
    claims = () if report.partial else reported.counts
    if not claims:
        values: dict[str, Value] = {"sum": total}
        yield Check(Kind.VOTES, Verdict.INFORMS, f"{plain}.", report.id, report.sources, values)
    for claim, papers in claims:
        fits = papers.covers(total)
        what = "votes cast" if claim.about is Topic.VOTES else "papers returned"
        same = f", the number of {what} reported{cited(claim.sources)}."
        other = f", but {claim.says} are reported as {what}{cited(claim.sources)}."
        yield Check(
            Kind.VOTES,
            Verdict.FITS if fits else Verdict.DOES_NOT_FIT,
            plain + (same if fits else other),
            report.id,
            all_sources(report.sources, claim.sources),
            {"sum": total, "reported": claim.says},
        )


def check_shares_of_votes(reported: Reported, report: Report) -> Iterator[Check]:
    """Where every candidate's votes were printed: whether each printed share is theirs."""
    votes = reported.printed_votes(report)
    if not votes or not any(votes.values()):
        return
    total, wrong, tested = sum(votes.values()), [], 0
    for line in report.lines:
        if line.share is None:
            continue
        tested += 1
        exact = Fraction(100 * votes[line.candidate], total)
        if line.span.low <= exact and (line.span.high is None or exact < line.span.high):
            continue
        figure = rounded(exact, max(line.share.places, 1))
        wrong.append(
            f"{reported.name_of(line.candidate)} is printed with {per_cent(line.share.text)}, but "
            f"{grouped(votes[line.candidate])} of {grouped(total)} is {figure}"
        )
    if not tested:
        return
    right = f"Every printed share is the printed votes of {grouped(total)}, rounded."
    sentence = f"{'; '.join(wrong)}." if wrong else right
    values: dict[str, Value] = {
        "votes": total,
        "exact": {c: Fraction(100 * n, total) for c, n in votes.items()},
    }
    verdict = Verdict.DOES_NOT_FIT if wrong else Verdict.FITS
    yield Check(Kind.SHARES, verdict, sentence, report.id, report.sources, values)
