"""Papers of an institution on an application: the form it was handed, agreement, registration."""

from typing import ClassVar

from django.db import models

from cairong.audit.columns import append_only, city_key, uuid7_key


class LenderPaper(models.Model):
    """Of which application a paper of an institution is; handed in, its supplier reads it too."""

    id = uuid7_key()
    city = city_key()
    paper = models.OneToOneField(
        "papers.Paper", on_delete=models.PROTECT, related_name="lender_paper"
    )
    application = models.ForeignKey(
        "lending.Application", on_delete=models.PROTECT, related_name="lender_papers"
    )

    class Meta:
        triggers: ClassVar[list[object]] = [append_only()]
