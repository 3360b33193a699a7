"""Entries are added and never changed; the database refuses updates and deletes (migrations, both databases)."""

from django.db import models


class Entry(models.Model):
    """One act. `content` is what is hashed; the other columns repeat parts of it so that entries can be found.

    `seq` and `hash` are null until the entry is chained: at once on SQLite, within a second on PostgreSQL.
    """

    at = models.DateTimeField()
    actor = models.CharField(max_length=64)
    action = models.CharField(max_length=64)
    about = models.CharField(max_length=120)
    path = models.CharField(max_length=200)
    content = models.BinaryField()
    seq = models.BigIntegerField(null=True, unique=True)
    hash = models.BinaryField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["about", "id"], name="audit_by_subject"),
            models.Index(fields=["actor", "id"], name="audit_by_actor"),
            models.Index(fields=["at"], name="audit_by_time"),
        ]


class SubjectKey(models.Model):
    """The key that seals personal values inside entries about one subject. Deleting it deletes the values for good,
    while the chain of hashes stays whole (crypto-shredding)."""

    subject = models.UUIDField(primary_key=True)
    key = models.BinaryField()
    """Sealed by the key ring."""
