"""What the SQL of this room takes from its tables of states."""

from cairong.orders.states import INSTRUCTION


def words() -> dict[str, str]:
    """Write each part of the SQL that is generated, by its name."""
    pairs = sorted({(before, step.after) for (before, _), step in INSTRUCTION.steps.items()})
    return {
        "instruction_steps": ",\n".join(f"('{before}', '{after}')" for before, after in pairs),
    }
