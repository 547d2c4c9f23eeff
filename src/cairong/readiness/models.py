"""What only a person can know of a city that opens, as two stated it with evidence."""

from django.db import models
from django.db.models import CheckConstraint, Q

from cairong.audit.columns import CodeField, append_only, city_key, uuid7_key
from cairong.policy.readiness import ITEMS, STATED


class Statement(models.Model):
    """Two persons of the bureau say that an item is there, by which evidence. Never changed.

    The newest of an item counts.
    """

    id = uuid7_key()
    city = city_key()
    item = CodeField(max_length=20, choices=[(key, ITEMS[key].word) for key in STATED])
    evidence = models.CharField(max_length=300)
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(item__in=sorted(STATED)), name="readiness_item_stated"),
        ]
        indexes = [models.Index(fields=["city", "item"], name="readiness_newest")]
        triggers = [append_only()]
