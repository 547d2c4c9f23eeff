"""What an institution looked at of the trade behind an application, and who answers for it."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from cairong.audit.columns import append_only, city_key, uuid7_key
from cairong.policy.background import JUDGED, Line, Trade
from cairong.policy.catalogue.words import moment_words


class BackgroundCheck(models.Model):
    """A checklist of the trade behind an application (贸易背景核查清单). Never changed. 二(五)-2

    `lines` are as the platform filled them in, `judged` what its officer ticked, `opinion` what it
    says where a line is doubtful. The facts of its `trade` must still be so for it to stand.
    """

    id = uuid7_key()
    city = city_key()
    application = models.ForeignKey(
        "lending.Application", on_delete=models.PROTECT, related_name="backgrounds"
    )
    verification = models.ForeignKey(
        "lending.Verification", on_delete=models.PROTECT, related_name="+"
    )
    round = models.SmallIntegerField()
    award_no = models.CharField(max_length=20)
    amount_fen = models.BigIntegerField()
    base_fen = models.BigIntegerField()
    supplier = models.CharField(max_length=200)
    purchaser = models.CharField(max_length=200)
    lines = models.JSONField()
    doubts = models.SmallIntegerField()
    judged = ArrayField(models.CharField(max_length=20))
    opinion = models.CharField(max_length=1000, blank=True)
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(opinion="") | Q(doubts=0, judged__contains=list(JUDGED)),
                name="lending_background_explained",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["application", "-at"], name="lending_background_new")
        ]
        triggers: ClassVar[list[object]] = [append_only()]

    @property
    def trade(self) -> Trade:
        """The facts it rests on."""
        return Trade(
            round=self.round,
            award_no=self.award_no,
            amount_fen=self.amount_fen,
            base_fen=self.base_fen,
            supplier=self.supplier,
            purchaser=self.purchaser,
        )

    @property
    def shown(self) -> str:
        """Name it, for its second person and for who reads what an offer rests on."""
        doubts = f",存疑 {self.doubts} 行" if self.doubts else ""
        return f"{moment_words(self.at)}确认{doubts},清单 {str(self.pk)[-8:]}"

    @property
    def read(self) -> list[Line]:
        """The lines as they were read."""
        return [Line.kept(each) for each in self.lines]
