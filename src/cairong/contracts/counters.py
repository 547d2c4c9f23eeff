"""What is only counted: numbers given out, and procurements that never came in."""

from django.db import models
from django.db.models import Q

from cairong.audit.columns import city_key


class Numbering(models.Model):
    """The last number given out in one series of one city and year (D3)."""

    city = city_key()
    series = models.CharField(max_length=2)
    year = models.SmallIntegerField()
    last = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city", "series", "year"], name="contracts_numbering_once"
            ),
        ]


class SecretCount(models.Model):
    """How many procurements of a purchaser were a state secret in a month; nothing else is known.

    One statement of SQL moves it (actions/count_secret.py); no event tells who said so, or when.
    """

    city = city_key()
    purchaser = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    month = models.DateField()
    count = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["purchaser", "month"], name="contracts_secretcount_once"
            ),
            models.CheckConstraint(condition=Q(count__gt=0), name="contracts_secretcount_positive"),
        ]
