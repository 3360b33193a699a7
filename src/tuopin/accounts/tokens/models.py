"""A token as it is kept: what it may do and where, and a digest of its secret."""

import uuid

from django.db import models

from tuopin.accounts.models import User
from tuopin.places.models import Place


class Token(models.Model):
    """Only the digest of the secret is here, so whoever reads this table can use none of them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="tokens")
    label = models.CharField(max_length=60)
    """What it is for, in the owner's words."""
    digest = models.BinaryField(max_length=32, unique=True)
    acts = models.JSONField()
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="+")
    """Null: wherever the owner's postings reach."""
    made_at = models.DateTimeField()
    ends_before = models.DateField()
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "-made_at"], name="token_by_user")]
