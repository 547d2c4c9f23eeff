"""The desks of the bureau whose persons sign orders."""

from cairong.kernel.actor import APPROVER_OF, Role

TREASURY = (Role.TREASURY_OFFICER, Role.TREASURY_APPROVER)
SIGNERS = (
    *TREASURY, Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER, Role.COUNTY_CLERK,
)  # fmt: skip
TOLD = (*TREASURY, Role.AUDITOR, Role.OPERATOR)  # of keys, and of what stands still
SECONDS = tuple(role for role in SIGNERS if role in APPROVER_OF.values())


def desk_by(second: Role) -> tuple[Role, ...]:
    """Name the roles of a desk by its second person's: it and those who prepare for it."""
    return (second, *(first for first, approves in APPROVER_OF.items() if approves is second))
