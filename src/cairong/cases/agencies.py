"""What the first screen of an agency shows: for whom it acts, what it issued, what was read."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count

from cairong.agencies.models import ProcurementFile
from cairong.agencies.reads import SOON_DAYS, engagements_of, files_of, holding, standing_word
from cairong.contracts.reads import awards_of
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.outreach.reads import letters_of, read_of

MOST = 8


def agency_figures(actor: Actor, now: datetime) -> Mapping[str, Any]:
    """Count an agency's agreements, files, letters and awards, and list the newest."""
    today = day_of(now)
    held = engagements_of(actor).filter(holding(today))
    files = files_of(actor).filter(state="issued")
    newest = list(files[:MOST])
    read = read_of(actor, now, [each.pk for each in newest])
    sent = letters_of(actor).order_by().aggregate(sent=Count("pk"), read=Count("opened_at"))
    return {
        "held": held.count(),
        "soon": held.filter(valid_to__lte=today + timedelta(days=SOON_DAYS)).count(),
        "offered": engagements_of(actor).filter(state="offered").count(),
        "files": files.count(),
        "awards": awards_of(actor).count(),
        **sent,
        "engagements": [
            {
                "pk": each.pk,
                "purchaser": each.purchaser,
                "project_no": each.project_no,
                "valid_to": each.valid_to,
                "standing": standing_word(each, today),
            }
            for each in held.order_by("valid_to", "pk")[:MOST]
        ],
        "newest": [_file(each, read.get(each.pk, "0/0")) for each in newest],
    }


def _file(file: ProcurementFile, read: str) -> dict[str, Any]:
    return {
        "pk": file.pk,
        "title": file.title,
        "purchaser": file.purchaser,
        "issued_on": file.issued_on,
        "read": read,
    }
