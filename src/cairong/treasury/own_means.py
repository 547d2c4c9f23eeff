"""That the desk pays by its own means what two persons released: the program sends it no more."""

from django.db import models

from cairong.audit.columns import append_only, city_key, uuid7_key


class OwnMeans(models.Model):
    """Two persons of the desk decided to pay a payment by their own means. Never changed.

    It stays released; no order of it is drawn or signed and no instruction sets out any more.
    """

    id = uuid7_key()
    city = city_key()
    payment = models.OneToOneField(
        "treasury.Payment", on_delete=models.PROTECT, related_name="own_means"
    )
    reason = models.CharField(max_length=500)
    decided_at = models.DateTimeField()

    class Meta:
        triggers = [append_only()]
