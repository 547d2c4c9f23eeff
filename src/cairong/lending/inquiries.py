"""What an institution asks of an applicant: one list of defects first, questions later."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from cairong.audit.columns import CodeField, StateField, city_key, state_known, uuid7_key
from cairong.lending.states import INQUIRY


class Inquiry(models.Model):
    """A list of defects before an application is complete, or a question after it.

    `items` say what is missing or asked, and why; a list that is not the first says the `new_fact`
    it rests on. Of its items `held` are what the platform holds: counted against who asks, and
    answered by itself; a list of nothing else asks nobody. A question lapses the application where
    nobody answers until `lapses_on`.
    """

    class Kind(models.TextChoices):
        DEFECTS = "defects", "补正清单"
        QUESTION = "question", "提问"

    APP_UPDATES: ClassVar[tuple[str, ...]] = ("state", "answer", "ended_at")

    id = uuid7_key()
    city = city_key()
    application = models.ForeignKey(
        "lending.Application", on_delete=models.PROTECT, related_name="inquiries"
    )
    kind = CodeField(max_length=10, choices=Kind.choices)
    round = models.SmallIntegerField()
    items = models.JSONField()
    held = models.SmallIntegerField(default=0, db_default=0)
    new_fact = models.CharField(max_length=300, blank=True, default="")
    asked_at = models.DateTimeField()
    lapses_on = models.DateField(null=True)
    state = StateField(max_length=10, choices=INQUIRY.choices(), default="open")
    answer = models.CharField(max_length=2000, blank=True, default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            state_known(INQUIRY),
            models.UniqueConstraint(
                fields=["application"],
                name="lending_inquiry_one_open",
                condition=Q(state="open"),
            ),
            models.UniqueConstraint(
                fields=["application", "kind", "round"], name="lending_inquiry_counted"
            ),
            models.CheckConstraint(
                condition=(Q(state="open") ^ Q(ended_at__isnull=False))
                & (~Q(state="answered") | ~Q(answer="")),
                name="lending_inquiry_answered",
            ),
            models.CheckConstraint(
                condition=Q(kind="question", lapses_on__isnull=False)
                | (Q(kind="defects") & (Q(round=1) | ~Q(new_fact=""))),
                name="lending_inquiry_reasoned",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["city", "lapses_on"],
                name="lending_inquiry_waiting",
                condition=Q(state="open"),
            ),
        ]

    @property
    def word(self) -> str:
        """Name it: 补正清单, 提问."""
        return self.Kind(self.kind).label
