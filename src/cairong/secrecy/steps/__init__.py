"""Steps: putting what is of a case apart."""
