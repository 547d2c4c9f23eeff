"""Use-cases on duties themselves."""
