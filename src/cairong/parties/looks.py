"""What the names of organisations look like, kept so that those that look alike are found."""

from typing import ClassVar

from django.db import models

from cairong.audit.columns import city_key


class NameLook(models.Model):
    """A name that an organisation bears or bore, and what it looks like (policy/names.py).

    The program works `look` out, and again every night; the database works out `plain`, the name
    without width, blanks and case. `alike_at` is the moment at which two
    persons, who saw both, let the name stand beside one that looks like it under another code.
    """

    APP_UPDATES: ClassVar[tuple[str, ...]] = ("look", "alike_at")

    id = models.BigAutoField(primary_key=True)
    city = city_key()
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="looks"
    )
    name = models.CharField(max_length=200)
    look = models.CharField(max_length=400)
    plain = models.CharField(max_length=400, default="", editable=False)
    alike_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="parties_look_once"),
        ]
        indexes = [
            models.Index(fields=["city", "look"], name="parties_look_found"),
            models.Index(fields=["city", "plain"], name="parties_plain_found"),
        ]
