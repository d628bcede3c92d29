"""Who acts: an officer in a role of an organisation, as the journal names her."""

from __future__ import annotations

from dataclasses import dataclass

from hustings.web.officers.models import Membership, Organisation, Role, User

__all__ = ["Actor"]


@dataclass(frozen=True, slots=True)
class Actor:
    """An officer in the role that she has where she acts."""

    user: User
    organisation: Organisation
    role: Role

    @classmethod
    def of(cls, membership: Membership) -> Actor:
        """The actor that a membership makes."""
        return cls(membership.user, membership.organisation, Role(membership.role))

    @property
    def words(self) -> str:
        """As the journal and the declaration name her: name and role."""
        return f"{self.user}, {self.role.label}"

    @property
    def may_act(self) -> bool:
        """Whether she may change anything at all."""
        return self.role != Role.OBSERVER

    @property
    def may_declare(self) -> bool:
        """Whether she may open, close, count and declare."""
        return self.role == Role.RETURNING_OFFICER
