"""What the SQL of this room takes from the table of roles."""

from collections.abc import Mapping

from cairong.kernel.actor import APPROVER_OF, PUT_BEFORE_BUREAU, Role


def words() -> dict[str, str]:
    """Write each part of the SQL that is generated, by its name."""
    return {"prepares": _prepares(APPROVER_OF), "puts": _prepares(PUT_BEFORE_BUREAU)}


def _prepares(approvers: Mapping[Role, Role]) -> str:
    """Write which roles prepare what a second role decides."""
    cases = [
        f"    WHEN '{second}' THEN ARRAY["
        + ", ".join(f"'{first}'" for first, by in approvers.items() if by is second)
        + "]"
        for second in dict.fromkeys(approvers.values())
    ]
    return "\n".join(["CASE NEW.approves", *cases, "END"])
