"""Where the rooms are joined, at the start of every process: what follows from what.

A room records what happened and names nobody above it. Who goes on from there is said here alone.
"""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import cairong
from cairong.audit.outbox import Consumer
from cairong.audit.recording import subscribe
from cairong.cases.actions.tell_holders import tell_holders
from cairong.clocks.actions.recount import recount
from cairong.disclosure.actions.publish_account import publish_account
from cairong.disclosure.actions.publish_samples import publish_samples
from cairong.lending.actions.apply_remittance import apply_remittance
from cairong.lending.actions.await_conditions import await_conditions
from cairong.lending.actions.end_groundless import end_groundless
from cairong.lending.actions.leave_suspended import leave_all
from cairong.lending.actions.prolong import prolong
from cairong.lending.actions.reach import reach
from cairong.lending.actions.reach_again import reach_again
from cairong.outreach.actions.join_letters import join_letters
from cairong.outreach.actions.send_file_letters import send_file_letters
from cairong.outreach.actions.send_letter import send_letter
from cairong.outreach.actions.send_renewal import send_renewal
from cairong.treasury.actions.confirm_payment import confirm_payment, take_answer
from cairong.treasury.actions.tell_release import tell_release

ROOMS = Path(cairong.__file__).parent
FOLLOWS: Mapping[str, tuple[Consumer[Any], ...]] = {
    "admission.institution.resumed": (reach_again,),
    "admission.institution.reviewed": (leave_all,),
    "admission.institution.suspended": (leave_all,),
    "agencies.file.issued": (send_file_letters,),
    "agencies.file.obtained": (send_file_letters,),
    "contracts.award.recorded": (send_letter,),
    "contracts.award.claimed": (send_letter,),
    "contracts.award.shares_entered": (send_letter,),
    "contracts.award.cancelled": (end_groundless,),
    "contracts.winner.joined": (send_letter,),
    "contracts.winners.imported": (send_letter,),
    "contracts.awards.imported": (tell_holders,),
    "contracts.samples.imported": (publish_samples,),
    "filing.contract.signed": (send_letter,),
    "orders.instruction.answered": (take_answer,),
    "parties.mandate.proved": (tell_holders, join_letters),
    "parties.mandate.refused": (tell_holders,),
    "parties.proposal.taken_back": (tell_holders,),
    "parties.renewal.asked": (send_renewal,),
    "products.product.published": (reach,),
    "products.product.resumed": (reach,),
    "rulebook.holidays.entered": (recount, prolong),
    "treasury.lock.confirmed": (await_conditions,),
    "treasury.payee.changed": (publish_account,),
    "treasury.payment.to_send": (confirm_payment,),
    "treasury.payment.confirmed": (apply_remittance,),
    "treasury.receivable.cleared": (end_groundless,),
    "treasury.account.freed": (tell_release,),
}


def join() -> None:
    """Find every act and consumer, and say which consumers go on from what."""
    find_acts()
    subscribe({kind: [each.name for each in following] for kind, following in FOLLOWS.items()})


def find_acts() -> None:
    """Import every module of actions, so that each act stands under its name (kernel/acts.py)."""
    for path in sorted(ROOMS.glob("*/actions/[!_]*.py")):
        import_module(f"cairong.{path.parts[-3]}.actions.{path.stem}")
