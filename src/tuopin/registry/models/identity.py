"""Who a person is by name and papers: apart from the facts, sealed, found only by keyed digests."""

from django.db import models

from tuopin.registry.models.subjects import Person


class Identity(models.Model):
    """Every value is sealed to this row (vault.ring). Null means not known."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, primary_key=True, related_name="identity")
    name = models.BinaryField(null=True)
    id_kind = models.CharField(max_length=12, null=True)
    id_number = models.BinaryField(null=True)
    phone = models.BinaryField(null=True)
    account = models.BinaryField(null=True)
    id_index = models.BinaryField(null=True, db_index=True)
    """Keyed digest of the number, to find it and its double without opening anything."""
    phone_index = models.BinaryField(null=True, db_index=True)


class NameToken(models.Model):
    """Keyed, truncated digests of the characters and pairs of a name: what a wide search goes by (ADR on search)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="name_tokens")
    token = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "person"], name="name_token")]
