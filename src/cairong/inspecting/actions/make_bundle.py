"""Take everything of a case away as one file that another machine can verify."""

import hashlib
from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.inspecting.bundling import bundled
from cairong.inspecting.models import Bundle
from cairong.inspecting.reads import reading
from cairong.kernel.actor import Actor, Role
from cairong.policy.inspecting import CLAUSE


@use_case(Role.INSPECTOR, word="取走案件材料包")
def make_bundle(*, actor: Actor, now: datetime, contract_id: UUID) -> Bundle:
    """Write a bundle of a case as it is now; the event holds the hash of its manifest.

    Raises NotFound for a case that no inspection of the actor's reaches today, PolicyBreach where
    it is larger than a bundle may be. Writes: inspecting.Bundle. Source: 三(一)-2.
    """
    found = reading(actor, now, contract_id)
    assert actor.person_id is not None
    content, manifest = bundled(actor, now, found)
    bundle = Bundle.objects.create(
        inspection=found.inspection,
        person_id=actor.person_id,
        contract=found.contract,
        sha256=hashlib.sha256(content).hexdigest(),
        manifest_sha256=manifest,
        content=content,
        at=now,
    )
    record(
        actor=actor,
        now=now,
        type="inspecting.bundle.made",
        subject=bundle,
        about=[found.inspection.pk],
        after={
            "no": found.contract.no,
            "letter_no": found.inspection.letter_no,
            "manifest_sha256": manifest,
        },
        basis=[CLAUSE],
    )
    return bundle
