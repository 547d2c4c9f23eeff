"""Prove to an institution that a contract is the one made public; it keeps the receipt."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.disclosure.models import PublishedVersion
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import PolicyBreach
from cairong.kernel.text import clean_text
from cairong.lending.models import Application, Verification
from cairong.lending.reads import application_for
from cairong.lending.states import APPLICATION
from cairong.lending.steps.verification import may_be_proved


@use_case(Role.INSTITUTION_OFFICER, word="核验合同真伪")
def verify_contract(
    *, actor: Actor, now: datetime, application_id: UUID, provincial_reference: str = ""
) -> Verification:
    """Check the contract of an application against its newest published version.

    The version's own bytes and hash are kept with the application, with the reference of the
    check in the provincial system (D21). Raises NotFound, WrongState once decided, PolicyBreach
    while no contract is announced. Writes: lending.Verification. Source: 二(五)-4, 二(二)-6.
    """
    assert actor.person_id is not None
    application = application_for(actor, application_id, lock=True)
    contract_id = _contract_to_verify(application)
    newest = PublishedVersion.objects.filter(contract_id=contract_id).latest("version")
    kept = Verification.objects.create(
        application=application,
        contract_id=contract_id,
        version=newest.version,
        content_hash=newest.sha256,
        receipt=bytes(newest.document),
        provincial_reference=clean_text(
            provincial_reference, field="provincial_reference", most=100
        ),
        person_id=actor.person_id,
        at=now,
    )
    record(
        actor=actor,
        now=now,
        type="lending.contract.verified",
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


def _contract_to_verify(application: Application) -> UUID:
    """Name the contract an application stands on, where it still needs proof."""
    if not may_be_proved(application):
        raise APPLICATION.refusal(application.state, "核验合同")
    if application.intent.contract_id is None:
        raise PolicyBreach("lending.contract_missing", obligation="二(四)-3")
    return application.intent.contract_id
