"""An open poll for tests of the booth: electors, codes, the opening key, and ballots."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection

from hustings.seal import Marks, OpeningKey, seal
from hustings.web.booth.casting import Ballot, new_nonce
from hustings.web.booth.codes import digest_of, issue_many, nonce_digest_of
from hustings.web.booth.models import Envelope, Participation
from hustings.web.contests.models import Contest, State
from hustings.web.project import clock
from hustings.web.roll.models import Elector
from tests.web.making import make_contest, make_electors

__all__ = [
    "Poll",
    "accept_again",
    "at_once",
    "hours",
    "make_poll",
    "move_to",
    "refuse_in_the_database",
]

MOVES = {
    "draft": (),
    "ready": ("ready",),
    "closed": ("ready", "closed"),
    "counted": ("ready", "closed", "counted"),
    "provisional": ("ready", "closed", "counted", "provisional"),
    "declared": ("ready", "closed", "counted", "provisional", "declared"),
    "abandoned": ("ready", "abandoned"),
}


@dataclass(frozen=True)
class Poll:
    """A contest, its electors in order, a code of each, and the key that opens its envelopes."""

    contest: Contest
    electors: Sequence[Elector]
    codes: Sequence[str]
    key: OpeningKey
    candidates: int

    def ballot(
        self, elector: int = 0, ranking: Sequence[int] = (2, 1), *, nonce: str | None = None
    ) -> Ballot:
        """A ballot of that elector by her code; a new form each time unless a nonce is given."""
        return Ballot(
            digest_of(self.codes[elector]),
            nonce_digest_of(nonce or new_nonce()),
            self.sealed(ranking),
        )

    def sealed(self, ranking: Sequence[int]) -> bytes:
        """An envelope with that ranking."""
        return seal(Marks(tuple(ranking)), self.candidates, self.key.public)

    @property
    def figures(self) -> tuple[int, int]:
        """How many have taken part, how many envelopes there are."""
        of_it = {"contest": self.contest}
        return (
            Participation.objects.filter(**of_it).count(),
            Envelope.objects.filter(**of_it).count(),
        )


def make_poll(
    electors: int = 1, *, candidates: int = 3, state: str = "ready", **fields: Any
) -> Poll:
    """A poll that has been open for an hour, unless the fields or the state say otherwise."""
    key = OpeningKey(secrets.token_bytes(32))
    channel = fields.pop("channel", "letter")
    roll_fields = fields.pop("roll", {})
    contest = make_contest(candidates=candidates, public_key=key.public, **fields)
    roll = make_electors(contest, electors, **roll_fields)
    codes = issue_many(roll, channel=channel)
    move_to(contest, state)
    return Poll(contest, roll, codes, key, candidates)


def move_to(contest: Contest, state: str) -> None:
    """Take the contest through the stored states, as the database demands."""
    for step in MOVES[state]:
        Contest.objects.filter(pk=contest.pk).update(state=step)
    contest.state = State(state)


def hours(count: float) -> Any:
    """A time that many hours from now."""
    return clock.now() + timedelta(hours=count)


def refuse_in_the_database(elector: Elector) -> None:
    """From now on the database itself fails this elector's participation."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "CREATE TRIGGER bad_item BEFORE INSERT ON booth_participation WHEN "
                f"NEW.elector_id = {elector.pk} BEGIN SELECT RAISE(ABORT, 'bad item'); END"
            )
        else:
            cursor.execute(
                "CREATE FUNCTION bad_item() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF NEW.elector_id = {elector.pk} THEN RAISE EXCEPTION 'bad item'; END IF; "
                "RETURN NEW; END $$; CREATE TRIGGER bad_item BEFORE INSERT ON booth_participation "
                "FOR EACH ROW EXECUTE FUNCTION bad_item()"
            )


def accept_again() -> None:
    """Take that back."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER bad_item")
        else:
            cursor.execute("DROP TRIGGER bad_item ON booth_participation; DROP FUNCTION bad_item()")


def at_once(doing: list[Callable[[], Any]]) -> list[Any]:
    """Do all of these at one moment, each in a thread; what each gave or raised."""
    gate = threading.Barrier(len(doing))
    answers: list[Any] = [None] * len(doing)

    def run(n: int) -> None:
        gate.wait()
        try:
            answers[n] = doing[n]()
        except Exception as error:  # noqa: BLE001 - it is the answer
            answers[n] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(doing))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
