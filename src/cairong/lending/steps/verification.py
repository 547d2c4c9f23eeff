"""Read the checks of a contract's authenticity, and whether they still prove it (二(五)-4, D21)."""

import json
from uuid import UUID

from cairong.contracts.models import Filing
from cairong.lending.models import Application, Verification
from cairong.lending.states import AWAITING_LOCK, OPEN_APPLICATIONS
from cairong.policy.lending import receipt_current
from cairong.policy.rule import Answer


def may_be_proved(application: Application) -> bool:
    """Whether a contract can be checked: while undecided; accepted, where the receipt is outdated.

    Once the conditions are met nothing rests on a receipt any more.
    """
    if application.state != "accepted":
        return application.state in OPEN_APPLICATIONS
    check = newest_verification(application.pk)
    outdated = check is not None and still_proved(check) is not None
    return outdated and application.offers.filter(state__in=AWAITING_LOCK).exists()


def still_proved(check: Verification) -> Answer:
    """Hold a receipt against the newest round in which its contract was submitted (二(二)-6)."""
    proved = json.loads(bytes(check.receipt))["filing"]["round"]
    newest = Filing.objects.filter(contract=check.contract_id).latest("round")
    return receipt_current(proved_round=proved, newest_round=newest.round)


def newest_verification(application_id: UUID) -> Verification | None:
    """Find the newest check of an application."""
    return Verification.objects.filter(application=application_id).order_by("-at", "-pk").first()
