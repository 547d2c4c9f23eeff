"""Use-cases: an inspection is granted, ended early, and whatever is read for it is recorded."""
