"""JSON for systems."""
