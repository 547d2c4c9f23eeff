"""Who goes on from an event: the closed list of consumers of the outbox."""

from collections.abc import Mapping

from cairong.audit.outbox import Consumer
from cairong.audit.recording import TELL
from cairong.clocks.actions.recount import recount
from cairong.disclosure.actions.publish_account import publish_account
from cairong.disclosure.actions.publish_samples import publish_samples
from cairong.lending.actions.apply_remittance import apply_remittance
from cairong.lending.actions.await_conditions import await_conditions
from cairong.lending.actions.end_groundless import end_groundless
from cairong.lending.actions.prolong import prolong
from cairong.lending.actions.reach import reach
from cairong.outreach.actions.send_letter import send_letter
from cairong.outreach.actions.tell_holders import tell_holders
from cairong.treasury.actions.confirm_payment import confirm_payment
from cairong.treasury.actions.tell_release import tell_release

CONSUMERS: Mapping[str, Consumer] = {
    TELL: tell_holders,
    "outreach.send_letter": send_letter,
    "treasury.gateway": confirm_payment,
    "treasury.tell_release": tell_release,
    "lending.apply_remittance": apply_remittance,
    "disclosure.publish_account": publish_account,
    "disclosure.publish_samples": publish_samples,
    "clocks.recount": recount,
    "lending.prolong": prolong,
    "lending.reach": reach,
    "lending.end_groundless": end_groundless,
    "lending.await_conditions": await_conditions,
}
