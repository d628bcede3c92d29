"""Where polynomials with exact coefficients change sign: real roots, isolated by Sturm's theorem.

A polynomial is the tuple of its whole coefficients, that of the lowest power first, without common
factor and without nought at the end; the empty tuple is nought everywhere. Source: any textbook of
computer algebra, such as Basu, Pollack and Roy, Algorithms in Real Algebraic Geometry, chapter 2.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import gcd, lcm

__all__ = ["Polynomial", "Root", "polynomial", "product", "roots_between", "simplest_between"]

Polynomial = tuple[int, ...]

_NARROW = Fraction(1, 2**60)
"""A root that is no fraction is isolated in an interval narrower than this."""


@dataclass(frozen=True, slots=True)
class Root:
    """A root: exactly ``low``, where ``low`` is ``high``; else strictly between the two."""

    low: Fraction
    high: Fraction

    @property
    def exact(self) -> bool:
        """Whether the root is this very fraction."""
        return self.low == self.high


def polynomial(coefficients: Sequence[Fraction | int]) -> Polynomial:
    """The polynomial with the same roots and signs, in whole numbers without common factor."""
    exact = [Fraction(c) for c in coefficients]
    while exact and not exact[-1]:
        exact.pop()
    scale = lcm(*(c.denominator for c in exact)) if exact else 1
    whole = [int(c * scale) for c in exact]
    common = gcd(*whole) or 1
    return tuple(c // common for c in whole)


def product(one: Sequence[Fraction], other: Sequence[Fraction]) -> list[Fraction]:
    """The coefficients of the product of two polynomials."""
    out = [Fraction(0)] * max(len(one) + len(other) - 1, 0)
    for n, a in enumerate(one):
        for m, b in enumerate(other):
            out[n + m] += a * b
    return out


def roots_between(of: Polynomial, low: Fraction, high: Fraction) -> Iterator[Root]:
    """The different roots strictly between two fractions, each isolated, in order."""
    if len(of) <= 1 or low >= high:
        return
    if len(of) == 2:
        root = Fraction(-of[0], of[1])
        if low < root < high:
            yield Root(root, root)
        return
    simple = _squarefree(of)
    chain = _sturm(simple)
    yield from _isolated(simple, chain, low, high)


def _isolated(
    of: Polynomial, chain: Sequence[Polynomial], low: Fraction, high: Fraction
) -> Iterator[Root]:
    """Roots in the open interval: halve it until it holds one or none, and narrow that one."""
    number = _changes(chain, low) - _changes(chain, high) - (not _at(of, high))
    if number == 1:
        yield _narrowed(of, chain, low, high)
    elif number > 1:
        middle = (low + high) / 2
        yield from _isolated(of, chain, low, middle)
        if not _at(of, middle):
            yield Root(middle, middle)
        yield from _isolated(of, chain, middle, high)


def _narrowed(of: Polynomial, chain: Sequence[Polynomial], low: Fraction, high: Fraction) -> Root:
    """The one root in the open interval, exactly if it is a fraction.

    A fraction that is a root of whole coefficients has a denominator that divides the leading one,
    so at most one can lie in an interval narrower than one over twice that.
    """
    leading = abs(of[-1])
    width = min(_NARROW, Fraction(1, 2 * leading))
    while high - low > width:
        middle = (low + high) / 2
        if not _at(of, middle):
            return Root(middle, middle)
        inside = _changes(chain, low) - _changes(chain, middle)
        low, high = (low, middle) if inside else (middle, high)
    nearest = Fraction(round((low + high) / 2 * leading), leading)
    if low < nearest < high and not _at(of, nearest):
        return Root(nearest, nearest)
    return Root(low, high)


def _at(of: Polynomial, x: Fraction) -> int:
    """A whole number with the sign that the polynomial has at x."""
    value, power = 0, 1
    for coefficient in reversed(of):
        value = value * x.numerator + coefficient * power
        power *= x.denominator
    return value


def _changes(chain: Sequence[Polynomial], x: Fraction) -> int:
    """How often the sign changes along the chain at x, noughts left out."""
    signs = [value > 0 for p in chain if (value := _at(p, x))]
    return sum(a != b for a, b in pairwise(signs))


def _sturm(of: Polynomial) -> list[Polynomial]:
    chain = [of, _derivative(of)]
    while len(chain[-1]) > 1:
        rest = _remainder(chain[-2], chain[-1])
        if not rest:
            break
        chain.append(tuple(-c for c in rest))
    return chain


def _derivative(of: Polynomial) -> Polynomial:
    return polynomial([n * c for n, c in enumerate(of)][1:])


def _remainder(one: Polynomial, by: Polynomial) -> Polynomial:
    """A positive multiple of what is left of one after division by the other."""
    rest, last = [Fraction(c) for c in one], Fraction(by[-1])
    while len(rest) >= len(by):
        factor, shift = rest[-1] / last, len(rest) - len(by)
        for n, c in enumerate(by):
            rest[n + shift] -= factor * c
        rest.pop()
    return polynomial(rest)


def _squarefree(of: Polynomial) -> Polynomial:
    """The polynomial with each of its roots once."""
    one, other = of, _derivative(of)
    while other:
        one, other = other, _remainder(one, other)
    return of if len(one) == 1 else _quotient(of, one)


def _quotient(one: Polynomial, by: Polynomial) -> Polynomial:
    """One divided by the other, which divides it."""
    rest, last = [Fraction(c) for c in one], Fraction(by[-1])
    out = [Fraction(0)] * (len(one) - len(by) + 1)
    while len(rest) >= len(by):
        factor, shift = rest[-1] / last, len(rest) - len(by)
        out[shift] = factor
        for n, c in enumerate(by):
            rest[n + shift] -= factor * c
        rest.pop()
    return polynomial(out)


def simplest_between(low: Fraction, high: Fraction) -> Fraction:
    """The fraction of the smallest denominator strictly between two, the least of them."""
    assert 0 <= low < high
    whole = low.numerator // low.denominator
    if whole + 1 < high:
        return Fraction(whole + 1)
    if low == whole:  # the next is whole + 1/n, with n the smallest that is below high
        part = high - whole
        return whole + Fraction(1, part.denominator // part.numerator + 1)
    below, above = 1 / (high - whole), 1 / (low - whole)
    return whole + 1 / simplest_between(below, above)
