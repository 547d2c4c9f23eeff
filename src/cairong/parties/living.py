"""What the SQL of this room takes from the table of roles."""

from cairong.kernel.actor import APPROVER_OF


def words() -> dict[str, str]:
    """Write each part of the SQL that is generated, by its name."""
    seconds = dict.fromkeys(APPROVER_OF.values())
    cases = [
        f"    WHEN '{second}' THEN ARRAY["
        + ", ".join(f"'{first}'" for first, by in APPROVER_OF.items() if by is second)
        + "]"
        for second in seconds
    ]
    return {"prepares": "\n".join(["CASE NEW.approves", *cases, "END"])}
