"""An institution's people for this business by county. 二(四)-1"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from cairong.audit.columns import city_key, uuid7_key


class Liaison(models.Model):
    """A person of an institution whom suppliers of a region ask (专人), until it ends.

    That of the city's own code is for what is of the city itself, and for each county without one.
    """

    APP_UPDATES: ClassVar[tuple[str, ...]] = ("ended_at",)

    id = uuid7_key()
    city = city_key()
    institution = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="liaisons"
    )
    region = models.CharField(max_length=6)
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    phone = models.CharField(max_length=30)
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["institution", "region"],
                name="products_liaison_once",
                condition=Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(condition=~Q(phone=""), name="products_liaison_reached"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["city", "region"],
                name="products_liaison_standing",
                condition=Q(ended_at__isnull=True),
            )
        ]
