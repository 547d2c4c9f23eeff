"""Let a class hold from now on inside an act, and number the authority's letters."""

from datetime import datetime

from cairong.clocks.steps.duties import fulfil_duties
from cairong.kernel.calendar import day_of
from cairong.oversight.steps.series import next_number, series_word
from cairong.parties.steps.profiles import keep_decided_size
from cairong.sizing.models import Dispute


def number(found: Dispute, series: str, *, addressed: str, now: datetime) -> None:
    """Give a letter the next number of its series. Raises Invalid for a series that is none."""
    found.word, found.year = series_word(series), day_of(now).year
    found.number = next_number(Dispute.objects, found.city_id, found.word, found.year)
    found.addressed, found.sent_at = addressed, now


def settle(found: Dispute, size: str, *, now: datetime) -> None:
    """End a dispute with a class that holds from now on, never for what was signed before (802§3).

    Writes: sizing.Dispute, parties.SupplierProfile, clocks.Mark.
    """
    found.size, found.ended_at = size, now
    found.save(update_fields=Dispute.APP_UPDATES)
    keep_decided_size(found.supplier_id, size, now=now)
    fulfil_duties(subject_id=found.pk, on=day_of(now), now=now, reason="已有认定")
