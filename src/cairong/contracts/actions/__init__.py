"""Use-cases: recording awards, their shares, drafts of contracts."""
