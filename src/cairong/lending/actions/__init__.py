"""Use-cases: from the intent to the last yuan repaid."""
