"""Dated rows that officers keep: parameters, holiday notices, LPR, waivers (D28)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from cairong.audit.columns import append_only, city_key, uuid7_key


class ParameterRow(models.Model):
    """A city's own value of a parameter from a day on, with its source. Never changed."""

    id = uuid7_key()
    city = city_key()
    code = models.CharField(max_length=60)
    value = models.BigIntegerField()
    valid_from = models.DateField()
    source = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city", "code", "valid_from"], name="rulebook_parameter_once"
            ),
        ]
        triggers = [append_only()]


class HolidayNotice(models.Model):
    """The State Council's arrangement of one year: days off and days worked instead."""

    id = uuid7_key()
    city = city_key()
    year = models.SmallIntegerField()
    days_off = ArrayField(models.DateField())
    days_worked = ArrayField(models.DateField())
    source = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()

    class Meta:
        triggers = [append_only()]


class LprRow(models.Model):
    """One publication of the loan prime rate, in basis points, valid from 09:00 of its day."""

    id = uuid7_key()
    city = city_key()
    published_on = models.DateField()
    one_year_bp = models.IntegerField()
    five_year_bp = models.IntegerField()
    source = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "published_on"], name="rulebook_lpr_once"),
            models.CheckConstraint(
                condition=models.Q(one_year_bp__range=(1, 3000), five_year_bp__range=(1, 3000)),
                name="rulebook_lpr_range",
            ),
        ]
        triggers = [append_only()]
