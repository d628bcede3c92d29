"""What one report of the first preferences says by itself: do its shares and votes add up?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from hustings.language import say, say_number, to_say
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
    sentence = say(
        "The {number} printed shares add up to {sum}.",
        number=number(len(shares)),
        sum=decimal(total),
    )
    if total != 100:
        sentence += f" {_rounding_sentence(slack, explains=fits)}"
    values: dict[str, Value] = {"sum": total, "rounding": slack, "low": low, "high": high}
    verdict = Verdict.FITS if fits else Verdict.DOES_NOT_FIT
    return Check(Kind.SUM, verdict, sentence, report.id, report.sources, values)


def _rounding_sentence(slack: Fraction, *, explains: bool) -> str:
    if explains:
        return say(
            "Rounding can explain that: it can move the sum of so many rounded shares by as much "
            "as {slack}.",
            slack=decimal(slack),
        )
    return say(
        "Rounding cannot explain that: it can move the sum of so many rounded shares by as much as "
        "{slack}.",
        slack=decimal(slack),
    )


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
    said = [_left_sentence(reported, firm, (max(left_low, Fraction(0)), left_high))]
    if fits and floors and others:
        these, left = _each_share(reported, floors), decimal(left_high - floor)
        said.append(_left_for_sentence(these, left, others))
    if not fits:
        said.append(
            say(
                "That is less than the {floor} per cent reported for them at least.",
                floor=decimal(floor),
            )
        )
    sentence = " ".join(said)
    values: dict[str, Value] = {"left_low": left_low, "left_high": left_high, "floor": floor}
    verdict = Verdict.FITS if fits else Verdict.DOES_NOT_FIT
    return Check(Kind.SUM, verdict, sentence, report.id, report.sources, values)


def _each_share(reported: Reported, lines: Sequence[Line]) -> str:
    """Shares in a sentence, each with its candidate."""
    pairs = [(_share(ln), reported.name_of(ln.candidate)) for ln in lines]
    return listed([say("{share} for {name}", share=share, name=name) for share, name in pairs])


def _left_for_sentence(these: str, left: str, others: Sequence[str]) -> str:
    """What the limits leave for those without a figure."""
    gaps = {"shares": these, "left": left, "others": listed(others)}
    if len(others) == 1:
        return say("With {shares}, at most {left} per cent are left for {others}.", **gaps)
    return say("With {shares}, at most {left} per cent are left for {others} together.", **gaps)


def _share(line: Line) -> str:
    """A line's share in a sentence: "39 per cent", "at least 10"."""
    assert line.share is not None
    if line.share.sense is Sense.AT_LEAST:
        return say("at least {figure}", figure=decimal(line.share.value))
    return line.share.words


def _left_sentence(
    reported: Reported, firm: Sequence[Line], left: tuple[Fraction, Fraction]
) -> str:
    if not firm:
        return say("No share was reported other than as a limit.")
    these = _each_share(reported, firm)
    rest = len(reported.candidates) - len(firm)
    middle = decimal(100 - sum((ln.share.value for ln in firm if ln.share), Fraction(0)))
    if not rest:
        return say_number(
            "{shares} leaves {left} per cent.",
            "{shares} leave {left} per cent.",
            len(firm),
            shares=these,
            left=middle,
        )
    return say_number(
        "{shares} leaves {left} per cent for {others}, {low} to {high} with rounding.",
        "{shares} leave {left} per cent for {others}, {low} to {high} with rounding.",
        len(firm),
        shares=these,
        left=middle,
        others=say("the other {number}", number=number(rest)) if rest > 1 else say("the other"),
        low=decimal(left[0]),
        high=decimal(left[1]),
    )


def check_majority(reported: Reported, report: Report) -> Iterator[Check]:
    """Of a ranked contest: whether first preferences alone decided it, whatever the rounding."""
    if reported.rule not in {"av", "sv"}:
        return
    for line in report.lines:
        if line.share is None or line.span.low <= 50:
            continue
        sentence = say(
            "{share} per cent for {name} is more than half whatever the rounding (at least {low}): "
            "first preferences decided, and no preference had to be transferred.",
            share=_share(line),
            name=reported.name_of(line.candidate),
            low=decimal(line.span.low),
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
    gaps = {"number": number(len(votes)), "sum": grouped(total)}
    claims = () if report.partial else reported.counts
    if not claims:
        values: dict[str, Value] = {"sum": total}
        plain = say("The {number} printed numbers of votes add up to {sum}.", **gaps)
        yield Check(Kind.VOTES, Verdict.INFORMS, plain, report.id, report.sources, values)
    for claim, papers in claims:
        fits = papers.covers(total)
        sentence = _ADDED_UP[claim.about is Topic.VOTES, fits]
        yield Check(
            Kind.VOTES,
            Verdict.FITS if fits else Verdict.DOES_NOT_FIT,
            say(sentence, **gaps, told=cited(claim.sources), papers=papers.words),
            report.id,
            all_sources(report.sources, claim.sources),
            {"sum": total, "reported": claim.says},
        )


_ADDED_UP = {
    (True, True): to_say(
        "The {number} printed numbers of votes add up to {sum}, the number of votes cast "
        "reported{told}."
    ),
    (False, True): to_say(
        "The {number} printed numbers of votes add up to {sum}, the number of papers returned "
        "reported{told}."
    ),
    (True, False): to_say(
        "The {number} printed numbers of votes add up to {sum}, but {papers} are reported as votes "
        "cast{told}."
    ),
    (False, False): to_say(
        "The {number} printed numbers of votes add up to {sum}, but {papers} are reported as "
        "papers returned{told}."
    ),
}
"""By whether it is votes that were reported, and whether they are as many."""


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
            say(
                "{name} is printed with {share}, but {votes} of {total} is {figure}",
                name=reported.name_of(line.candidate),
                share=per_cent(line.share.words),
                votes=grouped(votes[line.candidate]),
                total=grouped(total),
                figure=figure,
            )
        )
    if not tested:
        return
    right = say(
        "Every printed share is the printed votes of {total}, rounded.", total=grouped(total)
    )
    sentence = f"{'; '.join(wrong)}." if wrong else right
    values: dict[str, Value] = {
        "votes": total,
        "exact": {c: Fraction(100 * n, total) for c, n in votes.items()},
    }
    verdict = Verdict.DOES_NOT_FIT if wrong else Verdict.FITS
    yield Check(Kind.SHARES, verdict, sentence, report.id, report.sources, values)
