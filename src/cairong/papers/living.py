"""What the SQL of this room takes from the purposes of papers."""

from collections.abc import Iterable

from cairong.policy.papers import LAPSING, LENDERS, VAULT


def words() -> dict[str, str]:
    """Write each part of the SQL that is generated, by its name."""
    return {
        "vault": listed(VAULT), "lapsing": listed(LAPSING), "lenders": listed(LENDERS),
    }  # fmt: skip


def listed(purposes: Iterable[str]) -> str:
    """Write words as an array of SQL."""
    return f"ARRAY[{', '.join(f"'{each}'" for each in purposes)}]"
