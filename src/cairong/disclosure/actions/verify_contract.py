"""Prove to an institution that a contract is the one made public; it keeps the receipt."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.disclosure.models import PublishedVersion
from cairong.kernel.actor import Actor, Role
from cairong.lending.models import Verification
from cairong.lending.steps.verification import Proof, contract_to_verify, keep_verification


@use_case(Role.INSTITUTION_OFFICER)
def verify_contract(
    *, actor: Actor, now: datetime, application_id: UUID, provincial_reference: str = ""
) -> Verification:
    """Check the contract of an application against its newest published version.

    The version's own bytes and hash are kept with the application, with the reference of the
    check in the provincial system (D21). Raises NotFound, WrongState once decided, PolicyBreach
    while no contract is announced. Writes: lending.Verification. Source: 二(五)-4, 二(二)-6.
    """
    application, contract_id = contract_to_verify(actor, application_id)
    newest = PublishedVersion.objects.filter(contract_id=contract_id).latest("version")
    kept = keep_verification(
        application,
        Proof(
            version=newest.version,
            content_hash=newest.sha256,
            receipt=bytes(newest.document),
        ),
        actor=actor,
        now=now,
        reference=provincial_reference,
    )
    record(
        actor=actor,
        now=now,
        type="disclosure.contract.verified",
        subject=kept,
        about=[application.pk, application.intent_id, contract_id],
        visible_to=[application.intent.supplier_id],
        after={
            "version": kept.version,
            "sha256": kept.content_hash,
            "provincial_reference": kept.provincial_reference,
        },
        basis=["二(五)-4", "二(五)-2", "二(二)-6"],
    )
    return kept
