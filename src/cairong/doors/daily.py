"""Work of every day: what runs by itself in each city, once a day."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, time

from django.db import InterfaceError, OperationalError

from cairong.admission.actions.open_reviews import open_reviews
from cairong.alerts.actions.find_alerts import find_alerts
from cairong.board.actions.lapse_agreements import lapse_agreements, warn_of_agreements
from cairong.cases.digest import send_digests
from cairong.cases.reminding import remind
from cairong.clocks.daily import note_runs
from cairong.clocks.reads import ran_on
from cairong.complaints.actions.move_complaints import move_complaints
from cairong.disclosure.actions.lapse_withholding import lapse_withholding
from cairong.guidance.actions.note_lent import note_lent
from cairong.guidance.actions.push_newcomers import push_newcomers
from cairong.kernel.actor import system
from cairong.kernel.calendar import SHANGHAI, day_of
from cairong.lending.actions.ask_supplier import lapse_unanswered
from cairong.lending.actions.complete_by_silence import complete_by_silence
from cairong.lending.actions.end_limit import end_limits
from cairong.lending.actions.lapse import lapse_intents, lapse_offers, lapse_unlocked_offers
from cairong.lending.actions.leave_suspended import leave_stranded
from cairong.lending.actions.note_overdue import note_overdue
from cairong.oversight.actions.keep_months import keep_months
from cairong.parties.accesses import clear_accesses
from cairong.parties.actions.put_looks_right import put_looks_right
from cairong.parties.sessions import clear_sessions
from cairong.parties.tallies import clear_tallies
from cairong.policy.outreach import DIGEST_AT
from cairong.promotion.actions.erase_contacts import erase_contacts
from cairong.recommending.actions.answer_by_offer import answer_by_offers
from cairong.recommending.actions.ask_newcomers import ask_newcomers
from cairong.recommending.actions.lapse_recommendations import lapse_recommendations
from cairong.spreading.actions.erase_survey_words import erase_survey_words
from cairong.treasury.actions.lapse_locks import lapse_locks

LOGGER = logging.getLogger(__name__)
DAILY: Mapping[str, Callable[..., int]] = {
    "complete_by_silence": complete_by_silence,
    "lapse_unanswered": lapse_unanswered,
    "lapse_offers": lapse_offers,
    "lapse_intents": lapse_intents,
    "lapse_locks": lapse_locks,
    "lapse_unlocked_offers": lapse_unlocked_offers,
    "end_limits": end_limits,
    "open_reviews": open_reviews,
    "leave_stranded": leave_stranded,
    "note_overdue": note_overdue,
    "lapse_withholding": lapse_withholding,
    "move_complaints": move_complaints,
    "answer_by_offers": answer_by_offers,
    "lapse_recommendations": lapse_recommendations,
    "ask_newcomers": ask_newcomers,
    "note_lent": note_lent,
    "push_newcomers": push_newcomers,
    "erase_contacts": erase_contacts,
    "erase_survey_words": erase_survey_words,
    "lapse_agreements": lapse_agreements,
    "warn_of_agreements": warn_of_agreements,
    "keep_months": keep_months,
    "find_alerts": find_alerts,
    "remind": remind,
    "clear_tallies": clear_tallies,
    "clear_sessions": clear_sessions,
    "clear_accesses": clear_accesses,
    "put_looks_right": put_looks_right,
    "send_digests": send_digests,
}
NOT_BEFORE: Mapping[str, time] = {"send_digests": DIGEST_AT}


def run_daily(*, city: str, now: datetime) -> int:
    """Run what has not yet run in this city today; count the records touched.

    A piece of work that is cut off runs again: each record it touches is one use-case of its own.
    One that fails is tried again at the next round and does not stop the others. What touched
    nothing is noted with the others at the end, in one statement.
    """
    done = ran_on(system(city=city), day_of(now))
    touched, quiet = 0, dict[str, int]()
    for name, work in DAILY.items():
        if name in done or name not in due_by(now):
            continue
        try:
            count = work(actor=system(city=city), now=now)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            LOGGER.exception("the daily %s of %s failed", name, city)
            continue
        touched += count
        if count:
            note_runs(city, {name: count}, now=now)
        else:
            quiet[name] = count
    note_runs(city, quiet, now=now)
    return touched


def due_by(now: datetime) -> list[str]:
    """Name the work that is due by a moment of its day."""
    past = now.astimezone(SHANGHAI).time()
    return [name for name in DAILY if NOT_BEFORE.get(name, time.min) <= past]
