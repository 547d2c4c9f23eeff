"""Use-cases by which officers keep the dated rows, each by two persons (D28)."""
