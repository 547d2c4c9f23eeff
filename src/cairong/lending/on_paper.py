"""A form to apply on paper (纸质申请表): printed by a supplier, received once. 二(一)-6"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from cairong.audit.columns import StateField, city_key, state_known, uuid7_key
from cairong.lending.states import FORM


class PaperForm(models.Model):
    """A form that a supplier printed for one of its contracts; its `code` is known to who holds it.

    The institution it was handed to enters it, by which it is an intent like any other.
    `received_on` is the day of that, from which all clocks run; `late` that it was entered after
    the working days for it. `words` are why the supplier says that it handed in no such form.
    """

    APP_UPDATES: ClassVar[tuple[str, ...]] = (
        "state", "voided_at", "institution_id", "received_on", "entered_at", "late", "intent_id",
        "disowned_at", "words",
    )  # fmt: skip

    id = uuid7_key()
    city = city_key()
    supplier = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey(
        "contracts.Contract", on_delete=models.PROTECT, related_name="paper_forms"
    )
    code = models.CharField(max_length=12)
    printed_at = models.DateTimeField()
    state = StateField(max_length=10, choices=FORM.choices(), default="printed")
    voided_at = models.DateTimeField(null=True)
    institution = models.ForeignKey(
        "parties.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    received_on = models.DateField(null=True)
    entered_at = models.DateTimeField(null=True)
    late = models.BooleanField(default=False)
    intent = models.OneToOneField(
        "lending.Intent", null=True, on_delete=models.PROTECT, related_name="paper_form"
    )
    disowned_at = models.DateTimeField(null=True)
    words = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            state_known(FORM),
            models.UniqueConstraint(fields=["city", "code"], name="lending_form_code_once"),
            models.UniqueConstraint(
                fields=["supplier", "contract"],
                name="lending_form_printed_once",
                condition=Q(state="printed"),
            ),
            models.CheckConstraint(
                condition=Q(
                    state="printed", voided_at=None, institution=None, intent=None,
                    received_on=None, entered_at=None,
                )
                | Q(state="void", voided_at__isnull=False, institution=None, intent=None)
                | Q(
                    state__in=["received", "disowned"], voided_at=None, institution__isnull=False,
                    intent__isnull=False, received_on__isnull=False, entered_at__isnull=False,
                ),
                name="lending_form_whole",
            ),
            models.CheckConstraint(
                condition=Q(state="disowned", disowned_at__isnull=False) & ~Q(words="")
                | ~Q(state="disowned") & Q(disowned_at=None, words=""),
                name="lending_form_disowned",
            ),
        ]  # fmt: skip
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["institution", "entered_at"], name="lending_form_entered"),
        ]
