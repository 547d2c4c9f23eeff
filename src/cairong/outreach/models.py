"""Notice letters and messages: what was sent to whom, and when it was read by whom."""

from django.db import models
from django.db.models import Q

from cairong.audit.columns import CodeField, city_key, uuid7_key
from cairong.audit.models import Event


class Letter(models.Model):
    """The notice letter (附) of one project to one supplier at one moment; opened once noted."""

    class Occasion(models.TextChoices):
        AWARD = "award", "中标(成交)通知"
        CONTRACT = "contract", "合同签订"

    id = uuid7_key()
    city = city_key()
    award = models.ForeignKey("contracts.Award", on_delete=models.PROTECT, related_name="letters")
    supplier = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="letters"
    )
    occasion = CodeField(max_length=10, choices=Occasion.choices)
    project_title = models.CharField(max_length=300)
    project_no = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["award", "supplier", "occasion"], name="outreach_letter_once"
            ),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True) | Q(opened_at__gte=models.F("sent_at")),
                name="outreach_opened_after_sent",
            ),
        ]
        indexes = [models.Index(fields=["supplier", "-sent_at"], name="outreach_letter_supplier")]


class Message(models.Model):
    """One message in the inbox of an organisation's role: which event, in one sentence."""

    id = models.BigAutoField(primary_key=True)
    city = city_key()
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="messages")
    event_type = models.CharField(max_length=80)
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="messages"
    )
    role = models.CharField(max_length=40)
    region = models.CharField(max_length=6, blank=True)
    sentence = models.CharField(max_length=500)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "organisation", "role", "region"], name="outreach_message_once"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "role", "-id"], name="outreach_inbox"),
        ]


class Reading(models.Model):
    """One person has read one message."""

    id = models.BigAutoField(primary_key=True)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="readings")
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "person"], name="outreach_read_once"),
        ]
