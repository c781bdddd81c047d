"""Users, the roles they hold in a scope, API tokens, and the trail of what was changed and seen."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Lower, Now

from openlien.kit.fields import uuidv7_key

from .actor import Grant
from .permissions import Role


class UserAccounts(BaseUserManager):
    """Finds users by their e-mail address, in any case."""

    def get_by_natural_key(self, username: str | None) -> User:
        """The user of an e-mail address.

        Raises: User.DoesNotExist.
        """
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who signs in with an e-mail address."""

    id = uuidv7_key()
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    password_changed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    last_seen_at = models.DateTimeField(null=True)

    # What the user may do, where it was read together with the user; None where it was not.
    grants: tuple[Grant, ...] | None = None

    objects = UserAccounts()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_is_unique"),
            models.CheckConstraint(condition=~models.Q(name=""), name="user_has_a_name"),
        ]

    def get_full_name(self) -> str:
        """The name as people read it."""
        return self.name


class Session(AbstractBaseSession):
    """A browser that is signed in, or was; the user is null while nobody has signed in with it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+")


class Membership(models.Model):
    """One role that a user holds, everywhere or for one provider group or law firm."""

    class ScopeKind(models.TextChoices):
        """What a membership reaches."""

        EVERYTHING = "everything", "Everything"
        PROVIDER_GROUP = "provider_group", "One provider group"
        LAW_FIRM = "law_firm", "One law firm"

    id = uuidv7_key()
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=40, choices=[(role.code, role.value) for role in Role])
    scope_kind = models.CharField(max_length=20, choices=ScopeKind, default=ScopeKind.EVERYTHING)
    # The party of the scope. Parties live above this package; `cases` adds the foreign key.
    scope_id = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "scope_kind", "scope_id"],
                nulls_distinct=False,
                name="membership_is_held_once",
            ),
            models.CheckConstraint(
                condition=models.Q(scope_kind="everything", scope_id__isnull=True)
                | models.Q(scope_kind__in=["provider_group", "law_firm"], scope_id__isnull=False),
                name="membership_scope_names_its_party",
            ),
            models.CheckConstraint(
                condition=~models.Q(role="provider") | models.Q(scope_kind="provider_group"),
                name="membership_of_provider_is_scoped",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=[role.code for role in Role]), name="membership_role_is_known"
            ),
        ]


class ApiToken(models.Model):
    """A secret that lets a program act as a user in one of the user's roles; only its hash is kept."""

    id = uuidv7_key()
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=40, choices=[(role.code, role.value) for role in Role])
    secret_start = models.CharField(max_length=12)
    secret_hash = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=[role.code for role in Role]), name="api_token_role_is_known"
            ),
        ]


class AuditEntry(models.Model):
    """One change of one row: before, after, who, when, from which request. Written by triggers only."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_default=Now())
    table_name = models.CharField(max_length=63)
    row_id = models.CharField(max_length=64)
    action = models.CharField(max_length=6)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=120)
    source = models.CharField(max_length=10)
    request_id = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["table_name", "row_id"], name="audit_by_row"),
            models.Index(fields=["at"], name="audit_by_time"),
            models.Index(fields=["actor_id", "at"], name="audit_by_actor"),
        ]


class AccessEntry(models.Model):
    """One view or export of a patient's record: who saw what, when, from which request."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_default=Now())
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=120)
    source = models.CharField(max_length=10)
    request_id = models.CharField(max_length=64)
    what = models.CharField(max_length=60)
    case_number = models.CharField(max_length=20)
    rows = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["at"], name="access_by_time"),
            models.Index(fields=["case_number", "at"], name="access_by_case"),
        ]
