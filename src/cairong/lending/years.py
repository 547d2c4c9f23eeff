"""What was drawn in each year, kept as it is drawn by the triggers of `years.sql` alone."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from cairong.audit.columns import city_key


class YearDrawn(models.Model):
    """A calendar year's draws on the contracts of one region; of all of them where it is ''.

    `suppliers` counts distinct borrowers, `smes` those that were small, medium or micro when they
    signed; `institutions` are the distinct lenders. A region merged since keeps its own row.
    """

    APP_INSERTS: ClassVar[bool] = False
    APP_UPDATES: ClassVar[tuple[str, ...]] = ()

    id = models.BigAutoField(primary_key=True)
    city = city_key()
    year = models.SmallIntegerField()
    region = models.CharField(max_length=6)
    amount_fen = models.BigIntegerField()
    loans = models.IntegerField()
    institutions = ArrayField(models.UUIDField())
    suppliers = models.IntegerField(db_default=0)
    smes = models.IntegerField(db_default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["city", "year", "region"], name="lending_yeardrawn_once"
            )
        ]


class YearBorrower(models.Model):
    """Who borrowed in a year on the contracts of a region, and whether as an SME ever in it."""

    APP_INSERTS: ClassVar[bool] = False
    APP_UPDATES: ClassVar[tuple[str, ...]] = ()

    id = models.BigAutoField(primary_key=True)
    city = city_key()
    year = models.SmallIntegerField()
    region = models.CharField(max_length=6)
    supplier = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    sme = models.BooleanField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["city", "year", "region", "supplier"], name="lending_yearborrower_once"
            )
        ]
