"""Sentences about what a city lacks for lawful service (开城清单)."""

CONSTRAINTS: dict[str, tuple[str, str, str]] = {
    "readiness_item_stated": ("Conflict", "conflict.busy", ""),
}
HAPPENED: dict[str, tuple[str, str]] = {
    "readiness.item.stated": ("登记开城事项:{item}", ""),
}
