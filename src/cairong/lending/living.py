"""What the SQL of this room takes from the parameters as they are shipped."""

from cairong.lending.counted import BRIEF
from cairong.lending.models import Consent
from cairong.lending.states import READS_PAPERS
from cairong.lending.steps.registering import CONSENT_DAYS
from cairong.papers.living import listed
from cairong.policy.eligibility import SOURCE_DAYS
from cairong.policy.lending import REASONS
from cairong.policy.lookups import SIMULATED
from cairong.policy.papers import LENDERS
from cairong.policy.parameters import BY_CODE


def words() -> dict[str, str]:
    """Write each part of the SQL that is generated, by its name."""
    (shipped,) = BY_CODE[BRIEF].by_city()
    return {
        "brief_days": str(shipped.value),
        "reads_papers": listed(READS_PAPERS),
        "lenders": listed(LENDERS),
        "criteria": "\n        ".join(
            f"WHEN '{code}' THEN '{reason.criterion}'"
            for code, reason in REASONS.items()
            if reason.criterion
        ),
        "source_days": str(SOURCE_DAYS),
        "simulated": SIMULATED,
        "consent_days": str(CONSENT_DAYS),
        "consent_scope": Consent._meta.get_field("scope").default,
    }
