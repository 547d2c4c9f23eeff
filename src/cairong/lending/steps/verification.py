"""Keep the receipt of one check of a contract's authenticity (二(五)-4, D21)."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cairong.contracts.models import Filing
from cairong.kernel.actor import Actor
from cairong.kernel.errors import PolicyBreach
from cairong.kernel.text import clean_text
from cairong.lending.models import Application, Verification
from cairong.lending.reads import application_for
from cairong.lending.states import APPLICATION, AWAITING_LOCK, OPEN_APPLICATIONS
from cairong.parties.models import InstitutionProfile
from cairong.policy.lending import receipt_current
from cairong.policy.rule import Answer


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What the public record answered: the version, its hash (lower-case hex), its bytes."""

    version: int
    content_hash: str
    receipt: bytes


def contract_to_verify(actor: Actor, application_id: UUID) -> tuple[Application, UUID]:
    """Lock an application that still needs proof and name the contract it stands on.

    Raises NotFound, WrongState where it needs none, PolicyBreach while no contract is announced.
    """
    application = application_for(actor, application_id, lock=True)
    if not may_be_proved(application):
        raise APPLICATION.refusal(application.state, "核验合同")
    if application.intent.contract_id is None:
        raise PolicyBreach("lending.contract_missing", obligation="二(四)-3")
    return application, application.intent.contract_id


def may_be_proved(application: Application) -> bool:
    """Whether a contract can be checked: while undecided; accepted, where the receipt is outdated.

    Once the conditions are met nothing rests on a receipt any more.
    """
    if application.state != "accepted":
        return application.state in OPEN_APPLICATIONS
    check = newest_verification(application.pk)
    outdated = check is not None and still_proved(check) is not None
    return outdated and application.offers.filter(state__in=AWAITING_LOCK).exists()


def keep_verification(
    application: Application, proof: Proof, *, actor: Actor, now: datetime, reference: str
) -> Verification:
    """Keep a proof with the reference of the provincial check. Writes: lending.Verification."""
    assert actor.person_id is not None
    assert application.intent.contract_id is not None
    return Verification.objects.create(
        application=application,
        contract_id=application.intent.contract_id,
        version=proof.version,
        content_hash=proof.content_hash,
        receipt=proof.receipt,
        provincial_reference=clean_text(reference, field="provincial_reference", most=100),
        person_id=actor.person_id,
        at=now,
    )


def still_proved(check: Verification) -> Answer:
    """Hold a receipt against the newest round in which its contract was submitted (二(二)-6)."""
    proved = json.loads(bytes(check.receipt))["filing"]["round"]
    newest = Filing.objects.filter(contract=check.contract_id).latest("round")
    return receipt_current(proved_round=proved, newest_round=newest.round)


def newest_verification(application_id: UUID) -> Verification | None:
    """Find the newest check of an application."""
    return Verification.objects.filter(application=application_id).order_by("-at", "-pk").first()


def obliged_to_province(institution_id: UUID) -> bool:
    """Whether an institution has to check in the provincial system: those connected to it (D21)."""
    profile = InstitutionProfile.objects.filter(organisation_id=institution_id).first()
    return profile is not None and profile.connected
