"""What the gateway's role may do: it reads what orders say, and adds what persons signed."""

from collections.abc import Mapping

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper

from cairong.audit.grants import apply_role_grants

READS = ("SELECT",)
# By the label of a model of another room; those of this room say it themselves (`GATEWAY`).
OTHERS: Mapping[str, tuple[str, ...]] = {
    "audit.Chain": ("SELECT", "UPDATE (seq)", "UPDATE (hash)"),
    "audit.Event": ("SELECT", "INSERT"),
    "audit.Outbox": ("SELECT", "INSERT"),
    "audit.RefusalRecord": ("SELECT", "INSERT"),
    "audit.RowDigest": READS,
    "clocks.ClockWatch": READS,
    "contracts.Contract": READS,
    "parties.Account": ("SELECT (id, person_id, rests_until)",),
    "parties.City": READS,
    "parties.Delegation": READS,  # which bureau decides, as the guards ask
    "parties.Mandate": READS,
    "parties.OpenedDesk": READS,
    "parties.Organisation": READS,
    "parties.Person": READS,
    "parties.Proposal": READS,
    "treasury.Lock": READS,
    "treasury.OwnMeans": READS,
    "treasury.PayeeVersion": READS,
    "treasury.Payment": READS,
    "treasury.Receivable": READS,
    "treasury.Remittance": ("SELECT (id, city_id, payment_id, bank_serial)",),
}


def apply_gateway_grants(connection: BaseDatabaseWrapper, role: str) -> None:
    """Give the gateway's role its rights, where there is such a role; money is none of them."""
    own = {model._meta.label: getattr(model, "GATEWAY", ()) for model in apps.get_models()}
    apply_role_grants(connection, role, {**own, **OTHERS})
