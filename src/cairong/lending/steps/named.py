"""Name what an act of two persons is about, so that the second need not look it up."""

from cairong.lending.models import Intent


def named(intent: Intent) -> dict[str, str]:
    """Name whose intent it is, on which contract or award, and its number."""
    on = intent.contract or intent.award
    assert on is not None
    return {
        "supplier": intent.supplier.name,
        "contract" if intent.contract else "award": f"{on.no} {on.title}",
        "intent_no": intent.no,
    }
