"""An inspector's first screen: which inspections stand, until when, and where to read."""

from datetime import datetime

from django.urls import reverse

from cairong.inspecting.reads import standing
from cairong.kernel.actor import Actor
from cairong.web.desk.summaries import Summary
from cairong.web.parts import Column, plain_table

STANDING = (
    Column("letter", "公函文号", of="letter_no"),
    Column("matter", "稽查事项"),
    Column("until", "止日", "date"),
    Column("opened", "查看案件(次)", "number"),
)


def summary(actor: Actor, now: datetime) -> Summary:
    """List what an inspector may read for today."""
    found = standing(actor, now)
    table = plain_table(
        "现在有效的稽查",
        STANDING,
        found,
        empty="没有。稽查由财政部门采购科两人照公函准予,准予以后会收到消息。",
        opens=lambda each: reverse("inspection", args=[each.pk]),
    )
    return Summary(
        template="inspecting/summary.html",
        context={"table": table, "reads": bool(found)},
        lead=f"有效的稽查 {len(found)} 项;只能查看,每次查看都有记录",
    )
