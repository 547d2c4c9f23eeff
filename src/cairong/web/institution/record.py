"""The performance record of the supplier of an application, while the application is pursued."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from cairong.kernel.actor import Actor
from cairong.lending.record import record_in
from cairong.web.acting import look_view, page_of
from cairong.web.institution.lists import PEOPLE
from cairong.web.records import shown


def _record(actor: Actor, now: datetime, application_id: UUID) -> dict[str, Any]:
    application, found = record_in(actor, application_id, now)
    address = reverse("application", args=[application.pk])
    said = shown(found, opens=lambda each: reverse("public-contract", args=[each.no]), own=False)
    return {**said, "application": application, "back": address}


record = look_view(page_of("records/supplier.html", _record), *PEOPLE)
