"""Use-cases: freezing a case at once."""
