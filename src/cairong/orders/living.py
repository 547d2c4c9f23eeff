"""What the SQL of this room takes from its tables of states."""

from collections.abc import Iterable

from cairong.kernel.actor import Role
from cairong.orders.desks import SECONDS, TREASURY, desk_by
from cairong.orders.states import INSTRUCTION, UNPAID


def words() -> dict[str, str]:
    """Write each part of the SQL that is generated, by its name."""
    pairs = sorted({(before, step.after) for (before, _), step in INSTRUCTION.steps.items()})
    return {
        "instruction_steps": ",\n".join(f"('{before}', '{after}')" for before, after in pairs),
        "treasury_desk": _array(TREASURY),
        "desks": _desks(),
        "unpaid": ", ".join(f"'{state}'" for state in UNPAID),
    }


def _desks() -> str:
    """Write in which roles an order is signed, by who agreed to its proposal."""
    cases = [f"    WHEN '{second}' THEN {_array(desk_by(second))}" for second in SECONDS]
    return "\n".join(["CASE p.approves", *cases, "END"])


def _array(roles: Iterable[Role]) -> str:
    return f"ARRAY[{', '.join(f"'{role}'" for role in roles)}]"
