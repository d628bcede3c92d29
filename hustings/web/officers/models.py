"""Who runs contests: organisations, officers by e-mail address, and the role each has."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["Membership", "Organisation", "Role", "SignInLink", "User"]


class UserManager(BaseUserManager["User"]):
    """Makes officers, who have an e-mail address and no user name."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make an officer; without a password there is none to guess."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractUser):
    """An officer, known by e-mail address."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=200)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()  # type: ignore[assignment,misc]

    def __str__(self) -> str:
        return self.name or self.email


class Organisation(models.Model):
    """Whoever holds contests: a constituency party, a students' union, a campaign."""

    slug = models.SlugField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    contact_name = models.CharField(max_length=200, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=50, blank=True)
    address = models.TextField(blank=True)
    privacy_notice = models.TextField(blank=True)
    second_factor_required = models.BooleanField(default=True)  # off only for demonstrations
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What an officer may do: everything; everything but declare; or look."""

    RETURNING_OFFICER = "returning_officer", _("returning officer")
    DEPUTY = "deputy", _("deputy returning officer")
    OBSERVER = "observer", _("observer")


class Membership(models.Model):
    """An officer's role in an organisation."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation"], name="one_role_in_each"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}, {self.organisation}"


class SignInLink(models.Model):
    """A way in that works once: the first sign-in, and an invitation. Only its digest is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="sign_in_links")
    digest = models.BinaryField(max_length=32, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"for {self.user}, until {self.expires_at:%Y-%m-%d %H:%M}"
