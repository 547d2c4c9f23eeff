"""The supplier's own performance record: its grade, each figure with the contracts it counts."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from cairong.kernel.actor import Actor, Role
from cairong.lending.record import own_record
from cairong.products.reads import preferring
from cairong.web.acting import look_view, page_of
from cairong.web.public.terms import preferred
from cairong.web.records import shown


def _record(actor: Actor, now: datetime) -> dict[str, Any]:
    found = own_record(actor, now)
    better = [
        (each.product, preferred(each.grade, each.given))
        for each in preferring(actor.city, found.grade)
    ]
    return {
        **shown(found, opens=lambda each: reverse("case", args=[each.pk]), own=True),
        "better": better,
    }


record = look_view(page_of("records/own.html", _record), Role.SUPPLIER)
