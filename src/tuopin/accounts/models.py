"""A person who signs in, and the postings that say what the person may do, where, and for how long."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from tuopin.accounts.rules import Role
from tuopin.places.models import Place


class Users(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(code=username)


class User(AbstractBaseUser):
    """`code` is what the audit stores and what one signs in with; no role stands here. `authority` counts changes of
    postings."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    authority = models.PositiveIntegerField(default=1)
    must_change_password = models.BooleanField(default=False)
    """The password was set by an administrator: nothing else is shown before the person has chosen another."""

    objects = Users()
    USERNAME_FIELD = "code"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(code__regex=r"^[a-z0-9._-]+$"), name="user_code")
        ]


class Posting(models.Model):
    """A person has a role in a place from a day until a day; null until is open-ended."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="postings")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    department = models.CharField(max_length=40, blank=True)
    """For a sector office: which one. Not a fact about people, so empty means none."""
    starts_on = models.DateField()
    ends_before = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in Role]), name="posting_role"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_before__isnull=True)
                | models.Q(ends_before__gt=models.F("starts_on")),
                name="posting_period",
            ),
            models.CheckConstraint(
                condition=models.Q(role=Role.SECTOR.value) ^ models.Q(department=""),
                name="posting_department",
            ),
        ]
