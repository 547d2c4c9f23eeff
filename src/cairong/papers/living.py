"""What the SQL of this room takes from the purposes of papers."""

from collections.abc import Iterable

from cairong.policy.papers import LAPSING, LENDERS, VAULT


def words() -> dict[str, str]:
    """Write each part of the SQL that is generated, by its name."""
    return {
        "vault": _listed(VAULT), "lapsing": _listed(LAPSING), "lenders": _listed(LENDERS),
    }  # fmt: skip


def _listed(purposes: Iterable[str]) -> str:
    return f"ARRAY[{', '.join(f"'{each}'" for each in purposes)}]"
